/* The fields that queries know, and how each looks at an issue. */
#include "sandbox/document.h"
#include "sandbox/jql.h"
#include "sandbox/names.h"
#include "sandbox/time_format.h"

#include <string.h>
#include <strings.h>

enum {
    ONLY_RESOLUTION = 0,
};

static const struct issue *issue_at(const struct data *data, uint32_t index)
{
    return &data->issues[index];
}

/* True when the text is the name, or the number written out. */
static bool is_named(const char *text, const char *name, int64_t id)
{
    int64_t number;
    return strcasecmp(text, name) == 0 ||
           (atl_text_to_integer(text, 0, INT32_MAX, &number) && number == id);
}

/* ---- project ---- */

static size_t count_projects(const struct data *data)
{
    return data->project_count;
}

static int project_of(const struct data *data, uint32_t index)
{
    return issue_at(data, index)->project;
}

static bool resolve_project(const struct data *data, const char *text, bool *marked)
{
    size_t index;
    if (!data_find_project(data, text, &index)) {
        return false;
    }
    marked[index] = true;
    return true;
}

static int compare_projects(const struct data *data, uint32_t left, uint32_t right)
{
    return strcmp(data->projects[issue_at(data, left)->project].key,
                  data->projects[issue_at(data, right)->project].key);
}

/* ---- status and its category ---- */

static size_t count_statuses(const struct data *data)
{
    (void)data;
    return STATUS_COUNT;
}

static int status_of(const struct data *data, uint32_t index)
{
    return issue_at(data, index)->status;
}

static bool resolve_status(const struct data *data, const char *text, bool *marked)
{
    (void)data;
    bool found = false;
    for (size_t i = 0; i < STATUS_COUNT; i++) {
        if (is_named(text, data_statuses[i].name, data_statuses[i].id)) {
            marked[i] = found = true;
        }
    }
    return found;
}

static size_t count_categories(const struct data *data)
{
    (void)data;
    return STATUS_CATEGORY_COUNT;
}

static int category_of(const struct data *data, uint32_t index)
{
    return (int)data_statuses[issue_at(data, index)->status].category;
}

static bool resolve_category(const struct data *data, const char *text, bool *marked)
{
    (void)data;
    bool found = false;
    for (size_t i = 0; i < STATUS_CATEGORY_COUNT; i++) {
        const struct status_category *category = &data_status_categories[i];
        if (is_named(text, category->name, category->id) || strcasecmp(text, category->key) == 0) {
            marked[i] = found = true;
        }
    }
    return found;
}

/* ---- people ---- */

static size_t count_people(const struct data *data)
{
    return data->person_count;
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

static bool resolve_person(const struct data *data, const char *text, bool *marked)
{
    bool found = false;
    for (size_t i = 0; i < data->person_count; i++) {
        const struct person *person = &data->people[i];
        if (strcasecmp(text, person->account_id) == 0 || strcasecmp(text, person->username) == 0 ||
            strcasecmp(text, person->email) == 0 || strcasecmp(text, person->name) == 0 ||
            strcasecmp(text, person->key) == 0) {
            marked[i] = found = true;
        }
    }
    return found;
}

static bool call_person(const struct data *data, const char *function, bool *marked)
{
    (void)data;
    if (strcasecmp(function, "currentUser") != 0) {
        return false;
    }
    marked[0] = true;
    return true;
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

/* ---- type, priority, resolution ---- */

static size_t count_types(const struct data *data)
{
    (void)data;
    return TYPE_COUNT;
}

static int type_of(const struct data *data, uint32_t index)
{
    return issue_at(data, index)->type;
}

static bool resolve_type(const struct data *data, const char *text, bool *marked)
{
    (void)data;
    bool found = false;
    for (size_t i = 0; i < TYPE_COUNT; i++) {
        if (is_named(text, data_issue_types[i].name, data_issue_types[i].id)) {
            marked[i] = found = true;
        }
    }
    return found;
}

static bool call_type(const struct data *data, const char *function, bool *marked)
{
    (void)data;
    bool subtasks = strcasecmp(function, "subTaskIssueTypes") == 0;
    if (!subtasks && strcasecmp(function, "standardIssueTypes") != 0) {
        return false;
    }
    for (size_t i = 0; i < TYPE_COUNT; i++) {
        marked[i] |= data_issue_types[i].subtask == subtasks;
    }
    return true;
}

static size_t count_priorities(const struct data *data)
{
    (void)data;
    return PRIORITY_COUNT;
}

/* Choices count from the least urgent up, so that "priority > Low" is what it says. */
static int priority_of(const struct data *data, uint32_t index)
{
    return PRIORITY_COUNT - 1 - issue_at(data, index)->priority;
}

static bool resolve_priority(const struct data *data, const char *text, bool *marked)
{
    (void)data;
    bool found = false;
    for (size_t i = 0; i < PRIORITY_COUNT; i++) {
        if (is_named(text, data_priorities[i].name, data_priorities[i].id)) {
            marked[PRIORITY_COUNT - 1 - i] = found = true;
        }
    }
    return found;
}

static size_t count_resolutions(const struct data *data)
{
    (void)data;
    return 1;
}

static int resolution_of(const struct data *data, uint32_t index)
{
    return issue_at(data, index)->status == STATUS_DONE ? ONLY_RESOLUTION : -1;
}

static bool resolve_resolution(const struct data *data, const char *text, bool *marked)
{
    (void)data;
    if (!is_named(text, "Done", 10000)) {
        return false;
    }
    marked[ONLY_RESOLUTION] = true;
    return true;
}

/* ---- sprint ---- */

static size_t count_sprints(const struct data *data)
{
    return data->sprint_count;
}

static int sprint_of(const struct data *data, uint32_t index)
{
    uint16_t sprint = issue_at(data, index)->sprint;
    return sprint == DATA_NO_SPRINT ? -1 : sprint;
}

static bool resolve_sprint(const struct data *data, const char *text, bool *marked)
{
    bool found = false;
    for (size_t i = 0; i < data->sprint_count; i++) {
        if (is_named(text, data->sprints[i].name, data->sprints[i].id)) {
            marked[i] = found = true;
        }
    }
    return found;
}

static bool call_sprint(const struct data *data, const char *function, bool *marked)
{
    static const char *const names[] = {
        [SPRINT_CLOSED] = "closedSprints",
        [SPRINT_ACTIVE] = "openSprints",
        [SPRINT_FUTURE] = "futureSprints",
    };
    for (size_t state = 0; state < sizeof names / sizeof *names; state++) {
        if (strcasecmp(function, names[state]) == 0) {
            for (size_t i = 0; i < data->sprint_count; i++) {
                marked[i] |= data->sprints[i].state == (enum sprint_state)state;
            }
            return true;
        }
    }
    return false;
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
     .choice_count = count_projects,
     .choice = project_of,
     .resolve = resolve_project,
     .compare = compare_projects},
    {.names = NAMES("status"),
     .custom_id = -1,
     .kind = JQL_CHOICE,
     .sortable = true,
     .choice_count = count_statuses,
     .choice = status_of,
     .resolve = resolve_status},
    {.names = NAMES("statusCategory"),
     .custom_id = -1,
     .kind = JQL_CHOICE,
     .sortable = true,
     .choice_count = count_categories,
     .choice = category_of,
     .resolve = resolve_category},
    {.names = NAMES("assignee"),
     .custom_id = -1,
     .kind = JQL_CHOICE,
     .can_be_empty = true,
     .sortable = true,
     .choice_count = count_people,
     .choice = assignee_of,
     .resolve = resolve_person,
     .call = call_person,
     .compare = compare_assignees},
    {.names = NAMES("reporter", "creator"),
     .custom_id = -1,
     .kind = JQL_CHOICE,
     .can_be_empty = true,
     .sortable = true,
     .choice_count = count_people,
     .choice = reporter_of,
     .resolve = resolve_person,
     .call = call_person,
     .compare = compare_reporters},
    {.names = NAMES("issuetype", "type"),
     .custom_id = -1,
     .kind = JQL_CHOICE,
     .sortable = true,
     .choice_count = count_types,
     .choice = type_of,
     .resolve = resolve_type,
     .call = call_type},
    {.names = NAMES("priority"),
     .custom_id = -1,
     .kind = JQL_CHOICE,
     .sortable = true,
     .ordered = true,
     .choice_count = count_priorities,
     .choice = priority_of,
     .resolve = resolve_priority},
    {.names = NAMES("resolution"),
     .custom_id = -1,
     .kind = JQL_CHOICE,
     .can_be_empty = true,
     .sortable = true,
     .choice_count = count_resolutions,
     .choice = resolution_of,
     .resolve = resolve_resolution},
    {.names = NAMES("sprint"),
     .custom_id = 10020,
     .kind = JQL_CHOICE,
     .can_be_empty = true,
     .sortable = true,
     .choice_count = count_sprints,
     .choice = sprint_of,
     .resolve = resolve_sprint,
     .call = call_sprint},
    {.names = NAMES("labels"), .custom_id = -1, .kind = JQL_LABELS, .can_be_empty = true},
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
     .can_be_empty = true,
     .sortable = true,
     .number = due_of},
    {.names = NAMES("resolved", "resolutiondate"),
     .custom_id = -1,
     .kind = JQL_DATE,
     .can_be_empty = true,
     .sortable = true,
     .number = resolved_of},
    {.names = NAMES("Story point estimate", "Story Points"),
     .custom_id = 10016,
     .kind = JQL_NUMBER,
     .can_be_empty = true,
     .sortable = true,
     .number = points_of},
    {.names = NAMES("rank"),
     .custom_id = 10019,
     .kind = JQL_NUMBER,
     .sortable = true,
     .number = rank_of},
    {.names = NAMES("key", "issuekey", "issue", "id"),
     .custom_id = -1,
     .kind = JQL_KEY,
     .sortable = true,
     .number = index_of,
     .compare = compare_keys},
    {.names = NAMES("parent"),
     .custom_id = -1,
     .kind = JQL_KEY,
     .can_be_empty = true,
     .number = parent_of},
};

const struct jql_field *jql_find_field(const struct atl_query_field *wanted)
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

bool jql_is_function(const char *name)
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
