#!/usr/bin/env bats
# wiki page get, create, update: pages from the shell, on Cloud and on Data Center
# shellcheck disable=SC2016,SC2154 # jq's variables; set by bats' run
bats_require_minimum_version 1.5.0

load session
load sites
load profile
load terminal

setup_file() {
    start_session cloud --pages 60
    start_session datacenter --pages 60 --context-path /wiki
}

teardown_file() {
    end_sessions
}

teardown() {
    stop_terminal
    mend_all
}

# create TITLE [ARGUMENT...]: its id goes to $id
create() {
    does create --space ENG --title "$1" "${@:2}" --json
    id=$(jq -r .id <<<"$output")
}

body_of() {
    atlcli wiki page get "$1" --profile "$profile" --format storage
}

creates() {
    local url
    does create --space ENG --title "From $profile" --body $'# Goals\n\n- **one**\n'
    holds "$output" ": From $profile"
    url=${lines[1]}
    holds "$url" "$(site_of "$profile")/"
    does get "$url" --format storage
    holds "$output" "<strong>one</strong>"
    does get "ENG:From $profile" --json
    same "$(jq -c --arg url "$url" '[.title, .space, .status, .version, .format, .labels, .url == $url]' \
        <<<"$output")" "[\"From $profile\",\"ENG\",\"current\",1,\"markdown\",[],true]"
    same "$(jq -r .body <<<"$output")" $'# Goals\n\n- **one**'
    # Below the home page, unless it is to be elsewhere.
    id=$(jq -r .id <<<"$output")
    does get "ENG:Engineering Home" --json
    same "$(jq -r .id <<<"$output")" \
        "$(atlcli wiki page get "$id" --json --profile "$profile" | jq -r .parentId)"
    does create --parent "$id" --title "Below $profile" --body x --label Draft,team-x --json
    same "$(jq -r .id <<<"$output" | xargs -I{} "$ATLCLI" wiki page get {} --json --profile "$profile" | jq -r .parentId)" "$id"
    does get "ENG:Below $profile" --fields labels --json
    is '.labels | sort' '["draft","team-x"]'
    page create --space ENG --title "No label" --body x --label "not one"
    same "$status" 2
}

@test "a page is created from Markdown, and read by its id, its title and its address" {
    for_each_profile creates
}

formats() {
    create "Formats on $profile" --body '<p>Hello <em>you</em></p><ac:structured-macro ac:name="unheard-of"><ac:parameter ac:name="a">1</ac:parameter></ac:structured-macro>' \
        --format storage
    does get "$id"
    holds "$output" "Hello *you*"
    holds "$output" "unheard-of"
    atlcli wiki page get "$id" --profile "$profile" -o "$BATS_TEST_TMPDIR/page.md"
    same "$(cat "$BATS_TEST_TMPDIR/page.md")" "$output"
    # What Markdown has no words for comes back by it.
    does update "$id" --body-file "$BATS_TEST_TMPDIR/page.md"
    same "$output" "$id is as it was: Formats on $profile"
    does get "$id" --format adf
    is '.type' '"doc"'
    does get "$id" --format html
    holds "$output" "<em>you</em>"
    does get "$id" --format text
    holds "$output" "Hello you"
    does get "$id" --format json
    is '[.id, .title, (.body.storage.value | startswith("<p>Hello"))]' \
        "[\"$id\",\"Formats on $profile\",true]"
    does get "$id" --fields title,version,creator --json
    is '[.title, .version, keys]' "[\"Formats on $profile\",1,[\"creator\",\"schemaVersion\",\"title\",\"version\"]]"
    run --separate-stderr atlcli wiki page get "$id" --profile "$profile" --fields colour
    same "$status" 2
    does create --space ENG --title "ADF on $profile" --format adf --json \
        --body '{"type":"doc","version":1,"content":[{"type":"paragraph","content":[{"type":"text","text":"of ADF"}]}]}'
    same "$(body_of "$(jq -r .id <<<"$output")")" "<p>of ADF</p>"
    does create --space ENG --title "Wiki on $profile" --format wiki --body 'h2. of wiki' --json
    same "$(body_of "$(jq -r .id <<<"$output")")" "<h2>of wiki</h2>"
}

@test "a page is read and written in every format, and loses nothing on the way" {
    for_each_profile formats
}

keeps_ids() {
    create "Kept on $profile" --format storage --body '<p local-id="p1">One</p><p /><ac:task-list><ac:task><ac:task-id>41</ac:task-id><ac:task-status>incomplete</ac:task-status><ac:task-body>Do</ac:task-body></ac:task></ac:task-list>'
    atlcli wiki page get "$id" --profile "$profile" -o "$BATS_TEST_TMPDIR/page.md"
    does update "$id" --body-file "$BATS_TEST_TMPDIR/page.md"
    same "$output" "$id is as it was: Kept on $profile"
    sed -i 's/One/Two/; s/\[ \]/[x]/' "$BATS_TEST_TMPDIR/page.md"
    does update "$id" --body-file "$BATS_TEST_TMPDIR/page.md"
    does get "$id" --format storage
    same "$output" '<p local-id="p1">Two</p><p /><ac:task-list><ac:task><ac:task-id>41</ac:task-id><ac:task-status>complete</ac:task-status><ac:task-body>Do</ac:task-body></ac:task></ac:task-list>'
}

@test "what Markdown has no words for stays as it is on a page that is updated from it" {
    for_each_profile keeps_ids
}

updates() {
    local before
    create "Update on $profile" --body "first"
    before=$(body_of "$id")
    forget_requests "$profile"
    does update "$id" --title "Updated on $profile" --message "another title"
    same "${lines[0]}" "Updated $id to version 2: Updated on $profile"
    same "$(requests "$profile" | wc -l)" 2
    same "$(body_of "$id")" "$before"
    does update "ENG:Updated on $profile" --body "second" --json
    is '[.version, .title, .changed]' "[3,\"Updated on $profile\",true]"
    does update "$id" --body "second" --json
    is '[.version, .changed]' '[3,false]'
    does get "$id" --page-version 1 --json
    is '[.title, .version, .body, .status]' "[\"Update on $profile\",1,\"first\\n\",\"historical\"]"
    does get "$id" --page-version 2 --fields message,author --json
    is '[.message, (.author | test(" "))]' '["another title",true]'
    page get "$id" --page-version 99
    same "$status" 4
    page update "$id"
    same "$status" 2
    holds "$stderr" "say what to change"
}

@test "an update changes what it is given, and nothing else" {
    for_each_profile updates
}

# empty PROBLEM ARGUMENT...: is refused, with the ways out, and nothing is sent
empty() {
    forget_requests "$profile"
    page "${@:2}"
    same "$status" 2
    holds "$stderr" "error: $1 needs a text; it is empty"
    holds "$stderr" "--format storage --body '<p/>'"
    same "$(requests "$profile")" ""
}

wipes() {
    local nothing=$BATS_TEST_TMPDIR/nothing.md
    create "Full on $profile" --body full
    printf ' \n\t\n' >"$nothing"
    empty --body update "$id" --body ''
    empty --body update "$id" --body $' \n\t' --title Other
    empty --body-file update "$id" --body-file - </dev/null
    empty --body-file update "$id" --body-file "$nothing"
    empty --body update "$id" --body ' ' --format storage
    empty --body-file update "$id" --body-file - <<<$'---\ntitle: Other\n---\n'
    empty --body create --space ENG --title "Empty on $profile" --body ''
    empty --body-file create --space ENG --title "Empty on $profile" --body-file /dev/null
    holds "$(body_of "$id")" full
    create "Empty on $profile"
    does update "$id" --body full
    does update "$id" --format storage --body '<p/>'
    does get "$id" --json
    is .body '""'
}

@test "an empty text is refused, unless it is meant" {
    for_each_profile wipes
}

keeps() {
    local labels
    id=$(atlcli wiki page list --label runbook --limit 1 --jsonl --profile "$profile" | jq -r .id)
    labels=$(atlcli wiki page get "$id" --json --profile "$profile" | jq -c .labels)
    holds "$labels" runbook
    does update "$id" --body "New words for $profile"
    does get "$id" --json
    is .labels "$labels"
    is .body "\"New words for $profile\\n\""
}

@test "an update keeps labels" {
    for_each_profile keeps
}

conflicts() {
    create "Conflict on $profile" --body one
    does update "$id" --body two
    page update "$id" --body three --page-version 1
    same "$status" 7
    holds "$stderr" "error: the page $id has another version: it is 2, not 1"
    holds "$stderr" "hint: read it again"
    does update "$id" --body three --page-version 2
}

@test "a version that isn't the one that was read is a conflict, with the way out" {
    for_each_profile conflicts
}

overtaken() {
    create "Overtaken on $profile" --body three
    spoil '{"fail-every": 1, "fail-status": 409, "faults-for": "PUT '"$api/"'"}'
    page update "$id" --body four
    mend
    same "$status" 7
    holds "$stderr" "hint: read it again"
    holds "$(body_of "$id")" three
}

@test "somebody else who is quicker is not overwritten" {
    needs_breakage
    api=/wiki/api/v2/pages profile=cloud overtaken
    api=/rest/api/content profile=datacenter overtaken
}

taken() {
    local other
    create "Taken on $profile" --body x
    other=$id
    page create --space ENG --title "taken on $profile" --body y
    same "$status" 7
    holds "$stderr" "a page titled 'taken on $profile' is in the space ENG already: $other"
    holds "$stderr" "hint: it is at $(site_of "$profile")"
    create "Free on $profile" --body x
    page update "$id" --title "Taken on $profile"
    same "$status" 7
    holds "$stderr" "another page in the space ENG is titled 'Taken on $profile' already: $other"
    does update "$id" --title "FREE on $profile"
}

@test "a title that is taken names the page that has it" {
    for_each_profile taken
}

lost() {
    spoil '{"reset-every": 1, "reset-when": "after", "faults-for": "POST '"$api"'"}'
    page create --space ENG --title "Lost on $profile" --body "only once"
    mend
    same "$status" 0
    same "$(atlcli wiki page list --space ENG --title "Lost on $profile" --jsonl --profile "$profile" | wc -l)" 1
    id=$(grep -o '[0-9]*' <<<"${lines[0]}" | head -1)
    # Never made: asked for again.
    spoil '{"reset-every": 2, "reset-when": "before", "faults-for": "POST '"$api"'"}'
    does create --space ENG --title "Sent on $profile" --body "twice"
    does create --space ENG --title "Sent again on $profile" --body "twice"
    mend
    spoil '{"reset-every": 2, "reset-when": "after", "faults-for": "'"$api/$id"'"}'
    does update "$id" --body "changed once" --json
    mend
    is '[.version, .changed]' '[2,true]'
    does get "$id" --json
    is '[.version, .body]' '[2,"changed once\n"]'
}

@test "answers that get lost are looked up, and nothing is done twice" {
    needs_breakage
    api=/wiki/api/v2/pages profile=cloud lost
    api=/rest/api/content profile=datacenter lost
}

fronts() {
    local directory=$BATS_TEST_TMPDIR/$profile
    mkdir "$directory"
    printf -- '---\ntitle: Other %s\n---\n' "$profile" >"$directory/other.md"
    printf -- '---\ntitle: "Front on %s"\ntags: [a]\n---\n\n[to](other.md#part) [file](docs/report.pdf)\n![p](img/a%%20b.png)\n[p](page:Engineering%%20Home)\n' \
        "$profile" >"$directory/page.md"
    does create --space ENG --body-file "$directory/page.md" --json
    same "$stderr" ""
    is .title "\"Front on $profile\""
    id=$(jq -r .id <<<"$output")
    does get "$id" --format storage
    holds "$output" "ri:content-title=\"Other $profile\""
    holds "$output" 'ri:content-title="Engineering Home"'
    holds "$output" 'ri:filename="report.pdf"'
    holds "$output" 'ri:filename="a b.png"'
    [[ $output != *tags* ]]
    run --separate-stderr bash -c 'printf -- "---\ntitle: [\n---\nx" | "$ATLCLI" wiki page update "$0" --body-file - --profile "$1"' \
        "$id" "$profile"
    same "$status" 1
    holds "$stderr" "line"
    run --separate-stderr bash -c 'printf "from stdin" | "$ATLCLI" wiki page update "$0" --body-file - --profile "$1"' \
        "$id" "$profile"
    same "$status" 0
    does get "$id"
    same "$output" "from stdin"
}

@test "frontmatter gives the title, and relative paths become pages and attachments" {
    for_each_profile fronts
}

drafts() {
    does create --space ENG --title "Draft on $profile" --body x --draft --json
    is .status '"draft"'
    id=$(jq -r .id <<<"$output")
    does get "$id" --json
    is '[.status, .body]' '["draft","x\n"]'
    does update "$id" --body y
    does update "$id" --publish --json
    does get "$id" --json
    is '[.status, .body]' '["current","y\n"]'
}

@test "a draft is made, changed and published" {
    for_each_profile drafts
}

names() {
    page get "ENG:Engineering Hom"
    same "$status" 4
    holds "$stderr" "there is no page 'Engineering Hom' in the space ENG"
    page get "ENG:Engineering"
    holds "$stderr" "hint: there is ENG:Engineering Home"
    page get "NOPE:x"
    same "$status" 4
    holds "$stderr" "there is no space 'NOPE'"
    page get 999999999
    same "$status" 4
    holds "$stderr" "page 999999999: "
    page get "Engineering Home"
    same "$status" 2
    holds "$stderr" "hint: give its id, SPACE:Title, or the address"
    page get https://elsewhere.example.com/wiki/spaces/ENG/pages/1
    same "$status" 2
    holds "$stderr" "isn't on the profile's site"
    page get
    same "$status" 2
    page get 1 --page 2
    same "$status" 2
    local home title tiny
    home=$(atlcli wiki page get --page "ENG:Engineering Home" --json --profile "$profile")
    title=Engineering+Home
    tiny=$(atlcli wiki page get "ENG:Engineering Home" --format json --profile "$profile" | jq -r ._links.tinyui)
    for address in "/pages/viewpage.action?pageId=$(jq -r .id <<<"$home")" "/display/ENG/$title" \
        "/pages/viewpage.action?spaceKey=ENG&title=$title" "/spaces/ENG/overview" "$tiny" \
        "/spaces/ENG/pages/edit-v2/$(jq -r .id <<<"$home")?draftShareId=1"; do
        does get "$base$address" --fields id --json
        same "$(jq -r .id <<<"$output")" "$(jq -r .id <<<"$home")"
    done
}

@test "a page is what people write for it, and what it isn't is said" {
    base=$(site_of cloud)/wiki profile=cloud names
    base=$(site_of datacenter) profile=datacenter names
}

@test "on a terminal a page is laid out below what there is to know about it" {
    profile=cloud
    create "Seen" --body $'# Goals\n\nSome **bold** text'
    start_terminal 100 30
    in_terminal "'$ATLCLI' wiki page get $id"
    ends 0
    holds "$(ever_shown)" "Title:"
    holds "$(ever_shown)" "Goals"
    [[ $(ever_shown) != *'**bold**'* ]]
}

@test "minor edits are Data Center's" {
    profile=cloud
    page update 1 --title x --minor
    same "$status" 2
    profile=datacenter
    create "Minor" --body x
    does update "$id" --body y --minor
    does get "$id" --format json
    is .version.minorEdit true
}
