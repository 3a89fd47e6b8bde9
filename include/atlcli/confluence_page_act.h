/*
 * Confluence: what becomes of pages: moved, copied, archived, deleted; and their versions. To be
 * used inside atl_loop_run; errors are those of atl_http_json, besides what is said here.
 */
#ifndef ATLCLI_CONFLUENCE_PAGE_ACT_H
#define ATLCLI_CONFLUENCE_PAGE_ACT_H

#include "atlcli/confluence_page.h"

/*
 * Moves a page to the trash; `status` is what it is now. With `purge` it goes for good, also out of
 * the trash. Drafts have no trash. The server says 404 also of a page that may not be deleted: then
 * it is looked up. ATL_OK when it is in the trash, or gone and this call asked for it more than
 * once; ATL_NOT_FOUND when it stays, or nothing of it is to be seen.
 */
enum atl_status atl_confluence_delete_page(struct atl_http *http, const char *id,
                                           const char *status, bool purge, struct atl_error *error);

enum atl_confluence_place {
    ATL_CONFLUENCE_BELOW,  /* the last child of the target */
    ATL_CONFLUENCE_BEFORE, /* its sibling */
    ATL_CONFLUENCE_AFTER,
    ATL_CONFLUENCE_AT_TOP, /* of its space, after the home page */
};

/* Whether pages can be put there: ATL_USAGE where the REST API can't, which is Data Center's for
 * all places but below another page. No request. */
enum atl_status atl_confluence_check_place(const struct atl_account *account,
                                           enum atl_confluence_place place,
                                           struct atl_error *error);

struct atl_confluence_move {
    const char *id;
    enum atl_confluence_place place;
    const char *target; /* id; not for the top */
    const char *space;  /* key of the target's, or of the page's own for the top; else NULL is fine,
                           but takes a request on Data Center */
    bool only_once;     /* once more, and the page is the last one again: a lost answer is
                           ATL_UNKNOWN_OUTCOME instead. On Data Center it is looked up anyway */
};

/*
 * Moves a page with all below it.
 *   Cloud        also to another space (content/{id}/move)
 *   Data Center  only below another page of its space, by a minor version (content/{id}, with
 *                ancestors): *version is that one. ATL_CONFLICT (409) when others change the page
 *                again and again
 * *version is 0 when none was made; NULL: it isn't wanted.
 */
enum atl_status atl_confluence_move_page(struct atl_http *http,
                                         const struct atl_confluence_move *move, int64_t *version,
                                         struct atl_error *error);

/*
 * The ids of what is above a page, folders among them, as a JSON array in the arena: none of these
 * can be moved to where the page is.
 *   Cloud        pages/{id}/ancestors (v2), 250 a request
 *   Data Center  content/{id}
 */
enum atl_status atl_confluence_list_above(struct atl_http *http, struct atl_arena *arena,
                                          const char *id, cJSON **ids, struct atl_error *error);

struct atl_confluence_copy {
    const char *id;     /* what is copied */
    const char *parent; /* id of the page that it goes below */
    const char *space;  /* key, and on Cloud id, of that page's space: where titles are unique */
    const char *space_id;
    const char *title;  /* of the copy; of a tree's, that of its top with the prefix */
    const char *prefix; /* of the titles of a tree's copies; "" for none */
    bool without_attachments;
    bool without_labels;
    bool without_properties;
    bool with_restrictions;
};

/*
 * Titles are unique in a space: ATL_CONFLICT names the page that has that of the copy, and the
 * option that gives another one.
 */
enum atl_status atl_confluence_check_copy(struct atl_http *http, struct atl_arena *arena,
                                          const struct atl_confluence_copy *copy,
                                          const char *option, struct atl_error *error);

/*
 * Copies one page, on Cloud (content/{id}/copy). ATL_CONFLICT names the page that has the title. An
 * answer that got lost is looked up by the title, which was free before.
 */
enum atl_status atl_confluence_copy_page(struct atl_http *http, struct atl_arena *arena,
                                         const struct atl_confluence_copy *copy,
                                         struct atl_confluence_content *made,
                                         struct atl_error *error);

/*
 * Copies a page with all below it, on Cloud; *task is the long task that does so. ATL_CONFLICT
 * likewise. An answer that got lost is looked up by the title of the top, which was free before:
 * *made is its id then, *task NULL, and the pages below it come by and by.
 */
enum atl_status atl_confluence_copy_tree(struct atl_http *http, struct atl_arena *arena,
                                         const struct atl_confluence_copy *copy, const char **task,
                                         const char **made, struct atl_error *error);

enum {
    ATL_CONFLUENCE_ARCHIVE_PAGES = 300, /* that one request archives at most */
};

/*
 * Archives pages; Cloud. *task is the long task that does so. Editions below Premium take one page
 * at a time; where one of many can't be archived, none is (HTTP status 400). A site works on one
 * such job at a time: the end of another one is waited for, up to ten minutes; then ATL_CONFLICT.
 */
enum atl_status atl_confluence_archive_pages(struct atl_http *http, struct atl_arena *arena,
                                             const char *const *ids, size_t count,
                                             const char **task, struct atl_error *error);

/*
 * Waits until no archival job is running, whoever began it: for one whose answer got lost, and with
 * it the task's id. ATL_CONFLICT likewise. ATL_OK also when the site doesn't tell.
 */
enum atl_status atl_confluence_await_archiving(struct atl_http *http, struct atl_error *error);

/* How far a long task is; in the arena. */
struct atl_confluence_task {
    bool ended;
    bool succeeded; /* of an ended one */
    int percent;
    const char *words; /* what it says of its end; NULL for nothing */
    const cJSON *json; /* what the server sent */
};

/* Asks once: longtask/{id}. */
enum atl_status atl_confluence_look_at_task(struct atl_http *http, struct atl_arena *arena,
                                            const char *task, struct atl_confluence_task *result,
                                            struct atl_error *error);

/*
 * Waits until a long task has ended; `on_progress` (may be NULL) hears how many per
 * cent are done. ATL_FAILED with what it says when it didn't succeed. *json is its last answer.
 */
enum atl_status atl_confluence_wait_task(struct atl_http *http, struct atl_arena *arena,
                                         const char *task,
                                         void (*on_progress)(void *context, int64_t percent),
                                         void *context, const cJSON **json,
                                         struct atl_error *error);

/* ---- versions ---- */

struct atl_confluence_version {
    int64_t number;
    const char *author;  /* name; the account id of somebody who isn't known */
    const char *created; /* ISO 8601 */
    const char *message; /* NULL for none */
    bool minor;
};

struct atl_confluence_versions {
    struct atl_confluence_version *items; /* the newest first; in the arena */
    size_t count;
};

/* The latest `limit` versions of a page: pages/{id}/versions (v2), content/{id}/version. */
enum atl_status atl_confluence_list_versions(struct atl_http *http, struct atl_arena *arena,
                                             const char *id, size_t limit,
                                             struct atl_confluence_versions *versions,
                                             struct atl_error *error);

#endif
