/*
 * Answers that are kept as the server packed them until somebody reads them: text of this kind is a
 * tenth as long then, so that many may wait for their turn in little memory.
 */
#include "atlcli/http.h"
#include "http/engine.h"

#include <stdlib.h>
#include <strings.h>
#include <zlib.h>

enum {
    GZIP_ONLY = 16,    /* inflateInit2: a header of gzip is wanted (RFC 1952) … */
    MOST_RATIO = 1032, /* … and no text is packed more tightly than this by deflate */
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

static enum atl_status inflate_all(z_stream *stream, struct atl_buffer *text, size_t limit,
                                   struct atl_error *error)
{
    for (;;) {
        /* One byte more than expected, so that a text of that length is seen to end. */
        size_t room = text->capacity - text->length - 1;
        stream->next_out = (Bytef *)text->data + text->length;
        stream->avail_out = room > UINT_MAX ? UINT_MAX : (uInt)room;
        uInt before = stream->avail_out;
        int result = inflate(stream, Z_NO_FLUSH);
        text->length += before - stream->avail_out;
        if (text->length > limit) {
            return atl_fail(error, ATL_FAILED, "the answer is larger than %zu bytes", limit);
        }
        if (result == Z_STREAM_END && stream->avail_in == 0) {
            text->data[text->length] = '\0';
            return ATL_OK;
        }
        bool goes_on = (result == Z_OK || result == Z_BUF_ERROR) && stream->avail_out == 0;
        if (!goes_on) {
            const char *why = result == Z_STREAM_END ? "it goes on behind its end"
                              : stream->msg != NULL  ? stream->msg
                                                     : "it is cut short";
            return atl_fail(error, ATL_FAILED, "the server's answer can't be unpacked: %s", why);
        }
        atl_buffer_reserve(text, text->length + 1);
    }
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
    size_t limit = http->options.response_limit;
    struct atl_buffer text = {0};
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)response->body,
                       .avail_in = (uInt)response->length};
    if (response->length > UINT_MAX || inflateInit2(&stream, GZIP_ONLY + MAX_WBITS) != Z_OK) {
        return atl_fail(error, ATL_FAILED, "the server's answer can't be unpacked");
    }
    atl_buffer_reserve(&text, expected_length(response, limit) + 1);
    enum atl_status status = inflate_all(&stream, &text, limit, error);
    inflateEnd(&stream);
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
