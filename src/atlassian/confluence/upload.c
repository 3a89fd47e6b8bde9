/* Uploading a file to a page, once. */
#include "atlassian/confluence/attachment_internal.h"
#include "atlassian/confluence/page_internal.h"
#include "atlassian/file_form.h"

struct upload {
    const struct atl_confluence_upload *wanted;
    struct atl_arena *arena;
    struct file_form form;
};

static const char *path_of(const struct upload *upload)
{
    const struct atl_confluence_upload *wanted = upload->wanted;
    const char *id = wanted->replaces == NULL ? NULL : wanted->replaces->id;
    return confluence_content_path(
        wanted->http, upload->arena, wanted->page,
        id == NULL ? "/child/attachment"
                   : atl_arena_printf(upload->arena, "/child/attachment/%s/data", id));
}

/* A page has one attachment of each name, so that what the request would have made can be told. */
static bool find_made(const struct upload *upload, struct atl_confluence_attachment *made,
                      bool *looked)
{
    const struct atl_confluence_upload *wanted = upload->wanted;
    const struct atl_confluence_attachment *before = wanted->replaces;
    struct atl_confluence_attachments there;
    *looked = atl_confluence_attachments(wanted->http, upload->arena, wanted->page,
                                         before == NULL ? upload->form.name : NULL, &there,
                                         NULL) == ATL_OK;
    for (size_t i = 0; *looked && i < there.count; i++) {
        const struct atl_confluence_attachment *item = &there.items[i];
        bool is_it = before == NULL
                         ? item->version == 1 && atl_text_equal(item->file, upload->form.name)
                         : item->version > before->version && atl_text_equal(item->id, before->id);
        if (is_it && item->size == upload->form.size) {
            *made = *item;
            return true;
        }
    }
    return false;
}

static enum atl_status send_once(struct upload *upload, struct atl_confluence_attachment *made,
                                 struct atl_error *error)
{
    static const char *const headers[] = {"X-Atlassian-Token: nocheck", NULL};
    const cJSON *json;
    struct atl_http_request request = {
        .method = ATL_POST, .path = path_of(upload), .headers = headers};
    file_form_send(&upload->form, &request);
    enum atl_status status =
        atl_http_json(upload->wanted->http, &request, upload->arena, &json, error);
    if (status == ATL_OK) {
        const cJSON *first = atl_json_get(json, "results.0");
        confluence_attachment_read(first != NULL ? first : json, upload->wanted->page, made);
        if (*made->id == '\0') {
            status =
                atl_fail(error, ATL_UNKNOWN_OUTCOME, "the server's answer names no attachment");
        }
    }
    return file_form_explain(&upload->form, status, error);
}

static enum atl_status send_settled(struct upload *upload, struct atl_confluence_attachment *made,
                                    struct atl_error *error)
{
    enum atl_status status = send_once(upload, made, error);
    for (int repeats = 0; status == ATL_UNKNOWN_OUTCOME; repeats++) {
        bool looked;
        if (find_made(upload, made, &looked)) {
            return ATL_OK;
        }
        bool failed_itself = error != NULL && error->http_status == 500;
        if (!looked || repeats > 0 || !failed_itself) {
            if (looked) {
                atl_hint(error, "%s isn't among the attachments now, but may still come",
                         upload->form.name);
            }
            atl_hint(error, "look before repeating it: atlcli wiki page attachments %s",
                     upload->wanted->page);
            return status;
        }
        file_form_rewind(&upload->form);
        status = send_once(upload, made, error);
    }
    return status;
}

enum atl_status atl_confluence_attachment_upload(const struct atl_confluence_upload *wanted,
                                                 struct atl_arena *arena,
                                                 struct atl_confluence_attachment *made,
                                                 struct atl_error *error)
{
    struct upload upload = {.wanted = wanted, .arena = arena};
    enum atl_status status =
        file_form_open(&upload.form, arena, wanted->path, wanted->file, "file", error);
    if (status == ATL_OK) {
        file_form_add_text(&upload.form, arena, "minorEdit", wanted->minor ? "true" : "false");
        if (wanted->comment != NULL) {
            file_form_add_text(&upload.form, arena, "comment", wanted->comment);
        }
        upload.form.on_bytes = wanted->on_bytes;
        upload.form.context = wanted->context;
        status = send_settled(&upload, made, error);
    }
    file_form_close(&upload.form);
    return status;
}
