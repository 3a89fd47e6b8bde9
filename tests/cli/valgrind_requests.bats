#!/usr/bin/env bats
# What requests can be asked for, under Valgrind: any leak or invalid access makes the exit code 99.
# valgrind_commands.bats has the commands themselves.
bats_require_minimum_version 1.5.0
load sandbox

setup_file() {
    # From here on "atlcli" is atlcli under Valgrind, for the log-ins too.
    printf '#!/bin/sh\nexec %s "%s" "$@"\n' "$VALGRIND" "$ATLCLI" >"$BATS_FILE_TMPDIR/atlcli"
    chmod +x "$BATS_FILE_TMPDIR/atlcli"
    export ATLCLI=$BATS_FILE_TMPDIR/atlcli
    export ATLCLI_CONFIG_DIR=$BATS_FILE_TMPDIR/config
    # Most of the time would go into encryption, which valgrind_commands.bats has.
    start_sandbox --issues 300 --pages 40
    log_in cloud --email "$SANDBOX_EMAIL"
    start_sandbox --deployment datacenter --issues 120 --pages 30
    log_in datacenter --bearer
}

teardown_file() {
    stop_sandboxes
}

# log_in PROFILE OPTION...: to the sandbox that was started last.
log_in() {
    printf '%s' "$SANDBOX_TOKEN" |
        "$ATLCLI" auth login --quiet --profile "$1" --site "$SANDBOX_URL" "${@:2}" --token-stdin --no-verify >/dev/null
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

@test "searches: columns, people, both ways to page, a mistake in the query" {
    ends 0 jira search --jql 'created >= 2000-01-01' --limit all --profile datacenter
    ends 0 jira search --assignee you@example.com --fields key,description,'Story point estimate',url --csv
    ends 2 jira search --jql 'project = A)' --type Bug
}

@test "pages: all, of spaces, by label, of no space" {
    ends 0 wiki page list --limit all --csv
    ends 0 wiki page list --space ENG,OPS --limit 5
    ends 0 wiki page list --label runbook --profile datacenter
    ends 4 wiki page list --space NOPE --profile datacenter
}

@test "any request: page by page, with fields" {
    ends 0 api GET '/wiki/api/v2/pages?limit=10' --paginate
    ends 0 api POST /rest/api/3/search/jql --field 'jql=project = WEB' --field fields[]=key --json
}

@test "the environment: a wrong token, a site without one" {
    ATLCLI_API_TOKEN=wrong ends 3 jira me
    ATLCLI_SITE=http://127.0.0.1:1 ends 3 jira me
}
