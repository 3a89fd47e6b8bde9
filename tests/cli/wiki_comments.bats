#!/usr/bin/env bats
# Comments of pages, on Cloud and on Data Center
# shellcheck disable=SC2154 # set by bats' run
bats_require_minimum_version 1.5.0

setup_file() {
    load session
    start_session cloud --pages 12 --issues 1
    start_session datacenter --pages 12 --issues 1 --context-path /confluence
    cd "$BATS_FILE_TMPDIR" || return
    local profile
    printf '<p>One two <strong>three</strong>, and one two three again.</p><p>Other words</p>' >body.xml
    for profile in cloud datacenter; do
        for i in 1 2 3 4 5 6 7 8 9; do
            atlcli wiki page create --space ENG --title "Comments $i" --body-file body.xml \
                --format storage --json --profile "$profile" | jq -r .id
        done >"pages-$profile"
    done
}

teardown_file() {
    load session
    end_sessions
}

setup() {
    load session
    load sites
    cd "$BATS_FILE_TMPDIR" || return
}

teardown() {
    load session
    load sites
    mend_all
}

on_both() {
    on cloud "$@"
    on datacenter "$@"
}

# A page for each test.
on() {
    local profile=$1 page
    shift
    page=$(sed -n "${BATS_TEST_NUMBER}p" "pages-$profile")
    "$@"
}

comment() {
    run --separate-stderr atlcli wiki page comments "$@" --profile "$profile"
}

# The id of what is added.
added() {
    comment "$@" --json
    same "$status" 0
    id=$(jq -r .id <<<"$output")
}

threads() {
    local first reply
    comment list "$page"
    same "$status" 0
    same "$stderr" "No comments."
    comment add "$page" 'Looks **good** to `me`'
    same "$status" 0
    [[ $output == "Added comment "*" of page $page: $(site_of "$profile")"* ]]
    first=${output#Added comment }
    first=${first%% *}
    printf '# Review\n\n- one\n- two\n' >review.md
    comment add --page "$page" --body-file review.md
    same "$status" 0
    added reply "$first" 'Thank you'
    reply=$id
    added reply "$id" --body '<p>Not at all</p>' --format storage
    forget_requests "$profile"
    comment list "$page" --json
    same "$(requests "$profile" | wc -l)" 1
    same "$(jq -c '[.schemaVersion, .page, (.comments | map([.parentId, .location, .author, .resolution, .markdown]))]' <<<"$output")" \
        "[\"1\",\"$page\",[[null,\"footer\",\"Robin Ashdown\",null,\"Looks **good** to \`me\`\"],[\"$first\",\"footer\",\"Robin Ashdown\",null,\"Thank you\"],[\"$reply\",\"footer\",\"Robin Ashdown\",null,\"Not at all\"],[null,\"footer\",\"Robin Ashdown\",null,\"# Review\\n\\n- one\\n- two\"]]]"
    run --separate-stderr atlcli wiki page comments list "$page" --profile "$profile"
    same "${lines[0]%%  *}" "Robin Ashdown"
    holds "$output" 'Looks **good** to `me`'
    holds "$output" $'\n    Robin Ashdown'
    holds "$output" $'\n    Thank you'
    holds "$output" $'\n        Not at all'
}

@test "comments are added, replied to, and listed as threads" {
    on_both threads
}

changes() {
    local first
    added add "$page" 'Frist'
    first=$id
    added reply "$first" 'A reply'
    comment update "$first" 'First, *corrected*'
    same "$status" 0
    holds "$output" "Changed comment $first"
    comment list "$page" --jsonl --fields markdown,version
    same "$(jq -c '[.markdown, .version]' <<<"$output" | paste -sd ' ')" '["First, *corrected*",2] ["A reply",1]'
    run --separate-stderr atlcli wiki page comments list "$page" --profile "$profile"
    holds "${lines[0]}" "(edited)"
    comment delete "$first"
    same "$status" 2
    holds "$stderr" "--yes"
    comment delete "$(site_of "$profile")/pages/viewpage.action?pageId=$page&focusedCommentId=$first" --yes
    same "$status" 0
    holds "$output" "Deleted comment $first"
    comment list "$page" --json
    same "$(jq -c .comments <<<"$output")" '[]'
    comment delete "$first" --yes
    same "$status" 4
    holds "$stderr" "there is no comment $first"
}

@test "a comment is changed and deleted by its id or address" {
    on_both changes
}

in_the_text() {
    local inline
    added add-inline "$page" 'Which **other** words?' --selection 'Other words'
    inline=$id
    same "$(jq -r .location <<<"$output")" inline
    comment add-inline "$page" 'Hm' --selection 'two three'
    same "$status" 2
    holds "$stderr" "says 'two three' 2 times: --match says which"
    holds "$stderr" "--match 2: One two three, and one two three again."
    added add-inline "$page" 'Hm' --selection 'two three' --match 2
    comment add-inline "$page" 'Hm' --selection 'two three' --match 3
    same "$status" 2
    comment add-inline "$page" 'Hm' --selection 'four'
    same "$status" 4
    holds "$stderr" "page $page doesn't say 'four'"
    added reply "$inline" 'The second paragraph'
    same "$(jq -r .location <<<"$output")" inline
    comment resolve "$inline"
    same "$status" 0
    holds "$output" "Resolved comment $inline"
    comment resolve "$inline"
    same "$status" 0
    holds "$output" "Resolved already: comment $inline"
    comment list "$page" --location inline --jsonl --fields resolution,selection,markdown
    same "$(jq -c '[.resolution, .selection, .markdown]' <<<"$output" | paste -sd ' ')" \
        '["resolved","Other words","Which **other** words?"] [null,null,"The second paragraph"] ["open","two three","Hm"]'
    comment list "$page" --unresolved --csv --fields markdown
    same "$output" $'markdown\nHm'
    run --separate-stderr atlcli wiki page comments list "$page" --profile "$profile"
    holds "${lines[0]}" 'resolved, about “Other words”'
    comment reopen "$inline"
    holds "$output" "Reopened comment $inline"
    comment reopen "$inline"
    holds "$output" "Open already: comment $inline"
    comment update "$inline" 'Changed'
    same "$status" 0
    comment delete "$inline" --yes
    same "$status" 0
}

@test "comments in the text: which place, resolved and reopened" {
    on cloud in_the_text
}

on_data_center() {
    local inline
    comment add-inline "$page" 'Hm' --selection 'Other words'
    same "$status" 2
    holds "$stderr" "Data Center's REST API can't put a comment on a place in the text"
    run atlcli api POST /rest/api/content --input - --profile datacenter <<JSON
{"type": "comment", "container": {"id": "$page", "type": "page"},
 "body": {"storage": {"value": "<p>Hm</p>", "representation": "storage"}},
 "extensions": {"location": "inline", "inlineProperties": {"originalSelection": "Other words", "markerRef": "x"}}}
JSON
    inline=$(jq -r .id <<<"$output")
    added reply "$inline" 'Yes'
    comment resolve "$inline"
    same "$status" 0
    comment list "$page" --jsonl --fields resolution
    same "$(jq -r .resolution <<<"$output" | paste -sd ' ')" "resolved null"
    comment reopen "$inline"
    holds "$output" "Reopened comment $inline"
    comment resolve "$id"
    same "$status" 2
    holds "$stderr" "comment $id is a reply"
}

@test "Data Center resolves comments in the text, and says why it can't add one" {
    on datacenter on_data_center
}

added_once() {
    spoil "{\"reset-every\": 1, \"reset-when\": \"after\", \"faults-for\": \"POST $1\"}"
    comment add "$page" 'Once **only**'
    same "$status" 0
    spoil "{\"fail-every\": 1, \"fail-status\": 504, \"faults-for\": \"POST $1\"}"
    comment add "$page" 'Never'
    same "$status" 6
    holds "$stderr" "atlcli wiki page comments list $page"
    mend
    comment list "$page" --jsonl --fields markdown
    same "$(jq -r .markdown <<<"$output")" "Once **only**"
}

@test "a comment whose answer is lost is looked for, and never added twice" {
    needs_breakage
    on cloud added_once /wiki/api/v2/footer-comments
    on datacenter added_once /rest/api/content
}

changed_once() {
    added add "$page" 'First'
    spoil "{\"reset-every\": 2, \"reset-when\": \"after\", \"faults-for\": \"PUT $1\"}"
    comment update "$id" 'Second'
    same "$status" 0
    comment update "$id" 'Third'
    same "$status" 0
    mend
    comment list "$page" --jsonl --fields markdown,version
    same "$(jq -c '[.markdown, .version]' <<<"$output")" '["Third",3]'
}

@test "a change of a comment whose answer is lost is no conflict" {
    needs_breakage
    on cloud changed_once /wiki/api/v2/footer-comments
    on datacenter changed_once /rest/api/content
}

mistakes() {
    local first
    added add "$page" 'First'
    first=$id
    forget_requests "$profile"
    comment add "$page"
    same "$status" 2
    holds "$stderr" "the text is missing"
    comment add "$page" ' '
    same "$status" 2
    holds "$stderr" "the text is empty"
    comment add "$page" x --body y
    same "$status" 2
    holds "$stderr" "given twice"
    comment update here 'x'
    same "$status" 2
    holds "$stderr" "'here' is no comment"
    comment delete 'https://elsewhere.example.com/x?focusedCommentId=1' --yes
    same "$status" 2
    same "$(requests "$profile")" ""
    comment resolve "$first"
    same "$status" 2
    holds "$stderr" "only comments in the text can be resolved"
    comment reply 99999999 x
    same "$status" 4
    holds "$stderr" "there is no comment 99999999"
    comment add 99999999 x
    same "$status" 4
}

@test "mistakes about comments are said" {
    on_both mistakes
}
