#!/usr/bin/env bats
# doctor against sandboxes: healthy ones, and one thing wrong at a time.
bats_require_minimum_version 1.5.0
load sandbox
load assertions

setup_file() {
    start_sandbox --tls --forbidden-token forbidden-token --readonly-token read-token
    export CLOUD=$SANDBOX_URL CA=$SANDBOX_CA CLOUD_LOG=$SANDBOX_LOG
    start_sandbox --tls --deployment datacenter --product jira --context-path /jira
    export JIRA=$SANDBOX_URL JIRA_CA=$SANDBOX_CA
    start_sandbox --tls --deployment datacenter --product confluence
    export CONFLUENCE=$SANDBOX_URL CONFLUENCE_CA=$SANDBOX_CA
}

teardown_file() {
    stop_sandboxes
}

setup() {
    export ATLCLI_CONFIG_DIR=$BATS_TEST_TMPDIR/config
}

teardown() {
    # Those of this test alone.
    for pid in ${OWN_SANDBOXES:-}; do
        stop_sandbox "$pid"
    done
}

start_own_sandbox() {
    start_sandbox "$@"
    OWN_SANDBOXES="${OWN_SANDBOXES:-} $SANDBOX_PID"
}

# profile NAME SITE CA [TOKEN]: a Cloud profile, the only and active one.
profile() {
    jq -n --arg name "$1" --arg site "$2" --arg ca "$3" --arg token "${4:-$SANDBOX_TOKEN}" \
        --arg email "$SANDBOX_EMAIL" '{currentProfile: $name, profiles: {($name): {name: $name,
        baseUrl: $site, email: $email, apiToken: $token, tlsCaFile: $ca}}}' | given_credentials
}

# bearer_profile SITE CA
bearer_profile() {
    jq -n --arg site "$1" --arg ca "$2" --arg token "$SANDBOX_TOKEN" '{currentProfile: "own",
        profiles: {own: {name: "own", baseUrl: $site, authType: "bearer", pat: $token,
        tlsCaFile: $ca}}}' | given_credentials
}

# check SIGN LABEL DETAIL: a check's line begins so.
check() {
    local line
    line=$(printf '%s %-15s %s' "$1" "$2" "$3")
    grep -qF -- "$line" <<<"$output" || { echo "expected: $line" && show; }
}

# hint_after LABEL TEXT: right below the check's line, or below its other hints.
hint_after() {
    awk -v label="$1" -v text="$2" '
        /^  hint: / { if (mine && index($0, text)) found = 1; next }
        { mine = ($2 == label) }
        END { exit !found }' <<<"$output" || { echo "expected below $1: hint: $2" && show; }
}

# Every check has its line, once and in order.
all_checks_are_there() {
    local labels
    labels=$(sed -n 's/^[^ ] \([A-Z][A-Za-z]*\) .*/\1/p' <<<"$output" | tr '\n' ' ')
    [ "$labels" = "Configuration Credentials Profile Token Proxy DNS TCP TLS Jira Confluence \
Authentication Permissions Clock " ] || { echo "checks: $labels" && show; }
}

mode_of() {
    stat -c %a "$1"
}

# ---- all is well ----

@test "a healthy Cloud site" {
    profile work "$CLOUD" "$CA"
    atl doctor
    expect 0
    all_checks_are_there
    check ✓ Configuration "$ATLCLI_CONFIG_DIR"
    check ✓ Credentials "1 profile"
    check ✓ Profile "work (the active one), $CLOUD (the credentials file), $SANDBOX_EMAIL (the credentials file)"
    check ✓ Token "from the credentials file"
    check ✓ Proxy none
    check ✓ DNS "localhost, found in "
    check ✓ TCP "connected to "
    check ✓ TLS "TLSv1.3, certificate issued by CN=atlcli sandbox CA, valid until 20"
    check ✓ Jira "answers in "
    check ✓ Confluence "answers in "
    check ✓ Authentication "Robin Ashdown"
    check ✓ Permissions "Jira: may browse, create, edit, comment, transition, delete. Confluence: sees spaces"
    check ✓ Clock ""
    has_line "All is well."
    [ -z "$stderr" ]
    credentials_are_unchanged
}

@test "a healthy Jira of one's own: Confluence is not missed" {
    bearer_profile "$JIRA" "$JIRA_CA"
    atl doctor
    expect 0
    all_checks_are_there
    check ✓ Jira "9.12.0, answers in "
    check - Confluence "not at this site, which is Jira's"
    check ✓ Authentication "Robin Ashdown"
    check ✓ Permissions "Jira: may browse"
    has_line "All is well."
}

@test "a healthy Confluence of one's own: Jira is not missed" {
    bearer_profile "$CONFLUENCE" "$CONFLUENCE_CA"
    atl doctor
    expect 0
    all_checks_are_there
    check - Jira "not at this site, which is Confluence's"
    check ✓ Confluence "8.5.4, answers in "
    check ✓ Authentication "Robin Ashdown"
    check ✓ Permissions "Confluence: sees spaces"
}

@test "a Cloud site may have Confluence alone" {
    start_own_sandbox --product confluence
    ATLCLI_SITE=$SANDBOX_URL ATLCLI_EMAIL=$SANDBOX_EMAIL ATLCLI_API_TOKEN=$SANDBOX_TOKEN atl doctor
    expect 0
    check - Jira "not at this site, which is Confluence's"
    check ✓ Confluence "answers in "
}

@test "variables alone suffice, also without a home directory" {
    start_own_sandbox
    unset ATLCLI_CONFIG_DIR HOME
    ATLCLI_SITE=$SANDBOX_URL ATLCLI_EMAIL=$SANDBOX_EMAIL ATLCLI_API_TOKEN=$SANDBOX_TOKEN atl doctor
    expect 0
    all_checks_are_there
    check ! Configuration "no place for credentials: neither HOME nor ATLCLI_CONFIG_DIR is set"
    check - Credentials ""
    check ✓ Profile "none needed, $SANDBOX_URL (ATLCLI_SITE), $SANDBOX_EMAIL (ATLCLI_EMAIL)"
    check ✓ Token "from ATLCLI_API_TOKEN"
    check ✓ TLS "not used: plain http within this machine"
    check ✓ Authentication "Robin Ashdown"
    has_line "Nothing failed; 1 check wants a look."
}

@test "a directory that isn't there yet is no mistake" {
    start_own_sandbox
    ATLCLI_SITE=$SANDBOX_URL ATLCLI_EMAIL=$SANDBOX_EMAIL ATLCLI_API_TOKEN=$SANDBOX_TOKEN atl doctor
    expect 0
    check ✓ Configuration "$ATLCLI_CONFIG_DIR (not there yet)"
    check ✓ Credentials "no file yet"
    [ ! -e "$ATLCLI_CONFIG_DIR" ]
}

@test "--profile chooses, and its sources are told" {
    jq -n --arg site "$CLOUD" --arg ca "$CA" --arg token "$SANDBOX_TOKEN" --arg email \
        "$SANDBOX_EMAIL" '{currentProfile: "other", profiles: {other: {name: "other"},
        work: {name: "work", baseUrl: $site, email: $email, apiToken: "stale", tlsCaFile: $ca}}}' |
        given_credentials
    ATLCLI_API_TOKEN=$SANDBOX_TOKEN atl doctor --profile work
    expect 0
    check ✓ Profile "work (--profile), $CLOUD (the credentials file)"
    check ! Token "from ATLCLI_API_TOKEN; the one in the credentials file is not used"
    hint_after Token "unset ATLCLI_API_TOKEN to use the token of profile 'work'"
    check ✓ Authentication "Robin Ashdown"
}

# ---- for programs ----

@test "--json has every check, and says that all is well" {
    profile work "$CLOUD" "$CA"
    atl doctor --json
    expect 0
    json .schemaVersion '"1"'
    json .ok true
    json '[.checks[].name]' '["configuration","credentials","profile","token","proxy","dns","tcp","tls","jira","confluence","authentication","permissions","clock"]'
    json '[.checks[].status] | unique' '["ok"]'
    json '[.checks[] | keys_unsorted] | unique' '[["name","status","detail","hint"]]'
    json '[.checks[].hint] | unique' '[null]'
    json '[.checks[].detail | type] | unique' '["string"]'
    json 'has("error"), has("fixed")' $'false\nfalse'
}

@test "--json says what failed, why, and what to do" {
    profile work "$CLOUD" "$CA" wrong-token
    atl doctor --json
    expect 3
    json .ok false
    json '[.checks[] | select(.status == "failed") | .name]' '["authentication"]'
    json '.checks[] | select(.name == "authentication") | .detail | startswith("Authentication failed (401)")' true
    json '.checks[] | select(.name == "authentication") | .hint | contains("API token")' true
    json '.checks[] | select(.name == "permissions") | .status' '"skipped"'
    json .error.code '"unauthenticated"'
    json .error.message '"1 of 13 checks failed"'
}

@test "--csv, --jsonl and --fields are rows of checks" {
    profile work "$CLOUD" "$CA"
    atl doctor --csv
    expect 0
    [ "${lines[0]//$'\r'/}" = name,status,detail,hint ]
    [ "${#lines[@]}" -eq 14 ]
    atl doctor --jsonl
    expect 0
    [ "$(jq -r .name <<<"$output" | wc -l)" -eq 13 ]
    atl doctor --fields name,status
    expect 0
    says CHECK
    says_nothing_of "All is well"
    atl doctor --fields nonsense
    expect 2
}

# ---- the account ----

@test "a wrong token fails the authentication alone" {
    profile work "$CLOUD" "$CA" wrong-token
    atl doctor
    fails 3 "1 of 13 checks failed"
    all_checks_are_there
    check ✓ Jira "answers"
    check ✗ Authentication "Authentication failed (401)"
    hint_after Authentication "verify that your API token hasn't expired"
    check - Permissions "not logged in"
    check ✓ Clock ""
    says_nothing_of wrong-token
}

@test "a token that is not allowed in fails, too" {
    profile work "$CLOUD" "$CA" forbidden-token
    atl doctor
    fails 3 "1 of 13 checks failed"
    check ✗ Authentication "You don't have permission (403)"
    says_nothing_of forbidden-token
}

@test "what the account may not do is said" {
    profile work "$CLOUD" "$CA" read-token
    atl doctor
    expect 0
    check ✓ Permissions "Jira: may browse; may not create, edit, comment, transition, delete. Confluence: sees spaces"
}

@test "without a token the site is examined nevertheless" {
    profile work "$CLOUD" "$CA"
    jq 'del(.profiles.work.apiToken)' "$BATS_TEST_TMPDIR/before.json" | given_credentials
    atl doctor
    fails 3 "1 of 13 checks failed"
    all_checks_are_there
    check ✗ Token "not logged in to $CLOUD: there is no token"
    hint_after Token "atlcli auth login"
    check ✓ TLS TLSv1.3
    check ✓ Jira "answers"
    check - Authentication "nothing to log in with"
}

@test "the token goes to the site alone and is never shown" {
    profile work "$CLOUD" "$CA"
    atl doctor --verbose
    expect 0
    says_nothing_of "$SANDBOX_TOKEN"
}

@test "a missing keychain is told, and is no mistake where the file has the token" {
    profile work "$CLOUD" "$CA"
    jq '.profiles.work.username = "me"' "$BATS_TEST_TMPDIR/before.json" | given_credentials
    unset DBUS_SESSION_BUS_ADDRESS
    atl doctor
    expect 0
    check ✓ Token "from the credentials file; the keychain gives none: "
    jq 'del(.profiles.work.apiToken)' "$BATS_TEST_TMPDIR/before.json" | given_credentials
    atl doctor
    expect 3
    check ✗ Token "not logged in"
    hint_after Token "the keychain was asked for 'me'"
}

# ---- TLS ----

@test "without the CA file the unknown issuer is named" {
    profile work "$CLOUD" "$CA"
    jq 'del(.profiles.work.tlsCaFile)' "$BATS_TEST_TMPDIR/before.json" | given_credentials
    atl doctor
    fails 6 "1 of 13 checks failed"
    all_checks_are_there
    check ✓ TCP "connected to "
    check ✗ TLS "the certificate of ${CLOUD#https://} is from an unknown issuer (CN=atlcli sandbox CA)"
    hint_after TLS "--ca-file"
    check - Jira "the site can't be reached"
    check - Clock ""
}

@test "a CA file that is gone is named, and nothing is sent" {
    profile work "$CLOUD" "$BATS_TEST_TMPDIR/gone.pem"
    atl doctor
    expect 6
    all_checks_are_there
    check - TCP "no attempt was made"
    check ✗ TLS ""
    says "$BATS_TEST_TMPDIR/gone.pem"
}

@test "skip-verify is warned about, and the issuer shown" {
    profile work "$CLOUD" "$CA"
    jq '.profiles.work |= (del(.tlsCaFile) | .tlsSkipVerify = true)' "$BATS_TEST_TMPDIR/before.json" |
        given_credentials
    atl doctor
    expect 0
    check ! TLS "TLSv1.3, certificate issued by CN=atlcli sandbox CA"
    hint_after TLS "the certificate is not checked"
    warns "is not checked (--insecure)"
}

# certificate DAYS NAME: a CA in ca.pem and a server's certificate of it in server.pem.
certificate() {
    command -v openssl >/dev/null || skip "openssl is not installed"
    cd "$BATS_TEST_TMPDIR" || return
    openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -keyout ca.key -out ca.pem \
        -subj "/CN=Test CA" -addext basicConstraints=critical,CA:TRUE 2>/dev/null
    openssl req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj "/CN=$2" 2>/dev/null
    mkdir issued
    touch index.txt
    cat >ca.cnf <<END
[ca]
default_ca = own
[own]
new_certs_dir = issued
database = index.txt
rand_serial = yes
default_md = sha256
policy = any
x509_extensions = server
[any]
commonName = supplied
[server]
subjectAltName = DNS:$2
END
    openssl ca -batch -config ca.cnf -cert ca.pem -keyfile ca.key -in server.csr -out server.pem \
        -notext -startdate 20200101000000Z -enddate "$(date -u -d "$1" +%Y%m%d%H%M%SZ)" 2>/dev/null
    start_own_sandbox --tls --tls-cert server.pem --tls-key server.key
}

@test "an expired certificate" {
    certificate "2 days ago" localhost
    profile work "${SANDBOX_URL/127.0.0.1/localhost}" "$BATS_TEST_TMPDIR/ca.pem"
    atl doctor
    expect 6
    check ✓ TCP "connected to "
    check ✗ TLS "the certificate of localhost:"
    says "has expired"
}

@test "a certificate that expires soon is warned about" {
    certificate "10 days" localhost
    profile work "${SANDBOX_URL/127.0.0.1/localhost}" "$BATS_TEST_TMPDIR/ca.pem"
    atl doctor
    expect 0
    check ! TLS "TLSv1.3, certificate issued by CN=Test CA, valid until "
    hint_after TLS "the server needs a new certificate soon"
    has_line "Nothing failed; 1 check wants a look."
}

@test "a certificate for another host" {
    certificate "100 days" jira.example.com
    profile work "${SANDBOX_URL/127.0.0.1/localhost}" "$BATS_TEST_TMPDIR/ca.pem"
    atl doctor
    expect 6
    check ✗ TLS "the certificate of localhost:"
    says "is for another host name: jira.example.com"
}

# ---- the way there ----

@test "a refused connection" {
    start_sandbox --tls
    stop_sandbox
    profile work "$SANDBOX_URL" "$SANDBOX_CA"
    atl doctor
    fails 6 "1 of 13 checks failed"
    all_checks_are_there
    check ✓ DNS ""
    check ✗ TCP "can't connect to "
    check - TLS "no connection"
    check - Jira "the site can't be reached"
    check - Clock "no answer to compare with"
}

@test "a host name that doesn't exist" {
    profile work https://nonexistent.invalid "$CA"
    atl doctor
    fails 6 "1 of 13 checks failed"
    all_checks_are_there
    check ✗ DNS "can't "
    says nonexistent.invalid
    check - TCP ""
    check - TLS ""
}

@test "plain http to another machine is warned about" {
    profile work http://nonexistent.invalid "$CA"
    atl doctor
    expect 6
    check ✗ DNS "can't "
    check ! TLS "not used: over plain http the token travels unencrypted"
    hint_after TLS "https://nonexistent.invalid"
}

@test "another program than Jira or Confluence at the site" {
    start_own_sandbox --deployment datacenter --context-path /jira
    bearer_profile "${SANDBOX_URL%/jira}" "$CA"
    atl doctor
    expect 4
    check ✗ Jira "there is none at ${SANDBOX_URL%/jira}"
    hint_after Jira "may be below a path"
    check ✗ Confluence "there is none at"
    check - Authentication ""
}

@test "a server in trouble" {
    start_own_sandbox --fail-every 1 --fail-status 500
    profile work "$SANDBOX_URL" "$CA"
    atl doctor
    expect 1
    all_checks_are_there
    check ✗ Jira "the server is in trouble (500)"
    hint_after Jira "try again in a while"
}

@test "a server that wants fewer requests is asked again when it says so" {
    start_own_sandbox --fail-every 2 --fail-status 429 --retry-after 1 --fault-limit 3
    profile work "$SANDBOX_URL" "$CA"
    atl doctor
    expect 0
    check ✓ Jira ""
    check ✓ Authentication ""
    start_own_sandbox --fail-every 1 --fail-status 429 --retry-after 1
    profile work "$SANDBOX_URL" "$CA"
    atl doctor --retries 0
    expect 1
    check ✗ Jira "the server wants fewer requests (429)"
}

@test "a proxy from the environment is shown without its password" {
    start_own_sandbox
    local closed=$SANDBOX_URL
    stop_sandbox
    OWN_SANDBOXES=
    profile work "$CLOUD" "$CA"
    https_proxy="http://me:pa55word@${closed#http://}" atl doctor
    expect 6
    all_checks_are_there
    check ✓ Proxy "http://${closed#http://} with a user name (https_proxy), used for this site"
    check ✗ TCP "can't connect to "
    says_nothing_of pa55word
    https_proxy="http://me:pa55word@${closed#http://}" no_proxy=localhost,127.0.0.1 atl doctor
    expect 0
    check ✓ Proxy "http://${closed#http://} with a user name (https_proxy), not used for this site (no_proxy)"
    says_nothing_of pa55word
}

@test "clocks that disagree are warned about" {
    start_own_sandbox --skew 3600
    profile work "$SANDBOX_URL" "$CA"
    atl doctor
    expect 0
    check ! Clock "this machine's clock is "
    says "s behind the server's"
    hint_after Clock "NTP"
    stop_sandbox
    start_own_sandbox --skew -3600
    profile work "$SANDBOX_URL" "$CA"
    atl doctor
    expect 0
    says "s ahead of the server's"
}

# ---- this machine ----

@test "a credentials file that is no JSON" {
    printf '{"profiles": {"work": {"apiToken": "hidden-token",' | given_credentials
    atl doctor
    fails 1 "1 of 13 checks failed"
    all_checks_are_there
    check ✗ Credentials "$ATLCLI_CONFIG_DIR/credentials.json"
    check - Profile "no profile can be read"
    check - DNS "no site to go to"
    says_nothing_of hidden-token
    atl doctor --fix
    expect 1
    credentials_are_unchanged
}

@test "a broken credentials file doesn't keep the site of the variables from being examined" {
    start_own_sandbox
    echo nonsense | given_credentials
    ATLCLI_SITE=$SANDBOX_URL ATLCLI_EMAIL=$SANDBOX_EMAIL ATLCLI_API_TOKEN=$SANDBOX_TOKEN atl doctor
    expect 1
    check ✗ Credentials ""
    check ✓ Authentication "Robin Ashdown"
}

@test "a configuration directory that is a file" {
    touch "$ATLCLI_CONFIG_DIR"
    atl doctor
    expect 1
    all_checks_are_there
    check ✗ Configuration "$ATLCLI_CONFIG_DIR is not a directory"
    atl doctor --fix
    expect 1
}

@test "not logged in at all" {
    atl doctor
    fails 3 "1 of 13 checks failed"
    all_checks_are_there
    check ✗ Profile "not logged in: there is no active profile"
    hint_after Profile "atlcli auth init"
    check - Token ""
}

@test "a profile that doesn't exist" {
    profile work "$CLOUD" "$CA"
    atl doctor --profile wrok
    expect 4
    all_checks_are_there
    check ✗ Profile "--profile: profile 'wrok' does not exist"
}

@test "wide modes are warned about, and --fix closes them" {
    profile work "$CLOUD" "$CA"
    chmod 755 "$ATLCLI_CONFIG_DIR"
    chmod 644 "$ATLCLI_CONFIG_DIR/credentials.json"
    atl doctor
    expect 0
    check ! Configuration "$ATLCLI_CONFIG_DIR is open to others (mode 0755)"
    hint_after Configuration "chmod 700 $ATLCLI_CONFIG_DIR"
    check ! Credentials "$ATLCLI_CONFIG_DIR/credentials.json is open to others (mode 0644)"
    hint_after Credentials "atlcli doctor --fix"
    [ "$(mode_of "$ATLCLI_CONFIG_DIR")" = 755 ]
    atl doctor --fix
    expect 0
    has_line "Fixed: closed $ATLCLI_CONFIG_DIR to others (mode 0700, was 0755)"
    has_line "Fixed: closed $ATLCLI_CONFIG_DIR/credentials.json to others (mode 0600, was 0644)"
    check ✓ Configuration "$ATLCLI_CONFIG_DIR"
    check ✓ Credentials "1 profile"
    [ "$(mode_of "$ATLCLI_CONFIG_DIR")" = 700 ]
    [ "$(mode_of "$ATLCLI_CONFIG_DIR/credentials.json")" = 600 ]
    credentials_are_unchanged
    atl doctor --fix
    expect 0
    has_line "Nothing that --fix could mend."
}

@test "a directory that all share is not closed" {
    profile work "$CLOUD" "$CA"
    chmod 1777 "$ATLCLI_CONFIG_DIR"
    atl doctor --fix
    expect 0
    check ! Configuration "$ATLCLI_CONFIG_DIR is open to others (mode 1777)"
    hint_after Configuration "ATLCLI_CONFIG_DIR"
    [ "$(mode_of "$ATLCLI_CONFIG_DIR")" = 1777 ]
}

@test "an active profile that doesn't exist gives way to the only one" {
    profile work "$CLOUD" "$CA"
    jq '.currentProfile = "gone" | .unknown = 1' "$BATS_TEST_TMPDIR/before.json" | given_credentials
    atl doctor
    expect 4
    check ✗ Profile "the active profile: profile 'gone' does not exist"
    hint_after Profile "atlcli doctor --fix"
    credentials_are_unchanged
    atl doctor --fix
    expect 0
    has_line "Fixed: made 'work' the active profile ('gone' doesn't exist)"
    check ✓ Profile "work (the active one)"
    [ "$(credentials .)" = "$(jq -cS '.currentProfile = "work"' "$BATS_TEST_TMPDIR/before.json")" ]
}

@test "an active profile that doesn't exist is unset where there is a choice" {
    profile work "$CLOUD" "$CA"
    jq '.currentProfile = "gone" | .profiles.home = .profiles.work' "$BATS_TEST_TMPDIR/before.json" |
        given_credentials
    atl doctor --fix --json
    expect 3
    json .fixed '["no profile is active now ('"'gone'"' doesn'"'"'t exist)"]'
    json '.checks[] | select(.name == "profile") | .hint | contains("atlcli auth switch NAME")' true
    [ "$(credentials .)" = "$(jq -cS 'del(.currentProfile)' "$BATS_TEST_TMPDIR/before.json")" ]
}

@test "an active profile that doesn't exist is warned about where another is chosen" {
    profile work "$CLOUD" "$CA"
    jq '.currentProfile = "gone"' "$BATS_TEST_TMPDIR/before.json" | given_credentials
    atl doctor --profile work
    expect 0
    check ! Profile "work (--profile)"
    hint_after Profile "the active profile 'gone' doesn't exist"
}

@test "output that can't be written is an error" {
    [ -w /dev/full ] || skip "there is no /dev/full"
    profile work "$CLOUD" "$CA"
    # shellcheck disable=SC2016 # expanded by the shell that runs it
    run --separate-stderr bash -c '"$0" doctor >/dev/full' "$ATLCLI"
    fails 1 "cannot write output"
}
