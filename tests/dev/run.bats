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
