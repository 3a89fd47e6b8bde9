/* Copies of pages, and of trees of them. */
#include "sandbox/confluence/content_edit.h"
#include "sandbox/confluence/content_tree.h"
#include "sandbox/confluence/v1/edit.h"
#include "sandbox/confluence/v1/task.h"
#include "sandbox/server/emit.h"
#include "sandbox/server/route.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_COPIED = 2000, /* pages of one tree */
};

static void read_options(const cJSON *json, struct content_copy *copy)
{
    copy->attachments = atl_json_bool(json, "copyAttachments", false);
    copy->labels = atl_json_bool(json, "copyLabels", false);
    copy->properties = atl_json_bool(json, "copyProperties", false);
    copy->restrictions = atl_json_bool(json, "copyPermissions", false);
}

static bool find_page(struct request *request, const char *id, struct content *page)
{
    return v1_find_in(request, id == NULL ? "null" : id, CONTENT_PAGE, 1 << CONTENT_CURRENT, page);
}

/* ---- one page ---- */

/* Over a page that is there already: a new version of that one. */
static void copy_over(struct request *request, const struct content *original,
                      const struct content_copy *copy, struct content *target,
                      const struct v1_expand *expand)
{
    struct content_edit edit = {
        .title = copy->title,
        .body = copy->body != NULL
                    ? copy->body
                    : content_body(&request->sandbox->store, &request->arena, original->id)};
    if (content_check_may_update(request, target) &&
        content_check_title(request, CONTENT_PAGE, target->space, copy->title, target->id)) {
        content_update(request->sandbox, &request->arena, target, &edit);
        v1_answer_content(request, target->id, expand);
    }
}

/* Where the copy is to go; *target is a page to be replaced, if there is one. */
static bool read_destination(struct request *request, const cJSON *json, struct content_copy *copy,
                             struct content *target, bool *replaces)
{
    const char *type = atl_json_text(json, "destination.type", NULL);
    const char *value = v1_member_id(request, json, "destination.value");
    struct confluence_space space;
    *replaces = false;
    if (type == NULL || value == NULL) {
        v1_refuse(request, 400, "destination.type and destination.value are required");
        return false;
    }
    if (strcmp(type, "space") == 0) {
        if (!confluence_space_find_by_key(request, value, &space)) {
            v1_refuse(request, 404, "No space with key : %s", value);
            return false;
        }
        copy->space = space.id;
        copy->parent = -1;
        return true;
    }
    *replaces = strcmp(type, "existing_page") == 0;
    if (!*replaces && strcmp(type, "parent_page") != 0 && strcmp(type, "parent_content") != 0) {
        v1_refuse(request, 400, "Invalid destination type: %s", type);
        return false;
    }
    if (!find_page(request, value, target)) {
        return false;
    }
    copy->space = target->space;
    copy->parent = target->id;
    return true;
}

static void copy_page(struct request *request, struct reply *reply)
{
    (void)reply;
    struct content original;
    struct content target;
    struct content_copy copy = {.parent = -1};
    bool replaces;
    const cJSON *json = request_json(request);
    struct v1_expand expand = v1_read_expand(request);
    if (json == NULL || !find_page(request, request->segments[0], &original) ||
        !read_destination(request, json, &copy, &target, &replaces) ||
        !v1_read_body(request, json, &copy.body)) {
        return;
    }
    if (request_parameter(request, "expand") == NULL) {
        expand = v1_expand_of(&request->arena, "space,history,version");
    }
    read_options(json, &copy);
    copy.title = atl_json_text(json, "pageTitle", replaces ? target.title : original.title);
    if (replaces) {
        copy_over(request, &original, &copy, &target, &expand);
    } else if (content_check_title(request, CONTENT_PAGE, copy.space, copy.title, -1)) {
        int64_t id = content_copy(request->sandbox, &original, &copy);
        v1_answer_content(request, id, &expand);
    }
}

/* ---- a tree ---- */

/* How titles of copies are made: what is searched for is replaced, then the prefix is put first. */
struct titles {
    const char *prefix;
    const char *search;
    const char *replace;
};

static const char *make_title(struct atl_arena *arena, const struct titles *titles,
                              const char *title)
{
    struct atl_buffer made = {0};
    atl_buffer_add(&made, titles->prefix);
    const char *found;
    while (!atl_text_is_empty(titles->search) && (found = strstr(title, titles->search)) != NULL) {
        atl_buffer_append(&made, title, (size_t)(found - title));
        atl_buffer_add(&made, titles->replace);
        title = found + strlen(titles->search);
    }
    atl_buffer_add(&made, title);
    const char *copy = atl_arena_strdup(arena, atl_buffer_text(&made));
    atl_buffer_free(&made);
    return copy;
}

struct tree_copy {
    struct request *request;
    struct titles titles;
    struct content_copy options;
    int64_t *originals; /* parents before children */
    int64_t *copies;
    size_t count;
};

static bool list_tree(struct tree_copy *tree, const struct content *root)
{
    struct request *request = tree->request;
    struct sql sql = {0};
    sql_add(&sql, "WITH RECURSIVE tree(id, depth) AS (SELECT ");
    sql_mark(&sql, sql_integer(root->id));
    sql_add(&sql, ", 0 UNION SELECT child.id, depth + 1 FROM tree JOIN content AS child"
                  " ON child.parent = tree.id WHERE child.status = 'current'"
                  " AND child.type IN ('page', 'folder') AND depth < 1000)"
                  " SELECT content.id FROM tree JOIN content ON content.id = tree.id"
                  " WHERE content.type = 'page'");
    content_add_visible(request->sandbox, &sql, false);
    sql_printf(&sql, " ORDER BY depth, content.position, content.id LIMIT %d",
               (int)MOST_COPIED + 1);
    tree->originals = atl_arena_alloc(&request->arena, (MOST_COPIED + 1) * sizeof(int64_t));
    tree->copies = atl_arena_alloc(&request->arena, (MOST_COPIED + 1) * sizeof(int64_t));
    struct rows rows = store_select_sql(&request->sandbox->store, &sql);
    while (rows_next(&rows)) {
        tree->originals[tree->count++] = rows_integer(&rows, 0);
    }
    sql_free(&sql);
    if (tree->count > MOST_COPIED) {
        v1_refuse(request, 400, "More than %d pages can't be copied at once", (int)MOST_COPIED);
    }
    return tree->count <= MOST_COPIED;
}

/* The copy of the page above, or of the nearest that was copied; else where the copy goes. */
static int64_t parent_of_copy(const struct tree_copy *tree, const struct content *original)
{
    struct store *store = &tree->request->sandbox->store;
    int64_t parent = original->parent;
    while (parent >= 0) {
        for (size_t i = 0; i < tree->count; i++) {
            if (tree->originals[i] == parent && tree->copies[i] != 0) {
                return tree->copies[i];
            }
        }
        parent = store_integer(store, -1, "SELECT parent FROM content WHERE id = ?",
                               VALUES(sql_integer(parent)));
    }
    return tree->options.parent;
}

static bool copy_one(struct tree_copy *tree, size_t index, int64_t top)
{
    struct request *request = tree->request;
    struct content original;
    struct content_copy copy = tree->options;
    if (!content_load(&request->sandbox->store, &request->arena, tree->originals[index],
                      &original)) {
        return true;
    }
    copy.title = make_title(&request->arena, &tree->titles, original.title);
    copy.parent = index == 0 ? top : parent_of_copy(tree, &original);
    if (!content_check_title(request, CONTENT_PAGE, copy.space, copy.title, -1)) {
        return false;
    }
    tree->copies[index] = content_copy(request->sandbox, &original, &copy);
    return true;
}

static const char *describe_copy(struct request *request, const struct tree_copy *tree)
{
    struct confluence_output out = confluence_reply(request);
    struct atl_buffer json = {0};
    struct content copy;
    emit_object(&json, NULL);
    emit_format(&json, "destinationId", "%" PRId64, tree->copies[0]);
    if (content_load(&request->sandbox->store, &request->arena, tree->copies[0], &copy)) {
        emit_text(&json, "destinationUrl", confluence_web_path(&out, &copy));
    }
    emit_integer(&json, "totalPageNeedToCopy", (int64_t)tree->count);
    emit_object_end(&json);
    const char *text = atl_arena_strdup(&request->arena, json.data);
    atl_buffer_free(&json);
    return text;
}

static void copy_tree(struct request *request, struct reply *reply)
{
    (void)reply;
    struct tree_copy tree = {.request = request};
    struct content root;
    struct content destination;
    const cJSON *json = request_json(request);
    if (json == NULL || !find_page(request, request->segments[0], &root) ||
        !find_page(request, v1_member_id(request, json, "destinationPageId"), &destination) ||
        !list_tree(&tree, &root)) {
        return;
    }
    read_options(json, &tree.options);
    tree.options.space = destination.space;
    tree.options.parent = destination.id;
    tree.titles = (struct titles){.prefix = atl_json_text(json, "titleOptions.prefix", ""),
                                  .search = atl_json_text(json, "titleOptions.search", ""),
                                  .replace = atl_json_text(json, "titleOptions.replace", "")};
    for (size_t i = 0; i < tree.count; i++) {
        if (!copy_one(&tree, i, destination.id)) {
            return;
        }
    }
    struct v1_task task = {.kind = "copypagehierarchy",
                           .message = "Copied all pages",
                           .total = (int64_t)tree.count,
                           .result = describe_copy(request, &tree)};
    v1_task_start(request, &task);
}

static const struct route routes[] = {
    {"POST", ROUTE_CONFLUENCE, "/content/{}/copy", ROUTE_CLOUD, copy_page},
    {"POST", ROUTE_CONFLUENCE, "/content/{}/pagehierarchy/copy", ROUTE_CLOUD, copy_tree},
};

const struct route_table confluence_v1_copy_routes = ROUTES(routes);
