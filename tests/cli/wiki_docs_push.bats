#!/usr/bin/env bats
# wiki docs plan and push: what was changed in a workspace, on Cloud and on Data Center
# shellcheck disable=SC2016,SC2154 # jq's variables; set by bats' run
bats_require_minimum_version 1.5.0

load session

setup_file() {
    start_session cloud --pages 20
    start_session datacenter --pages 20 --context-path /wiki
}

teardown_file() {
    end_sessions
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return
}

for_each_profile() {
    local profile
    for profile in cloud datacenter; do
        "$@"
    done
}

wiki() {
    atlcli wiki "$@" --profile "$profile"
}

# does EXIT ARGUMENT...: runs wiki with $output and $stderr, which must end so
does() {
    local expected=$1
    shift
    run --separate-stderr wiki "$@"
    [ "$status" -eq "$expected" ] || { printf 'exit %s\n%s\n%s\n' "$status" "$output" "$stderr" >&2 && return 1; }
}

# create TITLE BODY [PARENT]: prints its id
create() {
    wiki page create --space OPS --title "$1" --body "$2" ${3:+--parent "$3"} --json | jq -r .id
}

# A tree "NAME" with the pages "NAME A" and, below it, "NAME B": ids in $root, $a, $b; a workspace in
# $ws.
tree() {
    name=$1
    root=$(create "$name" "The root.")
    a=$(create "$name A" $'First line.\n\nSecond line.\n\nThird line.' "$root")
    b=$(create "$name B" "[to A](page:${name// /%20}%20A)" "$a")
    ws=$profile/$name
    does 0 docs init "$ws" --ancestor "$root"
    does 0 docs pull "$ws"
}

set_body() {
    wiki page update "$1" --body "$2" >/dev/null
}

# plan EXIT, push EXIT: $events holds "ACTION PATH" a line
plan() {
    local expected=$1
    shift
    does "$expected" docs plan "$ws" --jsonl "$@"
    events=$(jq -r '.action + " " + .path' <<<"$output")
}

planned() {
    tree Plan
    plan 0
    same "$events" ""
    same "$stderr" "Nothing to push"
    # One of each.
    echo 'More.' >>"$ws/Plan.md"
    sed -i 's/First line/First line here/' "$ws/Plan/Plan A.md"
    set_body "$a" $'First line.\n\nSecond line.\n\nThird line there.'
    mkdir "$ws/Plan/New"
    echo '# A new page' >"$ws/Plan/New.md"
    echo 'text' >"$ws/Plan/New/Below.md"
    mkdir -p "$ws/Plan/New.attachments"
    echo 'bytes' >"$ws/Plan/New.attachments/x.txt"
    mv "$ws/Plan/Plan A/Plan B.md" "$ws/Plan/"
    find "$ws" -type f -not -name '*.db*' -exec cksum {} + | sort >before
    plan 0
    same "$events" $'update Plan.md\nmerge Plan/Plan A.md\nmove Plan/Plan B.md'
    plan 0 --create --only 'Plan/New*' --only Plan.md
    same "$events" $'update Plan.md\ncreate Plan/New.attachments/x.txt\ncreate Plan/New.md\ncreate Plan/New/Below.md'
    rm "$ws/Plan/Plan B.md"
    plan 0
    same "$events" $'update Plan.md\nmerge Plan/Plan A.md'
    same "$stderr" "1 deleted here stays on the server; --delete moves it to the trash there"
    plan 0 --delete
    same "$events" $'update Plan.md\nmerge Plan/Plan A.md\ndelete Plan/Plan A/Plan B.md'
    set_body "$a" "First line there."
    plan 7
    same "$events" $'update Plan.md\nconflict Plan/Plan A.md'
    same "$(jq -r 'select(.action == "conflict") | .id' <<<"$output")" "$a"
    plan 0 --on-conflict local
    same "$events" $'update Plan.md\nupdate Plan/Plan A.md'
    # Nothing was changed by any of these.
    find "$ws" -type f -not -name '*.db*' -exec cksum {} + | sort | comm -13 - before >gone
    same "$(wc -l <gone)" 1
    does 4 docs plan "$ws" --only 'Nowhere*'
    holds "$stderr" "no file of the workspace matches 'Nowhere*'"
}

@test "a plan says what a push would do, and does nothing" {
    for_each_profile planned
}
