/* A page that is changed: one version after the one that was read. */
#include "atlassian/confluence/page_internal.h"

#include <inttypes.h>
#include <string.h>

struct update {
    struct atl_http *http;
    struct atl_arena *arena;
    const struct atl_confluence_change *change;
    const char *title;
    const char *storage;
    const char *status;
    int64_t version; /* that is there */
};

/* ---- what is there ---- */

static enum atl_status fail_other_version(const char *id, int64_t there, int64_t known,
                                          struct atl_error *error)
{
    atl_fail(error, ATL_CONFLICT,
             "the page %s has been changed meanwhile: its version is %" PRId64 ", not %" PRId64, id,
             there, known);
    if (error != NULL) {
        error->http_status = 409;
    }
    return ATL_CONFLICT;
}

/* What isn't given stays as it is; a body that isn't sent would be gone. */
static enum atl_status read_rest(struct update *update, struct atl_error *error)
{
    const struct atl_confluence_change *change = update->change;
    struct atl_confluence_content content;
    if (change->title != NULL && change->storage != NULL && change->version > 0) {
        return ATL_OK;
    }
    enum atl_status status = atl_confluence_get_page(
        update->http, update->arena, change->id, 0,
        change->storage == NULL ? ATL_CONFLUENCE_BODY | ATL_CONFLUENCE_ANY_STATUS
                                : ATL_CONFLUENCE_ANY_STATUS,
        &content, error);
    if (status != ATL_OK) {
        return status;
    }
    if (change->version > 0 && content.version != change->version) {
        return fail_other_version(change->id, content.version, change->version, error);
    }
    if (change->storage == NULL && content.body == NULL) {
        return atl_fail(error, ATL_FAILED, "the server doesn't tell the body of the page %s",
                        change->id);
    }
    update->version = content.version;
    update->title = change->title == NULL ? content.title : change->title;
    update->storage = change->storage == NULL ? content.body : change->storage;
    update->status = change->status == NULL ? content.status : change->status;
    return ATL_OK;
}

/* ---- the request ---- */

static cJSON *body_of(const char *storage)
{
    cJSON *body = cJSON_CreateObject();
    cJSON_AddStringToObject(body, "representation", "storage");
    cJSON_AddStringToObject(body, "value", storage);
    return body;
}

/* Drafts have no versions: theirs stays 1. */
static int64_t next_version(const struct update *update)
{
    return atl_text_equal(update->status, "draft") ? 1 : update->version + 1;
}

static cJSON *version_of(const struct update *update)
{
    cJSON *version = cJSON_CreateObject();
    cJSON_AddNumberToObject(version, "number", (double)next_version(update));
    if (update->change->message != NULL) {
        cJSON_AddStringToObject(version, "message", update->change->message);
    }
    return version;
}

static struct atl_http_request cloud_request(const struct update *update)
{
    const struct atl_confluence_change *change = update->change;
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "id", change->id);
    cJSON_AddStringToObject(json, "status", update->status);
    cJSON_AddStringToObject(json, "title", update->title);
    if (change->parent != NULL) {
        cJSON_AddStringToObject(json, "parentId", change->parent);
    }
    cJSON_AddItemToObject(json, "body", body_of(update->storage));
    cJSON_AddItemToObject(json, "version", version_of(update));
    return confluence_request(update->arena, ATL_PUT,
                              confluence_page_path(update->arena, change->id, ""), json);
}

static struct atl_http_request data_center_request(const struct update *update)
{
    const struct atl_confluence_change *change = update->change;
    cJSON *json = cJSON_CreateObject();
    cJSON *version = version_of(update);
    cJSON_AddStringToObject(json, "id", change->id);
    cJSON_AddStringToObject(json, "type", "page");
    cJSON_AddStringToObject(json, "status", update->status);
    cJSON_AddStringToObject(json, "title", update->title);
    if (change->parent != NULL) {
        cJSON *ancestor = cJSON_CreateObject();
        cJSON_AddStringToObject(ancestor, "id", change->parent);
        cJSON_AddItemToArray(cJSON_AddArrayToObject(json, "ancestors"), ancestor);
    }
    if (change->minor) {
        cJSON_AddTrueToObject(version, "minorEdit");
    }
    cJSON_AddItemToObject(cJSON_AddObjectToObject(json, "body"), "storage",
                          body_of(update->storage));
    cJSON_AddItemToObject(json, "version", version);
    return confluence_request(update->arena, ATL_PUT,
                              confluence_content_path(update->http, update->arena, change->id, ""),
                              json);
}

/* ---- what came of it ---- */

/* Whether the page is as it was to be, by whichever attempt. */
static bool is_done(const struct update *update, const struct atl_confluence_content *there)
{
    const struct atl_confluence_change *change = update->change;
    return there->version == next_version(update) && atl_text_equal(there->title, update->title) &&
           atl_text_equal(there->message, change->message) &&
           (change->parent == NULL || atl_text_equal(there->parent, change->parent)) &&
           atl_confluence_same_storage(there->body, update->storage);
}

/*
 * For an answer that got lost, and a refused version: that may be the one that an attempt made
 * whose answer got lost, by libcurl's own repeating too. `status` is that of the answer.
 */
static enum atl_status look(const struct update *update, enum atl_status status,
                            struct atl_confluence_content *made, struct atl_error *error)
{
    struct atl_confluence_content there;
    if (atl_confluence_get_page(update->http, update->arena, update->change->id, 0,
                                ATL_CONFLUENCE_BODY | ATL_CONFLUENCE_ANY_STATUS, &there,
                                NULL) != ATL_OK) {
        return status;
    }
    if (is_done(update, &there)) {
        *made = there;
        return ATL_OK;
    }
    return status == ATL_CONFLICT && there.version != update->version
               ? fail_other_version(update->change->id, there.version, update->version, error)
               : status;
}

/* A refusal that another page having the title explains. */
static enum atl_status explain_title(const struct update *update, struct atl_error *error)
{
    struct atl_confluence_content content;
    struct atl_error ignored;
    const char *other = NULL;
    if (update->change->title == NULL ||
        atl_confluence_get_page(update->http, update->arena, update->change->id, 0, 0, &content,
                                &ignored) != ATL_OK ||
        content.space == NULL ||
        confluence_page_look_up(update->http, update->arena, content.space, content.space_id,
                                update->title, &other, &ignored) != ATL_OK ||
        other == NULL || strcmp(other, update->change->id) == 0) {
        return ATL_FAILED;
    }
    atl_fail(error, ATL_CONFLICT, "another page in the space %s is titled '%s' already: %s",
             content.space, update->title, other);
    atl_hint(error, "choose another title; atlcli wiki page get %s shows that page", other);
    if (error != NULL) {
        error->http_status = 400;
    }
    return ATL_CONFLICT;
}

static enum atl_status send(const struct update *update, struct atl_confluence_content *made,
                            struct atl_error *error)
{
    const cJSON *tree;
    struct atl_http_response response = {0};
    struct atl_http_request request =
        confluence_is_cloud(update->http) ? cloud_request(update) : data_center_request(update);
    enum atl_status status = atl_http_send(update->http, &request, update->arena, &response, error);
    if (status == ATL_OK) {
        status = atl_http_check(update->http, &request, &response, error);
    }
    if (status == ATL_OK) {
        status = atl_json_read(update->arena, response.body, response.length, "the server's answer",
                               &tree, error);
        if (status != ATL_OK) {
            return look(update, status, made, error); /* done, but the answer says nothing */
        }
        confluence_page_read(update->http, update->arena, tree, made);
        return ATL_OK;
    }
    if (response.status == 400) {
        return explain_title(update, error) == ATL_CONFLICT ? ATL_CONFLICT : status;
    }
    bool is_lost = status == ATL_NETWORK || response.status >= 500 || response.status == 409;
    return is_lost ? look(update, status, made, error) : status;
}

enum atl_status atl_confluence_update_page(struct atl_http *http, struct atl_arena *arena,
                                           const struct atl_confluence_change *change,
                                           struct atl_confluence_content *made,
                                           struct atl_error *error)
{
    struct update update = {.http = http,
                            .arena = arena,
                            .change = change,
                            .title = change->title,
                            .storage = change->storage,
                            .status = change->status == NULL ? "current" : change->status,
                            .version = change->version};
    enum atl_status status = read_rest(&update, error);
    if (status == ATL_OK) {
        status = send(&update, made, error);
    }
    if (status == ATL_OK && made->space == NULL) {
        made->space = change->space;
    }
    return status;
}
