/*
 * Jira: files at issues. They are streamed from and to disk, whatever their size. To be used inside
 * atl_loop_run.
 */
#ifndef ATLCLI_JIRA_ATTACHMENT_H
#define ATLCLI_JIRA_ATTACHMENT_H

#include "atlcli/jira.h"

struct atl_jira_attachment {
    const char *id;
    const char *name; /* as it was uploaded: not to be trusted as a file's name */
    const char *media_type;
    const char *author; /* display name; NULL when the server doesn't say */
    const char *created;
    int64_t size;
    const char *content; /* address of its bytes, as the server has it */
    const cJSON *json;   /* all the server says of it */
};

struct atl_jira_attachments {
    struct atl_jira_attachment *items; /* oldest first */
    size_t count;
};

/* GET issue/{key}?fields=attachment; in the arena. */
enum atl_status atl_jira_attachments(struct atl_http *http, struct atl_arena *arena,
                                     const char *key, struct atl_jira_attachments *attachments,
                                     struct atl_error *error);

/* Reads an issue's field "attachment". Texts stay in the tree. */
void atl_jira_attachments_read(struct atl_arena *arena, const cJSON *field,
                               struct atl_jira_attachments *attachments);

/* The most bytes that the site takes as one file; INT64_MAX when it doesn't say. GET
 * attachment/meta. */
enum atl_status atl_jira_attachment_limit(struct atl_http *http, int64_t *bytes,
                                          struct atl_error *error);

/* Told while bytes go or come: so many more; below 0 when an attempt begins anew. */
typedef void (*atl_jira_bytes_function)(void *context, int64_t bytes);

/* Files that are uploaded together: what one has become can't be taken for another. */
struct atl_jira_uploads {
    struct atl_http *http;
    const char *key;
    atl_jira_bytes_function on_bytes; /* may be NULL */
    void *context;
    struct atl_list known; /* ids of those that are there, in arenas of the callers */
};

/*
 * Uploads a file from disk: POST issue/{key}/attachments; *made is in the arena, which must live as
 * long as `uploads`. When the outcome isn't known it is looked for among the attachments:
 * one of the account's own, of the same name and size, made since the request was sent, by the
 * server's clock; where that clock leaves a doubt, only one with the file's bytes, which are
 * fetched for it. It is sent again only when the server itself failed and there is none; otherwise
 * what isn't found ends in ATL_UNKNOWN_OUTCOME. ATL_NOT_FOUND and ATL_FAILED for files that can't
 * be read, or that become shorter meanwhile.
 */
enum atl_status atl_jira_attachment_upload(struct atl_jira_uploads *uploads,
                                           struct atl_arena *arena, const char *path,
                                           struct atl_jira_attachment *made,
                                           struct atl_error *error);

/*
 * Writes its bytes into a file that is open for writing at its beginning. Sites send clients on to
 * other hosts for them, which get no credentials. ATL_FAILED when fewer or more bytes come than the
 * attachment has.
 */
enum atl_status atl_jira_attachment_download(struct atl_http *http,
                                             const struct atl_jira_attachment *attachment,
                                             int descriptor, atl_jira_bytes_function on_bytes,
                                             void *context, struct atl_error *error);

/* DELETE attachment/{id}. */
enum atl_status atl_jira_attachment_delete(struct atl_http *http, const char *id,
                                           struct atl_error *error);

#endif
