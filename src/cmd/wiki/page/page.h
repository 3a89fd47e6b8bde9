/* What commands about single pages share. */
#ifndef CMD_WIKI_PAGE_H
#define CMD_WIKI_PAGE_H

#include "atlcli/confluence_page.h"
#include "cli/context.h"
#include "cli/output.h"

struct wiki_page_command {
    struct atl_context *context;
    struct atl_http *http;
    const char *id; /* NULL for commands without a page */
};

typedef enum atl_status (*wiki_page_function)(struct wiki_page_command *command,
                                              struct atl_error *error);

/*
 * Opens the site, finds the page (`with_page`: wiki_page_of), calls `function`, closes it. What the
 * server says about the page gets its id before it, and says what is wrong with the site when it
 * has no Confluence.
 */
enum atl_status wiki_page_run(struct atl_context *context, bool with_page,
                              wiki_page_function function, struct atl_error *error);

/*
 * The page, or a version of it (0: the latest), of any status, with its body and what `wants` says
 * (ATL_CONFLUENCE_…). A version that the page doesn't have is told apart from a missing page.
 */
enum atl_status wiki_page_get_version(struct wiki_page_command *command, int64_t version,
                                      unsigned wants, struct atl_confluence_content *page,
                                      struct atl_error *error);

/* {"id", "title", "space", "version", "url"}, for what a change says. The context keeps it. */
cJSON *wiki_page_object(struct atl_context *context, const struct atl_confluence_content *content);
/* Its members, for a command's fields. */
/* clang-format off */
#define WIKI_PAGE_MEMBERS \
    {.key = "id"}, {.key = "title"}, {.key = "space"}, {.key = "version"}, {.key = "url"}
/* clang-format on */

/* Adds a text, or null. */
void wiki_page_add_text(cJSON *object, const char *name, const char *text);

#endif
