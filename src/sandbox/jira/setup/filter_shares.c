/* With whom saved searches are shared. */
#include "sandbox/jira/lookup.h"
#include "sandbox/jira/problems.h"
#include "sandbox/jira/setup/filters.h"
#include "sandbox/server/route.h"

#include <string.h>

/* A row of filter_share on its way in; -1 for what it hasn't got. */
struct share {
    const char *type; /* as the table has it */
    int64_t project;
    int64_t role;
    int64_t team;
    int64_t person;
};

static bool refuse(struct request *request, const char *message)
{
    struct problems problems = {.arena = &request->arena};
    problems_add(&problems, "shares", "%s", message);
    problems_reply(&problems, &request->reply);
    return false;
}

/* The first of two members that is there: {"projectId": 1} and {"project": {"id": 1}} are alike. */
static const cJSON *either(const cJSON *object, const char *flat, const char *nested)
{
    const cJSON *value = atl_json_get(object, flat);
    return value != NULL ? value : atl_json_get(object, nested);
}

static bool read_project(struct request *request, const cJSON *json, struct share *share)
{
    share->project = lookup_id_in_json(either(json, "projectId", "project.id"));
    const cJSON *role = either(json, "projectRoleId", "role.id");
    if (!lookup_shows_project(request->sandbox, share->project)) {
        return refuse(request, "The selected project does not exist.");
    }
    if (role != NULL) {
        share->type = "project-role";
        share->role = lookup_id_in_json(role);
        if (!store_exists(&request->sandbox->store, "SELECT 1 FROM role WHERE id = ?",
                          VALUES(sql_integer(share->role)))) {
            return refuse(request, "The selected role does not exist.");
        }
    }
    return true;
}

static bool read_team(struct request *request, const cJSON *json, struct share *share)
{
    const cJSON *id = either(json, "groupId", "group.groupId");
    const cJSON *name = either(json, "groupname", "group.name");
    const cJSON *team = id != NULL ? id : name;
    share->team = cJSON_IsString(team) ? lookup_team(request->sandbox, team->valuestring) : -1;
    return share->team >= 0 || refuse(request, "The selected group does not exist.");
}

static bool read_person(struct request *request, const cJSON *json, struct share *share)
{
    bool is_cloud = sandbox_is_cloud(request->sandbox);
    const cJSON *person = is_cloud ? either(json, "accountId", "user.accountId")
                                   : either(json, "userKey", "user.key");
    share->person =
        cJSON_IsString(person) ? lookup_person(request->sandbox, person->valuestring) : -1;
    return share->person >= 0 || refuse(request, "The selected user does not exist.");
}

static bool read_share(struct request *request, const cJSON *json, struct share *share)
{
    const char *type = atl_json_text(json, "type", "");
    *share = (struct share){.type = type, .project = -1, .role = -1, .team = -1, .person = -1};
    if (strcmp(type, "global") == 0) {
        return true;
    }
    if (strcmp(type, "authenticated") == 0 || strcmp(type, "loggedin") == 0) {
        share->type = "authenticated";
        return true;
    }
    if (strcmp(type, "project") == 0 || strcmp(type, "projectRole") == 0) {
        share->type = "project";
        return read_project(request, json, share);
    }
    if (strcmp(type, "group") == 0) {
        return read_team(request, json, share);
    }
    if (strcmp(type, "user") == 0) {
        return read_person(request, json, share);
    }
    return refuse(request, "The share type is not valid.");
}

/* With everybody, or everybody who is logged in. */
static bool is_alone(const struct share *share)
{
    return strcmp(share->type, "global") == 0 || strcmp(share->type, "authenticated") == 0;
}

/* Such a share stands alone, and others without it. */
static bool check_alone(struct request *request, int64_t filter, const struct share *share)
{
    const char *select = is_alone(share) ? "SELECT 1 FROM filter_share WHERE filter = ?"
                                         : "SELECT 1 FROM filter_share WHERE filter = ?"
                                           " AND type IN ('global', 'authenticated')";
    return !store_exists(&request->sandbox->store, select, VALUES(sql_integer(filter))) ||
           refuse(request, "A share with everybody must be the only one.");
}

void filter_remove_shares(struct request *request, int64_t filter)
{
    store_run(&request->sandbox->store, "DELETE FROM filter_share WHERE filter = ?",
              VALUES(sql_integer(filter)));
}

/* `replaces`: one with everybody takes the place of those that there are. */
static bool add_share(struct request *request, int64_t filter, const cJSON *json, bool replaces)
{
    struct share share;
    if (!read_share(request, json, &share)) {
        return false;
    }
    if (replaces && is_alone(&share)) {
        filter_remove_shares(request, filter);
    }
    if (!check_alone(request, filter, &share)) {
        return false;
    }
    /* 1: to see it, 3: to change it, too. */
    int64_t rights = atl_json_integer(json, "rights", 1);
    store_run(&request->sandbox->store,
              "INSERT INTO filter_share (filter, type, project, role, team, person, rights)"
              " VALUES (?, ?, ?, ?, ?, ?, ?)",
              VALUES(sql_integer(filter), sql_text(share.type), sql_optional(share.project),
                     sql_optional(share.role), sql_optional(share.team), sql_optional(share.person),
                     sql_integer(rights)));
    return true;
}

bool filter_add_share(struct request *request, int64_t filter, const cJSON *json)
{
    return add_share(request, filter, json, false);
}

/* ---- requests ---- */

static void jira_filter_shares(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    int64_t filter;
    if (!filter_of_path(request, &filter)) {
        reply->status = 404;
        return;
    }
    filter_emit_shares(&out, NULL, filter);
}

static void jira_add_filter_share(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    int64_t filter;
    if (!filter_of_owner(request, &filter)) {
        reply->status = 404;
        return;
    }
    const cJSON *body = request_json(request);
    if (body == NULL || !add_share(request, filter, body, true)) {
        return;
    }
    reply_restart(reply, 201);
    filter_emit_shares(&out, NULL, filter);
}

/* The permission that the path names. False: the reply is a 404. */
static bool share_of_path(struct request *request, int64_t *share)
{
    int64_t filter;
    if (!filter_of_path(request, &filter)) {
        request->reply.status = 404;
        return false;
    }
    const char *select = atl_arena_printf(&request->arena,
                                          "SELECT id FROM filter_share WHERE id = ?"
                                          " AND filter = %lld",
                                          (long long)filter);
    return lookup_row_of_path(request, 1, select, share,
                              "The share permission with id '%s' does not exist.",
                              request->segments[1]);
}

static void jira_filter_share(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    int64_t share;
    (void)reply;
    if (share_of_path(request, &share)) {
        filter_emit_share(&out, share);
    }
}

static void jira_delete_filter_share(struct request *request, struct reply *reply)
{
    int64_t filter;
    int64_t share;
    if (!share_of_path(request, &share)) {
        return;
    }
    if (!filter_of_owner(request, &filter)) {
        reply->status = 404;
        return;
    }
    store_run(&request->sandbox->store, "DELETE FROM filter_share WHERE id = ?",
              VALUES(sql_integer(share)));
    reply_restart(reply, 204);
}

/* ---- what new filters are shared with ---- */

static void emit_scope(struct request *request)
{
    struct atl_buffer *json = &request->reply.body;
    const char *scope =
        store_text(&request->sandbox->store, &request->arena,
                   "SELECT value FROM setting WHERE name = 'share-scope'", NO_VALUES);
    emit_object(json, NULL);
    emit_text(json, "scope", scope == NULL ? "PRIVATE" : scope);
    emit_object_end(json);
}

static void jira_share_scope(struct request *request, struct reply *reply)
{
    (void)reply;
    emit_scope(request);
}

static void jira_set_share_scope(struct request *request, struct reply *reply)
{
    const cJSON *body = request_json(request);
    const char *scope = atl_json_text(body, "scope", "");
    if (body == NULL) {
        return;
    }
    /* AUTHENTICATED was called GLOBAL once, and still may be. */
    if (strcmp(scope, "GLOBAL") == 0) {
        scope = "AUTHENTICATED";
    }
    if (strcmp(scope, "AUTHENTICATED") != 0 && strcmp(scope, "PRIVATE") != 0) {
        reply_error(reply, REPLY_JIRA, 400, "The scope must be one of AUTHENTICATED, PRIVATE.");
        return;
    }
    store_run(&request->sandbox->store,
              "INSERT OR REPLACE INTO setting (name, value) VALUES ('share-scope', ?)",
              VALUES(sql_text(scope)));
    emit_scope(request);
}

static const struct route routes[] = {
    {"GET", ROUTE_JIRA, "/filter/{}/permission", ROUTE_ANY, jira_filter_shares},
    {"POST", ROUTE_JIRA, "/filter/{}/permission", ROUTE_ANY, jira_add_filter_share},
    {"GET", ROUTE_JIRA, "/filter/{}/permission/{}", ROUTE_ANY, jira_filter_share},
    {"DELETE", ROUTE_JIRA, "/filter/{}/permission/{}", ROUTE_ANY, jira_delete_filter_share},
    {"GET", ROUTE_JIRA, "/filter/defaultShareScope", ROUTE_ANY, jira_share_scope},
    {"PUT", ROUTE_JIRA, "/filter/defaultShareScope", ROUTE_ANY, jira_set_share_scope},
};

const struct route_table jira_filter_share_routes = ROUTES(routes);
