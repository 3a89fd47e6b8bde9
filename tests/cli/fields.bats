#!/usr/bin/env bats
# --fields: what a command can't tell is said before it does anything
# shellcheck disable=SC2154 # set by bats' run
bats_require_minimum_version 1.5.0

setup_file() {
    load session
    start_session cloud --issues 50
}

teardown_file() {
    load session
    end_sessions
}

setup() {
    load session
}

# refuses WORD...: --fields names what no message of it has, and nothing is asked of the site.
refuses() {
    forget_requests cloud
    atl "$@" --fields key,kye --json
    expect 2
    same "$(jq -r .error.code <<<"$output")" usage
    warns "error: unknown field '"
    same "$(requests cloud)" ""
}

@test "a change isn't made when its result can't be told" {
    refuses jira issue create --project WEB --type Task --summary One
    refuses jira issue clone WEB-1
    refuses jira issue comment WEB-1 Text
    refuses jira issue transition WEB-1 --to Done
    refuses jira issue delete WEB-1 --yes
    refuses jira epic create --project WEB --summary One
    refuses jira sprint create One --board 1
    refuses jira sprint close 1 --yes
    refuses jira sprint add 1 --issues WEB-1
    refuses jira version create 9.9 --project WEB
    refuses jira component create One --project WEB
    refuses jira filter create One --jql 'project = WEB'
    refuses jira worklog add WEB-1 --time 1h
    refuses wiki page create --space DEMO --title One --body Text
    refuses wiki page delete 1 --yes
    refuses wiki page move 1 --parent 2
    refuses wiki page label add 1 one
    refuses wiki page comments add 1 Text
    refuses wiki space create --key ONE --name One
    refuses auth switch cloud
}

@test "many things aren't changed when their outcomes can't be told" {
    printf 'summary,type\nOne,Task\n' >"$BATS_TEST_TMPDIR/rows.csv"
    refuses jira bulk create --file "$BATS_TEST_TMPDIR/rows.csv" --project WEB --yes
    refuses jira import --file "$BATS_TEST_TMPDIR/rows.csv" --project WEB --yes
    refuses jira bulk delete --issues WEB-1 --yes
    refuses jira bulk label add one --issues WEB-1 --yes
    refuses jira bulk edit --issues WEB-1 --priority High --yes
    refuses wiki page delete --pages 1 --yes
    refuses wiki page move --pages 1 --parent 2 --yes
    refuses wiki page label add one --pages 1 --yes
    same "$(atlcli jobs list --jsonl)" ""
}

@test "a job isn't resumed when its outcomes can't be told" {
    atl jira bulk label add one --issues WEB-1,WEB-2,NO-1 --yes --json
    expect 5
    refuses jobs resume "$(jq -r .job <<<"$output")" --retry-failed
    refuses jobs clear "$(jq -r .job <<<"$output")"
}

@test "a field is there whether or not it has a value" {
    atl jira issue create --project WEB --type Task --summary One --fields URL,key --jsonl
    expect 0
    same "$(jq -c keys_unsorted <<<"$output")" '["url","key"]'
    atl jira version create 9.9 --project WEB --fields name,project --json
    expect 0
    same "$(jq -c . <<<"$output")" '{"schemaVersion":"1","name":"9.9","project":null}'
    same "$stderr" ""
}
