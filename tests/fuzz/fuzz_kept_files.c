/* What atlcli keeps between runs, once somebody has changed it: states of exports, of sandboxes. */
#include "support/scratch.h"

#include "cmd/jira_export_state.h"
#include "cmd/sandbox.h"

#include <stdlib.h>

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
    atl_arena_free(&arena);
    return 0;
}
