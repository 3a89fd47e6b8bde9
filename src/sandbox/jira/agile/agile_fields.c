#include "sandbox/jira/agile/agile_fields.h"

#include "sandbox/jira/agile/agile.h"
#include "sandbox/jira/agile/epic_rules.h"

#include <string.h>

static bool is_asked(char **names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(names[i], name) == 0 || names[i][0] == '*') {
            return true;
        }
    }
    return count == 0;
}

struct agile_fields agile_fields_asked(char **names, size_t count)
{
    return (struct agile_fields){.sprint = is_asked(names, count, "sprint"),
                                 .closed_sprints = is_asked(names, count, "closedSprints"),
                                 .epic = is_asked(names, count, "epic"),
                                 .flagged = is_asked(names, count, "flagged")};
}

static void emit_sprint(const struct jira_output *out, int64_t issue)
{
    int64_t sprint = store_integer(&out->sandbox->store, -1,
                                   "SELECT sprint.id FROM issue_sprint JOIN sprint"
                                   " ON sprint.id = issue_sprint.sprint WHERE issue = ?"
                                   " AND state <> 'closed'",
                                   VALUES(sql_integer(issue)));
    if (sprint < 0) {
        emit_null(out->json, "sprint");
    } else {
        sprint_emit_as(out, "sprint", sprint);
    }
}

/* Left out when there are none, as Jira does. */
static void emit_closed_sprints(const struct jira_output *out, int64_t issue)
{
    struct rows rows = store_select(&out->sandbox->store,
                                    "SELECT sprint.id FROM issue_sprint JOIN sprint"
                                    " ON sprint.id = issue_sprint.sprint WHERE issue = ?"
                                    " AND state = 'closed' ORDER BY sprint.id",
                                    VALUES(sql_integer(issue)));
    bool any = false;
    while (rows_next(&rows)) {
        if (!any) {
            emit_array(out->json, "closedSprints");
        }
        sprint_emit(out, rows_integer(&rows, 0));
        any = true;
    }
    if (any) {
        emit_array_end(out->json);
    }
}

static void emit_epic(const struct jira_output *out, int64_t issue)
{
    int64_t epic = epic_of_issue(&out->sandbox->store, issue);
    if (epic < 0) {
        emit_null(out->json, "epic");
    } else {
        epic_emit_as(out, "epic", epic);
    }
}

void agile_emit_issue(const struct jira_output *out, const struct jira_issue *issue,
                      const struct jira_selection *selection, const struct agile_fields *extra)
{
    jira_emit_issue(out, issue, selection, NULL, NULL);
    if (selection->no_fields || selection->id_only) {
        return;
    }
    /* "fields" is the last member: what comes now is part of it. */
    atl_buffer_truncate(out->json, out->json->length - strlen("}}"));
    if (extra->flagged) {
        emit_bool(out->json, "flagged", false);
    }
    if (extra->sprint) {
        emit_sprint(out, issue->id);
    }
    if (extra->closed_sprints) {
        emit_closed_sprints(out, issue->id);
    }
    if (extra->epic) {
        emit_epic(out, issue->id);
    }
    emit_object_end(out->json);
    emit_object_end(out->json);
}
