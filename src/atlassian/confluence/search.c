/* Searching with CQL. */
#include "atlcli/confluence_search.h"

#include "atlassian/confluence/internal.h"

#include <string.h>

struct searching {
    const struct atl_confluence_search *wanted;
    struct atl_confluence_search_result *result;
    struct id_set seen;
};

/* ---- plain text ---- */

/* What excerpts and titles of a search may have in them: HTML's entities, marks of what matched. */
static const struct {
    const char *written;
    const char *means;
} spellings[] = {
    {"@@@hl@@@", ""}, {"@@@endhl@@@", ""}, {"&lt;", "<"},    {"&gt;", ">"},   {"&quot;", "\""},
    {"&#39;", "'"},   {"&apos;", "'"},     {"&#039;", "'"},  {"&nbsp;", " "}, {"&hellip;", "…"},
    {"&rsquo;", "’"}, {"&lsquo;", "‘"},    {"&ndash;", "–"}, {"&amp;", "&"},
};

/* On one line, spaces once. */
static const char *make_plain(struct atl_arena *arena, const char *text)
{
    struct atl_buffer plain = {0};
    if (text == NULL) {
        return NULL;
    }
    while (*text != '\0') {
        size_t taken = 0;
        for (size_t i = 0; taken == 0 && i < sizeof spellings / sizeof *spellings; i++) {
            if (atl_text_starts_with(text, spellings[i].written)) {
                taken = strlen(spellings[i].written);
                atl_buffer_add(&plain, spellings[i].means);
            }
        }
        bool is_space = taken == 0 && strchr(" \t\r\n", *text) != NULL;
        bool follows_space = plain.length == 0 || plain.data[plain.length - 1] == ' ';
        if (taken == 0 && !(is_space && follows_space)) {
            atl_buffer_add_char(&plain, is_space ? ' ' : *text);
        }
        text += taken > 0 ? taken : 1;
    }
    const char *copy = atl_text_trim(arena, atl_buffer_text(&plain));
    atl_buffer_free(&plain);
    return copy;
}

/* ---- hits ---- */

static void read_entity(const cJSON *json, struct atl_confluence_hit *hit)
{
    const cJSON *space = atl_json_member(json, "space");
    const cJSON *user = atl_json_member(json, "user");
    if (cJSON_IsObject(atl_json_member(json, "content"))) {
        hit->type = atl_json_text(json, "content.type", NULL);
        hit->id = atl_json_text(json, "content.id", NULL);
        hit->title = atl_json_text(json, "content.title", NULL);
        hit->space = atl_json_text(json, "content.space.key", NULL);
    } else if (cJSON_IsObject(space)) {
        hit->type = "space";
        hit->id = hit->space = atl_json_text(space, "key", NULL);
        hit->title = atl_json_text(space, "name", NULL);
    } else if (cJSON_IsObject(user)) {
        hit->type = "user";
        hit->id = atl_json_text(user, "accountId", atl_json_text(user, "username", NULL));
        hit->title = atl_json_text(user, "displayName", NULL);
    } else {
        hit->type = atl_json_text(json, "entityType", NULL);
    }
}

static void read_hit(const struct searching *searching, struct atl_arena *arena,
                     const cJSON *answer, const cJSON *json, struct atl_confluence_hit *hit)
{
    struct atl_http *http = searching->wanted->http;
    const char *link =
        atl_json_text(json, "url", atl_json_text(json, "content._links.webui", NULL));
    const char *site = atl_arena_printf(arena, "%s%s", atl_http_account(http)->site,
                                        confluence_is_cloud(http) ? "/wiki" : "");
    *hit = (struct atl_confluence_hit){
        .updated = atl_json_text(json, "lastModified", NULL),
        .json = json,
    };
    read_entity(json, hit);
    if (hit->title == NULL) {
        hit->title = make_plain(arena, atl_json_text(json, "title", NULL));
    }
    if (searching->wanted->wants_excerpt) {
        hit->excerpt = make_plain(arena, atl_json_text(json, "excerpt", NULL));
    }
    if (link != NULL && *link == '/') {
        hit->url =
            atl_arena_printf(arena, "%s%s", atl_json_text(answer, "_links.base", site), link);
    } else {
        hit->url = link;
    }
}

static int64_t count_left(const void *context)
{
    const struct searching *searching = context;
    return searching->wanted->limit - searching->result->found;
}

/* Cloud's attachments have numbers behind "att"; spaces and people none. */
static bool is_new(struct searching *searching, const char *id)
{
    if (id == NULL) {
        return true;
    }
    return id_set_add(&searching->seen, atl_text_starts_with(id, "att") ? id + strlen("att") : id);
}

static enum atl_status take(void *context, const cJSON *answer, struct atl_error *error)
{
    struct searching *searching = context;
    enum atl_status status = ATL_OK;
    const cJSON *item;
    searching->result->total = atl_json_integer(answer, "totalSize", searching->result->total);
    cJSON_ArrayForEach(item, atl_json_member(answer, "results"))
    {
        struct atl_arena arena = {0};
        struct atl_confluence_hit hit;
        if (status != ATL_OK) {
            break;
        }
        if (count_left(searching) <= 0) {
            searching->result->more = true;
            break;
        }
        read_hit(searching, &arena, answer, item, &hit);
        if (is_new(searching, hit.id)) {
            searching->result->found++;
            status = searching->wanted->on_hit(searching->wanted->context, &hit, error);
        }
        atl_arena_free(&arena);
    }
    return status;
}

static void append_path(struct atl_buffer *path, const struct atl_http *http, const char *cql,
                        const char *excerpt)
{
    atl_buffer_printf(path, "%s/rest/api/search?excerpt=%s",
                      confluence_is_cloud(http) ? "/wiki" : "", excerpt);
    listing_add_parameter(path, "cql", cql);
}

enum atl_status atl_confluence_search(const struct atl_confluence_search *search,
                                      struct atl_confluence_search_result *result,
                                      struct atl_error *error)
{
    struct searching searching = {.wanted = search, .result = result};
    struct atl_buffer path = {0};
    *result = (struct atl_confluence_search_result){.total = -1};
    append_path(&path, search->http, search->cql, search->wants_excerpt ? "indexed" : "none");
    atl_buffer_add(&path, "&expand=content.space");
    struct answers answers = {.http = search->http,
                              .path = atl_buffer_text(&path),
                              .left = count_left,
                              .take = take,
                              .context = &searching};
    enum atl_status status = answers_of_search(&answers, error);
    result->more = result->more || answers.more;
    atl_buffer_free(&path);
    id_set_free(&searching.seen);
    return status;
}

enum atl_status atl_confluence_count(struct atl_http *http, const char *cql, int64_t *count,
                                     struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_buffer path = {0};
    const cJSON *json;
    append_path(&path, http, cql, "none");
    atl_buffer_add(&path, "&limit=1");
    struct atl_http_request request = {.method = ATL_GET, .path = atl_buffer_text(&path)};
    enum atl_status status = atl_http_json(http, &request, &arena, &json, error);
    if (status == ATL_OK) {
        *count = atl_json_integer(json, "totalSize", -1);
        if (*count < 0) {
            status = atl_fail(error, ATL_FAILED, "the server doesn't say how many match");
        }
    }
    atl_buffer_free(&path);
    atl_arena_free(&arena);
    return status;
}
