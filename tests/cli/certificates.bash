# shellcheck shell=bash
# Makes certificates for tests, with openssl, in the directory $CERTIFICATES (made when missing).
#
#   make_authority NAME                        NAME.pem and NAME.key: a CA
#   make_certificate NAME CA [OPTION...]       NAME.pem and NAME.key, for localhost and 127.0.0.1,
#                                                by the authority CA, or "self"
#       --names TEXT    other subject alternative names, such as DNS:other.example; none when empty
#       --from TIME --until TIME               YYYYMMDDHHMMSSZ; two days around now without them
#       --subject TEXT  /CN=…
#       --key KIND      ec:CURVE or rsa:BITS; a new one of P-256 without it
#       --digest NAME   of the signature
#       --usage TEXT    extended key usage, serverAuth without it
#       --also LINE     one more extension
#       --extensions LINES   other extensions than a server's, with | between them

CERTIFICATES=${CERTIFICATES:-${BATS_FILE_TMPDIR:-${BATS_TEST_TMPDIR:?}}/certificates}
export CERTIFICATES

# What openssl says is of interest only when it fails.
openssl_quietly() {
    local messages
    messages=$(openssl "$@" 2>&1) || {
        printf 'openssl %s: %s\n' "$*" "$messages" >&2
        return 1
    }
}

make_authority() {
    mkdir -p "$CERTIFICATES"
    openssl_quietly req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 \
        -subj "/CN=Authority $1" -addext 'basicConstraints=critical,CA:TRUE' \
        -addext 'keyUsage=critical,keyCertSign,cRLSign' \
        -keyout "$CERTIFICATES/$1.key" -out "$CERTIFICATES/$1.pem"
}

# `openssl ca` is the one that takes dates, and it wants a place to keep books.
write_authority_books() {
    mkdir -p "$1"
    : >"$1/index"
    cat >"$1/openssl.conf" <<END
[ca]
default_ca = books
[books]
database = $1/index
new_certs_dir = $1
rand_serial = yes
default_md = $3
policy = any
unique_subject = no
x509_extensions = server
copy_extensions = none
[any]
commonName = supplied
[server]
$2
[req]
distinguished_name = name
[name]
END
}

# new_key KIND: options of `openssl req` for it
new_key() {
    case $1 in
    ec:*) printf '%s\n' -newkey ec -pkeyopt "ec_paramgen_curve:${1#ec:}" ;;
    *) printf '%s\n' -newkey "$1" ;;
    esac
}

make_certificate() {
    local name=$1 authority=$2 names=DNS:localhost,IP:127.0.0.1 from='' until='' books
    local subject="/CN=Server $1" key=ec:P-256 digest=sha256 usage=serverAuth also='' extensions='' kind
    shift 2
    while [ $# -gt 0 ]; do
        case $1 in
        --names | --from | --until | --subject | --key | --digest | --usage | --also | --extensions)
            local "${1#--}=$2"
            ;;
        *) return 2 ;;
        esac
        shift 2
    done
    from=${from:-$(date -u -d '-1 day' +%Y%m%d%H%M%SZ)}
    until=${until:-$(date -u -d '+1 day' +%Y%m%d%H%M%SZ)}
    extensions=${extensions:-"basicConstraints=critical,CA:FALSE${names:+|subjectAltName=$names}|extendedKeyUsage=$usage"}
    extensions+=${also:+|$also}
    books=$CERTIFICATES/$name.books
    local signer=(-cert "$CERTIFICATES/$authority.pem" -keyfile "$CERTIFICATES/$authority.key")
    [ "$authority" != self ] || signer=(-selfsign -keyfile "$CERTIFICATES/$name.key")
    mkdir -p "$CERTIFICATES"
    write_authority_books "$books" "${extensions//|/$'\n'}" "$digest"
    mapfile -t kind < <(new_key "$key")
    openssl_quietly req -new "${kind[@]}" -nodes \
        -config "$books/openssl.conf" -subj "$subject" \
        -keyout "$CERTIFICATES/$name.key" -out "$books/request" &&
        openssl_quietly ca -batch -notext -config "$books/openssl.conf" "${signer[@]}" \
            -startdate "$from" -enddate "$until" -in "$books/request" \
            -out "$CERTIFICATES/$name.pem"
}

# s_server CERTIFICATE [ARGUMENT...]: openssl's server. Sets PEER_PORT, once it listens, and PEER_PID
s_server() {
    local line messages
    messages=$(mktemp -u "$BATS_TEST_TMPDIR/peer.XXXXXX")
    mkfifo "$messages"
    openssl s_server -accept 127.0.0.1:0 -cert "$CERTIFICATES/$1.pem" \
        -key "$CERTIFICATES/$1.key" -www "${@:2}" >"$messages" 2>&1 3>&- &
    PEER_PID=$!
    exec 7<"$messages"
    while IFS= read -r -u 7 line; do
        case $line in
        ACCEPT*) export PEER_PORT=${line##*:} && return ;;
        esac
    done
    return 1
}

stop_s_server() {
    [ -z "${PEER_PID:-}" ] || { kill "$PEER_PID" && wait "$PEER_PID"; } 2>/dev/null || true
    PEER_PID=
}
