#!/usr/bin/env bats
# Times as they are typed and shown: in the time zone of this machine, whatever the account's is
# shellcheck disable=SC2154 # set by bats' run
bats_require_minimum_version 1.5.0

# The zones are written out, so that no database of them is needed here: behind UTC, ahead, UTC.
zones=(XXX5 XXX-12 XXX0)

setup_file() {
    load session
    start_session cloud --zone 13 --issues 300 --pages 100
    start_session datacenter --zone -11 --issues 300 --pages 100
}

teardown_file() {
    load session
    end_sessions
}

setup() {
    load session
    load sites
}

teardown() {
    mend_all
}

# local_time ZONE SECONDS FORMAT
local_time() {
    TZ=$1 date -d "@$2" "+$3"
}

# from SECONDS: the names in [NAME, TIME] lines of what is from then on
from() {
    jq -rn --argjson since "$1" 'inputs | select((.[1][:19] + "Z" | fromdate) >= $since) | .[0]' | sort
}

# finds EXPECTED ZONE ARGUMENT...
finds() {
    local expected=$1 zone=$2 found
    shift 2
    found=$(TZ=$zone atlcli "$@" --limit all --jsonl --profile "$profile" | jq -r '.key // .id' | sort)
    same "$found" "$expected"
    same "$(TZ=$zone atlcli "$@" --count --profile "$profile")" "$(wc -l <<<"$expected")"
}

finds_issues_since() {
    local all zone day midnight
    all=$(atlcli jira search --jql 'created >= 0' --limit all --jsonl --fields key,created --profile "$profile" |
        jq -c '[.key, .created]')
    for zone in "${zones[@]}"; do
        day=$(local_time "$zone" "$(($(date +%s) - 40 * 86400))" %F)
        midnight=$(TZ=$zone date -d "$day" +%s)
        finds "$(from "$midnight" <<<"$all")" "$zone" jira search --created-since "$day"
        finds "$(from "$midnight" <<<"$all")" "$zone" jira search --created-since "${day//-//}"
        finds "$(from "$((midnight + 34200))" <<<"$all")" "$zone" jira search --created-since "$day 9:30"
    done
}

@test "what is typed for --created-since is in the time zone here" {
    for_each_profile finds_issues_since
}

finds_pages_since() {
    local all zone day midnight
    all=$(atlcli wiki search --type page --limit all --jsonl --fields id,updated --profile "$profile" |
        jq -c '[.id, .updated]')
    for zone in "${zones[@]}"; do
        day=$(local_time "$zone" "$(($(date +%s) - 90 * 86400))" %F)
        midnight=$(TZ=$zone date -d "$day" +%s)
        finds "$(from "$midnight" <<<"$all")" "$zone" wiki search --type page --modified-since "$day"
        finds "$(from "$((midnight + 34200))" <<<"$all")" "$zone" wiki search --type page \
            --modified-since "${day//-//} 9:30"
    done
}

@test "what is typed for --modified-since is in the time zone here" {
    for_each_profile finds_pages_since
}

just_now() {
    local zone key
    key=$(atlcli jira issue create --project WEB --type Task --summary 'Just now' --json --profile "$profile" | jq -r .key)
    for zone in "${zones[@]}"; do
        for since in "$(local_time "$zone" "$(($(date +%s) - 600))" '%F %H:%M')" 10m today 'yesterday 9:00'; do
            run --separate-stderr env TZ="$zone" "$ATLCLI" jira search --text 'Just now' --profile "$profile" \
                --created-since "$since" --updated-since "$since" --fields key --csv
            holds "$output" "$key"
        done
    done
}

@test "an issue of this minute is of ten minutes ago, of today and of yesterday, everywhere" {
    for_each_profile just_now
}

@test "what is counted from now is left to the server, and asks for no time zone" {
    forget_requests cloud
    TZ=XXX5 atlcli wiki search --modified-since 20m --count --profile cloud
    TZ=XXX5 atlcli wiki search --modified-since '1d 2h' --count --profile cloud
    run requests cloud
    holds "$output" "now%28%22-20m%22%29"
    holds "$output" "now%28%22-1560m%22%29"
    [[ $output != *"user/current"* ]]
    forget_requests datacenter
    TZ=XXX5 atlcli jira search --created-since '2w 3d' --count --profile datacenter
    TZ=XXX5 atlcli wiki search --modified-since yesterday --count --profile datacenter
    run requests datacenter
    [[ $output != *"myself"* ]]
    [[ $output != *"user/current"* ]]
}

@test "CQL gets the account's time, by its time zone" {
    forget_requests cloud
    TZ=XXX5 atlcli wiki search --modified-since '2026-01-31 22:15' --count --profile cloud
    run requests cloud
    holds "$output" "GET /wiki/rest/api/user/current"
    holds "$output" "2026%2F02%2F01%2016%3A15"
}

@test "an account that may not know its time zone finds what has changed since, to the minute" {
    local profile=cloud
    spoil '{"fail-every": 1, "fail-status": 403, "faults-for": "GET /wiki/rest/api/user/current"}'
    forget_requests cloud
    TZ=XXX5 works wiki search --modified-since yesterday --count
    run requests cloud
    holds "$output" "now%28%22-"
}

same_grammar() {
    local when
    for when in 7d -7d '2w 3d' 1M now today yesterday 'yesterday 9:00' 9:00 2026-01-31 2026/01/31 \
        '2026/1/31 8:15' 2026-01-31T08:15:00Z; do
        works jira search --created-since "$when" --count --profile "$profile"
        works wiki search --modified-since "$when" --count --profile "$profile"
        [ "$when" = now ] || works jira worklog list WEB-1 --from "$when" --profile "$profile"
    done
    for when in 'jira search --updated-since' 'wiki search --modified-since' 'jira worklog report --from' \
        'jira worklog add WEB-1 1h --started'; do
        # shellcheck disable=SC2086 # words
        exits 2 $when someday --profile "$profile"
        holds "$stderr" "--${when##*--}: 'someday' is no date"
        holds "$stderr" "7d"
        [[ $stderr != *"from now on"* ]]
    done
    exits 2 jira search --updated-since +2w --profile "$profile"
    holds "$stderr" "--updated-since: '+2w' is yet to come"
    exits 2 wiki search --modified-since +2w --profile "$profile"
    holds "$stderr" "--modified-since: '+2w' is yet to come"
}

@test "all options for times in the past take the same" {
    for_each_profile same_grammar
}

@test "a job's time is local wherever it is shown, and what it is of is one word" {
    works jira bulk edit --issues WEB-1 --add-label one --yes
    works jira bulk edit --issues WEB-2,WEB-3 --add-label two --yes
    local job
    job=$(atlcli jobs list --jsonl | tail -1 | jq -r .id)
    same "$(atlcli jobs list --jsonl | jq -r .of | sort -u)" issues
    TZ=XXX5 works jobs show "$job"
    holds "$stderr" ", begun on $(TZ=XXX5 atlcli jobs list --fields created | tail -1) with profile"
}

dates_of_its_own() {
    local form
    works jira issue update WEB-5 --field 'Deployed at=2026-12-01T14:30:00Z' --profile "$profile"
    for form in 'Deployed at' customfield_10036 'cf[10036]'; do
        TZ=XXX5 works jira search --jql 'key = WEB-5' --fields "key,$form" --profile "$profile"
        same "$(tail -1 <<<"$output")" "WEB-5  2026-12-01 09:30"
        TZ=XXX5 works jira issue get WEB-5 --fields "$form" --profile "$profile"
        holds "$output" "2026-12-01 09:30"
        TZ=XXX5 works jira search --jql 'key = WEB-5' --fields "key,$form" --csv --profile "$profile"
        same "$(tail -1 <<<"$output")" "WEB-5,2026-12-01T14:30:00.000Z"
        TZ=XXX5 works jira issue get WEB-5 --fields "$form" --json --profile "$profile"
        is ".[\"$form\"]" '"2026-12-01T14:30:00.000Z"'
    done
    TZ=XXX5 works jira issue get WEB-5 --profile "$profile"
    holds "$output" "2026-12-01 09:30"
    [[ $output != *14:30* ]]
}

@test "a site's own fields that hold a time are shown as those of Jira are" {
    for_each_profile dates_of_its_own
    forget_requests cloud
    works jira search --jql 'key = WEB-5' --fields 'Deployed at,customfield_10036,Platforms' --profile cloud
    same "$(requests cloud | grep -c 'GET /rest/api/3/field$')" 1
}

@test "a field that is called by its id is shown though the fields aren't told" {
    local profile=cloud
    works jira issue update WEB-6 --field 'Deployed at=2026-12-01T14:30:00Z'
    spoil '{"fail-every": 1, "fail-status": 403, "faults-for": "GET /rest/api/3/field"}'
    works jira search --jql 'key = WEB-6' --fields key,customfield_10036 --csv
    holds "$output" "WEB-6,2026-12-01T14:30:00.000+0000"
    exits 3 jira search --jql 'key = WEB-6' --fields key,customfield_10036,'Deployed at'
}
