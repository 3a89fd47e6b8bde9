#!/usr/bin/env bats
# The first of everything: who one is, searches, lists of pages.
bats_require_minimum_version 1.5.0

setup_file() {
    load prism
    start_walk --issues 60 --pages 60
}

teardown_file() {
    load prism
    end_walk
}

setup() {
    load prism
    needs_prism
}

@test "the site and who one is" {
    ok GET /rest/api/3/serverInfo
    ok GET /rest/api/3/myself
    same "$(answer .emailAddress)" "$SANDBOX_EMAIL"
    ok GET '/rest/api/3/mypermissions?permissions=BROWSE_PROJECTS'
    ok GET "/rest/api/3/user/search?query=you"
    ok GET /wiki/rest/api/user/current
}

@test "searches for issues" {
    ok GET '/rest/api/3/search/jql?jql=created%3E-9y&fields=*all&maxResults=100'
    ok POST /rest/api/3/search/jql '{"jql": "created > -9y", "maxResults": 5000}'
    ok POST /rest/api/3/search/jql '{"jql": "project = WEB", "fields": ["summary"], "maxResults": 5}'
    key=$(answer '.issues[0].key')
    ok POST /rest/api/3/search/approximate-count '{"jql": "project = WEB"}'
    ok POST /rest/api/3/issue/bulkfetch "{\"issueIdsOrKeys\": [\"$key\"], \"fields\": [\"*all\"]}"
    ok GET "/rest/api/3/issue/$key"
    ok GET /rest/api/3/field
    ok GET /rest/api/3/project/search
    refused 400 POST /rest/api/3/search/jql '{"jql": "colour = red"}'
    refused 404 GET /rest/api/3/issue/WEB-999999
    # Cloud has these no longer.
    refused 410 GET '/rest/api/3/search?jql=project%3DWEB'
    refused 410 POST /rest/api/3/search '{"jql": "project = WEB"}'
}

@test "spaces and pages" {
    ok GET /wiki/api/v2/spaces
    space=$(answer '.results[0].id')
    ok GET "/wiki/api/v2/spaces/$space"
    ok GET "/wiki/api/v2/spaces/$space/pages?body-format=storage"
    page=$(answer '.results[0].id')
    ok GET '/wiki/api/v2/pages?limit=250&body-format=storage'
    ok GET "/wiki/api/v2/pages/$page?body-format=atlas_doc_format"
    ok GET '/wiki/rest/api/content/search?cql=type%3Dpage&limit=100&expand=body.storage,version,space,ancestors,history,metadata.labels'
    ok GET '/wiki/rest/api/search?cql=type%3Dpage'
    ok GET /wiki/rest/api/space
}
