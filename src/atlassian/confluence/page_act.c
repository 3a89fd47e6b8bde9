/* Copying and deleting pages; long tasks. */
#include "atlcli/confluence_page_act.h"

#include "atlassian/confluence/page_internal.h"

#include "atlcli/loop.h"

#include <stdlib.h>
#include <string.h>

enum {
    FIRST_PAUSE_MS = 100, /* between looks at a long task; they grow */
    LONGEST_PAUSE_MS = 3000,
    MOST_LOOKS = 3, /* for a copy whose answer got lost: the server may still be at it */
    BETWEEN_LOOKS_MS = 1000,
    NOT_FOUND = 404,
};

/* ---- deleting ---- */

struct deleting {
    struct atl_http *http;
    struct atl_arena *arena;
    const char *id;
    bool purge;    /* for good, and not into the trash */
    bool is_draft; /* as far as known */
};

enum way_to_go {
    INTO_THE_TRASH,
    OUT_OF_THE_TRASH,
    OUT_OF_THE_DRAFTS, /* which have no trash */
};

static enum atl_status fail_as_missing(struct atl_error *error, const char *words)
{
    atl_fail(error, ATL_NOT_FOUND, "%s", words);
    if (error != NULL) {
        error->http_status = NOT_FOUND;
    }
    return ATL_NOT_FOUND;
}

/*
 * 404 is said of a page that an earlier attempt has deleted, whose answer got lost, and of one that
 * may not be deleted. Where the page is now tells which.
 */
static enum atl_status find_out(struct deleting *deleting, enum way_to_go way, bool repeated,
                                struct atl_error *error)
{
    struct atl_confluence_content page = {0};
    struct atl_error why = {0};
    enum atl_status status = atl_confluence_get_page(deleting->http, deleting->arena, deleting->id,
                                                     0, ATL_CONFLUENCE_ANY_STATUS, &page, &why);
    if (status == ATL_OK && way == INTO_THE_TRASH && atl_text_equal(page.status, "trashed")) {
        return ATL_OK;
    }
    if (status == ATL_OK && way == INTO_THE_TRASH && atl_text_equal(page.status, "draft")) {
        deleting->is_draft = true;
        return deleting->purge ? ATL_OK
                               : fail_as_missing(error, "the page is a draft, which has no trash");
    }
    if (status == ATL_OK) {
        return fail_as_missing(error, way == OUT_OF_THE_TRASH
                                          ? "the page is in the trash, and you may not delete it "
                                            "for good: the server says it isn't there (404)"
                                          : "you may not delete the page: the server says it isn't "
                                            "there (404), but it is");
    }
    if (status == ATL_NOT_FOUND && repeated) {
        return ATL_OK;
    }
    if (status == ATL_NOT_FOUND) {
        return fail_as_missing(error, "the page doesn't exist any more, or you may not see it");
    }
    if (error != NULL) {
        *error = why;
    }
    if (repeated && !atl_status_ends_everything(status)) {
        return atl_fail(error, ATL_UNKNOWN_OUTCOME, "whether the page was deleted isn't known: %s",
                        why.message);
    }
    return status;
}

static enum atl_status delete_by(struct deleting *deleting, enum way_to_go way,
                                 struct atl_error *error)
{
    bool is_cloud = confluence_is_cloud(deleting->http);
    const char *const queries[] = {
        [INTO_THE_TRASH] = "",
        [OUT_OF_THE_TRASH] = is_cloud ? "?purge=true" : "?status=trashed",
        [OUT_OF_THE_DRAFTS] = is_cloud ? "?draft=true" : "?status=draft",
    };
    struct atl_http_response response;
    struct atl_http_request request = {
        .method = ATL_DELETE,
        .path = is_cloud ? confluence_page_path(deleting->arena, deleting->id, queries[way])
                         : confluence_content_path(deleting->http, deleting->arena, deleting->id,
                                                   queries[way])};
    enum atl_status status =
        atl_http_send(deleting->http, &request, deleting->arena, &response, error);
    if (status == ATL_OK && response.status == NOT_FOUND) {
        return find_out(deleting, way, response.attempts > 1, error);
    }
    return status == ATL_OK ? atl_http_check(deleting->http, &request, &response, error) : status;
}

enum atl_status atl_confluence_delete_page(struct atl_http *http, const char *id,
                                           const char *status_word, bool purge,
                                           struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct deleting deleting = {http, &arena, id, purge, atl_text_equal(status_word, "draft")};
    enum atl_status status = ATL_OK;
    if (!deleting.is_draft && !atl_text_equal(status_word, "trashed")) {
        status = delete_by(&deleting, INTO_THE_TRASH, error);
    }
    if (status == ATL_OK && (purge || deleting.is_draft)) {
        status =
            delete_by(&deleting, deleting.is_draft ? OUT_OF_THE_DRAFTS : OUT_OF_THE_TRASH, error);
    }
    atl_arena_free(&arena);
    return status;
}

/* ---- copying ---- */

static cJSON *copy_options(const struct atl_confluence_copy *copy)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddBoolToObject(json, "copyAttachments", !copy->without_attachments);
    cJSON_AddBoolToObject(json, "copyLabels", !copy->without_labels);
    cJSON_AddBoolToObject(json, "copyProperties", !copy->without_properties);
    cJSON_AddBoolToObject(json, "copyPermissions", copy->with_restrictions);
    return json;
}

enum atl_status atl_confluence_check_copy(struct atl_http *http, struct atl_arena *arena,
                                          const struct atl_confluence_copy *copy,
                                          const char *option, struct atl_error *error)
{
    const char *id;
    enum atl_status status =
        confluence_page_look_up(http, arena, copy->space, copy->space_id, copy->title, &id, error);
    if (status != ATL_OK || id == NULL) {
        return status;
    }
    atl_fail(error, ATL_CONFLICT, "a page titled '%s' is in the space %s already: %s", copy->title,
             copy->space, id);
    atl_hint(error, "titles are unique in a space: choose another one with %s", option);
    return ATL_CONFLICT;
}

/* What an answer that got lost would have told: the title was free before. */
static bool find_copy(struct atl_http *http, struct atl_arena *arena,
                      const struct atl_confluence_copy *copy, const char **id)
{
    struct atl_error ignored;
    enum atl_status status = ATL_OK;
    *id = NULL;
    for (int look = 0; look < MOST_LOOKS && status == ATL_OK && *id == NULL; look++) {
        status = look == 0 ? ATL_OK : atl_sleep(BETWEEN_LOOKS_MS, &ignored);
        if (status == ATL_OK) {
            status = confluence_page_look_up(http, arena, copy->space, copy->space_id, copy->title,
                                             id, &ignored);
        }
    }
    return status == ATL_OK && *id != NULL;
}

enum atl_status atl_confluence_copy_page(struct atl_http *http, struct atl_arena *arena,
                                         const struct atl_confluence_copy *copy,
                                         struct atl_confluence_content *made,
                                         struct atl_error *error)
{
    const cJSON *json = NULL;
    const char *id;
    enum atl_status status = atl_confluence_check_copy(http, arena, copy, "--title", error);
    if (status != ATL_OK) {
        return status;
    }
    cJSON *body = copy_options(copy);
    cJSON *destination = cJSON_AddObjectToObject(body, "destination");
    cJSON_AddStringToObject(destination, "type", "parent_page");
    cJSON_AddStringToObject(destination, "value", copy->parent);
    cJSON_AddStringToObject(body, "pageTitle", copy->title);
    struct atl_http_request request = confluence_request(
        arena, ATL_POST, confluence_content_path(http, arena, copy->id, "/copy"), body);
    status = atl_http_json(http, &request, arena, &json, error);
    id = atl_json_text(json, "id", NULL);
    if (status == ATL_UNKNOWN_OUTCOME && find_copy(http, arena, copy, &id)) {
        status = ATL_OK;
    }
    if (status != ATL_OK) {
        return status;
    }
    if (id == NULL) {
        return atl_fail(error, ATL_UNKNOWN_OUTCOME, "the server's answer describes no page");
    }
    return atl_confluence_get_page(http, arena, id, 0, 0, made, error);
}

/* ---- long tasks ---- */

enum atl_status confluence_begin_task(struct atl_http *http, struct atl_arena *arena,
                                      const char *path, cJSON *body, const char **task,
                                      struct atl_error *error)
{
    const cJSON *json = NULL;
    struct atl_http_request request = confluence_request(arena, ATL_POST, path, body);
    enum atl_status status = atl_http_json(http, &request, arena, &json, error);
    *task = atl_json_text(json, "id", NULL);
    return status == ATL_OK && *task == NULL
               ? atl_fail(error, ATL_UNKNOWN_OUTCOME, "the server's answer names no task")
               : status;
}

enum atl_status atl_confluence_copy_tree(struct atl_http *http, struct atl_arena *arena,
                                         const struct atl_confluence_copy *copy, const char **task,
                                         const char **made, struct atl_error *error)
{
    *task = NULL;
    *made = NULL;
    enum atl_status status = atl_confluence_check_copy(http, arena, copy, "--prefix", error);
    if (status != ATL_OK) {
        return status;
    }
    cJSON *body = copy_options(copy);
    cJSON_AddStringToObject(body, "destinationPageId", copy->parent);
    if (!atl_text_is_empty(copy->prefix)) {
        cJSON *titles = cJSON_AddObjectToObject(body, "titleOptions");
        cJSON_AddStringToObject(titles, "prefix", copy->prefix);
    }
    status = confluence_begin_task(
        http, arena, confluence_content_path(http, arena, copy->id, "/pagehierarchy/copy"), body,
        task, error);
    return status == ATL_UNKNOWN_OUTCOME && find_copy(http, arena, copy, made) ? ATL_OK : status;
}

enum atl_status atl_confluence_look_at_task(struct atl_http *http, struct atl_arena *arena,
                                            const char *task, struct atl_confluence_task *result,
                                            struct atl_error *error)
{
    const cJSON *json;
    struct atl_http_request request = {
        .method = ATL_GET,
        .path = confluence_path(
            http, arena, atl_arena_printf(arena, "longtask/%s", confluence_encode(arena, task)))};
    enum atl_status status = atl_http_json(http, &request, arena, &json, error);
    if (status != ATL_OK) {
        return status;
    }
    int64_t percent = atl_json_integer(json, "percentageComplete", 0);
    *result = (struct atl_confluence_task){
        .ended = atl_json_bool(json, "finished", percent >= 100),
        .succeeded = atl_json_bool(json, "successful", true),
        .percent = percent > 0 && percent < 100 ? (int)percent
                   : percent >= 100             ? 100
                                                : 0,
        .words = atl_json_text(
            json, "errors.0.translation",
            atl_json_text(json, "messages.0.translation", atl_json_text(json, "status", NULL))),
        .json = json,
    };
    return ATL_OK;
}

enum atl_status atl_confluence_wait_task(struct atl_http *http, struct atl_arena *arena,
                                         const char *task,
                                         void (*on_progress)(void *context, int64_t percent),
                                         void *context, const cJSON **json, struct atl_error *error)
{
    for (int64_t pause = FIRST_PAUSE_MS;;) {
        struct atl_confluence_task result = {0};
        enum atl_status status = atl_confluence_look_at_task(http, arena, task, &result, error);
        if (status == ATL_OK && on_progress != NULL) {
            on_progress(context, result.percent);
        }
        if (status == ATL_OK && result.ended) {
            *json = result.json;
            return result.succeeded
                       ? ATL_OK
                       : atl_fail(error, ATL_FAILED, "Confluence's task didn't succeed%s%s",
                                  atl_text_is_empty(result.words) ? "" : ": ",
                                  atl_text_is_empty(result.words) ? "" : result.words);
        }
        if (status == ATL_OK) {
            status = atl_sleep(pause, error);
        }
        if (status != ATL_OK) {
            return status;
        }
        pause = pause * 3 / 2 < LONGEST_PAUSE_MS ? pause * 3 / 2 : LONGEST_PAUSE_MS;
    }
}
