/* What only some types of content have: labels, files, places in the text. */
#include "sandbox/confluence/v1/parts.h"
#include "sandbox/server/emit.h"

#include <inttypes.h>

enum {
    MOST_LABELS = 200,
};

/* ---- files ---- */

struct file {
    const char *media_type;
    int64_t size;
    const char *file_id;
    const char *comment;
};

static bool load_file(const struct confluence_output *out, const struct content *content,
                      int64_t number, struct file *file)
{
    struct rows rows = store_select(&out->sandbox->store,
                                    "SELECT media_type, size, file_id, comment FROM content_file"
                                    " WHERE content = ? AND number <= ? ORDER BY number DESC",
                                    VALUES(sql_integer(content->id), sql_integer(number)));
    bool found = rows_next(&rows);
    if (found) {
        *file = (struct file){.media_type = rows_copy(&rows, 0, out->arena),
                              .size = rows_integer(&rows, 1),
                              .file_id = rows_copy(&rows, 2, out->arena),
                              .comment = rows_copy(&rows, 3, out->arena)};
    }
    rows_finish(&rows);
    return found;
}

/* ---- metadata ---- */

static void emit_labels(const struct confluence_output *out, const struct content *content)
{
    int64_t count = 0;
    struct rows rows = store_select(&out->sandbox->store,
                                    "SELECT id, prefix, name FROM label WHERE id IN"
                                    " (SELECT label FROM content_label WHERE content = ?)"
                                    " ORDER BY name, id",
                                    VALUES(sql_integer(content->id)));
    emit_object(out->json, "labels");
    emit_array(out->json, "results");
    while (rows_next(&rows)) {
        v1_emit_label(out, rows_integer(&rows, 0), rows_text(&rows, 1), rows_text(&rows, 2));
        count++;
    }
    v1_emit_part_end(out, MOST_LABELS, count,
                     atl_arena_printf(out->arena, "/rest/api/content/%s/label",
                                      content_write_id(out->arena, content)));
    emit_object_end(out->json);
}

static void emit_properties(const struct confluence_output *out, const struct content *content,
                            const struct v1_expand *expand)
{
    struct rows rows =
        store_select(&out->sandbox->store,
                     "SELECT key, value, version FROM content_property WHERE content = ?"
                     " ORDER BY key",
                     VALUES(sql_integer(content->id)));
    emit_object(out->json, "properties");
    while (rows_next(&rows)) {
        const char *key = rows_text(&rows, 0);
        if (expand->count > 0 && !v1_expands(expand, key)) {
            continue;
        }
        struct atl_buffer name = {0};
        atl_text_append_url_encoded(&name, key);
        emit_object(out->json, atl_buffer_text(&name));
        emit_text(out->json, "key", key);
        emit_json(out->json, "value", rows_text(&rows, 1));
        emit_object(out->json, "version");
        emit_integer(out->json, "number", rows_integer(&rows, 2));
        emit_object_end(out->json);
        emit_object_end(out->json);
        atl_buffer_free(&name);
    }
    emit_object_end(out->json);
}

void v1_emit_metadata(const struct confluence_output *out, const struct content *content,
                      const struct content_version *version, const struct v1_expand *expand)
{
    struct v1_expand below = v1_expand_below(out->arena, expand, "metadata");
    struct file file;
    bool is_file =
        content->type == CONTENT_ATTACHMENT && load_file(out, content, version->number, &file);
    if (!is_file && !v1_expands(expand, "metadata")) {
        return;
    }
    bool labels = v1_expands(&below, "labels");
    bool properties = v1_expands(&below, "properties");
    emit_object(out->json, "metadata");
    if (is_file) {
        emit_text(out->json, "comment", file.comment);
        emit_text(out->json, "mediaType", file.media_type);
    }
    if (labels) {
        emit_labels(out, content);
    }
    if (properties) {
        struct v1_expand keys = v1_expand_below(out->arena, &below, "properties");
        emit_properties(out, content, &keys);
    }
    emit_object(out->json, "_expandable");
    if (!labels) {
        emit_format(out->json, "labels", "/rest/api/content/%s/label",
                    content_write_id(out->arena, content));
    }
    if (!properties) {
        emit_text(out->json, "properties", "");
    }
    emit_object_end(out->json);
    emit_object_end(out->json);
}

/* ---- extensions ---- */

static void emit_file(const struct confluence_output *out, const struct content *content,
                      int64_t number)
{
    struct file file;
    if (!load_file(out, content, number, &file)) {
        return;
    }
    emit_text(out->json, "mediaType", file.media_type);
    emit_integer(out->json, "fileSize", file.size);
    emit_text(out->json, "comment", file.comment);
    if (sandbox_is_cloud(out->sandbox)) {
        emit_text(out->json, "fileId", file.file_id);
        emit_format(out->json, "collectionName", "contentId-%" PRId64, content->container);
    }
}

static void emit_resolution(const struct confluence_output *out, const struct rows *rows)
{
    emit_object(out->json, "resolution");
    emit_text(out->json, "status", rows_text(rows, 1));
    if (!rows_is_null(rows, 2)) {
        v1_emit_person(out, "lastModifier", rows_integer(rows, 2));
        v1_emit_time(out, "lastModifiedDate", rows_integer(rows, 3));
    }
    emit_object_end(out->json);
}

static void emit_place(const struct confluence_output *out, const struct content *content,
                       const struct v1_expand *expand)
{
    bool resolution = v1_expands(expand, "resolution");
    bool properties = v1_expands(expand, "inlineProperties");
    struct rows rows = store_select(
        &out->sandbox->store,
        "SELECT location, resolution, resolver, resolved, marker, selection FROM content_comment"
        " WHERE content = ?",
        VALUES(sql_integer(content->id)));
    bool found = rows_next(&rows);
    emit_text(out->json, "location", found ? rows_text(&rows, 0) : "footer");
    if (found && resolution) {
        emit_resolution(out, &rows);
    }
    if (found && properties && !rows_is_null(&rows, 4)) {
        emit_object(out->json, "inlineProperties");
        emit_text(out->json, "originalSelection", rows_text(&rows, 5));
        emit_text(out->json, "markerRef", rows_text(&rows, 4));
        emit_object_end(out->json);
    }
    rows_finish(&rows);
    emit_object(out->json, "_expandable");
    if (!resolution) {
        emit_text(out->json, "resolution", "");
    }
    if (!properties) {
        emit_text(out->json, "inlineProperties", "");
    }
    emit_object_end(out->json);
}

void v1_emit_extensions(const struct confluence_output *out, const struct content *content,
                        const struct content_version *version, const struct v1_expand *expand)
{
    struct v1_expand below = v1_expand_below(out->arena, expand, "extensions");
    emit_object(out->json, "extensions");
    switch (content->type) {
    case CONTENT_ATTACHMENT:
        emit_file(out, content, version->number);
        break;
    case CONTENT_COMMENT:
        emit_place(out, content, &below);
        break;
    case CONTENT_BLOG_POST:
        break;
    default:
        emit_integer(out->json, "position", (int64_t)content->position);
        break;
    }
    emit_object_end(out->json);
}
