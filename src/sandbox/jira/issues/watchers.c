/* issue/{}/watchers and issue/{}/votes. */
#include "sandbox/jira/issues/issue.h"
#include "sandbox/jira/setup/permissions.h"
#include "sandbox/server/auth.h"
#include "sandbox/server/route.h"

/* A table of issues and people, and how its answers call things. */
struct followers {
    const char *table;
    const char *path;
    const char *count;
    const char *mine;
    const char *people;
};

static const struct followers watching = {"watcher", "watchers", "watchCount", "isWatching",
                                          "watchers"};
static const struct followers voting = {"vote", "votes", "votes", "hasVoted", "voters"};

static void answer(struct request *request, const struct followers *followers,
                   const struct jira_issue *issue)
{
    struct jira_output out = jira_reply(request);
    struct sql sql = {0};
    int64_t count = 0;
    bool mine = false;
    sql_printf(&sql, "SELECT person FROM %s WHERE issue = ", followers->table);
    sql_mark(&sql, sql_integer(issue->id));
    sql_add(&sql, " ORDER BY person");
    emit_object(out.json, NULL);
    emit_format(out.json, "self", "%s/issue/%s/%s", jira_api_url(request->sandbox), issue->key,
                followers->path);
    emit_array(out.json, followers->people);
    struct rows rows = store_select_sql(&request->sandbox->store, &sql);
    while (rows_next(&rows)) {
        int64_t person = rows_integer(&rows, 0);
        jira_emit(&out, NULL, JIRA_PERSON, person);
        mine |= person == SANDBOX_ME;
        count++;
    }
    emit_array_end(out.json);
    emit_integer(out.json, followers->count, count);
    emit_bool(out.json, followers->mine, mine);
    emit_object_end(out.json);
    sql_free(&sql);
}

static void set(struct request *request, const struct followers *followers, int64_t issue,
                int64_t person, bool on)
{
    const char *sql = atl_arena_printf(&request->arena,
                                       on ? "INSERT OR IGNORE INTO %s (issue, person) VALUES (?, ?)"
                                          : "DELETE FROM %s WHERE issue = ? AND person = ?",
                                       followers->table);
    store_run(&request->sandbox->store, sql, VALUES(sql_integer(issue), sql_integer(person)));
    request->reply.status = 204;
}

/* By account id on Cloud, by user name on Data Center; me when there is none. */
static int64_t find_watcher(struct request *request, const char *name)
{
    if (name == NULL) {
        return SANDBOX_ME;
    }
    int64_t person = store_integer(&request->sandbox->store, -1,
                                   sandbox_is_cloud(request->sandbox)
                                       ? "SELECT id FROM person WHERE account_id = ?"
                                       : "SELECT id FROM person WHERE username = ?",
                                   VALUES(sql_text(name)));
    if (person < 0) {
        reply_error(&request->reply, REPLY_JIRA, 404, "The user \"%s\" does not exist.", name);
    }
    return person;
}

static void list_watchers(struct request *request, struct reply *reply)
{
    (void)reply;
    struct jira_issue issue;
    if (issue_of_request(request, 0, &issue)) {
        answer(request, &watching, &issue);
    }
}

/* Everybody may watch what he sees; making others watch it, or stop, takes a permission. */
static void set_watching(struct request *request, const struct jira_issue *issue, int64_t person,
                         bool on)
{
    if (person != SANDBOX_ME && !permission_granted(request, "MANAGE_WATCHERS", issue->project)) {
        reply_error(&request->reply, REPLY_JIRA, auth_denial_status(request),
                    "You do not have permission to manage the watcher list of issue '%s'.",
                    issue->key);
        return;
    }
    set(request, &watching, issue->id, person, on);
}

/* The body is the person as a JSON text, or nothing. */
static void add_watcher(struct request *request, struct reply *reply)
{
    struct jira_issue issue;
    const cJSON *body = NULL;
    if (!issue_of_request(request, 0, &issue)) {
        return;
    }
    if (request->body.length > 0) {
        body = request_json_value(request);
        if (body == NULL) {
            return;
        }
        if (!cJSON_IsString(body) && !cJSON_IsNull(body)) {
            reply_error(reply, REPLY_JIRA, 400, "Invalid request payload: a text is expected.");
            return;
        }
    }
    int64_t person = find_watcher(request, cJSON_IsString(body) ? body->valuestring : NULL);
    if (person >= 0) {
        set_watching(request, &issue, person, true);
    }
}

static void remove_watcher(struct request *request, struct reply *reply)
{
    struct jira_issue issue;
    const char *name =
        request_parameter(request, sandbox_is_cloud(request->sandbox) ? "accountId" : "username");
    if (!issue_of_request(request, 0, &issue)) {
        return;
    }
    if (name == NULL) {
        reply_error(reply, REPLY_JIRA, 400, "Exactly one user must be given.");
        return;
    }
    int64_t person = find_watcher(request, name);
    if (person >= 0) {
        set_watching(request, &issue, person, false);
    }
}

static void list_votes(struct request *request, struct reply *reply)
{
    (void)reply;
    struct jira_issue issue;
    if (issue_of_request(request, 0, &issue)) {
        answer(request, &voting, &issue);
    }
}

static void add_vote(struct request *request, struct reply *reply)
{
    struct jira_issue issue;
    if (!issue_of_request(request, 0, &issue)) {
        return;
    }
    if (issue.reporter == SANDBOX_ME) {
        reply_error(reply, REPLY_JIRA, 404, "You cannot vote for an issue you have reported.");
        return;
    }
    set(request, &voting, issue.id, SANDBOX_ME, true);
}

static void remove_vote(struct request *request, struct reply *reply)
{
    (void)reply;
    struct jira_issue issue;
    if (issue_of_request(request, 0, &issue)) {
        set(request, &voting, issue.id, SANDBOX_ME, false);
    }
}

static const struct route routes[] = {
    {"GET", ROUTE_JIRA, "/issue/{}/watchers", ROUTE_ANY, list_watchers},
    {"POST", ROUTE_JIRA, "/issue/{}/watchers", ROUTE_ANY | ROUTE_DENIES_BY_401, add_watcher},
    {"DELETE", ROUTE_JIRA, "/issue/{}/watchers", ROUTE_ANY | ROUTE_DENIES_BY_401, remove_watcher},
    {"GET", ROUTE_JIRA, "/issue/{}/votes", ROUTE_ANY, list_votes},
    {"POST", ROUTE_JIRA, "/issue/{}/votes", ROUTE_ANY, add_vote},
    {"DELETE", ROUTE_JIRA, "/issue/{}/votes", ROUTE_ANY, remove_vote},
};

const struct route_table jira_watcher_routes = ROUTES(routes);
