/* Lists of pages: which way to go, and what the ways have in common. */
#include "atlassian/confluence/page_internal.h"

#include <string.h>

int64_t listing_left(const struct listing *listing)
{
    return listing->wanted->limit - listing->result->found;
}

void listing_add_parameter(struct atl_buffer *path, const char *name, const char *value)
{
    bool first = strchr(atl_buffer_text(path), '?') == NULL;
    atl_buffer_printf(path, "%c%s=", first ? '?' : '&', name);
    atl_text_append_url_encoded(path, value);
}

void confluence_add_condition(struct atl_buffer *cql, const char *field, const char *value)
{
    atl_buffer_printf(cql, " AND %s = \"", field);
    for (; *value != '\0'; value++) {
        atl_buffer_add(cql, *value == '"' || *value == '\\' ? "\\" : "");
        atl_buffer_add_char(cql, *value);
    }
    atl_buffer_add_char(cql, '"');
}

void listing_add_expansions(const struct listing *listing, struct atl_buffer *path)
{
    atl_buffer_printf(path, "&expand=space,version%s%s",
                      listing->wanted->wants_parent ? ",ancestors" : "",
                      listing->wanted->wants_labels ? ",metadata.labels" : "");
}

/* ---- pages ---- */

const char *listing_expanded_key(const struct listing *listing, const cJSON *item)
{
    (void)listing;
    return atl_json_text(item, "space.key", NULL);
}

bool confluence_is_cloud(const struct atl_http *http)
{
    return atl_deployment_of(atl_http_account(http)) == ATL_CLOUD;
}

/* Links are relative to the base that the answer names. */
static const char *address(const struct listing *listing, const cJSON *answer, const cJSON *item,
                           struct atl_buffer *url)
{
    const char *link = atl_json_text(item, "_links.webui", NULL);
    const char *base = atl_json_text(answer, "_links.base", NULL);
    if (link == NULL) {
        return NULL;
    }
    atl_buffer_truncate(url, 0);
    if (base != NULL) {
        atl_buffer_add(url, base);
    } else {
        atl_buffer_add(url, atl_http_account(listing->wanted->http)->site);
        atl_buffer_add(url, confluence_is_cloud(listing->wanted->http) ? "/wiki" : "");
    }
    atl_buffer_add(url, link);
    return atl_buffer_text(url);
}

static const char *parent_of(const cJSON *item)
{
    const cJSON *ancestors = atl_json_get(item, "ancestors");
    int above = cJSON_IsArray(ancestors) ? cJSON_GetArraySize(ancestors) : 0;
    return above == 0 ? atl_json_text(item, "parentId", NULL)
                      : atl_json_text(cJSON_GetArrayItem(ancestors, above - 1), "id", NULL);
}

enum atl_status listing_hand_over(struct listing *listing, const cJSON *answer,
                                  const char *(*space_of)(const struct listing *listing,
                                                          const cJSON *item),
                                  struct atl_error *error)
{
    struct atl_buffer url = {0};
    struct atl_arena arena = {0};
    enum atl_status status = ATL_OK;
    const cJSON *item;
    cJSON_ArrayForEach(item, atl_json_member(answer, "results"))
    {
        const char *id = atl_json_text(item, "id", NULL);
        if (status != ATL_OK || id == NULL || !id_set_add(&listing->seen, id)) {
            continue;
        }
        if (listing_left(listing) <= 0) {
            listing->result->more = true;
            break;
        }
        const struct atl_confluence_page page = {
            .id = id,
            .type = atl_json_text(item, "type", "page"),
            .title = atl_json_text(item, "title", NULL),
            .space = space_of(listing, item),
            .status = atl_json_text(item, "status", NULL),
            .parent = parent_of(item),
            .labels = confluence_labels_read(&arena, atl_json_get(item, "metadata.labels.results")),
            .updated =
                atl_json_text(item, "version.createdAt", atl_json_text(item, "version.when", NULL)),
            .url = address(listing, answer, item, &url),
            .version = atl_json_integer(item, "version.number", -1),
        };
        listing->result->found++;
        status = listing->wanted->on_page(listing->wanted->context, &page, error);
    }
    atl_buffer_free(&url);
    atl_arena_free(&arena);
    return status;
}

/* ---- answers ---- */

static int64_t count_left(const void *context)
{
    return listing_left(context);
}

enum atl_status listing_take_expanded(void *context, const cJSON *answer, struct atl_error *error)
{
    return listing_hand_over(context, answer, listing_expanded_key, error);
}

struct answers listing_answers(struct listing *listing, const char *path,
                               enum atl_status (*take)(void *context, const cJSON *answer,
                                                       struct atl_error *error))
{
    return (struct answers){.http = listing->wanted->http,
                            .path = path,
                            .left = count_left,
                            .take = take,
                            .context = listing};
}

enum atl_status listing_by_offset(struct listing *listing, const char *path, const char *counting,
                                  struct atl_error *error)
{
    struct answers answers = listing_answers(listing, path, listing_take_expanded);
    answers.counting = counting;
    enum atl_status status = answers_by_offset(&answers, error);
    listing->result->more = listing->result->more || answers.more;
    return status;
}

/* ---- the choice ---- */

enum atl_status atl_confluence_list_pages(const struct atl_confluence_list *list,
                                          struct atl_confluence_list_result *result,
                                          struct atl_error *error)
{
    *result = (struct atl_confluence_list_result){0};
    struct listing listing = {.wanted = list, .result = result};
    enum atl_status status;
    if (!confluence_is_cloud(list->http)) {
        status = listing_on_data_center(&listing, error);
    } else if (list->cql != NULL) {
        status = listing_by_cursor_and_query(&listing, error);
    } else {
        status = listing_by_cursor(&listing, error);
    }
    id_set_free(&listing.seen);
    atl_arena_free(&listing.arena);
    return status;
}
