/* Real certificates, made by the openssl command line tool in a directory of the test's own. */
#ifndef TESTS_UNIT_SUPPORT_CERTIFICATES_H
#define TESTS_UNIT_SUPPORT_CERTIFICATES_H

/*
 * Paths in static memory of the last call; relative to the working directory, which tests/run makes
 * empty for each test. All are made once.
 */
struct certificate_files {
    const char *certificate;
    const char *key;
};

/* True when the openssl tool is there; otherwise tests that need it are skipped. */
int certificates_make(void);

/* Certification authorities that don't know each other. */
extern const char ca[];
extern const char other_ca[];
extern const char bundle[]; /* both, with text around them and CRLF line ends */

extern const struct certificate_files good;        /* by ca for localhost, 127.0.0.1 and ::1 */
extern const struct certificate_files by_other;    /* by other_ca */
extern const struct certificate_files expired;     /* by ca */
extern const struct certificate_files not_yet;     /* by ca */
extern const struct certificate_files wrong_host;  /* by ca for jira.example.com */
extern const struct certificate_files self_signed; /* for localhost, by itself */
extern const struct certificate_files chained; /* by an intermediate CA of ca, which it brings */

#endif
