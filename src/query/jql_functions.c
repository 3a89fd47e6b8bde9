/* Functions of Jira, Jira Software and Jira Service Management. */
#include "query/jql_table.h"

#define ANY (-1)

static const struct atl_jql_function functions[] = {
    {"approved", ATL_JQL_ANY, false, 0, 0},
    {"approver", ATL_JQL_ANY, false, 1, ANY},
    {"breached", ATL_JQL_ANY, false, 0, 0},
    {"cascadeOption", ATL_JQL_ANY, true, 1, 2},
    {"childIssuesOf", ATL_JQL_ISSUE, true, 1, ANY},
    {"choiceOption", ATL_JQL_ANY, true, 1, ANY},
    {"closedSprints", ATL_JQL_SPRINT, true, 0, 0},
    {"completed", ATL_JQL_ANY, false, 0, 0},
    {"componentsLeadByUser", ATL_JQL_COMPONENT, true, 0, 1},
    {"currentLogin", ATL_JQL_DATE, false, 0, 0},
    {"currentUser", ATL_JQL_PERSON, false, 0, 0},
    {"earliestUnreleasedVersion", ATL_JQL_VERSION, false, 0, ANY},
    {"elapsed", ATL_JQL_ANY, false, 0, ANY},
    {"endOfDay", ATL_JQL_DATE, false, 0, 1},
    {"endOfMonth", ATL_JQL_DATE, false, 0, 1},
    {"endOfWeek", ATL_JQL_DATE, false, 0, 1},
    {"endOfYear", ATL_JQL_DATE, false, 0, 1},
    {"everBreached", ATL_JQL_ANY, false, 0, 0},
    {"futureSprints", ATL_JQL_SPRINT, true, 0, 0},
    {"issueHistory", ATL_JQL_ISSUE, true, 0, 0},
    {"issuesWithRemoteLinksByGlobalId", ATL_JQL_ISSUE, true, 1, ANY},
    {"lastLogin", ATL_JQL_DATE, false, 0, 0},
    {"latestReleasedVersion", ATL_JQL_VERSION, false, 0, ANY},
    {"linkedIssue", ATL_JQL_ISSUE, true, 1, ANY},
    {"linkedIssues", ATL_JQL_ISSUE, true, 1, ANY},
    {"linkedWorkItem", ATL_JQL_ISSUE, true, 1, ANY},
    {"linkedWorkItems", ATL_JQL_ISSUE, true, 1, ANY},
    {"membersOf", ATL_JQL_PERSON, true, 1, ANY},
    {"myApproval", ATL_JQL_ANY, false, 0, 0},
    {"myPending", ATL_JQL_ANY, false, 0, 0},
    {"now", ATL_JQL_DATE, false, 0, 0},
    {"openSprints", ATL_JQL_SPRINT, true, 0, 0},
    {"organizationMembers", ATL_JQL_PERSON, true, 1, ANY},
    {"paused", ATL_JQL_ANY, false, 0, 0},
    {"pending", ATL_JQL_ANY, false, 0, 0},
    {"pendingBy", ATL_JQL_ANY, false, 1, ANY},
    {"portfolioChildIssuesOf", ATL_JQL_ISSUE, true, 1, ANY},
    {"projectsLeadByUser", ATL_JQL_PROJECT, true, 0, 1},
    {"projectsWhereUserHasPermission", ATL_JQL_PROJECT, true, 1, ANY},
    {"projectsWhereUserHasRole", ATL_JQL_PROJECT, true, 1, ANY},
    {"releasedVersions", ATL_JQL_VERSION, true, 0, ANY},
    {"remaining", ATL_JQL_ANY, false, 0, ANY},
    {"running", ATL_JQL_ANY, false, 0, 0},
    {"spacesLeadByUser", ATL_JQL_PROJECT, true, 0, 1},
    {"spacesWhereUserHasPermission", ATL_JQL_PROJECT, true, 1, ANY},
    {"spacesWhereUserHasRole", ATL_JQL_PROJECT, true, 1, ANY},
    {"standardIssueTypes", ATL_JQL_ISSUE_TYPE, true, 0, 0},
    {"standardWorkTypes", ATL_JQL_ISSUE_TYPE, true, 0, 0},
    {"startOfDay", ATL_JQL_DATE, false, 0, 1},
    {"startOfMonth", ATL_JQL_DATE, false, 0, 1},
    {"startOfWeek", ATL_JQL_DATE, false, 0, 1},
    {"startOfYear", ATL_JQL_DATE, false, 0, 1},
    {"subtaskIssueTypes", ATL_JQL_ISSUE_TYPE, true, 0, 0},
    {"subtaskWorkTypes", ATL_JQL_ISSUE_TYPE, true, 0, 0},
    {"unreleasedVersions", ATL_JQL_VERSION, true, 0, ANY},
    {"updatedBy", ATL_JQL_ISSUE, true, 1, 3},
    {"votedIssues", ATL_JQL_ISSUE, true, 0, 0},
    {"votedWorkItems", ATL_JQL_ISSUE, true, 0, 0},
    {"watchedIssues", ATL_JQL_ISSUE, true, 0, 0},
    {"watchedWorkItems", ATL_JQL_ISSUE, true, 0, 0},
    {"withinCalendarHours", ATL_JQL_ANY, false, 0, 0},
    {"workItemHistory", ATL_JQL_ISSUE, true, 0, 0},
};

const struct atl_jql_function *atl_jql_function_at(size_t index)
{
    return index < sizeof functions / sizeof *functions ? &functions[index] : NULL;
}

const struct atl_jql_function *atl_jql_find_function(const char *name)
{
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        if (atl_text_equal_ignoring_case(functions[i].name, name)) {
            return &functions[i];
        }
    }
    return NULL;
}
