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
#   kill_off PID NAME               kills what runs, waits for it, and counts that
#   recovered                       what was killed has come to its end since: nothing is lost, nothing
#                                   was done twice
#   each_fault PROFILE COMMAND...   runs a function again and again, with every 50th request of the
#                                   profile's sandbox going wrong in another way each time; $fault
#                                   says how
#
# Two rounds show that it works at all; `./dev kill` goes on until there are as many as wanted. It has
# ATLCLI_KILL_LOG name a file, which gets a line for each: when, the test, the command ($killing, else what
# it was called by), and whether it was `hit` while it ran or was `missed`, or that all were `recovered`.

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

note_kill() {
    [ -z "${ATLCLI_KILL_LOG:-}" ] || printf '%s\t%s\t%s\t%s\n' "$(date -u +%T.%N)" \
        "${BATS_TEST_FILENAME##*/}:$BATS_TEST_NUMBER:$$" "$1" "$2" >>"$ATLCLI_KILL_LOG"
}

recovered() {
    note_kill all recovered
}

# What was ended by the signal was hit; what had ended by itself is only waited for.
kill_off() {
    local code=0
    kill -KILL "$1" 2>/dev/null || true
    wait "$1" 2>/dev/null || code=$?
    if [ "$code" -eq 137 ]; then
        note_kill "$2" hit
    else
        note_kill "$2" missed
        return 1
    fi
}

# "jira bulk edit" of what atlcli is called with: up to three words
name_of() {
    local word words=()
    for word in "${@:2}"; do
        if [[ ! $word =~ ^[a-z]+$ ]] || [ "${#words[@]}" -eq 3 ]; then
            break
        fi
        words+=("$word")
    done
    echo "${words[*]}"
}

interrupt() {
    local after=$((SRANDOM % ${milliseconds:=400} + 1))
    printf 'killed after %s ms: %s\n' "$after" "$*"
    "$@" <&0 >/dev/null 2>&1 3>&- &
    sleep "$((after / 1000)).$(printf %03d $((after % 1000)))"
    if kill_off $! "${killing:-$(name_of "$@")}"; then
        milliseconds=$((milliseconds + milliseconds / 8 + 1))
    else
        milliseconds=$after
    fi
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
