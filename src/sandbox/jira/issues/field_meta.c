#include "sandbox/jira/issues/field_meta.h"

#include "sandbox/jira/issues/fields.h"

#include <string.h>

typedef const struct jira_output *output;

enum presence {
    ON_BOTH,
    ON_CREATE,
    ON_EDIT,
};

/* A system field that may be set. `allowed`: SQL that gives the ids of its values. */
struct settable {
    const char *field;
    enum presence presence;
    bool required; /* when creating */
    bool is_list;
    enum jira_object kind; /* of the values, where `allowed` is set */
    const char *allowed;   /* ?1: the project */
};

static const struct settable settables[] = {
    {"summary", ON_BOTH, true, false, JIRA_PERSON, NULL},
    {"issuetype", ON_BOTH, true, false, JIRA_ISSUE_TYPE,
     "SELECT type FROM project_type JOIN issue_type ON id = type WHERE project = ?1 ORDER BY "
     "position"},
    {"project", ON_CREATE, true, false, JIRA_PROJECT, "SELECT ?1"},
    {"description", ON_BOTH, false, false, JIRA_PERSON, NULL},
    {"environment", ON_BOTH, false, false, JIRA_PERSON, NULL},
    {"priority", ON_BOTH, false, false, JIRA_PRIORITY,
     "SELECT id FROM priority WHERE ?1 >= 0 ORDER BY position"},
    {"assignee", ON_BOTH, false, false, JIRA_PERSON, NULL},
    {"reporter", ON_BOTH, true, false, JIRA_PERSON, NULL},
    {"labels", ON_BOTH, false, true, JIRA_PERSON, NULL},
    {"components", ON_BOTH, false, true, JIRA_COMPONENT,
     "SELECT id FROM component WHERE project = ?1 ORDER BY name"},
    {"fixVersions", ON_BOTH, false, true, JIRA_VERSION,
     "SELECT id FROM version WHERE project = ?1 AND archived = 0 ORDER BY position"},
    {"versions", ON_BOTH, false, true, JIRA_VERSION,
     "SELECT id FROM version WHERE project = ?1 AND archived = 0 ORDER BY position"},
    {"duedate", ON_BOTH, false, false, JIRA_PERSON, NULL},
    {"timetracking", ON_BOTH, false, false, JIRA_PERSON, NULL},
    {"issuelinks", ON_BOTH, false, true, JIRA_PERSON, NULL},
    {"comment", ON_EDIT, false, true, JIRA_PERSON, NULL},
};

static const struct system_field *find_system(const char *id)
{
    for (size_t i = 0; i < system_field_count(); i++) {
        if (strcmp(system_field_at(i)->id, id) == 0) {
            return system_field_at(i);
        }
    }
    return NULL;
}

/* ---- one field ---- */

static void open_field(output out, const struct field_meta *meta, const char *id, const char *name,
                       bool required)
{
    emit_object(out->json, meta->as_array ? NULL : id);
    emit_bool(out->json, "required", required);
    emit_text(out->json, "name", name);
    emit_text(out->json, "key", id);
    if (meta->as_array) {
        emit_text(out->json, "fieldId", id);
    }
    emit_bool(out->json, "hasDefaultValue", false);
}

static void emit_operations(output out, bool is_list)
{
    emit_array(out->json, "operations");
    if (is_list) {
        emit_text(out->json, NULL, "add");
    }
    emit_text(out->json, NULL, "set");
    if (is_list) {
        emit_text(out->json, NULL, "remove");
    }
    emit_array_end(out->json);
}

static void emit_allowed(output out, enum jira_object kind, const char *sql, int64_t argument)
{
    emit_array(out->json, "allowedValues");
    struct rows rows = store_select(&out->sandbox->store, sql, VALUES(sql_integer(argument)));
    while (rows_next(&rows)) {
        jira_emit(out, NULL, kind, rows_integer(&rows, 0));
    }
    emit_array_end(out->json);
}

static void emit_system(output out, const struct field_meta *meta, const struct settable *settable)
{
    const struct system_field *field = find_system(settable->field);
    open_field(out, meta, field->id, field->name, settable->required);
    system_field_emit_schema(out->json, "schema", field);
    emit_operations(out, settable->is_list);
    if (settable->allowed != NULL) {
        emit_allowed(out, settable->kind, settable->allowed, meta->project);
    }
    emit_object_end(out->json);
}

/* The parent has no schema among the fields, as nothing else is of its type. */
static void emit_parent(output out, const struct field_meta *meta, bool required)
{
    open_field(out, meta, "parent", "Parent", required);
    emit_object(out->json, "schema");
    emit_text(out->json, "type", "issuelink");
    emit_text(out->json, "system", "parent");
    emit_object_end(out->json);
    emit_operations(out, false);
    emit_object_end(out->json);
}

/* Cascades hold their second level as "children". */
static void emit_children(output out, int64_t parent)
{
    atl_buffer_truncate(out->json, out->json->length - 1); /* the option's closing brace */
    emit_array(out->json, "children");
    struct rows rows = store_select(&out->sandbox->store,
                                    "SELECT id FROM field_option WHERE parent = ? AND disabled = 0 "
                                    "ORDER BY position",
                                    VALUES(sql_integer(parent)));
    while (rows_next(&rows)) {
        jira_emit(out, NULL, JIRA_OPTION, rows_integer(&rows, 0));
    }
    emit_array_end(out->json);
    emit_object_end(out->json);
}

static void emit_options(output out, const struct custom_field *field)
{
    emit_array(out->json, "allowedValues");
    struct rows rows =
        store_select(&out->sandbox->store,
                     "SELECT id FROM field_option WHERE field = ? AND parent IS NULL "
                     "AND disabled = 0 ORDER BY position",
                     VALUES(sql_integer(field->id)));
    while (rows_next(&rows)) {
        jira_emit(out, NULL, JIRA_OPTION, rows_integer(&rows, 0));
        if (field->type == CUSTOM_CASCADING) {
            emit_children(out, rows_integer(&rows, 0));
        }
    }
    emit_array_end(out->json);
}

static void emit_custom(output out, const struct field_meta *meta, const struct custom_field *field)
{
    const struct custom_kind *kind = custom_kind(field->type);
    bool required = field->type == CUSTOM_EPIC_NAME && !sandbox_is_cloud(out->sandbox);
    open_field(out, meta, field->key, field->name, required && meta->creating);
    custom_field_emit_schema(out->json, "schema", field);
    emit_operations(out, kind->multiple && field->type != CUSTOM_SPRINT);
    if (kind->has_options) {
        emit_options(out, field);
    }
    emit_object_end(out->json);
}

/* ---- all ---- */

static bool is_present(const struct field_meta *meta, const struct settable *settable)
{
    return settable->presence == ON_BOTH || (settable->presence == ON_CREATE) == meta->creating;
}

static int64_t level_of(output out, int64_t type)
{
    return store_integer(&out->sandbox->store, 0, "SELECT level FROM issue_type WHERE id = ?",
                         VALUES(sql_integer(type)));
}

/* What is above an issue is its parent on Cloud; on Data Center sub-tasks alone have one. */
static bool has_parent(output out, int64_t level)
{
    return sandbox_is_cloud(out->sandbox) || level < 0;
}

/* Ranks are on no screen; epics have a name, and what is below them a link to one. */
static bool is_on_screen(const struct custom_field *field, int64_t level, bool is_team_managed)
{
    switch (field->type) {
    case CUSTOM_RANK:
        return false;
    case CUSTOM_EPIC_NAME:
        return level == 1 && !is_team_managed;
    case CUSTOM_EPIC_LINK:
        return level == 0 && !is_team_managed;
    default:
        return true;
    }
}

/* The custom fields on the screen: returns how many there are, and writes them if told to. */
static int64_t walk_customs(output out, const struct field_meta *meta, bool emit)
{
    struct custom_field *customs;
    int64_t level = level_of(out, meta->type);
    bool is_team_managed =
        store_exists(&out->sandbox->store, "SELECT 1 FROM project WHERE id = ? AND simplified",
                     VALUES(sql_integer(meta->project)));
    size_t count = custom_fields_load(out->sandbox, out->arena, &customs);
    int64_t shown = 0;
    for (size_t i = 0; i < count; i++) {
        if (is_on_screen(&customs[i], level, is_team_managed)) {
            shown++;
            if (emit) {
                emit_custom(out, meta, &customs[i]);
            }
        }
    }
    return shown;
}

void field_meta_emit(const struct jira_output *out, const struct field_meta *meta)
{
    for (size_t i = 0; i < sizeof settables / sizeof *settables; i++) {
        if (is_present(meta, &settables[i])) {
            emit_system(out, meta, &settables[i]);
        }
    }
    int64_t level = level_of(out, meta->type);
    if (has_parent(out, level)) {
        emit_parent(out, meta, level < 0);
    }
    walk_customs(out, meta, true);
}

int64_t field_meta_count(const struct jira_output *out, const struct field_meta *meta)
{
    int64_t count = has_parent(out, level_of(out, meta->type));
    for (size_t i = 0; i < sizeof settables / sizeof *settables; i++) {
        count += is_present(meta, &settables[i]);
    }
    return count + walk_customs(out, meta, false);
}

void field_meta_emit_resolution(const struct jira_output *out)
{
    static const struct settable resolution = {
        "resolution", ON_BOTH,         true,
        false,        JIRA_RESOLUTION, "SELECT id FROM resolution WHERE ?1 >= 0 ORDER BY position"};
    const struct field_meta meta = {.project = 0};
    emit_system(out, &meta, &resolution);
}
