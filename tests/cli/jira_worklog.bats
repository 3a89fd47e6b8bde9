#!/usr/bin/env bats
# jira worklog and its timers, on Cloud and on Data Center
# shellcheck disable=SC2154 # set by bats' run
bats_require_minimum_version 1.5.0

setup_file() {
    load session
    export TZ=UTC
    start_session cloud --issues 100
    start_session datacenter --issues 100 --context-path /jira
}

teardown_file() {
    load session
    end_sessions
}

setup() {
    load session
    load sites
}

# trouble PROFILE FAULTS [METHOD]: what the sandbox is to do to requests from here on
trouble() {
    local authorization=(-H "Authorization: Bearer $SANDBOX_TOKEN")
    [ "$1" = datacenter ] || authorization=(-u "$SANDBOX_EMAIL:$SANDBOX_TOKEN")
    curl -sS --fail --cacert "$(cat "$BATS_FILE_TMPDIR/ca-of-$1")" "${authorization[@]}" -X "${3:-PUT}" \
        -H 'Content-Type: application/json' -d "$2" "$(site_of "$1")/__sandbox/faults" >/dev/null
}

# A new issue with an estimate of two days; its key goes to $key.
new_issue() {
    local api=3
    [[ ${*: -1} = cloud* ]] || api=2
    key=$(atlcli api POST "/rest/api/$api/issue" --input - "$@" <<<'{"fields": {"summary": "Work on it",
        "project": {"key": "WEB"}, "issuetype": {"name": "Task"}, "timetracking": {"originalEstimate": "2d"}}}' |
        jq -r .key)
}

remaining() {
    local api=3
    [[ ${*: -1} = cloud* ]] || api=2
    same "$(atlcli api GET "/rest/api/$api/issue/$key?fields=timetracking" "${@:2}" |
        jq -r .fields.timetracking.remainingEstimate)" "$1"
}

adds() {
    local key id
    new_issue "$@"
    works jira worklog add "$key" 1h30m --started '2026-01-30 9:00' --comment 'Found the **leak**' "$@"
    holds "$output" "Logged 1h 30m on $key (worklog "
    remaining '1d 6h 30m' "$@"
    works jira worklog add --key "${key,,}" --time '1d 2h' --started -1d --new-estimate 3d --json "$@"
    is '[.key, .timeSpentSeconds, .timeSpent, (.url | endswith("/browse/" + $ENV.key))]' "[\"$key\",36000,\"1d 2h\",true]"
    remaining 3d "$@"
    works jira worklog add "$(site_of "${*: -1}")/browse/$key" 90m --adjust-estimate leave "$@"
    works jira worklog add --key "$key" 0.5h --reduce-by 1d "$@"
    remaining 2d "$@"
    works jira worklog list "$key" --json "$@"
    is '[.totalSeconds, (.worklogs | length), .worklogs[0].timeSpent, .worklogs[0].comment, .worklogs[0].started]' \
        '[48600,4,"1h 30m","Found the **leak**","2026-01-30T09:00:00.000Z"]'
    id=$(jq -r '.worklogs[0].id' <<<"$output")
    works jira worklog list "$key" --user me --from 2026-01-30 --to 2026-01-30 --jsonl --fields id,timeSpentSeconds "$@"
    same "$output" "{\"id\":\"$id\",\"timeSpentSeconds\":5400}"
    works jira worklog update "$key" "$id" --time 2h --comment 'Found *two*' --json "$@"
    is '[.timeSpent, .comment, .started]' '["2h","Found *two*","2026-01-30T09:00:00.000Z"]'
    remaining '1d 7h 30m' "$@"
    works jira worklog update --key "$key" "$id" --started '2026-01-29 10:15' --adjust-estimate leave --json "$@"
    is '[.timeSpent, .started]' '["2h","2026-01-29T10:15:00.000Z"]'
    exits 2 jira worklog delete "$key" "$id" "$@" </dev/null
    exits 2 jira worklog delete --key "$key" --yes "$@"
    holds "$stderr" "ID is missing"
    exits 2 jira worklog delete --yes "$@"
    holds "$stderr" "say which issue: its key is missing"
    works jira worklog delete "$id" --key "$key" --increase-by 1d --yes "$@"
    same "$output" "Deleted worklog $id of $key (2h)"
    remaining '2d 7h 30m' "$@"
    exits 4 jira worklog delete "$key" "$id" --yes "$@"
    holds "$stderr" "atlcli jira worklog list $key"
}

@test "work is logged, listed, changed and deleted, and the estimate is what it is told to be" {
    export key
    on_each_site adds
}

refuses() {
    forget_requests "${*: -1}"
    local words
    for words in 5 soon 1h30 -1h 0.5m; do
        exits 2 jira worklog add WEB-1 --time="$words" "$@"
        holds "$stderr" "'$words' is "
    done
    holds "$stderr" "'0.5m' is less than a minute"
    exits 2 jira worklog add WEB-1 soon "$@"
    holds "$stderr" "hint: write weeks, days, hours and minutes, each with its unit: 1h 30m"
    exits 2 jira worklog add WEB-1 1h --started someday "$@"
    holds "$stderr" "--started: 'someday' is no date"
    exits 2 jira worklog add WEB-1 1h --new-estimate 1h --reduce-by 1h "$@"
    exits 2 jira worklog add WEB-1 1h --adjust-estimate new "$@"
    holds "$stderr" "--adjust-estimate new needs --new-estimate"
    exits 2 jira worklog add WEB-1 1h --adjust-estimate leave --reduce-by 1h "$@"
    exits 2 jira worklog add WEB-1 "$@"
    holds "$stderr" "say how long it took"
    exits 2 jira worklog add --key WEB-1 1h --time 2h "$@"
    exits 2 jira worklog update WEB-1 1 "$@"
    holds "$stderr" "say what to change"
    exits 2 jira worklog report --by colour "$@"
    exits 2 jira worklog report --from tomorrow --to today "$@"
    same "$(requests "${*: -1}")" ""
    exits 4 jira worklog add WEB-99999 1h "$@"
}

@test "what can't be meant is refused before anything is sent" {
    on_each_site refuses
    exits 2 jira worklog add WEB-1 1h --no-notify --profile datacenter
    forget_requests cloud
    works jira worklog add WEB-1 1h --no-notify
    holds "$(requests cloud)" "notifyUsers=false"
}

reports() {
    local all
    new_issue "$@"
    works jira worklog add "$key" 1h --started '2026-01-15 8:00' "$@"
    new_issue "$@"
    seq 21 | xargs -I{} -P 2 "$ATLCLI" jira worklog add "$key" {}m --started '2026-01-15 9:00' --quiet "$@" >/dev/null
    works jira worklog report --from 2026-01-15 --to 2026-01-15 --user me --by issue --json "$@"
    is '[([.rows[].worklogs] | sort), .total.time, .total.hours, .total.worklogs]' '[[1,21],"4h 51m",4.85,22]'
    works jira worklog report --jql "key = $key" --from 2026-01-01 --to 2026-01-31 --csv "$@"
    same "$output" $'person,time,hours,worklogs\nRobin Ashdown,3h 51m,3.85,21'
    works jira worklog report --jql "key = $key" --from 2026-01-16 "$@"
    same "$stderr" "No work is logged."
    works jira worklog report --from 2000-01-01 --by person,day --json "$@"
    all=$output
    works jira worklog report --from 2000-01-01 --by project,month,week --json "$@"
    same "$(jq -c .total <<<"$output")" "$(jq -c .total <<<"$all")"
    same "$(jq '[.rows[].seconds] | add' <<<"$output")" "$(jq .total.seconds <<<"$output")"
    same "$(jq -c '[.rows[] | [.person, .day]] == ([.rows[] | [.person, .day]] | sort | unique)' <<<"$all")" true
}

@test "a report sums up all work by person, day and issue, also of issues with much of it" {
    on_each_site reports
}

timers() {
    local file=$ATLCLI_CONFIG_DIR/timers/${*: -1}/WEB-2.json
    exits 4 jira worklog timer stop "$@"
    holds "$stderr" "no timer is running"
    works jira worklog timer start web-2 --started -50m --comment 'A *review*' "$@"
    holds "$output" "Started a timer for WEB-2 at "
    same "$(stat -c %a "$file")" 600
    exits 7 jira worklog timer start WEB-2 "$@"
    holds "$stderr" "a timer for WEB-2 is running since "
    exits 4 jira worklog timer start WEB-99999 "$@"
    works jira worklog timer start --key WEB-3 "$@"
    forget_requests "${*: -1}"
    works jira worklog timer status --json "$@"
    is '[.timers[] | [.key, .state, .elapsed]]' '[["WEB-2","running","50m"],["WEB-3","running","0m"]]'
    exits 2 jira worklog timer stop "$@"
    holds "$stderr" "2 timers are there: say which"
    exits 2 jira worklog timer cancel WEB-3 "$@" </dev/null
    works jira worklog timer cancel WEB-3 --yes "$@"
    same "$output" "Dropped the timer for WEB-3 (0m)"
    same "$(requests "${*: -1}")" ""
    exits 2 jira worklog timer stop --at -2h "$@"
    exits 2 jira worklog timer stop --at +5h "$@"
    holds "$stderr" "--at: that is yet to come"
    works jira worklog timer stop --round 15m --json "$@"
    is '[.key, .timeSpent, .comment]' '["WEB-2","45m","A *review*"]'
    [ ! -e "$file" ]
    works jira worklog timer status "$@"
    same "$stderr" "No timer is running."
}

@test "a timer measures, survives, and logs what it was; or is dropped" {
    on_each_site timers
}

# logged COUNT: so many worklogs are on $key
logged() {
    same "$(atlcli jira worklog list "$key" --jsonl "${@:2}" | wc -l)" "$1"
}

lost() {
    local profile=${*: -1} key
    new_issue "$@"
    trouble "$profile" '{"reset-every": 1, "reset-when": "after", "faults-for": "POST /rest/api"}'
    works jira worklog add "$key" 1h "$@"
    logged 1 "$@"
    works jira worklog timer start "$key" --started -1h "$@"
    works jira worklog timer stop "$@"
    logged 2 "$@"
    # It never gets there: the timer stays as it was stopped, and a later stop logs it, once.
    works jira worklog timer start "$key" --started -2h "$@"
    trouble "$profile" '{"reset-every": 1, "reset-when": "before", "faults-for": "POST /rest/api"}'
    exits 6 jira worklog add "$key" 1h "$@"
    holds "$stderr" "see whether it is there before logging it again"
    exits 6 jira worklog timer stop "$key" --at -1h "$@"
    holds "$stderr" "the timer is kept"
    works jira worklog timer status --jsonl "$@"
    is '[.state, .elapsed]' '["not logged yet","1h"]'
    exits 7 jira worklog timer start "$key" "$@"
    trouble "$profile" '' DELETE
    logged 2 "$@"
    # As if the process had been killed when the server had logged it: the next stop finds it there.
    local file=$ATLCLI_CONFIG_DIR/timers/$profile/$key.json
    cp "$file" "$BATS_TEST_TMPDIR/timer"
    works jira worklog timer stop "$@"
    holds "$output" "Logged 1h on $key"
    cp "$BATS_TEST_TMPDIR/timer" "$file"
    works jira worklog timer stop "$key" "$@"
    holds "$output" "Already logged: 1h on $key"
    logged 3 "$@"
    [ ! -e "$file" ]
}

@test "work whose answer was lost is looked up and never logged twice; a timer is never lost" {
    needs_breakage
    on_each_site lost
}

@test "a file that is no timer is named; timers are kept apart by profile" {
    works jira worklog timer start WEB-2
    works jira worklog timer status --profile datacenter
    same "$output" ""
    echo '{"key": 1}' >"$ATLCLI_CONFIG_DIR/timers/cloud/WEB-2.json"
    exits 1 jira worklog timer stop
    holds "$stderr" "timers/cloud/WEB-2.json is no timer"
    rm "$ATLCLI_CONFIG_DIR/timers/cloud/WEB-2.json"
}

@test "days are as long as the site says, or eight hours where it may not be asked" {
    forget_requests cloud
    works jira worklog add WEB-1 1d --quiet
    holds "$(requests cloud)" "GET /rest/api/3/configuration"
    forget_requests cloud
    works jira worklog add WEB-1 8h --quiet
    same "$(requests cloud | cut -d'?' -f1)" "POST /rest/api/3/issue/WEB-1/worklog"
}

other_days() {
    works jira issue create --project WEB --type Task --summary Timed --estimate '1w 1d' --jsonl "$@"
    key=$(jq -r .key <<<"$output")
    remaining '1w 1d' "$@"
    works jira worklog add "$key" '1w 1d' --new-estimate 0.5d --json "$@"
    is '[.timeSpentSeconds, .timeSpent]' '[135000,"1w 1d"]'
    remaining '3h 45m' "$@"
    works jira worklog add "$key" 1d --reduce-by 1h --quiet "$@"
    remaining '2h 45m' "$@"
    works jira worklog timer start "$key" --started -16h "$@"
    works jira worklog timer stop --round 1d --json "$@"
    is .timeSpent '"2d"'
    works jira worklog report --jql "key = $key" --from -2d --json "$@"
    is '[.total.hours, .total.worklogs]' '[60,3]'
    works jira issue get "$key" --fields timetracking --json "$@"
    is '[.timetracking | .originalEstimateSeconds, .timeSpent]' '[135000,"2w"]'
}

@test "where days have another length, and weeks other days, work and estimates are in those" {
    local key
    start_session cloud-other --issues 5 --working-time 7.5/4
    start_session datacenter-other --issues 5 --working-time 7.5/4
    needs_breakage
    other_days --profile cloud-other
    other_days --profile datacenter-other
}
