/* sandbox stop. */
#include "atlcli/file.h"
#include "atlcli/json.h"
#include "atlcli/loop.h"
#include "cli/console.h"
#include "cli/output.h"
#include "cmd/auth/auth.h"
#include "cmd/sandbox/sandbox.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum {
    PATIENCE_MS = 60 * 1000,
};

struct stop {
    struct atl_context *context;
    const struct sandbox_place *place;
    struct sandbox_state state;
    bool stopped; /* it ran, and doesn't any more */
};

/* ---- one ---- */

static enum atl_status fail_unseen(const struct stop *stop, struct atl_error *error)
{
    atl_fail(error, ATL_FAILED, "sandbox '%s' runs where this command can't reach it",
             stop->place->name);
    atl_hint(error, "stop it in the container or on the machine where it was started");
    return ATL_FAILED;
}

static enum atl_status fail_lasting(const struct stop *stop, struct atl_error *error)
{
    atl_fail(error, ATL_FAILED, "sandbox '%s' (process %lld) has not ended within %d s",
             stop->place->name, (long long)stop->state.process, PATIENCE_MS / 1000);
    atl_hint(error, "end it by force: kill -KILL %lld", (long long)stop->state.process);
    return ATL_FAILED;
}

static enum atl_status end_process(void *argument, struct atl_error *error)
{
    struct stop *stop = argument;
    enum atl_status status =
        sandbox_process_stop(stop->place, stop->state.process, PATIENCE_MS, error);
    return status == ATL_NETWORK ? fail_lasting(stop, error) : status;
}

static enum atl_status stop_locked(struct stop *stop, struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    sandbox_state_find(stop->context, stop->place, &stop->state);
    if (stop->state.process == SANDBOX_UNSEEN) {
        return fail_unseen(stop, error);
    }
    if (stop->state.process != SANDBOX_NOBODY) {
        status = atl_loop_run(end_process, stop, true, error);
        stop->stopped = status == ATL_OK;
    }
    if (status == ATL_OK) {
        sandbox_state_remove(stop->place);
    }
    return status;
}

/* Waits for a start that is under way. */
static enum atl_status stop_one(struct stop *stop, struct atl_error *error)
{
    struct atl_file_lock lock;
    if (access(stop->place->directory, F_OK) != 0 && errno == ENOENT) {
        return ATL_OK;
    }
    enum atl_status status = atl_file_lock(&lock, stop->place->lock, 0600, error);
    if (status == ATL_OK) {
        status = stop_locked(stop, error);
        atl_file_unlock(&lock);
    }
    return status;
}

static enum atl_status stop_chosen(struct atl_context *context, struct atl_error *error)
{
    static const struct atl_column fields[] = {{.key = "name"}, {.key = "stopped"}, {0}};
    struct sandbox_place place;
    struct stop stop = {.context = context, .place = &place};
    enum atl_status status = atl_output_check(context->output, fields, error);
    if (status == ATL_OK) {
        status = sandbox_place_chosen(context, &place, error);
    }
    if (status == ATL_OK) {
        status = stop_one(&stop, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    cJSON *object = atl_json_keep(context->arena, cJSON_CreateObject());
    atl_json_set_text(object, "name", place.name);
    atl_json_set_bool(object, "stopped", stop.stopped);
    if (stop.stopped) {
        return atl_output_message(context->output, object, error, "Stopped sandbox '%s'",
                                  place.name);
    }
    return atl_output_message(context->output, object, error, "Sandbox '%s' %s", place.name,
                              stop.state.phase == SANDBOX_ENDED ? "had ended already"
                                                                : "is not running");
}

/* ---- all ---- */

static const struct atl_column columns[] = {
    {.key = "name", .heading = "NAME", .style = ATL_STYLE_NAME},
    {.key = "stopped", .heading = "STOPPED", .kind = ATL_CELL_BOOLEAN},
    {.key = "site", .heading = "SITE", .shrinks = true},
    {0}};
static const struct atl_listing listing = {
    .name = "sandboxes", .columns = columns, .when_empty = "No sandbox is running."};

/* The first failure is reported at the end: the others are stopped all the same. */
static enum atl_status stop_next(struct atl_context *context, const struct sandbox_place *place,
                                 struct atl_error *failure, struct atl_error *error)
{
    struct stop stop = {.context = context, .place = place};
    struct atl_error reason;
    enum atl_status status = stop_one(&stop, &reason);
    if (status == ATL_CANCELLED) {
        *error = reason;
        return status;
    }
    if (status != ATL_OK && failure->status == ATL_OK) {
        *failure = reason;
    }
    if (status == ATL_OK && stop.state.phase == SANDBOX_STOPPED) {
        return ATL_OK;
    }
    struct atl_cell cells[] = {atl_cell_text(place->name), atl_cell_boolean(stop.stopped),
                               atl_cell_text(stop.state.site)};
    return atl_output_row(context->output, cells, error);
}

static enum atl_status stop_all(struct atl_context *context, struct atl_error *error)
{
    struct sandbox_place *places;
    size_t count = 0;
    struct atl_error failure;
    atl_error_clear(&failure);
    enum atl_status status = atl_output_begin(context->output, &listing, error);
    if (status == ATL_OK) {
        status = sandbox_place_all(context, &places, &count, error);
    }
    for (size_t i = 0; status == ATL_OK && i < count; i++) {
        status = stop_next(context, &places[i], &failure, error);
    }
    if (status == ATL_OK) {
        status = atl_output_end(context->output, error);
    }
    if (status == ATL_OK && failure.status != ATL_OK) {
        *error = failure;
        return failure.status;
    }
    return status;
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
    return all ? stop_all(context, error) : stop_chosen(context, error);
}

/* clang-format off */
const struct atl_command atl_command_sandbox_stop = {
    .words = "sandbox stop",
    .summary = "Stop a sandbox",
    .description =
        "Returns when it has ended; requests under way are answered before. That none runs is "
        "said, and is no error. Only the sandbox's own process is ever ended, however long ago "
        "it was started.\n\n"
        "Its messages and its request log stay until the next start, its certificates for good, "
        "and what --db keeps stays where it is. A profile that was saved for it stays as well; "
        "'sandbox start --save' tells it the new address.",
    .options =
        (const struct atl_option[]){
            SANDBOX_NAME_OPTION,
            {.name = "all", .summary = "Stop every sandbox"},
            {0}},
    .examples =
        (const struct atl_example[]){
            {"sandbox stop", "Stop the one that 'sandbox start' started"},
            {"sandbox stop --name dc", "Stop the one of this name"},
            {"sandbox stop --all", "Stop all of them"},
            {0}},
    .run = run,
};
/* clang-format on */
