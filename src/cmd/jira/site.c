#include "cmd/jira/site.h"

#include "atlcli/jira_field.h"
#include "cmd/connect.h"
#include "cmd/jira/text.h"
#include "cmd/site_hint.h"

#include <inttypes.h>

enum atl_status jira_site_run(struct atl_context *context, jira_site_job job,
                              struct atl_error *error)
{
    struct atl_http *http = atl_connect(context);
    enum atl_status status = job(context, http, error);
    if (status != ATL_OK) {
        site_hint_add(http, ATL_PRODUCT_JIRA, error);
    }
    atl_http_close(http);
    return status;
}

enum atl_status jira_site_print(struct atl_context *context, const struct atl_jira_items *items,
                                struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    for (size_t i = 0; status == ATL_OK && i < items->count; i++) {
        status = atl_output_object(context->output, items->items[i].json, error);
    }
    return status == ATL_OK ? atl_output_end(context->output, error) : status;
}

/* ---- options ---- */

enum atl_status jira_site_person(struct atl_context *context, struct atl_http *http,
                                 const char *option, const struct atl_jira_user **user, bool *none,
                                 struct atl_error *error)
{
    const char *name = atl_option_text(context, option);
    *user = NULL;
    if (none != NULL) {
        *none = atl_text_equal_ignoring_case(name, "none");
    }
    if (name == NULL || (none != NULL && *none)) {
        return ATL_OK;
    }
    struct atl_jira_user *found = atl_arena_alloc(context->arena, sizeof *found);
    enum atl_status status = atl_jira_find_person(http, context->arena, name, found, error);
    if (status == ATL_USAGE || status == ATL_NOT_FOUND) {
        atl_error_prefix(error, "--%s", option);
    }
    *user = found;
    return status;
}

enum atl_status jira_site_date(struct atl_context *context, struct atl_http *http,
                               const char *option, const char *fallback, const char **date,
                               struct atl_error *error)
{
    const char *given = atl_option_text(context, option);
    const char *text = given != NULL ? given : fallback;
    *date = atl_text_equal_ignoring_case(text, "none") ? "" : NULL;
    if (text == NULL || *date != NULL) {
        return ATL_OK;
    }
    /* A date as fields of issues take it. */
    const struct atl_jira_field field = {.id = option, .name = option, .type = "date"};
    struct jira_text_writer writer = {.context = context, .http = http};
    const struct atl_jira_writing writing = jira_text_writing(&writer);
    cJSON *value = NULL;
    enum atl_status status =
        *text == '\0' ? atl_fail(error, ATL_USAGE, "--%s needs a value; it is empty", option)
                      : atl_jira_field_value(&writing, &field, text, &value, error);
    if (status == ATL_OK) {
        *date = atl_arena_strdup(context->arena, cJSON_GetStringValue(value));
    }
    cJSON_Delete(value);
    return status;
}

enum atl_status jira_site_check_any(const struct atl_context *context, const char *const *options,
                                    struct atl_error *error)
{
    struct atl_buffer list = {0};
    for (size_t i = 0; options[i] != NULL; i++) {
        if (atl_option_given(context, options[i])) {
            atl_buffer_free(&list);
            return ATL_OK;
        }
        atl_buffer_printf(&list, "%s--%s", i == 0 ? "" : ", ", options[i]);
    }
    atl_fail(error, ATL_USAGE, "nothing to change; give one of %s", atl_buffer_text(&list));
    atl_buffer_free(&list);
    return ATL_USAGE;
}

/* ---- what was done ---- */

void jira_site_hint_unknown(struct atl_error *error, const char *command)
{
    if (atl_error_is_in_doubt(error)) {
        atl_hint(error, "see whether it was done before doing it again: atlcli %s", command);
    }
}

cJSON *jira_site_object(struct atl_context *context, const struct atl_jira_item *item,
                        const char *project)
{
    cJSON *object = atl_json_keep(context->arena, cJSON_CreateObject());
    atl_json_set_text(object, "id", item->id);
    atl_json_set_text(object, "name", item->name);
    atl_json_set_text(object, "project", project);
    return object;
}

const char *jira_site_issues(struct atl_arena *arena, int64_t count)
{
    return atl_arena_printf(arena, "%" PRId64 " issue%s", count, count == 1 ? "" : "s");
}
