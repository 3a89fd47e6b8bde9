/* wiki page comments list: what has been said, as threads. */
#include "atlcli/clock.h"
#include "atlcli/confluence_comment.h"
#include "atlcli/content.h"
#include "atlcli/when.h"
#include "cli/console.h"
#include "cli/output.h"
#include "cmd/wiki/act.h"
#include "cmd/wiki/page/of.h"

#include <string.h>

enum {
    INDENT = 4,         /* columns that a reply is moved to the right */
    MOST_INDENT = 24,   /* beyond that, replies to replies stay where they are */
    LEAST_COLUMNS = 30, /* that a text gets */
};

struct showing {
    struct atl_context *context;
    struct atl_confluence_comments all;
    const char *location; /* "footer", "inline"; NULL: both */
    bool unresolved;      /* only threads that aren't resolved */
    size_t shown;
};

/* ---- which, and in which order ---- */

static const struct atl_confluence_comment *find(const struct showing *showing, const char *id)
{
    for (size_t i = 0; i < showing->all.count; i++) {
        if (atl_text_equal(showing->all.items[i].id, id)) {
            return &showing->all.items[i];
        }
    }
    return NULL;
}

/* A reply to something that isn't there any more is shown as if it were no reply. */
static bool is_below(const struct showing *showing, const struct atl_confluence_comment *comment,
                     const struct atl_confluence_comment *parent)
{
    const struct atl_confluence_comment *real =
        comment->parent == NULL ? NULL : find(showing, comment->parent);
    return real == parent && real != comment;
}

static bool is_wanted(const struct showing *showing, const struct atl_confluence_comment *root)
{
    bool resolved = atl_text_equal(root->resolution, "resolved");
    return (showing->location == NULL ||
            atl_text_equal(showing->location, root->is_inline ? "inline" : "footer")) &&
           !(showing->unresolved && resolved);
}

typedef enum atl_status (*show_function)(struct showing *showing,
                                         const struct atl_confluence_comment *comment,
                                         unsigned depth, struct atl_error *error);

static enum atl_status walk(struct showing *showing, const struct atl_confluence_comment *parent,
                            unsigned depth, show_function show, struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    for (size_t i = 0; status == ATL_OK && depth < 100 && i < showing->all.count; i++) {
        const struct atl_confluence_comment *comment = &showing->all.items[i];
        if (!is_below(showing, comment, parent) ||
            (parent == NULL && !is_wanted(showing, comment))) {
            continue;
        }
        status = show(showing, comment, depth, error);
        showing->shown++;
        if (status == ATL_OK) {
            status = walk(showing, comment, depth + 1, show, error);
        }
    }
    return status;
}

/* ---- as text ---- */

static enum atl_status convert(const struct showing *showing,
                               const struct atl_confluence_comment *comment,
                               enum atl_content_format format, unsigned indent,
                               struct atl_buffer *text, struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_content_tree *tree;
    const struct atl_console *console = showing->context->console;
    unsigned width = atl_terminal_width(console->out);
    const struct atl_content_options options = {
        .source = "the comment",
        .columns = width < indent + LEAST_COLUMNS ? LEAST_COLUMNS : width - indent,
        .colour = format == ATL_CONTENT_TERMINAL && console->out_has_colour,
        .hyperlinks = format == ATL_CONTENT_TERMINAL && atl_terminal_has_hyperlinks(),
    };
    enum atl_status status = atl_content_read(&arena, ATL_CONTENT_STORAGE, comment->body,
                                              strlen(comment->body), &options, &tree, error);
    if (status == ATL_OK) {
        status = atl_content_write(tree, format, &options, text, error);
    }
    while (text->length > 0 && text->data[text->length - 1] == '\n') {
        atl_buffer_truncate(text, text->length - 1);
    }
    atl_arena_free(&arena);
    return status;
}

/* One that can't be read is no reason to keep the others back. */
static const char *read_body(const struct showing *showing,
                             const struct atl_confluence_comment *comment,
                             enum atl_content_format format, unsigned indent,
                             struct atl_buffer *text)
{
    struct atl_error error;
    if (convert(showing, comment, format, indent, text, &error) != ATL_OK) {
        atl_warn(showing->context->console, "comment %s is shown as it is: %s", comment->id,
                 error.message);
        atl_buffer_truncate(text, 0);
        atl_buffer_add(text, comment->body);
    }
    return atl_buffer_text(text);
}

static const char *show_time(struct atl_arena *arena, const char *text)
{
    int64_t wall_ms;
    if (text == NULL || !atl_clock_parse_iso8601(text, &wall_ms)) {
        return text == NULL ? "" : text;
    }
    return atl_when_format(arena, wall_ms, "%Y-%m-%d %H:%M");
}

/* "  2026-01-31 08:15 (edited)  400001  resolved, about “the words”" */
static const char *describe(struct atl_arena *arena, const struct atl_confluence_comment *comment)
{
    const char *state = "";
    if (comment->is_inline && comment->parent == NULL) {
        state = atl_arena_printf(arena, "  %s, about “%s”", comment->resolution,
                                 comment->selection == NULL ? "" : comment->selection);
    }
    return atl_arena_printf(
        arena, "  %s%s  %s%s\n",
        show_time(arena, comment->created != NULL ? comment->created : comment->updated),
        comment->version > 1 ? " (edited)" : "", comment->id, state);
}

static enum atl_status print_lines(struct atl_context *context, const char *text, unsigned indent,
                                   bool as_is, struct atl_error *error)
{
    struct atl_buffer lines = {0};
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        if (length > 0) {
            atl_buffer_printf(&lines, "%*s", (int)indent, "");
            atl_buffer_append(&lines, text, length);
        }
        atl_buffer_add_char(&lines, '\n');
        text += length + (text[length] == '\n');
    }
    enum atl_status status =
        as_is ? atl_output_bytes(context->output, atl_buffer_text(&lines), lines.length, error)
              : atl_output_text(context->output, error, "%s", atl_buffer_text(&lines));
    atl_buffer_free(&lines);
    return status;
}

static enum atl_status show_text(struct showing *showing,
                                 const struct atl_confluence_comment *comment, unsigned depth,
                                 struct atl_error *error)
{
    struct atl_context *context = showing->context;
    struct atl_arena arena = {0};
    struct atl_buffer body = {0};
    bool on_terminal = context->console->out_is_terminal;
    unsigned indent = depth * INDENT < MOST_INDENT ? depth * INDENT : MOST_INDENT;
    enum atl_status status = atl_output_text(context->output, error, "%s%*s",
                                             showing->shown > 0 ? "\n" : "", (int)indent, "");
    if (status == ATL_OK) {
        status = atl_output_styled(context->output, ATL_STYLE_BOLD,
                                   comment->author == NULL ? "Anonymous" : comment->author, error);
    }
    if (status == ATL_OK) {
        status =
            atl_output_styled(context->output, ATL_STYLE_DIM, describe(&arena, comment), error);
    }
    if (status == ATL_OK) {
        const char *text =
            read_body(showing, comment, on_terminal ? ATL_CONTENT_TERMINAL : ATL_CONTENT_MARKDOWN,
                      indent, &body);
        status = print_lines(context, text, indent, on_terminal, error);
    }
    atl_buffer_free(&body);
    atl_arena_free(&arena);
    return status;
}

/* ---- as rows ---- */

static const struct atl_column columns[] = {
    {.key = "id", .heading = "ID", .style = ATL_STYLE_NAME},
    {.key = "parentId", .heading = "REPLY TO"},
    {.key = "location", .heading = "WHERE"},
    {.key = "resolution", .heading = "STATE"},
    {.key = "author", .heading = "AUTHOR"},
    {.key = "created", .heading = "CREATED", .kind = ATL_CELL_TIME},
    {.key = "markdown", .heading = "TEXT", .shrinks = true},
    {.key = "selection", .heading = "ABOUT", .extra = true, .shrinks = true},
    {.key = "updated", .heading = "UPDATED", .kind = ATL_CELL_TIME, .extra = true},
    {.key = "version", .heading = "VERSION", .kind = ATL_CELL_INTEGER, .extra = true},
    {.key = "url", .heading = "URL", .extra = true, .shrinks = true},
    {0},
};

static const struct atl_listing listing = {
    .name = "comments", .columns = columns, .when_empty = "No comments."};

static struct atl_cell time_cell(const char *text)
{
    int64_t wall_ms;
    return text != NULL && atl_clock_parse_iso8601(text, &wall_ms) ? atl_cell_time(wall_ms)
                                                                   : atl_cell_text(text);
}

static enum atl_status show_row(struct showing *showing,
                                const struct atl_confluence_comment *comment, unsigned depth,
                                struct atl_error *error)
{
    struct atl_buffer body = {0};
    (void)depth;
    const struct atl_cell cells[] = {
        atl_cell_text(comment->id),
        atl_cell_text(comment->parent),
        atl_cell_text(comment->is_inline ? "inline" : "footer"),
        atl_cell_text(comment->resolution),
        atl_cell_text(comment->author),
        time_cell(comment->created),
        atl_cell_text(read_body(showing, comment, ATL_CONTENT_MARKDOWN, 0, &body)),
        atl_cell_text(comment->selection),
        time_cell(comment->updated),
        atl_cell_integer(comment->version),
        atl_cell_text(comment->url),
    };
    enum atl_status status = atl_output_row(showing->context->output, cells, error);
    atl_buffer_free(&body);
    return status;
}

/* ---- the command ---- */

static enum atl_status list(struct wiki_act *act, struct atl_error *error)
{
    struct atl_context *context = act->context;
    bool as_text = context->globals.form == ATL_OUTPUT_TABLE && context->globals.fields == NULL;
    struct showing showing = {.context = context,
                              .location = atl_option_text(context, "location"),
                              .unresolved = atl_option_flag(context, "unresolved")};
    enum atl_status status = as_text ? ATL_OK : atl_output_begin(context->output, &listing, error);
    if (status == ATL_OK) {
        status = atl_confluence_comments(act->http, context->arena, act->page, &showing.all, error);
    }
    if (status == ATL_OK) {
        status = walk(&showing, NULL, 0, as_text ? show_text : show_row, error);
    }
    if (status == ATL_OK && as_text && showing.shown == 0) {
        atl_note(context->console, "%s", listing.when_empty);
    }
    if (status == ATL_OK && !as_text) {
        atl_output_member(context->output, "page", cJSON_CreateString(act->page));
        status = atl_output_end(context->output, error);
    }
    return status;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    return wiki_act_run(context, 0, list, error);
}

static const char *const locations[] = {"footer", "inline", NULL};

const struct atl_command atl_command_wiki_page_comments_list = {
    .words = "wiki page comments list",
    .summary = "Show the comments of a page",
    .description =
        "Shows the comments below the page and those at places in its text, with their replies "
        "below them: laid out on a terminal, as Markdown into a pipe. --fields makes it a table, "
        "of "
        "id, parentId, location, resolution, author, created, markdown, selection, updated, "
        "version "
        "and url.",
    .arguments = (const struct atl_argument[]){WIKI_PAGE_ARGUMENT, {0}},
    .options =
        (const struct atl_option[]){
            {.name = "location",
             .kind = ATL_OPTION_CHOICE,
             .value = "WHERE",
             .summary = "Only those below the page, or only those in its text",
             .choices = locations},
            {.name = "unresolved", .summary = "Leave out what is resolved"},
            WIKI_PAGE_OPTION,
            {0}},
    .examples =
        (const struct atl_example[]){
            {"wiki page comments list 12345", "Read what has been said"},
            {"wiki page comments list 'TEAM:Release plan' --location inline --unresolved",
             "What is still to be dealt with in the text"},
            {"wiki page comments list 12345 --jsonl --fields id,author,resolution,markdown",
             "For a script, one object a line"},
            {0}},
    .needs = ATL_NEEDS_CONFLUENCE,
    .run = run,
};
