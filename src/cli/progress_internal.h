/* Progress on a clock of the caller's: what progress.h does, and tests can steer. */
#ifndef CLI_PROGRESS_INTERNAL_H
#define CLI_PROGRESS_INTERNAL_H

#include "atlcli/text.h"
#include "cli/progress.h"

enum {
    PROGRESS_FIRST_DRAW_MS = 200, /* work that is done by then needs no bar */
    PROGRESS_REDRAW_MS = 100,
};

struct atl_progress {
    struct atl_console *console;
    const char *label;
    int64_t total; /* below 0: not known */
    int64_t done;
    int64_t started_ms;
    int64_t next_draw_ms;
    bool enabled;
};

void progress_start(struct atl_progress *progress, struct atl_console *console, const char *label,
                    int64_t total, int64_t now_ms);
/* Draws when it is time to. */
void progress_add(struct atl_progress *progress, int64_t count, int64_t now_ms);

/* Appends the line as it is shown at `now_ms` in so many columns; never wider. */
void progress_render(const struct atl_progress *progress, int64_t now_ms, unsigned columns,
                     struct atl_buffer *line);

#endif
