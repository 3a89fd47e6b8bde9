/* wiki page label list, add, remove. */
#include "atlcli/confluence_label.h"
#include "atlcli/suggest.h"
#include "cli/console.h"
#include "cli/output.h"
#include "cmd/subject.h"
#include "cmd/wiki/act.h"
#include "cmd/wiki/bulk.h"
#include "cmd/wiki/page/of.h"

const struct atl_command atl_command_wiki_page_label = {
    .words = "wiki page label",
    .summary = "Labels of a page",
};

/* ---- list ---- */

static const struct atl_column columns[] = {
    {.key = "name", .heading = "LABEL", .style = ATL_STYLE_NAME},
    {.key = "prefix", .heading = "PREFIX"},
    {.key = "id", .heading = "ID", .extra = true},
    {0},
};

static const struct atl_listing listing = {
    .name = "labels", .columns = columns, .when_empty = "No labels."};

static enum atl_status list(struct wiki_act *act, struct atl_error *error)
{
    struct atl_output *output = act->context->output;
    struct atl_confluence_labels labels = {0};
    enum atl_status status = atl_output_begin(output, &listing, error);
    if (status == ATL_OK) {
        status = atl_confluence_labels(act->http, act->context->arena, act->page, &labels, error);
    }
    for (size_t i = 0; status == ATL_OK && i < labels.count; i++) {
        const struct atl_cell cells[] = {atl_cell_text(labels.items[i].name),
                                         atl_cell_text(labels.items[i].prefix),
                                         atl_cell_text(labels.items[i].id)};
        status = atl_output_row(output, cells, error);
    }
    if (status == ATL_OK) {
        atl_output_member(output, "page", cJSON_CreateString(act->page));
        status = atl_output_end(output, error);
    }
    return status;
}

static enum atl_status run_list(struct atl_context *context, struct atl_error *error)
{
    return wiki_act_run(context, 0, list, error);
}

const struct atl_command atl_command_wiki_page_label_list = {
    .words = "wiki page label list",
    .summary = "List the labels of a page",
    .arguments = (const struct atl_argument[]){WIKI_PAGE_ARGUMENT, {0}},
    .options = (const struct atl_option[]){WIKI_PAGE_OPTION, {0}},
    .examples = (const struct atl_example[]){{"wiki page label list 12345", "Which it has"},
                                             {"wiki page label list 'TEAM:Release plan' --jsonl",
                                              "For a script, one object a line"},
                                             {0}},
    .needs = ATL_NEEDS_CONFLUENCE,
    .run = run_list,
};

/* ---- what is asked for, and what is there ---- */

struct names {
    const char **items;
    size_t count;
};

struct changing {
    struct atl_confluence_labels before;
    struct names wanted;  /* each once */
    struct names now;     /* those to add, or to remove */
    struct names already; /* those that are there already, or aren't there */
};

static bool has(const struct atl_confluence_labels *labels, const char *name)
{
    for (size_t i = 0; i < labels->count; i++) {
        if (atl_text_equal(labels->items[i].name, name)) {
            return true;
        }
    }
    return false;
}

static bool is_among(const struct names *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++) {
        if (atl_text_equal(names->items[i], name)) {
            return true;
        }
    }
    return false;
}

static struct names make_room(struct atl_arena *arena, size_t count)
{
    return (struct names){.items = atl_arena_alloc(arena, (count + 1) * sizeof(const char *))};
}

/* Each once, as Confluence keeps them. */
static enum atl_status read_names(struct atl_arena *arena, const char *const *words, size_t count,
                                  struct names *names, struct atl_error *error)
{
    *names = make_room(arena, count);
    for (size_t i = 0; i < count; i++) {
        const char *name;
        enum atl_status status = atl_confluence_label_name(arena, words[i], &name, error);
        if (status != ATL_OK) {
            return status;
        }
        if (!is_among(names, name)) {
            names->items[names->count++] = name;
        }
    }
    return ATL_OK;
}

/* Checks all names before anything is asked. `wanted_there`: whether those to change are there. */
static enum atl_status prepare(struct wiki_act *act, struct changing *changing, bool wanted_there,
                               struct atl_error *error)
{
    struct atl_arena *arena = act->context->arena;
    *changing = (struct changing){.now = make_room(arena, act->word_count),
                                  .already = make_room(arena, act->word_count)};
    enum atl_status status =
        read_names(arena, act->words, act->word_count, &changing->wanted, error);
    if (status == ATL_OK) {
        status = atl_confluence_labels(act->http, arena, act->page, &changing->before, error);
    }
    for (size_t i = 0; status == ATL_OK && i < changing->wanted.count; i++) {
        const char *name = changing->wanted.items[i];
        struct names *group =
            has(&changing->before, name) == wanted_there ? &changing->now : &changing->already;
        group->items[group->count++] = name;
    }
    return status;
}

static void add_names(cJSON *object, const char *member, const struct names *names)
{
    cJSON *array = cJSON_AddArrayToObject(object, member);
    for (size_t i = 0; i < names->count; i++) {
        cJSON_AddItemToArray(array, cJSON_CreateString(names->items[i]));
    }
}

static const char *join(struct atl_arena *arena, const struct names *names)
{
    struct atl_buffer text = {0};
    for (size_t i = 0; i < names->count; i++) {
        atl_buffer_printf(&text, "%s%s", i == 0 ? "" : ", ", names->items[i]);
    }
    const char *copy = atl_arena_strdup(arena, atl_buffer_text(&text));
    atl_buffer_free(&text);
    return copy;
}

/* ---- many pages ---- */

/* The labels, checked before anything is asked; PAGE is no word where options name the pages. */
static enum atl_status read_labels(struct atl_context *context, struct names *names,
                                   struct atl_error *error)
{
    struct subject subject = {0};
    enum atl_status status = ATL_OK;
    if (wiki_bulk_names_pages(context)) {
        subject = subject_none(context);
    } else {
        status =
            subject_read(context, "page", "say which page: PAGE is missing", 1, &subject, error);
    }
    if (status == ATL_OK && subject.word_count == 0) {
        status = atl_fail(error, ATL_USAGE, "LABEL is missing");
    }
    return status == ATL_OK
               ? read_names(context->arena, subject.words, subject.word_count, names, error)
               : status;
}

static enum atl_status begin_many(struct atl_context *context, struct atl_http *http,
                                  struct atl_bulk_job *job, struct atl_error *error)
{
    struct names names;
    enum atl_status status = read_labels(context, &names, error);
    (void)http;
    if (status == ATL_OK) {
        add_names(job->operation, "labels", &names);
    }
    return status;
}

static enum atl_status run_many(struct atl_context *context, const char *kind, const char *verb,
                                struct atl_error *error)
{
    struct names names;
    enum atl_status status = read_labels(context, &names, error);
    if (status != ATL_OK) {
        return status;
    }
    const struct job_work work = {
        .kind = kind,
        .title = atl_arena_printf(context->arena, "%s label%s %s", verb,
                                  names.count == 1 ? "" : "s", join(context->arena, &names)),
        .begin = begin_many,
    };
    return wiki_bulk_command(context, &work, error);
}

/* ---- add ---- */

static enum atl_status add(struct wiki_act *act, struct atl_error *error)
{
    struct atl_context *context = act->context;
    struct changing changing;
    enum atl_status status = prepare(act, &changing, false, error);
    if (status == ATL_OK && changing.now.count > 0) {
        status = atl_confluence_label_add(act->http, act->page, changing.now.items,
                                          changing.now.count, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    cJSON *object = wiki_act_object(act);
    add_names(object, "added", &changing.now);
    add_names(object, "already", &changing.already);
    const char *already = join(context->arena, &changing.already);
    if (changing.now.count == 0) {
        return atl_output_message(context->output, object, error, "Page %s has already: %s",
                                  act->given, already);
    }
    bool some = changing.already.count > 0;
    return atl_output_message(context->output, object, error, "Added to page %s: %s%s%s%s",
                              act->given, join(context->arena, &changing.now),
                              some ? " (it had already: " : "", some ? already : "",
                              some ? ")" : "");
}

static enum atl_status run_add(struct atl_context *context, struct atl_error *error)
{
    static const struct atl_column fields[] = {
        {.key = "page"}, {.key = "added"}, {.key = "already"}, {0}};
    if (wiki_bulk_is_asked_for(context)) {
        return run_many(context, "page-label-add", "Add", error);
    }
    enum atl_status status = atl_output_check(context->output, fields, error);
    return status == ATL_OK ? wiki_act_run(context, 1, add, error) : status;
}

#define LABELS_ARGUMENT                                                                            \
    {                                                                                              \
        .name = "LABEL", .summary = "Labels: letters, digits, dashes, underscores",                \
        .arity = ATL_ANY_NUMBER                                                                    \
    }

const struct atl_command atl_command_wiki_page_label_add = {
    .words = "wiki page label add",
    .summary = "Add labels to a page, or to many",
    .description = "Adds all labels at once. Those that the page has already are left alone, and "
                   "named. Labels are kept in small letters." WIKI_BULK_ABOUT,
    .arguments = (const struct atl_argument[]){WIKI_PAGE_ARGUMENT, LABELS_ARGUMENT, {0}},
    .options = (const struct atl_option[]){WIKI_PAGE_OPTION, WIKI_BULK_PAGE_OPTIONS, {0}},
    .examples =
        (const struct atl_example[]){
            {"wiki page label add 12345 runbook", "One"},
            {"wiki page label add 'TEAM:Release plan' release-notes v2", "Two, by the title"},
            {"wiki page label add archive --cql 'space = TEAM AND label = old' --yes", "To many"},
            {0}},
    .needs = ATL_NEEDS_CONFLUENCE,
    .run = run_add,
};

/* ---- remove ---- */

static enum atl_status fail_without(const struct wiki_act *act, const struct changing *changing,
                                    struct atl_error *error)
{
    struct atl_suggestion suggestion = {.given = changing->already.items[0]};
    struct atl_buffer names = {0};
    for (size_t i = 0; i < changing->before.count; i++) {
        atl_suggestion_offer(&suggestion, changing->before.items[i].name);
        atl_buffer_printf(&names, "%s%s", i == 0 ? "" : ", ", changing->before.items[i].name);
    }
    atl_fail(error, ATL_NOT_FOUND, "page %s has no label %s", act->given,
             join(act->context->arena, &changing->already));
    if (suggestion.best != NULL) {
        atl_hint(error, "did you mean '%s'?", suggestion.best);
    }
    atl_hint(error, "it has: %s", changing->before.count == 0 ? "none" : atl_buffer_text(&names));
    atl_buffer_free(&names);
    return ATL_NOT_FOUND;
}

static enum atl_status remove_labels(struct wiki_act *act, struct atl_error *error)
{
    struct atl_context *context = act->context;
    struct changing changing;
    enum atl_status status = prepare(act, &changing, true, error);
    if (status == ATL_OK && changing.now.count == 0) {
        status = fail_without(act, &changing, error);
    }
    for (size_t i = 0; status == ATL_OK && i < changing.now.count; i++) {
        status = atl_confluence_label_remove(act->http, act->page, changing.now.items[i], error);
    }
    if (status != ATL_OK) {
        return status;
    }
    cJSON *object = wiki_act_object(act);
    add_names(object, "removed", &changing.now);
    add_names(object, "missing", &changing.already);
    bool some = changing.already.count > 0;
    return atl_output_message(context->output, object, error, "Removed from page %s: %s%s%s%s",
                              act->given, join(context->arena, &changing.now),
                              some ? " (it didn't have: " : "",
                              some ? join(context->arena, &changing.already) : "", some ? ")" : "");
}

static enum atl_status run_remove(struct atl_context *context, struct atl_error *error)
{
    static const struct atl_column fields[] = {
        {.key = "page"}, {.key = "removed"}, {.key = "missing"}, {0}};
    if (wiki_bulk_is_asked_for(context)) {
        return run_many(context, "page-label-remove", "Remove", error);
    }
    enum atl_status status = atl_output_check(context->output, fields, error);
    return status == ATL_OK ? wiki_act_run(context, 1, remove_labels, error) : status;
}

const struct atl_command atl_command_wiki_page_label_remove = {
    .words = "wiki page label remove",
    .summary = "Remove labels from a page, or from many",
    .description = "Removes the labels that the page has, and names those that it doesn't. When it "
                   "has none of them the exit code is 4; of many pages, those without count as "
                   "wanted already." WIKI_BULK_ABOUT,
    .arguments = (const struct atl_argument[]){WIKI_PAGE_ARGUMENT, LABELS_ARGUMENT, {0}},
    .options = (const struct atl_option[]){WIKI_PAGE_OPTION, WIKI_BULK_PAGE_OPTIONS, {0}},
    .examples =
        (const struct atl_example[]){
            {"wiki page label remove 12345 draft", "One"},
            {"wiki page label remove --page 12345 draft old", "Two"},
            {"wiki page label remove draft --stdin --yes < pages", "From those of a list"},
            {0}},
    .needs = ATL_NEEDS_CONFLUENCE,
    .run = run_remove,
};
