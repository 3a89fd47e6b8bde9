/* Content in answers: what is always there, and what was asked for with "expand". */
#include "sandbox/confluence/content_tree.h"
#include "sandbox/confluence/v1/parts.h"
#include "sandbox/confluence/v1/v1.h"
#include "sandbox/server/emit.h"
#include "sandbox/text/time_format.h"

#include <inttypes.h>

/* ---- versions ---- */

static struct content_version present(const struct content *content)
{
    return (struct content_version){.number = content->version,
                                    .title = content->title,
                                    .author = content->modifier,
                                    .created = content->modified,
                                    .message = content->message,
                                    .minor = content->minor};
}

void v1_emit_version(const struct confluence_output *out, const char *key,
                     const struct content *content, const struct content_version *version,
                     const struct v1_expand *expand)
{
    struct atl_buffer *json = out->json;
    emit_object(json, key);
    v1_emit_person(out, "by", version->author);
    v1_emit_time(out, "when", version->created);
    emit_text(json, "friendlyWhen", time_format_date(out->arena, version->created));
    emit_text(json, "message", version->message);
    emit_integer(json, "number", version->number);
    emit_bool(json, "minorEdit", version->minor);
    emit_bool(json, sandbox_is_cloud(out->sandbox) ? "contentTypeModified" : "hidden", false);
    bool with_content = v1_expands(expand, "content");
    if (with_content) {
        struct v1_expand below = v1_expand_below(out->arena, expand, "content");
        v1_emit_content_at(out, "content", content, version, &below);
    }
    emit_object(json, "_links");
    emit_format(json, "self", "%s/rest/%s/content/%s/version/%" PRId64, v1_base(out),
                sandbox_is_cloud(out->sandbox) ? "api" : "experimental",
                content_write_id(out->arena, content), version->number);
    emit_object_end(json);
    emit_object(json, "_expandable");
    if (!with_content) {
        emit_format(json, "content", "/rest/api/content/%s", content_write_id(out->arena, content));
    }
    emit_object_end(json);
    emit_object_end(json);
}

/* ---- what is around it ---- */

static void load_ancestors(const struct confluence_output *out, const struct content *content,
                           const struct v1_expand *expand)
{
    struct v1_expand below = v1_expand_below(out->arena, expand, "ancestors");
    int64_t *ids;
    size_t count = content_ancestors(&out->sandbox->store, out->arena, content, &ids);
    emit_array(out->json, "ancestors");
    while (count-- > 0) { /* the root comes first */
        struct content ancestor;
        if (content_load(&out->sandbox->store, out->arena, ids[count], &ancestor)) {
            v1_emit_content(out, NULL, &ancestor, &below);
        }
    }
    emit_array_end(out->json);
}

/* Looking up ancestors is most of the work of a list, hence the copy. */
static void emit_ancestors(const struct confluence_output *out, const struct content *content,
                           const struct v1_expand *expand)
{
    struct confluence_siblings *siblings = out->known == NULL ? NULL : &out->known->siblings;
    bool listed = siblings != NULL && siblings->expand == expand && content->parent > 0;
    if (listed && siblings->parent == content->parent) {
        atl_buffer_reserve(out->json, siblings->length);
        atl_buffer_append(out->json, out->json->data + siblings->start, siblings->length);
        return;
    }
    size_t start = out->json->length;
    load_ancestors(out, content, expand);
    if (listed) {
        siblings->parent = content->parent;
        siblings->start = start;
        siblings->length = out->json->length - start;
    }
}

/* Pages and blog posts are in a space, all else in another content. */
static void emit_container(const struct confluence_output *out, const struct content *content,
                           const struct v1_expand *expand)
{
    struct v1_expand below = v1_expand_below(out->arena, expand, "container");
    struct content container;
    if (content->container < 0) {
        v1_emit_space_by_id(out, "container", content->space, &below);
    } else if (content_load(&out->sandbox->store, out->arena, content->container, &container)) {
        v1_emit_content(out, "container", &container, &below);
    }
}

static void emit_space(const struct confluence_output *out, const struct content *content,
                       const struct v1_expand *expand)
{
    struct v1_expand below = v1_expand_below(out->arena, expand, "space");
    v1_emit_space_by_id(out, "space", content->space, &below);
}

/* ---- bodies ---- */

static void emit_body(const struct confluence_output *out, const struct content *content,
                      const struct content_version *version, const struct v1_expand *expand)
{
    /* Macros stay what they are in storage format: the sandbox renders none. */
    static const char *const representations[] = {
        "storage", "view",   "export_view", "styled_view", "anonymous_export_view",
        "editor",  "editor2"};
    const char *body = NULL;
    emit_object(out->json, "body");
    for (size_t i = 0; i < sizeof representations / sizeof *representations; i++) {
        const char *path = atl_arena_printf(out->arena, "body.%s", representations[i]);
        if (!v1_expands(expand, path)) {
            continue;
        }
        if (body == NULL) {
            body = content_version_body(&out->sandbox->store, out->arena, content, version->number);
        }
        emit_object(out->json, representations[i]);
        emit_text(out->json, "value", body);
        emit_text(out->json, "representation", representations[i]);
        emit_object(out->json, "_expandable");
        emit_format(out->json, "content", "/rest/api/content/%s",
                    content_write_id(out->arena, content));
        emit_object_end(out->json);
        emit_object_end(out->json);
    }
    emit_object_end(out->json);
}

/* ---- links ---- */

static void emit_links(const struct confluence_output *out, const struct content *content,
                       const struct content_version *version)
{
    struct atl_buffer *json = out->json;
    const char *id = content_write_id(out->arena, content);
    bool is_present = version->number == content->version;
    emit_object(json, "_links");
    if (is_present) {
        emit_format(json, "self", "%s/rest/api/content/%s", v1_base(out), id);
    } else {
        emit_format(json, "self", "%s/rest/api/content/%s?status=historical&version=%" PRId64,
                    v1_base(out), id, version->number);
    }
    emit_text(json, "webui", confluence_web_path(out, content));
    if (content->type == CONTENT_ATTACHMENT) {
        emit_text(json, "download", confluence_download_path(out, content, version->number));
    } else {
        emit_text(json, "tinyui", confluence_tiny_path(out, content->id));
    }
    if (content->type == CONTENT_PAGE || content->type == CONTENT_BLOG_POST) {
        emit_format(json, "edit", "/pages/resumedraft.action?draftId=%s", id);
    }
    emit_object_end(json);
}

struct expandable {
    const char *name;
    const char *link; /* behind the content's own path; NULL: none */
};

static void emit_expandable(const struct confluence_output *out, const struct content *content,
                            const struct v1_expand *expand)
{
    static const struct expandable members[] = {
        {"version", NULL},
        {"ancestors", NULL},
        {"body", NULL},
        {"operations", NULL},
        {"metadata", NULL},
        {"history", "/history"},
        {"children", "/child"},
        {"descendants", "/descendant"},
        {"restrictions", "/restriction/byOperation"},
    };
    const char *id = content_write_id(out->arena, content);
    emit_object(out->json, "_expandable");
    if (!v1_expands(expand, "space")) {
        emit_format(out->json, "space", "/rest/api/space/%s",
                    confluence_space_key(out, content->space));
    }
    if (!v1_expands(expand, "container") && content->container >= 0) {
        emit_format(out->json, "container", "/rest/api/content/%" PRId64, content->container);
    }
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        if (v1_expands(expand, members[i].name)) {
            continue;
        }
        if (members[i].link == NULL) {
            emit_text(out->json, members[i].name, "");
        } else {
            emit_format(out->json, members[i].name, "/rest/api/content/%s%s", id, members[i].link);
        }
    }
    emit_object_end(out->json);
}

/* ---- the whole ---- */

void v1_emit_content_at(const struct confluence_output *out, const char *key,
                        const struct content *content, const struct content_version *version,
                        const struct v1_expand *expand)
{
    struct atl_buffer *json = out->json;
    bool is_present = version->number == content->version;
    emit_object(json, key);
    v1_emit_id(out, "id", content);
    emit_text(json, "type", content_type_name(content->type));
    emit_text(json, "status", is_present ? content_status_name(content->status) : "historical");
    emit_text(json, "title", version->title);
    if (v1_expands(expand, "space")) {
        emit_space(out, content, expand);
    }
    if (v1_expands(expand, "history")) {
        struct v1_expand below = v1_expand_below(out->arena, expand, "history");
        v1_emit_history(out, "history", content, version, &below);
    }
    if (v1_expands(expand, "version")) {
        struct v1_expand below = v1_expand_below(out->arena, expand, "version");
        v1_emit_version(out, "version", content, version, &below);
    }
    if (v1_expands(expand, "ancestors")) {
        emit_ancestors(out, content, expand);
    }
    if (v1_expands(expand, "container")) {
        emit_container(out, content, expand);
    }
    if (v1_expands(expand, "body")) {
        emit_body(out, content, version, expand);
    }
    v1_emit_parts(out, content, expand);
    v1_emit_metadata(out, content, version, expand);
    v1_emit_extensions(out, content, version, expand);
    emit_links(out, content, version);
    emit_expandable(out, content, expand);
    emit_object_end(json);
}

void v1_emit_content(const struct confluence_output *out, const char *key,
                     const struct content *content, const struct v1_expand *expand)
{
    struct content_version version = present(content);
    v1_emit_content_at(out, key, content, &version, expand);
}
