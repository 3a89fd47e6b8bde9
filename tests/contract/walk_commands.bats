#!/usr/bin/env bats
# The commands that say who one is and look at the way there, with Prism in between: neither their
# requests nor the answers violate the documents.
bats_require_minimum_version 1.5.0

setup_file() {
    load prism
    start_walk --issues 60 --pages 60
}

teardown_file() {
    load prism
    end_walk
}

setup() {
    load prism
    needs_prism
    forget
}

# Runs a command, which has to succeed, to send something, and to keep to the documents.
keeps() {
    run --separate-stderr atlcli "$@"
    same "$status" 0
    same "$(violations)" ""
    [ -s "$PRISM_LOG" ]
}

@test "logging in and its status" {
    printf '%s' "$SANDBOX_TOKEN" >"$BATS_TEST_TMPDIR/token"
    ATLCLI_CONFIG_DIR=$BATS_TEST_TMPDIR/config keeps auth login --site "$PRISM_URL" \
        --email "$SANDBOX_EMAIL" --token-stdin <"$BATS_TEST_TMPDIR/token"
    keeps auth status
}

@test "doctor" {
    keeps doctor
}

@test "api" {
    keeps api GET /rest/api/3/field
    keeps api GET '/rest/api/3/project/search?maxResults=1' --paginate
}
