# shellcheck shell=bash
# Tests that run atlcli against a sandbox. To be loaded by bats files, with a sandbox for the file:
#
#   load session
#   setup_file() { start_session cloud --issues 500; start_session datacenter --issues 500; }
#   teardown_file() { end_sessions; }
#
#   start_session PROFILE [ARGUMENT...]   starts a sandbox over TLS and logs the profile in to it; a
#                                         profile that starts with "datacenter" gets one of that kind
#   end_sessions                          stops them all, also those that a test has started
#   atlcli ARGUMENT...                    the program itself
#   requests PROFILE                      the requests so far, "METHOD PATH?QUERY" a line
#   forget_requests PROFILE               … from here on
#   needs_breakage                        what a broken site answers, or others than atlcli send, is in no
#                                           document: until the test ends the profiles, and site_of, are
#                                           the sites themselves, also under contract
#
# The first profile is the active one.
# shellcheck source=tests/cli/sandbox.bash
source "${BASH_SOURCE[0]%/*}/sandbox.bash"
# shellcheck source=tests/cli/assertions.bash
source "${BASH_SOURCE[0]%/*}/assertions.bash"
if [ -n "${ATLCLI_CONTRACT:-}" ]; then
    # shellcheck source=tests/contract/contract.bash
    source "${BASH_SOURCE[0]%/*}/../contract/contract.bash"
fi

start_session() {
    local profile=$1 kind=(--deployment cloud) login=(--email "$SANDBOX_EMAIL")
    shift
    export ATLCLI_CONFIG_DIR=$BATS_FILE_TMPDIR/config
    if [[ $profile == datacenter* ]]; then
        kind=(--deployment datacenter)
        login=(--bearer)
    fi
    start_sandbox --tls "${kind[@]}" "$@"
    printf '%s\n' "$SANDBOX_PID" >>"$BATS_FILE_TMPDIR/pids"
    [ -z "${ATLCLI_CONTRACT:-}" ] || put_under_contract "$profile"
    printf '%s' "$SANDBOX_TOKEN" | "$ATLCLI" auth login --quiet --profile "$profile" \
        --site "$SANDBOX_URL" "${login[@]}" --token-stdin --ca-file "$SANDBOX_CA" \
        --no-verify >/dev/null
    printf '%s' "$SANDBOX_LOG" >"$BATS_FILE_TMPDIR/log-of-$profile"
    printf '%s' "$SANDBOX_URL" >"$BATS_FILE_TMPDIR/site-of-$profile"
    printf '%s' "$SANDBOX_CA" >"$BATS_FILE_TMPDIR/ca-of-$profile"
}

end_sessions() {
    local pid
    touch "$BATS_FILE_TMPDIR/pids"
    while read -r pid; do
        stop_sandbox "$pid" || true
    done <"$BATS_FILE_TMPDIR/pids"
    [ -z "${ATLCLI_CONTRACT:-}" ] || contract_was_kept
}

atlcli() {
    "$ATLCLI" "$@"
}

site_of() {
    cat "$BATS_FILE_TMPDIR/site-of-$1"
}

forget_requests() {
    local log
    log=$(cat "$BATS_FILE_TMPDIR/log-of-$1")
    cat "$log" >>"$log.forgotten"
    : >"$log"
}

requests() {
    jq -r '.method + " " + .path + (if .query == "" then "" else "?" + .query end)' \
        "$(cat "$BATS_FILE_TMPDIR/log-of-$1")"
}

# The bodies of the requests to the paths that match, one JSON document a line.
bodies() {
    jq -r --arg path "$2" 'select(.path | test($path)) | .body // empty' \
        "$(cat "$BATS_FILE_TMPDIR/log-of-$1")"
}

needs_breakage() {
    [ -z "${ATLCLI_CONTRACT:-}" ] || past_prism
}

# Fails unless the first text holds the second.
holds() {
    if [[ $1 != *"$2"* ]]; then
        printf 'not found: %s\nin: %s\n' "$2" "$1" >&2
        return 1
    fi
}

# at_once ARGUMENT...: so many of a command's requests, $AT_ONCE, are under way at the same time, or more
at_once() {
    sandbox PUT faults '{"latency": 1000}'
    sandbox POST counters/reset
    run --separate-stderr atlcli "$@"
    sandbox DELETE faults
    [ "$status" -eq 0 ] || { printf '%s\n%s\nexit code %s\n' "$output" "$stderr" "$status" && return 1; }
    [ "$(sandbox_counter mostInFlight)" -ge "$AT_ONCE" ] || { sandbox_counter mostInFlight && return 1; }
}

# asks_twice PROFILE ARGUMENT...: so the command does when all answers are broken, and it may try again once
asks_twice() {
    local how
    local -x SANDBOX_URL SANDBOX_CA
    SANDBOX_URL=$(site_of "$1")
    SANDBOX_CA=$(<"$BATS_FILE_TMPDIR/ca-of-$1")
    for how in empty malformed; do
        sandbox PUT faults "{\"body-every\": 1, \"body-fault\": \"$how\"}"
        forget_requests "$1"
        run --separate-stderr atlcli "${@:2}" --retries 1 --profile "$1"
        sandbox DELETE faults
        same "$status" 1
        same "$(requests "$1" | grep -vc __sandbox)" 2
    done
}
