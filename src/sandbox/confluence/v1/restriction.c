/* Who may read and update content: in answers, and changed. */
#include "sandbox/confluence/content_edit.h"
#include "sandbox/confluence/v1/parts.h"
#include "sandbox/server/emit.h"
#include "sandbox/server/route.h"

#include <inttypes.h>
#include <string.h>

enum {
    MOST_NAMES = 200,
};

static const char *const operations[] = {"read", "update"};

enum {
    OPERATIONS = sizeof operations / sizeof *operations,
};

/* ---- in answers ---- */

/* "user" or "group": those whom an operation is left to. */
static void emit_names(const struct confluence_output *out, const struct content *content,
                       const char *operation, bool people)
{
    const char *sql = people ? "SELECT person FROM content_restriction WHERE content = ?"
                               " AND operation = ? AND person IS NOT NULL ORDER BY id"
                             : "SELECT team FROM content_restriction WHERE content = ?"
                               " AND operation = ? AND team IS NOT NULL ORDER BY id";
    int64_t count = 0;
    emit_object(out->json, people ? "user" : "group");
    emit_array(out->json, "results");
    struct rows rows = store_select(&out->sandbox->store, sql,
                                    VALUES(sql_integer(content->id), sql_text(operation)));
    for (; rows_next(&rows); count++) {
        if (people) {
            v1_emit_person(out, NULL, rows_integer(&rows, 0));
        } else {
            v1_emit_team(out, NULL, rows_integer(&rows, 0));
        }
    }
    emit_array_end(out->json);
    emit_integer(out->json, "start", 0);
    emit_integer(out->json, "limit", MOST_NAMES);
    emit_integer(out->json, "size", count);
    emit_object_end(out->json);
}

/* `expand`: what is below "restrictions" of one operation. */
static void emit_restriction(const struct confluence_output *out, const char *key,
                             const struct content *content, const char *operation,
                             const struct v1_expand *expand)
{
    const char *id = content_write_id(out->arena, content);
    bool expanded = v1_expands(expand, "restrictions");
    emit_object(out->json, key);
    emit_text(out->json, "operation", operation);
    if (expanded) {
        emit_object(out->json, "restrictions");
        emit_names(out, content, operation, true);
        emit_names(out, content, operation, false);
        emit_object(out->json, "_expandable");
        emit_object_end(out->json);
        emit_object_end(out->json);
    }
    emit_object(out->json, "_expandable");
    if (!expanded) {
        emit_text(out->json, "restrictions", "");
    }
    emit_format(out->json, "content", "/rest/api/content/%s", id);
    emit_object_end(out->json);
    emit_object(out->json, "_links");
    emit_format(out->json, "self", "%s/rest/api/content/%s/restriction/byOperation/%s",
                v1_base(out), id, operation);
    emit_object_end(out->json);
    emit_object_end(out->json);
}

/* All of it, whatever is asked for: it is short. */
static struct v1_expand everything(const struct confluence_output *out)
{
    return v1_expand_of(out->arena, "restrictions.user,restrictions.group");
}

void v1_emit_restrictions(const struct confluence_output *out, const char *key,
                          const struct content *content, const struct v1_expand *expand)
{
    emit_object(out->json, key);
    for (size_t i = 0; i < OPERATIONS; i++) {
        if (expand->count == 0 || v1_expands(expand, operations[i])) {
            struct v1_expand below = v1_expand_below(out->arena, expand, operations[i]);
            emit_restriction(out, operations[i], content, operations[i], &below);
        }
    }
    emit_object(out->json, "_links");
    emit_format(out->json, "self", "%s/rest/api/content/%s/restriction/byOperation", v1_base(out),
                content_write_id(out->arena, content));
    emit_object_end(out->json);
    emit_object_end(out->json);
}

/* ---- the list of all ---- */

static void answer_all(struct request *request, const struct content *content)
{
    struct confluence_output out = confluence_reply(request);
    struct v1_expand expand = everything(&out);
    struct v1_list list;
    if (!v1_list_open(request, &list, 100, MOST_NAMES)) {
        return;
    }
    v1_list_begin_empty(&list);
    for (size_t i = 0; i < OPERATIONS; i++) {
        emit_restriction(&list.out, NULL, content, operations[i], &expand);
        list.count++;
    }
    v1_list_end_results(&list);
    emit_format(&request->reply.body, "restrictionsHash", "%" PRId64,
                store_integer(&request->sandbox->store, 0,
                              "SELECT count(*) * 1000003 + coalesce(sum(id), 0)"
                              " FROM content_restriction WHERE content = ?",
                              VALUES(sql_integer(content->id))));
    v1_list_end_paging(&list);
}

static void list_restrictions(struct request *request, struct reply *reply)
{
    (void)reply;
    struct content content;
    if (v1_find(request, 0, CONTENT_ANY, &content)) {
        answer_all(request, &content);
    }
}

/* ---- changing all ---- */

static bool find_to_change(struct request *request, struct content *content)
{
    return v1_find(request, 0, CONTENT_ANY, content) && content_check_may_update(request, content);
}

static bool is_operation(const char *name)
{
    for (size_t i = 0; i < OPERATIONS; i++) {
        if (atl_text_equal(name, operations[i])) {
            return true;
        }
    }
    return false;
}

/* A list stands by itself or, as in answers, in "results". */
static const cJSON *items_of(const cJSON *list)
{
    return cJSON_IsArray(list) ? list : atl_json_get(list, "results");
}

static int64_t team_of(struct sandbox *sandbox, const cJSON *json)
{
    return store_integer(&sandbox->store, -1,
                         "SELECT id FROM team WHERE name = ?1 OR group_id = ?2",
                         VALUES(sql_text(atl_json_text(json, "name", NULL)),
                                sql_text(atl_json_text(json, "id", NULL))));
}

static bool restrict_operation(struct request *request, const struct content *content,
                               const cJSON *json)
{
    struct sandbox *sandbox = request->sandbox;
    const char *operation = atl_json_text(json, "operation", NULL);
    const cJSON *item;
    if (!is_operation(operation)) {
        v1_refuse(request, 400, "Unsupported operation key: %s",
                  operation == NULL ? "null" : operation);
        return false;
    }
    cJSON_ArrayForEach(item, items_of(atl_json_get(json, "restrictions.user")))
    {
        int64_t person = v1_person_of_json(sandbox, item);
        if (person < 0) {
            v1_refuse(request, 400, "A user of the restriction doesn't exist.");
            return false;
        }
        content_restrict(&sandbox->store, content->id, operation, person, -1);
    }
    cJSON_ArrayForEach(item, items_of(atl_json_get(json, "restrictions.group")))
    {
        int64_t team = team_of(sandbox, item);
        if (team < 0) {
            v1_refuse(request, 400, "A group of the restriction doesn't exist.");
            return false;
        }
        content_restrict(&sandbox->store, content->id, operation, -1, team);
    }
    return true;
}

/* Nobody may lock themselves out. */
static bool check_own_access(struct request *request, struct content *content)
{
    if (content_is_visible(request->sandbox, content) &&
        content_may_update(request->sandbox, content)) {
        return true;
    }
    v1_refuse(request, 400, "You can't restrict content so that you can't edit it yourself.");
    return false;
}

static void clear(struct request *request, const struct content *content)
{
    store_run(&request->sandbox->store, "DELETE FROM content_restriction WHERE content = ?",
              VALUES(sql_integer(content->id)));
}

static void change(struct request *request, bool replace)
{
    struct content content;
    const cJSON *json = request_json_value(request);
    const cJSON *item;
    if (json == NULL || !find_to_change(request, &content)) {
        return;
    }
    if (replace) {
        clear(request, &content);
    }
    cJSON_ArrayForEach(item, items_of(json))
    {
        if (!restrict_operation(request, &content, item)) {
            return;
        }
    }
    if (check_own_access(request, &content)) {
        answer_all(request, &content);
    }
}

static void add_restrictions(struct request *request, struct reply *reply)
{
    (void)reply;
    change(request, false);
}

static void replace_restrictions(struct request *request, struct reply *reply)
{
    (void)reply;
    change(request, true);
}

static void delete_restrictions(struct request *request, struct reply *reply)
{
    (void)reply;
    struct content content;
    if (find_to_change(request, &content)) {
        clear(request, &content);
        answer_all(request, &content);
    }
}

/* ---- by operation ---- */

static void get_by_operation(struct request *request, struct reply *reply)
{
    (void)reply;
    struct confluence_output out = confluence_reply(request);
    struct content content;
    struct v1_expand expand =
        v1_expand_of(&request->arena, "read.restrictions,update.restrictions");
    if (v1_find(request, 0, CONTENT_ANY, &content)) {
        v1_emit_restrictions(&out, NULL, &content, &expand);
    }
}

static bool check_operation(struct request *request)
{
    if (is_operation(request->segments[1])) {
        return true;
    }
    v1_refuse(request, 400, "Unsupported operation key: %s", request->segments[1]);
    return false;
}

static void get_one(struct request *request, struct reply *reply)
{
    (void)reply;
    struct confluence_output out = confluence_reply(request);
    struct content content;
    struct v1_expand expand = everything(&out);
    if (v1_find(request, 0, CONTENT_ANY, &content) && check_operation(request)) {
        emit_restriction(&out, NULL, &content, request->segments[1], &expand);
    }
}

/* ---- one name of an operation ---- */

/* Whom the path or the query names. */
struct subject {
    int64_t person;
    int64_t team;
};

static bool read_subject(struct request *request, struct subject *subject)
{
    const char *name = request->segments[2];
    *subject = (struct subject){.person = -1, .team = -1};
    if (name == NULL) {
        subject->person = v1_person_by_parameters(request);
    } else {
        subject->team = store_integer(&request->sandbox->store, -1,
                                      "SELECT id FROM team WHERE name = ?1 OR group_id = ?1",
                                      VALUES(sql_text(name)));
    }
    if (subject->person >= 0 || subject->team >= 0) {
        return true;
    }
    v1_refuse(request, 404, "There is no such %s", name == NULL ? "user" : "group");
    return false;
}

static bool read_name(struct request *request, struct content *content, struct subject *subject)
{
    return v1_find(request, 0, CONTENT_ANY, content) && check_operation(request) &&
           read_subject(request, subject);
}

static void check_name(struct request *request, struct reply *reply)
{
    struct content content;
    struct subject subject;
    if (!read_name(request, &content, &subject)) {
        return;
    }
    bool named = store_exists(&request->sandbox->store,
                              "SELECT 1 FROM content_restriction WHERE content = ?"
                              " AND operation = ? AND person IS ? AND team IS ?",
                              VALUES(sql_integer(content.id), sql_text(request->segments[1]),
                                     sql_optional(subject.person), sql_optional(subject.team)));
    if (!named) {
        v1_refuse(request, 404, "The %s restriction doesn't name them", request->segments[1]);
        return;
    }
    reply_restart(reply, 200);
}

static void add_name(struct request *request, struct reply *reply)
{
    struct content content;
    struct subject subject;
    if (!read_name(request, &content, &subject) || !content_check_may_update(request, &content)) {
        return;
    }
    content_restrict(&request->sandbox->store, content.id, request->segments[1], subject.person,
                     subject.team);
    if (check_own_access(request, &content)) {
        reply_restart(reply, 200);
    }
}

static void remove_name(struct request *request, struct reply *reply)
{
    struct content content;
    struct subject subject;
    if (!read_name(request, &content, &subject) || !content_check_may_update(request, &content)) {
        return;
    }
    store_run(&request->sandbox->store,
              "DELETE FROM content_restriction WHERE content = ? AND operation = ?"
              " AND person IS ? AND team IS ?",
              VALUES(sql_integer(content.id), sql_text(request->segments[1]),
                     sql_optional(subject.person), sql_optional(subject.team)));
    if (check_own_access(request, &content)) {
        reply_restart(reply, 200);
    }
}

#define RESTRICTION  "/content/{}/restriction"
#define BY_OPERATION RESTRICTION "/byOperation"

static const struct route routes[] = {
    {"GET", ROUTE_CONFLUENCE, RESTRICTION, ROUTE_ANY, list_restrictions},
    {"POST", ROUTE_CONFLUENCE, RESTRICTION, ROUTE_ANY, add_restrictions},
    {"PUT", ROUTE_CONFLUENCE, RESTRICTION, ROUTE_ANY, replace_restrictions},
    {"DELETE", ROUTE_CONFLUENCE, RESTRICTION, ROUTE_ANY, delete_restrictions},
    {"GET", ROUTE_CONFLUENCE, BY_OPERATION, ROUTE_ANY, get_by_operation},
    {"GET", ROUTE_CONFLUENCE, BY_OPERATION "/{}", ROUTE_ANY, get_one},
    {"GET", ROUTE_CONFLUENCE, BY_OPERATION "/{}/user", ROUTE_ANY, check_name},
    {"PUT", ROUTE_CONFLUENCE, BY_OPERATION "/{}/user", ROUTE_ANY, add_name},
    {"DELETE", ROUTE_CONFLUENCE, BY_OPERATION "/{}/user", ROUTE_ANY, remove_name},
    {"GET", ROUTE_CONFLUENCE, BY_OPERATION "/{}/group/{}", ROUTE_ANY, check_name},
    {"PUT", ROUTE_CONFLUENCE, BY_OPERATION "/{}/group/{}", ROUTE_ANY, add_name},
    {"DELETE", ROUTE_CONFLUENCE, BY_OPERATION "/{}/group/{}", ROUTE_ANY, remove_name},
    {"GET", ROUTE_CONFLUENCE, BY_OPERATION "/{}/byGroupId/{}", ROUTE_CLOUD, check_name},
    {"PUT", ROUTE_CONFLUENCE, BY_OPERATION "/{}/byGroupId/{}", ROUTE_CLOUD, add_name},
    {"DELETE", ROUTE_CONFLUENCE, BY_OPERATION "/{}/byGroupId/{}", ROUTE_CLOUD, remove_name},
};

const struct route_table confluence_v1_restriction_routes = ROUTES(routes);
