/*
 * Trees on Data Center. The pages of a space are a list. Those below a page are none: the server
 * tells descendants of comments alone (CONFSERVER-59013). A search could tell them, but only as far
 * as its index is, which lags and, while it is rebuilt, lacks most of them: nobody would know what
 * a copy of the tree leaves out. So the database is asked, in the way that takes fewer requests:
 * for the children of one page after the other, level by level, or for all of the space, of which
 * what has the page above it counts. The search only tells how large both are; when it is wrong,
 * that costs time.
 */
#include "atlassian/confluence/internal.h"
#include "atlassian/confluence/page_internal.h"
#include "atlassian/confluence/tree_internal.h"

#include "atlcli/loop.h"

#include <inttypes.h>
#include <stdlib.h>

enum {
    USUALLY_GRANTED = 200, /* pages at a time, with what is expanded, but for bodies */
};

struct reading {
    const struct atl_confluence_tree *tree;
    struct atl_arena arena;
    const char *space; /* key, of the page at the top, too; NULL: the server doesn't tell */
    bool has_root;     /* that was read */
    int64_t in_space;  /* pages, as far as the search knows */
    int64_t below;
    struct id_set seen;
    struct atl_list parents; /* ids whose children are asked for */
    size_t asked;            /* of these, when the level began */
};

/* ---- pages ---- */

static enum atl_status take(struct reading *reading, const cJSON *item, struct atl_error *error)
{
    struct atl_confluence_node node;
    if (!tree_take_node(item, false, &node) || !id_set_add(&reading->seen, node.id)) {
        return ATL_OK;
    }
    return reading->tree->on_node(reading->tree->context, &node, error);
}

static const char *expansions(const struct reading *reading)
{
    return reading->tree->bodies ? "version,ancestors,body.storage" : "version,ancestors";
}

/* ---- the space ---- */

static bool is_below(const cJSON *item, const char *root)
{
    const cJSON *ancestor;
    cJSON_ArrayForEach(ancestor, atl_json_member(item, "ancestors"))
    {
        if (atl_text_equal(atl_json_text(ancestor, "id", NULL), root)) {
            return true;
        }
    }
    return false;
}

static enum atl_status take_listed(void *context, const cJSON *answer, struct atl_error *error)
{
    struct reading *reading = context;
    const char *root = reading->tree->root;
    const cJSON *item;
    enum atl_status status = ATL_OK;
    cJSON_ArrayForEach(item, atl_json_member(answer, "results"))
    {
        if (status == ATL_OK && (root == NULL || is_below(item, root))) {
            status = take(reading, item, error);
        }
    }
    return status;
}

/* How many pages the server gives at a time: what it gave the last time, or else what is usual. */
static int64_t granted_before(const char *remembered)
{
    long long granted = remembered == NULL ? 0 : strtoll(remembered, NULL, 10);
    return granted > 0 && granted <= USUALLY_GRANTED ? granted : USUALLY_GRANTED;
}

static void describe_space(const struct reading *reading, struct atl_buffer *cql)
{
    atl_buffer_add(cql, "type = page");
    confluence_add_condition(cql, "space", reading->space);
}

/* With a root without bodies, as most may be of pages elsewhere. */
static enum atl_status list_space(struct reading *reading, struct atl_error *error)
{
    const struct atl_confluence_tree *tree = reading->tree;
    struct atl_buffer path = {0};
    struct atl_buffer cql = {0};
    bool bodies = tree->bodies && tree->root == NULL;
    describe_space(reading, &cql);
    atl_buffer_add(&path, "/rest/api/content?type=page");
    listing_add_parameter(&path, "spaceKey", reading->space);
    listing_add_parameter(&path, "expand", bodies ? expansions(reading) : "version,ancestors");
    struct answers answers = {.http = tree->http,
                              .path = atl_buffer_text(&path),
                              .counting = atl_buffer_text(&cql),
                              .expected =
                                  tree->root == NULL ? (int64_t)tree->expected : reading->in_space,
                              .granted = bodies ? 0 : granted_before(tree->remembered),
                              .is_long = bodies,
                              .left = tree_wants_all,
                              .take = take_listed,
                              .context = reading};
    enum atl_status status = answers_by_offset(&answers, error);
    if (status == ATL_OK && tree->learned != NULL && !bodies && answers.granted > 0) {
        atl_buffer_printf(tree->learned, "%" PRId64 "\n", answers.granted);
    }
    atl_buffer_free(&path);
    atl_buffer_free(&cql);
    return status;
}

/* ---- level by level ---- */

/* What is right below each child tells whether that has to be asked: mostly it hasn't. */
static bool may_have_children(const cJSON *item)
{
    const cJSON *children = atl_json_get(item, "children.page.results");
    return !cJSON_IsArray(children) || cJSON_GetArraySize(children) > 0 ||
           atl_json_text(item, "children.page._links.next", NULL) != NULL;
}

static enum atl_status take_children(void *context, const cJSON *answer, struct atl_error *error)
{
    struct reading *reading = context;
    const cJSON *item;
    enum atl_status status = ATL_OK;
    cJSON_ArrayForEach(item, atl_json_member(answer, "results"))
    {
        const char *id = atl_json_text(item, "id", "");
        if (status == ATL_OK && !id_set_has(&reading->seen, id)) {
            status = take(reading, item, error);
            if (id_set_has(&reading->seen, id) && may_have_children(item)) {
                atl_list_add(&reading->parents, atl_arena_strdup(&reading->arena, id));
            }
        }
    }
    return status;
}

static enum atl_status ask_children(void *context, size_t index, struct atl_error *error)
{
    struct reading *reading = context;
    struct atl_http *http = reading->tree->http;
    struct atl_arena arena = {0};
    const char *rest =
        atl_arena_printf(&arena, "/child/page?expand=%s,children.page", expansions(reading));
    struct answers answers = {
        .http = http,
        .path = confluence_content_path(http, &arena,
                                        reading->parents.items[reading->asked + index], rest),
        .left = tree_wants_all,
        .take = take_children,
        .context = reading};
    enum atl_status status = answers_by_link(&answers, ATL_PAGING_START_LIMIT, error);
    atl_arena_free(&arena);
    return status == ATL_NOT_FOUND ? ATL_OK : status; /* it went meanwhile, and all below it */
}

static enum atl_status walk(struct reading *reading, struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    atl_list_add(&reading->parents, atl_arena_strdup(&reading->arena, reading->tree->root));
    while (status == ATL_OK && reading->asked < reading->parents.count) {
        size_t known = reading->parents.count;
        status = atl_each(known - reading->asked, CONFLUENCE_WIDTH, ask_children, reading, error);
        reading->asked = known;
    }
    return status;
}

/* ---- the choice ---- */

/* Tells the space, which the page may have been moved to. */
static enum atl_status read_root(void *argument, struct atl_error *error)
{
    struct reading *reading = argument;
    const struct atl_confluence_tree *tree = reading->tree;
    struct atl_arena *arena = &reading->arena;
    struct atl_http_request request = {
        .method = ATL_GET,
        .path = confluence_content_path(
            tree->http, arena, tree->root,
            atl_arena_printf(arena, "?expand=%s,space", expansions(reading)))};
    const cJSON *json;
    enum atl_status status = atl_http_json(tree->http, &request, arena, &json, error);
    if (status != ATL_OK) {
        return status;
    }
    reading->has_root = true;
    reading->space = atl_json_text(json, "space.key", reading->space);
    return tree_wants_root(tree) ? take(reading, json, error) : ATL_OK;
}

static enum atl_status count_space(void *argument, struct atl_error *error)
{
    struct reading *reading = argument;
    struct atl_buffer cql = {0};
    describe_space(reading, &cql);
    enum atl_status status =
        answers_number(reading->tree->http, atl_buffer_text(&cql), &reading->in_space, error);
    atl_buffer_free(&cql);
    return status;
}

static enum atl_status count_below(void *argument, struct atl_error *error)
{
    struct reading *reading = argument;
    struct atl_buffer cql = {0};
    atl_buffer_add(&cql, "type = page");
    confluence_add_condition(&cql, "ancestor", reading->tree->root);
    enum atl_status status =
        answers_number(reading->tree->http, atl_buffer_text(&cql), &reading->below, error);
    atl_buffer_free(&cql);
    return status;
}

static enum atl_status look_around(struct reading *reading, struct atl_error *error)
{
    enum atl_status status = reading->space == NULL ? read_root(reading, error) : ATL_OK;
    if (status != ATL_OK) {
        return status;
    }
    struct atl_group *group = atl_group_open(0, false);
    if (reading->space != NULL) {
        status = atl_group_spawn(group, count_space, reading);
    }
    if (status == ATL_OK && reading->below == 0) {
        status = atl_group_spawn(group, count_below, reading);
    }
    if (status == ATL_OK && !reading->has_root) {
        status = atl_group_spawn(group, read_root, reading);
    }
    enum atl_status waited = atl_group_wait(group, error);
    return waited != ATL_OK ? waited : status;
}

/* At most one request for each page below, and one for that at the top. */
static bool is_walk_shorter(const struct reading *reading)
{
    return reading->space == NULL || reading->below < reading->in_space / USUALLY_GRANTED;
}

enum atl_status tree_read_data_center(const struct atl_confluence_tree *tree,
                                      struct atl_error *error)
{
    struct reading reading = {.tree = tree, .space = tree->space, .below = (int64_t)tree->expected};
    enum atl_status status = tree->root == NULL ? ATL_OK : look_around(&reading, error);
    if (status == ATL_OK) {
        status = tree->root != NULL && is_walk_shorter(&reading) ? walk(&reading, error)
                                                                 : list_space(&reading, error);
    }
    id_set_free(&reading.seen);
    atl_list_free(&reading.parents);
    atl_arena_free(&reading.arena);
    return status;
}
