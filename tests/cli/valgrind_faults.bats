#!/usr/bin/env bats
# The sandbox under Valgrind while it misbehaves: any leak or invalid access makes it end with 99.
bats_require_minimum_version 1.5.0

load sandbox

setup_file() {
    printf '#!/bin/sh\nexec %s "%s" "$@"\n' "$VALGRIND" "$ATLCLI_SANDBOX" >"$BATS_FILE_TMPDIR/sandbox"
    chmod +x "$BATS_FILE_TMPDIR/sandbox"
    export ATLCLI_SANDBOX=$BATS_FILE_TMPDIR/sandbox
}

teardown() {
    stop_sandboxes
}

get() {
    curl -s ${SANDBOX_CA:+--cacert "$SANDBOX_CA"} -u "$SANDBOX_EMAIL:$SANDBOX_TOKEN" "$@" \
        -o /dev/null 3>&- || true
}

faults() {
    get -X PUT -H 'Content-Type: application/json' -d "$1" "$SANDBOX_URL/__sandbox/faults"
}

# Everything that can go wrong, then an end with answers that wait and bodies that stall.
misbehave() {
    local fault
    start_sandbox --issues 30 --pages 10 "$@"
    faults '{"body-every": 2}'
    for fault in truncated malformed empty html; do
        faults "{\"body-fault\": \"$fault\"}"
        get "$SANDBOX_URL/rest/api/3/serverInfo" --next -s "$SANDBOX_URL/rest/api/3/field"
    done
    faults '{"body-every": 0, "reset-every": 1}'
    get "$SANDBOX_URL/rest/api/3/serverInfo"
    faults '{"reset-when": "after"}'
    get "$SANDBOX_URL/rest/api/3/serverInfo"
    faults '{"reset-every": 0, "rate-limit": 1, "expire-after": 1, "fail-every": 3}'
    get "$SANDBOX_URL/rest/api/3/myself" "$SANDBOX_URL/rest/api/3/myself" "$SANDBOX_URL/rest/api/3/myself"
    faults '{"latency": "wrong", "unknown": 1}'
    get -X DELETE "$SANDBOX_URL/__sandbox/faults"
    faults '{"body-every": 1, "body-fault": "stalled"}'
    get --max-time 5 "$SANDBOX_URL/rest/api/3/serverInfo"
    get "$SANDBOX_URL/rest/api/3/serverInfo" &
    until [ "$(sandbox_counter 'faults["body-stalled"] // 0')" -ge 1 ]; do :; done
    faults '{"latency": 600000}'
    get "$SANDBOX_URL/rest/api/3/serverInfo" &
    until [ "$(sandbox_counter inFlight)" -ge 1 ]; do :; done
    stop_sandbox
}

@test "misbehaving over TLS" {
    misbehave --tls
}

@test "misbehaving without TLS" {
    misbehave
}
