#include "cmd/jira/text.h"

#include "atlcli/content.h"
#include "atlcli/deployment.h"
#include "cli/console.h"
#include "cli/output.h"
#include "cli/prompt.h"
#include "cmd/input.h"
#include "cmd/text_warnings.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_BYTES = 4 * 1024 * 1024, /* Jira itself takes far less */
};

static enum atl_status convert(enum atl_content_format from, enum atl_content_format to,
                               const char *text, const struct atl_content_options *options,
                               struct atl_buffer *converted, struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_content_tree *tree;
    enum atl_status status =
        atl_content_read(&arena, from, text, strlen(text), options, &tree, error);
    if (status == ATL_OK) {
        status = atl_content_write(tree, to, options, converted, error);
    }
    atl_arena_free(&arena);
    return status;
}

/* ---- in ---- */

static void drop_last_newline(struct atl_buffer *text)
{
    while (text->length > 0 && text->data[text->length - 1] == '\n') {
        atl_buffer_truncate(text, text->length - 1);
    }
}

enum atl_status jira_text_from_markdown(struct atl_context *context, const struct atl_http *http,
                                        const char *markdown, cJSON **value,
                                        struct atl_error *error)
{
    bool is_cloud = atl_deployment_of(atl_http_account(http)) == ATL_CLOUD;
    struct atl_buffer text = {0};
    struct atl_content_report report = {0};
    const struct atl_content_options options = {.report = &report, .source = "the text"};
    *value = NULL;
    enum atl_status status =
        convert(ATL_CONTENT_MARKDOWN, is_cloud ? ATL_CONTENT_ADF : ATL_CONTENT_JIRA_WIKI, markdown,
                &options, &text, error);
    if (status == ATL_OK && is_cloud) {
        status =
            atl_json_parse(atl_buffer_text(&text), text.length, "the text as ADF", value, error);
    } else if (status == ATL_OK) {
        drop_last_newline(&text);
        *value = cJSON_CreateString(atl_buffer_text(&text));
    }
    if (status == ATL_OK) {
        text_warnings_print(context->console, &report);
    }
    atl_content_report_free(&report);
    atl_buffer_free(&text);
    return status;
}

static cJSON *write_rich_text(void *argument, struct atl_arena *arena, const char *markdown,
                              struct atl_error *error)
{
    const struct jira_text_writer *writer = argument;
    cJSON *value;
    (void)arena;
    return jira_text_from_markdown(writer->context, writer->http, markdown, &value, error) == ATL_OK
               ? value
               : NULL;
}

struct atl_jira_writing jira_text_writing(struct jira_text_writer *writer)
{
    return (struct atl_jira_writing){.http = writer->http,
                                     .arena = writer->context->arena,
                                     .project = writer->project,
                                     .rich_text = write_rich_text,
                                     .context = writer};
}

/* Else a terminal just sits there. */
static void announce_wait(const struct atl_context *context, const char *file)
{
    if (atl_text_equal(file, "-") && atl_prompt_is_possible()) {
        atl_note(context->console,
                 "reading from the terminal; Ctrl-D on a line of its own ends it");
    }
}

enum atl_status jira_text_option(struct atl_context *context, const char *text_option,
                                 const char *file_option, const char **markdown,
                                 struct atl_error *error)
{
    const char *file = atl_option_text(context, file_option);
    *markdown = atl_option_text(context, text_option);
    if (file == NULL) {
        return ATL_OK;
    }
    if (*markdown != NULL) {
        return atl_fail(error, ATL_USAGE, "--%s and --%s exclude each other", text_option,
                        file_option);
    }
    if (*file == '\0') {
        return atl_fail(error, ATL_USAGE, "--%s needs a file, or - for standard input",
                        file_option);
    }
    struct atl_buffer contents = {0};
    announce_wait(context, file);
    enum atl_status status = input_read(file, MOST_BYTES, &contents, error);
    if (status == ATL_OK) {
        *markdown = atl_arena_strdup(context->arena, atl_buffer_text(&contents));
    }
    atl_buffer_free(&contents);
    return status;
}

/* ---- out ---- */

enum atl_status jira_text_to_markdown(struct atl_arena *arena, const cJSON *value,
                                      const char **markdown, struct atl_error *error)
{
    *markdown = "";
    if (!cJSON_IsString(value) && !cJSON_IsObject(value)) {
        return ATL_OK;
    }
    struct atl_buffer text = {0};
    const struct atl_content_options options = {.source = "the server's text"};
    enum atl_status status;
    if (cJSON_IsString(value)) {
        status = convert(ATL_CONTENT_JIRA_WIKI, ATL_CONTENT_MARKDOWN, value->valuestring, &options,
                         &text, error);
    } else {
        char *adf = atl_json_print(value, false);
        status = convert(ATL_CONTENT_ADF, ATL_CONTENT_MARKDOWN, adf, &options, &text, error);
        free(adf);
    }
    if (status == ATL_OK) {
        *markdown = atl_arena_strdup(arena, atl_buffer_text(&text));
    }
    atl_buffer_free(&text);
    return status;
}

static enum atl_status print_markdown(struct atl_context *context, const char *markdown,
                                      struct atl_error *error)
{
    size_t length = strlen(markdown);
    const char *end = length > 0 && markdown[length - 1] != '\n' ? "\n" : "";
    return atl_output_text(context->output, error, "%s%s", markdown, end);
}

enum atl_status jira_text_print(struct atl_context *context, const char *markdown,
                                struct atl_error *error)
{
    const struct atl_console *console = context->console;
    if (context->globals.form != ATL_OUTPUT_TABLE || *markdown == '\0') {
        return ATL_OK;
    }
    if (!console->out_is_terminal) {
        return print_markdown(context, markdown, error);
    }
    struct atl_buffer text = {0};
    const struct atl_content_options options = {
        .columns = atl_terminal_width(console->out),
        .colour = console->out_has_colour,
        .hyperlinks = atl_terminal_has_hyperlinks(),
    };
    enum atl_status status =
        convert(ATL_CONTENT_MARKDOWN, ATL_CONTENT_TERMINAL, markdown, &options, &text, error);
    if (status == ATL_OK) {
        drop_last_newline(&text);
        atl_buffer_add_char(&text, '\n');
        status = atl_output_bytes(context->output, text.data, text.length, error);
    }
    atl_buffer_free(&text);
    return status;
}
