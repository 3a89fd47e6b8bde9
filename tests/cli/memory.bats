#!/usr/bin/env bats
# Memory that held a token is overwritten before it is given back, also libcurl's, and when a program ends
# none is left in what it can write. tests/memory/watch_secrets.c looks.
#
# Left out at the end: the stack, where a function's variables are until others come to lie upon them, and
# where the environment is.
bats_require_minimum_version 1.5.0

load sandbox
load nginx
load assertions
load profile
load certificates

setup() {
    [ -e "${ATLCLI_WATCHER:-}" ] || skip "there is no watcher of memory here"
    own_profiles
    WATCH_SECRETS=$BATS_TEST_TMPDIR/secrets
    WATCH_REPORT=$BATS_TEST_TMPDIR/report
    ATLCLI_MARKER=$SANDBOX_TOKEN ATLCLI_MARKER_FORMS='' "$PROJECT_SOURCE/tests/find-marker" forms | sort -u | flip >"$WATCH_SECRETS"
}

teardown() {
    [ -z "${CLIENT_PID:-}" ] || { kill "$CLIENT_PID" && wait "$CLIENT_PID"; } 2>/dev/null || true
    stop_nginx
    stop_sandboxes
}

# Sets the highest bit of each byte: the watcher's way of not having the texts itself.
flip() {
    tr '!-~' "$(printf '\\%o-\\%o' 161 254)"
}

# watched COMMAND...: runs it with the watcher inside
watched() {
    : >"$WATCH_REPORT"
    # shellcheck disable=SC2030,SC2031 # for the command alone
    run --separate-stderr env -u ATLCLI_MARKER -u SANDBOX_TOKEN WATCH_SECRETS="$WATCH_SECRETS" \
        WATCH_REPORT="$WATCH_REPORT" LD_PRELOAD="$ATLCLI_WATCHER" "$@"
}

# leaves_nothing ARGUMENT...: atlcli succeeds and leaves nothing
leaves_nothing() {
    watched "$ATLCLI" "$@"
    expect 0
    finds_nothing_but_on_the_stack "$*"
}

finds_nothing_but_on_the_stack() {
    local found
    same "$(head -n 1 "$WATCH_REPORT")" watching
    same "$(tail -n 1 "$WATCH_REPORT")" watched
    found=$(sed -n -e '/\[stack\]$/d' -e '/^given back/p' -e '/^at the end/p' "$WATCH_REPORT")
    [ -z "$found" ] || { printf '%s:\n' "$1" && cat "$WATCH_REPORT" && return 1; }
}

@test "the watcher sees what is given back, and what is there at the end" {
    watched env bash -c 'kept=$(cat "$0"); gone=$kept$kept; unset gone; :' \
        <(printf '%s' "$SANDBOX_TOKEN")
    expect 0
    grep -q '^given back' "$WATCH_REPORT"
    grep -q '^at the end: .*\[heap\]$' "$WATCH_REPORT"
}

@test "log-in with a token from standard input, and on the command line" {
    start_sandbox
    printf '%s' "$SANDBOX_TOKEN" >"$BATS_TEST_TMPDIR/token"
    leaves_nothing auth login --site "$SANDBOX_URL" --email "$SANDBOX_EMAIL" --token-stdin <"$BATS_TEST_TMPDIR/token"
    leaves_nothing auth login --site "$SANDBOX_URL" --email "$SANDBOX_EMAIL" --token "$SANDBOX_TOKEN"
}

# every_kind: commands of each kind with the profile that is there
every_kind() {
    leaves_nothing jira me
    leaves_nothing jira search --limit all --jsonl
    leaves_nothing wiki page list --limit 5
    leaves_nothing auth status --json
    leaves_nothing doctor
}

@test "a token from the file: over http, and TLS" {
    start_sandbox --issues 300
    write_profile "$SANDBOX_URL"
    every_kind
    leaves_nothing auth list
    leaves_nothing auth rename work other
    start_sandbox --tls --issues 300
    write_profile "$SANDBOX_URL" "{\"tlsCaFile\": \"$SANDBOX_CA\"}"
    every_kind
    leaves_nothing auth logout
}

@test "a personal access token, over HTTP/2" {
    make_authority authority
    make_certificate server authority
    start_sandbox --deployment datacenter --issues 300
    start_nginx "location / { proxy_pass $SANDBOX_URL; }" "$CERTIFICATES/server.pem" "$CERTIFICATES/server.key"
    write_bearer_profile "$NGINX_URL" "{\"tlsCaFile\": \"$CERTIFICATES/authority.pem\"}"
    leaves_nothing jira me --verbose
    warns HTTP/2
    leaves_nothing jira search --limit all --jsonl
}

@test "a token from the environment" {
    start_sandbox
    export ATLCLI_SITE=$SANDBOX_URL ATLCLI_EMAIL=$SANDBOX_EMAIL ATLCLI_API_TOKEN=$SANDBOX_TOKEN
    leaves_nothing jira me
    leaves_nothing jira search --limit 5
}

@test "a request that is refused, and one that fails" {
    start_sandbox
    write_profile "$SANDBOX_URL" '{"email": "somebody@example.com"}'
    watched "$ATLCLI" jira me
    expect 3
    finds_nothing_but_on_the_stack "refused"
    write_profile http://localhost:1
    watched "$ATLCLI" jira me --retries 1
    expect 6
    finds_nothing_but_on_the_stack "no server"
}

request_is_in_flight() {
    [ "$(sandbox_counter inFlight)" -ge 1 ]
}

@test "no core dump has a token: there is none" {
    [ -e /proc/self/limits ] || skip "there is no /proc here"
    ulimit -S -c "$(ulimit -H -c)"
    start_sandbox --latency 300000
    write_profile "$SANDBOX_URL"
    "$ATLCLI" jira me >"$BATS_TEST_TMPDIR/out" 2>&1 3>&- &
    CLIENT_PID=$!
    wait_until request_is_in_flight
    same "$(awk '/^Max core file size/ { print $5 }' "/proc/$CLIENT_PID/limits")" 0
}
