/* Files that come from an issue or from a page, side by side, and what is told of them. */
#ifndef CMD_ATTACHMENT_DOWNLOADS_H
#define CMD_ATTACHMENT_DOWNLOADS_H

#include "atlcli/http.h"
#include "cli/output.h"
#include "cmd/byte_progress.h"

struct attachment_wanted {
    const char *id;
    const char *name; /* as it was uploaded */
    int64_t size;     /* bytes; below 0: unknown */
    const void *attachment;
    const char *path; /* of its file here */
    enum atl_status status;
    struct atl_error error;
};

struct attachment_downloads {
    struct atl_context *context;
    struct atl_http *http;
    struct attachment_wanted *wanted;
    size_t count;
    bool overwrite;
    /* Brings one to its path, telling `progress`; ATL_CONFLICT, without an HTTP status, when a file
       is there and none is to be replaced. */
    enum atl_status (*fetch)(struct attachment_downloads *downloads,
                             const struct attachment_wanted *wanted, struct atl_error *error);
    struct byte_progress progress;
};

/* What atl_output_begin takes for them. */
extern const struct atl_listing attachment_downloads_listing;

/*
 * Fetches all to a directory, which is created if need be, and prints what came of it: those that
 * failed are no reason to stop the others. Errors are those of outcomes_conclude.
 */
enum atl_status attachment_downloads_run(struct attachment_downloads *downloads,
                                         const char *directory, struct atl_error *error);

#endif
