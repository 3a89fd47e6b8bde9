/* Parts of REST v2's answers. */
#include "sandbox/confluence/v2/v2.h"
#include "sandbox/server/cursor.h"
#include "sandbox/server/emit.h"
#include "sandbox/text/time_format.h"

#include <inttypes.h>

enum {
    MOST_INCLUDED = 50,
};

void v2_emit_time(const struct confluence_output *out, const char *key, int64_t ms)
{
    emit_text(out->json, key, time_format_confluence(out->arena, ms));
}

void v2_emit_id(const struct confluence_output *out, const char *key, int64_t id)
{
    if (id < 0) {
        emit_null(out->json, key);
    } else {
        emit_format(out->json, key, "%" PRId64, id);
    }
}

void v2_emit_version(const struct confluence_output *out, const struct content_version *version)
{
    emit_integer(out->json, "number", version->number);
    emit_text(out->json, "message", version->message);
    emit_bool(out->json, "minorEdit", version->minor);
    emit_text(out->json, "authorId", confluence_account_id(out, version->author));
    v2_emit_time(out, "createdAt", version->created);
}

void v2_emit_content_version(const struct confluence_output *out, const struct content *content)
{
    struct content_version version = {.number = content->version,
                                      .title = content->title,
                                      .author = content->modifier,
                                      .created = content->modified,
                                      .message = content->message,
                                      .minor = content->minor};
    emit_object(out->json, "version");
    v2_emit_version(out, &version);
    emit_object_end(out->json);
}

void v2_emit_label(const struct confluence_output *out, int64_t id, const char *name,
                   const char *prefix)
{
    emit_object(out->json, NULL);
    v2_emit_id(out, "id", id);
    emit_text(out->json, "name", name);
    emit_text(out->json, "prefix", prefix);
    emit_object_end(out->json);
}

void v2_emit_operations(const struct confluence_output *out, const struct content *content)
{
    static const char *const operations[] = {
        "read", "update", "create", "delete",  "copy",
        "move", "export", "purge",  "restore", "archive",
    };
    bool may_update = content_may_update(out->sandbox, content);
    size_t count = may_update ? sizeof operations / sizeof *operations : 1;
    for (size_t i = 0; i < count; i++) {
        emit_object(out->json, NULL);
        emit_text(out->json, "operation", operations[i]);
        emit_text(out->json, "targetType", content_type_name(content->type));
        emit_object_end(out->json);
    }
}

void v2_answer_operations(struct request *request, const struct content *content)
{
    struct confluence_output out = confluence_reply(request);
    emit_object(out.json, NULL);
    emit_array(out.json, "operations");
    v2_emit_operations(&out, content);
    emit_array_end(out.json);
    emit_object_end(out.json);
}

/* ---- include-… ---- */

bool v2_read_includes(struct request *request, struct v2_includes *includes)
{
    return v2_flag(request, "include-labels", false, &includes->labels) &&
           v2_flag(request, "include-properties", false, &includes->properties) &&
           v2_flag(request, "include-operations", false, &includes->operations) &&
           v2_flag(request, "include-likes", false, &includes->likes) &&
           v2_flag(request, "include-versions", false, &includes->versions) &&
           v2_flag(request, "include-version", true, &includes->version) &&
           v2_flag(request, "include-favorited-by-current-user-status", false,
                   &includes->favorited);
}

static void begin_part(const struct confluence_output *out, const char *name)
{
    emit_object(out->json, name);
    emit_array(out->json, "results");
}

/* `after`: the id that the part ends with when there is more, else -1. */
static void end_part(const struct confluence_output *out, const struct content *content,
                     const char *path, const char *name, int64_t after)
{
    const char *link =
        atl_arena_printf(out->arena, "%s/wiki/api/v2/%s/%s/%s", out->sandbox->options.context_path,
                         path, content_write_id(out->arena, content), name);
    emit_array_end(out->json);
    emit_object(out->json, "meta");
    emit_bool(out->json, "hasMore", after >= 0);
    if (after >= 0) {
        const char *listing = atl_arena_printf(out->arena, "%s?", link);
        emit_text(out->json, "cursor", cursor_make(out->arena, listing, (size_t)after));
    }
    emit_object_end(out->json);
    emit_object(out->json, "_links");
    emit_text(out->json, "self", link);
    emit_object_end(out->json);
    emit_object_end(out->json);
}

static void emit_label_row(const struct confluence_output *out, const struct rows *rows)
{
    v2_emit_label(out, rows_integer(rows, 0), rows_text(rows, 1), rows_text(rows, 2));
}

static void emit_version_row(const struct confluence_output *out, const struct rows *rows)
{
    struct content_version version = {.number = rows_integer(rows, 0),
                                      .author = rows_integer(rows, 1),
                                      .created = rows_integer(rows, 2),
                                      .message = rows_copy(rows, 3, out->arena),
                                      .minor = rows_integer(rows, 4) != 0};
    emit_object(out->json, NULL);
    v2_emit_version(out, &version);
    emit_object_end(out->json);
}

void v2_emit_property_row(const struct confluence_output *out, const struct rows *rows)
{
    struct content_version version = {.number = rows_integer(rows, 3),
                                      .author = rows_integer(rows, 4),
                                      .created = rows_integer(rows, 5),
                                      .message = ""};
    emit_object(out->json, NULL);
    v2_emit_id(out, "id", rows_integer(rows, 0));
    emit_text(out->json, "key", rows_text(rows, 1));
    emit_json(out->json, "value", rows_text(rows, 2));
    emit_object(out->json, "version");
    v2_emit_version(out, &version);
    emit_object_end(out->json);
    emit_object_end(out->json);
}

static void emit_part(const struct confluence_output *out, const struct content *content,
                      const char *path, const char *name, const char *sql,
                      void (*emit)(const struct confluence_output *out, const struct rows *rows))
{
    struct rows rows = store_select(&out->sandbox->store, sql, VALUES(sql_integer(content->id)));
    int64_t last = -1;
    bool more = false;
    begin_part(out, name);
    for (int count = 0; !more && rows_next(&rows); count++) {
        more = count == MOST_INCLUDED;
        if (!more) {
            last = rows_integer(&rows, 0);
            emit(out, &rows);
        }
    }
    rows_finish(&rows);
    end_part(out, content, path, name, more ? last : -1);
}

static const char included_labels[] =
    "SELECT label.id, label.name, label.prefix FROM content_label JOIN label"
    " ON label.id = content_label.label WHERE content_label.content = ? ORDER BY label.id";
static const char included_properties[] =
    "SELECT id, key, value, version, author, created FROM content_property WHERE content = ?"
    " ORDER BY key, id";
static const char included_versions[] =
    "SELECT version, modifier, modified, message, minor FROM content WHERE id = ?1 UNION ALL"
    " SELECT number, author, created, message, minor FROM content_version WHERE content = ?1"
    " ORDER BY 1 DESC";

void v2_emit_includes(struct request *request, const struct content *content,
                      const struct v2_includes *includes)
{
    struct confluence_output reply = confluence_reply(request);
    const struct confluence_output *out = &reply;
    const char *path = v2_subject(request)->path;
    if (includes->labels) {
        emit_part(out, content, path, "labels", included_labels, emit_label_row);
    }
    if (includes->properties) {
        emit_part(out, content, path, "properties", included_properties, v2_emit_property_row);
    }
    if (includes->operations) {
        begin_part(out, "operations");
        v2_emit_operations(out, content);
        end_part(out, content, path, "operations", -1);
    }
    if (includes->likes) { /* the API can't give any */
        begin_part(out, "likes");
        end_part(out, content, path, "likes/users", -1);
    }
    if (includes->versions) {
        emit_part(out, content, path, "versions", included_versions, emit_version_row);
    }
    if (includes->favorited) {
        emit_bool(out->json, "isFavoritedByCurrentUser", false);
    }
}
