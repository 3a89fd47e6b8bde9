/* Versions made, released, archived, moved, merged and deleted. */
#include "sandbox/jira/lookup.h"
#include "sandbox/jira/problems.h"
#include "sandbox/jira/setup/version_output.h"
#include "sandbox/jira/setup/version_rules.h"
#include "sandbox/jira/setup/versions.h"
#include "sandbox/server/route.h"
#include "sandbox/text/time_format.h"

#include <string.h>

/* ---- what a request wants one to be ---- */

struct wanted {
    int64_t id; /* -1: a new one */
    int64_t project;
    const char *name; /* NULL: as it is */
    const char *start_date;
    const char *release_date;
};

static void read_name(struct request *request, const cJSON *body, struct wanted *wanted,
                      struct problems *problems)
{
    const cJSON *name = atl_json_member(body, "name");
    if (name == NULL && wanted->id >= 0) {
        return;
    }
    wanted->name = cJSON_IsString(name) ? atl_text_trim(&request->arena, name->valuestring) : "";
    if (*wanted->name == '\0') {
        problems_add(problems, "name", "You must specify a valid version name");
    } else if (store_exists(&request->sandbox->store,
                            "SELECT 1 FROM version WHERE project = ? AND name = ?"
                            " COLLATE NOCASE AND id <> ?",
                            VALUES(sql_integer(wanted->project), sql_text(wanted->name),
                                   sql_integer(wanted->id)))) {
        problems_add(problems, "name", "A version with this name already exists in this project.");
    }
}

static bool is_date(struct request *request, const char *text)
{
    int64_t ms;
    return strlen(text) == strlen("2026-01-31") && text[4] == '-' &&
           time_parse_query(text, sandbox_now_ms(request->sandbox), &ms) &&
           strcmp(time_format_date(&request->arena, ms), text) == 0;
}

/* The date after the change: what the body says, else what the column holds; NULL for none. */
static const char *read_date(struct request *request, const cJSON *body, const char *member,
                             const char *select, int64_t version, struct problems *problems)
{
    const cJSON *date = atl_json_member(body, member);
    if (date == NULL) {
        return store_text(&request->sandbox->store, &request->arena, select,
                          VALUES(sql_integer(version)));
    }
    if (cJSON_IsNull(date) || (cJSON_IsString(date) && *date->valuestring == '\0')) {
        return NULL;
    }
    if (!cJSON_IsString(date) || !is_date(request, date->valuestring)) {
        problems_add(problems, member,
                     "Invalid date format. Please enter the date in the format \"yyyy-MM-dd\".");
        return NULL;
    }
    return date->valuestring;
}

static bool read_wanted(struct request *request, const cJSON *body, struct wanted *wanted)
{
    struct problems problems = {.arena = &request->arena};
    read_name(request, body, wanted, &problems);
    wanted->start_date =
        read_date(request, body, "startDate", "SELECT start_date FROM version WHERE id = ?",
                  wanted->id, &problems);
    wanted->release_date =
        read_date(request, body, "releaseDate", "SELECT release_date FROM version WHERE id = ?",
                  wanted->id, &problems);
    if (wanted->start_date != NULL && wanted->release_date != NULL &&
        strcmp(wanted->start_date, wanted->release_date) > 0) {
        problems_add(&problems, "releaseDate", "The release date must be after the start date.");
    }
    if (problems.count > 0) {
        problems_reply(&problems, &request->reply);
    }
    return problems.count == 0;
}

/* ---- making and changing ---- */

/* Those columns that the body names. */
static void keep_flags(struct request *request, const cJSON *body, int64_t version)
{
    static const struct {
        const char *member;
        const char *update;
    } flags[] = {
        {"released", "UPDATE version SET released = ? WHERE id = ?"},
        {"archived", "UPDATE version SET archived = ? WHERE id = ?"},
    };
    struct store *store = &request->sandbox->store;
    const cJSON *description = atl_json_member(body, "description");
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        const cJSON *flag = atl_json_member(body, flags[i].member);
        if (cJSON_IsBool(flag)) {
            store_run(store, flags[i].update,
                      VALUES(sql_integer(cJSON_IsTrue(flag)), sql_integer(version)));
        }
    }
    if (description != NULL) {
        store_run(store, "UPDATE version SET description = ? WHERE id = ?",
                  VALUES(sql_text(cJSON_GetStringValue(description)), sql_integer(version)));
    }
}

/* By "projectId", or by "project", its key. False: the reply is a 404. */
static bool read_project(struct request *request, const cJSON *body, int64_t *project)
{
    const cJSON *id = atl_json_member(body, "projectId");
    const char *key = atl_json_text(body, "project", NULL);
    *project = -1;
    if (id != NULL) {
        *project = lookup_id_in_json(id);
        *project = lookup_shows_project(request->sandbox, *project) ? *project : -1;
    } else if (key != NULL) {
        *project = lookup_project(request->sandbox, key);
    }
    if (*project < 0) {
        reply_error(&request->reply, REPLY_JIRA, id == NULL && key == NULL ? 400 : 404,
                    "Project with %s '%s' either does not exist or you do not have permission to "
                    "create versions in it.",
                    id != NULL ? "id" : "key",
                    id == NULL ? (key == NULL ? "null" : key)
                    : cJSON_IsString(id)
                        ? id->valuestring
                        : atl_arena_printf(&request->arena, "%.0f", id->valuedouble));
    }
    return *project >= 0;
}

static void jira_create_version(struct request *request, struct reply *reply)
{
    struct store *store = &request->sandbox->store;
    struct wanted wanted = {.id = -1};
    const cJSON *body = request_json(request);
    if (body == NULL || !read_project(request, body, &wanted.project) ||
        !read_wanted(request, body, &wanted)) {
        return;
    }
    int64_t id = store_insert(store,
                              "INSERT INTO version (project, name, start_date, release_date,"
                              " position) VALUES (?1, ?2, ?3, ?4, (SELECT coalesce(max(position)"
                              " + 1, 0) FROM version WHERE project = ?1))",
                              VALUES(sql_integer(wanted.project), sql_text(wanted.name),
                                     sql_text(wanted.start_date), sql_text(wanted.release_date)));
    keep_flags(request, body, id);
    reply_restart(reply, 201);
    version_answer(request, id);
}

static void jira_update_version(struct request *request, struct reply *reply)
{
    struct store *store = &request->sandbox->store;
    struct wanted wanted = {0};
    if (!version_of_path(request, 0, &wanted.id)) {
        return;
    }
    wanted.project = store_integer(store, -1, "SELECT project FROM version WHERE id = ?",
                                   VALUES(sql_integer(wanted.id)));
    const cJSON *body = request_json(request);
    if (body == NULL || !read_wanted(request, body, &wanted)) {
        return;
    }
    const char *url = atl_json_text(body, "moveUnfixedIssuesTo", NULL);
    int64_t heir = url == NULL ? -1 : version_of_url(request, url);
    if (url != NULL && !version_may_inherit(store, wanted.id, heir)) {
        reply_error(reply, REPLY_JIRA, 400, "Could not find version for id '%s'", url);
        return;
    }
    store_run(store,
              "UPDATE version SET name = coalesce(?, name), start_date = ?, release_date = ?"
              " WHERE id = ?",
              VALUES(sql_text(wanted.name), sql_text(wanted.start_date),
                     sql_text(wanted.release_date), sql_integer(wanted.id)));
    keep_flags(request, body, wanted.id);
    if (heir >= 0 && atl_json_bool(body, "released", false)) {
        version_hand_over_unresolved(store, wanted.id, heir);
    }
    version_answer(request, wanted.id);
}

/* ---- moving ---- */

static bool move_to_place(struct request *request, int64_t version, const char *place)
{
    static const char *const places[] = {[VERSION_FIRST] = "First",
                                         [VERSION_LAST] = "Last",
                                         [VERSION_EARLIER] = "Earlier",
                                         [VERSION_LATER] = "Later"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (strcmp(places[i], place) == 0) {
            version_move(&request->sandbox->store, version, (enum version_place)i);
            return true;
        }
    }
    reply_error(&request->reply, REPLY_JIRA, 400, "The position '%s' is not valid.", place);
    return false;
}

static bool move_behind(struct request *request, int64_t version, const char *url)
{
    struct store *store = &request->sandbox->store;
    int64_t other = version_of_url(request, url);
    if (!version_may_inherit(store, version, other)) {
        reply_error(&request->reply, REPLY_JIRA, 404, "Could not find version for id '%s'", url);
        return false;
    }
    version_move_after(store, version, other);
    return true;
}

static void jira_move_version(struct request *request, struct reply *reply)
{
    int64_t version;
    if (!version_of_path(request, 0, &version)) {
        return;
    }
    const cJSON *body = request_json(request);
    const char *after = atl_json_text(body, "after", NULL);
    const char *place = atl_json_text(body, "position", NULL);
    if (body == NULL) {
        return;
    }
    if ((after == NULL) == (place == NULL)) {
        reply_error(reply, REPLY_JIRA, 400,
                    "You must specify either the 'after' or the 'position' property.");
    } else if (place != NULL ? move_to_place(request, version, place)
                             : move_behind(request, version, after)) {
        version_answer(request, version);
    }
}

/* ---- going away ---- */

/* The heir by its id, -1 when it isn't given. False: the reply is an error. */
static bool check_heir(struct request *request, int64_t version, int64_t heir)
{
    if (heir == version) {
        reply_error(&request->reply, REPLY_JIRA, 400,
                    "You cannot move the issues to the version being deleted.");
        return false;
    }
    if (heir >= 0 && !version_may_inherit(&request->sandbox->store, version, heir)) {
        reply_error(&request->reply, REPLY_JIRA, 400, "The version with id %lld does not exist.",
                    (long long)heir);
        return false;
    }
    return true;
}

static void delete_version(struct request *request, int64_t version, int64_t fix_heir,
                           int64_t affects_heir)
{
    struct store *store = &request->sandbox->store;
    if (!check_heir(request, version, fix_heir) || !check_heir(request, version, affects_heir)) {
        return;
    }
    version_hand_over(store, version, "fix", fix_heir);
    version_hand_over(store, version, "affects", affects_heir);
    version_delete(store, version);
    reply_restart(&request->reply, 204);
}

static void jira_delete_version(struct request *request, struct reply *reply)
{
    int64_t version;
    (void)reply;
    if (version_of_path(request, 0, &version)) {
        delete_version(request, version, lookup_id_parameter(request, "moveFixIssuesTo"),
                       lookup_id_parameter(request, "moveAffectedIssuesTo"));
    }
}

static void jira_remove_version(struct request *request, struct reply *reply)
{
    int64_t version;
    (void)reply;
    if (!version_of_path(request, 0, &version)) {
        return;
    }
    const cJSON *body = request_json(request);
    if (body != NULL) {
        delete_version(request, version,
                       lookup_id_in_json(atl_json_member(body, "moveFixIssuesTo")),
                       lookup_id_in_json(atl_json_member(body, "moveAffectedIssuesTo")));
    }
}

static void jira_merge_version(struct request *request, struct reply *reply)
{
    int64_t version;
    int64_t heir;
    (void)reply;
    if (version_of_path(request, 0, &version) && version_of_path(request, 1, &heir)) {
        delete_version(request, version, heir, heir);
    }
}

static const struct route routes[] = {
    {"POST", ROUTE_JIRA, "/version", ROUTE_ANY, jira_create_version},
    {"PUT", ROUTE_JIRA, "/version/{}", ROUTE_ANY, jira_update_version},
    {"DELETE", ROUTE_JIRA, "/version/{}", ROUTE_ANY, jira_delete_version},
    {"POST", ROUTE_JIRA, "/version/{}/move", ROUTE_ANY, jira_move_version},
    {"POST", ROUTE_JIRA, "/version/{}/removeAndSwap", ROUTE_ANY, jira_remove_version},
    {"PUT", ROUTE_JIRA, "/version/{}/mergeto/{}", ROUTE_ANY, jira_merge_version},
};

const struct route_table jira_version_change_routes = ROUTES(routes);
