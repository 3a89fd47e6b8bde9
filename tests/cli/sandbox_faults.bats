#!/usr/bin/env bats
# The sandbox's trouble on demand, as its clients meet with it: curl for what is on the wire, atlcli
# for what comes of it. Over TLS, unless a test says otherwise.
bats_require_minimum_version 1.5.0

# shellcheck disable=SC2030,SC2031,SC2154 # each test is a process of its own; bats sets the rest

load session

setup_file() {
    start_session cloud --issues 300
    export CLOUD_URL=$SANDBOX_URL CLOUD_CA=$SANDBOX_CA CLOUD_LOG=$SANDBOX_LOG CLOUD_PID=$SANDBOX_PID
}

teardown_file() {
    end_sessions
}

setup() {
    faults DELETE ''
    ask -X POST /__sandbox/counters/reset
    forget_requests cloud
}

teardown() {
    local pid
    [ -z "${changed:-}" ] || ask -X POST /__sandbox/reset
    for pid in $SANDBOX_PIDS; do
        [ "$pid" = "$CLOUD_PID" ] || stop_sandbox "$pid" || true
    done
}

# ask [CURL ARGUMENT...] PATH: with credentials. The body goes to $body, the status to $code.
ask() {
    local response result=0
    response=$(curl -sS ${SANDBOX_CA:+--cacert "$SANDBOX_CA"} -w '\n%{http_code}' \
        -u "$SANDBOX_EMAIL:$SANDBOX_TOKEN" -D "$BATS_TEST_TMPDIR/headers" \
        "${@:1:$#-1}" "$SANDBOX_URL${*: -1}" 2>"$BATS_TEST_TMPDIR/complaint") || result=$?
    code=${response##*$'\n'}
    body=${response%$'\n'*}
    return "$result"
}

# breaks CODE [CURL ARGUMENT...] PATH: curl gives up with that code.
breaks() {
    local result=0
    ask "${@:2}" || result=$?
    same "$result" "$1" || { cat "$BATS_TEST_TMPDIR/complaint" && return 1; }
}

# faults [PUT|DELETE] JSON
faults() {
    local method=PUT
    if [ $# -eq 2 ]; then
        method=$1
        shift
    fi
    ask -X "$method" -H 'Content-Type: application/json' -d "$1" /__sandbox/faults
}

header() {
    grep -i "^$1:" "$BATS_TEST_TMPDIR/headers" | tr -d '\r' | cut -d' ' -f2-
}

answered() {
    jq -c "$1" <<<"$body"
}

# sent: how many requests have come to the site's own paths
sent() {
    sandbox_counter requests
}

# finds_all: a search gives each issue once
finds_all() {
    local keys
    atl jira search --jql 'created > -20y' --limit all --jsonl
    expect 0
    keys=$(jq -r .key <<<"$output")
    faults DELETE ''
    same "$(wc -l <<<"$keys")" "$("$ATLCLI" jira search --jql 'created > -20y' --count)"
    same "$(sort -u <<<"$keys" | wc -l)" "$(wc -l <<<"$keys")"
}

plainly() {
    start_sandbox "$@"
}

# ---- switches ----

@test "each switch is an option, and shown with the value it was given" {
    plainly --latency 1 --jitter 2 --rate-limit 1000 --rate-burst 2000 --fail-every 50 \
        --fail-status 502 --retry-after 7 --reset-every 60 --reset-when after --body-every 70 \
        --body-fault html --fault-limit 75 --faults-for 'GET /wiki' --expire-after 80 --hidden-project WEB,API \
        --hidden-space ENG --guarded-project OPS --bulk-forbidden --search-lag 90 --download-redirect --archive-singly \
        --long-task 110
    ask /__sandbox/faults
    same "$(answered 'del(."media-port")')" '{"latency":1,"jitter":2,"rate-limit":1000,"rate-burst":2000,"fail-every":50,"fail-status":502,"retry-after":7,"reset-every":60,"reset-when":"after","body-every":70,"body-fault":"html","fault-limit":75,"faults-for":"GET /wiki","expire-after":80,"hidden-project":["WEB","API"],"hidden-space":["ENG"],"guarded-project":["OPS"],"bulk-forbidden":true,"search-lag":90,"download-redirect":true,"archive-singly":true,"long-task":110}'
    run "$ATLCLI_SANDBOX" --help
    for option in $(answered 'keys[]' | tr -d '"'); do
        says "  --$option"
    done
}

@test "an option's value that makes no sense is refused, with what it wants" {
    run --separate-stderr "$ATLCLI_SANDBOX" --body-fault odd
    expect 2
    warns "error: --body-fault wants truncated, malformed, empty, html or stalled, not 'odd'"
    run --separate-stderr "$ATLCLI_SANDBOX" --faults-for POST
    expect 2
    warns "error: --faults-for wants a path"
    run --separate-stderr "$ATLCLI_SANDBOX" --bulk-forbidden=yes
    expect 2
}

@test "so many faults, and then no more: answers without a body don't count" {
    changed=yes
    faults '{"fail-every": 2, "fault-limit": 2}'
    for expected in 200 503 200 503 200 200; do
        ask /rest/api/3/myself
        same "$code" "$expected"
    done
    faults '{"fail-every": 0, "body-every": 1, "body-fault": "empty", "fault-limit": 1}'
    ask -X PUT -H 'Content-Type: application/json' -d '{"accountId": null}' /rest/api/3/issue/WEB-1/assignee
    same "$code" 204
    ask /rest/api/3/myself
    same "$body" ''
    ask /rest/api/3/myself
    holds "$body" displayName
}

@test "a site whose searches lagged can be filled again as often as before" {
    plainly --attachments 6
    faults '{"search-lag": 1000}'
    ask /rest/api/3/myself
    faults DELETE ''
    for _ in 1 2; do
        ask -X POST /__sandbox/reset
        same "$code" 200
        ask -X POST -H 'Content-Type: application/json' -d '{"issues": 3, "pages": 3, "attachments": 6}' /__sandbox/seed
        same "$code" 200
    done
}

@test "a log-in page is no success, whatever was asked for" {
    changed=yes
    faults '{"body-every": 1, "body-fault": "html", "faults-for": "DELETE /rest/api/3/issue"}'
    atl jira issue delete WEB-1 --yes
    fails 1 "answered with a web page instead of JSON"
    hints "look at the server before trying again"
    faults '{"body-every": 1, "body-fault": "html", "faults-for": "POST /rest/api/3/issue/bulkfetch"}'
    atl jira search --jql 'created > -20y' --limit all
    fails 1 "answered with a web page instead of JSON"
    says_nothing_of "before trying again"
}

@test "issues that broke on the way are asked for again" {
    faults '{"body-every": 2, "body-fault": "malformed", "faults-for": "POST /rest/api/3/issue/bulkfetch"}'
    finds_all
}

@test "what an attempt without an answer has deleted is deleted" {
    changed=yes
    faults '{"reset-every": 1, "reset-when": "after", "fault-limit": 1, "faults-for": "DELETE /rest/api/3/filter"}'
    atl jira filter delete 'Due soon' --yes
    expect 0
    faults '{"fail-every": 1, "fail-status": 404, "faults-for": "DELETE /rest/api/3/filter"}'
    atl jira filter delete 'Reported by me' --yes
    expect 4
}

@test "a change that is answered by nothing is done, and what came of it is asked for" {
    changed=yes
    faults '{"body-every": 1, "body-fault": "empty", "faults-for": "PUT /rest/api/3/component"}'
    atl jira component update 'Search box' --project WEB --description 'Where to look'
    expect 0
    says "Search box"
    faults '{"body-every": 1, "body-fault": "malformed", "faults-for": "PUT /rest/api/3/component"}'
    atl jira component update 'Search box' --project WEB --description 'Where to find' --json
    expect 0
    json .name '"Search box"'
}

@test "PUT changes what it names, DELETE turns everything off" {
    faults '{"latency": 5, "hidden-project": ["WEB"], "faults-for": "/wiki"}'
    same "$code" 200
    faults '{"jitter": 6, "hidden-project": "API,OPS", "faults-for": null}'
    same "$(answered '[.latency, .jitter, ."hidden-project", ."faults-for"]')" '[5,6,["API","OPS"],null]'
    shown=$body
    faults "$shown"
    same "$code" 200
    same "$body" "$shown"
    faults DELETE ''
    same "$code" 204
    ask /__sandbox/faults
    same "$(answered '[.latency, .jitter, ."hidden-project", ."fail-status", ."retry-after"]')" '[0,0,[],503,null]'
}

@test "PUT names all that is wrong, and changes nothing then" {
    faults '{"latency": 5, "frob\"nicate": 1, "jitter": -1, "fail-every": "3", "body-fault": "x", "bulk-forbidden": 1, "hidden-space": [7], "media-port": 1}'
    same "$code" 400
    same "$(answered '.errorMessages[]')" "\"there is no switch 'frob\\\"nicate'\"
\"jitter wants a whole number from 0 to 600000, not '-1'\"
\"fail-every wants a number\"
\"body-fault wants truncated, malformed, empty, html or stalled, not 'x'\"
\"bulk-forbidden wants true or false\"
\"hidden-space wants a list of keys\"
\"media-port can't be changed while the sandbox runs\""
    ask /__sandbox/faults
    same "$(answered .latency)" 0
    faults 'latency=5'
    same "$code" 400
    faults '[1]'
    same "$code" 400
}

@test "switches are aimed at a method and a path" {
    faults '{"fail-every": 1, "faults-for": "GET /rest/api/3/myself"}'
    atl jira me --retries 0
    fails 1 "(503)"
    atl jira search --limit 1
    expect 0
    same "$(sandbox_counter faults.fail)" 1
}

# ---- slow, too fast, failing ----

@test "an answer that is held back comes packed as it would have come at once" {
    local path='/rest/api/3/field' plain
    ask "$path"
    plain=$body
    faults '{"latency": 30}'
    ask -H 'Accept-Encoding: gzip' -o "$BATS_TEST_TMPDIR/packed" "$path"
    grep -qi '^content-encoding: gzip' "$BATS_TEST_TMPDIR/headers"
    same "$(gunzip <"$BATS_TEST_TMPDIR/packed")" "$plain"
    ask "$path"
    same "$body" "$plain"
}

@test "latency with jitter holds each answer back" {
    faults '{"latency": 300, "jitter": 200}'
    ask -o /dev/null -w '%{time_total}' /rest/api/3/serverInfo
    [[ $body =~ ^0\.[3-9]|^[1-9] ]]
    faults DELETE '' # which isn't held back itself
}

# in_a_row COUNT PATH: that many requests over one connection, so fast that no bucket fills up again
in_a_row() {
    local targets=()
    for _ in $(seq "$1"); do
        targets+=(-o /dev/null "$SANDBOX_URL$2")
    done
    curl -sS ${SANDBOX_CA:+--cacert "$SANDBOX_CA"} -D "$BATS_TEST_TMPDIR/headers" "${targets[@]}"
    tr -d '\r' <"$BATS_TEST_TMPDIR/headers" >"$BATS_TEST_TMPDIR/all-headers"
}

# of_answer FIRST|429 NAME...: header fields of the first answer, or of the first with that status
of_answer() {
    local status=$1
    shift
    for name; do
        awk -v status="$status" -v name="$name:" '
            /^HTTP/ { wanted = status == "first" ? !count++ : !found && $2 == status; found += $2 == status }
            wanted && tolower($1) == tolower(name) { print $2 }' "$BATS_TEST_TMPDIR/all-headers"
    done | xargs
}

@test "rate limits are described in each answer, and 429 says how long to wait" {
    faults '{"rate-limit": 1, "rate-burst": 3}'
    in_a_row 20 /rest/api/3/serverInfo
    same "$(of_answer first X-RateLimit-Limit X-RateLimit-Remaining X-RateLimit-NearLimit Retry-After)" "3 2 false"
    same "$(of_answer 429 X-RateLimit-Limit X-RateLimit-Remaining X-RateLimit-NearLimit Retry-After)" "3 0 true 1"
    [[ $(of_answer 429 X-RateLimit-Reset) =~ ^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z$ ]]
    ahead=$(($(date -d "$(of_answer 429 X-RateLimit-Reset)" +%s) - $(date +%s)))
    [ "$ahead" -ge -30 ] && [ "$ahead" -le 1 ]
    [ "$(sandbox_counter 'faults["rate-limit"]')" -ge 1 ]
}

@test "Data Center describes its limits in its own way" {
    plainly --deployment datacenter --rate-limit 1 --rate-burst 2
    in_a_row 20 /rest/api/2/serverInfo
    names=(X-RateLimit-Limit X-RateLimit-Remaining X-RateLimit-FillRate X-RateLimit-Interval-Seconds Retry-After)
    same "$(of_answer first "${names[@]}")" "2 1 1 1 0"
    same "$(of_answer 429 "${names[@]}")" "2 0 1 1 1"
}

@test "a search keeps within a rate limit, and finds everything" {
    faults '{"rate-limit": 3, "rate-burst": 2}'
    finds_all
}

@test "failures of the server: what is safe to repeat is repeated, a change is not" {
    for failure in 500 502 503; do
        faults '{"fail-every": 2, "fail-status": '$failure'}'
        ask /rest/api/3/serverInfo
        before=$(sent)
        atl jira me
        expect 0
        same "$(sent)" "$((before + 2))"
    done
    faults '{"fail-every": 1, "fail-status": 500}'
    before=$(sent)
    atl api POST /rest/api/3/search/approximate-count --field 'jql=created > -20y'
    fails 6 "(500)"
    warns "not known"
    same "$(sent)" "$((before + 1))"
}

@test "503 with Retry-After: a change waits and is repeated" {
    faults '{"fail-every": 2, "retry-after": 1}'
    ask /rest/api/3/serverInfo
    atl api POST /rest/api/3/search/approximate-count --field 'jql=created > -20y'
    expect 0
    same "$(sandbox_counter faults.fail)" 1
    same "$(requests cloud | grep -c approximate-count)" 2
}

# ---- resets ----

@test "a reset is one, with and without TLS" {
    faults '{"reset-every": 1}'
    breaks 56 /rest/api/3/myself
    grep -q 'reset by peer' "$BATS_TEST_TMPDIR/complaint"
    faults '{"reset-when": "after"}'
    breaks 56 /rest/api/3/myself
    same "$(sandbox_counter 'faults | tojson')" '{"reset-before":1,"reset-after":1}'
    same "$(jq -r '.fault // empty' "$SANDBOX_LOG" | xargs)" "reset-before reset-after"
    plainly --reset-every 2
    ask /rest/api/3/myself
    breaks 56 /rest/api/3/myself
    grep -q 'reset by peer' "$BATS_TEST_TMPDIR/complaint"
}

@test "resets: a read is repeated, and its answer is whole" {
    for when in before after; do
        faults '{"reset-every": 2, "reset-when": "'$when'"}'
        finds_all
    done
    faults '{"reset-every": 1}'
    atl jira me --retries 1 --verbose
    fails 6 "the connection was lost"
    same "$(grep -c '^http: GET' <<<"$stderr")" 2
}

@test "resets: a change is sent once, and its outcome said to be unknown" {
    for when in before after; do
        faults '{"reset-every": 1, "reset-when": "'$when'", "faults-for": "POST /rest"}'
        before=$(sent)
        atl api POST /rest/api/3/search/approximate-count --field 'jql=created > -20y'
        fails 6 "whether the server applied it is not known"
        same "$(sent)" "$((before + 1))"
    done
}

# ---- changes ----

# create SUMMARY [ATLCLI ARGUMENT...]
create() {
    jq -n --arg summary "$1" \
        '{fields: {project: {key: "WEB"}, issuetype: {name: "Task"}, summary: $summary}}' \
        >"$BATS_TEST_TMPDIR/issue.json"
    atl api POST /rest/api/3/issue --input "$BATS_TEST_TMPDIR/issue.json" "${@:2}"
}

# issues: how many issues there are
issues() {
    sandbox_counter contents.issues
}

# changed: applied, and applied twice
changed() {
    sandbox_counter 'changesApplied, .changesAppliedTwice' | xargs
}

@test "changes are counted, and those that were applied before" {
    create "Count the changes"
    expect 0
    key=$(jq -r .key <<<"$output")
    same "$(changed)" "1 0"
    create "Count the changes"
    expect 0
    same "$(changed)" "2 1"
    same "$(sandbox_counter 'appliedTwice | tojson')" '["POST /rest/api/3/issue"]'
    atl api PUT "/rest/api/3/issue/$key" --field fields.summary='Counted'
    expect 0
    atl api PUT "/rest/api/3/issue/$key" --field fields.colour='red'
    expect 1
    atl api GET "/rest/api/3/issue/$key"
    expect 0
    same "$(changed)" "3 1"
    ask -X POST /__sandbox/counters/reset
    same "$(changed)" "0 0"
}

# bulk_edit LABEL KEY...: adds a label by a task for many, and waits for its end
bulk_edit() {
    local task deadline=$((SECONDS + 240))
    task=$(jq -n --arg text "$1" '{sendBulkNotification: false, selectedActions: ["labels"],
        selectedIssueIdsOrKeys: $ARGS.positional, editedFieldsInput: {labelsFields:
            [{fieldId: "labels", bulkEditMultiSelectFieldOption: "ADD", labels: [{name: $text}]}]}}' \
        --args "${@:2}" | "$ATLCLI" api POST /rest/api/3/bulk/issues/fields --input - | jq -r .taskId)
    until "$ATLCLI" api GET "/rest/api/3/bulk/queue/$task" | jq -e '.status == "COMPLETE"' >/dev/null; do
        [ "$SECONDS" -lt "$deadline" ]
    done
}

@test "the items of bulk operations are counted, one by one" {
    bulk_edit counted WEB-1 WEB-2 WEB-3
    same "$(changed) $(sandbox_counter itemsChanged) $(sandbox_counter itemsChangedTwice)" "1 0 3 0"
    bulk_edit counted WEB-3 WEB-4
    bulk_edit other WEB-3
    same "$(changed) $(sandbox_counter itemsChanged) $(sandbox_counter itemsChangedTwice)" "3 0 6 1"
    [[ $(sandbox_counter 'appliedTwice | tojson') == '["jira.edit '[0-9]*'"]' ]]
}

@test "a change that was reset before it was applied isn't there; it is sent once" {
    faults '{"reset-every": 1, "faults-for": "POST /rest/api/3/issue"}'
    before=$(issues)
    create "Reset before"
    fails 6 "whether the server applied it is not known"
    hints "look at the server before trying again"
    same "$(changed)" "0 0"
    same "$(requests cloud | grep -c 'POST /rest/api/3/issue$')" 1
    same "$(issues)" "$before"
}

@test "a change that was reset after it was applied is there, once" {
    faults '{"reset-every": 1, "reset-when": "after", "faults-for": "POST /rest/api/3/issue"}'
    before=$(issues)
    create "Reset after"
    fails 6 "whether the server applied it is not known"
    same "$(changed)" "1 0"
    same "$(issues)" "$((before + 1))"
}

@test "a change whose answer is cut short or stalls was applied once, and isn't sent again" {
    faults '{"body-every": 1, "body-fault": "truncated", "faults-for": "POST /rest/api/3/issue"}'
    before=$(issues)
    create "Cut short"
    fails 6 "the answer broke off, so whether the server applied it is not known"
    faults '{"body-fault": "stalled"}'
    create "Stalled" --timeout 1
    fails 6 "whether the server applied it is not known"
    same "$(changed)" "2 0"
    same "$(issues)" "$((before + 2))"
}

@test "failures come before anything is applied" {
    before=$(issues)
    for status_given in 429 500; do
        faults "{\"fail-every\": 1, \"fail-status\": $status_given, \"faults-for\": \"POST /rest/api/3/issue\"}"
        create "Failed" --retries 0
        [ "$status" -ne 0 ]
    done
    faults '{"fail-every": 2, "fail-status": 429, "retry-after": 0}'
    ask /rest/api/3/serverInfo
    create "Waited"
    expect 0
    same "$(changed)" "1 0"
    same "$(issues)" "$((before + 1))"
}

@test "an edit whose answer is lost is sent again, which the counter shows" {
    faults '{"reset-every": 2, "reset-when": "after", "faults-for": "PUT /rest"}'
    ask -X PUT -H 'Content-Type: application/json' -d '{"fields": {"summary": "One"}}' /rest/api/3/issue/WEB-1
    same "$code" 204
    atl api PUT /rest/api/3/issue/WEB-1 --field fields.summary=Two
    expect 0
    same "$(changed)" "3 1"
    same "$(sandbox_counter 'appliedTwice | tojson')" '["PUT /rest/api/3/issue/WEB-1"]'
}

# ---- bodies ----

@test "bodies: cut short, malformed, empty, a web page, and over the same connection" {
    faults '{"body-every": 1, "body-fault": "truncated"}'
    breaks 18 /rest/api/3/serverInfo
    [ -n "$body" ]
    faults '{"body-fault": "malformed"}'
    ask /rest/api/3/serverInfo
    same "$code $(header Content-Type)" "200 application/json;charset=UTF-8"
    run ! jq . <<<"$body"
    faults '{"body-fault": "empty"}'
    ask /rest/api/3/serverInfo
    same "$code $(header Content-Length) $body" "200 0 "
    faults '{"body-fault": "html"}'
    ask /rest/api/3/serverInfo
    same "$code $(header Content-Type)" "200 text/html;charset=UTF-8"
    [[ $body == '<!DOCTYPE html>'* ]]
    forget_requests cloud
    ask -o /dev/null -o /dev/null "$SANDBOX_URL/rest/api/3/serverInfo" /rest/api/3/serverInfo
    same "$(jq -s '[.[].connection] | unique | length' "$SANDBOX_LOG")" 1
}

@test "bodies: atlcli says what is wrong with each, and takes none for an answer" {
    faults '{"body-every": 1, "body-fault": "malformed"}'
    atl jira me
    fails 1 "not valid JSON"
    faults '{"body-fault": "empty"}'
    atl jira me
    expect 1
    faults '{"body-fault": "html"}'
    atl jira me
    fails 1 "web page instead of JSON"
    faults '{"body-fault": "truncated"}'
    atl jira me --retries 0
    fails 6 "the answer broke off"
    atl jira search --limit all --jsonl --retries 0
    fails 6 "the answer broke off"
}

@test "a truncated answer is asked for again" {
    faults '{"body-every": 3, "body-fault": "truncated"}'
    finds_all
    [ "$(sandbox_counter 'faults["body-truncated"]')" -ge 1 ]
}

@test "a stalled body: --timeout ends it; the sandbox sees that the client has left" {
    faults '{"body-every": 1, "body-fault": "stalled"}'
    atl jira me --timeout 1 --retries 0
    fails 6 "within 1.0 s"
    gone() { [ "$(sandbox_counter inFlight)" -eq 0 ]; }
    deadline=$((SECONDS + 240))
    until gone; do [ "$SECONDS" -lt "$deadline" ]; done
    breaks 28 --max-time 1 /rest/api/3/myself
    [ -n "$body" ]
}

@test "a stalled body goes on when it is switched off" {
    faults '{"body-every": 1, "body-fault": "stalled"}'
    "$ATLCLI" jira me --json >"$BATS_TEST_TMPDIR/me" 3>&- &
    waiting=$!
    deadline=$((SECONDS + 240))
    until [ "$(sandbox_counter inFlight)" -eq 1 ]; do [ "$SECONDS" -lt "$deadline" ]; done
    faults DELETE ''
    wait "$waiting"
    grep -qF "$SANDBOX_EMAIL" "$BATS_TEST_TMPDIR/me"
}

@test "it stops cleanly with stalled bodies and held-back answers, with and without TLS" {
    for tls in '' --tls; do
        # shellcheck disable=SC2086 # none or one
        plainly $tls --body-every 2 --body-fault stalled
        ask /rest/api/3/serverInfo
        breaks 28 --max-time 0.5 /rest/api/3/serverInfo || true
        for _ in 1 2 3 4; do
            curl -sS ${SANDBOX_CA:+--cacert "$SANDBOX_CA"} "$SANDBOX_URL/rest/api/3/serverInfo" \
                >/dev/null 2>&1 3>&- &
        done
        deadline=$((SECONDS + 240))
        until [ "$(sandbox_counter 'faults["body-stalled"] // 0')" -ge 2 ]; do
            [ "$SECONDS" -lt "$deadline" ]
        done
        stop_sandbox
    done
}

# ---- tokens and permissions ----

@test "a token expires on the way: a search ends with what to do about it" {
    faults '{"expire-after": 2}'
    atl jira search --jql 'created > -20y' --limit all --jsonl
    fails 3 "(401)"
    hints "auth"
    ask /rest/api/3/myself
    same "$code" 401
    same "$(answered .errorMessages)" '["Client must be authenticated to access this resource."]'
    faults '{"expire-after": null}'
    atl jira me
    expect 0
}

@test "bulk operations may be forbidden, and nothing else is" {
    faults '{"bulk-forbidden": true}'
    atl api POST /rest/api/3/issue/bulk --field 'issueUpdates:=[{"fields": {"summary": "Many"}}]'
    fails 3 "You do not have the global Bulk Change permission"
    same "$(sandbox_counter 'faults["bulk-forbidden"]')" 1
    ask -u nobody:wrong -X POST /rest/api/3/issue/bulk
    same "$code" 401
    create "One by one"
    expect 0
    same "$(changed)" "1 0"
}

@test "in a guarded project nothing is assigned, linked, or watched by others, and all else goes on" {
    faults '{"guarded-project": ["WEB"]}'
    ask '/rest/api/3/mypermissions?permissions=LINK_ISSUES,EDIT_ISSUES&projectKey=WEB'
    same "$(answered '.permissions | map_values(.havePermission)')" '{"LINK_ISSUES":false,"EDIT_ISSUES":true}'
    ask '/rest/api/3/mypermissions?permissions=LINK_ISSUES,MANAGE_WATCHERS,ASSIGN_ISSUES&issueKey=OPS-1'
    same "$(answered '[.permissions[].havePermission]')" '[true,true,true]'
    atl api PUT /rest/api/3/issue/WEB-1/assignee --input - <<<'{"accountId": null}'
    fails 3 "You do not have permission to assign issues"
    ask '/rest/api/3/user/assignable/search?project=WEB&maxResults=50'
    atl api DELETE /rest/api/3/issue/WEB-1/watchers --field \
        accountId="$(answered 'map(select(.displayName != "Robin Ashdown"))[0].accountId' | tr -d '"')"
    fails 3 "You do not have permission to manage the watcher list"
    atl api POST /rest/api/3/issue/WEB-1/watchers
    expect 0
    atl api POST /rest/api/3/issueLink --input - \
        <<<'{"type": {"name": "Blocks"}, "inwardIssue": {"key": "WEB-1"}, "outwardIssue": {"key": "OPS-1"}}'
    fails 4 "No Link Issue Permission for issue 'WEB-1'"
    create "Not guarded against"
    expect 0
}

@test "a hidden project isn't there, for reads, lists, searches and changes" {
    faults '{"hidden-project": ["WEB"]}'
    atl api GET /rest/api/3/issue/WEB-1
    fails 4 "Issue does not exist or you do not have permission to see it"
    atl api GET '/rest/api/3/project/search?maxResults=50'
    same "$(jq '[.values[].key] | index("WEB")' <<<"$output")" null
    create "Hidden"
    expect 1
    same "$(changed)" "0 0"
    atl jira search --jql 'created > -20y' --limit all --jsonl
    expect 0
    same "$(jq -r 'select(.key | startswith("WEB-")) | .key' <<<"$output")" ""
    faults DELETE ''
    atl api GET /rest/api/3/issue/WEB-1
    expect 0
}

@test "a hidden space isn't there" {
    faults '{"hidden-space": ["ENG"]}'
    atl wiki page list --space ENG
    expect 4
    atl api GET '/wiki/api/v2/spaces?limit=250'
    same "$(jq '[.results[].key] | index("ENG")' <<<"$output")" null
}

# ---- the other port ----

media_of() {
    ask /__sandbox/faults
    printf '%s:%s' "${SANDBOX_URL%:*}" "$(answered '."media-port"')"
}

@test "downloads come from a port of their own, which counts who sends it credentials" {
    media=$(media_of)
    [ "$media" != "$SANDBOX_URL" ]
    local ask_media=(curl -sS --cacert "$SANDBOX_CA" -o "$BATS_TEST_TMPDIR/answer" -w '%{http_code}')
    same "$("${ask_media[@]}" "$media/file/attachment/1?expires=9999999999&signature=00")" 403
    same "$("${ask_media[@]}" "$media/rest/api/3/serverInfo")" 404
    same "$(sandbox_counter mediaRequests) $(sandbox_counter mediaRequestsWithCredentials)" "2 0"
    same "$("${ask_media[@]}" -u a:b "$media/file/attachment/1")" 403
    same "$("${ask_media[@]}" -b session=1 "$media/file/attachment/1")" 403
    same "$(sandbox_counter mediaRequests) $(sandbox_counter mediaRequestsWithCredentials)" "4 2"
    same "$(curl -sS --cacert "$SANDBOX_CA" -o /dev/null -w '%{http_code}' "$SANDBOX_URL/file/attachment/1")" 404
}

# attach KEY: uploads the file to the issue; its id on standard output
attach() {
    ask -H 'X-Atlassian-Token: no-check' -F "file=@$BATS_TEST_TMPDIR/file;type=text/plain" \
        "/rest/api/3/issue/$1/attachments"
    answered '.[0].id' | tr -d '"'
}

@test "Cloud redirects downloads there; whoever follows as curl does sends no credentials" {
    head -c 100000 /dev/urandom | base64 >"$BATS_TEST_TMPDIR/file"
    id=$(attach WEB-1)
    ask "/rest/api/3/attachment/content/$id"
    same "$code" 303
    location=$(header Location)
    [[ $location == "$(media_of)/file/attachment/$id?"* ]]
    curl -sS -L --cacert "$SANDBOX_CA" -u "$SANDBOX_EMAIL:$SANDBOX_TOKEN" \
        "$SANDBOX_URL/rest/api/3/attachment/content/$id" | cmp - "$BATS_TEST_TMPDIR/file"
    same "$(sandbox_counter mediaRequests) $(sandbox_counter mediaRequestsWithCredentials)" "1 0"
    curl -sS --cacert "$SANDBOX_CA" -o /dev/null -u "$SANDBOX_EMAIL:$SANDBOX_TOKEN" "$location"
    same "$(sandbox_counter mediaRequests) $(sandbox_counter mediaRequestsWithCredentials)" "2 1"
    faults '{"body-every": 1, "body-fault": "truncated", "faults-for": "GET /file"}'
    run curl -sS --cacert "$SANDBOX_CA" -o "$BATS_TEST_TMPDIR/half" "$location"
    same "$status" 18
    same "$(stat -c %s "$BATS_TEST_TMPDIR/half")" "$(($(stat -c %s "$BATS_TEST_TMPDIR/file") / 2))"
}

@test "the port for downloads may be given, and is told at the start" {
    port=$(media_of)
    port=${port##*:}
    run --separate-stderr "$ATLCLI_SANDBOX" --media-port "$port"
    fails 1 "can't listen on 127.0.0.1 port $port"
}
