#!/usr/bin/env bats
# The Secret Service for real: gnome-keyring on a session bus of its own. The program is
# test_keychain, which calls the keychain functions with its arguments.
# shellcheck disable=SC2016 # scripts in single quotes are expanded by the shell that runs them
bats_require_minimum_version 1.5.0

setup() {
    for tool in dbus-run-session gnome-keyring-daemon secret-tool; do
        command -v "$tool" >/dev/null || skip "$tool is not installed"
    done
    keychain=$PROJECT_BUILD/test_keychain
    [ "$(DBUS_SESSION_BUS_ADDRESS=unix:path=x "$keychain" name)" != none ] ||
        skip "built without libsecret"
    unset DISPLAY WAYLAND_DISPLAY
    export keychain
    export XDG_RUNTIME_DIR=$BATS_TEST_TMPDIR/runtime XDG_DATA_HOME=$BATS_TEST_TMPDIR/data
    mkdir -m 700 "$XDG_RUNTIME_DIR" "$XDG_DATA_HOME"
}

# Runs a script on a session bus whose keyring is unlocked. Both end with the script.
with_keyring() {
    dbus-run-session -- sh -c '
        printf password | gnome-keyring-daemon --unlock --components=secrets >/dev/null || exit 98
        eval "$1"' sh "$1" 2>"$BATS_TEST_TMPDIR/errors"
}

errors_say() {
    grep -qF -- "$1" "$BATS_TEST_TMPDIR/errors" || {
        cat "$BATS_TEST_TMPDIR/errors"
        return 1
    }
}

@test "what is stored reads back, and is what secret-tool finds" {
    run with_keyring '"$keychain" name
        "$keychain" set me "to ken" && "$keychain" get me; echo
        secret-tool lookup service atlcli account me; echo'
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = "Secret Service" ]
    [ "${lines[1]}" = "to ken" ]
    [ "${lines[2]}" = "to ken" ]
}

@test "storing again replaces the token" {
    run with_keyring '"$keychain" set me first; "$keychain" set me second; "$keychain" get me; echo
        secret-tool search --all service atlcli account me 2>/dev/null | grep -c ^secret'
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = "second" ]
    [ "${lines[1]}" = "1" ]
}

@test "what secret-tool stored is found, replaced and deleted" {
    run with_keyring 'printf theirs | secret-tool store --label=x service atlcli account me
        "$keychain" get me; echo; "$keychain" set me ours; secret-tool lookup service atlcli account me
        echo; "$keychain" delete me && ! secret-tool lookup service atlcli account me'
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = "theirs" ]
    [ "${lines[1]}" = "ours" ]
    [ "${#lines[@]}" -eq 2 ]
}

@test "each user name has its own token" {
    run with_keyring '"$keychain" set me mine; "$keychain" set you yours; "$keychain" delete you
        "$keychain" get me; echo; "$keychain" get you'
    [ "$status" -eq 4 ]
    [ "${lines[0]}" = "mine" ]
    errors_say "the keychain has no item of service atlcli and account 'you'"
}

@test "a token survives the end of the session" {
    run with_keyring '"$keychain" set me kept'
    [ "$status" -eq 0 ]
    run with_keyring '"$keychain" get me'
    [ "$status" -eq 0 ]
    [ "$output" = "kept" ]
}

@test "an item that is not there is not found, for reading and for deleting" {
    run with_keyring '"$keychain" get nobody'
    [ "$status" -eq 4 ]
    [ -z "$output" ]
    run with_keyring '"$keychain" delete nobody'
    [ "$status" -eq 4 ]
    errors_say "the keychain has no item of service atlcli and account 'nobody'"
}

@test "a locked keyring is said to be locked, without a prompt that nobody sees" {
    run with_keyring '"$keychain" set me token'
    [ "$status" -eq 0 ]
    # Started by the bus, and not unlocked.
    run dbus-run-session -- sh -c '"$keychain" get me 2>"$1"' sh "$BATS_TEST_TMPDIR/errors"
    [ "$status" -eq 1 ]
    [[ "$output" != *token* ]]
    errors_say "error: the keychain is locked"
    errors_say "hint: is the keyring running and unlocked?"
}

@test "a session bus without a Secret Service is a failure with a hint" {
    cat >"$BATS_TEST_TMPDIR/bus.conf" <<END
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=$XDG_RUNTIME_DIR</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
END
    for operation in "get me" "set me s3cret" "delete me"; do
            run dbus-run-session --config-file="$BATS_TEST_TMPDIR/bus.conf" -- sh -c '
            "$keychain" $1 2>"$2"' sh "$operation" "$BATS_TEST_TMPDIR/errors"
        [ "$status" -eq 1 ]
        errors_say "error: the Secret Service cannot be used: "
        errors_say "hint: is the keyring running and unlocked?"
        run ! grep -q s3cret "$BATS_TEST_TMPDIR/errors"
    done
}

@test "a bus address where nobody listens is a failure" {
    export DBUS_SESSION_BUS_ADDRESS=unix:path=$XDG_RUNTIME_DIR/nothing
    run "$keychain" get me
    [ "$status" -eq 1 ]
    [[ "$output" == "error: the Secret Service cannot be used: "* ]]
}

@test "a bus that never answers is given up on" {
    unset DBUS_SESSION_BUS_ADDRESS
    run "$keychain" silent me
    [ "$status" -eq 1 ]
    [[ "$output" == "error: the Secret Service did not answer in time"* ]]
}

@test "a session without a bus has no keychain and starts none" {
    unset DBUS_SESSION_BUS_ADDRESS
    run "$keychain" name
    [ "$output" = none ]
    run "$keychain" get me
    [ "$status" -eq 1 ]
    [[ "$output" == "error: there is no keychain in this session"* ]]
}
