/* wiki page get: a page to read, or its text in any format. */
#include "atlcli/clock.h"
#include "atlcli/file.h"
#include "cli/console.h"
#include "cli/output.h"
#include "cmd/wiki/body.h"
#include "cmd/wiki/convert/output.h"
#include "cmd/wiki/page/of.h"
#include "cmd/wiki/page/page.h"

#include <stdlib.h>
#include <string.h>

/* ---- the facts ---- */

static const struct atl_column facts[] = {
    {.key = "title", .heading = "Title", .style = ATL_STYLE_BOLD},
    {.key = "space", .heading = "Space"},
    {.key = "version", .heading = "Version", .kind = ATL_CELL_INTEGER},
    {.key = "author", .heading = "Author"},
    {.key = "updated", .heading = "Updated", .kind = ATL_CELL_TIME},
    {.key = "labels", .heading = "Labels"},
    {.key = "url", .heading = "Page", .style = ATL_STYLE_NAME},
    {0},
};

static const struct atl_column columns[] = {
    {.key = "id", .heading = "Id", .style = ATL_STYLE_NAME},
    {.key = "title", .heading = "Title"},
    {.key = "space", .heading = "Space"},
    {.key = "status", .heading = "Status"},
    {.key = "version", .heading = "Version", .kind = ATL_CELL_INTEGER},
    {.key = "message", .heading = "Message"},
    {.key = "author", .heading = "Author"},
    {.key = "updated", .heading = "Updated", .kind = ATL_CELL_TIME},
    {.key = "creator", .heading = "Creator"},
    {.key = "created", .heading = "Created", .kind = ATL_CELL_TIME},
    {.key = "parentId", .heading = "Parent"},
    {.key = "labels", .heading = "Labels"},
    {.key = "url", .heading = "Page"},
    {.key = "format", .heading = "Format"},
    {.key = "body", .heading = "Body"},
    {0},
};

static cJSON *describe(const struct atl_confluence_content *page)
{
    cJSON *object = cJSON_CreateObject();
    wiki_page_add_text(object, "id", page->id);
    wiki_page_add_text(object, "title", page->title);
    wiki_page_add_text(object, "space", page->space);
    wiki_page_add_text(object, "spaceId", page->space_id);
    wiki_page_add_text(object, "status", page->status);
    wiki_page_add_text(object, "parentId", page->parent);
    cJSON_AddNumberToObject(object, "version", (double)page->version);
    wiki_page_add_text(object, "message", page->message);
    wiki_page_add_text(object, "author", page->author);
    wiki_page_add_text(object, "updated", page->updated);
    wiki_page_add_text(object, "creator", page->creator);
    wiki_page_add_text(object, "created", page->created);
    cJSON *labels = cJSON_AddArrayToObject(object, "labels");
    for (size_t i = 0; page->labels != NULL && page->labels[i] != NULL; i++) {
        cJSON_AddItemToArray(labels, cJSON_CreateString(page->labels[i]));
    }
    wiki_page_add_text(object, "url", page->url);
    return object;
}

/* ---- the ways to show it ---- */

/* What is asked for by --format; without it Markdown, or on a terminal laid out. */
struct showing {
    struct atl_context *context;
    const char *named; /* the word; NULL: not given */
    enum atl_content_format format;
    const char *file; /* of -o */
};

static bool is_server_json(const struct showing *showing)
{
    return atl_text_equal(showing->named, "json");
}

/* The text in the format that was asked for. */
static enum atl_status write_text(const struct showing *showing,
                                  const struct atl_confluence_content *page,
                                  struct atl_buffer *text, struct atl_error *error)
{
    if (is_server_json(showing)) {
        char *json = atl_json_print(page->json, true);
        atl_buffer_add(text, json);
        atl_buffer_add_char(text, '\n');
        free(json);
        return ATL_OK;
    }
    return wiki_body_write(showing->context, page->body == NULL ? "" : page->body,
                           page->body_length, showing->format, text, error);
}

static enum atl_status print_record(const struct showing *showing,
                                    const struct atl_confluence_content *page,
                                    struct atl_error *error)
{
    struct atl_buffer text = {0};
    enum atl_status status = write_text(showing, page, &text, error);
    if (status == ATL_OK) {
        cJSON *object = describe(page);
        const char *format = showing->named == NULL ? "markdown" : showing->named;
        cJSON_AddStringToObject(object, "format", format);
        if (is_server_json(showing)) {
            cJSON_AddItemToObject(object, "body", cJSON_Duplicate(page->json, true));
        } else {
            cJSON_AddStringToObject(object, "body", atl_buffer_text(&text));
        }
        status = atl_output_record(showing->context->output, columns, object, error);
        cJSON_Delete(object);
    }
    atl_buffer_free(&text);
    return status;
}

static enum atl_status print_head(const struct showing *showing,
                                  const struct atl_confluence_content *page,
                                  struct atl_error *error)
{
    cJSON *object = describe(page);
    enum atl_status status = atl_output_record(showing->context->output, facts, object, error);
    cJSON_Delete(object);
    return status == ATL_OK ? atl_output_text(showing->context->output, error, "\n") : status;
}

static enum atl_status print_text(const struct showing *showing,
                                  const struct atl_confluence_content *page,
                                  struct atl_error *error)
{
    struct atl_buffer text = {0};
    enum atl_status status = write_text(showing, page, &text, error);
    if (status == ATL_OK && showing->file != NULL) {
        const struct convert_plan plan = {0};
        status = convert_write_file(&plan, showing->file, &text, error);
    } else if (status == ATL_OK) {
        if (showing->format == ATL_CONTENT_TERMINAL && showing->named == NULL) {
            status = print_head(showing, page, error);
        }
        if (status == ATL_OK) {
            status = convert_print(showing->context, showing->format, &text, error);
        }
    }
    atl_buffer_free(&text);
    return status;
}

static enum atl_status print(const struct showing *showing,
                             const struct atl_confluence_content *page, struct atl_error *error)
{
    const struct atl_globals *globals = &showing->context->globals;
    bool as_record = globals->form != ATL_OUTPUT_TABLE || globals->fields != NULL;
    enum atl_status status = ATL_OK;
    if (showing->file != NULL || !as_record) {
        status = print_text(showing, page, error);
    }
    if (status != ATL_OK || (!as_record && showing->file == NULL)) {
        return status;
    }
    if (showing->file == NULL) {
        return print_record(showing, page, error);
    }
    cJSON *object = describe(page);
    cJSON_AddStringToObject(object, "file", showing->file);
    status = atl_output_message(showing->context->output, object, error, "Wrote %s", showing->file);
    cJSON_Delete(object);
    return status;
}

/* ---- the command ---- */

static const char *const formats[] = {"markdown", "storage", "adf",  "wiki",
                                      "html",     "text",    "json", NULL};

static enum atl_content_format format_named(const char *name)
{
    static const enum atl_content_format values[] = {
        ATL_CONTENT_MARKDOWN, ATL_CONTENT_STORAGE, ATL_CONTENT_ADF, ATL_CONTENT_WIKI,
        ATL_CONTENT_HTML,     ATL_CONTENT_TEXT,    ATL_CONTENT_TEXT};
    for (size_t i = 0; formats[i] != NULL; i++) {
        if (strcmp(formats[i], name) == 0) {
            return values[i];
        }
    }
    return ATL_CONTENT_MARKDOWN;
}

static struct showing showing_of(struct atl_context *context)
{
    struct showing showing = {.context = context,
                              .named = atl_option_text(context, "format"),
                              .file = atl_option_text(context, "output"),
                              .format = ATL_CONTENT_MARKDOWN};
    bool on_terminal = context->console->out_is_terminal && showing.file == NULL &&
                       context->globals.form == ATL_OUTPUT_TABLE;
    if (showing.named != NULL) {
        showing.format = format_named(showing.named);
    } else if (on_terminal && context->globals.fields == NULL) {
        showing.format = ATL_CONTENT_TERMINAL;
    }
    if (atl_text_equal(showing.file, "-")) {
        showing.file = NULL;
    }
    return showing;
}

static enum atl_status get(struct wiki_page_command *command, struct atl_error *error)
{
    struct atl_context *context = command->context;
    struct showing showing = showing_of(context);
    struct atl_confluence_content page;
    bool is_plain = showing.format != ATL_CONTENT_TERMINAL && !is_server_json(&showing) &&
                    context->globals.form == ATL_OUTPUT_TABLE && context->globals.fields == NULL;
    unsigned facts_too = is_plain ? 0 : ATL_CONFLUENCE_LABELS | ATL_CONFLUENCE_NAMES;
    enum atl_status status = atl_output_check(context->output, columns, error);
    if (status == ATL_OK && showing.file != NULL && *showing.file == '\0') {
        status = atl_fail(error, ATL_USAGE, "--output needs a file");
    }
    if (status == ATL_OK) {
        status = wiki_page_get_version(command, atl_option_integer(context, "page-version", 0),
                                       facts_too, &page, error);
    }
    return status == ATL_OK ? print(&showing, &page, error) : status;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    return wiki_page_run(context, true, get, error);
}

/* clang-format off */
const struct atl_command atl_command_wiki_page_get = {
    .words = "wiki page get",
    .summary = "Show a page",
    .description =
        "Shows a page: on a terminal laid out to be read, below what there is to know about it; "
        "into a pipe or a file its text as Markdown. --format gives it in another format; json "
        "is what the server says about the page, as it says it.\n\n"
        "What Markdown has no words for is carried along in it, so that wiki page update can give "
        "all of it back.\n\n"
        "--json prints one document: id, title, space, status, version, message, author, updated, "
        "creator, created, parentId, labels and url, and the text as body in format. --fields "
        "picks from these.",
    .arguments = (const struct atl_argument[]){WIKI_PAGE_ARGUMENT, {0}},
    .options =
        (const struct atl_option[]){
            WIKI_PAGE_OPTION,
            {.name = "format", .kind = ATL_OPTION_CHOICE, .value = "FORMAT",
             .summary = "Format of the text", .choices = formats,
             .shown_default = "markdown; laid out on a terminal"},
            {.name = "page-version", .kind = ATL_OPTION_INTEGER, .value = "N",
             .summary = "The page as it was then", .minimum = 1, .maximum = INT32_MAX},
            {.name = "output", .letter = 'o', .kind = ATL_OPTION_TEXT, .value = "FILE",
             .summary = "Write the text to this file", .completion = ATL_COMPLETE_FILE},
            {0}},
    .examples =
        (const struct atl_example[]){
            {"wiki page get 12345", "Read a page"},
            {"wiki page get 'TEAM:Release plan' -o plan.md", "By its title, into a file"},
            {"wiki page get https://example.atlassian.net/wiki/spaces/TEAM/pages/12345",
             "By its address"},
            {"wiki page get 12345 --format storage", "As Confluence keeps it"},
            {"wiki page get 12345 --page-version 3", "As it was"},
            {"wiki page get 12345 --json | jq -r .labels[]", "For a script"},
            {0}},
    .needs = ATL_NEEDS_CONFLUENCE,
    .run = run,
};
/* clang-format on */
