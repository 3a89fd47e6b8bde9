/* Which issue a command is about. */
#ifndef CMD_JIRA_KEY_H
#define CMD_JIRA_KEY_H

#include "atlcli/error.h"
#include "atlcli/memory.h"
#include "cli/context.h"

/*
 * The key that the command was given, as its argument KEY (ATL_OPTIONAL) or its option --key, both
 * of which it declares. Written in capitals; the address of an issue's page is one, too, when it is
 * of the profile's site. ATL_USAGE for none, for two, and for what is no key.
 */
enum atl_status jira_key_read(struct atl_context *context, const char **key,
                              struct atl_error *error);

/* The same for a text that the command has found by itself, among its arguments say. */
enum atl_status jira_key_accept(const struct atl_context *context, const char *text,
                                const char **key, struct atl_error *error);

/* The same for any text; the site of an address isn't looked at. */
enum atl_status jira_key_parse(struct atl_arena *arena, const char *text, const char **key,
                               struct atl_error *error);

/* "ATL" of "ATL-1", in the arena. */
const char *jira_key_project(struct atl_arena *arena, const char *key);

/* Where people read it: "https://…/browse/ATL-1", in the arena. */
const char *jira_key_url(struct atl_context *context, const char *key);

/* The argument and the option, for commands' tables. */
#define JIRA_KEY_ARGUMENT                                                                          \
    {                                                                                              \
        .name = "KEY", .summary = "Issue, such as ATL-1, or the address of its page",              \
        .arity = ATL_OPTIONAL                                                                      \
    }
#define JIRA_KEY_OPTION                                                                            \
    {                                                                                              \
        .name = "key", .kind = ATL_OPTION_TEXT, .value = "KEY",                                    \
        .summary = "The same as the argument KEY"                                                  \
    }

#endif
