# shellcheck shell=bash
# Starts and stops atlcli-sandbox for tests. To be loaded by bats files:
#
#   load sandbox
#   start_sandbox [ARGUMENT...]   returns once it answers. Sets and exports
#                                   SANDBOX_URL    its site
#                                   SANDBOX_PID
#                                   SANDBOX_CA     its authority's certificate, "" without --tls
#                                   SANDBOX_LOG    its request log, one JSON line per request
#                                   SANDBOX_EMAIL, SANDBOX_TOKEN   what it takes unless told otherwise
#   stop_sandbox [PID]            returns its exit status (0 for a clean stop)
#   kill_sandbox                  the last one, as a crash would
#   stop_sandboxes                all that were started and still run: for teardown
#   sandbox METHOD PATH [JSON]    asks the last one for something below /__sandbox
#   sandbox_counter NAME          prints a number of GET /__sandbox/counters
#
# Several may run at once: keep SANDBOX_URL and SANDBOX_PID of each. Ports are chosen by the system.

SANDBOX_EMAIL=you@example.com
SANDBOX_TOKEN=${ATLCLI_MARKER:-sandbox-token}
SANDBOX_PIDS=${SANDBOX_PIDS:-}
export SANDBOX_EMAIL SANDBOX_TOKEN SANDBOX_PIDS

start_sandbox() {
    local directory line messages
    directory=$(mktemp -d "${BATS_TEST_TMPDIR:-${BATS_FILE_TMPDIR:-${TMPDIR:-/tmp}}}/sandbox.XXXXXX")
    SANDBOX_LOG=$directory/requests.jsonl
    SANDBOX_CA=
    SANDBOX_URL=
    : "${ATLCLI_SANDBOX:?says where atlcli-sandbox is}"
    mkfifo "$directory/messages"
    # Not for one that is to take another.
    if [[ " $* " != *" --token"* ]]; then
        printf '%s\n' "$SANDBOX_TOKEN" >"$directory/token"
        set -- --token-file "$directory/token" "$@"
    fi
    "$ATLCLI_SANDBOX" --port-file "$directory/url" \
        --state-dir "$directory/state" --log "$SANDBOX_LOG" "$@" <&0 2>"$directory/messages" 3>&- &
    SANDBOX_PID=$!
    SANDBOX_PIDS="$SANDBOX_PIDS $SANDBOX_PID"
    # What it says once it listens, or why it doesn't: reading waits for the one or the other.
    messages=
    while IFS= read -r line; do
        messages+=$line$'\n'
        case $line in
        '  CA: '*) SANDBOX_CA=/${line#*/} ;;
        *'Ctrl-C stops it.') SANDBOX_URL=$(cat "$directory/url") && break ;;
        esac
    done <"$directory/messages"
    export SANDBOX_URL SANDBOX_PID SANDBOX_CA SANDBOX_LOG SANDBOX_PIDS
    if [ -z "$SANDBOX_URL" ]; then
        printf 'atlcli-sandbox did not start: %s\n' "$messages" >&2
        return 1
    fi
}

stop_sandbox() {
    local pid=${1:-$SANDBOX_PID} status=0
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || status=$?
    if [ "$status" -eq 127 ]; then
        # Started by another process of bats, such as the one that runs setup_file.
        status=0
        while kill -0 "$pid" 2>/dev/null; do
            sleep 0.02
        done
    fi
    forget_sandbox "$pid"
    return "$status"
}

# Its number may be another process's soon.
forget_sandbox() {
    SANDBOX_PIDS=" $SANDBOX_PIDS "
    SANDBOX_PIDS=${SANDBOX_PIDS/ $1 / }
    SANDBOX_PIDS=${SANDBOX_PIDS% }
}

kill_sandbox() {
    kill -KILL "$SANDBOX_PID"
    wait "$SANDBOX_PID" 2>/dev/null || true
    forget_sandbox "$SANDBOX_PID"
}

stop_sandboxes() {
    local pid
    for pid in $SANDBOX_PIDS; do
        stop_sandbox "$pid" || true
    done
}

sandbox() {
    curl -sS ${SANDBOX_CA:+--cacert "$SANDBOX_CA"} -X "$1" ${3:+-H 'Content-Type: application/json' -d "$3"} \
        "$SANDBOX_URL/__sandbox/$2" >/dev/null
}

sandbox_counter() {
    curl -sS ${SANDBOX_CA:+--cacert "$SANDBOX_CA"} "$SANDBOX_URL/__sandbox/counters" |
        jq -r ".$1"
}
