#!/usr/bin/env bats
# jira search over many issues: all of them, once, in order, in few requests and little memory;
# interrupted in the middle
# shellcheck disable=SC2016,SC2154 # expanded by a shell within; set by bats' run
bats_require_minimum_version 1.5.0

export everything='created >= "2000-01-01" ORDER BY priority, key'

setup_file() {
    load session
    start_session cloud --issues 10000
    start_session datacenter --issues 10000 --context-path /jira
}

teardown_file() {
    load session
    end_sessions
}

setup() {
    load session
}

# What the server itself gives, read in another way: page after page.
expected_keys() {
    atlcli api GET "$1" --field "jql=$everything" --field fields=key --field maxResults=1000 \
        --paginate --jsonl --profile "$2" | jq -r .key
}

all_once_in_order() {
    local profile=$1 path=$2
    expected_keys "$path" "$profile" >"$BATS_TEST_TMPDIR/expected"
    same "$(sort -u "$BATS_TEST_TMPDIR/expected" | wc -l)" 10000
    forget_requests "$profile"
    run --separate-stderr atlcli jira search --jql "$everything" --limit all --jsonl --profile "$profile"
    same "$status" 0
    same "$stderr" ""
    jq -r .key <<<"$output" | cmp - "$BATS_TEST_TMPDIR/expected"
    [ "$(requests "$profile" | wc -l)" -le 105 ]
    run --separate-stderr atlcli jira search --jql "$everything" --limit 801 --jsonl --profile "$profile"
    jq -r .key <<<"$output" | cmp - <(head -n 801 "$BATS_TEST_TMPDIR/expected")
}

@test "ten thousand issues come once each, in JQL's order, in at most 105 requests" {
    all_once_in_order cloud /rest/api/3/search/jql
    all_once_in_order datacenter /rest/api/2/search
}

@test "Cloud's batches are under way as many at a time as --concurrency allows" {
    start_session cloud-slow --issues 10000 --latency 500
    same "$(atlcli jira search --jql "$everything" --limit all --jsonl --profile cloud-slow | wc -l)" 10000
    [ "$(sandbox_counter mostInFlight)" -gt 40 ]
}

@test "every form of output holds them all" {
    same "$(atlcli jira search --jql "$everything" --limit all --json | jq '.issues | length')" 10000
    same "$(atlcli jira search --jql "$everything" --limit all --csv --fields key | wc -l)" 10001
    same "$(atlcli jira search --jql "$everything" --limit all --fields key,type | wc -l)" 10001
}

# The pipe holds a small part of the output, so the program is in the middle of its work when its
# first line has been read.
interrupted() {
    local pid code=0
    mkfifo "$BATS_TEST_TMPDIR/$1"
    "$ATLCLI" jira search --jql "$everything" --limit all --jsonl --profile "$1" \
        >"$BATS_TEST_TMPDIR/$1" 2>"$BATS_TEST_TMPDIR/stderr" 3>&- &
    pid=$!
    exec 8<"$BATS_TEST_TMPDIR/$1"
    read -r line <&8
    kill -INT "$pid"
    cat <&8 >"$BATS_TEST_TMPDIR/rest"
    exec 8<&-
    wait "$pid" || code=$?
    same "$code" 130
    # Whole lines, and not all of them.
    jq -e .key <<<"$line" >/dev/null
    jq -e .key <"$BATS_TEST_TMPDIR/rest" >/dev/null
    same "$(tail -c 1 "$BATS_TEST_TMPDIR/rest" | od -An -c | tr -d ' ')" '\n'
    [ "$(wc -l <"$BATS_TEST_TMPDIR/rest")" -lt 9999 ]
}

@test "Ctrl-C in the middle ends with 130, after whole lines" {
    set -m # so that background processes take the signal
    interrupted cloud
    interrupted datacenter
}

@test "Ctrl-C ends a wait for the server" {
    local pid code=0
    set -m
    start_session slow --latency 500000
    "$ATLCLI" jira search --assignee me --profile slow --timeout 600 >"$BATS_TEST_TMPDIR/stdout" \
        2>"$BATS_TEST_TMPDIR/stderr" 3>&- &
    pid=$!
    # The call that asks has a connection of its own.
    until [ "$(sandbox_counter openConnections)" -ge 2 ]; do
        kill -0 "$pid"
    done
    kill -INT "$pid"
    wait "$pid" || code=$?
    same "$code" 130
    same "$(cat "$BATS_TEST_TMPDIR/stdout")" ""
}

@test "a reader that leaves in the middle is no error" {
    run --separate-stderr bash -o pipefail -c \
        '"$ATLCLI" jira search --jql "$everything" --limit all --jsonl | head -n 5000 | wc -l'
    same "$status" 0
    same "$output" 5000
    same "$stderr" ""
}

@test "a server that refuses now and then changes nothing" {
    start_session shaky --issues 3000 --fail-every 7 --retry-after 0
    run --separate-stderr atlcli jira search --jql "$everything" --limit all --jsonl --profile shaky
    same "$status" 0
    same "$(jq -r .id <<<"$output" | sort -u | wc -l)" 3000
    start_session datacenter-shaky --issues 3000 --fail-every 5 --fail-status 500
    run --separate-stderr atlcli jira search --jql "$everything" --limit all --jsonl --profile datacenter-shaky
    same "$status" 0
    same "$(jq -r .id <<<"$output" | sort -u | wc -l)" 3000
}

peak_kib() {
    "$PROJECT_BUILD/bench_spawn" 1 "$ATLCLI" jira search --jql "$everything" --limit all --jsonl \
        --profile "$1" | jq .peak_kib
}

@test "memory doesn't grow with the number of issues" {
    [ -x "${PROJECT_BUILD:-}/bench_spawn" ] || skip "needs bench_spawn"
    ! grep -q __asan_init "$ATLCLI" || skip "a sanitizer keeps what is freed"
    local kind small large
    start_session cloud-many --issues 100000
    start_session datacenter-many --issues 30000
    for kind in cloud datacenter; do
        small=$(peak_kib "$kind")
        large=$(peak_kib "$kind-many")
        echo "$kind: $small KiB for 10,000, $large KiB for many times more"
        [ "$large" -lt $((small * 3 / 2)) ]
    done
}
