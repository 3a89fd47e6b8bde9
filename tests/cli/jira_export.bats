#!/usr/bin/env bats
# jira export, on Cloud and on Data Center
# shellcheck disable=SC2016,SC2154 # expanded by a shell within; set by bats' run
bats_require_minimum_version 1.5.0

export everything='created >= "2000-01-01"'

setup_file() {
    load session
    start_session cloud --issues 500 --attachments 12
    start_session datacenter --issues 500 --attachments 12 --context-path /jira
}

teardown_file() {
    load session
    end_sessions
}

setup() {
    load session
    mkdir -p "$BATS_TEST_TMPDIR/work"
    cd "$BATS_TEST_TMPDIR/work" || return 1
}

on_both() {
    "$@" cloud
    "$@" datacenter
}

rest_of() {
    case $1 in
    cloud) echo /rest/api/3 ;;
    *) echo /rest/api/2 ;;
    esac
}

# trouble PROFILE [FAULTS]   makes some, or no more
trouble() {
    local arguments=(-X DELETE)
    [ $# -eq 1 ] || arguments=(-X PUT -H 'Content-Type: application/json' -d "$2")
    curl -sSf --cacert "$(cat "$BATS_FILE_TMPDIR/ca-of-$1")" "${arguments[@]}" \
        "$(site_of "$1")/__sandbox/faults" >/dev/null
}

export_of() {
    local profile=$1
    shift
    run --separate-stderr atlcli jira export --profile "$profile" "$@"
}

formats() {
    rm -f -- *
    export_of "$1" --jql "$everything" -o all.csv
    same "$status" 0
    same "$output" "Exported 500 issues to all.csv"
    same "$stderr" ""
    export_of "$1" --jql "$everything" -o all.json --json
    same "$status" 0
    same "$(jq -c '[.schemaVersion, .file, .format, .issues, .gone]' <<<"$output")" \
        '["1","all.json","json",500,0]'
    export_of "$1" --jql "$everything" -o all.jsonl
    same "$status" 0
    # In order of the keys, each once; the same in all three.
    atlcli jira search --profile "$1" --jql "$everything ORDER BY key" --limit all --fields key --jsonl |
        jq -r .key >keys
    same "$(wc -l <keys)" 500
    jq -r '.issues[].key' all.json | cmp - keys
    jq -c '.issues[]' all.json | cmp - <(jq -c . all.jsonl)
    grep -oE '^[A-Z]+-[0-9]+,' all.csv | tr -d , | cmp - keys
    same "$(jq -c '[.schemaVersion, .names.customfield_10016]' all.json)" '["1","Story point estimate"]'
    same "$(head -1 all.csv | cut -d, -f1-8)" key,id,type,summary,status,priority,resolution,assignee
    holds "$(head -1 all.csv)" ",Story point estimate,"
    [[ $(head -1 all.csv) != *Rank* ]]
    same "$(echo *)" "all.csv all.json all.jsonl keys"
}

@test "CSV, JSON and JSONL hold every issue once, in order" {
    on_both formats
}

values() {
    local picked='.fields | [.status, .assignee, .labels, .components, .fixVersions, .customfield_10016]'
    export_of "$1" --jql 'key = WEB-1' -o - --format jsonl
    same "$status" 0
    # Fields as the server gives them, rich text as Markdown.
    atlcli api GET "$(rest_of "$1")/issue/WEB-1" --profile "$1" >issue.json
    same "$(jq -Sc "$picked" <<<"$output")" "$(jq -Sc "$picked" issue.json)"
    same "$(jq -r '.fields.description | type' <<<"$output")" string
    export_of "$1" --jql 'key = WEB-1' -o - --csv \
        --fields key,status,assignee.emailAddress,components,'Story point estimate',resolved
    same "${lines[0]}" 'key,status,assignee.emailAddress,components,Story point estimate,resolved'
    same "${lines[1]}" "WEB-1,$(jq -r '.fields | [.status.name, .assignee.emailAddress,
        (.components | map(.name) | join(", ")), .customfield_10016,
        (.resolutiondate // "" | sub("\\+0000$"; "Z"))] | join(",")' issue.json)"
}

@test "values are what Jira has, in CSV what people call them" {
    on_both values
}

parts() {
    local key api
    api=$(rest_of "$1")
    export_of "$1" --jql "$everything" -o parts.jsonl --comments --history --worklogs
    same "$status" 0
    # As the issue itself says.
    key=$(jq -r 'select((.comments | length) > 1) | .key' parts.jsonl | head -1)
    [ -n "$key" ]
    jq -Sc "select(.key == \"$key\") | [.comments[] | del(.body)]" parts.jsonl |
        cmp - <(atlcli api GET "$api/issue/$key/comment" --profile "$1" |
            jq -Sc '[.comments[] | del(.body)]')
    # History is oldest first, and complete.
    jq -c "select(.key == \"$key\") | [.history[].id]" parts.jsonl |
        cmp - <(atlcli api GET "$api/issue/$key?expand=changelog" --profile "$1" |
            jq -c '[.changelog.histories[].id] | sort_by(tonumber)')
    same "$(jq -s -c 'map(select(.fields.comment or .fields.worklog)) + map(select([.history[].created]
        != ([.history[].created] | sort))) + map(.comments[].body | select(type != "string"))' parts.jsonl)" '[]'
    export_of "$1" --jql "key = $key" -o - --format csv --fields key,comments,history
    same "${lines[0]}" key,comments,history
    holds "$output" "] $(jq -r "select(.key == \"$key\") | .comments[0].author.displayName" parts.jsonl):"
    holds "$output" "status: "
}

@test "comments, history and worklogs come on demand" {
    on_both parts
}

many_worklogs() {
    local token
    token="Basic $(printf '%s:%s' "$SANDBOX_EMAIL" "$SANDBOX_TOKEN" | base64 -w 0)"
    [ "$1" = cloud ] || token="Bearer $SANDBOX_TOKEN"
    for _ in {1..22}; do
        printf 'next\nurl = "%s%s/issue/WEB-3/worklog"\nheader = "Authorization: %s"\n' \
            "$(site_of "$1")" "$(rest_of "$1")" "$token"
        printf 'header = "Content-Type: application/json"\ndata = "{\\"timeSpentSeconds\\":60}"\n'
        printf 'cacert = "%s"\noutput = "/dev/null"\nfail\nsilent\n' "$(cat "$BATS_FILE_TMPDIR/ca-of-$1")"
    done | sed 1d >token.conf
    curl -K token.conf
    export_of "$1" --jql 'key = WEB-3' -o w.json --worklogs
    same "$status" 0
    same "$(jq -c '.issues[0].worklogs | [(length >= 22), (length == ([.[].id] | unique | length))]' w.json)" \
        '[true,true]'
}

@test "more worklogs than an issue shows are all there" {
    on_both many_worklogs
}

attachments() {
    export_of "$1" --jql "$everything" -o a.json --attachments files
    same "$status" 0
    [ "$(jq '[.issues[].attachments[]] | length' a.json)" -ge 4 ]
    # Each where the file says, in its length; nothing else is there.
    jq -r '.issues[].attachments[] | "\(.size) \(.file)"' a.json | sort >said
    find files -type f -exec wc -c {} + | grep -v total | sed 's/^ *//' | sort | cmp - said
    same "$(jq -c '.issues[] | .key as $key | .attachments[] | select(.file | startswith("files/" + $key + "/") | not)' a.json)" ""
    # What is there already stays, what is missing comes again.
    rm "$(head -1 said | cut -d' ' -f2-)"
    forget_requests "$1"
    export_of "$1" --jql "$everything" -o a.csv --attachments files --fields key --json
    same "$(jq -c '[.attachments, .attachmentsFailed]' <<<"$output")" "[$(wc -l <said),0]"
    same "$(requests "$1" | grep -c -E '(attachment/content|secure/attachment)/[0-9]')" 1
    same "$(head -1 a.csv)" key,attachments
    rm -r files
}

@test "attachments are downloaded next to their issues' keys" {
    on_both attachments
}

@test "it takes few requests" {
    forget_requests cloud
    export_of cloud --jql "$everything" -o r.json --comments
    same "$(requests cloud | sort | uniq -c | sed 's/^ *//')" "1 GET /rest/api/3/field
5 POST /rest/api/3/issue/bulkfetch
1 POST /rest/api/3/search/jql"
    forget_requests datacenter
    export_of datacenter --jql "$everything" -o r.json --comments --history
    same "$(requests datacenter | sort | uniq -c | sed 's/^ *//')" "1 GET /jira/rest/api/2/field
2 POST /jira/rest/api/2/search"
}

# Everything as far as it came is kept, and what a kill leaves behind it is written again.
goes_on() {
    local profile=$1 format=$2 expire=$3
    shift 3
    export_of "$profile" --jql "$everything" -o "whole.$format" "$@"
    same "$status" 0
    trouble "$profile" "{\"expire-after\": $expire}"
    export_of "$profile" --jql "$everything" -o "part.$format" --concurrency 1 "$@"
    trouble "$profile"
    same "$status" 3
    holds "$stderr" "(401)"
    holds "$stderr" "to go on: atlcli jira export --resume -o part.$format"
    [ ! -e "part.$format" ]
    printf 'half an issu' >>"part.$format.part"
    printf '{"bytes":99999999,"issues":["1"]}\n{"bytes":1' >>"part.$format.part.state"
    forget_requests "$profile"
    export_of "$profile" --resume -o "part.$format"
    same "$status" 0
    same "$output" "Exported 500 issues to part.$format"
    cmp "part.$format" "whole.$format"
    same "$(echo "part.$format"*)" "part.$format"
    same "$(requests "$profile" | grep -c /field)" 0
}

@test "an export that was broken off goes on where it stopped" {
    goes_on cloud json 4 --comments
    goes_on datacenter csv 2 --comments --history
    # What is there already isn't fetched again.
    same "$(requests datacenter | grep -c search)" 3
}

@test "so does one that was killed" {
    local pid
    export_of cloud --jql "$everything" -o whole.csv
    trouble cloud '{"latency": 200}'
    "$ATLCLI" jira export --jql "$everything" -o killed.csv --concurrency 1 >/dev/null 3>&- &
    pid=$!
    # As soon as it has written down that an issue is there.
    until [ -e killed.csv.part.state ] && [ "$(wc -l <killed.csv.part.state)" -ge 2 ]; do
        kill -0 "$pid"
        sleep 0.02
    done
    kill -9 "$pid"
    wait "$pid" || true
    trouble cloud
    [ ! -e killed.csv ]
    export_of cloud --jql "$everything" -o killed.csv --resume
    same "$status" 0
    cmp killed.csv whole.csv
}

# Where the file can't take its place, as when it is killed just before: all is written then, also the end.
@test "so does one that was whole, and not yet in its place" {
    local pid
    export_of cloud --jql "$everything" -o whole.json
    trouble cloud '{"latency": 200}'
    "$ATLCLI" jira export --jql "$everything" -o last.json >/dev/null 2>last.err 3>&- &
    pid=$!
    until [ -e last.json.part.state ]; do
        kill -0 "$pid"
        sleep 0.02
    done
    mkdir last.json
    trouble cloud
    wait "$pid" || same "$?" 1
    holds "$(cat last.err)" "last.json: Is a directory"
    rmdir last.json
    export_of cloud --resume -o last.json
    same "$status" 0
    cmp last.json whole.json
    same "$(echo last.json*)" last.json
}

@test "going on takes what was asked for before, and nothing else" {
    trouble cloud '{"expire-after": 3}'
    export_of cloud --jql "$everything" -o x.csv --concurrency 1 --fields key,summary
    same "$status" 3
    trouble cloud
    export_of cloud --resume -o x.csv --jql 'project = WEB'
    same "$status" 2
    holds "$stderr" "--jql isn't what the export that was broken off has: $everything ORDER BY key"
    export_of cloud --resume -o x.csv --fields key
    same "$status" 2
    holds "$stderr" "--fields isn't what the export that was broken off has: key,summary"
    export_of cloud --resume -o x.csv --comments
    same "$status" 2
    export_of datacenter --resume -o x.csv
    same "$status" 2
    holds "$stderr" "the site isn't"
    # Who isn't logged in has no other site, and loses nothing.
    mkdir -p nobody
    local how
    for how in --resume --jql=project=WEB; do
        ATLCLI_CONFIG_DIR=$PWD/nobody run --separate-stderr atlcli jira export "$how" --fields key,summary -o x.csv
        same "$status" 3
        holds "$stderr" "error: not logged in"
        [[ $stderr != *dropped* ]]
    done
    # Without --resume it starts anew, and says so.
    export_of cloud --jql 'key = WEB-1' -o x.csv --fields key
    same "$status" 0
    holds "$stderr" "warning: an export to x.csv that was broken off is dropped"
    same "$output" "Exported 1 issue to x.csv"
    same "$(cat x.csv)" $'key\nWEB-1'
    # There is nothing to go on with now.
    export_of cloud --resume -o x.csv
    same "$status" 2
    holds "$stderr" "no export to x.csv was broken off"
    printf '{"exportState":9}\n' >y.csv.part.state
    : >y.csv.part
    export_of cloud --resume -o y.csv
    same "$status" 1
    holds "$stderr" "y.csv.part.state is no state of an export that can go on"
}

@test "two exports don't write to the same file" {
    trouble cloud '{"latency": 200}'
    "$ATLCLI" jira export --jql "$everything" -o x.csv >first 2>&1 3>&- &
    until [ -e x.csv.part.state ]; do
        kill -0 $!
        sleep 0.02
    done
    export_of cloud --jql "$everything" -o x.csv
    trouble cloud
    same "$status" 7
    holds "$stderr" "another export is writing to"
    wait $!
    same "$(cat first)" "Exported 500 issues to x.csv"
}

# A limit on the size of files stands for a disk that is full.
@test "a full disk leaves nothing under the final name" {
    run --separate-stderr bash -c \
        'trap "" XFSZ; ulimit -f 64; exec "$ATLCLI" jira export --jql "$everything" -o full.json'
    same "$status" 1
    holds "$stderr" "cannot write full.json.part: File too large"
    [ ! -e full.json ]
    export_of cloud --jql "$everything" -o whole.json
    export_of cloud --jql "$everything" -o full.json --resume
    same "$status" 0
    cmp full.json whole.json
    [ -w /dev/full ] || skip "no /dev/full here"
    export_of cloud --jql "$everything" -o /dev/full --format csv
    same "$status" 1
    holds "$stderr" "cannot write /dev/full: No space left on device"
}

odd_values() {
    local key body='"a \"quoted\" text"' summary='=cmd|"/C calc"!A0, it'"'"'s'
    [ "$1" != cloud ] ||
        body='{"type":"doc","version":1,"content":[{"type":"paragraph","content":[{"type":"text","text":"a \"quoted\" text"}]}]}'
    key=$(jq -n --arg summary "$summary" --argjson body "$body" '{fields: {project: {key: "OPS"},
        issuetype: {name: "Task"}, summary: $summary, description: $body, labels: ["b", "a"]}}' |
        atlcli api POST "$(rest_of "$1")/issue" --input - --profile "$1" | jq -r .key)
    export_of "$1" --jql "key = $key" -o - --csv --fields summary,description,labels,due
    same "$output" 'summary,description,labels,due
"'"'"'=cmd|""/C calc""!A0, it'"'"'s","a ""quoted"" text","a, b",'
    export_of "$1" --jql "key = $key" -o - --jsonl --fields summary,due
    same "$(jq -r .fields.summary <<<"$output")" "$summary"
    same "$(jq -r .fields.duedate <<<"$output")" null
}

@test "cells can't be run as formulas, and odd values are quoted" {
    on_both odd_values
}

@test "what can't be is said before anything is sent" {
    forget_requests cloud
    export_of cloud --jql "$everything" -o issues.txt
    same "$status" 2
    holds "$stderr" "the name 'issues.txt' doesn't say in which format to export"
    export_of cloud --jql "$everything"
    same "$status" 2
    holds "$stderr" "--output"
    export_of cloud -o x.csv
    same "$status" 2
    holds "$stderr" "--jql is needed"
    export_of cloud --jql= -o x.csv
    same "$status" 2
    same "$(requests cloud)" ""
    export_of cloud --jql "$everything" -o no/such/x.csv
    same "$status" 1
    holds "$stderr" "cannot write no/such/x.csv.part: No such file or directory"
    export_of cloud --jql "$everything" -o . --format csv
    same "$status" 1
    holds "$stderr" "cannot write .: Is a directory"
    export_of cloud --jql "$everything" -o x.csv --fields key,sumary
    same "$status" 2
    holds "$stderr" "--fields: there is no field 'sumary'"
    holds "$stderr" "did you mean 'Summary'?"
    export_of cloud --jql 'project = NOPE' -o x.csv --json
    same "$status" 1
    same "$(jq .error.status <<<"$output")" 400
    same "$(echo *)" '*'
}

@test "a link stays one, and modes stay as they are" {
    mkdir there
    echo old >there/real.csv
    chmod 600 there/real.csv
    ln -s there/real.csv link.csv
    export_of cloud --jql 'key = WEB-1' -o link.csv --fields key
    same "$status" 0
    [ -L link.csv ]
    same "$(cat there/real.csv)" $'key\nWEB-1'
    same "$(stat -c %a there/real.csv 2>/dev/null || stat -f %Lp there/real.csv)" 600
    same "$(echo there/*)" there/real.csv
}

@test "a reader that leaves ends the export quietly" {
    set -o pipefail
    run --separate-stderr bash -c \
        '"$ATLCLI" jira export --jql "$everything" -o - --jsonl | head -1 | jq -r .key'
    same "$status" 0
    same "$output" DATA-1
    same "$stderr" ""
}

@test "nothing found is an empty file of its kind" {
    export_of cloud --jql 'created < "2000-01-01"' -o none.json
    same "$status" 0
    same "$output" "Exported 0 issues to none.json"
    same "$(jq -c .issues none.json)" '[]'
    export_of datacenter --jql 'created < "2000-01-01"' -o none.csv --fields key
    same "$(cat none.csv)" key
    export_of cloud --jql 'key = WEB-1' -o one.csv --fields key --json
    same "$(jq -c '[.file, .issues]' <<<"$output")" '["one.csv",1]'
}
