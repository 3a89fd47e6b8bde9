/* The handlers, one per route (see route.c). Each fills the reply, which starts as an empty 200. */
#ifndef SANDBOX_HANDLERS_H
#define SANDBOX_HANDLERS_H

#include "sandbox/server/request.h"

void jira_server_info(struct request *request, struct reply *reply);
void jira_myself(struct request *request, struct reply *reply);
void jira_my_permissions(struct request *request, struct reply *reply);
void jira_user_search(struct request *request, struct reply *reply);
void jira_fields(struct request *request, struct reply *reply);
void jira_search_by_token(struct request *request, struct reply *reply);
void jira_search_by_offset(struct request *request, struct reply *reply);
void jira_search_removed(struct request *request, struct reply *reply);
void jira_approximate_count(struct request *request, struct reply *reply);
void jira_bulk_fetch(struct request *request, struct reply *reply);
void jira_issue(struct request *request, struct reply *reply);
void jira_project_search(struct request *request, struct reply *reply);
void jira_user_search(struct request *request, struct reply *reply);
void jira_projects(struct request *request, struct reply *reply);

void confluence_spaces(struct request *request, struct reply *reply);
void confluence_space(struct request *request, struct reply *reply);
void confluence_space_pages(struct request *request, struct reply *reply);
void confluence_pages(struct request *request, struct reply *reply);
void confluence_page(struct request *request, struct reply *reply);
void confluence_space_list(struct request *request, struct reply *reply);
void confluence_content_list(struct request *request, struct reply *reply);
void confluence_content(struct request *request, struct reply *reply);
void confluence_content_search(struct request *request, struct reply *reply);
void confluence_search(struct request *request, struct reply *reply);
void confluence_current_user(struct request *request, struct reply *reply);
void confluence_server_information(struct request *request, struct reply *reply);

void applinks_manifest(struct request *request, struct reply *reply);
void admin_counters(struct request *request, struct reply *reply);
void admin_counters_reset(struct request *request, struct reply *reply);

#endif
