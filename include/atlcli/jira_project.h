/*
 * Projects of a Jira site. Each may be named by key (in either case), id or name: a name, and what
 * the site doesn't know, is looked for in the list of all projects, so that errors can suggest one.
 * To be used inside atl_loop_run; everything lives in the arena.
 */
#ifndef ATLCLI_JIRA_PROJECT_H
#define ATLCLI_JIRA_PROJECT_H

#include "atlcli/http.h"
#include "atlcli/jira_item.h"
#include "atlcli/memory.h"

/*
 * All projects that the account may see, with lead and description: GET project/search on Cloud,
 * page after page, GET project on Data Center. `query`, unless NULL, must be in the key or name.
 */
enum atl_status atl_jira_projects(struct atl_http *http, struct atl_arena *arena, const char *query,
                                  struct atl_jira_items *projects, struct atl_error *error);

/* GET project/{key}: with its types, components, versions, roles. */
enum atl_status atl_jira_project(struct atl_http *http, struct atl_arena *arena, const char *name,
                                 struct atl_jira_item *project, struct atl_error *error);

/*
 * What to send where the server wants a project's key: a text that looks like one as it is, in
 * capitals and without a request; otherwise the key of the project that has the name.
 */
enum atl_status atl_jira_project_key(struct atl_http *http, struct atl_arena *arena,
                                     const char *name, const char **key, struct atl_error *error);

/*
 * After ATL_NOT_FOUND for a project named like that: looks for it among all. ATL_OK when another
 * key than the one tried (atl_jira_project_key) is meant; otherwise the error is better than
 * before.
 */
enum atl_status atl_jira_project_correct(struct atl_http *http, struct atl_arena *arena,
                                         const char *name, const char **key,
                                         struct atl_error *error);

/* Its issue types, each with "statuses": GET project/{key}/statuses. */
enum atl_status atl_jira_project_statuses(struct atl_http *http, struct atl_arena *arena,
                                          const char *project, struct atl_jira_items *types,
                                          struct atl_error *error);

/* Its roles by id and name: GET project/{key}/role. Their json is the role's URL. */
enum atl_status atl_jira_project_roles(struct atl_http *http, struct atl_arena *arena,
                                       const char *project, struct atl_jira_items *roles,
                                       struct atl_error *error);

/* The same, each with its "actors" (people and groups): one request more for each role. */
enum atl_status atl_jira_project_members(struct atl_http *http, struct atl_arena *arena,
                                         const char *project, struct atl_jira_items *roles,
                                         struct atl_error *error);

#endif
