/*
 * A command is data: one constant struct next to its run function, and one line in
 * src/cmd/table.c. Parsing, help, usage errors, completions and man pages come from it.
 *
 *     static enum atl_status run(struct atl_context *context, struct atl_error *error) {…}
 *
 *     const struct atl_command atl_command_auth_switch = {
 *         .words = "auth switch",
 *         .summary = "Make a profile the active one",
 *         .arguments = (const struct atl_argument[]){
 *             {.name = "NAME", .summary = "Profile to switch to", .completion =
 * ATL_COMPLETE_PROFILE}, {0}}, .examples = (const struct atl_example[]){
 *             {"auth switch work", "Use the profile 'work' from now on"},
 *             {0}},
 *         .run = run,
 *     };
 *
 * Lists of options, arguments and examples end with an empty entry, lists of texts with NULL.
 * Summaries are a few words without a full stop.
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "atlcli/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct atl_context;
struct atl_column;

/* What the shell offers for a value. Choices are offered without being asked. */
enum atl_completion {
    ATL_COMPLETE_NOTHING,
    ATL_COMPLETE_FILE,
    ATL_COMPLETE_DIRECTORY,
    ATL_COMPLETE_PROFILE, /* names in the credentials file */
    ATL_COMPLETE_COMMAND, /* the words of commands */
};

enum atl_arity {
    ATL_REQUIRED,    /* NAME */
    ATL_OPTIONAL,    /* [NAME] */
    ATL_ONE_OR_MORE, /* NAME…; only as the last argument */
    ATL_ANY_NUMBER,  /* [NAME…]; only as the last argument */
};

struct atl_argument {
    const char *name; /* in capitals: "KEY" */
    const char *summary;
    enum atl_arity arity;
    enum atl_completion completion;
    const char *const *choices; /* when not NULL, nothing else is accepted */
};

enum atl_option_kind {
    ATL_OPTION_FLAG,     /* --bearer; --no-bearer takes it back */
    ATL_OPTION_TEXT,     /* --site URL; given twice, the last one counts */
    ATL_OPTION_INTEGER,  /* --retries N, within minimum and maximum */
    ATL_OPTION_CHOICE,   /* --type TYPE, one of `choices` */
    ATL_OPTION_REPEATED, /* --field k=v --field k=v: every value, as it is */
    ATL_OPTION_LIST,     /* --type A,B --type C: split at commas, trimmed, empty parts left out */
};

/*
 * An integer option may also accept one word, such as "all" for --limit, which then stands for
 * this value.
 */
#define ATL_OPTION_UNLIMITED INT64_MAX

struct atl_option {
    const char *name;  /* without dashes: "site" */
    const char *alias; /* another long name of it, for "yes": "confirm" */
    char letter;       /* 0: none */
    enum atl_option_kind kind;
    const char *value; /* what stands for the value in help: "URL"; NULL for flags */
    const char *summary;
    const char *shown_default; /* for help; the default itself is where the option is read */
    int64_t minimum;           /* integers */
    int64_t maximum;
    const char *unlimited; /* integers: the word that stands for ATL_OPTION_UNLIMITED, or NULL */
    const char *const *choices;
    enum atl_completion completion;
    bool required; /* leaving it out is a usage error */
    bool secret;   /* a text that is never repeated in a message; its word is overwritten */
    bool hidden;   /* works, but isn't shown or completed */
};

struct atl_example {
    const char *command; /* without "atlcli" */
    const char *summary;
};

/*
 * What must be there before the command runs. Main sees to it, so that a command that says
 * ATL_NEEDS_JIRA finds context->account complete (site, token, and e-mail for Basic).
 */
enum atl_needs {
    ATL_NEEDS_NOTHING = 0,
    ATL_NEEDS_LOOP = 1 << 0,    /* runs in a fiber of atl_loop_run, Ctrl-C cancels it */
    ATL_NEEDS_PROFILE = 1 << 1, /* context->account, complete; implies the loop */
    ATL_NEEDS_JIRA = 1 << 2,    /* implies a profile */
    ATL_NEEDS_CONFLUENCE = 1 << 3,
    ATL_NEEDS_WORKSPACE = 1 << 4, /* a docs workspace, which the command itself opens */
};

struct atl_command {
    const char *words;       /* as typed: "jira issue get" */
    const char *summary;     /* one line */
    const char *description; /* paragraphs separated by an empty line; may be NULL */
    const struct atl_argument *arguments;
    const struct atl_option *options; /* the global ones are always there as well */
    const struct atl_example *examples;
    /*
     * What a message of it can have (cli/output.h), and so what --fields may name: refused before
     * the command runs, since afterwards the deed is done. NULL for lists and records, which know
     * their columns, and where it depends on the options: those call atl_output_check themselves.
     */
    const struct atl_column *fields;
    unsigned needs; /* of enum atl_needs */
    bool hidden;    /* works, but isn't shown or completed: for the scripts' own use */
    /* NULL: a group ("auth"), which shows its help. */
    enum atl_status (*run)(struct atl_context *context, struct atl_error *error);
};

#endif
