/*
 * Answers that are kept as the server packed them until somebody reads them: text of this kind is a
 * tenth as long then, so that many may wait for their turn in little memory.
 */
#include "atlcli/http.h"
#include "http/engine.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <strings.h>

enum {
    MOST_RATIO = 1032, /* no text is packed more tightly than this by deflate */
};

/*
 * The last four bytes say how long the text is. It is only somebody's word, so it decides about
 * room and nothing else.
 */
static size_t expected_length(const struct atl_http_response *response, size_t limit)
{
    const unsigned char *end = (const unsigned char *)response->body + response->length;
    if (response->length < 4) {
        return 0;
    }
    size_t told =
        (size_t)end[-4] | (size_t)end[-3] << 8 | (size_t)end[-2] << 16 | (size_t)end[-1] << 24;
    size_t most = response->length > limit / MOST_RATIO ? limit : response->length * MOST_RATIO;
    return told < most ? told : most;
}

static enum atl_status refuse(const char *why, struct atl_error *error)
{
    return atl_fail(error, ATL_FAILED, "the server's answer can't be unpacked: %s", why);
}

/* In one go; where the room that was thought to do doesn't, once more with twice as much. */
static enum atl_status unpack_all(struct libdeflate_decompressor *unpacker,
                                  const struct atl_http_response *response, size_t limit,
                                  struct atl_buffer *text, struct atl_error *error)
{
    size_t room = expected_length(response, limit);
    enum libdeflate_result result;
    size_t taken;
    for (;;) {
        atl_buffer_reserve(text, room);
        result = libdeflate_gzip_decompress_ex(unpacker, response->body, response->length,
                                               text->data, room, &taken, &text->length);
        if (result != LIBDEFLATE_INSUFFICIENT_SPACE || room == limit) {
            break;
        }
        text->length = 0;
        room = room < limit / 2 ? room * 2 + 1 : limit;
    }
    if (result != LIBDEFLATE_SUCCESS) {
        text->length = 0;
        return result == LIBDEFLATE_INSUFFICIENT_SPACE
                   ? atl_fail(error, ATL_FAILED, "the answer is larger than %zu bytes", limit)
                   : refuse("it is damaged, or cut short", error);
    }
    text->data[text->length] = '\0';
    return taken == response->length ? ATL_OK : refuse("it goes on behind its end", error);
}

static bool is_gzip(const char *packing)
{
    return strcasecmp(packing, "gzip") == 0 || strcasecmp(packing, "x-gzip") == 0;
}

enum atl_status atl_http_unpack(struct atl_http *http, struct atl_arena *arena,
                                struct atl_http_response *response, struct atl_error *error)
{
    if (response->packing == NULL) {
        return ATL_OK;
    }
    if (!is_gzip(response->packing)) {
        return atl_fail(error, ATL_FAILED, "the server packed its answer as '%s', and not as asked",
                        response->packing);
    }
    struct atl_buffer text = {0};
    struct libdeflate_decompressor *unpacker = libdeflate_alloc_decompressor();
    if (unpacker == NULL) {
        return refuse("there isn't memory enough", error);
    }
    enum atl_status status =
        unpack_all(unpacker, response, http->options.response_limit, &text, error);
    libdeflate_free_decompressor(unpacker);
    if (status != ATL_OK) {
        atl_buffer_free(&text);
        return status;
    }
    response->length = text.length;
    response->body = atl_buffer_take(&text);
    response->packing = NULL;
    atl_arena_defer(arena, free, (void *)(uintptr_t)response->body);
    return ATL_OK;
}
