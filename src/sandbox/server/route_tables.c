/* The sandbox's surface: the tables of all subjects. */
#include "sandbox/server/route.h"

extern const struct route_table admin_routes;
extern const struct route_table route_list_routes;
extern const struct route_table fault_routes;
extern const struct route_table media_routes;
extern const struct route_table seed_routes;
extern const struct route_table jira_field_routes;
extern const struct route_table jira_issue_routes;
extern const struct route_table jira_issue_write_routes;
extern const struct route_table jira_comment_routes;
extern const struct route_table jira_worklog_routes;
extern const struct route_table jira_property_routes;
extern const struct route_table jira_watcher_routes;
extern const struct route_table jira_link_routes;
extern const struct route_table jira_changelog_routes;
extern const struct route_table jira_attachment_routes;
extern const struct route_table jira_bulk_routes;
extern const struct route_table jira_bulk_lookup_routes;
extern const struct route_table jira_meta_routes;
extern const struct route_table jira_transition_routes;
extern const struct route_table jira_search_routes;
extern const struct route_table jira_component_routes;
extern const struct route_table jira_group_routes;
extern const struct route_table jira_permission_routes;
extern const struct route_table jira_project_part_routes;
extern const struct route_table jira_project_routes;
extern const struct route_table jira_server_info_routes;
extern const struct route_table jira_user_routes;
extern const struct route_table jira_version_change_routes;
extern const struct route_table jira_version_routes;
extern const struct route_table jira_constant_routes;
extern const struct route_table jira_link_type_routes;
extern const struct route_table jira_status_routes;
extern const struct route_table agile_move_routes;
extern const struct route_table agile_board_change_routes;
extern const struct route_table agile_issue_routes;
extern const struct route_table agile_board_routes;
extern const struct route_table agile_epic_routes;
extern const struct route_table agile_estimation_routes;
extern const struct route_table jira_field_context_routes;
extern const struct route_table jira_field_search_routes;
extern const struct route_table jira_filter_list_routes;
extern const struct route_table jira_filter_share_routes;
extern const struct route_table jira_filter_routes;
extern const struct route_table agile_sprint_change_routes;
extern const struct route_table agile_sprint_routes;
extern const struct route_table jira_webhook_routes;
extern const struct route_table jira_jql_check_routes;
extern const struct route_table jira_jql_suggestion_routes;
extern const struct route_table confluence_attachment_routes;
extern const struct route_table confluence_comment_edit_routes;
extern const struct route_table confluence_comment_list_routes;
extern const struct route_table confluence_comment_routes;
extern const struct route_table confluence_folder_routes;
extern const struct route_table confluence_id_routes;
extern const struct route_table confluence_label_routes;
extern const struct route_table confluence_like_routes;
extern const struct route_table confluence_page_edit_routes;
extern const struct route_table confluence_page_list_routes;
extern const struct route_table confluence_page_routes;
extern const struct route_table confluence_property_routes;
extern const struct route_table confluence_space_routes;
extern const struct route_table confluence_version_routes;
extern const struct route_table confluence_v1_person_routes;
extern const struct route_table confluence_v1_space_routes;
extern const struct route_table confluence_v1_space_edit_routes;
extern const struct route_table confluence_v1_page_routes;
extern const struct route_table confluence_v1_edit_routes;
extern const struct route_table confluence_v1_version_routes;
extern const struct route_table confluence_v1_label_routes;
extern const struct route_table confluence_v1_restriction_routes;
extern const struct route_table confluence_v1_move_routes;
extern const struct route_table confluence_v1_copy_routes;
extern const struct route_table confluence_v1_attachment_routes;
extern const struct route_table confluence_v1_download_routes;
extern const struct route_table confluence_v1_comment_routes;
extern const struct route_table confluence_v1_watch_routes;
extern const struct route_table confluence_v1_task_routes;
extern const struct route_table confluence_v1_search_routes;
extern const struct route_table confluence_v1_site_routes;

const struct route_table *const route_tables[] = {
    &admin_routes,
    &route_list_routes,
    &fault_routes,
    &media_routes,
    &seed_routes,
    &jira_field_routes,
    &jira_issue_routes,
    &jira_issue_write_routes,
    &jira_comment_routes,
    &jira_worklog_routes,
    &jira_property_routes,
    &jira_watcher_routes,
    &jira_link_routes,
    &jira_changelog_routes,
    &jira_attachment_routes,
    &jira_bulk_routes,
    &jira_bulk_lookup_routes,
    &jira_meta_routes,
    &jira_transition_routes,
    &jira_search_routes,
    &jira_component_routes,
    &jira_group_routes,
    &jira_permission_routes,
    &jira_project_part_routes,
    &jira_project_routes,
    &jira_server_info_routes,
    &jira_user_routes,
    &jira_version_change_routes,
    &jira_version_routes,
    &jira_constant_routes,
    &jira_link_type_routes,
    &jira_status_routes,
    &agile_move_routes,
    &agile_board_change_routes,
    &agile_issue_routes,
    &agile_board_routes,
    &agile_epic_routes,
    &agile_estimation_routes,
    &jira_field_context_routes,
    &jira_field_search_routes,
    &jira_filter_list_routes,
    &jira_filter_share_routes,
    &jira_filter_routes,
    &agile_sprint_change_routes,
    &agile_sprint_routes,
    &jira_webhook_routes,
    &jira_jql_check_routes,
    &jira_jql_suggestion_routes,
    &confluence_attachment_routes,
    &confluence_comment_edit_routes,
    &confluence_comment_list_routes,
    &confluence_comment_routes,
    &confluence_folder_routes,
    &confluence_id_routes,
    &confluence_label_routes,
    &confluence_like_routes,
    &confluence_page_edit_routes,
    &confluence_page_list_routes,
    &confluence_page_routes,
    &confluence_property_routes,
    &confluence_space_routes,
    &confluence_version_routes,
    &confluence_v1_person_routes,
    &confluence_v1_space_routes,
    &confluence_v1_space_edit_routes,
    &confluence_v1_page_routes,
    &confluence_v1_edit_routes,
    &confluence_v1_version_routes,
    &confluence_v1_label_routes,
    &confluence_v1_restriction_routes,
    &confluence_v1_move_routes,
    &confluence_v1_copy_routes,
    &confluence_v1_attachment_routes,
    &confluence_v1_download_routes,
    &confluence_v1_comment_routes,
    &confluence_v1_watch_routes,
    &confluence_v1_task_routes,
    &confluence_v1_search_routes,
    &confluence_v1_site_routes,
};

const size_t route_table_count = sizeof route_tables / sizeof *route_tables;
