#include "sandbox/seed/plan.h"

#include "sandbox/seed/names.h"
#include "sandbox/seed/random.h"
#include "sandbox/seed/seed.h"

#include "atlcli/clock.h"

#include <stdlib.h>
#include <string.h>

enum {
    DAY_MS = 24 * 60 * 60 * 1000,
    DAY_SECONDS = 24 * 60 * 60,
};

const struct status_category plan_status_categories[STATUS_CATEGORY_COUNT] = {
    {2, "new", "To Do", "blue-gray"},
    {4, "indeterminate", "In Progress", "yellow"},
    {3, "done", "Done", "green"},
};

const struct status plan_statuses[STATUS_COUNT] = {
    [STATUS_TO_DO] = {10000, "To Do", 0},
    [STATUS_IN_PROGRESS] = {3, "In Progress", 1},
    [STATUS_IN_REVIEW] = {10001, "In Review", 1},
    [STATUS_DONE] = {10002, "Done", 2},
};

const struct issue_type plan_issue_types[TYPE_COUNT] = {
    [TYPE_EPIC] = {10000, "Epic", "A big piece of work that many issues are part of.", false, 1},
    [TYPE_STORY] = {10001, "Story", "Something that a user wants.", false, 0},
    [TYPE_TASK] = {10002, "Task", "Something that has to be done.", false, 0},
    [TYPE_BUG] = {10004, "Bug", "Something that doesn't work as it should.", false, 0},
    [TYPE_SUBTASK] = {10003, "Sub-task", "A part of another issue.", true, -1},
};

const struct priority plan_priorities[PRIORITY_COUNT] = {
    {1, "Highest"}, {2, "High"}, {3, "Medium"}, {4, "Low"}, {5, "Lowest"},
};

void plan_make(struct plan *plan, const struct sandbox_options *options)
{
    int64_t midnight_ms = atl_clock_wall_ms() / DAY_MS * DAY_MS;
    *plan = (struct plan){.seed = (uint64_t)options->seed,
                          .today_ms = options->today_ms < 0 ? midnight_ms : options->today_ms,
                          .issue_count = (size_t)options->issues,
                          .page_count = (size_t)options->pages};
    seed_people(plan, options->user_email);
    seed_projects(plan);
    seed_issues(plan);
    seed_spaces(plan);
    seed_pages(plan);
}

void plan_free(struct plan *plan)
{
    for (size_t i = 0; i < plan->project_count; i++) {
        free(plan->projects[i].issues);
    }
    for (size_t i = 0; i < plan->space_count; i++) {
        free(plan->spaces[i].pages);
    }
    free(plan->issues);
    free(plan->pages);
    atl_arena_free(&plan->arena);
}

/* ---- texts ---- */

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

void plan_append_summary(const struct plan *plan, uint32_t index, struct atl_buffer *summary)
{
    uint64_t random = random_at(plan->seed, index, 100);
    size_t first = (size_t)(random & 0xFFFF);
    size_t second = (size_t)(random >> 16 & 0xFFFF);
    size_t third = (size_t)(random >> 32 & 0xFFFF);
    switch (plan->issues[index].type) {
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

/* Titles are unique within a space, as Confluence demands: after all pairs a number follows. */
void plan_append_title(const struct plan *plan, uint32_t index, struct atl_buffer *title)
{
    const struct page *page = &plan->pages[index];
    if (page->number == 0) {
        atl_buffer_printf(title, "%s Home", plan->spaces[page->space].name);
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

/* ---- dates ---- */

int64_t plan_issue_due_ms(const struct issue *issue)
{
    if (issue->due_in_days == 0) {
        return -1;
    }
    int64_t day = issue->created / DAY_SECONDS + issue->due_in_days;
    return day * DAY_MS;
}

int64_t plan_issue_resolved_ms(const struct issue *issue)
{
    return issue->status == STATUS_DONE ? (int64_t)issue->updated * 1000 : -1;
}
