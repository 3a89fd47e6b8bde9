/*
 * Confluence: one page. Reading it, finding it by its title, creating and changing it. Errors are
 * those of atl_http_json, besides what is said here. To be used inside atl_loop_run.
 */
#ifndef ATLCLI_CONFLUENCE_PAGE_H
#define ATLCLI_CONFLUENCE_PAGE_H

#include "atlcli/error.h"
#include "atlcli/http.h"
#include "atlcli/json.h"
#include "atlcli/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A page whole; in the arena. What the server doesn't say is NULL. */
struct atl_confluence_content {
    const char *id;
    const char *title;
    const char *space;    /* its key */
    const char *space_id; /* Cloud */
    const char *status;   /* "current", "draft", "archived", "trashed"; an old version's is
                             "historical" */
    const char *parent;   /* id of the page or folder above it */
    const char *author;   /* who made this version: the name with ATL_CONFLUENCE_NAMES, and always
                             on Data Center; else the account id */
    const char *creator;  /* who made the page, likewise */
    const char *created;  /* ISO 8601 */
    const char *updated;  /* ISO 8601: when this version was made */
    const char *url;      /* for a browser */
    const char *message;  /* of this version; NULL for none */
    int64_t version;
    bool minor;          /* nobody was told of this version */
    const char *body;    /* storage format; NULL unless asked for */
    size_t body_length;  /* bytes */
    const char **labels; /* NULL-terminated; NULL unless asked for */
    const cJSON *json;   /* what the server sent */
};

enum atl_confluence_wants {
    ATL_CONFLUENCE_BODY = 1 << 0,
    ATL_CONFLUENCE_LABELS = 1 << 1,
    ATL_CONFLUENCE_NAMES = 1 << 2,      /* of author and creator: on Cloud a request of its own */
    ATL_CONFLUENCE_ANY_STATUS = 1 << 3, /* also drafts and what is in the trash, which takes a
                                           second request when it isn't current or archived */
};

/*
 * Reads a page as it was at `version` (0: as it is now). ATL_NOT_FOUND also for what is no page.
 *   Cloud        pages/{id} (v2)
 *   Data Center  content/{id}
 */
enum atl_status atl_confluence_get_page(struct atl_http *http, struct atl_arena *arena,
                                        const char *id, int64_t version, unsigned wants,
                                        struct atl_confluence_content *content,
                                        struct atl_error *error);

/* A page that was asked for by its id; in the arena. */
struct atl_confluence_fetched {
    const struct atl_confluence_content *page; /* NULL: it can't be read */
    enum atl_status status;
    int http_status;
    const char *reason; /* of what the server said; NULL when it said nothing */
};

/*
 * Reads many pages, wherever they are, archived ones, too: fetched[i] is for ids[i]. `wants` may
 * have LABELS and ANY_STATUS, for drafts and what is in the trash.
 *   Cloud                  pages?id=… (v2), 250 a request; with ANY_STATUS one by one what isn't
 *                          there, which may be drafts
 *   labels; Data Center    content/search (v1), 100 a request, and one by one what it doesn't find;
 *                          with `freshly` all one by one, as its index lags
 * Fails for what concerns all of them (no network, 401); what is wrong with one is in `fetched`.
 */
enum atl_status atl_confluence_fetch_pages(struct atl_http *http, struct atl_arena *arena,
                                           const char *const *ids, size_t count, unsigned wants,
                                           bool freshly, struct atl_confluence_fetched *fetched,
                                           struct atl_error *error);

/*
 * The id of the page of this title in this space (its key). ATL_NOT_FOUND names the space that
 * isn't there, or, as hints, pages whose titles come near.
 */
enum atl_status atl_confluence_find_page(struct atl_http *http, struct atl_arena *arena,
                                         const char *space, const char *title, const char **id,
                                         struct atl_error *error);

/* The id of a space's home page. ATL_NOT_FOUND: there is no such space, or it has none. */
enum atl_status atl_confluence_home_page(struct atl_http *http, struct atl_arena *arena,
                                         const char *space, const char **id,
                                         struct atl_error *error);

/*
 * The names of people by account id, on Cloud (users-bulk): names[i] is for ids[i]; the id itself
 * for somebody who isn't known, NULL for NULL. In the arena.
 */
enum atl_status atl_confluence_name_people(struct atl_http *http, struct atl_arena *arena,
                                           const char *const *ids, size_t count, const char **names,
                                           struct atl_error *error);

/*
 * Whether there is somebody of that account id (Cloud), or user name (Data Center): user (v1).
 * ATL_NOT_FOUND: nobody.
 */
enum atl_status atl_confluence_find_person(struct atl_http *http, struct atl_arena *arena,
                                           const char *id, struct atl_error *error);

/* ---- changing ---- */

struct atl_confluence_change {
    const char *id;       /* NULL: create */
    const char *space;    /* key, for creating */
    const char *space_id; /* Cloud: spares a request when it is known; may be NULL */
    const char *parent;   /* id. NULL: as it is; when created, below the space's home page */
    bool at_top;          /* when created without a parent: beside the home page */
    const char *title;    /* NULL: as it is */
    const char *storage;  /* NULL: as it is; when created, empty */
    const char *message;  /* of the change (not of creating); NULL: none */
    const char *status;   /* "current", "draft"; NULL: as it is, "current" when nothing is read */
    int64_t version;      /* that was read; the new one is one more. 0: whichever is there */
    bool minor;           /* nobody is told; Data Center only */
};

/*
 * Creates a page. An answer that got lost is looked up by space and title, and asked for again when
 * the page isn't there: titles are unique, so there is never a second one. Drafts may share titles:
 * theirs is ATL_UNKNOWN_OUTCOME. ATL_CONFLICT names the page that has the title already.
 */
enum atl_status atl_confluence_create_page(struct atl_http *http, struct atl_arena *arena,
                                           const struct atl_confluence_change *change,
                                           struct atl_confluence_content *made,
                                           struct atl_error *error);

/*
 * Changes a page. Labels, restrictions, comments, attachments and its place stay. What isn't given
 * (title, storage, version) is read first, in one request. ATL_CONFLICT: another version is there
 * than the one given, or another page has the title, which error->http_status tells apart (409,
 * 400). An answer that got lost is looked up by version and body.
 */
enum atl_status atl_confluence_update_page(struct atl_http *http, struct atl_arena *arena,
                                           const struct atl_confluence_change *change,
                                           struct atl_confluence_content *made,
                                           struct atl_error *error);

/*
 * Whether two bodies in storage format are the same but for what the server adds by itself: ids of
 * macros, local ids, schema versions, spaces between tags.
 */
bool atl_confluence_same_storage(const char *left, const char *right);

#endif
