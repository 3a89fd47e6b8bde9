/* What the parts of filling a store share. */
#ifndef SANDBOX_FILL_H
#define SANDBOX_FILL_H

#include "sandbox/seed/document.h"
#include "sandbox/seed/plan.h"
#include "sandbox/store/store.h"

/* What a random number is for, apart from the purposes of seed.c and document.c. */
enum fill_purpose {
    FOR_STEPS = 300,
    FOR_STEP_TIME,
    FOR_FIRST_ASSIGNEE,
    FOR_COMMENTS,
    FOR_COMMENT_TEXT,
    FOR_WORK,
    FOR_LINK,
    FOR_WATCHERS,
    FOR_COMPONENTS,
    FOR_VERSIONS,
    FOR_CUSTOM,
    FOR_CUSTOM_CHOICE,
    FOR_OLD_SPRINT,
    FOR_PAGE_VERSIONS,
    FOR_PAGE_COMMENTS,
    FOR_PAGE_COMMENT_TEXT,
    FOR_PAGE_WATCHERS,
    FOR_POST,
    FOR_FILE,
    FOR_FILE_AUTHOR,
    FOR_FILE_PERSON, /* account ids of people in a seed file */
};

enum {
    FILL_COMPONENTS = 4, /* per project */
    FILL_VERSIONS = 4,
    FILL_FIRST_ATTACHMENT = 10000,
    FILL_FIRST_FILTER = 10000,
    FILL_DAY_MS = 24 * 60 * 60 * 1000,
};

/* A body in the form that it is kept in, and as plain text. Used again and again. */
struct fill_body {
    struct atl_buffer written;
    struct atl_buffer plain;
};

struct fill_option;

/* A plan (what to make, by index) on its way into the store (where things have ids). */
struct filling {
    struct store *store;
    struct plan *plan;
    bool is_cloud;
    uint64_t seed;
    int64_t *people;     /* ids, by index in the plan */
    int64_t *projects;   /* likewise */
    int64_t *sprints;    /* likewise */
    int64_t *spaces;     /* likewise */
    int64_t *components; /* FILL_COMPONENTS for each project */
    int64_t *versions;   /* FILL_VERSIONS for each project */
    int64_t *numbers;    /* of the newest issue, by project */
    int64_t first_issue; /* id of the plan's first issue; the others follow */
    int64_t first_page;
    int64_t change;              /* number of the newest change in histories */
    struct fill_option *options; /* of custom fields */
    size_t option_count;
    struct fill_body body;
    struct atl_arena arena;   /* lives as long as the filling */
    struct atl_arena scratch; /* lives as long as one item */
};

/* ---- parts, in the order that they are called in; each looks for what is there already ---- */

void fill_people(struct filling *filling);
void fill_projects(struct filling *filling); /* with boards, sprints, filters, … */
void fill_issues(struct filling *filling);
void fill_spaces(struct filling *filling);
void fill_pages(struct filling *filling);

/* Attachments on any issues and pages in the store; how many there are more. */
int64_t fill_files(struct store *store, uint64_t seed, int64_t count);

/* ---- parts of a project ---- */

/* Issue types with their workflows, roles with their actors. */
void fill_project_set_up(struct store *store, int64_t project, int64_t lead);
/* With its columns and its filter; type: scrum or kanban. */
int64_t fill_add_board(struct store *store, int64_t project, const char *name, const char *type);

/* ---- parts of an issue, which is number `index` of the plan ---- */

enum {
    FILL_MOST_STEPS = 8,
};

/* The statuses that an issue went through after its first one, To Do. */
struct fill_steps {
    struct {
        int64_t status;
        int64_t at_ms;
    } items[FILL_MOST_STEPS];
    size_t count;
};

int64_t fill_issue_id(const struct filling *filling, uint32_t index);
/* Ids; -1: none. */
int64_t fill_sprint_of(const struct filling *filling, uint32_t index);
int64_t fill_old_sprint_of(const struct filling *filling, uint32_t index); /* the one before */

void fill_plan_steps(const struct filling *filling, uint32_t index, struct fill_steps *steps);
void fill_history(struct filling *filling, uint32_t index, const struct fill_steps *steps);

/* Seconds that were spent on it, 0: none. */
int64_t fill_time_spent(const struct filling *filling, uint32_t index);
void fill_worklogs(struct filling *filling, uint32_t index);
void fill_comments(struct filling *filling, uint32_t index);
void fill_links(struct filling *filling, uint32_t index); /* and watchers, and votes */
void fill_load_options(struct filling *filling);          /* once, before the first fill_values */
void fill_values(struct filling *filling, uint32_t index);

/* ---- parts of a page ---- */

int64_t fill_page_id(const struct filling *filling, uint32_t index);
/* Comments, watchers, restrictions. */
void fill_page_parts(struct filling *filling, uint32_t index);
/* Blog posts, a folder: into a new space. */
void fill_space_parts(struct filling *filling, size_t space);

/* ---- helpers ---- */

/* Data Center's key of a person: JIRAUSER10100 is the first one's. */
const char *fill_person_key(struct atl_arena *arena, int64_t id);

/* One in [0, 1), and one in [0, bound), for an item and a purpose. */
double fill_fraction(const struct filling *filling, uint64_t item, enum fill_purpose purpose);
uint32_t fill_random(const struct filling *filling, uint64_t item, enum fill_purpose purpose,
                     uint32_t bound);
/* The id of a person: me for every fifth item, at least. */
int64_t fill_person(const struct filling *filling, uint64_t item, enum fill_purpose purpose);

/* Makes filling->body from a document: ADF or wiki markup, as the deployment keeps bodies. */
void fill_make_body(struct filling *filling, const struct document *document);
/* The same for one paragraph. */
void fill_make_paragraph(struct filling *filling, const char *text);

#endif
