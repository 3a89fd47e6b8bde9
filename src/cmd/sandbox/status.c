/* sandbox status. */
#include "atlcli/clock.h"
#include "atlcli/json.h"
#include "atlcli/loop.h"
#include "cli/console.h"
#include "cli/output.h"
#include "cmd/auth/auth.h"
#include "cmd/sandbox/sandbox.h"

enum {
    ANSWER_MS = 5000,
    SECONDS_PER_MINUTE = 60,
    SECONDS_PER_HOUR = 3600,
    SECONDS_PER_DAY = 86400,
};

static const struct atl_column columns[] = {
    {.key = "name", .heading = "Name", .style = ATL_STYLE_NAME},
    {.key = "status", .heading = "Status"},
    {.key = "site", .heading = "Site"},
    {.key = "deployment", .heading = "Deployment"},
    {.key = "email", .heading = "E-mail"},
    {.key = "tlsCaFile", .heading = "CA file"},
    {.key = "process", .heading = "Process", .kind = ATL_CELL_INTEGER},
    {.key = "startedAt", .heading = "Since", .kind = ATL_CELL_TIME},
    {.key = "uptime", .heading = "Up for"},
    {.key = "issues", .heading = "Issues", .kind = ATL_CELL_INTEGER},
    {.key = "pages", .heading = "Pages", .kind = ATL_CELL_INTEGER},
    {.key = "attachments", .heading = "Attachments", .kind = ATL_CELL_INTEGER},
    {.key = "requests", .heading = "Requests", .kind = ATL_CELL_INTEGER},
    {.key = "database", .heading = "Database"},
    {0}};

/* The same for --all, where there is less room. */
static const struct atl_column list_columns[] = {
    {.key = "name", .heading = "NAME", .style = ATL_STYLE_NAME},
    {.key = "status", .heading = "STATUS"},
    {.key = "site", .heading = "SITE", .shrinks = true},
    {.key = "deployment", .heading = "DEPLOYMENT", .extra = true},
    {.key = "email", .heading = "E-MAIL", .extra = true},
    {.key = "tlsCaFile", .heading = "CA FILE", .extra = true},
    {.key = "process", .heading = "PROCESS", .kind = ATL_CELL_INTEGER},
    {.key = "startedAt", .heading = "SINCE", .kind = ATL_CELL_TIME, .extra = true},
    {.key = "uptime", .heading = "UP FOR"},
    {.key = "issues", .heading = "ISSUES", .kind = ATL_CELL_INTEGER},
    {.key = "pages", .heading = "PAGES", .kind = ATL_CELL_INTEGER},
    {.key = "attachments", .heading = "ATTACHMENTS", .kind = ATL_CELL_INTEGER, .extra = true},
    {.key = "requests", .heading = "REQUESTS", .kind = ATL_CELL_INTEGER},
    {.key = "database", .heading = "DATABASE", .shrinks = true, .extra = true},
    {0}};
static const struct atl_listing listing = {
    .name = "sandboxes", .columns = list_columns, .when_empty = "No sandbox is running."};

/* ---- one of them, as an object ---- */

static void add_text(cJSON *object, const char *name, const char *text)
{
    cJSON_AddItemToObject(object, name,
                          text == NULL ? cJSON_CreateNull() : cJSON_CreateString(text));
}

/* A number of the answer; null when it isn't known. */
static void add_count(cJSON *object, const char *name, const cJSON *answer, const char *path)
{
    const cJSON *number = atl_json_get(answer, path);
    cJSON_AddItemToObject(object, name,
                          cJSON_IsNumber(number) ? cJSON_CreateNumber(number->valuedouble)
                                                 : cJSON_CreateNull());
}

/* "3 d 4 h", "12 min 5 s". */
static const char *describe_duration(struct atl_arena *arena, int64_t seconds)
{
    if (seconds >= SECONDS_PER_DAY) {
        return atl_arena_printf(arena, "%lld d %lld h", (long long)(seconds / SECONDS_PER_DAY),
                                (long long)(seconds % SECONDS_PER_DAY / SECONDS_PER_HOUR));
    }
    if (seconds >= SECONDS_PER_HOUR) {
        return atl_arena_printf(arena, "%lld h %lld min", (long long)(seconds / SECONDS_PER_HOUR),
                                (long long)(seconds % SECONDS_PER_HOUR / SECONDS_PER_MINUTE));
    }
    if (seconds >= SECONDS_PER_MINUTE) {
        return atl_arena_printf(arena, "%lld min %lld s", (long long)(seconds / SECONDS_PER_MINUTE),
                                (long long)(seconds % SECONDS_PER_MINUTE));
    }
    return atl_arena_printf(arena, "%lld s", (long long)seconds);
}

static void add_times(struct atl_context *context, cJSON *object, const struct sandbox_state *state)
{
    bool known = state->site != NULL;
    int64_t seconds = (atl_clock_wall_ms() - state->started_ms) / 1000;
    bool up = state->phase == SANDBOX_RUNNING && seconds >= 0;
    add_text(object, "startedAt",
             known ? atl_clock_format_iso8601(context->arena, state->started_ms) : NULL);
    add_text(object, "uptime", up ? describe_duration(context->arena, seconds) : NULL);
    cJSON_AddItemToObject(object, "uptimeSeconds",
                          up ? cJSON_CreateNumber((double)seconds) : cJSON_CreateNull());
}

static cJSON *describe(struct atl_context *context, const struct sandbox_place *place,
                       const struct sandbox_state *state, const cJSON *answer)
{
    cJSON *object = atl_json_keep(context->arena, cJSON_CreateObject());
    add_text(object, "name", place->name);
    add_text(object, "status", sandbox_phase_name(state->phase));
    cJSON_AddBoolToObject(object, "running", state->phase == SANDBOX_RUNNING);
    add_text(object, "site", state->site);
    add_text(object, "deployment", state->deployment);
    add_text(object, "email", atl_text_equal(state->deployment, "cloud") ? state->email : NULL);
    add_text(object, "tlsCaFile", state->ca_file);
    cJSON_AddItemToObject(object, "process",
                          state->process > 0 ? cJSON_CreateNumber((double)state->process)
                                             : cJSON_CreateNull());
    add_times(context, object, state);
    add_count(object, "issues", answer, "contents.issues");
    add_count(object, "pages", answer, "contents.pages");
    add_count(object, "attachments", answer, "contents.attachments");
    add_count(object, "requests", answer, "requests");
    add_text(object, "database", state->database);
    return object;
}

/* ---- asking it ---- */

struct question {
    struct atl_context *context;
    const struct sandbox_state *state;
    const cJSON *answer;
};

static enum atl_status ask(void *argument, struct atl_error *error)
{
    struct question *question = argument;
    return sandbox_admin_request(question->context, question->state, ATL_GET, "/__sandbox/counters",
                                 NULL, ANSWER_MS, &question->answer, error);
}

/* One that runs and doesn't answer is worth a warning; what is known is shown all the same. */
static enum atl_status look(struct atl_context *context, const struct sandbox_place *place,
                            struct sandbox_state *state, cJSON **object, struct atl_error *error)
{
    struct question question = {.context = context, .state = state};
    sandbox_state_find(context, place, state);
    if (state->phase == SANDBOX_RUNNING) {
        if (context->globals.retries < 0) {
            context->globals.retries = 0;
        }
        enum atl_status status = atl_loop_run(ask, &question, true, error);
        if (status == ATL_CANCELLED) {
            return status;
        }
        if (status != ATL_OK) {
            atl_warn(context->console, "sandbox '%s' doesn't answer: %s", place->name,
                     error->message);
            question.answer = NULL;
        }
    }
    *object = describe(context, place, state, question.answer);
    return ATL_OK;
}

/* ---- showing ---- */

static enum atl_status show_chosen(struct atl_context *context, struct atl_error *error)
{
    struct sandbox_place place;
    struct sandbox_state state;
    cJSON *object;
    enum atl_status status = atl_output_check(context->output, columns, error);
    if (status == ATL_OK) {
        status = sandbox_place_chosen(context, &place, error);
    }
    if (status == ATL_OK) {
        status = look(context, &place, &state, &object, error);
    }
    if (status == ATL_OK) {
        status = atl_output_record(context->output, columns, object, error);
    }
    return status != ATL_OK || state.phase == SANDBOX_RUNNING
               ? status
               : sandbox_state_fail(&place, &state, error);
}

static enum atl_status show_all(struct atl_context *context, struct atl_error *error)
{
    struct sandbox_place *places;
    size_t count = 0;
    enum atl_status status = atl_output_begin(context->output, &listing, error);
    if (status == ATL_OK) {
        status = sandbox_place_all(context, &places, &count, error);
    }
    for (size_t i = 0; status == ATL_OK && i < count; i++) {
        struct sandbox_state state;
        cJSON *object;
        status = look(context, &places[i], &state, &object, error);
        if (status == ATL_OK && state.phase != SANDBOX_STOPPED) {
            status = atl_output_object(context->output, object, error);
        }
    }
    return status == ATL_OK ? atl_output_end(context->output, error) : status;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    bool all = atl_option_flag(context, "all");
    enum atl_status status = auth_refuse_profile_option(context, error);
    if (status == ATL_OK && all && atl_option_given(context, "name")) {
        status = atl_fail(error, ATL_USAGE, "--all and --name exclude each other");
    }
    if (status != ATL_OK) {
        return status;
    }
    return all ? show_all(context, error) : show_chosen(context, error);
}

/* clang-format off */
const struct atl_command atl_command_sandbox_status = {
    .words = "sandbox status",
    .summary = "Show whether a sandbox runs, where, and what is in it",
    .description =
        "Requests are those since its start, without those of this command and of 'sandbox "
        "seed'.\n\n"
        "The exit code is 0 when it runs, otherwise 4; with --all it is 0.",
    .options =
        (const struct atl_option[]){
            SANDBOX_NAME_OPTION,
            {.name = "all", .summary = "List every sandbox that runs, or ended by itself"},
            {0}},
    .examples =
        (const struct atl_example[]){
            {"sandbox status", "The one that 'sandbox start' started"},
            {"sandbox status --all", "All of them"},
            {"sandbox status --json", "The same for programs"},
            {0}},
    .run = run,
};
/* clang-format on */
