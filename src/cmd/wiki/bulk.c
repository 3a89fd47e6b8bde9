#include "cmd/wiki/bulk.h"

#include "atlcli/loop.h"
#include "atlcli/text.h"
#include "cmd/query_builder.h"
#include "cmd/query_error.h"
#include "cmd/subject.h"
#include "cmd/wiki/page/of.h"

enum {
    NOT_FOUND = 404,
};

static const struct job_naming naming = {
    .query = "cql",
    .list = "pages",
    .nouns = "pages",
    .names = "pages",
    .ways = "--cql QUERY, --pages PAGE,PAGE, --stdin, --file FILE",
};

static bool any_is_given(struct atl_context *context, const char *const *names)
{
    for (; *names != NULL; names++) {
        if (atl_option_given(context, *names)) {
            return true;
        }
    }
    return false;
}

bool wiki_bulk_names_pages(struct atl_context *context)
{
    static const char *const names[] = {"cql", "pages", "stdin", "file", NULL};
    return any_is_given(context, names);
}

bool wiki_bulk_is_asked_for(struct atl_context *context)
{
    static const char *const names[] = {"shard", "dry-run", "max-failures", "rate", NULL};
    return wiki_bulk_names_pages(context) || any_is_given(context, names);
}

/* ---- which pages ---- */

/* Takes words after PAGE, such as labels; without options that name pages PAGE is the first. */
static bool takes_words(const struct atl_context *context)
{
    return context->command->arguments[1].name != NULL;
}

static enum atl_status read_named(struct atl_context *context, struct job_named *named,
                                  struct atl_error *error)
{
    struct subject page = {0};
    enum atl_status status;
    if (wiki_bulk_names_pages(context)) {
        status = job_read_named(context, &naming, named, error);
        if (status == ATL_OK &&
            (atl_option_given(context, "page") ||
             (!takes_words(context) && atl_argument(context, "PAGE") != NULL))) {
            atl_fail(error, ATL_USAGE, "pages are named in two ways");
            atl_hint(error, "pass one of PAGE, %s", naming.ways);
            status = ATL_USAGE;
        }
        return status;
    }
    status = subject_read(context, "page", "say which page: PAGE is missing", 0, &page, error);
    if (status != ATL_OK) {
        atl_hint(error, "or which ones: %s", naming.ways);
        return status;
    }
    char **words = atl_arena_alloc(context->arena, 2 * sizeof *words);
    words[0] = atl_arena_strdup(context->arena, page.text);
    *named = (struct job_named){.words = words, .count = 1, .where = "PAGE"};
    return ATL_OK;
}

/* What is no page at all is said before anything is asked. */
static enum atl_status name_pages(struct atl_context *context, struct job_named *named,
                                  struct atl_error *error)
{
    enum atl_status status = read_named(context, named, error);
    for (size_t i = 0; status == ATL_OK && i < named->count; i++) {
        status = wiki_page_check(context->account, context->arena, named->words[i], error);
        if (status != ATL_OK) {
            atl_error_prefix(error, "%s", named->where);
        }
    }
    return status;
}

/* What the words stand for; titles are looked up side by side. */
struct resolving {
    struct atl_http *http;
    struct atl_arena *arena;
    const struct job_named *named;
    const char **ids;     /* NULL: not there, and then … */
    const char **reasons; /* … this is why */
};

static enum atl_status resolve_one(void *context, size_t index, struct atl_error *error)
{
    struct resolving *resolving = context;
    struct atl_error why = {0};
    enum atl_status status =
        wiki_page_id(resolving->http, resolving->arena, resolving->named->words[index],
                     &resolving->ids[index], &why);
    if (status == ATL_NOT_FOUND) {
        resolving->ids[index] = NULL;
        resolving->reasons[index] = atl_arena_strdup(resolving->arena, why.message);
        return ATL_OK;
    }
    if (status != ATL_OK) {
        *error = why;
        atl_error_prefix(error, "%s", resolving->named->where);
    }
    return status;
}

static enum atl_status select_named(struct atl_context *context, struct atl_http *http,
                                    struct atl_bulk_job *job, const struct job_named *named,
                                    struct atl_bulk_selection *selection, struct atl_error *error)
{
    size_t room = named->count + 1;
    const char **found = atl_arena_alloc(context->arena, room * sizeof *found);
    struct resolving resolving = {.http = http,
                                  .arena = context->arena,
                                  .named = named,
                                  .ids = atl_arena_alloc(context->arena, room * sizeof(char *)),
                                  .reasons =
                                      atl_arena_alloc(context->arena, room * sizeof(char *))};
    enum atl_status status =
        atl_each(named->count, atl_http_width(http), resolve_one, &resolving, error);
    for (size_t i = 0; status == ATL_OK && i < named->count; i++) {
        if (resolving.ids[i] != NULL) {
            found[selection->name_count++] = resolving.ids[i];
        }
    }
    selection->names = found;
    if (status == ATL_OK) {
        status = atl_bulk_select(job, http, selection, error);
    }
    for (size_t i = 0; status == ATL_OK && i < named->count; i++) {
        if (resolving.ids[i] == NULL &&
            atl_bulk_in_shard(named->words[i], selection->shard, selection->shards)) {
            atl_bulk_add_failed(job, named->words[i], NOT_FOUND, resolving.reasons[i]);
        }
    }
    return status;
}

/* A query may find attachments and comments as well: those are nobody's pages. */
static enum atl_status select_by_query(struct atl_context *context, struct atl_http *http,
                                       struct atl_bulk_job *job, const char *given,
                                       struct atl_bulk_selection *selection,
                                       struct atl_error *error)
{
    struct query_builder builder = {.dialect = ATL_QUERY_CQL};
    query_add_condition(&builder, "type = page");
    enum atl_status status =
        query_finish(&builder, context->arena, given, "--cql", NULL, &selection->query, error);
    if (status != ATL_OK) {
        return status;
    }
    status = atl_bulk_select(job, http, selection, error);
    if (status != ATL_OK) {
        query_error_explain(ATL_QUERY_CQL, selection->query, error);
    }
    return status;
}

static enum atl_status select_pages(struct atl_context *context, struct atl_http *http,
                                    const struct job_named *named, struct atl_bulk_job *job,
                                    struct atl_error *error)
{
    struct atl_bulk_selection selection = {0};
    enum atl_status status = job_read_shard(context, &selection.shard, &selection.shards, error);
    if (status != ATL_OK) {
        return status;
    }
    return named->query != NULL
               ? select_by_query(context, http, job, named->query, &selection, error)
               : select_named(context, http, job, named, &selection, error);
}

enum atl_status wiki_bulk_command(struct atl_context *context, const struct job_work *what,
                                  struct atl_error *error)
{
    struct job_work work = *what;
    work.product = ATL_PRODUCT_CONFLUENCE;
    work.name = name_pages;
    work.items = select_pages;
    return job_command(context, &work, error);
}
