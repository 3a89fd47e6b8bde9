/* What commands say of pages and attachments that they bring in step. */
#ifndef CMD_WIKI_DOCS_EVENTS_H
#define CMD_WIKI_DOCS_EVENTS_H

#include "atlcli/sync.h"
#include "cli/context.h"
#include "cli/output.h"
#include "cli/progress.h"

/* Its rows are those of wiki_docs_print_event and wiki_docs_print_step. */
extern const struct atl_listing wiki_docs_events;

/* A row that says what was done, or is to be done; and on the console why, where that is said. */
enum atl_status wiki_docs_print_event(struct atl_context *context,
                                      const struct atl_sync_event *event, struct atl_error *error);
enum atl_status wiki_docs_print_step(struct atl_context *context,
                                     const struct atl_sync_event *event, struct atl_error *error);

/* The same in other rows: how an action looks; and why, on the console, where that is said. */
enum atl_style wiki_docs_style(enum atl_sync_action action);
void wiki_docs_explain(struct atl_context *context, const struct atl_sync_event *event);

/* A bar that is told how far it is, not by how much. */
struct wiki_docs_progress {
    struct atl_progress *bar;
    int64_t shown;
};
void wiki_docs_show_progress(struct wiki_docs_progress *progress, int64_t done, int64_t total);

#endif
