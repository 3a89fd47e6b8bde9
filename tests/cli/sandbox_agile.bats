#!/usr/bin/env bats
# Boards, sprints and epics of the sandbox, as both deployments have them.

# shellcheck disable=SC2030,SC2031 # each test is a process of its own, and is meant to be

load sandbox

setup() {
    if ! command -v curl >/dev/null || ! command -v jq >/dev/null; then
        skip "curl and jq are needed"
    fi
}

teardown() {
    stop_sandboxes
}

# start cloud|datacenter [ARGUMENT...]
start() {
    start_sandbox --deployment "$@" --issues 200 --pages 2 --today 2026-01-31
    authorization=(-H "Authorization: Bearer $SANDBOX_TOKEN")
    [ "$1" = datacenter ] || authorization=(-u "$SANDBOX_EMAIL:$SANDBOX_TOKEN")
}

# ask METHOD PATH [BODY]: the body goes to $output, the status to $code
ask() {
    local response
    response=$(curl -sS --globoff "${authorization[@]}" -X "$1" -w '\n%{http_code}' \
        ${3:+-H 'Content-Type: application/json' -d "$3"} "$SANDBOX_URL$2") || return
    code=${response##*$'\n'}
    output=${response%$'\n'*}
}

# expect STATUS METHOD PATH [BODY]
expect() {
    ask "${@:2}"
    same "$code" "$1" || { printf '%s\n' "$output" && return 1; }
}

field() {
    jq -r "$1" <<<"$output"
}

same() {
    [ "$1" = "$2" ] || {
        printf 'expected: %s\ngot:      %s\n' "$2" "$1"
        return 1
    }
}

agile=/rest/agile/1.0

@test "boards say where they live on Cloud only" {
    start cloud
    expect 200 GET "$agile/board/1"
    same "$(field '"\(.name) \(.location.projectKey)"')" 'WEB board WEB'
    stop_sandbox
    start datacenter
    expect 200 GET "$agile/board?type=scrum&projectKeyOrId=WEB"
    same "$(field '.values[0] | keys | join(" ")')" 'id name self type'
}

@test "boards of a hidden project aren't there" {
    start datacenter --hidden-project WEB
    expect 404 GET "$agile/board/1"
    expect 200 GET "$agile/board"
    same "$(field '[.values[].name | select(startswith("WEB"))] | length')" 0
}

@test "a sprint is planned, started and completed; what isn't done goes back to the backlog" {
    local deployment
    for deployment in cloud datacenter; do
        start "$deployment"
        expect 200 GET "$agile/board/1/sprint?state=active"
        running=$(field '.values[0].id')
        expect 200 POST "$agile/sprint/$running" '{"state": "closed"}'
        same "$(field '.completeDate[:10]')" 2026-01-31
        expect 201 POST "$agile/sprint" '{"name": "Next", "originBoardId": 1,
            "startDate": "2026-02-01T09:00:00.000+0100", "endDate": "2026-02-15T09:00:00.000+0100"}'
        sprint=$(field .id)
        same "$(field '"\(.state) \(.startDate)"')" 'future 2026-02-01T08:00:00.000Z'
        expect 200 GET "$agile/board/1/backlog?fields=status&maxResults=1"
        key=$(field '.issues[0].key')
        expect 204 POST "$agile/sprint/$sprint/issue" "{\"issues\": [\"$key\"]}"
        expect 200 POST "$agile/sprint/$sprint" '{"state": "active"}'
        expect 200 GET "$agile/sprint/$sprint/issue?fields=sprint"
        same "$(field '.issues[] | "\(.key) \(.fields.sprint.state)"')" "$key active"
        expect 200 GET "$agile/board/1/backlog?fields=status&jql=key=$key"
        same "$(field .total)" 0
        expect 200 POST "$agile/sprint/$sprint" '{"state": "closed"}'
        expect 200 GET "$agile/board/1/backlog?fields=sprint,closedSprints&jql=key=$key"
        same "$(field '.issues[0].fields | "\(.sprint) \(.closedSprints[-1].name)"')" 'null Next'
        expect 400 POST "$agile/sprint/$sprint/issue" "{\"issues\": [\"$key\"]}"
        stop_sandbox
    done
}

@test "moving an issue between sprints is in its history" {
    start cloud
    expect 200 GET "$agile/board/1/sprint?state=future"
    sprint=$(field '.values[0].id')
    name=$(field '.values[0].name')
    expect 200 GET "$agile/board/1/backlog?fields=status&jql=sprint%20is%20EMPTY&maxResults=1"
    key=$(field '.issues[0].key')
    expect 204 POST "$agile/sprint/$sprint/issue" "{\"issues\": [\"$key\"]}"
    expect 200 GET "/rest/api/3/issue/$key?fields=summary&expand=changelog"
    same "$(field '.changelog.histories[0].items[0] | "\(.field): \(.toString)"')" "Sprint: $name"
}

@test "a sprint needs a name of at most thirty characters and a board that has sprints" {
    start datacenter
    expect 400 POST "$agile/sprint" '{"originBoardId": 1}'
    expect 400 POST "$agile/sprint" '{"name": "1234567890123456789012345678901", "originBoardId": 1}'
    same "$(field '.errorMessages[0]')" 'Sprint name must be shorter than 30 characters.'
    expect 200 GET "$agile/board?type=kanban"
    kanban=$(field '.values[0].id')
    expect 400 POST "$agile/sprint" "{\"name\": \"A\", \"originBoardId\": $kanban}"
    same "$(field '.errorMessages[0]')" 'The board does not support sprints'
    expect 404 POST "$agile/sprint" '{"name": "A", "originBoardId": 4711}'
}

@test "fifty issues at most are moved at once, all of them or none" {
    start cloud
    keys=$(seq -f '"WEB-%g"' 1 51 | paste -sd,)
    expect 400 POST "$agile/backlog/issue" "{\"issues\": [$keys]}"
    expect 200 GET "$agile/board/1/sprint?state=future"
    sprint=$(field '.values[0].id')
    expect 200 GET "$agile/sprint/$sprint/issue?fields=summary"
    before=$(field .total)
    expect 400 POST "$agile/sprint/$sprint/issue" '{"issues": ["WEB-2", "WEB-999999"]}'
    expect 200 GET "$agile/sprint/$sprint/issue?fields=summary"
    same "$(field .total)" "$before"
}

@test "ranks order boards and searches" {
    start datacenter
    expect 204 PUT "$agile/issue/rank" '{"issues": ["WEB-9", "WEB-8"], "rankAfterIssue": "WEB-7"}'
    expect 200 GET "/rest/api/2/search?jql=key%20in%20(WEB-7,WEB-8,WEB-9)%20order%20by%20rank&fields=summary"
    same "$(field '[.issues[].key] | join(" ")')" 'WEB-7 WEB-9 WEB-8'
}
