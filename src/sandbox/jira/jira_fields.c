/* The fields of issues. */
#include "sandbox/jira/jira_json.h"
#include "sandbox/seed/document.h"
#include "sandbox/seed/names.h"
#include "sandbox/server/emit.h"
#include "sandbox/server/route.h"
#include "sandbox/text/time_format.h"

#include <string.h>

typedef const struct jira_field_context *field_context;

static const struct issue *issue_of(field_context context)
{
    return &context->sandbox->data.issues[context->index];
}

/* ---- one function per field ---- */

static void emit_summary_as(field_context context, const char *key, uint32_t index)
{
    struct atl_buffer summary = {0};
    data_append_summary(&context->sandbox->data, index, &summary);
    emit_text(context->json, key, summary.data);
    atl_buffer_free(&summary);
}

static void emit_summary(field_context context)
{
    emit_summary_as(context, context->key, context->index);
}

static void emit_status_as(field_context context, const char *key, uint8_t number)
{
    struct atl_buffer *json = context->json;
    const struct status *status = &data_statuses[number];
    const struct status_category *category = &data_status_categories[status->category];
    const char *api = old_api_url(context->sandbox, context->arena);
    emit_object(json, key);
    emit_format(json, "self", "%s/status/%d", api, status->id);
    emit_text(json, "description", "");
    emit_format(json, "iconUrl", "%s/images/icons/status_generic.gif", context->sandbox->site);
    emit_text(json, "name", status->name);
    emit_format(json, "id", "%d", status->id);
    emit_object(json, "statusCategory");
    emit_format(json, "self", "%s/statuscategory/%d", api, category->id);
    emit_integer(json, "id", category->id);
    emit_text(json, "key", category->key);
    emit_text(json, "colorName", category->colour);
    emit_text(json, "name", category->name);
    emit_object_end(json);
    emit_object_end(json);
}

static void emit_status(field_context context)
{
    emit_status_as(context, context->key, issue_of(context)->status);
}

static void emit_type_as(field_context context, const char *key, uint8_t number)
{
    struct atl_buffer *json = context->json;
    const struct issue_type *type = &data_issue_types[number];
    emit_object(json, key);
    emit_format(json, "self", "%s/issuetype/%d", old_api_url(context->sandbox, context->arena),
                type->id);
    emit_format(json, "id", "%d", type->id);
    emit_text(json, "description", type->description);
    emit_text(json, "name", type->name);
    emit_bool(json, "subtask", type->subtask);
    if (sandbox_is_cloud(context->sandbox)) {
        emit_integer(json, "hierarchyLevel", type->hierarchy_level);
    }
    emit_object_end(json);
}

static void emit_type(field_context context)
{
    emit_type_as(context, context->key, issue_of(context)->type);
}

static void emit_priority_as(field_context context, const char *key, uint8_t number)
{
    struct atl_buffer *json = context->json;
    const struct priority *priority = &data_priorities[number];
    emit_object(json, key);
    emit_format(json, "self", "%s/priority/%d", old_api_url(context->sandbox, context->arena),
                priority->id);
    emit_text(json, "name", priority->name);
    emit_format(json, "id", "%d", priority->id);
    emit_object_end(json);
}

static void emit_priority(field_context context)
{
    emit_priority_as(context, context->key, issue_of(context)->priority);
}

static void emit_project(field_context context)
{
    jira_emit_project(context->sandbox, context->arena, context->json, context->key,
                      issue_of(context)->project);
}

static void emit_person(field_context context, uint8_t number)
{
    if (number == DATA_NOBODY) {
        emit_null(context->json, context->key);
    } else {
        jira_emit_user(context->sandbox, context->arena, context->json, context->key,
                       &context->sandbox->data.people[number]);
    }
}

static void emit_assignee(field_context context)
{
    emit_person(context, issue_of(context)->assignee);
}

static void emit_reporter(field_context context)
{
    emit_person(context, issue_of(context)->reporter);
}

static void emit_labels(field_context context)
{
    emit_array(context->json, context->key);
    for (size_t i = 0; i < names_labels.count; i++) {
        if ((issue_of(context)->labels >> i & 1) != 0) {
            emit_text(context->json, NULL, names_labels.items[i]);
        }
    }
    emit_array_end(context->json);
}

static void emit_time(field_context context, int64_t ms)
{
    emit_text(context->json, context->key, ms < 0 ? NULL : time_format_jira(context->arena, ms));
}

static void emit_created(field_context context)
{
    emit_time(context, (int64_t)issue_of(context)->created * 1000);
}

static void emit_updated(field_context context)
{
    emit_time(context, (int64_t)issue_of(context)->updated * 1000);
}

static void emit_due(field_context context)
{
    int64_t ms = data_issue_due_ms(issue_of(context));
    emit_text(context->json, context->key, ms < 0 ? NULL : time_format_date(context->arena, ms));
}

static void emit_resolved(field_context context)
{
    emit_time(context, data_issue_resolved_ms(issue_of(context)));
}

static void emit_resolution(field_context context)
{
    struct atl_buffer *json = context->json;
    if (issue_of(context)->status != STATUS_DONE) {
        emit_null(json, context->key);
        return;
    }
    emit_object(json, context->key);
    emit_format(json, "self", "%s/resolution/10000", old_api_url(context->sandbox, context->arena));
    emit_text(json, "id", "10000");
    emit_text(json, "description", "Work has been completed on this issue.");
    emit_text(json, "name", "Done");
    emit_object_end(json);
}

static void emit_description(field_context context)
{
    struct document document =
        document_of_issue(&context->sandbox->data, context->arena, context->index);
    if (sandbox_is_cloud(context->sandbox)) {
        document_emit_adf(context->json, context->key, &document);
        return;
    }
    struct atl_buffer text = {0};
    document_append_wiki(&text, &document);
    emit_text(context->json, context->key, text.data);
    atl_buffer_free(&text);
}

static void emit_parent(field_context context)
{
    uint32_t parent = issue_of(context)->parent;
    if (parent == DATA_NO_PARENT) {
        return; /* Jira leaves the field out */
    }
    const struct data *data = &context->sandbox->data;
    struct atl_buffer *json = context->json;
    unsigned id = (unsigned)parent + DATA_FIRST_ISSUE_ID;
    emit_object(json, context->key);
    emit_format(json, "id", "%u", id);
    emit_text(json, "key", data_issue_key(data, context->arena, parent));
    emit_format(json, "self", "%s/issue/%u", old_api_url(context->sandbox, context->arena), id);
    emit_object(json, "fields");
    emit_summary_as(context, "summary", parent);
    emit_status_as(context, "status", data->issues[parent].status);
    emit_priority_as(context, "priority", data->issues[parent].priority);
    emit_type_as(context, "issuetype", data->issues[parent].type);
    emit_object_end(json);
    emit_object_end(json);
}

static void emit_empty_list(field_context context)
{
    emit_array(context->json, context->key);
    emit_array_end(context->json);
}

static void emit_comments(field_context context)
{
    struct atl_buffer *json = context->json;
    emit_object(json, context->key);
    emit_array(json, "comments");
    emit_array_end(json);
    emit_format(json, "self", "%s/issue/%u/comment", old_api_url(context->sandbox, context->arena),
                (unsigned)context->index + DATA_FIRST_ISSUE_ID);
    emit_integer(json, "maxResults", 0);
    emit_integer(json, "total", 0);
    emit_integer(json, "startAt", 0);
    emit_object_end(json);
}

static void emit_points(field_context context)
{
    if (issue_of(context)->points == 0) {
        emit_null(context->json, context->key);
    } else {
        emit_integer(context->json, context->key, issue_of(context)->points);
    }
}

static void emit_rank(field_context context)
{
    emit_format(context->json, context->key, "0|i%08x:", (unsigned)issue_of(context)->rank);
}

static const char *const sprint_states[] = {"closed", "active", "future"};

static void emit_sprint_object(field_context context, const struct sprint *sprint)
{
    struct atl_buffer *json = context->json;
    emit_object(json, NULL);
    emit_integer(json, "id", sprint->id);
    emit_text(json, "name", sprint->name);
    emit_text(json, "state", sprint_states[sprint->state]);
    emit_integer(json, "boardId", DATA_BOARD_ID + (int64_t)sprint->project);
    emit_text(json, "goal", "");
    emit_text(json, "startDate", time_format_confluence(context->arena, sprint->start_ms));
    emit_text(json, "endDate", time_format_confluence(context->arena, sprint->end_ms));
    if (sprint->state == SPRINT_CLOSED) {
        emit_text(json, "completeDate", time_format_confluence(context->arena, sprint->end_ms));
    }
    emit_object_end(json);
}

/* Data Center gives the printed form of a Java object. */
static void emit_sprint_text(field_context context, const struct sprint *sprint)
{
    static const char *const states[] = {"CLOSED", "ACTIVE", "FUTURE"};
    const char *start = time_format_confluence(context->arena, sprint->start_ms);
    const char *end = time_format_confluence(context->arena, sprint->end_ms);
    emit_format(context->json, NULL,
                "com.atlassian.greenhopper.service.sprint.Sprint@%x[id=%u,rapidViewId=%zu,state=%s,"
                "name=%s,startDate=%s,endDate=%s,completeDate=%s,sequence=%u,goal=]",
                0x1000U + (unsigned)sprint->id, (unsigned)sprint->id,
                DATA_BOARD_ID + sprint->project, states[sprint->state], sprint->name, start, end,
                sprint->state == SPRINT_CLOSED ? end : "<null>", (unsigned)sprint->id);
}

static void emit_sprint(field_context context)
{
    uint16_t number = issue_of(context)->sprint;
    if (number == DATA_NO_SPRINT) {
        emit_null(context->json, context->key);
        return;
    }
    emit_array(context->json, context->key);
    const struct sprint *sprint = &context->sandbox->data.sprints[number];
    (sandbox_is_cloud(context->sandbox) ? emit_sprint_object : emit_sprint_text)(context, sprint);
    emit_array_end(context->json);
}

/* ---- the table ---- */

static const struct jira_field fields[] = {
    {"issuekey", "Key", "id issue issuekey key", NULL, NULL, NULL, true, NULL},
    {"summary", "Summary", "summary", "string", NULL, NULL, true, emit_summary},
    {"issuetype", "Issue Type", "issuetype type", "issuetype", NULL, NULL, true, emit_type},
    {"project", "Project", "project", "project", NULL, NULL, true, emit_project},
    {"status", "Status", "status", "status", NULL, NULL, true, emit_status},
    {"priority", "Priority", "priority", "priority", NULL, NULL, true, emit_priority},
    {"assignee", "Assignee", "assignee", "user", NULL, NULL, true, emit_assignee},
    {"reporter", "Reporter", "reporter", "user", NULL, NULL, true, emit_reporter},
    {"creator", "Creator", "creator", "user", NULL, NULL, true, emit_reporter},
    {"labels", "Labels", "labels", "array", "string", NULL, true, emit_labels},
    {"created", "Created", "created createdDate", "datetime", NULL, NULL, true, emit_created},
    {"updated", "Updated", "updated updatedDate", "datetime", NULL, NULL, true, emit_updated},
    {"duedate", "Due date", "due duedate", "date", NULL, NULL, true, emit_due},
    {"resolution", "Resolution", "resolution", "resolution", NULL, NULL, true, emit_resolution},
    {"resolutiondate", "Resolved", "resolutiondate resolved", "datetime", NULL, NULL, true,
     emit_resolved},
    {"parent", "Parent", "parent", NULL, NULL, NULL, true, emit_parent},
    {"components", "Components", "component", "array", "component", NULL, true, emit_empty_list},
    {"fixVersions", "Fix versions", "fixVersion", "array", "version", NULL, true, emit_empty_list},
    {"versions", "Affects versions", "affectedVersion", "array", "version", NULL, true,
     emit_empty_list},
    {"description", "Description", "description", "string", NULL, NULL, true, emit_description},
    {"customfield_10016", "Story point estimate", "cf[10016] Story+point+estimate", "number", NULL,
     "com.pyxis.greenhopper.jira:jsw-story-points", true, emit_points},
    {"customfield_10019", "Rank", "cf[10019] Rank", "any", NULL,
     "com.pyxis.greenhopper.jira:gh-lexo-rank", true, emit_rank},
    {"customfield_10020", "Sprint", "cf[10020] Sprint", "array", "json",
     "com.pyxis.greenhopper.jira:gh-sprint", true, emit_sprint},
    {"comment", "Comment", "comment", "comments-page", NULL, NULL, false, emit_comments},
};

_Static_assert(sizeof fields / sizeof *fields <= JIRA_MOST_FIELDS, "JIRA_MOST_FIELDS");

size_t jira_field_count(void)
{
    return sizeof fields / sizeof *fields;
}

const struct jira_field *jira_field_at(size_t index)
{
    return &fields[index];
}

/* ---- GET field ---- */

static void emit_clause_names(struct request *request, const struct jira_field *field)
{
    struct atl_buffer *json = &request->reply.body;
    char **names;
    size_t count = atl_text_split(&request->arena, field->clause_names, ' ', &names);
    emit_array(json, "clauseNames");
    for (size_t i = 0; i < count; i++) {
        for (char *plus = names[i]; (plus = strchr(plus, '+')) != NULL;) {
            *plus = ' ';
        }
        emit_text(json, NULL, names[i]);
    }
    emit_array_end(json);
}

static void emit_schema(struct atl_buffer *json, const struct jira_field *field)
{
    emit_object(json, "schema");
    emit_text(json, "type", field->type);
    if (field->items != NULL) {
        emit_text(json, "items", field->items);
    }
    if (field->custom != NULL) {
        int64_t number = 0;
        atl_text_to_integer(field->id + strlen("customfield_"), 0, INT32_MAX, &number);
        emit_text(json, "custom", field->custom);
        emit_integer(json, "customId", number);
    } else {
        emit_text(json, "system", field->id);
    }
    emit_object_end(json);
}

static void jira_fields(struct request *request, struct reply *reply)
{
    struct atl_buffer *json = &reply->body;
    emit_array(json, NULL);
    for (size_t i = 0; i < jira_field_count(); i++) {
        const struct jira_field *field = jira_field_at(i);
        emit_object(json, NULL);
        emit_text(json, "id", field->id);
        if (sandbox_is_cloud(request->sandbox)) {
            emit_text(json, "key", field->id);
        }
        emit_text(json, "name", field->name);
        emit_bool(json, "custom", field->custom != NULL);
        emit_bool(json, "orderable", field->emit != NULL);
        emit_bool(json, "navigable", field->navigable);
        emit_bool(json, "searchable", true);
        emit_clause_names(request, field);
        if (field->type != NULL) {
            emit_schema(json, field);
        }
        emit_object_end(json);
    }
    emit_array_end(json);
}

static const struct route routes[] = {
    {"GET", ROUTE_JIRA, "/field", ROUTE_ANY, jira_fields},
};

const struct route_table jira_field_routes = ROUTES(routes);
