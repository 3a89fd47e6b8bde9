/*
 * The command line's grammar:
 *
 *   --name VALUE  --name=VALUE  -n VALUE  -nVALUE  -n=VALUE   options that take a value
 *   --name  --no-name  -n  -abc                               flags; letters can be bundled
 *   --                                                        only arguments follow
 *   -                                                         an argument (standard input)
 *
 * Options stand before, between and behind arguments; the global ones also before and between the
 * command's words. The word after an option is its value even when it begins with one dash
 * ("--since -7d"); what begins with two is another option, so such a value needs the form with "=".
 */
#ifndef CLI_PARSE_H
#define CLI_PARSE_H

#include "atlcli/memory.h"
#include "cli/command.h"
#include "cli/context.h"

struct atl_invocation {
    const struct atl_command *command; /* NULL: "atlcli" alone */
    const struct atl_values *values;
    struct atl_globals globals;
    bool help;
    bool version;
};

/*
 * Parses the words after the program's name. ATL_USAGE with hints when they make no sense; the
 * invocation then still says whether --json was asked for, and which command was meant as far as
 * it is known. With `help` or `version` missing arguments don't matter. Everything lives in the
 * arena and in `words`.
 */
enum atl_status atl_parse(struct atl_arena *arena, const struct atl_command *const *commands,
                          size_t count, char *const *words, struct atl_invocation *invocation,
                          struct atl_error *error);

/* ---- the table, looked at by words ---- */

/* The command or group of exactly these words. NULL when there is none. */
const struct atl_command *atl_command_find(const struct atl_command *const *commands,
                                           const char *words);
/* Whether a command's words begin with the group's; every one is below "" (and none below itself).
 */
bool atl_command_is_below(const struct atl_command *command, const char *group);
/* The last of its words: "login". */
const char *atl_command_last_word(const struct atl_command *command);
/* Fills the error for a word that no command below `group` ("" for none) has, with a guess. */
enum atl_status atl_command_fail_unknown(const struct atl_command *const *commands,
                                         const char *group, const char *word,
                                         struct atl_error *error);

/* ---- the global options ---- */

/* Ends with an empty one. */
extern const struct atl_option atl_global_options[];

#endif
