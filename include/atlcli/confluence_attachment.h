/*
 * Confluence: files at pages. They are streamed from and to disk, whatever their size. To be used
 * inside atl_loop_run.
 */
#ifndef ATLCLI_CONFLUENCE_ATTACHMENT_H
#define ATLCLI_CONFLUENCE_ATTACHMENT_H

#include "atlcli/error.h"
#include "atlcli/http.h"
#include "atlcli/json.h"
#include "atlcli/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Texts are in the tree; NULL when the server doesn't say. */
struct atl_confluence_attachment {
    const char *id;   /* "att123" on Cloud */
    const char *page; /* id of the page, or blog post, that it is on */
    const char *file; /* as it was uploaded: not to be trusted as a file's name */
    const char *media_type;
    const char *comment;
    const char *download; /* path of its bytes on the site, as the server has it */
    const char *updated;  /* ISO 8601: when this version was made */
    int64_t version;
    int64_t size;      /* -1 when the server doesn't say */
    const cJSON *json; /* all the server says of it */
};

/* ---- which there are ---- */

struct atl_confluence_attachments {
    struct atl_confluence_attachment *items;
    size_t count;
};

/*
 * Those of a page: pages/{id}/attachments (Cloud, v2), content/{id}/child/attachment (Data Center).
 * With `file`, only the one of that name. In the arena. ATL_NOT_FOUND when there is no such page.
 */
enum atl_status atl_confluence_attachments(struct atl_http *http, struct atl_arena *arena,
                                           const char *page, const char *file,
                                           struct atl_confluence_attachments *attachments,
                                           struct atl_error *error);

/* Each once, maybe from several fibers; valid during the call. Must not wait. */
typedef enum atl_status (*atl_confluence_attachment_function)(
    void *context, const struct atl_confluence_attachment *attachment, struct atl_error *error);

struct atl_confluence_attachment_list {
    struct atl_http *http;
    const char *space;        /* its key; NULL: see `pages` */
    const char *const *pages; /* their ids, NULL-terminated, when there is no space: the pages of a
                                 tree, say, since CQL's "ancestor" is for pages alone */
    atl_confluence_attachment_function on_attachment;
    void *context;
};

/*
 * Those of a whole space, or of many pages, in few requests: CQL by content/search, a thousand a
 * request or as many as the server gives; 200 pages at a time, side by side, without a space. What
 * Data Center's links to the bytes tell isn't expanded (the time is NULL then). The search's index
 * may lag behind a change by some seconds: what was uploaded just now may not be there yet, and
 * what was deleted still be. Blog posts and comments of the space have attachments, too: `page` is
 * their id then.
 */
enum atl_status atl_confluence_list_attachments(const struct atl_confluence_attachment_list *list,
                                                struct atl_error *error);

/* ---- their bytes ---- */

/* Told while bytes go or come: so many more; below 0 when an attempt begins anew. */
typedef void (*atl_confluence_bytes_function)(void *context, int64_t bytes);

struct atl_confluence_upload {
    struct atl_http *http;
    const char *page;    /* its id */
    const char *path;    /* of the file here */
    const char *file;    /* what it is called there; NULL: the path's last part */
    const char *comment; /* on this version; NULL: none */
    bool minor;          /* nobody is notified */
    /* The attachment that it is to be a new version of, as it was read; NULL: a new one. */
    const struct atl_confluence_attachment *replaces;
    atl_confluence_bytes_function on_bytes; /* may be NULL */
    void *context;
};

/*
 * Uploads a file from disk: POST content/{page}/child/attachment, or …/{id}/data for a new version;
 * *made is in the arena. When the outcome isn't known the page's attachment of that name tells: a
 * page has one of each name, and a new version has the next number. It is sent again only when the
 * server itself failed and nothing has come; otherwise what isn't found ends in
 * ATL_UNKNOWN_OUTCOME. ATL_NOT_FOUND and ATL_FAILED for files that can't be read, or that become
 * shorter meanwhile; ATL_FAILED (400) for a new one whose name is taken.
 */
enum atl_status atl_confluence_attachment_upload(const struct atl_confluence_upload *wanted,
                                                 struct atl_arena *arena,
                                                 struct atl_confluence_attachment *made,
                                                 struct atl_error *error);

/*
 * Downloads it to a path, which is there when it is whole: Cloud sends clients on to another host
 * for the bytes, which gets no credentials. A file that is there is replaced, or without `replace`
 * the result is ATL_CONFLICT. ATL_FAILED when fewer or more bytes come than the attachment has.
 */
enum atl_status atl_confluence_attachment_download(
    struct atl_http *http, const struct atl_confluence_attachment *attachment, const char *path,
    bool replace, atl_confluence_bytes_function on_bytes, void *context, struct atl_error *error);

/*
 * Its bytes, piece by piece as they come: until `on_piece` returns false, which is no error. When
 * an attempt begins anew, `restart` is told first. Neither may wait. ATL_FAILED when fewer or more
 * bytes come than the attachment has.
 */
enum atl_status atl_confluence_attachment_read(
    struct atl_http *http, const struct atl_confluence_attachment *attachment,
    bool (*on_piece)(void *context, const void *bytes, size_t length),
    void (*restart)(void *context), void *context, struct atl_error *error);

/*
 * Whether the attachment has the bytes of the file at `path`: another size says no without a
 * request, else the bytes are fetched and compared as they come. ATL_NOT_FOUND and ATL_FAILED when
 * the file can't be read.
 */
enum atl_status
atl_confluence_attachment_compare(struct atl_http *http,
                                  const struct atl_confluence_attachment *attachment,
                                  const char *path, bool *same, struct atl_error *error);

/* To the trash: DELETE attachments/{id} (v2), content/{id} (Data Center). */
enum atl_status atl_confluence_attachment_delete(struct atl_http *http, const char *id,
                                                 struct atl_error *error);

#endif
