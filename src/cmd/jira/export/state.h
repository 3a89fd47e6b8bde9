/*
 * FILE.part.state: what an export is of, and how far it has come. The first line is the plan; each
 * further one says that so many bytes of FILE.part hold these issues, complete, beside those of the
 * lines before:
 *     {"bytes":81920,"issues":["10001","10002"]}
 * A line counts when it is whole and FILE.part is that long. So the two files may be left at any
 * moment: what is behind the last line that counts is written again.
 */
#ifndef CMD_JIRA_EXPORT_STATE_H
#define CMD_JIRA_EXPORT_STATE_H

#include "atlassian/id_set.h"
#include "cmd/jira/export/export.h"

#include <sys/types.h>

/* The first line, with its newline. */
void export_state_append_plan(const struct export_plan *plan, struct atl_buffer *line);

/* ATL_NOT_FOUND when there is no such file, ATL_FAILED when it is no state of an export. */
enum atl_status export_state_read_plan(struct atl_arena *arena, const char *path,
                                       struct export_plan *plan, struct atl_error *error);

/* How far it has come. */
struct export_progress {
    off_t bytes;       /* of the part that count */
    off_t state_bytes; /* of the state that count */
    int64_t issues;
    struct id_set ids; /* the caller frees it */
};
enum atl_status export_state_read_progress(const char *path, off_t part_bytes,
                                           struct export_progress *progress,
                                           struct atl_error *error);

#endif
