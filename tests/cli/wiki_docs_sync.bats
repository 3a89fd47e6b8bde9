#!/usr/bin/env bats
# wiki docs sync: both ways, once and for as long as it runs, on Cloud and on Data Center
# shellcheck disable=SC2154 # set by bats' run
bats_require_minimum_version 1.5.0

load session
load assertions

setup_file() {
    start_session cloud
    start_session datacenter --context-path /wiki
}

teardown_file() {
    end_sessions
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return
}

teardown() {
    [ -z "${watcher:-}" ] || { kill "$watcher" && wait "$watcher"; } 2>/dev/null || true
}

for_each_profile() {
    local profile
    for profile in cloud datacenter; do
        "$@"
    done
}

wiki() {
    atl wiki "$@" --profile "$profile"
}

# create TITLE BODY [PARENT]: prints its id
create() {
    "$ATLCLI" wiki page create --space OPS --title "$1" --body "$2" ${3:+--parent "$3"} --json \
        --profile "$profile" | jq -r .id
}

set_body() {
    "$ATLCLI" wiki page update "$1" --body "$2" --profile "$profile" >/dev/null
}

body_of() {
    "$ATLCLI" wiki page get "$1" --format markdown --profile "$profile"
}

remove_page() {
    "$ATLCLI" wiki page delete "$1" --yes --profile "$profile" >/dev/null
}

# A tree "NAME" with the pages "NAME A" to "NAME D" below it: ids in $root, $a, $b, $c, $d; its
# workspace in $profile/NAME.
tree() {
    name=$1
    root=$(create "$name" "The root.")
    a=$(create "$name A" $'First line.\n\nSecond line.\n\nThird line.' "$root")
    b=$(create "$name B" "b" "$root")
    c=$(create "$name C" "c" "$root")
    d=$(create "$name D" "d" "$root")
    ws=$profile/$name
    wiki docs init "$ws" --ancestor "$root"
    expect 0
    wiki docs sync "$ws" --json
    expect 0
    json '[.schemaVersion, .pages, .pulled, .pushed, .conflicts, .failed, (.changes | length)]' \
        '["1",5,5,0,0,0,5]'
}

# events: what sync has printed, "DIRECTION ACTION PATH" a line, ordered
events() {
    jq -r '[.direction, .action, .path] | join(" ")' <<<"$output" | LC_ALL=C sort
}

once() {
    tree Once
    forget_requests "$profile"
    wiki docs sync "$ws"
    expect 0
    same "$output" ""
    warns "In step: 5 pages"
    [ "$(requests "$profile" | wc -l)" -le 6 ]
    # Changed there, here, and on both sides; new here; deleted here.
    set_body "$b" "There."
    sed -i 's/^c$/Here./' "$ws/Once/Once C.md"
    set_body "$a" $'First line.\n\nSecond line.\n\nThird line, there.'
    sed -i 's/^First line/First line, here/' "$ws/Once/Once A.md"
    echo new >"$ws/Once/Once New.md"
    rm "$ws/Once/Once D.md"
    wiki docs sync "$ws" --jsonl
    expect 0
    same "$(events)" "$(printf '%s\n' 'pull merged Once/Once A.md' 'pull updated Once/Once B.md' \
        'push updated Once/Once A.md' 'push updated Once/Once C.md')"
    warns "1 deleted here stays on the server"
    holds "$(body_of "$a")" "First line, here."
    holds "$(body_of "$a")" "Third line, there."
    holds "$(body_of "$c")" "Here."
    wiki docs sync "$ws" --jsonl --create --delete
    expect 0
    same "$(events)" $'push created Once/Once New.md\npush deleted Once/Once D.md'
    # In the same lines: the page stays, the others go on, and it is told once.
    set_body "$a" $'First line, there.\n\nSecond line.'
    sed -i 's/^First line.*/First line, mine./' "$ws/Once/Once A.md"
    sed -i 's/^Here/Once more/' "$ws/Once/Once C.md"
    wiki docs sync "$ws" --jsonl
    expect 7
    same "$(events)" $'pull conflict Once/Once A.md\npush updated Once/Once C.md'
    same "$(grep -c '^error: .*Once A.md' <<<"$stderr")" 1
    sed -i '/^<<<<<<< /d; /^=======$/,/^>>>>>>> /d' "$ws/Once/Once A.md"
    wiki docs sync "$ws"
    expect 0
    holds "$(body_of "$a")" "First line, mine."
}

@test "both ways at once" {
    for_each_profile once
}

# What stands against each other in all ways there are.
oppose() {
    set_body "$a" $'First line, there.\n\nSecond line.\n\nThird line, there.'
    sed -i 's/^First line.*/First line, here./' "$ws/$name/$name A.md"
    echo Mine. >>"$ws/$name/$name B.md"
    remove_page "$b"
    mkdir -p "$ws/$name/$name A"
    mv "$ws/$name/$name C.md" "$ws/$name/$name A/"
    "$ATLCLI" wiki page move "$c" --parent "$d" --profile "$profile" >/dev/null
}

for_local() {
    tree Local
    oppose
    wiki docs sync "$ws" --on-conflict local --jsonl
    expect 0
    same "$(body_of "$a" | grep line)" $'First line, here.\nSecond line.\nThird line, there.'
    # What was deleted there is a new page, and what was moved twice is where it is here.
    [ "$(sed -n 's/^  id: //p' "$ws/Local/Local B.md" | tr -d '"')" != "$b" ]
    wiki page get "OPS:Local B" --format markdown
    says Mine.
    wiki page children "$a" --jsonl
    same "$(jq -r .title <<<"$output")" "Local C"
    wiki docs sync "$ws" --jsonl
    expect 0
    same "$output" ""
}

@test "conflicts end with what is here" {
    for_each_profile for_local
}

for_remote() {
    tree Remote
    oppose
    wiki docs sync "$ws" --on-conflict remote --jsonl
    expect 0
    same "$(body_of "$a" | grep line)" $'First line, there.\nSecond line.\nThird line, there.'
    grep -qx 'First line, here.' "$ws"/.atlcli/trash/*/Remote/"Remote A.md"
    [ ! -e "$ws/.atlcli/conflicts/$a.md" ]
    grep -qx 'Mine.' "$ws"/.atlcli/trash/*/Remote/"Remote B.md"
    [ ! -e "$ws/Remote/Remote B.md" ]
    [ -e "$ws/Remote/Remote D/Remote C.md" ]
    wiki docs sync "$ws" --jsonl
    expect 0
    same "$output" ""
}

@test "conflicts end with what is on the server" {
    for_each_profile for_remote
}

# ---- keeping on ----

# watch ARGUMENT...: starts it, in $watcher, and waits until all is in step
watch() {
    : >events
    "$ATLCLI" wiki docs sync "$ws" --watch --interval 1 --jsonl --retries 0 --profile "$profile" "$@" \
        >>events 2>notes &
    watcher=$!
    until_event '.action == "synced"'
}

# until_event FILTER: until an event that wasn't seen before is so
seen=0
until_event() {
    local tries=0 at
    until at=$(jq -n --argjson seen "$seen" \
        "[inputs | ($1)] | .[\$seen:] | index(true) // empty" events 2>/dev/null) && [ -n "$at" ]; do
        tries=$((tries + 1))
        if [ "$tries" -eq 300 ] || ! kill -0 "$watcher"; then
            printf 'waited for %s\n' "$1"
            cat events notes
            return 1
        fi
        sleep 0.05
    done
    seen=$((seen + at + 1))
}

# patiently COMMAND ARGUMENT...: runs docs COMMAND when the workspace is free
patiently() {
    wiki docs "$@"
    while [ "$status" -eq 7 ]; do
        sleep 0.05
        wiki docs "$@"
    done
    expect 0
}

# It ends, and well.
end() {
    kill "$watcher"
    wait "$watcher"
    watcher=
    seen=0
}

watching() {
    tree "Watch"
    watch --create --delete
    # Here: edits, new files in new directories, deletions.
    sed -i 's/^b$/Here./' "$ws/Watch/Watch B.md"
    until_event '.direction == "push" and .action == "updated"'
    holds "$(body_of "$b")" "Here."
    mkdir -p "$ws/Watch/Watch C"
    echo new >"$ws/Watch/Watch C/Watch New.md"
    until_event '.direction == "push" and .action == "created"'
    rm "$ws/Watch/Watch D.md"
    until_event '.action == "deleted"'
    # There.
    set_body "$c" "There."
    until_event '.direction == "pull" and .action == "updated" and (.path | endswith("C.md"))'
    holds "$(cat "$ws/Watch/Watch C.md")" "There."
    # A conflict is told once, whatever else happens, and ends when its lines are gone.
    wiki docs sync "$ws" --watch
    fails 7 "another atlcli is at work in this workspace"
    end
    set_body "$a" $'First line, there.'
    sed -i 's/^First line.*/First line, here./' "$ws/Watch/Watch A.md"
    watch
    echo More. >>"$ws/Watch/Watch B.md"
    until_event '.direction == "push" and .action == "updated"'
    same "$(jq -r 'select(.action == "conflict") | .path' events)" "Watch/Watch A.md"
    patiently resolve --ours "$ws/Watch/Watch A.md"
    until_event '.direction == "push" and .action == "updated" and (.path | endswith("A.md"))'
    holds "$(body_of "$a")" "First line, here."
    end
    wiki docs status "$ws"
    expect 0
    same "$output" ""
}

@test "it goes on until a signal, and sees what changes here and there" {
    for_each_profile watching
}

noted() {
    tree "Noted"
    echo text >"$ws/Noted/New.md"
    watch --interval 6
    patiently add "$ws/Noted/New.md"
    until_event '.direction == "push" and .action == "created"'
    end
}

@test "what is added is seen, which changes no file" {
    profile=cloud noted
}

faults() {
    "$ATLCLI" api "$1" /__sandbox/faults --input - --profile "$profile" <<<"$2" >/dev/null
}

troubles() {
    tree "Trouble"
    watch --poll
    faults PUT '{"reset-every": 1, "faults-for": "/rest"}'
    [ "$profile" = datacenter ] || faults PUT '{"reset-every": 1, "faults-for": "/wiki"}'
    echo Here. >>"$ws/Trouble/Trouble B.md"
    until_event '.action == "waiting"'
    holds "$(cat notes)" "trying again in 1 s"
    # It ends while it waits as well; and begins where it was.
    faults PUT '{"reset-every": 0, "fail-every": 1, "fail-status": 503}'
    until_event '.action == "waiting"'
    faults DELETE ''
    until_event '.direction == "push" and .action == "updated"'
    holds "$(body_of "$b")" "Here."
    end
}

@test "it waits while the network or the site is down" {
    for_each_profile troubles
}

@test "options that don't go together" {
    profile=cloud
    wiki docs sync --interval 5
    fails 2 "--interval is for --watch"
    wiki docs sync --on-conflict theirs
    fails 2 "merge, local"
    wiki docs sync "$BATS_TEST_TMPDIR"
    fails 4 "is in no docs workspace"
}
