/*
 * Progress of long work, on a terminal's stderr only, and not with --no-progress, --quiet or
 * --verbose. It is drawn at most ten times a second, and makes way for whatever else is written.
 */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include "cli/context.h"

#include <stdint.h>

struct atl_progress;

/*
 * "Searching issues", and how many there will be (below 0: not known, a counter instead of a bar).
 * `label` and `context` must outlive it. Never NULL, also when nothing is drawn. One at a time.
 */
struct atl_progress *atl_progress_open(struct atl_context *context, const char *label,
                                       int64_t total);
void atl_progress_total(struct atl_progress *progress, int64_t total);
/* So many more are done. */
void atl_progress_add(struct atl_progress *progress, int64_t count);
/* Wipes it off the screen until it is next drawn: something else is about to be written. NULL is
 * fine. */
void atl_progress_hide(struct atl_progress *progress);
/* Wipes it off the screen for good. NULL is fine. */
void atl_progress_close(struct atl_progress *progress);

#endif
