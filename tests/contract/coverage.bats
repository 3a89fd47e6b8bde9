#!/usr/bin/env bats
# What the other contract tests left out. They have run before, here or in another build; each has left
# Prism's log in the directory contract of its build.
bats_require_minimum_version 1.5.0

setup() {
    load prism
    needs_prism
}

teardown() {
    stop_sandboxes
}

# Prism's logs of the tests that there are; that of one since renamed may lie about.
logs() {
    local log name
    for log in "${PROJECT_BUILD%/*}"/*/contract/*.jsonl; do
        name=$(basename "$log" .jsonl).bats
        if [ -e "$BATS_TEST_DIRNAME/$name" ] || [ -e "$BATS_TEST_DIRNAME/../cli/$name" ]; then
            cat "$log"
        fi
    done
}

# The operations with a good answer, "GET /rest/api/3/issue/{}" a line. 410 is that of a removed one.
answered() {
    logs | jq -r 'select((.status < 400 or .status == 410) and .request + .answer == [] and .operation)
        | .operation | gsub("{[^}]*}"; "{}")' | sort -u
}

# Those that the sandbox serves below the paths that have documents.
served() {
    start_sandbox --deployment cloud
    curl -sS "$SANDBOX_URL/__sandbox/routes" | jq -r '.[]' |
        grep -E ' (/rest/api/3|/rest/agile/1\.0|/wiki/api/v2|/wiki/rest/api)/' | sort -u
}

@test "every operation that the sandbox serves on Cloud was asked for, and answered as documented" {
    answered >"$BATS_TEST_TMPDIR/answered"
    served >"$BATS_TEST_TMPDIR/served"
    [ -s "$BATS_TEST_TMPDIR/served" ]
    same "$(comm -13 "$BATS_TEST_TMPDIR/answered" "$BATS_TEST_TMPDIR/served")" ""
}

@test "every exception is needed" {
    grep -nvE '^(#|$)' "$BATS_TEST_DIRNAME/exceptions" >"$BATS_TEST_TMPDIR/exceptions"
    logs | jq '.excused[]' | sort -u >"$BATS_TEST_TMPDIR/excused"
    same "$(awk -F: 'NR == FNR { needed[$1]; next } !($1 in needed)' \
        "$BATS_TEST_TMPDIR/excused" "$BATS_TEST_TMPDIR/exceptions")" ""
}
