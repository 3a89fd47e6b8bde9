#include "sync/text_merge.h"

#include "sync/git_library.h"

#include <string.h>

enum {
    MARKER_LENGTH = 7, /* of "<<<<<<<" */
};

enum line_ending {
    NO_LINES,
    LF,
    CRLF,
    MIXED,
};

static enum line_ending line_ending_of(const struct sync_text *text)
{
    enum line_ending found = NO_LINES;
    const char *end = text->data + text->length;
    for (const char *at = text->data; text->length > 0 && at < end; at++) {
        at = memchr(at, '\n', (size_t)(end - at));
        if (at == NULL) {
            break;
        }
        enum line_ending this = at > text->data && at[-1] == '\r' ? CRLF : LF;
        if (found != NO_LINES && found != this) {
            return MIXED;
        }
        found = this;
    }
    return found;
}

static bool ends_line(const struct sync_text *text)
{
    return text->length > 0 && text->data[text->length - 1] == '\n';
}

/* ---- making the three alike in what is no change ---- */

static void append_lines(struct atl_buffer *buffer, const struct sync_text *text,
                         enum line_ending ending)
{
    const char *at = text->data;
    const char *end = at + text->length;
    while (at < end) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        const char *stop = newline == NULL ? end : newline;
        if (newline != NULL && stop > at && stop[-1] == '\r') {
            stop--;
        }
        atl_buffer_append(buffer, at, (size_t)(stop - at));
        if (newline != NULL) {
            atl_buffer_add(buffer, ending == CRLF ? "\r\n" : "\n");
        }
        at = newline == NULL ? end : newline + 1;
    }
}

/* The text with our line endings, if we have any of one kind, and with one after its last line. */
static void prepare(const struct sync_text *text, enum line_ending ours, struct atl_buffer *buffer)
{
    if (text->length == 0) {
        return;
    }
    atl_buffer_reserve(buffer, text->length + 2);
    if (ours == LF || ours == CRLF) {
        append_lines(buffer, text, ours);
    } else {
        atl_buffer_append(buffer, text->data, text->length);
    }
    if (!ends_line(text)) {
        bool after_crlf = ours == CRLF || line_ending_of(text) == CRLF;
        atl_buffer_add(buffer, after_crlf ? "\r\n" : "\n");
    }
}

/* ---- merging ---- */

/* Takes back the line ending that `prepare` put after our last line. */
static void append_merged(struct atl_buffer *merged, const git_merge_file_result *result,
                          const struct sync_text *ours, bool ends_in_marker)
{
    size_t length = result->len;
    bool ends_open = ours->length > 0 && !ends_line(ours);
    if (ends_open && !ends_in_marker && length > 0 && result->ptr[length - 1] == '\n') {
        bool own_return = ours->data[ours->length - 1] == '\r' && line_ending_of(ours) != CRLF;
        length--;
        length -= length > 0 && result->ptr[length - 1] == '\r' && !own_return ? 1 : 0;
    }
    atl_buffer_append(merged, result->ptr, length);
}

static bool starts_last_line(const git_merge_file_result *result, const char *prefix)
{
    size_t start = result->len > 0 ? result->len - 1 : 0;
    while (start > 0 && result->ptr[start - 1] != '\n') {
        start--;
    }
    size_t length = strlen(prefix);
    return result->len - start >= length && memcmp(result->ptr + start, prefix, length) == 0;
}

static git_merge_file_input input_of(const struct git_library *library,
                                     const struct atl_buffer *text)
{
    git_merge_file_input input;
    library->git_merge_file_input_init(&input, GIT_MERGE_FILE_INPUT_VERSION);
    input.ptr = atl_buffer_text(text);
    input.size = text->length;
    return input;
}

struct merge {
    const struct git_library *library;
    struct atl_buffer base;
    struct atl_buffer ours;
    struct atl_buffer theirs;
    const char *ours_label;
    const char *theirs_label;
    enum sync_favour favour;
};

static enum atl_status merge_prepared(const struct merge *merge, git_merge_file_result *result,
                                      struct atl_error *error)
{
    static const git_merge_file_favor_t favours[] = {
        [SYNC_FAVOUR_NONE] = GIT_MERGE_FILE_FAVOR_NORMAL,
        [SYNC_FAVOUR_OURS] = GIT_MERGE_FILE_FAVOR_OURS,
        [SYNC_FAVOUR_THEIRS] = GIT_MERGE_FILE_FAVOR_THEIRS,
    };
    const struct git_library *library = merge->library;
    git_merge_file_options options;
    library->git_merge_file_options_init(&options, GIT_MERGE_FILE_OPTIONS_VERSION);
    options.our_label = merge->ours_label;
    options.their_label = merge->theirs_label;
    options.marker_size = MARKER_LENGTH;
    options.favor = favours[merge->favour];
    git_merge_file_input base = input_of(library, &merge->base);
    git_merge_file_input ours = input_of(library, &merge->ours);
    git_merge_file_input theirs = input_of(library, &merge->theirs);
    if (library->git_merge_file(result, &base, &ours, &theirs, &options) < 0) {
        return git_library_fail(library, "the texts cannot be merged", error);
    }
    return ATL_OK;
}

static bool has_nul(const struct sync_text *text)
{
    return text->length > 0 && memchr(text->data, '\0', text->length) != NULL;
}

enum atl_status sync_merge_text(const struct sync_text *base, const struct sync_text *ours,
                                const struct sync_text *theirs, const char *ours_label,
                                const char *theirs_label, enum sync_favour favour,
                                struct atl_buffer *merged, bool *conflicts, struct atl_error *error)
{
    static const struct sync_text nothing;
    struct merge merge = {.ours_label = ours_label, .theirs_label = theirs_label, .favour = favour};
    git_merge_file_result result = {0};
    base = base == NULL ? &nothing : base;
    if (has_nul(base) || has_nul(ours) || has_nul(theirs)) {
        return atl_fail(error, ATL_FAILED, "the texts cannot be merged: one holds a NUL byte");
    }
    enum atl_status status = git_library_load(&merge.library, error);
    if (status != ATL_OK) {
        return status;
    }
    enum line_ending ending = line_ending_of(ours);
    prepare(base, ending, &merge.base);
    prepare(ours, ending, &merge.ours);
    prepare(theirs, ending, &merge.theirs);
    status = merge_prepared(&merge, &result, error);
    if (status == ATL_OK) {
        *conflicts = result.automergeable == 0;
        append_merged(merged, &result, ours, *conflicts && starts_last_line(&result, ">>>>>>>"));
        merge.library->git_merge_file_result_free(&result);
    }
    atl_buffer_free(&merge.base);
    atl_buffer_free(&merge.ours);
    atl_buffer_free(&merge.theirs);
    return status;
}

/* ---- finding what is left ---- */

static bool is_marker(const char *line, size_t length, const char *arrows, const char *label)
{
    size_t label_length = strlen(label);
    return length > MARKER_LENGTH + label_length && memcmp(line, arrows, MARKER_LENGTH) == 0 &&
           line[MARKER_LENGTH] == ' ' && memcmp(line + MARKER_LENGTH + 1, label, label_length) == 0;
}

size_t sync_conflict_line(const struct sync_text *text, const char *ours_label,
                          const char *theirs_label)
{
    const char *at = text->data;
    const char *end = at + text->length;
    for (size_t number = 1; text->length > 0 && at < end; number++) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        size_t length = (size_t)((newline == NULL ? end : newline) - at);
        if (is_marker(at, length, "<<<<<<<", ours_label) ||
            is_marker(at, length, ">>>>>>>", theirs_label)) {
            return number;
        }
        at += length + 1;
    }
    return 0;
}
