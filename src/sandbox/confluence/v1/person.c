/* People and groups, in answers and by themselves. */
#include "sandbox/confluence/v1/v1.h"
#include "sandbox/server/emit.h"
#include "sandbox/server/route.h"

#include <inttypes.h>

enum {
    USUAL_LIMIT = 200,
    MOST_LIMIT = 200,
};

/* ---- in answers ---- */

static void emit_identity(const struct confluence_output *out,
                          const struct confluence_person *person)
{
    struct atl_buffer *json = out->json;
    emit_text(json, "type", "known");
    if (sandbox_is_cloud(out->sandbox)) {
        emit_text(json, "accountId", person->account_id);
        emit_text(json, "accountType", "atlassian");
        emit_text(json, "email", person->email);
        emit_text(json, "publicName", person->name);
    } else {
        emit_text(json, "username", person->username);
        emit_format(json, "userKey", "%s", person->key);
        emit_text(json, "status", person->active ? "CURRENT" : "DEACTIVATED");
    }
}

static void emit_nobody(const struct confluence_output *out, const char *key)
{
    emit_object(out->json, key);
    emit_text(out->json, "type", "anonymous");
    emit_text(out->json, "displayName", "Anonymous");
    emit_object_end(out->json);
}

/* Only the account's own is told with it. */
static void emit_zone(const struct confluence_output *out, int64_t id)
{
    if (id == SANDBOX_ME && sandbox_is_cloud(out->sandbox)) {
        emit_text(out->json, "timeZone", sandbox_zone_name(out->sandbox, out->arena));
    }
}

void v1_emit_person(const struct confluence_output *out, const char *key, int64_t id)
{
    struct atl_buffer *json = out->json;
    struct confluence_person person;
    if (!confluence_person_load(out, id, &person)) {
        emit_nobody(out, key);
        return;
    }
    bool is_cloud = sandbox_is_cloud(out->sandbox);
    emit_object(json, key);
    emit_identity(out, &person);
    emit_object(json, "profilePicture");
    emit_format(json, "path", "/aa-avatar/%" PRId64, id);
    emit_integer(json, "width", 48);
    emit_integer(json, "height", 48);
    emit_bool(json, "isDefault", false);
    emit_object_end(json);
    emit_text(json, "displayName", person.name);
    emit_zone(out, id);
    emit_object(json, "_links");
    emit_format(json, "self", "%s/rest/api/user?%s=%s", v1_base(out),
                is_cloud ? "accountId" : "key", is_cloud ? person.account_id : person.key);
    emit_object_end(json);
    emit_object(json, "_expandable");
    emit_text(json, is_cloud ? "operations" : "status", "");
    emit_object_end(json);
    emit_object_end(json);
}

void v1_emit_team(const struct confluence_output *out, const char *key, int64_t team)
{
    struct atl_buffer *json = out->json;
    struct rows rows =
        store_select(&out->sandbox->store, "SELECT name, group_id FROM team WHERE id = ?",
                     VALUES(sql_integer(team)));
    if (rows_next(&rows)) {
        struct atl_buffer name = {0};
        atl_text_append_url_encoded(&name, rows_text(&rows, 0));
        emit_object(json, key);
        emit_text(json, "type", "group");
        emit_text(json, "name", rows_text(&rows, 0));
        if (sandbox_is_cloud(out->sandbox)) {
            emit_text(json, "id", rows_text(&rows, 1));
        }
        emit_object(json, "_links");
        emit_format(json, "self", "%s/rest/api/group/%s", v1_base(out), atl_buffer_text(&name));
        emit_object_end(json);
        emit_object_end(json);
        atl_buffer_free(&name);
    }
    rows_finish(&rows);
}

/* ---- people by themselves ---- */

static void get_current(struct request *request, struct reply *reply)
{
    (void)reply;
    struct confluence_output out = confluence_reply(request);
    v1_emit_person(&out, NULL, SANDBOX_ME);
}

static void get_user(struct request *request, struct reply *reply)
{
    (void)reply;
    struct confluence_output out = confluence_reply(request);
    bool is_cloud = sandbox_is_cloud(request->sandbox);
    if (is_cloud && request_parameter(request, "accountId") == NULL) {
        v1_refuse(request, 400, "The query parameter 'accountId' is required");
        return;
    }
    if (!is_cloud && request_parameter(request, "key") == NULL &&
        request_parameter(request, "username") == NULL) {
        v1_refuse(request, 400, "Either key or username must be specified.");
        return;
    }
    int64_t person = v1_person_by_parameters(request);
    if (person < 0) {
        const char *account_id = request_parameter(request, "accountId");
        v1_refuse(request, 404, "No user found with %s", is_cloud ? account_id : "that name");
        return;
    }
    v1_emit_person(&out, NULL, person);
}

static void get_users(struct request *request, struct reply *reply)
{
    (void)reply;
    struct v1_list list;
    char **ids;
    size_t count = request_parameter_list(request, "accountId", &ids);
    if (count == 0 || count > MOST_LIMIT) {
        v1_refuse(request, 400, "Between 1 and %d account ids must be given", (int)MOST_LIMIT);
        return;
    }
    if (!v1_list_open(request, &list, USUAL_LIMIT, MOST_LIMIT)) {
        return;
    }
    sql_add(&list.sql, "SELECT id FROM person WHERE account_id IN (");
    for (size_t i = 0; i < count; i++) {
        sql_add(&list.sql, i == 0 ? "" : ", ");
        sql_mark(&list.sql, sql_text(ids[i]));
    }
    sql_add(&list.sql, ") ORDER BY id");
    v1_list_begin(&list);
    while (v1_list_next(&list)) {
        v1_emit_person(&list.out, NULL, rows_integer(&list.rows, 0));
    }
    v1_list_end(&list);
}

/* Data Center: everybody. */
static void list_users(struct request *request, struct reply *reply)
{
    (void)reply;
    struct v1_list list;
    if (!v1_list_open(request, &list, USUAL_LIMIT, MOST_LIMIT)) {
        return;
    }
    sql_add(&list.sql, "SELECT id FROM person ORDER BY username");
    v1_list_begin(&list);
    while (v1_list_next(&list)) {
        v1_emit_person(&list.out, NULL, rows_integer(&list.rows, 0));
    }
    v1_list_end(&list);
}

static void list_teams_of(struct request *request, struct reply *reply)
{
    (void)reply;
    struct v1_list list;
    int64_t person = v1_person_by_parameters(request);
    if (person < 0) {
        v1_refuse(request, 404, "No such user");
        return;
    }
    if (!v1_list_open(request, &list, USUAL_LIMIT, MOST_LIMIT)) {
        return;
    }
    sql_add(&list.sql, "SELECT team FROM team_member WHERE person = ");
    sql_mark(&list.sql, sql_integer(person));
    sql_add(&list.sql, " ORDER BY team");
    v1_list_begin(&list);
    while (v1_list_next(&list)) {
        v1_emit_team(&list.out, NULL, rows_integer(&list.rows, 0));
    }
    v1_list_end(&list);
}

/* ---- groups ---- */

static void list_teams(struct request *request, struct reply *reply)
{
    (void)reply;
    struct v1_list list;
    if (!v1_list_open(request, &list, USUAL_LIMIT, MOST_LIMIT)) {
        return;
    }
    sql_add(&list.sql, "SELECT id FROM team ORDER BY name");
    v1_list_begin(&list);
    while (v1_list_next(&list)) {
        v1_emit_team(&list.out, NULL, rows_integer(&list.rows, 0));
    }
    v1_list_end(&list);
}

/* `column` and `value` say which group. */
static void answer_members(struct request *request, const char *sql, const char *value)
{
    struct v1_list list;
    int64_t team = value == NULL
                       ? -1
                       : store_integer(&request->sandbox->store, -1, sql, VALUES(sql_text(value)));
    if (team < 0) {
        v1_refuse(request, 404, "No group found with %s", value == NULL ? "no name" : value);
        return;
    }
    if (!v1_list_open(request, &list, USUAL_LIMIT, MOST_LIMIT)) {
        return;
    }
    sql_add(&list.sql, "SELECT person FROM team_member WHERE team = ");
    sql_mark(&list.sql, sql_integer(team));
    sql_add(&list.sql, " ORDER BY person");
    v1_list_begin(&list);
    while (v1_list_next(&list)) {
        v1_emit_person(&list.out, NULL, rows_integer(&list.rows, 0));
    }
    v1_list_end(&list);
}

static void list_members_by_id(struct request *request, struct reply *reply)
{
    (void)reply;
    answer_members(request, "SELECT id FROM team WHERE group_id = ?", request->segments[0]);
}

static void list_members_by_name(struct request *request, struct reply *reply)
{
    (void)reply;
    answer_members(request, "SELECT id FROM team WHERE name = ?", request->segments[0]);
}

static const struct route routes[] = {
    {"GET", ROUTE_CONFLUENCE, "/user/current", ROUTE_ANY, get_current},
    {"GET", ROUTE_CONFLUENCE, "/user", ROUTE_ANY, get_user},
    {"GET", ROUTE_CONFLUENCE, "/user/bulk", ROUTE_CLOUD, get_users},
    {"GET", ROUTE_CONFLUENCE, "/user/list", ROUTE_DATA_CENTER, list_users},
    {"GET", ROUTE_CONFLUENCE, "/user/memberof", ROUTE_ANY, list_teams_of},
    {"GET", ROUTE_CONFLUENCE, "/group", ROUTE_ANY, list_teams},
    {"GET", ROUTE_CONFLUENCE, "/group/{}/membersByGroupId", ROUTE_CLOUD, list_members_by_id},
    {"GET", ROUTE_CONFLUENCE, "/group/{}/member", ROUTE_ANY, list_members_by_name},
};

const struct route_table confluence_v1_person_routes = ROUTES(routes);
