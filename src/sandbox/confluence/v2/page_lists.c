/* REST v2: lists of pages and blog posts. */
#include "sandbox/confluence/content_tree.h"
#include "sandbox/confluence/v2/pages.h"
#include "sandbox/server/emit.h"
#include "sandbox/server/route.h"

#include <string.h>

enum {
    MOST_IDS = 250,
    MOST_SPACE_IDS = 100,
};

const struct list_kind pages_list_kind = {
    .table = "content",
    .id = "content.id",
    .orders = {{"id", "content.id"},
               {"title", "content.title COLLATE NOCASE"},
               {"created-date", "content.created"},
               {"modified-date", "content.modified"}},
};

const struct list_kind blog_post_list_kind = {
    .table = "content",
    .id = "content.id",
    .orders = {{"id", "content.id"},
               {"created-date", "content.created"},
               {"modified-date", "content.modified"}},
};

/* ---- all, of a space, with a label ---- */

/* What a list is limited to, besides its parameters. */
struct scope {
    enum content_type type;
    int64_t space; /* -1: any */
    int64_t label; /* -1: any */
    bool top_only;
};

static bool add_filters(struct list *list, const struct scope *scope)
{
    struct request *request = list->request;
    unsigned usual =
        1U << CONTENT_CURRENT | (scope->type == CONTENT_PAGE ? 1U << CONTENT_ARCHIVED : 0);
    unsigned statuses;
    if (!v2_read_statuses(request, usual, &statuses)) {
        return false;
    }
    sql_add(&list->sql, "SELECT " CONTENT_COLUMNS " FROM content WHERE content.type = ");
    sql_mark(&list->sql, sql_text(content_type_name(scope->type)));
    v2_add_statuses(&list->sql, statuses);
    if (scope->space >= 0) {
        sql_add(&list->sql, " AND content.space = ");
        sql_mark(&list->sql, sql_integer(scope->space));
    }
    if (scope->label >= 0) {
        sql_add(&list->sql, " AND content.id IN (SELECT content FROM content_label WHERE label = ");
        sql_mark(&list->sql, sql_integer(scope->label));
        sql_add(&list->sql, ")");
    }
    sql_add(&list->sql, scope->top_only ? " AND content.parent IS NULL" : "");
    const char *title = request_parameter(request, "title");
    if (title != NULL) {
        sql_add(&list->sql, " AND content.title = ");
        sql_mark(&list->sql, sql_text(title));
        sql_add(&list->sql, " COLLATE NOCASE");
    }
    content_add_visible(request->sandbox, &list->sql, false);
    return v2_add_ids(list, "id", MOST_IDS, "content.id") &&
           v2_add_ids(list, "space-id", MOST_SPACE_IDS, "content.space");
}

static void answer(struct request *request, const struct scope *scope)
{
    const struct list_kind *kind =
        scope->type == CONTENT_PAGE ? &pages_list_kind : &blog_post_list_kind;
    enum v2_body_format format;
    struct list list;
    if (!v2_read_body_format(request, false, &format) || !list_open(request, kind, &list)) {
        return;
    }
    if (!add_filters(&list, scope)) {
        list_drop(&list);
        return;
    }
    list_begin(&list);
    while (list_next(&list)) {
        struct content content;
        content_from_row(&list.rows, &list.arena, &content);
        pages_emit(&list.out, &content, format);
    }
    list_end(&list);
}

static void get_pages(struct request *request, struct reply *reply)
{
    (void)reply;
    answer(request, &(struct scope){.type = CONTENT_PAGE, .space = -1, .label = -1});
}

static void get_blog_posts(struct request *request, struct reply *reply)
{
    (void)reply;
    answer(request, &(struct scope){.type = CONTENT_BLOG_POST, .space = -1, .label = -1});
}

static void get_space_pages(struct request *request, struct reply *reply)
{
    (void)reply;
    struct confluence_space space;
    const char *depth = request_parameter(request, "depth");
    if (depth != NULL && strcmp(depth, "all") != 0 && strcmp(depth, "root") != 0) {
        v2_refuse(request, 400, "Provided value {%s} for 'depth' is not the correct type", depth);
        return;
    }
    if (v2_find_space(request, &space)) {
        answer(request, &(struct scope){.type = CONTENT_PAGE,
                                        .space = space.id,
                                        .label = -1,
                                        .top_only = depth != NULL && strcmp(depth, "root") == 0});
    }
}

static void get_space_blog_posts(struct request *request, struct reply *reply)
{
    (void)reply;
    struct confluence_space space;
    if (v2_find_space(request, &space)) {
        answer(request, &(struct scope){.type = CONTENT_BLOG_POST, .space = space.id, .label = -1});
    }
}

static void answer_labelled(struct request *request, enum content_type type)
{
    int64_t label;
    if (v2_find_label(request, &label)) {
        answer(request, &(struct scope){.type = type, .space = -1, .label = label});
    }
}

static void get_labelled_pages(struct request *request, struct reply *reply)
{
    (void)reply;
    answer_labelled(request, CONTENT_PAGE);
}

static void get_labelled_blog_posts(struct request *request, struct reply *reply)
{
    (void)reply;
    answer_labelled(request, CONTENT_BLOG_POST);
}

/* ---- below and above a page ---- */

static const struct list_kind child_kind = {
    .table = "content",
    .id = "content.id",
    .orders = {{"child-position", "content.position"},
               {"id", "content.id"},
               {"created-date", "content.created"},
               {"modified-date", "content.modified"}},
};

static void get_children(struct request *request, struct reply *reply)
{
    (void)reply;
    struct content page;
    struct list list;
    if (!v2_find(request, &page) || !list_open(request, &child_kind, &list)) {
        return;
    }
    sql_add(&list.sql, "SELECT content.id, content.status, content.title, content.space,"
                       " content.position FROM content WHERE content.type = 'page'"
                       " AND content.status IN ('current', 'archived') AND content.parent = ");
    sql_mark(&list.sql, sql_integer(page.id));
    content_add_visible(request->sandbox, &list.sql, false);
    list_begin(&list);
    while (list_next(&list)) {
        emit_object(list.out.json, NULL);
        v2_emit_id(&list.out, "id", rows_integer(&list.rows, 0));
        emit_text(list.out.json, "status", rows_text(&list.rows, 1));
        emit_text(list.out.json, "title", rows_text(&list.rows, 2));
        v2_emit_id(&list.out, "spaceId", rows_integer(&list.rows, 3));
        emit_integer(list.out.json, "childPosition", (int64_t)rows_real(&list.rows, 4));
        emit_object_end(list.out.json);
    }
    list_end(&list);
}

/* From the top down; of more than the limit, the nearest. */
static void get_ancestors(struct request *request, struct reply *reply)
{
    (void)reply;
    struct content content;
    struct confluence_output out = confluence_reply(request);
    int64_t limit;
    int64_t *ids;
    if (!v2_find(request, &content)) {
        return;
    }
    if (!request_parameter_integer(request, "limit", 1, MOST_IDS, LIST_LIMIT, &limit)) {
        v2_refuse(request, 400,
                  "Provided value {%s} for 'limit' is not the correct type. Expected type is int "
                  "between 1 and 250",
                  request_parameter(request, "limit"));
        return;
    }
    size_t count = content_ancestors(&request->sandbox->store, &request->arena, &content, &ids);
    emit_object(out.json, NULL);
    emit_array(out.json, "results");
    for (size_t i = count < (size_t)limit ? count : (size_t)limit; i-- > 0;) {
        struct content ancestor;
        if (content_load(&request->sandbox->store, &request->arena, ids[i], &ancestor)) {
            emit_object(out.json, NULL);
            v2_emit_id(&out, "id", ancestor.id);
            emit_text(out.json, "type", content_type_name(ancestor.type));
            emit_object_end(out.json);
        }
    }
    list_end_single(request);
}

static const struct route routes[] = {
    {"GET", ROUTE_CONFLUENCE_V2, "/pages", ROUTE_CLOUD, get_pages},
    {"GET", ROUTE_CONFLUENCE_V2, "/blogposts", ROUTE_CLOUD, get_blog_posts},
    {"GET", ROUTE_CONFLUENCE_V2, "/spaces/{}/pages", ROUTE_CLOUD, get_space_pages},
    {"GET", ROUTE_CONFLUENCE_V2, "/spaces/{}/blogposts", ROUTE_CLOUD, get_space_blog_posts},
    {"GET", ROUTE_CONFLUENCE_V2, "/labels/{}/pages", ROUTE_CLOUD, get_labelled_pages},
    {"GET", ROUTE_CONFLUENCE_V2, "/labels/{}/blogposts", ROUTE_CLOUD, get_labelled_blog_posts},
    {"GET", ROUTE_CONFLUENCE_V2, "/pages/{}/children", ROUTE_CLOUD, get_children},
    {"GET", ROUTE_CONFLUENCE_V2, "/pages/{}/ancestors", ROUTE_CLOUD, get_ancestors},
    {"GET", ROUTE_CONFLUENCE_V2, "/folders/{}/ancestors", ROUTE_CLOUD, get_ancestors},
};

const struct route_table confluence_page_list_routes = ROUTES(routes);
