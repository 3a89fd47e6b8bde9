#!/usr/bin/env bats
# jira issue get, create, update, delete, clone, open, history: on Cloud and on Data Center
# shellcheck disable=SC2154 # set by bats' run
bats_require_minimum_version 1.5.0

load session
load profile
load terminal

setup_file() {
    start_session cloud --issues 120
    start_session datacenter --issues 120 --context-path /jira
}

teardown_file() {
    end_sessions
}

setup() {
    forget_requests cloud
    forget_requests datacenter
}

teardown() {
    stop_terminal
}

# Runs the test on both kinds of site; $profile says on which.
on_both() {
    local profile
    for profile in cloud datacenter; do
        "$@"
    done
}

atl_there() {
    atl "$@" --profile "$profile"
}

# create [OPTION...]: a task, whose key is $key.
create() {
    atl_there jira issue create --project WEB --type Task --summary "A task" --json "$@"
    expect 0
    key=$(jq -r .key <<<"$output")
}

# sent METHOD PATH: the bodies of such requests, one a line.
sent() {
    jq -c --arg method "$1" --arg path "$2" \
        'select(.method == $method and (.path | test($path + "$"))) | .body | fromjson? // empty' \
        "$(cat "$BATS_FILE_TMPDIR/log-of-$profile")"
}

# The trouble that the site makes: JSON.
faults() {
    curl -sS --cacert "$(cat "$BATS_FILE_TMPDIR/ca-of-cloud")" -u "$SANDBOX_EMAIL:$SANDBOX_TOKEN" \
        -X "$1" -H 'Content-Type: application/json' -d "$2" "$(sandbox_url)/__sandbox/faults" >/dev/null
}

# The sandbox itself, past whatever stands before it.
sandbox_url() {
    cat "$BATS_FILE_TMPDIR/sandbox-of-cloud" 2>/dev/null || site_of cloud
}

creates_with_all_kinds_of_fields() {
    atl_there jira issue create --project web --type bug --summary "Log-in [fails]" \
        --description $'Some **bold** text\n\n- one' --label x --label y,z --assignee me \
        --priority high --component "$component" --due 2026-01-31 --estimate "1w 2d" \
        --field "team=blue" --field "Location=Japan > tokyo" --field "Story point estimate=5" \
        --field "Release notes=A *note*" --field "Approvers=me" \
        --field 'Platforms=["iOS","Web"]' --field customfield_10036=2026-01-31T08:15Z \
        --field "Launch date=2026-02-01" --field "Website=https://example.com/?a=b"
    expect 0
    key=$(grep -o 'WEB-[0-9]*' <<<"$output" | head -1)
    same "$output" "Created $key: $(site_of "$profile")/browse/$key"
    atl_there jira issue get "$key" --json
    json '[.schemaVersion, .summary, .type, .priority, .assignee, .status, (.updated | endswith("Z"))]' \
        '["1","Log-in [fails]","Bug","High","Robin Ashdown","To Do",true]'
    json '.fields | [.labels, .duedate, .timetracking.originalEstimate, (.components | length)]' \
        '[["x","y","z"],"2026-01-31","1w 2d",1]'
    json '.fields | [.customfield_10030.value, .customfield_10033.value, .customfield_10033.child.value,
        .customfield_10016, [.customfield_10032[].value], .customfield_10042, .customfield_10035,
        (.customfield_10036[:16]), (.customfield_10041 | length)]' \
        '["Blue","Japan","Tokyo",5,["iOS","Web"],"https://example.com/?a=b","2026-02-01","2026-01-31T08:15",1]'
    json '.names.customfield_10030, (.fields.description | type)' \
        "\"Team\"
\"$1\""
    atl_there jira issue get "$key" --fields timetracking,timetracking.originalEstimate --csv
    same "$(tail -1 <<<"$output")" '"1w 2d estimated, 1w 2d left",1w 2d'
}

@test "an issue is created with all kinds of fields, each as its type wants it" {
    local profile component
    component=$(atlcli jira search --jql 'project = WEB and component is not empty' --limit 1 --jsonl \
        --fields components | jq -r '.components[0]')
    profile=cloud creates_with_all_kinds_of_fields object
    profile=datacenter creates_with_all_kinds_of_fields string
}

reads_like_a_page() {
    create --description $'Some **bold** text\n\n1. one\n\n> [!NOTE]\n> two' --priority Low
    atl_there jira issue get "${key,,}"
    expect 0
    same "${lines[0]}" "# $key A task"
    has_line "Status: To Do"
    has_line "Assignee: nobody"
    has_line "## Description"
    has_line 'Some **bold** text'
    has_line "1. one"
    has_line "> [!NOTE]"
    atl_there jira issue get --key "$(site_of "$profile")/browse/$key?focusedId=1" --fields \
        status,Team,reporter.displayName
    same "$output" $'status: To Do\nreporter.displayName: Robin Ashdown'
    atl_there jira issue get "$key" --fields key,summary,status --csv
    same "$output" "key,summary,status"$'\n'"$key,A task,To Do"
}

@test "an issue reads like a page, or as much of it as is asked for" {
    on_both reads_like_a_page
}

keeps_plain_text_plain() {
    local key
    key=$(atlcli jira issue create --project WEB --type Task --summary '# *x* <b> a_b' --label a_b --jsonl \
        --profile "$profile" | jq -r .key)
    atl_there jira issue get "$key"
    expect 0
    same "${lines[0]}" "# $key "'\# \*x\* \<b\> a_b'
    has_line "Labels: a_b"
}

@test "what is no Markdown in an issue is none on its page" {
    on_both keeps_plain_text_plain
}

shows_what_hangs_on_it() {
    local comment='"Short."'
    [ "$profile" = datacenter ] ||
        comment='{"type":"doc","version":1,"content":[{"type":"paragraph","content":[{"type":"text","text":"Short."}]}]}'
    local version=3
    [ "$profile" = cloud ] || version=2
    create
    atlcli api POST "/rest/api/$version/issue/$key/comment" --profile "$profile" \
        --input <(printf '{"body":%s}' "$comment") >/dev/null
    atl_there jira issue create --parent "$key" --type Sub-task --summary "Below it" --json
    expect 0
    local below
    below=$(jq -r .key <<<"$output")
    atl_there jira issue clone "$key" --summary "Another" --json
    local clone
    clone=$(jq -r .key <<<"$output")
    atl_there jira issue get "$key"
    has_line "## Sub-tasks"
    has_line "- $below Below it (To Do)"
    has_line "- is cloned by $clone Another (To Do)"
    has_line "## Comments (1)"
    has_line "Short."
    says "### Robin Ashdown, 2"
    atl_there jira issue get "$below"
    has_line "Parent: $key A task"
}

@test "a page shows sub-tasks, links and comments" {
    on_both shows_what_hangs_on_it
}

names_what_is_wrong() {
    atl_there jira issue create --project WEB --type Task --label a
    fails 2 "WEB, Task needs a value for Summary"
    atl_there jira issue create --project WBE --type Task --summary x
    fails 4 "there is no project 'WBE'"
    hints "did you mean 'WEB'?"
    atl_there jira issue create --project WEB --type Taks --summary x
    fails 2 "project WEB has no issue type 'Taks'"
    hints "did you mean 'Task'?"
    hints "its types: Epic, Story, Task, Bug, Sub-task"
    atl_there jira issue create --project WEB --type Task --summary x --field Team=Purple
    fails 2 "Team has no value 'Purple'"
    hints "allowed: Blue, Green, Red"
    atl_there jira issue create --project WEB --type Task --summary x --field "Story point estimat=3"
    fails 2 "WEB, Task has no field 'Story point estimat' that can be set"
    hints "did you mean 'Story point estimate'?"
    atl_there jira issue create --project WEB --type Task --summary x --assignee r
    fails 2 "people match 'r'"
    atl_there jira issue create --project WEB --type Task --summary x --field Summary=y
    fails 2 "Summary is given twice"
    same "$(sent POST /issue)" ""
}

@test "what is wrong or missing is named before anything is sent" {
    on_both names_what_is_wrong
}

@test "mistakes in options cost no request" {
    local arguments
    while read -r arguments; do
        # shellcheck disable=SC2086 # several words
        atl jira issue $arguments
        expect 2
        warns "error: "
    done <<'END'
create --summary x --type Task
create --project WEB --type Task --summary=
create --project= --type Task --summary x
transition WEB-1 --to=
create --project WEB --type Task --summary x --field Team
create --parent nothing --type Sub-task --summary x
update WEB-1
update WEB-1 --label=
update WEB-1 --label a --add-label b
update WEB-1 --add-label=
update --summary x
get
get nothing
get WEB-1 --key WEB-2
get https://elsewhere.example/browse/WEB-1
delete WEB-1
END
    atl jira issue transition WEB-1 --to=
    same "$stderr" $'error: --to needs a value; it is empty\nhint: is a variable not set?'
    atl jira search --project=
    warns "hint: is a variable not set? leave the option out to go without it"
    same "$(requests cloud)" ""
}

updates_fields() {
    create --label a --label b --description Before --assignee me
    forget_requests "$profile"
    atl_there jira issue update "$key" --summary "Better" --field "Severity=minor" --field "Team=" \
        --add-label c --remove-label a,b --assignee none --no-notify
    expect 0
    same "$output" "Updated $key (Summary, Assignee, Team, Severity, Labels): $(site_of "$profile")/browse/$key"
    requests "$profile" | grep -q "PUT .*/issue/$key?notifyUsers=false"
    same "$(sent PUT "/issue/$key" | jq -c '[.update.labels, .fields.assignee, .fields.summary]')" \
        '[[{"add":"c"},{"remove":"a"},{"remove":"b"}],null,"Better"]'
    atl_there jira issue get "$key" --json
    json '[.summary, .assignee, .fields.labels, .fields.customfield_10031.value]' \
        '["Better",null,["c"],"Minor"]'
    atl_given $'# New\n\ntext\n' jira issue update "$key" --body-file - --json --profile "$profile"
    json '[.key, .fields]' "[\"$key\",[\"description\"]]"
    atl_there jira issue get "$key"
    has_line "# New"
    atl_there jira issue update "$key" --field Description=
    expect 0
    atl_there jira issue get "$key"
    says_nothing_of "## Description"
    atl_there jira issue update WEB-99999 --add-label x
    fails 4 "WEB-99999: Not found (404)"
}

@test "fields are changed, labels come and go, the rest stays" {
    on_both updates_fields
}

# empty OPTION COMMAND ARGUMENT...: is refused, with the way to clear it
empty() {
    atl_there jira "${@:2}"
    fails 2 "$1 needs a text; it is empty"
    hints "clear the description on purpose: --field Description="
}

wipes() {
    create --description "What there is to say"
    printf ' \n\t\n' >"$BATS_TEST_TMPDIR/nothing.md"
    empty --description issue update "$key" --description ''
    empty --description issue update "$key" --description $' \n'
    empty --body-file issue update "$key" --body-file /dev/null
    empty --body-file issue update "$key" --body-file "$BATS_TEST_TMPDIR/nothing.md"
    empty --description issue create --project WEB --type Task --summary x --description ''
    empty --body-file issue create --project WEB --type Task --summary x --body-file /dev/null
    empty --description bulk edit --description '' --issues "$key" --yes
    empty --body-file bulk edit --body-file /dev/null --issues "$key" --yes
    atl_there jira issue get "$key"
    says "What there is to say"
    atl_there jira bulk edit --field Description= --issues "$key" --yes
    expect 0
    atl_there jira issue get "$key"
    says_nothing_of "What there is to say"
}

@test "an empty description is refused, unless it is meant" {
    on_both wipes
}

@test "labels alone take one request" {
    local profile=cloud key
    create
    forget_requests cloud
    atl jira issue update "$key" --add-label x --remove-label y
    expect 0
    same "$(requests cloud)" "PUT /rest/api/3/issue/$key"
}

deletes() {
    create
    local above=$key
    atl_there jira issue create --parent "$above" --type Sub-task --summary "Below it" --json
    atl_there jira issue delete "$above" --yes
    fails 1 "has subtasks"
    hints "--subtasks deletes them, too"
    atl_there jira issue delete "$above" --subtasks --yes --json
    json '[.key, .deleted]' "[\"$above\",true]"
    atl_there jira issue get "$above"
    fails 4 "$above: Not found (404)"
}

@test "an issue is deleted, its sub-tasks only when that is said" {
    on_both deletes
}

clones() {
    create --description $'Some **bold** text' --label a,b --assignee me --priority High \
        --field "Team=Red" --field "Location=Japan > Osaka" --field "Approvers=me" --estimate 3h
    local original=$key clone
    atl_there jira issue clone "$original" --field Severity=Major
    expect 0
    clone=${output#* as } && clone=${clone%%:*}
    same "$output" "Cloned $original as $clone: $(site_of "$profile")/browse/$clone"
    atl_there jira issue get "$clone" --json
    json '[.summary, .type, .priority, .assignee, .fields.labels, .fields.customfield_10030.value,
        .fields.customfield_10033.child.value, (.fields.customfield_10041 | length),
        .fields.timetracking.originalEstimate, .fields.customfield_10031.value]' \
        '["CLONE - A task","Task","High","Robin Ashdown",["a","b"],"Red","Osaka",1,"3h","Major"]'
    json '.fields.issuelinks[] | [.type.outward, .outwardIssue.key]' "[\"clones\",\"$original\"]"
    atl_there jira issue get "$clone"
    has_line 'Some **bold** text'
    forget_requests "$profile"
    atl_there jira issue clone "$original" --project OPS --summary "Elsewhere" --without-link --json
    json '[.clonedFrom, (.key | startswith("OPS-"))]' "[\"$original\",true]"
    same "$(sent POST /issueLink)" ""
    atl_there jira issue create --parent "$original" --type Sub-task --summary "Below it" --json
    atl_there jira issue clone "$(jq -r .key <<<"$output")" --json
    atl_there jira issue get "$(jq -r .key <<<"$output")" --fields parent,type --csv
    same "${lines[1]}" "$original,Sub-task"
}

clones_into_the_sprint() {
    local original
    atl_there jira search --jql 'project = WEB AND sprint in openSprints()' --limit 1 --jsonl --fields key
    original=$(jq -r .key <<<"$output")
    [ "$original" != null ] && [ -n "$original" ]
    atl_there jira issue clone "$original" --json
    atl_there jira search --jql "key = $(jq -r .key <<<"$output") AND sprint in openSprints()" --json
    json '.issues | length' 1
}

@test "a clone goes where the original is going on, into the sprint that isn't over" {
    on_both clones_into_the_sprint
}

@test "a clone leaves out pictures, which are attachments of the original" {
    local profile=cloud key
    create --description '{"type":"doc","version":1,"content":[
        {"type":"mediaSingle","attrs":{"layout":"center"},"content":[{"type":"media","attrs":
            {"type":"file","id":"a","collection":"b"}}]},
        {"type":"paragraph","content":[{"type":"text","text":"Words"}]}]}'
    atl jira issue clone "$key" --json
    expect 0
    warns "left out: 1 picture or file in Description, as attachments aren't cloned"
    atl jira issue get "$(jq -r .key <<<"$output")" --json
    json '[.fields.description.content[].type]' '["paragraph"]'
}

@test "a clone has the values of its original, or those of options, and a link to it" {
    on_both clones
}

lists_changes() {
    create
    local i
    for i in 1 2; do
        atlcli jira issue update "$key" --summary "Number $i" --assignee me --quiet --profile "$profile" >/dev/null
    done
    atl_there jira issue history "$key" --json
    json '[.key, [.changes[] | [.field, .from, .to, .author]]]' \
        "[\"$key\",[[\"summary\",\"A task\",\"Number 1\",\"Robin Ashdown\"],[\"assignee\",null,\"Robin Ashdown\",\"Robin Ashdown\"],[\"summary\",\"Number 1\",\"Number 2\",\"Robin Ashdown\"]]]"
    atl_there jira issue history "$key" --csv --fields field,to
    same "$output" $'field,to\nsummary,Number 1\nassignee,Robin Ashdown\nsummary,Number 2'
    atl_there jira issue history "$key" --jsonl
    same "${#lines[@]}" 3
    atl_there jira issue history "$key"
    same "$(tr -s ' ' <<<"${lines[0]}")" "WHEN WHO FIELD FROM TO"
}

@test "history lists the changes, the oldest first" {
    on_both lists_changes
}

has_all_changes() {
    local version=3 i
    [ "$profile" = cloud ] || version=2
    create
    for i in {1..102}; do
        printf 'url = "%s/rest/api/%s/issue/%s"\nrequest = PUT\nheader = "Content-Type: application/json"\n' \
            "$(site_of "$profile")" "$version" "$key"
        printf 'data = "{\\"fields\\":{\\"summary\\":\\"Number %s\\"}}"\nnext\n' "$i"
    done | sed '$d' >"$BATS_TEST_TMPDIR/token-and-changes"
    sed -i "s|^request.*|&\ncacert = \"$(cat "$BATS_FILE_TMPDIR/ca-of-$profile")\"\n$1|" "$BATS_TEST_TMPDIR/token-and-changes"
    curl -sS -K "$BATS_TEST_TMPDIR/token-and-changes" >/dev/null
    atl_there jira issue history "$key" --jsonl
    same "$(jq -r .to <<<"$output" | paste -sd,)" "$(printf 'Number %s\n' {1..102} | paste -sd,)"
}

@test "history has all changes, also those of further pages" {
    needs_breakage
    local profile
    profile=cloud has_all_changes "user = \"$SANDBOX_EMAIL:$SANDBOX_TOKEN\""
    profile=datacenter has_all_changes "header = \"Authorization: Bearer $SANDBOX_TOKEN\""
}

@test "an outcome that isn't known is said to be unknown, and nothing is created twice" {
    needs_breakage
    local before
    before=$(atlcli jira search --project WEB --count)
    faults PUT '{"reset-every": 1, "reset-when": "after", "faults-for": "POST /rest/api/3/issue"}'
    atl jira issue create --project WEB --type Task --summary "Once" --json
    faults DELETE ''
    expect 6
    json .error.code '"unknown_outcome"'
    hints "see whether it is there before you try again: atlcli jira search"
    same "$(atlcli jira search --project WEB --count)" $((before + 1))
}

@test "without permission it is exit code 3, and the issue is named" {
    ATLCLI_API_TOKEN=wrong atl jira issue get WEB-1
    fails 3 "WEB-1: Authentication failed (401)"
}

opens() {
    atl_there jira issue open web-1
    same "$output" "$(site_of "$profile")/browse/WEB-1"
    atl_there jira issue open WEB-1 --json
    json '[.key, .url]' "[\"WEB-1\",\"$(site_of "$profile")/browse/WEB-1\"]"
    same "$(requests "$profile")" ""
}

@test "open prints the address, and asks no server" {
    BROWSER=false on_both opens
}

@test "on a terminal open starts a browser, and delete asks with the issue's name" {
    local profile=cloud key
    create
    start_terminal 120 30
    printf '#!/bin/sh\necho "shown: $1"\n' >"$BATS_TEST_TMPDIR/browser"
    chmod +x "$BATS_TEST_TMPDIR/browser"
    in_terminal "BROWSER=false '$ATLCLI' jira issue open $key --print"
    ends 0
    in_terminal "BROWSER='$BATS_TEST_TMPDIR/browser' '$ATLCLI' jira issue open $key"
    ends 0
    sees "shown: $(site_of cloud)/browse/$key"
    in_terminal "'$ATLCLI' jira issue get $key"
    ends 0
    sees "$key A task"
    in_terminal "'$ATLCLI' jira issue delete $key"
    answer "Delete $key (A task) for good?" n
    ends 1
    in_terminal "'$ATLCLI' jira issue delete $key"
    answer "Delete $key (A task) for good?" y
    ends 0
    sees "Deleted $key"
}

@test "a search's JSON has what the server sent as well" {
    atl jira search --project WEB --limit 1 --json
    json '.issues[0] | [.status == .fields.status.name, .assignee == .fields.assignee.displayName?, .summary == .fields.summary, (.fields.status.id | type)]' \
        '[true,true,true,"string"]'
}

@test "a project goes by its name however many there are" {
    local seed=$BATS_TEST_TMPDIR/seed.json kind
    jq -nc '{projects: [range(100; 225) | {key: "P\(.)", name: "Project \(.)"}]}' >"$seed"
    for kind in cloud datacenter; do
        start_session "$kind-many" --seed-file "$seed"
        atl jira issue create --project 'project 224' --type Task --summary Far --json --profile "$kind-many"
        expect 0
        json .key '"P224-1"'
        atl jira field options priority --project 'Project 223' --type Task --profile "$kind-many"
        expect 0
        atl jira issue create --project 'Project 2244' --type Task --summary Far --profile "$kind-many"
        fails 4 "there is no project 'Project 2244'"
        hints "did you mean 'Project 224'?"
    done
}

@test "somebody who has left can be named still, which Data Center has to be asked for" {
    jq -nc '{people: [{name: "Gwen Gone", active: false}]}' >"$BATS_TEST_TMPDIR/seed.json"
    start_session datacenter-gone --seed-file "$BATS_TEST_TMPDIR/seed.json"
    atl jira worklog report --user 'Gwen Gone' --json --profile datacenter-gone
    expect 0
    atl jira worklog report --user 'Gwen Going' --json --profile datacenter-gone
    fails 4 "nobody matches 'Gwen Going'"
}
