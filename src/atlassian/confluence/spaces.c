/* Spaces on Cloud: REST v2 speaks of them by id, people by key. */
#include "atlassian/confluence/internal.h"

#include <string.h>

enum {
    MOST_SPACES = 250, /* that may be asked for at a time */
};

static const struct space *find_by_id(const struct listing *listing, const char *id)
{
    for (const struct space *space = listing->spaces; space != NULL; space = space->next) {
        if (atl_text_equal(space->id, id)) {
            return space;
        }
    }
    return NULL;
}

static const struct space *find_by_key(const struct listing *listing, const char *key)
{
    for (const struct space *space = listing->spaces; space != NULL; space = space->next) {
        if (atl_text_equal_ignoring_case(space->key, key)) {
            return space;
        }
    }
    return NULL;
}

/* Spaces not shown to the account are noted without a key, so that they are asked for once. */
static void learn(struct listing *listing, const char *id, const char *key)
{
    struct space *space = atl_arena_alloc(&listing->arena, sizeof *space);
    space->id = atl_arena_strdup(&listing->arena, id);
    space->key = atl_arena_strdup(&listing->arena, key);
    space->next = listing->spaces;
    listing->spaces = space;
}

/* `parameter` is "keys" or "ids", `values` encoded and separated by commas. */
static enum atl_status ask(struct listing *listing, const char *parameter, const char *values,
                           struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_http_request request = {
        .method = ATL_GET,
        .path = atl_arena_printf(&arena, "/wiki/api/v2/spaces?limit=%d&%s=%s", MOST_SPACES,
                                 parameter, values)};
    const cJSON *json;
    enum atl_status status = atl_http_json(listing->wanted->http, &request, &arena, &json, error);
    if (status == ATL_OK) {
        const cJSON *item;
        cJSON_ArrayForEach(item, atl_json_member(json, "results"))
        {
            const char *id = atl_json_text(item, "id", NULL);
            if (id != NULL && find_by_id(listing, id) == NULL) {
                learn(listing, id, atl_json_text(item, "key", NULL));
            }
        }
    }
    atl_arena_free(&arena);
    return status;
}

enum atl_status listing_find_spaces(struct listing *listing, struct atl_buffer *ids,
                                    struct atl_error *error)
{
    const char *const *keys = listing->wanted->spaces;
    struct atl_buffer values = {0};
    for (size_t i = 0; keys[i] != NULL; i++) {
        atl_buffer_add(&values, i == 0 ? "" : ",");
        atl_text_append_url_encoded(&values, keys[i]);
    }
    enum atl_status status = ask(listing, "keys", atl_buffer_text(&values), error);
    for (size_t i = 0; status == ATL_OK && keys[i] != NULL; i++) {
        const struct space *space = find_by_key(listing, keys[i]);
        if (space == NULL) {
            status = confluence_fail_unknown_space(true, keys[i], error);
            break;
        }
        atl_buffer_printf(ids, "%s%s", i == 0 ? "" : ",", space->id);
    }
    atl_buffer_free(&values);
    return status;
}

enum atl_status listing_learn_spaces(struct listing *listing, const cJSON *items,
                                     struct atl_error *error)
{
    struct atl_buffer values = {0};
    struct id_set asked = {0};
    enum atl_status status = ATL_OK;
    const cJSON *item;
    cJSON_ArrayForEach(item, items)
    {
        const char *id = atl_json_text(item, "spaceId", NULL);
        if (id != NULL && find_by_id(listing, id) == NULL && id_set_add(&asked, id)) {
            atl_buffer_add(&values, values.length == 0 ? "" : ",");
            atl_text_append_url_encoded(&values, id);
        }
    }
    if (values.length > 0) {
        status = ask(listing, "ids", atl_buffer_text(&values), error);
        cJSON_ArrayForEach(item, items)
        {
            const char *id = atl_json_text(item, "spaceId", NULL);
            if (status == ATL_OK && id != NULL && find_by_id(listing, id) == NULL) {
                learn(listing, id, NULL);
            }
        }
    }
    id_set_free(&asked);
    atl_buffer_free(&values);
    return status;
}

const char *listing_space_key(const struct listing *listing, const cJSON *item)
{
    const struct space *space = find_by_id(listing, atl_json_text(item, "spaceId", ""));
    return space == NULL ? NULL : space->key;
}
