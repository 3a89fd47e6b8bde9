/* The bytes of a page's files: to disk, and compared with what is there. */
#include "atlassian/confluence/attachment_internal.h"
#include "atlassian/confluence/internal.h"
#include "atlassian/file_pieces.h"
#include "atlassian/file_sink.h"

#include "atlcli/file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * Below our own site, since an address that a server gives has the name it knows itself by, which
 * may be another one than ours. Data Center has no operation for it but the link.
 */
static const char *path_of(const struct atl_http *http, struct atl_arena *arena,
                           const struct atl_confluence_attachment *attachment)
{
    static const char mark[] = "/download/";
    if (confluence_is_cloud(http)) {
        return atl_arena_printf(
            arena, "/wiki/rest/api/content/%s/child/attachment/%s/download?version=%" PRId64,
            attachment->page, attachment->id, attachment->version);
    }
    return attachment->download == NULL ? NULL : strstr(attachment->download, mark);
}

static enum atl_status fail_without_link(struct atl_error *error)
{
    return atl_fail(error, ATL_FAILED, "the server doesn't say where its bytes are");
}

enum atl_status atl_confluence_attachment_download(
    struct atl_http *http, const struct atl_confluence_attachment *attachment, const char *path,
    bool replace, atl_confluence_bytes_function on_bytes, void *context, struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_file_draft draft;
    struct stat about;
    const char *source = path_of(http, &arena, attachment);
    if (source == NULL) {
        atl_arena_free(&arena);
        return fail_without_link(error);
    }
    if (!replace && lstat(path, &about) == 0) {
        atl_arena_free(&arena);
        return atl_fail(error, ATL_CONFLICT, "%s is there already", path);
    }
    enum atl_status status = atl_file_draft_begin(&draft, &arena, path, error);
    if (status == ATL_OK) {
        struct file_sink sink = {.descriptor = draft.descriptor,
                                 .expected = attachment->size,
                                 .on_bytes = on_bytes,
                                 .context = context};
        status = file_sink_fetch(&sink, http, source, error);
    }
    if (status == ATL_OK) {
        status = atl_file_draft_finish(&draft, replace, error);
    }
    atl_file_draft_drop(&draft);
    atl_arena_free(&arena);
    return status;
}

/* ---- piece by piece ---- */

enum atl_status atl_confluence_attachment_read(
    struct atl_http *http, const struct atl_confluence_attachment *attachment,
    bool (*on_piece)(void *context, const void *bytes, size_t length),
    void (*restart)(void *context), void *context, struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct file_pieces pieces = {.on_piece = on_piece, .restart = restart, .context = context};
    const char *source = path_of(http, &arena, attachment);
    enum atl_status status =
        source == NULL ? fail_without_link(error)
                       : file_pieces_fetch(&pieces, http, source, attachment->size, error);
    atl_arena_free(&arena);
    return status;
}

static enum atl_status fail_to_read(const char *path, int reason, struct atl_error *error)
{
    return atl_fail(error, reason == ENOENT ? ATL_NOT_FOUND : ATL_FAILED, "cannot read %s: %s",
                    path, strerror(reason));
}

enum atl_status
atl_confluence_attachment_compare(struct atl_http *http,
                                  const struct atl_confluence_attachment *attachment,
                                  const char *path, bool *same, struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct stat about = {0};
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    int reason = descriptor < 0 || fstat(descriptor, &about) != 0 ? errno : 0;
    enum atl_status status = ATL_OK;
    *same = false;
    if (reason == 0 && attachment->size == about.st_size) {
        const char *source = path_of(http, &arena, attachment);
        status = source == NULL ? fail_without_link(error)
                                : file_pieces_compare(descriptor, http, source, attachment->size,
                                                      same, &reason, error);
    }
    if (reason != 0) {
        status = fail_to_read(path, reason, error);
    }
    if (descriptor >= 0) {
        close(descriptor);
    }
    atl_arena_free(&arena);
    return status;
}
