/* wiki page diff: what changed between two versions of a page. */
#include "atlcli/diff.h"
#include "cli/output.h"
#include "cmd/wiki/body.h"
#include "cmd/wiki/page/of.h"
#include "cmd/wiki/page/page.h"

#include <inttypes.h>
#include <string.h>

enum {
    USUAL_CONTEXT = 3,
};

/* A version as Markdown, its title as a first line where titles differ. */
struct side {
    struct atl_confluence_content page;
    struct atl_buffer text;
};

static enum atl_status write_side(struct wiki_page_command *command, struct side *side,
                                  bool with_title, struct atl_error *error)
{
    if (with_title) {
        atl_buffer_printf(&side->text, "Title: %s\n\n", side->page.title);
    }
    const char *body = side->page.body == NULL ? "" : side->page.body;
    enum atl_status status = wiki_body_write(command->context, body, side->page.body_length,
                                             ATL_CONTENT_MARKDOWN, &side->text, error);
    if (status == ATL_FAILED) {
        error->hint_count = 0;
        atl_error_prefix(error, "version %" PRId64, side->page.version);
    }
    return status;
}

static enum atl_status read_sides(struct wiki_page_command *command, struct side *before,
                                  struct side *after, struct atl_error *error)
{
    struct atl_context *context = command->context;
    enum atl_status status = wiki_page_get_version(command, atl_option_integer(context, "to", 0), 0,
                                                   &after->page, error);
    int64_t from =
        atl_option_integer(context, "from", status == ATL_OK ? after->page.version - 1 : 0);
    if (status == ATL_OK && from < 1) {
        return atl_fail(error, ATL_NOT_FOUND, "the page has only one version");
    }
    return status == ATL_OK ? wiki_page_get_version(command, from, 0, &before->page, error)
                            : status;
}

/* ---- colours ---- */

static enum atl_style style_of(const char *line)
{
    if (strncmp(line, "+++", 3) == 0 || strncmp(line, "---", 3) == 0) {
        return ATL_STYLE_BOLD;
    }
    switch (*line) {
    case '+':
        return ATL_STYLE_GOOD;
    case '-':
        return ATL_STYLE_BAD;
    case '@':
        return ATL_STYLE_NAME;
    default:
        return ATL_STYLE_PLAIN;
    }
}

static enum atl_status print_lines(struct atl_context *context, const struct atl_buffer *diff,
                                   struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    const char *at = atl_buffer_text(diff);
    while (status == ATL_OK && *at != '\0') {
        size_t length = strcspn(at, "\n");
        const char *line = atl_arena_strndup(context->arena, at, length);
        status = atl_output_styled(context->output, style_of(line), line, error);
        status = status == ATL_OK ? atl_output_text(context->output, error, "\n") : status;
        at += length + (at[length] == '\n');
    }
    return status;
}

/* ---- the command ---- */

static enum atl_status print(struct wiki_page_command *command, const struct side *before,
                             const struct side *after, const struct atl_buffer *diff,
                             struct atl_error *error)
{
    static const struct atl_column columns[] = {
        {.key = "id", .heading = "Id"},     {.key = "title", .heading = "Title"},
        {.key = "from", .heading = "From"}, {.key = "to", .heading = "To"},
        {.key = "diff", .heading = "Diff"}, {0}};
    struct atl_context *context = command->context;
    bool is_plain = context->globals.form == ATL_OUTPUT_TABLE && context->globals.fields == NULL;
    if (is_plain && diff->length == 0) {
        atl_note(context->console, "versions %" PRId64 " and %" PRId64 " don't differ",
                 before->page.version, after->page.version);
        return ATL_OK;
    }
    if (is_plain) {
        return print_lines(context, diff, error);
    }
    cJSON *object = cJSON_CreateObject();
    wiki_page_add_text(object, "id", command->id);
    wiki_page_add_text(object, "title", after->page.title);
    cJSON_AddNumberToObject(object, "from", (double)before->page.version);
    cJSON_AddNumberToObject(object, "to", (double)after->page.version);
    wiki_page_add_text(object, "diff", atl_buffer_text(diff));
    enum atl_status status = atl_output_record(context->output, columns, object, error);
    cJSON_Delete(object);
    return status;
}

static enum atl_status diff(struct wiki_page_command *command, struct atl_error *error)
{
    struct atl_arena *arena = command->context->arena;
    struct side before = {0};
    struct side after = {0};
    struct atl_buffer text = {0};
    enum atl_status status = read_sides(command, &before, &after, error);
    if (status == ATL_OK) {
        bool is_renamed = !atl_text_equal(before.page.title, after.page.title);
        status = write_side(command, &before, is_renamed, error);
        status = status == ATL_OK ? write_side(command, &after, is_renamed, error) : status;
    }
    if (status == ATL_OK) {
        status = atl_text_diff(atl_buffer_text(&before.text), before.text.length,
                               atl_arena_printf(arena, "version %" PRId64, before.page.version),
                               atl_buffer_text(&after.text), after.text.length,
                               atl_arena_printf(arena, "version %" PRId64, after.page.version),
                               (int)atl_option_integer(command->context, "context", USUAL_CONTEXT),
                               &text, error);
    }
    if (status == ATL_OK) {
        status = print(command, &before, &after, &text, error);
    }
    atl_buffer_free(&before.text);
    atl_buffer_free(&after.text);
    atl_buffer_free(&text);
    return status;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    return wiki_page_run(context, true, diff, error);
}

/* clang-format off */
const struct atl_command atl_command_wiki_page_diff = {
    .words = "wiki page diff",
    .summary = "Show what changed between two versions of a page",
    .description =
        "Shows the difference between two versions of a page as a unified diff of their Markdown: "
        "the last change, unless --from and --to say otherwise. wiki page history lists versions.",
    .arguments = (const struct atl_argument[]){WIKI_PAGE_ARGUMENT, {0}},
    .options =
        (const struct atl_option[]){
            WIKI_PAGE_OPTION,
            {.name = "from", .kind = ATL_OPTION_INTEGER, .value = "N",
             .summary = "Version before", .shown_default = "the one before --to", .minimum = 1,
             .maximum = INT32_MAX},
            {.name = "to", .kind = ATL_OPTION_INTEGER, .value = "N", .summary = "Version after",
             .shown_default = "the current one", .minimum = 1, .maximum = INT32_MAX},
            {.name = "context", .letter = 'U', .kind = ATL_OPTION_INTEGER, .value = "N",
             .summary = "Unchanged lines around each change", .shown_default = "3", .minimum = 0,
             .maximum = 1000000},
            {0}},
    .examples =
        (const struct atl_example[]){
            {"wiki page diff 'TEAM:Release plan'", "The last change"},
            {"wiki page diff 12345 --from 3", "All changes since version 3"},
            {0}},
    .needs = ATL_NEEDS_CONFLUENCE,
    .run = run,
};
/* clang-format on */
