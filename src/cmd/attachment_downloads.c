#include "cmd/attachment_downloads.h"

#include "atlcli/file.h"
#include "atlcli/loop.h"
#include "cli/console.h"
#include "cmd/outcomes.h"

#include <string.h>

enum {
    WIDTH = 6, /* files under way at once: a line is filled by fewer */
};

/* ---- fetching ---- */

static enum atl_status fetch(void *context, size_t index, struct atl_error *error)
{
    struct attachment_downloads *downloads = context;
    struct attachment_wanted *wanted = &downloads->wanted[index];
    wanted->status = downloads->fetch(downloads, wanted, &wanted->error);
    if (wanted->status == ATL_CONFLICT && wanted->error.http_status == 0) {
        atl_hint(&wanted->error, "--overwrite replaces files that are there");
    } else if (wanted->status != ATL_OK && strstr(wanted->error.message, wanted->path) == NULL) {
        atl_error_prefix(&wanted->error, "%s", wanted->path);
    }
    if (wanted->status == ATL_CANCELLED) {
        *error = wanted->error;
    }
    return wanted->status == ATL_CANCELLED ? ATL_CANCELLED : ATL_OK;
}

static enum atl_status fetch_all(struct attachment_downloads *downloads, struct atl_error *error)
{
    size_t width = atl_http_width(downloads->http);
    int64_t total = 0;
    for (size_t i = 0; i < downloads->count; i++) {
        total += downloads->wanted[i].size > 0 ? downloads->wanted[i].size : 0;
    }
    byte_progress_open(&downloads->progress, downloads->context, "Downloading KiB", total);
    enum atl_status status =
        atl_each(downloads->count, width < WIDTH ? width : WIDTH, fetch, downloads, error);
    byte_progress_close(&downloads->progress);
    return status;
}

/* ---- what came of it ---- */

static const struct atl_column columns[] = {
    {.key = "id", .heading = "ID", .style = ATL_STYLE_NAME},
    {.key = "file", .heading = "FILE", .shrinks = true},
    {.key = "size", .heading = "SIZE", .kind = ATL_CELL_INTEGER},
    {.key = "filename", .heading = "NAME", .extra = true},
    {.key = "error", .heading = "ERROR", .extra = true},
    {0},
};

const struct atl_listing attachment_downloads_listing = {.name = "files", .columns = columns};

static enum atl_status print(struct atl_output *output, const struct attachment_wanted *wanted,
                             struct atl_error *error)
{
    bool fetched = wanted->status == ATL_OK;
    if (!fetched && atl_output_form(output) == ATL_OUTPUT_TABLE) {
        return ATL_OK; /* people are warned about it */
    }
    const struct atl_cell cells[] = {
        atl_cell_text(wanted->id),
        atl_cell_text(fetched ? wanted->path : NULL),
        atl_cell_integer(wanted->size),
        atl_cell_text(wanted->name),
        atl_cell_text(fetched ? NULL : wanted->error.message),
    };
    return atl_output_row(output, cells, error);
}

static enum atl_status report(const struct attachment_downloads *downloads, struct atl_error *error)
{
    struct atl_context *context = downloads->context;
    const struct attachment_wanted *wanted = downloads->wanted;
    struct outcome *outcomes =
        atl_arena_alloc(context->arena, (downloads->count + 1) * sizeof *outcomes);
    bool failed_alone = downloads->count == 1 && wanted->status != ATL_OK;
    enum atl_status status = ATL_OK;
    for (size_t i = 0; status == ATL_OK && i < downloads->count; i++) {
        outcomes[i] = (struct outcome){wanted[i].status, &wanted[i].error};
        status = failed_alone ? ATL_OK : print(context->output, &wanted[i], error);
    }
    if (status == ATL_OK && !failed_alone) {
        status = atl_output_end(context->output, error);
    }
    return status == ATL_OK ? outcomes_conclude(context, outcomes, downloads->count, "files",
                                                "downloaded", error)
                            : status;
}

enum atl_status attachment_downloads_run(struct attachment_downloads *downloads,
                                         const char *directory, struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    if (downloads->count == 0) {
        atl_note(downloads->context->console, "No attachments.");
    } else {
        status = atl_directory_ensure(directory, 0777, error);
    }
    if (status == ATL_OK) {
        status = fetch_all(downloads, error);
    }
    return status == ATL_OK ? report(downloads, error) : status;
}
