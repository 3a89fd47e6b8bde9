#include "cmd/wiki/comment/of.h"

#include "atlcli/text.h"
#include "cli/output.h"
#include "cmd/site_check.h"
#include "cmd/wiki/body.h"

#include <string.h>

/* ---- which ---- */

static bool is_id(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    return digits > 0 && digits < 20 && text[digits] == '\0';
}

enum atl_status wiki_comment_find(struct wiki_act *act, const char *text,
                                  struct atl_confluence_comment *comment, struct atl_error *error)
{
    static const char *const marks[] = {"focusedCommentId=", "#comment-"};
    struct atl_arena *arena = act->context->arena;
    const char *id = atl_text_trim(arena, text);
    if (strstr(id, "://") != NULL) {
        enum atl_status status = site_check(act->context->account, id, error);
        if (status != ATL_OK) {
            return status;
        }
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
            const char *at = strstr(id, marks[i]);
            if (at != NULL) {
                at += strlen(marks[i]);
                id = atl_arena_strndup(arena, at, strspn(at, "0123456789"));
            }
        }
    }
    if (!is_id(id)) {
        atl_fail(error, ATL_USAGE, "'%s' is no comment", text);
        atl_hint(error, "give its id, as 'atlcli wiki page comments list PAGE' shows it");
        return ATL_USAGE;
    }
    return atl_confluence_get_comment(act->http, arena, id, comment, error);
}

enum atl_status wiki_comment_complete(struct wiki_act *act, struct atl_confluence_comment *comment,
                                      struct atl_error *error)
{
    struct atl_confluence_comment above = *comment;
    enum atl_status status = ATL_OK;
    for (int i = 0; status == ATL_OK && above.page == NULL && above.parent != NULL && i < 100;
         i++) {
        status =
            atl_confluence_get_comment(act->http, act->context->arena, above.parent, &above, error);
    }
    comment->page = status == ATL_OK ? above.page : NULL;
    if (status == ATL_OK && comment->page == NULL) {
        status = atl_fail(error, ATL_FAILED, "the server doesn't say which page comment %s is on",
                          comment->id);
    }
    return status;
}

/* ---- its text ---- */

enum atl_status wiki_comment_text(struct atl_context *context, const char *argument,
                                  const char **storage, struct atl_error *error)
{
    struct wiki_body body;
    enum atl_status status = wiki_body_read_argument(context, argument, &body, error);
    if (status != ATL_OK) {
        return status;
    }
    if (body.storage == NULL) {
        atl_fail(error, ATL_USAGE, "the text is missing");
        atl_hint(error, "give it as an argument, with --body, or with --body-file (- is standard "
                        "input)");
        return ATL_USAGE;
    }
    if (strspn(body.storage, " \t\r\n") == strlen(body.storage)) {
        return atl_fail(error, ATL_USAGE, "the text is empty");
    }
    *storage = body.storage;
    return ATL_OK;
}

/* ---- what is said ---- */

enum atl_status wiki_comment_report(struct atl_context *context,
                                    const struct atl_confluence_comment *comment, const char *page,
                                    const char *what, struct atl_error *error)
{
    cJSON *object = atl_json_keep(context->arena, cJSON_CreateObject());
    const char *url = comment->url == NULL ? "" : comment->url;
    const char *of = page != NULL ? page : comment->page;
    cJSON_AddStringToObject(object, "id", comment->id);
    cJSON_AddItemToObject(object, "page", of == NULL ? cJSON_CreateNull() : cJSON_CreateString(of));
    cJSON_AddStringToObject(object, "location", comment->is_inline ? "inline" : "footer");
    cJSON_AddNumberToObject(object, "version", (double)comment->version);
    cJSON_AddStringToObject(object, "url", url);
    return atl_output_message(context->output, object, error, "%s comment %s%s%s%s%s", what,
                              comment->id, of == NULL ? "" : " of page ", of == NULL ? "" : of,
                              *url == '\0' ? "" : ": ", url);
}
