/* The bytes of a page's files: to disk, and compared with what is there. */
#include "atlassian/confluence/attachment_internal.h"
#include "atlassian/confluence/internal.h"
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

struct reading {
    bool (*on_piece)(void *context, const void *bytes, size_t length);
    void (*restart)(void *context);
    void *context;
    int64_t received;
    bool stopped;
};

static bool take(void *context, const void *bytes, size_t length)
{
    struct reading *reading = context;
    reading->received += (int64_t)length;
    reading->stopped = !reading->on_piece(reading->context, bytes, length);
    return !reading->stopped;
}

static void begin_anew(void *context)
{
    struct reading *reading = context;
    reading->received = 0;
    reading->restart(reading->context);
}

static enum atl_status read_from(struct reading *reading, struct atl_http *http,
                                 struct atl_arena *arena, const char *source, int64_t expected,
                                 struct atl_error *error)
{
    struct atl_http_response response;
    struct atl_http_request request = {
        .method = ATL_GET,
        .path = source,
        .accept = "*/*",
        .sink = take,
        .restart = begin_anew,
        .sink_context = reading,
    };
    enum atl_status status = atl_http_send(http, &request, arena, &response, error);
    if (status == ATL_OK) {
        status = atl_http_check(http, &request, &response, error);
    }
    if (reading->stopped) {
        return ATL_OK;
    }
    if (status == ATL_OK && expected >= 0 && reading->received != expected) {
        status = atl_fail(error, ATL_FAILED, "%" PRId64 " bytes came instead of %" PRId64,
                          reading->received, expected);
    }
    return status;
}

enum atl_status atl_confluence_attachment_read(
    struct atl_http *http, const struct atl_confluence_attachment *attachment,
    bool (*on_piece)(void *context, const void *bytes, size_t length),
    void (*restart)(void *context), void *context, struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct reading reading = {.on_piece = on_piece, .restart = restart, .context = context};
    const char *source = path_of(http, &arena, attachment);
    enum atl_status status =
        source == NULL ? fail_without_link(error)
                       : read_from(&reading, http, &arena, source, attachment->size, error);
    atl_arena_free(&arena);
    return status;
}

/* ---- comparing ---- */

struct comparing {
    int descriptor;
    int64_t compared;
    bool differs;
    int reason; /* errno of a failed read */
};

static bool compare(void *context, const void *bytes, size_t length)
{
    struct comparing *comparing = context;
    const char *at = bytes;
    char here[16384];
    while (length > 0) {
        size_t wanted = length < sizeof here ? length : sizeof here;
        ssize_t got = pread(comparing->descriptor, here, wanted, (off_t)comparing->compared);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        comparing->reason = got < 0 ? errno : 0;
        comparing->differs = got <= 0 || memcmp(here, at, (size_t)got) != 0;
        if (comparing->differs) {
            return false;
        }
        comparing->compared += got;
        at += got;
        length -= (size_t)got;
    }
    return true;
}

static void compare_anew(void *context)
{
    struct comparing *comparing = context;
    comparing->compared = 0;
}

enum atl_status
atl_confluence_attachment_compare(struct atl_http *http,
                                  const struct atl_confluence_attachment *attachment,
                                  const char *path, bool *same, struct atl_error *error)
{
    struct stat about;
    struct comparing comparing = {.descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    enum atl_status status = ATL_OK;
    *same = false;
    if (comparing.descriptor < 0 || fstat(comparing.descriptor, &about) != 0) {
        status = atl_fail(error, errno == ENOENT ? ATL_NOT_FOUND : ATL_FAILED, "cannot read %s: %s",
                          path, strerror(errno));
    } else if (attachment->size == about.st_size) {
        status = atl_confluence_attachment_read(http, attachment, compare, compare_anew, &comparing,
                                                error);
        *same = status == ATL_OK && !comparing.differs && comparing.compared == about.st_size;
    }
    if (comparing.reason != 0) {
        status =
            atl_fail(error, ATL_FAILED, "cannot read %s: %s", path, strerror(comparing.reason));
    }
    if (comparing.descriptor >= 0) {
        close(comparing.descriptor);
    }
    return status;
}
