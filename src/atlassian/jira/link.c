/* Links between issues. */
#include "atlcli/jira_link.h"

#include "atlassian/jira/internal.h"

#include "atlcli/suggest.h"

#include <string.h>

static struct atl_jira_link_kind kind_of(const cJSON *type, bool inward)
{
    const char *in = atl_json_text(type, "inward", "");
    const char *out = atl_json_text(type, "outward", "");
    return (struct atl_jira_link_kind){
        .type_id = atl_json_text(type, "id", ""),
        .type = atl_json_text(type, "name", ""),
        .phrase = inward ? in : out,
        .inward = inward,
        .symmetric = atl_text_equal_ignoring_case(in, out),
    };
}

/* ---- types ---- */

/* How well a name fits; 0: not at all. */
static int fit(const struct atl_jira_link_kind *kind, const char *name)
{
    bool by_name = !kind->inward && atl_text_equal_ignoring_case(kind->type, name);
    bool by_phrase = atl_text_equal_ignoring_case(kind->phrase, name);
    if (!by_name && !by_phrase) {
        return 0;
    }
    return 1 + (by_name && by_phrase ? 2 : 0) +
           (atl_text_equal(kind->type, name) || atl_text_equal(kind->phrase, name) ? 1 : 0);
}

/* Both directions of every type; one of those that have the same phrase. */
static size_t read_kinds(struct atl_arena *arena, const cJSON *types,
                         struct atl_jira_link_kind **kinds)
{
    size_t count = 0;
    const cJSON *type;
    *kinds = atl_arena_alloc(arena, ((size_t)cJSON_GetArraySize(types) * 2 + 1) * sizeof **kinds);
    cJSON_ArrayForEach(type, types)
    {
        (*kinds)[count++] = kind_of(type, false);
        if (!(*kinds)[count - 1].symmetric) {
            (*kinds)[count++] = kind_of(type, true);
        }
    }
    return count;
}

static enum atl_status fail_unknown(const struct atl_jira_link_kind *kinds, size_t count,
                                    const char *name, struct atl_error *error)
{
    struct atl_buffer names = {0};
    struct atl_suggestion suggestion = {.given = name};
    for (size_t i = 0; i < count; i++) {
        atl_suggestion_offer(&suggestion, kinds[i].phrase);
        atl_suggestion_offer(&suggestion, kinds[i].type);
        atl_buffer_printf(&names, "%s'%s'", i == 0 ? "" : ", ", kinds[i].phrase);
    }
    atl_fail(error, ATL_USAGE, "there is no link '%s'", name);
    if (suggestion.best != NULL) {
        atl_hint(error, "did you mean '%s'?", suggestion.best);
    }
    atl_hint(error, "the site has: %s", atl_buffer_text(&names));
    atl_buffer_free(&names);
    return ATL_USAGE;
}

static enum atl_status fail_ambiguous(const struct atl_jira_link_kind *kinds, size_t count,
                                      const char *name, int best, struct atl_error *error)
{
    atl_fail(error, ATL_USAGE, "several links are called '%s'", name);
    for (size_t i = 0; i < count; i++) {
        if (fit(&kinds[i], name) == best) {
            atl_hint(error, "'%s' of the type '%s'", kinds[i].phrase, kinds[i].type);
        }
    }
    return ATL_USAGE;
}

static enum atl_status choose(const struct atl_jira_link_kind *kinds, size_t count,
                              const char *name, struct atl_jira_link_kind *kind,
                              struct atl_error *error)
{
    int best = 0;
    size_t fitting = 0;
    for (size_t i = 0; i < count; i++) {
        int here = fit(&kinds[i], name);
        if (here > best) {
            best = here;
            fitting = 0;
            *kind = kinds[i];
        }
        fitting += here > 0 && here == best ? 1 : 0;
    }
    if (fitting == 0) {
        return fail_unknown(kinds, count, name, error);
    }
    return fitting == 1 ? ATL_OK : fail_ambiguous(kinds, count, name, best, error);
}

enum atl_status atl_jira_link_kind(struct atl_http *http, struct atl_arena *arena, const char *name,
                                   struct atl_jira_link_kind *kind, struct atl_error *error)
{
    const cJSON *json;
    struct atl_jira_link_kind *kinds;
    struct atl_http_request request = {.method = ATL_GET,
                                       .path = jira_path(http, arena, "issueLinkType")};
    enum atl_status status = atl_http_json(http, &request, arena, &json, error);
    if (status != ATL_OK) {
        return status;
    }
    size_t count = read_kinds(arena, atl_json_member(json, "issueLinkTypes"), &kinds);
    return choose(kinds, count, name, kind, error);
}

/* ---- links ---- */

enum atl_status atl_jira_links(struct atl_http *http, struct atl_arena *arena, const char *key,
                               struct atl_jira_links *links, struct atl_error *error)
{
    const cJSON *json;
    const cJSON *item;
    struct atl_http_request request = {
        .method = ATL_GET, .path = jira_issue_path(http, arena, key, "?fields=issuelinks")};
    enum atl_status status = atl_http_json(http, &request, arena, &json, error);
    if (status != ATL_OK) {
        return status;
    }
    const cJSON *array = atl_json_get(json, "fields.issuelinks");
    *links = (struct atl_jira_links){
        .key = atl_json_text(json, "key", key),
        .items =
            atl_arena_alloc(arena, ((size_t)cJSON_GetArraySize(array) + 1) * sizeof *links->items),
    };
    cJSON_ArrayForEach(item, array)
    {
        const cJSON *other = atl_json_member(item, "outwardIssue");
        bool inward = other == NULL;
        other = inward ? atl_json_member(item, "inwardIssue") : other;
        links->items[links->count++] = (struct atl_jira_link){
            .id = atl_json_text(item, "id", ""),
            .kind = kind_of(atl_json_member(item, "type"), inward),
            .key = atl_json_text(other, "key", ""),
            .summary = atl_json_text(other, "fields.summary", ""),
            .status = atl_json_text(other, "fields.status.name", ""),
        };
    }
    return ATL_OK;
}

bool atl_jira_link_is_called(const struct atl_jira_link *link, const char *name)
{
    return atl_text_equal_ignoring_case(link->kind.type, name) ||
           atl_text_equal_ignoring_case(link->kind.phrase, name);
}

enum atl_status atl_jira_link_add(struct atl_http *http, const char *key,
                                  const struct atl_jira_link_kind *kind, const char *other,
                                  struct atl_error *error)
{
    struct atl_arena arena = {0};
    cJSON *tree = cJSON_CreateObject();
    const cJSON *json;
    cJSON_AddStringToObject(cJSON_AddObjectToObject(tree, "type"), "id", kind->type_id);
    cJSON_AddStringToObject(cJSON_AddObjectToObject(tree, "inwardIssue"), "key",
                            kind->inward ? other : key);
    cJSON_AddStringToObject(cJSON_AddObjectToObject(tree, "outwardIssue"), "key",
                            kind->inward ? key : other);
    const char *body = jira_body(&arena, tree);
    struct atl_http_request request = {
        .method = ATL_POST,
        .path = jira_path(http, &arena, "issueLink"),
        .body = body,
        .body_length = strlen(body),
        .safe_to_repeat = true,
    };
    enum atl_status status = atl_http_json(http, &request, &arena, &json, error);
    atl_arena_free(&arena);
    return status;
}

enum atl_status atl_jira_link_delete(struct atl_http *http, const char *id, struct atl_error *error)
{
    struct atl_arena arena = {0};
    const char *rest = atl_arena_printf(&arena, "issueLink/%s", id);
    enum atl_status status = jira_delete(http, jira_path(http, &arena, rest), error);
    atl_arena_free(&arena);
    return status;
}
