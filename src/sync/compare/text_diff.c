#include "atlcli/diff.h"

#include "sync/git_library.h"

#include <string.h>

struct printer {
    struct atl_buffer *diff;
    const char *before_label;
    const char *after_label;
    bool has_begun;
};

/* The heading of the file comes with its first hunk: equal texts have none. */
static int print_hunk(const git_diff_delta *delta, const git_diff_hunk *hunk, void *payload)
{
    (void)delta;
    struct printer *printer = payload;
    if (!printer->has_begun) {
        atl_buffer_printf(printer->diff, "--- %s\n+++ %s\n", printer->before_label,
                          printer->after_label);
        printer->has_begun = true;
    }
    /* Not its own header: what it takes for the head of a function is any line of prose. */
    atl_buffer_printf(printer->diff, "@@ -%d", hunk->old_start);
    if (hunk->old_lines != 1) {
        atl_buffer_printf(printer->diff, ",%d", hunk->old_lines);
    }
    atl_buffer_printf(printer->diff, " +%d", hunk->new_start);
    if (hunk->new_lines != 1) {
        atl_buffer_printf(printer->diff, ",%d", hunk->new_lines);
    }
    atl_buffer_add(printer->diff, " @@\n");
    return 0;
}

static int print_line(const git_diff_delta *delta, const git_diff_hunk *hunk,
                      const git_diff_line *line, void *payload)
{
    (void)delta;
    (void)hunk;
    struct printer *printer = payload;
    if (line->origin == GIT_DIFF_LINE_CONTEXT || line->origin == GIT_DIFF_LINE_ADDITION ||
        line->origin == GIT_DIFF_LINE_DELETION) {
        atl_buffer_add_char(printer->diff, line->origin);
    }
    /* The others are "\ No newline at end of file", with the newline that isn't there before it. */
    atl_buffer_append(printer->diff, line->content, line->content_len);
    return 0;
}

enum atl_status atl_text_diff(const char *before, size_t before_length, const char *before_label,
                              const char *after, size_t after_length, const char *after_label,
                              int context_lines, struct atl_buffer *diff, struct atl_error *error)
{
    const struct git_library *library;
    enum atl_status status = git_library_load(&library, error);
    if (status != ATL_OK) {
        return status;
    }
    struct printer printer = {
        .diff = diff, .before_label = before_label, .after_label = after_label};
    git_diff_options options;
    library->git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION);
    options.flags = GIT_DIFF_FORCE_TEXT | GIT_DIFF_INDENT_HEURISTIC;
    options.context_lines = context_lines < 0 ? 0 : (uint32_t)context_lines;
    size_t length = diff->length;
    if (library->git_diff_buffers(before_length == 0 ? "" : before, before_length, NULL,
                                  after_length == 0 ? "" : after, after_length, NULL, &options,
                                  NULL, NULL, print_hunk, print_line, &printer) < 0) {
        atl_buffer_truncate(diff, length);
        return git_library_fail(library, "the texts cannot be compared", error);
    }
    return ATL_OK;
}
