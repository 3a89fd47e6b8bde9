/* Moving and archiving pages. */
#include "sandbox/confluence/content_edit.h"
#include "sandbox/confluence/content_tree.h"
#include "sandbox/confluence/v1/edit.h"
#include "sandbox/confluence/v1/task.h"
#include "sandbox/server/emit.h"
#include "sandbox/server/route.h"

#include <inttypes.h>
#include <string.h>

enum {
    MOST_ARCHIVED = 300,
};

/* ---- moving ---- */

static bool read_place(struct request *request, const char *name, enum content_place *place)
{
    static const struct {
        const char *name;
        enum content_place place;
    } places[] = {{"append", PLACE_APPEND}, {"before", PLACE_BEFORE}, {"after", PLACE_AFTER}};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (strcmp(places[i].name, name) == 0) {
            *place = places[i].place;
            return true;
        }
    }
    v1_refuse(request, 400, "Invalid position: %s", name);
    return false;
}

static void move_page(struct request *request, struct reply *reply)
{
    struct content content;
    struct content target;
    enum content_place place;
    if (!read_place(request, request->segments[1], &place) ||
        !v1_find_in(request, request->segments[0], CONTENT_IN_TREE, 1 << CONTENT_CURRENT,
                    &content) ||
        !v1_find_in(request, request->segments[2], CONTENT_IN_TREE, 1 << CONTENT_CURRENT,
                    &target) ||
        !content_check_may_update(request, &content)) {
        return;
    }
    if (content.id == target.id) {
        v1_refuse(request, 400, "A page can't be moved to itself");
        return;
    }
    if (content_move(request, &content, place, &target)) {
        emit_object(&reply->body, NULL);
        emit_format(&reply->body, "pageId", "%" PRId64, content.id);
        emit_object_end(&reply->body);
    }
}

/* ---- archiving ---- */

/* The pages that the request lists; NULL when one of them can't be archived. */
static struct content *read_pages(struct request *request, const cJSON *list, size_t count)
{
    struct content *pages = atl_arena_alloc(&request->arena, count * sizeof *pages);
    size_t read = 0;
    const cJSON *item;
    cJSON_ArrayForEach(item, list)
    {
        const char *id = v1_member_id(request, item, "id");
        if (!content_find(request, id, CONTENT_PAGE, &pages[read]) ||
            (pages[read].status != CONTENT_CURRENT && pages[read].status != CONTENT_ARCHIVED)) {
            v1_refuse(request, 400, "No page found with id: %s", id == NULL ? "null" : id);
            return NULL;
        }
        if (pages[read].status == CONTENT_ARCHIVED) {
            v1_refuse(request, 400, "The page with id %s is already archived", id);
            return NULL;
        }
        read++;
    }
    return pages;
}

static void archive_pages(struct request *request, struct reply *reply)
{
    (void)reply;
    const cJSON *json = request_json(request);
    if (json == NULL) {
        return;
    }
    const cJSON *list = atl_json_get(json, "pages");
    size_t count = atl_json_count(json, "pages");
    if (count == 0 || count > MOST_ARCHIVED) {
        v1_refuse(request, 400, "Between 1 and %d pages can be archived at once",
                  (int)MOST_ARCHIVED);
        return;
    }
    if (count > 1 && request->sandbox->faults.switches.archive_singly) {
        v1_refuse(request, 400, "Only one page can be archived at a time in this edition");
        return;
    }
    if (v1_task_is_running(request, "archive")) {
        v1_refuse(request, 400, "There is an archival job already running for the tenant.");
        return;
    }
    struct content *pages = read_pages(request, list, count);
    if (pages == NULL) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        content_archive(request->sandbox, &pages[i]);
    }
    struct v1_task task = {
        .kind = "archive", .message = "Archived all pages", .total = (int64_t)count};
    v1_task_start(request, &task);
}

static const struct route routes[] = {
    {"PUT", ROUTE_CONFLUENCE, "/content/{}/move/{}/{}", ROUTE_CLOUD, move_page},
    {"POST", ROUTE_CONFLUENCE, "/content/archive", ROUTE_CLOUD, archive_pages},
};

const struct route_table confluence_v1_move_routes = ROUTES(routes);
