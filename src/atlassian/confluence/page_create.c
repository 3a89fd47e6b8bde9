/* A page that is made, once, whatever becomes of the answer. */
#include "atlassian/confluence/page_internal.h"

#include "atlcli/confluence_space.h"
#include "atlcli/loop.h"

#include <string.h>

enum {
    MOST_ATTEMPTS = 3,
    PAUSE_MS = 500, /* before the next, so that what is under way can come to its end */
};

struct creation {
    struct atl_http *http;
    struct atl_arena *arena;
    const struct atl_confluence_change *change;
    const char *space_id; /* Cloud */
    const char *parent;
    bool is_draft;
};

/* ---- the request ---- */

static cJSON *body_of(const char *storage)
{
    cJSON *body = cJSON_CreateObject();
    cJSON_AddStringToObject(body, "representation", "storage");
    cJSON_AddStringToObject(body, "value", storage == NULL ? "" : storage);
    return body;
}

static struct atl_http_request cloud_request(const struct creation *creation)
{
    const struct atl_confluence_change *change = creation->change;
    cJSON *json = cJSON_CreateObject();
    bool at_top = change->at_top && creation->parent == NULL;
    cJSON_AddStringToObject(json, "spaceId", creation->space_id);
    cJSON_AddStringToObject(json, "status", creation->is_draft ? "draft" : "current");
    cJSON_AddStringToObject(json, "title", change->title);
    if (creation->parent != NULL) {
        cJSON_AddStringToObject(json, "parentId", creation->parent);
    }
    cJSON_AddItemToObject(json, "body", body_of(change->storage));
    return confluence_request(creation->arena, ATL_POST,
                              at_top ? "/wiki/api/v2/pages?root-level=true" : "/wiki/api/v2/pages",
                              json);
}

static struct atl_http_request data_center_request(const struct creation *creation)
{
    const struct atl_confluence_change *change = creation->change;
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "type", "page");
    cJSON_AddStringToObject(json, "title", change->title);
    cJSON_AddStringToObject(json, "status", creation->is_draft ? "draft" : "current");
    cJSON_AddStringToObject(cJSON_AddObjectToObject(json, "space"), "key", change->space);
    if (creation->parent != NULL) {
        cJSON *ancestor = cJSON_CreateObject();
        cJSON_AddStringToObject(ancestor, "id", creation->parent);
        cJSON_AddItemToArray(cJSON_AddArrayToObject(json, "ancestors"), ancestor);
    }
    cJSON_AddItemToObject(cJSON_AddObjectToObject(json, "body"), "storage",
                          body_of(change->storage));
    return confluence_request(
        creation->arena, ATL_POST,
        confluence_path(creation->http, creation->arena,
                        "content?expand=body.storage,space,version,history,ancestors"),
        json);
}

/* ---- where to ---- */

static enum atl_status find_place(struct creation *creation, struct atl_error *error)
{
    const struct atl_confluence_change *change = creation->change;
    creation->parent = change->parent;
    creation->space_id = change->space_id;
    bool is_cloud = confluence_is_cloud(creation->http);
    /* Cloud puts pages without a parent below the home page by itself. */
    bool is_homeless = !is_cloud && creation->parent == NULL && !change->at_top;
    if (is_cloud ? creation->space_id != NULL : !is_homeless) {
        return ATL_OK;
    }
    struct atl_confluence_space space = {0};
    enum atl_status status =
        atl_confluence_get_space(creation->http, creation->arena, change->space, &space, error);
    creation->space_id = space.id;
    creation->parent = is_homeless ? space.home : creation->parent;
    return status;
}

/* ---- what came of it ---- */

/* *found tells whether a page has the title; *made is filled when it is the one that was sent. */
static enum atl_status look(struct creation *creation, struct atl_confluence_content *found,
                            bool *is_mine, struct atl_error *error)
{
    const struct atl_confluence_change *change = creation->change;
    const char *id;
    *is_mine = false;
    enum atl_status status = confluence_page_look_up(creation->http, creation->arena, change->space,
                                                     creation->space_id, change->title, &id, error);
    if (status != ATL_OK || id == NULL) {
        return status == ATL_OK ? ATL_NOT_FOUND : status;
    }
    status = atl_confluence_get_page(creation->http, creation->arena, id, 0, ATL_CONFLUENCE_BODY,
                                     found, error);
    *is_mine =
        status == ATL_OK && found->version == 1 &&
        atl_confluence_same_storage(found->body, change->storage == NULL ? "" : change->storage);
    return status;
}

static enum atl_status fail_taken(const struct creation *creation,
                                  const struct atl_confluence_content *found,
                                  struct atl_error *error)
{
    atl_fail(error, ATL_CONFLICT, "a page titled '%s' is in the space %s already: %s",
             creation->change->title, creation->change->space, found->id);
    if (found->url != NULL) {
        atl_hint(error, "it is at %s", found->url);
    }
    atl_hint(error, "choose another title, or change that page: atlcli wiki page update %s",
             found->id);
    if (error != NULL) {
        error->http_status = 400;
    }
    return ATL_CONFLICT;
}

static enum atl_status send(struct creation *creation, struct atl_confluence_content *made,
                            struct atl_error *error)
{
    const cJSON *json;
    struct atl_http_request request = confluence_is_cloud(creation->http)
                                          ? cloud_request(creation)
                                          : data_center_request(creation);
    enum atl_status status = atl_http_json(creation->http, &request, creation->arena, &json, error);
    if (status == ATL_OK && atl_json_text(json, "id", NULL) == NULL) {
        return atl_fail(error, ATL_UNKNOWN_OUTCOME, "the server's answer describes no page");
    }
    if (status == ATL_OK) {
        confluence_page_read(creation->http, creation->arena, json, made);
        made->space = made->space == NULL ? creation->change->space : made->space;
    }
    return status;
}

/* Titles are unique in a space: what isn't there can be asked for again. */
static enum atl_status create(struct creation *creation, struct atl_confluence_content *made,
                              struct atl_error *error)
{
    bool was_sent_before = false;
    for (int attempt = 1;; attempt++) {
        struct atl_error ignored;
        struct atl_confluence_content found;
        bool is_mine;
        enum atl_status status = send(creation, made, error);
        bool is_refused = (status == ATL_FAILED || status == ATL_CONFLICT) && error != NULL &&
                          (error->http_status == 400 || error->http_status == 409);
        if (creation->is_draft || (status != ATL_UNKNOWN_OUTCOME && !is_refused)) {
            return status;
        }
        enum atl_status looked = look(creation, &found, &is_mine, &ignored);
        if (looked == ATL_OK && is_mine && (was_sent_before || !is_refused)) {
            *made = found;
            return ATL_OK;
        }
        if (looked == ATL_OK) {
            return fail_taken(creation, &found, error);
        }
        if (is_refused || looked != ATL_NOT_FOUND || attempt == MOST_ATTEMPTS) {
            return status;
        }
        was_sent_before = true;
        if (atl_sleep(PAUSE_MS, NULL) != ATL_OK) {
            return status;
        }
    }
}

enum atl_status atl_confluence_create_page(struct atl_http *http, struct atl_arena *arena,
                                           const struct atl_confluence_change *change,
                                           struct atl_confluence_content *made,
                                           struct atl_error *error)
{
    struct creation creation = {.http = http,
                                .arena = arena,
                                .change = change,
                                .is_draft = atl_text_equal(change->status, "draft")};
    enum atl_status status = find_place(&creation, error);
    return status == ATL_OK ? create(&creation, made, error) : status;
}
