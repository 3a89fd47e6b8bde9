# shellcheck shell=bash
# Ends commands by SIGKILL at random moments, as a crash or a power cut would. To be loaded by bats
# files, after `session`:
#
#   kill_rounds                     how many times: ATLCLI_KILL_ROUNDS, or two
#   fault_rounds                    how many times for each kind of fault: a tenth of that; else none
#   time_of COMMAND...              runs it; sets $milliseconds, its exit code is the command's
#   interrupt COMMAND...            kills it at a moment within $milliseconds, which follows how long
#                                   the command takes at present; says when, for bats to show if the
#                                   test fails
#   each_fault PROFILE COMMAND...   runs a function again and again, with every 50th request of the
#                                   profile's sandbox going wrong in another way each time; $fault
#                                   says how
#
# Two rounds show that it works at all. A hundred each way take a quarter of an hour:
#
#   ATLCLI_KILL_ROUNDS=100 ctest --test-dir build/release -R killed

kill_rounds() {
    echo "${ATLCLI_KILL_ROUNDS:-2}"
}

fault_rounds() {
    echo "$((${ATLCLI_KILL_ROUNDS:-0} / 10))"
}

# shellcheck disable=SC2034 # what it sets is for who calls it
time_of() {
    local started code=0
    started=$(date +%s%N)
    "$@" || code=$?
    milliseconds=$((($(date +%s%N) - started) / 1000000))
    return "$code"
}

interrupt() {
    local after=$((SRANDOM % milliseconds + 1))
    printf 'killed after %s ms: %s\n' "$after" "$*"
    "$@" >/dev/null 2>&1 3>&- &
    sleep "$((after / 1000)).$(printf %03d $((after % 1000)))"
    if kill -KILL $! 2>/dev/null; then
        milliseconds=$((milliseconds + milliseconds / 8 + 1))
    else
        milliseconds=$after
    fi
    wait $! 2>/dev/null || true
}

each_fault() {
    local profile=$1 fault
    shift
    for fault in '"fail-every": 50' '"fail-every": 50, "fail-status": 429' \
        '"fail-every": 50, "fail-status": 500' '"reset-every": 50' \
        '"reset-every": 50, "reset-when": "after"' '"body-every": 50, "body-fault": "truncated"' \
        '"body-every": 50, "body-fault": "malformed"' '"body-every": 50, "body-fault": "empty"' \
        '"body-every": 50, "body-fault": "html"'; do
        atlcli api PUT /__sandbox/faults --input - --profile "$profile" <<<"{$fault}" >/dev/null
        "$@" || return
        until atlcli api DELETE /__sandbox/faults --profile "$profile" >/dev/null 2>&1; do
            :
        done
    done
}
