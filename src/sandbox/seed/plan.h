/*
 * What a seed makes: people, projects with their issues, spaces with their pages, as small records
 * by index. fill.h says how they get into the store.
 */
#ifndef SANDBOX_PLAN_H
#define SANDBOX_PLAN_H

#include "sandbox/options.h"

#include "atlcli/memory.h"
#include "atlcli/text.h"

#include <stdint.h>

enum {
    PLAN_NOBODY = 0xFF,
    PLAN_NO_SPRINT = 0xFFFF,
    PLAN_NO_PARENT = INT32_MAX,

    PLAN_FIRST_ISSUE_ID = 10001,
    PLAN_FIRST_PAGE_ID = 200001,
    PLAN_FIRST_SPACE_ID = 65537,
    PLAN_FIRST_PROJECT_ID = 10000,
    PLAN_SPRINTS_PER_PROJECT = 8,
    PLAN_BOARD_ID = 1, /* of the first project; the others follow */
};

struct person {
    const char *name;
    const char *username; /* "amara.okafor" */
    const char *email;
    const char *account_id; /* Cloud */
    const char *key;        /* Data Center: "JIRAUSER10101" */
};

struct status_category {
    int id;
    const char *key;
    const char *name;
    const char *colour;
};

struct status {
    int id;
    const char *name;
    size_t category; /* index into plan_status_categories */
};

struct issue_type {
    int id;
    const char *name;
    const char *description;
    bool subtask;
    int hierarchy_level;
};

struct priority {
    int id; /* the lower, the more urgent */
    const char *name;
};

enum plan_status {
    STATUS_TO_DO,
    STATUS_IN_PROGRESS,
    STATUS_IN_REVIEW,
    STATUS_DONE,
    STATUS_COUNT,
};

enum plan_type {
    TYPE_EPIC,
    TYPE_STORY,
    TYPE_TASK,
    TYPE_BUG,
    TYPE_SUBTASK,
    TYPE_COUNT,
};

enum {
    PRIORITY_COUNT = 5,
    STATUS_CATEGORY_COUNT = 3,
};

extern const struct status_category plan_status_categories[STATUS_CATEGORY_COUNT];
extern const struct status plan_statuses[STATUS_COUNT];
extern const struct issue_type plan_issue_types[TYPE_COUNT];
extern const struct priority plan_priorities[PRIORITY_COUNT];

struct project {
    uint32_t id;
    const char *key;
    const char *name;
    const char *description;
    uint8_t lead;     /* index of a person */
    uint32_t *issues; /* indexes of its issues; KEY-n is at n - 1 */
    uint32_t issue_count;
};

enum sprint_state {
    SPRINT_CLOSED,
    SPRINT_ACTIVE,
    SPRINT_FUTURE,
};

struct sprint {
    uint32_t id;
    const char *name;
    size_t project;
    enum sprint_state state;
    int64_t start_ms;
    int64_t end_ms;
};

struct issue {
    uint32_t number;  /* the 12 of KEY-12 */
    uint32_t created; /* seconds since 1970; no date of ours is beyond 2106 */
    uint32_t updated;
    uint32_t labels; /* bits, by names_labels */
    uint32_t parent; /* index of an issue */
    uint32_t rank;
    uint16_t sprint; /* index of a sprint */
    uint8_t project;
    uint8_t type;
    uint8_t status;
    uint8_t priority;
    uint8_t assignee; /* index of a person, or PLAN_NOBODY */
    uint8_t reporter;
    uint8_t points;      /* 0: not estimated */
    uint8_t due_in_days; /* after its creation; 0: no due date */
};

struct space {
    uint32_t id;
    const char *key;
    const char *name;
    const char *description;
    uint8_t creator;
    uint32_t *pages; /* indexes; the first is the home page */
    uint32_t page_count;
};

struct page {
    uint32_t number; /* within its space; 0 is the home page */
    uint32_t created;
    uint32_t modified;
    uint32_t labels; /* bits, by names_page_labels */
    uint32_t parent; /* index of a page */
    uint16_t version;
    uint8_t space;
    uint8_t position; /* among its parent's children */
    uint8_t creator;
    uint8_t modifier;
};

struct plan {
    uint64_t seed;
    int64_t today_ms; /* midnight, UTC, that the data leads up to */
    struct person *people;
    size_t person_count;
    struct project *projects;
    size_t project_count;
    struct sprint *sprints;
    size_t sprint_count;
    struct issue *issues;
    size_t issue_count;
    struct space *spaces;
    size_t space_count;
    struct page *pages;
    size_t page_count;
    struct atl_arena arena;
};

void plan_make(struct plan *plan, const struct sandbox_options *options);
void plan_free(struct plan *plan);

/* ---- texts ---- */

void plan_append_summary(const struct plan *plan, uint32_t index, struct atl_buffer *summary);
void plan_append_title(const struct plan *plan, uint32_t index, struct atl_buffer *title);

/* ---- dates of issues: milliseconds, or -1 when the issue has none ---- */

int64_t plan_issue_due_ms(const struct issue *issue);
int64_t plan_issue_resolved_ms(const struct issue *issue);

#endif
