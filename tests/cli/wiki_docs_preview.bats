#!/usr/bin/env bats
# wiki docs preview: what is served, to whom, and anew when files change.
# shellcheck disable=SC2154 # set by bats' run
bats_require_minimum_version 1.5.0

load assertions
load profile

setup() {
    own_profiles
    mkdir "$BATS_TEST_TMPDIR/docs"
    cd "$BATS_TEST_TMPDIR/docs" || return
}

teardown() {
    [ -z "${server:-}" ] || { kill "$server" && wait "$server"; } 2>/dev/null || true
}

# Starts the preview of the working directory: its process in $server, its address in $url.
preview() {
    "$ATLCLI" wiki docs preview "$@" >../url 2>../notes &
    server=$!
    local tries=0
    until [ -s ../url ]; do
        tries=$((tries + 1))
        if [ "$tries" -eq 400 ] || ! kill -0 "$server"; then
            cat ../notes
            return 1
        fi
        sleep 0.05
    done
    url=$(cat ../url)
    url=${url%/}
}

get() {
    run --separate-stderr curl --silent --path-as-is --max-time 60 "$@"
}

@test "pages with their links, images and looks" {
    printf -- '---\natlcli:\n  title: Home & more\n---\n# Hi\n\n[plan](page:Plan) ![x](Home.attachments/x.png)\n' >Home.md
    mkdir Home Home.attachments
    printf '<script>alert(1)</script> [x](javascript:alert(1))\n\n<img src=x onerror=alert(1)>\n' >Home/Plan.md
    printf 'PNG' >Home.attachments/x.png
    echo 'alert(1)' >Home.attachments/x.js
    echo secret >notes.txt
    echo 'drafts/' >.gitignore
    mkdir drafts
    echo x >drafts/D.md
    preview
    [[ $url =~ ^http://127\.0\.0\.1:[0-9]+$ ]]
    get "$url/"
    says '<a href="/Home.md">Home &amp; more</a>'
    says '<a href="/Home/Plan.md">Plan</a>'
    says_nothing_of drafts
    get "$url/Home.md"
    says '<h1>Hi</h1>'
    says '<a href="Home/Plan.md">plan</a>'
    says '<img src="Home.attachments/x.png"'
    says '/-/script.js'
    get "$url/Home/Plan.md"
    says_nothing_of '<script>alert'
    says_nothing_of 'href="javascript:'
    says_nothing_of '<img src=x'
    get "$url/Home.attachments/x.png" --write-out '|%{http_code}|%{content_type}'
    same "$output" 'PNG|200|image/png'
    get "$url/Home.attachments/x.js" --output /dev/null --write-out '%{content_type}'
    same "$output" application/octet-stream
    get --head "$url/Home.md"
    says "Content-Security-Policy: default-src 'none'; script-src 'self'"
    says 'X-Content-Type-Options: nosniff'
    for path in / /-/style.css /-/script.js; do
        get --output /dev/null --write-out '%{http_code}' "$url$path"
        same "$output" 200
    done
    # Nothing else is there, however it is asked for.
    for path in /notes.txt /Home /../docs/Home.md /%2e%2e/docs/Home.md /.gitignore //etc/passwd \
        /drafts/D.md /Nobody.md; do
        get --output /dev/null --write-out '%{http_code}' "$url$path"
        same "$path $output" "$path 404"
    done
}

@test "the list shows what lies in what" {
    mkdir -p Home/Sub/Deep Other
    echo '# x' | tee Home.md Home/A.md Home/Sub/Deep/B.md "Home (2).md" Other/C.md >Zoo.md
    preview
    get "$url/"
    same "$(sed -n '/^<ul>/,/^<.body>/p' <<<"$output" | sed 's/ href="[^"]*"//; /<.body>/d')" "$(cat <<'END'
<ul>
<li><a>Home (2)</a></li>
<li><a>Home</a>
<ul>
<li><a>A</a></li>
<li>Sub
<ul>
<li>Deep
<ul>
<li><a>B</a></li>
</ul>
</li>
</ul>
</li>
</ul>
</li>
<li>Other
<ul>
<li><a>C</a></li>
</ul>
</li>
<li><a>Zoo</a></li>
</ul>
END
)"
}

@test "in a workspace, links with its space lead to files, too; a copy has its own" {
    mkdir .atlcli Home
    printf '{"version":1,"site":"https://x.invalid","scope":{"kind":"space","space":"OPS"}}' >.atlcli/config.json
    printf -- '---\natlcli: {id: "7"}\n---\n[own](page://OPS/Plan) [other](page://HR/Plan)\n' >Home.md
    printf -- '---\natlcli: {id: "8"}\n---\n[up](page:Home)\n' | tee Home/Plan.md >Home/Copy.md
    preview
    get "$url/Home.md"
    says '<a href="Home/Plan.md">own</a>'
    says_nothing_of 'HR/Plan.md'
    for page in Plan Copy; do
        get "$url/Home/$page.md"
        says '<a href="../Home.md">up</a>'
    done
}

@test "only this machine, and only what is read" {
    echo '# Hi' >Home.md
    preview
    get --header 'Host: example.com' --write-out '%{http_code}' "$url/Home.md"
    says 403
    says_nothing_of Hi
    get --header 'Host:' --write-out '%{http_code}' "$url/"
    says 403
    get --header 'Host: localhost:1' --write-out '%{http_code}' "$url/"
    says 403
    get --request POST --data x --write-out '%{http_code}' "$url/"
    says 405
    get "${url/127.0.0.1/localhost}/Home.md" --ipv4
    says '<h1>Hi</h1>'
    port=${url##*:}
    atl wiki docs preview --port "$port"
    fails 1 "cannot listen on port $port"
    hints '--port'
}

@test "a page is shown anew when a file changes" {
    echo '# One' >Home.md
    preview
    get "$url/Home.md"
    says '<h1>One</h1>'
    version=$(sed -n 's/.*data-version="\([0-9]*\)".*/\1/p' <<<"$output")
    for change in "echo '# Two' >Home.md" "mkdir sub" "echo '# Sub' >sub/New.md" "rm Home.md"; do
        curl --silent --max-time 60 "$url/-/changes?$version" >../version &
        local waiting=$!
        eval "$change"
        wait "$waiting"
        [ "$(cat ../version)" -gt "$version" ]
        version=$(cat ../version)
    done
    get "$url/sub/New.md"
    says '<h1>Sub</h1>'
    get --output /dev/null --write-out '%{http_code}' "$url/Home.md"
    same "$output" 404
}

@test "a page that can't be read says why" {
    printf 'caf\xe9\n' >Home.md
    preview
    get "$url/Home.md"
    says "isn't UTF-8"
    printf -- '---\ntitle: [\n---\n' >Home.md
    get "$url/Home.md"
    says frontmatter
}

@test "a signal ends it, also while a browser waits" {
    echo '# One' >Home.md
    preview --jsonl
    url=$(jq -r .url ../url)
    curl --silent --max-time 60 "$url-/changes?1" >/dev/null &
    local waiting=$! code=0
    # Not SIGINT: the shell has processes in the background ignore it.
    kill -TERM "$server"
    wait "$server" || code=$?
    same "$code" 0
    server=
    wait "$waiting" || true
}

@test "a directory that isn't there" {
    atl wiki docs preview nowhere
    fails 4 nowhere
}

# Reading the lists takes a while when there are many files, in which others ask, and files change.
@test "pages are there while the lists are read anew" {
    local round asking i
    for ((i = 0; i < 2000; i++)); do
        echo "Page $i" >"P$i.md"
    done
    preview
    for ((round = 0; round < 12; round++)); do
        echo more >>"P$round.md"
        curl --silent --max-time 60 --parallel --parallel-immediate --parallel-max 24 --output '../answer-#1' --write-out '%{http_code}\n' \
            "$url/P{7,1003,1999,1,2,3,4,5,6,8,9,10}.md" 2>/dev/null | sort | uniq -c >../codes &
        asking=$!
        echo even more >>"P$((round + 20)).md"
        wait "$asking"
        same "$(tr -s ' ' <../codes)" " 12 200"
    done
    kill -0 "$server"
}
