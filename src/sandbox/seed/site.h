/* How every sandbox is set up, before anything is in it. */
#ifndef SANDBOX_SITE_H
#define SANDBOX_SITE_H

#include "sandbox/store/store.h"

enum {
    SITE_STATUS_TO_DO = 10000,
    SITE_STATUS_IN_PROGRESS = 3,
    SITE_STATUS_IN_REVIEW = 10001,
    SITE_STATUS_DONE = 10002,
    SITE_STATUS_BLOCKED = 10003,
    SITE_STATUS_REOPENED = 4,
    SITE_STATUS_WONT_DO = 10004,

    SITE_CATEGORY_DONE = 3,

    SITE_TYPE_EPIC = 10000,

    SITE_RESOLUTION_DONE = 10000,

    SITE_WORKFLOW_SIMPLE = 1,
    SITE_WORKFLOW_REVIEWED = 2,
    SITE_WORKFLOW_BUG = 3,

    SITE_LINK_BLOCKS = 10000,
    SITE_LINK_CLONERS = 10001,
    SITE_LINK_DUPLICATE = 10002,
    SITE_LINK_RELATES = 10003,

    SITE_ROLE_ADMINISTRATORS = 10002,
    SITE_ROLE_DEVELOPERS = 10003,
    SITE_ROLE_USERS = 10004,

    SITE_TEAM_USERS = 1,
    SITE_TEAM_ADMINISTRATORS = 2,
    SITE_TEAM_DEVELOPERS = 3,

    SITE_FIELD_EPIC_NAME = 10011,
    SITE_FIELD_EPIC_LINK = 10014,
    SITE_FIELD_POINTS = 10016,
    SITE_FIELD_RANK = 10019,
    SITE_FIELD_SPRINT = 10020,
    SITE_FIELD_TEAM = 10030,
    SITE_FIELD_SEVERITY = 10031,
    SITE_FIELD_PLATFORMS = 10032,
    SITE_FIELD_LOCATION = 10033,
    SITE_FIELD_REVIEWER = 10034,
    SITE_FIELD_LAUNCH_DATE = 10035,
    SITE_FIELD_DEPLOYED_AT = 10036,
    SITE_FIELD_CUSTOMER = 10037,
    SITE_FIELD_BUDGET = 10038,
    SITE_FIELD_RELEASE_NOTES = 10039,
    SITE_FIELD_KEYWORDS = 10040,
    SITE_FIELD_APPROVERS = 10041,
    SITE_FIELD_WEBSITE = 10042,
    SITE_FIELD_CHANNELS = 10043,
};

/* Statuses, types, priorities, workflows, roles, teams, custom fields: into an empty store. */
void site_set_up(struct store *store);

/* NULL when there is no such status. */
const char *site_status_name(int64_t id);

/* The workflow of an issue type, where a project doesn't say otherwise. */
int64_t site_workflow_of(int64_t type);

/* Puts a new person into the teams: all into the first, me into all. */
void site_add_to_teams(struct store *store, int64_t person);

#endif
