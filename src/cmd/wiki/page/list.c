/* wiki page list: the pages of a space, of a label, of a query. */
#include "atlcli/clock.h"
#include "atlcli/confluence.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cmd/connect.h"
#include "cmd/option_check.h"
#include "cmd/query_builder.h"
#include "cmd/query_error.h"
#include "cmd/site_hint.h"

#include <inttypes.h>
#include <string.h>

enum {
    USUAL_LIMIT = 50,
};

static const struct atl_column columns[] = {
    {.key = "id", .heading = "ID", .style = ATL_STYLE_NAME},
    {.key = "space", .heading = "SPACE"},
    {.key = "version", .heading = "VERSION", .kind = ATL_CELL_INTEGER},
    {.key = "updated", .heading = "UPDATED", .kind = ATL_CELL_TIME, .style = ATL_STYLE_DIM},
    {.key = "title", .heading = "TITLE", .shrinks = true},
    {.key = "status", .heading = "STATUS", .extra = true},
    {.key = "parentId", .heading = "PARENT", .extra = true},
    {.key = "url", .heading = "URL", .extra = true, .shrinks = true},
    {0},
};

static const struct atl_listing listing = {
    .name = "pages", .columns = columns, .when_empty = "No pages match."};

/* ---- pages ---- */

struct printing {
    struct atl_context *context;
    struct atl_progress *progress;
};

static enum atl_status print_page(void *argument, const struct atl_confluence_page *page,
                                  struct atl_error *error)
{
    struct printing *printing = argument;
    int64_t updated = 0;
    bool dated = page->updated != NULL && atl_clock_parse_iso8601(page->updated, &updated);
    const struct atl_cell cells[] = {
        atl_cell_text(page->id),
        atl_cell_text(page->space),
        page->version < 0 ? atl_cell_none() : atl_cell_integer(page->version),
        dated ? atl_cell_time(updated) : atl_cell_text(page->updated),
        atl_cell_text(page->title),
        atl_cell_text(page->status),
        atl_cell_text(page->parent),
        atl_cell_text(page->url),
    };
    atl_progress_add(printing->progress, 1);
    return atl_output_row(printing->context->output, cells, error);
}

static enum atl_status ignore_page(void *argument, const struct atl_confluence_page *page,
                                   struct atl_error *error)
{
    (void)argument;
    (void)page;
    (void)error;
    return ATL_OK;
}

static bool is_among(const char *text, const char *const *texts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(texts[i], text) == 0) {
            return true;
        }
    }
    return false;
}

/* A list takes one title at most: title after title, then, until there are more than are shown. */
static enum atl_status list_titles(const struct atl_confluence_list *wanted,
                                   const char *const *titles,
                                   struct atl_confluence_list_result *result,
                                   struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    *result = (struct atl_confluence_list_result){0};
    for (size_t i = 0; status == ATL_OK && titles[i] != NULL && !result->more; i++) {
        struct atl_confluence_list_result own;
        struct atl_confluence_list list = *wanted;
        bool is_full = result->found == wanted->limit;
        if (is_among(titles[i], titles, i)) {
            continue;
        }
        list.title = titles[i];
        list.limit = is_full ? 1 : wanted->limit - result->found;
        list.on_page = is_full ? ignore_page : wanted->on_page;
        status = atl_confluence_list_pages(&list, &own, error);
        result->more = own.more || (is_full && own.found > 0);
        result->found += is_full ? 0 : own.found;
    }
    return status;
}

static enum atl_status print_pages(struct atl_context *context, struct atl_http *http,
                                   const char *cql, struct atl_error *error)
{
    enum atl_status status = atl_output_begin(context->output, &listing, error);
    if (status != ATL_OK) {
        return status;
    }
    struct printing printing = {.context = context,
                                .progress = atl_progress_open(context, "Listing pages", -1)};
    const struct atl_confluence_list list = {
        .http = http,
        .cql = cql,
        .spaces = atl_option_list(context, "space", NULL),
        .limit = atl_option_integer(context, "limit", USUAL_LIMIT),
        .wants_space = atl_output_wants(context->output, "space"),
        .wants_parent = atl_output_wants(context->output, "parentId"),
        .on_page = print_page,
        .context = &printing,
    };
    const char *const *titles = atl_option_list(context, "title", NULL);
    struct atl_confluence_list_result result;
    status = cql == NULL && titles[0] != NULL ? list_titles(&list, titles, &result, error)
                                              : atl_confluence_list_pages(&list, &result, error);
    atl_progress_close(printing.progress);
    if (status == ATL_OK) {
        atl_output_member(context->output, "isLast", cJSON_CreateBool(!result.more));
        status = atl_output_end(context->output, error);
    }
    if (status == ATL_OK && result.more) {
        atl_note(context->console,
                 "%" PRId64 " page%s shown, there are more; --limit all shows every one",
                 result.found, result.found == 1 ? "" : "s");
    }
    return status;
}

/* ---- the query ---- */

/* Labels and queries can only be searched for; the rest is listed, which misses nothing new. */
static enum atl_status build_query(struct atl_context *context, const char **cql,
                                   struct atl_error *error)
{
    struct query_builder builder = {.dialect = ATL_QUERY_CQL};
    const char *given = atl_option_text(context, "cql");
    const char *const *labels = atl_option_list(context, "label", NULL);
    *cql = NULL;
    if (given == NULL && labels[0] == NULL) {
        return ATL_OK;
    }
    query_add_condition(&builder, "type = page");
    query_add_any_of(&builder, "space", atl_option_list(context, "space", NULL));
    query_add_any_of(&builder, "label", labels);
    query_add_any_of(&builder, "title", atl_option_list(context, "title", NULL));
    return query_finish(&builder, context->arena, given, "--cql", NULL, cql, error);
}

/* ---- the command ---- */

static const char *const text_options[] = {"cql", NULL};
static const char *const list_options[] = {"space", "label", "title", NULL};

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    const char *cql = NULL;
    enum atl_status status = option_check_filled(context, text_options, list_options, error);
    if (status == ATL_OK) {
        status = build_query(context, &cql, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    struct atl_http *http = atl_connect(context);
    status = print_pages(context, http, cql, error);
    if (status != ATL_OK && cql != NULL) {
        query_error_explain(ATL_QUERY_CQL, cql, error);
    }
    if (status != ATL_OK) {
        site_hint_add(http, ATL_PRODUCT_CONFLUENCE, error);
    }
    atl_http_close(http);
    return status;
}

const struct atl_command atl_command_wiki_page_list = {
    .words = "wiki page list",
    .summary = "List pages",
    .description =
        "Lists pages by space, label, title or CQL; every condition must hold, and a list of "
        "values means any of them. Without a condition it lists the pages of all spaces.\n\n"
        "Shows id, space, version, updated and title; --fields also knows status, parentId and "
        "url.\n\n"
        "Labels and CQL go through Confluence's search, whose index may lag behind a change.",
    .options = (const struct atl_option[]){{.name = "space",

                                            .kind = ATL_OPTION_LIST,
                                            .value = "KEY",
                                            .summary = "In this space"},
                                           {.name = "label",

                                            .kind = ATL_OPTION_LIST,
                                            .value = "LABEL",
                                            .summary = "With this label"},
                                           {.name = "cql",

                                            .kind = ATL_OPTION_TEXT,
                                            .value = "QUERY",
                                            .summary = "CQL; options add conditions to it"},
                                           {.name = "title",
                                            .kind = ATL_OPTION_REPEATED,
                                            .value = "TITLE",
                                            .summary = "With exactly this title"},
                                           {.name = "limit",

                                            .kind = ATL_OPTION_INTEGER,
                                            .value = "N",
                                            .summary = "Show at most so many pages",
                                            .shown_default = "50",
                                            .minimum = 1,
                                            .maximum = 10000000,
                                            .unlimited = "all"},
                                           {0}},
    .examples =
        (const struct atl_example[]){
            {"wiki page list --space TEAM", "The pages of a space"},
            {"wiki page list --label runbook,howto --fields id,title,url",
             "Pages with one of two labels, and where to read them"},
            {"wiki page list --cql \"lastmodified > now('-7d') order by lastmodified desc\"",
             "What has changed within a week"},
            {"wiki page list --space TEAM --limit all --jsonl",
             "All of them, one JSON object a line"},
            {0}},
    .needs = ATL_NEEDS_CONFLUENCE,
    .run = run,
};
