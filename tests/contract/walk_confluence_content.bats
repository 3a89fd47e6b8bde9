#!/usr/bin/env bats
# Confluence REST v2: spaces, pages and blog posts, made, changed and thrown away.
bats_require_minimum_version 1.5.0

setup_file() {
    load prism
    start_walk --pages 60
}

teardown_file() {
    load prism
    end_walk
}

setup() {
    load prism
    needs_prism
    ok GET '/wiki/api/v2/spaces?keys=ENG'
    space=$(answer '.results[0].id') home=$(answer '.results[0].homepageId')
}

# A body of the kind that the API takes, with this text in storage format.
content() {
    jq -nc --arg space "$space" --arg title "$1" --arg text "$2" \
        '{spaceId: $space, status: "current", title: $title, body: {representation: "storage", value: $text}}'
}

# The same for a change to the version given.
change() {
    content "$2" "$3" | jq -c --arg id "$id" --argjson version "$1" '. + {id: $id, version: {number: $version}}'
}

@test "a page is created, changed and deleted" {
    ok POST /wiki/api/v2/pages "$(content 'A walk' '<p>First</p>' | jq -c --arg home "$home" '. + {parentId: $home}')"
    id=$(answer .id)
    same "$(answer .version.number)" 1
    ok PUT "/wiki/api/v2/pages/$id" "$(change 2 'A walk' '<p>Second</p>')"
    ok GET "/wiki/api/v2/pages/$id?body-format=storage&include-labels=true&include-versions=true&include-operations=true"
    same "$(answer '"\(.version.number) \(.body.storage.value)"')" "2 <p>Second</p>"
    ok GET "/wiki/api/v2/pages/$id/ancestors"
    ok GET "/wiki/api/v2/pages/$id/operations"
    ok GET "/wiki/api/v2/pages/$home/children"
    refused 409 PUT "/wiki/api/v2/pages/$id" "$(change 2 'A walk' '<p>Too late</p>')"
    ok DELETE "/wiki/api/v2/pages/$id"
    ok GET "/wiki/api/v2/pages?id=$id&status=trashed"
    ok DELETE "/wiki/api/v2/pages/$id?purge=true"
    refused 404 GET "/wiki/api/v2/pages/$id"
}

@test "what can't be created is refused, with reasons" {
    refused 400 POST /wiki/api/v2/pages '{"title": "Nowhere"}'
    refused 404 POST /wiki/api/v2/pages "$(space=999 content Nowhere '<p/>')"
    refused 400 POST /wiki/api/v2/pages "$(content 'Engineering Home' '<p/>')"
    refused 404 DELETE /wiki/api/v2/pages/999
    refused 404 GET /wiki/api/v2/pages/999/children
    refused 404 GET /wiki/api/v2/blogposts/999
}

@test "a blog post is created, changed and deleted" {
    ok POST /wiki/api/v2/blogposts "$(content 'News' '<p>First</p>')"
    id=$(answer .id)
    ok PUT "/wiki/api/v2/blogposts/$id" "$(change 2 News '<p>Second</p>')"
    ok GET "/wiki/api/v2/blogposts/$id?body-format=storage"
    ok GET "/wiki/api/v2/blogposts/$id/operations"
    ok GET "/wiki/api/v2/blogposts?space-id=$space"
    ok GET "/wiki/api/v2/spaces/$space/blogposts"
    ok DELETE "/wiki/api/v2/blogposts/$id"
    refused 404 GET "/wiki/api/v2/blogposts/$id"
}

@test "a space is created" {
    ok POST /wiki/api/v2/spaces '{"name": "A walk", "key": "WALK"}'
    id=$(answer .id)
    ok GET "/wiki/api/v2/spaces/$id?include-icon=true&include-labels=true&include-operations=true"
    ok GET "/wiki/api/v2/spaces/$id/operations"
    refused 400 POST /wiki/api/v2/spaces '{"name": "A walk", "key": "WALK"}'
}
