#include "support/certificates.h"

#include <stdlib.h>

const char ca[] = "ca.pem";
const char other_ca[] = "other-ca.pem";
const char bundle[] = "bundle.pem";
const struct certificate_files good = {"good.pem", "good.key"};
const struct certificate_files by_other = {"by-other.pem", "by-other.key"};
const struct certificate_files expired = {"expired.pem", "expired.key"};
const struct certificate_files not_yet = {"not-yet.pem", "not-yet.key"};
const struct certificate_files wrong_host = {"wrong-host.pem", "wrong-host.key"};
const struct certificate_files self_signed = {"self-signed.pem", "self-signed.key"};
const struct certificate_files chained = {"chained.pem", "chained.key"};

/*
 * `openssl ca` is the one command of OpenSSL 1.1 and 3 alike that takes arbitrary dates. It needs a
 * configuration and a database.
 */
static const char script[] =
    "set -eu\n"
    "cat >openssl.conf <<'END'\n"
    "[ca]\n"
    "default_ca = local\n"
    "[local]\n"
    "database = index.txt\n"
    "new_certs_dir = .\n"
    "rand_serial = yes\n"
    "default_md = sha256\n"
    "policy = anything\n"
    "unique_subject = no\n"
    "[anything]\n"
    "commonName = supplied\n"
    "organizationName = optional\n"
    "[req]\n"
    "distinguished_name = name\n"
    "[name]\n"
    "[authority]\n"
    "basicConstraints = critical,CA:TRUE\n"
    "keyUsage = keyCertSign,cRLSign\n"
    "[local_host]\n"
    "subjectAltName = DNS:localhost,IP:127.0.0.1,IP:::1\n"
    "[other_host]\n"
    "subjectAltName = DNS:jira.example.com,DNS:wiki.example.com\n"
    "END\n"
    ": >index.txt\n"
    "key() { openssl ecparam -name prime256v1 -genkey -noout -out \"$1\"; }\n"
    "authority() {\n"
    "    key \"$1.key\"\n"
    "    openssl req -x509 -new -key \"$1.key\" -days 30 -subj \"$2\" -config openssl.conf \\\n"
    "        -extensions authority -out \"$1.pem\"\n"
    "}\n"
    "issue() {\n" /* name, issuer, extensions, start, end, subject */
    "    key \"$1.key\"\n"
    "    openssl req -new -key \"$1.key\" -subj \"$6\" -config openssl.conf -out \"$1.csr\"\n"
    "    openssl ca -batch -notext -config openssl.conf -cert \"$2.pem\" -keyfile \"$2.key\" \\\n"
    "        -extensions \"$3\" -startdate \"$4\" -enddate \"$5\" -in \"$1.csr\" -out \"$1.pem\"\n"
    "}\n"
    "authority ca '/O=Tests/CN=First CA'\n"
    "authority other-ca '/O=Tests/CN=Second CA'\n"
    "past=20200101000000Z soon=20200201000000Z future=20900101000000Z end=20950101000000Z\n"
    "issue good ca local_host $past $end /CN=localhost\n"
    "issue by-other other-ca local_host $past $end /CN=localhost\n"
    "issue expired ca local_host $past $soon /CN=localhost\n"
    "issue not-yet ca local_host $future $end /CN=localhost\n"
    "issue wrong-host ca other_host $past $end /CN=jira.example.com\n"
    "issue middle ca authority $past $end '/O=Tests/CN=Middle CA'\n"
    "issue leaf middle local_host $past $end /CN=localhost\n"
    "cat leaf.pem middle.pem >chained.pem\n"
    "cp leaf.key chained.key\n"
    "key self-signed.key\n"
    "openssl req -x509 -new -key self-signed.key -days 30 -subj /CN=localhost \\\n"
    "    -config openssl.conf -extensions local_host -out self-signed.pem\n"
    "{ echo 'Our two authorities'; cat other-ca.pem; echo 'and'; cat ca.pem; } |\n"
    "    sed 's/$/\\r/' >bundle.pem\n"
    "openssl x509 -in ca.pem -outform der -out ca.der\n"
    "openssl x509 -in expired.pem >expired-ca.pem\n"
    "head -c 300 ca.pem >cut.pem\n"
    "cat ca.key ca.pem >with-key.pem\n"
    ": >empty.pem\n";

int certificates_make(void)
{
    if (system("command -v openssl >/dev/null") != 0) {
        return 0;
    }
    setenv("CERTIFICATE_SCRIPT", script, 1);
    if (system("sh -c \"$CERTIFICATE_SCRIPT\" >openssl.log 2>&1") != 0) {
        (void)!system("cat openssl.log >&2");
        abort();
    }
    unsetenv("CERTIFICATE_SCRIPT");
    return 1;
}
