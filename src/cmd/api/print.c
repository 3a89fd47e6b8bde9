#include "cmd/api/print.h"

#include "cli/console.h"
#include "cli/output.h"
#include "cmd/json_indent.h"

#include <string.h>

static const struct atl_column no_columns[] = {{0}};
static const struct atl_listing items = {.name = "items", .columns = no_columns};

/* ---- what a body is ---- */

/* The body as a tree; NULL when it isn't JSON. */
static cJSON *parse(const struct atl_http_response *response)
{
    cJSON *tree;
    (void)atl_json_parse(response->body, response->length, "the answer", &tree, NULL);
    return tree;
}

/* Well-formed UTF-8 without the control characters that no text has. */
static bool is_text(const char *bytes, size_t length)
{
    while (length > 0) {
        uint32_t code_point;
        size_t size = atl_utf8_decode(bytes, length, &code_point);
        bool malformed = code_point == 0xFFFD && (unsigned char)*bytes != 0xEF;
        if (malformed || (code_point < 0x20 && strchr("\t\n\r\f\033", (int)code_point) == NULL) ||
            code_point == 0) {
            return false;
        }
        bytes += size;
        length -= size;
    }
    return true;
}

/* ---- for people and pipes ---- */

static enum atl_status print_on_terminal(struct atl_context *context,
                                         const struct atl_http_response *response,
                                         struct atl_error *error)
{
    if (!is_text(response->body, response->length)) {
        atl_fail(error, ATL_USAGE, "the answer is no text (%s, %zu bytes): not for a terminal",
                 response->content_type, response->length);
        atl_hint(error, "redirect it to a file: atlcli api … > FILE");
        return ATL_USAGE;
    }
    struct atl_buffer shown = {0};
    struct atl_buffer safe = {0};
    cJSON *tree = parse(response);
    if (tree != NULL) {
        json_indent(&shown, response->body);
    } else {
        atl_buffer_append(&shown, response->body, response->length);
    }
    if (shown.length > 0) {
        atl_text_append_safe(&safe, shown.data, shown.length, true);
        if (shown.data[shown.length - 1] != '\n') {
            atl_buffer_add_char(&safe, '\n');
        }
    }
    enum atl_status status =
        atl_output_bytes(context->output, atl_buffer_text(&safe), safe.length, error);
    cJSON_Delete(tree);
    atl_buffer_free(&shown);
    atl_buffer_free(&safe);
    return status;
}

static enum atl_status print_headers(struct atl_context *context,
                                     const struct atl_http_response *response,
                                     struct atl_error *error)
{
    const char *name = NULL;
    const char *value;
    enum atl_status status =
        atl_output_text(context->output, error, "status: %d\n", response->status);
    while (status == ATL_OK && atl_http_header_next(response, &name, &value)) {
        status = atl_output_text(context->output, error, "%s: %s\n", name, value);
    }
    return status;
}

/* ---- as a document ---- */

static cJSON *list_headers(const struct atl_http_response *response)
{
    cJSON *headers = cJSON_CreateObject();
    const char *name = NULL;
    const char *value;
    while (atl_http_header_next(response, &name, &value)) {
        const char *before = atl_json_text(headers, name, NULL);
        struct atl_buffer joined = {0};
        atl_buffer_printf(&joined, "%s%s%s", before == NULL ? "" : before,
                          before == NULL ? "" : ", ", value);
        atl_json_set_text(headers, name, atl_buffer_text(&joined));
        atl_buffer_free(&joined);
    }
    return headers;
}

static enum atl_status print_document(struct atl_context *context,
                                      const struct atl_http_response *response,
                                      struct atl_error *error)
{
    cJSON *tree = parse(response);
    if (tree == NULL && !is_text(response->body, response->length)) {
        atl_fail(error, ATL_USAGE, "the answer is no text (%s, %zu bytes): not for --json",
                 response->content_type, response->length);
        atl_hint(error, "leave --json out to get its bytes");
        return ATL_USAGE;
    }
    cJSON *document = cJSON_CreateObject();
    cJSON_AddNumberToObject(document, "status", response->status);
    cJSON_AddItemToObject(document, "headers", list_headers(response));
    if (response->length == 0) {
        cJSON_AddNullToObject(document, "body");
    } else if (tree != NULL) {
        cJSON_AddItemToObject(document, "body", tree);
        tree = NULL;
    } else {
        cJSON_AddStringToObject(document, "body", response->body);
    }
    enum atl_status status = atl_output_record(context->output, no_columns, document, error);
    cJSON_Delete(document);
    cJSON_Delete(tree);
    return status;
}

/* ---- as lines ---- */

static enum atl_status print_lines(struct atl_context *context,
                                   const struct atl_http_response *response,
                                   struct atl_error *error)
{
    const struct atl_pages pages = {0};
    if (response->length == 0) {
        return ATL_OK;
    }
    cJSON *tree = parse(response);
    if (tree == NULL) {
        atl_fail(error, ATL_USAGE, "the answer is no JSON (%s)", response->content_type);
        atl_hint(error, "leave --jsonl out to get its bytes");
        return ATL_USAGE;
    }
    const cJSON *list = atl_pages_items(&pages, tree);
    enum atl_status status = atl_output_begin(context->output, &items, error);
    if (status == ATL_OK && list == NULL) {
        status = atl_output_object(context->output, tree, error);
    }
    const cJSON *item;
    cJSON_ArrayForEach(item, list)
    {
        if (status == ATL_OK) {
            status = atl_output_object(context->output, item, error);
        }
    }
    if (status == ATL_OK) {
        status = atl_output_end(context->output, error);
    }
    cJSON_Delete(tree);
    return status;
}

enum atl_status api_print(struct atl_context *context, enum atl_method method,
                          const struct atl_http_response *response, struct atl_error *error)
{
    switch (atl_output_form(context->output)) {
    case ATL_OUTPUT_JSON:
        return print_document(context, response, error);
    case ATL_OUTPUT_JSONL:
        return print_lines(context, response, error);
    default:
        break;
    }
    if (method == ATL_HEAD) {
        return print_headers(context, response, error);
    }
    if (context->console->out_is_terminal) {
        return print_on_terminal(context, response, error);
    }
    return atl_output_bytes(context->output, response->body, response->length, error);
}
