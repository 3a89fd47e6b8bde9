# shellcheck shell=bash
# A real terminal, by tmux, with a shell in it. To be loaded after `profile`:
#
#   start_terminal [COLUMNS [ROWS]]
#   stop_terminal                 for teardown; fine when none was started
#   in_terminal COMMAND           types the command. `ends STATUS` waits for its end
#   answer PROMPT TEXT            waits until the line that begins with PROMPT is the last, then
#                                   types TEXT and Enter
#   sees TEXT                     waits until the command has written TEXT
#   press KEY...                  Enter, C-c, …, as tmux calls them
#   ever_shown                    everything that was ever written to the terminal
#
# The server has a socket of its own, and ends with the test.

TERMINAL=${TERMINAL:-}

in_tmux() {
    tmux -u -L "$TERMINAL" -f /dev/null "$@"
}

start_terminal() {
    command -v tmux >/dev/null || skip "tmux is not installed"
    TERMINAL=atlcli-test-$BASHPID-$RANDOM
    RECORD=$BATS_TEST_TMPDIR/terminal
    in_tmux new-session -d -x "${1:-100}" -y "${2:-30}" 'exec env -u ENV PS1="> " sh -i' 3>&-
    in_tmux pipe-pane "cat >>'$RECORD'"
    # Until what is written is on record, nothing is to be written.
    wait_until is_recorded
    COMMANDS=0
}

is_recorded() {
    in_tmux send-keys Enter
    [ -s "$RECORD" ]
}

stop_terminal() {
    [ -z "$TERMINAL" ] || in_tmux kill-server 2>/dev/null || true
    TERMINAL=
}

ever_shown() {
    cat "$RECORD"
}

# From the last command on.
screen() {
    in_tmux capture-pane -p -J -S - | sed -n "/^begin $COMMANDS\$/,\$p"
}

press() {
    in_tmux send-keys "$@"
}

shows() {
    [[ $(screen) == *"$1"* ]]
}

# It comes, or the command has ended without.
shows_or_has_ended() {
    shows "$1" || has_ended
}

sees() {
    if ! wait_until shows_or_has_ended "$1" || ! shows "$1"; then
        echo "expected on the terminal: $1"
        screen
        return 1
    fi
}

last_line() {
    screen | sed '/^ *$/d' | tail -n 1
}

last_line_begins() {
    [[ $(last_line) == "$1"* ]]
}

waits_at() {
    wait_until last_line_begins "$1" || { screen && return 1; }
}

answer() {
    waits_at "$1"
    in_tmux send-keys -l -- "$2"
    press Enter
}

in_terminal() {
    wait_until prompts || { in_tmux capture-pane -p && return 1; }
    COMMANDS=$((COMMANDS + 1))
    in_tmux send-keys -l -- "echo begin $COMMANDS; $1; echo \"ended \$?.\""
    press Enter
    wait_until shows begin
}

# The shell does.
prompts() {
    [[ $(in_tmux capture-pane -p | sed '/^ *$/d' | tail -n 1) == ">"* ]]
}

has_ended() {
    [[ $(screen) =~ ended\ ([0-9]+)\. ]]
}

ends() {
    wait_until has_ended || { screen && return 1; }
    [[ $(screen) =~ ended\ ([0-9]+)\. ]]
    [ "${BASH_REMATCH[1]}" -eq "$1" ] || {
        echo "expected exit code $1"
        screen
        return 1
    }
}

# Whether what is typed appears, as the terminal's driver says.
terminal_echoes() {
    in_tmux send-keys -l -- "stty -a >'$BATS_TEST_TMPDIR/stty.new'; mv '$BATS_TEST_TMPDIR/stty.new' '$BATS_TEST_TMPDIR/stty'"
    press Enter
    wait_until test -e "$BATS_TEST_TMPDIR/stty"
    grep -q ' echo ' "$BATS_TEST_TMPDIR/stty"
    rm "$BATS_TEST_TMPDIR/stty"
}
