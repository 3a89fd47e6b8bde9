/* What fields choose from: by which name, and by which number, things are found. */
#include "sandbox/query/jql_compiler.h"

#include <string.h>

const struct jql_domain jql_projects = {
    .by_name = "SELECT id, id FROM project WHERE key = ?1 OR name = ?1 COLLATE NOCASE",
    .by_id = "SELECT id, id FROM project WHERE id = ?1",
};

const struct jql_domain jql_statuses = {
    .by_name = "SELECT id, NULL FROM status WHERE name = ?1 COLLATE NOCASE",
    .by_id = "SELECT id, NULL FROM status WHERE id = ?1",
};

const struct jql_domain jql_categories = {
    .by_name = "SELECT id, NULL FROM status_category WHERE name = ?1 COLLATE NOCASE"
               " OR key = ?1 COLLATE NOCASE",
    .by_id = "SELECT id, NULL FROM status_category WHERE id = ?1",
};

const struct jql_domain jql_types = {
    .by_name = "SELECT id, NULL FROM issue_type WHERE name = ?1 COLLATE NOCASE",
    .by_id = "SELECT id, NULL FROM issue_type WHERE id = ?1",
};

/* "priority > Medium" asks for what is more urgent, which comes first. */
const struct jql_domain jql_priorities = {
    .by_name = "SELECT id, NULL FROM priority WHERE name = ?1 COLLATE NOCASE",
    .by_id = "SELECT id, NULL FROM priority WHERE id = ?1",
    .relation = {"SELECT other.id FROM priority AS other JOIN priority AS wanted"
                 " ON wanted.position",
                 "other.position WHERE wanted.id"},
};

const struct jql_domain jql_resolutions = {
    .by_name = "SELECT id, NULL FROM resolution WHERE name = ?1 COLLATE NOCASE",
    .by_id = "SELECT id, NULL FROM resolution WHERE id = ?1",
};

const struct jql_domain jql_people = {
    .by_name = "SELECT id, NULL FROM person WHERE account_id = ?1 COLLATE NOCASE"
               " OR username = ?1 COLLATE NOCASE OR email = ?1 COLLATE NOCASE"
               " OR name = ?1 COLLATE NOCASE OR key = ?1 COLLATE NOCASE",
};

const struct jql_domain jql_components = {
    .by_name = "SELECT id, project FROM component WHERE name = ?1 COLLATE NOCASE",
    .by_id = "SELECT id, project FROM component WHERE id = ?1",
};

/* Versions are in order within their project only. */
const struct jql_domain jql_versions = {
    .by_name = "SELECT id, project FROM version WHERE name = ?1 COLLATE NOCASE",
    .by_id = "SELECT id, project FROM version WHERE id = ?1",
    .relation = {"SELECT other.id FROM version AS other JOIN version AS wanted"
                 " ON other.project = wanted.project AND other.position",
                 "wanted.position WHERE wanted.id"},
};

/* Keys are compared within their project only, as their numbers count there. */
const struct jql_domain jql_issues = {
    .relation = {"SELECT other.id FROM issue AS other JOIN issue AS wanted"
                 " ON other.project = wanted.project AND other.number",
                 "wanted.number WHERE wanted.id"},
};

const struct jql_domain jql_sprints = {
    .by_name = "SELECT sprint.id, board.project FROM sprint JOIN board ON board.id = sprint.board"
               " WHERE sprint.name = ?1 COLLATE NOCASE",
    .by_id = "SELECT sprint.id, board.project FROM sprint JOIN board ON board.id = sprint.board"
             " WHERE sprint.id = ?1",
};

#define NO_DIRECTION                                                                               \
    " OR (name = ?1 COLLATE NOCASE AND NOT EXISTS (SELECT 1 FROM link_type"                        \
    " WHERE ?1 COLLATE NOCASE IN (outward, inward)))"

/*
 * A type and a direction: even outward ("blocks"), odd inward ("is blocked by"). A type's own name
 * stands for both.
 */
const struct jql_domain jql_link_types = {
    .by_name = "SELECT id * 2, NULL FROM link_type WHERE outward = ?1 COLLATE NOCASE" NO_DIRECTION
               " UNION SELECT id * 2 + 1, NULL FROM link_type"
               " WHERE inward = ?1 COLLATE NOCASE" NO_DIRECTION,
};

const struct jql_domain jql_options = {
    .by_name = "SELECT id, NULL FROM field_option WHERE field = ?2 AND value = ?1 COLLATE NOCASE",
    .by_id = "SELECT id, NULL FROM field_option WHERE field = ?2 AND id = ?1",
};

/* The same, but cascadeOption() is for these alone. */
const struct jql_domain jql_cascades = {
    .by_name = "SELECT id, NULL FROM field_option WHERE field = ?2 AND value = ?1 COLLATE NOCASE",
    .by_id = "SELECT id, NULL FROM field_option WHERE field = ?2 AND id = ?1",
};

static bool is_hidden(const struct jql_context *context, int64_t project)
{
    for (size_t i = 0; i < context->hidden_count; i++) {
        if (context->hidden_projects[i] == project) {
            return true;
        }
    }
    return false;
}

size_t jql_add_ids(struct jql_compiler *compiler, struct jql_values *values, const char *sql,
                   const struct value *parameters)
{
    size_t added = 0;
    struct rows rows = store_select(compiler->context->store, sql, parameters);
    while (rows_next(&rows)) {
        if (!is_hidden(compiler->context, rows_optional(&rows, 1))) {
            jql_add_value(compiler, values, sql_integer(rows_integer(&rows, 0)));
            added++;
        }
    }
    return added;
}

/* By name first, as a thing may be called like another one's number. */
size_t jql_look_up(struct jql_compiler *compiler, const struct jql_domain *domain,
                   const struct jql_field *field, const char *text, struct jql_values *values)
{
    int64_t custom = field == NULL ? 0 : field->custom_id;
    size_t added =
        jql_add_ids(compiler, values, domain->by_name, VALUES(sql_text(text), sql_integer(custom)));
    int64_t id;
    if (added == 0 && domain->by_id != NULL && atl_text_to_integer(text, 0, INT64_MAX, &id)) {
        added = jql_add_ids(compiler, values, domain->by_id,
                            VALUES(sql_integer(id), sql_integer(custom)));
    }
    return added;
}

static int64_t first_id(struct jql_compiler *compiler, const char *sql,
                        const struct value *parameters)
{
    struct jql_values found = {0};
    jql_add_ids(compiler, &found, sql, parameters);
    return found.count == 0 ? -1 : found.items[0].integer;
}

int64_t jql_find_issue(struct jql_compiler *compiler, const char *text)
{
    const char *dash = strrchr(text, '-');
    int64_t number;
    if (dash == NULL) {
        return !atl_text_to_integer(text, 0, INT64_MAX, &number)
                   ? -1
                   : first_id(compiler, "SELECT id, project FROM issue WHERE id = ?",
                              VALUES(sql_integer(number)));
    }
    if (!atl_text_to_integer(dash + 1, 1, INT64_MAX, &number)) {
        return -1;
    }
    const char *project = atl_arena_strndup(compiler->arena, text, (size_t)(dash - text));
    const struct value key[] = {sql_text(project), sql_integer(number), {.kind = VALUE_END}};
    int64_t id = first_id(compiler,
                          "SELECT issue.id, project FROM issue JOIN project"
                          " ON project.id = issue.project WHERE project.key = ?1 AND number = ?2",
                          key);
    return id >= 0 ? id
                   : first_id(compiler,
                              "SELECT issue.id, issue.project FROM issue_old_key JOIN project"
                              " ON project.id = issue_old_key.project JOIN issue"
                              " ON issue.id = issue_old_key.issue"
                              " WHERE project.key = ?1 AND issue_old_key.number = ?2",
                              key);
}
