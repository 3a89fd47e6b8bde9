#!/usr/bin/env bats
# Servers that must not be trusted: each is refused before a request is sent, over TLS 1.3 as over TLS
# 1.2, and the message says what is wrong with it and what helps.
#
# With ATLCLI_TLS_TABLE=FILE each adds a row to that file: tests/reliability/security makes a section of
# tests/RELIABILITY.md of them.
bats_require_minimum_version 1.5.0

load assertions
load certificates
load bad_certificates
load profile

export SANDBOX_EMAIL=you@example.com SANDBOX_TOKEN=no-token

setup_file() {
    make_bad_certificates
    start_bad_servers
}

teardown_file() {
    stop_bad_servers
}

setup() {
    own_profiles
}

teardown() {
    stop_s_server
}

# connect HOST PORT [FIELDS]: a request to it
connect() {
    local fields=${3:-"{}"}
    write_profile "https://$1:$2" "$(jq -c --arg file "$CERTIFICATES/root.pem" '{tlsCaFile: $file} + .' <<<"$fields")"
    atl jira me --retries 2 --verbose
}

# row WHAT ERROR: for the document, with the parts of the message that are of this run left out
row() {
    [ -n "${ATLCLI_TLS_TABLE:-}" ] || return 0
    # shellcheck disable=SC2001 # a pattern
    printf '| %s | %s |\n' "$1" "$(sed -e 's/^error: //' -e 's/\([a-z0-9.-]*localhost\|127[.]0[.]0[.]1\):[0-9]*/HOST/g' <<<"$2")" \
        >>"$ATLCLI_TLS_TABLE"
}

# refused WHAT HOST ERROR HINT: over both versions. HOST is a name below localhost, or an address
refused() {
    local host=$2 port before
    [[ $host =~ ^[0-9.]+$ ]] || host=$host.localhost
    before=$(requests_seen)
    for port in "$BAD_PORT" $((BAD_PORT + 1)); do
        connect "$host" "$port"
        fails 6 "error: ${3//HOST/$host:$port}"
        hints "$4"
        # Once and no more, and one error.
        # shellcheck disable=SC2154 # bats sets it
        same "$(grep -c '^http: GET' <<<"$stderr")" 1
        same "$(grep -c '^error: ' <<<"$stderr")" 1
    done
    same "$(requests_seen)" "$before"
    row "$1" "$(grep '^error: ' <<<"$stderr")"
}

# accepted HOST
accepted() {
    local port
    for port in "$BAD_PORT" $((BAD_PORT + 1)); do
        connect "$1.localhost" "$port"
        expect 0
        says Nobody
    done
}

@test "what is as it should be is accepted from the same servers" {
    for name in good chained allowed named x.wild-deep renewed; do
        accepted "$name"
    done
}

@test "out of date, or not of this time: expired, not yet valid, an expired issuer" {
    refused "expired" expired "the certificate of HOST has expired, on 2021-02-03" \
        "the server needs a new certificate"
    refused "not valid yet" early "the certificate of HOST is not valid yet, only from 2098-05-04" \
        "is this machine's clock right?"
    refused "an expired issuer" expired-issuer "the issuer's certificate of HOST has expired, on 2021-02-03" \
        "the server needs a new certificate"
}

@test "not from whom we trust: unknown issuer, self-signed, missing intermediate, forged signature" {
    refused "unknown issuer" stranger "the certificate of HOST is from an unknown issuer (CN=Authority nobody)" \
        "the CA file in use is '$CERTIFICATES/root.pem'"
    refused "self-signed" lone "the certificate of HOST is self-signed (CN=Server lone) and not trusted" --ca-file
    refused "intermediate certificate not sent" missing "the certificate of HOST is from an unknown issuer (CN=Server middle)" \
        "if that issuer is an intermediate one, the server has to send its certificate, too, and doesn't"
    refused "forged signature" forged "the signature of the certificate of HOST is wrong" "is a proxy in use?"
}

@test "keys that are too weak: of the server, of an issuer, of a trusted authority" {
    local weak="has a key that is too weak (RSA, 1024 bits)" words
    refused "RSA key of 1024 bits" rsa1024 "the certificate of HOST $weak" "at least 2048 bits"
    refused "issuer's RSA key of 1024 bits" rsa1024-issuer \
        "the issuer's certificate of HOST (CN=Server rsa1024-issuer-ca) $weak" "at least 2048 bits"
    refused "trusted authority's RSA key of 1024 bits" weak-rooted \
        "the issuer's certificate of HOST (CN=Server weak-root) $weak" "at least 2048 bits"
    # A server can't sign with it for TLS 1.3.
    connect rsa512.localhost $((BAD_PORT + 1))
    fails 6 "the certificate of rsa512.localhost:$((BAD_PORT + 1)) has a key that is too weak (RSA, 512 bits)"
    row "RSA key of 512 bits" "$(grep '^error: ' <<<"$stderr")"
    words="refuses the TLS handshake: it shares no cipher or key exchange with us"
    connect rsa512.localhost "$BAD_PORT"
    fails 6 "rsa512.localhost:$BAD_PORT $words"
    connect p192.localhost $((BAD_PORT + 1))
    fails 6 "p192.localhost:$((BAD_PORT + 1)) $words"
    row "EC key of 192 bits" "$(grep '^error: ' <<<"$stderr")"
}

@test "signatures that can be forged: SHA-1 and MD5, of the server's certificate and of an issuer's" {
    refused "signed with SHA-1" sha1 "the certificate of HOST is signed with SHA-1, which can be forged" "SHA-256"
    refused "signed with MD5" md5 "the certificate of HOST is signed with MD5, which can be forged" "SHA-256"
    refused "issuer signed with SHA-1" sha1-issuer \
        "the issuer's certificate of HOST (CN=Server sha1-issuer-ca) is signed with SHA-1" "SHA-256"
}

@test "issuers that may not issue: no CA, no right to sign, a chain that is too long, other purposes" {
    local words="the certificate of HOST was issued by one that may issue none"
    refused "issuer is no CA" not-ca "$words (CN=Server not-ca-ca)" "from a certificate authority"
    refused "issuer doesn't say whether it is a CA" no-constraints "$words" "from a certificate authority"
    refused "issuer may not sign certificates" no-cert-sign "$words" "from a certificate authority"
    refused "issued by another server" by-server "$words (CN=Server good)" "from a certificate authority"
    refused "longer chain than an issuer allows" too-long \
        "the certificate of HOST has more issuers than one of them allows (CN=Server short)" "may issue it"
    refused "issuer for clients only" client-ca \
        "the issuer's certificate of HOST (CN=Server client-ca-ca) is not for servers" serverAuth
}

@test "name constraints: of the issuer, of one further up, of a trusted authority, for addresses" {
    local words="the issuer of the certificate of HOST may issue none for it" hint="name constraints allow"
    refused "issuer for other names" permitted "$words (CN=Server permitted-ca)" "$hint"
    refused "issuer not for this name" excluded "$words (CN=Server excluded-ca)" "$hint"
    refused "issuer's issuer for other names" above "$words (CN=Server permitted-ca)" "$hint"
    refused "trusted authority for other names" narrow-rooted "$words (CN=Server narrow-root)" "$hint"
    refused "issuer for other addresses" addresses "$words (CN=Server addresses-ca)" "$hint"
}

@test "names: another one, an address that is none, wildcards where they mean too much, a common name alone" {
    local words="the certificate of HOST is for another host name:" hint="use the name that is in the certificate"
    refused "another name" elsewhere "$words jira.example.com, wiki.example.com" "$hint"
    refused "an address instead of the name" 127.0.0.1 "$words good.localhost" "$hint"
    refused 'wildcard `*`' wild-all "$words *" "$hint"
    refused 'wildcard `*.com`' wild-top "$words *.localhost" "$hint"
    refused 'wildcard `*.a.com` for `x.y.a.com`' x.y.wild-deep "$words *.wild-deep.localhost" "$hint"
    refused 'wildcard `*.a.com` for `a.com`' wild-deep "$words *.wild-deep.localhost" "$hint"
    refused 'wildcard `a.*.com`' a.wild-inner "$words a.*.localhost" "$hint"
    refused 'wildcard `w*.a.com`' wx.wild-part "$words w*.wild-part.localhost" "$hint"
    refused 'wildcard `*.*.com`' x.wild-two "$words *.*.localhost" "$hint"
    refused "a common name alone" name-only \
        "the certificate of HOST names no host: a common name alone doesn't count" "subject alternative names"
}

@test "names that are the issuer's: whose key has signed counts" {
    local words="the issuer's certificate of HOST (CN=Server namesake-ca) is not for servers"
    refused "called like its issuer, which is for clients only" namesake "$words" serverAuth
    refused "the same behind another certificate of that name" behind-decoy "$words" serverAuth
    refused "called like its issuer, signed with SHA-1" namesake-sha1 \
        "the certificate of HOST is signed with SHA-1, which can be forged" "SHA-256"
    refused "trusted authority's former key, RSA of 1024 bits" replaced \
        "the issuer's certificate of HOST (CN=Replaced) has a key that is too weak (RSA, 1024 bits)" "at least 2048 bits"
}

@test "for something else: a client's certificate, an unknown critical extension" {
    refused "for clients only" client "the certificate of HOST is not for servers" serverAuth
    refused "unknown critical extension" unknown-critical \
        "the certificate of HOST has a critical extension that atlcli doesn't know" "without it"
}

@test "old versions: TLS 1.0 and TLS 1.1" {
    local version
    for version in 1_0 1_1; do
        s_server good "-tls${version%_0}" -cipher DEFAULT:@SECLEVEL=0
        connect good.localhost "$PEER_PORT"
        fails 6 "good.localhost:$PEER_PORT refuses the TLS handshake: it offers no TLS version from 1.2 on"
        row "TLS 1.${version#*_}" "$(grep '^error: ' <<<"$stderr")"
        stop_s_server
    done
}

@test "with --insecure they are taken, with a warning each time" {
    local name
    for name in expired lone rsa1024 sha1 not-ca name-only client; do
        connect "$name.localhost" "$BAD_PORT" '{"tlsSkipVerify": true}'
        expect 0
        warns "warning: the certificate of https://$name.localhost:$BAD_PORT is not checked"
    done
}

@test "a redirect to one of them is refused, too" {
    local before
    before=$(requests_seen)
    write_profile "https://good.localhost:$BAD_PORT" "{\"tlsCaFile\": \"$CERTIFICATES/root.pem\"}"
    atl api GET "/to?https://name-only.localhost:$BAD_PORT/x" --retries 0
    fails 6 "the certificate of name-only.localhost:$BAD_PORT names no host"
    same "$(($(requests_seen) - before))" 1
}
