#!/usr/bin/env bats
# Verified TLS, as a user meets it: whom atlcli trusts, and what it says when it doesn't.
bats_require_minimum_version 1.5.0

load sandbox
load certificates
load assertions
load profile

# Servers that several tests use: a Cloud and a Data Center site with a certificate by "authority".
setup_file() {
    make_authority authority
    make_authority stranger
    make_certificate server authority
    start_with_certificate server --deployment cloud
    CLOUD=$SANDBOX_URL CLOUD_LOG=$SANDBOX_LOG
    start_with_certificate server --deployment datacenter --context-path /tools
    DATA_CENTER=$SANDBOX_URL
    CA=$CERTIFICATES/authority.pem
    STRANGER=$CERTIFICATES/stranger.pem
    export CLOUD CLOUD_LOG DATA_CENTER CA STRANGER
}

teardown_file() {
    stop_sandboxes
}

setup() {
    SHARED_PIDS=$SANDBOX_PIDS
    own_profiles
}

teardown() {
    local pid
    for pid in $SANDBOX_PIDS; do
        [[ " $SHARED_PIDS " == *" $pid "* ]] || stop_sandbox "$pid" || true
    done
    stop_s_server
}

# start_with_certificate NAME [ARGUMENT...]: a sandbox with that certificate
start_with_certificate() {
    start_sandbox --tls-cert "$CERTIFICATES/$1.pem" --tls-key "$CERTIFICATES/$1.key" "${@:2}"
}

# ca_fields FILE: of a profile
ca_fields() {
    jq -n --arg file "$1" '{tlsCaFile: $file}'
}

@test "the right CA: every kind of request works, on Cloud and on Data Center" {
    write_profile "$CLOUD" "$(ca_fields "$CA")"
    for words in "jira me" "jira search --limit 3" "wiki page list --limit 3"; do
        # shellcheck disable=SC2086 # words to be split
        atl $words
        expect 0
        says_nothing_of warning
    done
    write_bearer_profile "$DATA_CENTER" "$(ca_fields "$CA")"
    for words in "jira me" "jira search --limit 3" "wiki page list --limit 3"; do
        # shellcheck disable=SC2086 # words to be split
        atl $words
        expect 0
        says_nothing_of warning
    done
}

@test "another CA: refused before any request, with the issuer and the file in use" {
    write_profile "$CLOUD" "$(ca_fields "$STRANGER")"
    local requests
    requests=$(wc -l <"$CLOUD_LOG")
    atl jira me
    expect 6
    same "$output" ""
    warns "error: the certificate of ${CLOUD#https://} is from an unknown issuer (CN=Authority authority)"
    warns "hint: the CA file in use is '$STRANGER'"
    warns "--ca-file"
    same "$(wc -l <"$CLOUD_LOG")" "$requests"
}

@test "no CA: refused with a hint at --ca-file, in JSON as well" {
    write_bearer_profile "$DATA_CENTER"
    atl jira me
    expect 6
    warns "is from an unknown issuer (CN=Authority authority)"
    warns "hint: if the certificate is from your own CA, give its certificate: atlcli auth login --ca-file"
    atl jira me --json
    expect 6
    same "$(jq -r '.schemaVersion + " " + .error.code' <<<"$output")" "1 tls"
    [[ $(jq -r '.error.hints[0]' <<<"$output") == *--ca-file* ]]
}

@test "a certificate problem is no reason to try again" {
    write_profile "$CLOUD"
    atl jira me --verbose --retries 4
    expect 6
    # shellcheck disable=SC2154 # bats sets it
    same "$(grep -c '^http: GET' <<<"$stderr")" 1
}

@test "a replaced CA file takes effect with the next run, in both directions" {
    local file=$BATS_TEST_TMPDIR/ca.pem
    cp "$CA" "$file"
    write_profile "$CLOUD" "$(ca_fields "$file")"
    atl jira me
    expect 0
    cp "$STRANGER" "$file"
    atl jira me
    expect 6
    warns "unknown issuer"
    # By another file in its place, this time.
    cp "$CA" "$file.new"
    mv "$file.new" "$file"
    atl jira me
    expect 0
}

@test "a bundle: every certificate counts, comments and line ends of Windows don't matter" {
    local file=$BATS_TEST_TMPDIR/bundle.pem
    {
        echo "# the stranger"
        cat "$STRANGER"
        echo
        echo "Subject: the one that counts"
        cat "$CA"
    } | sed 's/$/\r/' >"$file"
    write_profile "$CLOUD" "$(ca_fields "$file")"
    atl jira me
    expect 0
    same "$stderr" ""
    atl auth login --profile bundle --site "$CLOUD" --email "$SANDBOX_EMAIL" --token-stdin \
        --ca-file "$file" <<<"$SANDBOX_TOKEN"
    expect 0
    same "$(jq -r .profiles.bundle.tlsCaFile "$CREDENTIALS")" "$file"
}

@test "a bundle of strangers is not enough" {
    make_authority other
    cat "$STRANGER" "$CERTIFICATES/other.pem" >"$BATS_TEST_TMPDIR/bundle.pem"
    write_profile "$CLOUD" "$(ca_fields "$BATS_TEST_TMPDIR/bundle.pem")"
    atl jira me
    expect 6
    warns "unknown issuer"
}

@test "SSL_CERT_FILE stands for the system's CAs; a profile's CA file goes before it" {
    write_profile "$CLOUD"
    SSL_CERT_FILE=$CA atl jira me
    expect 0
    write_profile "$CLOUD" "$(ca_fields "$STRANGER")"
    SSL_CERT_FILE=$CA atl jira me
    expect 6
    warns "unknown issuer"
}

@test "CURL_CA_BUNDLE goes before SSL_CERT_FILE, and the hint names the one that counts" {
    write_profile "$CLOUD"
    CURL_CA_BUNDLE=$CA SSL_CERT_FILE=$STRANGER atl jira me
    expect 0
    CURL_CA_BUNDLE=$STRANGER SSL_CERT_FILE=$CA atl jira me
    expect 6
    warns "hint: the CA file in use is '$STRANGER' (CURL_CA_BUNDLE)"
    warns "atlcli auth login --ca-file"
}

@test "without a profile the hint is at the variables" {
    local none=$BATS_TEST_TMPDIR/none
    export ATLCLI_SITE=$CLOUD ATLCLI_EMAIL=$SANDBOX_EMAIL ATLCLI_API_TOKEN=$SANDBOX_TOKEN
    ATLCLI_CONFIG_DIR=$none atl jira me
    expect 6
    warns "hint: if the certificate is from your own CA, name the file of its certificate: SSL_CERT_FILE=CA.pem"
    says_nothing_of "auth login"
    ATLCLI_CONFIG_DIR=$none SSL_CERT_FILE=$CA atl jira me
    expect 0
    ATLCLI_CONFIG_DIR=$none CURL_CA_BUNDLE=$STRANGER SSL_CERT_FILE=$CA atl jira me
    expect 6
    warns "hint: the CA file in use is '$STRANGER' (CURL_CA_BUNDLE)"
    warns "CURL_CA_BUNDLE=CA.pem"
}

@test "an address is no name: a certificate without it is refused" {
    make_certificate named authority --names DNS:localhost
    start_with_certificate named
    write_profile "${SANDBOX_URL/localhost/127.0.0.1}" "$(ca_fields "$CA")"
    atl jira me
    expect 6
    warns "is for another host name: localhost"
    write_profile "${CLOUD/localhost/127.0.0.1}" "$(ca_fields "$CA")"
    atl jira me
    expect 0
}

@test "a self-signed certificate is accepted as its own CA file" {
    make_certificate lone self
    start_with_certificate lone
    write_profile "$SANDBOX_URL" "$(ca_fields "$CERTIFICATES/lone.pem")"
    atl jira me
    expect 0
    same "$stderr" ""
}

@test "--insecure: stored as tlsSkipVerify, and warned about whenever it is used" {
    atl auth login --site "$CLOUD" --email "$SANDBOX_EMAIL" --token-stdin --insecure \
        <<<"$SANDBOX_TOKEN"
    expect 0
    warns "warning: the certificate of $CLOUD is not checked"
    same "$(jq .profiles.default.tlsSkipVerify "$CREDENTIALS")" true
    for words in "jira me" "jira search --limit 2" "auth status"; do
        # shellcheck disable=SC2086 # words to be split
        atl $words
        expect 0
        warns "warning: the certificate of $CLOUD is not checked"
        same "$(grep -c 'is not checked' <<<"$stderr")" 1
    done
    atl jira me --json
    warns "is not checked"
    jq -e . <<<"$output" >/dev/null
}

@test "without --insecure nothing is stored about it" {
    atl auth login --site "$CLOUD" --email "$SANDBOX_EMAIL" --token-stdin --ca-file "$CA" \
        <<<"$SANDBOX_TOKEN"
    expect 0
    same "$(jq '.profiles.default | has("tlsSkipVerify")' "$CREDENTIALS")" false
    same "$(jq -r .profiles.default.tlsCaFile "$CREDENTIALS")" "$CA"
}

@test "plain http to a TLS port" {
    write_profile "${CLOUD/https/http}"
    atl jira me
    expect 6
    warns "error: no usable answer from ${CLOUD#https://}"
    warns "hint: does the site's address begin with https://?"
}

@test "https to a port that speaks plain http" {
    start_sandbox
    write_profile "${SANDBOX_URL/http/https}" "$(ca_fields "$CA")"
    atl jira me --retries 0
    expect 6
    warns "${SANDBOX_URL#http://}"
    warns "hint: is the port right, or is the site's address one with http://?"
}

@test "TLS 1.2 and TLS 1.3 are spoken" {
    for version in 1_2 1_3; do
        s_server server -tls$version
        write_profile "https://localhost:$PEER_PORT" "$(ca_fields "$CA")"
        # Its answer is a web page, not Jira: that far it comes only over TLS.
        atl jira me --retries 0
        expect 1
        says_nothing_of TLS
        stop_s_server
    done
}

# ---- CA files that are none ----

# refuses_ca_file FILE TEXT: at log-in, leaving the credentials as they are, and when in use
refuses_ca_file() {
    local before
    write_profile "$CLOUD" "$(ca_fields "$CA")"
    before=$(cat "$CREDENTIALS")
    atl auth login --profile work --ca-file "$1" --token-stdin <<<"$SANDBOX_TOKEN"
    expect 6
    same "$output" ""
    warns "error: CA file"
    warns "$2"
    warns "hint: --ca-file of 'atlcli auth login' takes a file of PEM certificates"
    same "$(cat "$CREDENTIALS")" "$before"
    atl auth login --profile new --site "$CLOUD" --email "$SANDBOX_EMAIL" --ca-file "$1" \
        --no-verify --token-stdin <<<"$SANDBOX_TOKEN"
    expect 6
    same "$(cat "$CREDENTIALS")" "$before"
    write_profile "$CLOUD" "$(ca_fields "$1")"
    before=$(cat "$CREDENTIALS")
    atl jira me
    expect 6
    warns "$2"
    warns "--ca-file"
    same "$(cat "$CREDENTIALS")" "$before"
}

@test "a CA file that is missing" {
    refuses_ca_file "$BATS_TEST_TMPDIR/none.pem" "none.pem: No such file or directory"
}

@test "a CA file that is empty" {
    : >"$BATS_TEST_TMPDIR/empty.pem"
    refuses_ca_file "$BATS_TEST_TMPDIR/empty.pem" "empty.pem' is empty"
}

@test "a CA file that is not PEM" {
    echo "hello" >"$BATS_TEST_TMPDIR/text.pem"
    refuses_ca_file "$BATS_TEST_TMPDIR/text.pem" "text.pem' holds no PEM certificate"
    warns "hint: a PEM certificate begins with -----BEGIN CERTIFICATE-----"
}

@test "a CA file in DER form: says how to convert it" {
    openssl x509 -in "$CA" -outform der -out "$BATS_TEST_TMPDIR/ca.der"
    refuses_ca_file "$BATS_TEST_TMPDIR/ca.der" "ca.der' is in DER form, not PEM"
    warns "hint: convert it: openssl x509 -inform der -in '$BATS_TEST_TMPDIR/ca.der' -out ca.pem"
}

@test "a CA file that is a directory" {
    refuses_ca_file "$BATS_TEST_TMPDIR" "$BATS_TEST_TMPDIR is a directory, not a file"
}

@test "a CA file that holds a private key alone" {
    refuses_ca_file "$CERTIFICATES/authority.key" "authority.key' holds a private key and no certificate"
    local key
    key=$(sed -n 2p "$CERTIFICATES/authority.key")
    says_nothing_of "$key"
}

@test "a CA file that is cut short" {
    head -c 200 "$CA" >"$BATS_TEST_TMPDIR/cut.pem"
    refuses_ca_file "$BATS_TEST_TMPDIR/cut.pem" "cut.pem' holds no certificate that can be read"
}

@test "an empty --ca-file is a mistake in the command line" {
    atl auth login --site "$CLOUD" --email "$SANDBOX_EMAIL" --ca-file '' --token-stdin \
        <<<"$SANDBOX_TOKEN"
    expect 2
    warns "error: --ca-file is empty"
    [ ! -e "$CREDENTIALS" ]
}

# ---- log-in ----

@test "logging in to a server that isn't trusted stores nothing" {
    atl auth login --site "$CLOUD" --email "$SANDBOX_EMAIL" --token-stdin <<<"$SANDBOX_TOKEN"
    expect 6
    warns "--ca-file"
    [ ! -e "$CREDENTIALS" ]
    atl auth login --bearer --site "$DATA_CENTER" --token-stdin --ca-file "$STRANGER" \
        <<<"$SANDBOX_TOKEN"
    expect 6
    warns "$STRANGER"
    [ ! -e "$CREDENTIALS" ]
}

@test "logging in with the right CA on Data Center stores it, and a relative path as an absolute one" {
    cd "$CERTIFICATES"
    atl auth login --bearer --site "$DATA_CENTER" --token-stdin --ca-file authority.pem \
        <<<"$SANDBOX_TOKEN"
    expect 0
    same "$(jq -r .profiles.default.tlsCaFile "$CREDENTIALS")" "$CA"
    cd /
    atl auth status
    expect 0
    says "Authenticated ✓"
}
