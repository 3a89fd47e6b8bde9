/* Which columns are shown, and in which order. */
#include "atlcli/suggest.h"
#include "cli/output_internal.h"

#include <stdlib.h>

static const struct atl_column *find(const struct atl_column *columns, const char *key)
{
    for (; columns->key != NULL; columns++) {
        if (atl_text_equal_ignoring_case(columns->key, key)) {
            return columns;
        }
    }
    return NULL;
}

static enum atl_status fail_unknown(const struct atl_column *columns, const char *key,
                                    struct atl_error *error)
{
    struct atl_suggestion suggestion = {.given = key};
    struct atl_buffer names = {0};
    for (; columns->key != NULL; columns++) {
        atl_suggestion_offer(&suggestion, columns->key);
        atl_buffer_printf(&names, "%s%s", names.length > 0 ? ", " : "", columns->key);
    }
    atl_fail(error, ATL_USAGE, "unknown field '%s'", key);
    if (suggestion.best != NULL) {
        atl_hint(error, "did you mean '%s'?", suggestion.best);
    }
    atl_hint(error, "the fields are %s", atl_buffer_text(&names));
    atl_buffer_free(&names);
    return ATL_USAGE;
}

static bool is_among(const struct atl_column *column, const struct atl_column **columns,
                     size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (columns[i] == column) {
            return true;
        }
    }
    return false;
}

static enum atl_status choose_named(const struct atl_globals *globals,
                                    const struct atl_column *columns,
                                    const struct atl_column **shown, size_t *count,
                                    struct atl_error *error)
{
    for (size_t i = 0; i < globals->field_count; i++) {
        const struct atl_column *column = find(columns, globals->fields[i]);
        if (column == NULL) {
            return fail_unknown(columns, globals->fields[i], error);
        }
        if (!is_among(column, shown, *count)) {
            shown[(*count)++] = column;
        }
    }
    return ATL_OK;
}

enum atl_status fields_choose(const struct atl_globals *globals, const struct atl_column *columns,
                              const struct atl_column ***shown, size_t *count,
                              struct atl_error *error)
{
    size_t all = 0;
    while (columns[all].key != NULL) {
        all++;
    }
    *shown = atl_realloc(NULL, all + 1, sizeof **shown);
    *count = 0;
    if (globals->fields != NULL) {
        enum atl_status status = choose_named(globals, columns, *shown, count, error);
        if (status != ATL_OK) {
            free(*shown);
            *shown = NULL;
        }
        return status;
    }
    bool json = globals->form == ATL_OUTPUT_JSON || globals->form == ATL_OUTPUT_JSONL;
    for (size_t i = 0; i < all; i++) {
        if (!columns[i].extra || json) {
            (*shown)[(*count)++] = &columns[i];
        }
    }
    return ATL_OK;
}
