#!/usr/bin/env bats
# tests/run, through which every test runs.
bats_require_minimum_version 1.5.0

setup() {
    unset ATLCLI_RESULTS # what a probe says is no result of ours
}

@test "what a test leaves running is ended, and said" {
    [ -d /proc/self ] || skip "there is no /proc here"
    # shellcheck disable=SC2016 # for the shell that tests/run starts
    run "$PROJECT_SOURCE/tests/run" probe bash -c \
        '(exec -a "left in $TMPDIR" sleep 600) >/dev/null 2>&1 3>&- & echo $!; until tr "\0" " " </proc/$!/cmdline | grep -q "^left in"; do :; done'
    [ "$status" -eq 0 ]
    [[ ${lines[1]} == "# was left running, and is ended: left in "* ]]
    # Ended, or not yet collected by whoever adopted it.
    [ ! -e "/proc/${lines[0]}" ] || grep -q '^State:.Z' "/proc/${lines[0]}/status"
}

@test "a test's failure is its status, and its scratch directory is gone" {
    run "$PROJECT_SOURCE/tests/run" probe sh -c 'pwd; exit 3'
    [ "$status" -eq 3 ]
    [ ! -e "${lines[0]}" ]
    [[ $output == *"not ok - ended with status 3"* ]]
}

# A jq in directory $1 that says only that it is $2.
stand_in() {
    mkdir -p "$1"
    printf '#!/bin/sh\necho %s\n' "$2" >"$1/jq"
    chmod +x "$1/jq"
}

@test "tests run with the jq that starts quickly, and with the system's where there is none" {
    stand_in "$BATS_TEST_TMPDIR/system" jq-1.6
    stand_in "$BATS_TEST_TMPDIR/quick" jq-quick
    PATH=$BATS_TEST_TMPDIR/system:$PATH
    ATLCLI_JQ=$BATS_TEST_TMPDIR/quick run "$PROJECT_SOURCE/tests/run" probe jq --version
    [ "${lines[0]}" = jq-quick ]
    ATLCLI_JQ='' run "$PROJECT_SOURCE/tests/run" probe jq --version
    [ "${lines[0]}" = jq-1.6 ]
    unset ATLCLI_JQ
    XDG_CACHE_HOME=$BATS_TEST_TMPDIR run "$PROJECT_SOURCE/tests/run" probe jq --version
    [ "${lines[0]}" = jq-1.6 ]
}

@test "a jq that starts quickly is built for none but a slow one" {
    export XDG_CACHE_HOME=$BATS_TEST_TMPDIR
    stand_in "$BATS_TEST_TMPDIR/system" jq-1.6
    PATH=$BATS_TEST_TMPDIR/system:$PATH
    run "$PROJECT_SOURCE/tests/quick-jq" --cached
    [ "$status" -eq 1 ]
    for version in jq-1.7 jq-1.7.1 jq-1.8.0 jq-2.0; do
        stand_in "$BATS_TEST_TMPDIR/system" "$version"
        run "$PROJECT_SOURCE/tests/quick-jq"
        [ "$status" -eq 0 ]
        [ -z "$output" ]
    done
}
