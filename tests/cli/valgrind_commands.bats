#!/usr/bin/env bats
# The main paths of the program under Valgrind: no invalid access, nothing leaked. A finding ends a
# run with status 99.
bats_require_minimum_version 1.5.0

load sandbox
load assertions
load profile

setup_file() {
    start_sandbox --tls
    export SECURE=$SANDBOX_URL SECURE_CA=$SANDBOX_CA
    # Most of the time would go into encryption.
    start_sandbox --issues 230 --pages 120
    export CLOUD=$SANDBOX_URL
    start_sandbox --deployment datacenter --context-path /tools --issues 1200 --pages 120
    export DATA_CENTER=$SANDBOX_URL
}

teardown_file() {
    stop_sandboxes
}

setup() {
    [ -n "${VALGRIND:-}" ] || skip "Valgrind is not installed"
    own_profiles
}

# watched STATUS ARGUMENT...
watched() {
    local expected=$1
    shift
    # shellcheck disable=SC2086 # a command with its options
    run --separate-stderr $VALGRIND "$ATLCLI" "$@"
    expect "$expected"
}

@test "version, help, completion, man, and mistakes in the command line" {
    watched 0 --version
    watched 0 jira search --help
    watched 0 completion bash
    watched 0 man jira search
    watched 2 jira serch
    watched 2 jira search --limit many --json
}

@test "profiles: log in, look, switch, rename, log out, delete" {
    watched 0 auth login --site "$SECURE" --email "$SANDBOX_EMAIL" --token-stdin \
        --ca-file "$SECURE_CA" <<<"$SANDBOX_TOKEN"
    watched 0 auth login --bearer --profile own --site "$DATA_CENTER" \
        --token "$SANDBOX_TOKEN"
    watched 0 auth status
    watched 0 auth status --json --profile own
    watched 0 auth list
    watched 0 auth switch own
    watched 0 auth rename own mine
    watched 0 auth logout mine
    watched 3 auth status
    watched 0 auth delete mine --yes
    watched 4 auth switch mine
}

@test "log-ins that fail: a wrong token, a server not trusted, a CA file that is none" {
    watched 3 auth login --site "$SECURE" --email "$SANDBOX_EMAIL" --token-stdin \
        --ca-file "$SECURE_CA" <<<"wrong"
    watched 6 auth login --site "$SECURE" --email "$SANDBOX_EMAIL" --token-stdin <<<"$SANDBOX_TOKEN"
    watched 6 auth login --site "$SECURE" --email "$SANDBOX_EMAIL" --token-stdin \
        --ca-file "$SECURE" <<<"$SANDBOX_TOKEN"
    given_credentials <<<'{"profiles": {"a": '
    watched 1 auth list
}

@test "requests on Cloud: who, search, count, pages, any path" {
    write_profile "$SECURE" "$(jq -n --arg file "$SECURE_CA" '{tlsCaFile: $file}')"
    watched 0 jira me --verbose
    watched 0 doctor
    write_profile "$CLOUD"
    watched 0 jira search --jql 'created >= -20y ORDER BY key' --limit all --jsonl
    same "${#lines[@]}" 230
    watched 0 jira search --limit 120 --json --fields key,summary,assignee
    watched 0 jira search --count
    watched 1 jira search --jql 'nosuchfield = 1'
    watched 0 wiki page list --limit 60
    watched 4 api GET /rest/api/3/issue/NOPE-1
}

@test "requests on Data Center: who, search, count, pages, any path" {
    write_bearer_profile "$DATA_CENTER"
    watched 0 jira me --json
    watched 0 jira search --jql 'created >= -20y ORDER BY key' --limit all --csv
    watched 0 jira search --count
    watched 0 wiki page list --limit all --json
    watched 0 api GET /rest/api/2/serverInfo
}

@test "a search that is interrupted, and one whose reader leaves" {
    start_sandbox --issues 5000 --latency 200
    write_profile "$SANDBOX_URL"
    set -m
    # shellcheck disable=SC2086 # a command with its options
    $VALGRIND "$ATLCLI" jira search --jql 'created >= -20y' --limit all --jsonl \
        >"$BATS_TEST_TMPDIR/out" 2>&1 3>&- &
    local client=$! ended=0
    set +m
    wait_until test -s "$BATS_TEST_TMPDIR/out"
    kill -INT "$client"
    wait "$client" || ended=$?
    stop_sandbox
    same "$ended" 130
    write_profile "$CLOUD"
    # shellcheck disable=SC2016,SC2086 # expanded by the shell that runs it; a command with options
    run --separate-stderr bash -o pipefail -c '"$@" | head -n 1' bash $VALGRIND \
        "$ATLCLI" jira search --jql 'created >= -20y' --limit all
    expect 0
}

@test "nobody there, and nobody of that name" {
    write_profile http://localhost:1
    watched 6 jira me --retries 1
    write_profile https://nonexistent.invalid
    watched 6 jira me --retries 0
}
