#!/usr/bin/env bats
# The main paths under Valgrind: any leak or invalid access makes the exit code 99.
bats_require_minimum_version 1.5.0
load session

setup_file() {
    # From here on "atlcli" is atlcli under Valgrind, for the log-ins too.
    printf '#!/bin/sh\nexec %s "%s" "$@"\n' "$VALGRIND" "$ATLCLI" >"$BATS_FILE_TMPDIR/atlcli"
    chmod +x "$BATS_FILE_TMPDIR/atlcli"
    export ATLCLI=$BATS_FILE_TMPDIR/atlcli
    start_session cloud --issues 300 --pages 40
    start_session datacenter --issues 120 --pages 30
}

teardown_file() {
    end_sessions
}

# ends CODE ARGUMENT...: atlcli with these arguments ends with this code.
ends() {
    local expected=$1
    shift
    run --separate-stderr "$ATLCLI" "$@"
    if [ "$status" -ne "$expected" ]; then
        # shellcheck disable=SC2154 # set by bats' run
        printf 'atlcli %s ended with %d, not %d\n%s\n%s\n' "$*" "$status" "$expected" "$output" "$stderr"
        return 1
    fi
}

@test "words without a server: help, manual, completion, a mistake" {
    ends 0 help jira search
    ends 0 man
    ends 0 __complete atlcli jira sea
    ends 2 jira serch
}

@test "profiles: status, list, rename, log out, delete" {
    cp -R "$ATLCLI_CONFIG_DIR" "$BATS_TEST_TMPDIR/config"
    export ATLCLI_CONFIG_DIR=$BATS_TEST_TMPDIR/config
    ends 0 auth status --json
    ends 0 auth rename datacenter office
    ends 0 auth list
    ends 4 auth switch nobody
    ends 0 auth logout office
    ends 0 auth delete office --yes
}

@test "search on both deployments" {
    ends 0 jira me
    ends 0 jira search --jql 'created >= 2000-01-01' --limit all --jsonl
    ends 0 jira search --jql 'created >= 2000-01-01' --count
    ends 0 jira search --jql 'created >= 2000-01-01' --limit all --profile datacenter
    ends 0 jira search --assignee you@example.com --fields key,description,'Story point estimate',url --csv
    ends 2 jira search --jql 'project = A)' --type Bug
}

@test "pages on both deployments" {
    ends 0 wiki page list --limit all --csv
    ends 0 wiki page list --limit all --json --profile datacenter
    ends 0 wiki page list --space ENG,OPS --limit 5
    ends 0 wiki page list --label runbook --profile datacenter
    ends 4 wiki page list --space NOPE --profile datacenter
}

@test "any request, page by page" {
    ends 0 api GET '/wiki/api/v2/pages?limit=10' --paginate
    ends 0 api POST /rest/api/3/search/jql --field 'jql=project = WEB' --field fields[]=key --json
    ends 4 api GET /rest/api/3/issue/NONE-1
}

@test "what the server refuses and what can't be reached" {
    ends 1 jira search --jql 'nosuchfield = 1'
    ATLCLI_API_TOKEN=wrong ends 3 jira me
    export ATLCLI_SITE=http://127.0.0.1:1 ATLCLI_API_TOKEN=any
    ends 6 jira me --retries 0
}
