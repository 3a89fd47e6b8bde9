#!/usr/bin/env bats
# Boards, sprints, epics and the order of issues.
bats_require_minimum_version 1.5.0

setup_file() {
    load prism
    start_walk --issues 300 --pages 10
}

teardown_file() {
    load prism
    end_walk
}

setup() {
    load prism
    needs_prism
}

@test "boards" {
    ok GET '/rest/agile/1.0/board?projectKeyOrId=WEB&type=scrum&name=web'
    board=$(answer '.values[0].id')
    refused 400 GET '/rest/agile/1.0/board?projectKeyOrId=NONE'
    ok GET "/rest/agile/1.0/board/$board"
    refused 404 GET /rest/agile/1.0/board/4711
    ok GET "/rest/agile/1.0/board/$board/configuration"
    filter=$(answer .filter.id)
    ok GET "/rest/agile/1.0/board/$board/project"
    ok GET "/rest/agile/1.0/board/$board/version?released=false"
    same "$(answer '[.values[].released] | unique | tojson')" '[false]'
    ok POST /rest/agile/1.0/board "{\"name\": \"Second\", \"type\": \"kanban\", \"filterId\": $filter}"
    id=$(answer .id)
    ok GET "/rest/agile/1.0/board/$id/configuration"
    refused 400 GET "/rest/agile/1.0/board/$id/sprint"
    same "$(answer '.errorMessages[0]')" 'The board does not support sprints'
    refused 400 POST /rest/agile/1.0/board '{"name": "Third", "type": "kanban", "filterId": 1}'
    ok DELETE "/rest/agile/1.0/board/$id"
    refused 404 GET "/rest/agile/1.0/board/$id"
}

@test "issues of boards" {
    ok GET '/rest/agile/1.0/board/1/issue?fields=summary&maxResults=3&jql=status%3DDone'
    same "$(answer '.issues | length')" 3
    ok GET '/rest/agile/1.0/board/1/backlog?fields=summary,sprint,closedSprints'
    same "$(answer '[.issues[].fields.sprint] | unique | tojson')" '[null]'
    ok GET '/rest/agile/1.0/board/1/epic?done=false'
    same "$(answer '[.values[].done] | unique | tojson')" '[false]'
    ok GET '/rest/agile/1.0/board/1/issue?fields=epic&jql=parent%20is%20not%20EMPTY%20and%20issuetype%20in%20(Story,Task,Bug)'
    epic=$(answer '.issues[0].fields.epic.id')
    ok GET "/rest/agile/1.0/board/1/epic/$epic/issue?fields=epic"
    same "$(answer '[.issues[].fields.epic.id] | unique | tojson')" "[$epic]"
    ok GET '/rest/agile/1.0/board/1/epic/none/issue?fields=epic'
    ok GET '/rest/agile/1.0/board/1/sprint?state=active'
    sprint=$(answer '.values[0].id')
    ok GET "/rest/agile/1.0/board/1/sprint/$sprint/issue?fields=sprint"
    same "$(answer '[.issues[].fields.sprint.id] | unique | tojson')" "[$sprint]"
    refused 400 GET '/rest/agile/1.0/board/1/issue?jql=colour%3Dred'
    ok GET /rest/agile/1.0/issue/WEB-2
}

@test "a sprint from its beginning to its end" {
    ok GET '/rest/agile/1.0/board/1/sprint?state=active'
    running=$(answer '.values[0].id')
    ok POST /rest/agile/1.0/sprint '{"name": "Try", "originBoardId": 1, "goal": "See"}'
    id=$(answer .id)
    same "$(answer .state)" future
    ok POST "/rest/agile/1.0/sprint/$id/issue" '{"issues": ["WEB-2", "WEB-3"]}'
    ok GET "/rest/agile/1.0/sprint/$id/issue?fields=summary"
    same "$(answer .total)" 2
    refused 400 POST "/rest/agile/1.0/sprint/$id" '{"state": "active"}'
    ok POST "/rest/agile/1.0/sprint/$id" \
        '{"startDate": "2026-05-04T08:00:00.000Z", "endDate": "2026-05-18T10:00:00.000+02:00"}'
    refused 400 POST "/rest/agile/1.0/sprint/$id" '{"state": "active"}'
    ok POST "/rest/agile/1.0/sprint/$running" '{"state": "closed"}'
    refused 400 POST "/rest/agile/1.0/sprint/$running/issue" '{"issues": ["WEB-2"]}'
    ok POST "/rest/agile/1.0/sprint/$id" '{"state": "active"}'
    ok GET "/rest/agile/1.0/sprint/$id"
    same "$(answer '"\(.goal) \(.state) \(.endDate)"')" 'See active 2026-05-18T08:00:00.000Z'
    ok PUT "/rest/agile/1.0/sprint/$id" '{"name": "Try", "state": "active", "startDate": "2026-05-04T08:00:00.000Z", "endDate": "2026-05-18T08:00:00.000Z"}'
    same "$(answer .goal)" ''
    ok POST /rest/agile/1.0/backlog/issue '{"issues": ["WEB-2"]}'
    ok GET "/rest/agile/1.0/sprint/$id/issue?fields=summary"
    same "$(answer .total)" 1
    ok POST "/rest/agile/1.0/sprint/$id" '{"state": "closed"}'
    refused 400 POST "/rest/agile/1.0/sprint/$id" '{"state": "active"}'
    ok GET '/rest/agile/1.0/board/1/sprint?state=future'
    other=$(answer '.values[0].id')
    ok POST "/rest/agile/1.0/sprint/$id/swap" "{\"sprintToSwapWith\": $other}"
    ok DELETE "/rest/agile/1.0/sprint/$id"
    refused 404 GET "/rest/agile/1.0/sprint/$id"
}

@test "epics" {
    ok GET /rest/agile/1.0/board/1/epic
    id=$(answer '.values[0].id')
    other=$(answer '.values[1].id')
    ok POST "/rest/agile/1.0/epic/$id" '{"name": "Short", "color": {"key": "color_3"}, "done": true}'
    ok GET "/rest/agile/1.0/epic/$id"
    same "$(answer '"\(.name) \(.color.key) \(.done)"')" 'Short color_3 true'
    ok GET '/rest/agile/1.0/epic/none/issue?fields=summary&jql=project%3DWEB%20and%20issuetype%3DStory&maxResults=1'
    key=$(answer '.issues[0].key')
    ok POST "/rest/agile/1.0/epic/$id/issue" "{\"issues\": [\"$key\"]}"
    ok GET "/rest/agile/1.0/epic/$id/issue?fields=summary"
    answer '.issues[].key' | grep -qx "$key"
    ok POST /rest/agile/1.0/epic/none/issue "{\"issues\": [\"$key\"]}"
    ok GET "/rest/agile/1.0/issue/$key?fields=epic"
    same "$(answer .fields.epic)" null
    ok PUT "/rest/agile/1.0/epic/$id/rank" "{\"rankAfterEpic\": \"$other\"}"
    ok GET /rest/agile/1.0/board/1/epic
    same "$(answer '.values[1].id')" "$id"
    refused 404 GET /rest/agile/1.0/epic/WEB-999999
}

@test "the order of issues, and what they are estimated to be" {
    ok PUT /rest/agile/1.0/issue/rank '{"issues": ["WEB-5", "WEB-6"], "rankBeforeIssue": "WEB-4"}'
    ok GET '/rest/agile/1.0/board/1/issue?fields=summary&jql=key%20in%20(WEB-4,WEB-5,WEB-6)'
    same "$(answer '[.issues[].key] | join(" ")')" 'WEB-5 WEB-6 WEB-4'
    refused 400 PUT /rest/agile/1.0/issue/rank '{"issues": ["WEB-5"], "rankBeforeIssue": "WEB-5"}'
    ok PUT '/rest/agile/1.0/issue/WEB-5/estimation?boardId=1' '{"value": "8"}'
    ok GET '/rest/agile/1.0/issue/WEB-5/estimation?boardId=1'
    same "$(answer .value)" 8
}
