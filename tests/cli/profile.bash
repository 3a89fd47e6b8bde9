# shellcheck shell=bash
# Profiles without a log-in, and waiting. To be loaded after `sandbox` and `assertions`:
#
#   own_profiles                  a configuration directory of the test's own, for setup
#   write_profile SITE [FIELDS]   its credentials file with the profile "work". FIELDS is a JSON
#                                   object that adds to the profile or replaces parts of it
#   write_bearer_profile SITE [FIELDS]   the same with a personal access token
#   wait_until COMMAND...         returns once the command succeeds
#   in_background COMMAND...      runs it as $CLIENT_PID, with its output in $BATS_TEST_TMPDIR/out and err

own_profiles() {
    export ATLCLI_CONFIG_DIR=$BATS_TEST_TMPDIR/atlcli
    export CREDENTIALS=$ATLCLI_CONFIG_DIR/credentials.json
}

write_profile() {
    jq -n --arg site "$1" --argjson fields "${2:-"{}"}" --arg email "$SANDBOX_EMAIL" \
        --arg token "$SANDBOX_TOKEN" '
        {currentProfile: "work", profiles: {work:
            ({name: "work", baseUrl: $site, email: $email, apiToken: $token} + $fields)}}' |
        given_credentials
}

write_bearer_profile() {
    jq -n --arg site "$1" --argjson fields "${2:-"{}"}" --arg token "$SANDBOX_TOKEN" '
        {currentProfile: "work", profiles: {work:
            ({name: "work", baseUrl: $site, authType: "bearer", pat: $token} + $fields)}}' |
        given_credentials
}

# The limit ends a hang, nothing else.
wait_until() {
    local deadline=$((SECONDS + 240))
    until "$@"; do
        [ "$SECONDS" -lt "$deadline" ] || {
            printf 'waited in vain for: %s\n' "$*"
            return 1
        }
        sleep 0.02
    done
}

# What a shell starts in the background ignores SIGINT, unless it has job control.
in_background() {
    set -m
    "$@" >"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" 3>&- &
    # shellcheck disable=SC2034 # for the test
    CLIENT_PID=$!
    set +m
}
