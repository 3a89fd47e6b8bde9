#!/usr/bin/env bats
# The commands of `sandbox` under Valgrind, from before the fork to after the end. A finding ends a
# run with status 99.
bats_require_minimum_version 1.5.0

load sandbox
load assertions
load profile

setup() {
    [ -n "${VALGRIND:-}" ] || skip "Valgrind is not installed"
    own_profiles
}

teardown() {
    "$ATLCLI" sandbox stop --all --quiet || true
}

# watched STATUS ARGUMENT...
watched() {
    local expected=$1
    shift
    # shellcheck disable=SC2086 # a command with its options
    run --separate-stderr $VALGRIND "$ATLCLI" sandbox "$@"
    expect "$expected"
}

@test "start, status, logs, stop" {
    watched 0 start --save --issues 5 -- --skew 1
    watched 0 start --json --save --issues 5 -- --skew 1
    watched 7 start
    watched 0 status
    watched 0 status --all --json
    watched 0 logs
    watched 0 logs --requests --lines all --jsonl
    watched 2 seed
    watched 0 seed --issues 3
    watched 1 seed --file - <<<"{"
    watched 0 stop
    watched 0 stop
    watched 0 logs --follow
}

@test "starts that fail, and sandboxes that don't run" {
    watched 2 start -- --frobnicate
    watched 2 start --name ..
    watched 4 start --token-file "$BATS_TEST_TMPDIR/nonesuch"
    watched 4 status
    watched 4 logs
    watched 4 seed --issues 1
    watched 0 status --all
    watched 0 stop --all
}

@test "a start that is interrupted" {
    mkdir "$BATS_TEST_TMPDIR/beside"
    cp "$ATLCLI" "$BATS_TEST_TMPDIR/beside/atlcli"
    # shellcheck disable=SC2016 # the script's own variable
    printf '#!/bin/sh\ntouch "$TMPDIR/started"\nexec sleep 1000\n' >"$BATS_TEST_TMPDIR/beside/atlcli-sandbox"
    chmod +x "$BATS_TEST_TMPDIR/beside/atlcli-sandbox"
    set -m
    # shellcheck disable=SC2086 # a command with its options
    $VALGRIND "$BATS_TEST_TMPDIR/beside/atlcli" sandbox start >"$BATS_TEST_TMPDIR/out" 2>&1 3>&- &
    local client=$! ended=0
    set +m
    wait_until test -e "$TMPDIR/started"
    kill -INT "$client"
    wait "$client" || ended=$?
    cat "$BATS_TEST_TMPDIR/out"
    same "$ended" 130
}
