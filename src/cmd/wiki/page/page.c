/* wiki page: the group, and what its commands share. */
#include "cmd/wiki/page/page.h"

#include "cmd/connect.h"
#include "cmd/site_hint.h"
#include "cmd/wiki/page/of.h"

#include <inttypes.h>

enum atl_status wiki_page_run(struct atl_context *context, bool with_page,
                              wiki_page_function function, struct atl_error *error)
{
    struct wiki_page_command command = {.context = context, .http = atl_connect(context)};
    enum atl_status status =
        with_page ? wiki_page_of(context, command.http, context->arena, &command.id, error)
                  : ATL_OK;
    if (status == ATL_OK) {
        status = function(&command, error);
    }
    if (status != ATL_OK && status != ATL_USAGE) {
        if (command.id != NULL && error->http_status != 0 && status != ATL_CONFLICT) {
            atl_error_prefix(error, "page %s", command.id);
        }
        site_hint_add(command.http, ATL_PRODUCT_CONFLUENCE, error);
    }
    atl_http_close(command.http);
    return status;
}

enum atl_status wiki_page_get_version(struct wiki_page_command *command, int64_t version,
                                      unsigned wants, struct atl_confluence_content *page,
                                      struct atl_error *error)
{
    struct atl_arena *arena = command->context->arena;
    struct atl_confluence_content latest;
    enum atl_status status = atl_confluence_get_page(
        command->http, arena, command->id, version,
        ATL_CONFLUENCE_BODY | ATL_CONFLUENCE_ANY_STATUS | wants, page, error);
    /* Servers say of both that the page isn't there. */
    if (status != ATL_NOT_FOUND || version == 0 || error->http_status != 404 ||
        atl_confluence_get_page(command->http, arena, command->id, 0, ATL_CONFLUENCE_ANY_STATUS,
                                &latest, NULL) != ATL_OK) {
        return status;
    }
    atl_fail(error, ATL_NOT_FOUND, "the page %s has no version %" PRId64 "; its latest is %" PRId64,
             command->id, version, latest.version);
    atl_hint(error, "atlcli wiki page history %s lists its versions", command->id);
    return ATL_NOT_FOUND;
}

void wiki_page_add_text(cJSON *object, const char *name, const char *text)
{
    cJSON_AddItemToObject(object, name,
                          text == NULL ? cJSON_CreateNull() : cJSON_CreateString(text));
}

cJSON *wiki_page_object(struct atl_context *context, const struct atl_confluence_content *content)
{
    cJSON *object = atl_json_keep(context->arena, cJSON_CreateObject());
    wiki_page_add_text(object, "id", content->id);
    wiki_page_add_text(object, "title", content->title);
    wiki_page_add_text(object, "space", content->space);
    cJSON_AddNumberToObject(object, "version", (double)content->version);
    wiki_page_add_text(object, "url", content->url);
    return object;
}

const struct atl_command atl_command_wiki_page = {
    .words = "wiki page",
    .summary = "Read, create and change pages of Confluence",
};
