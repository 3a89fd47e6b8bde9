#!/usr/bin/env bats
# Every request that atlcli makes is one that Atlassian's OpenAPI documents describe: path, method,
# parameters, body. The documents are not part of the project: ATLCLI_SPECS says where they are.
bats_require_minimum_version 1.5.0

setup_file() {
    load ../cli/session
    start_session cloud --issues 300 --pages 300
    start_session datacenter --issues 600 --pages 600 --context-path /base
}

teardown_file() {
    load ../cli/session
    end_sessions
}

setup() {
    load ../cli/session
    if [ ! -f "${ATLCLI_SPECS:-/nowhere}/jira-platform-v3.json" ]; then
        [ "${CI:-}" != true ] || return 1
        skip "the API documents are not here: set ATLCLI_SPECS"
    fi
}

# The requests in a log that the documents don't allow, one a line.
violations() {
    jq -s -r -L "$BATS_TEST_DIRNAME" -f "$BATS_TEST_DIRNAME/check.jq" \
        --slurpfile jira "$ATLCLI_SPECS/jira-platform-v3.json" \
        --slurpfile confluence1 "$ATLCLI_SPECS/confluence-v1.json" \
        --slurpfile confluence2 "$ATLCLI_SPECS/confluence-v2.json" "$1"
}

# Commands that between them make every kind of request.
run_commands() {
    atlcli jira me "$@"
    atlcli jira search "$@"
    atlcli jira search --project WEB --limit 5 "$@"
    atlcli jira search --jql 'created > "2000-01-01"' --limit all "$@"
    atlcli jira search --jql 'created > "2000-01-01"' --limit all --fields key "$@"
    atlcli jira search --project WEB --fields key,'Story point estimate' "$@"
    atlcli jira search --assignee you@example.com "$@"
    atlcli jira search --project WEB --count "$@"
    atlcli wiki page list "$@"
    atlcli wiki page list --limit all "$@"
    atlcli wiki page list --space ENG "$@"
    atlcli wiki page list --space ENG,OPS --title 'Engineering Home' "$@"
    atlcli wiki page list --label runbook --limit all "$@"
    atlcli wiki page list --space ENG --cql 'label = runbook order by title' --limit 3 "$@"
    atlcli wiki page list --space NOPE "$@" || true
}

@test "Cloud: every request is in the documents" {
    forget_requests cloud
    run_commands --profile cloud >/dev/null
    [ "$(requests cloud | wc -l)" -gt 20 ]
    same "$(violations "$(cat "$BATS_FILE_TMPDIR/log-of-cloud")")" ""
}

@test "Data Center: every request has a descendant in the documents" {
    forget_requests datacenter
    run_commands --profile datacenter >/dev/null
    [ "$(requests datacenter | wc -l)" -gt 20 ]
    same "$(violations "$(cat "$BATS_FILE_TMPDIR/log-of-datacenter")")" ""
}

@test "the comparison finds what the documents don't allow" {
    wrong() {
        printf '%s\n' "$1" >"$BATS_TEST_TMPDIR/log"
        holds "$(violations "$BATS_TEST_TMPDIR/log")" "$2"
    }
    wrong '{"method":"GET","path":"/rest/api/3/nowhere","query":""}' "unknown path"
    wrong '{"method":"DELETE","path":"/rest/api/3/myself","query":""}' "unknown method"
    wrong '{"method":"GET","path":"/rest/api/3/myself","query":"colour=red"}' "unknown parameter colour"
    wrong '{"method":"GET","path":"/wiki/api/v2/pages","query":"limit=251"}' "limit: above 250"
    wrong '{"method":"GET","path":"/wiki/api/v2/pages","query":"limit=many"}' "limit: string instead of integer"
    wrong '{"method":"GET","path":"/wiki/api/v2/pages","query":"status=lost"}' "isn't one of"
    wrong '{"method":"GET","path":"/wiki/rest/api/content/search","query":""}' "parameter cql is missing"
    wrong '{"method":"POST","path":"/rest/api/3/search/jql","query":"","body":"{\"jql\":\"a\",\"colour\":1}"}' \
        "body: colour isn't in the document"
    wrong '{"method":"POST","path":"/rest/api/3/search/jql","query":"","body":"{\"jql\":5}"}' \
        "body.jql: number instead of string"
    wrong '{"method":"POST","path":"/rest/api/3/issue/bulkfetch","query":"","body":"{\"fields\":[]}"}' \
        "body: issueIdsOrKeys is missing"
    wrong '{"method":"POST","path":"/rest/api/3/issue/bulkfetch","query":""}' "body is missing"
    wrong '{"method":"GET","path":"/base/rest/api/2/myself","query":"colour=red"}' "unknown parameter colour"
    wrong '{"method":"GET","path":"/base/rest/api/content","query":"colour=red"}' "unknown parameter colour"
}
