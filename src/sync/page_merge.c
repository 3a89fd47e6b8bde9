#include "sync/page_merge.h"

#include "sync/page_file.h"
#include "sync/problem.h"

#include "atlcli/frontmatter.h"

#include <string.h>

/* A file in two: with the frontmatter goes a byte order mark. */
struct halves {
    struct sync_page_text parts;
    struct sync_text head;
    struct sync_text body;
};

static enum atl_status cut(struct atl_arena *arena, const struct sync_text *text,
                           struct halves *halves, struct atl_error *error)
{
    struct atl_frontmatter found = {0};
    const char *data = text->data == NULL ? "" : text->data;
    enum atl_status status = sync_page_text_read(arena, data, text->length, &halves->parts, error);
    size_t start = status == ATL_OK && halves->parts.has_bom ? 3 : 0;
    if (status == ATL_OK && halves->parts.yaml != NULL) {
        status = atl_frontmatter_find(data + start, text->length - start, &found, error);
    }
    halves->head = (struct sync_text){data, start + found.length};
    halves->body =
        (struct sync_text){data + halves->head.length, text->length - halves->head.length};
    return status;
}

/* The text that a function of page_file.h has made, cut. */
static enum atl_status cut_made(struct atl_arena *arena, struct atl_buffer *made,
                                struct halves *halves, struct atl_error *error)
{
    const struct sync_text text = {atl_arena_strndup(arena, made->data, made->length),
                                   made->length};
    atl_buffer_free(made);
    return cut(arena, &text, halves, error);
}

static enum atl_status retitle(struct atl_arena *arena, const struct halves *halves,
                               const char *title, struct halves *retitled, struct atl_error *error)
{
    struct atl_buffer made = {0};
    enum atl_status status = sync_page_set(&halves->parts, "title", title, &made, error);
    if (status != ATL_OK) {
        atl_buffer_free(&made);
        return status;
    }
    return cut_made(arena, &made, retitled, error);
}

/* What nothing is known of, and that names no page, is to be this one's. */
static enum atl_status adopt(struct atl_arena *arena, const struct halves *theirs,
                             struct halves *ours, struct atl_error *error)
{
    struct atl_buffer made = {0};
    if (theirs->parts.id == NULL || theirs->parts.title == NULL) {
        return ATL_OK;
    }
    enum atl_status status =
        sync_page_adopt(&ours->parts, theirs->parts.id, theirs->parts.title, &made, error);
    if (status != ATL_OK) {
        atl_buffer_free(&made);
        return status;
    }
    return cut_made(arena, &made, ours, error);
}

/* ---- titles ---- */

/* Whose title it is to be; SYNC_FAVOUR_NONE: both say another. One that says none agrees. */
static enum sync_favour side_of_title(const char *base, const char *ours, const char *theirs,
                                      enum sync_favour favour)
{
    if (ours == NULL || theirs == NULL || strcmp(ours, theirs) == 0 ||
        atl_text_equal(base, theirs)) {
        return SYNC_FAVOUR_OURS;
    }
    return atl_text_equal(base, ours) ? SYNC_FAVOUR_THEIRS : favour;
}

/* Three heads that differ in the title alone. */
static enum atl_status merge_titles(struct atl_arena *arena, const struct halves *ours,
                                    const char *title, struct atl_buffer *merged, bool *conflicts,
                                    struct atl_error *error)
{
    struct halves base;
    struct halves theirs;
    /* That neither has. */
    const char *former = atl_arena_printf(arena, "%s%s", ours->parts.title, title);
    enum atl_status status = retitle(arena, ours, former, &base, error);
    if (status == ATL_OK) {
        status = retitle(arena, ours, title, &theirs, error);
    }
    return status == ATL_OK
               ? sync_merge_text(&base.head, &ours->head, &theirs.head, SYNC_OURS, SYNC_THEIRS,
                                 SYNC_FAVOUR_NONE, merged, conflicts, error)
               : status;
}

static enum atl_status merge_heads(struct atl_arena *arena, const struct halves *base,
                                   const struct halves *ours, const struct halves *theirs,
                                   enum sync_favour favour, struct atl_buffer *merged,
                                   bool *conflicts, struct atl_error *error)
{
    struct halves retitled;
    enum atl_status status = ATL_OK;
    const char *title = theirs->parts.title;
    *conflicts = false;
    switch (
        side_of_title(base == NULL ? NULL : base->parts.title, ours->parts.title, title, favour)) {
    case SYNC_FAVOUR_NONE:
        return merge_titles(arena, ours, title, merged, conflicts, error);
    case SYNC_FAVOUR_THEIRS:
        status = retitle(arena, ours, title, &retitled, error);
        ours = &retitled;
        break;
    case SYNC_FAVOUR_OURS:
        break;
    }
    if (status == ATL_OK) {
        atl_buffer_append(merged, ours->head.data, ours->head.length);
    }
    return status;
}

/* ---- all ---- */

/* Of frontmatter that nothing came after, not even a line break. */
static void end_line(const struct halves *ours, struct atl_buffer *merged)
{
    if (ours->parts.yaml != NULL && merged->data[merged->length - 1] != '\n') {
        atl_buffer_add(merged, ours->parts.crlf ? "\r\n" : "\n");
    }
}

enum atl_status sync_merge_page(struct atl_arena *arena, const struct sync_text *base,
                                const struct sync_text *ours, const struct sync_text *theirs,
                                enum sync_favour favour, struct atl_buffer *merged, bool *conflicts,
                                struct atl_error *error)
{
    struct halves was = {0};
    struct halves here;
    struct halves there;
    struct atl_buffer body = {0};
    bool titles_differ = false;
    *conflicts = false;
    enum atl_status status = base == NULL ? ATL_OK : cut(arena, base, &was, error);
    status = status == ATL_OK ? cut(arena, ours, &here, error) : status;
    status = status == ATL_OK ? cut(arena, theirs, &there, error) : status;
    if (status == ATL_OK && base == NULL && here.parts.id == NULL) {
        status = adopt(arena, &there, &here, error);
    }
    if (status == ATL_OK) {
        status = sync_merge_text(base == NULL ? NULL : &was.body, &here.body, &there.body,
                                 SYNC_OURS, SYNC_THEIRS, favour, &body, conflicts, error);
    }
    if (status == ATL_OK) {
        status = merge_heads(arena, base == NULL ? NULL : &was, &here, &there, favour, merged,
                             &titles_differ, error);
        *conflicts = *conflicts || titles_differ;
    }
    if (status == ATL_OK && body.length > 0) {
        end_line(&here, merged);
        atl_buffer_append(merged, body.data, body.length);
    }
    atl_buffer_free(&body);
    return status;
}
