/* wiki page copy: a page, or a tree of them, once more. */
#include "atlcli/confluence_attachment.h"
#include "atlcli/confluence_label.h"
#include "atlcli/confluence_page_act.h"
#include "atlcli/confluence_page_tree.h"
#include "atlcli/deployment.h"
#include "atlcli/loop.h"
#include "cli/output.h"
#include "cmd/option_check.h"
#include "cmd/wiki/page/of.h"
#include "cmd/wiki/page/page.h"
#include "cmd/wiki/page/task.h"

#include <inttypes.h>

enum {
    MOST_STANDSTILLS = 5, /* looks at a copy that find no more pages of it */
    BETWEEN_LOOKS_MS = 1000,
};

/* Below --parent, else below the home page of --space, else beside the original. */
static enum atl_status find_parent(struct wiki_page_command *command,
                                   const struct atl_confluence_content *page,
                                   struct atl_confluence_copy *copy, struct atl_error *error)
{
    struct atl_context *context = command->context;
    const char *named = atl_option_text(context, "parent");
    const char *space = atl_option_text(context, "space");
    struct atl_confluence_content parent;
    enum atl_status status;
    if (named != NULL) {
        status = wiki_page_id(command->http, context->arena, named, &copy->parent, error);
    } else if (space != NULL || page->parent == NULL) {
        status =
            atl_confluence_home_page(command->http, context->arena,
                                     space == NULL ? page->space : space, &copy->parent, error);
    } else {
        copy->parent = page->parent;
        copy->space = page->space;
        copy->space_id = page->space_id;
        return ATL_OK;
    }
    if (status == ATL_OK) {
        status = atl_confluence_get_page(command->http, context->arena, copy->parent, 0, 0, &parent,
                                         error);
    }
    if (status == ATL_OK) {
        copy->space = parent.space;
        copy->space_id = parent.space_id;
    }
    return status;
}

/* ---- one page ---- */

/* Data Center has no calls for it. */
static bool has_calls(const struct atl_context *context)
{
    return atl_deployment_of(context->account) == ATL_CLOUD;
}

/* What the server doesn't copy by itself, and can't be read and written either. */
static enum atl_status check_parts(struct wiki_page_command *command,
                                   const struct atl_confluence_copy *copy, struct atl_error *error)
{
    struct atl_confluence_attachments files = {0};
    enum atl_status status = ATL_OK;
    if (copy->with_restrictions) {
        status = atl_fail(error, ATL_FAILED, "this server can't copy a page's restrictions");
        atl_hint(error, "copy it without --restrictions, and set them on the site");
    } else if (!copy->without_attachments) {
        status = atl_confluence_attachments(command->http, command->context->arena, copy->id, NULL,
                                            &files, error);
    }
    if (status == ATL_OK && files.count > 0) {
        status = atl_fail(error, ATL_FAILED, "this server can't copy a page's %zu attachment%s",
                          files.count, files.count == 1 ? "" : "s");
        atl_hint(error,
                 "copy it with --no-attachments; then atlcli wiki page attachments download "
                 "%s, and atlcli wiki page attach",
                 copy->id);
    }
    return status;
}

/* Where there is no call for it the body and the labels make a page of their own. */
static enum atl_status copy_by_body(struct wiki_page_command *command,
                                    const struct atl_confluence_copy *copy,
                                    struct atl_confluence_content *made, struct atl_error *error)
{
    struct atl_arena *arena = command->context->arena;
    struct atl_confluence_content page;
    size_t labels = 0;
    enum atl_status status =
        atl_confluence_check_copy(command->http, arena, copy, "--title", error);
    status = status == ATL_OK ? check_parts(command, copy, error) : status;
    if (status == ATL_OK) {
        status = atl_confluence_get_page(command->http, arena, copy->id, 0,
                                         ATL_CONFLUENCE_BODY | ATL_CONFLUENCE_LABELS, &page, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    const struct atl_confluence_change change = {.space = copy->space,
                                                 .space_id = copy->space_id,
                                                 .parent = copy->parent,
                                                 .title = copy->title,
                                                 .storage = page.body};
    status = atl_confluence_create_page(command->http, arena, &change, made, error);
    while (page.labels != NULL && page.labels[labels] != NULL) {
        labels++;
    }
    if (status == ATL_OK && labels > 0 && !copy->without_labels) {
        status = atl_confluence_label_add(command->http, made->id, page.labels, labels, error);
        if (status != ATL_OK) {
            atl_error_prefix(error, "the copy %s is there, but not its labels", made->id);
        }
    }
    return status;
}

static enum atl_status copy_one(struct wiki_page_command *command,
                                const struct atl_confluence_content *page,
                                const struct atl_confluence_copy *copy, struct atl_error *error)
{
    struct atl_context *context = command->context;
    struct atl_confluence_content made;
    enum atl_status status =
        has_calls(context)
            ? atl_confluence_copy_page(command->http, context->arena, copy, &made, error)
            : copy_by_body(command, copy, &made, error);
    if (status != ATL_OK) {
        return status;
    }
    cJSON *object = wiki_page_object(context, &made);
    wiki_page_add_text(object, "parentId", made.parent);
    return atl_output_message(context->output, object, error, "Copied %s to %s: %s\n%s", page->id,
                              made.id, made.title, made.url == NULL ? "" : made.url);
}

/* ---- with all below it ---- */

static enum atl_status count_below(struct wiki_page_command *command, const char *id, size_t *count,
                                   struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_confluence_entries entries = {0};
    enum atl_status status =
        atl_confluence_list_descendants(command->http, &arena, id, &entries, error);
    *count = entries.count;
    atl_arena_free(&arena);
    return status;
}

/* The answer that named the task got lost: as many pages as there are of the original are awaited.
 */
static enum atl_status await_pages(struct wiki_page_command *command, const char *made,
                                   int64_t *count, struct atl_error *error)
{
    size_t wanted;
    size_t there = 0;
    int standstills = 0;
    enum atl_status status = count_below(command, command->id, &wanted, error);
    while (status == ATL_OK && standstills < MOST_STANDSTILLS) {
        size_t before = there;
        status = count_below(command, made, &there, error);
        if (status == ATL_OK && there >= wanted) {
            *count = (int64_t)there + 1;
            return ATL_OK;
        }
        standstills = there > before ? 0 : standstills + 1;
        if (status == ATL_OK) {
            status = atl_sleep(BETWEEN_LOOKS_MS, error);
        }
    }
    if (status == ATL_OK) {
        status = atl_fail(error, ATL_UNKNOWN_OUTCOME,
                          "the copy %s has %zu of the %zu pages below the original, and its task "
                          "can't be asked",
                          made, there, wanted);
        atl_hint(error, "see whether more come: atlcli wiki page tree %s", made);
    }
    return status;
}

static enum atl_status begin_tree(struct wiki_page_command *command,
                                  const struct atl_confluence_copy *copy, const char **made,
                                  int64_t *count, struct atl_error *error)
{
    struct atl_context *context = command->context;
    const char *task;
    const cJSON *json;
    enum atl_status status =
        atl_confluence_copy_tree(command->http, context->arena, copy, &task, made, error);
    if (status != ATL_OK && atl_error_is_in_doubt(error)) {
        atl_hint(error, "see whether it is there: atlcli wiki page children %s", copy->parent);
    }
    if (status == ATL_FAILED && error->http_status == 400) {
        atl_hint(error, "titles are unique in a space: --prefix makes other ones");
    }
    if (status == ATL_OK && *made != NULL) {
        return await_pages(command, *made, count, error);
    }
    if (status == ATL_OK) {
        status = wiki_page_task_wait(command, "Copying", task, &json, error);
    }
    if (status == ATL_OK) {
        *count = atl_json_integer(json, "additionalDetails.totalPageNeedToCopy", -1);
        *made = atl_json_text(json, "additionalDetails.destinationId", NULL);
    }
    return status;
}

static enum atl_status copy_tree(struct wiki_page_command *command,
                                 const struct atl_confluence_content *page,
                                 const struct atl_confluence_copy *copy, struct atl_error *error)
{
    struct atl_context *context = command->context;
    struct atl_confluence_content made;
    const char *id = NULL;
    int64_t count = -1;
    enum atl_status status = begin_tree(command, copy, &id, &count, error);
    if (status != ATL_OK) {
        return status;
    }
    cJSON *object = atl_json_keep(context->arena, cJSON_CreateObject());
    if (id != NULL &&
        atl_confluence_get_page(command->http, context->arena, id, 0, 0, &made, NULL) == ATL_OK) {
        object = wiki_page_object(context, &made);
        wiki_page_add_text(object, "parentId", made.parent);
    }
    if (count >= 0) {
        cJSON_AddNumberToObject(object, "pages", (double)count);
    }
    if (id == NULL) {
        return atl_output_message(context->output, object, error, "Copied %s with all below it",
                                  page->id);
    }
    return atl_output_message(context->output, object, error,
                              "Copied %s with all below it to %s, %" PRId64 " page%s", page->id, id,
                              count, count == 1 ? "" : "s");
}

static enum atl_status copy_page(struct wiki_page_command *command, struct atl_error *error)
{
    struct atl_context *context = command->context;
    struct atl_confluence_content page;
    struct atl_confluence_copy copy = {
        .id = command->id,
        .without_attachments =
            !atl_option_flag(context, "attachments") && atl_option_given(context, "attachments"),
        .without_labels =
            !atl_option_flag(context, "labels") && atl_option_given(context, "labels"),
        .with_restrictions = atl_option_flag(context, "restrictions"),
    };
    enum atl_status status =
        atl_confluence_get_page(command->http, context->arena, command->id, 0, 0, &page, error);
    if (status == ATL_OK) {
        status = find_parent(command, &page, &copy, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    const char *prefix = atl_option_text(context, "prefix");
    bool is_elsewhere = !atl_text_equal_ignoring_case(copy.space, page.space);
    copy.prefix = prefix != NULL ? prefix : is_elsewhere ? "" : "Copy of ";
    copy.title = atl_option_text(context, "title");
    if (copy.title == NULL) {
        copy.title = atl_arena_printf(context->arena, "%s%s", copy.prefix, page.title);
    }
    return atl_option_flag(context, "recursive") ? copy_tree(command, &page, &copy, error)
                                                 : copy_one(command, &page, &copy, error);
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    static const char *const texts[] = {"parent", "space", "title", NULL};
    static const char *const no_lists[] = {NULL};
    enum atl_status status = option_check_filled(context, texts, no_lists, error);
    if (status == ATL_OK && atl_option_given(context, "parent") &&
        atl_option_given(context, "space")) {
        status = atl_fail(error, ATL_USAGE, "--parent and --space exclude each other");
    }
    if (status == ATL_OK && atl_option_given(context, "title") &&
        (atl_option_flag(context, "recursive") || atl_option_given(context, "prefix"))) {
        status = atl_fail(error, ATL_USAGE,
                          "--title is for one page; with --recursive there is --prefix");
    }
    if (status == ATL_OK && atl_option_flag(context, "recursive") && !has_calls(context)) {
        status = atl_fail(error, ATL_USAGE,
                          "Confluence Data Center has no call to copy a page with all below it");
        atl_hint(error, "copy the pages one by one, without --recursive: atlcli wiki page tree "
                        "lists them");
    }
    return status == ATL_OK ? wiki_page_run(context, true, copy_page, error) : status;
}

/* clang-format off */
const struct atl_command atl_command_wiki_page_copy = {
    .words = "wiki page copy",
    .summary = "Copy a page, or a tree of pages",
    .description =
        "Copies a page with its attachments and labels: beside the original, unless --parent or "
        "--space say otherwise. Titles are unique in a space, so that in the original's the copy "
        "is called 'Copy of …' unless --title or --prefix say otherwise. --recursive copies all "
        "pages below it, too, and waits until Confluence has done so. Data Center has no call for "
        "it: there a page without attachments is copied by its body and labels, and none with all "
        "below it.",
    .arguments = (const struct atl_argument[]){WIKI_PAGE_ARGUMENT, {0}},
    .options =
        (const struct atl_option[]){
            WIKI_PAGE_OPTION,
            {.name = "title", .kind = ATL_OPTION_TEXT, .value = "TITLE",
             .summary = "Title of the copy"},
            {.name = "parent", .kind = ATL_OPTION_TEXT, .value = "PAGE",
             .summary = "Page to be above it: id, SPACE:Title or address"},
            {.name = "space", .kind = ATL_OPTION_TEXT, .value = "KEY",
             .summary = "Below the home page of this space"},
            {.name = "recursive", .letter = 'r', .summary = "With all pages below it"},
            {.name = "prefix", .kind = ATL_OPTION_TEXT, .value = "TEXT",
             .summary = "Before the titles of the copies",
             .shown_default = "'Copy of ', in another space none"},
            {.name = "attachments", .summary = "With attachments; --no-attachments without"},
            {.name = "labels", .summary = "With labels; --no-labels without"},
            {.name = "restrictions", .summary = "With its restrictions"},
            {0}},
    .examples =
        (const struct atl_example[]){
            {"wiki page copy 'TEAM:Template' --title 'Week 5'", "Beside the original"},
            {"wiki page copy 12345 --recursive --space NEW", "A tree, to another space"},
            {"wiki page copy 12345 -r --parent 'TEAM:2027' --prefix '2027 '",
             "A tree with other titles"},
            {0}},
    .fields = (const struct atl_column[]){WIKI_PAGE_MEMBERS, {.key = "parentId"},
                                          {.key = "pages"}, {0}},
    .needs = ATL_NEEDS_CONFLUENCE,
    .run = run,
};
/* clang-format on */
