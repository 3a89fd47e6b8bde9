#!/usr/bin/env bats
# Jobs: killed at any moment and resumed, every issue is changed exactly once. ATLCLI_KILL_ROUNDS says
# how often that is tried on each kind of site.
# shellcheck disable=SC2030,SC2031,SC2154 # each test is a process of its own; bats sets the rest
bats_require_minimum_version 1.5.0

load session

setup_file() {
    start_session cloud --issues 1200 --latency 5
    export CLOUD_URL=$SANDBOX_URL CLOUD_CA=$SANDBOX_CA
    start_session datacenter --issues 1200 --latency 5
    export CENTER_URL=$SANDBOX_URL CENTER_CA=$SANDBOX_CA
}

teardown_file() {
    end_sessions
}

setup() {
    at cloud
    sandbox POST counters/reset
    at datacenter
    sandbox POST counters/reset
    atlcli jobs clear --all --yes --quiet >/dev/null
}

teardown() {
    at cloud
    sandbox DELETE faults
    at datacenter
    sandbox DELETE faults
}

# at PROFILE: the one that the functions below are about
at() {
    export ATLCLI_PROFILE=$1 SANDBOX_URL=$CLOUD_URL SANDBOX_CA=$CLOUD_CA
    [ "$1" = cloud ] || export SANDBOX_URL=$CENTER_URL SANDBOX_CA=$CENTER_CA
}

# sandbox METHOD PATH [JSON]
sandbox() {
    curl -sS --cacert "$SANDBOX_CA" -X "$1" ${3:+-H 'Content-Type: application/json' -d "$3"} \
        "$SANDBOX_URL/__sandbox/$2" >/dev/null
}

count() {
    "$ATLCLI" jira search --jql "$1" --limit all --jsonl --fields key 2>/dev/null | wc -l
}

newest_job() {
    "$ATLCLI" jobs list --jsonl | tail -1
}

# interrupt SECONDS ARGUMENT...: kills it after so long, if it still runs then
interrupt() {
    local pid
    "$ATLCLI" "${@:2}" >/dev/null 2>&1 &
    pid=$!
    sleep "$1"
    kill -KILL "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
}

# once MOST ARGUMENT...: interrupted up to three times within so many seconds, and resumed to its end
once() {
    local most=$1 before job pause
    shift
    before=$(newest_job | jq -r .id)
    pause=$(awk -v r="$RANDOM" -v most="$most" 'BEGIN { printf "%.3f", r / 32768 * most }')
    interrupt "$pause" "$@"
    job=$(newest_job | jq -r .id)
    if [ "$job" = "$before" ] || [ -z "$job" ]; then
        # Nothing had begun.
        run --separate-stderr "$ATLCLI" "$@"
    else
        for _ in 1 2; do
            pause=$(awk -v r="$RANDOM" -v most="$most" 'BEGIN { printf "%.3f", r / 32768 * most }')
            interrupt "$pause" jobs resume "$job"
        done
        run --separate-stderr "$ATLCLI" jobs resume "$job"
    fi
    same "$status" 0 || show
    same "$(newest_job | jq -c '[.state, .left, .failed]')" '["finished",0,0]'
}

changed_once() {
    same "$(sandbox_counter changesAppliedTwice) $(sandbox_counter itemsChangedTwice)" "0 0" || {
        sandbox_counter appliedTwice
        return 1
    }
}

# One in fifty requests fails in each of these ways.
all_faults() {
    sandbox PUT faults "{\"fail-every\": 47, \"fail-status\": 503, \"reset-every\": 53,
        \"reset-when\": \"$1\", \"body-every\": 59, \"body-fault\": \"$2\"}"
}

endings=(before after)
bodies=(truncated malformed empty)

# rounds PROFILE COMMAND: the function COMMAND is given the round's number
rounds() {
    local round
    at "$1"
    for ((round = 0; round < ${ATLCLI_KILL_ROUNDS:-3}; round++)); do
        [ "$2" = plain ] || all_faults "${endings[round % 2]}" "${bodies[round % 3]}"
        "$3" "$round"
        sandbox DELETE faults
        changed_once
    done
}

# Forty issues to a status and, in the next round, on to another.
forty_keys() {
    "$ATLCLI" jira search --jql "$1" --limit 40 --jsonl --fields key | jq -r .key | paste -sd,
}

steps=("In Progress" "In Review")

transition_round() {
    local to=${steps[$1 % 2]}
    sandbox DELETE faults
    KEYS=${KEYS:-$(forty_keys 'type = Story AND status = "To Do"')}
    sandbox POST counters/reset
    [ "${FAULTY:-}" = "" ] || all_faults "${endings[$1 % 2]}" "${bodies[$1 % 3]}"
    once "${MOST:-0.4}" jira bulk transition --to "$to" --issues "$KEYS" --yes
    sandbox DELETE faults
    same "$(count "key in ($KEYS) AND status = \"$to\"")" "$(tr ',' '\n' <<<"$KEYS" | wc -l)"
}

comment_round() {
    sandbox DELETE faults
    sandbox POST counters/reset
    KEYS=${KEYS:-$(forty_keys 'created > -20y ORDER BY key')}
    [ "${FAULTY:-}" = "" ] || all_faults "${endings[$1 % 2]}" "${bodies[$1 % 3]}"
    once "${MOST:-0.3}" jira bulk comment --body "Round $1 of *many*" --issues "$KEYS" --yes
    sandbox DELETE faults
    same "$(sandbox_counter changesApplied)" "$(tr ',' '\n' <<<"$KEYS" | wc -l)"
}

@test "a transition killed at any moment and resumed changes every issue once" {
    rounds cloud plain transition_round
    rounds datacenter plain transition_round
}

@test "so it does on a site where requests fail in every way" {
    export FAULTY=yes MOST=2
    rounds cloud faults transition_round
    rounds datacenter faults transition_round
}
