#!/usr/bin/env bats
# auth with --username: the token in the Secret Service (gnome-keyring on a bus of the test's own).
bats_require_minimum_version 1.5.0
load sandbox
load assertions

setup_file() {
    start_sandbox --deployment datacenter --product jira
    export JIRA=$SANDBOX_URL
    start_sandbox
    export CLOUD=$SANDBOX_URL
}

teardown_file() {
    stop_sandboxes
}

setup() {
    for tool in dbus-daemon gnome-keyring-daemon secret-tool; do
        command -v "$tool" >/dev/null || skip "$tool is not installed"
    done
    [ "$(DBUS_SESSION_BUS_ADDRESS=unix:path=x "$PROJECT_BUILD/test_keychain" name)" != none ] ||
        skip "built without libsecret"
    unset DISPLAY WAYLAND_DISPLAY
    export ATLCLI_CONFIG_DIR=$BATS_TEST_TMPDIR/config
    export XDG_RUNTIME_DIR=$BATS_TEST_TMPDIR/runtime XDG_DATA_HOME=$BATS_TEST_TMPDIR/data
    mkdir -m 700 "$XDG_RUNTIME_DIR" "$XDG_DATA_HOME"
    { read -r DBUS_SESSION_BUS_ADDRESS && read -r bus; } < <(
        dbus-daemon --session --fork --print-address=1 --print-pid=1 3>&-)
    export DBUS_SESSION_BUS_ADDRESS
    printf password | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1 3>&-
}

# The keyring ends with its bus.
teardown() {
    [ -z "${bus:-}" ] || kill "$bus"
}

store() {
    printf '%s' "$2" | secret-tool store --label=test service atlcli account "$1"
}

look_up() {
    secret-tool lookup service atlcli account "$1"
}

login() {
    atl_given "$SANDBOX_TOKEN" auth login --bearer --site "$JIRA" --username myuser --token-stdin "$@"
}

@test "with --username the token goes to the keychain, not to the file" {
    login
    expect 0
    says "Logged in to Jira Data Center 9.12.0 at $JIRA as Robin Ashdown (profile 'default', token in the Secret Service)"
    [ "$(credentials .profiles.default)" = '{"authType":"bearer","baseUrl":"'"$JIRA"'","name":"default","username":"myuser"}' ]
    [ "$(look_up myuser)" = "$SANDBOX_TOKEN" ]
    atl auth status
    expect 0
    has_line "Username: myuser"
    has_line "Token: from the keychain (Secret Service)"
    has_line "Status: Authenticated ✓"
}

@test "a later log-in without a token takes it from the keychain" {
    store myuser "$SANDBOX_TOKEN"
    atl auth login --bearer --site "$JIRA" --username myuser
    expect 0
    says "as Robin Ashdown"
    atl auth status --json
    json '[.authenticated, .hasEnvToken, .hasKeychainToken, .hasPatInConfig, .sources.token]' \
        '[true,false,true,false,"keychain"]'
}

@test "without an item it says how to store one" {
    atl auth login --bearer --site "$JIRA" --username myuser
    fails 3 "there is no token for 'myuser': the keychain has none"
    hints "atlcli auth login --bearer --site $JIRA --username myuser --token-stdin"
    no_credentials_were_written
}

@test "a wrong token in the keychain is refused by the server" {
    store myuser wrong
    atl auth login --bearer --site "$JIRA" --username myuser
    fails 3 "Authentication failed (401)"
    no_credentials_were_written
    [ "$(look_up myuser)" = wrong ]
}

@test "a token that the server refuses doesn't reach the keychain" {
    store myuser former
    atl_given wrong auth login --bearer --site "$JIRA" --username myuser --token-stdin
    fails 3 "Authentication failed (401)"
    [ "$(look_up myuser)" = former ]
}

@test "the environment goes before the keychain, and the keychain before the file" {
    given_credentials <<<'{"currentProfile": "x", "profiles": {"x": {"name": "x", "baseUrl": "'"$JIRA"'", "authType": "bearer", "username": "myuser", "pat": "wrong"}}}'
    store myuser "$SANDBOX_TOKEN"
    atl auth status --json
    json '[.authenticated, .hasKeychainToken, .hasPatInConfig, .sources.token]' '[true,true,true,"keychain"]'
    ATLCLI_API_TOKEN=wrong atl auth status --json
    expect 3
    json '[.authenticated, .hasEnvToken, .hasKeychainToken, .hasPatInConfig, .sources.token]' \
        '[false,true,true,true,"environment"]'
}

@test "an API token of a Cloud site can be kept there as well" {
    atl_given "$SANDBOX_TOKEN" auth login --site "$CLOUD" --email "$SANDBOX_EMAIL" --username me --token-stdin
    expect 0
    [ "$(look_up me)" = "$SANDBOX_TOKEN" ]
    [ "$(credentials '.profiles.default | has("apiToken")')" = false ]
    atl auth status
    expect 0
}

@test "logout takes the item out of the keychain, and a log-in puts it back" {
    login
    atl auth logout
    expect 0
    [ "$output" = "Logged out of profile 'default'" ]
    [ -z "$(look_up myuser)" ]
    [ "$(credentials .profiles.default.username)" = '"myuser"' ]
    atl auth status
    fails 3 "there is no token"
    atl_given "$SANDBOX_TOKEN" auth login --token-stdin
    expect 0
    [ "$(look_up myuser)" = "$SANDBOX_TOKEN" ]
}

@test "logout leaves an item that another profile uses" {
    login
    login --profile other
    atl auth logout other
    expect 0
    warns "The keychain item of 'myuser' stays: another profile uses it, too"
    [ "$(look_up myuser)" = "$SANDBOX_TOKEN" ]
    atl auth status --profile other
    fails 3 "there is no token"
    atl auth status
    expect 0
}

@test "delete leaves the item, and --delete-keychain takes it" {
    login
    atl auth delete default --yes
    expect 0
    warns "--delete-keychain removes it"
    [ "$(look_up myuser)" = "$SANDBOX_TOKEN" ]
    atl auth login --bearer --site "$JIRA" --username myuser
    expect 0
    atl auth delete default --delete-keychain --yes --json
    expect 0
    json .keychainItemDeleted true
    [ -z "$(look_up myuser)" ]
}

@test "delete --delete-keychain says when another profile loses its token" {
    login
    login --profile other
    atl auth delete other --delete-keychain --yes
    expect 0
    warns "another profile used the keychain item of 'myuser', too"
}

@test "delete --delete-keychain without an item says so" {
    login
    secret-tool clear service atlcli account myuser
    atl auth delete default --delete-keychain --yes
    expect 0
    warns "The keychain has no item of 'myuser'"
}

@test "without a keychain the token is kept in the file, with a warning" {
    DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent login
    expect 0
    warns "warning: the token is kept in the credentials file, because the keychain can't take it"
    [ "$(credentials '.profiles.default | [.username, .pat]')" = '["myuser","'"$SANDBOX_TOKEN"'"]' ]
    DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent atl auth status
    expect 0
    warns "the keychain was asked for 'myuser'"
    has_line "Status: Authenticated ✓"
}

@test "without a keychain a log-in that needs it says what is wrong" {
    DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent \
        atl auth login --bearer --site "$JIRA" --username myuser
    fails 3 "there is no token for 'myuser': "
    hints "--token-stdin"
}

@test "without a keychain logout clears the file's token, and says what it can't know" {
    export DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent
    login
    atl auth logout
    expect 0
    [ "$output" = "Logged out of profile 'default'" ]
    warns "an item of 'myuser' in the keychain, if any, is still there"
    [ "$(credentials '.profiles.default | has("pat")')" = false ]
    # Now only the keychain could have one.
    atl auth logout
    fails 1 "Secret Service"
}
