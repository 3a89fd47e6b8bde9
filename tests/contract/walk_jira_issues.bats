#!/usr/bin/env bats
# Issues: their life from creation to deletion.
bats_require_minimum_version 1.5.0

setup_file() {
    load prism
    start_walk --issues 60
}

teardown_file() {
    load prism
    end_walk
}

setup() {
    load prism
    needs_prism
}

# A new issue of the project WEB; sets key.
new_issue() {
    ok POST /rest/api/3/issue \
        '{"fields": {"project": {"key": "WEB"}, "issuetype": {"name": "Task"}, "summary": "Walked"}}'
    key=$(answer .key)
}

@test "an issue is created, edited, assigned and deleted" {
    ok GET /rest/api/3/issue/createmeta/WEB/issuetypes
    type=$(answer '.issueTypes[] | select(.name == "Task").id')
    ok GET "/rest/api/3/issue/createmeta/WEB/issuetypes/$type"
    new_issue
    ok GET "/rest/api/3/issue/$key?expand=names,schema,changelog,transitions,operations,editmeta,renderedFields"
    same "$(answer .fields.summary)" Walked
    ok GET "/rest/api/3/issue/$key/editmeta"
    ok PUT "/rest/api/3/issue/$key" '{"fields": {"summary": "Walked on"}, "update": {"labels": [{"add": "path"}]}}'
    ok GET /rest/api/3/myself
    ok PUT "/rest/api/3/issue/$key/assignee" "{\"accountId\": \"$(answer .accountId)\"}"
    ok GET "/rest/api/3/issue/$key?fields=summary,labels,assignee&expand=changelog"
    same "$(answer '"\(.fields.summary), \(.fields.labels[]), \(.fields.assignee.emailAddress)"')" \
        "Walked on, path, $SANDBOX_EMAIL"
    ok DELETE "/rest/api/3/issue/$key"
    refused 404 GET "/rest/api/3/issue/$key"
}

@test "what can't be created is refused, with reasons" {
    refused 400 POST /rest/api/3/issue '{"fields": {"project": {"key": "WEB"}, "issuetype": {"name": "Task"}}}'
    refused 400 POST /rest/api/3/issue '{"fields": {"project": {"key": "NOPE"}, "issuetype": {"name": "Task"}, "summary": "x"}}'
    new_issue
    refused 400 PUT "/rest/api/3/issue/$key" '{"fields": {"summary": ""}}'
    refused 404 PUT /rest/api/3/issue/WEB-999999 '{"fields": {"summary": "x"}}'
    refused 404 DELETE /rest/api/3/issue/WEB-999999
    refused 404 GET /rest/api/3/issue/WEB-999999/transitions
    refused 404 GET /rest/api/3/issue/WEB-999999/editmeta
    refused 400 GET /rest/api/3/issue/createmeta/NOPE/issuetypes
}

@test "many are created at once" {
    fields='{"project": {"key": "WEB"}, "issuetype": {"name": "Task"}, "summary": "One of many"}'
    ok POST /rest/api/3/issue/bulk "{\"issueUpdates\": [{\"fields\": $fields}, {\"fields\": $fields}]}"
    same "$(answer '.issues | length')" 2
    ok POST /rest/api/3/issue/bulk "{\"issueUpdates\": [{\"fields\": $fields}, {\"fields\": {\"summary\": \"x\"}}]}"
    same "$(answer '"\(.issues | length) \(.errors | length)"')" "1 1"
    refused 400 POST /rest/api/3/issue/bulk '{"issueUpdates": [{"fields": {"summary": "x"}}]}'
}

@test "an issue goes through its workflow" {
    new_issue
    ok GET "/rest/api/3/issue/$key/transitions?expand=transitions.fields"
    transition=$(answer '.transitions[0].id') to=$(answer '.transitions[0].to.name')
    ok POST "/rest/api/3/issue/$key/transitions" "{\"transition\": {\"id\": \"$transition\"}}"
    ok GET "/rest/api/3/issue/$key?fields=status"
    same "$(answer .fields.status.name)" "$to"
    refused 400 POST "/rest/api/3/issue/$key/transitions" '{"transition": {"id": "999"}}'
}
