#!/usr/bin/env bats
# wiki docs while something else happens: pages, files and directories change at the same time, or an
# answer gets lost
# shellcheck disable=SC2154 # set by bats' run
bats_require_minimum_version 1.5.0

load session
load assertions
load docs

setup_file() {
    start_session cloud --pages 20
    start_session datacenter --pages 20
}

teardown_file() {
    end_sessions
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return
}

teardown() {
    [ -z "${other:-}" ] || { kill "$other" && wait "$other"; } 2>/dev/null || true
}

# A page NAME with "NAME A" below it: ids in $root and $a; a workspace in $ws.
tree() {
    root=$(create "$1" "The root.")
    a=$(create "$1 A" "First." "$root")
    ws=$profile/$1
    does 0 docs init "$ws" --ancestor "$root"
    does 0 docs pull "$ws"
}

faults() {
    atlcli api PUT /__sandbox/faults --input - --profile "$profile" <<<"$1" >/dev/null
}

no_faults() {
    atlcli api DELETE /__sandbox/faults --profile "$profile" >/dev/null
}

# renamed N: bodies are asked for after the list, as the N-th request of a kind; that is put off until
# the page has another title.
renamed() {
    local bodies=/wiki/api/v2/pages
    [ "$profile" = cloud ] || bodies=/rest/api/content/search
    tree Renamed
    wiki page update "$a" --body "Second." >/dev/null
    forget_requests "$profile"
    faults '{"fail-every": '"$1"', "fail-status": 429, "retry-after": 3, "faults-for": "GET '$bodies'"}'
    "$ATLCLI" wiki docs pull "$ws" --profile "$profile" >pulled 2>&1 &
    other=$!
    until requests "$profile" | grep -q "$bodies?.*body"; do
        kill -0 "$other"
        sleep 0.02
    done
    no_faults
    wiki page update "$a" --title "Renamed B" >/dev/null
    wait "$other"
    other=
    cat pulled
    # What is here is as the server had it at one moment: nothing is to be pushed.
    does 0 docs push "$ws" --jsonl
    same "$output" ""
    does 0 page get "$a" --json
    same "$(jq -r .title <<<"$output")" "Renamed B"
    does 0 docs pull "$ws"
    holds "$(cat "$ws/Renamed/Renamed B.md")" "title: Renamed B"
    holds "$(cat "$ws/Renamed/Renamed B.md")" "Second."
    [ ! -e "$ws/Renamed/Renamed A.md" ]
    # An edit leaves it that title.
    printf '\nThird.\n' >>"$ws/Renamed/Renamed B.md"
    does 0 docs push "$ws"
    does 0 page get "$a" --json
    same "$(jq -r .title <<<"$output")" "Renamed B"
}

@test "a page that is renamed during a pull keeps its new title" {
    profile=cloud renamed 2
    profile=datacenter renamed 3
}

@test "directories that come and go while they are read are no error" {
    profile=cloud
    tree Fleeting
    while [ ! -e stop ]; do
        mkdir "$ws/Fleeting/"{1..300}
        echo text | tee "$ws/Fleeting/"{1..300}.md >/dev/null
        rmdir "$ws/Fleeting/"{1..300}
        rm "$ws/Fleeting/"{1..300}.md
    done 3>&- &
    other=$!
    for _ in {1..30}; do
        does 0 docs status "$ws" --jsonl
        same "$(jq -r 'select(.state == "problem")' <<<"$output")" ""
    done
    touch stop
    wait "$other"
    other=
}

# edited_during_push BODY: the page is labelled before it is sent; that is put off until it has another version.
edited_during_push() {
    local labels="POST /wiki/rest/api/content/"
    [ "$profile" = cloud ] || labels="POST /rest/api/content/"
    forget_requests "$profile"
    faults '{"fail-every": 1, "fail-status": 429, "retry-after": 3, "faults-for": "'"$labels"'"}'
    "$ATLCLI" wiki docs push "$ws" --label docs --jsonl --profile "$profile" >pushed 2>said &
    other=$!
    until requests "$profile" | grep -q "^POST .*/label"; do
        kill -0 "$other"
        sleep 0.02
    done
    no_faults
    wiki page update "$a" --body "$1" >/dev/null
    code=0
    wait "$other" || code=$?
    other=
    cat pushed said
}

overtaken() {
    tree Overtaken
    wiki page update "$a" --body $'One.\n\nTwo.\n\nThree.' >/dev/null
    does 0 docs pull "$ws"
    file="$ws/Overtaken/Overtaken A.md"
    sed -i 's/^One\.$/One, from here./' "$file"
    edited_during_push $'One.\n\nTwo.\n\nThree, from there.'
    same "$code" 0
    same "$(jq -r .action pushed)" merged
    does 0 page get "$a"
    holds "$output" "One, from here."
    holds "$output" "Three, from there."
    holds "$(cat "$file")" "Three, from there."
    does 0 docs status "$ws"
    same "$output" ""
    # In the same lines: what they wrote stays, and what is here waits for somebody to decide.
    sed -i 's/^Two\.$/Two, from here./' "$file"
    edited_during_push $'One, from here.\n\nTwo, from there.\n\nThree, from there.'
    same "$code" 7
    same "$(jq -r .action pushed)" conflict
    holds "$(cat "$file")" "Two, from here."
    does 0 page get "$a"
    holds "$output" "Two, from there."
    does 7 docs push "$ws"
}

@test "a page that somebody edits while it is pushed is merged; in the same lines it is a conflict" {
    for_each_profile overtaken
}

# unlabelled STATUS: a new page is made, and labelling it fails so; it isn't this workspace's yet.
unlabelled() {
    labels="POST /wiki/rest/api/content/"
    [ "$profile" = cloud ] || labels="POST /rest/api/content/"
    tree "New $1"
    mkdir -p "$ws/New $1"
    echo "New here." >"$ws/New $1/New B $1.md"
    faults '{"fail-every": 1, "fail-status": '"$1"', "faults-for": "'"$labels"'"}'
    does 5 docs push "$ws" --create --label docs,Draft
}

# taken_over STATUS EXIT: the next push, which ends so, knows the page again, and there is only one.
taken_over() {
    forget_requests "$profile"
    does "$2" docs push "$ws" --create
    holds "$output" "created  New $1/New B $1.md"
    [[ $(requests "$profile") != *"POST"*"/pages"* ]]
    b=$(sed -n 's/^  id: "\(.*\)"$/\1/p' "$ws/New $1/New B $1.md")
}

labelled() {
    unlabelled 500
    no_faults
    taken_over 500 0
    does 0 page label list "$b" --jsonl
    same "$(jq -r .name <<<"$output" | sort)" $'docs\ndraft'
    does 0 docs pull "$ws"
    does 0 docs status "$ws"
    same "$output" ""
}

@test "a new page gets its labels by the next push when they fail at first" {
    for_each_profile labelled
}

refused() {
    unlabelled 403
    taken_over 403 5
    holds "$stderr" "New 403/New B 403.md was made, but not labelled"
    holds "$stderr" "wiki page label add $b"
    no_faults
    does 0 docs push "$ws" --create
    same "$output" ""
}

@test "where labels are refused, the page is taken over all the same" {
    for_each_profile refused
}

# limited COMMAND...: no file may become larger than 200 KB, as on a disk that fills
limited() {
    (
        trap '' XFSZ
        ulimit -f 200
        "$@"
    )
}

disk_fills() {
    tree Full
    mkdir text
    head -c 300000 /dev/zero | tr '\0' x >text/body
    wiki page create --space OPS --title "Full B" --parent "$root" --body-file text/body >/dev/null
    wiki page attach "$root" text/body >/dev/null
    wiki page update "$a" --body "Changed." >/dev/null
    run --separate-stderr limited "$ATLCLI" wiki docs pull "$ws" --jsonl --profile "$profile"
    same "$status" 5
    same "$(jq -r '.action + " " + .path' <<<"$output" | sort)" "$(sort <<'END'
failed Full.attachments/body
failed Full/Full B.md
updated Full/Full A.md
END
)"
    holds "$stderr" "Full/Full B.md: cannot write"
    holds "$stderr" "Full.attachments/body: cannot write"
    holds "$stderr" "make room, then run the command again"
    same "$(ls -A "$ws/.atlcli/tmp")" ""
    does 0 docs status "$ws"
    same "$output" ""
    does 0 docs pull "$ws" --jsonl
    same "$(jq -r '.action + " " + .path' <<<"$output" | sort)" $'created Full.attachments/body\ncreated Full/Full B.md'
    cmp text/body "$ws/Full.attachments/body"
    rm -r text
}

@test "where the disk is full the rest goes on, and the next pull fetches what is missing" {
    for_each_profile disk_fills
}

read_only() {
    tree Closed
    wiki page update "$a" --body "Changed." >/dev/null
    wiki page update "$root" --body "Changed." >/dev/null
    chmod a-w "$ws/Closed"
    does 5 docs pull "$ws" --jsonl
    chmod u+w "$ws/Closed"
    same "$(jq -r '.action + " " + .path' <<<"$output" | sort)" $'failed Closed/Closed A.md\nupdated Closed.md'
    holds "$stderr" "Closed/Closed A.md"
    holds "$stderr" "make it writable, then run the command again"
    does 0 docs pull "$ws" --jsonl
    same "$(jq -r '.action + " " + .path' <<<"$output")" "updated Closed/Closed A.md"
}

@test "where a directory can't be written to the rest goes on" {
    without_privileges
    for_each_profile read_only
}
