/*
 * What the files of doctor share. The checks, in the order in which they are reported:
 *   local.c    what is on this machine: directory, file, profile, token
 *   network.c  proxy, DNS, TCP, TLS, as one request without credentials found them
 *   service.c  Jira and Confluence, the account, what it may do
 *   clock.c    whether the clocks agree
 * Each check reports once, through report.c. fix.c mends things before they begin.
 */
#ifndef CMD_DOCTOR_H
#define CMD_DOCTOR_H

#include "atlcli/config.h"
#include "atlcli/error.h"
#include "atlcli/health.h"
#include "atlcli/http.h"
#include "cli/context.h"

#include <stdbool.h>
#include <stddef.h>

enum doctor_subject {
    DOCTOR_CONFIGURATION,
    DOCTOR_CREDENTIALS,
    DOCTOR_PROFILE,
    DOCTOR_TOKEN,
    DOCTOR_PROXY,
    DOCTOR_DNS,
    DOCTOR_TCP,
    DOCTOR_TLS,
    DOCTOR_JIRA,
    DOCTOR_CONFLUENCE,
    DOCTOR_AUTHENTICATION,
    DOCTOR_PERMISSIONS,
    DOCTOR_CLOCK,
};

enum doctor_verdict {
    DOCTOR_OK,
    DOCTOR_WARNING,
    DOCTOR_FAILED,
    DOCTOR_SKIPPED,
};

struct doctor {
    struct atl_context *context;

    /* Found by the local checks. */
    const char *directory;               /* NULL: none can be named */
    struct atl_credentials *credentials; /* NULL: unusable */
    struct atl_account account;
    bool has_site;   /* the account says where to go */
    bool can_log_in; /* it is complete */

    /* Found by the first request. */
    struct atl_http *http;
    bool is_reached; /* TCP and, where it applies, TLS */
    bool answers;
    enum atl_status jira_status; /* of the request for it; its error is in jira_error */
    struct atl_health jira;
    struct atl_error jira_error;

    /* What came of it all. */
    enum atl_status first_failure; /* ATL_OK so far */
    size_t checks;
    size_t failures;
    size_t warnings;
    enum atl_status output_status; /* of the first write that failed */
    struct atl_error output_error;
};

/* ---- reporting ---- */

/* ATL_USAGE when --fields names none of the columns. */
enum atl_status doctor_begin(struct doctor *doctor, struct atl_error *error);
/* Reports a check: the finding's message is the detail, its hints say what to do, and for
 * DOCTOR_FAILED its status decides the exit code. */
void doctor_report(struct doctor *doctor, enum doctor_subject subject, enum doctor_verdict verdict,
                   const struct atl_error *finding);
/* The same without hints, for what needs none. */
void doctor_say(struct doctor *doctor, enum doctor_subject subject, enum doctor_verdict verdict,
                const char *format, ...) ATL_PRINTF(4, 5);
/* DOCTOR_SKIPPED for each subject from `first` to `last`. */
void doctor_skip(struct doctor *doctor, enum doctor_subject first, enum doctor_subject last,
                 const char *why);
/* The end of it: ATL_OK, or an error with the status of the first failure. */
enum atl_status doctor_end(struct doctor *doctor, struct atl_error *error);

/* ---- checks ---- */

void doctor_check_local(struct doctor *doctor);

/* Asks the site and reports DOCTOR_PROXY to DOCTOR_TLS. ATL_CANCELLED ends the command. */
enum atl_status doctor_check_network(struct doctor *doctor, struct atl_error *error);
void doctor_check_proxy(struct doctor *doctor);

/* DOCTOR_JIRA to DOCTOR_PERMISSIONS, for a site that was reached. */
enum atl_status doctor_check_services(struct doctor *doctor, struct atl_error *error);

void doctor_check_clock(struct doctor *doctor);

/* ---- mending ---- */

/*
 * Mends what can be mended on this machine and says what it did: modes of the configuration's
 * directory and file, an active profile that doesn't exist. Tokens are never touched.
 */
void doctor_fix(struct doctor *doctor);

/* Whether others may do anything with the file or directory; `mode` gets its permission bits. */
bool doctor_is_open_to_others(const char *path, unsigned *mode);

#endif
