/* What `sandbox start` says: where the sandbox is, and how to use it. */
#include "atlcli/clock.h"
#include "atlcli/json.h"
#include "cli/output.h"
#include "cmd/sandbox/sandbox.h"

#include <string.h>

static const struct atl_column columns[] = {
    {.key = "name", .heading = "Name"},
    {.key = "started", .heading = "Started", .kind = ATL_CELL_BOOLEAN},
    {.key = "site", .heading = "Site"},
    {.key = "deployment", .heading = "Deployment"},
    {.key = "email", .heading = "E-mail"},
    {.key = "authType", .heading = "Auth"},
    {.key = "tokenFile", .heading = "Token in"},
    {.key = "tlsCaFile", .heading = "CA file"},
    {.key = "process", .heading = "Process", .kind = ATL_CELL_INTEGER},
    {.key = "startedAt", .heading = "Since", .kind = ATL_CELL_TIME},
    {.key = "database", .heading = "Database"},
    {.key = "profile", .heading = "Profile"},
    {.key = "active", .heading = "Active", .kind = ATL_CELL_BOOLEAN},
    {0}};

enum atl_status sandbox_report_check(struct atl_context *context, struct atl_error *error)
{
    return atl_output_check(context->output, columns, error);
}

static bool is_cloud(const struct sandbox_start *start)
{
    return atl_text_equal(start->state.deployment, "cloud");
}

/* ---- for programs ---- */

static void add_text(cJSON *object, const char *name, const char *text)
{
    cJSON_AddItemToObject(object, name,
                          text == NULL ? cJSON_CreateNull() : cJSON_CreateString(text));
}

static cJSON *describe(const struct sandbox_start *start)
{
    const struct sandbox_state *state = &start->state;
    cJSON *object = atl_json_keep(start->context->arena, cJSON_CreateObject());
    add_text(object, "name", start->place.name);
    cJSON_AddBoolToObject(object, "started", !start->was_running);
    add_text(object, "site", state->site);
    add_text(object, "deployment", state->deployment);
    add_text(object, "email", is_cloud(start) ? state->email : NULL);
    add_text(object, "authType", is_cloud(start) ? "basic" : "bearer");
    add_text(object, "tokenFile", start->place.token);
    add_text(object, "tlsCaFile", state->ca_file);
    cJSON_AddNumberToObject(object, "process", (double)state->process);
    add_text(object, "startedAt",
             atl_clock_format_iso8601(start->context->arena, state->started_ms));
    add_text(object, "database", state->database);
    add_text(object, "profile", start->profile);
    cJSON_AddBoolToObject(object, "active", start->profile_is_active);
    return object;
}

/* ---- for people ---- */

/* As a shell takes it for one word. */
static const char *quoted(struct atl_arena *arena, const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "%+,-./:=@_";
    if (*word != '\0' && word[strspn(word, plain)] == '\0') {
        return word;
    }
    struct atl_buffer text = {0};
    atl_buffer_add_char(&text, '\'');
    for (; *word != '\0'; word++) {
        if (*word == '\'') {
            atl_buffer_add(&text, "'\\''");
        } else {
            atl_buffer_add_char(&text, *word);
        }
    }
    atl_buffer_add_char(&text, '\'');
    const char *kept = atl_arena_strdup(arena, atl_buffer_text(&text));
    atl_buffer_free(&text);
    return kept;
}

static enum atl_status print_facts(const struct sandbox_start *start, struct atl_error *error)
{
    struct atl_arena *arena = start->context->arena;
    const struct sandbox_state *state = &start->state;
    const struct {
        const char *label;
        const char *value;
    } facts[] = {
        {"e-mail", is_cloud(start) ? state->email : NULL},
        {"token", start->has_usual_token
                      ? start->token
                      : atl_arena_printf(arena, "the one given, kept in %s", start->place.token)},
        {"CA file", state->ca_file},
        {"database", state->database},
        {"process", atl_arena_printf(arena, "%lld", (long long)state->process)},
    };
    enum atl_status status =
        atl_output_text(start->context->output, error, "Sandbox '%s' %s at %s (%s)\n",
                        start->place.name, start->was_running ? "runs already" : "is ready",
                        state->site, is_cloud(start) ? "Cloud" : "Data Center");
    for (size_t i = 0; status == ATL_OK && i < sizeof facts / sizeof *facts; i++) {
        if (facts[i].value != NULL) {
            status = atl_output_text(start->context->output, error, "  %-9s %s\n", facts[i].label,
                                     facts[i].value);
        }
    }
    return status;
}

/* The log-in as it is typed. The token is in a file, so it is in no command line. */
static enum atl_status print_login(const struct sandbox_start *start, struct atl_error *error)
{
    struct atl_arena *arena = start->context->arena;
    const struct sandbox_state *state = &start->state;
    const char *profile = sandbox_profile_name(start);
    const char *trust = state->ca_file == NULL ? ""
                                               : atl_arena_printf(arena, " --ca-file %s",
                                                                  quoted(arena, state->ca_file));
    const char *account = is_cloud(start)
                              ? atl_arena_printf(arena, "--email %s", quoted(arena, state->email))
                              : "--bearer";
    return atl_output_text(start->context->output, error,
                           "\nTo use it, log in (or let 'sandbox start --save' do so):\n"
                           "  atlcli auth login --profile %s --site %s \\\n"
                           "      %s%s \\\n"
                           "      --token-stdin < %s\n"
                           "  atlcli auth status --profile %s\n",
                           profile, quoted(arena, state->site), account, trust,
                           quoted(arena, start->place.token), profile);
}

static enum atl_status print_profile(const struct sandbox_start *start, struct atl_error *error)
{
    const char *name = start->profile;
    if (start->profile_is_active) {
        return atl_output_text(start->context->output, error,
                               "\nSaved as profile '%s', the active one:\n  atlcli auth status\n",
                               name);
    }
    return atl_output_text(start->context->output, error,
                           "\nSaved as profile '%s':\n"
                           "  atlcli auth status --profile %s\n"
                           "  atlcli auth switch %s      makes it the active one\n",
                           name, name, name);
}

enum atl_status sandbox_report(const struct sandbox_start *start, struct atl_error *error)
{
    struct atl_context *context = start->context;
    if (atl_output_form(context->output) != ATL_OUTPUT_TABLE || context->globals.fields != NULL) {
        return atl_output_record(context->output, columns, describe(start), error);
    }
    enum atl_status status = print_facts(start, error);
    if (status == ATL_OK) {
        status = start->profile == NULL ? print_login(start, error) : print_profile(start, error);
    }
    return status;
}
