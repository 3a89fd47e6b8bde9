#!/usr/bin/env bats
# Files and labels of pages, and spaces, on Cloud and on Data Center
# shellcheck disable=SC2154 # set by bats' run
bats_require_minimum_version 1.5.0

setup_file() {
    load session
    start_session cloud --pages 80 --attachments 0
    start_session datacenter --pages 80 --attachments 0 --context-path /confluence
    cd "$BATS_FILE_TMPDIR" || return
    mkdir files more
    head -c 3000000 /dev/urandom >files/big.bin
    printf 'hello\n' >files/a.txt
    printf 'hello\n' >more/a.txt
    printf 'HALLO\n' >more/A.txt
    : >files/empty.log
    printf 'x' >'files/we"ird näme.txt'
    atlcli wiki page list --space ENG --limit all --quiet --jsonl | jq -r .id >pages
}

teardown_file() {
    load session
    end_sessions
}

setup() {
    load session
    load sites
    cd "$BATS_FILE_TMPDIR" || return
    # A page for each test.
    page=$(sed -n "${BATS_TEST_NUMBER}p" pages)
    [ -n "$page" ]
}

teardown() {
    load session
    load sites
    mend_all
}

on_both() {
    profile=cloud api=/wiki/rest/api "$@"
    profile=datacenter api=/rest/api "$@"
}

wiki() {
    run --separate-stderr atlcli wiki "$@" --profile "$profile"
}

attach() {
    wiki page attach "$page" --quiet "$@"
    same "$status" 0
}

# ---- files ----

comes_back() {
    local out=out-$profile
    wiki page attach "$page" files/big.bin files/a.txt 'files/we"ird näme.txt' files/empty.log \
        --comment 'Für 2.1' --json
    same "$status" 0
    same "$stderr" ""
    same "$(jq -c '[.schemaVersion, .page, (.attachments | map([.file, .filename, .size, .version, .action, .comment]))]' <<<"$output")" \
        "[\"1\",\"$page\",[[\"files/big.bin\",\"big.bin\",3000000,1,\"created\",\"Für 2.1\"],[\"files/a.txt\",\"a.txt\",6,1,\"created\",\"Für 2.1\"],[\"files/we\\\"ird näme.txt\",\"we\\\"ird näme.txt\",1,1,\"created\",\"Für 2.1\"],[\"files/empty.log\",\"empty.log\",0,1,\"created\",\"Für 2.1\"]]]"
    wiki page attachments "$page" --csv --fields filename,size,mediaType
    same "$(sort <<<"${output#*$'\n'}")" \
        "$(sort <<<$'"we""ird näme.txt",1,text/plain\na.txt,6,text/plain\nbig.bin,3000000,application/octet-stream\nempty.log,0,text/plain')"
    wiki page attachments download --page "$page" --dir "$out/deep" --json
    same "$status" 0
    same "$(jq -c '[.schemaVersion, (.files | length)]' <<<"$output")" '["1",4]'
    diff -r files "$out/deep"
}

@test "what is attached to a page comes back as it was, whatever its size and name" {
    on_both comes_back
}

makes_versions() {
    attach files/a.txt files/empty.log
    wiki page attach "$page" more/a.txt files/empty.log --jsonl
    same "$status" 0
    same "$(jq -c '[.filename, .version, .action]' <<<"$output" | paste -sd ' ')" \
        '["a.txt",1,"unchanged"] ["empty.log",1,"unchanged"]'
    holds "$stderr" "2 files are there already with the same bytes: no new version"
    printf 'other\n' >"new-a.txt" && mkdir -p "next-$profile" && mv new-a.txt "next-$profile/a.txt"
    wiki page attach "$page" "next-$profile/a.txt" --minor --jsonl
    same "$(jq -c '[.filename, .version, .action]' <<<"$output")" '["a.txt",2,"updated"]'
    wiki page attachments "$page" --jsonl
    same "$(jq -c '[.filename, .version]' <<<"$output" | sort | paste -sd ' ')" '["a.txt",2] ["empty.log",1]'
    wiki page attachments download "$page" a.txt --dir "next-$profile/got"
    cmp "next-$profile/a.txt" "next-$profile/got/a.txt"
}

@test "a file that is there becomes a new version, unless nothing has changed" {
    on_both makes_versions
}

refuses_files() {
    forget_requests "$profile"
    wiki page attach "$page" files/a.txt missing.txt
    same "$status" 4
    holds "$stderr" "cannot read missing.txt: No such file"
    wiki page attach "$page" files
    same "$status" 1
    holds "$stderr" "it is a directory"
    wiki page attach "$page" files/a.txt more/a.txt
    same "$status" 2
    holds "$stderr" "files/a.txt and more/a.txt have the same name"
    wiki page attach "$page"
    same "$status" 2
    holds "$stderr" "FILE is missing"
    wiki page attach
    same "$status" 2
    holds "$stderr" "PAGE is missing"
    same "$(requests "$profile")" ""
    wiki page attach 99999999 files/a.txt
    same "$status" 4
    holds "$stderr" "99999999"
    wiki page attachments "$page"
    same "$output" ""
    holds "$stderr" "No attachments."
}

@test "attach looks at the files before it sends any" {
    on_both refuses_files
}

refuses_unreadable() {
    forget_requests "$profile"
    wiki page attach "$page" files/a.txt locked.txt
    same "$status" 1
    holds "$stderr" "cannot read locked.txt: Permission denied"
    same "$(requests "$profile")" ""
}

@test "nothing is attached to a page when a file may not be read" {
    without_privileges
    printf 'secret\n' >locked.txt
    chmod 0 locked.txt
    on_both refuses_unreadable
}

attaches_once() {
    spoil "{\"reset-every\": 1, \"reset-when\": \"after\", \"faults-for\": \"POST $api/content/\"}"
    wiki page attach "$page" files/a.txt files/big.bin --json
    same "$status" 0
    same "$(jq -c '.attachments | map([.filename, .version])' <<<"$output")" '[["a.txt",1],["big.bin",1]]'
    printf 'third\n' >"once-$profile" && mkdir -p "third-$profile" && mv "once-$profile" "third-$profile/a.txt"
    wiki page attach "$page" "third-$profile/a.txt" --json
    same "$(jq -c '.attachments | map([.filename, .version])' <<<"$output")" '[["a.txt",2]]'
    spoil "{\"fail-every\": 1, \"fail-status\": 504, \"faults-for\": \"POST $api/content/\"}"
    wiki page attach "$page" files/empty.log --retries 0
    same "$status" 6
    holds "$stderr" "empty.log isn't among the attachments now"
    spoil "{\"fail-every\": 2, \"fail-status\": 403, \"faults-for\": \"POST $api/content/\"}"
    wiki page attach "$page" files/empty.log more/A.txt --concurrency 1 --jsonl
    same "$status" 5
    same "$(jq -c '[.file, has("error") and .error != null]' <<<"$output" | paste -sd ' ')" \
        '["files/empty.log",false] ["more/A.txt",true]'
    holds "$stderr" "1 of 2 files couldn't be attached"
    mend
    wiki page attachments "$page" --jsonl
    same "$(jq -r .filename <<<"$output" | sort | paste -sd ' ')" "a.txt big.bin empty.log"
}

@test "a file whose answer is lost is looked for, and never attached twice" {
    needs_breakage
    on_both attaches_once
}

picks() {
    local out=picked-$profile id
    attach files/a.txt files/empty.log files/big.bin
    id=$(atlcli wiki page attachments "$page" --jsonl --profile "$profile" |
        jq -r 'select(.filename == "big.bin").id')
    wiki page attachments download --page "$page" A.TXT "$id" --dir "$out"
    same "$status" 0
    same "$(cd "$out" && echo *)" "a.txt big.bin"
    printf 'mine' >"$out/a.txt"
    rm "$out/big.bin"
    wiki page attachments download "$page" a.txt big.bin --dir "$out" --json
    same "$status" 5
    same "$(jq -c '[(.files | map(.file != null)), .error.code]' <<<"$output")" '[[false,true],"partial"]'
    holds "$stderr" "hint: --overwrite replaces files that are there"
    same "$(cat "$out/a.txt")" mine
    wiki page attachments download "$page" a.txt --dir "$out" --overwrite
    same "$status" 0
    cmp files/a.txt "$out/a.txt"
    wiki page attachments download "$page" b.txt --dir "$out"
    same "$status" 4
    holds "$stderr" "did you mean 'a.txt'?"
    wiki page attachments delete "$page" empty.log
    same "$status" 2
    holds "$stderr" "--yes"
    wiki page attachments delete "$page" empty.log --yes
    same "$output" "Deleted from page $page: empty.log"
    wiki page attachments delete "$page" "$id" a.txt --yes --json
    same "$(jq -c '[.schemaVersion, .page, (.deleted | map(.filename))]' <<<"$output")" \
        "[\"1\",\"$page\",[\"big.bin\",\"a.txt\"]]"
    wiki page attachments delete "$page" a.txt --yes
    same "$status" 4
    holds "$stderr" "it has: none"
}

@test "download and delete pick by name and id, and leave alone what is there" {
    on_both picks
}

names_are_safe() {
    local out=safe-$profile boundary=b0undary name
    {
        for name in '..' '.profile' 'x.txt' 'X.txt'; do
            printf -- '--%s\r\nContent-Disposition: form-data; name="file"; filename="%s"\r\n' \
                "$boundary" "$name"
            printf 'Content-Type: text/plain\r\n\r\n%s\r\n' "$name"
        done
        printf -- '--%s\r\nContent-Disposition: form-data; name="minorEdit"\r\n\r\ntrue\r\n' "$boundary"
        printf -- '--%s--\r\n' "$boundary"
    } >"form-$profile"
    run --separate-stderr atlcli api POST "$api/content/$page/child/attachment" --input "form-$profile" \
        --header "Content-Type: multipart/form-data; boundary=$boundary" \
        --header 'X-Atlassian-Token: nocheck' --profile "$profile"
    same "$status" 0
    wiki page attachments download "$page" --dir "$out"
    same "$status" 0
    same "$(find "$out" -type f | wc -l)" 4
    same "$(find "$out" -mindepth 1 -name '.*' | wc -l)" 0
    [ -f "$out/_profile" ]
    same "$(find "$out" -iname 'x*.txt' | wc -l)" 2
}

@test "names that come from elsewhere are made safe, and none takes another's place" {
    on_both names_are_safe
}

whole_or_nothing() {
    local out=broken-$profile
    attach files/big.bin
    spoil '{"body-every": 1, "body-fault": "truncated", "faults-for": "GET '"$1"'"}'
    wiki page attachments download "$page" --dir "$out" --retries 1
    [ "$status" -ne 0 ]
    holds "$stderr" "big.bin"
    same "$(find "$out" -mindepth 1)" ""
    mend
    wiki page attachments download "$page" --dir "$out"
    cmp files/big.bin "$out/big.bin"
}

@test "a download from a page that breaks off leaves no file" {
    needs_breakage
    profile=cloud api=/wiki/rest/api whole_or_nothing /file/
    profile=datacenter api=/rest/api whole_or_nothing /download/attachments/
}

compares_anew() {
    attach files/big.bin
    spoil '{"body-every": 1, "body-fault": "truncated", "fault-limit": 1, "faults-for": "GET '"$1"'"}'
    forget_requests "$profile"
    wiki page attach "$page" files/big.bin --jsonl
    same "$status" 0
    same "$(jq -c '[.filename, .version, .action]' <<<"$output")" '["big.bin",1,"unchanged"]'
    same "$(requests "$profile" | grep -c "^GET .*$1")" 2
    mend
}

@test "a file whose comparison breaks off is compared from its start" {
    needs_breakage
    profile=cloud api=/wiki/rest/api compares_anew /file/
    profile=datacenter api=/rest/api compares_anew /download/attachments/
}

# ---- labels ----

labels() {
    wiki page label add "$page" Runbook 'release-notes' runbook --json
    same "$status" 0
    same "$(jq -c '[.schemaVersion, .page, .added, .already]' <<<"$output")" \
        "[\"1\",\"$page\",[\"runbook\",\"release-notes\"],[]]"
    wiki page label add --page "$page" runbook how-to
    same "$output" "Added to page $page: how-to (it had already: runbook)"
    forget_requests "$profile"
    wiki page label add "$page" how-to
    same "$output" "Page $page has already: how-to"
    same "$(requests "$profile" | grep -c '^POST')" 0
    wiki page label list "$page" --jsonl
    for label in how-to release-notes runbook; do
        holds "$(jq -r .name <<<"$output")" "$label"
    done
    same "$(jq -r .prefix <<<"$output" | sort -u)" global
    wiki page label remove "$page" runbock
    same "$status" 4
    holds "$stderr" "page $page has no label runbock"
    holds "$stderr" "did you mean 'runbook'?"
    wiki page label remove "$page" runbook how-to gone --json
    same "$(jq -c '[.removed, .missing]' <<<"$output")" '[["runbook","how-to"],["gone"]]'
    wiki page label list "$page" --json
    same "$(jq -c '[.labels[].name] | index("runbook", "how-to")' <<<"$output" | sort -u)" null
    forget_requests "$profile"
    wiki page label add "$page" fine 'not fine'
    same "$status" 2
    holds "$stderr" "'not fine' can't be a label: it has a space in it"
    wiki page label add "$page"
    same "$status" 2
    holds "$stderr" "LABEL is missing"
    same "$(requests "$profile")" ""
    wiki page label list 99999999
    same "$status" 4
}

@test "labels are added at once, listed and removed; what is there already is said" {
    on_both labels
}

# ---- spaces ----

spaces() {
    wiki space list --json
    same "$status" 0
    same "$(jq -c '[.schemaVersion, .isLast, ([.spaces[].key] | index("ENG") != null)]' <<<"$output")" \
        '["1",true,true]'
    wiki space list --limit 2 --jsonl --fields key,name
    same "${#lines[@]}" 2
    holds "$stderr" "2 spaces shown, there are more"
    wiki space list --type personal
    same "$status" 0
    wiki space get ENG --json
    same "$(jq -c '[.schemaVersion, .key, .name, .type, .status, (.homepageId | test("^[0-9]+$"))]' <<<"$output")" \
        '["1","ENG","Engineering","global","current",true]'
    holds "$(jq -r .url <<<"$output")" "$(site_of "$profile")"
    wiki space get NOPE
    same "$status" 4
    holds "$stderr" "there is no space 'NOPE'"
    wiki space create --key TEAM2 --name 'The team' --description 'What we do'
    same "$status" 0
    holds "$output" "Created space TEAM2 (The team): $(site_of "$profile")"
    wiki space get TEAM2 --json
    same "$(jq -c '[.name, .description]' <<<"$output")" '["The team","What we do"]'
    wiki space create --key TEAM2 --name Again --json
    same "$status" 7
    same "$(jq -r .error.code <<<"$output")" conflict
    holds "$stderr" "there is a space with the key 'TEAM2' already"
    wiki space create --key MINE --name Mine --private --jsonl
    same "$(jq -r .key <<<"$output")" MINE
    wiki space create --key 'NO GOOD' --name x
    same "$status" 2
    wiki space create --key NEW
    same "$status" 2
}

@test "spaces are listed, shown and created, each key once" {
    on_both spaces
}

created_once() {
    spoil "{\"reset-every\": 1, \"reset-when\": \"after\", \"faults-for\": \"POST $api/space\"}"
    wiki space create --key ONCE --name Once
    same "$status" 0
    spoil "{\"fail-every\": 1, \"fail-status\": 504, \"faults-for\": \"POST $api/space\"}"
    wiki space create --key NEVER --name Never
    same "$status" 6
    holds "$stderr" "atlcli wiki space get NEVER"
}

@test "a space whose answer is lost is looked for by its key" {
    needs_breakage
    on_both created_once
}
