#include "sandbox/jira/issues/issue_parts.h"

#include <stdlib.h>
#include <string.h>

const char *visibility_read(struct issue_change *change, const cJSON *value)
{
    const cJSON *visibility = atl_json_member(value, "visibility");
    if (!cJSON_IsObject(visibility)) {
        return NULL;
    }
    char *printed = atl_json_print(visibility, false);
    const char *copy = atl_arena_strdup(change->arena, printed);
    free(printed);
    return copy;
}

void issue_touch(struct issue_change *change)
{
    store_run(&change->sandbox->store, "UPDATE issue SET updated = ? WHERE id = ?",
              VALUES(sql_integer(change->now_ms), sql_integer(change->issue.id)));
}

int64_t comment_add(struct issue_change *change, const cJSON *comment)
{
    const char *body;
    const char *text;
    if (!body_read(change->sandbox, change->arena, atl_json_member(comment, "body"), &body,
                   &text)) {
        change_problem(change, "comment",
                       sandbox_is_cloud(change->sandbox) ? "Comment body is not valid!"
                                                         : "Comment body must be a string");
        return -1;
    }
    if (atl_text_is_empty(text)) {
        change_problem(change, "comment", "Comment body can not be empty!");
        return -1;
    }
    return store_insert(&change->sandbox->store,
                        "INSERT INTO comment (issue, author, editor, created, updated, body, "
                        "body_text, visibility) VALUES (?1, ?2, ?2, ?3, ?3, ?4, ?5, ?6)",
                        VALUES(sql_integer(change->issue.id), sql_integer(SANDBOX_ME),
                               sql_integer(change->now_ms), sql_text(body), sql_text(text),
                               sql_text(visibility_read(change, comment))));
}

bool part_add(struct issue_change *change, const char *field, enum operation operation,
              const cJSON *value)
{
    if (operation != OPERATION_ADD) {
        return false;
    }
    if (strcmp(field, "comment") == 0) {
        comment_add(change, value);
    } else if (strcmp(field, "worklog") == 0) {
        if (worklog_add(change, value) >= 0) {
            worklog_adjust(change, "auto", NULL, NULL);
        }
    } else if (strcmp(field, "issuelinks") == 0) {
        link_add(change, value);
    } else {
        return false;
    }
    return true;
}
