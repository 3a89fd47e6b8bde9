#!/usr/bin/env bats
# Confluence's REST v1 in atlcli-sandbox, as a client sees it: driven with curl, in both deployments.

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
    start_sandbox --deployment cloud
    authorization=$(printf '%s:%s' "$SANDBOX_EMAIL" "$SANDBOX_TOKEN" | base64 -w0)
    authorization="Basic $authorization"
    api=/wiki/rest/api
}

start_data_center() {
    start_sandbox --deployment datacenter "$@"
    authorization="Bearer $SANDBOX_TOKEN"
    api=/rest/api
}

# ask [CURL ARGUMENT...] PATH: the body goes to $output, the status to $code.
ask() {
    local response
    response=$(curl -sS --globoff -w '\n%{http_code}' -D "$BATS_TEST_TMPDIR/headers" \
        -H "Authorization: $authorization" "${@:1:$#-1}" "$SANDBOX_URL${*: -1}") || return
    code=${response##*$'\n'}
    output=${response%$'\n'*}
}

# send METHOD PATH [JSON]
send() {
    if [ $# -gt 2 ]; then
        ask -X "$1" -H 'Content-Type: application/json' -d "$3" "$2"
    else
        ask -X "$1" "$2"
    fi
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
        printf 'expected: %s\ngot:      %s\n%s\n' "$2" "$1" "${output:-}" >&2
        return 1
    }
}

# page TITLE [PARENT]: makes a page in ENG; its id goes to $id.
page() {
    local ancestors=
    [ -z "${2:-}" ] || ancestors=", \"ancestors\": [{\"id\": \"$2\"}]"
    send POST /rest/api/content "{\"type\": \"page\", \"title\": \"$1\", \"space\": {\"key\": \"ENG\"},
        \"body\": {\"storage\": {\"value\": \"<p>$1</p>\", \"representation\": \"storage\"}}$ancestors}"
    same "$code" 200
    id=$(field .id)
}

titles() {
    field '[.results[].title] | join(",")'
}

@test "a page is created, read, changed and read again" {
    start_data_center
    page "Plans"
    same "$(field .version.number)" 1
    same "$(field .body.storage.value)" "<p>Plans</p>"
    same "$(field .space.key)" ENG
    ask "$api/content/$id"
    same "$(field '[has("history", "space", "version", "body")] | join(",")')" true,true,true,false
    send PUT "$api/content/$id" '{"type": "page", "title": "Better plans", "version": {"number": 2,
        "message": "a better title"}, "body": {"storage": {"value": "<p>Two</p>"}}}'
    same "$code" 200
    ask "$api/content/$id?expand=body.storage,body.view,version,ancestors,metadata.labels,history.previousVersion"
    same "$(field .title)" "Better plans"
    same "$(field .version.message)" "a better title"
    same "$(field .body.storage.value)" "<p>Two</p>"
    same "$(field .body.view.representation)" view
    same "$(field .history.previousVersion.number)" 1
    same "$(field '.ancestors | length')" 0
    same "$(field .metadata.labels.size)" 0
    ask "$api/content/$id?status=historical&version=1&expand=body.storage"
    same "$(field .status)" historical
    same "$(field .body.storage.value)" "<p>Plans</p>"
    ask "$api/content?spaceKey=ENG&title=better%20plans"
    same "$(field '.results[0].id')" "$id"
}

@test "what is wrong with a new page is said" {
    start_data_center
    page "Plans"
    send POST "$api/content" '{"type": "page", "title": "plans", "space": {"key": "ENG"}}'
    same "$code" 400
    same "$(field '.message | contains("already exists")')" true
    send POST "$api/content" '{"type": "page", "title": "x", "space": {"key": "NOPE"}}'
    same "$code" 404
    send POST "$api/content" '{"type": "page", "title": "x"}'
    same "$code" 400
    send POST "$api/content" '{"type": "page", "space": {"key": "ENG"}}'
    same "$code" 400
    send POST "$api/content" '{"type": "potato", "title": "x", "space": {"key": "ENG"}}'
    same "$code" 400
    send POST "$api/content" '{"type": "page", "title": "x", "space": {"key": "ENG"}, "ancestors": [{"id": 1}]}'
    same "$code" 400
    send POST "$api/content" '{"type": "page", "title": "x", "space": {"key": "ENG"},
        "body": {"storage": {"value": "<p>open"}}}'
    same "$code" 400
    same "$(field '.message | contains("Error parsing xhtml")')" true
    send POST "$api/content" '{"type": "page", "title": "x", "space": {"key": "ENG"},
        "body": {"wiki": {"value": "h1. x", "representation": "wiki"}}}'
    same "$code" 400
    send POST "$api/content" '{'
    same "$code" 400
    ask "$api/content?spaceKey=ENG&title=x"
    same "$(field .size)" 0
}

@test "a stale or missing version is refused" {
    start_data_center
    page "Plans"
    send PUT "$api/content/$id" '{"type": "page", "title": "Plans", "version": {"number": 1}}'
    same "$code" 409
    same "$(field .message)" "Version must be incremented on update. Current version is: 1"
    send PUT "$api/content/$id" '{"type": "page", "title": "Plans"}'
    same "$code" 400
    send PUT "$api/content/$id" '{"type": "blogpost", "title": "Plans", "version": {"number": 2}}'
    same "$code" 400
    send PUT "$api/content/1" '{"type": "page", "title": "Plans", "version": {"number": 2}}'
    same "$code" 404
}

@test "deleted pages go to the trash and come back, or are gone" {
    start_data_center
    page "Plans"
    send DELETE "$api/content/$id"
    same "$code" 204
    ask "$api/content/$id"
    same "$code" 404
    ask "$api/content/$id?status=trashed"
    same "$(field .status)" trashed
    ask "$api/content/search?cql=id%3D$id"
    same "$(field .size)" 0
    send PUT "$api/content/$id" '{"type": "page", "title": "Plans", "status": "current", "version": {"number": 2}}'
    same "$code" 200
    same "$(field .status)" current
    send DELETE "$api/content/$id"
    send DELETE "$api/content/$id?status=trashed"
    same "$code" 204
    ask "$api/content/$id?status=any"
    same "$code" 404
}

@test "pages move, by a parent and by their place" {
    start_data_center
    page "Top" && top=$id
    page "One" "$top" && one=$id
    page "Two" "$top" && two=$id
    page "Three" "$top" && three=$id
    send PUT "$api/content/$three/move/append/$one"
    same "$code" 404
    put_below() {
        send PUT "$api/content/$1" "{\"type\": \"page\", \"title\": \"$2\", \"version\": {\"number\": $3},
            \"ancestors\": [{\"id\": $4}]}"
    }
    put_below "$two" Two 2 "$one"
    same "$code" 200
    ask "$api/content/$top/child/page?expand=children.page"
    same "$(titles)" "One,Three"
    same "$(field '.results[0].children.page.results[0].title')" Two
    for path in descendant/page "descendant?expand=page" "child/page?depth=all"; do
        ask "$api/content/$top/$path"
        same "$code" 501
        same "$(field '[.statusCode, .data.authorized, .reason, .message] | join(";")')" \
            "501;false;Not Implemented;Page children is currently only supported for direct children"
    done
    ask "$api/content/$two?expand=ancestors"
    same "$(field '[.ancestors[].title] | join(",")')" "Top,One"
    put_below "$top" Top 2 "$two"
    same "$code" 400
    put_below "$two" Two 3 1
    same "$code" 400
    # Into another space there is no way, and to the top neither.
    ask "$api/content?spaceKey=OPS&title=Operations%20Home"
    put_below "$two" Two 3 "$(field '.results[0].id')"
    same "$code" 400
    send PUT "$api/content/$two" '{"type": "page", "title": "Two", "version": {"number": 3}, "space": {"key": "OPS"}}'
    same "$code" 400
    same "$(field .message)" "You can't change an existing page's space."
    send PUT "$api/content/$two" '{"type": "page", "title": "Two", "version": {"number": 3}, "ancestors": []}'
    ask "$api/content/$two?expand=ancestors"
    same "$(field '[.ancestors[].title] | join(",")')" "Top,One"
    put_below "$two" Two 4 "$top"
    ask "$api/content/$top/child?expand=page"
    same "$(field '[.page.results[].title] | join(",")')" "One,Three,Two"
}

@test "ancestors are the same in a list as one by one" {
    local top other parent id made=0
    start_data_center
    page "Top" && top=$id
    page "Other" && other=$id
    for parent in "$top" "$top" "$other" "" "" "$other" "$top" "$top"; do
        page "Page $((++made))" "$parent"
        page "Below $made" "$id"
    done
    ask "$api/content?spaceKey=ENG&type=page&limit=200&expand=ancestors,children.page,ancestors.version,version.content"
    local listed=$output
    for id in $(field '.results[].id'); do
        ask "$api/content/$id?expand=ancestors,children.page,ancestors.version,version.content"
        same "$(jq -r --arg id "$id" '.results[] | select(.id == $id) | .ancestors | tojson' <<<"$listed")" "$(field ".ancestors | tojson")"
    done
    same "$(jq -c '[.results[] | select(.title == "Below 3") | .ancestors[].title]' <<<"$listed")" '["Other","Page 3"]'
}

@test "versions are listed and restored" {
    start_data_center
    page "Plans"
    for number in 2 3; do
        send PUT "$api/content/$id" "{\"type\": \"page\", \"title\": \"Plans $number\",
            \"version\": {\"number\": $number}, \"body\": {\"storage\": {\"value\": \"<p>$number</p>\"}}}"
    done
    ask "/rest/experimental/content/$id/version"
    same "$(field '[.results[].number] | join(",")')" 3,2,1
    ask "/rest/experimental/content/$id/version/2?expand=content.body.storage"
    same "$(field .content.title)" "Plans 2"
    same "$(field .content.body.storage.value)" "<p>2</p>"
    send POST "/rest/experimental/content/$id/version" \
        '{"operationKey": "restore", "params": {"versionNumber": 1, "message": "back"}}'
    same "$code" 200
    same "$(field .number)" 4
    ask "$api/content/$id?expand=body.storage,version"
    same "$(field '.title + " " + .body.storage.value + " " + .version.message')" "Plans 3 <p>Plans</p> back"
    send POST "/rest/experimental/content/$id/version" '{"operationKey": "restore", "params": {"versionNumber": 4}}'
    same "$code" 400
    send DELETE "$api/content/$id/version/2"
    same "$code" 204
    ask "$api/content/$id/history?expand=previousVersion,contributors.publishers"
    same "$(field .previousVersion.number)" 2
    same "$(field '.contributors.publishers.users | length')" 1
}

both_label() {
    ask "$api/content/search?cql=type%3Dpage&limit=1"
    id=$(field '.results[0].id')
    send POST "$api/content/$id/label" '[{"prefix": "global", "name": "One"}, {"prefix": "my", "name": "two"}]'
    same "$code" 200
    same "$(field '[.results[] | .prefix + ":" + .name] | contains(["global:one", "my:two"])')" true
    send POST "$api/content/$id/label" '{"prefix": "global", "name": "three"}'
    same "$code" 200
    send POST "$api/content/$id/label" '[{"prefix": "global", "name": "with space"}]'
    same "$code" 400
    send POST "$api/content/$id/label" '[{"prefix": "global"}]'
    same "$code" 400
    ask "$api/content/$id/label?prefix=my"
    same "$(field '[.results[].name] | join(",")')" two
    send DELETE "$api/content/$id/label/one"
    same "$code" 204
    send DELETE "$api/content/$id/label?name=three"
    same "$code" 204
    ask "$api/content/$id/label"
    same "$(field '[.results[].name] | contains(["one"]) or contains(["three"])')" false
    ask "$api/content/search?cql=label%3D%22my:two%22"
    same "$(field '.results[0].id')" "$id"
    send POST "$api/content/1/label" '[{"prefix": "global", "name": "x"}]'
    same "$code" 404
}

@test "Cloud: labels come and go" {
    start_cloud
    both_label
}

@test "Data Center: labels come and go" {
    start_data_center
    both_label
}

both_attach() {
    ask "$api/content/search?cql=type%3Dpage&limit=1"
    id=$(field '.results[0].id')
    printf 'one' >"$BATS_TEST_TMPDIR/plan.txt"
    ask -F "file=@$BATS_TEST_TMPDIR/plan.txt" "$api/content/$id/child/attachment"
    same "$code" 403
    same "$output" "XSRF check failed"
    no_check=(-H 'X-Atlassian-Token: no-check')
    ask "${no_check[@]}" -F "file=@$BATS_TEST_TMPDIR/plan.txt;type=text/plain" -F 'comment=first' -F minorEdit=true \
        "$api/content/$id/child/attachment"
    same "$code" 200
    same "$(field '.results[0].title')" plan.txt
    same "$(field '.results[0].extensions.fileSize')" 3
    same "$(field '.results[0].metadata.comment')" first
    same "$(field '.results[0].metadata.mediaType')" text/plain
    attachment=$(field '.results[0].id')
    ask "${no_check[@]}" -F "file=@$BATS_TEST_TMPDIR/plan.txt" "$api/content/$id/child/attachment"
    same "$code" 400
    same "$(field .message)" \
        "Cannot add a new attachment with same file name as an existing attachment: plan.txt"
    printf 'two, longer' >"$BATS_TEST_TMPDIR/plan.txt"
    ask "${no_check[@]}" -F "file=@$BATS_TEST_TMPDIR/plan.txt" "$api/content/$id/child/attachment/$attachment/data"
    same "$code" 200
    same "$(field .version.number)" 2
    ask "${no_check[@]}" -F 'other=x' "$api/content/$id/child/attachment"
    same "$code" 400
    send POST "$api/content/$id/child/attachment" '{}'
    same "$code" 403
    ask "${no_check[@]}" -H 'Content-Type: application/json' -d '{}' "$api/content/$id/child/attachment"
    same "$code" 415
    ask "${no_check[@]}" -H 'Content-Type: multipart/form-data; boundary=x' --data-binary 'garbage' \
        "$api/content/$id/child/attachment"
    same "$code" 400
    ask "$api/content/search?cql=type%3Dattachment%20and%20container%3D$id&expand=container,version"
    same "$(field '.results[0] | [.id, .container.id, (.version.number | tostring)] | join(" ")')" \
        "$attachment $id 2"
    send PUT "$api/content/$id/child/attachment/$attachment" "{\"id\": \"$attachment\", \"type\": \"attachment\",
        \"title\": \"goals.txt\", \"version\": {\"number\": 2}}"
    same "$code" 200
    same "$(field '.title + " " + (.version.number | tostring)')" "goals.txt 2"
    send PUT "$api/content/$id/child/attachment/$attachment" "{\"id\": \"$attachment\", \"type\": \"attachment\",
        \"title\": \"x\", \"version\": {\"number\": 1}}"
    same "$code" 409
}

@test "Data Center: attachments are uploaded and downloaded" {
    start_data_center
    both_attach
    ask "$api/content/$id/child/attachment?filename=goals.txt"
    same "$(field .size)" 1
    download=$(field '.results[0]._links.download')
    ask "$download"
    same "$output" "two, longer"
    same "$(header Content-Disposition)" "attachment; filename*=UTF-8''goals.txt"
    ask "/download/attachments/$id/goals.txt?version=1"
    same "$output" "one"
    send DELETE "$api/content/$attachment"
    same "$code" 204
    ask "$download"
    same "$code" 404
}

@test "Cloud: attachments are uploaded, and downloaded from another host" {
    start_cloud
    both_attach
    ask "${no_check[@]}" -X PUT -F "file=@$BATS_TEST_TMPDIR/plan.txt;filename=goals.txt" \
        "$api/content/$id/child/attachment"
    same "$(field '.results[0] | [.id, (.version.number | tostring)] | join(" ")')" "$attachment 3"
    ask "$api/content/$id/child/attachment/$attachment/download?version=1"
    same "$code" 302
    same "$(curl -sS "$(header Location)")" "one"
    ask -L "/wiki/download/attachments/$id/goals.txt"
    same "$output" "two, longer"
}

@test "several files come with a comment each, and a hundred megabytes are no problem" {
    start_data_center
    page "Files"
    printf 'a' >"$BATS_TEST_TMPDIR/a"
    printf 'b' >"$BATS_TEST_TMPDIR/b"
    ask -H 'X-Atlassian-Token: nocheck' -F "file=@$BATS_TEST_TMPDIR/a" -F comment=first \
        -F "file=@$BATS_TEST_TMPDIR/b" -F comment=second "$api/content/$id/child/attachment"
    same "$(field '[.results[] | .title + ":" + .metadata.comment] | join(",")')" a:first,b:second
    head -c 104000000 /dev/zero >"$BATS_TEST_TMPDIR/large"
    ask -H 'X-Atlassian-Token: nocheck' -F "file=@$BATS_TEST_TMPDIR/large" "$api/content/$id/child/attachment"
    same "$code" 200
    same "$(field '.results[0].extensions.fileSize')" 104000000
    ask -o "$BATS_TEST_TMPDIR/got" "/download/attachments/$id/large"
    cmp "$BATS_TEST_TMPDIR/large" "$BATS_TEST_TMPDIR/got"
    head -c 106000000 /dev/zero >"$BATS_TEST_TMPDIR/large"
    ask -H 'X-Atlassian-Token: nocheck' -F "file=@$BATS_TEST_TMPDIR/large" "$api/content/$id/child/attachment"
    same "$code" 413
    ask -H 'Content-Type: application/json' --data-binary @"$BATS_TEST_TMPDIR/got" "$api/content"
    same "$code" 413
}

@test "comments are added, answered, resolved and deleted" {
    start_data_center
    page "Plans"
    comment="\"type\": \"comment\", \"container\": {\"id\": \"$id\", \"type\": \"page\"}"
    body='"body": {"storage": {"value": "<p>Why?</p>", "representation": "storage"}}'
    send POST "$api/content" "{$comment, $body}"
    same "$code" 200
    same "$(field '.title + " " + .extensions.location')" "Re: Plans footer"
    first=$(field .id)
    send POST "$api/content" "{$comment, $body, \"ancestors\": [{\"id\": \"$first\"}]}"
    same "$code" 200
    same "$(field '.ancestors[0].id')" "$first"
    send POST "$api/content" "{$comment, $body, \"extensions\": {\"location\": \"inline\",
        \"inlineProperties\": {\"markerRef\": \"m-1\", \"originalSelection\": \"Plans\"}}}"
    inline=$(field .id)
    same "$(field .extensions.resolution.status)" open
    ask "$api/content/$id/child/comment?expand=extensions.inlineProperties,extensions.resolution"
    same "$(field .size)" 2
    same "$(field '.results[1].extensions.inlineProperties.markerRef')" m-1
    ask "$api/content/$id/child/comment?depth=all"
    same "$(field .size)" 3
    ask "$api/content/$first/child/comment"
    same "$(field .size)" 1
    send PUT "/rest/inlinecomments/1.0/comments/$inline/resolve/true/dangling/false"
    same "$(field .resolveProperties.resolved)" true
    ask "$api/content/$id/child/comment?location=resolved"
    same "$(field '.results[0].id')" "$inline"
    ask "$api/content/$id/child/comment?location=footer"
    same "$(field '.results[0].id')" "$first"
    send PUT "/rest/inlinecomments/1.0/comments/$first/resolve/true/dangling/false"
    same "$code" 404
    send PUT "$api/content/$first" '{"type": "comment", "version": {"number": 2}, "body": {"storage": {"value": "<p>Because</p>"}}}'
    same "$code" 200
    ask "$api/search?cql=type%3Dcomment%20and%20text~because"
    same "$(field '.results[0] | .content.id + " " + .excerpt + " " + .resultParentContainer.title')" "$first Because Plans"
    send DELETE "$api/content/$first"
    same "$code" 204
    ask "$api/content/$id/descendant/comment"
    same "$(field .size)" 1
}

both_restrict() {
    ask "$api/content/search?cql=type%3Dpage&limit=1"
    id=$(field '.results[0].id')
    ask "$api/user/current"
    me=$(field 'if .accountId then {type: "known", accountId} else {type: "known", username} end')
    query=$(field 'if .accountId then "accountId=" + .accountId else "username=" + .username end')
    send PUT "$api/content/$id/restriction" "[{\"operation\": \"update\", \"restrictions\": {\"user\": [$me]}}]"
    same "$code" 200
    same "$(field '.results[] | select(.operation == "update") | .restrictions.user.size')" 1
    ask "$api/content/$id/restriction/byOperation/update"
    same "$(field .restrictions.user.size)" 1
    ask "$api/content/$id/restriction/byOperation/update/user?$query"
    same "$code" 200
    ask "$api/content/$id/restriction/byOperation/read/user?$query"
    same "$code" 404
    ask "$api/group"
    group=$(field '.results[] | select(.name | test("dev")) | .name')
    send PUT "$api/content/$id/restriction/byOperation/read/group/$group"
    same "$code" 200
    ask "$api/content/$id/restriction/byOperation"
    same "$(field .read.restrictions.group.size)" 1
    send DELETE "$api/content/$id/restriction"
    same "$(field '[.results[].restrictions | .user.size + .group.size] | add')" 0
    send POST "$api/content/$id/restriction" '[{"operation": "sing", "restrictions": {}}]'
    same "$code" 400
}

@test "Cloud: restrictions" {
    start_cloud
    both_restrict
}

@test "Data Center: restrictions" {
    start_data_center
    both_restrict
    ask "$api/content/$id?expand=restrictions.read.restrictions.user"
    same "$(field .restrictions.read.restrictions.user.size)" 0
}

# await TASK: until it is finished
await() {
    for _ in $(seq 200); do
        ask "$api/longtask/$1"
        [ "$(field .finished)" = false ] || return 0
    done
    return 1
}

@test "Cloud: pages and trees are copied, pages are archived" {
    start_cloud
    ask "$api/content/search?cql=title~home%20and%20space%3DENG"
    root=$(field '.results[0].id')
    send POST "$api/content/$root/copy" "{\"destination\": {\"type\": \"parent_page\", \"value\": \"$root\"},
        \"pageTitle\": \"A copy\", \"copyLabels\": true}"
    same "$code" 200
    same "$(field '.title + " " + (.version.number | tostring)')" "A copy 1"
    copy=$(field .id)
    send POST "$api/content/$root/copy" "{\"destination\": {\"type\": \"existing_page\", \"value\": \"$copy\"},
        \"pageTitle\": \"Copied over\"}"
    same "$(field '.id + " " + (.version.number | tostring)')" "$copy 2"
    send POST "$api/content/$root/copy" '{"destination": {"type": "space", "value": "NOPE"}}'
    same "$code" 404
    send POST "$api/content/$root/copy" '{"destination": {"type": "space", "value": "ENG"}}'
    same "$code" 400
    ask "$api/content/search?cql=ancestor%3D$root%20and%20type%3Dpage&limit=100"
    before=$(field .size)
    send POST "$api/content/$root/pagehierarchy/copy" "{\"destinationPageId\": \"$copy\",
        \"titleOptions\": {\"prefix\": \"New: \", \"search\": \"Copied\", \"replace\": \"Put\"}}"
    same "$code" 202
    task=$(field .id)
    same "$(field .links.status)" "/rest/api/longtask/$task"
    await "$task"
    same "$(field '[.finished, .successful, .percentageComplete] | map(tostring) | join(",")')" true,true,100
    ask "$api/content/search?cql=ancestor%3D$copy%20and%20type%3Dpage&limit=100"
    same "$(field .size)" $((before + 1))
    ask "$api/content/search?cql=title%3D%22New:%20Put%20over%22"
    same "$(field .size)" 1
    send POST "$api/content/$root/pagehierarchy/copy" "{\"destinationPageId\": \"$copy\"}"
    same "$code" 400
    ask "$api/longtask/nope"
    same "$code" 404
    send POST "$api/content/archive" "{\"pages\": [{\"id\": $copy}]}"
    same "$code" 202
    await "$(field .id)"
    ask "$api/content/search?cql=id%3D$copy"
    same "$(field .size)" 0
    send POST "$api/content/archive" "{\"pages\": [{\"id\": $copy}]}"
    same "$code" 400
    send POST "$api/content/archive" '{"pages": [{"id": 1}]}'
    same "$code" 400
    # One at a time.
    send PUT /__sandbox/faults '{"long-task": 600000}'
    send POST "$api/content/archive" "{\"pages\": [{\"id\": $root}]}"
    same "$code" 202
    ask "$api/longtask/$(field .id)"
    same "$(field .finished)" false
    send POST "$api/content/archive" "{\"pages\": [{\"id\": $root}]}"
    same "$code" 400
    same "$(field .message)" "There is an archival job already running for the tenant."
}

@test "Data Center: nothing is copied or archived" {
    start_data_center
    page "Original"
    for call in copy pagehierarchy/copy; do
        send POST "$api/content/$id/$call" '{}'
        same "$code" 404
    done
    send POST "$api/content/archive" '{}'
    same "$code" 405
}

both_spaces() {
    send POST "$api/space" '{"key": "TEAM", "name": "The team", "description": {"plain": {"value": "us", "representation": "plain"}}}'
    same "$code" 200
    same "$(field '.key + " " + .description.plain.value + " " + .homepage.title')" "TEAM us The team Home"
    home=$(field .homepage.id)
    send POST "$api/space" '{"key": "team", "name": "Again"}'
    same "$code" 400
    send POST "$api/space" '{"key": "a b", "name": "Again"}'
    same "$code" 400
    send PUT "$api/space/TEAM" '{"name": "Our team"}'
    same "$(field .name)" "Our team"
    ask "$api/space/TEAM?expand=homepage"
    same "$(field .homepage.id)" "$home"
    ask "$api/space/TEAM/content"
    same "$(field '.page.size')" 1
    ask "$api/space/TEAM/content/page?depth=root"
    same "$(field '.results[0].id')" "$home"
    ask "$api/space?spaceKey=TEAM&spaceKey=ENG"
    same "$(field .size)" 2
    send DELETE "$api/space/TEAM"
    same "$code" 202
    await "$(field .id)"
    ask "$api/space/TEAM"
    same "$code" 404
    ask "$api/content/search?cql=id%3D$home"
    same "$(field .size)" 0
}

@test "Cloud: spaces" {
    start_cloud
    both_spaces
}

@test "Data Center: spaces" {
    start_data_center
    both_spaces
}

both_people() {
    ask "$api/user/current"
    same "$code" 200
    ask "$api/user?$(field 'if .accountId then "accountId=" + .accountId else "key=" + .userKey end')"
    same "$code" 200
    ask "$api/user?accountId=nope&username=nope"
    same "$code" 404
    ask "$api/user"
    same "$code" 400
    ask "$api/group"
    same "$(field '.size > 0')" true
    ask "$api/content/search?cql=type%3Dpage&limit=1"
    id=$(field '.results[0].id')
    send POST "$api/user/watch/content/$id"
    same "$code" 403
    ask -X POST -H 'X-Atlassian-Token: no-check' "$api/user/watch/content/$id"
    same "$code" 204
    ask "$api/user/watch/content/$id"
    same "$(field .watching)" true
    ask "$api/content/search?cql=watcher%3DcurrentUser()&limit=100"
    same "$(field "[.results[].id] | contains([\"$id\"])")" true
    ask -X DELETE -H 'X-Atlassian-Token: no-check' "$api/user/watch/content/$id"
    ask "$api/user/watch/content/$id"
    same "$(field .watching)" false
}

@test "Cloud: people, groups and watching" {
    start_cloud
    both_people
    ask "$api/group"
    ask "$api/group/$(field '.results[0].id')/membersByGroupId"
    same "$(field '.size > 0')" true
}

@test "Data Center: people, groups and watching" {
    start_data_center
    both_people
    ask "$api/user/list?limit=2"
    same "$(field .size)" 2
    ask "$api/group"
    ask "$api/group/$(field '.results[0].name')/member"
    same "$(field '.size > 0')" true
}

@test "bodies are converted where Confluence can" {
    start_data_center
    send POST "$api/contentbody/convert/view" '{"value": "<p>x</p>", "representation": "storage"}'
    same "$(field '.value + .representation')" "<p>x</p>view"
    send POST "$api/contentbody/convert/storage" '{"value": "<p>x</p>", "representation": "view"}'
    same "$code" 400
    send POST "$api/contentbody/convert/view" '{"value": "<p>x", "representation": "storage"}'
    same "$code" 400
}

# How many items an answer holds when a thousand are asked for.
granted() {
    ask "$api/$1&limit=1000"
    field .limit
}

@test "Data Center gives fewer at a time the more is expanded; a read-only token changes nothing" {
    start_data_center --readonly-token reader
    same "$(granted 'content?type=page')" 500
    same "$(granted 'content?expand=version,ancestors')" 200
    same "$(granted 'content?expand=version,body.storage')" 100
    same "$(granted 'content/search?cql=type%3Dpage')" 1000
    same "$(granted 'content/search?cql=type%3Dpage&expand=version')" 200
    same "$(granted 'content/search?cql=type%3Dpage&expand=body.view')" 50
    authorization='Bearer reader'
    ask "$api/content/200001"
    same "$code" 200
    send DELETE "$api/content/200001"
    same "$code" 403
    ask "$api/content/200001"
    same "$code" 200
}

@test "searches lag behind when they are told to" {
    start_data_center --search-lag 60000
    page "Late"
    same "$code" 200
    ask "$api/content/search?cql=title%3DLate"
    same "$(field .size)" 0
    send DELETE "$api/content/200001"
    ask "$api/content/search?cql=id%3D200001"
    same "$(field .size)" 1
}
