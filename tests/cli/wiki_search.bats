#!/usr/bin/env bats
# wiki search, my and recent, on Cloud and on Data Center
# shellcheck disable=SC2154 # set by bats' run
bats_require_minimum_version 1.5.0

setup_file() {
    load session
    start_session cloud --pages 300
    start_session datacenter --pages 300 --context-path /confluence
}

teardown_file() {
    load session
    end_sessions
}

setup() {
    load session
}

on_both() {
    profile=cloud "$@"
    profile=datacenter "$@"
}

wiki() {
    run --separate-stderr atlcli wiki "$@" --profile "$profile"
}

finds_words() {
    wiki search 'release checklist' --json
    same "$status" 0
    same "$(jq -c '[.schemaVersion, .isLast, (.total == (.results | length)), (.results | length > 0)]' <<<"$output")" \
        '["1",true,true,true]'
    same "$(jq -c '[.results[] | .type as $t | ["page","blogpost","comment","attachment"] | index($t) != null] | unique' <<<"$output")" '[true]'
    wiki search 'Release checklist' --type page --space ENG --fields title,excerpt,url,updated --jsonl
    same "$(jq -c '[.title != null, (.excerpt | test("[<\n]") | not), (.updated | test("^20.*Z$"))] | unique' <<<"$output" | sort -u)" '[true]'
    holds "$(jq -r .url <<<"$output" | head -1)" "$(site_of "$profile")"
    wiki search 'such words "are" nowhere (at all)'
    same "$status" 0
    same "$output" ""
    same "$stderr" "Nothing matches."
}

@test "words are searched for, whatever they are" {
    on_both finds_words
}

takes_conditions() {
    local all
    all=$(atlcli wiki search --type page --space OPS,ENG --limit all --jsonl --profile "$profile" |
        jq -r '"\(.space) \(.type)"' | sort | uniq -c | tr -s ' ' | paste -sd ,)
    same "$(tr -d '0-9 ' <<<"$all")" "ENGpage,OPSpage"
    wiki search --type page --label runbook --count
    same "$output" "$(atlcli wiki page list --label runbook --limit all --jsonl --profile "$profile" | wc -l)"
    wiki search --cql 'label = runbook' --type page --count --json
    holds "$(jq -c '[.schemaVersion, .count > 0]' <<<"$output")" '["1",true]'
    wiki search --type page --creator me --count
    [ "$output" -gt 0 ]
    same "$output" "$(atlcli wiki search --type page --creator 'Robin Ashdown' --count --profile "$profile")"
    wiki search --type page --modified-since 2020-01-01 --count
    same "$output" 300
    wiki search --type page --modified-since 1m --count
    same "$output" 0
    wiki search --type page --ancestor 'ENG:Engineering Home' --limit all --fields space --csv
    same "$(tail -n +2 <<<"$output" | sort -u)" ENG
    wiki search --type page --ancestor 'ENG:No such page'
    same "$status" 4
    holds "$stderr" "--ancestor"
}

@test "conditions narrow a search: space, type, label, creator, ancestor, date" {
    on_both takes_conditions
}

pages_through() {
    local limit
    forget_requests "$profile"
    for limit in 1 249 all; do
        wiki search --type page --limit "$limit" --jsonl --fields id
        same "$status" 0
        same "${#lines[@]}" "${limit/all/300}"
        same "$(sort -u <<<"$output" | wc -l)" "${limit/all/300}"
        case $limit in
        all) same "$stderr" "" ;;
        *) holds "$stderr" "--limit all shows every one" ;;
        esac
    done
    # 1, 249 and all: no more than that, and without excerpts.
    same "$(requests "$profile" | wc -l)" "$1"
    same "$(requests "$profile" | grep -c 'excerpt=none')" "$1"
}

@test "a search reads page after page, each hit once, in few requests" {
    profile=cloud pages_through 4
    profile=datacenter pages_through 5
}

latest() {
    wiki my --limit all --jsonl
    same "$status" 0
    same "$(jq -r .type <<<"$output" | sort -u | grep -vc -e page -e blogpost)" 0
    same "$(jq -r .updated <<<"$output")" "$(jq -r .updated <<<"$output" | sort -r)"
    local mine=${#lines[@]}
    wiki my --created --limit all --jsonl
    [ "${#lines[@]}" -gt 0 ]
    [ "${#lines[@]}" -le "$mine" ]
    wiki recent --space ENG --limit 5 --json
    same "$(jq -c '[(.results | length), ([.results[].space] | unique), ([.results[].updated] | . == (sort | reverse))]' <<<"$output")" \
        '[5,["ENG"],true]'
    wiki recent --viewed --limit 3
    same "$status" 0
    same "$(head -1 <<<"$output" | tr -s ' ')" "TYPE SPACE ID UPDATED TITLE"
    same "${#lines[@]}" 4
}

@test "what is mine and what has changed lately, the latest first" {
    on_both latest
}

finds_files() {
    wiki search --type attachment --limit 3 --jsonl
    same "$status" 0
    same "$(jq -r .type <<<"$output" | sort -u)" attachment
    wiki search --type comment --limit 3 --jsonl
    same "$(jq -r .type <<<"$output" | sort -u)" comment
}

@test "comments and files are found as well as pages" {
    on_both finds_files
}

mistakes() {
    local option
    wiki search --cql 'label runbook' --space ENG
    same "$status" 1
    holds "$stderr" "(400)"
    holds "$stderr" $'hint: (label runbook) AND space = ENG\nhint:        ^'
    wiki search
    same "$status" 2
    holds "$stderr" "say what to search for"
    wiki search ' '
    same "$status" 2
    wiki search x --type paeg
    same "$status" 2
    holds "$stderr" "'paeg' is no type"
    wiki search x --modified-since someday
    same "$status" 2
    holds "$stderr" "--modified-since"
    wiki search x --fields colour
    same "$status" 2
    for option in space label cql creator ancestor type modified-since; do
        wiki search "--$option="
        same "$status" 2
        holds "$stderr" "--$option"
    done
}

# missing PROBLEM ARGUMENT...: is named, as what isn't there
missing() {
    wiki "${@:2}"
    same "$status" 4
    holds "$stderr" "error: $1"
    same "$output" ""
}

names_nothing() {
    missing "there is no space 'NOPE'" search x --space NOPE
    missing "there is no space 'NOPE'" search x --space NOPE --count
    missing "there is no space 'NOPE'" my --created --space NOPE
    missing "there is no space 'NOPE'" recent --space NOPE
    missing "--ancestor: there is no page 99999999" search --ancestor 99999999
    missing "--creator: $nobody 'nobody'" search --creator nobody
    missing "--creator: $nobody 'no@body.example'" search --creator no@body.example
    wiki search --space NOPE --json
    same "$status" 4
    same "$(jq -c .error.code <<<"$output")" '"not_found"'
    # Nothing more is asked when something matches, nor is anything wrong with what is there.
    forget_requests "$profile"
    wiki search --type page --space NOPE,ENG --limit 1 --jsonl
    same "$status $(requests "$profile" | wc -l)" "0 1"
    wiki search zzzz --space ENG --ancestor 'ENG:Engineering Home' --creator 'Robin Ashdown'
    same "$status $stderr" "0 Nothing matches."
}

@test "what isn't there is named when nothing matches" {
    profile=cloud nobody="nobody matches" names_nothing
    profile=datacenter nobody="there is nobody" names_nothing
    # An account id of nobody's.
    profile=cloud missing "--creator: there is nobody '0123456789abcdef01234567'" \
        search --creator 0123456789abcdef01234567
}

@test "people are found by e-mail on Cloud, where there is a Jira" {
    local profile=cloud mine
    mine=$(atlcli wiki search --type page --creator me --count --profile cloud)
    wiki search --type page --creator you@example.com --count
    same "$output" "$mine"
    needs_breakage
    start_session alone --product confluence
    profile=alone
    wiki search --creator you@example.com
    same "$status" 2
    holds "$stderr" "error: --creator: Confluence finds nobody by e-mail address, and no Jira answers on this site"
    wiki search --creator nobody
    same "$status $stderr" "0 Nothing matches."
}

@test "mistakes in a search are pointed at" {
    on_both mistakes
}

@test "answers that are broken are asked for as often as --retries says" {
    needs_breakage
    asks_twice cloud wiki search --label runbook --json
    asks_twice datacenter wiki search --label runbook --json
}
