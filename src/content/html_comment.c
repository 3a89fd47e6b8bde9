#include "content/html_comment.h"

#include "atlcli/text.h"

#include <string.h>

/* Where a comment ends that starts at `text`; one without an end goes on to the last byte. */
static const char *end_of_comment(const char *text, const char *end)
{
    const char *start = text + strlen("<!--");
    size_t left = (size_t)(end - start);
    if (left >= 1 && start[0] == '>') {
        return start + 1;
    }
    if (left >= 2 && memcmp(start, "->", 2) == 0) {
        return start + 2;
    }
    const char *close = memmem(start, left, "-->", 3);
    return close == NULL ? end : close + 3;
}

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

static void append_trimmed(struct atl_buffer *buffer, const struct atl_buffer *text)
{
    const char *start = atl_buffer_text(text);
    size_t length = text->length;
    while (length > 0 && is_space(start[length - 1])) {
        length--;
    }
    while (length > 0 && is_space(*start)) {
        start++;
        length--;
    }
    atl_buffer_append(buffer, start, length);
}

bool content_has_comments(const struct atl_node *node, struct atl_buffer *rest)
{
    const char *at = node->text;
    const char *end = at + node->length;
    const char *comment;
    struct atl_buffer kept = {0};
    if (node->kind != ATL_NODE_RAW || node->value != ATL_CONTENT_HTML || node->length == 0 ||
        memmem(at, node->length, "<!--", 4) == NULL) {
        return false;
    }
    while ((comment = memmem(at, (size_t)(end - at), "<!--", 4)) != NULL) {
        atl_buffer_append(&kept, at, (size_t)(comment - at));
        at = end_of_comment(comment, end);
    }
    atl_buffer_append(&kept, at, (size_t)(end - at));
    append_trimmed(rest, &kept);
    atl_buffer_free(&kept);
    return true;
}
