#!/usr/bin/env bats
# What the sandbox's Confluence Cloud keeps, and what it refuses: its REST v2 as a client meets it.
# Whether requests and answers are as documented is for tests/contract.
bats_require_minimum_version 1.5.0

# shellcheck disable=SC2030,SC2031 # each test is a process of its own, and is meant to be

setup_file() {
    load sandbox
    start_sandbox --deployment cloud --issues 5 --pages 60
}

teardown_file() {
    load sandbox
    stop_sandbox
}

setup() {
    load sandbox
    load assertions
    v2=/wiki/api/v2
    space=65537
}

# ask [CURL ARGUMENT...] PATH: the body goes to $body, the status to $code
ask() {
    local response
    response=$(curl -sS --globoff -w '\n%{http_code}' -u "$SANDBOX_EMAIL:$SANDBOX_TOKEN" \
        -D "$BATS_TEST_TMPDIR/headers" "${@:1:$#-1}" "$SANDBOX_URL${*: -1}") || return
    code=${response##*$'\n'}
    body=${response%$'\n'*}
}

holds() {
    [[ $1 == *"$2"* ]] || show "without '$2': $1"
}

lacks() {
    [[ $1 != *"$2"* ]] || show "with '$2': $1"
}

# send METHOD PATH JSON
send() {
    ask -X "$1" -H 'Content-Type: application/json' -d "$3" "$2"
}

field() {
    jq -r "$1" <<<"$body"
}

title() {
    field '.errors[0].title'
}

# refused STATUS WORDS
refused() {
    same "$code" "$1"
    holds "$(title)" "$2"
}

storage() {
    jq -cn --arg value "$1" '{representation: "storage", value: $value}'
}

# make TITLE [PARENT [STORAGE]]: a new page; its id goes to $page
make() {
    local parent
    parent=$([ -z "${2:-}" ] || echo "\"parentId\": \"$2\",")
    send POST "$v2/pages" "{\"spaceId\": \"$space\", $parent \"title\": \"$1\", \"body\": $(storage "${3:-<p>Text</p>}")}"
    same "$code" 200
    page=$(field .id)
}

# change PAGE VERSION TITLE STORAGE [MEMBER]
change() {
    send PUT "$v2/pages/$1" "{\"id\": \"$1\", \"status\": \"current\", \"title\": \"$3\", ${5:+$5,}
        \"body\": $(storage "$4"), \"version\": {\"number\": $2}}"
}

children() {
    ask "$v2/pages/$1/children"
    field '[.results[].title] | join(" ")'
}

# mark PAGE TEXT COUNT INDEX: an inline comment; its id goes to $comment
mark() {
    send POST "$v2/inline-comments" "{\"pageId\": \"$1\", \"body\": $(storage '<p>Why?</p>'),
        \"inlineCommentProperties\": {\"textSelection\": \"$2\", \"textSelectionMatchCount\": $3,
                                      \"textSelectionMatchIndex\": $4}}"
    comment=$(field .id)
}

text_of() {
    ask "$v2/pages/$1?body-format=storage"
    field .body.storage.value
}

@test "of two writers the second meets a conflict, and what the first wrote stays" {
    make Contested
    change "$page" 2 Contested '<p>First</p>'
    same "$code $(field .version.number)" "200 2"
    change "$page" 2 Contested '<p>Second</p>'
    refused 409 "Version must be incremented when updating a page. Current Version: [2]. Provided version: [2]"
    change "$page" 4 Contested '<p>Second</p>'
    same "$code" 409
    same "$(text_of "$page")" '<p>First</p>'
    ask "$v2/pages/$page?version=1&body-format=storage"
    same "$(field '"\(.status) \(.body.storage.value)"')" 'historical <p>Text</p>'
}

@test "what is refused changes nothing" {
    make Untouched
    change "$page" 2 'engineering HOME' '<p>x</p>'
    refused 400 "A page with this title already exists"
    change "$page" 2 Untouched '<p>a</b></p>'
    refused 400 "Error parsing xhtml: Unexpected close tag </b>; expected </p>."
    change "$page" 2 Untouched '<p>x</p>' '"parentId": "1"'
    refused 404 "Parent with id 1 not found"
    change "$page" 2 Untouched '<p>x</p>' '"spaceId": "65538"'
    refused 400 "Moving content to another space is not supported"
    send PUT "$v2/pages/$page" '{'
    same "$code" 400
    send PUT "$v2/pages/$page" '{"id": "200001", "status": "current", "title": "x"}'
    refused 400 "The id in the body must be that of the path"
    ask "$v2/pages/$page"
    same "$(field '"\(.title) \(.version.number)"')" "Untouched 1"
    ask "$v2/pages/abc"
    refused 400 "Provided value {abc} for 'id' is not the correct type. Expected type is long"
}

@test "a list goes on where it was when pages go in between" {
    make Going
    parent=$page
    for name in a b c d e; do
        make "Going $name" "$parent"
    done
    ask "$v2/pages/$parent/children?limit=2&sort=id"
    next=$(field ._links.next)
    for id in $(field '.results[].id'); do
        ask -X DELETE "$v2/pages/$id"
        same "$code" 204
    done
    ask "$next"
    same "$(field '[.results[].title] | join(" ")')" "Going c Going d"
    ask "$(field ._links.next)"
    same "$(field '[.results[].title] | join(" ")') $(field ._links.next)" "Going e null"
}

@test "a page that goes to the trash leaves its children to its parent, and may come back" {
    make Top
    top=$page
    make Middle "$top"
    middle=$page
    make Below "$middle"
    ask -X DELETE "$v2/pages/$middle"
    same "$code" 204
    same "$(children "$top")" "Below"
    ask "$v2/pages/$middle"
    same "$code" 404
    ask "$v2/pages?status=trashed"
    holds "$(field '.results[].title')" Middle
    make Middle
    change "$middle" 2 Middle x
    refused 400 "A page with this title already exists"
    ask -X DELETE "$v2/pages/$page"
    change "$middle" 2 Middle x
    same "$code $(text_of "$middle")" "200 <p>Text</p>"
    same "$(children "$top")" "Middle Below"
    ask -X DELETE "$v2/pages/$middle?purge=true"
    same "$code" 404
}

@test "pages move with all below them, but not below themselves" {
    make Old
    old=$page
    make New
    new=$page
    make Moving "$old"
    moving=$page
    make Child "$moving"
    change "$moving" 2 Moving '<p>x</p>' "\"parentId\": \"$new\""
    same "$(children "$new") $(children "$old")" "Moving "
    ask "$v2/pages/$page/ancestors"
    same "$(field '[.results[].id] | .[-2:] | join(" ")')" "$new $moving"
    change "$new" 2 New '<p>x</p>' "\"parentId\": \"$page\""
    refused 400 "Can't add a parent which is a child of the current page"
    ask "$v2/pages/$new"
    same "$(field .version.number)" 1
}

@test "drafts are nobody's business until they are published" {
    send POST "$v2/pages" "{\"spaceId\": \"$space\", \"status\": \"draft\", \"title\": \"Soon\"}"
    draft=$(field .id)
    make Soon
    ask "$v2/pages/$draft"
    same "$code" 404
    send PUT "$v2/pages/$draft" "{\"id\": \"$draft\", \"status\": \"current\", \"title\": \"Soon\",
        \"body\": $(storage x), \"version\": {\"number\": 1}}"
    refused 400 "A page with this title already exists"
    send PUT "$v2/pages/$draft" "{\"id\": \"$draft\", \"status\": \"current\", \"title\": \"Now\",
        \"body\": $(storage x), \"version\": {\"number\": 1}}"
    same "$code $(field '"\(.status) \(.version.number)"')" "200 current 1"
    ask -X DELETE "$v2/pages/$draft?draft=true"
    same "$code" 404
}

@test "a page may be at the top, below the home page, or private" {
    send POST "$v2/pages?root-level=true" "{\"spaceId\": \"$space\", \"title\": \"At the top\"}"
    same "$(field .parentId)" null
    send POST "$v2/pages?root-level=true" "{\"spaceId\": \"$space\", \"title\": \"Both\", \"parentId\": \"200001\"}"
    same "$code" 400
    send POST "$v2/pages?private=true" "{\"spaceId\": \"$space\", \"title\": \"Mine\"}"
    same "$(field .parentId)" 200001
    ask "$v2/pages/$(field .id)"
    same "$code" 200
}

@test "an inline comment hangs on its text, and dangles when its mark is gone" {
    make Marked "" '<p>Say hello &amp; hel<em>lo</em> again</p>'
    mark "$page" nowhere 1 0
    refused 400 "The text selection was found 0 times, not 1 times"
    mark "$page" hello 1 0
    refused 400 "The text selection was found 2 times, not 1 times"
    mark "$page" hello 2 2
    refused 400 "textSelectionMatchIndex must be below textSelectionMatchCount"
    mark "$page" hello 2 1
    same "$code $(field .resolutionStatus)" "201 open"
    marker=$(field .properties.inlineMarkerRef)
    start="<ac:inline-comment-marker ac:ref=\"$marker\">"
    end="</ac:inline-comment-marker>"
    marked=$(text_of "$page")
    same "$marked" "<p>Say hello &amp; ${start}hel${end}<em>${start}lo${end}</em> again</p>"
    ask "$v2/pages/$page"
    same "$(field .version.number)" 1

    send PUT "$v2/inline-comments/$comment" '{"resolved": true}'
    same "$(field .resolutionStatus)" resolved
    send PUT "$v2/inline-comments/$comment" '{"resolved": false}'
    same "$(field .resolutionStatus)" reopened
    change "$page" 2 Marked "${marked/again/twice}"
    ask "$v2/inline-comments/$comment"
    same "$(field .resolutionStatus)" reopened
    change "$page" 3 Marked '<p>Say hello</p>'
    ask "$v2/pages/$page/inline-comments?resolution-status=dangling"
    same "$(field '[.results[].id] | join(" ")')" "$comment"
    send PUT "$v2/inline-comments/$comment" '{"resolved": true}'
    refused 400 "A dangling comment cannot be updated"
}

@test "comments go with their replies, and are out of reach with their page" {
    make Discussed
    send POST "$v2/footer-comments" "{\"pageId\": \"$page\", \"body\": $(storage '<p>One</p>')}"
    first=$(field .id)
    send POST "$v2/footer-comments" "{\"parentCommentId\": \"$first\", \"body\": $(storage '<p>Two</p>')}"
    reply=$(field .id)
    ask "$v2/pages/$page/footer-comments"
    same "$(field '[.results[].id] | join(" ")')" "$first"
    ask "$v2/inline-comments/$first"
    same "$code" 404
    send PUT "$v2/footer-comments/$first" '{"resolved": true}'
    refused 400 "Only inline comments"
    ask -X DELETE "$v2/footer-comments/$first"
    ask "$v2/footer-comments/$reply"
    same "$code" 404
    send POST "$v2/footer-comments" "{\"pageId\": \"$page\", \"body\": $(storage '<p>Three</p>')}"
    third=$(field .id)
    ask -X DELETE "$v2/pages/$page"
    ask "$v2/footer-comments/$third"
    same "$code" 404
    ask "$v2/footer-comments?limit=250"
    lacks "$(field '.results[].id')" "$third"
}

@test "storage format can be had as a document" {
    make Formatted "" '<h2>Head</h2><p>a <strong>b</strong> <a href="http://c.example/?d=1&amp;e">f</a></p><ul><li>g</li></ul><ac:structured-macro ac:name="code"><ac:parameter ac:name="language">sh</ac:parameter><ac:plain-text-body><![CDATA[h <i>]]></ac:plain-text-body></ac:structured-macro><table><tbody><tr><td>j</td></tr></tbody></table>'
    ask "$v2/pages/$page?body-format=atlas_doc_format"
    document=$(field .body.atlas_doc_format.value)
    same "$(jq -r '[.content[].type] | join(" ")' <<<"$document")" "heading paragraph bulletList codeBlock table"
    same "$(jq -c '.content[1].content[-1]' <<<"$document")" \
        '{"type":"text","text":"f","marks":[{"type":"link","attrs":{"href":"http://c.example/?d=1&e"}}]}'
    same "$(jq -c '.content[3] | [.attrs.language, .content[0].text]' <<<"$document")" '["sh","h <i>"]'
}

@test "spaces without permission aren't there, nor what is in them" {
    make Hidden
    send PUT /__sandbox/faults '{"hidden-space": "ENG"}'
    ask "$v2/spaces"
    lacks "$(field '.results[].key')" ENG
    ask "$v2/spaces/$space"
    same "$code" 404
    ask "$v2/pages/$page"
    same "$code" 404
    ask "$v2/pages?space-id=$space"
    same "$(field '.results | length')" 0
    send POST "$v2/pages" "{\"spaceId\": \"$space\", \"title\": \"Refused\"}"
    same "$code" 404
    ask -X DELETE /__sandbox/faults
    ask "$v2/pages/$page"
    same "$code" 200
}
