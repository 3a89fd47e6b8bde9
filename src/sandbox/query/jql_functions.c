/* Functions that give people, versions, sprints, issues, … Those of dates are in time_format.h. */
#include "sandbox/query/jql_compiler.h"

#include "sandbox/text/time_format.h"

enum {
    ANY_NUMBER = -1,
};

/* What is being called, with what. */
struct call {
    struct jql_compiler *compiler;
    const struct atl_query_clause *clause;
    const struct jql_field *field;
    const struct jql_function *function;
    const struct atl_query_operand *operand;
    struct jql_values *values;
};

struct jql_function {
    const char *name;
    const struct jql_domain *domain; /* of the fields that it is for; NULL: those of issues */
    bool gives_list;
    int least; /* arguments */
    int most;
    const char *sql; /* ids and projects; ?1: me, ?2: what `call` has found, or NULL */
    enum atl_status (*call)(const struct call *call);
};

static const char *argument(const struct call *call, size_t index)
{
    return index < call->operand->item_count ? call->operand->items[index].text : NULL;
}

static void add_found(const struct call *call, struct value found)
{
    jql_add_ids(call->compiler, call->values, call->function->sql,
                VALUES(sql_integer(call->compiler->context->me), found));
}

/* ---- people and projects ---- */

static enum atl_status call_group(const struct call *call)
{
    const char *name = argument(call, 0);
    if (!store_exists(call->compiler->context->store,
                      "SELECT 1 FROM team WHERE name = ? COLLATE NOCASE", VALUES(sql_text(name)))) {
        return atl_fail(call->compiler->error, ATL_USAGE,
                        "Function '%s' can not generate a list of usernames for group '%s'; the "
                        "group does not exist.",
                        call->operand->text, name);
    }
    add_found(call, sql_text(name));
    return ATL_OK;
}

/* For me, or for the person that the argument names. */
static enum atl_status call_person(const struct call *call)
{
    struct jql_values people = {0};
    const char *name = argument(call, 0);
    if (name == NULL) {
        jql_add_value(call->compiler, &people, sql_integer(call->compiler->context->me));
    } else if (jql_look_up(call->compiler, &jql_people, NULL, name, &people) == 0) {
        return atl_fail(call->compiler->error, ATL_USAGE,
                        "The user '%s' does not exist and cannot be used in the function '%s'.",
                        name, call->operand->text);
    }
    for (size_t i = 0; i < people.count; i++) {
        add_found(call, people.items[i]);
    }
    return ATL_OK;
}

/* ---- versions ---- */

/* Of all projects, or of those that the arguments name. */
static enum atl_status call_projects(const struct call *call)
{
    struct jql_values projects = {0};
    for (size_t i = 0; i < call->operand->item_count; i++) {
        if (jql_look_up(call->compiler, &jql_projects, NULL, argument(call, i), &projects) == 0) {
            return atl_fail(call->compiler->error, ATL_USAGE,
                            "Could not resolve the project '%s' provided to function '%s'.",
                            argument(call, i), call->operand->text);
        }
    }
    if (call->operand->item_count == 0) {
        add_found(call, sql_null());
    }
    for (size_t i = 0; i < projects.count; i++) {
        add_found(call, projects.items[i]);
    }
    return ATL_OK;
}

/* ---- issues ---- */

static const char linked_issues[] =
    "SELECT issue.id, issue.project FROM issue_link JOIN issue ON issue.id = destination"
    " WHERE source = ?1 AND (?2 IS NULL OR issue_link.type * 2 = ?2) UNION"
    " SELECT issue.id, issue.project FROM issue_link JOIN issue ON issue.id = source"
    " WHERE destination = ?1 AND (?2 IS NULL OR issue_link.type * 2 + 1 = ?2)";

static enum atl_status call_links(const struct call *call)
{
    if (call->operand->item_count == 0) {
        return atl_fail(call->compiler->error, ATL_USAGE,
                        "Incorrect number of arguments for function '%s'. Usage: '%s ( issuekey [, "
                        "linkDescription ]* )'.",
                        call->operand->text, call->operand->text);
    }
    int64_t issue = jql_find_issue(call->compiler, argument(call, 0));
    if (issue < 0) {
        return atl_fail(call->compiler->error, ATL_USAGE,
                        "Issue '%s' could not be found in function '%s'.", argument(call, 0),
                        call->operand->text);
    }
    struct jql_values directions = {0};
    for (size_t i = 1; i < call->operand->item_count; i++) {
        if (jql_look_up(call->compiler, &jql_link_types, NULL, argument(call, i), &directions) ==
            0) {
            return atl_fail(call->compiler->error, ATL_USAGE,
                            "Issue link type '%s' could not be found in function '%s'.",
                            argument(call, i), call->operand->text);
        }
    }
    if (call->operand->item_count == 1) {
        jql_add_value(call->compiler, &directions, sql_null());
    }
    for (size_t i = 0; i < directions.count; i++) {
        jql_add_ids(call->compiler, call->values, linked_issues,
                    VALUES(sql_integer(issue), directions.items[i]));
    }
    return ATL_OK;
}

/* ---- options ---- */

static bool is_none(const char *text)
{
    return atl_text_equal_ignoring_case(text, "none") ||
           atl_text_equal_ignoring_case(text, "\"none\"");
}

static enum atl_status fail_parent(const struct call *call)
{
    return atl_fail(call->compiler->error, ATL_USAGE,
                    "The option '%s' specified in function '%s' is not a valid parent option.",
                    argument(call, 0), call->operand->text);
}

/* Options of the field by name or id: those below the parent, NULL: the upper ones. */
static size_t find_options(const struct call *call, const char *text, struct value parent,
                           struct jql_values *found)
{
    int64_t id;
    struct value number =
        atl_text_to_integer(text, 0, INT64_MAX, &id) ? sql_integer(id) : sql_null();
    return jql_add_ids(call->compiler, found,
                       "SELECT id, NULL FROM field_option WHERE field = ?1 AND parent IS ?2"
                       " AND (value = ?3 COLLATE NOCASE OR id = ?4)",
                       VALUES(sql_integer(call->field->custom_id), parent, sql_text(text), number));
}

static enum atl_status add_children(const struct call *call, const struct jql_values *parents)
{
    const char *child = argument(call, 1);
    size_t found = 0;
    for (size_t i = 0; i < parents->count; i++) {
        if (is_none(child)) {
            /* See the type "cascading" in jql_custom.c. */
            jql_add_value(call->compiler, call->values, sql_integer(-parents->items[i].integer));
            found++;
        } else {
            found += find_options(call, child, parents->items[i], call->values);
        }
    }
    return found > 0 ? ATL_OK
                     : atl_fail(call->compiler->error, ATL_USAGE,
                                "The option '%s' is not a child of option '%s' in function '%s'.",
                                child, argument(call, 0), call->operand->text);
}

static enum atl_status call_cascade(const struct call *call)
{
    struct jql_values parents = {0};
    size_t count = call->operand->item_count;
    if (count == 0 || count > 2) {
        return atl_fail(call->compiler->error, ATL_USAGE,
                        "Incorrect number of arguments specified for the function '%s'. Usages: "
                        "%s(parentOption), %s(parentOption, childOption), %s(parentOption, "
                        "\"None\").",
                        call->operand->text, call->operand->text, call->operand->text,
                        call->operand->text);
    }
    if (count == 1 && is_none(argument(call, 0))) {
        call->values->empty = true;
        return ATL_OK;
    }
    if (find_options(call, argument(call, 0), sql_null(), &parents) == 0) {
        return fail_parent(call);
    }
    if (count == 2) {
        return add_children(call, &parents);
    }
    for (size_t i = 0; i < parents.count; i++) {
        jql_add_value(call->compiler, call->values, parents.items[i]);
    }
    return ATL_OK;
}

/* ---- the table ---- */

#define SPRINTS "SELECT sprint.id, board.project FROM sprint JOIN board ON board.id = sprint.board"
#define VERSION "SELECT id, project FROM version AS this WHERE (?2 IS NULL OR project = ?2) AND "
#define ISSUES  "SELECT issue.id, issue.project FROM issue JOIN "

static const struct jql_function functions[] = {
    {"currentUser", &jql_people, false, 0, 0, "SELECT ?1, NULL", NULL},
    {"membersOf", &jql_people, true, 1, 1,
     "SELECT person, NULL FROM team_member JOIN team ON team.id = team WHERE name = ?2"
     " COLLATE NOCASE",
     call_group},
    {"projectsLeadByUser", &jql_projects, true, 0, 1, "SELECT id, id FROM project WHERE lead = ?2",
     call_person},
    {"componentsLeadByUser", &jql_components, true, 0, 1,
     "SELECT id, project FROM component WHERE lead = ?2", call_person},
    {"standardIssueTypes", &jql_types, true, 0, 0,
     "SELECT id, NULL FROM issue_type WHERE NOT subtask", NULL},
    {"subTaskIssueTypes", &jql_types, true, 0, 0, "SELECT id, NULL FROM issue_type WHERE subtask",
     NULL},
    {"openSprints", &jql_sprints, true, 0, 0, SPRINTS " WHERE state = 'active'", NULL},
    {"closedSprints", &jql_sprints, true, 0, 0, SPRINTS " WHERE state = 'closed'", NULL},
    {"futureSprints", &jql_sprints, true, 0, 0, SPRINTS " WHERE state = 'future'", NULL},
    {"releasedVersions", &jql_versions, true, 0, ANY_NUMBER, VERSION "released", call_projects},
    {"unreleasedVersions", &jql_versions, true, 0, ANY_NUMBER, VERSION "NOT released",
     call_projects},
    {"latestReleasedVersion", &jql_versions, false, 0, ANY_NUMBER,
     VERSION "released AND position = (SELECT max(position) FROM version AS other"
             " WHERE other.project = this.project AND other.released)",
     call_projects},
    {"earliestUnreleasedVersion", &jql_versions, false, 0, ANY_NUMBER,
     VERSION "NOT released AND position = (SELECT min(position) FROM version AS other"
             " WHERE other.project = this.project AND NOT other.released)",
     call_projects},
    {"issueHistory", NULL, true, 0, 0,
     ISSUES "issue_view ON issue_view.issue = issue.id WHERE person = ?1"
            " ORDER BY viewed DESC LIMIT 50",
     NULL},
    {"linkedIssues", NULL, true, 0, ANY_NUMBER, NULL, call_links},
    {"watchedIssues", NULL, true, 0, 0,
     ISSUES "watcher ON watcher.issue = issue.id WHERE person = ?1", NULL},
    {"votedIssues", NULL, true, 0, 0, ISSUES "vote ON vote.issue = issue.id WHERE person = ?1",
     NULL},
    {"cascadeOption", &jql_cascades, true, 0, ANY_NUMBER, NULL, call_cascade},
};

const struct jql_function *jql_find_function(const char *name)
{
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        if (atl_text_equal_ignoring_case(functions[i].name, name)) {
            return &functions[i];
        }
    }
    return NULL;
}

bool jql_function_exists(const char *name)
{
    bool known;
    int64_t ms;
    time_call_function(name, NULL, 0, &known, &ms);
    return known || jql_find_function(name) != NULL;
}

bool jql_function_gives_list(const char *name)
{
    const struct jql_function *function = jql_find_function(name);
    return function != NULL && function->gives_list;
}

enum atl_status jql_fail_function(struct jql_compiler *compiler,
                                  const struct atl_query_clause *clause, const char *function)
{
    if (!jql_function_exists(function)) {
        return atl_fail(compiler->error, ATL_USAGE, "Unable to find JQL function '%s()'.",
                        function);
    }
    const struct jql_function *known = jql_find_function(function);
    if (known != NULL && known->domain == &jql_cascades) {
        return atl_fail(compiler->error, ATL_USAGE,
                        "The field '%s' is not supported by the function '%s'.", clause->field.name,
                        function);
    }
    return atl_fail(compiler->error, ATL_USAGE,
                    "A value provided by the function '%s' is invalid for the field '%s'.",
                    function, clause->field.name);
}

static enum atl_status check_arguments(struct jql_compiler *compiler,
                                       const struct jql_function *function, const char *name,
                                       size_t count)
{
    bool enough = count >= (size_t)function->least;
    if (enough && (function->most == ANY_NUMBER || count <= (size_t)function->most)) {
        return ATL_OK;
    }
    return function->least == function->most
               ? atl_fail(compiler->error, ATL_USAGE,
                          "Function '%s' expected '%d' arguments but received '%zu'.", name,
                          function->least, count)
               : atl_fail(compiler->error, ATL_USAGE,
                          "Function '%s' expected between '%d' and '%d' arguments but received "
                          "'%zu'.",
                          name, function->least, function->most, count);
}

enum atl_status jql_call(struct jql_compiler *compiler, const struct atl_query_clause *clause,
                         const struct jql_field *field, const struct atl_query_operand *operand,
                         struct jql_values *values)
{
    const struct jql_function *function = jql_find_function(operand->text);
    bool fits = function != NULL && (function->domain == NULL ? field->kind == JQL_ISSUE
                                                              : field->domain == function->domain);
    if (!fits) {
        return jql_fail_function(compiler, clause, operand->text);
    }
    enum atl_status status =
        check_arguments(compiler, function, operand->text, operand->item_count);
    if (status != ATL_OK) {
        return status;
    }
    struct call call = {compiler, clause, field, function, operand, values};
    if (function->call != NULL) {
        return function->call(&call);
    }
    add_found(&call, sql_null());
    return ATL_OK;
}
