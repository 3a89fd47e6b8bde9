#!/usr/bin/env bats
# What a user sees who asks for help, mistypes, or closes the pipe.
# shellcheck disable=SC2016,SC2154 # scripts in single quotes; what bats sets
bats_require_minimum_version 1.5.0

setup() {
    : "${ATLCLI:?says where atlcli is}"
    export ATLCLI_CONFIG_DIR=$BATS_TEST_TMPDIR/config
}

# Runs with stdout and stderr apart; both end up in $output and $stderr.
atlcli() {
    run --separate-stderr "$ATLCLI" "$@"
}

@test "atlcli alone shows its help and succeeds" {
    atlcli
    [ "$status" -eq 0 ]
    [ "$stderr" = "" ]
    [ "${lines[0]}" = "A command line for Jira and Confluence, Cloud and Data Center" ]
    [[ $output == *"Usage: atlcli COMMAND"* ]]
    [[ $output == *$'\n  auth '* ]]
    [[ $output == *"--profile NAME"* ]]
    bare=$output
    atlcli --help
    [ "$output" = "$bare" ]
    atlcli help
    [ "$output" = "$bare" ]
}

@test "a group alone shows its help and succeeds" {
    atlcli auth
    [ "$status" -eq 0 ]
    [[ $output == *"Usage: atlcli auth COMMAND"* ]]
    [[ $output == *$'\n  login '* ]]
    bare=$output
    atlcli auth --help
    [ "$output" = "$bare" ]
    atlcli help auth
    [ "$output" = "$bare" ]
}

@test "help of a command is the same however it is asked for" {
    atlcli auth login --help
    [ "$status" -eq 0 ]
    [[ $output == *"Usage: atlcli auth login"* ]]
    [[ $output == *"--site"* ]]
    [[ $output == *$'\nExamples:\n'* ]]
    asked=$output
    for form in "help auth login" "auth login -h" "--help auth login" "auth --help login" \
        "help auth-login" "auth login --token --help" "auth login a b c --help"; do
        # shellcheck disable=SC2086 # a form is several words
        case $form in *--token*) continue ;; esac
        # shellcheck disable=SC2086
        atlcli $form
        [ "$status" -eq 0 ]
        [ "$output" = "$asked" ]
    done
}

@test "every command has help with a usage line, and fits 80 columns in a pipe" {
    commands=$("$ATLCLI" man | sed -n '/^\.SH COMMANDS/,/^\.SH GLOBAL/s/^\\fBatlcli \([a-z -]*[a-z]\).*/\1/p')
    [ "$(wc -l <<<"$commands")" -gt 5 ]
    while read -r words; do
        # shellcheck disable=SC2086 # a command is several words
        help=$("$ATLCLI" help $words </dev/null)
        [[ $help == *"Usage: atlcli $words"* ]]
        # Examples stand as they are typed, however long.
        while IFS= read -r line; do
            ((${#line} <= 80)) || { echo "$words: $line" && false; }
        done < <(sed '/^Examples:/,$d' <<<"$help")
    done <<<"$commands"
}

@test "--version and version say the same" {
    atlcli --version
    [ "$status" -eq 0 ]
    [[ $output =~ ^atlcli\ [0-9]+\.[0-9]+\.[0-9]+$ ]]
    version=$output
    atlcli -V
    [ "$output" = "$version" ]
    atlcli auth login --version
    [ "$output" = "$version" ]
    atlcli version
    [ "$output" = "$version" ]
    atlcli version --json
    [ "$output" = "{\"schemaVersion\":\"1\",\"name\":\"atlcli\",\"version\":\"${version#atlcli }\"}" ]
    atlcli version --csv
    [ "$output" = "name,version
atlcli,${version#atlcli }" ]
    atlcli version --fields version
    [ "$output" = "version: ${version#atlcli }" ]
}

@test "a mistyped command is a usage error with a guess" {
    atlcli auth lgoin
    [ "$status" -eq 2 ]
    [ "$output" = "" ]
    [ "${stderr_lines[0]}" = "error: unknown command 'auth lgoin'" ]
    [ "${stderr_lines[1]}" = "hint: did you mean 'atlcli auth login'?" ]
    atlcli help auth lgoin
    [ "$status" -eq 2 ]
    [ "${stderr_lines[1]}" = "hint: did you mean 'atlcli auth login'?" ]
    atlcli login
    [ "${stderr_lines[1]}" = "hint: did you mean 'atlcli auth login'?" ]
}

@test "a command of another tool's name, or one that is elsewhere, leads to ours" {
    local pair
    for pair in 'jira issue edit|jira issue update' 'jira issue view|jira issue get' 'jira issue new|jira issue create' \
        'jira issue rm|jira issue delete' 'jira board ls|jira board list' 'jira issue copy|jira issue clone' \
        'jira issue list|jira search' 'wiki page search|wiki search' 'wiki docs get|wiki page get' \
        'wiki page comment|wiki page comments' 'jira pull|wiki docs pull' 'search|jira search'; do
        # shellcheck disable=SC2086 # words
        atlcli ${pair%|*}
        [ "$status" -eq 2 ]
        [ "${stderr_lines[1]}" = "hint: did you mean 'atlcli ${pair#*|}'?" ]
    done
}

@test "a mistyped option is a usage error with a guess and the usage" {
    atlcli completion bash --profil x
    [ "$status" -eq 2 ]
    [ "${stderr_lines[0]}" = "error: unknown option '--profil'" ]
    [ "${stderr_lines[1]}" = "hint: did you mean '--profile'?" ]
    [ "${stderr_lines[2]}" = "hint: usage: atlcli completion SHELL" ]
}

@test "with --json an error is a document on standard output as well" {
    atlcli auth lgoin --json
    [ "$status" -eq 2 ]
    [ "${stderr_lines[0]}" = "error: unknown command 'auth lgoin'" ]
    [ "$(jq -r .schemaVersion <<<"$output")" = 1 ]
    [ "$(jq -r .error.code <<<"$output")" = usage ]
    [ "$(jq -r .error.message <<<"$output")" = "unknown command 'auth lgoin'" ]
    [ "$(jq -r '.error.hints[0]' <<<"$output")" = "did you mean 'atlcli auth login'?" ]
    [ "$(jq -r .error.status <<<"$output")" = null ]
    [ "$(jq -s length <<<"$output")" -eq 1 ]
}

@test "--quiet silences warnings but not errors" {
    install -D -m 600 /dev/stdin "$ATLCLI_CONFIG_DIR/credentials.json" \
        <<<'{"currentProfile":"gone","profiles":{}}'
    atlcli auth list --json
    [[ $stderr == "warning: the active profile 'gone' does not exist;"* ]]
    atlcli auth list --json --quiet
    [ "$stderr" = "" ]
    atlcli nonsense --quiet
    [ "${stderr_lines[0]}" = "error: unknown command 'nonsense'" ]
}

@test "output that can't be written is an error" {
    [ -e /dev/full ] || skip "there is no /dev/full"
    for command in --version "version --json" help "completion zsh" man; do
        # shellcheck disable=SC2086 # a command is several words
        run --separate-stderr bash -c '"$0" "$@" >/dev/full' "$ATLCLI" $command
        [ "$status" -eq 1 ]
        [ "$stderr" = "error: cannot write output: No space left on device" ]
    done
}

@test "closed standard streams do no harm" {
    run --separate-stderr bash -c '"$0" version >&-' "$ATLCLI"
    [ "$status" -eq 1 ]
    [ "$stderr" = "error: cannot write output: Bad file descriptor" ]
    run --separate-stderr bash -c '"$0" version 2>&- <&-' "$ATLCLI"
    [ "$status" -eq 0 ]
    run bash -c '"$0" nonsense 2>&-' "$ATLCLI"
    [ "$status" -eq 2 ]
}

@test "a reader that has seen enough ends the output quietly" {
    # The reader is gone before anything is written.
    run --separate-stderr bash -c 'exec 3> >(exec true); wait $!; "$0" man >&3; echo "status $?"' "$ATLCLI"
    [ "$output" = "status 0" ]
    [ "$stderr" = "" ]
}
