#include "cmd/table.h"

/*
 * A command in NAME.c, or in its group's file, defines `const struct atl_command
 * atl_command_NAME`, and is one line here: in the order of help, a group before its commands.
 */
/* clang-format off */
#define EACH_COMMAND(command) \
    command(auth) \
    command(auth_init) \
    command(auth_login) \
    command(auth_status) \
    command(auth_list) \
    command(auth_switch) \
    command(auth_rename) \
    command(auth_logout) \
    command(auth_delete) \
    command(jira) \
    command(jira_me) \
    command(jira_search) \
    command(jira_my) \
    command(jira_issue) \
    command(jira_issue_get) \
    command(jira_issue_create) \
    command(jira_issue_update) \
    command(jira_issue_delete) \
    command(jira_issue_clone) \
    command(jira_issue_open) \
    command(jira_issue_history) \
    command(jira_issue_transition) \
    command(jira_issue_transitions) \
    command(jira_issue_assign) \
    command(jira_issue_comment) \
    command(jira_issue_comment_update) \
    command(jira_issue_comment_delete) \
    command(jira_issue_comments) \
    command(jira_issue_link) \
    command(jira_issue_unlink) \
    command(jira_issue_watch) \
    command(jira_issue_unwatch) \
    command(jira_issue_watchers) \
    command(jira_issue_attach) \
    command(jira_issue_attachments) \
    command(jira_issue_attachment) \
    command(jira_issue_attachment_download) \
    command(jira_issue_attachment_delete) \
    command(jira_export) \
    command(jira_import) \
    command(jira_jql) \
    command(jira_jql_check) \
    command(jira_component) \
    command(jira_component_list) \
    command(jira_component_get) \
    command(jira_component_create) \
    command(jira_component_update) \
    command(jira_component_delete) \
    command(jira_version) \
    command(jira_version_list) \
    command(jira_version_get) \
    command(jira_version_create) \
    command(jira_version_update) \
    command(jira_version_release) \
    command(jira_version_unrelease) \
    command(jira_version_archive) \
    command(jira_version_unarchive) \
    command(jira_version_delete) \
    command(jira_filter) \
    command(jira_filter_list) \
    command(jira_filter_get) \
    command(jira_filter_run) \
    command(jira_filter_create) \
    command(jira_filter_update) \
    command(jira_filter_share) \
    command(jira_filter_delete) \
    command(jira_field) \
    command(jira_field_list) \
    command(jira_field_search) \
    command(jira_field_get) \
    command(jira_field_options) \
    command(jira_project) \
    command(jira_project_list) \
    command(jira_project_get) \
    command(jira_project_types) \
    command(jira_project_statuses) \
    command(jira_project_members) \
    command(jira_bulk) \
    command(jira_bulk_transition) \
    command(jira_bulk_edit) \
    command(jira_bulk_assign) \
    command(jira_bulk_comment) \
    command(jira_bulk_label) \
    command(jira_bulk_label_add) \
    command(jira_bulk_label_remove) \
    command(jira_bulk_move) \
    command(jira_bulk_link) \
    command(jira_bulk_delete) \
    command(jira_bulk_create) \
    command(jira_board) \
    command(jira_board_list) \
    command(jira_board_get) \
    command(jira_board_issues) \
    command(jira_board_backlog) \
    command(jira_sprint) \
    command(jira_sprint_list) \
    command(jira_sprint_get) \
    command(jira_sprint_create) \
    command(jira_sprint_start) \
    command(jira_sprint_close) \
    command(jira_sprint_delete) \
    command(jira_sprint_add) \
    command(jira_sprint_remove) \
    command(jira_sprint_report) \
    command(jira_epic) \
    command(jira_epic_list) \
    command(jira_epic_get) \
    command(jira_epic_create) \
    command(jira_epic_issues) \
    command(jira_epic_add) \
    command(jira_epic_remove) \
    command(jira_epic_progress) \
    command(jira_subtask) \
    command(jira_subtask_list) \
    command(jira_subtask_create) \
    command(jira_worklog) \
    command(jira_worklog_list) \
    command(jira_worklog_add) \
    command(jira_worklog_update) \
    command(jira_worklog_delete) \
    command(jira_worklog_report) \
    command(jira_worklog_timer) \
    command(jira_worklog_timer_start) \
    command(jira_worklog_timer_stop) \
    command(jira_worklog_timer_status) \
    command(jira_worklog_timer_cancel) \
    command(wiki) \
    command(wiki_page) \
    command(wiki_page_list) \
    command(wiki_page_get) \
    command(wiki_page_create) \
    command(wiki_page_update) \
    command(wiki_page_open) \
    command(wiki_page_delete) \
    command(wiki_page_history) \
    command(wiki_page_diff) \
    command(wiki_page_restore) \
    command(wiki_page_move) \
    command(wiki_page_copy) \
    command(wiki_page_children) \
    command(wiki_page_tree) \
    command(wiki_page_sort) \
    command(wiki_page_archive) \
    command(wiki_docs) \
    command(wiki_docs_init) \
    command(wiki_docs_pull) \
    command(wiki_docs_status) \
    command(wiki_docs_add) \
    command(wiki_docs_check) \
    command(wiki_docs_diff) \
    command(wiki_docs_resolve) \
    command(wiki_docs_preview) \
    command(wiki_convert) \
    command(jobs) \
    command(jobs_list) \
    command(jobs_show) \
    command(jobs_resume) \
    command(jobs_clear) \
    command(api) \
    command(sandbox) \
    command(sandbox_start) \
    command(sandbox_stop) \
    command(sandbox_status) \
    command(sandbox_seed) \
    command(sandbox_logs) \
    command(doctor) \
    command(completion) \
    command(complete) \
    command(man) \
    command(help) \
    command(version)
/* clang-format on */

#define DECLARE(name) extern const struct atl_command atl_command_##name;
EACH_COMMAND(DECLARE)

#define POINT_TO(name) &atl_command_##name,
static const struct atl_command *const commands[] = {EACH_COMMAND(POINT_TO) NULL};

const struct atl_command *const *atl_command_table(void)
{
    return commands;
}
