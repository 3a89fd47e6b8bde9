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
        '(exec -a "left in $TMPDIR" sleep 600) >/dev/null 2>&1 3>&- & echo $!; until tr "\0" " " </proc/$!/cmdline 2>/dev/null | grep -q "^left in"; do :; done'
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

# leaves SCRIPT: what tests/run says of a test that does this
leaves() {
    run "$PROJECT_SOURCE/tests/run" probe bash -c "$1"
}

found() {
    [ "$status" -eq 98 ]
    [[ $output == *"not ok - a token is where it should not be"* ]]
    [[ $output == *"$1"* ]]
}

@test "a token where none should be is found: in files, in output, in each form" {
    # shellcheck disable=SC2016 # for the shell that tests/run starts
    {
        leaves 'printf "x%sx" "$ATLCLI_MARKER" >notes'
        found "./work/notes: holds the token"
        leaves 'mkdir -p a/.b && printf %s "$ATLCLI_MARKER" | sed s/=/%3D/ >a/.b/c'
        found "./work/a/.b/c: holds the token"
        for before in "" x xx xxx; do
            leaves 'printf "%s:%s" '"'$before'"' "$ATLCLI_MARKER" | base64 -w 0 >"$HOME/state.db"'
            found "./home/state.db: holds the token"
        done
        leaves 'echo "ok 1 said $ATLCLI_MARKER"'
        found "./output: holds the token"
        leaves 'printf "%s\0binary" "$ATLCLI_MARKER" >"$TMPDIR/credentials.json.x7"'
        found "./tmp/credentials.json.x7: holds the token"
    }
}

@test "a token where it is at home is none that is found" {
    # shellcheck disable=SC2016 # for the shell that tests/run starts
    leaves 'printf %s "$ATLCLI_MARKER" >"$HOME/credentials.json"'
    [ "$status" -eq 0 ]
    [[ $output == *"files, "*" bytes searched for it"* ]]
}

@test "a token among the arguments of atlcli, or of what it started, is found" {
    [ -d /proc/self ] || skip "there is no /proc here"
    # Until it has been seen.
    local until=' until grep -q "the token$" ../shown; do sleep 0.1; done'
    mkdir "$BATS_TEST_TMPDIR/bin"
    cp "$(command -v bash)" "$BATS_TEST_TMPDIR/bin/atlcli"
    PATH=$BATS_TEST_TMPDIR/bin:$PATH
    # shellcheck disable=SC2016 # for the shell that tests/run starts
    {
        leaves 'mkfifo f; atlcli -c "read -r x <f; :" "$ATLCLI_MARKER" 3>&- &'"$until; echo >f; wait"
        found "(atlcli) shows the token"
        leaves 'mkfifo f; token=$ATLCLI_MARKER atlcli -c "bash -c \"read -r x <f; :\" \"\$token\"; :" 3>&- &'"$until; echo >f; wait"
        found "(bash) shows the token"
    }
}

@test "a test that ends at once is not waited for: what watches it ends, too" {
    for _ in $(seq 30); do
        timeout 120 "$PROJECT_SOURCE/tests/run" probe true >"$BATS_TEST_TMPDIR/said"
        [[ $(<"$BATS_TEST_TMPDIR/said") != *"left running"* ]]
    done
}
