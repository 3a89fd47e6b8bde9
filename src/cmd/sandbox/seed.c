/* sandbox seed. */
#include "atlcli/json.h"
#include "atlcli/loop.h"
#include "cli/output.h"
#include "cmd/auth/auth.h"
#include "cmd/input.h"
#include "cmd/sandbox/sandbox.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_ITEMS = 1000 * 1000, /* in one request */
    MOST_FILE_BYTES = 256 * 1024 * 1024,
    ANSWER_MS = 10 * 60 * 1000,
};

#define MOST_SEED ((INT64_C(1) << 53) - 1) /* that JSON's numbers hold exactly */

static const char *const numbers[] = {"seed", "issues", "pages", "attachments"};
enum { NUMBER_COUNT = sizeof numbers / sizeof *numbers };

/* ---- what to add ---- */

static void free_buffer(void *buffer)
{
    atl_buffer_free(buffer);
}

/* {"site": …}: parsed here, so that a mistake in it has a line and a column. */
static enum atl_status read_site(struct atl_context *context, const char *path, const char **body,
                                 struct atl_error *error)
{
    struct atl_buffer *text = atl_arena_alloc(context->arena, sizeof *text);
    struct atl_buffer *site = atl_arena_alloc(context->arena, sizeof *site);
    atl_arena_defer(context->arena, free_buffer, text);
    atl_arena_defer(context->arena, free_buffer, site);
    cJSON *json = NULL;
    enum atl_status status = input_read(path, MOST_FILE_BYTES, site, error);
    if (status == ATL_OK) {
        status = atl_json_parse(atl_buffer_text(site), site->length,
                                strcmp(path, "-") == 0 ? "standard input" : path, &json, error);
    }
    if (status == ATL_OK && !cJSON_IsObject(json)) {
        status = atl_fail(error, ATL_USAGE, "%s holds no JSON object", path);
    }
    if (status != ATL_OK && status != ATL_CANCELLED) {
        atl_error_prefix(error, "--file");
    }
    cJSON_Delete(json);
    /* As it is: numbers keep their digits. */
    atl_buffer_printf(text, "{\"site\":%s}", atl_buffer_text(site));
    *body = atl_buffer_text(text);
    return status;
}

static const char *compose_numbers(struct atl_context *context)
{
    struct atl_buffer text = {0};
    for (size_t i = 0; i < NUMBER_COUNT; i++) {
        if (atl_option_given(context, numbers[i])) {
            atl_buffer_printf(&text, "%s\"%s\":%" PRId64, text.length == 0 ? "{" : ",", numbers[i],
                              atl_option_integer(context, numbers[i], 0));
        }
    }
    atl_buffer_add_char(&text, '}');
    const char *body = atl_arena_strdup(context->arena, atl_buffer_text(&text));
    atl_buffer_free(&text);
    return body;
}

static enum atl_status check_options(struct atl_context *context, struct atl_error *error)
{
    bool has_numbers = false;
    for (size_t i = 0; i < NUMBER_COUNT; i++) {
        has_numbers = has_numbers || atl_option_given(context, numbers[i]);
    }
    const char *file = atl_option_text(context, "file");
    if (file != NULL && has_numbers) {
        return atl_fail(error, ATL_USAGE, "--file says all there is to add; leave out the rest");
    }
    bool adds = atl_option_given(context, "issues") || atl_option_given(context, "pages") ||
                atl_option_given(context, "attachments");
    if (file == NULL && !adds) {
        atl_fail(error, ATL_USAGE, "there is nothing to add");
        atl_hint(error, "say how much: --issues N, --pages N, --attachments N; or what: --file F");
        return ATL_USAGE;
    }
    return ATL_OK;
}

/* ---- adding it ---- */

static const char *counted(struct atl_arena *arena, const cJSON *answer, const char *what)
{
    int64_t count = atl_json_integer(answer, what, 0);
    int letters = (int)strlen(what) - (count == 1 ? 1 : 0);
    return atl_arena_printf(arena, "%lld %.*s", (long long)count, letters, what);
}

static enum atl_status report(struct atl_context *context, const struct sandbox_place *place,
                              const cJSON *answer, struct atl_error *error)
{
    cJSON *object = atl_json_keep(context->arena, cJSON_CreateObject());
    atl_json_set_text(object, "name", place->name);
    for (size_t i = 1; i < NUMBER_COUNT; i++) {
        cJSON_AddNumberToObject(object, numbers[i],
                                (double)atl_json_integer(answer, numbers[i], 0));
    }
    return atl_output_message(context->output, object, error, "Added %s, %s and %s to sandbox '%s'",
                              counted(context->arena, answer, "issues"),
                              counted(context->arena, answer, "pages"),
                              counted(context->arena, answer, "attachments"), place->name);
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    struct sandbox_place place;
    struct sandbox_state state;
    const char *body = NULL;
    const cJSON *answer = NULL;
    enum atl_status status = auth_refuse_profile_option(context, error);
    if (status == ATL_OK) {
        status = check_options(context, error);
    }
    if (status == ATL_OK) {
        status = sandbox_place_chosen(context, &place, error);
    }
    if (status == ATL_OK) {
        status = sandbox_state_require(context, &place, &state, error);
    }
    if (status == ATL_OK) {
        const char *file = atl_option_text(context, "file");
        if (file != NULL) {
            status = read_site(context, file, &body, error);
        } else {
            body = compose_numbers(context);
        }
    }
    if (status == ATL_OK) {
        status = sandbox_admin_request(context, &state, ATL_POST, "/__sandbox/seed", body,
                                       ANSWER_MS, &answer, error);
    }
    return status == ATL_OK ? report(context, &place, answer, error) : status;
}

/* clang-format off */
const struct atl_command atl_command_sandbox_seed = {
    .words = "sandbox seed",
    .summary = "Add issues, pages and attachments to a running sandbox",
    .description =
        "Adds made-up ones, or those of a file; what is there stays. The same --seed adds the "
        "same.\n\n"
        "A file, as for 'sandbox start --seed-file', is a JSON object with lists of people, teams, "
        "fields, projects, issues, filters, spaces and pages, each of which may be missing:\n\n"
        "{\"projects\": [{\"key\": \"ZOO\", \"name\": \"Zoo\"}], "
        "\"issues\": [{\"project\": \"ZOO\", \"summary\": \"Feed the owl\"}]}\n\n"
        "When something in it isn't right, the place is named, what may stand there as well, and "
        "nothing is added.",
    .options =
        (const struct atl_option[]){
            SANDBOX_NAME_OPTION,
            {.name = "issues", .kind = ATL_OPTION_INTEGER, .value = "N", .maximum = MOST_ITEMS,
             .summary = "So many issues more"},
            {.name = "pages", .kind = ATL_OPTION_INTEGER, .value = "N", .maximum = MOST_ITEMS,
             .summary = "So many pages more"},
            {.name = "attachments", .kind = ATL_OPTION_INTEGER, .value = "N",
             .maximum = MOST_ITEMS, .summary = "So many attachments more"},
            {.name = "seed", .kind = ATL_OPTION_INTEGER, .value = "N", .maximum = MOST_SEED,
             .summary = "Another seed, other ones", .shown_default = "another each time"},
            {.name = "file", .kind = ATL_OPTION_TEXT, .value = "FILE",
             .summary = "Those of FILE, in JSON; - is standard input",
             .completion = ATL_COMPLETE_FILE},
            {0}},
    .examples =
        (const struct atl_example[]){
            {"sandbox seed --issues 1000 --pages 50", "More of both"},
            {"sandbox seed --file site.json", "Projects, issues and pages of one's own"},
            {0}},
    .fields = (const struct atl_column[]){{.key = "name"}, {.key = "issues"}, {.key = "pages"},
                                          {.key = "attachments"}, {0}},
    .needs = ATL_NEEDS_LOOP,
    .run = run,
};
/* clang-format on */
