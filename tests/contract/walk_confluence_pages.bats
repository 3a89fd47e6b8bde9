#!/usr/bin/env bats
# Confluence's REST v2: the tree of pages and folders, comments, properties, labels, histories.
bats_require_minimum_version 1.5.0

setup_file() {
    load prism
    start_walk --issues 10 --pages 80
}

teardown_file() {
    load prism
    end_walk
}

setup() {
    load prism
    needs_prism
    v2=/wiki/api/v2
}

# body STORAGE: the member "body" of a request
body() {
    jq -cn --arg value "$1" '{representation: "storage", value: $value}'
}

# make_page TITLE [STORAGE]: a page at the top of the first space; sets page
make_page() {
    ok GET "$v2/spaces?keys=ENG"
    space=$(answer '.results[0].id')
    ok POST "$v2/pages" "{\"spaceId\": \"$space\", \"title\": \"$1\", \"body\": $(body "${2:-<p>Text</p>}")}"
    page=$(answer .id)
}

holds() {
    [[ $'\n'$1$'\n' == *$'\n'"$2"$'\n'* ]]
}

# walk_properties PATH: all that can be done with properties of the content at the path
walk_properties() {
    ok POST "$1/properties" '{"key": "state", "value": {"draft": [1, true, null, "ä"]}}'
    id=$(answer .id)
    refused 400 POST "$1/properties" '{"key": "state", "value": 1}'
    ok PUT "$1/properties/$id" '{"key": "state", "value": 7, "version": {"number": 2, "message": "m"}}'
    refused 409 PUT "$1/properties/$id" '{"key": "state", "value": 7, "version": {"number": 2}}'
    ok GET "$1/properties?key=state&sort=-key"
    same "$(answer '.results[0].value')" 7
    ok GET "$1/properties/$id"
    same "$(answer .version.number)" 2
    ok DELETE "$1/properties/$id"
    refused 404 GET "$1/properties/$id"
}

@test "spaces" {
    ok POST "$v2/spaces" '{"key": "WALK", "name": "A walk", "description": {"value": "Here", "representation": "plain"}}'
    space=$(answer .id)
    home=$(answer .homepageId)
    refused 400 POST "$v2/spaces" '{"key": "WALK", "name": "Again"}'
    refused 400 POST "$v2/spaces" '{"key": "a b", "name": "Blank"}'
    ok GET "$v2/spaces/$space?description-format=plain&include-icon=true&include-operations=true&include-labels=true"
    same "$(answer .description.plain.value)" Here
    ok GET "$v2/spaces/$space/operations"
    ok GET "$v2/spaces?sort=-name&limit=3&description-format=view&status=current&type=global"
    ok GET "$(answer ._links.next)"
    ok GET "$v2/spaces/$space/labels"
    ok GET "$v2/spaces/$space/pages?depth=root&sort=title"
    same "$(answer '[.results[].id] | join(" ")')" "$home"
    refused 404 GET "$v2/spaces/1"
}

@test "a page and its versions" {
    make_page "A page & more" '<p>One &amp; only</p>'
    same "$(answer .version.number)" 1
    refused 400 POST "$v2/pages" "{\"spaceId\": \"$space\", \"title\": \"a PAGE & more\"}"
    refused 400 POST "$v2/pages" "{\"spaceId\": \"$space\", \"title\": \"Broken\", \"body\": $(body '<p>')}"
    refused 404 POST "$v2/pages" '{"spaceId": "1", "title": "Nowhere"}'
    ok PUT "$v2/pages/$page" "{\"id\": \"$page\", \"status\": \"current\", \"title\": \"Renamed\",
        \"body\": $(body '<p>Two</p>'), \"version\": {\"number\": 2, \"message\": \"why\"}}"
    refused 409 PUT "$v2/pages/$page" "{\"id\": \"$page\", \"status\": \"current\", \"title\": \"Renamed\",
        \"body\": $(body '<p>Two</p>'), \"version\": {\"number\": 2}}"
    for format in storage atlas_doc_format view; do
        ok GET "$v2/pages/$page?body-format=$format"
    done
    ok GET "$v2/pages/$page?version=1&body-format=storage"
    same "$(answer .body.storage.value)" '<p>One &amp; only</p>'
    ok GET "$v2/pages/$page?include-labels=true&include-properties=true&include-operations=true&include-likes=true&include-versions=true&include-favorited-by-current-user-status=true"
    ok GET "$v2/pages/$page/versions?body-format=storage"
    same "$(answer '[.results[].number] | join(" ")')" "2 1"
    ok GET "$v2/pages/$page/versions/1"
    ok GET "$v2/pages/$page/operations"
    ok GET "$v2/pages/$page/likes/count"
    ok GET "$v2/pages/$page/likes/users"
    walk_properties "$v2/pages/$page"
    ok DELETE "$v2/pages/$page"
    refused 404 GET "$v2/pages/$page"
    ok GET "$v2/pages/$page?status=trashed"
    ok PUT "$v2/pages/$page" "{\"id\": \"$page\", \"status\": \"current\", \"title\": \"x\",
        \"body\": $(body x), \"version\": {\"number\": 3}}"
    same "$(answer .title)" Renamed
    ok DELETE "$v2/pages/$page"
    ok DELETE "$v2/pages/$page?purge=true"
    refused 404 DELETE "$v2/pages/$page?purge=true"
}

@test "drafts" {
    ok GET "$v2/spaces"
    space=$(answer '.results[0].id')
    ok POST "$v2/pages" "{\"spaceId\": \"$space\", \"status\": \"draft\"}"
    page=$(answer .id)
    refused 404 GET "$v2/pages/$page"
    ok GET "$v2/pages/$page?get-draft=true"
    ok PUT "$v2/pages/$page" "{\"id\": \"$page\", \"status\": \"current\", \"title\": \"Out now\",
        \"body\": $(body 'New'), \"version\": {\"number\": 1}}"
    ok GET "$v2/pages/$page"
    ok POST "$v2/pages?private=true&root-level=true" "{\"spaceId\": \"$space\", \"status\": \"draft\"}"
    ok DELETE "$v2/pages/$(answer .id)?draft=true"
}

@test "lists of pages" {
    ok GET "$v2/pages?limit=7&sort=-modified-date&body-format=storage&status=current&status=archived"
    ok GET "$(answer ._links.next)"
    ok GET "$v2/pages?title=Engineering%20Home"
    ok GET "$v2/pages?id=200001,200002"
    ok GET "$v2/pages?space-id=65537"
    ok GET "$v2/spaces/65537/pages?limit=2"
    ok GET "$(answer ._links.next)"
    ok GET "$v2/pages/200001/children?limit=2"
    ok GET "$(answer ._links.next)"
    child=$(answer '.results[0].id')
    ok GET "$v2/pages/$child/ancestors"
    same "$(answer '.results[-1].id')" 200001
    refused 404 GET "$v2/pages/1/children"
    refused 400 GET "$v2/pages?limit=0"
    refused 400 GET "$v2/pages?sort=colour"
    refused 400 GET "$v2/pages?cursor=made-up"
}

@test "the tree: folders, and pages that move" {
    make_page "Branch"
    branch=$page
    ok POST "$v2/folders" "{\"spaceId\": \"$space\", \"title\": \"Folder\", \"parentId\": \"$branch\"}"
    folder=$(answer .id)
    refused 400 POST "$v2/folders" "{\"spaceId\": \"$space\", \"title\": \"Folder\"}"
    ok GET "$v2/folders/$folder"
    ok GET "$v2/folders/$folder/ancestors"
    same "$(answer '.results[-1].id')" "$branch"
    ok GET "$v2/folders/$folder/operations"
    walk_properties "$v2/folders/$folder"
    make_page "Leaf"
    ok PUT "$v2/pages/$page" "{\"id\": \"$page\", \"status\": \"current\", \"title\": \"Leaf\", \"parentId\": \"$folder\",
        \"body\": $(body Leaf), \"version\": {\"number\": 2}}"
    same "$(answer .parentType)" folder
    refused 400 PUT "$v2/pages/$branch" "{\"id\": \"$branch\", \"status\": \"current\", \"title\": \"Branch\",
        \"parentId\": \"$page\", \"body\": $(body Branch), \"version\": {\"number\": 2}}"
    ok DELETE "$v2/folders/$folder"
    ok GET "$v2/pages/$page"
    same "$(answer .parentId)" "$branch"
}

@test "blog posts" {
    ok GET "$v2/spaces?limit=1"
    space=$(answer '.results[0].id')
    ok POST "$v2/blogposts" "{\"spaceId\": \"$space\", \"title\": \"News\", \"body\": $(body '<p>News</p>')}"
    post=$(answer .id)
    refused 400 POST "$v2/blogposts" "{\"spaceId\": \"$space\", \"title\": \"News\"}"
    ok PUT "$v2/blogposts/$post" "{\"id\": \"$post\", \"status\": \"current\", \"title\": \"Old news\",
        \"body\": $(body '<p>Old</p>'), \"version\": {\"number\": 2}}"
    ok GET "$v2/blogposts/$post?body-format=storage&include-versions=true"
    ok GET "$v2/blogposts?sort=-created-date&body-format=atlas_doc_format"
    ok GET "$v2/spaces/$space/blogposts"
    # Among the seeded ones.
    same "$(answer ".results[] | select(.id == \"$post\").title")" "Old news"
    ok GET "$v2/blogposts/$post/versions"
    ok GET "$v2/blogposts/$post/versions/2"
    ok GET "$v2/blogposts/$post/operations"
    ok GET "$v2/blogposts/$post/labels"
    ok GET "$v2/blogposts/$post/attachments"
    ok GET "$v2/blogposts/$post/likes/count"
    ok GET "$v2/blogposts/$post/likes/users"
    walk_properties "$v2/blogposts/$post"
    ok POST "$v2/footer-comments" "{\"blogPostId\": \"$post\", \"body\": $(body '<p>Ah</p>')}"
    ok GET "$v2/blogposts/$post/footer-comments"
    same "$(answer '.results | length')" 1
    ok POST "$v2/inline-comments" "{\"blogPostId\": \"$post\", \"body\": $(body '<p>Ah</p>'),
        \"inlineCommentProperties\": {\"textSelection\": \"Old\", \"textSelectionMatchCount\": 1, \"textSelectionMatchIndex\": 0}}"
    ok GET "$v2/blogposts/$post/inline-comments"
    same "$(answer '.results | length')" 1
    ok DELETE "$v2/blogposts/$post"
}

@test "footer comments" {
    make_page "Discussed"
    ok POST "$v2/footer-comments" "{\"pageId\": \"$page\", \"body\": $(body '<p>First</p>')}"
    comment=$(answer .id)
    ok POST "$v2/footer-comments" "{\"parentCommentId\": \"$comment\", \"body\": $(body '<p>Reply</p>')}"
    reply=$(answer .id)
    refused 404 POST "$v2/footer-comments" "{\"pageId\": \"1\", \"body\": $(body x)}"
    ok PUT "$v2/footer-comments/$comment" "{\"version\": {\"number\": 2}, \"body\": $(body '<p>Better</p>')}"
    refused 409 PUT "$v2/footer-comments/$comment" "{\"version\": {\"number\": 2}, \"body\": $(body x)}"
    ok GET "$v2/footer-comments/$comment?body-format=storage&include-versions=true&include-properties=true&include-operations=true&include-likes=true"
    ok GET "$v2/footer-comments/$comment?version=1&body-format=view"
    same "$(answer .body.view.value)" "<p>First</p>"
    ok GET "$v2/footer-comments/$comment/children?body-format=storage"
    same "$(answer '.results[0].id')" "$reply"
    ok GET "$v2/pages/$page/footer-comments?sort=-created-date&body-format=storage"
    same "$(answer '[.results[].id] | join(" ")')" "$comment"
    ok GET "$v2/footer-comments?sort=-modified-date"
    ok GET "$v2/footer-comments/$comment/versions"
    ok GET "$v2/footer-comments/$comment/versions/1"
    ok GET "$v2/footer-comments/$comment/operations"
    ok GET "$v2/footer-comments/$comment/likes/count"
    ok GET "$v2/footer-comments/$comment/likes/users"
    walk_properties "$v2/comments/$comment"
    ok DELETE "$v2/footer-comments/$comment"
    refused 404 GET "$v2/footer-comments/$reply"
}

@test "inline comments" {
    make_page "Marked" '<p>Say <strong>hello</strong> world, hello world</p>'
    selection='{"textSelection": "hello world", "textSelectionMatchCount": 2, "textSelectionMatchIndex": 0}'
    ok POST "$v2/inline-comments" "{\"pageId\": \"$page\", \"body\": $(body '<p>Why?</p>'), \"inlineCommentProperties\": $selection}"
    comment=$(answer .id)
    same "$(answer .properties.inlineOriginalSelection)" "hello world"
    refused 400 POST "$v2/inline-comments" "{\"pageId\": \"$page\", \"body\": $(body x),
        \"inlineCommentProperties\": {\"textSelection\": \"nowhere\", \"textSelectionMatchCount\": 1, \"textSelectionMatchIndex\": 0}}"
    ok POST "$v2/inline-comments" "{\"parentCommentId\": \"$comment\", \"body\": $(body '<p>So</p>')}"
    ok PUT "$v2/inline-comments/$comment" "{\"version\": {\"number\": 2}, \"body\": $(body '<p>Why not?</p>'), \"resolved\": true}"
    same "$(answer .resolutionStatus)" resolved
    ok GET "$v2/pages/$page/inline-comments?resolution-status=resolved&body-format=storage"
    same "$(answer '.results[0].id')" "$comment"
    ok PUT "$v2/inline-comments/$comment" '{"resolved": false}'
    same "$(answer .resolutionStatus)" reopened
    ok GET "$v2/inline-comments/$comment?include-operations=true&include-likes=true&include-versions=true"
    ok GET "$v2/inline-comments/$comment/children"
    same "$(answer '.results | length')" 1
    ok GET "$v2/inline-comments?limit=1"
    ok GET "$v2/inline-comments/$comment/versions"
    ok GET "$v2/inline-comments/$comment/versions/2"
    ok GET "$v2/inline-comments/$comment/operations"
    ok GET "$v2/inline-comments/$comment/likes/count"
    ok GET "$v2/inline-comments/$comment/likes/users"
    ok POST "$v2/content/convert-ids-to-types" "{\"contentIds\": [\"$comment\", $page, \"1\"]}"
    same "$(answer ".results | [.[\"$comment\"], .[\"$page\"], .[\"1\"]] | tojson")" '["inline-comment","page",null]'
    ok DELETE "$v2/inline-comments/$comment"
}

@test "labels and people" {
    ok GET "$v2/labels?sort=name&limit=2"
    label=$(answer '.results[0].id')
    ok GET "$v2/labels?prefix=global&label-id=$label"
    ok GET "$v2/labels/$label/pages?body-format=storage"
    page=$(answer '.results[0].id')
    ok GET "$v2/pages/$page/labels?prefix=global&sort=-name"
    ok GET "$v2/labels/$label/blogposts"
    ok GET "$v2/labels/$label/attachments"
    ok GET "$v2/spaces/65537/content/labels"
    refused 404 GET "$v2/labels/1/pages"
    ok GET "$v2/pages/$page"
    ok POST "$v2/users-bulk" "{\"accountIds\": [\"$(answer .authorId)\", \"nobody\"]}"
    same "$(answer '.results | length')" 1
}

@test "attachments" {
    ok GET "$v2/attachments?limit=1&sort=-modified-date"
    file=$(answer '.results[0].id')
    type=$(answer '.results[0].mediaType')
    page=$(answer '.results[0].pageId')
    ok GET "$v2/attachments?mediaType=$type&status=current&filename=nothing.txt"
    same "$(answer '.results | length')" 0
    ok GET "$v2/attachments/$file?include-labels=true&include-properties=true&include-operations=true&include-versions=true"
    same "$(answer .id)" "$file"
    ok GET "$v2/pages/$page/attachments"
    holds "$(answer '.results[].id')" "$file"
    ok GET "$v2/attachments/$file/versions"
    ok GET "$v2/attachments/$file/versions/1"
    ok GET "$v2/attachments/${file#att}/labels"
    ok GET "$v2/attachments/$file/operations"
    walk_properties "$v2/attachments/$file"
    ok POST "$v2/footer-comments" "{\"attachmentId\": \"$file\", \"body\": $(body '<p>A file</p>')}"
    ok GET "$v2/attachments/$file/footer-comments?body-format=storage"
    same "$(answer '.results | length')" 1
    ok DELETE "$v2/attachments/${file#att}"
    refused 404 GET "$v2/attachments/$file"
    ok DELETE "$v2/attachments/${file#att}?purge=true"
}
