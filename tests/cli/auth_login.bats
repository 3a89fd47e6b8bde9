#!/usr/bin/env bats
# auth login against sandboxes: a Cloud site over TLS, a Jira and a Confluence of one's own.
bats_require_minimum_version 1.5.0
load sandbox
load assertions

setup_file() {
    start_sandbox --tls --readonly-token read-token --forbidden-token forbidden-token
    export CLOUD=$SANDBOX_URL CA=$SANDBOX_CA CLOUD_LOG=$SANDBOX_LOG
    start_sandbox --deployment datacenter --product jira --forbidden-token forbidden-token
    export JIRA=$SANDBOX_URL JIRA_LOG=$SANDBOX_LOG
    start_sandbox --deployment datacenter --product confluence --context-path /confluence
    export CONFLUENCE=$SANDBOX_URL
    start_sandbox --product confluence
    export CLOUD_CONFLUENCE=$SANDBOX_URL
}

teardown_file() {
    stop_sandboxes
}

setup() {
    export ATLCLI_CONFIG_DIR=$BATS_TEST_TMPDIR/config
}

login_to_cloud() {
    atl_given "$SANDBOX_TOKEN" auth login --site "$CLOUD" --email "$SANDBOX_EMAIL" --ca-file "$CA" \
        --token-stdin "$@"
}

# ---- what it does ----

@test "a Cloud log-in is verified and stored" {
    login_to_cloud
    expect 0
    has_line "Logged in to $CLOUD as Robin Ashdown (profile 'default')"
    [ -z "$stderr" ]
    [ "$(credentials .currentProfile)" = '"default"' ]
    [ "$(credentials .profiles.default)" = '{"apiToken":"'"$SANDBOX_TOKEN"'","baseUrl":"'"$CLOUD"'","email":"you@example.com","name":"default","tlsCaFile":"'"$CA"'"}' ]
}

@test "the file is for its owner alone" {
    umask 000
    login_to_cloud
    expect 0
    [ "$(stat -c %a "$ATLCLI_CONFIG_DIR/credentials.json")" = 600 ]
    [ "$(stat -c %a "$ATLCLI_CONFIG_DIR")" = 700 ]
}

@test "a bearer log-in says which self-hosted product it found" {
    atl_given "$SANDBOX_TOKEN" auth login --bearer --site "$JIRA" --token-stdin
    expect 0
    has_line "Logged in to Jira Data Center 9.12.0 at $JIRA as Robin Ashdown (profile 'default')"
    [ "$(credentials .profiles.default)" = '{"authType":"bearer","baseUrl":"'"$JIRA"'","name":"default","pat":"'"$SANDBOX_TOKEN"'"}' ]
}

@test "a self-hosted Confluence below a path is found as well" {
    atl_given "$SANDBOX_TOKEN" auth login --bearer --site "$CONFLUENCE/" --token-stdin
    expect 0
    says "Logged in to Confluence Data Center "
    says " at $CONFLUENCE as Robin Ashdown"
}

@test "a Cloud site that has Confluence alone is fine" {
    atl_given "$SANDBOX_TOKEN" auth login --site "$CLOUD_CONFLUENCE" --email "$SANDBOX_EMAIL" --token-stdin
    expect 0
    says "as Robin Ashdown"
}

@test "--json tells what was stored, and never the token" {
    login_to_cloud --json
    expect 0
    json '[.schemaVersion, .profile, .site, .email, .authType, .active, .tokenIn, .verified]' \
        '["1","default","'"$CLOUD"'","you@example.com","basic",true,"file",true]'
    json '[.deployment, .product, .account.displayName]' '["cloud","Jira","Robin Ashdown"]'
    says_nothing_of "$SANDBOX_TOKEN"
}

@test "--token works, with a warning that --quiet silences" {
    atl auth login --bearer --site "$JIRA" --token "$SANDBOX_TOKEN"
    expect 0
    warns "warning: a token on the command line ends up in the shell's history"
    warns "--token-stdin"
    atl auth login --bearer --site "$JIRA" --token="$SANDBOX_TOKEN" --quiet
    expect 0
    [ -z "$stderr" ]
}

@test "site, e-mail and token come from the variables where options are absent" {
    ATLCLI_SITE=$CLOUD ATLCLI_EMAIL=$SANDBOX_EMAIL ATLCLI_API_TOKEN=$SANDBOX_TOKEN \
        atl auth login --profile work --ca-file "$CA"
    expect 0
    [ "$(credentials '[.profiles.work.baseUrl, .profiles.work.email, .profiles.work.apiToken]')" = \
        '["'"$CLOUD"'","you@example.com","'"$SANDBOX_TOKEN"'"]' ]
}

@test "options go before the variables" {
    ATLCLI_SITE=https://example.invalid ATLCLI_EMAIL=x@example.com ATLCLI_API_TOKEN=wrong login_to_cloud
    expect 0
    [ "$(credentials '.profiles.default | [.baseUrl, .email, .apiToken]')" = \
        '["'"$CLOUD"'","you@example.com","'"$SANDBOX_TOKEN"'"]' ]
    warns "ATLCLI_API_TOKEN is set to another token"
    warns "ATLCLI_SITE is set to another site, https://example.invalid"
}

@test "a token's newline, carriage return and spaces don't matter" {
    atl_given $'  '"$SANDBOX_TOKEN"$' \r\n' auth login --bearer --site "$JIRA" --token-stdin
    expect 0
    [ "$(credentials .profiles.default.pat)" = '"'"$SANDBOX_TOKEN"'"' ]
}

@test "a site without its scheme is one over https" {
    atl_given "$SANDBOX_TOKEN" auth login --site "${CLOUD#https://}" --email "$SANDBOX_EMAIL" \
        --ca-file "$CA" --token-stdin
    expect 0
    [ "$(credentials .profiles.default.baseUrl)" = "\"$CLOUD\"" ]
}

@test "--no-verify asks nothing of the server" {
    atl_given a-token auth login --no-verify --site https://company.invalid --email you@example.com --token-stdin
    expect 0
    has_line "Saved profile 'default' for https://company.invalid, not verified"
    [ "$(credentials .profiles.default.apiToken)" = '"a-token"' ]
}

@test "with --no-verify a token is stored that the server would refuse" {
    atl_given wrong auth login --no-verify --bearer --site "$JIRA" --token-stdin --json
    expect 0
    json '[.verified, .account]' '[false,null]'
}

# ---- profiles ----

@test "the first profile becomes active, and a later one does not take its place" {
    login_to_cloud
    atl_given "$SANDBOX_TOKEN" auth login --bearer --site "$JIRA" --token-stdin --profile onprem
    expect 0
    [ "$(credentials .currentProfile)" = '"default"' ]
    warns "The active profile is still 'default'; change that with: atlcli auth switch onprem"
}

@test "a log-in becomes active when the active profile is gone" {
    given_credentials <<<'{"currentProfile": "gone", "profiles": {}}'
    atl_given "$SANDBOX_TOKEN" auth login --bearer --site "$JIRA" --token-stdin --profile new
    expect 0
    [ "$(credentials .currentProfile)" = '"new"' ]
}

@test "ATLCLI_PROFILE names the profile when --profile doesn't" {
    ATLCLI_PROFILE=ci login_to_cloud
    expect 0
    [ "$(credentials '.profiles | keys')" = '["ci"]' ]
}

@test "a new token for the same site needs nothing else again" {
    login_to_cloud --profile work
    atl_given read-token auth login --profile work --token-stdin
    expect 0
    [ "$(credentials '.profiles.work | [.baseUrl, .email, .apiToken, .tlsCaFile]')" = \
        '["'"$CLOUD"'","you@example.com","read-token","'"$CA"'"]' ]
}

@test "a profile that is logged out needs no more than the token" {
    atl_given "$SANDBOX_TOKEN" auth login --bearer --site "$JIRA" --token-stdin
    atl auth logout
    expect 0
    atl_given "$SANDBOX_TOKEN" auth login --token-stdin
    expect 0
    [ "$(credentials .profiles.default.pat)" = '"'"$SANDBOX_TOKEN"'"' ]
}

@test "the stored token is kept when something else is given anew" {
    login_to_cloud
    atl auth login --insecure
    expect 0
    [ "$(credentials '.profiles.default | [.apiToken, .tlsSkipVerify]')" = '["'"$SANDBOX_TOKEN"'",true]' ]
}

@test "a profile of the same name for another site is not replaced unasked" {
    login_to_cloud
    cp "$ATLCLI_CONFIG_DIR/credentials.json" "$BATS_TEST_TMPDIR/before.json"
    atl_given "$SANDBOX_TOKEN" auth login --bearer --site "$JIRA" --token-stdin
    fails 2 "profile 'default' is for another site, $CLOUD"
    hints "keep both: pass --profile NAME with a new name"
    hints "replace it: pass --profile default, or --yes"
    credentials_are_unchanged
}

@test "--yes and --profile replace it, and nothing of the other site stays" {
    login_to_cloud --username someone
    atl_given "$SANDBOX_TOKEN" auth login --bearer --site "$JIRA" --token-stdin --yes
    expect 0
    [ "$(credentials .profiles.default)" = '{"authType":"bearer","baseUrl":"'"$JIRA"'","name":"default","pat":"'"$SANDBOX_TOKEN"'"}' ]
    login_to_cloud --profile default
    expect 0
    [ "$(credentials '.profiles.default | [.pat, .authType]')" = '[null,"basic"]' ]
}

@test "the token of one site is not offered to another" {
    login_to_cloud --profile work
    : >"$JIRA_LOG"
    atl auth login --profile work --bearer --site "$JIRA"
    fails 2 "the token is missing"
    [ ! -s "$JIRA_LOG" ]
}

@test "what atlcli doesn't know in the file stays" {
    given_credentials <<<'{"note": [1.50], "profiles": {"work": {"name": "work", "colour": "red"}}}'
    login_to_cloud --profile work
    expect 0
    [ "$(credentials '.profiles.work | [.colour, .email]')" = '["red","you@example.com"]' ]
    grep -qF 1.50 "$ATLCLI_CONFIG_DIR/credentials.json"
}

@test "log-ins at the same time all get stored" {
    for name in a b c d e f; do
        printf '%s' "$SANDBOX_TOKEN" |
            "$ATLCLI" auth login --bearer --site "$JIRA" --token-stdin --profile "$name" 3>&- &
    done
    wait
    [ "$(credentials '.profiles | keys')" = '["a","b","c","d","e","f"]' ]
}

# ---- TLS settings ----

@test "a relative path to a CA file is stored as an absolute one" {
    cp "$CA" "$BATS_TEST_TMPDIR/our-ca.pem"
    cd "$BATS_TEST_TMPDIR"
    atl_given "$SANDBOX_TOKEN" auth login --site "$CLOUD" --email "$SANDBOX_EMAIL" \
        --ca-file our-ca.pem --token-stdin
    expect 0
    [ "$(credentials .profiles.default.tlsCaFile)" = "\"$PWD/our-ca.pem\"" ]
}

@test "a Windows path is kept as given" {
    cd "$BATS_TEST_TMPDIR"
    cp "$CA" 'C:\certs\company-ca.pem'
    atl_given "$SANDBOX_TOKEN" auth login --site "$CLOUD" --email "$SANDBOX_EMAIL" \
        --ca-file 'C:\certs\company-ca.pem' --token-stdin
    expect 0
    [ "$(credentials .profiles.default.tlsCaFile)" = '"C:\\certs\\company-ca.pem"' ]
}

@test "--insecure is stored, and warned about at every use" {
    atl_given "$SANDBOX_TOKEN" auth login --site "$CLOUD" --email "$SANDBOX_EMAIL" --insecure --token-stdin
    expect 0
    warns "warning: the certificate of $CLOUD is not checked"
    [ "$(credentials .profiles.default.tlsSkipVerify)" = true ]
    atl auth status
    expect 0
    warns "warning: the certificate of $CLOUD is not checked"
    has_line "TLS: the certificate is not checked"
}

@test "TLS settings go with the profile, not with a log-in without them" {
    login_to_cloud
    login_to_cloud --insecure
    atl_given "$SANDBOX_TOKEN" auth login --token-stdin
    expect 0
    [ "$(credentials '.profiles.default | [.tlsCaFile, .tlsSkipVerify]')" = '["'"$CA"'",true]' ]
    atl auth delete default --yes
    atl_given "$SANDBOX_TOKEN" auth login --no-verify --site "$CLOUD" --email "$SANDBOX_EMAIL" --token-stdin
    expect 0
    [ "$(credentials '.profiles.default | has("tlsCaFile"), has("tlsSkipVerify")')" = $'false\nfalse' ]
}

@test "an expired certificate and a private key in the CA file are warned about" {
    cd "$BATS_TEST_TMPDIR"
    openssl req -newkey rsa:2048 -nodes -keyout key.pem -out old.csr -subj /CN=old 2>/dev/null
    mkdir ca && : >ca/index && echo 01 >ca/serial
    cat >ca.cnf <<END
[ca]
default_ca = own
[own]
database = ca/index
serial = ca/serial
new_certs_dir = ca
default_md = sha256
policy = any
[any]
commonName = supplied
END
    openssl ca -batch -config ca.cnf -selfsign -keyfile key.pem -in old.csr -out old.pem -notext \
        -startdate 200101000000Z -enddate 210101000000Z 2>/dev/null
    cat "$CA" old.pem key.pem >bundle.pem
    atl_given "$SANDBOX_TOKEN" auth login --site "$CLOUD" --email "$SANDBOX_EMAIL" --ca-file bundle.pem --token-stdin
    expect 0
    warns "1 of 2 certificates in 'bundle.pem' have expired"
    warns "'bundle.pem' holds a private key"
}

# ---- what goes wrong ----

refused() {
    fails "$@"
    no_credentials_were_written
}

@test "without a site" {
    atl auth login
    refused 2 "the site is missing"
    hints "pass --site https://NAME.atlassian.net"
    hints "atlcli auth init"
}

@test "a site that is no URL" {
    for site in '' 'ftp://example.com' 'https://' 'https://user:secret@example.com' 'https://exa mple.com' 'https://example.com:99999'; do
        atl auth login --site "$site" --email you@example.com --token x
        refused 2 "--site"
        says_nothing_of secret
    done
    ATLCLI_SITE=ftp://example.com atl auth login --email you@example.com --token x
    refused 2 "ATLCLI_SITE"
}

@test "without an e-mail address for a Cloud site" {
    atl auth login --site https://company.atlassian.net --token x
    refused 2 "the e-mail address is missing"
    hints "for a Cloud site pass --email ADDRESS, or set ATLCLI_EMAIL"
}

@test "without e-mail address or --bearer for another site" {
    atl auth login --site https://jira.company.com --token x
    refused 2 "the e-mail address is missing"
    hints "for a Server or Data Center site pass --bearer and a personal access token"
}

@test "an e-mail address that is none" {
    for email in '' you @example.com you@ 'you @example.com'; do
        atl auth login --site https://company.atlassian.net --email "$email" --token x
        refused 2 "'$email' is not an e-mail address"
    done
    ATLCLI_EMAIL=you atl auth login --site https://company.atlassian.net --token x
    refused 2 "ATLCLI_EMAIL: 'you' is not an e-mail address"
}

@test "--bearer for a Cloud site, by its name" {
    atl auth login --bearer --site https://company.atlassian.net --token x
    refused 2 "https://company.atlassian.net is on Atlassian Cloud"
    hints "leave out --bearer, and pass --email ADDRESS and an API token"
}

@test "--bearer for a Cloud site, by what the server says" {
    : >"$CLOUD_LOG"
    atl_given "$SANDBOX_TOKEN" auth login --bearer --site "$CLOUD" --ca-file "$CA" --token-stdin
    refused 2 "$CLOUD is Atlassian Cloud, which takes an e-mail address and an API token"
    # The token was sent nowhere.
    [ "$(jq -s '[.[] | select(.authorization != "none")] | length' "$CLOUD_LOG")" -eq 0 ]
}

@test "an e-mail address for a self-hosted site" {
    : >"$JIRA_LOG"
    atl_given "$SANDBOX_TOKEN" auth login --site "$JIRA" --email "$SANDBOX_EMAIL" --token-stdin
    refused 2 "$JIRA is Jira Data Center 9.12.0, which takes a personal access token"
    hints "pass --bearer"
    [ "$(jq -s '[.[] | select(.authorization != "none")] | length' "$JIRA_LOG")" -eq 0 ]
}

@test "without a token" {
    atl auth login --bearer --site "$JIRA"
    refused 2 "the token is missing"
    hints "--token-stdin"
    hints "ATLCLI_API_TOKEN"
}

@test "an empty token, from wherever" {
    atl auth login --bearer --site "$JIRA" --token ''
    refused 2 "--token is empty"
    atl auth login --bearer --site "$JIRA" --token-stdin </dev/null
    refused 2 "there is no token on standard input"
    atl_given $' \n\n' auth login --bearer --site "$JIRA" --token-stdin
    refused 2 "there is no token on standard input"
    ATLCLI_API_TOKEN='  ' atl auth login --bearer --site "$JIRA"
    refused 2 "ATLCLI_API_TOKEN is empty"
}

@test "a token of several lines" {
    atl_given $'sec\nret' auth login --bearer --site "$JIRA" --token-stdin
    refused 2 "standard input"
    says_nothing_of ret
}

@test "--token and --token-stdin together" {
    atl auth login --bearer --site "$JIRA" --token x --token-stdin </dev/null
    refused 2 "--token and --token-stdin exclude each other"
}

@test "an empty user name" {
    atl auth login --bearer --site "$JIRA" --username ' ' --token x
    refused 2 "--username is empty"
}

@test "names that are no profile names" {
    for name in '' .. 'a b' a/b -x "$(printf 'x%.0s' {1..65})"; do
        atl auth login --profile="$name" --bearer --site "$JIRA" --token "$SANDBOX_TOKEN"
        refused 2 "--profile: "
    done
    ATLCLI_PROFILE=a/b atl auth login --bearer --site "$JIRA" --token "$SANDBOX_TOKEN"
    refused 2 "ATLCLI_PROFILE: 'a/b' is not a profile name"
}

@test "a wrong token" {
    atl_given wrong auth login --site "$CLOUD" --email "$SANDBOX_EMAIL" --ca-file "$CA" --token-stdin
    refused 3 "Authentication failed (401)"
    hints "verify that your API token hasn't expired"
    hints "confirm that the e-mail you@example.com matches your Atlassian account"
    atl_given wrong auth login --bearer --site "$JIRA" --token-stdin
    refused 3 "Authentication failed (401)"
    hints "check that your personal access token hasn't expired or been revoked"
}

@test "a wrong e-mail address" {
    atl_given "$SANDBOX_TOKEN" auth login --site "$CLOUD" --email other@example.com --ca-file "$CA" --token-stdin
    refused 3 "Authentication failed (401)"
}

@test "a token that may do nothing" {
    atl_given forbidden-token auth login --site "$CLOUD" --email "$SANDBOX_EMAIL" --ca-file "$CA" --token-stdin
    refused 3 "You don't have permission (403)"
    atl_given forbidden-token auth login --bearer --site "$JIRA" --token-stdin
    refused 3 "You don't have permission (403)"
}

@test "a failed log-in leaves the profile that is there as it is" {
    login_to_cloud --profile work
    cp "$ATLCLI_CONFIG_DIR/credentials.json" "$BATS_TEST_TMPDIR/before.json"
    atl_given wrong auth login --profile work --token-stdin
    fails 3 "Authentication failed (401)"
    credentials_are_unchanged
}

@test "nobody listening" {
    atl_given x auth login --bearer --site http://localhost:1 --token-stdin --retries 0
    refused 6 "can't connect to localhost:1"
}

@test "a path that leads to no Jira or Confluence" {
    atl_given x auth login --bearer --site "$JIRA/nowhere" --token-stdin
    refused 4 "there is no Jira or Confluence at $JIRA/nowhere"
    hints "a self-hosted site may be below a path"
    hints "--no-verify"
}

@test "a web page where the site should be" {
    cd "$BATS_TEST_TMPDIR"
    mkfifo messages
    openssl s_server -accept 0 -www -cert "$(dirname "$CA")/server.pem" \
        -key "$(dirname "$CA")/server.key" >messages 2>/dev/null 3>&- &
    server=$!
    while IFS= read -r line; do
        case $line in ACCEPT*) port=${line##*:} && break ;; esac
    done <messages
    exec 4<messages || true
    atl_given x auth login --bearer --site "https://localhost:$port" --ca-file "$CA" --token-stdin
    kill "$server"
    refused 4 "there is no Jira or Confluence at https://localhost:$port: a web page answers"
    hints "check the site's address"
}

@test "a CA file that can't be one" {
    cd "$BATS_TEST_TMPDIR"
    : >empty.pem
    echo hello >text.pem
    openssl x509 -in "$CA" -outform der -out der.pem
    sed '3,$d' "$CA" >short.pem
    mkdir directory.pem
    for file in missing empty text der short directory; do
        atl_given x auth login --site "$CLOUD" --email "$SANDBOX_EMAIL" --ca-file $file.pem --token-stdin
        refused 6 "$file.pem"
        atl_given x auth login --no-verify --site "$CLOUD" --email "$SANDBOX_EMAIL" --ca-file $file.pem --token-stdin
        refused 6 "$file.pem"
    done
    atl_given x auth login --site "$CLOUD" --email "$SANDBOX_EMAIL" --ca-file '' --token-stdin
    refused 2 "--ca-file is empty"
    atl_given x auth login --site "$CLOUD" --email "$SANDBOX_EMAIL" --ca-file 'C:\certs\company-ca.pem' --token-stdin
    refused 6 'C:\certs\company-ca.pem'
}

@test "plain http to another machine is warned about" {
    atl_given x auth login --no-verify --bearer --site http://jira.company.internal --token-stdin
    expect 0
    warns "warning: http://jira.company.internal is plain http"
    atl_given x auth login --no-verify --bearer --site http://127.0.0.1:8080 --token-stdin --profile local
    expect 0
    [[ $stderr != *"plain http"* ]]
}

@test "an error is one JSON document with --json" {
    atl auth login --json --site https://company.atlassian.net --token x
    expect 2
    json '[.schemaVersion, .error.code, .error.message]' '["1","usage","the e-mail address is missing"]'
}

@test "init without a terminal says what to pass" {
    atl auth init </dev/null
    refused 2 "standard input is no terminal"
    hints "atlcli auth login --site URL --email ADDRESS --token-stdin"
    hints "--bearer"
}
