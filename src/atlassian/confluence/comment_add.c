/* Adding a comment, once. */
#include "atlassian/confluence/comment_internal.h"
#include "atlassian/confluence/internal.h"
#include "atlassian/confluence/page_internal.h"
#include "atlassian/jira/since.h"

void confluence_comment_add_body(const struct atl_http *http, cJSON *object, const char *storage)
{
    cJSON *body = cJSON_AddObjectToObject(object, "body");
    if (!confluence_is_cloud(http)) {
        body = cJSON_AddObjectToObject(body, "storage");
    }
    cJSON_AddStringToObject(body, "representation", "storage");
    cJSON_AddStringToObject(body, "value", storage);
}

/* ---- what is sent ---- */

static void add_selection(cJSON *body, const struct atl_confluence_comment_draft *draft)
{
    cJSON *properties = cJSON_AddObjectToObject(body, "inlineCommentProperties");
    cJSON_AddStringToObject(properties, "textSelection", draft->selection);
    cJSON_AddNumberToObject(properties, "textSelectionMatchCount", (double)draft->matches);
    cJSON_AddNumberToObject(properties, "textSelectionMatchIndex", (double)draft->match);
}

static struct atl_http_request cloud_request(struct atl_http *http, struct atl_arena *arena,
                                             const struct atl_confluence_comment_draft *draft)
{
    bool is_inline = draft->parent != NULL ? draft->parent->is_inline : draft->selection != NULL;
    cJSON *body = cJSON_CreateObject();
    if (draft->parent != NULL) {
        cJSON_AddStringToObject(body, "parentCommentId", draft->parent->id);
    } else {
        cJSON_AddStringToObject(body, "pageId", draft->page);
    }
    confluence_comment_add_body(http, body, draft->storage);
    if (draft->parent == NULL && draft->selection != NULL) {
        add_selection(body, draft);
    }
    return confluence_request(arena, ATL_POST, confluence_comment_path(arena, is_inline, NULL),
                              body);
}

static struct atl_http_request data_center_request(struct atl_http *http, struct atl_arena *arena,
                                                   const struct atl_confluence_comment_draft *draft)
{
    cJSON *body = cJSON_CreateObject();
    cJSON_AddStringToObject(body, "type", "comment");
    cJSON *container = cJSON_AddObjectToObject(body, "container");
    cJSON_AddStringToObject(container, "id", draft->page);
    cJSON_AddStringToObject(container, "type", "page");
    if (draft->parent != NULL) {
        cJSON *ancestor = cJSON_CreateObject();
        cJSON_AddStringToObject(ancestor, "id", draft->parent->id);
        cJSON_AddItemToArray(cJSON_AddArrayToObject(body, "ancestors"), ancestor);
    }
    confluence_comment_add_body(http, body, draft->storage);
    return confluence_request(arena, ATL_POST, confluence_path(http, arena, "content"), body);
}

static enum atl_status fail_without_places(struct atl_error *error)
{
    atl_fail(error, ATL_USAGE, "Data Center's REST API can't put a comment on a place in the text");
    atl_hint(error, "only a browser can tell it where that is, in the page as it is shown");
    atl_hint(error, "atlcli wiki page comments add puts it below the page; replying to inline "
                    "comments and resolving them works");
    return ATL_USAGE;
}

/* ---- whether it is there ---- */

/* *made is it, when one of the page's is; false when one couldn't see, or none is. */
static bool find_made(struct atl_http *http, struct atl_arena *arena,
                      const struct atl_confluence_comment_draft *draft,
                      const struct jira_moment *sent, struct atl_confluence_comment *made,
                      bool *looked)
{
    struct jira_moment now;
    const cJSON *ignored;
    struct atl_confluence_comments there;
    const char *parent = draft->parent == NULL ? NULL : draft->parent->id;
    const char *path = confluence_path(http, arena, "user/current");
    *looked = jira_get_now(http, arena, path, &ignored, &now) == ATL_OK &&
              atl_confluence_comments(http, arena, draft->page, &there, NULL) == ATL_OK;
    for (size_t i = *looked ? there.count : 0; i > 0; i--) {
        const struct atl_confluence_comment *item = &there.items[i - 1];
        if (atl_text_equal(item->parent, parent) &&
            (draft->selection == NULL || atl_text_equal(item->selection, draft->selection)) &&
            jira_made_since(item->created, sent, &now) &&
            atl_confluence_same_storage(item->body, draft->storage)) {
            *made = *item;
            return true;
        }
    }
    return false;
}

enum atl_status atl_confluence_comment_add(struct atl_http *http, struct atl_arena *arena,
                                           const struct atl_confluence_comment_draft *draft,
                                           struct atl_confluence_comment *made,
                                           struct atl_error *error)
{
    bool is_cloud = confluence_is_cloud(http);
    const cJSON *json;
    if (!is_cloud && draft->selection != NULL) {
        return fail_without_places(error);
    }
    struct atl_http_request request =
        is_cloud ? cloud_request(http, arena, draft) : data_center_request(http, arena, draft);
    struct jira_moment sent = jira_moment_now();
    enum atl_status status = atl_http_json(http, &request, arena, &json, error);
    for (int repeats = 0; status == ATL_UNKNOWN_OUTCOME; repeats++) {
        bool looked;
        if (find_made(http, arena, draft, &sent, made, &looked)) {
            return ATL_OK;
        }
        if (!looked || repeats > 0 || error == NULL || error->http_status != 500) {
            if (looked) {
                atl_hint(error, "it isn't among the page's comments now, but may still come");
            }
            atl_hint(error, "look before repeating it: atlcli wiki page comments list %s",
                     draft->page);
            return status;
        }
        status = atl_http_json(http, &request, arena, &json, error);
    }
    if (status == ATL_OK) {
        confluence_comment_read(http, arena, json, made);
    }
    return status;
}
