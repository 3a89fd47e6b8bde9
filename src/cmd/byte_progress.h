/* Progress of files on their way, in kibibytes: bytes make figures that nobody can read. */
#ifndef CMD_BYTE_PROGRESS_H
#define CMD_BYTE_PROGRESS_H

#include "cli/progress.h"

struct byte_progress {
    struct atl_progress *shown;
    int64_t bytes;
};

/* `label` and `context` must outlive it. */
void byte_progress_open(struct byte_progress *progress, struct atl_context *context,
                        const char *label, int64_t bytes);
/* So many more; below 0 when something begins anew. An atl_jira_bytes_function. */
void byte_progress_add(void *argument, int64_t bytes);
void byte_progress_close(struct byte_progress *progress);

#endif
