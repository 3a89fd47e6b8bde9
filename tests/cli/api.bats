#!/usr/bin/env bats
# api: any request
# shellcheck disable=SC2016,SC2154 # expanded by a shell within; set by bats' run
bats_require_minimum_version 1.5.0

setup_file() {
    load session
    start_session cloud --issues 230 --pages 60 --readonly-token readonly-token
    start_session datacenter --issues 230 --pages 60 --context-path /base
}

teardown_file() {
    load session
    end_sessions
}

setup() {
    load session
}

@test "a path is asked for below the site, with a slash or without" {
    local path
    for path in /rest/api/3/myself rest/api/3/myself "$(site_of cloud)/rest/api/3/myself"; do
        run --separate-stderr atlcli api GET "$path"
        same "$status" 0
        same "$(jq -r .displayName <<<"$output")" "Robin Ashdown"
        same "$stderr" ""
    done
    run --separate-stderr atlcli api get /rest/api/2/myself --profile datacenter
    same "$(jq -r .name <<<"$output")" robin.ashdown
    run --separate-stderr atlcli api get "$(site_of datacenter)/rest/api/2/myself" --profile datacenter
    same "$(jq -r .name <<<"$output")" robin.ashdown
}

@test "the body goes into a pipe byte for byte" {
    atlcli api GET /rest/api/3/serverInfo >"$BATS_TEST_TMPDIR/body"
    curl -sS --cacert "$(cat "$BATS_FILE_TMPDIR/ca-of-cloud")" -u "$SANDBOX_EMAIL:$SANDBOX_TOKEN" \
        "$(site_of cloud)/rest/api/3/serverInfo" >"$BATS_TEST_TMPDIR/expected"
    # All but the time, which moves on.
    sed -i 's/"serverTime":"[^"]*"//' "$BATS_TEST_TMPDIR/body" "$BATS_TEST_TMPDIR/expected"
    cmp "$BATS_TEST_TMPDIR/body" "$BATS_TEST_TMPDIR/expected"
}

@test "on a terminal JSON is indented" {
    command -v script >/dev/null || skip "no script(1) here"
    run script -qec '"$ATLCLI" api GET /rest/api/3/myself' /dev/null
    same "$status" 0
    holds "$output" $'\n  "displayName": "Robin Ashdown",'
}

@test "another host is refused before anything is sent" {
    local url
    for url in https://example.org/rest/api/3/myself "http://${SANDBOX_URL#https://}/x" \
        "$(site_of cloud).example.org/x" "https://user@example.org/x"; do
        run --separate-stderr atlcli api GET "$url"
        same "$status" 2
        same "$output" ""
    done
    run --separate-stderr atlcli api GET https://example.org/x
    holds "$stderr" "https://example.org is another host than the profile's: $(site_of cloud)"
}

@test "fields are parameters of GET" {
    forget_requests cloud
    run --separate-stderr atlcli api GET /rest/api/3/user/search --field query=robin --field maxResults:=5
    same "$(jq -r '.[0].displayName' <<<"$output")" "Robin Ashdown"
    run --separate-stderr atlcli api GET '/rest/api/3/user/search?query=x' --field 'query=a b&c'
    same "$(requests cloud)" "GET /rest/api/3/user/search?query=robin&maxResults=5
GET /rest/api/3/user/search?query=x&query=a%20b%26c"
}

@test "fields are a JSON body of POST" {
    forget_requests cloud
    run --separate-stderr atlcli api POST /rest/api/3/search/jql --field 'jql=project = WEB' \
        --field fields[]=summary --field fields[]=status --field maxResults:=1
    same "$status" 0
    same "$(jq '.issues | length' <<<"$output")" 1
    same "$(bodies cloud search/jql)" \
        '{"jql":"project = WEB","fields":["summary","status"],"maxResults":1}'
}

@test "a body comes from a file or standard input as it is" {
    local body='{ "jql" : "project = WEB",   "maxResults":2 }'
    forget_requests cloud
    printf '%s' "$body" >"$BATS_TEST_TMPDIR/body"
    run --separate-stderr atlcli api POST /rest/api/3/search/jql --input "$BATS_TEST_TMPDIR/body"
    same "$(jq '.issues | length' <<<"$output")" 2
    run --separate-stderr bash -c 'printf %s "$0" | "$ATLCLI" api POST /rest/api/3/search/jql --input -' "$body"
    same "$(jq '.issues | length' <<<"$output")" 2
    same "$(bodies cloud search/jql)" "$body"$'\n'"$body"
}

@test "values come from files" {
    forget_requests cloud
    printf 'project = WEB' >"$BATS_TEST_TMPDIR/jql"
    printf '["summary"]' >"$BATS_TEST_TMPDIR/fields"
    atlcli api POST /rest/api/3/search/jql --field "jql=@$BATS_TEST_TMPDIR/jql" \
        --field "fields:=@$BATS_TEST_TMPDIR/fields" >/dev/null
    same "$(bodies cloud search/jql)" '{"jql":"project = WEB","fields":["summary"]}'
}

@test "an error prints the body, its reason and the exit code of its status" {
    run --separate-stderr atlcli api GET /rest/api/3/issue/WEB-99999
    same "$status" 4
    holds "$(jq -r '.errorMessages[0]' <<<"$output")" "Issue does not exist"
    holds "$stderr" "error: Not found (404): Issue does not exist"
    run --separate-stderr atlcli api POST /rest/api/3/search/jql --field 'jql=nonsense'
    same "$status" 1
    holds "$stderr" "(400)"
    ATLCLI_API_TOKEN=wrong run --separate-stderr atlcli api GET /rest/api/3/myself
    same "$status" 3
}

@test "--json is one document with status, headers and body" {
    run --separate-stderr atlcli api GET /rest/api/3/myself --json
    same "$(jq -r '"\(.schemaVersion) \(.status) \(.body.displayName)"' <<<"$output")" \
        "1 200 Robin Ashdown"
    holds "$(jq -r '.headers["Content-Type"]' <<<"$output")" application/json
    run --separate-stderr atlcli api GET /rest/api/3/nowhere --json
    same "$status" 4
    same "$(jq -s -r 'length, .[0].error.status' <<<"$output")" $'1\n404'
}

@test "--jsonl is an item a line, or the body on one" {
    run --separate-stderr atlcli api GET /rest/api/3/field --jsonl
    same "$(head -1 <<<"$output" | jq -r .id)" issuekey
    [ "${#lines[@]}" -gt 10 ]
    run --separate-stderr atlcli api GET /rest/api/3/myself --jsonl
    same "${#lines[@]}" 1
}

@test "HEAD shows status and headers" {
    run --separate-stderr atlcli api HEAD /rest/api/3/myself
    same "$status" 0
    holds "$output" "status: 200"
    holds "$output" "Content-Type: application/json"
}

paged() {
    local count=$1
    shift
    run --separate-stderr atlcli api "$@" --paginate
    same "$status" 0
    same "$(jq 'length' <<<"$output")" "$count"
    same "$(jq '[.[].id] | unique | length' <<<"$output")" "$count"
    run --separate-stderr atlcli api "$@" --paginate --jsonl
    same "${#lines[@]}" "$count"
    run --separate-stderr atlcli api "$@" --paginate --json
    same "$(jq -c '[.schemaVersion, (.items | length)]' <<<"$output")" "[\"1\",$count]"
}

@test "--paginate follows nextPageToken" {
    paged 230 GET /rest/api/3/search/jql --field 'jql=created > "2000-01-01"' --field maxResults=100
    paged 230 POST /rest/api/3/search/jql --field 'jql=created > "2000-01-01"' --field maxResults:=100
}

@test "--paginate follows startAt" {
    paged 230 GET /rest/api/2/search --field 'jql=' --field maxResults=100 --profile datacenter
    paged 230 POST /rest/api/2/search --field 'jql=' --field maxResults:=100 --profile datacenter
    paged 8 GET /rest/api/3/project/search --field maxResults=3
    paged 6 GET /rest/api/3/project/search --field maxResults=3 --field startAt=2
}

@test "--paginate follows cursors, and start with limit" {
    paged 60 GET /wiki/api/v2/pages --field limit=25
    paged 60 GET /wiki/rest/api/content/search --field cql=type=page --field limit=25
    paged 60 GET /rest/api/content --field type=page --field limit=25 --profile datacenter
}

@test "--paginate leaves an answer without pages as it is" {
    run --separate-stderr atlcli api GET /rest/api/3/myself --paginate
    same "$(jq -r .displayName <<<"$output")" "Robin Ashdown"
    run --separate-stderr atlcli api GET /rest/api/3/field --paginate
    same "$(jq -r '.[0].id' <<<"$output")" issuekey
    run --separate-stderr atlcli api GET '/wiki/api/v2/spaces?keys=NOPE' --paginate
    same "$output" '[]'
}

@test "--paginate repeats nothing that may change something" {
    forget_requests cloud
    local method
    for method in POST PUT DELETE PATCH; do
        run --separate-stderr atlcli api "$method" /rest/api/3/issue --paginate
        same "$status" 2
        holds "$stderr" "--paginate goes with GET"
    done
    same "$(requests cloud)" ""
}

@test "an answer that breaks off leaves no whole array" {
    run --separate-stderr atlcli api GET /wiki/api/v2/pages --field limit=25 --field cursor=nonsense --paginate
    same "$status" 1
    [[ $output != *']' ]]
}

@test "bytes that are no text go into a pipe, and not onto a terminal" {
    command -v script >/dev/null || skip "no script(1) here"
    local state port
    state=$(dirname "$(cat "$BATS_FILE_TMPDIR/ca-of-cloud")")
    mkdir "$BATS_TEST_TMPDIR/www"
    printf '\x89PNG\r\n\x1a\n\x00\x01' >"$BATS_TEST_TMPDIR/www/image.png"
    mkfifo "$BATS_TEST_TMPDIR/said"
    (cd "$BATS_TEST_TMPDIR/www" && exec openssl s_server -accept 0 -WWW -cert "$state/server.pem" \
        -key "$state/server.key" >"$BATS_TEST_TMPDIR/said" 2>/dev/null 3>&-) &
    printf '%s\n' "$!" >>"$BATS_FILE_TMPDIR/pids"
    exec 7<"$BATS_TEST_TMPDIR/said"
    read -r line <&7
    until [[ $line == ACCEPT* ]]; do read -r line <&7; done
    port=${line##*:}
    export ATLCLI_SITE=https://localhost:$port
    printf x | atlcli auth login --profile images --site "$ATLCLI_SITE" --email a@example.com \
        --token-stdin --no-verify --ca-file "$state/ca.pem" >/dev/null
    atlcli api GET /image.png --profile images >"$BATS_TEST_TMPDIR/copy"
    cmp "$BATS_TEST_TMPDIR/www/image.png" "$BATS_TEST_TMPDIR/copy"
    run script -qec '"$ATLCLI" api GET /image.png --profile images' /dev/null
    exec 7<&-
    same "$status" 2
    holds "$output" "not for a terminal"
    holds "$output" "redirect it to a file"
}

@test "what makes no request is refused" {
    forget_requests cloud
    refused() {
        local message=$1
        shift
        run --separate-stderr atlcli api "$@"
        same "$status" 2
        same "$output" ""
        holds "$stderr" "$message"
    }
    refused "'FETCH' is no method" FETCH /x
    refused "'/rest/api/3/myself' is no method" /rest/api/3/myself /x
    refused "PATH is empty" GET ''
    refused "PATH" GET
    refused "--field: 'x' is not name=value" GET /x --field x
    refused "--field: a is not valid JSON" POST /x --field a:=nope
    refused "--field: a name has more than 100 parts" POST /x --field "$(printf 'a.%.0s' {1..30000})b=1"
    refused "--input: GET takes no body" GET /x --input "$BATS_TEST_FILENAME"
    refused "--header: 'x' is not 'Name: value'" GET /x --header x
    refused "--header: Authorization comes from the profile" GET /x --header 'authorization: Basic x'
    refused "--csv doesn't go with it" GET /x --csv
    refused "--fields doesn't go with it" GET /x --fields a
    refused "--header doesn't go with --paginate" GET /x --paginate --header 'X-A: b'
    same "$(requests cloud)" ""
    run --separate-stderr atlcli api POST /x --input "$BATS_TEST_TMPDIR/missing"
    same "$status" 4
    holds "$stderr" "--input"
}

@test "characters that no URL may hold are encoded" {
    forget_requests cloud
    run --separate-stderr atlcli api GET '/rest/api/3/user/search?query=jörg #1'
    same "$(requests cloud)" "GET /rest/api/3/user/search?query=j%C3%B6rg%20%231"
}

@test "headers are sent along" {
    forget_requests cloud
    printf '{"jql":"project = WEB"}' | atlcli api POST /rest/api/3/search/jql --input - \
        --header 'Content-Type: application/json; charset=utf-8' >/dev/null
    same "$(jq -r .contentType "$(cat "$BATS_FILE_TMPDIR/log-of-cloud")")" "application/json; charset=utf-8"
}

@test "--verbose tells the request and no secret" {
    run --separate-stderr atlcli api GET /rest/api/3/myself --verbose
    holds "$stderr" "GET $(site_of cloud)/rest/api/3/myself 200"
    [[ $stderr != *"$SANDBOX_TOKEN"* ]]
    [[ $stderr != *"$(printf '%s:%s' "$SANDBOX_EMAIL" "$SANDBOX_TOKEN" | base64 -w 0)"* ]]
}

@test "a reader that leaves ends the pages quietly" {
    run --separate-stderr bash -o pipefail -c \
        '"$ATLCLI" api GET "/wiki/api/v2/pages?limit=1" --paginate --jsonl | head -1 | jq -r .title'
    same "$status" 0
    same "$output" "Engineering Home"
    same "$stderr" ""
}
