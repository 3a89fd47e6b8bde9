#include "cmd/jira/issue/attachment_choice.h"

#include "atlcli/suggest.h"
#include "cmd/outcomes.h"

#include <inttypes.h>

/* ---- choosing ---- */

enum fit {
    FIT_NOT,
    FIT_IGNORING_CASE,
    FIT_NAME,
    FIT_ID,
};

static enum fit fit_of(const struct atl_jira_attachment *attachment, const char *word)
{
    if (atl_text_equal(attachment->id, word)) {
        return FIT_ID;
    }
    if (atl_text_equal(attachment->name, word)) {
        return FIT_NAME;
    }
    return atl_text_equal_ignoring_case(attachment->name, word) ? FIT_IGNORING_CASE : FIT_NOT;
}

static enum atl_status fail_unknown(const struct jira_act *act,
                                    const struct atl_jira_attachments *all, const char *word,
                                    struct atl_error *error)
{
    struct atl_buffer names = {0};
    struct atl_suggestion suggestion = {.given = word};
    for (size_t i = 0; i < all->count; i++) {
        atl_suggestion_offer(&suggestion, all->items[i].name);
        atl_buffer_printf(&names, "%s%s", i == 0 ? "" : ", ", all->items[i].name);
    }
    atl_fail(error, ATL_NOT_FOUND, "%s has no attachment '%s'", act->key, word);
    if (suggestion.best != NULL) {
        atl_hint(error, "did you mean '%s'?", suggestion.best);
    }
    atl_hint(error, "it has: %s", all->count == 0 ? "none" : atl_buffer_text(&names));
    atl_buffer_free(&names);
    return ATL_NOT_FOUND;
}

static enum atl_status fail_ambiguous(const struct atl_jira_attachments *all, enum fit best,
                                      const char *word, struct atl_error *error)
{
    atl_fail(error, ATL_USAGE, "several attachments are called '%s'", word);
    for (size_t i = 0; i < all->count; i++) {
        const struct atl_jira_attachment *item = &all->items[i];
        if (fit_of(item, word) == best) {
            atl_hint(error, "%s: %" PRId64 " bytes, %.10s", item->id, item->size, item->created);
        }
    }
    atl_hint(error, "give the id of the one you mean");
    return ATL_USAGE;
}

static void pick(struct jira_attachment_choice *choice,
                 const struct atl_jira_attachment *attachment)
{
    for (size_t i = 0; i < choice->count; i++) {
        if (choice->items[i].attachment == attachment) {
            return;
        }
    }
    choice->items[choice->count++].attachment = attachment;
}

static enum atl_status pick_word(const struct jira_act *act, bool one_each,
                                 struct jira_attachment_choice *choice, const char *word,
                                 struct atl_error *error)
{
    const struct atl_jira_attachments *all = &choice->all;
    enum fit best = FIT_NOT;
    size_t fitting = 0;
    for (size_t i = 0; i < all->count; i++) {
        enum fit here = fit_of(&all->items[i], word);
        fitting = here > best ? 1 : fitting + (here == best ? 1 : 0);
        best = here > best ? here : best;
    }
    if (best == FIT_NOT) {
        return fail_unknown(act, all, word, error);
    }
    if (one_each && fitting > 1) {
        return fail_ambiguous(all, best, word, error);
    }
    for (size_t i = 0; i < all->count; i++) {
        if (fit_of(&all->items[i], word) == best) {
            pick(choice, &all->items[i]);
        }
    }
    return ATL_OK;
}

enum atl_status jira_attachment_choose(const struct jira_act *act, bool one_each,
                                       struct jira_attachment_choice *choice,
                                       struct atl_error *error)
{
    struct atl_arena *arena = act->context->arena;
    enum atl_status status = atl_jira_attachments(act->http, arena, act->key, &choice->all, error);
    if (status != ATL_OK) {
        return status;
    }
    choice->count = 0;
    choice->items = atl_arena_alloc(arena, (choice->all.count + 1) * sizeof *choice->items);
    for (size_t i = 0; status == ATL_OK && i < act->word_count; i++) {
        status = pick_word(act, one_each, choice, act->words[i], error);
    }
    for (size_t i = 0; act->word_count == 0 && i < choice->all.count; i++) {
        pick(choice, &choice->all.items[i]);
    }
    return status;
}

/* ---- how it went ---- */

enum atl_status jira_attachment_conclude(struct atl_context *context,
                                         const struct jira_attachment_item *items, size_t count,
                                         const char *done, struct atl_error *error)
{
    struct outcome *outcomes = atl_arena_alloc(context->arena, (count + 1) * sizeof *outcomes);
    for (size_t i = 0; i < count; i++) {
        outcomes[i] = (struct outcome){items[i].status, &items[i].error};
    }
    return outcomes_conclude(context, outcomes, count, "files", done, error);
}
