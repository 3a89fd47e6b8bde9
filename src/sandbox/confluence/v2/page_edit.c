/* REST v2: creating, changing and deleting pages and blog posts. */
#include "sandbox/confluence/content_edit.h"
#include "sandbox/confluence/content_tree.h"
#include "sandbox/confluence/v2/pages.h"
#include "sandbox/server/route.h"

#include <string.h>

/* ---- creating ---- */

/* What a request asks for, from its body and its parameters. */
struct wish {
    struct content_new content;
    struct confluence_space space;
    bool is_private;
    bool at_root;
};

static bool read_status(struct request *request, const cJSON *json, enum content_status *status)
{
    const char *name = atl_json_text(json, "status", "current");
    if (content_status_read(name, status) &&
        (*status == CONTENT_CURRENT || *status == CONTENT_DRAFT)) {
        return true;
    }
    v2_refuse(request, 400, "Invalid status {%s}. Status should be 'current' or 'draft'", name);
    return false;
}

static bool find_space(struct request *request, const cJSON *json, struct confluence_space *space)
{
    int64_t id = v2_member_id(json, "spaceId");
    if (atl_json_member(json, "spaceId") == NULL) {
        v2_refuse(request, 400, "spaceId is required");
        return false;
    }
    if (id < 0 || !confluence_space_find(request, id, space)) {
        v2_refuse(request, 404, "The space with id %lld was not found", (long long)id);
        return false;
    }
    return true;
}

/* The one given, else the space's home page, unless the page is to be at the top. */
static bool choose_parent(struct request *request, const cJSON *json, struct wish *wish)
{
    struct content parent;
    const cJSON *given = atl_json_member(json, "parentId");
    if (given == NULL || cJSON_IsNull(given)) {
        wish->content.parent = wish->at_root ? -1 : wish->space.home;
        return true;
    }
    if (wish->at_root) {
        v2_refuse(request, 400, "A parentId can't be given when root-level is true");
        return false;
    }
    wish->content.parent = v2_member_id(json, "parentId");
    return v2_find_parent(request, wish->content.parent, wish->space.id, &parent);
}

static bool read_flags(struct request *request, struct wish *wish)
{
    bool embedded;
    if (!v2_flag(request, "private", false, &wish->is_private) ||
        !v2_flag(request, "root-level", false, &wish->at_root) ||
        !v2_flag(request, "embedded", false, &embedded)) {
        return false;
    }
    if (embedded) {
        v2_refuse(request, 400, "Embedded content is not available on this site");
        return false;
    }
    return true;
}

static bool read_wish(struct request *request, struct wish *wish)
{
    enum content_type type = v2_subject(request)->type;
    *wish = (struct wish){.content = {.type = type, .parent = -1, .container = -1}};
    struct content_new *content = &wish->content;
    const cJSON *json = v2_json(request);
    if (json == NULL || !read_flags(request, wish) ||
        !read_status(request, json, &content->status) || !find_space(request, json, &wish->space)) {
        return false;
    }
    content->space = wish->space.id;
    content->title = atl_json_text(json, "title", "");
    bool needs_title = content->status == CONTENT_CURRENT;
    return (type != CONTENT_PAGE || choose_parent(request, json, wish)) &&
           (!needs_title ||
            content_check_title(request, type, content->space, content->title, -1)) &&
           v2_read_body(request, json, &content->body);
}

static void create(struct request *request, struct reply *reply)
{
    (void)reply;
    struct wish wish;
    struct content content;
    struct store *store = &request->sandbox->store;
    if (!read_wish(request, &wish)) {
        return;
    }
    int64_t id = content_create(request->sandbox, &wish.content);
    if (wish.is_private) {
        content_make_private(store, id);
    }
    if (content_load(store, &request->arena, id, &content)) {
        pages_answer(request, &content);
    }
}

/* ---- changing ---- */

struct change {
    enum content_status status;
    struct content_edit edit;
    int64_t number;
};

static bool read_change(struct request *request, const cJSON *json, const struct content *content,
                        struct change *change)
{
    *change = (struct change){0};
    if (v2_member_id(json, "id") != content->id) {
        v2_refuse(request, 400, "The id in the body must be that of the path, %lld",
                  (long long)content->id);
        return false;
    }
    change->edit.title = atl_json_text(json, "title", NULL);
    if (change->edit.title == NULL || atl_json_text(json, "status", NULL) == NULL) {
        v2_refuse(request, 400, "%s is required", change->edit.title == NULL ? "title" : "status");
        return false;
    }
    return read_status(request, json, &change->status) &&
           v2_read_version(request, json, &change->number, &change->edit.message);
}

/* A draft keeps its number 1, also when it is published. */
static bool check_number(struct request *request, const struct content *content,
                         const struct change *change)
{
    if (content->status == CONTENT_DRAFT && change->number == 1) {
        return true;
    }
    if (content->status != CONTENT_DRAFT && change->status == CONTENT_DRAFT) {
        v2_refuse(request, 400, "A published %s can't be changed into a draft",
                  content_type_name(content->type));
        return false;
    }
    return content_check_version(request, content, change->number);
}

static bool check_space(struct request *request, const cJSON *json, const struct content *content)
{
    const cJSON *given = atl_json_member(json, "spaceId");
    if (given == NULL || cJSON_IsNull(given) || v2_member_id(json, "spaceId") == content->space) {
        return true;
    }
    v2_refuse(request, 400, "Moving content to another space is not supported");
    return false;
}

static bool change_parent(struct request *request, const cJSON *json, struct content *content)
{
    struct content parent;
    const cJSON *given = atl_json_member(json, "parentId");
    int64_t id = v2_member_id(json, "parentId");
    if (given == NULL || cJSON_IsNull(given) || id == content->parent) {
        return true;
    }
    return v2_find_parent(request, id, content->space, &parent) &&
           content_move(request, content, PLACE_APPEND, &parent);
}

static bool change_owner(struct request *request, const cJSON *json, const struct content *content)
{
    struct store *store = &request->sandbox->store;
    const char *account = atl_json_text(json, "ownerId", NULL);
    int64_t person = account == NULL ? -1 : confluence_person_by_account(store, account);
    if (account == NULL || person == content->owner) {
        return true;
    }
    if (person < 0) {
        v2_refuse(request, 400, "There is no user with the account id %s", account);
        return false;
    }
    store_run(store,
              "UPDATE content SET last_owner = coalesce(owner, creator), owner = ? WHERE id = ?",
              VALUES(sql_integer(person), sql_integer(content->id)));
    return true;
}

/* Of what is restored nothing but its status changes. */
static void restore(struct request *request, struct content *content, const struct change *change)
{
    if (change->status == CONTENT_CURRENT &&
        content_check_version(request, content, change->number) &&
        content_restore(request, content)) {
        pages_answer(request, content);
    } else if (change->status != CONTENT_CURRENT) {
        v2_refuse(request, 400, "What is in the trash can only become 'current'");
    }
}

static bool apply(struct request *request, const cJSON *json, struct content *content,
                  struct change *change)
{
    bool needs_title = change->status == CONTENT_CURRENT;
    if (!check_number(request, content, change) || !check_space(request, json, content) ||
        (needs_title && !content_check_title(request, content->type, content->space,
                                             change->edit.title, content->id)) ||
        !v2_read_body(request, json, &change->edit.body) ||
        (content->type == CONTENT_PAGE &&
         !(change_parent(request, json, content) && change_owner(request, json, content)))) {
        return false;
    }
    content_update(request->sandbox, &request->arena, content, &change->edit);
    if (content->status == CONTENT_DRAFT) {
        content_set_status(request->sandbox, content, change->status);
    }
    return true;
}

static void update(struct request *request, struct reply *reply)
{
    (void)reply;
    enum {
        ALL_STATUSES = 15,
    };
    struct content content;
    struct change change;
    const cJSON *json = v2_json(request);
    if (json == NULL || !v2_find_in(request, ALL_STATUSES, &content) ||
        !content_check_may_update(request, &content) ||
        !read_change(request, json, &content, &change)) {
        return;
    }
    if (content.status == CONTENT_TRASHED) {
        restore(request, &content, &change);
    } else if (apply(request, json, &content, &change)) {
        pages_answer(request, &content);
    }
}

/* ---- deleting ---- */

static void delete (struct request *request, struct reply *reply)
{
    (void)reply;
    struct content content;
    bool purge;
    bool draft;
    if (!v2_flag(request, "purge", false, &purge) || !v2_flag(request, "draft", false, &draft)) {
        return;
    }
    unsigned statuses = draft   ? 1U << CONTENT_DRAFT
                        : purge ? 1U << CONTENT_TRASHED
                                : 1U << CONTENT_CURRENT | 1U << CONTENT_ARCHIVED;
    if (!v2_find_in(request, statuses, &content) || !content_check_may_update(request, &content)) {
        return;
    }
    if (draft || purge) {
        content_purge(request->sandbox, content.id);
    } else {
        content_trash(request->sandbox, &content);
    }
    v2_answer_nothing(request);
}

static const struct route routes[] = {
    {"POST", ROUTE_CONFLUENCE_V2, "/pages", ROUTE_CLOUD, create},
    {"PUT", ROUTE_CONFLUENCE_V2, "/pages/{}", ROUTE_CLOUD, update},
    {"DELETE", ROUTE_CONFLUENCE_V2, "/pages/{}", ROUTE_CLOUD, delete},
    {"POST", ROUTE_CONFLUENCE_V2, "/blogposts", ROUTE_CLOUD, create},
    {"PUT", ROUTE_CONFLUENCE_V2, "/blogposts/{}", ROUTE_CLOUD, update},
    {"DELETE", ROUTE_CONFLUENCE_V2, "/blogposts/{}", ROUTE_CLOUD, delete},
};

const struct route_table confluence_page_edit_routes = ROUTES(routes);
