/* wiki docs init: a new workspace. */
#include "atlcli/confluence_page.h"
#include "atlcli/confluence_space.h"
#include "atlcli/deployment.h"
#include "atlcli/json.h"
#include "atlcli/text.h"
#include "cli/output.h"
#include "cmd/connect.h"
#include "cmd/option_check.h"
#include "cmd/site_hint.h"
#include "cmd/wiki/docs/docs.h"
#include "cmd/wiki/page/of.h"

static const char *const texts[] = {"space", "ancestor", "page-id", NULL};
static const char *const none[] = {NULL};

/* ---- what it is to hold ---- */

static enum atl_status check_options(const struct atl_context *context, struct atl_error *error)
{
    unsigned given = 0;
    enum atl_status status = option_check_filled(context, texts, none, error);
    for (size_t i = 0; texts[i] != NULL; i++) {
        given += atl_option_given(context, texts[i]);
    }
    if (status == ATL_OK && given != 1) {
        atl_fail(error, ATL_USAGE,
                 given == 0 ? "what is the workspace to hold?" : "a workspace holds one thing");
        atl_hint(error, "give one of --space KEY, --ancestor PAGE (it and all below it) and "
                        "--page-id PAGE (it alone)");
        return ATL_USAGE;
    }
    return status;
}

static enum atl_status look_up_page(struct atl_http *http, struct atl_arena *arena,
                                    const char *text, struct atl_sync_config *config,
                                    struct atl_error *error)
{
    struct atl_confluence_content page;
    enum atl_status status = wiki_page_id(http, arena, text, &config->page, error);
    if (status == ATL_OK) {
        status = atl_confluence_get_page(http, arena, config->page, 0, 0, &page, error);
    }
    if (status == ATL_OK) {
        config->space = page.space;
        config->space_id = page.space_id;
        config->title = page.title;
    }
    if (status == ATL_OK && config->space == NULL) {
        status = atl_fail(error, ATL_FAILED, "the server doesn't say which space page %s is in",
                          config->page);
    }
    return status;
}

static enum atl_status look_up(struct atl_context *context, struct atl_http *http,
                               struct atl_sync_config *config, struct atl_error *error)
{
    const char *space = atl_option_text(context, "space");
    const char *ancestor = atl_option_text(context, "ancestor");
    const char *page = atl_option_text(context, "page-id");
    *config = (struct atl_sync_config){
        .site = context->account->site,
        .profile = atl_account_profile(context->account),
        .scope = space != NULL      ? ATL_SYNC_SPACE
                 : ancestor != NULL ? ATL_SYNC_TREE
                                    : ATL_SYNC_PAGE,
        .attachments =
            !atl_option_given(context, "attachments") || atl_option_flag(context, "attachments"),
    };
    if (space == NULL) {
        return look_up_page(http, context->arena, ancestor != NULL ? ancestor : page, config,
                            error);
    }
    struct atl_confluence_space found = {0};
    enum atl_status status = atl_confluence_get_space(http, context->arena, space, &found, error);
    config->space = found.key;
    /* Data Center names the space of a page by its key alone. */
    config->space_id = atl_deployment_of(atl_http_account(http)) == ATL_CLOUD ? found.id : NULL;
    config->title = found.key;
    return status;
}

/* ---- the command ---- */

static enum atl_status report(struct atl_context *context, const char *directory,
                              const struct atl_sync_config *config, struct atl_error *error)
{
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "directory", directory);
    cJSON_AddStringToObject(object, "scope", atl_sync_scope_name(config->scope));
    cJSON_AddStringToObject(object, "space", config->space);
    atl_json_set_text(object, "pageId", config->page);
    atl_json_set_text(object, "title", config->title);
    cJSON_AddBoolToObject(object, "attachments", config->attachments);
    const char *what = config->scope == ATL_SYNC_SPACE  ? "the space"
                       : config->scope == ATL_SYNC_TREE ? "the tree below"
                                                        : "the page";
    enum atl_status status =
        atl_output_message(context->output, object, error,
                           "%s is a workspace for %s '%s' now; 'wiki docs pull %s' fills it",
                           directory, what, config->title, directory);
    cJSON_Delete(object);
    return status;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    struct atl_sync_config config;
    const char *directory = atl_argument(context, "DIR");
    enum atl_status status = check_options(context, error);
    if (status != ATL_OK) {
        return status;
    }
    struct atl_http *http = atl_connect(context);
    status = look_up(context, http, &config, error);
    if (status != ATL_OK) {
        site_hint_add(http, ATL_PRODUCT_CONFLUENCE, error);
    }
    atl_http_close(http);
    if (status == ATL_OK) {
        status = atl_sync_create(directory, &config, error);
    }
    return status == ATL_OK ? report(context, directory, &config, error) : status;
}

/* clang-format off */
const struct atl_command atl_command_wiki_docs_init = {
    .words = "wiki docs init",
    .summary = "Make a workspace for a space, a tree or a page",
    .description =
        "Makes the directory, where it isn't there, and notes in it which pages of which site it "
        "is for. Files that are in it already stay as they are.\n\n"
        "PAGE is an id, SPACE:Title, or the address of a page.",
    .arguments = (const struct atl_argument[]){
        {.name = "DIR", .summary = "Directory to make it in",
         .completion = ATL_COMPLETE_DIRECTORY},
        {0}},
    .options = (const struct atl_option[]){
        {.name = "space", .kind = ATL_OPTION_TEXT, .value = "KEY",
         .summary = "All pages of this space"},
        {.name = "ancestor", .kind = ATL_OPTION_TEXT, .value = "PAGE",
         .summary = "This page and all below it"},
        {.name = "page-id", .alias = "page", .kind = ATL_OPTION_TEXT, .value = "PAGE",
         .summary = "This page alone"},
        {.name = "attachments", .kind = ATL_OPTION_FLAG,
         .summary = "Keep attached files, too", .shown_default = "yes; --no-attachments: pages alone"},
        {0}},
    .examples = (const struct atl_example[]){
        {"wiki docs init docs --space TEAM", "A whole space"},
        {"wiki docs init runbooks --ancestor \"OPS:Runbooks\" --no-attachments",
         "A page and what is below it, without files"},
        {0}},
    .fields = (const struct atl_column[]){{.key = "directory"}, {.key = "scope"}, {.key = "space"},
                                          {.key = "pageId"}, {.key = "title"},
                                          {.key = "attachments"}, {0}},
    .needs = ATL_NEEDS_CONFLUENCE,
    .run = run,
};
/* clang-format on */
