#include "atlcli/jira_field_list.h"

#include "atlassian/jira/items.h"

#include <string.h>

enum atl_status atl_jira_field_list(struct atl_http *http, struct atl_arena *arena,
                                    struct atl_jira_items *fields, struct atl_error *error)
{
    *fields = (struct atl_jira_items){.kind = "field"};
    enum atl_status status = jira_items_get(http, arena, "field", false, fields, error);
    for (size_t i = 0; status == ATL_OK && i < fields->count; i++) {
        /* Cloud repeats the id as the key; people know fields by their names. */
        fields->items[i].key = NULL;
    }
    return status;
}

enum atl_status atl_jira_field_list_choose(struct atl_arena *arena,
                                           const struct atl_jira_items *fields, const char *name,
                                           const struct atl_jira_item **field,
                                           struct atl_error *error)
{
    size_t digits = strncmp(name, "cf[", 3) == 0 ? strspn(name + 3, "0123456789") : 0;
    if (digits > 0 && strcmp(name + 3 + digits, "]") == 0) {
        name = atl_arena_printf(arena, "customfield_%.*s", (int)digits, name + 3);
    }
    return atl_jira_items_choose(fields, name, field, error);
}

enum atl_status atl_jira_field_contexts(struct atl_http *http, struct atl_arena *arena,
                                        const char *field, struct atl_jira_items *contexts,
                                        struct atl_error *error)
{
    *contexts = (struct atl_jira_items){.kind = "context"};
    const char *path = atl_arena_printf(arena, "field/%s/context", jira_encode(arena, field));
    return jira_items_get(http, arena, path, true, contexts, error);
}

enum atl_status atl_jira_field_options(struct atl_http *http, struct atl_arena *arena,
                                       const char *field, const char *context,
                                       struct atl_jira_items *options, struct atl_error *error)
{
    *options = (struct atl_jira_items){.kind = "option"};
    const char *path = atl_arena_printf(arena, "field/%s/context/%s/option",
                                        jira_encode(arena, field), jira_encode(arena, context));
    return jira_items_get(http, arena, path, true, options, error);
}
