#!/usr/bin/env bats
# wiki docs: what doesn't reach the disk isn't taken for pulled. tests/disk/broken_disk.c is the disk.
# shellcheck disable=SC2154 # set by bats' run
bats_require_minimum_version 1.5.0

load session

setup_file() {
    start_session cloud --pages 4000 --attachments 0
}

teardown_file() {
    end_sessions
}

setup() {
    [ -e "${ATLCLI_BROKEN_DISK:-}" ] || skip "there is no broken disk here"
    cd "$BATS_TEST_TMPDIR" || return
    atlcli wiki docs init docs --space DOCS --quiet
}

# pull_with ERRNO
pull_with() {
    # shellcheck disable=SC2030,SC2031 # for the command alone
    run --separate-stderr env BROKEN_DISK="$1" LD_PRELOAD="$ATLCLI_BROKEN_DISK" "$ATLCLI" wiki docs pull docs --quiet
}

pages_here() {
    find docs -name '*.md' -not -path '*/.atlcli/*' | wc -l
}

@test "nothing is noted that may not be on the disk, and the next pull brings all" {
    pull_with 5
    fails 1 "cannot write to the disk of $PWD/docs: Input/output error"
    same "$(pages_here)" 0 # of more than 500, which is when it is asked for the first time
    atlcli wiki docs pull docs --quiet >pulled
    [ "$(pages_here)" -gt 500 ]
    atlcli wiki docs status docs --quiet
    same "$(find docs/.atlcli/tmp -type f)" ''
}

@test "a full disk says how to go on" {
    pull_with 28
    fails 1 "cannot write to the disk of $PWD/docs: No space left on device"
    hints "make room, then run the command again: it goes on where it stopped"
}

@test "a file system that doesn't know the question is no error" {
    pull_with 38
    expect 0
    [ "$(pages_here)" -gt 500 ]
}
