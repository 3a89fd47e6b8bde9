/* The files of exported issues, downloaded to DIR/KEY/NAME. */
#ifndef CMD_JIRA_EXPORT_ATTACHMENTS_H
#define CMD_JIRA_EXPORT_ATTACHMENTS_H

#include "atlcli/jira_attachment.h"
#include "cmd/jira/export/export.h"

/* Of one issue; in the arena. */
struct export_files {
    struct atl_jira_attachments attachments;
    char **paths; /* where each is put: its name made safe, and its alone among the issue's */
};

void export_files_read(struct atl_arena *arena, const struct export_plan *plan,
                       const struct atl_jira_issue *issue, struct export_files *files);

/* What came of downloading so far. */
struct export_downloads {
    int64_t fetched;
    int64_t present; /* were there already, in their full length */
    int64_t failed;  /* couldn't be had: deleted, not allowed */
    struct atl_error first;
};

/*
 * Downloads the files of several issues, several at a time. What the site doesn't give of them is
 * counted; what ends the export is another matter: no network, no room, Ctrl-C.
 */
enum atl_status export_files_download(struct atl_http *http, const struct export_plan *plan,
                                      const struct atl_jira_issue *issues, size_t count,
                                      struct export_downloads *downloads, struct atl_error *error);

#endif
