/* Fields that a site has made for itself: what types there are, and how their values look. */
#include "sandbox/jira/issues/fields.h"

#include <inttypes.h>
#include <string.h>

typedef const struct jira_output *output;

#define PLATFORM "com.atlassian.jira.plugin.system.customfieldtypes:"
#define AGILE    "com.pyxis.greenhopper.jira:"

static const struct custom_kind kinds[CUSTOM_TYPE_COUNT] = {
    [CUSTOM_NUMBER] = {"number", "number", NULL, PLATFORM "float", PLATFORM "exactnumber", false,
                       false},
    [CUSTOM_TEXT] = {"text", "string", NULL, PLATFORM "textfield", PLATFORM "textsearcher", false,
                     false},
    [CUSTOM_TEXTAREA] = {"textarea", "string", NULL, PLATFORM "textarea", PLATFORM "textsearcher",
                         false, false},
    [CUSTOM_SELECT] = {"select", "option", NULL, PLATFORM "select", PLATFORM "multiselectsearcher",
                       false, true},
    [CUSTOM_MULTISELECT] = {"multiselect", "array", "option", PLATFORM "multiselect",
                            PLATFORM "multiselectsearcher", true, true},
    [CUSTOM_RADIO] = {"radio", "option", NULL, PLATFORM "radiobuttons",
                      PLATFORM "multiselectsearcher", false, true},
    [CUSTOM_CHECKBOXES] = {"checkboxes", "array", "option", PLATFORM "multicheckboxes",
                           PLATFORM "multiselectsearcher", true, true},
    [CUSTOM_CASCADING] = {"cascading", "option-with-child", NULL, PLATFORM "cascadingselect",
                          PLATFORM "cascadingselectsearcher", false, true},
    [CUSTOM_DATE] = {"date", "date", NULL, PLATFORM "datepicker", PLATFORM "daterange", false,
                     false},
    [CUSTOM_DATETIME] = {"datetime", "datetime", NULL, PLATFORM "datetime",
                         PLATFORM "datetimerange", false, false},
    [CUSTOM_USER] = {"user", "user", NULL, PLATFORM "userpicker",
                     PLATFORM "userpickergroupsearcher", false, false},
    [CUSTOM_USERS] = {"users", "array", "user", PLATFORM "multiuserpicker",
                      PLATFORM "userpickergroupsearcher", true, false},
    [CUSTOM_LABELS] = {"labels", "array", "string", PLATFORM "labels", PLATFORM "labelsearcher",
                       true, false},
    [CUSTOM_URL] = {"url", "string", NULL, PLATFORM "url", PLATFORM "exacttextsearcher", false,
                    false},
    [CUSTOM_SPRINT] = {"sprint", "array", "json", AGILE "gh-sprint", AGILE "gh-sprint-searcher",
                       true, false},
    [CUSTOM_RANK] = {"rank", "any", NULL, AGILE "gh-lexo-rank", AGILE "gh-lexo-rank-searcher",
                     false, false},
    [CUSTOM_EPIC_LINK] = {"epic-link", "any", NULL, AGILE "gh-epic-link",
                          AGILE "gh-epic-link-searcher", false, false},
    [CUSTOM_EPIC_NAME] = {"epic-name", "string", NULL, AGILE "gh-epic-label",
                          AGILE "gh-epic-label-searcher", false, false},
};

const struct custom_kind *custom_kind(enum custom_type type)
{
    return &kinds[type];
}

bool custom_type_find(const char *name, enum custom_type *type)
{
    for (size_t i = 0; i < CUSTOM_TYPE_COUNT; i++) {
        if (atl_text_equal(kinds[i].name, name)) {
            *type = (enum custom_type)i;
            return true;
        }
    }
    return false;
}

size_t custom_fields_load(struct sandbox *sandbox, struct atl_arena *arena,
                          struct custom_field **fields)
{
    struct store *store = &sandbox->store;
    size_t most = (size_t)store_integer(store, 0, "SELECT count(*) FROM field", NO_VALUES);
    size_t count = 0;
    *fields = atl_arena_alloc(arena, (most + 1) * sizeof **fields);
    struct rows rows =
        store_select(store, "SELECT id, name, type FROM field ORDER BY id", NO_VALUES);
    while (rows_next(&rows) && count < most) {
        struct custom_field *field = &(*fields)[count];
        field->id = rows_integer(&rows, 0);
        field->key = atl_arena_printf(arena, "customfield_%" PRId64, field->id);
        field->name = rows_copy(&rows, 1, arena);
        count += custom_type_find(rows_text(&rows, 2), &field->type);
    }
    rows_finish(&rows);
    return count;
}

/* ---- schemas ---- */

void custom_field_emit_schema(struct atl_buffer *json, const char *key,
                              const struct custom_field *field)
{
    const struct custom_kind *kind = &kinds[field->type];
    /* Jira calls the story points of its boards' own making by another name than other numbers. */
    bool is_points = field->type == CUSTOM_NUMBER && field->id == 10016;
    emit_object(json, key);
    emit_text(json, "type", kind->schema_type);
    if (kind->schema_items != NULL) {
        emit_text(json, "items", kind->schema_items);
    }
    emit_text(json, "custom", is_points ? AGILE "jsw-story-points" : kind->schema_custom);
    emit_integer(json, "customId", field->id);
    emit_object_end(json);
}

/* ---- values that have a table of their own ---- */

static void emit_sprints(output out, const char *key, const struct jira_issue *issue)
{
    struct rows rows = store_select(
        &out->sandbox->store, "SELECT sprint FROM issue_sprint WHERE issue = ? ORDER BY sprint",
        VALUES(sql_integer(issue->id)));
    bool any = false;
    while (rows_next(&rows)) {
        if (!any) {
            emit_array(out->json, key);
        }
        jira_emit(out, NULL, JIRA_SPRINT, rows_integer(&rows, 0));
        any = true;
    }
    if (any) {
        emit_array_end(out->json);
    } else {
        emit_null(out->json, key);
    }
}

/* Ranks are texts that sort as the numbers do. */
static void emit_rank(output out, const char *key, const struct jira_issue *issue)
{
    emit_format(out->json, key, "0|i%020.6f:", issue->rank);
}

/* An epic is the parent of its issues; the link is another name for that. */
static void emit_epic_link(output out, const char *key, const struct jira_issue *issue)
{
    bool below_epic = store_exists(&out->sandbox->store, "SELECT 1 FROM epic WHERE issue = ?",
                                   VALUES(sql_integer(issue->parent)));
    emit_text(out->json, key,
              below_epic ? issue_key(out->sandbox, out->arena, issue->parent) : NULL);
}

static void emit_epic_name(output out, const char *key, const struct jira_issue *issue)
{
    emit_text(out->json, key,
              store_text(&out->sandbox->store, out->arena, "SELECT name FROM epic WHERE issue = ?",
                         VALUES(sql_integer(issue->id))));
}

/* True when the field's values are elsewhere, and it was written. */
static bool emit_from_elsewhere(output out, const struct custom_field *field,
                                const struct jira_issue *issue)
{
    switch (field->type) {
    case CUSTOM_SPRINT:
        emit_sprints(out, field->key, issue);
        return true;
    case CUSTOM_RANK:
        emit_rank(out, field->key, issue);
        return true;
    case CUSTOM_EPIC_LINK:
        emit_epic_link(out, field->key, issue);
        return true;
    case CUSTOM_EPIC_NAME:
        emit_epic_name(out, field->key, issue);
        return true;
    default:
        return false;
    }
}

/* ---- values from the table issue_value ---- */

static void emit_value(output out, const char *key, enum custom_type type, const struct rows *rows)
{
    switch (type) {
    case CUSTOM_NUMBER:
        emit_real(out->json, key, rows_real(rows, 1));
        break;
    case CUSTOM_TEXTAREA:
        jira_emit_body(out, key, rows_text(rows, 1));
        break;
    case CUSTOM_SELECT:
    case CUSTOM_MULTISELECT:
    case CUSTOM_RADIO:
    case CUSTOM_CHECKBOXES:
    case CUSTOM_CASCADING:
        jira_emit(out, key, JIRA_OPTION, rows_integer(rows, 1));
        break;
    case CUSTOM_DATE:
        jira_emit_date(out, key, rows_integer(rows, 1));
        break;
    case CUSTOM_DATETIME:
        jira_emit_time(out, key, rows_integer(rows, 1));
        break;
    case CUSTOM_USER:
    case CUSTOM_USERS:
        jira_emit(out, key, JIRA_PERSON, rows_integer(rows, 1));
        break;
    default:
        emit_text(out->json, key, rows_text(rows, 1));
        break;
    }
}

/* Reads on to the first row that isn't of this field. False at the end. */
static bool skip_to(struct rows *rows, int64_t field, bool *at_row)
{
    while (*at_row && rows_integer(rows, 0) < field) {
        *at_row = rows_next(rows);
    }
    return *at_row && rows_integer(rows, 0) == field;
}

static void emit_many(output out, const struct custom_field *field, struct rows *rows, bool *at_row)
{
    emit_array(out->json, field->key);
    while (skip_to(rows, field->id, at_row)) {
        emit_value(out, NULL, field->type, rows);
        *at_row = rows_next(rows);
    }
    emit_array_end(out->json);
}

/* The parent option, with its child inside. */
static void emit_cascade(output out, const struct custom_field *field, struct rows *rows,
                         bool *at_row)
{
    jira_emit(out, field->key, JIRA_OPTION, rows_integer(rows, 1));
    *at_row = rows_next(rows);
    if (skip_to(rows, field->id, at_row)) {
        atl_buffer_truncate(out->json, out->json->length - 1); /* its closing brace */
        jira_emit(out, "child", JIRA_OPTION, rows_integer(rows, 1));
        emit_object_end(out->json);
        *at_row = rows_next(rows);
    }
}

static void emit_from_rows(output out, const struct custom_field *field, struct rows *rows,
                           bool *at_row)
{
    if (!skip_to(rows, field->id, at_row)) {
        emit_null(out->json, field->key);
    } else if (kinds[field->type].multiple) {
        emit_many(out, field, rows, at_row);
    } else if (field->type == CUSTOM_CASCADING) {
        emit_cascade(out, field, rows, at_row);
    } else {
        emit_value(out, field->key, field->type, rows);
    }
}

void custom_fields_emit(const struct jira_output *out, const struct jira_issue *issue,
                        const struct custom_field *fields, const bool *wanted, size_t count)
{
    struct rows rows = store_select(&out->sandbox->store,
                                    "SELECT field, value FROM issue_value WHERE issue = ? "
                                    "ORDER BY field, position",
                                    VALUES(sql_integer(issue->id)));
    bool at_row = rows_next(&rows);
    for (size_t i = 0; i < count; i++) {
        const struct custom_field *field = &fields[i];
        if (wanted[i] && !emit_from_elsewhere(out, field, issue)) {
            emit_from_rows(out, field, &rows, &at_row);
        }
    }
    rows_finish(&rows);
}
