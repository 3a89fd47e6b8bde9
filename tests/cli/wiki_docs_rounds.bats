#!/usr/bin/env bats
# wiki docs push in the large: killed at any moment, with requests that fail, many pages, and pages of
# every kind.
# shellcheck disable=SC2016,SC2154 # jq's variables; set by bats' run
bats_require_minimum_version 1.5.0

load session
load killing

setup_file() {
    start_session cloud --pages 20 --latency 5
    export CLOUD_URL=$SANDBOX_URL CLOUD_CA=$SANDBOX_CA
    start_session datacenter --pages 20 --latency 5
    export CENTER_URL=$SANDBOX_URL CENTER_CA=$SANDBOX_CA
}

teardown_file() {
    end_sessions
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return
}

# on_both FUNCTION: once for each kind of site
on_both() {
    local profile
    for profile in cloud datacenter; do
        export ATLCLI_PROFILE=$profile SANDBOX_URL=$CLOUD_URL SANDBOX_CA=$CLOUD_CA
        [ "$profile" = cloud ] || export SANDBOX_URL=$CENTER_URL SANDBOX_CA=$CENTER_CA
        "$@"
    done
}

does() {
    local expected=$1
    shift
    run --separate-stderr atlcli wiki "$@"
    [ "$status" -eq "$expected" ] || { printf 'exit %s\n%s\n%s\n' "$status" "$output" "$stderr" >&2 && return 1; }
}

# workspace NAME FILE...: a page NAME with these files as pages below it, pushed, in $ws
workspace() {
    ws=$profile/$1
    does 0 page create --space OPS --title "$1" --body text --json
    root=$(jq -r .id <<<"$output")
    does 0 docs init "$ws" --ancestor "$root"
    does 0 docs pull "$ws"
    mkdir -p "$ws/$1"
    cp "${@:2}" "$ws/$1/"
    does 0 docs push "$ws" --create
    does 0 docs pull "$ws"
}

files() {
    (cd "$1" && find . -path ./.atlcli -prune -o -type f -print0 | sort -z | xargs -0 sha256sum)
}

# The workspace is as the server has it: a fresh one has the same files, and nothing is left to be done.
in_step() {
    does 0 docs status "$ws"
    same "$output" ""
    does 0 docs pull "$ws"
    rm -rf fresh
    does 0 docs init fresh --ancestor "$root"
    does 0 docs pull fresh
    diff -r --exclude=.atlcli fresh "$ws"
}

# The pages below the root, and the sum of their versions, as the server counts them.
versions() {
    atlcli wiki page tree "$root" --jsonl | jq -rs '"\(length) \(map(.version) | add)"'
}

# One of everything: ten pages edited, two moved, three made, a file attached. All in "NAME", where each
# page's title starts with that.
work() {
    local round=$1 from=$2 to=$3 file new
    for file in "$ws/$name/$name "[0-9].md; do
        printf '\nRound %s.\n' "$round" >>"$file"
    done
    new="$ws/$name/$name 0/$name new $round"
    mkdir -p "$ws/$name/$name $to" "$new" "$ws/$name/$name 1.attachments"
    mv "$ws/$name/$name $from/"*.md "$ws/$name/$name $to/"
    rmdir "$ws/$name/$name $from"
    echo "text $round" | tee "$new.md" "$new/$name below $round.md" >"$new/$name beside $round.md"
    echo "$round" >"$ws/$name/$name 1.attachments/file"
}

# The page called so, which somebody else writes into meanwhile.
write_into() {
    local id
    id=$(sed -n 's/^  id: "\(.*\)"$/\1/p' "$ws/$name/$name "*"/$1.md")
    does 0 page update "$id" --body "Theirs, $2."
}

# killed VERB NAME ROUNDS: by a push, or a sync, which pulls as well; FAULTY=yes: requests fail meanwhile, in
# every way
killed() {
    local verb=$1 name=$2 round pages sum now from=8 to=9
    for page in 0 1 2 3 4 5 6 7 8 9; do
        echo "Page $page." >"$name $page.md"
    done
    workspace "$name" "$name "[0-9].md
    mkdir -p "$ws/$name/$name 8"
    echo a >"$ws/$name/$name 8/$name a.md"
    echo b >"$ws/$name/$name 8/$name b.md"
    time_of atlcli wiki docs push "$ws" --create >/dev/null
    for ((round = 0; round < $3; round++)); do
        read -r pages sum <<<"$(versions)"
        work "$round" "$from" "$to"
        [ "$verb" = push ] || { write_into "$name a" "$round" && sum=$((sum + 1)); }
        [ -z "${FAULTY:-}" ] || sandbox PUT faults '{"fail-every": 47, "fail-status": 503, "reset-every": 53,
            "reset-when": "'"$( ((round % 2)) && echo before || echo after)"'", "body-every": 59, "body-fault": "empty"}'
        for _ in 1 2; do
            interrupt "$ATLCLI" wiki docs "$verb" "$ws" --create
        done
        for _ in 1 2 3; do
            run --separate-stderr atlcli wiki docs "$verb" "$ws" --create
            [ "$status" -ne 0 ] || break
        done
        same "$status" 0 || { printf '%s\n' "$stderr" >&2 && return 1; }
        [ -z "${FAULTY:-}" ] || sandbox DELETE faults
        # Every page was changed once, and each new one was made once.
        now=$(versions)
        same "${now% *}" $((pages + 3))
        [ "${now#* }" -ge $((sum + 13)) ] && [ "${now#* }" -le $((sum + 15)) ]
        in_step
        [ "$verb" = push ] || grep -qx "Theirs, $round." "$ws/$name/$name $to/$name a.md"
        recovered
        read -r from to <<<"$to $from"
    done
}

@test "a push that is killed at any moment is finished by the next, and nothing is done twice" {
    on_both killed push Rounds "$(kill_rounds)"
}

@test "so it is where requests fail in every way" {
    FAULTY=yes on_both killed push Faults "${ATLCLI_KILL_ROUNDS:-1}"
}

@test "so is a sync, with what others have written meanwhile" {
    on_both killed sync Both "${ATLCLI_KILL_ROUNDS:-1}"
    FAULTY=yes on_both killed sync Either "${ATLCLI_KILL_ROUNDS:-1}"
}

forbidden() {
    local path=/rest/api/content
    [ "$profile" != cloud ] || path=/wiki/api/v2/pages
    echo text | tee "Mine.md" >"Not mine.md"
    workspace Rights Mine.md "Not mine.md"
    printf '\nMore.\n' | tee -a "$ws/Rights/Mine.md" >>"$ws/Rights/Not mine.md"
    path=$path/$(sed -n 's/^  id: "\(.*\)"$/\1/p' "$ws/Rights/Not mine.md")
    sandbox PUT faults '{"fail-every": 1, "fail-status": 403, "faults-for": "PUT '"$path"'"}'
    does 5 docs push "$ws"
    sandbox DELETE faults
    holds "$output" "updated  Rights/Mine.md"
    holds "$stderr" "error: Rights/Not mine.md: "
    holds "$stderr" "(403)"
    does 0 docs status "$ws"
    holds "$output" "modified  Rights/Not mine.md"
    does 0 docs push "$ws"
    holds "$output" "updated  Rights/Not mine.md"
    in_step
}

@test "a page that may not be edited is named, and the others are pushed" {
    on_both forbidden
}

hundred() {
    mkdir -p many
    for page in $(seq 100); do
        printf 'Page %s.\n' "$page" >"many/$page of many.md"
    done
    workspace Many many/*
    for file in "$ws/Many/"*.md; do
        printf '\nMore.\n' >>"$file"
    done
    forget_requests "$profile"
    does 0 docs push "$ws" --jsonl
    same "$(jq -r .action <<<"$output" | sort | uniq -c | sed 's/^ *//')" "100 updated"
    [ "$(requests "$profile" | wc -l)" -le 110 ]
    in_step
}

@test "a push of 100 changed pages takes at most 110 requests" {
    on_both hundred
}

# Every case of the content tests that has Markdown or storage format, as a page called like it.
cases() {
    mkdir -p markdown storage pages
    awk 'FNR == 1 { on = 0; name = FILENAME; gsub(/.*\/|\.txt$/, "", name); split("", done) }
        /^=== / {
            on = 0
            if (($2 == "markdown" || $2 == "storage") && $3 != "write" && !done[$2]++) {
                on = 1
                out = $2 "/" name ($2 == "storage" ? ".xml" : ".md")
            }
            next
        }
        on { print >out }' "$PROJECT_SOURCE"/tests/data/content/*.txt
    atlcli wiki convert storage/*.xml --from storage --to markdown --out-dir markdown >/dev/null 2>&1 || true
    awk 'FNR == 1 {
            name = FILENAME
            gsub(/.*\/|\.md$/, "", name)
            printf "---\natlcli:\n  title: \"%s\"\n---\n\n", name >("pages/" name ".md")
        }
        { print >("pages/" name ".md") }' markdown/*.md
}

corpus() {
    workspace Corpus pages/*.md
    rm -r "$ws"
    does 0 docs init "$ws" --ancestor "$root"
    does 0 docs pull "$ws"
    files "$ws" >before
    [ "$(wc -l <before)" -gt 300 ]
    # Pushed and pulled again without a change; then sent as a whole.
    does 0 docs push "$ws" --jsonl
    same "$output" ""
    does 0 docs pull "$ws" --jsonl
    same "$output" ""
    same "$(files "$ws")" "$(cat before)"
    for file in "$ws/Corpus/"*.md; do
        printf '\nEnd.\n' >>"$file"
    done
    files "$ws" >before
    does 0 docs push "$ws" --jsonl
    same "$(jq -r .action <<<"$output" | sort -u)" updated
    in_step
    same "$(files "$ws")" "$(cat before)"
}

@test "what is pulled, pushed and pulled again is the same, byte for byte" {
    cases
    on_both corpus
}
