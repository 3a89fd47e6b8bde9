# shellcheck shell=bash
# Runs atlcli and says what is expected of it. To be loaded by bats files.

# Runs atlcli; sets status, output and stderr.
atl() {
    run --separate-stderr "$ATLCLI" "$@"
}

# The same with standard input from a text.
atl_given() {
    local text=$1
    shift
    # shellcheck disable=SC2016 # expanded by the shell that runs it
    run --separate-stderr bash -c 'printf "%s" "$1" | { shift; "$@"; }' bash "$text" "$ATLCLI" "$@"
}

show() {
    # shellcheck disable=SC2154 # set by bats' run
    printf 'status: %s\noutput: %s\nstderr: %s\n' "$status" "$output" "$stderr"
    return 1
}

# Runs atlcli from now on as one whom file modes hold back, also when the tests run as root.
without_privileges() {
    [ "$(id -u)" -eq 0 ] || return 0
    local capabilities=-dac_override,-dac_read_search
    cat >"$BATS_TEST_TMPDIR/atlcli" <<END
#!/bin/sh
exec setpriv --bounding-set=$capabilities --inh-caps=$capabilities '$ATLCLI' "\$@"
END
    chmod +x "$BATS_TEST_TMPDIR/atlcli"
    "$BATS_TEST_TMPDIR/atlcli" --version >/dev/null 2>&1 || skip "root can't be held back here"
    ATLCLI=$BATS_TEST_TMPDIR/atlcli
}

# same GOT EXPECTED
same() {
    [ "$1" = "$2" ] || {
        printf 'expected: %s\ngot:      %s\n' "$2" "$1"
        return 1
    }
}

# expect CODE: the exit code.
expect() {
    [ "$status" -eq "$1" ] || { echo "expected exit code $1" && show; }
}

says() {
    [[ $output == *"$1"* ]] || { echo "expected on stdout: $1" && show; }
}

has_line() {
    grep -qxF -- "$1" <<<"$output" || { echo "expected as a line on stdout: $1" && show; }
}

warns() {
    [[ $stderr == *"$1"* ]] || { echo "expected on stderr: $1" && show; }
}

says_nothing_of() {
    [[ $output$stderr != *"$1"* ]] || { echo "expected nowhere: $1" && show; }
}

# An error: its exit code, and what its message holds.
fails() {
    expect "$1" && warns "error: " && warns "$2"
}

hints() {
    grep -qF -- "hint: " <<<"$stderr" && warns "$1"
}

# json FILTER VALUE: what jq makes of the output.
json() {
    local value
    value=$(jq -c "$1" <<<"$output") || show
    [ "$value" = "$2" ] || { echo "expected $1 to be $2, not $value" && show; }
}

credentials() {
    jq -cS "$1" "$ATLCLI_CONFIG_DIR/credentials.json"
}

# Writes the credentials file: standard input.
given_credentials() {
    (umask 077 && mkdir -p "$ATLCLI_CONFIG_DIR" && cat >"$ATLCLI_CONFIG_DIR/credentials.json")
    cp "$ATLCLI_CONFIG_DIR/credentials.json" "$BATS_TEST_TMPDIR/before.json"
}

credentials_are_unchanged() {
    cmp "$BATS_TEST_TMPDIR/before.json" "$ATLCLI_CONFIG_DIR/credentials.json"
}

no_credentials_were_written() {
    [ ! -e "$ATLCLI_CONFIG_DIR/credentials.json" ]
}
