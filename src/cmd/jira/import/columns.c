/* Which field each column of a file goes to, and which columns go nowhere. */
#include "atlcli/suggest.h"
#include "cli/console.h"
#include "cmd/jira/import/import.h"

#include <string.h>

static struct atl_arena *arena_of(const struct importing *importing)
{
    return importing->rows.context->arena;
}

/* ---- --map ---- */

static struct import_column *find_column(const struct importing *importing, const char *name)
{
    for (size_t i = 0; i < importing->table.column_count; i++) {
        if (atl_text_equal_ignoring_case(importing->table.columns[i], name)) {
            return &importing->columns[i];
        }
    }
    return NULL;
}

static enum atl_status fail_no_column(const struct importing *importing, const char *name,
                                      struct atl_error *error)
{
    struct atl_suggestion suggestion = {.given = name};
    for (size_t i = 0; i < importing->table.column_count; i++) {
        atl_suggestion_offer(&suggestion, importing->table.columns[i]);
    }
    atl_fail(error, ATL_USAGE, "--map: %s has no column '%s'", importing->source, name);
    if (suggestion.best != NULL) {
        atl_hint(error, "did you mean '%s'?", suggestion.best);
    }
    return ATL_USAGE;
}

/* "Size=Story Points"; the column's name may hold a "=", too. */
static enum atl_status read_map(struct importing *importing, const char *text,
                                struct atl_error *error)
{
    struct atl_arena *arena = arena_of(importing);
    const char *equals = strchr(text, '=');
    struct import_column *column = NULL;
    if (equals == NULL) {
        return atl_fail(error, ATL_USAGE,
                        "--map wants COLUMN=FIELD, or COLUMN= to leave it out, "
                        "not '%s'",
                        text);
    }
    const char *first =
        atl_text_trim(arena, atl_arena_strndup(arena, text, (size_t)(equals - text)));
    for (; equals != NULL && column == NULL; equals = strchr(equals + 1, '=')) {
        const char *name = atl_arena_strndup(arena, text, (size_t)(equals - text));
        column = find_column(importing, atl_text_trim(arena, name));
        if (column != NULL) {
            column->target = atl_text_trim(arena, equals + 1);
        }
    }
    if (column == NULL) {
        return fail_no_column(importing, first, error);
    }
    column->mapped = true;
    column->role = *column->target == '\0' ? IMPORT_LEFT_OUT : IMPORT_FIELD;
    return ATL_OK;
}

static bool is_one_of(const char *text, const char *const *words)
{
    while (*words != NULL && !atl_text_equal_ignoring_case(*words, text)) {
        words++;
    }
    return *words != NULL;
}

/* What is mapped goes before what happens to be called so; then the order of the names counts. */
static size_t take_column(struct importing *importing, const char *const *names,
                          enum import_role role)
{
    size_t count = importing->table.column_count;
    for (int mapped = 1; mapped >= 0; mapped--) {
        for (const char *const *name = names; *name != NULL; name++) {
            for (size_t i = 0; i < count; i++) {
                struct import_column *column = &importing->columns[i];
                if (column->role == IMPORT_FIELD && column->mapped == (mapped == 1) &&
                    atl_text_equal_ignoring_case(column->target, *name)) {
                    column->role = role;
                    return i;
                }
            }
        }
    }
    return count;
}

enum atl_status import_columns_map(struct importing *importing, struct atl_error *error)
{
    static const char *const keys[] = {"key", "issue key", "issuekey", NULL};
    static const char *const types[] = {"issuetype", "issue type", "type", NULL};
    size_t count = importing->table.column_count;
    size_t maps;
    const char *const *map = atl_option_list(importing->rows.context, "map", &maps);
    importing->columns =
        atl_arena_alloc(arena_of(importing), (count + 1) * sizeof *importing->columns);
    for (size_t i = 0; i < count; i++) {
        const char *name = importing->table.columns[i];
        importing->columns[i] = (struct import_column){
            .name = name, .target = name, .label = importing->table.labels[i]};
    }
    for (size_t i = 0; i < maps; i++) {
        enum atl_status status = read_map(importing, map[i], error);
        if (status != ATL_OK) {
            return status;
        }
    }
    importing->key_column = take_column(importing, keys, IMPORT_KEY);
    importing->type_column = take_column(importing, types, IMPORT_TYPE);
    return ATL_OK;
}

/* ---- fields ---- */

/*
 * Ids of a site's own fields are another site's for something else: where the file says what they
 * are called, that counts.
 */
static enum atl_status find_field(const struct atl_jira_fields *fields,
                                  const struct import_column *column,
                                  const struct atl_jira_field **field, struct atl_error *error)
{
    if (column->label != NULL && !column->mapped) {
        if (atl_jira_fields_get(fields, column->name, field, NULL) == ATL_OK &&
            atl_text_equal_ignoring_case((*field)->name, column->label)) {
            return ATL_OK;
        }
        return atl_jira_fields_get(fields, column->label, field, error);
    }
    return atl_jira_fields_get(fields, column->target, field, error);
}

/* These are on the screens for new issues, but are no values of fields. */
static bool can_be_set(const struct atl_jira_field *field)
{
    static const char *const parts[] = {"issuelinks", "attachment", "comment", "worklog",
                                        "project",    "issuetype",  NULL};
    return !is_one_of(field->id, parts);
}

/* What exports and servers write beside fields, and fields that Jira fills in. */
static bool is_never_set(const char *name)
{
    static const char *const words[] = {"id",
                                        "self",
                                        "url",
                                        "expand",
                                        "project",
                                        "issuelinks",
                                        "attachment",
                                        "comment",
                                        "worklog",
                                        "comments",
                                        "history",
                                        "worklogs",
                                        "attachments",
                                        "changelog",
                                        "names",
                                        "schema",
                                        "transitions",
                                        "operations",
                                        "editmeta",
                                        "properties",
                                        "resolved",
                                        "renderedFields",
                                        "versionedRepresentations",
                                        "status",
                                        "resolution",
                                        "created",
                                        "updated",
                                        "creator",
                                        "reporter",
                                        "resolutiondate",
                                        NULL};
    return is_one_of(name, words);
}

static bool has_values(const struct importing *importing, size_t column)
{
    for (size_t i = 0; i < importing->table.count; i++) {
        const char *cell = importing->table.rows[i].cells[column];
        if (importing->kinds[i] != NULL && !atl_text_is_empty(cell) &&
            cell[strspn(cell, " \t\r\n")] != '\0' && strcmp(cell, "[]") != 0 &&
            strcmp(cell, "{}") != 0) {
            return true;
        }
    }
    return false;
}

/* Whether any kind has the field; what the last one says when none has. */
static bool find_in_kinds(struct importing *importing, size_t index, bool *can,
                          struct atl_error *why)
{
    bool found = false;
    *can = false;
    for (size_t i = 0; i < importing->rows.kinds.count; i++) {
        struct jira_rows_kind *kind = importing->rows.kinds.items[i];
        const struct atl_jira_field *field;
        if (kind->status != ATL_OK ||
            find_field(&kind->fields, &importing->columns[index], &field, why) != ATL_OK) {
            continue;
        }
        found = true;
        if (can_be_set(field)) {
            *can = true;
            kind->columns[index] = field;
        }
    }
    return found;
}

struct finding {
    struct importing *importing;
    struct atl_jira_fields site;
    bool site_is_known;
    struct atl_buffer left_out;
};

/* Whether the site has the field at all. It is asked once, and only when it matters. */
static enum atl_status find_on_site(struct finding *finding, const struct import_column *column,
                                    bool *found, struct atl_error *error)
{
    const struct jira_rows *rows = &finding->importing->rows;
    const struct atl_jira_field *field;
    enum atl_status status = ATL_OK;
    if (!finding->site_is_known) {
        status = atl_jira_site_fields(rows->http, rows->context->arena, &finding->site, error);
        finding->site_is_known = true;
    }
    *found = status == ATL_OK && find_field(&finding->site, column, &field, NULL) == ATL_OK;
    return status;
}

static void leave_out(struct finding *finding, struct import_column *column)
{
    column->role = IMPORT_LEFT_OUT;
    atl_buffer_printf(&finding->left_out, "%s%s", finding->left_out.length > 0 ? ", " : "",
                      column->name);
}

/* It is left out then, so that rows don't say the same of it. */
static void refuse(struct importing *importing, struct import_column *column, struct atl_error *why)
{
    if (why->status == ATL_OK) {
        atl_fail(why, ATL_USAGE, "new issues can't be given '%s'", column->target);
    }
    atl_hint(why,
             "name the field with --map \"%s=FIELD\", or leave the column out with --map "
             "\"%s=\"",
             column->name, column->name);
    column->role = IMPORT_LEFT_OUT;
    import_problem_add(importing, NULL, column->name, NULL, why);
}

static enum atl_status find_one(struct finding *finding, size_t index, struct atl_error *error)
{
    struct importing *importing = finding->importing;
    struct import_column *column = &importing->columns[index];
    struct atl_error why = {0};
    enum atl_status status = ATL_OK;
    bool can;
    bool found = find_in_kinds(importing, index, &can, &why);
    if (can || !has_values(importing, index)) {
        column->role = can ? IMPORT_FIELD : IMPORT_LEFT_OUT;
        return ATL_OK;
    }
    if (column->mapped) {
        if (found) {
            atl_error_clear(&why);
        }
        refuse(importing, column, &why);
        return ATL_OK;
    }
    found = found || is_never_set(column->target);
    if (!found) {
        status = find_on_site(finding, column, &found, error);
    }
    if (status == ATL_OK && found) {
        leave_out(finding, column);
    } else if (status == ATL_OK) {
        refuse(importing, column, &why);
    }
    return status;
}

/* On Data Center "parent" stands for the epic, too, which has a column of its own in exports. */
static bool stands_for_epic(const struct import_column *column, const struct atl_jira_field *field)
{
    return !column->mapped && atl_text_equal_ignoring_case(column->target, "parent") &&
           strcmp(field->id, "parent") != 0;
}

/* Two columns for one field: the one that has its id, if it is one of them. */
static void settle_doubles(struct finding *finding)
{
    struct importing *importing = finding->importing;
    size_t count = importing->table.column_count;
    for (size_t i = 0; i < importing->rows.kinds.count; i++) {
        struct jira_rows_kind *kind = importing->rows.kinds.items[i];
        for (size_t a = 0; kind->status == ATL_OK && a < count; a++) {
            for (size_t b = a + 1; b < count; b++) {
                struct import_column *first = &importing->columns[a];
                struct import_column *second = &importing->columns[b];
                const struct atl_jira_field *field = kind->columns[a];
                struct atl_error why;
                if (field == NULL || field != kind->columns[b] || first->role != IMPORT_FIELD ||
                    second->role != IMPORT_FIELD) {
                    continue;
                }
                if (stands_for_epic(first, field)) {
                    kind->columns[a] = NULL; /* other kinds may have a parent */
                } else if (stands_for_epic(second, field)) {
                    kind->columns[b] = NULL;
                } else if (strcmp(second->target, field->id) == 0 && !first->mapped) {
                    leave_out(finding, first);
                } else if (strcmp(first->target, field->id) == 0 && !second->mapped) {
                    leave_out(finding, second);
                } else {
                    atl_fail(&why, ATL_USAGE, "'%s' and '%s' are both %s", first->name,
                             second->name, field->name);
                    atl_hint(&why, "leave one of them out: --map \"%s=\"", second->name);
                    second->role = IMPORT_LEFT_OUT;
                    import_problem_add(importing, NULL, second->name, NULL, &why);
                }
            }
        }
    }
}

enum atl_status import_columns_find(struct importing *importing, struct atl_error *error)
{
    struct finding finding = {.importing = importing};
    size_t count = importing->table.column_count;
    enum atl_status status = ATL_OK;
    for (size_t i = 0; i < importing->rows.kinds.count; i++) {
        struct jira_rows_kind *kind = importing->rows.kinds.items[i];
        kind->columns = atl_arena_alloc(arena_of(importing), (count + 1) * sizeof *kind->columns);
    }
    for (size_t i = 0; status == ATL_OK && i < count; i++) {
        if (importing->columns[i].role == IMPORT_FIELD) {
            status = find_one(&finding, i, error);
        }
    }
    if (status == ATL_OK) {
        settle_doubles(&finding);
    }
    if (status == ATL_OK && finding.left_out.length > 0) {
        atl_note(importing->rows.context->console, "Left out, as new issues can't be given it: %s",
                 finding.left_out.data);
    }
    atl_buffer_free(&finding.left_out);
    return status;
}
