#include "cli/diff.h"

#include "cli/output_internal.h"

#include <string.h>

/* The lines before the first hunk name the files; after it their own "--" may look the same. */
static enum atl_style style_of(const char *line, bool in_hunk)
{
    if (!in_hunk) {
        return ATL_STYLE_BOLD;
    }
    switch (line[0]) {
    case '@':
        return ATL_STYLE_NAME;
    case '+':
        return ATL_STYLE_GOOD;
    case '-':
        return ATL_STYLE_BAD;
    case '\\':
        return ATL_STYLE_DIM;
    default:
        return ATL_STYLE_PLAIN;
    }
}

static void append_styled(struct atl_buffer *text, bool colour, const char *diff, size_t length)
{
    struct atl_buffer line = {0};
    const char *end = diff + length;
    for (bool in_hunk = false; diff < end;) {
        const char *newline = memchr(diff, '\n', (size_t)(end - diff));
        const char *stop = newline == NULL ? end : newline;
        size_t shown = (size_t)(stop - diff);
        shown -= shown > 0 && diff[shown - 1] == '\r' ? 1 : 0;
        in_hunk = in_hunk || atl_text_starts_with(diff, "@@");
        atl_buffer_truncate(&line, 0);
        atl_text_append_safe(&line, diff, shown, true);
        atl_style_append(text, colour, style_of(diff, in_hunk), atl_buffer_text(&line));
        atl_buffer_add_char(text, '\n');
        diff = stop + 1;
    }
    atl_buffer_free(&line);
}

enum atl_status atl_output_diff(struct atl_output *output, const char *diff, size_t length,
                                struct atl_error *error)
{
    const struct atl_console *console = output->console;
    if (output->form != ATL_OUTPUT_TABLE) {
        return ATL_OK;
    }
    if (!console->out_is_terminal) {
        return atl_output_bytes(output, diff, length, error);
    }
    struct atl_buffer text = {0};
    append_styled(&text, console->out_has_colour, diff, length);
    enum atl_status status = atl_output_bytes(output, atl_buffer_text(&text), text.length, error);
    atl_buffer_free(&text);
    return status;
}
