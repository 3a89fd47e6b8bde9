#!/usr/bin/env bats
# wiki docs of what is below a page on Data Center, which has no list of that: in a space where its pages are
# picked out of all, and in one so large that asking page by page what is below it takes less
# shellcheck disable=SC2154 # set by bats' run
bats_require_minimum_version 1.5.0

load session
load assertions
load docs

setup_file() {
    start_session datacenter --pages 20 --context-path /wiki
    start_session datacenter-large --pages 9000
}

teardown_file() {
    end_sessions
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return
}

in_each_space() {
    local profile
    for profile in datacenter datacenter-large; do
        "$@"
    done
}

# docs COMMAND ARGUMENT...: on $ws; $events holds "ACTION PATH" a line, ordered
docs() {
    does 0 docs "$1" "$ws" --jsonl "${@:2}"
    events=$(jq -r '.action + " " + .path' <<<"$output" | sort)
}

move_below() {
    wiki page move "$1" --parent "$2" >/dev/null
}

asked_for() {
    requests "$profile" | grep -c -e "$1"
}

# In which way it was asked for what is below: never a search's.
is_asked() {
    same "$(asked_for "search?cql=.*ancestor.*expand")" 0
    case $profile in
    datacenter) same "$(asked_for "/child/page") $(asked_for "/content?type=page")" "0 1" ;;
    *-large) same "$(asked_for "/child/page") $(asked_for "/content?type=page")" "$1 0" ;;
    esac
}

pulls() {
    local p elsewhere
    tree Below
    p=$(create "Below P" p "$a")
    elsewhere=$(create "Elsewhere" elsewhere)
    forget_requests "$profile"
    docs pull
    same "$events" "created Below/Below A/Below P.md"
    is_asked 2
    forget_requests "$profile"
    docs pull
    same "$events" ""
    is_asked 2
    move_below "$a" "$elsewhere"
    remove_page "$b"
    docs pull
    same "$events" "trashed Below/Below A.md
trashed Below/Below A/Below P.md
trashed Below/Below B.md"
    [ ! -e "$ws/Below/Below A" ]
    move_below "$a" "$c"
    docs pull
    same "$events" "created Below/Below C/Below A.md
created Below/Below C/Below A/Below P.md"
    wiki docs init "again $profile" --ancestor "$root" >/dev/null
    wiki docs pull "again $profile" >/dev/null
    same "$(diff -r -x .atlcli "$ws" "again $profile")" ""
}

@test "a pull brings what is below, what came there, and takes away what is no more" {
    in_each_space pulls
}

lags() {
    local p
    tree Lagging
    atlcli api PUT /__sandbox/faults --input - --profile "$profile" <<<'{"search-lag": 600000}' >/dev/null
    p=$(create "Lagging P" p "$a")
    move_below "$b" "$a"
    docs pull
    same "$events" "created Lagging/Lagging A/Lagging P.md
moved Lagging/Lagging A/Lagging B.md"
    wiki docs init "behind $profile" --ancestor "$root" >/dev/null
    wiki docs pull "behind $profile" >/dev/null
    same "$(diff -r -x .atlcli "$ws" "behind $profile")" ""
    does 0 page tree "$root" --jsonl
    holds "$output" "$p"
    atlcli api DELETE /__sandbox/faults --profile "$profile" >/dev/null
}

@test "what a lagging search doesn't know yet is there all the same" {
    needs_breakage
    in_each_space lags
}
