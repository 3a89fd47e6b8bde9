#!/usr/bin/env bats
# wiki docs sync --watch: both ways for as long as it runs, on Cloud and on Data Center
# shellcheck disable=SC2154 # set by bats' run
bats_require_minimum_version 1.5.0

load session
load assertions
load docs

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
    attempt docs "$@"
    while [ "$status" -eq 7 ]; do
        sleep 0.05
        attempt docs "$@"
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
    watch --create --delete --yes
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
    attempt docs sync "$ws" --watch
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
    does 0 docs status "$ws"
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
    # What can't be read is of whatever stands before the site.
    faults PUT '{"fail-every": 0, "body-every": 1, "body-fault": "malformed"}'
    until_event '.action == "waiting" and (.reason | test("JSON"))'
    faults DELETE ''
    until_event '.direction == "push" and .action == "updated"'
    holds "$(body_of "$b")" "Here."
    end
}

@test "it waits while the network or the site is down" {
    for_each_profile troubles
}

# A note says what is being sent, from before it is until it is known to be there.
sending() {
    tree "Sending"
    watch
    faults PUT '{"latency": 1500}'
    echo Here. >>"$ws/Sending/Sending B.md"
    until [ -e "$ws/.atlcli/sent/$b.md" ]; do
        kill -0 "$watcher"
        sleep 0.01
    done
    kill "$watcher"
    wait "$watcher"
    watcher=
    seen=0
    faults DELETE ''
    holds "$(cat notes)" "Ending when what is on its way to the server is there"
    holds "$(body_of "$b")" "Here."
    does 0 docs status "$ws"
    same "$output" ""
    [ ! -e "$ws/.atlcli/sent/$b.md" ]
    does 0 docs sync "$ws" --jsonl
    same "$output" ""
}

@test "what is on its way when a signal comes is finished first" {
    for_each_profile sending
}
