#include "atlassian/jira/items.h"

#include "atlassian/jira/field_internal.h"

#include "atlcli/suggest.h"

#include <string.h>

enum {
    PAGE = 100, /* items asked for at a time */
};

/* ---- reading ---- */

const char *jira_encode(struct atl_arena *arena, const char *text)
{
    struct atl_buffer buffer = {0};
    atl_text_append_url_encoded(&buffer, text);
    const char *encoded = atl_arena_strdup(arena, atl_buffer_text(&buffer));
    atl_buffer_free(&buffer);
    return encoded;
}

bool jira_is_id(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    return digits > 0 && digits < 19 && text[digits] == '\0';
}

struct atl_jira_item jira_item_read(const cJSON *json)
{
    return (struct atl_jira_item){
        .id = atl_json_text(json, "id", NULL),
        .key = atl_json_text(json, "key", NULL),
        .name = atl_json_text(json, "name", NULL),
        .json = json,
    };
}

static void collect(struct atl_list *found, const cJSON *array)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, array)
    {
        atl_list_add(found, (void *)(uintptr_t)item);
    }
}

static enum atl_status get_pages(struct atl_http *http, struct atl_arena *arena, const char *path,
                                 struct atl_list *found, struct atl_error *error)
{
    struct atl_pages pages = {
        .http = http, .paging = ATL_PAGING_START_AT, .path = path, .page_size = PAGE};
    enum atl_status status = ATL_OK;
    while (status == ATL_OK && !pages.done) {
        const cJSON *page;
        status = atl_pages_next(&pages, arena, &page, error);
        if (status == ATL_OK) {
            collect(found, atl_pages_items(&pages, page));
        }
    }
    return status;
}

enum atl_status jira_items_get(struct atl_http *http, struct atl_arena *arena, const char *path,
                               bool paged, struct atl_jira_items *items, struct atl_error *error)
{
    struct atl_list found = {0};
    struct atl_http_request request = {.path = jira_path(http, arena, path)};
    const cJSON *json = NULL;
    enum atl_status status = paged ? get_pages(http, arena, request.path, &found, error)
                                   : atl_http_json(http, &request, arena, &json, error);
    if (status == ATL_OK) {
        collect(&found, json);
        items->items = atl_arena_alloc(arena, (found.count + 1) * sizeof *items->items);
        items->count = found.count;
        for (size_t i = 0; i < found.count; i++) {
            items->items[i] = jira_item_read(found.items[i]);
        }
    }
    atl_list_free(&found);
    return status;
}

enum atl_status jira_item_get(struct atl_http *http, struct atl_arena *arena, const char *kind,
                              const char *path, const char *id, struct atl_jira_item *item,
                              struct atl_error *error)
{
    struct atl_http_request request = {.path = jira_path(http, arena, path)};
    const cJSON *json;
    enum atl_status status = atl_http_json(http, &request, arena, &json, error);
    if (status == ATL_OK) {
        *item = jira_item_read(json);
        return item->id == NULL
                   ? atl_fail(error, ATL_FAILED, "the server's answer describes no %s", kind)
                   : ATL_OK;
    } else if (status == ATL_NOT_FOUND) {
        jira_fail_unknown(kind, id, error);
    }
    return status;
}

enum atl_status jira_send(struct atl_http *http, struct atl_arena *arena, enum atl_method method,
                          const char *path, cJSON *body, const cJSON **answer,
                          struct atl_error *error)
{
    const char *text = body == NULL ? NULL : jira_body(arena, body);
    struct atl_http_request request = {
        .method = method,
        .path = jira_path(http, arena, path),
        .body = text,
        .body_length = text == NULL ? 0 : strlen(text),
        .wants_answer = answer != NULL && method == ATL_POST,
    };
    const cJSON *ignored;
    return atl_http_json(http, &request, arena, answer == NULL ? &ignored : answer, error);
}

enum atl_status jira_item_put(struct atl_http *http, struct atl_arena *arena, const char *path,
                              cJSON *body, struct atl_jira_item *item, struct atl_error *error)
{
    const cJSON *json;
    enum atl_status status = jira_send(http, arena, ATL_PUT, path, body, &json, error);
    if (status != ATL_OK) {
        return status;
    }
    if (json == NULL && jira_send(http, arena, ATL_GET, path, NULL, &json, NULL) != ATL_OK) {
        return ATL_OK;
    }
    *item = jira_item_read(json);
    return ATL_OK;
}

/* ---- choosing ---- */

enum atl_status jira_fail_unknown(const char *kind, const char *name, struct atl_error *error)
{
    return atl_fail(error, ATL_NOT_FOUND, "there is no %s '%s', or you may not see it", kind, name);
}

static void list_names(const struct atl_jira_items *items, struct atl_error *error)
{
    struct atl_list names = {0};
    for (size_t i = 0; i < items->count; i++) {
        const char *name = items->items[i].key != NULL ? items->items[i].key : items->items[i].name;
        if (name != NULL) {
            atl_list_add(&names, (void *)(uintptr_t)name);
        }
    }
    jira_hint_list(error, "there are", &names);
    atl_list_free(&names);
}

static enum atl_status fail_unknown(const struct atl_jira_items *items, const char *name,
                                    struct atl_error *error)
{
    struct atl_suggestion suggestion = {.given = name};
    for (size_t i = 0; i < items->count; i++) {
        const struct atl_jira_item *item = &items->items[i];
        if (item->name != NULL) {
            atl_suggestion_offer(&suggestion, item->name);
        }
        if (item->key != NULL) {
            atl_suggestion_offer(&suggestion, item->key);
        }
    }
    atl_fail(error, ATL_NOT_FOUND, "there is no %s '%s'%s%s", items->kind, name,
             items->of == NULL ? "" : " in ", items->of == NULL ? "" : items->of);
    if (suggestion.best != NULL) {
        atl_hint(error, "did you mean '%s'?", suggestion.best);
    } else {
        list_names(items, error);
    }
    return ATL_NOT_FOUND;
}

/* "10011 (of Robin Ashdown)": what tells one from the other. */
static enum atl_status fail_ambiguous(const struct atl_jira_items *items, const char *name,
                                      const struct atl_list *found, struct atl_error *error)
{
    atl_fail(error, ATL_USAGE, "%zu %ss are called '%s'; name one by its id", found->count,
             items->kind, name);
    for (size_t i = 0; i < found->count; i++) {
        const struct atl_jira_item *item = found->items[i];
        const char *owner = atl_json_text(item->json, "owner.displayName", NULL);
        const char *type = atl_json_text(item->json, "schema.type", NULL);
        const char *more = owner != NULL ? owner : type;
        atl_hint(error, "%s: %s%s%s%s", item->id == NULL ? "?" : item->id, item->name,
                 more == NULL ? "" : " (", more == NULL ? "" : more, more == NULL ? "" : ")");
    }
    return ATL_USAGE;
}

enum atl_status atl_jira_items_choose(const struct atl_jira_items *items, const char *name,
                                      const struct atl_jira_item **found, struct atl_error *error)
{
    struct atl_list named = {0};
    struct atl_list exact = {0};
    enum atl_status status = ATL_OK;
    *found = NULL;
    for (size_t i = 0; i < items->count; i++) {
        const struct atl_jira_item *item = &items->items[i];
        if (item->id == NULL) {
            continue; /* by what else could it be asked for? */
        }
        if (atl_text_equal(item->id, name)) {
            *found = item;
        } else if (item->key != NULL && *found == NULL &&
                   atl_text_equal_ignoring_case(item->key, name)) {
            *found = item;
        } else if (item->name != NULL && atl_text_equal_ignoring_case(item->name, name)) {
            atl_list_add(&named, (void *)(uintptr_t)item);
            if (atl_text_equal(item->name, name)) {
                atl_list_add(&exact, (void *)(uintptr_t)item);
            }
        }
    }
    if (*found == NULL && exact.count == 1) {
        *found = exact.items[0];
    } else if (*found == NULL && named.count == 1) {
        *found = named.items[0];
    } else if (*found == NULL) {
        status = named.count > 1 ? fail_ambiguous(items, name, &named, error)
                                 : fail_unknown(items, name, error);
    }
    atl_list_free(&named);
    atl_list_free(&exact);
    return status;
}
