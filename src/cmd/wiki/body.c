#include "cmd/wiki/body.h"

#include "atlcli/content_reuse.h"
#include "atlcli/frontmatter.h"
#include "atlcli/json.h"
#include "cli/console.h"
#include "cli/output.h"
#include "cli/prompt.h"
#include "cmd/input.h"
#include "cmd/text_warnings.h"
#include "cmd/wiki/body_links.h"
#include "cmd/wiki/convert/format.h"

#include <string.h>

enum {
    MOST_BYTES = 64 * 1024 * 1024, /* Confluence itself takes far less */
};

const char *const wiki_body_formats[] = {"markdown", "storage", "adf", "wiki", NULL};

/* ---- in ---- */

/* Else a terminal just sits there. */
static void announce_wait(const struct atl_context *context, const char *file)
{
    if (atl_text_equal(file, "-") && atl_prompt_is_possible()) {
        atl_note(context->console,
                 "reading from the terminal; Ctrl-D on a line of its own ends it");
    }
}

/* *file is NULL for --body, and for none. */
static enum atl_status read_text(struct atl_context *context, const char *argument,
                                 struct atl_buffer *text, const char **file, bool *given,
                                 struct atl_error *error)
{
    const char *option = atl_option_text(context, "body");
    const char *body = argument != NULL ? argument : option;
    *file = atl_option_text(context, "body-file");
    *given = body != NULL || *file != NULL;
    if (argument != NULL && (option != NULL || *file != NULL)) {
        return atl_fail(error, ATL_USAGE,
                        "the text is given twice: as an argument and as an option");
    }
    if (body != NULL && *file != NULL) {
        return atl_fail(error, ATL_USAGE, "--body and --body-file exclude each other");
    }
    if (!*given && atl_option_given(context, "format")) {
        return atl_fail(error, ATL_USAGE, "--format needs --body or --body-file");
    }
    if (*file != NULL && **file == '\0') {
        return atl_fail(error, ATL_USAGE, "--body-file needs a file, or - for standard input");
    }
    if (body != NULL) {
        atl_buffer_add(text, body);
    }
    if (*file == NULL) {
        return ATL_OK;
    }
    announce_wait(context, *file);
    return input_read(*file, MOST_BYTES, text, error);
}

static enum atl_content_format format_of(const struct atl_context *context, const char *file)
{
    const char *named = atl_option_text(context, "format");
    enum atl_content_format format = ATL_CONTENT_MARKDOWN;
    if (named != NULL) {
        return convert_format_named(named);
    }
    if (file != NULL && convert_format_of_file(file, &format) && format > ATL_CONTENT_WIKI) {
        format = ATL_CONTENT_MARKDOWN; /* a .txt: no format that is read */
    }
    return format;
}

const char *wiki_body_front_title(struct atl_arena *arena, const struct atl_frontmatter *front)
{
    cJSON *root = NULL;
    if (front->yaml == NULL ||
        atl_frontmatter_parse(front->yaml, front->yaml_length, &root, NULL) != ATL_OK) {
        return NULL;
    }
    const char *title = atl_json_text(root, "title", atl_json_text(root, "atlcli.title", NULL));
    const char *copy = atl_text_is_empty(title) ? NULL : atl_arena_strdup(arena, title);
    cJSON_Delete(root);
    return copy;
}

static enum atl_status read_front(struct atl_context *context, const struct atl_buffer *text,
                                  struct wiki_body *body, struct atl_error *error)
{
    struct atl_frontmatter front = {0};
    enum atl_status status =
        atl_frontmatter_find(atl_buffer_text(text), text->length, &front, error);
    if (status == ATL_OK) {
        body->title = wiki_body_front_title(context->arena, &front);
    }
    return status;
}

static enum atl_status to_storage(struct atl_context *context, enum atl_content_format format,
                                  const struct atl_buffer *text, const char *file,
                                  struct wiki_body *body, struct atl_error *error)
{
    struct atl_buffer storage = {0};
    struct atl_content_report report = {0};
    struct atl_content_tree *tree;
    const struct atl_content_options options = {
        .report = &report,
        .source = file == NULL             ? "the text"
                  : strcmp(file, "-") == 0 ? "standard input"
                                           : file,
    };
    const char *kept = atl_arena_strndup(context->arena, atl_buffer_text(text), text->length);
    enum atl_status status =
        atl_content_read(context->arena, format, kept, text->length, &options, &tree, error);
    if (status == ATL_OK) {
        tree->document->text = NULL; /* the frontmatter is no part of the page */
        tree->document->length = 0;
        if (format == ATL_CONTENT_MARKDOWN) {
            wiki_body_map_paths(tree, file);
        }
        status = atl_content_write(tree, ATL_CONTENT_STORAGE, &options, &storage, error);
    }
    if (status == ATL_OK) {
        text_warnings_print(context->console, &report);
        body->tree = tree;
        body->storage = atl_arena_strdup(context->arena, atl_buffer_text(&storage));
    }
    atl_content_report_free(&report);
    atl_buffer_free(&storage);
    return status;
}

enum atl_status wiki_body_read(struct atl_context *context, struct wiki_body *body,
                               struct atl_error *error)
{
    enum atl_status status = wiki_body_read_argument(context, NULL, body, error);
    if (status != ATL_OK || body->storage == NULL ||
        body->storage[strspn(body->storage, " \t\r\n")] != '\0') {
        return status;
    }
    atl_fail(error, ATL_USAGE, "--%s needs a text; it is empty",
             atl_option_given(context, "body") ? "body" : "body-file");
    atl_hint(error, "leave it out, or have an empty page on purpose: --format storage --body "
                    "'<p/>'");
    return ATL_USAGE;
}

enum atl_status wiki_body_read_argument(struct atl_context *context, const char *argument,
                                        struct wiki_body *body, struct atl_error *error)
{
    struct atl_buffer text = {0};
    const char *file;
    bool given;
    *body = (struct wiki_body){0};
    enum atl_status status = read_text(context, argument, &text, &file, &given, error);
    enum atl_content_format format = format_of(context, file);
    if (status == ATL_OK && given && format == ATL_CONTENT_MARKDOWN) {
        status = read_front(context, &text, body, error);
    }
    if (status == ATL_OK && given && format == ATL_CONTENT_STORAGE) {
        /* As it is: the server is the judge of it. */
        body->storage = atl_arena_strdup(context->arena, atl_buffer_text(&text));
    } else if (status == ATL_OK && given) {
        status = to_storage(context, format, &text, file, body, error);
    }
    atl_buffer_free(&text);
    return status;
}

enum atl_status wiki_body_write_over(struct atl_context *context, struct wiki_body *body,
                                     const char *there, size_t length, struct atl_error *error)
{
    const struct atl_content_original original = {.storage = there, .length = length};
    struct atl_buffer storage = {0};
    if (body->tree == NULL || there == NULL) {
        return ATL_OK;
    }
    enum atl_status status = atl_content_write_over(body->tree, NULL, &original, &storage, error);
    body->storage = atl_arena_strdup(context->arena, atl_buffer_text(&storage));
    atl_buffer_free(&storage);
    return status;
}

/* ---- out ---- */

static struct atl_content_options writing_options(const struct atl_context *context,
                                                  enum atl_content_format format,
                                                  struct atl_content_report *report)
{
    bool on_terminal = format == ATL_CONTENT_TERMINAL;
    return (struct atl_content_options){
        .report = report,
        .source = "the page",
        .columns = on_terminal ? atl_terminal_width(context->console->out) : 0,
        .colour = on_terminal && context->console->out_has_colour,
        .hyperlinks = on_terminal && atl_terminal_has_hyperlinks(),
    };
}

static void end_line(struct atl_buffer *text)
{
    if (text->length > 0 && text->data[text->length - 1] != '\n') {
        atl_buffer_add_char(text, '\n');
    }
}

enum atl_status wiki_body_write(struct atl_context *context, const char *storage, size_t length,
                                enum atl_content_format format, struct atl_buffer *text,
                                struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_content_report report = {0};
    struct atl_content_tree *tree;
    if (format == ATL_CONTENT_STORAGE) {
        atl_buffer_append(text, storage, length);
        end_line(text);
        return ATL_OK;
    }
    const struct atl_content_options options = writing_options(context, format, &report);
    enum atl_status status =
        atl_content_read(&arena, ATL_CONTENT_STORAGE, storage, length, &options, &tree, error);
    if (status == ATL_OK) {
        status = atl_content_write(tree, format, &options, text, error);
        end_line(text);
    }
    if (status == ATL_OK) {
        text_warnings_print(context->console, &report);
    } else if (status == ATL_FAILED) {
        atl_hint(error, "--format storage shows it as it is");
    }
    atl_content_report_free(&report);
    atl_arena_free(&arena);
    return status;
}
