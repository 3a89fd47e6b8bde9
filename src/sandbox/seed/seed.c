#include "sandbox/seed/seed.h"

#include "sandbox/seed/names.h"
#include "sandbox/seed/random.h"

#include <stdlib.h>
#include <string.h>

enum {
    DAY_SECONDS = 24 * 60 * 60,
    YEARS_SECONDS = 730 * DAY_SECONDS, /* the past that the data covers */
    SPRINT_SECONDS = 14 * DAY_SECONDS,
    ITEMS_PER_CONTAINER = 8, /* fewer items, fewer projects and spaces */
};

/* What a random number is for: another purpose, another number. */
enum purpose {
    FOR_ACCOUNT_ID,
    FOR_PROJECT,
    FOR_CREATED,
    FOR_UPDATED,
    FOR_TYPE,
    FOR_STATUS,
    FOR_STATUS_AMONG_OPEN,
    FOR_PRIORITY,
    FOR_ASSIGNEE,
    FOR_REPORTER,
    FOR_LABELS,
    FOR_PARENT,
    FOR_RANK,
    FOR_SPRINT,
    FOR_POINTS,
    FOR_DUE,
    FOR_SPACE,
    FOR_PAGE_CREATED,
    FOR_PAGE_MODIFIED,
    FOR_PAGE_LABELS,
    FOR_PAGE_VERSION,
    FOR_PAGE_CREATOR,
    FOR_PAGE_MODIFIER,
};

static size_t at_most(size_t count, size_t most)
{
    return count < most ? count : most;
}

/* ---- people ---- */

/* "Søren Madsen" becomes "soren.madsen". */
char *seed_make_username(struct atl_arena *arena, const char *name)
{
    static const struct {
        const char *from;
        const char *to;
    } plain[] = {{"î", "i"}, {"è", "e"}, {"ı", "i"}, {"á", "a"},
                 {"ã", "a"}, {"ń", "n"}, {"ø", "o"}, {" ", "."}};
    struct atl_buffer username = {0};
    while (*name != '\0') {
        size_t length = 1;
        char letter[2] = {*name >= 'A' && *name <= 'Z' ? (char)(*name - 'A' + 'a') : *name, '\0'};
        const char *written = letter;
        for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
            if (atl_text_starts_with(name, plain[i].from)) {
                written = plain[i].to;
                length = strlen(plain[i].from);
            }
        }
        atl_buffer_add(&username, written);
        name += length;
    }
    char *copy = atl_arena_strdup(arena, atl_buffer_text(&username));
    atl_buffer_free(&username);
    return copy;
}

void seed_people(struct plan *plan, const char *my_email)
{
    struct atl_arena *arena = &plan->arena;
    plan->person_count = names_people.count;
    plan->people = atl_arena_alloc(arena, plan->person_count * sizeof *plan->people);
    for (size_t i = 0; i < plan->person_count; i++) {
        struct person *person = &plan->people[i];
        person->name = names_people.items[i];
        person->username = seed_make_username(arena, person->name);
        person->email = i == 0 ? atl_arena_strdup(arena, my_email)
                               : atl_arena_printf(arena, "%s@example.com", person->username);
        person->account_id =
            atl_arena_printf(arena, "5b10%016llx%04zx",
                             (unsigned long long)random_at(plan->seed, i, FOR_ACCOUNT_ID), i);
        person->key = atl_arena_printf(arena, "JIRAUSER%zu", 10100 + i);
    }
}

/* ---- projects ---- */

static void seed_sprints(struct plan *plan, size_t project)
{
    for (size_t i = 0; i < PLAN_SPRINTS_PER_PROJECT; i++) {
        size_t index = project * PLAN_SPRINTS_PER_PROJECT + i;
        /* The last but one is running, the last is yet to come. */
        int64_t starts_in = (int64_t)i - (PLAN_SPRINTS_PER_PROJECT - 2);
        int64_t start_ms = plan->today_ms + (starts_in * SPRINT_SECONDS - 5 * DAY_SECONDS) * 1000;
        plan->sprints[index] =
            (struct sprint){.id = (uint32_t)index + 1,
                            .name = atl_arena_printf(&plan->arena, "%s Sprint %zu",
                                                     plan->projects[project].key, i + 1),
                            .project = project,
                            .state = starts_in < 0    ? SPRINT_CLOSED
                                     : starts_in == 0 ? SPRINT_ACTIVE
                                                      : SPRINT_FUTURE,
                            .start_ms = start_ms,
                            .end_ms = start_ms + (int64_t)SPRINT_SECONDS * 1000};
    }
}

void seed_projects(struct plan *plan)
{
    plan->project_count =
        at_most(1 + plan->issue_count / ITEMS_PER_CONTAINER, names_projects.count);
    plan->projects = atl_arena_alloc(&plan->arena, plan->project_count * sizeof *plan->projects);
    plan->sprint_count = plan->project_count * PLAN_SPRINTS_PER_PROJECT;
    plan->sprints = atl_arena_alloc(&plan->arena, plan->sprint_count * sizeof *plan->sprints);
    for (size_t i = 0; i < plan->project_count; i++) {
        plan->projects[i] = (struct project){.id = (uint32_t)(PLAN_FIRST_PROJECT_ID + i),
                                             .key = names_projects.items[i].key,
                                             .name = names_projects.items[i].name,
                                             .description = names_projects.items[i].description,
                                             .lead = (uint8_t)(i % plan->person_count)};
        seed_sprints(plan, i);
    }
}

/* ---- issues ---- */

/* Item number `index` of `count` came into being at this second: later items later. */
static uint32_t created_at(const struct plan *plan, size_t index, size_t count,
                           enum purpose purpose)
{
    int64_t end = plan->today_ms / 1000;
    double slot = (double)YEARS_SECONDS / (double)count;
    double within = (double)(random_at(plan->seed, index, purpose) >> 11) / 9007199254740992.0;
    return (uint32_t)(end - YEARS_SECONDS + (int64_t)(slot * ((double)index + within)));
}

/* Between then and now, mostly soon after. */
static uint32_t changed_at(const struct plan *plan, uint32_t created, size_t index,
                           enum purpose purpose)
{
    uint32_t age = (uint32_t)(plan->today_ms / 1000) - created;
    double part = (double)(random_at(plan->seed, index, purpose) >> 11) / 9007199254740992.0;
    return created + (uint32_t)(part * part * part * (double)age);
}

static uint8_t pick_type(uint32_t percent)
{
    return percent < 5    ? TYPE_EPIC
           : percent < 35 ? TYPE_STORY
           : percent < 60 ? TYPE_TASK
           : percent < 90 ? TYPE_BUG
                          : TYPE_SUBTASK;
}

/* Old issues are done, most new ones aren't. */
static uint8_t pick_status(const struct plan *plan, size_t index)
{
    double age = 1.0 - (double)index / (double)plan->issue_count;
    uint32_t done_percent = age > 0.5 ? 92 : (uint32_t)(15 + age * 154);
    if (random_below(plan->seed, index, FOR_STATUS, 100) < done_percent) {
        return STATUS_DONE;
    }
    uint32_t percent = random_below(plan->seed, index, FOR_STATUS_AMONG_OPEN, 100);
    return percent < 50 ? STATUS_TO_DO : percent < 80 ? STATUS_IN_PROGRESS : STATUS_IN_REVIEW;
}

static uint8_t pick_priority(uint32_t percent)
{
    return percent < 5 ? 0 : percent < 25 ? 1 : percent < 75 ? 2 : percent < 92 ? 3 : 4;
}

static uint8_t pick_assignee(const struct plan *plan, size_t index)
{
    uint64_t random = random_at(plan->seed, index, FOR_ASSIGNEE);
    uint32_t percent = (uint32_t)(random % 100);
    if (percent < 15) {
        return PLAN_NOBODY;
    }
    if (percent < 35) {
        return 0; /* me: there is always something to do */
    }
    return (uint8_t)((random >> 32) % plan->person_count);
}

static uint32_t pick_labels(uint64_t random, size_t label_count)
{
    uint32_t labels = 0;
    for (int i = 0; i < 3; i++) {
        if (random % 100 < 35) {
            labels |= UINT32_C(1) << (random / 100 % label_count);
        }
        random /= 10000;
    }
    return labels;
}

static uint16_t pick_sprint(const struct plan *plan, const struct issue *issue, size_t index)
{
    uint32_t random = random_below(plan->seed, index, FOR_SPRINT, 100);
    size_t first = issue->project * (size_t)PLAN_SPRINTS_PER_PROJECT;
    size_t active = first + PLAN_SPRINTS_PER_PROJECT - 2;
    switch (issue->status) {
    case STATUS_DONE:
        return (uint16_t)(first + random % (PLAN_SPRINTS_PER_PROJECT - 1));
    case STATUS_TO_DO:
        return random < 25   ? (uint16_t)active
               : random < 40 ? (uint16_t)(active + 1)
                             : PLAN_NO_SPRINT;
    default:
        return (uint16_t)active;
    }
}

/*
 * Sub-tasks belong to an earlier issue of their project, stories and tasks often to an earlier
 * epic. A few tries find one, or there is none.
 */
static uint32_t pick_parent(const struct plan *plan, const struct issue *issue, size_t index)
{
    const struct project *project = &plan->projects[issue->project];
    bool wants_epic = issue->type != TYPE_SUBTASK;
    for (uint64_t attempt = 0; attempt < 24 && project->issue_count > 0; attempt++) {
        uint64_t random = random_at(plan->seed, index * 64 + attempt, FOR_PARENT);
        uint32_t candidate = project->issues[random % project->issue_count];
        uint8_t type = plan->issues[candidate].type;
        if (wants_epic ? type == TYPE_EPIC : type != TYPE_EPIC && type != TYPE_SUBTASK) {
            return candidate;
        }
    }
    return PLAN_NO_PARENT;
}

static void seed_issue(struct plan *plan, uint32_t index)
{
    static const uint8_t points[] = {0, 0, 1, 2, 3, 5, 8, 13};
    uint64_t seed = plan->seed;
    struct issue *issue = &plan->issues[index];
    issue->project = (uint8_t)random_below(seed, index, FOR_PROJECT, (uint32_t)plan->project_count);
    issue->created = created_at(plan, index, plan->issue_count, FOR_CREATED);
    issue->updated = changed_at(plan, issue->created, index, FOR_UPDATED);
    issue->type = pick_type(random_below(seed, index, FOR_TYPE, 100));
    issue->status = pick_status(plan, index);
    issue->priority = pick_priority(random_below(seed, index, FOR_PRIORITY, 100));
    issue->assignee = pick_assignee(plan, index);
    issue->reporter =
        (uint8_t)random_below(seed, index, FOR_REPORTER, (uint32_t)plan->person_count);
    issue->labels = pick_labels(random_at(seed, index, FOR_LABELS), names_labels.count);
    issue->rank = (uint32_t)random_at(seed, index, FOR_RANK);
    issue->sprint = issue->type == TYPE_EPIC ? PLAN_NO_SPRINT : pick_sprint(plan, issue, index);
    issue->points = issue->type == TYPE_EPIC || issue->type == TYPE_SUBTASK
                        ? 0
                        : points[random_below(seed, index, FOR_POINTS, sizeof points)];
    uint32_t due = random_below(seed, index, FOR_DUE, 100);
    issue->due_in_days = due < 30 ? (uint8_t)(due * 2 + 3) : 0;
    issue->parent = PLAN_NO_PARENT;
    if (issue->type != TYPE_EPIC) {
        issue->parent = pick_parent(plan, issue, index);
    }
    if (issue->type == TYPE_SUBTASK && issue->parent == PLAN_NO_PARENT) {
        issue->type = TYPE_TASK;
    }
}

void seed_issues(struct plan *plan)
{
    plan->issues = atl_alloc((plan->issue_count + 1) * sizeof *plan->issues);
    uint32_t *capacities = atl_alloc(plan->project_count * sizeof *capacities);
    for (uint32_t i = 0; i < plan->issue_count; i++) {
        seed_issue(plan, i);
        struct project *project = &plan->projects[plan->issues[i].project];
        uint32_t *capacity = &capacities[plan->issues[i].project];
        if (project->issue_count == *capacity) {
            *capacity = *capacity == 0 ? 64 : *capacity * 2;
            project->issues = atl_realloc(project->issues, *capacity, sizeof *project->issues);
        }
        project->issues[project->issue_count++] = i;
        plan->issues[i].number = project->issue_count;
    }
    free(capacities);
}

/* ---- spaces and pages ---- */

void seed_spaces(struct plan *plan)
{
    plan->space_count = at_most(1 + plan->page_count / ITEMS_PER_CONTAINER, names_spaces.count);
    plan->spaces = atl_arena_alloc(&plan->arena, plan->space_count * sizeof *plan->spaces);
    for (size_t i = 0; i < plan->space_count; i++) {
        plan->spaces[i] = (struct space){.id = (uint32_t)(PLAN_FIRST_SPACE_ID + i),
                                         .key = names_spaces.items[i].key,
                                         .name = names_spaces.items[i].name,
                                         .description = names_spaces.items[i].description,
                                         .creator = (uint8_t)(i % plan->person_count)};
    }
}

static void seed_page(struct plan *plan, uint32_t index)
{
    enum {
        CHILDREN = 5,
    };
    uint64_t seed = plan->seed;
    uint32_t people = (uint32_t)plan->person_count;
    struct page *page = &plan->pages[index];
    /* The first pages are the spaces' home pages, so that each space has one. */
    page->space = index < plan->space_count
                      ? (uint8_t)index
                      : (uint8_t)random_below(seed, index, FOR_SPACE, (uint32_t)plan->space_count);
    const struct space *space = &plan->spaces[page->space];
    page->number = space->page_count;
    page->parent = page->number == 0 ? PLAN_NO_PARENT : space->pages[(page->number - 1) / CHILDREN];
    page->position = page->number == 0 ? 0 : (uint8_t)((page->number - 1) % CHILDREN);
    page->created = created_at(plan, index, plan->page_count, FOR_PAGE_CREATED);
    page->modified = changed_at(plan, page->created, index, FOR_PAGE_MODIFIED);
    page->labels = pick_labels(random_at(seed, index, FOR_PAGE_LABELS), names_page_labels.count);
    page->version = (uint16_t)(1 + random_below(seed, index, FOR_PAGE_VERSION, 9));
    page->creator = (uint8_t)random_below(seed, index, FOR_PAGE_CREATOR, people);
    page->modifier = page->version == 1
                         ? page->creator
                         : (uint8_t)random_below(seed, index, FOR_PAGE_MODIFIER, people);
}

void seed_pages(struct plan *plan)
{
    plan->pages = atl_alloc((plan->page_count + 1) * sizeof *plan->pages);
    uint32_t *capacities = atl_alloc(plan->space_count * sizeof *capacities);
    for (uint32_t i = 0; i < plan->page_count; i++) {
        seed_page(plan, i);
        struct space *space = &plan->spaces[plan->pages[i].space];
        uint32_t *capacity = &capacities[plan->pages[i].space];
        if (space->page_count == *capacity) {
            *capacity = *capacity == 0 ? 64 : *capacity * 2;
            space->pages = atl_realloc(space->pages, *capacity, sizeof *space->pages);
        }
        space->pages[space->page_count++] = i;
    }
    free(capacities);
}
