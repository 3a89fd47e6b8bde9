/* What is below content, what was before, what may be done with it. */
#include "sandbox/confluence/v1/parts.h"
#include "sandbox/server/emit.h"

#include <inttypes.h>
#include <string.h>

enum {
    MOST_CHILDREN = 25, /* in an answer about something else */
};

/* ---- below ---- */

const char v1_child_order[] = " ORDER BY content.position, content.id";

static void add_below(const struct confluence_output *out, struct sql *sql,
                      const struct content *content, enum content_type type, const char *condition)
{
    sql_printf(sql,
               "SELECT " CONTENT_COLUMNS " FROM content WHERE content.status = 'current'"
               " AND content.type = '%s' AND %s",
               content_type_name(type), condition);
    sql_value(sql, sql_integer(content->id));
    content_add_visible(out->sandbox, sql, false);
}

void v1_add_children(const struct confluence_output *out, struct sql *sql,
                     const struct content *content, enum content_type type)
{
    const char *condition = "content.container = ?";
    if (type == CONTENT_COMMENT && content->type != CONTENT_COMMENT) {
        condition = "content.container = ? AND content.parent IS NULL";
    } else if (type == CONTENT_COMMENT || ((unsigned)type & CONTENT_IN_TREE) != 0) {
        condition = "content.parent = ?";
    }
    add_below(out, sql, content, type, condition);
}

void v1_add_descendants(const struct confluence_output *out, struct sql *sql,
                        const struct content *content, enum content_type type)
{
    const char *condition = "content.container = ?";
    if (((unsigned)type & CONTENT_IN_TREE) != 0 || content->type == CONTENT_COMMENT) {
        condition = "content.id IN (WITH RECURSIVE below(id) AS"
                    " (SELECT id FROM content WHERE parent = ? UNION"
                    " SELECT child.id FROM content AS child JOIN below ON child.parent = below.id)"
                    " SELECT id FROM below)";
    }
    add_below(out, sql, content, type, condition);
}

/* One type of children as a list with its own paging. */
static void emit_list(const struct confluence_output *out, const struct content *content,
                      enum content_type type, bool all, const struct v1_expand *expand)
{
    struct sql sql = {0};
    struct content child;
    int64_t count = 0;
    if (all) {
        v1_add_descendants(out, &sql, content, type);
    } else {
        v1_add_children(out, &sql, content, type);
    }
    sql_printf(&sql, "%s LIMIT %d", v1_child_order, (int)MOST_CHILDREN);
    struct rows rows = store_select_sql(&out->sandbox->store, &sql);
    emit_object(out->json, content_type_name(type));
    emit_array(out->json, "results");
    while (rows_next(&rows)) {
        content_from_row(&rows, out->arena, &child);
        v1_emit_content(out, NULL, &child, expand);
        count++;
    }
    const char *self = atl_arena_printf(out->arena, "/rest/api/content/%s/%s/%s",
                                        content_write_id(out->arena, content),
                                        all ? "descendant" : "child", content_type_name(type));
    v1_emit_part_end(out, MOST_CHILDREN, count, self);
    emit_object_end(out->json);
    sql_free(&sql);
}

static const enum content_type child_types[] = {CONTENT_PAGE, CONTENT_COMMENT, CONTENT_ATTACHMENT};

void v1_emit_below(const struct confluence_output *out, const char *key,
                   const struct content *content, const char *name, const struct v1_expand *expand)
{
    bool all = strcmp(name, "descendants") == 0;
    const char *id = content_write_id(out->arena, content);
    const char *word = all ? "descendant" : "child";
    bool listed[sizeof child_types / sizeof *child_types] = {false};
    emit_object(out->json, key);
    for (size_t i = 0; i < sizeof child_types / sizeof *child_types; i++) {
        const char *type = content_type_name(child_types[i]);
        listed[i] = v1_expands(expand, type);
        if (listed[i]) {
            struct v1_expand below = v1_expand_below(out->arena, expand, type);
            emit_list(out, content, child_types[i], all, &below);
        }
    }
    emit_object(out->json, "_links");
    emit_format(out->json, "self", "%s/rest/api/content/%s/%s", v1_base(out), id, word);
    emit_object_end(out->json);
    emit_object(out->json, "_expandable");
    for (size_t i = 0; i < sizeof child_types / sizeof *child_types; i++) {
        const char *type = content_type_name(child_types[i]);
        if (!listed[i]) {
            emit_format(out->json, type, "/rest/api/content/%s/%s/%s", id, word, type);
        }
    }
    emit_object_end(out->json);
    emit_object_end(out->json);
}

/* Which types of children there are at all. */
static void emit_child_types(const struct confluence_output *out, const struct content *content)
{
    emit_object(out->json, "childTypes");
    for (size_t i = 0; i < sizeof child_types / sizeof *child_types; i++) {
        struct sql sql = {0};
        v1_add_children(out, &sql, content, child_types[i]);
        sql_add(&sql, " LIMIT 1");
        emit_object(out->json, content_type_name(child_types[i]));
        emit_bool(out->json, "value", store_integer_sql(&out->sandbox->store, -1, &sql) >= 0);
        emit_object(out->json, "_links");
        emit_format(out->json, "self", "%s/rest/api/content/%s/child/%s", v1_base(out),
                    content_write_id(out->arena, content), content_type_name(child_types[i]));
        emit_object_end(out->json);
        emit_object_end(out->json);
        sql_free(&sql);
    }
    emit_object(out->json, "_expandable");
    emit_object_end(out->json);
    emit_object_end(out->json);
}

/* ---- what may be done ---- */

static void emit_operations(const struct confluence_output *out, const struct content *content)
{
    static const char *const operations[] = {"read", "update", "delete", "restore", "copy", "move"};
    bool may_update = content_may_update(out->sandbox, content);
    emit_array(out->json, "operations");
    for (size_t i = 0; i < (may_update ? sizeof operations / sizeof *operations : 1); i++) {
        emit_object(out->json, NULL);
        emit_text(out->json, "operation", operations[i]);
        emit_text(out->json, "targetType", content_type_name(content->type));
        emit_object_end(out->json);
    }
    emit_array_end(out->json);
}

void v1_emit_parts(const struct confluence_output *out, const struct content *content,
                   const struct v1_expand *expand)
{
    static const char *const below[] = {"children", "descendants"};
    for (size_t i = 0; i < sizeof below / sizeof *below; i++) {
        if (v1_expands(expand, below[i])) {
            struct v1_expand deeper = v1_expand_below(out->arena, expand, below[i]);
            v1_emit_below(out, below[i], content, below[i], &deeper);
        }
    }
    if (v1_expands(expand, "childTypes")) {
        emit_child_types(out, content);
    }
    if (v1_expands(expand, "operations")) {
        emit_operations(out, content);
    }
    if (v1_expands(expand, "restrictions")) {
        struct v1_expand deeper = v1_expand_below(out->arena, expand, "restrictions");
        v1_emit_restrictions(out, "restrictions", content, &deeper);
    }
}

/* ---- history ---- */

static void emit_neighbour(const struct confluence_output *out, const char *key,
                           const struct content *content, int64_t number,
                           const struct v1_expand *expand)
{
    struct content_version version;
    if (v1_expands(expand, key) &&
        content_version_load(&out->sandbox->store, out->arena, content, number, &version)) {
        struct v1_expand below = v1_expand_below(out->arena, expand, key);
        v1_emit_version(out, key, content, &version, &below);
    }
}

static void emit_contributors(const struct confluence_output *out, const struct content *content)
{
    struct value values[] = {sql_integer(content->id), {.kind = VALUE_END}};
    static const char people[] = "SELECT id, account_id, key FROM person WHERE id IN"
                                 " (SELECT creator FROM content WHERE id = ?1 UNION"
                                 " SELECT modifier FROM content WHERE id = ?1 UNION"
                                 " SELECT author FROM content_version WHERE content = ?1)"
                                 " ORDER BY id";
    bool is_cloud = sandbox_is_cloud(out->sandbox);
    emit_object(out->json, "contributors");
    emit_object(out->json, "publishers");
    emit_array(out->json, "users");
    struct rows rows = store_select(&out->sandbox->store, people, values);
    while (rows_next(&rows)) {
        v1_emit_person(out, NULL, rows_integer(&rows, 0));
    }
    emit_array_end(out->json);
    emit_array(out->json, "userKeys");
    rows = store_select(&out->sandbox->store, people, values);
    while (rows_next(&rows)) {
        emit_text(out->json, NULL, rows_text(&rows, is_cloud ? 1 : 2));
    }
    emit_array_end(out->json);
    emit_object_end(out->json);
    emit_object_end(out->json);
}

void v1_emit_history(const struct confluence_output *out, const char *key,
                     const struct content *content, const struct content_version *version,
                     const struct v1_expand *expand)
{
    static const char *const members[] = {"lastUpdated", "previousVersion", "nextVersion",
                                          "contributors"};
    struct atl_buffer *json = out->json;
    emit_object(json, key);
    emit_bool(json, "latest", version->number == content->version);
    v1_emit_person(out, "createdBy", content->creator);
    v1_emit_time(out, "createdDate", content->created);
    emit_neighbour(out, "lastUpdated", content, content->version, expand);
    emit_neighbour(out, "previousVersion", content, version->number - 1, expand);
    emit_neighbour(out, "nextVersion", content, version->number + 1, expand);
    if (v1_expands(expand, "contributors")) {
        emit_contributors(out, content);
    }
    emit_object(json, "_links");
    emit_format(json, "self", "%s/rest/api/content/%s/history", v1_base(out),
                content_write_id(out->arena, content));
    emit_object_end(json);
    emit_object(json, "_expandable");
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        if (!v1_expands(expand, members[i])) {
            emit_text(json, members[i], "");
        }
    }
    emit_object_end(json);
    emit_object_end(json);
}
