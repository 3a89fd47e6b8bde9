#!/usr/bin/env bats
# What Cloud has kept of Confluence's REST v1.
bats_require_minimum_version 1.5.0

setup_file() {
    load prism
    start_walk --issues 5 --pages 40
}

teardown_file() {
    load prism
    end_walk
}

setup() {
    load prism
    needs_prism
    v1=/wiki/rest/api
}

# The id of the first page that a query finds.
found() {
    ok GET "$v1/content/search?cql=$1&limit=1"
    answer '.results[0].id'
}

# What has protection against other sites' forms: ok METHOD PATH with the header that it wants.
unprotected() {
    answer_file=$BATS_TEST_TMPDIR/answer
    "$ATLCLI" api "$1" "$2" -H 'X-Atlassian-Token: no-check' >"$answer_file" 2>"$BATS_TEST_TMPDIR/messages"
    judge '.status < 400 and .request == [] and .answer == []'
}

@test "searches" {
    ok GET "$v1/content/search?cql=type%3Dpage&expand=body.storage,version,space,ancestors,history.lastUpdated,metadata.labels,children.page,restrictions.read.restrictions.user,operations,childTypes.all,container"
    ok GET "$v1/search?cql=type%3Dpage&expand=content.body.view&limit=2"
    ok GET "$(answer '._links.context + ._links.next')"
    refused 400 GET "$v1/search?cql=type%20page"
}

@test "labels" {
    page=$(found type%3Dpage)
    ok POST "$v1/content/$page/label" '[{"prefix": "global", "name": "one"}, {"prefix": "global", "name": "two"}]'
    ok GET "$v1/content/$page/label"
    ok DELETE "$v1/content/$page/label/one"
    ok DELETE "$v1/content/$page/label?name=two"
    refused 404 POST "$v1/content/1/label" '[{"prefix": "global", "name": "one"}]'
}

@test "restrictions" {
    page=$(found type%3Dpage)
    ok GET "$v1/user/current"
    me=$(answer .accountId)
    ok GET "$v1/group"
    group=$(answer '.results[0].name')
    id=$(answer '.results[0].id')
    ok PUT "$v1/content/$page/restriction" "[{\"operation\": \"update\", \"restrictions\": {\"user\": [{\"type\": \"known\", \"accountId\": \"$me\"}]}}]"
    ok POST "$v1/content/$page/restriction" "[{\"operation\": \"read\", \"restrictions\": {\"user\": [{\"type\": \"known\", \"accountId\": \"$me\"}]}}]"
    ok GET "$v1/content/$page/restriction"
    ok GET "$v1/content/$page/restriction/byOperation"
    by=$v1/content/$page/restriction/byOperation/update
    ok GET "$by"
    ok GET "$by/user?accountId=$me"
    ok PUT "$by/user?accountId=$me"
    ok PUT "$by/group/$group"
    ok GET "$by/group/$group"
    ok DELETE "$by/group/$group"
    ok PUT "$by/byGroupId/$id"
    ok GET "$by/byGroupId/$id"
    ok DELETE "$by/byGroupId/$id"
    ok DELETE "$by/user?accountId=$me"
    ok DELETE "$v1/content/$page/restriction"
}

@test "moves, copies, archives" {
    home=$(found title~home)
    child=$(found "parent%3D$home")
    ok PUT "$v1/content/$child/move/append/$home"
    ok POST "$v1/content/$child/copy" "{\"destination\": {\"type\": \"parent_page\", \"value\": \"$home\"}, \"pageTitle\": \"A copy\"}"
    copy=$(answer .id)
    refused 404 POST "$v1/content/1/copy" "{\"destination\": {\"type\": \"parent_page\", \"value\": \"$home\"}}"
    ok POST "$v1/content/$child/pagehierarchy/copy" "{\"destinationPageId\": \"$copy\", \"titleOptions\": {\"prefix\": \"Copy of \"}}"
    task=$(answer .id)
    ok GET "$v1/longtask"
    ok GET "$v1/longtask/$task"
    refused 404 GET "$v1/longtask/0"
    ok GET "$v1/content/$home/descendant?expand=page"
    ok GET "$v1/content/$home/descendant/page"
    ok POST "$v1/content/archive" "{\"pages\": [{\"id\": $copy}]}"
    refused 400 POST "$v1/content/archive" '{"pages": [{"id": 1}]}'
}

@test "versions" {
    page=$(found type%3Dpage)
    ok GET "/wiki/api/v2/pages/$page?body-format=storage"
    title=$(answer .title)
    number=$(answer .version.number)
    ok PUT "/wiki/api/v2/pages/$page" "{\"id\": \"$page\", \"status\": \"current\", \"title\": \"$title\",
        \"body\": {\"representation\": \"storage\", \"value\": \"<p>new</p>\"}, \"version\": {\"number\": $((number + 1))}}"
    ok GET "$v1/content/$page/version?expand=content"
    ok GET "$v1/content/$page/version/$number"
    ok POST "$v1/content/$page/version" "{\"operationKey\": \"restore\", \"params\": {\"versionNumber\": $number, \"message\": \"back\"}}"
    ok DELETE "$v1/content/$page/version/$number"
}

@test "attachments" {
    page=$(found type%3Dpage)
    printf 'one' >"$BATS_TEST_TMPDIR/plan.txt"
    upload "$v1/content/$page/child/attachment" "$BATS_TEST_TMPDIR/plan.txt" minorEdit=true
    attachment=$(answer '.results[0].id')
    upload "$v1/content/$page/child/attachment/$attachment/data" "$BATS_TEST_TMPDIR/plan.txt" minorEdit=true
    ok PUT "$v1/content/$page/child/attachment/$attachment" "{\"id\": \"$attachment\", \"type\": \"attachment\",
        \"status\": \"current\", \"title\": \"goals.txt\",
        \"version\": {\"number\": 2, \"minorEdit\": true, \"when\": \"2026-01-31T08:15:30.000Z\"}}"
    ok GET "$v1/content/$page/child/attachment/$attachment/download"
    answer_file=$BATS_TEST_TMPDIR/answer
    curl -sS --user "$SANDBOX_EMAIL:$SANDBOX_TOKEN" -H 'X-Atlassian-Token: no-check' -X PUT \
        --form "file=@$BATS_TEST_TMPDIR/plan.txt;filename=goals.txt" --form-string minorEdit=true \
        "$PRISM_URL$v1/content/$page/child/attachment" >"$answer_file" 2>"$BATS_TEST_TMPDIR/messages"
    judge '.status == 200 and .request == [] and .answer == []'
    same "$(answer '.results[0].version.number')" 3
}

@test "spaces" {
    ok POST "$v1/space" '{"key": "TEAM", "name": "The team", "description": {"plain": {"value": "us", "representation": "plain"}}}'
    ok POST "$v1/space/_private" '{"key": "MINE", "name": "Mine"}'
    ok GET "$v1/space?expand=description.plain,homepage,metadata.labels"
    ok GET "$v1/space/TEAM?expand=history"
    ok PUT "$v1/space/TEAM" '{"name": "Our team"}'
    ok GET "$v1/space/TEAM/content"
    ok GET "$v1/space/TEAM/content/page"
    ok DELETE "$v1/space/TEAM"
    refused 404 GET "$v1/space/TEAM"
}

@test "people, watching, conversions" {
    ok GET "$v1/user/current"
    me=$(answer .accountId)
    ok GET "$v1/user?accountId=$me"
    ok GET "$v1/user/bulk?accountId=$me"
    ok GET "$v1/user/memberof?accountId=$me"
    ok GET "$v1/group"
    group=$(answer '.results[0].id')
    name=$(answer '.results[0].name')
    ok GET "$v1/group/$group/membersByGroupId"
    ok GET "$v1/group/$name/member"
    page=$(found type%3Dpage)
    unprotected POST "$v1/user/watch/content/$page"
    ok GET "$v1/user/watch/content/$page"
    unprotected DELETE "$v1/user/watch/content/$page"
    ok POST "$v1/contentbody/convert/view" '{"value": "<p>x</p>", "representation": "storage"}'
}
