/* All pages and folders of a space or below a page. */
#include "atlcli/confluence_tree.h"

#include "atlassian/confluence/answers.h"
#include "atlassian/confluence/internal.h"
#include "atlassian/confluence/tree_internal.h"

#include "atlcli/loop.h"

#include <string.h>

/* ---- one ---- */

/* REST v1 and Data Center have the whole way up, the parent last. */
static const char *parent_of(const cJSON *item)
{
    const cJSON *ancestors = atl_json_member(item, "ancestors");
    int count = cJSON_GetArraySize(ancestors);
    if (count > 0) {
        return atl_json_text(cJSON_GetArrayItem(ancestors, count - 1), "id", NULL);
    }
    return atl_json_text(item, "parentId", NULL);
}

bool tree_take_node(const cJSON *item, bool is_folder, struct atl_confluence_node *node)
{
    const char *body = atl_json_text(item, "body.storage.value", NULL);
    *node = (struct atl_confluence_node){
        .id = atl_json_text(item, "id", NULL),
        .is_folder = is_folder,
        .parent = parent_of(item),
        .title = atl_json_text(item, "title", NULL),
        .space = atl_json_text(item, "spaceId", atl_json_text(item, "space.key", NULL)),
        .version = atl_json_integer(item, "version.number", 0),
        .updated =
            atl_json_text(item, "version.createdAt", atl_json_text(item, "version.when", NULL)),
        .position =
            atl_json_integer(item, "position", atl_json_integer(item, "extensions.position", -1)),
        .body = body,
        .body_length = body == NULL ? 0 : strlen(body),
    };
    return node->id != NULL && node->title != NULL &&
           strcmp(atl_json_text(item, "status", "current"), "current") == 0;
}

/* ---- lists ---- */

struct reading {
    const struct atl_confluence_tree *tree;
    struct atl_arena arena;
    struct id_set wanted;   /* folders that something is in */
    struct atl_list needed; /* the same, as texts in the arena */
    struct id_set seen;     /* folders that were handed over */
    struct id_set pages;    /* likewise; a list that is read from both ends has some twice */
};

int64_t tree_wants_all(const void *context)
{
    (void)context;
    return INT64_MAX;
}

bool tree_wants_root(const struct atl_confluence_tree *tree)
{
    return tree->root != NULL && tree->extent != ATL_CONFLUENCE_BELOW_ROOT;
}

static void want_folder(struct reading *reading, const char *id)
{
    if (id != NULL && id_set_add(&reading->wanted, id)) {
        atl_list_add(&reading->needed, atl_arena_strdup(&reading->arena, id));
    }
}

static enum atl_status take_pages(void *context, const cJSON *answer, struct atl_error *error)
{
    struct reading *reading = context;
    const cJSON *item;
    enum atl_status status = ATL_OK;
    cJSON_ArrayForEach(item, atl_json_member(answer, "results"))
    {
        struct atl_confluence_node node;
        if (status == ATL_OK && tree_take_node(item, false, &node) &&
            id_set_add(&reading->pages, node.id)) {
            const cJSON *ancestors = atl_json_member(item, "ancestors");
            int count = cJSON_GetArraySize(ancestors);
            const cJSON *above = count == 0 ? NULL : cJSON_GetArrayItem(ancestors, count - 1);
            const char *type = atl_json_text(item, "parentType", atl_json_text(above, "type", ""));
            if (strcmp(type, "folder") == 0) {
                want_folder(reading, node.parent);
            }
            status = reading->tree->on_node(reading->tree->context, &node, error);
        }
    }
    return status;
}

static enum atl_status take_folder(struct reading *reading, const cJSON *item,
                                   struct atl_error *error)
{
    struct atl_confluence_node node;
    if (!tree_take_node(item, true, &node) || !id_set_add(&reading->seen, node.id)) {
        return ATL_OK;
    }
    const cJSON *ancestors = atl_json_member(item, "ancestors");
    int count = cJSON_GetArraySize(ancestors);
    const cJSON *above = count == 0 ? NULL : cJSON_GetArrayItem(ancestors, count - 1);
    const char *type = atl_json_text(item, "parentType", atl_json_text(above, "type", ""));
    if (strcmp(type, "folder") == 0) {
        want_folder(reading, node.parent);
    }
    return reading->tree->on_node(reading->tree->context, &node, error);
}

static enum atl_status take_folders(void *context, const cJSON *answer, struct atl_error *error)
{
    const cJSON *item;
    enum atl_status status = ATL_OK;
    cJSON_ArrayForEach(item, atl_json_member(answer, "results"))
    {
        status = status == ATL_OK ? take_folder(context, item, error) : status;
    }
    return status;
}

/* ---- Cloud ---- */

static enum atl_status read_cloud_pages(void *argument, struct atl_error *error)
{
    struct reading *reading = argument;
    const struct atl_confluence_tree *tree = reading->tree;
    struct atl_buffer path = {0};
    struct answers answers = {.http = tree->http,
                              .expected = (int64_t)tree->expected,
                              .left = tree_wants_all,
                              .take = take_pages,
                              .context = reading};
    enum atl_status status;
    if (tree->root == NULL) {
        atl_buffer_printf(&path, "/wiki/api/v2/spaces/%s/pages?status=current%s", tree->space_id,
                          tree->bodies ? "&body-format=storage" : "");
        answers.path = atl_buffer_text(&path);
        status = answers_from_places(&answers, tree->remembered, tree->learned, error);
    } else {
        atl_buffer_printf(&path, "/wiki/rest/api/content/%s/descendant/page", tree->root);
        listing_add_parameter(&path, "expand", "version,ancestors");
        answers.path = atl_buffer_text(&path);
        status = answers_by_link(&answers, ATL_PAGING_START_LIMIT, error);
    }
    atl_buffer_free(&path);
    return status;
}

/* A search that fails is no reason to fail: folders can be asked for one by one. */
static enum atl_status read_cloud_folders(void *argument, struct atl_error *error)
{
    struct reading *reading = argument;
    const struct atl_confluence_tree *tree = reading->tree;
    struct atl_buffer cql = {0};
    struct atl_buffer path = {0};
    struct answers answers = {
        .http = tree->http, .left = tree_wants_all, .take = take_folders, .context = reading};
    atl_buffer_add(&cql, "type = folder");
    if (tree->space != NULL) {
        confluence_add_condition(&cql, "space", tree->space);
    }
    if (tree->root != NULL) {
        confluence_add_condition(&cql, "ancestor", tree->root);
    }
    atl_buffer_add(&path, "/wiki/rest/api/content/search");
    listing_add_parameter(&path, "cql", atl_buffer_text(&cql));
    listing_add_parameter(&path, "expand", "version,ancestors");
    answers.path = atl_buffer_text(&path);
    enum atl_status status = answers_by_link(&answers, ATL_PAGING_START_LIMIT, error);
    atl_buffer_free(&path);
    atl_buffer_free(&cql);
    return status == ATL_FAILED && error->http_status == 400 ? ATL_OK : status;
}

/* Folders that pages are in and the search doesn't know; one may be in another. */
static enum atl_status read_missing_folders(struct reading *reading, struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    for (size_t i = 0; status == ATL_OK && i < reading->needed.count; i++) {
        struct atl_arena arena = {0};
        struct id_set *seen = &reading->seen;
        const char *id = reading->needed.items[i];
        struct atl_http_request request = {
            .method = ATL_GET, .path = atl_arena_printf(&arena, "/wiki/api/v2/folders/%s", id)};
        const cJSON *json = NULL;
        if (!id_set_has(seen, id)) {
            status = atl_http_json(reading->tree->http, &request, &arena, &json, error);
            if (status == ATL_NOT_FOUND || status == ATL_FORBIDDEN) {
                status = ATL_OK; /* what is in it is put where it would be */
            } else if (status == ATL_OK) {
                status = take_folder(reading, json, error);
            }
        }
        atl_arena_free(&arena);
    }
    return status;
}

static enum atl_status read_root(struct reading *reading, struct atl_error *error)
{
    const struct atl_confluence_tree *tree = reading->tree;
    const char *ids[] = {tree->root};
    return atl_confluence_nodes(tree->http, ids, 1, tree->bodies, tree->on_node, tree->context,
                                error);
}

static enum atl_status read_root_fiber(void *argument, struct atl_error *error)
{
    return read_root(argument, error);
}

static enum atl_status read_cloud(struct reading *reading, struct atl_error *error)
{
    struct atl_group *group = atl_group_open(0, false);
    enum atl_status status = atl_group_spawn(group, read_cloud_pages, reading);
    if (status == ATL_OK) {
        status = atl_group_spawn(group, read_cloud_folders, reading);
    }
    if (status == ATL_OK && tree_wants_root(reading->tree)) {
        status = atl_group_spawn(group, read_root_fiber, reading);
    }
    enum atl_status waited = atl_group_wait(group, error);
    status = waited != ATL_OK ? waited : status;
    return status == ATL_OK ? read_missing_folders(reading, error) : status;
}

enum atl_status atl_confluence_read_tree(const struct atl_confluence_tree *tree,
                                         struct atl_error *error)
{
    struct reading reading = {.tree = tree};
    enum atl_status status;
    if (tree->extent == ATL_CONFLUENCE_ROOT_ALONE) {
        status = read_root(&reading, error);
    } else if (atl_deployment_of(atl_http_account(tree->http)) == ATL_CLOUD) {
        status = read_cloud(&reading, error);
    } else {
        status = tree_read_data_center(tree, error);
    }
    id_set_free(&reading.wanted);
    id_set_free(&reading.seen);
    id_set_free(&reading.pages);
    atl_list_free(&reading.needed);
    atl_arena_free(&reading.arena);
    return status;
}
