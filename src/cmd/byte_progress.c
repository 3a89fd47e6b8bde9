#include "cmd/byte_progress.h"

enum {
    UNIT = 1024,
};

static int64_t units(int64_t bytes)
{
    return (bytes + UNIT - 1) / UNIT;
}

void byte_progress_open(struct byte_progress *progress, struct atl_context *context,
                        const char *label, int64_t bytes)
{
    *progress = (struct byte_progress){.shown = atl_progress_open(context, label, units(bytes))};
}

void byte_progress_add(void *argument, int64_t bytes)
{
    struct byte_progress *progress = argument;
    int64_t before = units(progress->bytes);
    progress->bytes += bytes;
    atl_progress_add(progress->shown, units(progress->bytes) - before);
}

void byte_progress_close(struct byte_progress *progress)
{
    atl_progress_close(progress->shown);
}
