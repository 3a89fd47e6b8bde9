/* What the command line asks for. */
#ifndef SANDBOX_OPTIONS_H
#define SANDBOX_OPTIONS_H

#include "sandbox/server/fault_switches.h"
#include "sandbox/text/duration.h"

#include "atlcli/error.h"
#include "atlcli/memory.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum sandbox_deployment {
    SANDBOX_CLOUD,
    SANDBOX_DATA_CENTER,
};

/* Bits: a self-hosted site is usually one of them. */
enum sandbox_product {
    SANDBOX_JIRA = 1,
    SANDBOX_CONFLUENCE = 2,
};

struct sandbox_options {
    enum sandbox_deployment deployment;
    unsigned products;

    const char *bind;
    int64_t port;       /* 0: the kernel chooses */
    int64_t media_port; /* the same; where downloads come from */
    const char *port_file;
    int64_t ready_fd;         /* -1: nobody waits for us */
    const char *context_path; /* "" or "/jira" */

    const char *user_email;
    const char *token;
    const char *readonly_token;  /* NULL: none */
    const char *forbidden_token; /* NULL: none */

    int64_t seed;
    int64_t issues;
    int64_t pages;
    int64_t attachments;
    const char *seed_file; /* NULL: none */
    const char *database;  /* a file; NULL: in memory */
    int64_t today_ms;      /* midnight, UTC, of the day that the data leads up to; -1: this day */

    struct fault_switches faults; /* at the start */
    int64_t skew_seconds;
    int64_t zone_hours;               /* how far the account's time zone is ahead of UTC */
    struct working_time working_time; /* of Jira's time tracking */
    int64_t task_rate;                /* items that a bulk task works on a second; 0: all at once */

    bool tls;
    const char *tls_certificate_file;
    const char *tls_key_file;
    const char *state_directory;
    const char *log_file;

    bool help;
    bool version;
    struct atl_arena arena; /* of the texts above that didn't come from argv */
};

/* ATL_USAGE, naming the option, when the command line is wrong. Free in any case. */
enum atl_status sandbox_options_parse(struct sandbox_options *options, int argc, char **argv,
                                      struct atl_error *error);
void sandbox_options_free(struct sandbox_options *options);

void sandbox_options_print_help(FILE *stream);

#endif
