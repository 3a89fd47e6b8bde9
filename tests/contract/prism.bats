#!/usr/bin/env bats
# The check itself: what it finds, and what it lets pass.
bats_require_minimum_version 1.5.0

setup() {
    load prism
    load ../cli/nginx
    needs_prism
}

teardown() {
    [ -z "${PRISM_URL:-}" ] || stop_prism "$PRISM_URL"
    stop_nginx
    stop_sandboxes
}

log=

# site DIRECTIVES: an nginx that answers so, behind Prism.
site() {
    log=$BATS_TEST_TMPDIR/log
    start_nginx "$1"
    start_prism "$NGINX_URL" "$log"
}

# ask [CURL OPTION...] PATH
ask() {
    curl -sS --user you@example.com:sandbox-token "${@:1:$#-1}" "$PRISM_URL${!#}"
}

# finds SIDE TEXT: the last line of the log has the text among what is wrong with the request or the answer.
finds() {
    local found
    found=$(tail -n 1 "$log" | jq -r ".$1[]")
    grep -qxF -- "$2" <<<"$found" || {
        printf 'expected: %s\ngot: %s\n' "$2" "$found"
        return 1
    }
}

post() {
    ask -H 'Content-Type: application/json' --data "$2" "$1" >/dev/null
}

@test "a request that the documents don't allow is a violation" {
    site 'location / { return 200 "{}"; }'
    ask /rest/api/3/nowhere
    finds request "Selected route not found"
    ask -X DELETE /rest/api/3/myself
    finds request "Selected route not found"
    ask /nowhere
    finds request "no document has this path"
    ask '/rest/api/3/myself?colour=red'
    finds request "Request query parameter colour isn't in the document"
    ask '/wiki/api/v2/pages?limit=251'
    finds request "Request query parameter limit must be <= 250"
    ask '/wiki/api/v2/pages?limit=many'
    finds request "Request query parameter limit must be integer"
    ask '/wiki/api/v2/pages?status=lost'
    finds request "Request query parameter status.N must be equal to one of the allowed values: current, archived, deleted, trashed"
    ask /wiki/rest/api/content/search
    finds request "Request query must have required property 'cql'"
    ask -u '' -H 'Authorization:' /rest/api/3/myself
    finds request "Invalid security scheme used"
    ask /rest/agile/1.0/board/first
    finds request "Request path parameter boardid must be integer"
}

@test "a body that the documents don't allow is a violation" {
    site 'location / { return 200 "{}"; }'
    post /rest/api/3/search/jql '{"jql": "a", "colour": 1}'
    finds request "Request body must NOT have additional properties; found 'colour'"
    post /rest/api/3/search/jql '{"jql": 5}'
    finds request "Request body property jql must be string"
    post /rest/api/3/issue/bulkfetch '{"fields": []}'
    finds request "Request body must have required property 'issueIdsOrKeys'"
    ask -X POST /rest/api/3/issue/bulkfetch
    finds request "Body parameter is required"
    # Where a document refers to a body that it has elsewhere.
    post /wiki/api/v2/pages '{"spaceId": 1}'
    finds request "Request body property spaceId must be string"
}

@test "an answer that the documents don't describe is a violation" {
    site '
        location = /rest/api/3/myself { return 200 "{\"accountId\": 5}"; }
        location = /rest/api/3/serverInfo { return 418 "{}"; }
        location = /rest/api/3/field { default_type text/html; return 200 "<html>"; }
        location = /rest/api/3/search/jql { return 200 "{\"issues\": [{\"id\": 1}, {\"id\": 2}], \"total\": 2}"; }
        location = /wiki/api/v2/spaces { return 200 "{\"results\": 5}"; }
        # Contents within contents: only checked when a circle of references is.
        location = /wiki/rest/api/content/1 { return 200 "{\"ancestors\": [{\"ancestors\": [{\"id\": 5}]}]}"; }
        location = /rest/agile/1.0/board { return 444; }'
    ask /rest/api/3/myself
    finds answer "Response body property accountId must be string"
    ask /rest/api/3/serverInfo
    finds answer "Status 418 isn't in the document"
    ask /rest/api/3/field
    finds answer "Response body must be array"
    ask '/rest/api/3/search/jql?jql=a'
    finds answer "Response body property issues.N.id must be string"
    finds answer "Response body must NOT have additional properties; found 'total'"
    ask /wiki/api/v2/spaces
    finds answer "Response body property results must be array"
    ask /wiki/rest/api/content/1
    finds answer "Response body property ancestors.N.ancestors.N.id must be string"
    run ! ask /rest/agile/1.0/board
    finds answer "no answer: socket hang up"
}

@test "ok and refused fail where they should" {
    [ -n "${ATLCLI_SANDBOX:-}" ]
    start_walk
    ok GET /rest/api/3/myself
    run ! ok GET '/rest/api/3/myself?colour=red'
    run ! ok GET /rest/api/3/issue/NOPE-1
    refused 404 GET /rest/api/3/issue/NOPE-1
    run ! refused 400 GET /rest/api/3/issue/NOPE-1
    run ! refused 404 GET /rest/api/3/myself
    refused 400 POST /rest/api/3/search/jql '{"jql": 5}'
    same "$(violations)" \
        "GET /rest/api/3/myself?colour=red: Request query parameter colour isn't in the document
POST /rest/api/3/search/jql: Request body property jql must be string"
}

@test "proxies know nothing of each other" {
    site 'location / { return 200 "{}"; }'
    local first=$PRISM_URL other=$BATS_TEST_TMPDIR/other
    start_prism "$NGINX_URL" "$other"
    ask '/rest/api/3/myself?colour=red'
    same "$(jq -r .uri "$other")" '/rest/api/3/myself?colour=red'
    [ ! -s "$log" ]
    stop_prism "$first"
    run ! curl -sS "$first/rest/api/3/myself"
    ask /rest/api/3/myself
    same "$(wc -l <"$other")" 2
}

@test "links to the site lead through Prism, all else passes as it is" {
    head -c 100000 /dev/urandom >"$BATS_TEST_TMPDIR/data"
    site "location = /rest/api/3/attachment/content/1 { alias $BATS_TEST_TMPDIR/data; }
        location = /rest/api/3/myself { return 200 '{\"self\": \"http://127.0.0.1:\$server_port/rest/api/3/user\"}'; }"
    ask /rest/api/3/attachment/content/1 | cmp - "$BATS_TEST_TMPDIR/data"
    same "$(ask /rest/api/3/myself | jq -r .self)" "$PRISM_URL/rest/api/3/user"
}
