#!/usr/bin/env bats
# auth status: what it shows, where each value comes from, and what it says when the server doesn't
# agree.
bats_require_minimum_version 1.5.0
load sandbox
load assertions

setup_file() {
    start_sandbox --tls --forbidden-token forbidden-token
    export CLOUD=$SANDBOX_URL CA=$SANDBOX_CA CLOUD_LOG=$SANDBOX_LOG
    start_sandbox --deployment datacenter --product jira
    export JIRA=$SANDBOX_URL
    start_sandbox --deployment datacenter --product confluence
    export CONFLUENCE=$SANDBOX_URL
    start_sandbox --product confluence
    export CLOUD_CONFLUENCE=$SANDBOX_URL
}

teardown_file() {
    stop_sandboxes
}

setup() {
    export ATLCLI_CONFIG_DIR=$BATS_TEST_TMPDIR/config
    given_credentials <<END
{
  "currentProfile": "work",
  "profiles": {
    "work": {"name": "work", "baseUrl": "$CLOUD", "email": "you@example.com",
             "apiToken": "$SANDBOX_TOKEN", "tlsCaFile": "$CA"},
    "wrong": {"name": "wrong", "baseUrl": "$CLOUD", "email": "you@example.com",
              "apiToken": "not-it", "tlsCaFile": "$CA"},
    "forbidden": {"name": "forbidden", "baseUrl": "$CLOUD", "email": "you@example.com",
                  "apiToken": "forbidden-token", "tlsCaFile": "$CA"},
    "onprem": {"name": "onprem", "baseUrl": "$JIRA", "authType": "bearer", "pat": "$SANDBOX_TOKEN"},
    "wiki": {"name": "wiki", "baseUrl": "$CONFLUENCE", "authType": "bearer",
             "apiToken": "$SANDBOX_TOKEN"},
    "cloudwiki": {"name": "cloudwiki", "baseUrl": "$CLOUD_CONFLUENCE", "email": "you@example.com",
                  "apiToken": "$SANDBOX_TOKEN"},
    "out": {"name": "out", "baseUrl": "$JIRA", "authType": "bearer"}
  }
}
END
}

@test "the active profile, as the reference page shows it" {
    atl auth status
    expect 0
    [ "${lines[0]}" = "Profile: work (active)" ]
    [ "${lines[1]}" = "Site: $CLOUD" ]
    [ "${lines[2]}" = "Email: you@example.com" ]
    has_line "Account: Robin Ashdown"
    [ "${lines[${#lines[@]} - 1]}" = "Status: Authenticated ✓" ]
    [ -z "$stderr" ]
    credentials_are_unchanged
}

@test "another profile, of a self-hosted Jira" {
    atl auth status --profile onprem
    expect 0
    [ "$output" = "Profile: onprem
Site: $JIRA
Auth: personal access token
Account: Robin Ashdown
Status: Authenticated ✓" ]
}

@test "a self-hosted Confluence, and a Cloud site without Jira" {
    for profile in wiki cloudwiki; do
        atl auth status --profile $profile --json
        expect 0
        json '[.authenticated, .product, .account.displayName]' '[true,"Confluence","Robin Ashdown"]'
    done
}

@test "--json has every key, and each value's source" {
    atl auth status --json
    expect 0
    json keys '["account","active","authType","authenticated","email","hasEnvToken","hasKeychainToken","hasPatInConfig","product","profile","schemaVersion","site","sources","tlsCaFile","tlsSkipVerify","username"]'
    json '[.schemaVersion, .profile, .active, .site, .email, .authType]' \
        '["1","work",true,"'"$CLOUD"'","you@example.com","basic"]'
    json '[.authenticated, .account.displayName, .account.email]' \
        '[true,"Robin Ashdown","you@example.com"]'
    json '.account.accountId | type' '"string"'
    json '[.hasEnvToken, .hasKeychainToken, .hasPatInConfig]' '[false,false,true]'
    json '.sources' '{"profile":"file","site":"file","email":"file","token":"file"}'
    json '[.tlsCaFile, .tlsSkipVerify]' '["'"$CA"'",false]'
    says_nothing_of "$SANDBOX_TOKEN"
}

@test "a self-hosted account has a name instead of an account id" {
    atl auth status --profile onprem --json
    expect 0
    json '[.account.accountId, (.account.name | type), .authType, .email]' '[null,"string","bearer",null]'
}

@test "a token from the environment goes first, and is said to" {
    ATLCLI_API_TOKEN=$SANDBOX_TOKEN atl auth status --profile wrong
    expect 0
    has_line "Token: from ATLCLI_API_TOKEN"
    has_line "Status: Authenticated ✓"
    warns "the token of ATLCLI_API_TOKEN is used for the site of profile 'wrong'"
    ATLCLI_API_TOKEN=$SANDBOX_TOKEN atl auth status --json
    json '[.hasEnvToken, .hasPatInConfig, .sources.token]' '[true,true,"environment"]'
}

@test "ATLCLI_PROFILE chooses the profile, and --profile goes before it" {
    ATLCLI_PROFILE=onprem atl auth status
    expect 0
    [ "${lines[0]}" = "Profile: onprem (ATLCLI_PROFILE)" ]
    ATLCLI_PROFILE=onprem atl auth status --json
    json '[.profile, .active, .sources.profile]' '["onprem",false,"environment"]'
    ATLCLI_PROFILE=onprem atl auth status --profile wiki --json
    json '[.profile, .sources.profile]' '["wiki","option"]'
}

@test "variables alone suffice, without a file or a home" {
    run --separate-stderr env -u HOME -u ATLCLI_CONFIG_DIR ATLCLI_SITE="$JIRA" \
        ATLCLI_API_TOKEN="$SANDBOX_TOKEN" "$ATLCLI" auth status
    expect 0
    [ "${lines[0]}" = "Profile: none (environment variables)" ]
    has_line "Site: $JIRA"
    has_line "Status: Authenticated ✓"
}

@test "ATLCLI_SITE of another site takes no token from the profile" {
    : >"$CLOUD_LOG"
    ATLCLI_SITE=$CLOUD ATLCLI_PROFILE=onprem atl auth status
    fails 3 "not logged in to $CLOUD"
    has_line "Site: $CLOUD (ATLCLI_SITE)"
    warns "ATLCLI_SITE is another site than that of profile 'onprem'"
    [ ! -s "$CLOUD_LOG" ]
}

@test "a wrong token" {
    atl auth status --profile wrong
    fails 3 "Authentication failed (401)"
    warns "profile 'wrong'"
    has_line "Status: Not authenticated ✗"
    hints "re-initialize: atlcli auth init"
    says_nothing_of not-it
}

@test "a token that may do nothing" {
    atl auth status --profile forbidden
    fails 3 "You don't have permission (403)"
    has_line "Status: Not allowed ✗"
}

@test "a failure is in the same JSON document" {
    atl auth status --profile wrong --json
    expect 3
    json '[.profile, .authenticated, .account, .error.code, .error.status]' \
        '["wrong",false,null,"unauthenticated",401]'
    [ "$(wc -l <<<"$output")" -ge 1 ] && [ "$(jq -s length <<<"$output")" -eq 1 ]
}

@test "a profile that is logged out" {
    atl auth status --profile out
    fails 3 "there is no token"
    has_line "Profile: out"
    has_line "Status: Not authenticated ✗"
    hints "atlcli auth login --bearer --profile out"
    atl auth status --profile out --json
    json '[.authenticated, .hasPatInConfig, .sources.token]' '[false,false,"none"]'
}

@test "no profile at all" {
    rm -r "$ATLCLI_CONFIG_DIR"
    atl auth status
    fails 3 "not logged in"
    hints "atlcli auth init"
    [ -z "$output" ]
    ATLCLI_API_TOKEN=$SANDBOX_TOKEN atl auth status --json
    expect 3
    json '[.error.code, .profile, .site, .authenticated, .hasEnvToken]' \
        '["unauthenticated",null,null,false,true]'
    says_nothing_of "$SANDBOX_TOKEN"
}

@test "a profile without a site" {
    given_credentials <<<'{"currentProfile": "x", "profiles": {"x": {"name": "x", "email": "you@example.com"}}}'
    atl auth status
    fails 3 "profile 'x' has no site"
    has_line "Profile: x (active)"
    has_line "Status: Not authenticated ✗"
    hints "atlcli auth login --profile x --site URL"
}

@test "a profile whose site can't be used" {
    given_credentials <<<'{"currentProfile": "x", "profiles": {"x": {"name": "x", "baseUrl": "ftp://x"}}}'
    atl auth status
    fails 1 "the site of profile 'x'"
    hints "atlcli auth login --profile x --site URL"
}

@test "a profile that doesn't exist" {
    atl auth status --profile nosuch
    fails 4 "profile 'nosuch' does not exist"
    hints "work"
    ATLCLI_PROFILE=nosuch atl auth status
    fails 4 "ATLCLI_PROFILE: profile 'nosuch' does not exist"
    atl auth status --profile ''
    fails 2 "the profile name is empty"
}

@test "nobody listening" {
    given_credentials <<<'{"currentProfile": "x", "profiles": {"x": {"name": "x", "baseUrl": "http://localhost:1", "authType": "bearer", "pat": "y"}}}'
    atl auth status --retries 0
    fails 6 "can't connect to localhost:1"
    has_line "Status: The site can't be reached ✗"
}

@test "a site that is neither Jira nor Confluence" {
    given_credentials <<<'{"currentProfile": "x", "profiles": {"x": {"name": "x", "baseUrl": "'"$JIRA/nowhere"'", "authType": "bearer", "pat": "y"}}}'
    atl auth status
    fails 4 "there is no Jira or Confluence at $JIRA/nowhere"
    has_line "Status: No Jira or Confluence there ✗"
}

@test "the wrong kind of token for the site" {
    given_credentials <<<'{"currentProfile": "x", "profiles": {"x": {"name": "x", "baseUrl": "'"$JIRA"'", "email": "you@example.com", "apiToken": "'"$SANDBOX_TOKEN"'"}}}'
    atl auth status
    fails 3 "$JIRA is Jira Data Center 9.12.0, which takes a personal access token"
    hints "pass --bearer"
}

@test "--fields, --csv and --jsonl" {
    atl auth status --fields profile,authenticated,tokenSource --json
    expect 0
    json . '{"schemaVersion":"1","profile":"work","authenticated":true,"tokenSource":"file"}'
    atl auth status --csv --fields profile,site
    expect 0
    [ "${lines[0]}" = "profile,site" ]
    [ "${lines[1]}" = "work,$CLOUD" ]
    atl auth status --jsonl
    expect 0
    json .profile '"work"'
    : >"$CLOUD_LOG"
    atl auth status --fields nosuch
    fails 2 "nosuch"
    [ ! -s "$CLOUD_LOG" ]
}

@test "--verbose shows the requests and no secret" {
    atl auth status --verbose
    expect 0
    warns "http: GET $CLOUD/rest/api/3/myself 200"
    says_nothing_of "$SANDBOX_TOKEN"
    says_nothing_of "$(printf 'you@example.com:%s' "$SANDBOX_TOKEN" | base64 -w 0)"
}

@test "a file that others can read is warned about" {
    chmod 644 "$ATLCLI_CONFIG_DIR/credentials.json"
    atl auth status
    expect 0
    warns "warning: others can read $ATLCLI_CONFIG_DIR/credentials.json"
}

@test "a site over plain http to another machine is warned about" {
    given_credentials <<<'{"currentProfile": "x", "profiles": {"x": {"name": "x", "baseUrl": "http://jira.company.invalid", "authType": "bearer"}}}'
    atl auth status
    expect 3
    warns "warning: http://jira.company.invalid is plain http"
}
