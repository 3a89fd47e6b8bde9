/*
 * Uploads: "CONTENT TYPE\nBODY" from anyone is taken apart, or refused, in an orderly way: parts
 * lie within the body, files have safe names.
 */
#include "sandbox/server/multipart.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void check_name(const char *name)
{
    expect(*name != '\0' && strlen(name) <= MULTIPART_MOST_NAME_BYTES);
    expect(strpbrk(name, "/\\\r\n") == NULL);
    expect(strcmp(name, ".") != 0 && strcmp(name, "..") != 0);
}

static void check_part(const struct multipart_part *part, const char *body, size_t length)
{
    expect(part->name != NULL && part->media_type != NULL);
    expect(part->bytes >= body && part->bytes + part->length <= body + length);
    if (part->file_name != NULL) {
        check_name(part->file_name);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    const char *line_end = size == 0 ? NULL : memchr(text, '\n', size);
    if (line_end == NULL) {
        return 0;
    }
    struct atl_arena arena = {0};
    const char *content_type = atl_arena_strndup(&arena, text, (size_t)(line_end - text));
    /* A block of its own, so that the sanitizers see each step beyond it. */
    size_t length = size - (size_t)(line_end + 1 - text);
    char *body = atl_alloc(length + 1);
    memcpy(body, line_end + 1, length);
    struct multipart *form = atl_arena_alloc(&arena, sizeof *form);
    const char *problem = multipart_parse(&arena, content_type, body, length, form);
    expect(problem == NULL || *problem != '\0');
    for (size_t i = 0; i < form->count; i++) {
        check_part(&form->parts[i], body, length);
        multipart_text(form, &arena, form->parts[i].name);
        multipart_file(form, form->parts[i].name, NULL);
    }
    free(body);
    atl_arena_free(&arena);
    return 0;
}
