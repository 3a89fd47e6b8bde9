#include "cmd/api/pages.h"

#include "cli/output.h"
#include "cli/progress.h"

#include <stdlib.h>
#include <string.h>

static const struct atl_column no_columns[] = {{0}};
static const struct atl_listing items = {.name = "items", .columns = no_columns};

struct printing {
    struct atl_context *context;
    struct atl_progress *progress;
    bool is_array; /* an array of our own rather than the output's rows */
    bool is_indented;
    size_t count;
};

/* ---- requests ---- */

/* Search by POST only reads; anything else that is no GET must not be repeated. */
static enum atl_status check(const struct atl_http_request *request, struct atl_error *error)
{
    size_t length = strcspn(request->path, "?");
    const char *search = strstr(request->path, "/search");
    bool is_search = search != NULL && search < request->path + length;
    if (request->method == ATL_GET || (request->method == ATL_POST && is_search)) {
        if (request->content_type == NULL && request->accept == NULL &&
            request->headers[0] == NULL) {
            return ATL_OK;
        }
        return atl_fail(error, ATL_USAGE, "--header doesn't go with --paginate");
    }
    return atl_fail(error, ATL_USAGE, "--paginate goes with GET, and with POST to a search");
}

/* Takes "startAt=50" out of the path: it is the pages' own business from there on. */
static const char *take_start(struct atl_arena *arena, const char *path, int64_t *start)
{
    const char *query = strchr(path, '?');
    struct atl_buffer kept = {0};
    if (query == NULL) {
        return path;
    }
    atl_buffer_append(&kept, path, (size_t)(query - path));
    char separator = '?';
    const char *parameter = query + 1;
    while (*parameter != '\0') {
        size_t length = strcspn(parameter, "&");
        const char *one = atl_arena_strndup(arena, parameter, length);
        if (!atl_text_starts_with(one, "startAt=") ||
            !atl_text_to_integer(one + strlen("startAt="), 0, INT64_MAX, start)) {
            atl_buffer_add_char(&kept, separator);
            atl_buffer_add(&kept, one);
            separator = '&';
        }
        parameter += length + (parameter[length] == '&' ? 1 : 0);
    }
    path = atl_arena_strdup(arena, atl_buffer_text(&kept));
    atl_buffer_free(&kept);
    return path;
}

/* ---- printing ---- */

static enum atl_status print_in_array(struct printing *printing, const cJSON *item,
                                      struct atl_error *error)
{
    struct atl_buffer line = {0};
    struct atl_buffer safe = {0};
    char *text = atl_json_print(item, printing->is_indented);
    atl_buffer_printf(&line, "%s\n%s", printing->count == 0 ? "[" : ",", text);
    const struct atl_buffer *printed = &line;
    if (printing->context->console->out_is_terminal) {
        atl_text_append_safe(&safe, line.data, line.length, true);
        printed = &safe;
    }
    enum atl_status status =
        atl_output_bytes(printing->context->output, printed->data, printed->length, error);
    free(text);
    atl_buffer_free(&line);
    atl_buffer_free(&safe);
    return status;
}

static enum atl_status print_items(struct printing *printing, const cJSON *list,
                                   struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    const cJSON *item;
    cJSON_ArrayForEach(item, list)
    {
        if (status != ATL_OK) {
            break;
        }
        status = printing->is_array ? print_in_array(printing, item, error)
                                    : atl_output_object(printing->context->output, item, error);
        printing->count++;
        atl_progress_add(printing->progress, 1);
    }
    return status;
}

/* What has no items is the only answer: an object on its own. */
static enum atl_status print_whole(struct printing *printing, const cJSON *answer,
                                   struct atl_error *error)
{
    struct atl_output *output = printing->context->output;
    if (!printing->is_array) {
        return atl_output_object(output, answer, error);
    }
    struct atl_buffer line = {0};
    char *text = atl_json_print(answer, printing->is_indented);
    atl_buffer_printf(&line, "%s\n", text);
    enum atl_status status = atl_output_bytes(output, line.data, line.length, error);
    free(text);
    atl_buffer_free(&line);
    return status;
}

static enum atl_status end(struct printing *printing, bool has_items, struct atl_error *error)
{
    struct atl_output *output = printing->context->output;
    if (!printing->is_array) {
        return atl_output_end(output, error);
    }
    const char *closing = printing->count == 0 ? "[]\n" : "\n]\n";
    return has_items ? atl_output_bytes(output, closing, strlen(closing), error) : ATL_OK;
}

static enum atl_status print_all(struct printing *printing, struct atl_pages *pages,
                                 struct atl_error *error)
{
    bool has_items = true;
    enum atl_status status = ATL_OK;
    while (status == ATL_OK && !pages->done) {
        struct atl_arena arena = {0};
        const cJSON *page;
        status = atl_pages_next(pages, &arena, &page, error);
        if (status == ATL_OK) {
            const cJSON *list = page == NULL ? NULL : atl_pages_items(pages, page);
            has_items = list != NULL;
            if (has_items) {
                status = print_items(printing, list, error);
            } else if (page != NULL) {
                status = print_whole(printing, page, error);
            }
        }
        atl_arena_free(&arena);
    }
    return status == ATL_OK ? end(printing, has_items, error) : status;
}

enum atl_status api_pages_print(struct atl_context *context, struct atl_http *http,
                                const struct atl_http_request *request, struct atl_error *error)
{
    struct printing printing = {
        .context = context,
        .is_array = atl_output_form(context->output) == ATL_OUTPUT_TABLE,
        .is_indented = context->console->out_is_terminal,
    };
    struct atl_pages pages = {.http = http, .paging = ATL_PAGING_DETECT, .body = request->body};
    enum atl_status status = check(request, error);
    if (status == ATL_OK && !printing.is_array) {
        status = atl_output_begin(context->output, &items, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    pages.path = take_start(context->arena, request->path, &pages.start);
    printing.progress = atl_progress_open(context, "Reading pages", -1);
    status = print_all(&printing, &pages, error);
    atl_progress_close(printing.progress);
    return status;
}
