/* Saved searches that are one's own, marked, or looked for. */
#include "sandbox/jira/lookup.h"
#include "sandbox/jira/page.h"
#include "sandbox/jira/setup/filters.h"
#include "sandbox/server/route.h"

#include <inttypes.h>

/* ---- one's own and favourites ---- */

static void answer_all(struct request *request, const char *select)
{
    const struct jira_output out = jira_reply(request);
    struct rows rows =
        store_select(&request->sandbox->store, select, VALUES(sql_integer(SANDBOX_ME)));
    emit_array(out.json, NULL);
    while (rows_next(&rows)) {
        filter_emit(&out, rows_integer(&rows, 0));
    }
    emit_array_end(out.json);
}

static void jira_favourite_filters(struct request *request, struct reply *reply)
{
    (void)reply;
    answer_all(request, "SELECT filter.id FROM filter JOIN filter_favourite"
                        " ON filter = filter.id WHERE person = ? ORDER BY name COLLATE NOCASE");
}

static void jira_my_filters(struct request *request, struct reply *reply)
{
    (void)reply;
    answer_all(request, lookup_asks_for(request, "includeFavourites", "true")
                            ? "SELECT id FROM filter WHERE owner = ?1 OR id IN (SELECT filter FROM"
                              " filter_favourite WHERE person = ?1) ORDER BY name COLLATE NOCASE"
                            : "SELECT id FROM filter WHERE owner = ? ORDER BY name COLLATE NOCASE");
}

/* ---- looked for ---- */

/* Bits. */
enum filter_part {
    PART_DESCRIPTION = 1,
    PART_OWNER = 2,
    PART_JQL = 4,
    PART_VIEW_URL = 8,
    PART_SEARCH_URL = 16,
    PART_FAVOURITE = 32,
    PART_FAVOURITED_COUNT = 64,
    PART_SHARES = 128,
};

static unsigned parts_asked(struct request *request)
{
    static const struct {
        const char *word;
        enum filter_part part;
    } words[] = {{"description", PART_DESCRIPTION},
                 {"owner", PART_OWNER},
                 {"jql", PART_JQL},
                 {"viewUrl", PART_VIEW_URL},
                 {"searchUrl", PART_SEARCH_URL},
                 {"favourite", PART_FAVOURITE},
                 {"favouritedCount", PART_FAVOURITED_COUNT},
                 {"sharePermissions", PART_SHARES}};
    unsigned parts = 0;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (lookup_asks_for(request, "expand", words[i].word)) {
            parts |= words[i].part;
        }
    }
    return parts;
}

static void emit_texts(const struct jira_output *out, const struct rows *rows, int64_t id,
                       unsigned parts)
{
    if ((parts & PART_DESCRIPTION) != 0) {
        emit_text(out->json, "description", rows_text(rows, 1));
    }
    if ((parts & PART_OWNER) != 0) {
        jira_emit(out, "owner", JIRA_PERSON, rows_integer(rows, 2));
    }
    if ((parts & PART_JQL) != 0) {
        emit_text(out->json, "jql", rows_text(rows, 3));
    }
    if ((parts & PART_VIEW_URL) != 0) {
        emit_format(out->json, "viewUrl", "%s/issues/?filter=%" PRId64, out->sandbox->site, id);
    }
    if ((parts & PART_SEARCH_URL) != 0) {
        struct atl_buffer query = {0};
        atl_text_append_url_encoded(&query, rows_text(rows, 3));
        emit_format(out->json, "searchUrl", "%s/search/jql?jql=%s", jira_api_url(out->sandbox),
                    atl_buffer_text(&query));
        atl_buffer_free(&query);
    }
}

/* One filter of a page: only what was asked for. */
static void emit_found(const struct jira_output *out, const struct rows *rows, unsigned parts)
{
    int64_t id = rows_integer(rows, 4);
    emit_object(out->json, NULL);
    emit_text(out->json, "expand",
              "description,owner,jql,viewUrl,searchUrl,favourite,favouritedCount,"
              "sharePermissions,editPermissions,isWritable,approximateLastUsed,subscriptions");
    emit_format(out->json, "self", "%s/filter/%" PRId64, jira_api_url(out->sandbox), id);
    emit_format(out->json, "id", "%" PRId64, id);
    emit_text(out->json, "name", rows_text(rows, 0));
    emit_texts(out, rows, id, parts);
    if ((parts & PART_FAVOURITE) != 0) {
        emit_bool(out->json, "favourite", rows_integer(rows, 5) != 0);
    }
    if ((parts & PART_FAVOURITED_COUNT) != 0) {
        emit_integer(out->json, "favouritedCount", rows_integer(rows, 6));
    }
    if ((parts & PART_SHARES) != 0) {
        filter_emit_shares(out, "sharePermissions", id);
    }
    emit_object_end(out->json);
}

/* " AND …" for each parameter that narrows the search. */
static void add_conditions(struct request *request, struct sql *sql)
{
    const char *name = request_parameter(request, "filterName");
    const char *owner = request_parameter(request, "accountId");
    int64_t project = lookup_id_parameter(request, "projectId");
    char **ids;
    size_t count = request_parameter_list(request, "id", &ids);
    sql_add(sql, filter_visible);
    if (name != NULL) {
        sql_add(sql, " AND name LIKE ");
        sql_mark(sql, sql_text(lookup_like(&request->arena, name)));
        sql_add(sql, " ESCAPE '\\'");
    }
    if (owner != NULL) {
        sql_add(sql, " AND owner = ");
        sql_mark(sql, sql_integer(lookup_person(request->sandbox, owner)));
    }
    if (project >= 0) {
        sql_add(sql, " AND id IN (SELECT filter FROM filter_share WHERE project = ");
        sql_mark(sql, sql_integer(project));
        sql_add(sql, ")");
    }
    if (count > 0) {
        sql_add(sql, " AND CAST(id AS TEXT) IN (''");
        for (size_t i = 0; i < count; i++) {
            sql_add(sql, ", ");
            sql_mark(sql, sql_text(ids[i]));
        }
        sql_add(sql, ")");
    }
}

static void add_group(struct request *request, struct sql *sql)
{
    const char *group = request_parameter(request, "groupId");
    group = group != NULL ? group : request_parameter(request, "groupname");
    if (group != NULL) {
        sql_add(sql, " AND id IN (SELECT filter FROM filter_share WHERE team = ");
        sql_mark(sql, sql_integer(lookup_team(request->sandbox, group)));
        sql_add(sql, ")");
    }
}

#define FAVOURITE       "EXISTS (SELECT 1 FROM filter_favourite WHERE filter = filter.id AND person = 1)"
#define FAVOURITE_COUNT "(SELECT count(*) FROM filter_favourite WHERE filter = filter.id)"

static const char *order_of(struct request *request)
{
    static const struct lookup_order orders[] = {
        {"name", "name COLLATE NOCASE"},
        {"id", "id"},
        {"description", "description COLLATE NOCASE"},
        {"owner", "(SELECT person.name FROM person WHERE person.id = owner)"},
        {"favourite_count", FAVOURITE_COUNT},
        {"is_favourite", FAVOURITE},
        {"is_shared", "EXISTS (SELECT 1 FROM filter_share WHERE filter = filter.id)"},
    };
    return lookup_order(request, orders, sizeof orders / sizeof *orders, "name");
}

static void answer_page(struct request *request, struct jira_page *page, const struct sql *where,
                        const char *order)
{
    const struct jira_output out = jira_reply(request);
    struct store *store = &request->sandbox->store;
    struct sql count = {0};
    struct sql select = {0};
    unsigned parts = parts_asked(request);
    sql_printf(&count, "SELECT count(*) FROM filter WHERE 1%s", where->text.data);
    sql_printf(&select,
               "SELECT name, description, owner, jql, id, " FAVOURITE ", " FAVOURITE_COUNT
               " FROM filter WHERE 1%s ORDER BY %s LIMIT %lld OFFSET %lld",
               where->text.data, order, (long long)page->limit, (long long)page->start);
    for (size_t i = 0; i < where->count; i++) {
        sql_value(&count, where->values[i]);
        sql_value(&select, where->values[i]);
    }
    page->total = store_integer_sql(store, 0, &count);
    emit_object(out.json, NULL);
    jira_page_emit(request, page);
    emit_array(out.json, "values");
    struct rows rows = store_select_sql(store, &select);
    while (rows_next(&rows)) {
        emit_found(&out, &rows, parts);
    }
    emit_array_end(out.json);
    emit_object_end(out.json);
    sql_free(&count);
    sql_free(&select);
}

static void jira_filter_search(struct request *request, struct reply *reply)
{
    enum {
        MOST_RESULTS = 100,
        USUAL_RESULTS = 50,
    };
    const char *order = order_of(request);
    struct jira_page page;
    struct sql where = {0};
    if (!jira_page_read(request, USUAL_RESULTS, MOST_RESULTS, &page)) {
        return;
    }
    if (order == NULL) {
        reply_error(reply, REPLY_JIRA, 400, "The orderBy query parameter is not valid: %s",
                    request_parameter(request, "orderBy"));
        return;
    }
    add_conditions(request, &where);
    add_group(request, &where);
    answer_page(request, &page, &where, order);
    sql_free(&where);
}

static const struct route routes[] = {
    {"GET", ROUTE_JIRA, "/filter/favourite", ROUTE_ANY, jira_favourite_filters},
    {"GET", ROUTE_JIRA, "/filter/my", ROUTE_CLOUD, jira_my_filters},
    {"GET", ROUTE_JIRA, "/filter/search", ROUTE_CLOUD, jira_filter_search},
};

const struct route_table jira_filter_list_routes = ROUTES(routes);
