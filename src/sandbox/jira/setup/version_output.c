#include "sandbox/jira/setup/version_output.h"

#include "sandbox/jira/lookup.h"
#include "sandbox/text/time_format.h"

#include <stdlib.h>
#include <string.h>

/* "2026-01-31" as people read it: "31/Jan/26". */
static void emit_readable_date(const struct jira_output *out, const char *key, const char *date)
{
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    char **parts;
    int64_t month = 0;
    if (atl_text_split(out->arena, date, '-', &parts) == 3 && strlen(parts[0]) == 4 &&
        atl_text_to_integer(parts[1], 1, 12, &month)) {
        emit_format(out->json, key, "%s/%s/%s", parts[2], months[month - 1], parts[0] + 2);
    }
}

static void emit_dates(const struct jira_output *out, const char *start, const char *release,
                       bool released)
{
    const char *today = time_format_date(out->arena, sandbox_now_ms(out->sandbox));
    if (start != NULL) {
        emit_text(out->json, "startDate", start);
        emit_readable_date(out, "userStartDate", start);
    }
    if (release != NULL) {
        emit_readable_date(out, "userReleaseDate", release);
    }
    if (release != NULL && !released) {
        emit_bool(out->json, "overdue", strcmp(release, today) < 0);
    }
}

static bool emit_open(const struct jira_output *out, int64_t id)
{
    if (!jira_emit_open(out, NULL, JIRA_VERSION, id)) {
        return false;
    }
    struct rows rows =
        store_select(&out->sandbox->store,
                     "SELECT start_date, release_date, released, project FROM version WHERE id = ?",
                     VALUES(sql_integer(id)));
    if (rows_next(&rows)) {
        emit_dates(out, rows_copy(&rows, 0, out->arena), rows_copy(&rows, 1, out->arena),
                   rows_integer(&rows, 2) != 0);
        emit_integer(out->json, "projectId", rows_integer(&rows, 3));
    }
    rows_finish(&rows);
    return true;
}

void version_emit(const struct jira_output *out, int64_t id)
{
    if (emit_open(out, id)) {
        emit_object_end(out->json);
    }
}

/* Issues that are to be fixed in it, by how far they are. */
static void emit_progress(const struct jira_output *out, int64_t id)
{
    static const struct {
        const char *category;
        const char *name;
    } counts[] = {{"undefined", "unmapped"},
                  {"new", "toDo"},
                  {"indeterminate", "inProgress"},
                  {"done", "done"}};
    emit_object(out->json, "issuesStatusForFixVersion");
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        emit_integer(out->json, counts[i].name,
                     store_integer(&out->sandbox->store, 0,
                                   "SELECT count(*) FROM issue_version"
                                   " JOIN issue ON issue.id = issue_version.issue"
                                   " JOIN status ON status.id = issue.status"
                                   " JOIN status_category ON status_category.id = status.category"
                                   " WHERE version = ? AND kind = 'fix'"
                                   " AND status_category.key = ?",
                                   VALUES(sql_integer(id), sql_text(counts[i].category))));
    }
    emit_object_end(out->json);
}

void version_answer(struct request *request, int64_t id)
{
    const struct jira_output out = jira_reply(request);
    if (!emit_open(&out, id)) {
        return;
    }
    if (lookup_asks_for(request, "expand", "issuesstatus")) {
        emit_progress(&out, id);
    }
    if (lookup_asks_for(request, "expand", "operations")) {
        emit_array(out.json, "operations");
        emit_array_end(out.json);
    }
    emit_object_end(out.json);
}
