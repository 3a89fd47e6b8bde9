/*
 * --json and --jsonl. A document is written piece by piece, in constant memory: on a terminal
 * indented, elsewhere compact with a row on each line.
 */
#include "cli/output_internal.h"

#include <stdlib.h>
#include <string.h>

static bool is_indented(const struct atl_output *output)
{
    return output->console->out_is_terminal;
}

/* Appends a value; its further lines are indented to `depth`. */
static void append_json(const struct atl_output *output, struct atl_buffer *text,
                        const cJSON *value, int depth)
{
    char *printed = atl_json_print(value, is_indented(output));
    const char *at = printed;
    size_t length = strcspn(at, "\n");
    while (at[length] != '\0') {
        atl_buffer_append(text, at, length);
        atl_buffer_printf(text, "\n%*s", depth * 2, "");
        at += length + 1;
        length = strcspn(at, "\n");
    }
    atl_buffer_append(text, at, length);
    free(printed);
}

static void append_member(const struct atl_output *output, struct atl_buffer *text,
                          const char *name, const cJSON *value)
{
    atl_buffer_add(text, is_indented(output) ? ",\n  " : ",");
    atl_json_append_string(text, name);
    atl_buffer_add(text, is_indented(output) ? ": " : ":");
    append_json(output, text, value, 1);
}

static void open_document(struct atl_output *output, struct atl_buffer *text)
{
    if (!output->document_open) {
        output->document_open = true;
        output->console->amid_document = true;
        output->used = true;
        atl_buffer_add(text, is_indented(output) ? "{\n  \"schemaVersion\": \"1\""
                                                 : "{\"schemaVersion\":\"1\"");
    }
}

static void open_rows(struct atl_output *output, struct atl_buffer *text)
{
    if (!output->rows_open) {
        open_document(output, text);
        output->rows_open = true;
        atl_buffer_add(text, is_indented(output) ? ",\n  " : ",");
        atl_json_append_string(text, output->listing->name);
        atl_buffer_add(text, is_indented(output) ? ": [" : ":[");
    }
}

static void close_rows(struct atl_output *output, struct atl_buffer *text)
{
    if (output->rows_open) {
        output->rows_open = false;
        const char *end = is_indented(output) ? "\n  ]" : "\n]";
        atl_buffer_add(text, output->rows > 0 ? end : "]");
    }
}

/* Writes and empties the text. */
static enum atl_status emit(struct atl_output *output, struct atl_buffer *text,
                            struct atl_error *error)
{
    enum atl_status status =
        atl_console_write(output->console, atl_buffer_text(text), text->length, error);
    atl_buffer_free(text);
    return status;
}

enum atl_status json_row(struct atl_output *output, const cJSON *object, struct atl_error *error)
{
    struct atl_buffer text = {0};
    if (output->form == ATL_OUTPUT_JSONL) {
        char *line = atl_json_print(object, false);
        atl_buffer_add(&text, line);
        atl_buffer_add_char(&text, '\n');
        free(line);
        enum atl_status status = output_emit_line(output, &text, error);
        atl_buffer_free(&text);
        return status;
    }
    open_rows(output, &text);
    atl_buffer_add(&text, output->rows > 1 ? "," : "");
    atl_buffer_add(&text, is_indented(output) ? "\n    " : "\n");
    append_json(output, &text, object, 2);
    return emit(output, &text, error);
}

enum atl_status json_end_rows(struct atl_output *output, struct atl_error *error)
{
    if (output->form == ATL_OUTPUT_JSONL) {
        return ATL_OK;
    }
    struct atl_buffer text = {0};
    open_rows(output, &text);
    close_rows(output, &text);
    const cJSON *member = output->members != NULL ? output->members->child : NULL;
    for (; member != NULL; member = member->next) {
        append_member(output, &text, member->string, member);
    }
    return emit(output, &text, error);
}

enum atl_status json_record(struct atl_output *output, const cJSON *object, struct atl_error *error)
{
    if (output->form == ATL_OUTPUT_JSONL) {
        return object != NULL ? json_row(output, object, error) : ATL_OK;
    }
    struct atl_buffer text = {0};
    open_document(output, &text);
    const cJSON *member;
    cJSON_ArrayForEach(member, atl_json_object(object))
    {
        if (!atl_text_equal(member->string, "schemaVersion")) {
            append_member(output, &text, member->string, member);
        }
    }
    return emit(output, &text, error);
}

static cJSON *error_object(const struct atl_error *failure)
{
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "code", atl_status_code(failure->status));
    cJSON_AddStringToObject(object, "message", failure->message);
    if (failure->http_status != 0) {
        cJSON_AddNumberToObject(object, "status", failure->http_status);
    } else {
        cJSON_AddNullToObject(object, "status");
    }
    cJSON *hints = cJSON_AddArrayToObject(object, "hints");
    for (size_t i = 0; i < failure->hint_count; i++) {
        cJSON_AddItemToArray(hints, cJSON_CreateString(failure->hints[i]));
    }
    return object;
}

enum atl_status json_finish(struct atl_output *output, const struct atl_error *failure,
                            struct atl_error *error)
{
    if (output->used && !output->document_open) {
        return ATL_OK; /* the command wrote its own bytes */
    }
    struct atl_buffer text = {0};
    open_document(output, &text);
    close_rows(output, &text);
    if (failure != NULL) {
        cJSON *object = error_object(failure);
        append_member(output, &text, "error", object);
        cJSON_Delete(object);
    }
    output->document_open = false;
    atl_buffer_add(&text, is_indented(output) ? "\n}\n" : "}\n");
    return emit(output, &text, error);
}
