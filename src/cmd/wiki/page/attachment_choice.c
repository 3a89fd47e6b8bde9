#include "cmd/wiki/page/attachment_choice.h"

#include "atlcli/clock.h"
#include "atlcli/suggest.h"
#include "cmd/outcomes.h"

/* ---- choosing ---- */

static enum atl_status fail_unknown(const struct wiki_act *act,
                                    const struct atl_confluence_attachments *all, const char *word,
                                    struct atl_error *error)
{
    struct atl_buffer names = {0};
    struct atl_suggestion suggestion = {.given = word};
    for (size_t i = 0; i < all->count; i++) {
        atl_suggestion_offer(&suggestion, all->items[i].file);
        atl_buffer_printf(&names, "%s%s", i == 0 ? "" : ", ", all->items[i].file);
    }
    atl_fail(error, ATL_NOT_FOUND, "page %s has no attachment '%s'", act->given, word);
    if (suggestion.best != NULL) {
        atl_hint(error, "did you mean '%s'?", suggestion.best);
    }
    atl_hint(error, "it has: %s", all->count == 0 ? "none" : atl_buffer_text(&names));
    atl_buffer_free(&names);
    return ATL_NOT_FOUND;
}

/* The one with this id, or else this name, or else this name in other letters. */
static const struct atl_confluence_attachment *find(const struct atl_confluence_attachments *all,
                                                    const char *word)
{
    const struct atl_confluence_attachment *found = NULL;
    bool exact = false;
    for (size_t i = 0; i < all->count; i++) {
        const struct atl_confluence_attachment *item = &all->items[i];
        if (atl_text_equal(item->id, word)) {
            return item;
        }
        bool is_exact = atl_text_equal(item->file, word);
        if (is_exact || (!exact && atl_text_equal_ignoring_case(item->file, word))) {
            found = item;
            exact = is_exact;
        }
    }
    return found;
}

static void pick(struct wiki_attachment_choice *choice,
                 const struct atl_confluence_attachment *attachment)
{
    for (size_t i = 0; i < choice->count; i++) {
        if (choice->items[i].attachment.id == attachment->id) {
            return;
        }
    }
    choice->items[choice->count++].attachment = *attachment;
}

enum atl_status wiki_attachment_choose(const struct wiki_act *act,
                                       struct wiki_attachment_choice *choice,
                                       struct atl_error *error)
{
    struct atl_arena *arena = act->context->arena;
    enum atl_status status =
        atl_confluence_attachments(act->http, arena, act->page, NULL, &choice->all, error);
    if (status != ATL_OK) {
        return status;
    }
    choice->count = 0;
    choice->items = atl_arena_alloc(arena, (choice->all.count + 1) * sizeof *choice->items);
    for (size_t i = 0; i < act->word_count; i++) {
        const struct atl_confluence_attachment *found = find(&choice->all, act->words[i]);
        if (found == NULL) {
            return fail_unknown(act, &choice->all, act->words[i], error);
        }
        pick(choice, found);
    }
    for (size_t i = 0; act->word_count == 0 && i < choice->all.count; i++) {
        pick(choice, &choice->all.items[i]);
    }
    return ATL_OK;
}

/* ---- how it went ---- */

enum atl_status wiki_attachment_settle(struct wiki_attachment_item *item, enum atl_status status,
                                       struct atl_error *error)
{
    item->status = status;
    if (status == ATL_CANCELLED) {
        *error = item->error;
    }
    return status == ATL_CANCELLED ? status : ATL_OK;
}

enum atl_status wiki_attachment_conclude(struct atl_context *context,
                                         const struct wiki_attachment_item *items, size_t count,
                                         const char *done, struct atl_error *error)
{
    struct outcome *outcomes = atl_arena_alloc(context->arena, (count + 1) * sizeof *outcomes);
    for (size_t i = 0; i < count; i++) {
        outcomes[i] = (struct outcome){items[i].status, &items[i].error};
    }
    return outcomes_conclude(context, outcomes, count, "files", done, error);
}

/* ---- rows ---- */

const struct atl_column wiki_attachment_columns[] = {
    {.key = "id", .heading = "ID", .style = ATL_STYLE_NAME},
    {.key = "filename", .heading = "NAME", .shrinks = true},
    {.key = "size", .heading = "SIZE", .kind = ATL_CELL_INTEGER},
    {.key = "version", .heading = "VERSION", .kind = ATL_CELL_INTEGER},
    {.key = "updated", .heading = "UPDATED", .kind = ATL_CELL_TIME, .style = ATL_STYLE_DIM},
    {.key = "mediaType", .heading = "TYPE"},
    {.key = "comment", .heading = "COMMENT", .shrinks = true},
    {.key = "page", .heading = "PAGE", .extra = true},
    {.key = "file", .heading = "FILE", .extra = true},
    {.key = "action", .heading = "DONE", .extra = true},
    {.key = "error", .heading = "ERROR", .extra = true},
    {0},
};

static struct atl_cell known(int64_t number)
{
    return number < 0 ? atl_cell_none() : atl_cell_integer(number);
}

enum atl_status wiki_attachment_print(struct atl_context *context,
                                      const struct wiki_attachment_item *item,
                                      struct atl_error *error)
{
    const struct atl_confluence_attachment *attachment = &item->attachment;
    bool there = attachment->id != NULL;
    bool failed = item->status != ATL_OK;
    int64_t updated = 0;
    bool dated =
        attachment->updated != NULL && atl_clock_parse_iso8601(attachment->updated, &updated);
    if (failed && atl_output_form(context->output) == ATL_OUTPUT_TABLE) {
        return ATL_OK; /* people are warned about it */
    }
    const struct atl_cell cells[] = {
        atl_cell_text(attachment->id),
        atl_cell_text(attachment->file),
        known(there ? attachment->size : -1),
        known(there ? attachment->version : -1),
        dated ? atl_cell_time(updated) : atl_cell_text(attachment->updated),
        atl_cell_text(attachment->media_type),
        atl_cell_text(atl_text_is_empty(attachment->comment) ? NULL : attachment->comment),
        atl_cell_text(attachment->page),
        atl_cell_text(item->path),
        atl_cell_text(failed ? NULL : item->action),
        atl_cell_text(failed ? item->error.message : NULL),
    };
    return atl_output_row(context->output, cells, error);
}
