#!/usr/bin/env bats
# auth init and auth delete in a real terminal.
bats_require_minimum_version 1.5.0

load sandbox
load assertions
load profile
load terminal

setup_file() {
    start_sandbox
    export CLOUD=$SANDBOX_URL
    start_sandbox --deployment datacenter --product jira
    export DATA_CENTER=$SANDBOX_URL
    start_sandbox --tls
    export SECURE=$SANDBOX_URL CA=$SANDBOX_CA
}

teardown_file() {
    stop_sandboxes
}

setup() {
    own_profiles
    start_terminal
}

teardown() {
    stop_terminal
}

# stored FILTER: of the one profile
stored() {
    jq -r ".profiles.default.$1" "$CREDENTIALS"
}

token_was_never_shown() {
    ever_shown >"$BATS_TEST_TMPDIR/shown"
    grep -q . "$BATS_TEST_TMPDIR/shown"
    run ! grep -qF -- "$SANDBOX_TOKEN" "$BATS_TEST_TMPDIR/shown"
}

@test "init asks for site, e-mail and token, checks them, saves; status shows it" {
    in_terminal "$ATLCLI auth init"
    answer "Site:" "$CLOUD"
    sees "https://id.atlassian.com/manage-profile/security/api-tokens"
    answer "E-mail:" "$SANDBOX_EMAIL"
    answer "API token (not shown):" "$SANDBOX_TOKEN"
    sees "Logged in to $CLOUD as Robin Ashdown (profile 'default')"
    ends 0
    same "$(stored baseUrl)" "$CLOUD"
    same "$(stored email)" "$SANDBOX_EMAIL"
    same "$(stored apiToken)" "$SANDBOX_TOKEN"
    same "$(stat -c %a "$CREDENTIALS")" 600
    terminal_echoes
    in_terminal "$ATLCLI auth status"
    sees "Profile: default (active)"
    sees "Status: Authenticated ✓"
    ends 0
    token_was_never_shown
}

@test "a wrong token is asked for again, with the e-mail as it was" {
    in_terminal "$ATLCLI auth init --profile other"
    answer "Site:" "$CLOUD"
    answer "E-mail:" "$SANDBOX_EMAIL"
    answer "API token (not shown):" wrong-token
    sees "error: Authentication failed (401)"
    answer "E-mail [$SANDBOX_EMAIL]:" ""
    answer "API token (not shown):" "$SANDBOX_TOKEN"
    ends 0
    same "$(jq -r .profiles.other.apiToken "$CREDENTIALS")" "$SANDBOX_TOKEN"
    token_was_never_shown
    run ! grep -qF wrong-token "$BATS_TEST_TMPDIR/shown"
}

@test "answers that make no sense are asked for again" {
    in_terminal "$ATLCLI auth init --retries 0"
    answer "Site:" "ftp://example.com"
    sees "error: "
    answer "Site:" "http://localhost:1"
    sees "error: can't connect to localhost:1"
    answer "Site" "$CLOUD"
    answer "E-mail:" "nobody"
    sees "error: 'nobody' is not an e-mail address"
    answer "E-mail" "$SANDBOX_EMAIL"
    answer "API token (not shown):" "$SANDBOX_TOKEN"
    ends 0
    same "$(stored baseUrl)" "$CLOUD"
}

@test "Ctrl-C at any question ends with 130, nothing written, and a terminal that echoes" {
    in_terminal "$ATLCLI auth init"
    waits_at "Site:"
    press C-c
    ends 130
    in_terminal "$ATLCLI auth init"
    answer "Site:" "$CLOUD"
    waits_at "E-mail:"
    press C-c
    ends 130
    in_terminal "$ATLCLI auth init"
    answer "Site:" "$CLOUD"
    answer "E-mail:" "$SANDBOX_EMAIL"
    waits_at "API token (not shown):"
    in_tmux send-keys -l -- "sandbox-"
    press C-c
    ends 130
    terminal_echoes
    [ ! -e "$CREDENTIALS" ]
}

@test "Ctrl-D ends it as well" {
    in_terminal "$ATLCLI auth init"
    answer "Site:" "$CLOUD"
    answer "E-mail:" "$SANDBOX_EMAIL"
    waits_at "API token (not shown):"
    press C-d
    ends 130
    terminal_echoes
    [ ! -e "$CREDENTIALS" ]
}

@test "what a profile has is offered; Enter keeps it" {
    write_profile "$CLOUD"
    in_terminal "$ATLCLI auth init"
    sees "Profile 'work' exists"
    answer "Site [$CLOUD]:" ""
    answer "E-mail [$SANDBOX_EMAIL]:" ""
    answer "Keep the token that is stored? [Y/n]:" ""
    sees "Logged in to $CLOUD as Robin Ashdown (profile 'work')"
    ends 0
    same "$(credentials .)" "$(jq -cS . "$BATS_TEST_TMPDIR/before.json")"
    token_was_never_shown
}

@test "the file's token is offered where a user name stands and no keychain answers" {
    write_bearer_profile "$DATA_CENTER" '{"username": "robin"}'
    in_terminal "DBUS_SESSION_BUS_ADDRESS=unix:path=x $ATLCLI auth init"
    answer "Site [$DATA_CENTER]:" ""
    answer "Keep the token that is stored? [Y/n]:" ""
    sees "Logged in to"
    ends 0
    same "$(jq -r .profiles.work.pat "$CREDENTIALS")" "$SANDBOX_TOKEN"
    token_was_never_shown
}

@test "a stored token that no longer works can be replaced" {
    write_profile "$CLOUD" '{"apiToken": "worn-out"}'
    in_terminal "$ATLCLI auth init"
    answer "Site [$CLOUD]:" ""
    answer "E-mail [$SANDBOX_EMAIL]:" ""
    answer "Keep the token that is stored? [Y/n]:" "n"
    answer "API token (not shown):" "$SANDBOX_TOKEN"
    ends 0
    same "$(jq -r .profiles.work.apiToken "$CREDENTIALS")" "$SANDBOX_TOKEN"
}

@test "another site for an existing profile doesn't get its token" {
    write_profile "$CLOUD"
    in_terminal "$ATLCLI auth init"
    answer "Site [$CLOUD]:" "$SECURE"
    answer "Profile 'work' is for $CLOUD. Replace it by one for $SECURE? [y/N]:" "y"
    sees "from an unknown issuer"
    answer "Do you have the CA's certificate in a file (PEM)? [Y/n]:" "y"
    answer "CA file:" "$CA"
    answer "E-mail:" "$SANDBOX_EMAIL"
    waits_at "API token (not shown):"
    press C-c
    ends 130
    credentials_are_unchanged
}

@test "a self-hosted site is asked for a personal access token, and no e-mail" {
    in_terminal "$ATLCLI auth init"
    answer "Site:" "$DATA_CENTER"
    sees "Make a personal access token there"
    answer "Personal access token (not shown):" "wrong-token"
    sees "error: Authentication failed (401)"
    answer "Personal access token (not shown):" "$SANDBOX_TOKEN"
    ends 0
    same "$(stored authType)" bearer
    same "$(stored pat)" "$SANDBOX_TOKEN"
    same "$(stored email)" null
    token_was_never_shown
}

@test "an unknown issuer: init asks for the CA file, again if it is the wrong one" {
    in_terminal "$ATLCLI auth init"
    answer "Site:" "$SECURE"
    sees "from an unknown issuer"
    answer "Do you have the CA's certificate in a file (PEM)? [Y/n]:" ""
    answer "CA file:" "$BATS_TEST_TMPDIR/none.pem"
    sees "none.pem: No such file or directory"
    answer "Try another file? [Y/n]:" ""
    answer "CA file:" "$CA"
    answer "E-mail:" "$SANDBOX_EMAIL"
    answer "API token (not shown):" "$SANDBOX_TOKEN"
    ends 0
    same "$(stored tlsCaFile)" "$CA"
    in_terminal "$ATLCLI jira me"
    sees "Robin Ashdown"
    ends 0
}

@test "delete asks first; no leaves everything, yes deletes" {
    write_profile "$CLOUD"
    in_terminal "$ATLCLI auth delete work"
    answer "Delete profile 'work' ($CLOUD)? [y/N]:" "n"
    ends 1
    sees "not confirmed, so nothing was changed"
    credentials_are_unchanged
    in_terminal "$ATLCLI auth delete work"
    answer "Delete profile 'work' ($CLOUD)? [y/N]:" ""
    ends 1
    credentials_are_unchanged
    in_terminal "$ATLCLI auth delete work"
    waits_at "Delete profile 'work' ($CLOUD)? [y/N]:"
    press C-c
    ends 130
    credentials_are_unchanged
    in_terminal "$ATLCLI auth delete work"
    answer "Delete profile 'work' ($CLOUD)? [y/N]:" "y"
    ends 0
    same "$(credentials .profiles)" "{}"
}

@test "login asks for the token on --token-stdin, without showing it" {
    in_terminal "$ATLCLI auth login --site $CLOUD --email $SANDBOX_EMAIL --token-stdin"
    answer "Enter the token:" "$SANDBOX_TOKEN"
    ends 0
    same "$(stored apiToken)" "$SANDBOX_TOKEN"
    token_was_never_shown
}

@test "Ctrl-Z during the token's question gives the terminal back, and fg asks again" {
    in_terminal "$ATLCLI auth init"
    answer "Site:" "$CLOUD"
    answer "E-mail:" "$SANDBOX_EMAIL"
    waits_at "API token (not shown):"
    press C-z
    wait_until prompts
    terminal_echoes
    in_tmux send-keys -l -- "fg"
    press Enter
    answer "API token (not shown):" "$SANDBOX_TOKEN"
    wait_until test -e "$CREDENTIALS"
    same "$(stored apiToken)" "$SANDBOX_TOKEN"
    token_was_never_shown
}

@test "questions appear on the terminal also when output and errors go elsewhere" {
    in_terminal "$ATLCLI auth init >'$BATS_TEST_TMPDIR/out' 2>'$BATS_TEST_TMPDIR/err'"
    answer "Site:" "$CLOUD"
    answer "E-mail:" "$SANDBOX_EMAIL"
    answer "API token (not shown):" "$SANDBOX_TOKEN"
    ends 0
    grep -qF "Logged in to $CLOUD as Robin Ashdown" "$BATS_TEST_TMPDIR/out"
    run ! grep -qF "$SANDBOX_TOKEN" "$BATS_TEST_TMPDIR/out" "$BATS_TEST_TMPDIR/err"
    token_was_never_shown
}

@test "without a terminal init says what to pass, and writes nothing" {
    atl auth init </dev/null
    fails 2 "no terminal"
    hints "atlcli auth login --site URL --email ADDRESS --token-stdin"
    hints "--bearer --site URL --token-stdin"
    no_credentials_were_written
}
