#include "sandbox/seed/file_bytes.h"

#include <gnutls/gnutls.h>
#include <string.h>

/* By the end of the name. */
static const char *guess_media_type(const char *name)
{
    static const struct {
        const char *ending;
        const char *media_type;
    } types[] = {
        {".txt", "text/plain"},      {".log", "text/plain"},      {".csv", "text/csv"},
        {".png", "image/png"},       {".jpg", "image/jpeg"},      {".json", "application/json"},
        {".pdf", "application/pdf"}, {".md", "text/markdown"},    {".html", "text/html"},
        {".svg", "image/svg+xml"},   {".xml", "application/xml"}, {".zip", "application/zip"},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (atl_text_ends_with(name, types[i].ending)) {
            return types[i].media_type;
        }
    }
    return "application/octet-stream";
}

static void decode(struct file *file, const struct place *place, struct atl_buffer *bytes)
{
    const char *text = file_text_at(file, place);
    gnutls_datum_t encoded = {(unsigned char *)(uintptr_t)text, (unsigned)strlen(text)};
    gnutls_datum_t decoded = {NULL, 0};
    if (*text == '\0') {
        return;
    }
    if (gnutls_base64_decode2(&encoded, &decoded) != 0) {
        file_fail(file, place, "is no base64");
        return;
    }
    atl_buffer_append(bytes, decoded.data, decoded.size);
    gnutls_free(decoded.data);
}

void file_read_bytes(struct file *file, const struct place *place, struct file_bytes *bytes)
{
    struct place text = file_member(place, "text");
    struct place base64 = file_member(place, "base64");
    *bytes = (struct file_bytes){.name = file_needed(file, place, "name")};
    bytes->media_type = file_text(file, place, "mediaType", guess_media_type(bytes->name));
    if ((text.node == NULL) == (base64.node == NULL)) {
        file_fail(file, place, "either 'text' or 'base64' is needed");
    } else if (text.node != NULL) {
        atl_buffer_add(&bytes->bytes, file_text_at(file, &text));
    } else {
        decode(file, &base64, &bytes->bytes);
    }
}
