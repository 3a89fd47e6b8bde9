/* Creating content, changing it, deleting it. */
#include "sandbox/confluence/v1/edit.h"
#include "sandbox/confluence/content_edit.h"
#include "sandbox/confluence/content_tree.h"
#include "sandbox/server/route.h"

#include <inttypes.h>
#include <string.h>

static const char usual_expand[] = "body.storage,history,space,version,ancestors,container,"
                                   "extensions.resolution";

/* ---- reading bodies ---- */

const char *v1_member_id(struct request *request, const cJSON *json, const char *path)
{
    const cJSON *member = atl_json_get(json, path);
    if (cJSON_IsString(member)) {
        return member->valuestring;
    }
    int64_t number = atl_json_integer(json, path, -1);
    return number < 0 ? NULL : atl_arena_printf(&request->arena, "%" PRId64, number);
}

static bool is_storage(const char *representation)
{
    return strcmp(representation, "storage") == 0 || strcmp(representation, "editor") == 0 ||
           strcmp(representation, "editor2") == 0;
}

bool v1_read_body(struct request *request, const cJSON *json, const char **storage)
{
    const cJSON *body = atl_json_get(json, "body");
    const cJSON *first = cJSON_IsObject(body) ? body->child : NULL;
    *storage = NULL;
    if (first == NULL) {
        return true;
    }
    const char *value = atl_json_text(first, "value", NULL);
    const char *representation = atl_json_text(first, "representation", first->string);
    if (value == NULL) {
        v1_refuse(request, 400, "The body has no value.");
        return false;
    }
    if (!is_storage(representation)) {
        v1_refuse(request, 400, "Content body cannot be converted to new representation: %s",
                  representation);
        return false;
    }
    *storage = value;
    return content_check_storage(request, value);
}

bool v1_read_parent(struct request *request, const cJSON *json, struct content *parent,
                    bool *has_parent)
{
    const cJSON *ancestors = atl_json_get(json, "ancestors");
    int count = cJSON_IsArray(ancestors) ? cJSON_GetArraySize(ancestors) : 0;
    *has_parent = count > 0;
    if (!*has_parent) {
        return true;
    }
    const char *id = v1_member_id(request, cJSON_GetArrayItem(ancestors, count - 1), "id");
    unsigned types = CONTENT_IN_TREE | CONTENT_COMMENT;
    if (content_find(request, id, types, parent) && parent->status == CONTENT_CURRENT) {
        return true;
    }
    v1_refuse(request, 400, "The parent ID specified does not exist: %s", id == NULL ? "" : id);
    return false;
}

static bool read_space(struct request *request, const cJSON *json, struct confluence_space *space)
{
    const char *key = atl_json_text(json, "space.key", NULL);
    int64_t id = atl_json_integer(json, "space.id", -1);
    if (key == NULL && id < 0) {
        v1_refuse(request, 400, "A space must be specified for the content.");
        return false;
    }
    if (key != NULL ? confluence_space_find_by_key(request, key, space)
                    : confluence_space_find(request, id, space)) {
        return true;
    }
    v1_refuse(request, 404, "No space with key : %s", key == NULL ? "" : key);
    return false;
}

static bool read_status(struct request *request, const cJSON *json, enum content_status *status)
{
    const char *name = atl_json_text(json, "status", request_parameter(request, "status"));
    *status = CONTENT_CURRENT;
    if (name == NULL || (content_status_read(name, status) && *status <= CONTENT_DRAFT)) {
        return true;
    }
    v1_refuse(request, 400, "Invalid status: %s", name);
    return false;
}

/* ---- creating ---- */

/* What a comment has besides being content. */
static void create_comment_parts(struct request *request, const cJSON *json, int64_t id)
{
    const char *location = atl_json_text(json, "extensions.location", "footer");
    bool is_inline = strcmp(location, "inline") == 0;
    store_run(&request->sandbox->store,
              "INSERT INTO content_comment (content, location, marker, selection)"
              " VALUES (?, ?, ?, ?)",
              VALUES(sql_integer(id), sql_text(is_inline ? "inline" : "footer"),
                     sql_text(atl_json_text(json, "extensions.inlineProperties.markerRef", NULL)),
                     sql_text(atl_json_text(json, "extensions.inlineProperties.originalSelection",
                                            NULL))));
}

static void create_labels(struct request *request, const cJSON *json, int64_t id)
{
    const cJSON *label;
    cJSON_ArrayForEach(label, atl_json_get(json, "metadata.labels"))
    {
        const char *name = atl_json_text(label, "name", NULL);
        if (name != NULL) {
            content_add_label(&request->sandbox->store, id,
                              atl_json_text(label, "prefix", "global"), name);
        }
    }
}

static bool place_comment(struct request *request, const cJSON *json, struct content_new *new,
                          struct content *container)
{
    struct content parent;
    bool has_parent;
    const char *id = v1_member_id(request, json, "container.id");
    if (id == NULL) {
        v1_refuse(request, 400, "A comment must have a container.");
        return false;
    }
    if (!v1_find_in(request, id, CONTENT_PAGE | CONTENT_BLOG_POST, 1 << CONTENT_CURRENT,
                    container) ||
        !v1_read_parent(request, json, &parent, &has_parent)) {
        return false;
    }
    if (has_parent && (parent.type != CONTENT_COMMENT || parent.container != container->id)) {
        v1_refuse(request, 400, "The parent of a comment must be a comment on the same content.");
        return false;
    }
    new->space = container->space;
    new->container = container->id;
    new->parent = has_parent ? parent.id : -1;
    new->title = atl_arena_printf(&request->arena, "Re: %s", container->title);
    return true;
}

static bool place_page(struct request *request, const cJSON *json, struct content_new *new)
{
    struct confluence_space space;
    struct content parent;
    bool has_parent;
    if (!read_space(request, json, &space) ||
        !v1_read_parent(request, json, &parent, &has_parent)) {
        return false;
    }
    if (has_parent && (parent.space != space.id || parent.type == CONTENT_COMMENT)) {
        v1_refuse(request, 400, "The parent page must be in the same space as the content.");
        return false;
    }
    new->space = space.id;
    new->parent = has_parent &&new->type == CONTENT_PAGE ? parent.id : -1;
    new->title = atl_json_text(json, "title", NULL);
    return content_check_title(request, new->type, space.id, new->title, -1);
}

static void create(struct request *request, struct reply *reply)
{
    (void)reply;
    const cJSON *json = request_json(request);
    struct content_new new = {.parent = -1, .container = -1};
    struct content container;
    if (json == NULL) {
        return;
    }
    if (!content_type_read(atl_json_text(json, "type", NULL), &new.type) ||
        new.type == CONTENT_FOLDER || new.type == CONTENT_ATTACHMENT) {
        v1_refuse(request, 400, "Content of type '%s' can't be created.",
                  atl_json_text(json, "type", "null"));
        return;
    }
    bool is_comment = new.type == CONTENT_COMMENT;
    if (!read_status(request, json, &new.status) || !v1_read_body(request, json, &new.body) ||
        !(is_comment ? place_comment(request, json, &new, &container)
                     : place_page(request, json, &new))) {
        return;
    }
    new.message = atl_json_text(json, "version.message", NULL);
    int64_t id = content_create(request->sandbox, &new);
    if (is_comment) {
        create_comment_parts(request, json, id);
    }
    create_labels(request, json, id);
    struct v1_expand expand = request_parameter(request, "expand") == NULL
                                  ? v1_expand_of(&request->arena, usual_expand)
                                  : v1_read_expand(request);
    v1_answer_content(request, id, &expand);
}

/* ---- changing ---- */

static bool check_type(struct request *request, const cJSON *json, const struct content *content)
{
    enum content_type type;
    const char *name = atl_json_text(json, "type", NULL);
    if (content_type_read(name, &type) && type == content->type) {
        return true;
    }
    v1_refuse(request, 400, "Content with id %" PRId64 " is of type %s, not %s", content->id,
              content_type_name(content->type), name == NULL ? "null" : name);
    return false;
}

/* Below another page of its space; without one it stays where it is. */
static bool move(struct request *request, const cJSON *json, struct content *content)
{
    struct content parent;
    bool has_parent;
    struct confluence_space space = {.id = content->space};
    if (((unsigned)content->type & CONTENT_IN_TREE) == 0) {
        return true;
    }
    if (!v1_read_parent(request, json, &parent, &has_parent)) {
        return false;
    }
    if (atl_json_text(json, "space.key", NULL) != NULL && !read_space(request, json, &space)) {
        return false;
    }
    if (space.id != content->space) {
        v1_refuse(request, 400, "You can't change an existing page's space.");
        return false;
    }
    if (has_parent && parent.space != content->space) {
        v1_refuse(request, 400, "The parent page must be in the same space as the content.");
        return false;
    }
    return !has_parent || parent.id == content->parent ||
           content_move(request, content, PLACE_APPEND, &parent);
}

static bool change(struct request *request, const cJSON *json, struct content *content,
                   enum content_status status)
{
    struct content_edit edit = {.title = atl_json_text(json, "title", content->title),
                                .message = atl_json_text(json, "version.message", NULL),
                                .minor = atl_json_bool(json, "version.minorEdit", false)};
    bool is_titled = content->type != CONTENT_COMMENT && content->type != CONTENT_ATTACHMENT;
    if (!v1_read_body(request, json, &edit.body) ||
        (is_titled &&
         !content_check_title(request, content->type, content->space, edit.title, content->id)) ||
        !move(request, json, content)) {
        return false;
    }
    if (content->status == CONTENT_DRAFT && status == CONTENT_CURRENT) {
        content_set_status(request->sandbox, content, CONTENT_CURRENT);
    }
    content_update(request->sandbox, &request->arena, content, &edit);
    return true;
}

static void update(struct request *request, struct reply *reply)
{
    (void)reply;
    const cJSON *json = request_json(request);
    struct content content;
    enum content_status status;
    if (json == NULL ||
        !v1_find_in(request, request->segments[0], CONTENT_ANY & ~(unsigned)CONTENT_ATTACHMENT,
                    V1_ANY_STATUS, &content) ||
        !check_type(request, json, &content) || !read_status(request, json, &status) ||
        !content_check_may_update(request, &content)) {
        return;
    }
    int64_t number = atl_json_integer(json, "version.number", -1);
    if (number < 0 && content.status != CONTENT_DRAFT) {
        v1_refuse(request, 400,
                  "Must supply an incremented version when updating Content. No version "
                  "supplied.");
        return;
    }
    if (content.status != CONTENT_DRAFT && !content_check_version(request, &content, number)) {
        return;
    }
    /* Out of the trash nothing else changes. */
    bool done = content.status == CONTENT_TRASHED ? content_restore(request, &content)
                                                  : change(request, json, &content, status);
    if (done) {
        struct v1_expand expand = request_parameter(request, "expand") == NULL
                                      ? v1_expand_of(&request->arena, usual_expand)
                                      : v1_read_expand(request);
        v1_answer_content(request, content.id, &expand);
    }
}

/* ---- deleting ---- */

/* Into the trash, where there is one for its type; from the trash, for good. */
static void delete (struct request *request, struct reply *reply)
{
    (void)reply;
    struct content content;
    enum content_status status = CONTENT_CURRENT;
    const char *name = request_parameter(request, "status");
    if (name != NULL && !content_status_read(name, &status)) {
        v1_refuse(request, 400, "Invalid status: %s", name);
        return;
    }
    unsigned statuses = name == NULL ? V1_LIVE : 1U << status;
    if (!v1_find_in(request, request->segments[0], CONTENT_ANY, statuses, &content) ||
        !content_check_may_update(request, &content)) {
        return;
    }
    bool is_lasting = content.type != CONTENT_COMMENT && content.type != CONTENT_ATTACHMENT;
    if (is_lasting && (content.status == CONTENT_CURRENT || content.status == CONTENT_ARCHIVED)) {
        content_trash(request->sandbox, &content);
    } else {
        content_purge(request->sandbox, content.id);
    }
    v1_answer_nothing(request);
}

static const struct route routes[] = {
    {"POST", ROUTE_CONFLUENCE, "/content", ROUTE_DATA_CENTER, create},
    {"PUT", ROUTE_CONFLUENCE, "/content/{}", ROUTE_DATA_CENTER, update},
    {"DELETE", ROUTE_CONFLUENCE, "/content/{}", ROUTE_DATA_CENTER, delete},
};

const struct route_table confluence_v1_edit_routes = ROUTES(routes);
