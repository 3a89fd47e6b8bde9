/*
 * What atlcli keeps between runs, once somebody has changed it: states of exports, of sandboxes,
 * timers.
 */
#include "support/scratch.h"

#include "cmd/jira/export/state.h"
#include "cmd/jira/worklog/timer.h"
#include "cmd/jira/worklog/timers.h"
#include "cmd/sandbox/sandbox.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_export(struct atl_arena *arena, const char *path)
{
    struct export_plan plan = {0};
    struct export_progress progress = {0};
    struct atl_error error;
    enum atl_status status = export_state_read_plan(arena, path, &plan, &error);
    if (status != ATL_OK && (status != ATL_FAILED || error.message[0] == '\0')) {
        abort();
    }
    if (export_state_read_progress(path, 1000, &progress, &error) == ATL_OK &&
        (progress.bytes < 0 || progress.bytes > 1000 || progress.issues < 0)) {
        abort();
    }
    id_set_free(&progress.ids);
}

/* Its key names a file: it is one, and nothing else. */
static void check_timer(struct atl_context *context, const char *path)
{
    struct jira_timer timer;
    struct atl_error error;
    enum atl_status status = jira_timer_read(context, path, &timer, &error);
    if (status != ATL_OK) {
        if (status != ATL_FAILED || error.message[0] == '\0') {
            abort();
        }
        return;
    }
    if (timer.key[0] == '\0' || strpbrk(timer.key, "./\\") != NULL || timer.started_ms < 0 ||
        jira_timer_seconds(&timer) < 0) {
        abort();
    }
    cJSON_Delete(jira_timer_describe(context, &timer));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct atl_arena arena = {0};
    struct atl_context context = {.arena = &arena};
    const char *path = scratch_file(data, size);
    const struct sandbox_place place = {
        .name = "x", .process = "/dev/null/none", .state = path, .token = path};
    struct sandbox_state state;
    check_export(&arena, path);
    sandbox_state_find(&context, &place, &state);
    check_timer(&context, path);
    atl_arena_free(&arena);
    return 0;
}
