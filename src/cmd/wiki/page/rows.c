#include "cmd/wiki/page/rows.h"

#include "atlcli/clock.h"

static const struct atl_column columns[] = {
    {.key = "id", .heading = "ID", .style = ATL_STYLE_NAME},
    {.key = "version", .heading = "VERSION", .kind = ATL_CELL_INTEGER},
    {.key = "updated", .heading = "UPDATED", .kind = ATL_CELL_TIME, .style = ATL_STYLE_DIM},
    {.key = "title", .heading = "TITLE", .shrinks = true},
    {.key = "parentId", .heading = "PARENT", .extra = true},
    {.key = "depth", .heading = "DEPTH", .kind = ATL_CELL_INTEGER, .extra = true},
    {.key = "type", .heading = "TYPE", .extra = true},
    {.key = "status", .heading = "STATUS", .extra = true},
    {.key = "created", .heading = "CREATED", .kind = ATL_CELL_TIME, .extra = true},
    {0},
};

const struct atl_listing wiki_page_rows = {
    .name = "pages", .columns = columns, .when_empty = "No pages are below it."};

static const struct atl_column tree_columns[] = {
    {.key = "id", .heading = "ID", .style = ATL_STYLE_NAME},
    {.key = "version", .heading = "VERSION", .kind = ATL_CELL_INTEGER},
    {.key = "updated", .heading = "UPDATED", .kind = ATL_CELL_TIME, .style = ATL_STYLE_DIM},
    {.key = "title", .heading = "TITLE", .shrinks = true},
    {.key = "parentId", .heading = "PARENT"},
    {.key = "depth", .heading = "DEPTH", .kind = ATL_CELL_INTEGER},
    {.key = "type", .heading = "TYPE"},
    {.key = "status", .heading = "STATUS"},
    {.key = "created", .heading = "CREATED", .kind = ATL_CELL_TIME, .extra = true},
    {0},
};

const struct atl_listing wiki_page_tree_rows = {
    .name = "pages", .columns = tree_columns, .when_empty = "No pages are below it."};

static struct atl_cell time_cell(const char *iso)
{
    int64_t ms;
    return iso != NULL && atl_clock_parse_iso8601(iso, &ms) ? atl_cell_time(ms) : atl_cell_none();
}

enum atl_status wiki_page_rows_print(struct atl_context *context,
                                     const struct atl_confluence_entry *node, int64_t depth,
                                     struct atl_error *error)
{
    const struct atl_cell cells[] = {
        atl_cell_text(node->id),
        node->version < 0 ? atl_cell_none() : atl_cell_integer(node->version),
        time_cell(node->updated),
        atl_cell_text(node->title),
        atl_cell_text(node->parent),
        atl_cell_integer(depth),
        atl_cell_text(node->is_folder ? "folder" : "page"),
        atl_cell_text(node->status),
        time_cell(node->created),
    };
    return atl_output_row(context->output, cells, error);
}
