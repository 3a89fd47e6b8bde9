#!/usr/bin/env bats
# How a Jira is set up: people, permissions, projects and what is in them.
bats_require_minimum_version 1.5.0

setup_file() {
    load prism
    start_walk --issues 80 --pages 10
}

teardown_file() {
    load prism
    end_walk
}

setup() {
    load prism
    needs_prism
}

@test "people and groups" {
    ok GET '/rest/api/3/myself?expand=groups,applicationRoles'
    me=$(answer .accountId)
    same "$(answer .groups.size)" "$(answer '.groups.items | length')"
    ok GET "/rest/api/3/user?accountId=$me"
    refused 404 GET '/rest/api/3/user?accountId=nobody'
    ok GET "/rest/api/3/user/groups?accountId=$me"
    ok GET "/rest/api/3/user/bulk?accountId=$me"
    same "$(answer .total)" 1
    ok GET '/rest/api/3/users/search?maxResults=3'
    same "$(answer length)" 3
    ok GET '/rest/api/3/user/search?query=robin'
    ok GET '/rest/api/3/user/assignable/search?project=WEB&query=robin'
    same "$(answer '.[0].accountId')" "$me"
    ok GET '/rest/api/3/user/assignable/search?issueKey=WEB-1'
    refused 404 GET '/rest/api/3/user/assignable/search?project=NONE'
    ok GET '/rest/api/3/user/assignable/multiProjectSearch?projectKeys=WEB,MOB'
    ok GET '/rest/api/3/user/picker?query=rob'
    ok GET '/rest/api/3/groupuserpicker?query=a'
    ok GET '/rest/api/3/groups/picker?query=site'
    group=$(answer '.groups[0].groupId')
    ok GET "/rest/api/3/group/member?groupId=$group"
    ok GET "/rest/api/3/group/bulk?groupId=$group"
    same "$(answer '.values[0].name')" site-admins
    refused 404 GET '/rest/api/3/group/member?groupname=none'
}

@test "permissions and configuration" {
    ok POST /rest/api/3/permissions/check \
        '{"globalPermissions": ["ADMINISTER"], "projectPermissions": [{"permissions": ["BROWSE_PROJECTS"], "projects": [10000, 1]}]}'
    same "$(answer ".projectPermissions[0].projects | tojson")" "[10000]"
    refused 400 POST /rest/api/3/permissions/check '{"globalPermissions": ["FLY"]}'
    refused 404 GET '/rest/api/3/mypermissions?permissions=BROWSE_PROJECTS&projectKey=NONE'
    ok GET /rest/api/3/configuration
    ok GET /rest/api/3/configuration/timetracking/options
}

@test "projects" {
    ok GET /rest/api/3/project
    ok GET '/rest/api/3/project/search?expand=description,lead,issueTypes,url,projectKeys,insight&orderBy=-name&maxResults=2'
    same "$(answer '.values | length')" 2
    next=$(answer '.nextPage | sub("^.*?/rest"; "/rest")')
    ok GET "$next"
    same "$(answer '"\(.startAt) \(.values[0].insight != null)"')" '2 true'
    ok GET '/rest/api/3/project/search?keys=WEB&keys=MOB&orderBy=key'
    same "$(answer '[.values[].key] | join(" ")')" 'MOB WEB'
    ok GET /rest/api/3/project/web
    same "$(answer .key)" WEB
    refused 404 GET /rest/api/3/project/NONE
    same "$(answer '.errorMessages[0]')" "No project could be found with key 'NONE'."
    ok GET /rest/api/3/project/WEB/statuses
    ok GET /rest/api/3/project/10000/hierarchy
    ok GET /rest/api/3/project/WEB/role
    ok GET "$(answer '.Developers | sub("^.*?/rest"; "/rest")')"
    ok GET /rest/api/3/role
    ok GET "/rest/api/3/role/$(answer '.[0].id')"
    ok GET /rest/api/3/project/type
    ok GET /rest/api/3/project/type/software
    refused 404 GET /rest/api/3/project/type/none
}

@test "components" {
    ok GET /rest/api/3/project/WEB/components
    heir=$(answer '.[0].id')
    ok POST /rest/api/3/component '{"project": "WEB", "name": "Search", "description": "Finding things"}'
    id=$(answer .id)
    refused 400 POST /rest/api/3/component '{"project": "WEB", "name": "search"}'
    same "$(answer .errors.name)" 'A component with the name search already exists in this project.'
    ok PUT "/rest/api/3/component/$id" '{"name": "Finder", "assigneeType": "UNASSIGNED"}'
    ok GET "/rest/api/3/component/$id"
    same "$(answer '"\(.name) \(.description) \(.realAssigneeType)"')" 'Finder Finding things UNASSIGNED'
    ok GET '/rest/api/3/project/WEB/component?orderBy=-issueCount&query=finder'
    same "$(answer .total)" 1
    ok GET "/rest/api/3/component/$id/relatedIssueCounts"
    refused 404 DELETE "/rest/api/3/component/$id?moveIssuesTo=1"
    ok DELETE "/rest/api/3/component/$id?moveIssuesTo=$heir"
    refused 404 GET "/rest/api/3/component/$id"
}

@test "versions" {
    ok GET /rest/api/3/project/WEB/versions
    first=$(answer '.[0].id')
    ok POST /rest/api/3/version '{"projectId": 10000, "name": "9.0", "startDate": "2026-01-02", "releaseDate": "2026-02-03"}'
    id=$(answer .id)
    refused 400 POST /rest/api/3/version '{"project": "WEB", "name": "9.0"}'
    same "$(answer .errors.name)" 'A version with this name already exists in this project.'
    refused 404 POST /rest/api/3/version '{"project": "NONE", "name": "9.0"}'
    ok PUT "/rest/api/3/version/$id" '{"released": true, "description": "At last"}'
    ok POST "/rest/api/3/version/$id/move" '{"position": "First"}'
    ok GET '/rest/api/3/project/WEB/version?status=released&orderBy=sequence'
    same "$(answer '.values[0].id')" "$id"
    ok GET "/rest/api/3/version/$id?expand=issuesstatus,operations"
    ok GET "/rest/api/3/version/$id/relatedIssueCounts"
    ok GET "/rest/api/3/version/$id/unresolvedIssueCount"
    ok PUT "/rest/api/3/version/$first/mergeto/$id"
    refused 404 GET "/rest/api/3/version/$first"
    ok POST /rest/api/3/version '{"project": "WEB", "name": "9.1"}'
    next=$(answer .id)
    ok POST "/rest/api/3/version/$id/removeAndSwap" "{\"moveFixIssuesTo\": $next}"
    ok DELETE "/rest/api/3/version/$next"
}

@test "issue types, priorities, resolutions and statuses" {
    ok GET /rest/api/3/issuetype
    ok GET "/rest/api/3/issuetype/$(answer '.[0].id')"
    refused 404 GET /rest/api/3/issuetype/1
    ok GET '/rest/api/3/issuetype/project?projectId=10000&level=0'
    same "$(answer '[.[].hierarchyLevel] | unique | tojson')" '[0]'
    ok GET /rest/api/3/priority
    ok GET "/rest/api/3/priority/$(answer '.[0].id')"
    ok GET '/rest/api/3/priority/search?onlyDefault=true'
    same "$(answer '.values[0].name')" Medium
    ok GET /rest/api/3/resolution
    ok GET "/rest/api/3/resolution/$(answer '.[0].id')"
    ok GET /rest/api/3/resolution/search
    ok GET /rest/api/3/status
    ok GET /rest/api/3/status/In%20Progress
    ok GET "/rest/api/3/statuses?id=$(answer .id)"
    same "$(answer '.[0].statusCategory')" IN_PROGRESS
    ok GET '/rest/api/3/statuses/search?projectId=10000&statusCategory=DONE&searchString=do'
    ok GET /rest/api/3/statuscategory
    ok GET /rest/api/3/statuscategory/done
}

@test "types of links, and labels" {
    ok GET /rest/api/3/issueLinkType
    ok POST /rest/api/3/issueLinkType '{"name": "Causes", "inward": "is caused by", "outward": "causes"}'
    id=$(answer .id)
    refused 400 POST /rest/api/3/issueLinkType '{"name": "causes", "inward": "is caused by", "outward": "causes"}'
    ok PUT "/rest/api/3/issueLinkType/$id" '{"name": "Cause"}'
    ok GET "/rest/api/3/issueLinkType/$id"
    same "$(answer '"\(.name) \(.outward)"')" 'Cause causes'
    ok DELETE "/rest/api/3/issueLinkType/$id"
    refused 404 GET "/rest/api/3/issueLinkType/$id"
    ok GET '/rest/api/3/label?maxResults=2'
    same "$(answer '.values | length')" 2
}

@test "saved searches" {
    ok POST /rest/api/3/filter '{"name": "Mine", "jql": "project = WEB", "favourite": true}'
    id=$(answer .id)
    same "$(answer .favourite)" false
    refused 400 POST /rest/api/3/filter '{"name": "mine", "jql": "projct = WEB"}'
    same "$(answer .errors.filterName)" 'Filter with same name already exists.'
    ok PUT "/rest/api/3/filter/$id" '{"name": "Mine", "description": "All", "jql": "project = MOB"}'
    ok GET "/rest/api/3/filter/$id"
    same "$(answer '"\(.description) \(.jql)"')" 'All project = MOB'
    ok GET '/rest/api/3/filter/my?includeFavourites=true'
    ok PUT "/rest/api/3/filter/$id/favourite"
    same "$(answer .favourite)" true
    ok GET /rest/api/3/filter/favourite
    ok DELETE "/rest/api/3/filter/$id/favourite"
    ok PUT "/rest/api/3/filter/$id/favourite"
    ok GET '/rest/api/3/filter/search?filterName=mine&orderBy=-id&expand=description,owner,jql,viewUrl,searchUrl,favourite,favouritedCount,sharePermissions'
    same "$(answer '.values[0].jql')" 'project = MOB'
    ok POST "/rest/api/3/filter/$id/permission" '{"type": "project", "projectId": "10000"}'
    ok POST "/rest/api/3/filter/$id/permission" '{"type": "authenticated"}'
    refused 400 POST "/rest/api/3/filter/$id/permission" '{"type": "project", "projectId": "10000"}'
    ok GET "/rest/api/3/filter/$id/permission"
    same "$(answer 'map(.type) | join(" ")')" authenticated
    share=$(answer '.[0].id')
    ok GET "/rest/api/3/filter/$id/permission/$share"
    ok DELETE "/rest/api/3/filter/$id/permission/$share"
    refused 404 GET "/rest/api/3/filter/$id/permission/$share"
    ok PUT /rest/api/3/filter/defaultShareScope '{"scope": "AUTHENTICATED"}'
    ok GET /rest/api/3/filter/defaultShareScope
    same "$(answer .scope)" AUTHENTICATED
    ok GET '/rest/api/3/user/search?query=amara'
    other=$(answer '.[0].accountId')
    ok PUT "/rest/api/3/filter/$id/owner" "{\"accountId\": \"$other\"}"
    refused 400 PUT "/rest/api/3/filter/$id" '{"name": "Not mine"}'
    ok POST /rest/api/3/filter '{"name": "Gone", "jql": ""}'
    ok DELETE "/rest/api/3/filter/$(answer .id)"
}

@test "fields, their contexts and options" {
    ok GET '/rest/api/3/field/search?type=custom&query=team&expand=contextsCount'
    id=$(answer '.values[0].id')
    ok GET "/rest/api/3/field/$id/context"
    context=$(answer '.values[0].id')
    ok GET "/rest/api/3/field/$id/context/$context/option?maxResults=2"
    same "$(answer '.values | length')" 2
    ok GET "/rest/api/3/customFieldOption/$(answer '.values[0].id')"
    ok POST "/rest/api/3/field/$id/context/$context/option" '{"options": [{"value": "Violet"}, {"value": "Grey", "disabled": true}]}'
    option=$(answer '.options[0].id')
    refused 400 POST "/rest/api/3/field/$id/context/$context/option" '{"options": [{"value": "violet"}]}'
    ok PUT "/rest/api/3/field/$id/context/$context/option" "{\"options\": [{\"id\": \"$option\", \"value\": \"Purple\"}]}"
    ok GET "/rest/api/3/field/$id/context/$context/option?optionId=$option"
    same "$(answer '.values[0].value')" Purple
    ok DELETE "/rest/api/3/field/$id/context/$context/option/$option"
    refused 404 GET "/rest/api/3/customFieldOption/$option"
    ok POST /rest/api/3/field '{"name": "Effort", "type": "com.atlassian.jira.plugin.system.customfieldtypes:float", "searcherKey": "com.atlassian.jira.plugin.system.customfieldtypes:exactnumber"}'
    id=$(answer .id)
    refused 400 POST /rest/api/3/field '{"name": "", "type": "none"}'
    ok PUT "/rest/api/3/field/$id" '{"name": "Work"}'
    ok GET "/rest/api/3/field/search?id=$id"
    same "$(answer '.values[0] | "\(.name) \(.schema.type)"')" 'Work number'
}

@test "webhooks" {
    ok POST /rest/api/3/webhook '{"url": "https://example.com/hook", "webhooks": [
        {"events": ["jira:issue_created"], "jqlFilter": "project = WEB", "fieldIdsFilter": ["summary"]},
        {"events": ["jira:issue_created"], "jqlFilter": "projct = WEB"}]}'
    id=$(answer '.webhookRegistrationResult[0].createdWebhookId')
    same "$(answer '.webhookRegistrationResult[1].errors | length')" 1
    ok GET /rest/api/3/webhook
    same "$(answer '.values[0].id')" "$id"
    ok PUT /rest/api/3/webhook/refresh "{\"webhookIds\": [$id]}"
    ok GET /rest/api/3/webhook/failed
    ok DELETE /rest/api/3/webhook "{\"webhookIds\": [$id]}"
    ok GET /rest/api/3/webhook
    same "$(answer .total)" 0
}

@test "queries, and what completes them" {
    ok POST '/rest/api/3/jql/parse?validation=strict' '{"queries": [
        "project = WEB AND (status was Done BEFORE 2026-01-01 OR NOT labels in (a, b)) ORDER BY created DESC, key",
        "assignee = currentUser() AND due is EMPTY AND status changed FROM Done", "projct = WEB", "project ="]}'
    same "$(answer '.queries[0].structure.where.clauses[1].clauses[0].predicates[0].operator')" before
    same "$(answer '.queries[0].structure.orderBy.fields[0].direction')" desc
    same "$(answer '[.queries[].errors | length] | tojson')" '[0,0,1,1]'
    ok POST '/rest/api/3/jql/parse?validation=warn' '{"queries": ["projct = WEB"]}'
    same "$(answer '.queries[0].warnings | length')" 1
    ok GET /rest/api/3/issue/WEB-1?fields=summary
    id=$(answer .id)
    ok POST /rest/api/3/jql/match "{\"issueIds\": [$id, 1], \"jqls\": [\"project = WEB\", \"project = MOB\"]}"
    same "$(answer '[.matches[].matchedIssues] | tojson')" "[[$id],[]]"
    ok GET /rest/api/3/jql/autocompletedata
    answer '.visibleFieldNames[].value' | grep -qx status
    ok GET '/rest/api/3/jql/autocompletedata/suggestions?fieldName=status&fieldValue=in'
    same "$(answer '[.results[].value] | join(",")')" '"In Progress","In Review"'
}
