/* Uploading a file to an issue, once. */
#include "atlassian/file_form.h"
#include "atlassian/file_pieces.h"
#include "atlassian/jira/attachment_internal.h"
#include "atlassian/jira/internal.h"
#include "atlassian/jira/since.h"

struct upload {
    struct atl_jira_uploads *uploads;
    struct atl_arena *arena;
    struct file_form form;
    struct jira_moment sent;
};

static bool is_known(const struct atl_jira_uploads *uploads, const char *id)
{
    for (size_t i = 0; i < uploads->known.count; i++) {
        if (atl_text_equal(uploads->known.items[i], id)) {
            return true;
        }
    }
    return false;
}

static void keep(struct upload *upload, const cJSON *json, struct atl_jira_attachment *made)
{
    attachment_read(json, made);
    atl_list_add(&upload->uploads->known, (void *)(uintptr_t)made->id);
}

/* Whether one of the person's attachments looks like what the request would have made. */
static bool may_be_made(const struct upload *upload, const struct atl_jira_attachment *item,
                        const struct atl_jira_user *me, const struct jira_moment *now)
{
    return atl_text_equal(item->name, upload->form.name) && item->size == upload->form.size &&
           jira_is_by(item->json, me) && jira_made_since(item->created, &upload->sent, now) &&
           !is_known(upload->uploads, item->id);
}

/* What may have been there before the request is what it made only if it has the file's bytes. */
static enum atl_status is_made(const struct upload *upload, const struct atl_jira_attachment *item,
                               const struct jira_moment *now, bool *made)
{
    struct atl_http *http = upload->uploads->http;
    int reason;
    *made = jira_made_surely_since(item->created, &upload->sent, now);
    if (*made) {
        return ATL_OK;
    }
    return file_pieces_compare(upload->form.descriptor, http,
                               attachment_path(http, upload->arena, item), item->size, made,
                               &reason, NULL);
}

/* Whether the issue has what the request would have made; *looked tells whether one could see. */
static bool find_made(struct upload *upload, struct atl_jira_attachment *made, bool *looked)
{
    struct atl_http *http = upload->uploads->http;
    struct atl_arena *arena = upload->arena;
    struct atl_jira_user me;
    struct jira_moment now;
    struct atl_jira_attachments there;
    const cJSON *json;
    const char *path = jira_issue_path(http, arena, upload->uploads->key, "?fields=attachment");
    *looked = atl_jira_myself(http, arena, &me, NULL) == ATL_OK &&
              jira_get_now(http, arena, path, &json, &now) == ATL_OK;
    if (!*looked) {
        return false;
    }
    atl_jira_attachments_read(arena, atl_json_get(json, "fields.attachment"), &there);
    for (size_t i = there.count; *looked && i-- > 0;) {
        const struct atl_jira_attachment *item = &there.items[i];
        bool is_it = false;
        if (may_be_made(upload, item, &me, &now)) {
            *looked = is_made(upload, item, &now, &is_it) == ATL_OK;
        }
        /* Another upload may have taken it for its own while its bytes came. */
        if (is_it && !is_known(upload->uploads, item->id)) {
            keep(upload, item->json, made);
            return true;
        }
    }
    return false;
}

static enum atl_status send_once(struct upload *upload, struct atl_jira_attachment *made,
                                 struct atl_error *error)
{
    static const char *const headers[] = {"X-Atlassian-Token: no-check", NULL};
    struct atl_http *http = upload->uploads->http;
    const cJSON *json;
    struct atl_http_request request = {
        .method = ATL_POST,
        .path = jira_issue_path(http, upload->arena, upload->uploads->key, "/attachments"),
        .headers = headers,
    };
    file_form_send(&upload->form, &request);
    enum atl_status status = atl_http_json(http, &request, upload->arena, &json, error);
    const cJSON *item = status == ATL_OK ? atl_json_get(json, "0") : NULL;
    if (item != NULL) {
        keep(upload, item, made);
    } else if (status == ATL_OK) {
        status = atl_fail(error, ATL_UNKNOWN_OUTCOME, "the server's answer names no attachment");
    }
    return file_form_explain(&upload->form, status, error);
}

static enum atl_status send_settled(struct upload *upload, struct atl_jira_attachment *made,
                                    struct atl_error *error)
{
    enum atl_status status = send_once(upload, made, error);
    for (int repeats = 0; status == ATL_UNKNOWN_OUTCOME; repeats++) {
        bool looked;
        if (find_made(upload, made, &looked)) {
            return ATL_OK;
        }
        if (!looked || repeats > 0 || !jira_failed_itself(error)) {
            if (looked) {
                atl_hint(error, "%s isn't among the attachments now, but may still come",
                         upload->form.name);
            }
            atl_hint(error, "look before repeating it: atlcli jira issue attachments %s",
                     upload->uploads->key);
            return status;
        }
        file_form_rewind(&upload->form);
        status = send_once(upload, made, error);
    }
    return status;
}

enum atl_status atl_jira_attachment_upload(struct atl_jira_uploads *uploads,
                                           struct atl_arena *arena, const char *path,
                                           struct atl_jira_attachment *made,
                                           struct atl_error *error)
{
    struct upload upload = {.uploads = uploads, .arena = arena, .sent = jira_moment_now()};
    enum atl_status status = file_form_open(&upload.form, arena, path, NULL, "file", error);
    if (status == ATL_OK) {
        upload.form.on_bytes = uploads->on_bytes;
        upload.form.context = uploads->context;
        status = send_settled(&upload, made, error);
    }
    file_form_close(&upload.form);
    return status;
}
