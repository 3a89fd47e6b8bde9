/* REST v2: labels. They are put on content by REST v1. */
#include "sandbox/confluence/v2/v2.h"
#include "sandbox/server/route.h"

#include <string.h>

enum {
    MOST_IDS = 250,
};

/* Labels have no date of their own: they were made in the order of their ids. */
static const struct list_kind label_kind = {
    .table = "label",
    .id = "label.id",
    .orders = {{"id", "label.id"}, {"created-date", "label.id"}, {"name", "label.name"}},
};

bool v2_find_label(struct request *request, int64_t *label)
{
    if (!v2_read_id(request, 0, label)) {
        return false;
    }
    if (!store_exists(&request->sandbox->store, "SELECT 1 FROM label WHERE id = ?",
                      VALUES(sql_integer(*label)))) {
        v2_refuse(request, 404, "Label with id %s not found", request->segments[0]);
        return false;
    }
    return true;
}

static bool add_prefixes(struct list *list)
{
    static const char *const known[] = {"my", "team", "global", "system"};
    char **prefixes;
    size_t count = request_parameter_list(list->request, "prefix", &prefixes);
    for (size_t i = 0; i < count; i++) {
        bool found = false;
        for (size_t at = 0; at < sizeof known / sizeof *known; at++) {
            found |= strcmp(known[at], prefixes[i]) == 0;
        }
        if (!found) {
            v2_refuse(list->request, 400,
                      "Provided value {%s} for 'prefix' is not the correct type", prefixes[i]);
            return false;
        }
        sql_add(&list->sql, i == 0 ? " AND label.prefix IN (" : ", ");
        sql_mark(&list->sql, sql_text(prefixes[i]));
    }
    sql_add(&list->sql, count > 0 ? ")" : "");
    return true;
}

/*
 * `condition` holds for the labels of a list, with the id in place of its question mark; NULL: for
 * all.
 */
static void answer(struct request *request, const char *condition, int64_t id)
{
    struct list list;
    if (!list_open(request, &label_kind, &list)) {
        return;
    }
    sql_add(&list.sql, "SELECT label.id, label.name, label.prefix FROM label WHERE 1");
    if (condition != NULL) {
        sql_add(&list.sql, condition);
        sql_value(&list.sql, sql_integer(id));
    }
    if (!add_prefixes(&list) || !v2_add_ids(&list, "label-id", MOST_IDS, "label.id")) {
        list_drop(&list);
        return;
    }
    list_begin(&list);
    while (list_next(&list)) {
        v2_emit_label(&list.out, rows_integer(&list.rows, 0), rows_text(&list.rows, 1),
                      rows_text(&list.rows, 2));
    }
    list_end(&list);
}

static void get_labels(struct request *request, struct reply *reply)
{
    (void)reply;
    answer(request, NULL, -1);
}

static void get_labels_of(struct request *request, struct reply *reply)
{
    (void)reply;
    struct content content;
    if (v2_find(request, &content)) {
        answer(request, " AND label.id IN (SELECT label FROM content_label WHERE content = ?)",
               content.id);
    }
}

static void get_space_labels(struct request *request, struct reply *reply)
{
    (void)reply;
    struct confluence_space space;
    if (v2_find_space(request, &space)) {
        answer(request, " AND label.id IN (SELECT label FROM space_label WHERE space = ?)",
               space.id);
    }
}

static void get_space_content_labels(struct request *request, struct reply *reply)
{
    (void)reply;
    struct confluence_space space;
    if (v2_find_space(request, &space)) {
        answer(request,
               " AND label.id IN (SELECT label FROM content_label JOIN content"
               " ON content.id = content_label.content WHERE content.space = ?"
               " AND content.status = 'current')",
               space.id);
    }
}

static const struct route routes[] = {
    {"GET", ROUTE_CONFLUENCE_V2, "/labels", ROUTE_CLOUD, get_labels},
    {"GET", ROUTE_CONFLUENCE_V2, "/pages/{}/labels", ROUTE_CLOUD, get_labels_of},
    {"GET", ROUTE_CONFLUENCE_V2, "/blogposts/{}/labels", ROUTE_CLOUD, get_labels_of},
    {"GET", ROUTE_CONFLUENCE_V2, "/attachments/{}/labels", ROUTE_CLOUD, get_labels_of},
    {"GET", ROUTE_CONFLUENCE_V2, "/spaces/{}/labels", ROUTE_CLOUD, get_space_labels},
    {"GET", ROUTE_CONFLUENCE_V2, "/spaces/{}/content/labels", ROUTE_CLOUD,
     get_space_content_labels},
};

const struct route_table confluence_label_routes = ROUTES(routes);
