#!/usr/bin/env bats
# wiki page list, on Cloud and on Data Center
# shellcheck disable=SC2016,SC2154 # expanded by a shell within; set by bats' run
bats_require_minimum_version 1.5.0

setup_file() {
    load session
    start_session cloud --pages 700 --forbidden-token forbidden-token
    start_session datacenter --pages 700 --context-path /wiki
    start_session cloud-empty --pages 0
    start_session datacenter-jira --product jira
}

teardown_file() {
    load session
    end_sessions
}

setup() {
    load session
}

on_both() {
    "$@" --profile cloud
    "$@" --profile datacenter
}

@test "the table has the usual columns" {
    run --separate-stderr atlcli wiki page list --limit 3
    same "$status" 0
    same "$(head -1 <<<"$output" | tr -s ' ')" "ID SPACE VERSION UPDATED TITLE"
    same "${#lines[@]}" 4
    holds "${lines[1]}" "Engineering Home"
    same "$stderr" "3 pages shown, there are more; --limit all shows every one"
}

limits() {
    local limit
    for limit in 1 50 249 250 251 700 all; do
        run --separate-stderr atlcli wiki page list --limit "$limit" --jsonl "$@"
        same "$status" 0
        same "${#lines[@]}" "${limit/all/700}"
        same "$(jq -r .id <<<"$output" | sort -u | wc -l)" "${limit/all/700}"
        case $limit in
        700 | all) same "$stderr" "" ;;
        *) holds "$stderr" "--limit all shows every one" ;;
        esac
    done
}

@test "a limit shows so many, each once, and says when there are more" {
    on_both limits
}

# Every other answer is cut short and garbled; which one is the first, two runs tell.
garbled() {
    local faults='{"body-every": 2, "body-fault": "malformed"}'
    needs_breakage
    atlcli api PUT /__sandbox/faults --input - "$@" <<<"$faults" >/dev/null
    for _ in 1 2; do
        run --separate-stderr atlcli wiki page list --limit 600 --jsonl "$@"
        same "$status ${#lines[@]}" "0 600"
    done
    run --separate-stderr atlcli wiki page list --retries 0 --limit 600 --jsonl "$@"
    same "$status" 1
    holds "$stderr" "the server's answer is not valid JSON"
    atlcli api DELETE /__sandbox/faults "$@" >/dev/null
}

@test "an answer that came broken is asked for again" {
    on_both garbled
}

@test "a whole site takes few requests" {
    forget_requests cloud
    forget_requests datacenter
    on_both atlcli wiki page list --limit all --fields id >/dev/null
    same "$(requests cloud | wc -l)" 3
    # Four of two hundred, and one for their number.
    same "$(requests datacenter | wc -l)" 5
    forget_requests datacenter
    atlcli wiki page list --profile datacenter --limit 250 --fields id >/dev/null
    same "$(requests datacenter | wc -l)" 2
}

@test "keys of spaces are asked for once, and only when they are shown" {
    forget_requests cloud
    atlcli wiki page list --limit all --fields id,space >/dev/null
    same "$(requests cloud | grep -c '^GET /wiki/api/v2/spaces?')" 1
    forget_requests cloud
    atlcli wiki page list --limit 5 --fields id,title >/dev/null
    same "$(requests cloud | wc -l)" 1
}

spaces() {
    local all
    all=$(atlcli wiki page list --limit all --jsonl "$@" | jq -r '"\(.space) \(.id)"' | sort)
    same "$(atlcli wiki page list --space OPS --limit all --jsonl "$@" | jq -r '"\(.space) \(.id)"' | sort)" \
        "$(grep '^OPS ' <<<"$all")"
    same "$(atlcli wiki page list --space OPS,ENG --limit all --jsonl "$@" | jq -r '"\(.space) \(.id)"' | sort)" \
        "$(grep -E '^(OPS|ENG) ' <<<"$all")"
    same "$(atlcli wiki page list --space OPS --space ENG --limit 2 --jsonl "$@" | wc -l)" 2
}

@test "spaces are listed by key, one or several" {
    on_both spaces
}

unknown_space() {
    run --separate-stderr atlcli wiki page list --space NOPE "$@"
    same "$status" 4
    same "$output" ""
    holds "$stderr" "error: there is no space 'NOPE'"
    run --separate-stderr atlcli wiki page list --space ENG,NOPE --limit all "$@"
    same "$status" 4
    holds "$stderr" "there is no space 'NOPE'"
}

@test "a space that isn't there is named" {
    on_both unknown_space
}

titles() {
    run --separate-stderr atlcli wiki page list --title "Engineering Home" --json "$@"
    same "$status" 0
    same "$(jq -c '[.pages[] | .title, .space]' <<<"$output")" '["Engineering Home","ENG"]'
    same "$(jq .isLast <<<"$output")" true
    run --separate-stderr atlcli wiki page list --title "Engineering Home" --space OPS "$@"
    same "$status" 0
    same "$output" ""
    same "$stderr" "No pages match."
    run --separate-stderr atlcli wiki page list --title 'No "such" title & more' --space OPS --label x "$@"
    same "$status" 0
    same "$stderr" "No pages match."
}

@test "titles match exactly" {
    on_both titles
}

several_titles() {
    local titles=(--title "Engineering Home" --title Nowhere --title "Operations Home" --title "Engineering Home")
    run --separate-stderr atlcli wiki page list "${titles[@]}" --json "$@"
    same "$(jq -c '[.isLast, [.pages[].title]]' <<<"$output")" \
        '[true,["Engineering Home","Operations Home"]]'
    run --separate-stderr atlcli wiki page list "${titles[@]}" --limit 1 --json "$@"
    same "$(jq -c '[.isLast, [.pages[].title]]' <<<"$output")" '[false,["Engineering Home"]]'
    run --separate-stderr atlcli wiki page list "${titles[@]}" --limit 2 --json "$@"
    same "$(jq -c .isLast <<<"$output")" true
    run --separate-stderr atlcli wiki page list "${titles[@]}" --cql 'type = page order by title' --jsonl "$@"
    same "$(jq -r .title <<<"$output")" $'Engineering Home\nOperations Home'
}

@test "of several titles, any will do" {
    on_both several_titles
}

queries() {
    local labelled
    labelled=$(atlcli wiki page list --label runbook --limit all --jsonl "$@" | jq -r .id | sort)
    [ -n "$labelled" ]
    same "$(atlcli wiki page list --cql 'label = runbook' --limit all --jsonl "$@" | jq -r .id | sort)" "$labelled"
    same "$(atlcli wiki page list --cql 'label = runbook OR label = nothing order by title' --label runbook \
        --limit all --jsonl "$@" | jq -r .id | sort)" "$labelled"
    run --separate-stderr atlcli wiki page list --cql 'label = runbook order by title' --limit all --json "$@"
    same "$(jq -c '[.pages[].title] == ([.pages[].title] | sort)' <<<"$output")" true
    run --separate-stderr atlcli wiki page list --label runbook --space OPS --limit all --jsonl "$@"
    same "$(jq -r .space <<<"$output" | sort -u)" OPS
    run --separate-stderr atlcli wiki page list --label runbook --limit 1 "$@"
    holds "$stderr" "1 page shown, there are more"
}

@test "labels and CQL find pages, alone and with a space" {
    on_both queries
}

@test "a mistake in CQL is pointed at" {
    run --separate-stderr atlcli wiki page list --cql 'label runbook'
    same "$status" 1
    holds "$stderr" "(400)"
    holds "$stderr" $'hint: (label runbook) AND type = page\nhint:        ^'
    run --separate-stderr atlcli wiki page list --cql '(label = a' --label b
    same "$status" 2
    holds "$stderr" "--cql: Error in the CQL Query: This parenthesis is not closed."
}

fields() {
    run --separate-stderr atlcli wiki page list --title "Engineering Home" \
        --fields url,status,version,updated --json "$@"
    same "$(jq -c '.pages[0] | [.status, (.version | type), (.updated | test("^20[0-9-]*T.*Z$"))]' \
        <<<"$output")" '["current","number",true]'
    holds "$(jq -r '.pages[0].url' <<<"$output")" "$SITE"
}

@test "fields that aren't shown are there when asked for" {
    SITE=$(site_of cloud)/wiki/ fields --profile cloud
    SITE=$(site_of datacenter)/ fields --profile datacenter
    run --separate-stderr atlcli wiki page list --fields colour
    same "$status" 2
    holds "$stderr" "colour"
}

# names_home ARGUMENT...: pages that are found so are below $home, or some of them
names_home() {
    run --separate-stderr atlcli wiki page list --limit all --jsonl "$@"
    same "$status" 0
    holds "$(jq -r .parentId <<<"$output")" "$home"
}

parents() {
    local home child
    home=$(atlcli wiki page list --title "Engineering Home" --jsonl "$@" | jq -r .id)
    child=$(atlcli wiki page children "$home" --jsonl --quiet "$@" | head -1 | jq -r .title)
    names_home --space ENG "$@"
    names_home --title "$child" "$@"
    names_home --cql "title = \"$child\"" --fields parentId "$@"
}

@test "the page above is named, whichever way pages are found" {
    on_both parents
}

@test "a site without pages lists none" {
    run --separate-stderr atlcli wiki page list --profile cloud-empty --limit all
    same "$status" 0
    same "$stderr" "No pages match."
    run --separate-stderr atlcli wiki page list --profile cloud-empty --json
    same "$(jq -c .pages <<<"$output")" '[]'
    run --separate-stderr atlcli wiki page list --profile cloud-empty --csv
    same "$output" "id,space,version,updated,title"
}

@test "a site without Confluence is not found, a token without permission is refused" {
    run --separate-stderr atlcli wiki page list --profile datacenter-jira
    same "$status" 4
    ATLCLI_API_TOKEN=forbidden-token run --separate-stderr atlcli wiki page list --space ENG
    same "$status" 3
    holds "$stderr" "You don't have permission (403)"
    ATLCLI_API_TOKEN=wrong run --separate-stderr atlcli wiki page list --label x
    same "$status" 3
}

@test "an option without a value, and a limit that is none, are refused" {
    local option
    for option in space label cql title; do
        run --separate-stderr atlcli wiki page list "--$option="
        same "$status" 2
        holds "$stderr" "--$option"
    done
    run --separate-stderr atlcli wiki page list --limit 0
    same "$status" 2
}

@test "a reader that leaves ends the list quietly" {
    run --separate-stderr bash -o pipefail -c \
        '"$ATLCLI" wiki page list --limit all --jsonl --profile "$0" | head -1 | jq -r .title' datacenter
    same "$status" 0
    same "$output" "Engineering Home"
    same "$stderr" ""
}
