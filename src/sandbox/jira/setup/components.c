/* Components: parts of a project that have a lead and get issues. */
#include "sandbox/jira/lookup.h"
#include "sandbox/jira/page.h"
#include "sandbox/jira/problems.h"
#include "sandbox/jira/setup/component_output.h"
#include "sandbox/server/route.h"

#include <inttypes.h>
#include <string.h>

/* ---- of a project ---- */

static void jira_project_components(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    int64_t project;
    if (!lookup_project_of_path(request, 0, &project)) {
        return;
    }
    struct rows rows = store_select(&request->sandbox->store,
                                    "SELECT id FROM component WHERE project = ?"
                                    " ORDER BY name COLLATE NOCASE",
                                    VALUES(sql_integer(project)));
    emit_array(&reply->body, NULL);
    while (rows_next(&rows)) {
        component_emit(&out, rows_integer(&rows, 0));
    }
    emit_array_end(&reply->body);
}

static void jira_project_component_page(struct request *request, struct reply *reply)
{
    enum {
        MOST_RESULTS = 1000,
        USUAL_RESULTS = 50,
    };
    static const struct lookup_order orders[] = {
        {"name", "name COLLATE NOCASE"},
        {"description", "description COLLATE NOCASE"},
        {"lead", "(SELECT person.name FROM person WHERE person.id = lead)"},
        {"issueCount",
         "(SELECT count(*) FROM issue_component WHERE issue_component.component = component.id)"},
    };
    const char *order = lookup_order(request, orders, sizeof orders / sizeof *orders, "name");
    const char *query = request_parameter(request, "query");
    int64_t project;
    struct jira_page page;
    if (!lookup_project_of_path(request, 0, &project) ||
        !jira_page_read(request, USUAL_RESULTS, MOST_RESULTS, &page)) {
        return;
    }
    if (order == NULL) {
        reply_error(reply, REPLY_JIRA, 400, "The orderBy query parameter is not valid: %s",
                    request_parameter(request, "orderBy"));
        return;
    }
    struct sql from = {0};
    sql_add(&from, "FROM component WHERE project = ");
    sql_mark(&from, sql_integer(project));
    if (query != NULL) {
        const char *pattern = lookup_like(&request->arena, query);
        sql_add(&from, " AND (name LIKE ");
        sql_mark(&from, sql_text(pattern));
        sql_add(&from, " ESCAPE '\\' OR description LIKE ");
        sql_mark(&from, sql_text(pattern));
        sql_add(&from, " ESCAPE '\\')");
    }
    sql_printf(&from, " ORDER BY %s", order);
    jira_page_answer(request, &page, "id", &from, component_emit_counted);
    sql_free(&from);
}

/* ---- one ---- */

static bool component_of_path(struct request *request, int64_t *component)
{
    static const char select[] = "SELECT id FROM component WHERE id = ?";
    const char *message = "The component with id %s does not exist.";
    const char *id = request->segments[0];
    if (!lookup_row_of_path(request, 0, select, component, message, id)) {
        return false;
    }
    int64_t project =
        store_integer(&request->sandbox->store, -1, "SELECT project FROM component WHERE id = ?",
                      VALUES(sql_integer(*component)));
    if (!lookup_shows_project(request->sandbox, project)) {
        reply_error(&request->reply, REPLY_JIRA, 404, message, id);
        return false;
    }
    return true;
}

static void jira_component(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    int64_t component;
    (void)reply;
    if (component_of_path(request, &component)) {
        component_emit(&out, component);
    }
}

static void jira_component_counts(struct request *request, struct reply *reply)
{
    int64_t component;
    if (!component_of_path(request, &component)) {
        return;
    }
    emit_object(&reply->body, NULL);
    emit_format(&reply->body, "self", "%s/component/%" PRId64, jira_api_url(request->sandbox),
                component);
    emit_integer(&reply->body, "issueCount",
                 store_integer(&request->sandbox->store, 0,
                               "SELECT count(*) FROM issue_component WHERE component = ?",
                               VALUES(sql_integer(component))));
    emit_object_end(&reply->body);
}

/* ---- changing ---- */

/* What a request wants a component to be; NULL and -1 for what it doesn't say. */
struct wanted {
    int64_t id; /* -1: a new one */
    int64_t project;
    const char *name;
    const char *description;
    const char *assignee_type;
    bool has_lead;
    int64_t lead; /* -1: nobody */
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
        problems_add(problems, "name",
                     "The component name specified is invalid - cannot be an empty string.");
    } else if (store_exists(&request->sandbox->store,
                            "SELECT 1 FROM component WHERE project = ? AND name = ?"
                            " COLLATE NOCASE AND id <> ?",
                            VALUES(sql_integer(wanted->project), sql_text(wanted->name),
                                   sql_integer(wanted->id)))) {
        problems_add(problems, "name",
                     "A component with the name %s already exists in this project.", wanted->name);
    }
}

static void read_lead(struct request *request, const cJSON *body, struct wanted *wanted,
                      struct problems *problems)
{
    bool is_cloud = sandbox_is_cloud(request->sandbox);
    const char *member = is_cloud ? "leadAccountId" : "leadUserName";
    const cJSON *lead = atl_json_member(body, member);
    if (lead == NULL) {
        return;
    }
    const char *identity = cJSON_IsString(lead) ? lead->valuestring : "";
    wanted->has_lead = true;
    wanted->lead = *identity == '\0' ? -1 : lookup_person(request->sandbox, identity);
    if (*identity != '\0' && wanted->lead < 0) {
        problems_add(problems, member, "The user %s does not exist.", identity);
    }
}

static void read_assignee_type(const cJSON *body, struct wanted *wanted, struct problems *problems)
{
    static const char *const types[] = {"PROJECT_DEFAULT", "COMPONENT_LEAD", "PROJECT_LEAD",
                                        "UNASSIGNED"};
    wanted->assignee_type = atl_json_text(body, "assigneeType", NULL);
    for (size_t i = 0; wanted->assignee_type != NULL && i < sizeof types / sizeof *types; i++) {
        if (strcmp(types[i], wanted->assignee_type) == 0) {
            return;
        }
    }
    if (wanted->assignee_type != NULL) {
        problems_add(problems, "assigneeType", "The assignee type %s is not valid.",
                     wanted->assignee_type);
    }
}

/* False: the reply says all that is wrong. */
static bool read_wanted(struct request *request, const cJSON *body, struct wanted *wanted)
{
    struct problems problems = {.arena = &request->arena};
    read_name(request, body, wanted, &problems);
    read_lead(request, body, wanted, &problems);
    read_assignee_type(body, wanted, &problems);
    wanted->description = atl_json_text(body, "description", NULL);
    if (problems.count > 0) {
        problems_reply(&problems, &request->reply);
    }
    return problems.count == 0;
}

static void jira_create_component(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    struct wanted wanted = {.id = -1, .lead = -1};
    const cJSON *body = request_json(request);
    if (body == NULL) {
        return;
    }
    const char *project = atl_json_text(body, "project", NULL);
    if (project == NULL) {
        reply_error(reply, REPLY_JIRA, 400, "The project key must be specified.");
        return;
    }
    wanted.project = lookup_project(request->sandbox, project);
    if (wanted.project < 0) {
        lookup_reply_no_project(reply, project);
        return;
    }
    if (!read_wanted(request, body, &wanted)) {
        return;
    }
    int64_t id = store_insert(
        &request->sandbox->store,
        "INSERT INTO component (project, name, description, lead, assignee_type)"
        " VALUES (?, ?, ?, ?, ?)",
        VALUES(sql_integer(wanted.project), sql_text(wanted.name), sql_text(wanted.description),
               sql_optional(wanted.lead),
               sql_text(wanted.assignee_type == NULL ? "PROJECT_DEFAULT" : wanted.assignee_type)));
    reply_restart(reply, 201);
    component_emit(&out, id);
}

static void jira_update_component(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    struct store *store = &request->sandbox->store;
    struct wanted wanted = {.lead = -1};
    (void)reply;
    if (!component_of_path(request, &wanted.id)) {
        return;
    }
    wanted.project = store_integer(store, -1, "SELECT project FROM component WHERE id = ?",
                                   VALUES(sql_integer(wanted.id)));
    const cJSON *body = request_json(request);
    if (body == NULL || !read_wanted(request, body, &wanted)) {
        return;
    }
    store_run(store,
              "UPDATE component SET name = coalesce(?, name),"
              " description = coalesce(?, description),"
              " assignee_type = coalesce(?, assignee_type) WHERE id = ?",
              VALUES(sql_text(wanted.name), sql_text(wanted.description),
                     sql_text(wanted.assignee_type), sql_integer(wanted.id)));
    if (wanted.has_lead) {
        store_run(store, "UPDATE component SET lead = ? WHERE id = ?",
                  VALUES(sql_optional(wanted.lead), sql_integer(wanted.id)));
    }
    component_emit(&out, wanted.id);
}

/* Its issues go to another component of the project, or just lose it. */
static void jira_delete_component(struct request *request, struct reply *reply)
{
    struct store *store = &request->sandbox->store;
    int64_t component;
    if (!component_of_path(request, &component)) {
        return;
    }
    int64_t heir = lookup_id_parameter(request, "moveIssuesTo");
    if (heir >= 0 &&
        (heir == component || !store_exists(store,
                                            "SELECT 1 FROM component AS heir JOIN component AS gone"
                                            " ON gone.project = heir.project"
                                            " WHERE heir.id = ? AND gone.id = ?",
                                            VALUES(sql_integer(heir), sql_integer(component))))) {
        reply_error(reply, REPLY_JIRA, 404, "The component with id %s does not exist.",
                    request_parameter(request, "moveIssuesTo"));
        return;
    }
    if (heir >= 0) {
        store_run(store,
                  "INSERT OR IGNORE INTO issue_component (issue, component)"
                  " SELECT issue, ? FROM issue_component WHERE component = ?",
                  VALUES(sql_integer(heir), sql_integer(component)));
    }
    store_run(store, "DELETE FROM issue_component WHERE component = ?",
              VALUES(sql_integer(component)));
    store_run(store, "DELETE FROM component WHERE id = ?", VALUES(sql_integer(component)));
    reply_restart(reply, 204);
}

static const struct route routes[] = {
    {"GET", ROUTE_JIRA, "/project/{}/components", ROUTE_ANY, jira_project_components},
    {"GET", ROUTE_JIRA, "/project/{}/component", ROUTE_CLOUD, jira_project_component_page},
    {"POST", ROUTE_JIRA, "/component", ROUTE_ANY, jira_create_component},
    {"GET", ROUTE_JIRA, "/component/{}", ROUTE_ANY, jira_component},
    {"PUT", ROUTE_JIRA, "/component/{}", ROUTE_ANY, jira_update_component},
    {"DELETE", ROUTE_JIRA, "/component/{}", ROUTE_ANY, jira_delete_component},
    {"GET", ROUTE_JIRA, "/component/{}/relatedIssueCounts", ROUTE_ANY, jira_component_counts},
};

const struct route_table jira_component_routes = ROUTES(routes);
