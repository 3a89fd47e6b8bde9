/* What editors of JQL complete: fields, functions, values. */
#include "sandbox/jira/issues/fields.h"
#include "sandbox/jira/lookup.h"
#include "sandbox/server/faults.h"
#include "sandbox/server/route.h"

#include "atlcli/query.h"

#include <inttypes.h>
#include <string.h>

/* ---- fields and functions ---- */

/* What may stand between a field and its value, by the field's type. */
static const char *const text_operators[] = {"~", "!~", "is", "is not", NULL};
static const char *const order_operators[] = {
    "=", "!=", ">", ">=", "<", "<=", "in", "not in", "is", "is not", NULL};
static const char *const set_operators[] = {"=", "!=", "in", "not in", "is", "is not", NULL};

static const char *const *operators_of(const char *type)
{
    if (strcmp(type, "string") == 0 || strcmp(type, "comments-page") == 0) {
        return text_operators;
    }
    bool is_ordered =
        strcmp(type, "date") == 0 || strcmp(type, "datetime") == 0 || strcmp(type, "number") == 0;
    return is_ordered ? order_operators : set_operators;
}

/* `clause` is how a query writes it, `custom` the number of a custom field, -1 for others. */
static void emit_field(struct request *request, const char *clause, const char *name,
                       const char *type, int64_t custom)
{
    struct atl_buffer *json = &request->reply.body;
    struct atl_buffer quoted = {0};
    atl_jql_quote(&quoted, clause);
    emit_object(json, NULL);
    emit_text(json, "value", atl_buffer_text(&quoted));
    if (custom < 0) {
        emit_text(json, "displayName", name);
    } else {
        emit_format(json, "displayName", "%s - cf[%" PRId64 "]", name, custom);
        emit_format(json, "cfid", "cf[%" PRId64 "]", custom);
    }
    emit_text(json, "orderable", "true");
    emit_text(json, "searchable", "true");
    emit_text(json, "auto", operators_of(type) == set_operators ? "true" : "false");
    emit_array(json, "operators");
    for (const char *const *word = operators_of(type); *word != NULL; word++) {
        emit_text(json, NULL, *word);
    }
    emit_array_end(json);
    emit_array(json, "types");
    emit_text(json, NULL, type);
    emit_array_end(json);
    emit_object_end(json);
    atl_buffer_free(&quoted);
}

static void emit_fields(struct request *request)
{
    struct custom_field *customs;
    size_t count = custom_fields_load(request->sandbox, &request->arena, &customs);
    emit_array(&request->reply.body, "visibleFieldNames");
    for (size_t i = 0; i < system_field_count(); i++) {
        const struct system_field *field = system_field_at(i);
        char **clauses;
        if (field->clause_names != NULL && field->type != NULL &&
            atl_text_split(&request->arena, field->clause_names, ' ', &clauses) > 0) {
            emit_field(request, clauses[0], field->name, field->type, -1);
        }
    }
    for (size_t i = 0; i < count; i++) {
        emit_field(request, customs[i].name, customs[i].name,
                   custom_kind(customs[i].type)->schema_type, customs[i].id);
    }
    emit_array_end(&request->reply.body);
}

static void emit_functions(struct atl_buffer *json)
{
    static const struct {
        const char *name;
        const char *type;
        bool is_list;
    } functions[] = {
        {"currentUser()", "user", false},
        {"membersOf()", "user", true},
        {"now()", "datetime", false},
        {"startOfDay()", "datetime", false},
        {"endOfDay()", "datetime", false},
        {"startOfWeek()", "datetime", false},
        {"endOfWeek()", "datetime", false},
        {"startOfMonth()", "datetime", false},
        {"endOfMonth()", "datetime", false},
        {"startOfYear()", "datetime", false},
        {"endOfYear()", "datetime", false},
        {"openSprints()", "sprint", true},
        {"closedSprints()", "sprint", true},
        {"futureSprints()", "sprint", true},
        {"releasedVersions()", "version", true},
        {"unreleasedVersions()", "version", true},
    };
    emit_array(json, "visibleFunctionNames");
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        emit_object(json, NULL);
        emit_text(json, "value", functions[i].name);
        emit_text(json, "displayName", functions[i].name);
        if (functions[i].is_list) {
            emit_text(json, "isList", "true");
        }
        emit_array(json, "types");
        emit_text(json, NULL, functions[i].type);
        emit_array_end(json);
        emit_object_end(json);
    }
    emit_array_end(json);
}

static void jira_autocomplete_data(struct request *request, struct reply *reply)
{
    static const char *const reserved[] = {
        "and", "or",  "not",     "empty", "null",   "order", "by",     "asc",  "desc", "in",
        "is",  "was", "changed", "after", "before", "on",    "during", "from", "to"};
    emit_object(&reply->body, NULL);
    emit_fields(request);
    emit_functions(&reply->body);
    emit_array(&reply->body, "jqlReservedWords");
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++) {
        emit_text(&reply->body, NULL, reserved[i]);
    }
    emit_array_end(&reply->body);
    emit_object_end(&reply->body);
}

/* ---- values ---- */

/* A SELECT of what a query writes and what people read, for names that are LIKE ?1. */
static const struct {
    const char *field;
    const char *select;
} sources[] = {
    {"status", "SELECT name, name FROM status WHERE name LIKE ?1 ESCAPE '\\' ORDER BY position"},
    {"issuetype",
     "SELECT name, name FROM issue_type WHERE name LIKE ?1 ESCAPE '\\' ORDER BY position"},
    {"type", "SELECT name, name FROM issue_type WHERE name LIKE ?1 ESCAPE '\\' ORDER BY position"},
    {"priority",
     "SELECT name, name FROM priority WHERE name LIKE ?1 ESCAPE '\\' ORDER BY position"},
    {"resolution",
     "SELECT name, name FROM resolution WHERE name LIKE ?1 ESCAPE '\\' ORDER BY position"},
    {"project", "SELECT key, name || ' (' || key || ')' FROM project WHERE name LIKE ?1 ESCAPE"
                " '\\' OR key LIKE ?1 ESCAPE '\\' ORDER BY key"},
    {"labels", "SELECT DISTINCT label, label FROM issue_label WHERE label LIKE ?1 ESCAPE '\\'"
               " ORDER BY label"},
    {"component", "SELECT DISTINCT name, name FROM component WHERE name LIKE ?1 ESCAPE '\\'"
                  " ORDER BY name"},
    {"fixVersion", "SELECT DISTINCT name, name FROM version WHERE name LIKE ?1 ESCAPE '\\'"
                   " ORDER BY name"},
    {"affectedVersion", "SELECT DISTINCT name, name FROM version WHERE name LIKE ?1 ESCAPE '\\'"
                        " ORDER BY name"},
    {"sprint", "SELECT id, name FROM sprint WHERE name LIKE ?1 ESCAPE '\\' ORDER BY id"},
};

static const char people_of_cloud[] =
    "SELECT account_id, name || ' - ' || email FROM person WHERE name LIKE ?1 ESCAPE '\\'"
    " OR email LIKE ?1 ESCAPE '\\' ORDER BY name";
static const char people_of_data_center[] =
    "SELECT username, name || ' - ' || email FROM person WHERE name LIKE ?1 ESCAPE '\\'"
    " OR email LIKE ?1 ESCAPE '\\' ORDER BY name";

/* NULL when there is nothing to suggest for the field. */
static const char *source_of(const struct sandbox *sandbox, const char *field)
{
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        if (strcasecmp(sources[i].field, field) == 0) {
            return sources[i].select;
        }
    }
    if (strcasecmp(field, "assignee") == 0 || strcasecmp(field, "reporter") == 0 ||
        strcasecmp(field, "creator") == 0) {
        return sandbox_is_cloud(sandbox) ? people_of_cloud : people_of_data_center;
    }
    return NULL;
}

static void jira_suggestions(struct request *request, struct reply *reply)
{
    enum {
        MOST_SUGGESTIONS = 15,
    };
    const char *field = request_parameter(request, "fieldName");
    const char *value = request_parameter(request, "fieldValue");
    const char *select = source_of(request->sandbox, field == NULL ? "" : field);
    const char *pattern = lookup_like(&request->arena, value == NULL ? "" : value);
    emit_object(&reply->body, NULL);
    emit_array(&reply->body, "results");
    if (select != NULL) {
        struct rows rows =
            store_select(&request->sandbox->store, select, VALUES(sql_text(pattern)));
        for (int i = 0; i < MOST_SUGGESTIONS && rows_next(&rows); i++) {
            if (strcasecmp(field, "project") == 0 &&
                faults_hides_project(request->sandbox, rows_text(&rows, 0))) {
                continue;
            }
            struct atl_buffer quoted = {0};
            atl_jql_quote(&quoted, rows_text(&rows, 0));
            emit_object(&reply->body, NULL);
            emit_text(&reply->body, "value", atl_buffer_text(&quoted));
            emit_text(&reply->body, "displayName", rows_text(&rows, 1));
            emit_object_end(&reply->body);
            atl_buffer_free(&quoted);
        }
        rows_finish(&rows);
    }
    emit_array_end(&reply->body);
    emit_object_end(&reply->body);
}

static const struct route routes[] = {
    {"GET", ROUTE_JIRA, "/jql/autocompletedata", ROUTE_ANY, jira_autocomplete_data},
    {"GET", ROUTE_JIRA, "/jql/autocompletedata/suggestions", ROUTE_ANY, jira_suggestions},
};

const struct route_table jira_jql_suggestion_routes = ROUTES(routes);
