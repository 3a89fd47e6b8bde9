#include "sandbox/seed/site.h"

#include "sandbox/seed/plan.h"
#include "sandbox/seed/site_fields.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum {
    ANY = -1,  /* from any status */
    NONE = -1, /* no resolution */
    DEVELOPERS = 12,
    ADMINISTRATORS = 2,
};

/* ---- statuses, types, priorities, resolutions, link types ---- */

static const struct {
    int id;
    const char *name;
    const char *description;
    int category;
} statuses[] = {
    {SITE_STATUS_TO_DO, "To Do", "", 2},
    {SITE_STATUS_REOPENED, "Reopened", "It seemed to be done, but wasn't.", 2},
    {SITE_STATUS_IN_PROGRESS, "In Progress", "", 4},
    {SITE_STATUS_BLOCKED, "Blocked", "Waits for something that others do.", 4},
    {SITE_STATUS_IN_REVIEW, "In Review", "", 4},
    {SITE_STATUS_DONE, "Done", "", SITE_CATEGORY_DONE},
    {SITE_STATUS_WONT_DO, "Won't \"do\"", "Closed without a change.", SITE_CATEGORY_DONE},
};

static const char *const priority_colours[PRIORITY_COUNT] = {"#CE0000", "#EA4444", "#EA7D24",
                                                             "#2A8735", "#55A557"};
static const char *const priority_descriptions[PRIORITY_COUNT] = {
    "Nobody can work until it is solved.", "Should be solved soon.", "Has its time.",
    "Easily worked around.", "Hardly matters."};

static const struct {
    int id;
    const char *name;
    const char *description;
} resolutions[] = {
    {SITE_RESOLUTION_DONE, "Done", "Work has been completed on this issue."},
    {10001, "Won't Do", "This issue won't be actioned."},
    {10002, "Duplicate", "The problem is a duplicate of an existing issue."},
    {10003, "Cannot Reproduce", "All attempts at reproducing this issue failed."},
};

static const struct {
    int id;
    const char *name;
    const char *inward;
    const char *outward;
} link_types[] = {
    {SITE_LINK_BLOCKS, "Blocks", "is blocked by", "blocks"},
    {SITE_LINK_CLONERS, "Cloners", "is cloned by", "clones"},
    {SITE_LINK_DUPLICATE, "Duplicate", "is duplicated by", "duplicates"},
    {SITE_LINK_RELATES, "Relates", "relates to", "relates to"},
};

static void add_statuses(struct store *store)
{
    for (size_t i = 0; i < STATUS_CATEGORY_COUNT; i++) {
        const struct status_category *category = &plan_status_categories[i];
        store_run(store, "INSERT INTO status_category VALUES (?, ?, ?, ?)",
                  VALUES(sql_integer(category->id), sql_text(category->key),
                         sql_text(category->name), sql_text(category->colour)));
    }
    for (size_t i = 0; i < COUNT(statuses); i++) {
        store_run(store, "INSERT INTO status VALUES (?, ?, ?, ?, ?)",
                  VALUES(sql_integer(statuses[i].id), sql_text(statuses[i].name),
                         sql_text(statuses[i].description), sql_integer(statuses[i].category),
                         sql_integer((int64_t)i)));
    }
}

const char *site_status_name(int64_t id)
{
    for (size_t i = 0; i < COUNT(statuses); i++) {
        if (statuses[i].id == id) {
            return statuses[i].name;
        }
    }
    return NULL;
}

static void add_types(struct store *store)
{
    for (size_t i = 0; i < TYPE_COUNT; i++) {
        const struct issue_type *type = &plan_issue_types[i];
        store_run(store, "INSERT INTO issue_type VALUES (?, ?, ?, ?, ?, ?)",
                  VALUES(sql_integer(type->id), sql_text(type->name), sql_text(type->description),
                         sql_integer(type->subtask), sql_integer(type->hierarchy_level),
                         sql_integer((int64_t)i)));
    }
    for (size_t i = 0; i < PRIORITY_COUNT; i++) {
        store_run(store, "INSERT INTO priority VALUES (?, ?, ?, ?, ?)",
                  VALUES(sql_integer(plan_priorities[i].id), sql_text(plan_priorities[i].name),
                         sql_text(priority_descriptions[i]), sql_text(priority_colours[i]),
                         sql_integer((int64_t)i)));
    }
    for (size_t i = 0; i < COUNT(resolutions); i++) {
        store_run(store, "INSERT INTO resolution VALUES (?, ?, ?, ?)",
                  VALUES(sql_integer(resolutions[i].id), sql_text(resolutions[i].name),
                         sql_text(resolutions[i].description), sql_integer((int64_t)i)));
    }
    for (size_t i = 0; i < COUNT(link_types); i++) {
        store_run(store, "INSERT INTO link_type VALUES (?, ?, ?, ?)",
                  VALUES(sql_integer(link_types[i].id), sql_text(link_types[i].name),
                         sql_text(link_types[i].inward), sql_text(link_types[i].outward)));
    }
}

/* ---- workflows ---- */

static const struct {
    int id;
    const char *name;
} workflows[] = {
    {SITE_WORKFLOW_SIMPLE, "Simple"},
    {SITE_WORKFLOW_REVIEWED, "Reviewed"},
    {SITE_WORKFLOW_BUG, "Bug"},
};

enum screen {
    NO_SCREEN,
    COMMENT_SCREEN,    /* asks for nothing, and takes a comment as each does */
    RESOLUTION_SCREEN, /* asks for one */
};

static const struct {
    int workflow;
    int id;
    const char *name;
    int from;
    int to;
    int resolution; /* that it sets */
    enum screen screen;
} transitions[] = {
    {SITE_WORKFLOW_SIMPLE, 11, "To Do", ANY, SITE_STATUS_TO_DO, NONE, NO_SCREEN},
    {SITE_WORKFLOW_SIMPLE, 21, "In Progress", ANY, SITE_STATUS_IN_PROGRESS, NONE, NO_SCREEN},
    {SITE_WORKFLOW_SIMPLE, 31, "In Review", ANY, SITE_STATUS_IN_REVIEW, NONE, NO_SCREEN},
    {SITE_WORKFLOW_SIMPLE, 41, "Done", ANY, SITE_STATUS_DONE, SITE_RESOLUTION_DONE, NO_SCREEN},

    {SITE_WORKFLOW_REVIEWED, 11, "Start work", SITE_STATUS_TO_DO, SITE_STATUS_IN_PROGRESS, NONE,
     NO_SCREEN},
    {SITE_WORKFLOW_REVIEWED, 21, "Ask for review", SITE_STATUS_IN_PROGRESS, SITE_STATUS_IN_REVIEW,
     NONE, COMMENT_SCREEN},
    {SITE_WORKFLOW_REVIEWED, 31, "Request changes", SITE_STATUS_IN_REVIEW, SITE_STATUS_IN_PROGRESS,
     NONE, NO_SCREEN},
    {SITE_WORKFLOW_REVIEWED, 41, "Accept", SITE_STATUS_IN_REVIEW, SITE_STATUS_DONE,
     SITE_RESOLUTION_DONE, COMMENT_SCREEN},
    {SITE_WORKFLOW_REVIEWED, 51, "Block", SITE_STATUS_IN_PROGRESS, SITE_STATUS_BLOCKED, NONE,
     NO_SCREEN},
    {SITE_WORKFLOW_REVIEWED, 61, "Unblock", SITE_STATUS_BLOCKED, SITE_STATUS_IN_PROGRESS, NONE,
     NO_SCREEN},
    {SITE_WORKFLOW_REVIEWED, 71, "Reopen", SITE_STATUS_DONE, SITE_STATUS_TO_DO, NONE, NO_SCREEN},

    {SITE_WORKFLOW_BUG, 11, "Start work", SITE_STATUS_TO_DO, SITE_STATUS_IN_PROGRESS, NONE,
     NO_SCREEN},
    {SITE_WORKFLOW_BUG, 21, "Ask for review", SITE_STATUS_IN_PROGRESS, SITE_STATUS_IN_REVIEW, NONE,
     NO_SCREEN},
    {SITE_WORKFLOW_BUG, 31, "Fixed", SITE_STATUS_IN_REVIEW, SITE_STATUS_DONE, NONE,
     RESOLUTION_SCREEN},
    {SITE_WORKFLOW_BUG, 41, "Close without a fix", ANY, SITE_STATUS_WONT_DO, NONE,
     RESOLUTION_SCREEN},
    {SITE_WORKFLOW_BUG, 51, "Reopen", SITE_STATUS_DONE, SITE_STATUS_REOPENED, NONE, NO_SCREEN},
    {SITE_WORKFLOW_BUG, 52, "Reopen", SITE_STATUS_WONT_DO, SITE_STATUS_REOPENED, NONE, NO_SCREEN},
    {SITE_WORKFLOW_BUG, 61, "Start work", SITE_STATUS_REOPENED, SITE_STATUS_IN_PROGRESS, NONE,
     NO_SCREEN},
};

static void add_workflows(struct store *store)
{
    for (size_t i = 0; i < COUNT(workflows); i++) {
        store_run(store, "INSERT INTO workflow VALUES (?, ?, ?)",
                  VALUES(sql_integer(workflows[i].id), sql_text(workflows[i].name),
                         sql_integer(SITE_STATUS_TO_DO)));
    }
    for (size_t i = 0; i < COUNT(transitions); i++) {
        store_run(store, "INSERT INTO transition VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                  VALUES(sql_integer(transitions[i].workflow), sql_integer(transitions[i].id),
                         sql_text(transitions[i].name), sql_optional(transitions[i].from),
                         sql_integer(transitions[i].to), sql_optional(transitions[i].resolution),
                         sql_integer(transitions[i].screen != NO_SCREEN),
                         sql_integer(transitions[i].screen == RESOLUTION_SCREEN),
                         sql_integer((int64_t)i)));
    }
    /* A workflow has the statuses that its transitions come from and lead to. */
    store_run(store,
              "INSERT INTO workflow_status (workflow, status, position)"
              " SELECT used.workflow, status.id, status.position FROM status JOIN"
              " (SELECT workflow, to_status AS status FROM transition"
              "  UNION SELECT workflow, from_status FROM transition) AS used"
              " ON used.status = status.id",
              NO_VALUES);
}

int64_t site_workflow_of(int64_t type)
{
    if (type == plan_issue_types[TYPE_STORY].id) {
        return SITE_WORKFLOW_REVIEWED;
    }
    return type == plan_issue_types[TYPE_BUG].id ? SITE_WORKFLOW_BUG : SITE_WORKFLOW_SIMPLE;
}

/* ---- roles and teams ---- */

static const struct {
    int id;
    const char *name;
    const char *description;
} roles[] = {
    {SITE_ROLE_ADMINISTRATORS, "Administrators", "People who administer the project."},
    {SITE_ROLE_DEVELOPERS, "Developers", "People who work on the project's issues."},
    {SITE_ROLE_USERS, "Users", "People who look into the project and report to it."},
};

static const struct {
    int id;
    const char *name;
    const char *group_id;
    int first_members; /* so many people are in it; 0: all */
} teams[] = {
    {SITE_TEAM_USERS, "jira-software-users", "3f1a7c52-8d0b-4c1e-9b57-0a6d2f4e8c10", 0},
    {SITE_TEAM_ADMINISTRATORS, "site-admins", "7c2e9d04-51ab-4f36-8e2d-6b1c0f9a3d21",
     ADMINISTRATORS},
    {SITE_TEAM_DEVELOPERS, "developers", "b84d6e1f-2c97-45a8-a3f0-9d7e5c1b6f32", DEVELOPERS},
};

static void add_roles(struct store *store)
{
    for (size_t i = 0; i < COUNT(roles); i++) {
        store_run(store, "INSERT INTO role VALUES (?, ?, ?)",
                  VALUES(sql_integer(roles[i].id), sql_text(roles[i].name),
                         sql_text(roles[i].description)));
    }
    for (size_t i = 0; i < COUNT(teams); i++) {
        store_run(
            store, "INSERT INTO team VALUES (?, ?, ?)",
            VALUES(sql_integer(teams[i].id), sql_text(teams[i].name), sql_text(teams[i].group_id)));
    }
}

void site_add_to_teams(struct store *store, int64_t person)
{
    for (size_t i = 0; i < COUNT(teams); i++) {
        if (teams[i].first_members == 0 || person <= teams[i].first_members) {
            store_run(store, "INSERT OR IGNORE INTO team_member VALUES (?, ?)",
                      VALUES(sql_integer(teams[i].id), sql_integer(person)));
        }
    }
}

void site_set_up(struct store *store)
{
    add_statuses(store);
    add_types(store);
    add_workflows(store);
    add_roles(store);
    site_add_fields(store);
}
