/* Labels of content. */
#include "sandbox/confluence/content_edit.h"
#include "sandbox/confluence/v1/v1.h"
#include "sandbox/server/route.h"

#include <string.h>

enum {
    USUAL_LIMIT = 200,
    MOST_LIMIT = 200,
    MOST_NAME_BYTES = 255,
    LABELED = CONTENT_ANY & ~CONTENT_COMMENT,
};

/* What can't be in a label. */
static const char forbidden[] = " \t\r\n!#&()*,.:;<>?@[]^\"";

static void answer_labels(struct request *request, const struct content *content,
                          const char *prefix)
{
    struct v1_list list;
    if (!v1_list_open(request, &list, USUAL_LIMIT, MOST_LIMIT)) {
        return;
    }
    sql_add(&list.sql, "SELECT id, prefix, name FROM label WHERE id IN"
                       " (SELECT label FROM content_label WHERE content = ");
    sql_mark(&list.sql, sql_integer(content->id));
    sql_add(&list.sql, ")");
    if (prefix != NULL) {
        sql_add(&list.sql, " AND prefix = ");
        sql_mark(&list.sql, sql_text(prefix));
    }
    sql_add(&list.sql, " ORDER BY name, id");
    v1_list_begin(&list);
    while (v1_list_next(&list)) {
        v1_emit_label(&list.out, rows_integer(&list.rows, 0), rows_text(&list.rows, 1),
                      rows_text(&list.rows, 2));
    }
    v1_list_end(&list);
}

static void list_labels(struct request *request, struct reply *reply)
{
    (void)reply;
    struct content content;
    if (v1_find(request, 0, LABELED, &content)) {
        answer_labels(request, &content, request_parameter(request, "prefix"));
    }
}

/* ---- adding ---- */

/* One of them is a change when it wasn't there. */
static bool add_label(struct request *request, const struct content *content, const cJSON *json)
{
    const char *name = atl_json_text(json, "name", NULL);
    const char *prefix = atl_json_text(json, "prefix", "global");
    if (atl_text_is_empty(name)) {
        v1_refuse(request, 400, "Label name must not be null or empty");
        return false;
    }
    if (strlen(name) > MOST_NAME_BYTES) {
        v1_refuse(request, 400, "Label name must not be longer than %d characters",
                  (int)MOST_NAME_BYTES);
        return false;
    }
    if (strpbrk(name, forbidden) != NULL) {
        v1_refuse(request, 400, "The label '%s' contains characters that labels can't have", name);
        return false;
    }
    if (strcmp(prefix, "global") != 0 && strcmp(prefix, "my") != 0 && strcmp(prefix, "team") != 0) {
        v1_refuse(request, 400, "Invalid label prefix: %s", prefix);
        return false;
    }
    if (content_add_label(&request->sandbox->store, content->id, prefix, name)) {
        request->reply.unchanged = false;
    }
    return true;
}

static void add_labels(struct request *request, struct reply *reply)
{
    (void)reply;
    struct content content;
    const cJSON *json = request_json_value(request);
    if (json == NULL || !v1_find(request, 0, LABELED, &content) ||
        !content_check_may_update(request, &content)) {
        return;
    }
    bool added = true;
    request->reply.unchanged = true;
    if (cJSON_IsArray(json)) {
        const cJSON *item;
        cJSON_ArrayForEach(item, json)
        {
            added = added && add_label(request, &content, item);
        }
    } else {
        added = add_label(request, &content, json);
    }
    if (added) {
        answer_labels(request, &content, NULL);
    }
}

/* ---- removing ---- */

static void remove_label(struct request *request, const char *name)
{
    static const char *const prefixes[] = {"global", "my", "team"};
    struct content content;
    if (!v1_find(request, 0, LABELED, &content) || !content_check_may_update(request, &content)) {
        return;
    }
    if (atl_text_is_empty(name)) {
        v1_refuse(request, 400, "Label name must not be null or empty");
        return;
    }
    /* "my:favourite" names one, "favourite" all of them. */
    const char *colon = strchr(name, ':');
    request->reply.unchanged = true;
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        bool is_named = colon == NULL || (strncmp(name, prefixes[i], (size_t)(colon - name)) == 0 &&
                                          prefixes[i][colon - name] == '\0');
        if (is_named && content_remove_label(&request->sandbox->store, content.id, prefixes[i],
                                             colon == NULL ? name : colon + 1)) {
            request->reply.unchanged = false;
        }
    }
    v1_answer_nothing(request);
}

static void remove_by_path(struct request *request, struct reply *reply)
{
    (void)reply;
    remove_label(request, request->segments[1]);
}

static void remove_by_query(struct request *request, struct reply *reply)
{
    (void)reply;
    remove_label(request, request_parameter(request, "name"));
}

static const struct route routes[] = {
    {"GET", ROUTE_CONFLUENCE, "/content/{}/label", ROUTE_ANY, list_labels},
    {"POST", ROUTE_CONFLUENCE, "/content/{}/label", ROUTE_ANY, add_labels},
    {"DELETE", ROUTE_CONFLUENCE, "/content/{}/label", ROUTE_ANY, remove_by_query},
    {"DELETE", ROUTE_CONFLUENCE, "/content/{}/label/{}", ROUTE_ANY, remove_by_path},
};

const struct route_table confluence_v1_label_routes = ROUTES(routes);
