#!/usr/bin/env bats
# atlcli-sandbox as a client sees it: driven with curl, for both deployments.

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

start_cloud() {
    start_sandbox --deployment cloud "$@"
}

start_data_center() {
    start_sandbox --deployment datacenter "$@"
}

# ask [CURL ARGUMENT...] PATH: as the Cloud account. The body goes to $output, the status to $code.
ask() {
    answer -u "$SANDBOX_EMAIL:$SANDBOX_TOKEN" "$@"
}

# ask_dc: the same with a personal access token.
ask_dc() {
    answer -H "Authorization: Bearer $SANDBOX_TOKEN" "$@"
}

answer() {
    local path=${*: -1}
    local response
    response=$(curl -sS ${SANDBOX_CA:+--cacert "$SANDBOX_CA"} --globoff -w '\n%{http_code}' \
        -D "$BATS_TEST_TMPDIR/headers" "${@:1:$#-1}" "$SANDBOX_URL$path") || return
    code=${response##*$'\n'}
    output=${response%$'\n'*}
}

# post JSON PATH: as the Cloud account
post() {
    ask -H 'Content-Type: application/json' -d "$1" "$2"
}

# field FILTER: of the last answer
field() {
    jq -r "$1" <<<"$output"
}

header() {
    grep -i "^$1:" "$BATS_TEST_TMPDIR/headers" | tr -d '\r' | cut -d' ' -f2-
}

same() {
    [ "$1" = "$2" ] || {
        printf 'expected: %s\ngot:      %s\n' "$2" "$1"
        return 1
    }
}

# ---- start and stop ----

@test "it writes its URL to the port file, and removes it when it stops" {
    start_cloud
    port_file=$(dirname "$SANDBOX_LOG")/url
    same "$(cat "$port_file")" "$SANDBOX_URL"
    [[ $SANDBOX_URL =~ ^http://localhost:[0-9]+$ ]]
    stop_sandbox
    [ ! -e "$port_file" ]
}

@test "it stops cleanly on SIGTERM and on SIGINT, also with requests held back" {
    start_cloud --latency 60000
    curl -sS "$SANDBOX_URL/rest/api/3/serverInfo" >/dev/null 2>&1 3>&- &
    held=$!
    until [ "$(sandbox_counter inFlight)" -ge 1 ]; do :; done
    stop_sandbox
    wait "$held" || true
    start_cloud
    kill -INT "$SANDBOX_PID"
    wait "$SANDBOX_PID"
}

@test "wrong options end with status 2 and say which" {
    run "$ATLCLI_SANDBOX" --frobnicate
    [ "$status" -eq 2 ]
    [[ $output == "error: unknown option '--frobnicate'"* ]]
    run "$ATLCLI_SANDBOX" --port 70000
    [ "$status" -eq 2 ]
    [[ $output == "error: --port wants a whole number from 0 to 65535, not '70000'"* ]]
    run "$ATLCLI_SANDBOX" --deployment server
    [ "$status" -eq 2 ]
    run "$ATLCLI_SANDBOX" --issues
    [ "$status" -eq 2 ]
    [[ $output == "error: --issues wants an argument"* ]]
    run "$ATLCLI_SANDBOX" --context-path /jira
    [ "$status" -eq 2 ]
    run "$ATLCLI_SANDBOX" --tls-cert server.pem
    [ "$status" -eq 2 ]
    run "$ATLCLI_SANDBOX" leftover
    [ "$status" -eq 2 ]
    run "$ATLCLI_SANDBOX" --token same --readonly-token same
    [ "$status" -eq 2 ]
    run "$ATLCLI_SANDBOX" --token-file "$BATS_TEST_TMPDIR/missing"
    [ "$status" -eq 2 ]
}

@test "a port that is taken is an error that names it" {
    start_cloud
    port=${SANDBOX_URL##*:}
    run "$ATLCLI_SANDBOX" --port "$port"
    [ "$status" -eq 1 ]
    [[ $output == "error: can't listen on 127.0.0.1 port $port: "* ]]
}

@test "--help lists every option, --version tells the version" {
    run "$ATLCLI_SANDBOX" --help
    [ "$status" -eq 0 ]
    for option in deployment product port-file tls state-dir token-file readonly-token issues seed \
        latency fail-every skew zone log; do
        [[ $output == *"--$option"* ]]
    done
    run "$ATLCLI_SANDBOX" --version
    [ "$status" -eq 0 ]
    [[ $output =~ ^atlcli-sandbox\ [0-9]+\.[0-9]+\.[0-9]+$ ]]
}

@test "it listens on the loopback address only" {
    start_cloud
    port=$(printf '%04X' "${SANDBOX_URL##*:}")
    run grep -i " [0-9A-F]*:$port 0*:0000 0A " /proc/net/tcp
    [[ $output == *" 0100007F:$port "* ]]
    [[ $output != *" 00000000:$port "* ]]
}

# ---- who may do what ----

@test "Cloud takes e-mail and token, and nothing else" {
    start_cloud
    ask /rest/api/3/myself
    same "$code" 200
    same "$(field .emailAddress)" "$SANDBOX_EMAIL"
    answer /rest/api/3/myself
    same "$code" 401
    same "$(field '.errorMessages[0]')" "Client must be authenticated to access this resource."
    same "$(header X-Seraph-LoginReason)" AUTHENTICATED_FAILED
    [[ $(header WWW-Authenticate) == OAuth* ]]
    answer -u "$SANDBOX_EMAIL:wrong" /rest/api/3/myself
    same "$code" 401
    answer -u "other@example.com:$SANDBOX_TOKEN" /rest/api/3/myself
    same "$code" 401
    answer -H "Authorization: Bearer $SANDBOX_TOKEN" /rest/api/3/myself
    same "$code" 403
    answer /wiki/api/v2/spaces
    same "$code" 401
    same "$(field '.errors[0].status')" 401
    answer /wiki/rest/api/user/current
    same "$code" 401
    same "$(field .statusCode)" 401
}

@test "Data Center takes a bearer token, and nothing else" {
    start_data_center
    ask_dc /rest/api/2/myself
    same "$code" 200
    same "$(field .name)" robin.ashdown
    same "$(field .accountId)" null
    answer /rest/api/2/myself
    same "$code" 401
    same "$(field '."status-code"')" 401
    answer -H 'Authorization: Bearer wrong' /rest/api/2/myself
    same "$code" 401
    answer -u "$SANDBOX_EMAIL:$SANDBOX_TOKEN" /rest/api/2/myself
    same "$code" 401
    ask_dc /rest/api/user/current
    same "$(field .username)" robin.ashdown
}

# signs NAME [REASON]: whose request it was, says the last answer, and how the log-in went
signs() {
    same "$(header X-AUSERNAME)" "$1"
    same "$(header X-Seraph-LoginReason)" "${2:-}"
}

@test "Data Center says with each answer whose request it was, and how the log-in went" {
    start_data_center --readonly-token reader --forbidden-token stranger
    ask_dc /rest/api/2/myself
    signs robin.ashdown OK
    ask_dc /rest/api/2/issue/NONE-1
    same "$code" 404
    signs robin.ashdown OK
    answer /rest/api/2/serverInfo
    same "$code" 200
    signs anonymous
    answer /rest/api/2/myself
    same "$code" 401
    signs anonymous
    answer -H 'Authorization: Bearer wrong' /rest/api/2/myself
    same "$code" 401
    signs anonymous AUTHENTICATED_FAILED
    answer -H 'Authorization: Bearer stranger' /rest/api/2/myself
    same "$code" 403
    signs robin.ashdown OK
    # Most of what isn't permitted is 403, some of it 401.
    answer -H 'Authorization: Bearer reader' -X DELETE /rest/api/2/issue/WEB-1
    same "$code" 403
    for path in issueLink issue/WEB-1/watchers; do
        answer -H 'Authorization: Bearer reader' -X POST -d '{}' "/rest/api/2/$path"
        same "$code" 401
        signs robin.ashdown OK
    done
    answer -H 'Authorization: Bearer reader' -X PUT -d '{}' /rest/api/2/issue/WEB-1/assignee
    same "$code" 401
    signs robin.ashdown OK
}

@test "serverInfo needs no credentials, but refuses wrong ones" {
    start_cloud
    answer /rest/api/3/serverInfo
    same "$code" 200
    same "$(field .deploymentType)" Cloud
    same "$(field .baseUrl)" "$SANDBOX_URL"
    answer /rest/api/2/serverInfo
    same "$(field .deploymentType)" Cloud
    answer -u "$SANDBOX_EMAIL:wrong" /rest/api/3/serverInfo
    same "$code" 401
    stop_sandbox
    start_data_center
    answer /rest/api/2/serverInfo
    same "$(field .deploymentType)" Server
}

@test "tokens come from files and standard input, and are in no output" {
    printf 'secret-one\n' >"$BATS_TEST_TMPDIR/token"
    printf 'secret-two\n' >"$BATS_TEST_TMPDIR/forbidden"
    start_cloud --token-file "$BATS_TEST_TMPDIR/token" --readonly-token-file - \
        --forbidden-token-file "$BATS_TEST_TMPDIR/forbidden" <<<"secret-three"
    answer -u "$SANDBOX_EMAIL:secret-one" /rest/api/3/myself
    same "$code" 200
    answer -u "$SANDBOX_EMAIL:secret-two" /rest/api/3/myself
    same "$code" 403
    answer -u "$SANDBOX_EMAIL:secret-three" /rest/api/3/myself
    same "$code" 200
    answer -u "$SANDBOX_EMAIL:secret-three" '/rest/api/3/mypermissions?permissions=EDIT_ISSUES,BROWSE_PROJECTS'
    same "$(field '.permissions | map_values(.havePermission) | tojson')" \
        '{"EDIT_ISSUES":false,"BROWSE_PROJECTS":true}'
    same "$(grep -c secret "$SANDBOX_LOG")" 0
    same "$(tr '\0' ' ' <"/proc/$SANDBOX_PID/cmdline" | grep -c secret)" 0
}

@test "the log notes each request, the kind of credentials, and no secret" {
    start_cloud
    ask -A tester/1.0 -H 'Accept-Encoding: gzip' '/rest/api/3/search/jql?jql=project%20%3D%20WEB'
    answer -H 'Authorization: Bearer abcdef' /rest/api/3/myself
    answer /nowhere
    same "$(wc -l <"$SANDBOX_LOG")" 3
    same "$(jq -s -r '[.[] | [.method, .path, .status, .authorization] | join(" ")] | join("; ")' "$SANDBOX_LOG")" \
        "GET /rest/api/3/search/jql 200 Basic; GET /rest/api/3/myself 403 Bearer; GET /nowhere 404 none"
    same "$(jq -s -r '.[0].query' "$SANDBOX_LOG")" 'jql=project%20%3D%20WEB'
    same "$(jq -s -r '.[0].userAgent + " " + .[0].acceptEncoding' "$SANDBOX_LOG")" 'tester/1.0 gzip'
    same "$(grep -c -e "$SANDBOX_TOKEN" -e abcdef \
        -e "$(printf '%s' "$SANDBOX_EMAIL:$SANDBOX_TOKEN" | base64 -w 0)" "$SANDBOX_LOG")" 0
}

# ---- what isn't there ----

@test "unknown paths are 404, named and counted; wrong methods are 405" {
    start_cloud
    ask -X DELETE /rest/api/3/nothing
    same "$code" 404
    same "$(field '.errorMessages[0]')" "The sandbox has no DELETE /rest/api/3/nothing"
    ask /rest/api/3/nothing
    ask /rest/api/3/nothing
    ask -X PUT /rest/api/3/myself
    same "$code" 405
    same "$(sandbox_counter unknown.count)" 3
    same "$(sandbox_counter 'unknown.paths | map("\(.path) \(.count)") | join(", ")')" \
        "DELETE /rest/api/3/nothing 1, GET /rest/api/3/nothing 2"
    curl -sS -X POST "$SANDBOX_URL/__sandbox/counters/reset"
    same "$(sandbox_counter unknown.count)" 0
}

@test "each deployment has its own paths only" {
    start_data_center
    for path in /rest/api/3/myself /rest/api/3/search/jql /wiki/api/v2/pages /wiki/rest/api/space; do
        ask_dc "$path"
        same "$code" 404
    done
    stop_sandbox
    start_cloud
    for path in /rest/api/2/myself /rest/api/2/search /rest/api/content; do
        ask "$path"
        same "$code" 404
    done
}

@test "people are found by a part of their name or address" {
    start_cloud
    ask '/rest/api/3/user/search?query=rossi'
    same "$(field '[.[].displayName] | tojson')" '["Chiara Rossi"]'
    ask "/rest/api/3/user/search?query=$SANDBOX_EMAIL"
    same "$(field '[.[].displayName] | tojson')" '["Robin Ashdown"]'
    ask '/rest/api/3/user/search?query=example.com&startAt=20&maxResults=3'
    same "$(field length)" 3
    ask /rest/api/3/user/search
    same "$code" 400
    stop_sandbox
    start_data_center
    ask_dc '/rest/api/2/user/search?username=.&maxResults=1000'
    same "$(field length)" 24
}

@test "a self-hosted site is Jira or Confluence" {
    start_data_center --product jira
    ask_dc /rest/api/2/myself
    same "$code" 200
    ask_dc /rest/api/content
    same "$code" 404
    answer /rest/applinks/1.0/manifest
    [[ $output == *"<typeId>jira</typeId>"* ]]
    stop_sandbox
    start_data_center --product confluence
    ask_dc /rest/api/user/current
    same "$code" 200
    answer /rest/api/2/serverInfo
    same "$code" 404
    answer /rest/applinks/1.0/manifest
    [[ $output == *"<typeId>confluence</typeId>"* ]]
    answer -H 'Accept: application/json' /rest/applinks/1.0/manifest
    same "$(field .typeId)" confluence
}

@test "a context path is part of the site" {
    start_data_center --context-path /jira
    [[ $SANDBOX_URL == */jira ]]
    ask_dc /rest/api/2/myself
    same "$code" 200
    [[ $(field .self) == "$SANDBOX_URL/rest/api/2/user?username="* ]]
    ask_dc '/rest/api/content?limit=1'
    same "$(field ._links.base)" "$SANDBOX_URL"
    same "$(field ._links.next)" "/rest/api/content?limit=1&start=1"
    SANDBOX_URL=${SANDBOX_URL%/jira}
    ask_dc /rest/api/2/myself
    same "$code" 404
    ask_dc /jirax/rest/api/2/myself
    same "$code" 404
}

# ---- TLS ----

@test "TLS: verified with its own CA, refused without" {
    start_cloud --tls
    [[ $SANDBOX_URL == https://localhost:* ]]
    ask /rest/api/3/myself
    same "$code" 200
    run curl -sS "$SANDBOX_URL/rest/api/3/serverInfo"
    [ "$status" -eq 60 ]
    curl -sS --fail --cacert "$SANDBOX_CA" "https://127.0.0.1:${SANDBOX_URL##*:}/rest/api/3/serverInfo"
    run curl -sS --cacert "$SANDBOX_CA" --resolve "wrong.test:${SANDBOX_URL##*:}:127.0.0.1" \
        "https://wrong.test:${SANDBOX_URL##*:}/rest/api/3/serverInfo"
    [ "$status" -eq 60 ]
    run curl -sS --cacert "$SANDBOX_CA" --tls-max 1.1 "$SANDBOX_URL/rest/api/3/serverInfo"
    [ "$status" -ne 0 ]
    curl -sS --fail --cacert "$SANDBOX_CA" --tls-max 1.2 "$SANDBOX_URL/rest/api/3/serverInfo"
}

@test "TLS: certificates are kept, and made anew when they don't fit" {
    directory=$BATS_TEST_TMPDIR/state
    start_cloud --tls --state-dir "$directory"
    stop_sandbox
    same "$(stat -c %a "$directory/server.key")" 600
    before=$(sha256sum "$directory"/*.pem)
    start_cloud --tls --state-dir "$directory"
    stop_sandbox
    same "$(sha256sum "$directory"/*.pem)" "$before"
    printf 'no certificate\n' >"$directory/server.pem"
    start_cloud --tls --state-dir "$directory"
    ask /rest/api/3/myself
    same "$code" 200
    [ "$(sha256sum "$directory"/*.pem)" != "$before" ]
}

@test "TLS: certificates that are given are used, and checked" {
    directory=$BATS_TEST_TMPDIR/state
    start_cloud --tls --state-dir "$directory"
    stop_sandbox
    start_cloud --tls-cert "$directory/server.pem" --tls-key "$directory/server.key"
    curl -sS --fail --cacert "$directory/ca.pem" "$SANDBOX_URL/rest/api/3/serverInfo"
    run "$ATLCLI_SANDBOX" --tls-cert "$directory/ca.pem" --tls-key "$directory/server.key"
    [ "$status" -eq 1 ]
    [[ $output == *"is not the key of the certificate"* ]]
}

# ---- Jira Cloud ----

# all_by_token JQL PAGE FIELDS: prints the ids (or keys) of all pages
all_by_token() {
    local token='' pages=0
    while :; do
        post "$(jq -n --arg jql "$1" --argjson most "$2" --argjson fields "$3" --arg token "$token" \
            '{jql: $jql, maxResults: $most, fields: $fields} + (if $token == "" then {} else {nextPageToken: $token} end)')" \
            /rest/api/3/search/jql
        same "$code" 200 || return
        field '.issues[].id'
        pages=$((pages + 1))
        [ "$(field .isLast)" = false ] || break
        token=$(field .nextPageToken)
    done
    same "$(field .nextPageToken)" null
}

@test "Cloud search: pages by token give every issue once, in order" {
    start_cloud --issues 230
    ids=$(all_by_token 'created >= -5y ORDER BY created ASC' 70 '["id"]')
    same "$(wc -l <<<"$ids")" 230
    same "$ids" "$(seq 10001 10230)"
    ids=$(all_by_token 'created >= -5y ORDER BY created DESC' 100 '["summary"]')
    same "$ids" "$(seq 10230 -1 10001)"
}

@test "Cloud search: ids by the thousand, issues by the hundred" {
    start_cloud --issues 6000
    post '{"jql": "created >= -5y", "maxResults": 5000, "fields": ["id"]}' /rest/api/3/search/jql
    same "$(field '.issues | length')" 5000
    same "$(field '.issues[0] | keys | tojson')" '["id"]'
    post '{"jql": "created >= -5y", "maxResults": 5000, "fields": ["key"]}' /rest/api/3/search/jql
    same "$(field '.issues | length')" 5000
    post '{"jql": "created >= -5y", "maxResults": 5000, "fields": ["summary"]}' /rest/api/3/search/jql
    same "$(field '.issues | length')" 100
    same "$(field '.issues[0].fields | keys | tojson')" '["summary"]'
    post '{"jql": "created >= -5y", "maxResults": 5001}' /rest/api/3/search/jql
    same "$code" 400
    ask '/rest/api/3/search/jql?jql=created%20%3E%3D%20-5y'
    same "$(field '.issues | length')" 50
}

@test "Cloud search: errors are Jira's own" {
    start_cloud
    post '{"jql": ""}' /rest/api/3/search/jql
    same "$code" 400
    same "$(field '.errorMessages[0]')" "Unbounded JQL queries are not allowed here. Please add a search restriction to your query."
    post '{"jql": "order by key"}' /rest/api/3/search/jql
    same "$code" 400
    post '{"jql": "project WEB"}' /rest/api/3/search/jql
    same "$code" 400
    [[ $(field '.errorMessages[0]') == "Error in the JQL Query: Expecting operator but got 'WEB'."*"(line 1, character 9)" ]]
    post '{"jql": "colour = red"}' /rest/api/3/search/jql
    same "$(field '.errorMessages[0]')" "Field 'colour' does not exist or you do not have permission to view it."
    post '{"jql": "project = NOPE"}' /rest/api/3/search/approximate-count
    same "$(field '.errorMessages[0]')" "The value 'NOPE' does not exist for the field 'project'."
    post '{"jql": "project = WEB", "nextPageToken": "made-up"}' /rest/api/3/search/jql
    same "$code" 400
    post '{"jql": ' /rest/api/3/search/jql
    same "$code" 400
    ask -H 'Content-Type: text/plain' -d '{}' /rest/api/3/search/jql
    same "$code" 415
    ask '/rest/api/3/search?jql=project=WEB'
    same "$code" 410
}

@test "Cloud search: a token is good for its own query only" {
    start_cloud
    post '{"jql": "created >= -5y", "maxResults": 10}' /rest/api/3/search/jql
    token=$(field .nextPageToken)
    post "$(jq -n --arg t "$token" '{jql: "created >= -5y", maxResults: 10, nextPageToken: $t}')" /rest/api/3/search/jql
    same "$code" 200
    post "$(jq -n --arg t "$token" '{jql: "created >= -6y", maxResults: 10, nextPageToken: $t}')" /rest/api/3/search/jql
    same "$code" 400
}

@test "Cloud: approximate-count counts what a search finds" {
    start_cloud --issues 300
    post '{"jql": "assignee = currentUser() and statusCategory != Done"}' /rest/api/3/search/approximate-count
    count=$(field .count)
    [ "$count" -gt 0 ]
    post '{"jql": "assignee = currentUser() and statusCategory != Done", "maxResults": 5000}' /rest/api/3/search/jql
    same "$(field '.issues | length')" "$count"
}

@test "Cloud: bulkfetch gives up to 100 issues in the order of their ids" {
    start_cloud --issues 150
    post '{"issueIdsOrKeys": ["10030", "10002", "WEB-1", "10030", "NOPE-1", "99999"], "fields": ["summary"]}' \
        /rest/api/3/issue/bulkfetch
    same "$code" 200
    same "$(field '[.issues[].id] == ([.issues[].id] | sort)')" true
    same "$(field '.issues | length')" 3
    same "$(field '.issueErrors | tojson')" '[]'
    post "$(jq -n '{issueIdsOrKeys: [range(10001; 10101) | tostring]}')" /rest/api/3/issue/bulkfetch
    same "$(field '.issues | length')" 100
    post "$(jq -n '{issueIdsOrKeys: [range(10001; 10102) | tostring]}')" /rest/api/3/issue/bulkfetch
    same "$code" 400
    post '{"issueIdsOrKeys": []}' /rest/api/3/issue/bulkfetch
    same "$code" 400
}

@test "Cloud: one issue by key in any case, by id, with chosen fields" {
    start_cloud
    ask /rest/api/3/issue/web-1
    same "$(field .key)" WEB-1
    same "$(field .fields.description.type)" doc
    id=$(field .id)
    ask "/rest/api/3/issue/$id?fields=summary,status,-status"
    same "$(field '.fields | keys | tojson')" '["summary"]'
    ask /rest/api/3/issue/WEB-9999
    same "$code" 404
    same "$(field '.errorMessages[0]')" "Issue does not exist or you do not have permission to see it."
}

@test "Cloud: mypermissions wants to know which, project/search pages" {
    start_cloud --issues 200
    ask /rest/api/3/mypermissions
    same "$code" 400
    ask '/rest/api/3/mypermissions?permissions=BROWSE_PROJECTS'
    same "$(field .permissions.BROWSE_PROJECTS.havePermission)" true
    ask '/rest/api/3/mypermissions?permissions=NO_SUCH'
    same "$code" 400
    ask '/rest/api/3/project/search?maxResults=3&orderBy=key'
    same "$(field '[.values[].key] | join(" ")')" "DATA DSGN MOB"
    same "$(field '[.total, .isLast] | tojson')" '[8,false]'
    ask '/rest/api/3/project/search?maxResults=3&startAt=6&orderBy=key'
    same "$(field '[(.values | length), .isLast] | tojson')" '[2,true]'
    ask '/rest/api/3/project/search?query=mobile'
    same "$(field '.values[0].key')" MOB
}

# ---- Jira Data Center ----

@test "Data Center search: pages by offset give every issue once, in order" {
    start_data_center --issues 230
    ids=
    for start in 0 100 200; do
        ask_dc "/rest/api/2/search?jql=order+by+created+asc&maxResults=100&fields=summary&startAt=$start"
        same "$(field .total)" 230
        same "$(field .startAt)" "$start"
        ids+=$(field '.issues[].id')$'\n'
    done
    same "${ids%$'\n'}" "$(seq 10001 10230)"
    ask_dc '/rest/api/2/search?startAt=500'
    same "$(field '.issues | length')" 0
}

@test "Data Center search: at most 1,000 at once, none to count, the wiki markup of old" {
    start_data_center --issues 1500
    ask_dc '/rest/api/2/search?maxResults=5000&fields=summary'
    same "$(field .maxResults)" 1000
    same "$(field '.issues | length')" 1000
    ask_dc -H 'Content-Type: application/json' \
        -d '{"jql": "type = Bug", "maxResults": 0}' /rest/api/2/search
    [ "$(field .total)" -gt 100 ]
    same "$(field '.issues | length')" 0
    ask_dc -H 'Content-Type: application/json' \
        -d '{"jql": "type = Bug and assignee = currentUser()", "maxResults": 1, "fields": ["*all"]}' /rest/api/2/search
    [[ $(field '.issues[0].fields.description') == *'h2. Steps to reproduce'* ]]
    same "$(field '.issues[0].fields.assignee.name')" robin.ashdown
    ask_dc '/rest/api/2/search?jql=bogus'
    same "$code" 400
    ask_dc /rest/api/2/project
    same "$(field length)" 8
}

# ---- Confluence Cloud ----

# all_by_next PATH: prints the ids of all pages, following _links.next as it is given
all_by_next() {
    local path=$1
    while [ "$path" != null ]; do
        ask "$path"
        same "$code" 200 || return
        field '.results[].id'
        path=$(field '._links.next')
        if [ "$path" != null ] && [[ $path != /wiki/* ]]; then
            path=/wiki$path
        fi
    done
}

@test "Cloud pages: cursors give every page once, in order" {
    start_cloud --pages 620
    same "$(all_by_next '/wiki/api/v2/pages?limit=250')" "$(seq 200001 200620)"
    same "$(all_by_next '/wiki/api/v2/pages?limit=250&sort=-id&body-format=storage')" "$(seq 200620 -1 200001)"
    ask '/wiki/api/v2/spaces?keys=ENG'
    space=$(field '.results[0].id')
    ids=$(all_by_next "/wiki/api/v2/spaces/$space/pages?limit=50")
    same "$ids" "$(all_by_next "/wiki/api/v2/pages?space-id=$space&limit=99")"
    same "$ids" "$(sort -n <<<"$ids" | uniq)"
    [ "$(wc -l <<<"$ids")" -gt 60 ]
}

@test "Cloud pages: the Link header says what _links.next says" {
    start_cloud
    ask '/wiki/api/v2/pages?limit=10&body-format=storage'
    same "$(header Link)" "<$(field ._links.next)>; rel=\"next\", <$SANDBOX_URL/wiki>; rel=\"base\""
    [[ $(field '._links.next') == "/wiki/api/v2/pages?limit=10&body-format=storage&cursor="* ]]
    ask '/wiki/api/v2/pages?limit=250'
    same "$(field '._links.next')" null
}

@test "Cloud pages: bodies, batches by id, titles, limits" {
    start_cloud --pages 300
    ask '/wiki/api/v2/pages?id=200003,200001,200999&body-format=storage'
    same "$(field '[.results[].id] | join(" ")')" "200001 200003"
    [[ $(field '.results[0].body.storage.value') == '<p>'* ]]
    ask '/wiki/api/v2/pages/200001?body-format=atlas_doc_format'
    same "$(field '.body.atlas_doc_format.value | fromjson | .type')" doc
    ask '/wiki/api/v2/pages?title=engineering%20home'
    same "$(field '[.results[].title] | tojson')" '["Engineering Home"]'
    ask '/wiki/api/v2/pages?status=trashed'
    same "$(field '.results | length')" 0
    for query in limit=0 limit=251 limit=many sort=colour body-format=wiki cursor=made-up \
        "id=$(seq -s, 200001 200251)"; do
        ask "/wiki/api/v2/pages?$query"
        same "$code" 400
    done
    ask "/wiki/api/v2/pages?limit=250&id=$(seq -s, 200001 200250)"
    same "$(field '.results | length')" 250
    ask /wiki/api/v2/pages/999
    same "$code" 404
    same "$(field '.errors[0].code')" NOT_FOUND
}

@test "Cloud CQL: cursors give every match once; errors say that the query isn't understood" {
    start_cloud --pages 120
    same "$(all_by_next '/wiki/rest/api/content/search?cql=type%3Dpage&limit=50')" "$(seq 200001 200120)"
    ask '/wiki/rest/api/content/search?cql=space%3DENG%20and%20title~home'
    same "$(field '.results[0].title')" "Engineering Home"
    ask '/wiki/rest/api/search?cql=creator%3DcurrentUser()&limit=100'
    [ "$(field .totalSize)" -gt 0 ]
    same "$(field '.results | length')" "$(field .totalSize)"
    ask '/wiki/rest/api/content/search?cql=type%20page'
    same "$code" 400
    same "$(field .message)" "Could not parse cql : type page"
    ask /wiki/rest/api/content/search
    same "$code" 400
    ask /wiki/rest/api/user/current
    same "$(field .email)" "$SANDBOX_EMAIL"
}

# ---- Confluence Data Center ----

@test "Data Center content: pages by start give every page once, at most 100 at a time" {
    start_data_center --pages 230
    ids=
    path='/rest/api/content?limit=500&expand=body.storage,version,ancestors'
    while [ "$path" != null ]; do
        ask_dc "$path"
        same "$code" 200
        [ "$(field .size)" -le 100 ]
        ids+=$(field '.results[].id')$'\n'
        path=$(field ._links.next)
    done
    same "${ids%$'\n'}" "$(seq 200001 200230)"
    ask_dc '/rest/api/content?spaceKey=ENG&title=Engineering%20Home&expand=space,version'
    same "$(field '.results[0].space.key')" ENG
    ask_dc '/rest/api/content?spaceKey=NOPE'
    same "$code" 404
    ask_dc '/rest/api/content/200020?expand=ancestors'
    same "$(field '.ancestors | length > 0')" true
    ask_dc /rest/api/content/1
    same "$code" 404
    ask_dc '/rest/api/content/search?cql=label%3Drunbook&limit=5&start=2'
    same "$(field .start)" 2
}

# ---- behaviour ----

@test "latency: many requests wait at the same time" {
    start_cloud --latency 200
    transfers=()
    for number in $(seq 50); do
        transfers+=(-o /dev/null "$SANDBOX_URL/rest/api/3/serverInfo?number=$number")
    done
    curl -sS --fail --parallel --parallel-immediate --parallel-max 50 "${transfers[@]}"
    [ "$(sandbox_counter mostInFlight)" -gt 10 ]
    same "$(sandbox_counter 'statuses["200"]')" 50
}

@test "a connection is kept for many requests" {
    start_cloud
    curl -sS -o /dev/null -o /dev/null -o /dev/null \
        "$SANDBOX_URL/rest/api/3/serverInfo" "$SANDBOX_URL/rest/api/3/serverInfo" "$SANDBOX_URL/nowhere"
    same "$(jq -s '[.[].connection] | unique | length' "$SANDBOX_LOG")" 1
}

@test "every n-th request fails as told" {
    start_cloud --fail-every 3 --fail-status 429 --retry-after 2
    codes=
    for _ in 1 2 3 4 5 6; do
        ask /rest/api/3/myself
        codes+="$code "
    done
    same "$codes" "200 200 429 200 200 429 "
    same "$(header Retry-After)" 2
    same "$(sandbox_counter failuresInjected)" 2
}

@test "a skewed clock shows in the Date header" {
    start_cloud --skew 3600
    answer /rest/api/3/serverInfo
    ahead=$(($(date -d "$(header Date)" +%s) - $(date +%s)))
    [ "$ahead" -gt 3000 ]
    [ "$ahead" -le 3600 ]
}

@test "large answers are compressed for those who can read it" {
    start_cloud
    path='/rest/api/3/search/jql?jql=created%3E%3D-5y&fields=*all'
    ask -H 'Accept-Encoding: identity' "$path"
    plain=$output
    same "$(header Content-Encoding)" ""
    ask --compressed "$path"
    same "$(header Content-Encoding)" gzip
    same "$output" "$plain"
    ask --compressed /rest/api/3/serverInfo
    same "$(header Content-Encoding)" ""
    ask -H 'Accept-Encoding: gzip;q=0' "$path"
    same "$(header Content-Encoding)" ""
}

@test "the same seed makes the same data, another seed other data" {
    path='/rest/api/3/search/jql?jql=created%3E%3D-9y&fields=summary,status,labels,created'
    issues() {
        start_cloud --today 2026-01-31 "$@"
        ask "$path"
        field '.issues[] | [.key, .fields.summary, .fields.status.name, .fields.created] | tojson'
        stop_sandbox
    }
    one=$(issues --seed 7)
    same "$(issues --seed 7)" "$one"
    [ "$(issues --seed 8)" != "$one" ]
}
