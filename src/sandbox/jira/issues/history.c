#include "sandbox/jira/issues/history.h"

#include <inttypes.h>
#include <string.h>

enum {
    MOST_IN_ISSUE = 100, /* changes that "expand=changelog" shows on Cloud */
};

enum column {
    AUTHOR,
    CREATED,
    FIELD,
    FIELD_ID,
    FROM_VALUE,
    FROM_TEXT,
    TO_VALUE,
    TO_TEXT,
};

/* The database knows people by their number, clients by account id, or by key on Data Center. */
static void emit_value(const struct jira_output *out, const char *key, const char *field_id,
                       const char *value)
{
    bool is_person = strcmp(field_id, "assignee") == 0 || strcmp(field_id, "reporter") == 0;
    if (is_person && value != NULL) {
        value =
            store_text(&out->sandbox->store, out->arena,
                       sandbox_is_cloud(out->sandbox) ? "SELECT account_id FROM person WHERE id = ?"
                                                      : "SELECT key FROM person WHERE id = ?",
                       VALUES(sql_text(value)));
    }
    emit_text(out->json, key, value);
}

static void emit_item(const struct jira_output *out, const struct rows *rows)
{
    const char *field_id = rows_text(rows, FIELD_ID);
    bool custom = atl_text_starts_with(field_id, "customfield_");
    emit_object(out->json, NULL);
    emit_text(out->json, "field", rows_text(rows, FIELD));
    emit_text(out->json, "fieldtype", custom ? "custom" : "jira");
    if (sandbox_is_cloud(out->sandbox)) {
        emit_text(out->json, "fieldId", field_id);
    }
    emit_value(out, "from", field_id, rows_text(rows, FROM_VALUE));
    emit_text(out->json, "fromString", rows_text(rows, FROM_TEXT));
    emit_value(out, "to", field_id, rows_text(rows, TO_VALUE));
    emit_text(out->json, "toString", rows_text(rows, TO_TEXT));
    emit_object_end(out->json);
}

void history_emit_change(const struct jira_output *out, int64_t change)
{
    struct rows rows = store_select(&out->sandbox->store,
                                    "SELECT author, created, field, field_id, from_value, "
                                    "from_text, to_value, to_text FROM history WHERE change = ? "
                                    "ORDER BY id",
                                    VALUES(sql_integer(change)));
    bool any = false;
    while (rows_next(&rows)) {
        if (!any) {
            emit_object(out->json, NULL);
            emit_format(out->json, "id", "%" PRId64, change);
            jira_emit(out, "author", JIRA_PERSON, rows_integer(&rows, AUTHOR));
            jira_emit_time(out, "created", rows_integer(&rows, CREATED));
            emit_array(out->json, "items");
        }
        any = true;
        emit_item(out, &rows);
    }
    if (any) {
        emit_array_end(out->json);
        emit_object_end(out->json);
    }
}

void history_emit_changelog(const struct jira_output *out, const struct jira_issue *issue)
{
    struct store *store = &out->sandbox->store;
    int64_t total =
        store_integer(store, 0, "SELECT count(DISTINCT change) FROM history WHERE issue = ?",
                      VALUES(sql_integer(issue->id)));
    /* Data Center shows all of them, the oldest first. */
    bool is_cloud = sandbox_is_cloud(out->sandbox);
    int64_t shown = is_cloud && total > MOST_IN_ISSUE ? MOST_IN_ISSUE : total;
    emit_object(out->json, "changelog");
    emit_integer(out->json, "startAt", 0);
    emit_integer(out->json, "maxResults", shown);
    emit_integer(out->json, "total", total);
    emit_array(out->json, "histories");
    struct rows rows = store_select(
        store,
        is_cloud
            ? "SELECT DISTINCT change FROM history WHERE issue = ? ORDER BY change DESC LIMIT ?"
            : "SELECT DISTINCT change FROM history WHERE issue = ? ORDER BY change LIMIT ?",
        VALUES(sql_integer(issue->id), sql_integer(shown)));
    while (rows_next(&rows)) {
        history_emit_change(out, rows_integer(&rows, 0));
    }
    emit_array_end(out->json);
    emit_object_end(out->json);
}
