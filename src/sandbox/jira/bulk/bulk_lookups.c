/* What can be done to many issues at once: common transitions, fields that can be edited. */
#include "sandbox/jira/bulk/bulk.h"
#include "sandbox/jira/issues/fields.h"
#include "sandbox/jira/issues/transitions.h"
#include "sandbox/server/cursor.h"
#include "sandbox/server/route.h"

#include <inttypes.h>
#include <string.h>

enum {
    WORKFLOWS_PER_PAGE = 50,
    FIELDS_PER_PAGE = 50,
};

/* The issues that the query names; false, with the reply a 400, when there are none or too many. */
static bool read_issues(struct request *request, struct jira_issue **issues, size_t *count)
{
    char **names;
    size_t named = request_parameter_list(request, "issueIdsOrKeys", &names);
    *count = 0;
    if (!bulk_check_count(&request->reply, named)) {
        return false;
    }
    *issues = atl_arena_alloc(&request->arena, named * sizeof **issues);
    for (size_t i = 0; i < named; i++) {
        int64_t id = issue_find(request->sandbox, names[i]);
        if (id >= 0 && issue_load(request->sandbox, &request->arena, id, &(*issues)[*count])) {
            (*count)++;
        }
    }
    if (*count == 0) {
        bulk_reply_error(&request->reply, 400,
                         "None of the issues exists, or you do not have permission to see them.");
    }
    return *count > 0;
}

/* ---- transitions, by workflow ---- */

/* Issues of one workflow, and the transitions that all of them have and that ask for nothing. */
struct group {
    int64_t workflow;
    const struct jira_issue **issues;
    size_t issue_count;
    const struct transition *transitions;
    bool *common;
    size_t transition_count;
    bool filtered; /* some issue has one that isn't common, or asks for something */
};

static bool has_transition(const struct transition *transitions, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++) {
        if (transitions[i].id == id) {
            return true;
        }
    }
    return false;
}

static void start_group(struct request *request, struct group *group, int64_t workflow,
                        const struct jira_issue *issue, size_t most)
{
    struct transition *transitions;
    group->workflow = workflow;
    group->issues = atl_arena_alloc(&request->arena, most * sizeof(struct jira_issue *));
    group->transition_count =
        transitions_of(request->sandbox, &request->arena, issue, &transitions);
    group->transitions = transitions;
    group->common = atl_arena_alloc(&request->arena, (group->transition_count + 1) * sizeof(bool));
    for (size_t i = 0; i < group->transition_count; i++) {
        group->common[i] = !transitions[i].needs_resolution;
        group->filtered |= transitions[i].needs_resolution;
    }
}

static void add_to_group(struct request *request, struct group *group,
                         const struct jira_issue *issue)
{
    struct transition *transitions;
    size_t count = transitions_of(request->sandbox, &request->arena, issue, &transitions);
    group->issues[group->issue_count++] = issue;
    for (size_t i = 0; i < group->transition_count; i++) {
        if (!has_transition(transitions, count, group->transitions[i].id)) {
            group->filtered |= group->common[i];
            group->common[i] = false;
        }
    }
    for (size_t i = 0; i < count; i++) {
        group->filtered |=
            !has_transition(group->transitions, group->transition_count, transitions[i].id);
    }
}

static size_t make_groups(struct request *request, const struct jira_issue *issues, size_t count,
                          struct group *groups)
{
    size_t group_count = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t workflow =
            store_integer(&request->sandbox->store, -1,
                          "SELECT workflow FROM project_type WHERE project = ? AND type = ?",
                          VALUES(sql_integer(issues[i].project), sql_integer(issues[i].type)));
        size_t at = 0;
        while (at < group_count && groups[at].workflow != workflow) {
            at++;
        }
        if (at == group_count) {
            start_group(request, &groups[group_count++], workflow, &issues[i], count);
        }
        add_to_group(request, &groups[at], &issues[i]);
    }
    return group_count;
}

static void emit_transition(struct request *request, const struct transition *transition)
{
    struct atl_buffer *json = &request->reply.body;
    emit_object(json, NULL);
    emit_integer(json, "transitionId", transition->id);
    emit_text(json, "transitionName", transition->name);
    emit_object(json, "to");
    emit_integer(json, "statusId", transition->to);
    emit_text(json, "statusName",
              store_text(&request->sandbox->store, &request->arena,
                         "SELECT name FROM status WHERE id = ?",
                         VALUES(sql_integer(transition->to))));
    emit_object_end(json);
    emit_object_end(json);
}

static void emit_group(struct request *request, const struct group *group)
{
    struct atl_buffer *json = &request->reply.body;
    emit_object(json, NULL);
    emit_array(json, "issues");
    for (size_t i = 0; i < group->issue_count; i++) {
        emit_text(json, NULL, group->issues[i]->key);
    }
    emit_array_end(json);
    emit_array(json, "transitions");
    for (size_t i = 0; i < group->transition_count; i++) {
        if (group->common[i]) {
            emit_transition(request, &group->transitions[i]);
        }
    }
    emit_array_end(json);
    emit_bool(json, "isTransitionsFiltered", group->filtered);
    emit_object_end(json);
}

/* There are never more workflows than one page holds. */
static void available_transitions(struct request *request, struct reply *reply)
{
    struct jira_issue *issues;
    size_t count;
    if (!read_issues(request, &issues, &count)) {
        return;
    }
    struct group *groups = atl_arena_alloc(&request->arena, count * sizeof *groups);
    size_t group_count = make_groups(request, issues, count, groups);
    emit_object(&reply->body, NULL);
    emit_array(&reply->body, "availableTransitions");
    for (size_t i = 0; i < group_count && i < WORKFLOWS_PER_PAGE; i++) {
        emit_group(request, &groups[i]);
    }
    emit_array_end(&reply->body);
    emit_object_end(&reply->body);
}

/* ---- fields ---- */

struct editable {
    const char *id;
    const char *name;
    bool required;
    bool multiple;
};

static const struct editable system_editable[] = {
    {"issuetype", "Issue Type", true, false},
    {"priority", "Priority", false, false},
    {"assignee", "Assignee", false, false},
    {"reporter", "Reporter", true, false},
    {"summary", "Summary", true, false},
    {"description", "Description", false, false},
    {"environment", "Environment", false, false},
    {"labels", "Labels", false, true},
    {"components", "Components", false, true},
    {"fixVersions", "Fix versions", false, true},
    {"versions", "Affects versions", false, true},
    {"duedate", "Due date", false, false},
    {"timetracking", "Time tracking", false, false},
};

static void emit_editable(struct atl_buffer *json, const struct editable *field)
{
    static const char *const options[] = {"ADD", "REMOVE", "REPLACE", "REMOVE_ALL"};
    emit_object(json, NULL);
    emit_text(json, "id", field->id);
    emit_text(json, "name", field->name);
    emit_text(json, "type", field->id);
    emit_bool(json, "isRequired", field->required);
    if (field->multiple) {
        emit_array(json, "multiSelectFieldOptions");
        for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
            emit_text(json, NULL, options[i]);
        }
        emit_array_end(json);
    }
    emit_object_end(json);
}

/* All fields whose name has the text in it; returns their number. */
static size_t list_editable(struct request *request, const char *text, struct editable **list)
{
    struct custom_field *customs;
    size_t system = sizeof system_editable / sizeof *system_editable;
    size_t custom = custom_fields_load(request->sandbox, &request->arena, &customs);
    size_t count = 0;
    *list = atl_arena_alloc(&request->arena, (system + custom) * sizeof **list);
    for (size_t i = 0; i < system + custom; i++) {
        struct editable field =
            i < system ? system_editable[i]
                       : (struct editable){customs[i - system].key, customs[i - system].name, false,
                                           customs[i - system].type == CUSTOM_LABELS};
        bool is_rank = i >= system && customs[i - system].type == CUSTOM_RANK;
        if (!is_rank && atl_text_contains_ignoring_case(field.name, text)) {
            (*list)[count++] = field;
        }
    }
    return count;
}

static void editable_fields(struct request *request, struct reply *reply)
{
    struct jira_issue *issues;
    struct editable *list;
    size_t issue_count;
    size_t start = 0;
    const char *text = request_parameter(request, "searchText");
    const char *after = request_parameter(request, "startingAfter");
    if (!read_issues(request, &issues, &issue_count)) {
        return;
    }
    if (after != NULL && !cursor_read(after, "bulk/issues/fields", &start)) {
        bulk_reply_error(reply, 400, "The cursor '%s' is invalid.", after);
        return;
    }
    size_t count = list_editable(request, text == NULL ? "" : text, &list);
    size_t end = start + FIELDS_PER_PAGE < count ? start + FIELDS_PER_PAGE : count;
    emit_object(&reply->body, NULL);
    emit_array(&reply->body, "fields");
    for (size_t i = start; i < end; i++) {
        emit_editable(&reply->body, &list[i]);
    }
    emit_array_end(&reply->body);
    if (end < count) {
        emit_text(&reply->body, "startingAfter",
                  cursor_make(&request->arena, "bulk/issues/fields", end));
    }
    emit_object_end(&reply->body);
}

static const struct route routes[] = {
    {"GET", ROUTE_JIRA, "/bulk/issues/transition", ROUTE_CLOUD, available_transitions},
    {"GET", ROUTE_JIRA, "/bulk/issues/fields", ROUTE_CLOUD, editable_fields},
};

const struct route_table jira_bulk_lookup_routes = ROUTES(routes);
