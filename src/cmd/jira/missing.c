#include "cmd/jira/missing.h"

#include "atlcli/text.h"

#include <string.h>

static bool is_rejected(enum atl_status status, const struct atl_error *error)
{
    return status == ATL_FAILED && error->http_status == 400;
}

static bool quotes(const struct atl_error *error, const char *text)
{
    struct atl_buffer quoted = {0};
    atl_buffer_printf(&quoted, "'%s'", text);
    bool found = atl_text_contains_ignoring_case(error->message, quoted.data);
    atl_buffer_free(&quoted);
    return found;
}

enum atl_status jira_missing_value(const char *field, const char *what, const char *const *values,
                                   enum atl_status status, struct atl_error *error)
{
    if (!is_rejected(status, error) || !atl_text_contains_ignoring_case(error->message, field)) {
        return status;
    }
    for (size_t i = 0; values[i] != NULL; i++) {
        if (quotes(error, values[i])) {
            return atl_fail(error, ATL_NOT_FOUND, "there is no %s '%s', or it isn't visible to you",
                            what, values[i]);
        }
    }
    return status;
}

enum atl_status jira_missing_project(const char *const *values, enum atl_status status,
                                     struct atl_error *error)
{
    enum atl_status said = jira_missing_value("project", "project", values, status, error);
    if (said != status) {
        atl_hint(error, "see the projects there are: atlcli jira project list");
    }
    return said;
}

bool jira_is_missing_issue(const char *key, enum atl_status status, const struct atl_error *error)
{
    /* Cloud's answers to queries don't name it: "Issue does not exist or you do not have …" */
    return is_rejected(status, error) &&
           atl_text_contains_ignoring_case(error->message, "does not exist") &&
           (atl_text_contains_ignoring_case(error->message, key) ||
            atl_text_contains_ignoring_case(error->message, "issue does not exist"));
}

enum atl_status jira_missing_issue(const char *key, enum atl_status status, struct atl_error *error)
{
    return jira_is_missing_issue(key, status, error)
               ? atl_fail(error, ATL_NOT_FOUND, "there is no issue %s, or it isn't visible to you",
                          key)
               : status;
}
