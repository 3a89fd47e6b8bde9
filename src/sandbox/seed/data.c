#include "sandbox/seed/data.h"

#include "sandbox/seed/names.h"
#include "sandbox/seed/random.h"
#include "sandbox/seed/seed.h"

#include "atlcli/clock.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    DAY_MS = 24 * 60 * 60 * 1000,
    DAY_SECONDS = 24 * 60 * 60,
};

const struct status_category data_status_categories[STATUS_CATEGORY_COUNT] = {
    {2, "new", "To Do", "blue-gray"},
    {4, "indeterminate", "In Progress", "yellow"},
    {3, "done", "Done", "green"},
};

const struct status data_statuses[STATUS_COUNT] = {
    [STATUS_TO_DO] = {10000, "To Do", 0},
    [STATUS_IN_PROGRESS] = {3, "In Progress", 1},
    [STATUS_IN_REVIEW] = {10001, "In Review", 1},
    [STATUS_DONE] = {10002, "Done", 2},
};

const struct issue_type data_issue_types[TYPE_COUNT] = {
    [TYPE_EPIC] = {10000, "Epic", "A big piece of work that many issues are part of.", false, 1},
    [TYPE_STORY] = {10001, "Story", "Something that a user wants.", false, 0},
    [TYPE_TASK] = {10002, "Task", "Something that has to be done.", false, 0},
    [TYPE_BUG] = {10004, "Bug", "Something that doesn't work as it should.", false, 0},
    [TYPE_SUBTASK] = {10003, "Sub-task", "A part of another issue.", true, -1},
};

const struct priority data_priorities[PRIORITY_COUNT] = {
    {1, "Highest"}, {2, "High"}, {3, "Medium"}, {4, "Low"}, {5, "Lowest"},
};

void data_seed(struct data *data, const struct sandbox_options *options)
{
    int64_t midnight_ms = atl_clock_wall_ms() / DAY_MS * DAY_MS;
    *data = (struct data){.seed = (uint64_t)options->seed,
                          .today_ms = options->today_ms < 0 ? midnight_ms : options->today_ms,
                          .issue_count = (size_t)options->issues,
                          .page_count = (size_t)options->pages};
    data->shift_ms = data->today_ms - midnight_ms;
    seed_people(data, options->user_email);
    seed_projects(data);
    seed_issues(data);
    seed_spaces(data);
    seed_pages(data);
}

void data_free(struct data *data)
{
    for (size_t i = 0; i < data->project_count; i++) {
        free(data->projects[i].issues);
    }
    for (size_t i = 0; i < data->space_count; i++) {
        free(data->spaces[i].pages);
    }
    free(data->issues);
    free(data->pages);
    atl_arena_free(&data->arena);
}

int64_t data_now_ms(const struct data *data)
{
    return atl_clock_wall_ms() + data->shift_ms;
}

const struct person *data_me(const struct data *data)
{
    return &data->people[0];
}

/* ---- issues ---- */

static bool find_by_id(const char *text, uint32_t first, size_t count, uint32_t *index)
{
    int64_t id;
    if (!atl_text_to_integer(text, first, (int64_t)first + (int64_t)count - 1, &id)) {
        return false;
    }
    *index = (uint32_t)(id - first);
    return true;
}

bool data_find_issue(const struct data *data, const char *id_or_key, uint32_t *index)
{
    const char *dash = strrchr(id_or_key, '-');
    if (dash == NULL) {
        return find_by_id(id_or_key, DATA_FIRST_ISSUE_ID, data->issue_count, index);
    }
    size_t key_length = (size_t)(dash - id_or_key);
    for (size_t i = 0; i < data->project_count; i++) {
        const struct project *project = &data->projects[i];
        int64_t number;
        if (strlen(project->key) == key_length &&
            strncasecmp(project->key, id_or_key, key_length) == 0 &&
            atl_text_to_integer(dash + 1, 1, project->issue_count, &number)) {
            *index = project->issues[number - 1];
            return true;
        }
    }
    return false;
}

const char *data_issue_key(const struct data *data, struct atl_arena *arena, uint32_t index)
{
    const struct issue *issue = &data->issues[index];
    return atl_arena_printf(arena, "%s-%u", data->projects[issue->project].key,
                            (unsigned)issue->number);
}

/* The component's name inside a sentence: "Login page" becomes "login page". */
static void append_lower_first(struct atl_buffer *text, const char *name)
{
    bool acronym = name[0] != '\0' && name[1] >= 'A' && name[1] <= 'Z';
    char first = name[0];
    if (!acronym && first >= 'A' && first <= 'Z') {
        first = (char)(first - 'A' + 'a');
    }
    atl_buffer_add_char(text, first);
    atl_buffer_add(text, name + 1);
}

/* The pattern has one "%s". */
static void append_pattern(struct atl_buffer *text, const char *pattern, const char *component)
{
    const char *hole = strstr(pattern, "%s");
    atl_buffer_append(text, pattern, (size_t)(hole - pattern));
    append_lower_first(text, component);
    atl_buffer_add(text, hole + 2);
}

void data_append_summary(const struct data *data, uint32_t index, struct atl_buffer *summary)
{
    uint64_t random = random_at(data->seed, index, 100);
    size_t first = (size_t)(random & 0xFFFF);
    size_t second = (size_t)(random >> 16 & 0xFFFF);
    size_t third = (size_t)(random >> 32 & 0xFFFF);
    switch (data->issues[index].type) {
    case TYPE_EPIC:
        atl_buffer_add(summary, names_at(&names_epics, first));
        return;
    case TYPE_STORY:
        atl_buffer_printf(summary, "As a %s, I can %s", names_at(&names_roles, first),
                          names_at(&names_features, second));
        return;
    case TYPE_BUG:
        atl_buffer_printf(summary, "%s %s %s", names_at(&names_components, first),
                          names_at(&names_symptoms, second), names_at(&names_conditions, third));
        return;
    default:
        append_pattern(summary, names_at(&names_tasks, first), names_at(&names_components, second));
        return;
    }
}

bool data_find_project(const struct data *data, const char *key_id_or_name, size_t *index)
{
    uint32_t by_id;
    if (find_by_id(key_id_or_name, DATA_FIRST_PROJECT_ID, data->project_count, &by_id)) {
        *index = by_id;
        return true;
    }
    for (*index = 0; *index < data->project_count; (*index)++) {
        const struct project *project = &data->projects[*index];
        if (strcasecmp(project->key, key_id_or_name) == 0 ||
            strcasecmp(project->name, key_id_or_name) == 0) {
            return true;
        }
    }
    return false;
}

int64_t data_issue_due_ms(const struct issue *issue)
{
    if (issue->due_in_days == 0) {
        return -1;
    }
    int64_t day = issue->created / DAY_SECONDS + issue->due_in_days;
    return day * DAY_MS;
}

int64_t data_issue_resolved_ms(const struct issue *issue)
{
    return issue->status == STATUS_DONE ? (int64_t)issue->updated * 1000 : -1;
}

/* ---- pages ---- */

bool data_find_page(const struct data *data, const char *id, uint32_t *index)
{
    return find_by_id(id, DATA_FIRST_PAGE_ID, data->page_count, index);
}

/* Titles are unique within a space, as Confluence demands: after all pairs a number follows. */
void data_append_title(const struct data *data, uint32_t index, struct atl_buffer *title)
{
    const struct page *page = &data->pages[index];
    if (page->number == 0) {
        atl_buffer_printf(title, "%s Home", data->spaces[page->space].name);
        return;
    }
    size_t pairs = names_topics.count * names_page_kinds.count;
    size_t number = page->number - 1;
    /* A stride without a factor in common with the number of pairs visits each pair once. */
    size_t pair = (number % pairs * 387 + page->space * 41U) % pairs;
    atl_buffer_printf(title, "%s %s", names_at(&names_topics, pair % names_topics.count),
                      names_at(&names_page_kinds, pair / names_topics.count));
    if (number >= pairs) {
        atl_buffer_printf(title, " %zu", number / pairs + 1);
    }
}

bool data_find_space_by_id(const struct data *data, const char *id, size_t *index)
{
    uint32_t found;
    if (!find_by_id(id, DATA_FIRST_SPACE_ID, data->space_count, &found)) {
        return false;
    }
    *index = found;
    return true;
}

bool data_find_space_by_key(const struct data *data, const char *key, size_t *index)
{
    for (*index = 0; *index < data->space_count; (*index)++) {
        if (strcasecmp(data->spaces[*index].key, key) == 0) {
            return true;
        }
    }
    return false;
}
