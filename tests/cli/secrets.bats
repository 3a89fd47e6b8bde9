#!/usr/bin/env bats
# A token is in no output, log, error, list of processes or wide-open file, and goes to no other
# host than its own.
bats_require_minimum_version 1.5.0

load sandbox
load nginx
load assertions
load profile

# Tokens are made for each test, so that a find in the list of processes is its own. They are kept
# out of argument lists here as well: compared by the shell itself, handed over in files.
setup() {
    own_profiles
    TOKEN=ATATT3x$(od -An -N 12 -tx1 /dev/urandom | tr -d ' \n')
    TOKEN_FILE=$BATS_TEST_TMPDIR/token
    printf '%s\n' "$TOKEN" >"$TOKEN_FILE"
    unset ATLCLI_API_TOKEN
}

teardown() {
    [ -z "${CLIENT_PID:-}" ] || { kill "$CLIENT_PID" && wait "$CLIENT_PID"; } 2>/dev/null || true
    stop_nginx
    stop_sandboxes
}

# A sandbox that takes the test's token.
start_server() {
    start_sandbox --token-file "$TOKEN_FILE" "$@"
}

# As write_profile does, with the test's token.
write_secret_profile() {
    SANDBOX_TOKEN=placeholder write_profile "$1"
    sed "s/placeholder/$TOKEN/" <"$CREDENTIALS" >"$CREDENTIALS.new"
    cat "$CREDENTIALS.new" >"$CREDENTIALS"
    rm "$CREDENTIALS.new"
}

# Also in the forms in which it travels.
basic_form() {
    printf '%s:%s' "$SANDBOX_EMAIL" "$TOKEN" | base64 -w 0
}

# keeps_secret: what the last run wrote has no token in it
keeps_secret() {
    [ -n "$output$stderr" ]
    if [[ $output$stderr == *"$TOKEN"* || $output$stderr == *"$(basic_form)"* ]]; then
        echo "the token is in the output of: $*"
        return 1
    fi
}

# no_process_shows_it: not one that runs now, whoever started it
no_process_shows_it() {
    local shown
    shown=$(cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\0' '\n')
    [[ $shown == *atlcli* ]]
    if [[ $shown == *"$TOKEN"* || $shown == *"$(basic_form)"* ]]; then
        echo "the token is in a list of arguments"
        return 1
    fi
}

# ---- output ----

@test "no output, verbose log, JSON or error repeats the token" {
    start_server --forbidden-token forbidden
    write_secret_profile "$SANDBOX_URL"
    for words in "jira me" "jira me --json" "jira search --limit 2 --json" "wiki page list --limit 2" \
        "auth status" "auth status --json" "auth list --json" "auth list --csv" \
        "auth list --fields name,site,authType,username" "api GET /rest/api/3/myself" \
        "api GET /rest/api/3/nowhere --json" "doctor" "doctor --json" "doctor --fix"; do
        # shellcheck disable=SC2086 # words to be split
        atl $words --verbose
        keeps_secret "$words"
    done
    # Refused: as it is, and where errors are made of what the server says.
    write_secret_profile "$SANDBOX_URL"
    sed -i "s/you@example.com/other@example.com/" "$CREDENTIALS"
    for words in "jira me" "auth status" "auth status --json" "jira search --json" "doctor"; do
        # shellcheck disable=SC2086 # words to be split
        atl $words --verbose
        expect 3
        keeps_secret "$words"
    done
    [[ $(<"$SANDBOX_LOG") == *myself* ]]
    [[ $(<"$SANDBOX_LOG") != *"$TOKEN"* ]]
}

@test "a server that repeats what it got is not repeated" {
    # shellcheck disable=SC2016 # nginx's own variable
    start_nginx 'location / {
        return 400 "{\"errorMessages\":[\"bad header $http_authorization\"]}";
    }'
    write_secret_profile "$NGINX_URL"
    atl jira me --verbose
    expect 1
    [[ $(<"$NGINX_LOG") == *"$(basic_form)"* ]]
    keeps_secret
    warns "it said more, but that holds the token"
}

@test "mistakes in the command line don't repeat the token" {
    for words in "auth login --tokn $TOKEN --site x" "auth login --site $TOKEN@ --token-stdin" \
        "auth login --token $TOKEN extra" "auth login --token $TOKEN --token-stdin" \
        "auth login --token=$TOKEN --timeout x" "auth login $TOKEN" "auth login --token $TOKEN --site :::"; do
        # shellcheck disable=SC2086 # words to be split
        atl $words </dev/null
        expect 2
        case $words in
        *--site\ ATATT*) ;; # given as a site, it is a site
        *) keeps_secret "$words" ;;
        esac
    done
}

@test "a damaged credentials file is reported without what is in it" {
    start_server
    write_secret_profile "$SANDBOX_URL"
    sed -i 's/"currentProfile"/"currentProfile" oops/' "$CREDENTIALS"
    for words in "jira me" "auth list" "auth status --json"; do
        # shellcheck disable=SC2086 # words to be split
        atl $words
        [ "$status" -ne 0 ]
        keeps_secret "$words"
    done
    # Cut short within the token.
    printf '{"profiles":{"a":{"name":"a","apiToken":"%s' "$TOKEN" >"$CREDENTIALS"
    atl auth list
    [ "$status" -ne 0 ]
    keeps_secret
}

@test "each request has one line with --verbose: method, URL, status, time, size, attempt, connection, version" {
    start_server --issues 120
    write_secret_profile "$SANDBOX_URL"
    atl jira me --verbose
    expect 0
    [[ $stderr =~ ^http:\ GET\ "$SANDBOX_URL"/rest/api/3/myself\ 200\ [0-9]+\ ms\ [0-9]+\ bytes\ attempt\ 1/5\ new\ HTTP/1.1$ ]] ||
        show
    atl jira search --jql 'created >= -9y' --limit all --verbose
    expect 0
    same "$(grep -c '^http: ' <<<"$stderr")" "$(($(wc -l <"$SANDBOX_LOG") - 1))"
    grep -q ' reused ' <<<"$stderr"
}

# ---- the list of processes ----

# while_in_flight COMMAND...: runs it against a server that takes its time, and looks then
while_in_flight() {
    "$@" >"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" 3>&- &
    CLIENT_PID=$!
    wait_until request_is_in_flight_or_client_gone
    kill -0 "$CLIENT_PID" || cat "$BATS_TEST_TMPDIR/err"
    no_process_shows_it
    kill "$CLIENT_PID"
    wait "$CLIENT_PID" || true
    CLIENT_PID=
    [[ $(cat "$BATS_TEST_TMPDIR/out" "$BATS_TEST_TMPDIR/err") != *"$TOKEN"* ]]
}

request_is_in_flight_or_client_gone() {
    [ "$(sandbox_counter inFlight)" -ge 1 ] || ! kill -0 "$CLIENT_PID" 2>/dev/null
}

@test "the list of processes: a token from the file" {
    start_server --latency 300000
    write_secret_profile "$SANDBOX_URL"
    while_in_flight "$ATLCLI" jira me --verbose
}

@test "the list of processes: a token from the environment" {
    start_server --latency 300000
    export ATLCLI_SITE=$SANDBOX_URL ATLCLI_EMAIL=$SANDBOX_EMAIL ATLCLI_API_TOKEN=$TOKEN
    while_in_flight "$ATLCLI" jira me
}

@test "the list of processes: a token from standard input" {
    start_server --latency 300000
    while_in_flight "$ATLCLI" auth login --site "$SANDBOX_URL" --email "$SANDBOX_EMAIL" \
        --token-stdin <"$TOKEN_FILE"
}

@test "the list of processes: a token on the command line is taken off it" {
    start_server --latency 300000
    while_in_flight "$ATLCLI" auth login --site "$SANDBOX_URL" --email "$SANDBOX_EMAIL" \
        --token "$TOKEN"
}

@test "the list of processes: likewise as --token=…, and given twice" {
    start_server --latency 300000
    while_in_flight "$ATLCLI" auth login --token "$TOKEN" --site "$SANDBOX_URL" \
        --email "$SANDBOX_EMAIL" --token="$TOKEN" --verbose
}

# ---- other hosts ----

@test "a redirect to another host carries no credentials" {
    start_server
    start_nginx "location / { return 302 $SANDBOX_URL\$request_uri; }"
    write_secret_profile "$NGINX_URL"
    atl jira me --verbose
    [ "$status" -ne 0 ]
    keeps_secret
    [[ $(<"$NGINX_LOG") == *"[Basic $(basic_form)]"* ]]
    same "$(jq -rs 'map(.authorization) | unique | join(" ")' "$SANDBOX_LOG")" none
}

@test "a redirect on the same host keeps them" {
    start_server
    start_nginx "
        location = /rest/api/3/myself { return 307 /moved; }
        location = /moved { proxy_pass $SANDBOX_URL/rest/api/3/myself; }"
    write_secret_profile "$NGINX_URL"
    atl jira me
    expect 0
    same "$(jq -r .authorization "$SANDBOX_LOG")" Basic
}

@test "api refuses the URL of another host" {
    start_server
    start_nginx "location / { return 200 '{}'; }"
    write_secret_profile "$SANDBOX_URL"
    atl api GET "$NGINX_URL/rest/api/3/myself"
    fails 2 "is another host than the profile's"
    keeps_secret
    same "$(cat "$NGINX_LOG")" ""
}

@test "a stored token isn't sent to the site of ATLCLI_SITE when that is another one" {
    start_server
    write_secret_profile https://company.example.com
    ATLCLI_SITE=$SANDBOX_URL atl jira me
    expect 3
    keeps_secret
    ATLCLI_SITE=$SANDBOX_URL atl auth status --json
    [ "$status" -ne 0 ]
    keeps_secret
    same "$(jq -rs 'map(select(.authorization != "none")) | length' "$SANDBOX_LOG")" 0
    # It is sent there when that is the profile's own site.
    write_secret_profile "$SANDBOX_URL"
    ATLCLI_SITE=$SANDBOX_URL atl jira me
    expect 0
}

@test "a redirect of a log-in doesn't carry the token elsewhere" {
    start_server
    start_nginx "location / { return 302 $SANDBOX_URL\$request_uri; }"
    atl auth login --site "$NGINX_URL" --email "$SANDBOX_EMAIL" --token-stdin <"$TOKEN_FILE"
    [ "$status" -ne 0 ]
    keeps_secret
    [ ! -e "$CREDENTIALS" ]
    same "$(jq -rs 'map(select(.authorization != "none")) | length' "$SANDBOX_LOG")" 0
}

# ---- files ----

# modes_are_narrow: of the directory and of all files that could hold a token
modes_are_narrow() {
    local file
    same "$(stat -c %a "$ATLCLI_CONFIG_DIR")" 700
    for file in "$ATLCLI_CONFIG_DIR"/*; do
        same "$(stat -c %a "$file")" 600
    done
}

@test "every command that writes leaves the file to its owner alone" {
    umask 000
    start_server
    atl auth login --site "$SANDBOX_URL" --email "$SANDBOX_EMAIL" --token-stdin <"$TOKEN_FILE"
    expect 0
    modes_are_narrow
    atl auth login --site "$SANDBOX_URL" --email "$SANDBOX_EMAIL" --token-stdin --profile two \
        <"$TOKEN_FILE"
    modes_are_narrow
    for words in "switch two" "rename two three" "logout three" "delete default --yes"; do
        # shellcheck disable=SC2086 # words to be split
        atl auth $words
        expect 0
        modes_are_narrow
        keeps_secret "$words"
    done
    # The token is gone with the log-out and the profile: no copy is left behind.
    [[ $(cat "$ATLCLI_CONFIG_DIR"/* "$ATLCLI_CONFIG_DIR"/.[!.]* 2>/dev/null) != *"$TOKEN"* ]]
}

@test "a file that others can read is warned about, and tightened by the next write" {
    start_server
    write_secret_profile "$SANDBOX_URL"
    chmod 755 "$ATLCLI_CONFIG_DIR"
    chmod 644 "$CREDENTIALS"
    for words in "jira me" "auth list" "auth status"; do
        # shellcheck disable=SC2086 # words to be split
        atl $words
        expect 0
        warns "warning: others can read $CREDENTIALS"
    done
    same "$(stat -c %a "$CREDENTIALS")" 644
    atl auth rename work renamed
    expect 0
    modes_are_narrow
    atl jira me
    expect 0
    says_nothing_of "others can read"
}
