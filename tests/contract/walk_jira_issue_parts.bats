#!/usr/bin/env bats
# What belongs to an issue: comments, worklogs, watchers, votes, links, attachments, its history.
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
    ok POST /rest/api/3/issue \
        '{"fields": {"project": {"key": "WEB"}, "issuetype": {"name": "Task"}, "summary": "Walked"}}'
    key=$(answer .key)
    issue=/rest/api/3/issue/$key
}

# A text as a document.
document() {
    printf '{"type": "doc", "version": 1, "content": [{"type": "paragraph", "content": [{"type": "text", "text": "%s"}]}]}' "$1"
}

myself() {
    ok GET /rest/api/3/myself
    account=$(answer .accountId)
}

@test "comments" {
    ok POST "$issue/comment" "{\"body\": $(document First)}"
    id=$(answer .id)
    ok PUT "$issue/comment/$id" "{\"body\": $(document Second)}"
    ok GET "$issue/comment/$id?expand=renderedBody"
    same "$(answer '.body.content[0].content[0].text')" Second
    ok GET "$issue/comment?orderBy=-created&maxResults=5"
    same "$(answer .total)" 1
    ok POST /rest/api/3/comment/list "{\"ids\": [$id]}"
    ok DELETE "$issue/comment/$id"
    refused 404 GET "$issue/comment/$id"
    refused 404 GET /rest/api/3/issue/WEB-999999/comment
    refused 400 POST "$issue/comment" '{"body": "plain"}'
}

@test "worklogs" {
    ok POST "$issue/worklog" "{\"timeSpent\": \"3h 20m\", \"comment\": $(document Work)}"
    id=$(answer .id)
    same "$(answer .timeSpentSeconds)" 12000
    ok PUT "$issue/worklog/$id" '{"timeSpentSeconds": 3600}'
    ok GET "$issue/worklog/$id"
    ok GET "$issue/worklog"
    ok POST /rest/api/3/worklog/list "{\"ids\": [$id]}"
    ok GET '/rest/api/3/worklog/updated?since=0'
    ok DELETE "$issue/worklog/$id"
    refused 404 GET "$issue/worklog/$id"
    ok GET '/rest/api/3/worklog/deleted?since=0'
    refused 400 POST "$issue/worklog" '{"timeSpent": "many"}'
}

@test "watchers and votes" {
    myself
    ok POST "$issue/watchers" "\"$account\""
    ok GET "$issue/watchers"
    same "$(answer .isWatching)" true
    ok DELETE "$issue/watchers?accountId=$account"
    # Nobody votes for an issue of their own.
    refused 404 POST "$issue/votes"
    ok POST /rest/api/3/search/jql '{"jql": "reporter != currentUser() AND resolution is EMPTY", "maxResults": 1}'
    other=/rest/api/3/issue/$(answer '.issues[0].id')
    ok POST "$other/votes"
    ok GET "$other/votes"
    same "$(answer .hasVoted)" true
    ok DELETE "$other/votes"
}

@test "links" {
    ok POST /rest/api/3/search/jql '{"jql": "project = WEB ORDER BY created ASC", "fields": ["summary"], "maxResults": 1}'
    other=$(answer '.issues[0].key')
    ok POST /rest/api/3/issueLink "{\"type\": {\"name\": \"Blocks\"}, \"inwardIssue\": {\"key\": \"$key\"},
        \"outwardIssue\": {\"key\": \"$other\"}, \"comment\": {\"body\": $(document Linked)}}"
    ok GET "$issue?fields=issuelinks"
    id=$(answer '.fields.issuelinks[0].id')
    ok GET "/rest/api/3/issueLink/$id"
    ok DELETE "/rest/api/3/issueLink/$id"
    refused 404 GET "/rest/api/3/issueLink/$id"
    ok POST "$issue/remotelink" '{"globalId": "walk", "object": {"url": "https://example.com/1", "title": "Elsewhere"}}'
    id=$(answer .id)
    ok GET "$issue/remotelink"
    ok GET "$issue/remotelink?globalId=walk"
    ok GET "$issue/remotelink/$id"
    ok DELETE "$issue/remotelink/$id"
    refused 404 GET "$issue/remotelink/$id"
}

@test "attachments" {
    head -c 5000 /dev/urandom >"$BATS_TEST_TMPDIR/noise.bin"
    upload "$issue/attachments" "$BATS_TEST_TMPDIR/noise.bin"
    id=$(answer '.[0].id')
    ok GET "/rest/api/3/attachment/$id"
    same "$(answer .size)" 5000
    ok GET /rest/api/3/attachment/meta
    ok GET "/rest/api/3/attachment/content/$id?redirect=false"
    cmp "$BATS_TEST_TMPDIR/noise.bin" "$answer_file"
    ok DELETE "/rest/api/3/attachment/$id"
    refused 404 GET "/rest/api/3/attachment/$id"
}

@test "history" {
    ok PUT "$issue" '{"fields": {"summary": "Walked on"}}'
    ok GET "$issue/changelog?maxResults=5"
    id=$(answer '.values[-1].id')
    same "$(answer '.values[-1].items[0].toString')" "Walked on"
    ok POST "$issue/changelog/list" "{\"changelogIds\": [$id]}"
    ok POST /rest/api/3/changelog/bulkfetch "{\"issueIdsOrKeys\": [\"$key\"]}"
    refused 404 GET /rest/api/3/issue/WEB-999999/changelog
}

@test "properties" {
    ok PUT "$issue/properties/walk.state" '{"draft": [1, true, null, "ä"]}'
    ok PUT "$issue/properties/walk.state" '"changed"'
    ok GET "$issue/properties"
    ok GET "$issue/properties/walk.state"
    same "$(answer .value)" changed
    ok DELETE "$issue/properties/walk.state"
    refused 404 GET "$issue/properties/walk.state"
}
