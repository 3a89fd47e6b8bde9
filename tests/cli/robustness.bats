#!/usr/bin/env bats
# Bad networks, servers that misbehave, odd terminals and full disks: a clear error or the whole
# result, never half of one that looks whole.
bats_require_minimum_version 1.5.0

load sandbox
load assertions
load profile
load nginx
load terminal

# Where nobody listens: no system hands this port out.
NOBODY=localhost:1

# Every issue of the sandbox.
EVERYTHING='created >= -20y ORDER BY key'

setup_file() {
    start_sandbox --issues 450
    export CLOUD=$SANDBOX_URL CLOUD_LOG=$SANDBOX_LOG
}

teardown_file() {
    stop_sandboxes
}

setup() {
    SHARED_PIDS=$SANDBOX_PIDS
    own_profiles
    write_profile "$CLOUD"
}

teardown() {
    local pid
    stop_terminal
    stop_nginx
    for pid in $SANDBOX_PIDS; do
        [[ " $SHARED_PIDS " == *" $pid "* ]] || stop_sandbox "$pid" || true
    done
}

# ---- no network ----

@test "nobody listens: says so, without a second error" {
    write_profile "http://$NOBODY"
    atl jira me --retries 0
    fails 6 "can't connect to $NOBODY"
    same "${stderr_lines[0]}" "error: can't connect to $NOBODY: Connection refused"
    hints "check the site's address, http://$NOBODY [profile 'work']: atlcli auth list"
    hints "it may take a VPN to reach it, or a proxy: http_proxy="
    expect_one_error
    atl jira search --json --retries 0
    expect 6
    json .error.code '"network"'
}

expect_one_error() {
    # shellcheck disable=SC2154 # bats sets it
    same "$(grep -c '^error: ' <<<"$stderr")" 1
    same "$output" ""
}

@test "a name that doesn't resolve" {
    write_profile https://nonexistent.invalid
    atl jira me --retries 0
    fails 6 "can't reach nonexistent.invalid: the host name can't be resolved"
    hints "check the site's address, https://nonexistent.invalid [profile 'work']: atlcli auth list"
    hints "it may take a VPN to reach it, or a proxy: https_proxy="
    expect_one_error
}

@test "connecting is tried again, as often as --retries says" {
    write_profile "http://$NOBODY"
    atl jira me --retries 2 --verbose
    expect 6
    same "$(grep -c '^http: GET' <<<"$stderr")" 3
    warns "attempt 3/3 unconnected"
}

@test "a server that stalls: --timeout ends it" {
    start_sandbox --latency 300000
    write_profile "$SANDBOX_URL"
    atl jira me --timeout 1 --retries 0
    fails 6 "no answer from ${SANDBOX_URL#http://} within"
    hints "--timeout"
    atl jira search --timeout 1 --retries 0 --json
    expect 6
    json .error.code '"network"'
}

@test "without a profile none is named" {
    ATLCLI_CONFIG_DIR=$BATS_TEST_TMPDIR/none ATLCLI_SITE="http://$NOBODY" ATLCLI_EMAIL=$SANDBOX_EMAIL \
        ATLCLI_API_TOKEN=$SANDBOX_TOKEN atl jira me --retries 0
    fails 6 "can't connect to $NOBODY"
    hints "check the site's address, http://$NOBODY"
    says_nothing_of "profile"
}

@test "a site that isn't well: try again later" {
    start_sandbox --fail-every 1 --fail-status 500
    write_profile "$SANDBOX_URL"
    atl jira me --retries 1
    fails 1 "The server failed (500)"
    hints "try again later, and ask whoever runs $SANDBOX_URL if it goes on"
    sandbox PUT faults '{"fail-every": 0, "body-every": 1, "body-fault": "empty"}'
    atl jira me --retries 1
    fails 1 "the server's answer is empty"
    hints "try again later"
}

# ---- answers that are none ----

@test "a web page instead of an answer" {
    start_nginx 'location / { default_type text/html; return 200 "<html><body>Log in</body></html>"; }'
    write_profile "$NGINX_URL"
    for words in "jira me" "jira search" "wiki page list" "api GET /rest/api/3/myself --paginate"; do
        # shellcheck disable=SC2086 # words to be split
        atl $words
        fails 1 "web page instead of JSON"
        expect_one_error
    done
}

@test "answers that are empty, cut short, damaged, or of another shape" {
    start_nginx '
        location /empty { return 200 ""; }
        location /nothing { return 204; }
        location /cut { return 200 "{\"displayName\":\"Ro"; }
        location /damaged { return 200 "{]"; }
        location /list { return 200 "[1,2]"; }
        location /null { return 200 "null"; }
        location /numbers { return 200 "{\"issues\":7,\"results\":7,\"nextPageToken\":[],\"displayName\":{},\"_links\":3}"; }'
    for path in empty nothing cut damaged list null numbers; do
        write_profile "$NGINX_URL/$path"
        for words in "jira me" "jira search --limit all" "wiki page list"; do
            # shellcheck disable=SC2086 # words to be split
            atl $words
            [ "$status" -eq 1 ] || { echo "$path: $words" && show; }
            expect_one_error
        done
    done
    write_profile "$NGINX_URL/cut"
    atl jira me
    warns "the server's answer is not valid JSON"
}

@test "a server that always fails is given up on, with its status" {
    start_sandbox --fail-every 1 --fail-status 500
    write_profile "$SANDBOX_URL"
    atl jira me --retries 1 --verbose
    fails 1 "(500)"
    same "$(wc -l <"$SANDBOX_LOG")" 2
    atl jira me --retries 0 --json
    json .error.status 500
}

@test "a pause longer than anybody waits is told instead" {
    start_sandbox --fail-every 1 --fail-status 429 --retry-after 7200
    write_profile "$SANDBOX_URL"
    atl jira me
    fails 1 "the server asks to wait 7200 s before the next request (429)"
    same "$(wc -l <"$SANDBOX_LOG")" 1
}

# finds_all COUNT: every issue once, and in order
finds_all() {
    local keys
    atl jira search --jql "$EVERYTHING" --limit all --jsonl
    expect 0
    keys=$(jq -r .key <<<"$output")
    same "$(wc -l <<<"$keys")" "$1"
    same "$(sort -u <<<"$keys" | wc -l)" "$1"
    same "$keys" "$(sort -t - -k 1,1 -k 2,2n <<<"$keys")"
}

@test "rate limits with Retry-After: a search finds every issue exactly once" {
    start_sandbox --issues 450 --fail-every 4 --fail-status 429 --retry-after 1
    write_profile "$SANDBOX_URL"
    finds_all 450
    [ "$(sandbox_counter failuresInjected)" -ge 1 ]
    start_sandbox --issues 1500 --deployment datacenter --fail-every 4 --fail-status 429 --retry-after 1
    write_bearer_profile "$SANDBOX_URL"
    finds_all 1500
    [ "$(sandbox_counter failuresInjected)" -ge 1 ]
}

@test "failures of the server: a search finds every issue exactly once" {
    start_sandbox --issues 450 --fail-every 3 --fail-status 500
    write_profile "$SANDBOX_URL"
    finds_all 450
    [ "$(sandbox_counter failuresInjected)" -ge 1 ]
    start_sandbox --issues 1500 --deployment datacenter --fail-every 3 --fail-status 502
    write_bearer_profile "$SANDBOX_URL"
    finds_all 1500
    [ "$(sandbox_counter failuresInjected)" -ge 1 ]
}

@test "nothing found is no failure" {
    atl jira search --jql 'created < -80y'
    expect 0
    same "$output" ""
    warns "No issues match."
    atl jira search --jql 'created < -80y' --json
    json .issues '[]'
    atl jira search --jql 'created < -80y' --jsonl
    same "$output" ""
}

# ---- output that can't be written ----

@test "a full disk is an error, in every form of output" {
    for form in "" --json --jsonl --csv; do
        # shellcheck disable=SC2016 # expanded by the shell that runs it
        run --separate-stderr sh -c '"$ATLCLI" jira search --jql "$1" --limit all $2 >/dev/full' \
            sh "$EVERYTHING" "$form"
        fails 1 "cannot write output: No space left on device"
    done
    # shellcheck disable=SC2016 # expanded by the shell that runs it
    run --separate-stderr sh -c '"$ATLCLI" auth list >/dev/full'
    fails 1 "cannot write output: No space left on device"
}

@test "a reader that leaves is no failure" {
    for form in "" --jsonl --csv; do
        # shellcheck disable=SC2016 # expanded by the shell that runs it
        run --separate-stderr bash -o pipefail -c \
            '"$ATLCLI" jira search --jql "$1" --limit all $2 | head -n 1' bash "$EVERYTHING" "$form"
        expect 0
        same "${#lines[@]}" 1
        says_nothing_of "error"
    done
}

@test "closed standard streams: no output is a failure, no input and no stderr are none" {
    # shellcheck disable=SC2016 # expanded by the shell that runs it
    run --separate-stderr sh -c '"$ATLCLI" jira me >&-'
    fails 1 "cannot write output"
    # shellcheck disable=SC2016 # expanded by the shell that runs it
    run --separate-stderr sh -c '"$ATLCLI" jira me <&- 2>&-'
    expect 0
    says "Robin Ashdown"
    # The credentials file must not be taken for standard error.
    # shellcheck disable=SC2016 # expanded by the shell that runs it
    run --separate-stderr sh -c '"$ATLCLI" auth rename work other --verbose <&- >&- 2>&-'
    expect 1
    jq -e .profiles.other "$CREDENTIALS" >/dev/null
}

# ---- interrupted ----

@test "Ctrl-C in the middle of a search: 130, whole lines only, and in time" {
    start_sandbox --issues 20000 --latency 100
    write_profile "$SANDBOX_URL"
    in_background "$ATLCLI" jira search --jql "$EVERYTHING" --limit all --jsonl --concurrency 1
    wait_until test -s "$BATS_TEST_TMPDIR/out"
    kill -INT "$CLIENT_PID"
    status=0
    wait "$CLIENT_PID" || status=$?
    same "$status" 130
    # jq would stop at a line cut in two; the last byte ends a line.
    [ "$(jq -r .key "$BATS_TEST_TMPDIR/out" | sort -u | wc -l)" -eq "$(wc -l <"$BATS_TEST_TMPDIR/out")" ]
    [ "$(wc -l <"$BATS_TEST_TMPDIR/out")" -lt 20000 ]
    same "$(tail -c 1 "$BATS_TEST_TMPDIR/out" | od -An -tx1 | tr -d ' ')" 0a
    grep -q '^error: interrupted' "$BATS_TEST_TMPDIR/err"
}

@test "Ctrl-C while a server stalls" {
    start_sandbox --latency 300000
    write_profile "$SANDBOX_URL"
    in_background "$ATLCLI" jira me
    wait_until request_is_in_flight
    kill -INT "$CLIENT_PID"
    status=0
    wait "$CLIENT_PID" || status=$?
    same "$status" 130
    same "$(cat "$BATS_TEST_TMPDIR/out")" ""
    same "$(cat "$BATS_TEST_TMPDIR/err")" "error: interrupted"
}

@test "Ctrl-C while the output's reader takes nothing" {
    local stuck="$BATS_TEST_TMPDIR/stuck"
    start_sandbox --issues 2000
    write_profile "$SANDBOX_URL"
    mkfifo "$stuck"
    exec 7<>"$stuck" # somebody has it open, and never reads
    for form in --json --jsonl --csv; do
        set -m
        "$ATLCLI" jira search --jql "$EVERYTHING" --limit all "$form" >"$stuck" \
            2>"$BATS_TEST_TMPDIR/err" 3>&- 7>&- &
        CLIENT_PID=$!
        set +m
        wait_until nothing_goes_on "$CLIENT_PID"
        kill -INT "$CLIENT_PID"
        status=0
        wait "$CLIENT_PID" || status=$?
        same "$status" 130
        same "$(cat "$BATS_TEST_TMPDIR/err")" "error: interrupted"
    done
    exec 7>&-
}

# The pipe is full, and the process sleeps.
nothing_goes_on() {
    ! printf x | timeout 0.2 dd of="$BATS_TEST_TMPDIR/stuck" oflag=nonblock,append status=none conv=notrunc 2>/dev/null &&
        [ "$(cut -d' ' -f3 "/proc/$1/stat")" = S ]
}

request_is_in_flight() {
    [ "$(sandbox_counter inFlight)" -ge 1 ]
}

@test "Ctrl-C on a terminal, with a search under way: the terminal is left in order" {
    start_sandbox --issues 20000 --latency 100
    write_profile "$SANDBOX_URL"
    start_terminal
    in_terminal "$ATLCLI jira search --jql '$EVERYTHING' --limit all --concurrency 1"
    wait_until request_is_in_flight
    press C-c
    ends 130
    sees "error: interrupted"
    terminal_echoes
}

# ---- proxies ----

@test "a proxy that doesn't answer is named, its password is not" {
    write_profile "${CLOUD/localhost/127.0.0.1}"
    for variable in http_proxy all_proxy; do
        export "$variable=http://user:s3cret@$NOBODY"
        atl jira me --retries 0 --verbose
        unset "$variable"
        expect 6
        warns "localhost port 1"
        hints "a proxy from the environment is in use"
        says_nothing_of s3cret
    done
    write_profile https://nonexistent.invalid
    https_proxy=http://user:s3cret@$NOBODY atl jira me --retries 0 --verbose
    expect 6
    warns "localhost port 1"
    says_nothing_of s3cret
}

@test "a proxy is used, and no_proxy keeps hosts from it" {
    # shellcheck disable=SC2016 # nginx's own variables
    start_nginx 'location / { proxy_pass http://$http_host$request_uri; }'
    write_profile "${CLOUD/localhost/127.0.0.1}"
    http_proxy=$NGINX_URL atl jira me
    expect 0
    says "Robin Ashdown"
    same "$(wc -l <"$NGINX_LOG")" 1
    http_proxy=$NGINX_URL no_proxy=127.0.0.1 atl jira me
    expect 0
    same "$(wc -l <"$NGINX_LOG")" 1
}

# ---- terminals and locales ----

@test "a table fits a narrow terminal, and keeps its keys whole" {
    local line rows=0
    start_terminal 60 40
    in_terminal "$ATLCLI jira search --jql '$EVERYTHING' --limit 12 --quiet"
    ends 0
    # A line that the terminal had to break is joined again on the way here.
    while IFS= read -r line; do
        [ "${#line}" -le 60 ] || { screen && return 1; }
        [[ ! $line =~ ^[A-Z]+-[0-9]+\  ]] || rows=$((rows + 1))
    done <<<"$(screen)"
    same "$rows" 12
}

@test "colour is for terminals that want it" {
    local colour=$'\e\\[[0-9;]*m'
    start_terminal
    in_terminal "$ATLCLI jira search --jql '$EVERYTHING' --limit 3"
    ends 0
    ever_shown | grep -q "$colour"
    : >"$RECORD"
    in_terminal "NO_COLOR=1 $ATLCLI jira search --jql '$EVERYTHING' --limit 3"
    ends 0
    in_terminal "TERM=dumb $ATLCLI jira search --jql '$EVERYTHING' --limit 3"
    ends 0
    ever_shown | grep -q KEY
    run ! grep -q "$colour" "$RECORD"
    # Into a pipe there is none, whatever the terminal.
    atl jira search --jql "$EVERYTHING" --limit 3
    run ! grep -q $'\e' <<<"$output$stderr"
}

@test "another locale changes nothing of the output" {
    local expected
    atl jira search --jql "$EVERYTHING" --limit 20
    expect 0
    expected=$output
    for locale in C POSIX xx_XX; do
        LC_ALL=$locale atl jira search --jql "$EVERYTHING" --limit 20
        expect 0
        same "$output" "$expected"
    done
    LC_ALL=C atl auth status
    says "Authenticated ✓"
}
