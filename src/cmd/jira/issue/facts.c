/* The lines under an issue's head: its fields that hold little. */
#include "atlcli/text.h"
#include "cli/output.h"
#include "cmd/jira/issue/page.h"
#include "cmd/jira/key.h"
#include "cmd/jira/value.h"

#include <string.h>

static const struct fact {
    struct atl_column column;
    const char *field;
} facts[] = {
    {{.key = "type", .heading = "Type"}, "issuetype"},
    {{.key = "status", .heading = "Status"}, "status"},
    {{.key = "priority", .heading = "Priority"}, "priority"},
    {{.key = "resolution", .heading = "Resolution"}, "resolution"},
    {{.key = "assignee", .heading = "Assignee"}, "assignee"},
    {{.key = "reporter", .heading = "Reporter"}, "reporter"},
    {{.key = "parent", .heading = "Parent"}, "parent"},
    {{.key = "labels", .heading = "Labels"}, "labels"},
    {{.key = "components", .heading = "Components"}, "components"},
    {{.key = "fixVersions", .heading = "Fix versions"}, "fixVersions"},
    {{.key = "versions", .heading = "Affects versions"}, "versions"},
    {{.key = "due", .heading = "Due"}, "duedate"},
    {{.key = "time", .heading = "Time"}, "timetracking"},
    {{.key = "created", .heading = "Created", .kind = ATL_CELL_TIME}, "created"},
    {{.key = "updated", .heading = "Updated", .kind = ATL_CELL_TIME}, "updated"},
    {{.key = "resolved", .heading = "Resolved", .kind = ATL_CELL_TIME}, "resolutiondate"},
};

enum { FACTS = sizeof facts / sizeof *facts };

static const char *schema_of(const cJSON *issue, const char *field, const char *member)
{
    return atl_json_text(atl_json_member(atl_json_member(issue, "schema"), field), member, "");
}

bool jira_issue_is_rich_text(const cJSON *issue, const char *field)
{
    return atl_text_ends_with(schema_of(issue, field, "custom"), ":textarea");
}

/* ---- values of several parts ---- */

static cJSON *parent_text(const cJSON *parent)
{
    struct atl_buffer text = {0};
    atl_buffer_printf(&text, "%s %s", atl_json_text(parent, "key", ""),
                      atl_json_text(parent, "fields.summary", ""));
    cJSON *value = cJSON_CreateString(atl_buffer_text(&text));
    atl_buffer_free(&text);
    return value;
}

static cJSON *cascade_text(const cJSON *option)
{
    struct atl_buffer text = {0};
    atl_buffer_printf(&text, "%s > %s", atl_json_text(option, "value", ""),
                      atl_json_text(option, "child.value", ""));
    cJSON *value = cJSON_CreateString(atl_buffer_text(&text));
    atl_buffer_free(&text);
    return value;
}

static cJSON *text_of(const char *field, const cJSON *value)
{
    if (atl_text_equal(field, "assignee") && (value == NULL || cJSON_IsNull(value))) {
        return cJSON_CreateString("nobody");
    }
    if (atl_text_equal(field, "parent") && value != NULL) {
        return parent_text(value);
    }
    if (atl_text_equal(field, "timetracking")) {
        return jira_value_estimates(value);
    }
    return atl_json_member(value, "child") != NULL ? cascade_text(value) : jira_value_text(value);
}

/* ---- a site's own fields ---- */

/* Those that hold something that people can read in a line. */
static bool is_shown(const cJSON *issue, const cJSON *value, const cJSON *text)
{
    bool is_rank = atl_text_ends_with(schema_of(issue, value->string, "custom"), ":gh-lexo-rank");
    bool is_machine_text = cJSON_IsString(text) && *text->valuestring == '{';
    bool is_nothing = cJSON_IsObject(text) || cJSON_IsNull(text) ||
                      (cJSON_IsArray(text) && (text->child == NULL || cJSON_IsObject(text->child)));
    return !is_rank && !is_machine_text && !is_nothing &&
           !jira_issue_is_rich_text(issue, value->string);
}

static void add_custom(const cJSON *issue, cJSON *object, struct atl_column *columns, size_t count)
{
    const cJSON *value;
    cJSON_ArrayForEach(value, atl_json_object(atl_json_member(issue, "fields")))
    {
        const char *id = value->string;
        if (!atl_text_starts_with(id, "customfield_")) {
            continue;
        }
        cJSON *text = text_of(id, value);
        if (!is_shown(issue, value, text)) {
            cJSON_Delete(text);
            continue;
        }
        bool is_time = atl_text_equal(schema_of(issue, id, "type"), "datetime");
        columns[count++] = (struct atl_column){
            .key = id,
            .heading = atl_json_text(atl_json_member(issue, "names"), id, id),
            .kind = is_time ? ATL_CELL_TIME : ATL_CELL_TEXT,
        };
        cJSON_AddItemToObject(object, id, text);
    }
}

/* ---- all ---- */

/* In a pipe the page is Markdown, which these are plain texts in. */
static void escape(struct atl_context *context, cJSON *value)
{
    if (cJSON_IsString(value)) {
        const char *text = jira_issue_page_plain(context, value->valuestring);
        if (text != value->valuestring) {
            cJSON_SetValuestring(value, text);
        }
    }
    for (cJSON *item = value->child; item != NULL; item = item->next) {
        escape(context, item);
    }
}

enum atl_status jira_issue_facts_print(struct atl_context *context, const cJSON *issue,
                                       struct atl_error *error)
{
    const cJSON *fields = atl_json_member(issue, "fields");
    size_t most = FACTS + (size_t)cJSON_GetArraySize(fields) + 2;
    struct atl_column *columns = atl_arena_alloc(context->arena, most * sizeof *columns);
    cJSON *object = cJSON_CreateObject();
    for (size_t i = 0; i < FACTS; i++) {
        columns[i] = facts[i].column;
        cJSON_AddItemToObject(object, facts[i].column.key,
                              text_of(facts[i].field, atl_json_member(fields, facts[i].field)));
    }
    add_custom(issue, object, columns, FACTS + 1);
    escape(context, object);
    columns[FACTS] = (struct atl_column){.key = "url", .heading = "Page"};
    cJSON_AddStringToObject(object, "url", jira_key_url(context, atl_json_text(issue, "key", "")));
    enum atl_status status = atl_output_record(context->output, columns, object, error);
    cJSON_Delete(object);
    return status;
}
