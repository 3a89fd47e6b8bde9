#!/usr/bin/env bats
# auth list, switch, rename, logout, delete. None of them asks a server.
bats_require_minimum_version 1.5.0
load assertions

setup() {
    export ATLCLI_CONFIG_DIR=$BATS_TEST_TMPDIR/config
    given_credentials <<'END'
{
  "currentProfile": "work",
  "profiles": {
    "default": {"name": "default", "baseUrl": "https://company.atlassian.net",
                "email": "you@company.com", "apiToken": "first-token"},
    "work": {"name": "work", "baseUrl": "https://work.atlassian.net",
             "email": "work@company.com", "apiToken": "second-token", "tlsCaFile": "/ca.pem"},
    "onprem": {"name": "onprem", "baseUrl": "https://jira.company.internal", "authType": "bearer",
               "username": "myuser", "tlsSkipVerify": true}
  }
}
END
}

# ---- list ----

@test "list shows the columns of the reference page" {
    atl auth list
    expect 0
    [ "$output" = "PROFILE  SITE                           EMAIL             ACTIVE
default  https://company.atlassian.net  you@company.com
work     https://work.atlassian.net     work@company.com  ✓
onprem   https://jira.company.internal" ]
    [ -z "$stderr" ]
}

@test "list --json has every profile and no token" {
    atl auth list --json
    expect 0
    json '[.schemaVersion, (.profiles | length)]' '["1",3]'
    json '.profiles[1]' '{"name":"work","site":"https://work.atlassian.net","email":"work@company.com","active":true,"authType":"basic","username":null,"tlsCaFile":"/ca.pem","tlsSkipVerify":false}'
    json '.profiles[2] | [.active, .authType, .username, .tlsSkipVerify]' '[false,"bearer","myuser",true]'
    says_nothing_of token
}

@test "list as CSV, as lines, and with chosen fields" {
    atl auth list --csv
    [ "${lines[0]}" = "name,site,email,active" ]
    [ "${lines[2]}" = "work,https://work.atlassian.net,work@company.com,true" ]
    atl auth list --jsonl
    [ "$(jq -r .name <<<"$output" | tr '\n' ' ')" = "default work onprem " ]
    atl auth list --fields authType,name
    [ "${lines[0]}" = "AUTH    PROFILE" ]
    atl auth list --fields token
    fails 2 token
}

@test "list without profiles says how to make one" {
    rm -r "$ATLCLI_CONFIG_DIR"
    atl auth list
    expect 0
    [ -z "$output" ]
    warns "No profiles yet. Make one with: atlcli auth init"
    atl auth list --json
    expect 0
    json .profiles '[]'
    [ ! -e "$ATLCLI_CONFIG_DIR" ]
}

@test "list says when ATLCLI_PROFILE goes before the active profile" {
    ATLCLI_PROFILE=onprem atl auth list
    expect 0
    warns "ATLCLI_PROFILE is set, so commands use 'onprem'"
    ATLCLI_PROFILE=work atl auth list
    [ -z "$stderr" ]
}

@test "list says when the active profile doesn't exist" {
    given_credentials <<<'{"currentProfile": "gone", "profiles": {"work": {"name": "work"}}}'
    atl auth list
    expect 0
    warns "the active profile 'gone' does not exist; choose one with: atlcli auth switch NAME"
    credentials_are_unchanged
}

@test "list shows a site that can't be used for what it is" {
    given_credentials <<<'{"profiles": {"work": {"name": "work", "baseUrl": "ftp://x"}}}'
    atl auth list
    expect 0
    says "(not a usable URL)"
    atl auth list --json
    json '.profiles[0].site' null
}

@test "list takes no --profile" {
    atl auth list --profile work
    fails 2 "--profile has no meaning for 'auth list'"
}

# ---- switch ----

@test "switch makes a profile active, and changes nothing else" {
    atl auth switch onprem
    expect 0
    [ "$output" = "Switched to profile 'onprem'" ]
    [ "$(credentials .)" = "$(jq -cS '.currentProfile = "onprem"' "$BATS_TEST_TMPDIR/before.json")" ]
    atl auth switch default --json
    json . '{"schemaVersion":"1","profile":"default","active":true}'
}

@test "switch notes that ATLCLI_PROFILE still goes first" {
    ATLCLI_PROFILE=work atl auth switch onprem
    expect 0
    warns "ATLCLI_PROFILE is set, so commands use 'work'"
}

@test "switch to what isn't there" {
    atl auth switch nosuch
    fails 4 "profile 'nosuch' does not exist"
    hints "onprem"
    credentials_are_unchanged
    atl auth switch ''
    fails 2 "NAME is empty"
    atl auth switch
    fails 2 "missing argument NAME"
    atl auth switch work --profile default
    fails 2 "--profile has no meaning for 'auth switch'"
    credentials_are_unchanged
}

# ---- rename ----

@test "rename keeps everything, the place in the file and being active" {
    atl auth rename work job
    expect 0
    [ "$output" = "Renamed profile 'work' to 'job'" ]
    [ "$(credentials '[.currentProfile, .profiles.job.name, .profiles.job.apiToken]')" = '["job","job","second-token"]' ]
    [ "$(jq -c '.profiles | keys_unsorted' "$ATLCLI_CONFIG_DIR/credentials.json")" = '["default","job","onprem"]' ]
}

@test "rename of a profile that isn't active leaves the active one" {
    atl auth rename default main --json
    json . '{"schemaVersion":"1","profile":"main","formerName":"default"}'
    [ "$(credentials .currentProfile)" = '"work"' ]
}

@test "rename warns when ATLCLI_PROFILE still has the old name" {
    ATLCLI_PROFILE=work atl auth rename work job
    expect 0
    warns "ATLCLI_PROFILE still says 'work'"
}

@test "rename onto a profile that exists, from one that doesn't, to no name" {
    atl auth rename work default
    fails 7 "profile 'default' exists already"
    atl auth rename work work
    fails 7 "profile 'work' exists already"
    atl auth rename nosuch other
    fails 4 "profile 'nosuch' does not exist"
    for name in '' 'a b' .hidden a/b; do
        atl auth rename work "$name"
        expect 2
    done
    atl auth rename work
    fails 2 "missing argument NEW"
    credentials_are_unchanged
}

# ---- logout ----

@test "logout forgets the active profile's token and keeps the rest" {
    atl auth logout
    expect 0
    [ "$output" = "Logged out of profile 'work'" ]
    [ "$(credentials .)" = "$(jq -cS 'del(.profiles.work.apiToken)' "$BATS_TEST_TMPDIR/before.json")" ]
}

@test "logout of another profile" {
    atl auth logout default --json
    expect 0
    json . '{"schemaVersion":"1","profile":"default","hadToken":true}'
    [ "$(credentials '[.profiles.default.apiToken, .profiles.work.apiToken]')" = '[null,"second-token"]' ]
    atl auth logout default
    expect 0
    [ "$output" = "Profile 'default' was not logged in" ]
}

@test "logout heeds --profile and ATLCLI_PROFILE" {
    atl auth logout --profile default
    [ "$output" = "Logged out of profile 'default'" ]
    ATLCLI_PROFILE=work atl auth logout
    [ "$output" = "Logged out of profile 'work'" ]
    atl auth logout work --profile default
    fails 2 "--profile has no meaning"
}

@test "logout notes that a token in the environment stays" {
    ATLCLI_API_TOKEN=x atl auth logout
    expect 0
    warns "ATLCLI_API_TOKEN is set, and goes on being used"
}

@test "logout of what isn't there" {
    atl auth logout nosuch
    fails 4 "profile 'nosuch' does not exist"
    atl auth logout ''
    fails 2 "the profile name is empty"
    credentials_are_unchanged
    given_credentials <<<'{"profiles": {"work": {"name": "work", "apiToken": "x"}}}'
    atl auth logout
    fails 4 "no profile is active"
    hints "atlcli auth logout NAME"
    credentials_are_unchanged
}

# ---- delete ----

@test "delete removes a profile" {
    atl auth delete default --yes
    expect 0
    [ "$output" = "Deleted profile 'default'" ]
    [ "$(credentials .)" = "$(jq -cS 'del(.profiles.default)' "$BATS_TEST_TMPDIR/before.json")" ]
    atl auth delete onprem --confirm --json
    json . '{"schemaVersion":"1","profile":"onprem","wasActive":false,"keychainItemDeleted":false}'
}

@test "delete without a terminal needs --yes" {
    atl auth delete default </dev/null
    fails 2 "standard input is no terminal"
    hints "--yes"
    credentials_are_unchanged
}

@test "delete of the active profile leaves none active, and says so" {
    atl auth delete work --yes
    expect 0
    warns "No profile is active now; choose one with: atlcli auth switch NAME"
    [ "$(credentials .currentProfile)" = null ]
    atl auth status
    fails 3 "there is no active profile"
    hints "atlcli auth switch NAME"
}

@test "delete says that a keychain item stays" {
    atl auth delete onprem --yes
    expect 0
    warns "--delete-keychain removes it"
}

@test "delete --delete-keychain without a keychain leaves the profile" {
    DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent atl auth delete onprem --delete-keychain --yes
    fails 1 "keychain"
    hints "without --delete-keychain the profile alone is deleted"
    credentials_are_unchanged
}

@test "delete --delete-keychain of a profile without a user name warns" {
    atl auth delete default --delete-keychain --yes
    expect 0
    warns "profile 'default' has no user name"
}

@test "delete of what isn't there, told before any question" {
    atl auth delete nosuch </dev/null
    fails 4 "profile 'nosuch' does not exist"
    atl auth delete '' --yes
    fails 2 "NAME is empty"
    atl auth delete work --profile default --yes
    fails 2 "--profile has no meaning"
    credentials_are_unchanged
}

# ---- a file that is in no state to be used ----

# Every command of auth meets the same file: fails with a code and a message, and leaves it alone.
every_command_fails() {
    local code=$1 message=$2 command
    for command in "auth list" "auth status" "auth switch work" "auth rename work job" \
        "auth logout work" "auth delete work --yes" \
        "auth login --no-verify --bearer --site http://localhost:1 --token x"; do
        # shellcheck disable=SC2086 # words
        atl $command
        fails "$code" "$message" || { echo "$command" && return 1; }
        says_nothing_of second-token
    done
}

@test "a file that is no JSON" {
    given_credentials <<<'{"profiles": {"work": {"apiToken": "second-token" oops}}}'
    every_command_fails 1 "credentials.json"
    credentials_are_unchanged
}

@test "a file of the wrong shape" {
    given_credentials <<<'{"profiles": ["second-token"]}'
    every_command_fails 1 "profiles"
    credentials_are_unchanged
}

@test "a file that has a profile twice" {
    given_credentials <<<'{"profiles": {"work": {"apiToken": "second-token"}, "work": {}}}'
    every_command_fails 1 "work"
    credentials_are_unchanged
}

@test "a file that is a directory" {
    rm "$ATLCLI_CONFIG_DIR/credentials.json"
    mkdir "$ATLCLI_CONFIG_DIR/credentials.json"
    every_command_fails 1 "is a directory"
    [ -z "$(ls -A "$ATLCLI_CONFIG_DIR/credentials.json")" ]
}

@test "a file that can't be read" {
    chmod 000 "$ATLCLI_CONFIG_DIR/credentials.json"
    without_privileges
    every_command_fails 1 "cannot read"
    chmod 600 "$ATLCLI_CONFIG_DIR/credentials.json"
    credentials_are_unchanged
}

@test "a configuration directory that is a file" {
    rm -r "$ATLCLI_CONFIG_DIR"
    echo hello >"$ATLCLI_CONFIG_DIR"
    every_command_fails 1 "is not a directory"
    [ "$(cat "$ATLCLI_CONFIG_DIR")" = hello ]
}

@test "no home directory" {
    unset HOME ATLCLI_CONFIG_DIR
    every_command_fails 1 "neither HOME nor ATLCLI_CONFIG_DIR is set"
    hints "set HOME"
}

@test "a directory that can't be written to" {
    chmod 500 "$ATLCLI_CONFIG_DIR"
    without_privileges
    atl auth switch onprem
    fails 1 "cannot save credentials"
    atl auth list
    expect 0
    chmod 700 "$ATLCLI_CONFIG_DIR"
    credentials_are_unchanged
}
