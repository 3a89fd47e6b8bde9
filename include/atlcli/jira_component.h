/*
 * Components of projects. To be used inside atl_loop_run; everything lives in the arena. Projects
 * are named as jira_project.h says.
 */
#ifndef ATLCLI_JIRA_COMPONENT_H
#define ATLCLI_JIRA_COMPONENT_H

#include "atlcli/jira.h"
#include "atlcli/jira_item.h"

/* All of a project; on Cloud each with its "issueCount". */
enum atl_status atl_jira_components(struct atl_http *http, struct atl_arena *arena,
                                    const char *project, struct atl_jira_items *components,
                                    struct atl_error *error);

/* One, by id or name; without a project (NULL) by id. ATL_USAGE for a name without a project. */
enum atl_status atl_jira_component(struct atl_http *http, struct atl_arena *arena,
                                   const char *project, const char *name,
                                   struct atl_jira_item *component, struct atl_error *error);

/* How many issues have it. */
enum atl_status atl_jira_component_issues(struct atl_http *http, const char *id, int64_t *count,
                                          struct atl_error *error);

/* What it is to be. NULL leaves as it is. */
struct atl_jira_component_change {
    const char *name;
    const char *description;
    const struct atl_jira_user *lead;
    bool no_lead;
    const char *assignee_type; /* PROJECT_DEFAULT, COMPONENT_LEAD, PROJECT_LEAD, UNASSIGNED */
};

/* *component is what the server made of it; to be changed, it holds what is known of it before. */
enum atl_status atl_jira_component_create(struct atl_http *http, struct atl_arena *arena,
                                          const char *project,
                                          const struct atl_jira_component_change *change,
                                          struct atl_jira_item *component, struct atl_error *error);
enum atl_status atl_jira_component_update(struct atl_http *http, struct atl_arena *arena,
                                          const char *id,
                                          const struct atl_jira_component_change *change,
                                          struct atl_jira_item *component, struct atl_error *error);

/* Its issues get the component `heir`; NULL: they just lose it. */
enum atl_status atl_jira_component_delete(struct atl_http *http, const char *id, const char *heir,
                                          struct atl_error *error);

#endif
