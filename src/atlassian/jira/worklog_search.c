/* Work logged on many issues. */
#include "atlassian/jira/internal.h"

#include "atlcli/jira_worklog.h"

struct logged_search {
    const struct atl_jira_logged_search *wanted;
    struct atl_jira_search_result *result;
};

static enum atl_status hand_over(const struct atl_jira_logged_search *wanted,
                                 const struct atl_jira_issue *issue, const cJSON *item,
                                 struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_jira_worklog worklog;
    const struct atl_jira_logged logged = {
        .key = issue->key == NULL ? issue->id : issue->key,
        .summary = atl_json_text(issue->fields, "summary", NULL),
        .project = atl_json_text(issue->fields, "project.key", NULL),
        .worklog = &worklog,
    };
    enum atl_status status = ATL_OK;
    atl_jira_worklog_read(item, &arena, &worklog);
    if (worklog.started_ms >= wanted->period.from_ms &&
        worklog.started_ms < wanted->period.until_ms) {
        status = wanted->on_logged(wanted->context, &logged, error);
    }
    atl_arena_free(&arena);
    return status;
}

static enum atl_status take_issue(void *context, const struct atl_jira_issue *issue,
                                  struct atl_error *error)
{
    const struct logged_search *search = context;
    enum atl_status status = ATL_OK;
    const cJSON *item;
    if (search->wanted->on_issue != NULL) {
        search->wanted->on_issue(search->wanted->context, search->result->total);
    }
    cJSON_ArrayForEach(item, atl_json_get(issue->fields, "worklog.worklogs"))
    {
        if (status == ATL_OK) {
            status = hand_over(search->wanted, issue, item, error);
        }
    }
    return status;
}

enum atl_status atl_jira_search_worklogs(const struct atl_jira_logged_search *wanted,
                                         struct atl_jira_search_result *result,
                                         struct atl_error *error)
{
    static const char *const fields[] = {"summary", "project", "worklog", NULL};
    struct logged_search search = {.wanted = wanted, .result = result};
    const struct atl_jira_search issues = {.http = wanted->http,
                                           .jql = wanted->jql,
                                           .fields = fields,
                                           .limit = INT64_MAX,
                                           .whole = true,
                                           .on_issue = take_issue,
                                           .context = &search};
    return atl_jira_search(&issues, result, error);
}
