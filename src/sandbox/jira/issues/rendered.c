#include "sandbox/jira/issues/rendered.h"

#include "sandbox/text/markup.h"

#include <string.h>

/* A paragraph for each line of the plain text: enough to be shown, and nothing that could run. */
static void emit_html(const struct jira_output *out, const char *key, const char *text)
{
    struct atl_buffer html = {0};
    while (text != NULL && *text != '\0') {
        size_t length = strcspn(text, "\n");
        if (length > 0) {
            atl_buffer_add(&html, "<p>");
            markup_append_escaped(&html, text, length);
            atl_buffer_add(&html, "</p>\n");
        }
        text += length + (text[length] == '\n');
    }
    emit_text(out->json, key, atl_buffer_text(&html));
    atl_buffer_free(&html);
}

void rendered_emit_fields(const struct jira_output *out, const struct jira_issue *issue,
                          const struct jira_selection *selection)
{
    struct rows rows = store_select(
        &out->sandbox->store, "SELECT description_text, environment_text FROM issue WHERE id = ?",
        VALUES(sql_integer(issue->id)));
    bool found = rows_next(&rows);
    emit_object(out->json, "renderedFields");
    for (size_t i = 0; found && i < system_field_count(); i++) {
        const char *id = system_field_at(i)->id;
        bool is_description = strcmp(id, "description") == 0;
        if (!selection->system[i]) {
            continue;
        }
        if (is_description || strcmp(id, "environment") == 0) {
            emit_html(out, id, rows_text(&rows, is_description ? 0 : 1));
        } else {
            emit_null(out->json, id);
        }
    }
    emit_object_end(out->json);
    rows_finish(&rows);
}
