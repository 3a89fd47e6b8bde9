#!/usr/bin/env bats
# atlcli sandbox start, stop, status, seed and logs, as their users see them.
bats_require_minimum_version 1.5.0

# shellcheck disable=SC2030,SC2031 # each test is a process of its own, and is meant to be

load sandbox
load assertions
load profile
load terminal

setup() {
    export ATLCLI_CONFIG_DIR=$BATS_TEST_TMPDIR/config
    CREDENTIALS=$ATLCLI_CONFIG_DIR/credentials.json
    DIRECTORY=$ATLCLI_CONFIG_DIR/sandbox/default
    REAL_ATLCLI=$ATLCLI
    OTHERS=()
}

teardown() {
    local pid
    stop_terminal
    "$REAL_ATLCLI" sandbox stop --all --quiet || true
    for pid in "${OTHERS[@]}"; do
        { kill "$pid" && wait "$pid"; } 2>/dev/null || true
    done
}

# start [ARGUMENT...]: a sandbox, expected to start. Sets SITE, PROCESS and CA.
start() {
    atl sandbox start --json "$@"
    expect 0
    SITE=$(jq -r .site <<<"$output")
    PROCESS=$(jq -r .process <<<"$output")
    CA=$(jq -r '.tlsCaFile // ""' <<<"$output")
}

# get PATH: without credentials
get() {
    curl -sS ${CA:+--cacert "$CA"} "$SITE$1"
}

# Or has ended, and its new parent hasn't taken notice yet.
is_gone() {
    [[ $(ps -o stat= -p "$1") =~ ^(Z.*)?$ ]]
}

# Nothing of a sandbox runs or is remembered; its certificates may be there.
nothing_is_left() {
    local name
    for name in state.json token process messages.log requests.jsonl; do
        [ ! -e "$DIRECTORY/$name" ] || { echo "left behind: $name" && return 1; }
    done
}

# with_program TEXT: an atlcli whose atlcli-sandbox is this shell script
with_program() {
    local beside=$BATS_TEST_TMPDIR/beside
    mkdir -p "$beside"
    cp "$REAL_ATLCLI" "$beside/atlcli"
    printf '#!/bin/sh\n%s\n' "$1" >"$beside/atlcli-sandbox"
    chmod +x "$beside/atlcli-sandbox"
    ATLCLI=$beside/atlcli
}

# ---- start ----

@test "start: says where the sandbox is and how to log in, and the log-in works as printed" {
    atl sandbox start --issues 12
    expect 0
    same "$stderr" ""
    says "Sandbox 'default' is ready at https://localhost:"
    says "  token     sandbox-token"
    says "  CA file   $DIRECTORY/ca.pem"
    login=$(sed -n '/auth login/,/--token-stdin/p' <<<"$output")
    run --separate-stderr bash -c "atlcli() { '$ATLCLI' \"\$@\"; }; $login"
    expect 0
    says "Logged in to https://localhost:"
    atl jira search --count --jql 'created >= -20y'
    same "$output" 12
}

@test "start --json: everything a script needs" {
    start --issues 3 --pages 4
    json '[.schemaVersion, .name, .started, .deployment, .email, .authType]' \
        '["1","default",true,"cloud","you@example.com","basic"]'
    json '[.profile, .active, .database]' '[null,false,null]'
    [[ $SITE =~ ^https://localhost:[0-9]+$ ]]
    same "$CA" "$DIRECTORY/ca.pem"
    same "$(cat "$(jq -r .tokenFile <<<"$output")")" sandbox-token
    kill -0 "$PROCESS"
    same "$(get /__sandbox/counters | jq .contents.issues)" 3
    no_credentials_were_written
}

@test "start: a self-hosted one, without TLS, below a path" {
    start --deployment datacenter --product jira --context-path /jira --no-tls
    json '[.deployment, .email, .authType, .tlsCaFile]' '["datacenter",null,"bearer",null]'
    [[ $SITE =~ ^http://localhost:[0-9]+/jira$ ]]
    same "$(get /rest/api/2/serverInfo | jq -r .deploymentType)" Server
    atl sandbox start --deployment datacenter --product jira --context-path /jira --no-tls
    expect 0
    says "--bearer"
    says_nothing_of "--email"
    says_nothing_of "--ca-file"
}

@test "start: further options of atlcli-sandbox go after --" {
    start --no-tls -- --fail-every 1 --fail-status 502
    same "$(curl -s -o /dev/null -w '%{http_code}' "$SITE/rest/api/3/serverInfo")" 502
}

@test "start: options that don't go after -- are refused, without repeating a token" {
    atl sandbox start -- --token hush-hush
    fails 2 "--token doesn't go after '--'"
    hints "--token-stdin"
    atl sandbox start -- --readonly-token=hush-hush
    fails 2 "--readonly-token doesn't go after '--'"
    says_nothing_of hush-hush
    for option in --log=x --port-file=x --state-dir=x --ready-fd=7 --help; do
        atl sandbox start -- "$option"
        fails 2 "${option%=*} doesn't go after '--'"
    done
    atl sandbox start second
    fails 2 "unexpected argument 'second'"
    hints "--name second"
    atl sandbox start -- --issues 5 -- more
    fails 2 "there is a second '--'"
    [ ! -e "$ATLCLI_CONFIG_DIR" ]
}

@test "start: a mistake in the options ends it, in the sandbox's own words" {
    atl sandbox start -- --frobnicate
    fails 2 "the sandbox doesn't start: unknown option '--frobnicate'"
    hints "atlcli-sandbox --help lists the options"
    nothing_is_left
    atl sandbox start --context-path /jira --json
    expect 2
    json .error.code '"usage"'
    atl sandbox start --issues many
    fails 2 "option '--issues' takes a whole number from 0 to 10000000, not 'many'"
    atl sandbox start --deployment server
    fails 2 "option '--deployment' takes cloud or datacenter, not 'server'"
    atl sandbox start --name ../x
    fails 2 "--name: '../x' is no name for a sandbox"
    atl sandbox start --fields nonesuch
    fails 2 nonesuch
    nothing_is_left
}

@test "start: a port that is taken is an error, and nothing is left" {
    start --name first
    DIRECTORY=$ATLCLI_CONFIG_DIR/sandbox/default
    atl sandbox start --port "${SITE##*:}"
    fails 1 "the sandbox doesn't start: can't listen on 127.0.0.1 port ${SITE##*:}"
    nothing_is_left
    atl sandbox status
    expect 4
}

@test "start: without atlcli-sandbox it says where it looked" {
    mkdir "$BATS_TEST_TMPDIR/alone"
    cp "$ATLCLI" "$BATS_TEST_TMPDIR/alone/atlcli"
    ATLCLI=$BATS_TEST_TMPDIR/alone/atlcli atl sandbox start
    fails 4 "atlcli-sandbox is missing: it is neither in $BATS_TEST_TMPDIR/alone nor in PATH"
    hints "put it beside atlcli, or its directory into PATH"
    [ ! -e "$ATLCLI_CONFIG_DIR" ]
}

@test "start: finds atlcli-sandbox in ../libexec, and in PATH" {
    mkdir -p "$BATS_TEST_TMPDIR"/prefix/{bin,libexec}
    cp "$ATLCLI" "$BATS_TEST_TMPDIR/prefix/bin/atlcli"
    ln -s "$ATLCLI_SANDBOX" "$BATS_TEST_TMPDIR/prefix/libexec/atlcli-sandbox"
    ATLCLI=$BATS_TEST_TMPDIR/prefix/bin/atlcli start
    atl sandbox stop
    expect 0
    rm "$BATS_TEST_TMPDIR/prefix/libexec/atlcli-sandbox"
    ATLCLI=$BATS_TEST_TMPDIR/prefix/bin/atlcli PATH=$PATH:${ATLCLI_SANDBOX%/*} start
}

@test "start: a configuration directory that can't be written to" {
    mkdir -p "$ATLCLI_CONFIG_DIR"
    chmod 500 "$ATLCLI_CONFIG_DIR"
    without_privileges
    atl sandbox start
    fails 1 "$ATLCLI_CONFIG_DIR/sandbox: Permission denied"
    chmod 700 "$ATLCLI_CONFIG_DIR"
}

@test "start: the files are their owner's alone" {
    (umask 022 && "$ATLCLI" sandbox start --quiet >/dev/null)
    same "$(stat -c %a "$ATLCLI_CONFIG_DIR" "$ATLCLI_CONFIG_DIR/sandbox" "$DIRECTORY" | sort -u)" 700
    same "$(cd "$DIRECTORY" && stat -c %a state.json token process messages.log requests.jsonl \
        server.key | sort -u)" 600
}

@test "start: the sandbox is on its own: session, standard streams, no other descriptor" {
    exec 9>"$BATS_TEST_TMPDIR/inherited"
    start
    exec 9>&-
    same "$(ps -o sid= -p "$PROCESS" | tr -d ' ')" "$PROCESS"
    same "$(readlink "/proc/$PROCESS/fd/0")" /dev/null
    same "$(readlink "/proc/$PROCESS/fd/2")" "$DIRECTORY/messages.log"
    for descriptor in "/proc/$PROCESS/fd"/*; do
        case $(readlink "$descriptor") in
        */inherited | "$(readlink /proc/self/fd/3)") echo "inherited: $descriptor" && return 1 ;;
        esac
    done
    # With the standard streams closed nothing takes their place, and there is nobody to tell.
    "$ATLCLI" sandbox start --name quiet <&- >&- 2>&- || [ $? -eq 1 ]
    atl sandbox status --name quiet
    expect 0
}

@test "start: outlives the terminal it was started in" {
    start_terminal
    in_terminal "$ATLCLI sandbox start"
    ends 0
    stop_terminal
    atl sandbox status
    expect 0
}

@test "start again: the same options get the running one, others are told" {
    start --issues 7 -- --skew 5
    atl sandbox start --json --issues 7 -- --skew 5
    expect 0
    json '[.started, .process]' "[false,$PROCESS]"
    atl sandbox start --issues 7 -- --skew 5
    says "Sandbox 'default' runs already at $SITE"
    atl sandbox start --issues 8 -- --skew 5
    fails 7 "sandbox 'default' runs already at $SITE, with other options"
    hints "stop it first: atlcli sandbox stop"
    printf 'another\n' >"$BATS_TEST_TMPDIR/token"
    atl sandbox start --issues 7 --token-file "$BATS_TEST_TMPDIR/token" -- --skew 5
    fails 7 "with other options"
    same "$(cat "$DIRECTORY/token")" sandbox-token
}

@test "start: of two at once one starts it, and both say where it is" {
    "$ATLCLI" sandbox start --json >"$BATS_TEST_TMPDIR/one" 3>&- &
    one=$!
    "$ATLCLI" sandbox start --json >"$BATS_TEST_TMPDIR/two" 3>&- &
    two=$!
    wait "$one"
    wait "$two"
    same "$(jq -s -c 'map(.started) | sort' "$BATS_TEST_TMPDIR"/{one,two})" '[false,true]'
    same "$(jq -s -c 'map(.process) | unique | length' "$BATS_TEST_TMPDIR"/{one,two})" 1
}

# ---- when it can't start ----

@test "Ctrl-C or SIGTERM while it starts ends it and leaves nothing" {
    with_program 'echo $$ >"$TMPDIR/pid.new"; mv "$TMPDIR/pid.new" "$TMPDIR/pid"; exec sleep 1000'
    for signal in INT TERM; do
        rm -f "$TMPDIR/pid"
        set -m
        "$ATLCLI" sandbox start >"$BATS_TEST_TMPDIR/out" 2>&1 3>&- &
        client=$!
        set +m
        wait_until test -e "$TMPDIR/pid"
        kill "-$signal" "$client"
        status=0
        wait "$client" || status=$?
        same "$status" 130
        is_gone "$(cat "$TMPDIR/pid")"
        nothing_is_left
    done
}

@test "a program that ends, crashes or says something else" {
    with_program 'echo "first line" >&2; exit 3'
    atl sandbox start
    fails 1 "the sandbox doesn't start: it ended with status 3"
    hints "it said: first line"
    nothing_is_left
    with_program 'kill -SEGV $$'
    atl sandbox start
    fails 1 "the sandbox doesn't start: it was ended by a signal"
    with_program 'echo "listening" >&4; exec sleep 1000'
    atl sandbox start
    fails 1 "the sandbox's answer is not valid JSON"
    with_program 'echo "{}" >&4; exec sleep 1000'
    atl sandbox start
    fails 1 "the sandbox doesn't say where it listens"
    with_program ''
    printf 'no program' >"$BATS_TEST_TMPDIR/beside/atlcli-sandbox"
    atl sandbox start
    fails 1 "the sandbox doesn't start: cannot run $BATS_TEST_TMPDIR/beside/atlcli-sandbox"
    nothing_is_left
}

@test "a starter that is killed leaves no sandbox behind" {
    # What it starts becomes ready only when the starter has gone.
    with_program "until [ -e \"\$TMPDIR/go\" ]; do sleep 0.02; done
        exec '$ATLCLI_SANDBOX' \"\$@\""
    "$ATLCLI" sandbox start >/dev/null 2>&1 3>&- &
    client=$!
    wait_until test -e "$DIRECTORY/messages.log"
    wait_until sandbox_is starting
    process=$("$ATLCLI" sandbox status --json 2>/dev/null | jq .process)
    kill -KILL "$client"
    wait "$client" || true
    touch "$TMPDIR/go"
    wait_until is_gone "$process"
    ATLCLI=$REAL_ATLCLI
    start
}

sandbox_is() {
    [ "$("$ATLCLI" sandbox status --json 2>/dev/null | jq -r .status)" = "$1" ]
}

# ---- names ----

@test "several at once, by name" {
    start
    first=$PROCESS
    start --name dc --deployment datacenter
    [ "$first" != "$PROCESS" ]
    atl sandbox status --all --json
    expect 0
    json '[.sandboxes[] | [.name, .deployment, .running]]' \
        '[["dc","datacenter",true],["default","cloud",true]]'
    atl sandbox stop --name dc
    expect 0
    says "Stopped sandbox 'dc'"
    is_gone "$PROCESS"
    kill -0 "$first"
    start --name dc
    atl sandbox stop --all --json
    expect 0
    json '[.sandboxes[] | [.name, .stopped]]' '[["dc",true],["default",true]]'
    is_gone "$first"
    atl sandbox stop --all
    expect 0
    warns "No sandbox is running."
    atl sandbox stop --all --name dc
    fails 2 "exclude each other"
}

# ---- profiles ----

@test "--save: a profile for it, the active one if there is none" {
    start --save
    json '[.profile, .active]' '["sandbox",true]'
    same "$(credentials .currentProfile)" '"sandbox"'
    same "$(credentials .profiles.sandbox)" "$(jq -ncS --arg ca "$CA" --arg site "$SITE" '{
        name: "sandbox", baseUrl: $site, email: "you@example.com", apiToken: "sandbox-token",
        tlsCaFile: $ca}')"
    atl jira me --profile sandbox
    expect 0
    says "Robin Ashdown"
}

@test "--save: again after a restart, with the new address" {
    start --save
    first=$SITE
    atl sandbox stop
    start --save
    same "$(credentials .profiles.sandbox.baseUrl)" "\"$SITE\""
    atl jira me --profile sandbox
    expect 0
    # Also of one that runs already.
    atl sandbox start --save --profile again
    expect 0
    says "Saved as profile 'again'"
    [ "$first" != "" ]
    same "$(credentials .profiles.again.baseUrl)" "\"$SITE\""
}

@test "--save: a profile of another site stays as it is, and nothing is started" {
    write_profile "http://localhost:8080"
    sed -i 's/"work"/"sandbox"/g' "$CREDENTIALS"
    cp "$CREDENTIALS" "$BATS_TEST_TMPDIR/before.json"
    atl sandbox start --save
    fails 7 "profile 'sandbox' is not this sandbox's; it is for http://localhost:8080"
    hints "--save --profile NAME"
    credentials_are_unchanged
    nothing_is_left
    start --save --profile other
    json '[.profile, .active]' '["other",false]'
    same "$(credentials .currentProfile)" '"sandbox"'
    atl jira me --profile other
    expect 0
    # One that was saved and given another site since isn't the sandbox's any more.
    atl sandbox stop
    jq '.profiles.other.baseUrl = "https://company.example"' "$CREDENTIALS" >"$CREDENTIALS.new"
    cat "$CREDENTIALS.new" >"$CREDENTIALS"
    rm "$CREDENTIALS.new"
    atl sandbox start --save --profile other
    fails 7 "it is for https://company.example"
}

@test "--save: credentials that can't be read are found before anything is started" {
    given_credentials <<<'{"profiles": {'
    atl sandbox start --save
    expect 1
    credentials_are_unchanged
    nothing_is_left
}

@test "--activate: the active profile, and for a self-hosted one its token" {
    write_profile "http://localhost:8080"
    start --name dc --deployment datacenter --activate
    json '[.profile, .active]' '["sandbox-dc",true]'
    same "$(credentials .currentProfile)" '"sandbox-dc"'
    same "$(credentials '.profiles["sandbox-dc"] | [.authType, .pat, .email]')" \
        '["bearer","sandbox-token",null]'
    atl jira me
    expect 0
    atl sandbox start --profile x
    fails 2 "--profile names the profile to save; it needs --save"
}

# ---- tokens ----

@test "a token of one's own comes in by file or standard input, and is in no process list" {
    token=ATATT3x$(od -An -N 12 -tx1 /dev/urandom | tr -d ' \n')
    printf '%s\n' "$token" >"$BATS_TEST_TMPDIR/token"
    atl sandbox start --token-file "$BATS_TEST_TMPDIR/token" --save
    expect 0
    says "the one given, kept in $DIRECTORY/token"
    says_nothing_of "$token"
    atl jira me --profile sandbox
    expect 0
    shown=$(cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\0' '\n')
    [[ $shown == *atlcli-sandbox* && $shown != *"$token"* ]]
    [[ $(<"$DIRECTORY/state.json") != *"$token"* ]]
    [[ $(<"$DIRECTORY/messages.log") != *"$token"* ]]
    atl_given "$token" sandbox start --name piped --token-stdin --json
    expect 0
    says_nothing_of "$token"
    same "$(cat "$ATLCLI_CONFIG_DIR/sandbox/piped/token")" "$token"
    atl_given '' sandbox start --name empty --token-stdin
    expect 2
    atl sandbox start --name none --token-file "$BATS_TEST_TMPDIR/nonesuch"
    fails 4 "--token-file: cannot read"
    atl sandbox start --token-stdin --token-file x
    fails 2 "exclude each other"
}

@test "the user's own token isn't handed to the sandbox" {
    ATLCLI_API_TOKEN=of-another-site start --save
    warns "ATLCLI_API_TOKEN is set to another token"
    run tr '\0' '\n' <"/proc/$PROCESS/environ"
    [[ $output != *of-another-site* ]]
}

# ---- stop ----

@test "stop: the sandbox has ended when it returns; its logs and certificates stay" {
    start
    ca=$(cat "$CA")
    atl sandbox stop --json
    expect 0
    json '[.name, .stopped]' '["default",true]'
    is_gone "$PROCESS"
    [ ! -e "$DIRECTORY/state.json" ] && [ ! -e "$DIRECTORY/token" ]
    atl sandbox logs
    expect 0
    says "$SITE"
    start
    same "$(cat "$CA")" "$ca"
}

@test "stop: none running is said, and no error" {
    atl sandbox stop
    expect 0
    same "$output" "Sandbox 'default' is not running"
    atl sandbox stop --json
    json .stopped false
    [ ! -e "$ATLCLI_CONFIG_DIR" ]
}

@test "stop: one that is held up by requests, and one that is suspended" {
    start --no-tls --latency 600000
    curl -sS "$SITE/rest/api/3/serverInfo" >/dev/null 2>&1 3>&- &
    OTHERS+=($!)
    until [ "$(get /__sandbox/counters | jq .inFlight)" -ge 1 ]; do :; done
    atl sandbox stop
    expect 0
    is_gone "$PROCESS"
    start
    kill -STOP "$PROCESS"
    atl sandbox stop
    expect 0
    is_gone "$PROCESS"
}

@test "stop: another process that got its number is left alone" {
    start
    kill -KILL "$PROCESS"
    wait_until is_gone "$PROCESS"
    sleep 1000 3>&- &
    OTHERS+=($!)
    jq --argjson other "$!" '.process = $other' "$DIRECTORY/state.json" >"$DIRECTORY/new"
    mv "$DIRECTORY/new" "$DIRECTORY/state.json"
    atl sandbox stop
    expect 0
    same "$output" "Sandbox 'default' had ended already"
    kill -0 "${OTHERS[0]}"
}

@test "stop --profile has no meaning" {
    atl sandbox stop --profile x
    fails 2 "--profile has no meaning for 'sandbox stop'"
}

# ---- status ----

@test "status: what runs, where, and what is in it" {
    start --issues 11 --pages 6
    get /rest/api/3/serverInfo >/dev/null
    atl sandbox status
    expect 0
    has_line "Name: default"
    has_line "Status: running"
    has_line "Site: $SITE"
    has_line "Issues: 11"
    has_line "Pages: 6"
    has_line "Requests: 1"
    atl sandbox status --json
    json '[.running, .status, .process, .issues, .pages, .requests]' \
        "[true,\"running\",$PROCESS,11,6,1]"
    json '(.uptimeSeconds >= 0) and (.startedAt | test("^20.*Z$"))' true
    atl sandbox status --csv --fields name,status,requests
    same "$output" $'name,status,requests\ndefault,running,1'
    atl sandbox status --jsonl --fields name,issues
    json . '{"name":"default","issues":11}'
    atl sandbox status --all
    expect 0
    says "NAME     STATUS   SITE"
    atl sandbox status --fields nonesuch
    fails 2 nonesuch
}

@test "status: none runs" {
    atl sandbox status
    fails 4 "sandbox 'default' is not running"
    hints "start it: atlcli sandbox start"
    says "Status: stopped"
    atl sandbox status --name dc --json
    expect 4
    json '[.name, .running, .error.code]' '["dc",false,"not_found"]'
    atl sandbox status --all --json
    expect 0
    json .sandboxes '[]'
    [ ! -e "$ATLCLI_CONFIG_DIR" ]
}

@test "status: one that was killed has ended, and can be started again" {
    start --issues 5
    kill -KILL "$PROCESS"
    wait_until is_gone "$PROCESS"
    atl sandbox status
    fails 4 "sandbox 'default' has ended without being stopped"
    hints "'atlcli sandbox logs' shows its last words"
    atl sandbox status --all --json
    json '[.sandboxes[] | [.name, .status, .process]]' '[["default","ended",null]]'
    first=$PROCESS
    start --issues 5
    [ "$PROCESS" != "$first" ]
    json .started true
}

@test "status: one that doesn't answer is shown all the same" {
    start
    kill -STOP "$PROCESS"
    atl sandbox status --timeout 1
    kill -CONT "$PROCESS"
    expect 0
    has_line "Status: running"
    warns "warning: sandbox 'default' doesn't answer:"
    same "$(grep -c '^Issues' <<<"$output")" 0
}

@test "a proxy in the environment isn't asked for it" {
    https_proxy=http://localhost:1 start
    https_proxy=http://localhost:1 atl sandbox status
    expect 0
    same "$stderr" ""
}

# ---- seed ----

@test "seed: mistakes" {
    atl sandbox seed
    fails 2 "there is nothing to add"
    atl sandbox seed --seed 5
    fails 2 "there is nothing to add"
    atl sandbox seed --issues 5
    fails 4 "sandbox 'default' is not running"
    start
    atl sandbox seed --file x --issues 5
    fails 2 "--file says all there is to add"
    atl sandbox seed --file "$BATS_TEST_TMPDIR/nonesuch"
    fails 4 "--file: cannot read"
    atl_given '{"projects": [' sandbox seed --file -
    fails 1 "--file: standard input is not valid JSON"
    atl_given '[]' sandbox seed --file -
    fails 2 "holds no JSON object"
}

contents() {
    get /__sandbox/counters | jq -c '.contents | [.issues, .pages, .attachments]'
}

@test "seed: adds to what is there, and says how much" {
    start --issues 5 --pages 6 --attachments 0
    atl sandbox seed --issues 7 --pages 1 --attachments 4
    expect 0
    same "$output" "Added 7 issues, 1 page and 4 attachments to sandbox 'default'"
    same "$(contents)" '[12,7,4]'
    atl sandbox seed --pages 2 --seed 9 --json
    expect 0
    json . '{"schemaVersion":"1","name":"default","issues":0,"pages":2,"attachments":0}'
    same "$(contents)" '[12,9,4]'
    atl sandbox seed --issues 1000001
    fails 2 "from 0 to 1000000"
}

@test "seed: from a file and from standard input; what is wrong in it adds nothing" {
    start --name mine --issues 0 --pages 0 --attachments 0
    cat >"$BATS_TEST_TMPDIR/site.json" <<END
{"projects": [{"key": "ZOO", "name": "Zoo"}],
 "issues": [{"project": "ZOO", "summary": "Feed the owl"}, {"project": "ZOO", "summary": "Sweep"}]}
END
    atl sandbox seed --name mine --file "$BATS_TEST_TMPDIR/site.json"
    expect 0
    same "$output" "Added 2 issues, 0 pages and 0 attachments to sandbox 'mine'"
    atl_given '{"issues": [{"project": "ZOO", "summary": "Third"}, {"project": "NO", "summary": "x"}]}' \
        sandbox seed --name mine --file -
    fails 1 "issues[1].project: there is no 'NO' here"
    same "$(contents)" '[2,0,0]'
    atl_given '{"issues": [{"project": "ZOO", "summary": "Third"}]}' \
        sandbox seed --name mine --file -
    expect 0
    same "$(contents)" '[3,0,0]'
}

@test "start --seed-file: what the file says, wherever one is" {
    printf '{"projects": [{"key": "ZOO"}], "issues": [{"project": "ZOO", "summary": "Owl"}]}' \
        >"$BATS_TEST_TMPDIR/site.json"
    cd "$BATS_TEST_TMPDIR"
    start --seed-file site.json
    same "$(contents)" '[1,0,0]'
    printf '{' >broken.json
    atl sandbox start --name other --seed-file broken.json
    expect 2
    warns "the sandbox doesn't start: "
    warns broken.json
}

@test "start --db: what was done is there at the next start, and is one sandbox's" {
    cd "$BATS_TEST_TMPDIR"
    start --db kept.db --issues 5 --pages 5 --attachments 0
    json .database "\"$PWD/kept.db\""
    atl sandbox seed --issues 3
    ln -s kept.db link.db
    atl sandbox start --name other --db link.db
    fails 7 "link.db is in use by sandbox 'default'"
    hints "stop that one first: atlcli sandbox stop"
    atl sandbox status
    has_line "Database: $PWD/kept.db"
    atl sandbox stop
    start --db kept.db
    same "$(contents)" '[8,5,0]'
}

# ---- logs ----

@test "logs: what it said, and the requests it got" {
    start
    atl sandbox logs
    expect 0
    has_line "  site:   $SITE"
    get '/rest/api/3/serverInfo?a=b' >/dev/null
    get /rest/api/3/nowhere >/dev/null
    atl sandbox logs --requests
    expect 0
    [[ ${lines[0]} =~ ^20.*Z\ \ GET\ /rest/api/3/serverInfo\?a=b\ \ 200\ \ [0-9]+\ ms$ ]]
    same "${#lines[@]}" 2
    atl sandbox logs --requests -n 1 --json
    json '[.requests[] | [.method, .path, .status]]' '[["GET","/rest/api/3/nowhere",404]]'
    atl sandbox logs --requests --lines all --jsonl
    same "$(jq -r .path <<<"$output" | head -n 1)" /rest/api/3/serverInfo
    atl sandbox logs --requests --lines 0
    same "$output" ""
    atl sandbox logs --json --lines 1
    json '.messages | length' 1
    atl sandbox logs --requests --csv --fields path,status
    same "${lines[1]}" /rest/api/3/serverInfo,200
}

@test "logs: the last lines of a long log, wherever they begin" {
    start
    seq -f 'line %.0f' 30000 >"$DIRECTORY/messages.log"
    for count in 1 7 9000 29999 30000 40000; do
        "$ATLCLI" sandbox logs --lines "$count" >"$BATS_TEST_TMPDIR/out"
        tail -n "$count" "$DIRECTORY/messages.log" | cmp - "$BATS_TEST_TMPDIR/out"
    done
    "$ATLCLI" sandbox logs >"$BATS_TEST_TMPDIR/out"
    same "$(wc -l <"$BATS_TEST_TMPDIR/out")" 100
}

@test "logs: none, and none of requests" {
    atl sandbox logs
    fails 4 "there is no log of a sandbox 'default'"
    start --no-request-log
    atl sandbox logs --requests
    fails 4 "sandbox 'default' has no request log"
    hints "--no-request-log"
}

# follow [ARGUMENT...]: in the background. Sets FOLLOWER and OUT.
follow() {
    OUT=$BATS_TEST_TMPDIR/followed
    set -m
    "$ATLCLI" sandbox logs --requests --follow "$@" >"$OUT" 2>"$OUT.err" 3>&- &
    FOLLOWER=$!
    set +m
    OTHERS+=("$FOLLOWER")
}

@test "logs --follow: goes on with new requests until Ctrl-C" {
    start
    get /rest/api/3/first >/dev/null
    follow
    wait_until grep -q /rest/api/3/first "$OUT"
    get /rest/api/3/second >/dev/null
    wait_until grep -q /rest/api/3/second "$OUT"
    kill -INT "$FOLLOWER"
    wait "$FOLLOWER"
    same "$(cat "$OUT.err")" ""
    same "$(wc -l <"$OUT")" 2
}

@test "logs --follow: ends with the sandbox, having shown everything" {
    start
    follow --json
    get /rest/api/3/first >/dev/null
    get /rest/api/3/last >/dev/null
    atl sandbox stop
    wait "$FOLLOWER"
    same "$(jq -c '[.requests[].path]' "$OUT")" '["/rest/api/3/first","/rest/api/3/last"]'
    # Of one that has ended there is nothing to wait for.
    atl sandbox logs --follow
    expect 0
}

@test "logs --follow: ends when its reader leaves" {
    start
    get /rest/api/3/first >/dev/null
    # shellcheck disable=SC2016 # expanded by the shell that runs it
    run --separate-stderr bash -o pipefail -c '"$1" sandbox logs --requests --follow | head -n 1' \
        bash "$ATLCLI"
    expect 0
    says /rest/api/3/first
    same "$stderr" ""
}

# ---- terminals, pipes ----

@test "status on a terminal, and on one that knows no colours" {
    start
    start_terminal
    in_terminal "TERM=xterm NO_COLOR= $ATLCLI sandbox status --all"
    ends 0
    grep -q "$(printf '\033\\[')" "$RECORD"
    in_terminal "TERM=dumb $ATLCLI sandbox status"
    sees "Status: running"
    ends 0
}
