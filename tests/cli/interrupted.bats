#!/usr/bin/env bats
# Ctrl-C while a change is with the server: it may have been done, and whoever is told so looks
# before doing it once more.
bats_require_minimum_version 1.5.0

load sandbox
load assertions
load profile

DOUBT="hint: look at the server before trying again: it may have been done"

setup() {
    own_profiles
    start_sandbox --issues 20
    write_profile "$SANDBOX_URL"
    printf 'words\n' >"$BATS_TEST_TMPDIR/a.txt"
}

teardown() {
    stop_sandboxes
}

# interrupted REQUEST ARGUMENT...: ends with Ctrl-C while the server has done it and doesn't say so
interrupted() {
    local request=$1 code=0
    shift
    sandbox PUT faults "{\"body-every\": 1, \"body-fault\": \"stalled\", \"faults-for\": \"$request\"}"
    sandbox POST counters/reset
    in_background "$ATLCLI" "$@"
    wait_until is_answering
    kill -INT "$CLIENT_PID" || true
    wait "$CLIENT_PID" || code=$?
    sandbox DELETE faults
    same "$code" 130
}

# Or has ended by itself, which isn't meant to be.
is_answering() {
    [ "$(sandbox_counter failuresInjected)" -ge 1 ] || ! kill -0 "$CLIENT_PID" 2>/dev/null
}

said() {
    grep -qF -- "$1" "$BATS_TEST_TMPDIR/err" || {
        printf 'expected on stderr: %s\n' "$1"
        cat "$BATS_TEST_TMPDIR/err"
        return 1
    }
}

# in_doubt REQUEST ARGUMENT...
in_doubt() {
    interrupted "$@"
    said "interrupted, so whether the server applied it is not known"
    said "$DOUBT"
}

@test "Ctrl-C while an issue is being created: it may have been, and how to see" {
    in_doubt "POST /rest/api/3/issue" jira issue create --project WEB --type Task --summary "In doubt"
    said "error: POST $SANDBOX_URL/rest/api/3/issue: interrupted"
    said "hint: see whether it is there before you try again: atlcli jira search"
    same "$("$ATLCLI" jira search --jql 'summary ~ "In doubt"' --jsonl | wc -l)" 1
}

@test "Ctrl-C while things of all kinds are made" {
    local attached=$BATS_TEST_TMPDIR/a.txt
    in_doubt "POST /rest/api/3/issue" jira issue comment WEB-1 --body Hello
    in_doubt "POST /rest/api/3/issue" jira worklog add WEB-1 1h
    said "hint: see whether it is there before logging it again: atlcli jira worklog list WEB-1"
    in_doubt "POST /rest/api/3/issue" jira issue attach WEB-1 "$attached" "$attached"
    in_doubt "POST /rest/api/3/filter" jira filter create Mine --jql "project = WEB"
    said "hint: see whether it was done before doing it again: atlcli jira filter list"
    in_doubt "POST /rest/api/3/version" jira version create 9.9 --project WEB
    in_doubt "POST /wiki" wiki page create --space ENG --title "In doubt"
    said "hint: see whether it is there: atlcli wiki page list --space ENG --title 'In doubt'"
    in_doubt "POST /rest/agile" jira sprint create S --board 1
    said "hint: see whether it is there: atlcli jira sprint list --board 1"
}

@test "Ctrl-C in a job: whoever goes on with it needn't look" {
    interrupted "POST /rest/api/3/issue/1" jira bulk comment --body Hello --issues WEB-1 --yes
    said "error: interrupted"
    said "atlcli jobs resume"
    run ! grep -qF "$DOUBT" "$BATS_TEST_TMPDIR/err"
}

@test "Ctrl-C before anything is changed is no more than that" {
    interrupted "GET /rest/api/3/issue" jira issue get WEB-1
    same "$(cat "$BATS_TEST_TMPDIR/err")" "error: interrupted"
}
