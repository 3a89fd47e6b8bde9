/* What a running command has: its options and arguments, the global ones, output, and its account.
 */
#ifndef CLI_CONTEXT_H
#define CLI_CONTEXT_H

#include "atlcli/config.h"
#include "atlcli/error.h"
#include "atlcli/memory.h"
#include "cli/command.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct atl_console;
struct atl_output;
struct atl_values;

enum atl_output_form {
    ATL_OUTPUT_TABLE, /* for people, on a terminal or in a pipe */
    ATL_OUTPUT_JSON,  /* --json: exactly one document */
    ATL_OUTPUT_JSONL, /* --jsonl: one object a line */
    ATL_OUTPUT_CSV,   /* --csv: RFC 4180 */
};

/* The global options, those not given at their defaults. */
struct atl_globals {
    const char *profile; /* --profile, NULL when not given */
    enum atl_output_form form;
    const char *const *fields; /* --fields, NULL-terminated; NULL when not given */
    size_t field_count;
    size_t concurrency; /* 0 when not given, as in struct atl_http_options */
    int64_t timeout_ms; /* likewise */
    int retries;        /* -1 when not given, likewise */
    bool no_progress;
    bool quiet;
    bool verbose;
};

struct atl_context {
    struct atl_arena *arena; /* lives as long as the command */
    const struct atl_command *command;
    const struct atl_values *values; /* read with the functions below */
    struct atl_globals globals;
    struct atl_console *console; /* warnings and notes: cli/console.h */
    struct atl_output *output;   /* results: cli/output.h */
    /*
     * Set when the command has ATL_NEEDS_PROFILE (or Jira, Confluence); otherwise NULL. It is
     * complete unless there is a refusal.
     */
    const struct atl_account *account;
    /*
     * Nobody is logged in, and this says so. The command runs all the same, as what is wrong with
     * its options is said first, but no further than to its first request or question, which fail
     * with it. What has an effect before these asks atl_require_account.
     */
    const struct atl_error *refusal;
    struct atl_credentials *credentials; /* with `account`; NULL when there is no home directory */
    /* Every command there is, NULL-terminated: for help, man and completion. */
    const struct atl_command *const *commands;
};

/*
 * Sets context->account, complete, as it is for commands with ATL_NEEDS_PROFILE: for a command that
 * knows only when it runs which profile it is to use. `profile` NULL: the usual one.
 */
enum atl_status atl_find_account(struct atl_context *context, const char *profile,
                                 struct atl_error *error);

/* ATL_OK when the account is complete; else the refusal. */
enum atl_status atl_require_account(const struct atl_context *context, struct atl_error *error);

/*
 * The options and arguments of the command by the names it declared. Asking for one that it doesn't
 * declare, or as another kind, is a mistake of the program and ends it with a message. Global
 * options are not here but in context->globals. Texts live as long as the context.
 */

/* Whether the option was given (for a flag: in whichever form, --x or --no-x). */
bool atl_option_given(const struct atl_context *context, const char *name);
/* A flag: the last of --x (true) and --no-x (false) counts; false when not given. */
bool atl_option_flag(const struct atl_context *context, const char *name);
/* A text or choice; NULL when not given. "" when given as --x= or --x ''. */
const char *atl_option_text(const struct atl_context *context, const char *name);
/* ATL_OPTION_UNLIMITED for the option's word. */
int64_t atl_option_integer(const struct atl_context *context, const char *name, int64_t fallback);
/* A repeated option or list: a NULL-terminated array, never NULL. `count` may be NULL. */
const char *const *atl_option_list(const struct atl_context *context, const char *name,
                                   size_t *count);

/* A single argument; NULL when it is optional and was left out. */
const char *atl_argument(const struct atl_context *context, const char *name);
/* A repeated argument: a NULL-terminated array, never NULL. `count` may be NULL. */
const char *const *atl_argument_list(const struct atl_context *context, const char *name,
                                     size_t *count);

#endif
