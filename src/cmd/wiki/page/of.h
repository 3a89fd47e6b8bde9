/* Which page a command is about. */
#ifndef CMD_WIKI_PAGE_OF_H
#define CMD_WIKI_PAGE_OF_H

#include "atlcli/error.h"
#include "atlcli/http.h"
#include "atlcli/memory.h"
#include "cli/context.h"

/*
 * The id of the page that a text means: an id; "SPACE:Title", which is looked up; the address of a
 * page on this site as a browser shows it, short links and those of a space's home page too.
 * ATL_USAGE for anything else, ATL_NOT_FOUND for a title that isn't there.
 */
enum atl_status wiki_page_id(struct atl_http *http, struct atl_arena *arena, const char *text,
                             const char **id, struct atl_error *error);

/* Only whether the text may mean a page of the account's site: ATL_USAGE as above. No request. */
enum atl_status wiki_page_check(const struct atl_account *account, struct atl_arena *arena,
                                const char *text, struct atl_error *error);

/*
 * wiki_page_id for what the command was given, as its argument PAGE (ATL_OPTIONAL) or its option
 * --page, both of which it declares. ATL_USAGE for none and for two.
 */
enum atl_status wiki_page_of(struct atl_context *context, struct atl_http *http,
                             struct atl_arena *arena, const char **id, struct atl_error *error);

/* The argument and the option, for commands' tables. */
#define WIKI_PAGE_ARGUMENT                                                                         \
    {                                                                                              \
        .name = "PAGE", .summary = "Page: its id, SPACE:Title, or its address",                    \
        .arity = ATL_OPTIONAL                                                                      \
    }
#define WIKI_PAGE_OPTION                                                                           \
    {                                                                                              \
        .name = "page", .kind = ATL_OPTION_TEXT, .value = "PAGE",                                  \
        .summary = "The same as the argument PAGE"                                                 \
    }

#endif
