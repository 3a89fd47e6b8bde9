#!/usr/bin/env bats
# jira search, on Cloud and on Data Center
# shellcheck disable=SC2016,SC2154 # expanded by a shell within; set by bats' run
bats_require_minimum_version 1.5.0

everything='created >= "2000-01-01" ORDER BY key'

setup_file() {
    load session
    start_session cloud --issues 400 --forbidden-token forbidden-token
    start_session datacenter --issues 400 --context-path /jira
}

teardown_file() {
    load session
    end_sessions
}

setup() {
    load session
}

# Runs the search on both kinds of site, which have the same issues.
on_both() {
    "$@" --profile cloud
    "$@" --profile datacenter
}

@test "without options it finds your unresolved issues and says so" {
    run --separate-stderr atlcli jira search --limit all --json
    same "$status" 0
    holds "$stderr" "Your unresolved issues; --jql or other options search others."
    local mine=$output
    run --separate-stderr atlcli jira search --limit all --json \
        --jql 'assignee = currentUser() AND resolution is EMPTY ORDER BY updated DESC'
    same "$mine" "$output"
    same "$(jq -c '[.issues[].updated] == ([.issues[].updated] | sort | reverse)' <<<"$output")" true
    [ "$(jq '.issues | length' <<<"$output")" -gt 0 ]
}

@test "the table has the usual columns" {
    run --separate-stderr atlcli jira search --jql "$everything" --limit 3
    same "$status" 0
    same "$(head -1 <<<"$output" | tr -s ' ')" "KEY TYPE STATUS PRIORITY ASSIGNEE UPDATED SUMMARY"
    same "${#lines[@]}" 4
    holds "${lines[1]}" "DATA-1 "
    holds "$stderr" "3 issues shown, more match; --limit all shows every one"
}

limits() {
    local limit
    for limit in 1 50 100 101 399 400 all; do
        run --separate-stderr atlcli jira search --jql "$everything" --limit "$limit" --jsonl "$@"
        same "$status" 0
        same "${#lines[@]}" "${limit/all/400}"
        # The same issues in the same order, whatever the way they came.
        jq -r .key <<<"$output" >"$BATS_TEST_TMPDIR/keys"
        head -n "${#lines[@]}" "$BATS_FILE_TMPDIR/all-keys" | cmp - "$BATS_TEST_TMPDIR/keys"
        case $limit in
        400 | all) same "$stderr" "" ;;
        *) holds "$stderr" "--limit all shows every one" ;;
        esac
    done
}

@test "a limit shows so many, in order, and says when more match" {
    atlcli api POST /rest/api/3/search/jql --field "jql=$everything" --field fields[]=key --paginate \
        --jsonl | jq -r .key >"$BATS_FILE_TMPDIR/all-keys"
    same "$(wc -l <"$BATS_FILE_TMPDIR/all-keys")" 400
    on_both limits
}

@test "the default limit is 50" {
    run --separate-stderr atlcli jira search --jql "$everything" --jsonl
    same "${#lines[@]}" 50
}

@test "Data Center says how many there are, Cloud whether there are more" {
    run --separate-stderr atlcli jira search --jql "$everything" --limit 2 --profile datacenter
    same "$stderr" "2 of 400 issues shown; --limit all shows every one"
    run --separate-stderr atlcli jira search --jql "$everything" --limit 2 --json --profile datacenter
    same "$(jq -c '[.schemaVersion, .total, .isLast, (.issues | length)]' <<<"$output")" \
        '["1",400,false,2]'
    run --separate-stderr atlcli jira search --jql "$everything" --limit 400 --json
    same "$(jq -c '[.schemaVersion, .total, .isLast, (.issues | length)]' <<<"$output")" \
        '["1",null,true,400]'
}

@test "what is said about a document stands after it" {
    run atlcli jira search --jql "$everything" --limit 2 --json --profile datacenter
    same "$(tail -n 1 <<<"$output")" "2 of 400 issues shown; --limit all shows every one"
    same "$(sed '$d' <<<"$output" | jq -c '[.total, (.issues | length)]')" '[400,2]'
}

@test "a limit that is none is refused" {
    local limit
    for limit in 0 -1 abc 1.5 '' 99999999999; do
        run --separate-stderr atlcli jira search --limit="$limit"
        same "$status" 2
        same "$output" ""
        holds "$stderr" "--limit"
    done
}

options() {
    local all expected
    all=$(atlcli jira search --jql "$everything" --limit all --jsonl "$@" \
        --fields key,type,status,project,labels,assignee,resolution,summary)
    check() {
        expected=$(jq -r "select($1) | .key" <<<"$all" | sort)
        shift
        same "$(atlcli jira search --limit all --jsonl --fields key "$@" | jq -r .key | sort)" "$expected"
        [ -n "$expected" ]
    }
    check '.assignee == "Robin Ashdown"' --assignee me "$@"
    check '.assignee == null' --assignee none "$@"
    check '.assignee == "Robin Ashdown"' --assignee you@example.com "$@"
    check '.assignee == "Robin Ashdown"' --assignee "robin ashdown" "$@"
    check '.status == "In Progress"' --status "In Progress" "$@"
    check '.status == "In Progress" or .status == "Done"' --status "In Progress,Done" "$@"
    check '.project == "WEB"' --project WEB "$@"
    check '.project == "WEB" or .project == "OPS"' --project WEB --project OPS "$@"
    check '.type == "Bug" or .type == "Task"' --type Bug,Task "$@"
    check '.labels | index("security")' --label security "$@"
    check '.project == "WEB" and .type == "Bug" and .status != "Done"' \
        --project WEB --jql 'status != Done' --type Bug "$@"
    check '.type == "Bug" and (.project == "WEB" or .project == "OPS")' \
        --jql 'project = WEB OR project = OPS ORDER BY created' --type Bug "$@"
    check '.summary | test("webhook"; "i")' --jql 'summary ~ webhook' "$@"
}

@test "options find what they say, alone and together" {
    on_both options
}

sprints() {
    local current
    run --separate-stderr atlcli jira search --sprint current --limit all --jsonl --fields key "$@"
    same "$status" 0
    current=$output
    [ -n "$current" ]
    run --separate-stderr atlcli jira search --jql 'sprint in openSprints()' --limit all --jsonl \
        --fields key "$@"
    same "$current" "$output"
    run --separate-stderr atlcli jira search --sprint 7 --limit all --jsonl --fields key "$@"
    same "$status" 0
    run --separate-stderr atlcli jira search --jql 'sprint = 7' --limit all --jsonl --fields key "$@"
    same "$status" 0
}

@test "sprints go by current or by id" {
    on_both sprints
}

@test "words are searched for, whatever they hold" {
    local words
    run --separate-stderr atlcli jira search --text 'webhook' --limit all --jsonl
    same "$status" 0
    [ "${#lines[@]}" -gt 0 ]
    for words in 'a "b' "it's (new)" 'C:\temp [x]' '-nowhere +zzz'; do
        run --separate-stderr atlcli jira search --text "$words"
        same "$status" 0
        same "$stderr" "No issues match."
    done
}

orders() {
    run --separate-stderr atlcli jira search --jql 'project = WEB ORDER BY key' --order-by=-updated \
        --limit all --json "$@"
    same "$(jq -c '[.issues[].updated] == ([.issues[].updated] | sort | reverse)' <<<"$output")" true
    run --separate-stderr atlcli jira search --project WEB --order-by created --limit all --json \
        --fields key,created "$@"
    same "$(jq -c '[.issues[].created] == ([.issues[].created] | sort)' <<<"$output")" true
}

@test "the order is what --order-by says" {
    on_both orders
}

counts() {
    run --separate-stderr atlcli jira search --jql "$everything" --count "$@"
    same "$status" 0
    same "$output" 400
    same "$stderr" ""
    run --separate-stderr atlcli jira search --project WEB --type Bug --count --json "$@"
    local bugs
    bugs=$(atlcli jira search --project WEB --type Bug --limit all --jsonl "$@" | wc -l)
    same "$(jq -r .count <<<"$output")" "$bugs"
}

@test "--count counts" {
    forget_requests cloud
    atlcli jira search --jql 'project = WEB ORDER BY key' --count >/dev/null
    same "$(bodies cloud count)" '{"jql":"project = WEB"}'
    on_both counts
    same "$(atlcli jira search --project WEB --count --json | jq .approximate)" true
    same "$(atlcli jira search --project WEB --count --json --profile datacenter | jq .approximate)" false
}

nothing() {
    run --separate-stderr atlcli jira search --jql 'created < "2000-01-01"' "$@"
    same "$status" 0
    same "$output" ""
    same "$stderr" "No issues match."
    run --separate-stderr atlcli jira search --jql 'created < "2000-01-01"' --json --limit all "$@"
    same "$(jq -c .issues <<<"$output")" '[]'
    run --separate-stderr atlcli jira search --jql 'created < "2000-01-01"' --jsonl --limit all "$@"
    same "$output" ""
    run --separate-stderr atlcli jira search --jql 'created < "2000-01-01"' --csv "$@"
    same "$output" "key,type,status,priority,assignee,updated,summary"
    same "$status" 0
}

@test "nothing found is no error in any form" {
    on_both nothing
}

@test "fields are picked by key, id, name and path" {
    run --separate-stderr atlcli jira search --jql "$everything" --limit 5 --jsonl \
        --fields key,id,url,issuetype,customfield_10016,'Story point estimate','cf[10016],assignee.accountId'
    same "$status" 0
    same "$(head -1 <<<"$output" | jq -c keys_unsorted)" \
        '["key","id","url","issuetype","customfield_10016","Story point estimate","cf[10016]","assignee.accountId"]'
    same "$(jq -c 'select(.customfield_10016 != .["Story point estimate"] or .customfield_10016 != .["cf[10016]"])' \
        <<<"$output")" ""
    same "$(head -1 <<<"$output" | jq -r .url)" "$(site_of cloud)/browse/DATA-1"
}

@test "only the fields that are shown are asked for" {
    forget_requests cloud
    atlcli jira search --jql "$everything" --limit 120 --fields key,summary,labels >/dev/null
    same "$(bodies cloud search/jql | jq -c .fields)" '["id"]'
    same "$(bodies cloud bulkfetch | jq -c .fields | sort -u)" '["summary","labels"]'
    forget_requests cloud
    atlcli jira search --jql "$everything" --limit all --fields key >/dev/null
    same "$(requests cloud)" "POST /rest/api/3/search/jql"
}

@test "the usual columns ask for their fields alone" {
    forget_requests cloud
    forget_requests datacenter
    on_both atlcli jira search --jql "$everything" --limit 10 >/dev/null
    same "$(bodies cloud search/jql | jq -c .fields)" \
        '["issuetype","status","priority","assignee","updated","summary"]'
    same "$(bodies datacenter search | jq -c .fields)" \
        '["issuetype","status","priority","assignee","updated","summary"]'
}

@test "a field that isn't there is named before anything is searched" {
    forget_requests cloud
    run --separate-stderr atlcli jira search --fields key,colour
    same "$status" 2
    holds "$stderr" "error: there is no field 'colour'"
    same "$(requests cloud)" "GET /rest/api/3/field"
}

@test "rich text is plain in tables and CSV, and as it is in JSON" {
    run --separate-stderr atlcli jira search --jql "$everything" --limit 1 --fields description --json
    same "$(jq -r '.issues[0].description.type' <<<"$output")" doc
    run --separate-stderr atlcli jira search --jql "$everything" --limit 1 --fields description --csv
    [[ $output != *'"doc"'* && $output != *'{'* ]]
    [ "${#lines[@]}" -ge 2 ]
}

@test "CSV has a heading and neutral cells" {
    run --separate-stderr atlcli jira search --jql "$everything" --limit 3 --csv
    same "${lines[0]}" "key,type,status,priority,assignee,updated,summary"
    same "${#lines[@]}" 4
}

@test "a mistake in JQL is pointed at" {
    run --separate-stderr atlcli jira search --jql 'project = WEB AND statu Done'
    same "$status" 1
    same "$output" ""
    holds "$stderr" "Expecting operator but got 'Done'"
    holds "$stderr" $'hint: project = WEB AND statu Done\nhint:                         ^'
}

unknown_names() {
    run --separate-stderr atlcli jira search --jql 'colour = red' "$@"
    same "$status" 1
    holds "$stderr" "hint: colour = red"$'\n'"hint: ^"
    run --separate-stderr atlcli jira search --jql 'project = NOPE AND type = Bug' --limit all "$@"
    same "$status" 1
    holds "$stderr" "hint: project = NOPE AND type = Bug"$'\n'"hint:           ^"
}

@test "an unknown field or value is pointed at" {
    on_both unknown_names
}

@test "JQL whose parentheses don't match is not joined with options" {
    forget_requests cloud
    run --separate-stderr atlcli jira search --jql 'project = WEB) OR (project = OPS' --type Bug
    same "$status" 2
    holds "$stderr" "--jql: Error in the JQL Query: This parenthesis closes none."
    same "$(requests cloud)" ""
}

@test "JQL without any restriction is refused by Cloud and fine on Data Center" {
    run --separate-stderr atlcli jira search --jql 'order by key'
    same "$status" 1
    holds "$stderr" "(400)"
    run --separate-stderr atlcli jira search --jql 'order by key' --count --profile datacenter
    same "$output" 400
}

@test "an option without a value is refused" {
    local option
    for option in jql assignee status project type label sprint text order-by; do
        run --separate-stderr atlcli jira search "--$option="
        same "$status" 2
        holds "$stderr" "--$option"
    done
    run --separate-stderr atlcli jira search --order-by=-
    same "$status" 2
    holds "$stderr" "names no field"
}

@test "text without a word is refused" {
    run --separate-stderr atlcli jira search --text '+ - && || !'
    same "$status" 2
    holds "$stderr" "holds no word to search for"
}

@test "a person that several match is not guessed" {
    run --separate-stderr atlcli jira search --assignee r
    same "$status" 2
    holds "$stderr" "people match 'r'"
    holds "$stderr" "Robin Ashdown <you@example.com>"
    run --separate-stderr atlcli jira search --assignee nobody@example.org
    same "$status" 4
    holds "$stderr" "nobody matches 'nobody@example.org'"
}

@test "a token without permission is exit code 3, an unknown host 6" {
    ATLCLI_API_TOKEN=forbidden-token run --separate-stderr atlcli jira search --assignee me
    same "$status" 3
    holds "$stderr" "You don't have permission (403)"
    ATLCLI_API_TOKEN=wrong run --separate-stderr atlcli jira search --assignee me --limit all
    same "$status" 3
    holds "$stderr" "Authentication failed (401)"
    ATLCLI_SITE=https://nowhere.invalid ATLCLI_EMAIL=a@example.com ATLCLI_API_TOKEN=x \
        run --separate-stderr atlcli jira search --assignee me --retries 0
    same "$status" 6
}

@test "with --json an error is a document, and the only one" {
    run --separate-stderr atlcli jira search --jql 'project = NOPE' --json
    same "$status" 1
    same "$(jq -s -r 'length' <<<"$output")" 1
    same "$(jq -r '.error.status' <<<"$output")" 400
}

@test "a reader that leaves ends the search quietly" {
    set -o pipefail
    run --separate-stderr bash -c '"$ATLCLI" jira search --jql "$0" --limit all --jsonl | head -1 | jq -r .key' \
        "$everything"
    same "$status" 0
    same "$output" DATA-1
    same "$stderr" ""
}

@test "a full disk is an error" {
    [ -w /dev/full ] || skip "no /dev/full here"
    run --separate-stderr bash -c '"$ATLCLI" jira search --jql "$0" --limit all --jsonl >/dev/full' \
        "$everything"
    same "$status" 1
    holds "$stderr" "cannot write output"
}

@test "control characters in JQL reach no terminal" {
    run --separate-stderr atlcli jira search --jql $'project = \e[31mX'
    same "$status" 1
    [[ $stderr != *$'\e'* ]]
}

@test "answers that are broken are asked for as often as --retries says" {
    needs_breakage
    asks_twice cloud jira search --project WEB --limit 120 --json
    asks_twice datacenter jira search --project WEB --limit 120 --json
}

links_and_attachments() {
    local bug task
    bug=$(atlcli jira search --jql 'type = Bug ORDER BY key' --limit 1 --jsonl --fields key "$@" | jq -r .key)
    task=$(atlcli jira search --jql 'type = Task AND issueLinkType is EMPTY AND attachments is EMPTY ORDER BY key' \
        --limit 1 --jsonl --fields key "$@" | jq -r .key)
    printf 'x' >"$BATS_TEST_TMPDIR/notes.txt"
    atlcli jira issue link "$task" 'is blocked by' "$bug" --quiet "$@"
    atlcli jira issue attach "$task" "$BATS_TEST_TMPDIR/notes.txt" --quiet "$@"
    run --separate-stderr atlcli jira search --jql "key = $task" --fields key,issuelinks,attachment --csv "$@"
    same "$status" 0
    same "${lines[1]%$'\r'}" "$task,is blocked by $bug,notes.txt"
    run --separate-stderr atlcli jira search --jql "key = $task" --fields issuelinks,attachment --jsonl "$@"
    same "$(jq -c '[.issuelinks[0].inwardIssue.key, .attachment[0].filename]' <<<"$output")" "[\"$bug\",\"notes.txt\"]"
}

@test "links are shown by their words, attachments by their names" {
    on_both links_and_attachments
}
