/* REST v2: a page, a blog post. */
#include "sandbox/confluence/v2/pages.h"

#include "sandbox/confluence/content_edit.h"
#include "sandbox/confluence/links.h"
#include "sandbox/server/emit.h"
#include "sandbox/server/route.h"

#include <string.h>

/* ---- answers ---- */

static bool find_type(const struct confluence_output *out, int64_t id, enum content_type *type)
{
    struct confluence_known *known = out->known;
    struct content content;
    if (known != NULL && known->parent == id) {
        *type = known->parent_type;
        return true;
    }
    if (!content_load(&out->sandbox->store, out->arena, id, &content)) {
        return false;
    }
    *type = content.type;
    if (known != NULL) {
        known->parent = id;
        known->parent_type = content.type;
    }
    return true;
}

static void emit_parent(const struct confluence_output *out, const struct content *content)
{
    enum content_type type;
    v2_emit_id(out, "parentId", content->parent);
    if (content->parent > 0 && find_type(out, content->parent, &type)) {
        emit_text(out->json, "parentType", content_type_name(type));
    } else {
        emit_null(out->json, "parentType");
    }
    emit_integer(out->json, "position", (int64_t)content->position);
}

static void emit_person_id(const struct confluence_output *out, const char *key, int64_t person)
{
    emit_text(out->json, key, person < 0 ? NULL : confluence_account_id(out, person));
}

static void emit_links(const struct confluence_output *out, const struct content *content,
                       bool with_base)
{
    emit_object(out->json, "_links");
    emit_text(out->json, "webui", confluence_web_path(out, content));
    emit_format(out->json, "editui", "/pages/resumedraft.action?draftId=%lld",
                (long long)content->id);
    emit_text(out->json, "tinyui", confluence_tiny_path(out, content->id));
    if (with_base) {
        emit_text(out->json, "base", confluence_base(out->sandbox, out->arena));
    }
    emit_object_end(out->json);
}

/* All but the version, the body and the links. */
static void emit_head(const struct confluence_output *out, const struct content *content,
                      const char *status, const char *title)
{
    emit_object(out->json, NULL);
    v2_emit_id(out, "id", content->id);
    emit_text(out->json, "status", status);
    emit_text(out->json, "title", title);
    v2_emit_id(out, "spaceId", content->space);
    if (content->type == CONTENT_PAGE) {
        emit_parent(out, content);
        emit_person_id(out, "ownerId", content->owner);
        emit_person_id(out, "lastOwnerId", content->last_owner);
    }
    emit_person_id(out, "authorId", content->creator);
    v2_emit_time(out, "createdAt", content->created);
}

void pages_emit(const struct confluence_output *out, const struct content *content,
                enum v2_body_format format)
{
    emit_head(out, content, content_status_name(content->status), content->title);
    v2_emit_content_version(out, content);
    v2_emit_body(out, format,
                 format == V2_BODY_NONE
                     ? NULL
                     : content_body(&out->sandbox->store, out->arena, content->id));
    emit_links(out, content, false);
    emit_object_end(out->json);
}

void pages_answer(struct request *request, const struct content *content)
{
    struct confluence_output out = confluence_reply(request);
    emit_head(&out, content, content_status_name(content->status), content->title);
    v2_emit_content_version(&out, content);
    v2_emit_body(&out, V2_BODY_STORAGE,
                 content_body(&request->sandbox->store, &request->arena, content->id));
    emit_links(&out, content, true);
    emit_object_end(out.json);
}

/* ---- one ---- */

/* Which statuses a request for one is content with. */
static bool read_wanted_statuses(struct request *request, unsigned *statuses)
{
    unsigned usual = 1U << CONTENT_CURRENT | 1U << CONTENT_ARCHIVED;
    bool draft;
    if (!v2_flag(request, "get-draft", false, &draft) ||
        !v2_read_statuses(request, usual, statuses)) {
        return false;
    }
    *statuses |= draft ? 1U << CONTENT_DRAFT : 0;
    return true;
}

static void get(struct request *request, struct reply *reply)
{
    (void)reply;
    struct content content;
    struct content_version version;
    struct v2_includes includes;
    enum v2_body_format format;
    unsigned statuses;
    if (!read_wanted_statuses(request, &statuses) || !v2_find_in(request, statuses, &content) ||
        !v2_find_version(request, &content, &version) ||
        !v2_read_body_format(request, true, &format) || !v2_read_includes(request, &includes)) {
        return;
    }
    struct confluence_output out = confluence_reply(request);
    bool is_old = version.number != content.version;
    emit_head(&out, &content, is_old ? "historical" : content_status_name(content.status),
              version.title);
    if (includes.version) {
        emit_object(out.json, "version");
        v2_emit_version(&out, &version);
        emit_object_end(out.json);
    }
    v2_emit_body(
        &out, format,
        content_version_body(&request->sandbox->store, &request->arena, &content, version.number));
    v2_emit_includes(request, &content, &includes);
    emit_links(&out, &content, true);
    emit_object_end(out.json);
}

static void get_operations(struct request *request, struct reply *reply)
{
    (void)reply;
    struct content content;
    if (v2_find(request, &content)) {
        v2_answer_operations(request, &content);
    }
}

static const struct route routes[] = {
    {"GET", ROUTE_CONFLUENCE_V2, "/pages/{}", ROUTE_CLOUD, get},
    {"GET", ROUTE_CONFLUENCE_V2, "/pages/{}/operations", ROUTE_CLOUD, get_operations},
    {"GET", ROUTE_CONFLUENCE_V2, "/blogposts/{}", ROUTE_CLOUD, get},
    {"GET", ROUTE_CONFLUENCE_V2, "/blogposts/{}/operations", ROUTE_CLOUD, get_operations},
    {"GET", ROUTE_CONFLUENCE_V2, "/folders/{}/operations", ROUTE_CLOUD, get_operations},
    {"GET", ROUTE_CONFLUENCE_V2, "/attachments/{}/operations", ROUTE_CLOUD, get_operations},
    {"GET", ROUTE_CONFLUENCE_V2, "/footer-comments/{}/operations", ROUTE_CLOUD, get_operations},
    {"GET", ROUTE_CONFLUENCE_V2, "/inline-comments/{}/operations", ROUTE_CLOUD, get_operations},
};

const struct route_table confluence_page_routes = ROUTES(routes);
