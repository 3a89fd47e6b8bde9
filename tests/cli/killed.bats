#!/usr/bin/env bats
# What is killed at any moment leaves files that are whole, the old ones or the new: exports, and the file of
# credentials, in which no profile is lost, and of which no copy stays behind.
# shellcheck disable=SC2034,SC2154 # what `interrupt` uses; set by bats' run
bats_require_minimum_version 1.5.0

load session
load killing
load sites

setup_file() {
    start_session cloud --issues 300 --pages 5 --attachments 0 --latency 5
    export CLOUD_CA=$SANDBOX_CA
    start_session datacenter --issues 300 --pages 5 --attachments 0 --latency 5
    export CENTER_CA=$SANDBOX_CA
}

teardown_file() {
    end_sessions
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return
}

teardown() {
    mend_all
}

# ---- exports ----

# Not yet begun, it begins anew, and so it does once all is in its place.
is_broken_off() {
    [ -e "out.$form.part" ] && head -n 1 "out.$form.part.state" 2>/dev/null | jq -e .exportState >/dev/null 2>&1
}

# The file that was there is there until the new one is whole.
export_round() {
    local form=$1 resume=()
    cp old "out.$form"
    for _ in 1 2; do
        interrupt "$ATLCLI" jira export --jql 'created > -20y' --comments -o "out.$form" --profile "$profile" \
            "${resume[@]}"
        cmp -s "out.$form" old || cmp "out.$form" "expected.$form"
        resume=()
        ! is_broken_off || resume=(--resume)
    done
    run --separate-stderr "$ATLCLI" jira export --jql 'created > -20y' --comments -o "out.$form" \
        --profile "$profile" "${resume[@]}"
    same "$status" 0 || { printf '%s\n' "$output" "$stderr" && return 1; }
    cmp "out.$form" "expected.$form"
    same "$(find . -name "out.$form" -o -name "out.$form.*")" "./out.$form"
    recovered
}

exports() {
    local round form forms=(csv json jsonl) milliseconds
    echo old >old
    for form in "${forms[@]}"; do
        time_of works jira export --jql 'created > -20y' --comments -o "expected.$form" --profile "$profile"
    done
    for ((round = 0; round < $(kill_rounds); round++)); do
        export_round "${forms[round % 3]}"
    done
    spoil '{"fail-every": 13, "reset-every": 17, "body-every": 19, "body-fault": "truncated"}'
    for ((round = 0; round < $(fault_rounds); round++)); do
        export_round "${forms[round % 3]}"
    done
    mend
}

@test "an export that is killed leaves the old file or the new one, and can be run again" {
    for_each_profile exports
}

# ---- credentials ----

# Sorted, and with the tokens.
profiles() {
    jq -S . "$1/credentials.json"
}

# Nobody else may read a token, also in what a process that was killed has left.
is_private() {
    same "$(stat -c %a "$1" "$1/credentials.json")" $'700\n600'
    same "$(find "$1" -type f -perm /077 -exec grep -l token {} +)" ""
}

# change ARGUMENT...: of a copy of the profiles, without being killed; then killed
change() {
    local killing ATLCLI_CONFIG_DIR=$PWD/whole
    killing="$1 $2"
    rm -rf whole killed
    cp -a given whole
    cp -a given killed
    exits_well "$@"
    ATLCLI_CONFIG_DIR=$PWD/killed
    for _ in 1 2; do
        given_token interrupt "$ATLCLI" "$@"
        is_private killed
        if [ "$(profiles killed)" = "$(profiles whole)" ]; then
            # Done already; so another one begins.
            recovered
            rm -rf killed
            cp -a given killed
        else
            same "$(profiles killed)" "$(profiles given)"
        fi
    done
    exits_well "$@"
    same "$(profiles killed)" "$(profiles whole)"
    is_private killed
    same "$(grep -rl "token-of\|$SANDBOX_TOKEN" killed)" killed/credentials.json
    recovered
}

given_token() {
    "$@" <<<"$SANDBOX_TOKEN"
}

exits_well() {
    run --separate-stderr given_token "$ATLCLI" "$@"
    same "$status" 0 || { printf '%s\n' "$*" "$output" "$stderr" && return 1; }
}

changes() {
    local round milliseconds=8 ca=$CLOUD_CA login=(--email "$SANDBOX_EMAIL") site
    site=$(site_of "$profile")
    [ "$profile" = cloud ] || { ca=$CENTER_CA && login=(--bearer); }
    mkdir -m 700 -p given
    jq -n '{currentProfile: "one", other: {kept: true}, profiles: ([range(40) | {("p\(.)"): {name: "p\(.)",
        baseUrl: "https://example.com", email: "you@example.com", apiToken: "token-of-\(.)", authType: "basic"}}]
        | add | . + {one: (.p0 + {name: "one"}), two: (.p1 + {name: "two"})})}' >given/credentials.json
    chmod 600 given/credentials.json
    for ((round = 0; round < $(kill_rounds); round++)); do
        change auth login --profile two --site "$site" "${login[@]}" --token-stdin --ca-file "$ca" --no-verify
        change auth login --profile new --site "$site" "${login[@]}" --token-stdin --ca-file "$ca"
        change auth switch two
        change auth rename one "uno-$round"
        change auth logout two
        change auth delete two --yes
    done
}

@test "a change of the profiles that is killed is done or not, and no other is lost" {
    for_each_profile changes
}

@test "a copy of the tokens that a killed change has left is gone with the next" {
    local ATLCLI_CONFIG_DIR=$PWD/left
    mkdir -m 700 left
    jq -n '{currentProfile: "one", profiles: {one: {name: "one", baseUrl: "https://example.com",
        email: "you@example.com", apiToken: "token-of-one", authType: "basic"}}}' >left/credentials.json
    chmod 600 left/credentials.json
    cp -p left/credentials.json left/credentials.json.new
    works auth logout one
    same "$(grep -rl token-of-one left)" ""
}
