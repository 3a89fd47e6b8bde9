#include "sandbox/query/records_jql_choices.h"

#include <strings.h>

/* True when the text is the name, or the number written out. */
static bool is_named(const char *text, const char *name, int64_t id)
{
    int64_t number;
    return strcasecmp(text, name) == 0 ||
           (atl_text_to_integer(text, 0, INT32_MAX, &number) && number == id);
}

/* ---- projects ---- */

static size_t count_projects(const struct data *data)
{
    return data->project_count;
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

const struct jql_choices records_jql_projects = {count_projects, resolve_project, NULL};

/* ---- statuses ---- */

static size_t count_statuses(const struct data *data)
{
    (void)data;
    return STATUS_COUNT;
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

const struct jql_choices records_jql_statuses = {count_statuses, resolve_status, NULL};

/* ---- categories ---- */

static size_t count_categories(const struct data *data)
{
    (void)data;
    return STATUS_CATEGORY_COUNT;
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

const struct jql_choices records_jql_categories = {count_categories, resolve_category, NULL};

/* ---- people ---- */

static size_t count_people(const struct data *data)
{
    return data->person_count;
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

const struct jql_choices records_jql_people = {count_people, resolve_person, call_person};

/* ---- types ---- */

static size_t count_types(const struct data *data)
{
    (void)data;
    return TYPE_COUNT;
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

const struct jql_choices records_jql_types = {count_types, resolve_type, call_type};

/* ---- priorities ---- */

static size_t count_priorities(const struct data *data)
{
    (void)data;
    return PRIORITY_COUNT;
}

static bool resolve_priority(const struct data *data, const char *text, bool *marked)
{
    (void)data;
    bool found = false;
    for (size_t i = 0; i < PRIORITY_COUNT; i++) {
        if (is_named(text, data_priorities[i].name, data_priorities[i].id)) {
            marked[records_jql_priority_choice((uint8_t)i)] = found = true;
        }
    }
    return found;
}

int records_jql_priority_choice(uint8_t priority)
{
    return PRIORITY_COUNT - 1 - priority;
}

const struct jql_choices records_jql_priorities = {count_priorities, resolve_priority, NULL};

/* ---- resolutions ---- */

static size_t count_resolutions(const struct data *data)
{
    (void)data;
    return 1;
}

static bool resolve_resolution(const struct data *data, const char *text, bool *marked)
{
    (void)data;
    if (!is_named(text, "Done", 10000)) {
        return false;
    }
    marked[0] = true;
    return true;
}

const struct jql_choices records_jql_resolutions = {count_resolutions, resolve_resolution, NULL};

/* ---- sprints ---- */

static size_t count_sprints(const struct data *data)
{
    return data->sprint_count;
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

const struct jql_choices records_jql_sprints = {count_sprints, resolve_sprint, call_sprint};
