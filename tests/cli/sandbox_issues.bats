#!/usr/bin/env bats
# Issues in the sandbox, as a client sees them: what may be done to them, what is refused and in which
# words, and what is left of it afterwards; on Cloud and on Data Center.

# shellcheck disable=SC2030,SC2031 # each test is a process of its own, and is meant to be

load sandbox
load assertions

setup_file() {
    start_sandbox --deployment cloud --issues 200 --task-rate 0
    export CLOUD=$SANDBOX_URL
    start_sandbox --deployment datacenter --context-path /jira --issues 200
    export DATA_CENTER=$SANDBOX_URL
}

teardown_file() {
    stop_sandboxes
}

# cloud METHOD PATH [BODY]: below /rest/api/3. The body goes to $output, the status to $code.
cloud() {
    send "$CLOUD/rest/api/3$2" "$1" "${3:-}" -u "$SANDBOX_EMAIL:$SANDBOX_TOKEN"
}

# data_center METHOD PATH [BODY]: below /rest/api/2.
data_center() {
    send "$DATA_CENTER/rest/api/2$2" "$1" "${3:-}" -H "Authorization: Bearer $SANDBOX_TOKEN"
}

send() {
    local url=$1 method=$2 body=$3 response
    shift 3
    [ -z "$body" ] || set -- "$@" -H 'Content-Type: application/json' -d "$body"
    response=$(curl -sS --globoff -w '\n%{http_code}' -X "$method" "$@" "$url") || return
    code=${response##*$'\n'}
    output=${response%$'\n'*}
}

field() {
    jq -r "$1" <<<"$output"
}

# answers STATUS [FILTER EXPECTED]...: of the last answer
answers() {
    same "$code" "$1"
    shift
    while [ $# -gt 0 ]; do
        same "$(field "$1")" "$2"
        shift 2
    done
}

document() {
    printf '{"type":"doc","version":1,"content":[{"type":"paragraph","content":[{"type":"text","text":"%s"}]}]}' "$1"
}

# create TYPE [FIELDS]: a new issue of the project WEB on Cloud; sets key.
create() {
    cloud POST /issue "{\"fields\": {\"project\": {\"key\": \"WEB\"}, \"issuetype\": {\"name\": \"$1\"},
        \"summary\": \"A new $1\"${2:+, $2}}}"
    same "$code" 201
    key=$(field .key)
}

@test "an issue that lacks what it needs is refused, with all the reasons at once" {
    cloud POST /issue '{"fields": {"project": {"key": "WEB"}, "issuetype": {"name": "Bug"},
        "labels": ["two words"], "priority": {"name": "Urgent"}}}'
    answers 400 .errors.summary "You must specify a summary of the issue." \
        .errors.labels "The label 'two words' contains spaces which is invalid." \
        .errors.priority "The priority selected is invalid."
    cloud POST /issue '{"fields": {"project": {"key": "NONE"}, "issuetype": {"name": "Bug"}, "summary": "x"}}'
    answers 400 .errors.project "valid project is required"
    cloud POST /issue '{"fields": {"project": {"key": "WEB"}, "issuetype": {"name": "Wish"}, "summary": "x"}}'
    answers 400 .errors.issuetype "Specify a valid issue type"
    cloud POST /issue '{"fields": {"project": {"key": "WEB"}, "issuetype": {"name": "Sub-task"}, "summary": "x"}}'
    answers 400 '.errors.parent | length > 0' true
    cloud POST /issue '[]'
    answers 400
    cloud POST /issue '{'
    answers 400
}

@test "properties come with a new issue, and are read, set and deleted" {
    local site
    for site in cloud data_center; do
        "$site" POST /issue '{"fields": {"project": {"key": "WEB"}, "issuetype": {"name": "Task"}, "summary": "a"},
            "properties": [{"key": "b.c", "value": {"d": 1}}]}'
        answers 201
        local key
        key=$(jq -r .key <<<"$output")
        "$site" GET "/issue/$key/properties"
        same "$(jq -c '[.keys[].key]' <<<"$output")" '["b.c"]'
        "$site" GET "/issue/$key/properties/b.c"
        same "$(jq -c . <<<"$output")" '{"key":"b.c","value":{"d":1}}'
        "$site" PUT "/issue/$key/properties/e" '[2]'
        same "$code" 201
        "$site" PUT "/issue/$key/properties/e" '3'
        same "$code" 200
        "$site" DELETE "/issue/$key/properties/b.c"
        same "$code" 204
        "$site" GET "/issue/$key/properties/b.c"
        same "$code" 404
        "$site" POST /issue '{"fields": {"project": {"key": "WEB"}, "issuetype": {"name": "Task"}, "summary": "a"},
            "properties": [{"key": ""}]}'
        same "$code" 400
    done
}

@test "what was refused left nothing behind" {
    cloud POST /search/approximate-count '{"jql": "project = WEB"}'
    before=$(field .count)
    cloud POST /issue '{"fields": {"project": {"key": "WEB"}, "issuetype": {"name": "Bug"}, "summary": "x", "nope": 1}}'
    answers 400 .errors.nope "Field 'nope' cannot be set. It is not on the appropriate screen, or unknown."
    cloud POST /search/approximate-count '{"jql": "project = WEB"}'
    answers 200 .count "$before"
    create Bug
    cloud PUT "/issue/$key" '{"fields": {"summary": "Another", "priority": {"name": "Urgent"}}}'
    answers 400
    cloud GET "/issue/$key?fields=summary&expand=changelog"
    answers 200 .fields.summary "A new Bug" .changelog.total 0
}

@test "custom fields of every type are set and read" {
    cloud GET /myself
    me=$(field .accountId)
    create Story "\"customfield_10016\": 2.5, \"customfield_10030\": {\"value\": \"Blue\"},
        \"customfield_10032\": [{\"value\": \"$(option 10032 0)\"}, {\"value\": \"$(option 10032 1)\"}],
        \"customfield_10034\": {\"accountId\": \"$me\"}, \"customfield_10035\": \"2026-02-03\",
        \"customfield_10036\": \"2026-02-03T10:30:00.000+0100\", \"customfield_10037\": \"Miller & Sons\",
        \"customfield_10039\": $(document "What is new"), \"customfield_10040\": [\"one\", \"two\"],
        \"customfield_10041\": [{\"accountId\": \"$me\"}], \"customfield_10042\": \"https://example.com/\""
    cloud GET "/issue/$key"
    answers 200 .fields.customfield_10016 2.5 .fields.customfield_10030.value Blue \
        '.fields.customfield_10032 | length' 2 .fields.customfield_10034.emailAddress "$SANDBOX_EMAIL" \
        .fields.customfield_10035 2026-02-03 .fields.customfield_10036 2026-02-03T09:30:00.000+0000 \
        .fields.customfield_10037 "Miller & Sons" '.fields.customfield_10039.content[0].content[0].text' "What is new" \
        '.fields.customfield_10040 | join(",")' one,two '.fields.customfield_10041[0].accountId' "$me" \
        .fields.customfield_10042 https://example.com/
    cloud PUT "/issue/$key" '{"fields": {"customfield_10016": null, "customfield_10030": {"value": "Red"}},
        "update": {"customfield_10040": [{"add": "three"}, {"remove": "one"}]}}'
    answers 204
    cloud GET "/issue/$key?expand=changelog"
    answers 200 .fields.customfield_10016 null .fields.customfield_10030.value Red \
        '.fields.customfield_10040 | join(",")' two,three \
        '[.changelog.histories[].items[] | select(.field == "Team") | .fromString, .toString] | join(">")' "Blue>Red"
}

# option FIELD INDEX: the value of one of the field's options.
option() {
    curl -sS -u "$SANDBOX_EMAIL:$SANDBOX_TOKEN" "$CLOUD/rest/api/3/issue/WEB-1/editmeta" |
        jq -r ".fields.customfield_$1.allowedValues[$2].value"
}

@test "values of custom fields that don't fit are refused" {
    create Story
    refuse() {
        cloud PUT "/issue/$key" "{\"fields\": {\"customfield_$1\": $2}}"
        answers 400 ".errors.customfield_$1" "$3"
    }
    refuse 10016 '"five"' "Operation value must be a number"
    refuse 10016 1e999 "Operation value must be a number"
    refuse 10030 '{"value": "Pink"}' "Specify a valid 'value' for Team: 'Pink' is not one of its options."
    refuse 10034 '{"accountId": "nobody"}' "User 'nobody' does not exist."
    refuse 10035 '"3 February"' "Error parsing date string: 3 February"
    refuse 10032 '{"value": "Web"}' "data was not an array"
    refuse 10042 '"example"' "'example' is not a valid URL"
}

@test "workflows allow what they allow, by type" {
    create Story
    cloud GET "/issue/$key/transitions"
    answers 200 '[.transitions[].name] | join(",")' "Start work"
    cloud POST "/issue/$key/transitions" '{"transition": {"id": "41"}}'
    answers 400 '.errorMessages[0]' "Transition id '41' is not valid for this issue."
    create Bug
    cloud POST "/issue/$key/transitions" '{"transition": {"id": "41"}}'
    answers 400 .errors.resolution "Resolution is required."
    cloud POST "/issue/$key/transitions" '{"transition": {"id": "41"}, "fields": {"resolution": {"name": "Maybe"}}}'
    answers 400 .errors.resolution "The resolution selected is invalid."
    cloud POST "/issue/$key/transitions" "{\"transition\": {\"id\": \"41\"}, \"fields\": {\"resolution\": {\"name\": \"Duplicate\"}},
        \"update\": {\"comment\": [{\"add\": {\"body\": $(document "As before")}}]}}"
    answers 204
    cloud GET "/issue/$key"
    answers 200 .fields.status.name "Won't \"do\"" .fields.resolution.name Duplicate .fields.comment.total 1 \
        '.fields.resolutiondate | length > 0' true
    create Task
    cloud POST "/issue/$key/transitions" '{"transition": {"id": "41"}}'
    answers 204
    cloud POST "/issue/$key/transitions" '{"transition": {"id": "21"}}'
    answers 204
    cloud GET "/issue/$key?fields=status,resolution,resolutiondate"
    answers 200 .fields.status.name "In Progress" .fields.resolution null .fields.resolutiondate null
}

# screens REQUEST COMMENT TRANSITION TRANSITION: a story goes to review by one without a screen, and one with one
screens() {
    local create='{"fields": {"project": {"key": "WEB"}, "issuetype": {"name": "Story"}, "summary": "Screens"}}'
    "$1" POST /issue "$create"
    answers 201
    key=$(field .key)
    "$1" GET "/issue/$key/transitions"
    answers 200 '.transitions[0] | [.id, .hasScreen] | tojson' "$3"
    "$1" POST "/issue/$key/transitions" "{\"transition\": {\"id\": \"11\"}, \"fields\": {\"duedate\": \"2030-01-31\"},
        \"update\": {\"comment\": [{\"add\": {\"body\": $2}}]}}"
    answers 204
    "$1" GET "/issue/$key"
    answers 200 .fields.status.name "In Progress" .fields.duedate null .fields.comment.total 0
    "$1" GET "/issue/$key/transitions"
    answers 200 '.transitions[0] | [.id, .hasScreen] | tojson' "$4"
    "$1" POST "/issue/$key/transitions" "{\"transition\": {\"id\": \"21\"}, \"fields\": {\"duedate\": \"2030-01-31\"}}"
    answers 400 '.errors.duedate | test("not on the appropriate screen")' true
    "$1" POST "/issue/$key/transitions" "{\"transition\": {\"id\": \"21\"},
        \"update\": {\"comment\": [{\"add\": {\"body\": $2}}]}}"
    answers 204
    "$1" GET "/issue/$key"
    answers 200 .fields.status.name "In Review" .fields.comment.total 1
}

@test "a transition without a screen takes no comment and no fields, and doesn't say so" {
    screens cloud "$(document "With it")" '["11",false]' '["21",true]'
    screens data_center '"With it"' '["11",null]' '["21",null]'
}

@test "logged work adds up, and goes again" {
    create Task '"timetracking": {"originalEstimate": "1d"}'
    cloud POST "/issue/$key/worklog" '{"timeSpent": "1h 30m"}'
    answers 201 .timeSpentSeconds 5400
    first=$(field .id)
    cloud POST "/issue/$key/worklog?adjustEstimate=leave" '{"timeSpentSeconds": 1800}'
    answers 201
    cloud POST "/issue/$key/worklog" '{"timeSpent": "soon"}'
    answers 400 .errors.timeLogged "Invalid time duration entered: 'soon'."
    cloud GET "/issue/$key?fields=timetracking"
    answers 200 '.fields.timetracking | "\(.originalEstimate), \(.remainingEstimate), \(.timeSpent)"' "1d, 6h 30m, 2h"
    cloud PUT "/issue/$key/worklog/$first" '{"timeSpent": "1h"}'
    answers 200 .timeSpent 1h
    remaining() {
        cloud GET "/issue/$key?fields=timetracking"
        answers 200 .fields.timetracking.remainingEstimate "$1"
    }
    remaining 7h
    cloud PUT "/issue/$key/worklog/$first?adjustEstimate=leave" '{"timeSpent": "3h"}'
    remaining 7h
    cloud PUT "/issue/$key/worklog/$first?adjustEstimate=manual" '{"timeSpent": "2h"}'
    answers 400
    cloud POST "/issue/$key/worklog" '{"timeSpent": "2h"}'
    cloud DELETE "/issue/$key/worklog/$(field .id)?adjustEstimate=manual&increaseBy=30m"
    remaining '5h 30m'
    cloud DELETE "/issue/$key/worklog/$first"
    answers 204
    remaining '1d 30m'
    cloud GET "/issue/$key/worklog"
    answers 200 .total 1
    cloud GET /worklog/deleted
    answers 200 ".values | map(.worklogId) | index($first) != null" true
}

@test "a bulk change says what became of each issue, and changes nothing of those that failed" {
    create Task
    task=$key
    create Story
    story=$key
    cloud POST /bulk/issues/transition "{\"bulkTransitionInputs\": [
        {\"selectedIssueIdsOrKeys\": [\"$task\", \"$story\", \"WEB-99999\"], \"transitionId\": \"41\"}]}"
    answers 201
    cloud GET "/bulk/queue/$(field .taskId)"
    answers 200 .status COMPLETE '.processedAccessibleIssues | length' 1 .invalidOrInaccessibleIssueCount 1 \
        '[.failedAccessibleIssues[][]] | join(";")' "Transition id '41' is not valid for this issue." .totalIssueCount 3
    cloud GET "/issue/$task?fields=status"
    answers 200 .fields.status.name Done
    cloud GET "/issue/$story?fields=status"
    answers 200 .fields.status.name "To Do"
}

@test "more than a call may hold is refused" {
    many() { jq -cn --argjson count "$1" '[range($count) | "WEB-1"]'; }
    cloud POST /bulk/issues/delete "{\"selectedIssueIdsOrKeys\": $(many 1001)}"
    answers 400 '.errors[0].message' "No more than 1000 issues can be selected in one operation."
    cloud POST /issue/bulkfetch "{\"issueIdsOrKeys\": $(many 101)}"
    answers 400
    cloud POST /issue/bulk '{"issueUpdates": []}'
    answers 400
    cloud POST /issue/bulk "{\"issueUpdates\": $(jq -cn '[range(51) | {}]')}"
    answers 400
}

@test "an issue that moved is found by its old key" {
    create Task
    cloud POST /bulk/issues/move "{\"targetToSourcesMapping\": {\"MOB,10002\": {\"issueIdsOrKeys\": [\"$key\"]}}}"
    answers 201
    cloud GET "/bulk/queue/$(field .taskId)"
    answers 200 '.processedAccessibleIssues | length' 1
    cloud GET "/issue/$key"
    answers 200 '.key | startswith("MOB-")' true .fields.project.key MOB
}

@test "sub-tasks go with their issue, if that is asked for" {
    create Task
    parent=$key
    create Sub-task "\"parent\": {\"key\": \"$parent\"}"
    cloud GET "/issue/$parent?fields=subtasks"
    answers 200 '.fields.subtasks[0].key' "$key"
    cloud DELETE "/issue/$parent"
    answers 400 '.errorMessages[0] | test("has subtasks")' true
    cloud DELETE "/issue/$parent?deleteSubtasks=true"
    answers 204
    cloud GET "/issue/$key"
    answers 404 '.errorMessages[0]' "Issue does not exist or you do not have permission to see it."
}

@test "Data Center speaks wiki markup, names people by their user names, and searches by offset" {
    data_center POST /issue '{"fields": {"project": {"key": "WEB"}, "issuetype": {"name": "Task"}, "summary": "On our own",
        "description": "h1. Why\n* because", "assignee": {"name": "robin.ashdown"}}}'
    answers 201
    key=$(field .key)
    data_center GET "/issue/$key"
    answers 200 .fields.description $'h1. Why\n* because' .fields.assignee.name robin.ashdown
    data_center PUT "/issue/$key" '{"fields": {"description": {"type": "doc"}}}'
    answers 400 .errors.description "Operation value must be a string"
    data_center POST "/issue/$key/comment" '{"body": "It is *done*"}'
    answers 201 .body "It is *done*"
    data_center PUT "/issue/$key/assignee" '{"name": null}'
    answers 204
    data_center GET "/search?jql=key=$key&fields=assignee"
    answers 200 .total 1 '.issues[0].fields.assignee' null
    data_center POST /bulk/issues/delete '{"selectedIssueIdsOrKeys": ["WEB-1"]}'
    answers 404
}

@test "an epic is named, linked to, and let go of" {
    data_center POST /issue '{"fields": {"project": {"key": "WEB"}, "issuetype": {"name": "Epic"}, "summary": "All of it",
        "customfield_10011": "Everything"}}'
    answers 201
    epic=$(field .key)
    data_center POST /issue "{\"fields\": {\"project\": {\"key\": \"WEB\"}, \"issuetype\": {\"name\": \"Story\"},
        \"summary\": \"A part\", \"customfield_10014\": \"$epic\"}}"
    answers 201
    key=$(field .key)
    data_center GET "/issue/$epic"
    answers 200 .fields.customfield_10011 Everything
    data_center GET "/issue/$key"
    answers 200 .fields.customfield_10014 "$epic" .fields.customfield_10011 null
    data_center GET "/search?jql=%22Epic+Link%22=$epic&fields=key"
    answers 200 .total 1
    data_center PUT "/issue/$key" '{"fields": {"customfield_10014": "WEB-999999"}}'
    answers 400 .errors.customfield_10014 "Issue 'WEB-999999' is not an epic."
    data_center PUT "/issue/$key" '{"fields": {"customfield_10011": "A story has no epic name"}}'
    answers 400
    data_center PUT "/issue/$key" '{"fields": {"customfield_10014": null}}'
    answers 204
    data_center GET "/search?jql=%22Epic+Link%22=$epic&fields=key"
    answers 200 .total 0
}
