/* Confluence Cloud's REST v2: spaces. */
#include "sandbox/confluence/confluence_json.h"
#include "sandbox/server/emit.h"
#include "sandbox/server/route.h"
#include "sandbox/text/time_format.h"

#include <string.h>

static void emit_space(const struct sandbox *sandbox, struct atl_arena *arena,
                       struct atl_buffer *json, size_t index)
{
    const struct data *data = &sandbox->data;
    const struct space *space = &data->spaces[index];
    emit_object(json, NULL);
    emit_format(json, "id", "%u", (unsigned)space->id);
    emit_text(json, "key", space->key);
    emit_text(json, "name", space->name);
    emit_text(json, "type", "global");
    emit_text(json, "status", "current");
    emit_text(json, "authorId", data->people[space->creator].account_id);
    emit_text(json, "createdAt",
              time_format_confluence(arena, data->today_ms - INT64_C(1000) * 730 * 86400));
    if (space->page_count > 0) {
        emit_format(json, "homepageId", "%u", (unsigned)space->pages[0] + DATA_FIRST_PAGE_ID);
    }
    emit_object(json, "_links");
    emit_format(json, "webui", "/spaces/%s", space->key);
    emit_object_end(json);
    emit_object_end(json);
}

static bool is_wanted_choice(struct request *request, const char *name, const char *choice)
{
    const char *wanted = request_parameter(request, name);
    return wanted == NULL || strcmp(wanted, choice) == 0;
}

/* sort: id, key or name, with "-" before it. There are few spaces. */
static void sort_spaces(struct request *request, size_t *spaces, size_t count)
{
    const struct data *data = &request->sandbox->data;
    const char *sort = request_parameter(request, "sort");
    if (sort == NULL || strcmp(sort, "id") == 0) {
        return;
    }
    int direction = *sort == '-' ? -1 : 1;
    const char *by = sort + (*sort == '-');
    for (size_t i = 1; i < count; i++) {
        for (size_t at = i; at > 0; at--) {
            const struct space *left = &data->spaces[spaces[at - 1]];
            const struct space *right = &data->spaces[spaces[at]];
            int comparison = strcmp(by, "key") == 0    ? strcmp(left->key, right->key)
                             : strcmp(by, "name") == 0 ? strcmp(left->name, right->name)
                                                       : (left->id > right->id ? 1 : -1);
            if (comparison * direction <= 0) {
                break;
            }
            size_t other = spaces[at];
            spaces[at] = spaces[at - 1];
            spaces[at - 1] = other;
        }
    }
}

static void confluence_spaces(struct request *request, struct reply *reply)
{
    const struct data *data = &request->sandbox->data;
    struct listing listing;
    if (!confluence_read_cursor(request, &listing)) {
        return;
    }
    char **keys;
    char **ids;
    size_t key_count = request_parameter_list(request, "keys", &keys);
    size_t id_count = request_parameter_list(request, "ids", &ids);
    bool any = is_wanted_choice(request, "type", "global") &&
               is_wanted_choice(request, "status", "current");
    size_t *selected = atl_arena_alloc(&request->arena, (data->space_count + 1) * sizeof(size_t));
    for (size_t i = 0; any && i < data->space_count; i++) {
        const char *id = atl_arena_printf(&request->arena, "%u", (unsigned)data->spaces[i].id);
        if (confluence_is_wanted(keys, key_count, data->spaces[i].key) &&
            confluence_is_wanted(ids, id_count, id)) {
            selected[listing.total++] = i;
        }
    }
    sort_spaces(request, selected, listing.total);
    emit_object(&reply->body, NULL);
    emit_array(&reply->body, "results");
    for (size_t i = listing.start; i < listing_end(&listing); i++) {
        emit_space(request->sandbox, &request->arena, &reply->body, selected[i]);
    }
    emit_array_end(&reply->body);
    confluence_emit_v2_end(request, &listing);
}

bool confluence_find_space(struct request *request, size_t *index)
{
    if (data_find_space_by_id(&request->sandbox->data, request->segments[0], index)) {
        return true;
    }
    reply_error(&request->reply, REPLY_CONFLUENCE_V2, 404, "Space with id %s not found",
                request->segments[0]);
    return false;
}

static void confluence_space(struct request *request, struct reply *reply)
{
    size_t index;
    if (confluence_find_space(request, &index)) {
        emit_space(request->sandbox, &request->arena, &reply->body, index);
    }
}

static const struct route routes[] = {
    {"GET", ROUTE_CONFLUENCE_V2, "/spaces", ROUTE_CLOUD, confluence_spaces},
    {"GET", ROUTE_CONFLUENCE_V2, "/spaces/{}", ROUTE_CLOUD, confluence_space},
};

const struct route_table confluence_space_routes = ROUTES(routes);
