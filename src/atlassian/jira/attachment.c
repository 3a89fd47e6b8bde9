/* Files at issues: which there are, their bytes, deleting them. */
#include "atlcli/jira_attachment.h"

#include "atlassian/file_sink.h"
#include "atlassian/jira/attachment_internal.h"
#include "atlassian/jira/internal.h"

#include <stdlib.h>
#include <string.h>

void attachment_read(const cJSON *json, struct atl_jira_attachment *attachment)
{
    *attachment = (struct atl_jira_attachment){
        .id = atl_json_text(json, "id", ""),
        .name = atl_json_text(json, "filename", ""),
        .media_type = atl_json_text(json, "mimeType", ""),
        .author = atl_json_text(json, "author.displayName", NULL),
        .created = atl_json_text(json, "created", ""),
        .size = atl_json_integer(json, "size", -1),
        .content = atl_json_text(json, "content", ""),
        .json = json,
    };
}

/* Ids are numbers that grow. */
static int compare(const void *left, const void *right)
{
    const struct atl_jira_attachment *one = left;
    const struct atl_jira_attachment *other = right;
    size_t one_length = strlen(one->id);
    size_t other_length = strlen(other->id);
    if (one_length != other_length) {
        return one_length < other_length ? -1 : 1;
    }
    return strcmp(one->id, other->id);
}

void atl_jira_attachments_read(struct atl_arena *arena, const cJSON *field,
                               struct atl_jira_attachments *attachments)
{
    const cJSON *item;
    *attachments = (struct atl_jira_attachments){
        .items = atl_arena_alloc(arena, ((size_t)cJSON_GetArraySize(field) + 1) *
                                            sizeof *attachments->items)};
    cJSON_ArrayForEach(item, field)
    {
        attachment_read(item, &attachments->items[attachments->count++]);
    }
    qsort(attachments->items, attachments->count, sizeof *attachments->items, compare);
}

enum atl_status atl_jira_attachments(struct atl_http *http, struct atl_arena *arena,
                                     const char *key, struct atl_jira_attachments *attachments,
                                     struct atl_error *error)
{
    const cJSON *json;
    struct atl_http_request request = {
        .method = ATL_GET, .path = jira_issue_path(http, arena, key, "?fields=attachment")};
    enum atl_status status = atl_http_json(http, &request, arena, &json, error);
    if (status == ATL_OK) {
        atl_jira_attachments_read(arena, atl_json_get(json, "fields.attachment"), attachments);
    }
    return status;
}

enum atl_status atl_jira_attachment_limit(struct atl_http *http, int64_t *bytes,
                                          struct atl_error *error)
{
    struct atl_arena arena = {0};
    const cJSON *json;
    struct atl_http_request request = {.method = ATL_GET,
                                       .path = jira_path(http, &arena, "attachment/meta")};
    enum atl_status status = atl_http_json(http, &request, &arena, &json, error);
    *bytes = INT64_MAX;
    if (status == ATL_OK && !atl_json_bool(json, "enabled", true)) {
        status = atl_fail(error, ATL_FAILED, "the site takes no attachments");
    } else if (status == ATL_OK) {
        *bytes = atl_json_integer(json, "uploadLimit", INT64_MAX);
    }
    atl_arena_free(&arena);
    return status;
}

enum atl_status atl_jira_attachment_delete(struct atl_http *http, const char *id,
                                           struct atl_error *error)
{
    struct atl_arena arena = {0};
    const char *path = jira_path(http, &arena, atl_arena_printf(&arena, "attachment/%s", id));
    enum atl_status status = jira_delete(http, path, error);
    atl_arena_free(&arena);
    return status;
}

/* ---- bytes ---- */

const char *attachment_path(const struct atl_http *http, struct atl_arena *arena,
                            const struct atl_jira_attachment *attachment)
{
    static const char mark[] = "/secure/attachment/";
    const char *content = strstr(attachment->content, mark);
    if (!jira_is_cloud(http) && content != NULL) {
        return content;
    }
    return jira_path(http, arena, atl_arena_printf(arena, "attachment/content/%s", attachment->id));
}

enum atl_status atl_jira_attachment_download(struct atl_http *http,
                                             const struct atl_jira_attachment *attachment,
                                             int descriptor, atl_jira_bytes_function on_bytes,
                                             void *context, struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct file_sink sink = {.descriptor = descriptor,
                             .expected = attachment->size,
                             .on_bytes = on_bytes,
                             .context = context};
    enum atl_status status =
        file_sink_fetch(&sink, http, attachment_path(http, &arena, attachment), error);
    atl_arena_free(&arena);
    return status;
}
