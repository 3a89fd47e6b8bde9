/* REST v2: folders, which hold pages and have no text of their own. */
#include "sandbox/confluence/content_edit.h"
#include "sandbox/confluence/content_tree.h"
#include "sandbox/confluence/links.h"
#include "sandbox/confluence/v2/v2.h"
#include "sandbox/server/emit.h"
#include "sandbox/server/route.h"

#include <inttypes.h>

static void answer(struct request *request, const struct content *folder)
{
    struct confluence_output out = confluence_reply(request);
    struct content parent;
    emit_object(out.json, NULL);
    v2_emit_id(&out, "id", folder->id);
    emit_text(out.json, "type", "folder");
    emit_text(out.json, "status", content_status_name(folder->status));
    emit_text(out.json, "title", folder->title);
    v2_emit_id(&out, "spaceId", folder->space);
    v2_emit_id(&out, "parentId", folder->parent);
    bool has_parent = folder->parent >= 0 && content_load(&request->sandbox->store, &request->arena,
                                                          folder->parent, &parent);
    emit_text(out.json, "parentType", has_parent ? content_type_name(parent.type) : NULL);
    emit_integer(out.json, "position", (int64_t)folder->position);
    emit_text(out.json, "authorId", confluence_account_id(&out, folder->creator));
    emit_text(out.json, "ownerId", confluence_account_id(&out, folder->owner));
    v2_emit_time(&out, "createdAt", folder->created);
    v2_emit_content_version(&out, folder);
    emit_object(out.json, "_links");
    emit_text(out.json, "webui", confluence_web_path(&out, folder));
    emit_text(out.json, "base", confluence_base(request->sandbox, &request->arena));
    emit_object_end(out.json);
    emit_object_end(out.json);
}

static void get_folder(struct request *request, struct reply *reply)
{
    (void)reply;
    struct content folder;
    if (v2_find(request, &folder)) {
        answer(request, &folder);
    }
}

static bool read_folder(struct request *request, const cJSON *json, struct content_new *folder)
{
    struct confluence_space space;
    struct content parent;
    int64_t space_id = v2_member_id(json, "spaceId");
    if (space_id < 0 || !confluence_space_find(request, space_id, &space)) {
        v2_refuse(request, atl_json_member(json, "spaceId") == NULL ? 400 : 404,
                  "The space with id %" PRId64 " was not found", space_id);
        return false;
    }
    folder->space = space_id;
    folder->parent = space.home;
    folder->title = atl_json_text(json, "title", "");
    const cJSON *given = atl_json_member(json, "parentId");
    if (given != NULL && !cJSON_IsNull(given)) {
        folder->parent = v2_member_id(json, "parentId");
        if (!v2_find_parent(request, folder->parent, space_id, &parent)) {
            return false;
        }
    }
    return content_check_title(request, CONTENT_FOLDER, space_id, folder->title, -1);
}

static void create_folder(struct request *request, struct reply *reply)
{
    (void)reply;
    struct content_new folder = {.type = CONTENT_FOLDER, .container = -1};
    struct content content;
    const cJSON *json = v2_json(request);
    if (json == NULL || !read_folder(request, json, &folder)) {
        return;
    }
    int64_t id = content_create(request->sandbox, &folder);
    if (content_load(&request->sandbox->store, &request->arena, id, &content)) {
        answer(request, &content);
    }
}

static void delete_folder(struct request *request, struct reply *reply)
{
    (void)reply;
    struct content folder;
    if (v2_find(request, &folder) && content_check_may_update(request, &folder)) {
        content_trash(request->sandbox, &folder);
        v2_answer_nothing(request);
    }
}

static const struct route routes[] = {
    {"POST", ROUTE_CONFLUENCE_V2, "/folders", ROUTE_CLOUD, create_folder},
    {"GET", ROUTE_CONFLUENCE_V2, "/folders/{}", ROUTE_CLOUD, get_folder},
    {"DELETE", ROUTE_CONFLUENCE_V2, "/folders/{}", ROUTE_CLOUD, delete_folder},
};

const struct route_table confluence_folder_routes = ROUTES(routes);
