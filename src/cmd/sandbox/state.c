/* What is remembered of a running sandbox, and whether it is still true. */
#include "atlcli/clock.h"
#include "atlcli/file.h"
#include "atlcli/json.h"
#include "cmd/sandbox/sandbox.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    MOST_STATE_BYTES = 1024 * 1024,
};

const char *sandbox_phase_name(enum sandbox_phase phase)
{
    static const char *const names[] = {
        [SANDBOX_STOPPED] = "stopped",
        [SANDBOX_STARTING] = "starting",
        [SANDBOX_RUNNING] = "running",
        [SANDBOX_ENDED] = "ended",
    };
    return names[phase];
}

/* ---- reading ---- */

static void take_state(struct atl_context *context, const cJSON *json, struct sandbox_state *state)
{
    state->site = atl_json_text(json, "site", NULL);
    state->deployment = atl_json_text(json, "deployment", "cloud");
    state->email = atl_json_text(json, "email", NULL);
    state->ca_file = atl_json_text(json, "caFile", NULL);
    state->database = atl_json_text(json, "database", NULL);
    if (!atl_clock_parse_iso8601(atl_json_text(json, "startedAt", ""), &state->started_ms)) {
        state->started_ms = atl_clock_wall_ms();
    }
    const cJSON *word;
    cJSON_ArrayForEach(word, atl_json_get(json, "words"))
    {
        if (cJSON_IsString(word)) {
            atl_words_add(context->arena, &state->words, word->valuestring);
        }
    }
}

/* False when there is none, or one that is of no use. */
static bool read_state(struct atl_context *context, const struct sandbox_place *place,
                       struct sandbox_state *state)
{
    struct atl_buffer contents = {0};
    cJSON *json = NULL;
    if (atl_file_read(place->state, MOST_STATE_BYTES, &contents, NULL) == ATL_OK &&
        atl_json_parse(atl_buffer_text(&contents), contents.length, place->state, &json, NULL) ==
            ATL_OK) {
        take_state(context, atl_json_keep(context->arena, json), state);
    }
    atl_buffer_free(&contents);
    return state->site != NULL;
}

void sandbox_state_find(struct atl_context *context, const struct sandbox_place *place,
                        struct sandbox_state *state)
{
    *state = (struct sandbox_state){.process = sandbox_process_find(place)};
    bool known = read_state(context, place, state);
    if (state->process == SANDBOX_NOBODY) {
        state->phase = known ? SANDBOX_ENDED : SANDBOX_STOPPED;
    } else {
        state->phase = known ? SANDBOX_RUNNING : SANDBOX_STARTING;
    }
}

/* ---- writing ---- */

enum atl_status sandbox_state_write(const struct sandbox_place *place,
                                    const struct sandbox_state *state, struct atl_error *error)
{
    struct atl_arena arena = {0};
    cJSON *json = atl_json_keep(&arena, cJSON_CreateObject());
    cJSON *words = cJSON_CreateArray();
    atl_json_set_text(json, "site", state->site);
    atl_json_set_text(json, "deployment", state->deployment);
    atl_json_set_text(json, "email", state->email);
    atl_json_set_text(json, "caFile", state->ca_file);
    atl_json_set_text(json, "database", state->database);
    atl_json_set_text(json, "startedAt", atl_clock_format_iso8601(&arena, state->started_ms));
    cJSON_AddNumberToObject(json, "process", (double)state->process);
    for (size_t i = 0; i < state->words.count; i++) {
        cJSON_AddItemToArray(words, cJSON_CreateString(state->words.items[i]));
    }
    cJSON_AddItemToObject(json, "words", words);
    char *text = atl_json_print(json, true);
    enum atl_status status = atl_file_write_atomic(place->state, text, strlen(text), 0600, error);
    free(text);
    atl_arena_free(&arena);
    return status;
}

void sandbox_state_remove(const struct sandbox_place *place)
{
    unlink(place->state);
    unlink(place->token);
    unlink(place->process);
}

/* ---- for those who need one that runs ---- */

enum atl_status sandbox_state_fail(const struct sandbox_place *place,
                                   const struct sandbox_state *state, struct atl_error *error)
{
    struct atl_arena arena = {0};
    const char *option = sandbox_name_option(&arena, place);
    if (state->phase == SANDBOX_STARTING) {
        atl_fail(error, ATL_NOT_FOUND, "sandbox '%s' is still starting", place->name);
        atl_hint(error, "try again in a moment; 'atlcli sandbox logs%s' shows what it says",
                 option);
    } else if (state->phase == SANDBOX_ENDED) {
        atl_fail(error, ATL_NOT_FOUND, "sandbox '%s' has ended without being stopped", place->name);
        atl_hint(error, "'atlcli sandbox logs%s' shows its last words", option);
        atl_hint(error, "start it again: atlcli sandbox start%s", option);
    } else {
        atl_fail(error, ATL_NOT_FOUND, "sandbox '%s' is not running", place->name);
        atl_hint(error, "start it: atlcli sandbox start%s", option);
        atl_hint(error, "'atlcli sandbox status --all' lists those that run");
    }
    atl_arena_free(&arena);
    return ATL_NOT_FOUND;
}

enum atl_status sandbox_state_require(struct atl_context *context,
                                      const struct sandbox_place *place,
                                      struct sandbox_state *state, struct atl_error *error)
{
    sandbox_state_find(context, place, state);
    return state->phase == SANDBOX_RUNNING ? ATL_OK : sandbox_state_fail(place, state, error);
}
