/* wiki space list, get, create. */
#include "atlcli/confluence_space.h"
#include "cli/console.h"
#include "cli/output.h"
#include "cmd/option_check.h"
#include "cmd/wiki/act.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

enum {
    MOST_KEY_BYTES = 255,
    MOST_NAME_BYTES = 200,
};

const struct atl_command atl_command_wiki_space = {
    .words = "wiki space",
    .summary = "List and create spaces of Confluence",
};

static const struct atl_column columns[] = {
    {.key = "key", .heading = "KEY", .style = ATL_STYLE_NAME},
    {.key = "name", .heading = "NAME", .shrinks = true},
    {.key = "type", .heading = "TYPE"},
    {.key = "status", .heading = "STATUS"},
    {.key = "id", .heading = "ID", .extra = true},
    {.key = "homepageId", .heading = "HOME PAGE", .extra = true},
    {.key = "description", .heading = "DESCRIPTION", .extra = true, .shrinks = true},
    {.key = "url", .heading = "URL", .extra = true, .shrinks = true},
    {0},
};

/* ---- list ---- */

static const struct atl_listing listing = {
    .name = "spaces", .columns = columns, .when_empty = "No spaces match."};

static enum atl_status print_space(void *argument, const struct atl_confluence_space *space,
                                   struct atl_error *error)
{
    struct atl_context *context = argument;
    const struct atl_cell cells[] = {
        atl_cell_text(space->key),
        atl_cell_text(space->name),
        atl_cell_text(space->type),
        atl_cell_text(space->status),
        atl_cell_text(space->id),
        atl_cell_text(space->home),
        atl_cell_text(atl_text_is_empty(space->description) ? NULL : space->description),
        atl_cell_text(space->url),
    };
    return atl_output_row(context->output, cells, error);
}

static enum atl_status list(struct wiki_act *act, struct atl_error *error)
{
    struct atl_context *context = act->context;
    bool more = false;
    const struct atl_confluence_space_list wanted = {
        .http = act->http,
        .type = atl_option_text(context, "type"),
        .status = atl_option_text(context, "status"),
        .limit = atl_option_integer(context, "limit", ATL_OPTION_UNLIMITED),
        .on_space = print_space,
        .context = context,
    };
    enum atl_status status = atl_output_begin(context->output, &listing, error);
    if (status == ATL_OK) {
        status = atl_confluence_list_spaces(&wanted, &more, error);
    }
    if (status == ATL_OK) {
        atl_output_member(context->output, "isLast", cJSON_CreateBool(!more));
        status = atl_output_end(context->output, error);
    }
    if (status == ATL_OK && more) {
        atl_note(context->console, "%" PRId64 " space%s shown, there are more", wanted.limit,
                 wanted.limit == 1 ? "" : "s");
    }
    return status;
}

static enum atl_status run_list(struct atl_context *context, struct atl_error *error)
{
    return wiki_act_on_site(context, list, error);
}

static const char *const types[] = {"global", "personal", "collaboration", "knowledge_base", NULL};
static const char *const statuses[] = {"current", "archived", NULL};

const struct atl_command atl_command_wiki_space_list = {
    .words = "wiki space list",
    .summary = "List spaces",
    .description = "Lists the spaces that your account sees. --fields also knows id, homepageId, "
                   "description and url.\n\n"
                   "Data Center has global and personal spaces only.",
    .options = (const struct atl_option[]){{.name = "type",
                                            .kind = ATL_OPTION_CHOICE,
                                            .value = "TYPE",
                                            .summary = "Only spaces of this type",
                                            .choices = types},
                                           {.name = "status",
                                            .kind = ATL_OPTION_CHOICE,
                                            .value = "STATUS",
                                            .summary = "Only those with this status",
                                            .choices = statuses},
                                           {.name = "limit",
                                            .kind = ATL_OPTION_INTEGER,
                                            .value = "N",
                                            .summary = "Show at most so many",
                                            .shown_default = "all",
                                            .minimum = 1,
                                            .maximum = 10000000,
                                            .unlimited = "all"},
                                           {0}},
    .examples = (const struct atl_example[]){{"wiki space list", "All of them"},
                                             {"wiki space list --type global --fields key,name,url",
                                              "And where they are"},
                                             {0}},
    .needs = ATL_NEEDS_CONFLUENCE,
    .run = run_list,
};

/* ---- get ---- */

static const struct atl_column facts[] = {
    {.key = "key", .heading = "Key", .style = ATL_STYLE_NAME},
    {.key = "name", .heading = "Name"},
    {.key = "type", .heading = "Type"},
    {.key = "status", .heading = "Status"},
    {.key = "id", .heading = "Id"},
    {.key = "homepageId", .heading = "Home page"},
    {.key = "description", .heading = "Description"},
    {.key = "url", .heading = "URL"},
    {0},
};

static void add_text(cJSON *object, const char *name, const char *text)
{
    cJSON_AddItemToObject(object, name,
                          text == NULL ? cJSON_CreateNull() : cJSON_CreateString(text));
}

static cJSON *describe(struct atl_context *context, const struct atl_confluence_space *space)
{
    cJSON *object = atl_json_keep(context->arena, cJSON_CreateObject());
    add_text(object, "key", space->key);
    add_text(object, "name", space->name);
    add_text(object, "type", space->type);
    add_text(object, "status", space->status);
    add_text(object, "id", space->id);
    add_text(object, "homepageId", space->home);
    add_text(object, "description",
             atl_text_is_empty(space->description) ? NULL : space->description);
    add_text(object, "url", space->url);
    return object;
}

static enum atl_status get(struct wiki_act *act, struct atl_error *error)
{
    struct atl_context *context = act->context;
    struct atl_confluence_space space;
    enum atl_status status = atl_output_check(context->output, facts, error);
    if (status == ATL_OK) {
        status = atl_confluence_get_space(act->http, context->arena, atl_argument(context, "KEY"),
                                          &space, error);
    }
    return status == ATL_OK
               ? atl_output_record(context->output, facts, describe(context, &space), error)
               : status;
}

static enum atl_status run_get(struct atl_context *context, struct atl_error *error)
{
    return wiki_act_on_site(context, get, error);
}

const struct atl_command atl_command_wiki_space_get = {
    .words = "wiki space get",
    .summary = "Show a space",
    .arguments =
        (const struct atl_argument[]){
            {.name = "KEY", .summary = "Key of the space, as in its address"}, {0}},
    .examples = (const struct atl_example[]){{"wiki space get TEAM", "What the space is"},
                                             {"wiki space get TEAM --json --fields homepageId",
                                              "The id of its home page, for a script"},
                                             {0}},
    .needs = ATL_NEEDS_CONFLUENCE,
    .run = run_get,
};

/* ---- create ---- */

/* Confluence's documents on space keys: letters and digits. */
static enum atl_status check(const struct atl_confluence_new_space *wanted, struct atl_error *error)
{
    size_t length = strlen(wanted->key);
    for (size_t i = 0; i < length; i++) {
        if (!isalnum((unsigned char)wanted->key[i])) {
            atl_fail(error, ATL_USAGE, "'%s' can't be the key of a space", wanted->key);
            atl_hint(error, "keys have letters and digits only: TEAM, DOCS2");
            return ATL_USAGE;
        }
    }
    if (length > MOST_KEY_BYTES) {
        return atl_fail(error, ATL_USAGE, "the key is longer than %d characters", MOST_KEY_BYTES);
    }
    if (strlen(wanted->name) > MOST_NAME_BYTES) {
        return atl_fail(error, ATL_USAGE, "the name is longer than %d bytes", MOST_NAME_BYTES);
    }
    return ATL_OK;
}

static enum atl_status create(struct wiki_act *act, struct atl_error *error)
{
    struct atl_context *context = act->context;
    struct atl_confluence_space made;
    const struct atl_confluence_new_space wanted = {
        .key = atl_option_text(context, "key"),
        .name = atl_option_text(context, "name"),
        .description = atl_option_text(context, "description"),
        .only_mine = atl_option_flag(context, "private"),
    };
    enum atl_status status = check(&wanted, error);
    if (status == ATL_OK) {
        status = atl_confluence_create_space(act->http, context->arena, &wanted, &made, error);
    }
    return status == ATL_OK
               ? atl_output_message(context->output, describe(context, &made), error,
                                    "Created space %s (%s)%s%s", made.key, made.name,
                                    made.url == NULL ? "" : ": ", made.url == NULL ? "" : made.url)
               : status;
}

static enum atl_status run_create(struct atl_context *context, struct atl_error *error)
{
    static const char *const texts[] = {"key", "name", NULL};
    static const char *const lists[] = {NULL};
    enum atl_status status = option_check_filled(context, texts, lists, error);
    return status == ATL_OK ? wiki_act_on_site(context, create, error) : status;
}

const struct atl_command atl_command_wiki_space_create = {
    .words = "wiki space create",
    .summary = "Create a space",
    .description =
        "Creates a space with its home page. When the connection breaks before the answer is "
        "there, the key tells whether it was created: it is never created twice.",
    .options = (const struct atl_option[]){{.name = "key",
                                            .kind = ATL_OPTION_TEXT,
                                            .value = "KEY",
                                            .summary = "Its key: letters and digits",
                                            .required = true},
                                           {.name = "name",
                                            .kind = ATL_OPTION_TEXT,
                                            .value = "NAME",
                                            .summary = "What it is called",
                                            .required = true},
                                           {.name = "description",
                                            .kind = ATL_OPTION_TEXT,
                                            .value = "TEXT",
                                            .summary = "What it is for, as plain text"},
                                           {.name = "private",
                                            .summary = "Nobody but you sees it at first"},
                                           {0}},
    .examples =
        (const struct atl_example[]){
            {"wiki space create --key TEAM --name 'The team'", "One for all"},
            {"wiki space create --key DRAFTS --name Drafts --private", "One for yourself"},
            {0}},
    .fields = facts,
    .needs = ATL_NEEDS_CONFLUENCE,
    .run = run_create,
};
