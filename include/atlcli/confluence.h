/*
 * Confluence: typed calls. What differs between Cloud (REST v2 and v1, below /wiki) and Data Center
 * (REST, below the site) is dealt with below this header. To be used inside atl_loop_run; errors
 * are those of atl_http_json.
 */
#ifndef ATLCLI_CONFLUENCE_H
#define ATLCLI_CONFLUENCE_H

#include "atlcli/error.h"
#include "atlcli/http.h"
#include "atlcli/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A page of a list. Valid during the call that hands it over. */
struct atl_confluence_page {
    const char *id;
    const char *type; /* "page"; a query finds other content, too */
    const char *title;
    const char *space;   /* the space's key; NULL when it isn't known or wasn't wanted */
    const char *status;  /* "current" */
    const char *parent;  /* id of the page above it; NULL at the top, and where a search or Data
                            Center would have to be asked for it and wasn't */
    const char *updated; /* ISO 8601: when the version was made */
    const char *url;     /* for a browser; NULL when the server doesn't say */
    int64_t version;     /* -1 when the server doesn't say */
    const char **labels; /* NULL-terminated; NULL unless wanted */
};

/* As atl_jira_issue_function: one page after the other, each once. May wait. */
typedef enum atl_status (*atl_confluence_page_function)(void *context,
                                                        const struct atl_confluence_page *page,
                                                        struct atl_error *error);

struct atl_confluence_list {
    struct atl_http *http;
    const char *cql;           /* when set, it alone says which pages */
    const char *const *spaces; /* keys, NULL-terminated; none: all spaces */
    const char *title;         /* exactly this title; NULL: any */
    int64_t limit;             /* most pages wanted, at least 1; INT64_MAX: all */
    bool wants_space;          /* the space's key, which may take a request of its own */
    bool wants_parent;         /* the page above each; Cloud's lists tell it unasked */
    bool wants_labels;         /* of queries */
    atl_confluence_page_function on_page;
    void *context;
};

struct atl_confluence_list_result {
    int64_t found; /* pages handed over */
    bool more;     /* the limit was reached and more match */
};

/*
 * Lists pages:
 *   Cloud        spaces/{id}/pages or pages (v2), 250 a request, page after page by cursor; a
 *                query by content/search (v1)
 *   Data Center  content or content/search by offset, side by side when a search tells how many
 *                there are
 * ATL_NOT_FOUND names the space that doesn't exist.
 */
enum atl_status atl_confluence_list_pages(const struct atl_confluence_list *list,
                                          struct atl_confluence_list_result *result,
                                          struct atl_error *error);

/*
 * The account's time zone ("Europe/Berlin"), which CQL's dates are in. NULL where it isn't told: by
 * Data Center, which isn't asked, and to accounts and tokens that may not know.
 */
enum atl_status atl_confluence_time_zone(struct atl_http *http, struct atl_arena *arena,
                                         const char **zone, struct atl_error *error);

#endif
