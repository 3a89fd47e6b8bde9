#!/usr/bin/env bats
# Completion in the shells themselves.
# shellcheck disable=SC2016 # scripts in single quotes are expanded by the shell that runs them
# shellcheck disable=SC2154 # bats sets stderr, stderr_lines and lines
bats_require_minimum_version 1.5.0

setup() {
    : "${ATLCLI:?says where atlcli is}"
    export ATLCLI_CONFIG_DIR=$BATS_TEST_TMPDIR/config
    mkdir -m 700 "$ATLCLI_CONFIG_DIR" "$BATS_TEST_TMPDIR/bin" "$BATS_TEST_TMPDIR/work"
    (umask 077 && cat >"$ATLCLI_CONFIG_DIR/credentials.json") <<'JSON'
{"currentProfile": "work", "profiles": {
  "work": {"name": "work", "baseUrl": "https://work.example", "apiToken": "s3cret"},
  "home": {"name": "home", "baseUrl": "https://home.example"}}}
JSON
    ln -s "$ATLCLI" "$BATS_TEST_TMPDIR/bin/atlcli"
    PATH=$BATS_TEST_TMPDIR/bin:$PATH
    cd "$BATS_TEST_TMPDIR/work" || return
    touch notes.txt
    mkdir pages
}

teardown() {
    local socket
    for socket in "$BATS_TEST_TMPDIR"/tmux.*; do
        [ ! -S "$socket" ] || tmux -S "$socket" kill-server 2>/dev/null || true
    done
}

# What Bash offers after these words: the last is the one under the cursor.
bash_offers() {
    bash --norc -c '
        eval "$(atlcli completion bash)"
        complete -p atlcli >/dev/null || exit 1
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*"
        _atlcli "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}" 2>/dev/null
        echo "${COMPREPLY[*]}"' bash "$@"
}

@test "bash: commands, options, choices" {
    [ "$(bash_offers atlcli comp)" = completion ]
    [ "$(bash_offers atlcli auth sw)" = switch ]
    [ "$(bash_offers atlcli --json auth sw)" = switch ]
    [ "$(bash_offers atlcli completion '')" = "bash zsh fish" ]
    [ "$(bash_offers atlcli version --jsonl --ver)" = "--verbose --version" ]
    [ "$(bash_offers atlcli nonsense '')" = "" ]
}

@test "bash: profiles complete to their names" {
    [ "$(bash_offers atlcli --profile '')" = "work home" ]
    [ "$(bash_offers atlcli --profile h)" = home ]
    [ "$(bash_offers atlcli auth switch w)" = work ]
    # Bash gives "--profile=w" as three words, and puts the answer behind the "=".
    [ "$(bash_offers atlcli --profile = w)" = work ]
    [ "$(bash_offers atlcli --profile =)" = "work home" ]
    [ "$(bash_offers atlcli --profile = work auth sw)" = switch ]
}

@test "bash: a path to the program works as well" {
    [ "$(bash_offers "$ATLCLI" auth sw)" = switch ]
    ln -s "$ATLCLI" "$HOME/atlcli-here"
    # shellcheck disable=SC2088 # Bash hands the completion what was typed
    [ "$(bash_offers '~/atlcli-here' auth sw)" = switch ]
    rm "$HOME/atlcli-here"
}

# Types into an interactive shell on a terminal of its own and prints its screen, once it shows $3;
# or after a long while, so that what went wrong can be seen.
in_terminal() { # SHELL KEYS TEXT
    command -v tmux >/dev/null || skip "tmux is not installed"
    local socket screen
    # A server of its own: one that is on its way out still holds its socket.
    socket=$(mktemp -u "$BATS_TEST_TMPDIR/tmux.XXXXXX")
    tmux -S "$socket" -f /dev/null new-session -d -x 120 -y 30 "$1" 3>&-
    tmux -S "$socket" send-keys "$2"
    SECONDS=0
    until ((SECONDS > 60)) || screen=$(tmux -S "$socket" capture-pane -p) && [[ $screen == *"$3"* ]]; do
        tmux -S "$socket" has-session 2>/dev/null || break
    done
    tmux -S "$socket" kill-server 2>/dev/null || true
    printf '%s\n' "$screen"
}

@test "bash: TAB on a terminal completes words, profiles, files and directories" {
    cat >"$BATS_TEST_TMPDIR/rc" <<'RC'
eval "$(atlcli completion bash)"
PS1='ready '
RC
    shell="bash --noprofile --rcfile $BATS_TEST_TMPDIR/rc -i"
    [[ $(in_terminal "$shell" $'atlcli auth sw\tw\t' 'auth switch work') == *'auth switch work'* ]]
    [[ $(in_terminal "$shell" $'atlcli --profile=h\t' '--profile=home') == *'--profile=home'* ]]
    [[ $(in_terminal "$shell" $'atlcli man --output-dir pa\t' '--output-dir pages') == *'--output-dir pages'* ]]
    [[ $(in_terminal "$shell" $'atlcli api --input no\t' '--input notes.txt') == *'--input notes.txt'* ]]
}

@test "zsh: TAB on a terminal completes words, profiles and directories" {
    command -v zsh >/dev/null || skip "zsh is not installed"
    mkdir "$BATS_TEST_TMPDIR/zsh"
    cat >"$BATS_TEST_TMPDIR/zsh/.zshrc" <<'RC'
autoload -Uz compinit && compinit -u -D
source <(atlcli completion zsh)
PS1='ready '
RC
    shell="env ZDOTDIR=$BATS_TEST_TMPDIR/zsh zsh -d -i"
    [[ $(in_terminal "$shell" $'atlcli auth sw\tw\t' 'auth switch work') == *'auth switch work'* ]]
    [[ $(in_terminal "$shell" $'atlcli --profile=h\t' '--profile=home') == *'--profile=home'* ]]
    [[ $(in_terminal "$shell" $'atlcli version --jsonl --ver\t' 'Show the version') == *"Show the version"* ]]
    [[ $(in_terminal "$shell" $'atlcli man --output-dir pa\t' '--output-dir pages') == *'--output-dir pages'* ]]
}

@test "zsh: the script also works as a file in fpath" {
    command -v zsh >/dev/null || skip "zsh is not installed"
    mkdir "$BATS_TEST_TMPDIR/zsh" "$BATS_TEST_TMPDIR/functions"
    atlcli completion zsh >"$BATS_TEST_TMPDIR/functions/_atlcli"
    cat >"$BATS_TEST_TMPDIR/zsh/.zshrc" <<RC
fpath=($BATS_TEST_TMPDIR/functions \$fpath)
autoload -Uz compinit && compinit -u -D
PS1='ready '
RC
    shell="env ZDOTDIR=$BATS_TEST_TMPDIR/zsh zsh -d -i"
    [[ $(in_terminal "$shell" $'atlcli auth sw\tw\t' 'auth switch work') == *'auth switch work'* ]]
}

# What fish offers for a command line, the candidates alone.
fish_offers() {
    fish --no-config -c 'atlcli completion fish | source; complete -C $argv[1]' "$1" |
        cut -f 1 | tr '\n' ' '
}

@test "fish: commands, options, profiles and paths" {
    command -v fish >/dev/null || skip "fish is not installed"
    [ "$(fish_offers 'atlcli auth sw')" = "switch " ]
    [ "$(fish_offers 'atlcli completion ')" = "bash fish zsh " ]
    [ "$(fish_offers 'atlcli --profile ')" = "home work " ]
    [ "$(fish_offers 'atlcli --profile=h')" = "--profile=home " ]
    [ "$(fish_offers 'atlcli version --jsonl --ver')" = "--verbose --version " ]
    [ "$(fish_offers 'atlcli api --input no')" = "notes.txt " ]
    [ "$(fish_offers 'atlcli man --output-dir pa')" = "pages/ " ]
}

@test "a broken credentials file completes to nothing, without a word" {
    echo '{broken' >"$ATLCLI_CONFIG_DIR/credentials.json"
    run --separate-stderr atlcli __complete -- --profile ''
    [ "$status" -eq 0 ]
    [ "$output" = "" ]
    [ "$stderr" = "" ]
}

@test "completion never shows a token" {
    run atlcli __complete -- --profile ''
    [ "${lines[0]}" = "work"$'\t'"https://work.example" ]
    [[ $output != *s3cret* ]]
}

# Whoever wrote the file may have meant it: a name in the line is run with it.
@test "no name of a profile is offered that a shell or a terminal would take for more" {
    cat >"$ATLCLI_CONFIG_DIR/credentials.json" <<'JSON'
{"currentProfile": "work", "profiles": {
  "work": {"name": "work", "baseUrl": "https://work.example\u001b]0;T\u0007\nextra\t\u202eabc"},
  "$(touch run)": {"baseUrl": "https://a.example"}, "`touch run`": {"baseUrl": "https://b.example"},
  "a;touch run": {"baseUrl": "https://c.example"}, "two\nlines": {"baseUrl": "https://d.example"},
  "\u001b[31mred": {"baseUrl": "https://e.example"}, ":file": {"baseUrl": "https://f.example"}, "-v": {}, "": {}}}
JSON
    for words in "--profile" "auth switch"; do
        # shellcheck disable=SC2086 # words to be split
        run --separate-stderr atlcli __complete -- $words ''
        [ "$(cut -f 1 <<<"$output")" = work ]
        run ! grep -nP '[\x00-\x08\x0b-\x1f\x7f]|\x{202e}' <<<"$output"
    done
    [ "$(bash_offers atlcli --profile '')" = work ]
    [ "$(bash_offers atlcli auth switch '')" = work ]
    [ ! -e run ]
}

@test "an unknown shell is a usage error" {
    run --separate-stderr atlcli completion tcsh
    [ "$status" -eq 2 ]
    [ "${stderr_lines[0]}" = "error: argument SHELL takes bash, zsh or fish, not 'tcsh'" ]
}
