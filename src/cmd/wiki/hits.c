#include "cmd/wiki/hits.h"

#include "atlcli/clock.h"
#include "atlcli/confluence_search.h"
#include "cli/console.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cmd/query_error.h"

#include <inttypes.h>

enum {
    USUAL_LIMIT = 50,
};

static const struct atl_column columns[] = {
    {.key = "type", .heading = "TYPE"},
    {.key = "space", .heading = "SPACE"},
    {.key = "id", .heading = "ID", .style = ATL_STYLE_NAME},
    {.key = "updated", .heading = "UPDATED", .kind = ATL_CELL_TIME, .style = ATL_STYLE_DIM},
    {.key = "title", .heading = "TITLE", .shrinks = true},
    {.key = "excerpt", .heading = "EXCERPT", .extra = true, .shrinks = true},
    {.key = "url", .heading = "URL", .extra = true, .shrinks = true},
    {0},
};

static const struct atl_listing listing = {
    .name = "results", .columns = columns, .when_empty = "Nothing matches."};

struct printing {
    struct atl_context *context;
    struct atl_progress *progress;
};

static enum atl_status print_hit(void *argument, const struct atl_confluence_hit *hit,
                                 struct atl_error *error)
{
    struct printing *printing = argument;
    int64_t updated = 0;
    bool dated = hit->updated != NULL && atl_clock_parse_iso8601(hit->updated, &updated);
    const struct atl_cell cells[] = {
        atl_cell_text(hit->type),
        atl_cell_text(hit->space),
        atl_cell_text(hit->id),
        dated ? atl_cell_time(updated) : atl_cell_text(hit->updated),
        atl_cell_text(hit->title),
        atl_cell_text(atl_text_is_empty(hit->excerpt) ? NULL : hit->excerpt),
        atl_cell_text(hit->url),
    };
    atl_progress_add(printing->progress, 1);
    return atl_output_row(printing->context->output, cells, error);
}

enum atl_status wiki_hits_print(struct atl_context *context, struct atl_http *http, const char *cql,
                                wiki_hits_check check, struct atl_error *error)
{
    struct atl_confluence_search_result result;
    enum atl_status status = atl_output_begin(context->output, &listing, error);
    if (status != ATL_OK) {
        return status;
    }
    struct printing printing = {.context = context,
                                .progress = atl_progress_open(context, "Searching", -1)};
    const struct atl_confluence_search search = {
        .http = http,
        .cql = cql,
        .limit = atl_option_integer(context, "limit", USUAL_LIMIT),
        .wants_excerpt = atl_output_wants(context->output, "excerpt"),
        .on_hit = print_hit,
        .context = &printing,
    };
    status = atl_confluence_search(&search, &result, error);
    atl_progress_close(printing.progress);
    if (status != ATL_OK) {
        query_error_explain(ATL_QUERY_CQL, cql, error);
        return status;
    }
    status = result.found == 0 ? check(context, http, error) : ATL_OK;
    if (status != ATL_OK) {
        return status;
    }
    if (result.total >= 0) {
        atl_output_member(context->output, "total", cJSON_CreateNumber((double)result.total));
    }
    atl_output_member(context->output, "isLast", cJSON_CreateBool(!result.more));
    status = atl_output_end(context->output, error);
    if (status == ATL_OK && result.more) {
        atl_note(context->console,
                 "%" PRId64 " result%s shown, there are more; --limit all shows every one",
                 result.found, result.found == 1 ? "" : "s");
    }
    return status;
}

/* ---- counting ---- */

static const struct atl_column count_columns[] = {
    {.key = "count", .heading = "Results", .kind = ATL_CELL_INTEGER},
    {0},
};

enum atl_status wiki_hits_count(struct atl_context *context, struct atl_http *http, const char *cql,
                                wiki_hits_check check, struct atl_error *error)
{
    int64_t count;
    enum atl_status status = atl_confluence_count(http, cql, &count, error);
    if (status != ATL_OK) {
        query_error_explain(ATL_QUERY_CQL, cql, error);
        return status;
    }
    status = count == 0 ? check(context, http, error) : ATL_OK;
    if (status != ATL_OK) {
        return status;
    }
    if (atl_output_form(context->output) == ATL_OUTPUT_TABLE) {
        return atl_output_text(context->output, error, "%" PRId64 "\n", count);
    }
    cJSON *object = cJSON_CreateObject();
    cJSON_AddNumberToObject(object, "count", (double)count);
    status = atl_output_record(context->output, count_columns, object, error);
    cJSON_Delete(object);
    return status;
}
