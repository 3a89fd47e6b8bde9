# shellcheck shell=bash
# Makes certificates for tests, with openssl, in the directory $CERTIFICATES (made when missing).
#
#   make_authority NAME                        NAME.pem and NAME.key: a CA
#   make_certificate NAME CA [OPTION...]       NAME.pem and NAME.key, for localhost and 127.0.0.1,
#                                                by the authority CA, or "self"
#       --names TEXT    other subject alternative names, such as DNS:other.example
#       --from TIME --until TIME               YYYYMMDDHHMMSSZ; two days around now without them

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
default_md = sha256
policy = any
unique_subject = no
x509_extensions = server
copy_extensions = none
[any]
commonName = supplied
[server]
basicConstraints = critical,CA:FALSE
subjectAltName = $2
extendedKeyUsage = serverAuth
[req]
distinguished_name = name
[name]
END
}

make_certificate() {
    local name=$1 authority=$2 names=DNS:localhost,IP:127.0.0.1 from='' until='' books
    shift 2
    while [ $# -gt 0 ]; do
        case $1 in
        --names) names=$2 ;;
        --from) from=$2 ;;
        --until) until=$2 ;;
        *) return 2 ;;
        esac
        shift 2
    done
    from=${from:-$(date -u -d '-1 day' +%Y%m%d%H%M%SZ)}
    until=${until:-$(date -u -d '+1 day' +%Y%m%d%H%M%SZ)}
    books=$CERTIFICATES/$name.books
    local signer=(-cert "$CERTIFICATES/$authority.pem" -keyfile "$CERTIFICATES/$authority.key")
    [ "$authority" != self ] || signer=(-selfsign -keyfile "$CERTIFICATES/$name.key")
    mkdir -p "$CERTIFICATES"
    write_authority_books "$books" "$names"
    openssl_quietly req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
        -config "$books/openssl.conf" -subj "/CN=Server $name" \
        -keyout "$CERTIFICATES/$name.key" -out "$books/request" &&
        openssl_quietly ca -batch -notext -config "$books/openssl.conf" "${signer[@]}" \
            -startdate "$from" -enddate "$until" -in "$books/request" \
            -out "$CERTIFICATES/$name.pem"
}
