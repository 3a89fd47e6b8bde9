#!/usr/bin/env bats
# jira me
# shellcheck disable=SC2016,SC2154 # expanded by a shell within; set by bats' run
bats_require_minimum_version 1.5.0

setup_file() {
    load session
    start_session cloud
    start_session datacenter --context-path /jira
    start_session product --product confluence
    start_session datacenter-wiki --product confluence
}

teardown_file() {
    load session
    end_sessions
}

setup() {
    load session
}

@test "jira me says who you are on Cloud, in one request" {
    forget_requests cloud
    run --separate-stderr atlcli jira me
    same "$status" 0
    holds "$output" "Name: Robin Ashdown"
    holds "$output" "Account id: "
    holds "$output" "E-mail: you@example.com"
    holds "$output" "Time zone: Etc/UTC"
    same "$stderr" ""
    same "$(requests cloud)" "GET /rest/api/3/myself"
}

@test "jira me says who you are on Data Center, below its context path" {
    forget_requests datacenter
    run --separate-stderr atlcli jira me --profile datacenter
    same "$status" 0
    holds "$output" "Name: Robin Ashdown"
    holds "$output" "User name: robin.ashdown"
    same "$(requests datacenter)" "GET /jira/rest/api/2/myself"
}

@test "jira me --json is one document with the keys promised" {
    run --separate-stderr atlcli jira me --json
    same "$status" 0
    same "$(jq -c 'keys' <<<"$output")" \
        '["accountId","active","displayName","emailAddress","schemaVersion","timeZone"]'
    same "$(jq -r .active <<<"$output")" true
    run --separate-stderr atlcli jira me --json --profile datacenter
    same "$(jq -r .name <<<"$output")" robin.ashdown
}

@test "jira me picks fields, and writes CSV" {
    run --separate-stderr atlcli jira me --fields emailAddress --csv
    same "$output" $'emailAddress\nyou@example.com'
    run --separate-stderr atlcli jira me --fields nonsense
    same "$status" 2
    holds "$stderr" "nonsense"
}

@test "a wrong token is an error with hints, exit code 3" {
    ATLCLI_API_TOKEN=wrong run --separate-stderr atlcli jira me
    same "$status" 3
    same "$output" ""
    holds "$stderr" "error: Authentication failed (401)"
    holds "$stderr" "profile 'cloud'"
    holds "$stderr" "hint: re-initialize: atlcli auth init"
    [[ $stderr != *wrong* ]]
}

@test "a wrong token with --json is a document with the error" {
    ATLCLI_API_TOKEN=wrong run --separate-stderr atlcli jira me --json
    same "$status" 3
    same "$(jq -r '.error | "\(.code) \(.status)"' <<<"$output")" "unauthenticated 401"
}

@test "a site without Jira is said to be one" {
    run --separate-stderr atlcli jira me --profile product
    same "$status" 4
    holds "$stderr" "(404)"
    holds "$stderr" "no Jira answers there"
    run --separate-stderr atlcli jira me --profile datacenter-wiki
    same "$status" 4
    holds "$stderr" "hint: the site is Confluence Data Center"
}

@test "a profile of the wrong kind is told so" {
    printf '%s' "$SANDBOX_TOKEN" | atlcli auth login --quiet --profile mistaken --no-verify \
        --site "$(site_of datacenter)" --email a@example.com --token-stdin \
        --ca-file "$(cat "$BATS_FILE_TMPDIR/ca-of-datacenter")" >/dev/null
    printf '%s' "$SANDBOX_TOKEN" | atlcli auth login --quiet --profile mistaken-too --no-verify \
        --site "$(site_of cloud)" --bearer --token-stdin \
        --ca-file "$(cat "$BATS_FILE_TMPDIR/ca-of-cloud")" >/dev/null
    local command
    for command in "jira me" "jira search --assignee me" "wiki page list"; do
        # shellcheck disable=SC2086 # words
        run --separate-stderr atlcli $command --profile mistaken
        same "$status" 4
        holds "$stderr" "hint: the site is Jira Data Center"
        holds "$stderr" "atlcli auth login --bearer --site $(site_of datacenter)"
    done
    run --separate-stderr atlcli jira me --profile mistaken-too
    holds "$stderr" "hint: the site is Atlassian Cloud"
}
