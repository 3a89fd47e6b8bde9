/* The fields that queries know, and how each looks at an issue. */
#include "sandbox/query/records_jql.h"
#include "sandbox/seed/document.h"
#include "sandbox/seed/names.h"
#include "sandbox/text/time_format.h"

#include <string.h>
#include <strings.h>

static const struct issue *issue_at(const struct data *data, uint32_t index)
{
    return &data->issues[index];
}

/* ---- choices ---- */

static int project_of(const struct data *data, uint32_t index)
{
    return issue_at(data, index)->project;
}

static int compare_projects(const struct data *data, uint32_t left, uint32_t right)
{
    return strcmp(data->projects[issue_at(data, left)->project].key,
                  data->projects[issue_at(data, right)->project].key);
}

static int status_of(const struct data *data, uint32_t index)
{
    return issue_at(data, index)->status;
}

static int category_of(const struct data *data, uint32_t index)
{
    return (int)data_statuses[issue_at(data, index)->status].category;
}

static int assignee_of(const struct data *data, uint32_t index)
{
    uint8_t assignee = issue_at(data, index)->assignee;
    return assignee == DATA_NOBODY ? -1 : assignee;
}

static int reporter_of(const struct data *data, uint32_t index)
{
    return issue_at(data, index)->reporter;
}

static int compare_people(const struct data *data, int left, int right)
{
    return left < 0 || right < 0 ? (left < 0) - (right < 0)
                                 : strcmp(data->people[left].name, data->people[right].name);
}

static int compare_assignees(const struct data *data, uint32_t left, uint32_t right)
{
    return compare_people(data, assignee_of(data, left), assignee_of(data, right));
}

static int compare_reporters(const struct data *data, uint32_t left, uint32_t right)
{
    return compare_people(data, reporter_of(data, left), reporter_of(data, right));
}

static int type_of(const struct data *data, uint32_t index)
{
    return issue_at(data, index)->type;
}

static int priority_of(const struct data *data, uint32_t index)
{
    return records_jql_priority_choice(issue_at(data, index)->priority);
}

static int resolution_of(const struct data *data, uint32_t index)
{
    return issue_at(data, index)->status == STATUS_DONE ? 0 : -1;
}

static int sprint_of(const struct data *data, uint32_t index)
{
    uint16_t sprint = issue_at(data, index)->sprint;
    return sprint == DATA_NO_SPRINT ? -1 : sprint;
}

/* ---- dates, numbers, texts, keys ---- */

static int64_t created_of(const struct data *data, uint32_t index)
{
    return (int64_t)issue_at(data, index)->created * 1000;
}

static int64_t updated_of(const struct data *data, uint32_t index)
{
    return (int64_t)issue_at(data, index)->updated * 1000;
}

static int64_t due_of(const struct data *data, uint32_t index)
{
    return data_issue_due_ms(issue_at(data, index));
}

static int64_t resolved_of(const struct data *data, uint32_t index)
{
    return data_issue_resolved_ms(issue_at(data, index));
}

static int64_t points_of(const struct data *data, uint32_t index)
{
    uint8_t points = issue_at(data, index)->points;
    return points == 0 ? -1 : points;
}

static int64_t rank_of(const struct data *data, uint32_t index)
{
    return issue_at(data, index)->rank;
}

static void description_of(const struct data *data, uint32_t index, struct atl_buffer *text)
{
    struct atl_arena arena = {0};
    struct document document = document_of_issue(data, &arena, index);
    document_append_plain(text, &document);
    atl_arena_free(&arena);
}

static void all_text_of(const struct data *data, uint32_t index, struct atl_buffer *text)
{
    data_append_summary(data, index, text);
    description_of(data, index, text);
}

static int compare_summaries(const struct data *data, uint32_t left, uint32_t right)
{
    struct atl_buffer left_text = {0};
    struct atl_buffer right_text = {0};
    data_append_summary(data, left, &left_text);
    data_append_summary(data, right, &right_text);
    int comparison = strcmp(left_text.data, right_text.data);
    atl_buffer_free(&left_text);
    atl_buffer_free(&right_text);
    return comparison;
}

static int64_t parent_of(const struct data *data, uint32_t index)
{
    uint32_t parent = issue_at(data, index)->parent;
    return parent == DATA_NO_PARENT ? -1 : (int64_t)parent;
}

static int64_t index_of(const struct data *data, uint32_t index)
{
    (void)data;
    return index;
}

static int compare_keys(const struct data *data, uint32_t left, uint32_t right)
{
    int comparison = compare_projects(data, left, right);
    uint32_t left_number = issue_at(data, left)->number;
    uint32_t right_number = issue_at(data, right)->number;
    return comparison != 0 ? comparison
                           : (left_number > right_number) - (left_number < right_number);
}

/* ---- the table ---- */

#define NAMES(...)                                                                                 \
    (const char *const[])                                                                          \
    {                                                                                              \
        __VA_ARGS__, NULL                                                                          \
    }

static const struct jql_field fields[] = {
    {.names = NAMES("project"),
     .custom_id = -1,
     .kind = JQL_CHOICE,
     .sortable = true,
     .choices = &records_jql_projects,
     .choice = project_of,
     .compare = compare_projects},
    {
        .names = NAMES("status"),
        .custom_id = -1,
        .kind = JQL_CHOICE,
        .sortable = true,
        .choices = &records_jql_statuses,
        .choice = status_of,
    },
    {
        .names = NAMES("statusCategory"),
        .custom_id = -1,
        .kind = JQL_CHOICE,
        .sortable = true,
        .choices = &records_jql_categories,
        .choice = category_of,
    },
    {.names = NAMES("assignee"),
     .custom_id = -1,
     .kind = JQL_CHOICE,
     .sortable = true,
     .choices = &records_jql_people,
     .choice = assignee_of,
     .compare = compare_assignees},
    {.names = NAMES("reporter", "creator"),
     .custom_id = -1,
     .kind = JQL_CHOICE,
     .sortable = true,
     .choices = &records_jql_people,
     .choice = reporter_of,
     .compare = compare_reporters},
    {
        .names = NAMES("issuetype", "type"),
        .custom_id = -1,
        .kind = JQL_CHOICE,
        .sortable = true,
        .choices = &records_jql_types,
        .choice = type_of,
    },
    {
        .names = NAMES("priority"),
        .custom_id = -1,
        .kind = JQL_CHOICE,
        .sortable = true,
        .ordered = true,
        .choices = &records_jql_priorities,
        .choice = priority_of,
    },
    {
        .names = NAMES("resolution"),
        .custom_id = -1,
        .kind = JQL_CHOICE,
        .sortable = true,
        .choices = &records_jql_resolutions,
        .choice = resolution_of,
    },
    {
        .names = NAMES("sprint"),
        .custom_id = 10020,
        .kind = JQL_CHOICE,
        .sortable = true,
        .choices = &records_jql_sprints,
        .choice = sprint_of,
    },
    {.names = NAMES("labels"), .custom_id = -1, .kind = JQL_LABELS},
    {.names = NAMES("summary"),
     .custom_id = -1,
     .kind = JQL_TEXT,
     .sortable = true,
     .text = data_append_summary,
     .compare = compare_summaries},
    {.names = NAMES("description"), .custom_id = -1, .kind = JQL_TEXT, .text = description_of},
    {.names = NAMES("text", "textfields"), .custom_id = -1, .kind = JQL_TEXT, .text = all_text_of},
    {.names = NAMES("created", "createdDate"),
     .custom_id = -1,
     .kind = JQL_DATE,
     .sortable = true,
     .number = created_of},
    {.names = NAMES("updated", "updatedDate"),
     .custom_id = -1,
     .kind = JQL_DATE,
     .sortable = true,
     .number = updated_of},
    {.names = NAMES("due", "duedate"),
     .custom_id = -1,
     .kind = JQL_DATE,
     .sortable = true,
     .number = due_of},
    {.names = NAMES("resolved", "resolutiondate"),
     .custom_id = -1,
     .kind = JQL_DATE,
     .sortable = true,
     .number = resolved_of},
    {.names = NAMES("Story point estimate", "Story Points"),
     .custom_id = 10016,
     .kind = JQL_NUMBER,
     .sortable = true,
     .number = points_of},
    {.names = NAMES("rank"),
     .custom_id = 10019,
     .kind = JQL_NUMBER,
     .sortable = true,
     .number = rank_of},
    {.names = NAMES("key", "issuekey", "issue", "id"),
     .never_empty = true,
     .custom_id = -1,
     .kind = JQL_KEY,
     .sortable = true,
     .number = index_of,
     .compare = compare_keys},
    {.names = NAMES("parent"), .custom_id = -1, .kind = JQL_KEY, .number = parent_of},
};

const struct jql_field *records_jql_find_field(const struct atl_query_field *wanted)
{
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const struct jql_field *field = &fields[i];
        if (wanted->custom_id >= 0) {
            if (field->custom_id == wanted->custom_id) {
                return field;
            }
            continue;
        }
        for (const char *const *name = field->names; *name != NULL; name++) {
            if (strcasecmp(wanted->name, *name) == 0) {
                return field;
            }
        }
    }
    return NULL;
}

bool records_jql_is_function(const char *name)
{
    static const char *const names[] = {"currentUser",   "openSprints",        "closedSprints",
                                        "futureSprints", "standardIssueTypes", "subTaskIssueTypes"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcasecmp(name, names[i]) == 0) {
            return true;
        }
    }
    bool known;
    int64_t ms;
    time_call_function(name, NULL, 0, &known, &ms);
    return known;
}
