/* A request's "fields" and "update": which function sets which field. */
#include "sandbox/jira/issues/change.h"
#include "sandbox/jira/issues/issue_parts.h"

#include <string.h>

struct setter {
    const char *field;
    /* Either of the two. */
    void (*set)(struct issue_change *change, const cJSON *value);
    void (*set_list)(struct issue_change *change, enum operation operation, const cJSON *value);
};

/* On Data Center sub-tasks alone have a parent; what is above others is in a field of its own. */
static void set_parent_field(struct issue_change *change, const cJSON *value)
{
    if (!sandbox_is_cloud(change->sandbox) &&
        !store_exists(&change->sandbox->store,
                      "SELECT 1 FROM issue_type WHERE id = ? AND subtask = 1",
                      VALUES(sql_integer(change->issue.type)))) {
        change_problem(change, "parent",
                       "Field 'parent' cannot be set. It is not on the appropriate screen, or "
                       "unknown.");
        return;
    }
    set_parent(change, value);
}

static const struct setter setters[] = {
    {"summary", set_summary, NULL},
    {"description", set_description, NULL},
    {"environment", set_environment, NULL},
    {"issuetype", set_type, NULL},
    {"priority", set_priority, NULL},
    {"assignee", set_assignee, NULL},
    {"reporter", set_reporter, NULL},
    {"duedate", set_due, NULL},
    {"parent", set_parent_field, NULL},
    {"resolution", set_resolution, NULL},
    {"timetracking", set_time_tracking, NULL},
    {"labels", NULL, set_labels},
    {"components", NULL, set_components},
    {"fixVersions", NULL, set_fix_versions},
    {"versions", NULL, set_affected_versions},
};

static const struct setter *find_setter(const char *field)
{
    for (size_t i = 0; i < sizeof setters / sizeof *setters; i++) {
        if (strcmp(setters[i].field, field) == 0) {
            return &setters[i];
        }
    }
    return NULL;
}

static void set_field(struct issue_change *change, const char *field, enum operation operation,
                      const cJSON *value)
{
    const struct setter *setter = find_setter(field);
    if (setter != NULL && setter->set_list != NULL) {
        setter->set_list(change, operation, value);
    } else if (setter != NULL && operation == OPERATION_SET) {
        setter->set(change, value);
    } else if (setter != NULL) {
        change_problem(change, field, "Field does not support operation '%s'.",
                       operation == OPERATION_ADD ? "add" : "remove");
    } else if (!set_custom(change, field, operation, value)) {
        change_problem(change, field,
                       "Field '%s' cannot be set. It is not on the appropriate screen, or unknown.",
                       field);
    }
}

/* ---- "update": {"labels": [{"add": "x"}, {"remove": "y"}]} ---- */

static bool read_operation(const char *name, enum operation *operation)
{
    static const char *const names[] = {
        [OPERATION_SET] = "set", [OPERATION_ADD] = "add", [OPERATION_REMOVE] = "remove"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i], name) == 0) {
            *operation = (enum operation)i;
            return true;
        }
    }
    /* "edit" changes parts of a value; for those that have parts here it is the same as setting. */
    *operation = OPERATION_SET;
    return strcmp(name, "edit") == 0;
}

static void apply_step(struct issue_change *change, const char *field, const cJSON *step)
{
    enum operation operation;
    const cJSON *value = cJSON_IsObject(step) ? step->child : NULL;
    if (value == NULL || !read_operation(value->string, &operation)) {
        change_problem(
            change, field,
            "An operation of '%s' must be an object with one of: set, add, remove, edit.", field);
    } else if (!part_add(change, field, operation, value)) {
        set_field(change, field, operation, value);
    }
}

static void apply_update(struct issue_change *change, const cJSON *update)
{
    const cJSON *field;
    const cJSON *step;
    cJSON_ArrayForEach(field, update)
    {
        if (!cJSON_IsArray(field)) {
            change_problem(change, field->string, "data was not an array");
            continue;
        }
        cJSON_ArrayForEach(step, field)
        {
            apply_step(change, field->string, step);
        }
    }
}

/* ---- both ---- */

/* What creating an issue has settled already. */
static bool is_settled(const struct issue_change *change, const char *field)
{
    return change->creating && (strcmp(field, "project") == 0 || strcmp(field, "issuetype") == 0);
}

bool change_apply(struct issue_change *change, const cJSON *fields, const cJSON *update)
{
    const cJSON *field;
    cJSON_ArrayForEach(field, fields)
    {
        if (is_settled(change, field->string)) {
            continue;
        }
        if (atl_json_member(update, field->string) != NULL) {
            change_problem(change, field->string,
                           "Field '%s' cannot appear in both 'fields' and 'update'", field->string);
            continue;
        }
        set_field(change, field->string, OPERATION_SET, field);
    }
    apply_update(change, update);
    return change->problems->count == 0;
}
