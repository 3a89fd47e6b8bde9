/* Jira's own fields, and those of Jira Software and Jira Service Management. */
#include "query/jql_table.h"

#include <string.h>
#include <strings.h>

#define BIT(name) ATL_JQL_OPERATOR(ATL_QUERY_##name)

#define EQUALITY  (BIT(EQUALS) | BIT(NOT_EQUALS) | BIT(IN) | BIT(NOT_IN))
#define EMPTINESS (BIT(IS) | BIT(IS_NOT))
#define RELATION  (BIT(LESS) | BIT(LESS_OR_EQUAL) | BIT(GREATER) | BIT(GREATER_OR_EQUAL))
#define CONTAINS  (BIT(CONTAINS) | BIT(NOT_CONTAINS))
#define HISTORY   (BIT(WAS) | BIT(WAS_NOT) | BIT(WAS_IN) | BIT(WAS_NOT_IN) | BIT(CHANGED))

#define CHOICE  (EQUALITY | EMPTINESS)
#define ORDERED (EQUALITY | EMPTINESS | RELATION)
#define PROSE   (CONTAINS | EMPTINESS)

static const struct atl_jql_field fields[] = {
    {"affectedVersion", ATL_JQL_VERSION, ORDERED | CONTAINS, false, 0},
    {"approvals", ATL_JQL_ANY, BIT(EQUALS) | BIT(IN), true, 0},
    {"assignee", ATL_JQL_PERSON, CHOICE | HISTORY, false, 0},
    {"attachments", ATL_JQL_CHOICE, EMPTINESS, true, 0},
    {"category", ATL_JQL_CHOICE, CHOICE, true, 0},
    {"comment", ATL_JQL_TEXT, CONTAINS, true, 0},
    {"component", ATL_JQL_COMPONENT, CHOICE, false, 0},
    {"created|createdDate", ATL_JQL_DATE, ORDERED, false, 0},
    {"creator", ATL_JQL_PERSON, CHOICE, false, 0},
    {"description", ATL_JQL_TEXT, PROSE, false, 0},
    {"due|duedate", ATL_JQL_DATE, ORDERED, false, 0},
    {"environment", ATL_JQL_TEXT, PROSE, false, 0},
    {"Epic Link", ATL_JQL_ANY, CHOICE, false, 0},
    {"Epic Name", ATL_JQL_TEXT, PROSE, false, 0},
    {"Epic Status", ATL_JQL_CHOICE, CHOICE, false, 0},
    {"filter|request|savedFilter|searchRequest", ATL_JQL_CHOICE, EQUALITY, true, 0},
    {"fixVersion", ATL_JQL_VERSION, ORDERED | CONTAINS | HISTORY, false, 0},
    {"Flagged", ATL_JQL_CHOICE, CHOICE, false, 0},
    {"hierarchyLevel", ATL_JQL_NUMBER, ORDERED, false, 0},
    {"issueKey|key|issue|id|workItem|workItemKey", ATL_JQL_ISSUE, ORDERED, false, 0},
    {"issueLinkType|workItemLinkType", ATL_JQL_CHOICE, CHOICE, true, 0},
    {"issueType|type|workType", ATL_JQL_ISSUE_TYPE, CHOICE, false, 0},
    {"labels", ATL_JQL_CHOICE, CHOICE, false, 0},
    {"lastViewed", ATL_JQL_DATE, ORDERED, false, 0},
    {"level", ATL_JQL_CHOICE, CHOICE, false, 0},
    {"organizations", ATL_JQL_CHOICE, CHOICE, true, 0},
    {"originalEstimate|timeOriginalEstimate", ATL_JQL_DURATION, ORDERED, false, 0},
    {"parent", ATL_JQL_ANY, CHOICE, false, 0},
    {"parentEpic", ATL_JQL_ANY, CHOICE, true, 0},
    {"priority", ATL_JQL_CHOICE, ORDERED | HISTORY, false, 0},
    {"project|space", ATL_JQL_PROJECT, CHOICE, false, 0},
    {"projectType|spaceType", ATL_JQL_CHOICE, CHOICE, false, 0},
    {"Rank", ATL_JQL_ANY, EMPTINESS, false, 0},
    {"remainingEstimate|timeEstimate", ATL_JQL_DURATION, ORDERED, false, 0},
    {"reporter", ATL_JQL_PERSON, CHOICE | HISTORY, false, 0},
    {"request-channel-type", ATL_JQL_CHOICE, CHOICE, true, 0},
    {"request-last-activity-time", ATL_JQL_DATE, ORDERED, false, 0},
    {"Request Type", ATL_JQL_CHOICE, CHOICE, false, 0},
    {"resolution", ATL_JQL_CHOICE, ORDERED | HISTORY, false, 0},
    {"resolved|resolutionDate", ATL_JQL_DATE, ORDERED, false, 0},
    {"sprint", ATL_JQL_SPRINT, CHOICE, false, 0},
    {"status", ATL_JQL_CHOICE, CHOICE | HISTORY, false, 0},
    {"statusCategory", ATL_JQL_CHOICE, CHOICE, false, 0},
    {"statusCategoryChangedDate", ATL_JQL_DATE, ORDERED, false, 0},
    {"Story Points|Story point estimate", ATL_JQL_NUMBER, ORDERED, false, 0},
    {"summary", ATL_JQL_TEXT, PROSE, false, 0},
    {"text|textfields", ATL_JQL_TEXT, BIT(CONTAINS), true, 0},
    {"timeSpent", ATL_JQL_DURATION, ORDERED, false, 0},
    {"updated|updatedDate", ATL_JQL_DATE, ORDERED, false, 0},
    {"voter", ATL_JQL_PERSON, CHOICE, true, 0},
    {"votes", ATL_JQL_NUMBER, EQUALITY | RELATION, false, 0},
    {"watcher", ATL_JQL_PERSON, CHOICE, true, 0},
    {"watchers", ATL_JQL_NUMBER, EQUALITY | RELATION, false, 0},
    {"worklogAuthor", ATL_JQL_PERSON, CHOICE, true, 0},
    {"worklogComment", ATL_JQL_TEXT, CONTAINS, true, 0},
    {"worklogDate", ATL_JQL_DATE, ORDERED, true, 0},
    {"workRatio", ATL_JQL_NUMBER, ORDERED, false, 0},
};

bool jql_is_named(const char *names, const char *name)
{
    size_t length = strlen(name);
    for (;;) {
        size_t size = strcspn(names, "|");
        if (size == length && strncasecmp(names, name, length) == 0) {
            return true;
        }
        if (names[size] == '\0') {
            return false;
        }
        names += size + 1;
    }
}

const struct atl_jql_field *atl_jql_field_at(size_t index)
{
    return index < sizeof fields / sizeof *fields ? &fields[index] : NULL;
}

const struct atl_jql_field *atl_jql_find_field(const char *name)
{
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (jql_is_named(fields[i].names, name)) {
            return &fields[i];
        }
    }
    return NULL;
}
