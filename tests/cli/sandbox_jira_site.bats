#!/usr/bin/env bats
# How the sandbox's Jira is set up where Data Center differs from Cloud, and what hides a project.

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

start_data_center() {
    start_sandbox --deployment datacenter --issues 60 --pages 2 --today 2026-01-31 "$@"
}

# expect STATUS METHOD PATH [BODY]: with ${headers[@]}, further ones of curl's; the body goes to $output
expect() {
    local response
    response=$(curl -sS --globoff -H "Authorization: Bearer $SANDBOX_TOKEN" -X "$2" "${headers[@]}" \
        -w '\n%{http_code}' ${4:+-H 'Content-Type: application/json' -d "$4"} "$SANDBOX_URL$3") ||
        return
    output=${response%$'\n'*}
    same "${response##*$'\n'}" "$1" || { printf '%s\n' "$output" && return 1; }
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

api=/rest/api/2
headers=()

@test "people are named by user name and key, without account ids" {
    start_data_center
    expect 200 GET "$api/myself"
    name=$(field .name)
    key=$(field .key)
    same "$(field .accountId)" null
    expect 200 GET "$api/user?username=$name"
    expect 200 GET "$api/user?key=$key"
    same "$(field .name)" "$name"
    expect 404 GET "$api/user?username=$key"
    expect 404 GET "$api/user"
    expect 200 GET "$api/user/search?username=.&maxResults=3"
    same "$(field length)" 3
    expect 200 GET "$api/user/assignable/search?project=WEB&username=$name"
    same "$(field '.[0].key')" "$key"
    expect 404 GET "$api/user/assignable/search?project=NONE"
    expect 200 GET "$api/groups/picker?query=dev"
    same "$(field '.groups[0] | "\(.name) \(.html) \(.groupId)"')" \
        'developers <strong>dev</strong>elopers null'
}

@test "lists are plain arrays, without Cloud's pages" {
    start_data_center
    expect 200 GET "$api/project?expand=projectKeys"
    same "$(field '.[0] | "\(.key) \(.projectKeys[0]) \(.style)"')" 'WEB WEB null'
    expect 404 GET "$api/project/search"
    expect 200 GET "$api/project/WEB/components"
    expect 404 GET "$api/project/WEB/component"
    expect 200 GET "$api/priority"
    expect 404 GET "$api/priority/search"
    expect 200 GET "$api/filter/favourite"
    same "$(field '.[0].searchUrl | test("/rest/api/2/search\\?jql=")')" true
    expect 404 GET "$api/filter/search"
}

@test "favourites have a resource of their own, which only requests of no other site may change" {
    start_data_center
    expect 200 POST "$api/filter" '{"name": "Mine", "jql": "project = WEB", "favourite": true}'
    id=$(field .id)
    same "$(field .favourite)" true
    expect 200 PUT "$api/filter/$id" '{"name": "Mine", "favourite": false}'
    same "$(field .favourite)" true
    expect 403 DELETE "/rest/api/1.0/filters/$id/favourite"
    same "$output" "XSRF check failed"
    headers=(-H 'X-Atlassian-Token: no-check')
    expect 204 DELETE "/rest/api/1.0/filters/$id/favourite"
    expect 204 DELETE "/rest/api/1.0/filters/$id/favourite"
    expect 200 GET "$api/filter/$id"
    same "$(field .favourite)" false
    expect 204 PUT "/rest/api/1.0/filters/$id/favourite"
    expect 200 GET "$api/filter/$id"
    same "$(field .favourite)" true
    expect 404 PUT /rest/api/1.0/filters/424242/favourite
    expect 404 PUT "$api/filter/$id/favourite"
    start_sandbox --deployment cloud --issues 60 --pages 2
    expect 404 PUT "/rest/api/1.0/filters/$id/favourite"
}

@test "a filter that is shared with everybody has no other shares" {
    start_data_center
    names() {
        expect 200 GET "$api/filter/$id/permission"
        same "$(field 'map(.type) | join(" ")')" "$1"
    }
    expect 200 POST "$api/filter" '{"name": "Mine", "jql": "project = WEB"}'
    id=$(field .id)
    expect 201 POST "$api/filter/$id/permission" '{"type": "group", "groupname": "developers"}'
    expect 201 POST "$api/filter/$id/permission" '{"type": "group", "groupname": "site-admins"}'
    expect 201 POST "$api/filter/$id/permission" '{"type": "authenticated"}'
    names loggedin
    expect 400 POST "$api/filter/$id/permission" '{"type": "group", "groupname": "developers"}'
    same "$(field .errors.shares)" 'A share with everybody must be the only one.'
    expect 201 POST "$api/filter/$id/permission" '{"type": "global"}'
    expect 400 POST "$api/filter/$id/permission" '{"type": "nobody"}'
    names global
    expect 204 DELETE "$api/filter/$id/permission/$(field '.[0].id')"
    expect 201 POST "$api/filter/$id/permission" '{"type": "group", "groupname": "developers"}'
    names group
    expect 400 PUT "$api/filter/$id" \
        '{"name": "Mine", "sharePermissions": [{"type": "group", "group": {"name": "developers"}}, {"type": "global"}]}'
    names group
}

@test "a component is led by a user name" {
    start_data_center
    expect 400 POST "$api/component" '{"project": "WEB", "name": " ", "leadUserName": "nobody"}'
    same "$(field '.errors | keys | join(" ")')" 'leadUserName name'
    expect 200 GET "$api/myself"
    name=$(field .name)
    expect 201 POST "$api/component" \
        "{\"project\": \"WEB\", \"name\": \"Search\", \"leadUserName\": \"$name\", \"assigneeType\": \"COMPONENT_LEAD\"}"
    same "$(field '"\(.lead.name) \(.realAssignee.name)"')" "$name $name"
}

@test "issues of a deleted component go to another one of the project" {
    start_data_center
    expect 200 GET "$api/project/WEB/components"
    gone=$(field '.[0].id')
    heir=$(field '.[1].id')
    elsewhere=1
    expect 200 GET "$api/search?jql=component=$gone+or+component=$heir&fields=summary&maxResults=0"
    together=$(field .total)
    expect 404 DELETE "$api/component/$gone?moveIssuesTo=$elsewhere"
    expect 404 DELETE "$api/component/$gone?moveIssuesTo=$gone"
    expect 204 DELETE "$api/component/$gone?moveIssuesTo=$heir"
    expect 200 GET "$api/component/$heir/relatedIssueCounts"
    same "$(field .issueCount)" "$together"
}

@test "a version is released, and what isn't done goes to the next one" {
    start_data_center --issues 400
    expect 200 GET "$api/project/WEB/versions"
    version=$(field '.[2].id')
    next=$(field '.[3].id')
    expect 200 GET "$api/version/$version/unresolvedIssueCount"
    open=$(field .issuesUnresolvedCount)
    [ "$open" -gt 0 ]
    expect 200 PUT "$api/version/$version" \
        "{\"released\": true, \"releaseDate\": \"2026-01-31\", \"moveUnfixedIssuesTo\": \"$SANDBOX_URL$api/version/$next\"}"
    same "$(field '"\(.released) \(.userReleaseDate) \(.overdue)"')" 'true 31/Jan/26 null'
    expect 200 GET "$api/version/$version/unresolvedIssueCount"
    same "$(field .issuesUnresolvedCount)" 0
    expect 400 PUT "$api/version/$version" '{"startDate": "2026-02-30"}'
    expect 400 PUT "$api/version/$version" '{"startDate": "2026-02-01"}'
}

@test "a hidden project and what is in it aren't there" {
    start_data_center
    expect 200 GET "$api/project/WEB/versions"
    version=$(field '.[0].id')
    stop_sandbox
    start_data_center --hidden-project web,MOB
    expect 200 GET "$api/project"
    same "$(field '[.[].key | select(. == "WEB" or . == "MOB")] | length')" 0
    expect 404 GET "$api/project/WEB"
    same "$(field '.errorMessages[0]')" "No project could be found with key 'WEB'."
    expect 404 GET "$api/version/$version"
    expect 404 POST "$api/component" '{"project": "WEB", "name": "Search"}'
    expect 200 GET "$api/jql/autocompletedata/suggestions?fieldName=project&fieldValue=w"
    same "$(field '[.results[].value | select(. == "WEB")] | length')" 0
}

@test "webhooks are kept under a path of their own" {
    start_data_center
    expect 201 POST /rest/webhooks/1.0/webhook '{"name": "Build", "url": "https://example.com/hook",
        "events": ["jira:issue_created"], "filters": {"issue-related-events-section": "project = WEB"}}'
    url=$(field .self)
    expect 200 PUT "${url#"$SANDBOX_URL"}" '{"enabled": false}'
    expect 200 GET /rest/webhooks/1.0/webhook
    same "$(field '.[0] | "\(.name) \(.enabled) \(.filters[])"')" 'Build false project = WEB'
    expect 204 DELETE "${url#"$SANDBOX_URL"}"
    expect 404 GET "${url#"$SANDBOX_URL"}"
    expect 404 GET "$api/webhook"
}
