/* How it went with several things that were done side by side. */
#ifndef CMD_OUTCOMES_H
#define CMD_OUTCOMES_H

#include "cli/context.h"

struct outcome {
    enum atl_status status;
    const struct atl_error *error; /* when it isn't ATL_OK */
};

/*
 * How it went for all: ATL_OK; the error itself when there was one thing; else ATL_PARTIAL ("2 of 3
 * files couldn't be downloaded"), after a warning for each that failed. When all failed in the same
 * way the status is theirs.
 */
enum atl_status outcomes_conclude(struct atl_context *context, const struct outcome *outcomes,
                                  size_t count, const char *things, const char *done,
                                  struct atl_error *error);

#endif
