# shellcheck shell=bash
# Servers that must not be trusted, each with one thing wrong. For bats files, after `certificates`:
#
#   make_bad_certificates         those of the table below, and the authorities behind them
#   start_bad_servers             one nginx that shows each at https://NAME.localhost:$BAD_PORT
#   stop_bad_servers              for teardown_file
#   requests_seen                 how many requests reached them
#
# The CA file to use with all of them is $CERTIFICATES/root.pem.

# issue NAME ISSUER [OPTION...]: make_certificate for NAME.localhost; --leaf is the default kind
issue() {
    make_certificate "$1" "$2" --names "DNS:${1%-leaf}.localhost" "${@:3}"
}

# chain NAME MIDDLE...: what the server NAME shows: its own, then those
chain() {
    local name=$1 middle
    shift
    for middle; do
        cat "$CERTIFICATES/$middle.pem" >>"$CERTIFICATES/$name.pem"
    done
}

AS_CA='basicConstraints=critical,CA:TRUE|keyUsage=critical,keyCertSign,cRLSign'

# middle NAME ISSUER [OPTION...]: an authority between the root and a server
middle() {
    make_certificate "$1" "$2" --extensions "$AS_CA" "${@:3}"
}

# below NAME ISSUER EXTENSIONS [OPTION...]: a server whose issuer's certificate is as the extensions say
below() {
    make_certificate "$1-ca" "$2" --extensions "$3" "${@:4}"
    issue "$1" "$1-ca"
    chain "$1" "$1-ca"
}

make_bad_certificates() {
    local past=(--from 20200101000000Z --until 20210203000000Z)
    make_authority root
    make_authority nobody
    issue good root
    middle middle root
    issue chained middle
    chain chained middle

    # When and who.
    issue expired root "${past[@]}"
    issue early root --from 20980504000000Z --until 20990504000000Z
    below expired-issuer root "$AS_CA" "${past[@]}"
    issue stranger nobody
    issue lone self
    issue missing middle

    # Keys and signatures that can be forged.
    issue rsa1024 root --key rsa:1024
    issue rsa512 root --key rsa:512
    issue p192 root --key ec:prime192v1
    below rsa1024-issuer root "$AS_CA" --key rsa:1024
    issue sha1 root --digest sha1
    middle rsa-middle root --key rsa:2048 # there is no ECDSA with MD5
    issue md5 rsa-middle --digest md5
    chain md5 rsa-middle
    below sha1-issuer root "$AS_CA" --digest sha1

    # Issuers that may not sign.
    below not-ca root 'basicConstraints=critical,CA:FALSE'
    below no-constraints root 'keyUsage=keyCertSign'
    below no-cert-sign root 'basicConstraints=critical,CA:TRUE|keyUsage=critical,digitalSignature,cRLSign'
    below client-ca root "$AS_CA|extendedKeyUsage=clientAuth"
    make_certificate short root --extensions "basicConstraints=critical,CA:TRUE,pathlen:0|${AS_CA#*|}"
    middle longer short
    issue too-long longer
    chain too-long longer short
    issue by-server good
    chain by-server good

    # Issuers for other names.
    below permitted root "$AS_CA|nameConstraints=critical,permitted;DNS:example.com"
    below excluded root "$AS_CA|nameConstraints=critical,excluded;DNS:localhost"
    below addresses root "$AS_CA|nameConstraints=critical,permitted;DNS:localhost,permitted;IP:10.0.0.0/255.0.0.0"
    make_certificate addresses addresses-ca --names DNS:addresses.localhost,IP:127.0.0.1
    chain addresses addresses-ca
    middle below-permitted permitted-ca
    issue above below-permitted
    chain above below-permitted permitted-ca
    below named root "$AS_CA|nameConstraints=critical,permitted;DNS:localhost"
    make_certificate named named-ca --names DNS:named.localhost,IP:127.0.0.1
    chain named named-ca
    below allowed root "$AS_CA|nameConstraints=critical,permitted;DNS:localhost,excluded;DNS:example.com"

    # Authorities that the user trusts, and shouldn't.
    make_certificate weak-root self --extensions "$AS_CA" --key rsa:1024
    issue weak-rooted weak-root
    make_certificate narrow-root self --extensions "$AS_CA|nameConstraints=critical,permitted;DNS:example.com"
    middle below-narrow narrow-root
    issue narrow-rooted below-narrow
    chain narrow-rooted below-narrow
    cat "$CERTIFICATES"/{weak-root,narrow-root}.pem >>"$CERTIFICATES/root.pem"

    # Certificates that are called like their issuers.
    middle namesake-ca root --also extendedKeyUsage=clientAuth
    issue namesake namesake-ca --subject '/CN=Server namesake-ca'
    chain namesake namesake-ca
    issue namesake-sha1 middle --subject '/CN=Server middle' --digest sha1
    chain namesake-sha1 middle
    middle decoy namesake-ca --subject '/CN=Server namesake-ca'
    issue behind-decoy namesake-ca
    chain behind-decoy decoy namesake-ca
    # An authority that had a weak key has another one now: the user has both, in either order.
    make_certificate weak-before self --subject /CN=Renewed --extensions "$AS_CA" --key rsa:1024
    make_certificate strong-after self --subject /CN=Renewed --extensions "$AS_CA" --key rsa:2048
    issue renewed strong-after
    make_certificate strong-before self --subject /CN=Replaced --extensions "$AS_CA" --key rsa:2048
    make_certificate weak-after self --subject /CN=Replaced --extensions "$AS_CA" --key rsa:1024
    issue replaced weak-after
    cat "$CERTIFICATES"/{weak-before,strong-after,strong-before,weak-after}.pem >>"$CERTIFICATES/root.pem"

    # Names.
    issue elsewhere root --names DNS:jira.example.com,DNS:wiki.example.com
    issue wild-all root --names 'DNS:*'
    issue wild-top root --names 'DNS:*.localhost'
    issue wild-deep root --names 'DNS:*.wild-deep.localhost'
    issue wild-inner root --names 'DNS:a.*.localhost'
    issue wild-part root --names 'DNS:w*.wild-part.localhost'
    issue wild-two root --names 'DNS:*.*.localhost'
    issue name-only root --names '' --subject /CN=name-only.localhost

    # For something else.
    issue client root --usage clientAuth
    issue unknown-critical root --also '1.2.3.4.5=critical,ASN1:NULL'
    issue forged root
    forge forged
}

# forge NAME: changes the last byte of its signature
forge() {
    local der=$CERTIFICATES/$1.der
    openssl x509 -in "$CERTIFICATES/$1.pem" -outform der -out "$der"
    printf '\x55' | dd of="$der" bs=1 seek=$(($(stat -c %s "$der") - 1)) conv=notrunc status=none
    openssl x509 -in "$der" -inform der -out "$CERTIFICATES/$1.pem"
}

# bad_server NAME PORT PROTOCOL [default_server]: shows the certificate of that name
bad_server() {
    cat <<END
    server {
        listen 127.0.0.1:$2 ssl http2 ${4:-};
        server_name $1.localhost *.$1.localhost;
        ssl_certificate $CERTIFICATES/$1.pem;
        ssl_certificate_key $CERTIFICATES/$1.key;
        ssl_protocols $3;
        location = /to { return 302 \$args; }
        location / { return 200 '{"displayName":"Nobody","accountId":"1"}'; }
    }
END
}

# bad_servers PORT: their configuration, TLS 1.3 on that port and TLS 1.2 on the next
bad_servers() {
    local name default=default_server
    cat <<END
daemon off;
master_process off;
pid $BAD_SERVERS/pid;
error_log $BAD_SERVERS/errors;
events {
    worker_connections 64;
}
http {
    access_log $BAD_SERVERS/requests;
    client_body_temp_path $BAD_SERVERS/body;
    proxy_temp_path $BAD_SERVERS/proxy;
    fastcgi_temp_path $BAD_SERVERS/fastcgi;
    uwsgi_temp_path $BAD_SERVERS/uwsgi;
    scgi_temp_path $BAD_SERVERS/scgi;
    server_names_hash_bucket_size 128;
    default_type application/json;
END
    for name in good $(find "$CERTIFICATES" -maxdepth 1 -name '*.pem' ! -name good.pem -printf '%f\n' | sed 's/[.]pem$//'); do
        bad_server "$name" "$1" TLSv1.3 "$default"
        bad_server "$name" $(($1 + 1)) TLSv1.2 "$default"
        default=
    done
    echo '}'
}

# OpenSSL itself would not use some of those.
allow_weak_keys() {
    cat <<END
openssl_conf = all
[all]
ssl_conf = ssl
[ssl]
system_default = weak
[weak]
CipherString = DEFAULT:@SECLEVEL=0
END
}

# nginx can't let the system choose a port, so it is offered others until two are free.
start_bad_servers() {
    BAD_SERVERS=$BATS_FILE_TMPDIR/bad-servers
    mkdir -p "$BAD_SERVERS"
    allow_weak_keys >"$BAD_SERVERS/openssl.conf"
    for _ in $(seq 50); do
        BAD_PORT=$((20000 + RANDOM % 12000))
        bad_servers "$BAD_PORT" >"$BAD_SERVERS/nginx.conf"
        OPENSSL_CONF=$BAD_SERVERS/openssl.conf nginx -p "$BAD_SERVERS" -c "$BAD_SERVERS/nginx.conf" \
            -e "$BAD_SERVERS/errors" 2>"$BAD_SERVERS/messages" 3>&- &
        BAD_PID=$!
        export BAD_SERVERS BAD_PORT BAD_PID
        while kill -0 "$BAD_PID" 2>/dev/null; do
            [ ! -s "$BAD_SERVERS/pid" ] || return 0
            sleep 0.02
        done
        grep -q 'Address already in use' "$BAD_SERVERS/errors" || break
        : >"$BAD_SERVERS/errors"
    done
    cat "$BAD_SERVERS/messages" "$BAD_SERVERS/errors" >&2
    BAD_PID=
    return 1
}

stop_bad_servers() {
    [ -z "${BAD_PID:-}" ] || kill "$BAD_PID" 2>/dev/null || true
}

requests_seen() {
    wc -l <"$BAD_SERVERS/requests"
}
