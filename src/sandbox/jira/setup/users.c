/* People: who one is, by their name for it, and found by a part of their names. */
#include "sandbox/jira/issues/issue.h"
#include "sandbox/jira/lookup.h"
#include "sandbox/jira/page.h"
#include "sandbox/server/route.h"

#include <string.h>

enum {
    MOST_FOUND = 1000,
    MOST_AT_ONCE = 200, /* by their ids */
    USUAL_COUNT = 50,
};

/* ---- one person ---- */

static void emit_teams(const struct jira_output *out, int64_t person, bool expanded)
{
    struct store *store = &out->sandbox->store;
    emit_object(out->json, "groups");
    emit_integer(out->json, "size",
                 store_integer(store, 0, "SELECT count(*) FROM team_member WHERE person = ?",
                               VALUES(sql_integer(person))));
    emit_array(out->json, "items");
    struct rows rows = expanded ? store_select(store,
                                               "SELECT team FROM team_member WHERE person = ?"
                                               " ORDER BY team",
                                               VALUES(sql_integer(person)))
                                : (struct rows){0};
    while (expanded && rows_next(&rows)) {
        jira_emit(out, NULL, JIRA_TEAM, rows_integer(&rows, 0));
    }
    emit_array_end(out->json);
    emit_object_end(out->json);
}

static void emit_applications(const struct jira_output *out, bool expanded)
{
    emit_object(out->json, "applicationRoles");
    emit_integer(out->json, "size", 1);
    emit_array(out->json, "items");
    if (expanded) {
        emit_object(out->json, NULL);
        emit_text(out->json, "key", "jira-software");
        emit_text(out->json, "name", "Jira Software");
        emit_object_end(out->json);
    }
    emit_array_end(out->json);
    emit_object_end(out->json);
}

/* With what only the person alone is shown with. */
static void answer_person(struct request *request, int64_t person)
{
    const struct jira_output out = jira_reply(request);
    if (!jira_emit_open(&out, NULL, JIRA_PERSON, person)) {
        return;
    }
    emit_text(out.json, "locale", "en_GB");
    emit_teams(&out, person, lookup_asks_for(request, "expand", "groups"));
    emit_applications(&out, lookup_asks_for(request, "expand", "applicationRoles"));
    emit_text(out.json, "expand", "groups,applicationRoles");
    emit_object_end(out.json);
}

static void jira_myself(struct request *request, struct reply *reply)
{
    (void)reply;
    answer_person(request, SANDBOX_ME);
}

/* On Data Center a key is no name and a name no key. */
static int64_t person_by_parameter(struct request *request, const char **given)
{
    struct store *store = &request->sandbox->store;
    if (sandbox_is_cloud(request->sandbox)) {
        *given = request_parameter(request, "accountId");
        return lookup_person(request->sandbox, *given);
    }
    *given = request_parameter(request, "key");
    if (*given != NULL) {
        return store_integer(store, -1, "SELECT id FROM person WHERE key = ?",
                             VALUES(sql_text(*given)));
    }
    *given = request_parameter(request, "username");
    return store_integer(store, -1, "SELECT id FROM person WHERE username = ?",
                         VALUES(sql_text(*given)));
}

/* The person that the parameters name. False: the reply is an error. */
static bool find_person(struct request *request, int64_t *person)
{
    bool is_cloud = sandbox_is_cloud(request->sandbox);
    const char *given;
    *person = person_by_parameter(request, &given);
    if (given == NULL) {
        reply_error(&request->reply, REPLY_JIRA, is_cloud ? 400 : 404,
                    is_cloud ? "The accountId query parameter must be provided."
                             : "Either the 'username' or the 'key' query parameters need to be "
                               "provided");
    } else if (*person < 0) {
        reply_error(&request->reply, REPLY_JIRA, 404,
                    is_cloud ? "Specified user does not exist or you do not have required "
                               "permissions"
                             : "The user with the key '%s' does not exist",
                    given);
    }
    return given != NULL && *person >= 0;
}

static void jira_user(struct request *request, struct reply *reply)
{
    int64_t person;
    (void)reply;
    if (find_person(request, &person)) {
        answer_person(request, person);
    }
}

static void jira_user_teams(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    int64_t person;
    if (!find_person(request, &person)) {
        return;
    }
    emit_array(&reply->body, NULL);
    struct rows rows = store_select(&request->sandbox->store,
                                    "SELECT team FROM team_member WHERE person = ? ORDER BY team",
                                    VALUES(sql_integer(person)));
    while (rows_next(&rows)) {
        jira_emit(&out, NULL, JIRA_TEAM, rows_integer(&rows, 0));
    }
    emit_array_end(&reply->body);
}

/* ---- several ---- */

static bool read_window(struct request *request, struct jira_page *page)
{
    const char *parameter = sandbox_is_cloud(request->sandbox) ? "query" : "username";
    *page = (struct jira_page){.total = -1};
    if (request_parameter_integer(request, "startAt", 0, INT32_MAX, 0, &page->start) &&
        request_parameter_integer(request, "maxResults", 1, MOST_FOUND, USUAL_COUNT,
                                  &page->limit)) {
        return true;
    }
    reply_error(&request->reply, REPLY_JIRA, 400,
                "The %s query parameter was not provided, or startAt or maxResults is no number in "
                "its bounds.",
                parameter);
    return false;
}

/* By a part of the name, the user name or the e-mail address; "" is everybody. */
static void answer_people(struct request *request, const char *text, bool with_inactive)
{
    const struct jira_output out = jira_reply(request);
    struct jira_page page;
    if (!read_window(request, &page)) {
        return;
    }
    struct rows rows =
        store_select(&request->sandbox->store,
                     "SELECT id FROM person WHERE (active OR ?4) AND (name LIKE ?1 ESCAPE '\\' OR"
                     " username LIKE ?1 ESCAPE '\\' OR email LIKE ?1 ESCAPE '\\')"
                     " ORDER BY id LIMIT ?2 OFFSET ?3",
                     VALUES(sql_text(lookup_like(&request->arena, text)), sql_integer(page.limit),
                            sql_integer(page.start), sql_integer(with_inactive)));
    emit_array(out.json, NULL);
    while (rows_next(&rows)) {
        jira_emit(&out, NULL, JIRA_PERSON, rows_integer(&rows, 0));
    }
    emit_array_end(out.json);
}

/* The text to look for; on Data Center a dot stands for everybody. NULL when it isn't given. */
static const char *search_text(struct request *request)
{
    if (sandbox_is_cloud(request->sandbox)) {
        return request_parameter(request, "query");
    }
    const char *text = request_parameter(request, "username");
    return text != NULL && strcmp(text, ".") == 0 ? "" : text;
}

static void answer_one_of(struct request *request, const char *account_id)
{
    const struct jira_output out = jira_reply(request);
    int64_t person = lookup_person(request->sandbox, account_id);
    emit_array(out.json, NULL);
    if (person >= 0) {
        jira_emit(&out, NULL, JIRA_PERSON, person);
    }
    emit_array_end(out.json);
}

static void jira_user_search(struct request *request, struct reply *reply)
{
    const char *account_id = request_parameter(request, "accountId");
    const char *text = search_text(request);
    if (sandbox_is_cloud(request->sandbox) && account_id != NULL) {
        answer_one_of(request, account_id);
    } else if (text == NULL) {
        reply_error(reply, REPLY_JIRA, 400,
                    "The %s query parameter was not provided, or startAt or maxResults is no "
                    "number in its bounds.",
                    sandbox_is_cloud(request->sandbox) ? "query" : "username");
    } else {
        answer_people(request, text,
                      !sandbox_is_cloud(request->sandbox) &&
                          atl_text_equal(request_parameter(request, "includeInactive"), "true"));
    }
}

static void jira_users(struct request *request, struct reply *reply)
{
    (void)reply;
    answer_people(request, "", false);
}

/* Everybody can be given work, wherever there is a project or an issue. */
static void answer_assignable(struct request *request)
{
    const char *account_id = request_parameter(request, "accountId");
    if (sandbox_is_cloud(request->sandbox) && account_id != NULL) {
        answer_one_of(request, account_id);
        return;
    }
    const char *text = search_text(request);
    answer_people(request, text == NULL ? "" : text, false);
}

static void jira_assignable(struct request *request, struct reply *reply)
{
    const char *project = request_parameter(request, "project");
    const char *key = request_parameter(request, "issueKey");
    key = key != NULL ? key : request_parameter(request, "issueId");
    struct jira_issue issue;
    if (project == NULL && key == NULL) {
        reply_error(reply, REPLY_JIRA, 400,
                    "A project or an issue key must be provided to search for assignable users.");
    } else if (key != NULL && !issue_load(request->sandbox, &request->arena,
                                          issue_find(request->sandbox, key), &issue)) {
        issue_reply_missing(reply);
    } else if (key == NULL && lookup_project(request->sandbox, project) < 0) {
        lookup_reply_no_project(reply, project);
    } else {
        answer_assignable(request);
    }
}

static void jira_assignable_in_all(struct request *request, struct reply *reply)
{
    char **keys;
    size_t count = request_parameter_list(request, "projectKeys", &keys);
    if (count == 0) {
        reply_error(reply, REPLY_JIRA, 400, "The projectKeys query parameter must be provided.");
        return;
    }
    for (size_t i = 0; i < count; i++) {
        if (lookup_project(request->sandbox, keys[i]) < 0) {
            lookup_reply_no_project(reply, keys[i]);
            return;
        }
    }
    answer_assignable(request);
}

static void emit_person(const struct jira_output *out, int64_t id)
{
    jira_emit(out, NULL, JIRA_PERSON, id);
}

/* By account ids; those that aren't there are left out. */
static void jira_users_by_id(struct request *request, struct reply *reply)
{
    enum {
        USUAL_AT_ONCE = 10,
    };
    struct jira_page page;
    char **ids;
    size_t count = request_parameter_list(request, "accountId", &ids);
    if (count == 0) {
        reply_error(reply, REPLY_JIRA, 400, "The accountId query parameter must be provided.");
        return;
    }
    if (!jira_page_read(request, USUAL_AT_ONCE, MOST_AT_ONCE, &page)) {
        return;
    }
    struct sql from = {0};
    sql_add(&from, "FROM person WHERE account_id IN (''");
    for (size_t i = 0; i < count && i < MOST_AT_ONCE; i++) {
        sql_add(&from, ", ");
        sql_mark(&from, sql_text(ids[i]));
    }
    sql_add(&from, ") ORDER BY id");
    jira_page_answer(request, &page, "id", &from, emit_person);
    sql_free(&from);
}

static const struct route routes[] = {
    {"GET", ROUTE_JIRA, "/myself", ROUTE_ANY, jira_myself},
    {"GET", ROUTE_JIRA, "/user", ROUTE_ANY, jira_user},
    {"GET", ROUTE_JIRA, "/user/groups", ROUTE_CLOUD, jira_user_teams},
    {"GET", ROUTE_JIRA, "/user/search", ROUTE_ANY, jira_user_search},
    {"GET", ROUTE_JIRA, "/users/search", ROUTE_CLOUD, jira_users},
    {"GET", ROUTE_JIRA, "/user/bulk", ROUTE_CLOUD, jira_users_by_id},
    {"GET", ROUTE_JIRA, "/user/assignable/search", ROUTE_ANY, jira_assignable},
    {"GET", ROUTE_JIRA, "/user/assignable/multiProjectSearch", ROUTE_ANY, jira_assignable_in_all},
};

const struct route_table jira_user_routes = ROUTES(routes);
