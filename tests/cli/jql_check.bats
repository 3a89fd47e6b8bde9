#!/usr/bin/env bats
# jira jql check, alone and with sites of both kinds
# shellcheck disable=SC2154 # set by bats' run
bats_require_minimum_version 1.5.0

setup_file() {
    load session
    start_session cloud --issues 30
    start_session datacenter --issues 30 --context-path /jira
}

teardown_file() {
    load session
    end_sessions
}

setup() {
    load session
}

both() {
    "$@" cloud
    "$@" datacenter
}

@test "a query without a mistake is shown as it was understood" {
    run --separate-stderr atlcli jira jql check --offline \
        "project=WEB && (status IN(Done,'In Progress') or assignee is null)order by created desc"
    same "$status" 0
    same "$output" 'project = WEB AND (status in (Done, "In Progress") OR assignee is EMPTY) ORDER BY created DESC'
    holds "$stderr" "Checked offline"
}

@test "without a profile it needs no site" {
    ATLCLI_CONFIG_DIR=$BATS_TEST_TMPDIR/none run --separate-stderr atlcli jira jql check 'project = WEB'
    same "$status" 0
    holds "$stderr" "Checked offline"
    ATLCLI_CONFIG_DIR=$BATS_TEST_TMPDIR/none run --separate-stderr atlcli jira jql check 'project = WEB' \
        --profile work
    same "$status" 4
}

@test "a mistake is pointed at, with what was probably meant" {
    run --separate-stderr atlcli jira jql check --offline 'project = WEB AND created > yesterday'
    same "$status" 2
    same "$output" ""
    holds "$stderr" "error: Date value 'yesterday' for field 'created' is invalid"
    holds "$stderr" $'\nhint: project = WEB AND created > yesterday\nhint:                             ^'
    run --separate-stderr atlcli jira jql check --offline 'summary = x AND sprint = openSprints()'
    same "$status" 2
    holds "$stderr" "error: The operator '=' is not supported by the 'summary' field"
    holds "$stderr" "hint: did you mean ~?"
    holds "$stderr" $'\nhint:                        ^\nhint: did you mean in?'
    run --separate-stderr atlcli jira jql check --offline 'project = WEB AND statu Done'
    same "$status" 2
    holds "$stderr" "Expecting operator but got 'Done'"
    holds "$stderr" $'\nhint:                         ^'
}

@test "what only a site can know is a warning without one" {
    run --separate-stderr atlcli jira jql check --offline '"Customer number" = 5'
    same "$status" 0
    holds "$stderr" "warning: Field 'Customer number' is none of Jira's own"
    same "$output" '"Customer number" = 5'
    # Also a name that looks like another one: a site may have both.
    run --separate-stderr atlcli jira jql check --offline 'Approvers = currentUser() AND sprint in openSprint()'
    same "$status" 0
    holds "$stderr" "warning: Field 'Approvers' is none of Jira's own"
    holds "$stderr" $'\nhint: Approvers = currentUser() AND sprint in openSprint()\nhint: ^\nhint: did you mean approvals?'
    holds "$stderr" "warning: The function 'openSprint()' is none of Jira's own"
    holds "$stderr" "hint: did you mean openSprints?"
    same "$output" 'Approvers = currentUser() AND sprint in openSprint()'
}

@test "properties of issues, and what development tools tell, are fields" {
    run --separate-stderr atlcli jira jql check --offline \
        'issue.property[key].path="x" and development[pullrequests].open>0'
    same "$status" 0
    [[ $stderr != *warning* ]]
    same "$output" 'issue.property[key].path = x AND development[pullrequests].open > 0'
    run --separate-stderr atlcli jira jql check --offline 'issue.property[] = x'
    same "$status" 2
    holds "$stderr" "Expecting the key of a property but got ']'"
}

@test "as JSON every problem has its place, its message and its remedy" {
    run --separate-stderr atlcli jira jql check --offline --json 'assigne = a AND summary != b AND x = 1'
    same "$status" 2
    same "$(jq -c '[.schemaVersion, .valid, .checkedWith, .error.code, [.problems[] |
        [.severity, .line, .column, .offset, .length, .suggestion]]]' <<<"$output")" \
        '["1",false,"offline","usage",[["warning",1,1,0,7,"assignee"],["error",1,25,24,2,"!~"],["warning",1,34,33,1,null]]]'
    run --separate-stderr atlcli jira jql check --offline --json 'project = WEB'
    same "$status" 0
    same "$(jq -c '[.valid, .problems, .understood]' <<<"$output")" '[true,[],"project = WEB"]'
    run --separate-stderr atlcli jira jql check --offline --json 'project ='
    same "$status" 2
    same "$(jq -c '[.valid, .understood, .problems[0].column]' <<<"$output")" '[false,null,10]'
}

@test "rows have a problem each" {
    run --separate-stderr atlcli jira jql check --offline --jsonl 'assigne = a AND summary != b'
    same "$status" 2
    same "$(jq -c .suggestion <<<"$output" | tr '\n' ' ')" '"assignee" "!~" '
    run --separate-stderr atlcli jira jql check --offline --csv --fields line,column,suggestion 'assigne = a'
    same "${lines[0]}" "line,column,suggestion"
    same "${lines[1]}" "1,1,assignee"
}

accepts() {
    forget_requests "$1"
    run --separate-stderr atlcli jira jql check --profile "$1" \
        '"Story point estimate" > 3 AND cf[10030] is not EMPTY AND status = "in progress"'
    same "$status" 0
    same "$stderr" "$(site_of "$1") accepts the query."
    same "$(requests "$1" | wc -l)" 1
}

@test "a site is asked once for what it accepts, its custom fields included" {
    both accepts
}

refuses() {
    run --separate-stderr atlcli jira jql check --profile "$1" 'Tean = Blue OR colour = red OR summary = x'
    same "$status" 2
    holds "$stderr" "Field 'Tean' does not exist or you do not have permission to view it"
    holds "$stderr" "hint: did you mean Team?"
    holds "$stderr" "Field 'colour' does not exist"
    holds "$stderr" "hint: did you mean ~?"
}

@test "a site's fields are known, and suggested" {
    both refuses
}

values() {
    run --separate-stderr atlcli jira jql check --profile "$1" --json \
        'project = WEB AND status in (Done, "In Progres")'
    same "$status" 2
    same "$(jq -c '[.valid, (.problems | length), .problems[0].offset, .problems[0].suggestion]' <<<"$output")" \
        '[false,1,35,"\"In Progress\""]'
    run --separate-stderr atlcli jira jql check --profile "$1" 'project = NOPE'
    same "$status" 2
    holds "$stderr" $'hint: project = NOPE\nhint:           ^'
}

@test "a site's values are known, and suggested" {
    both values
}

@test "a mistake in writing is one problem, though the site finds it, too" {
    run --separate-stderr atlcli jira jql check --json 'project = WEB AND statu Done'
    same "$status" 2
    same "$(jq -c '[.problems[] | [.offset, .length]]' <<<"$output")" '[[24,4]]'
}

@test "a site that can't be asked is an error that names the way out" {
    ATLCLI_SITE=https://nowhere.invalid ATLCLI_EMAIL=a@example.com ATLCLI_API_TOKEN=x \
        run --separate-stderr atlcli jira jql check 'project = WEB' --retries 0
    same "$status" 6
    holds "$stderr" "hint: --offline checks without the site"
}
