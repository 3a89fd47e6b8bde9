/* Confluence: spaces. To be used inside atl_loop_run; errors are those of atl_http_json. */
#ifndef ATLCLI_CONFLUENCE_SPACE_H
#define ATLCLI_CONFLUENCE_SPACE_H

#include "atlcli/error.h"
#include "atlcli/http.h"
#include "atlcli/json.h"
#include "atlcli/memory.h"

#include <stdbool.h>
#include <stdint.h>

/* Texts are in the tree or the arena; NULL when the server doesn't say. */
struct atl_confluence_space {
    const char *id;
    const char *key;
    const char *name;
    const char *type;        /* "global", "personal"; Cloud has others */
    const char *status;      /* "current", "archived" */
    const char *description; /* as plain text */
    const char *home;        /* id of its home page */
    const char *url;         /* for a browser */
    const cJSON *json;       /* all the server says of it */
};

/* One after the other; valid during the call. May wait. */
typedef enum atl_status (*atl_confluence_space_function)(void *context,
                                                         const struct atl_confluence_space *space,
                                                         struct atl_error *error);

struct atl_confluence_space_list {
    struct atl_http *http;
    const char *type;   /* NULL: any */
    const char *status; /* NULL: any */
    int64_t limit;      /* most spaces wanted, at least 1; INT64_MAX: all */
    atl_confluence_space_function on_space;
    void *context;
};

/* spaces (Cloud, v2), space (Data Center). *more: the limit was reached and there are more. */
enum atl_status atl_confluence_list_spaces(const struct atl_confluence_space_list *list, bool *more,
                                           struct atl_error *error);

/* By its key; in the arena. ATL_NOT_FOUND names it. */
enum atl_status atl_confluence_get_space(struct atl_http *http, struct atl_arena *arena,
                                         const char *key, struct atl_confluence_space *space,
                                         struct atl_error *error);

struct atl_confluence_new_space {
    const char *key;
    const char *name;
    const char *description; /* plain text; NULL: none */
    bool only_mine;          /* nobody else sees it at first */
};

/*
 * POST space, or space/_private (v1); *made is in the arena. ATL_CONFLICT when the key is taken. An
 * answer that got lost is looked up by the key, which there is only one of.
 */
enum atl_status atl_confluence_create_space(struct atl_http *http, struct atl_arena *arena,
                                            const struct atl_confluence_new_space *wanted,
                                            struct atl_confluence_space *made,
                                            struct atl_error *error);

#endif
