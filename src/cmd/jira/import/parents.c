/* Issues that rows name as their parents or epics: read before, all at once. */
#include "atlcli/jira.h"
#include "atlcli/text.h"
#include "cmd/jira/import/import.h"

#include <stdlib.h>
#include <string.h>

bool import_is_parent(const struct atl_jira_field *field)
{
    return atl_text_equal(field->type, "issuelink") ||
           (field->custom != NULL && atl_text_ends_with(field->custom, ":gh-epic-link"));
}

const char *import_parent_key(struct atl_arena *arena, const char *cell)
{
    cJSON *json;
    if (cell[strspn(cell, " \t")] != '{') {
        return atl_jira_key_parse(arena, cell);
    }
    if (atl_json_parse(cell, strlen(cell), "", &json, NULL) != ATL_OK) {
        return NULL;
    }
    const char *key = atl_json_text(json, "key", NULL);
    key = key == NULL ? NULL : atl_jira_key_parse(arena, key);
    cJSON_Delete(json);
    return key;
}

static size_t collect(const struct importing *importing, const char ***keys)
{
    struct atl_list found = {0};
    const struct atl_rows *table = &importing->table;
    for (size_t i = 0; i < table->count; i++) {
        const struct jira_rows_kind *kind = importing->kinds[i];
        for (size_t column = 0; kind != NULL && column < table->column_count; column++) {
            const struct atl_jira_field *field = kind->columns[column];
            const char *cell = table->rows[i].cells[column];
            const char *key = importing->columns[column].role == IMPORT_FIELD && field != NULL &&
                                      cell != NULL && import_is_parent(field)
                                  ? import_parent_key(importing->rows.context->arena, cell)
                                  : NULL;
            if (key != NULL && !import_tree_has(importing, key)) {
                atl_list_add(&found, (void *)(uintptr_t)key);
            }
        }
    }
    size_t count = 0;
    *keys = atl_arena_alloc(importing->rows.context->arena, (found.count + 1) * sizeof **keys);
    if (found.count > 0) {
        qsort(found.items, found.count, sizeof *found.items, atl_text_compare);
    }
    for (size_t i = 0; i < found.count; i++) {
        if (count == 0 || strcmp((*keys)[count - 1], found.items[i]) != 0) {
            (*keys)[count++] = found.items[i];
        }
    }
    atl_list_free(&found);
    return count;
}

enum atl_status import_parents_read(struct importing *importing, struct atl_error *error)
{
    static const char *const fields[] = {"summary", NULL};
    struct import_parents *parents = &importing->parents;
    struct atl_arena *arena = importing->rows.context->arena;
    parents->count = collect(importing, &parents->keys);
    if (parents->count == 0) {
        return ATL_OK;
    }
    parents->fetched = atl_arena_alloc(arena, parents->count * sizeof *parents->fetched);
    return atl_jira_fetch_issues(importing->rows.http, arena, parents->keys, parents->count, fields,
                                 parents->fetched, error);
}

enum atl_status import_parent_check(const struct importing *importing, const char *key,
                                    struct atl_error *error)
{
    const struct import_parents *parents = &importing->parents;
    const char **found = parents->count == 0 ? NULL
                                             : bsearch(&key, parents->keys, parents->count,
                                                       sizeof *parents->keys, atl_text_compare);
    const struct atl_jira_fetched *fetched =
        found == NULL ? NULL : &parents->fetched[found - parents->keys];
    if (fetched == NULL || fetched->issue != NULL) {
        return ATL_OK;
    }
    return fetched->status == ATL_NOT_FOUND || fetched->reason == NULL
               ? atl_fail(error, ATL_USAGE, "there is no issue %s, or it isn't visible to you", key)
               : atl_fail(error, ATL_USAGE, "%s: %s", key, fetched->reason);
}
