#include "cmd/wiki/docs/events.h"

#include "cli/console.h"

static const struct atl_column columns[] = {
    {.key = "action", .heading = "ACTION"},
    {.key = "path", .heading = "FILE", .style = ATL_STYLE_NAME, .shrinks = true},
    {.key = "from", .heading = "FROM", .shrinks = true, .extra = true},
    {.key = "id", .heading = "ID", .extra = true},
    {.key = "title", .heading = "TITLE", .extra = true},
    {.key = "kind", .heading = "KIND", .extra = true},
    {.key = "reason", .heading = "REASON", .extra = true},
    {0},
};

const struct atl_listing wiki_docs_events = {.name = "changes", .columns = columns};

static bool is_trouble(enum atl_sync_action action)
{
    return action == ATL_SYNC_FAILED || action == ATL_SYNC_CONFLICT;
}

enum atl_style wiki_docs_style(enum atl_sync_action action)
{
    switch (action) {
    case ATL_SYNC_FAILED:
    case ATL_SYNC_CONFLICT:
        return ATL_STYLE_BAD;
    case ATL_SYNC_TRASHED:
    case ATL_SYNC_RESTORED:
    case ATL_SYNC_DELETED:
    case ATL_SYNC_MERGED:
        return ATL_STYLE_WARNING;
    default:
        return ATL_STYLE_GOOD;
    }
}

void wiki_docs_explain(struct atl_context *context, const struct atl_sync_event *event)
{
    if (event->reason == NULL) {
        return;
    }
    if (is_trouble(event->action)) {
        atl_console_report(context->console, event->reason);
    } else {
        atl_warn(context->console, "%s", event->reason->message);
    }
}

static enum atl_status print(struct atl_context *context, const struct atl_sync_event *event,
                             const char *action, struct atl_error *error)
{
    const struct atl_cell cells[] = {
        atl_cell_styled(atl_cell_text(action), wiki_docs_style(event->action)),
        atl_cell_text(event->path),
        atl_cell_text(event->from),
        atl_cell_text(event->id),
        atl_cell_text(event->title),
        atl_cell_text(event->attachment ? "attachment" : "page"),
        atl_cell_text(event->reason == NULL ? NULL : event->reason->message),
    };
    wiki_docs_explain(context, event);
    return atl_output_row(context->output, cells, error);
}

enum atl_status wiki_docs_print_event(struct atl_context *context,
                                      const struct atl_sync_event *event, struct atl_error *error)
{
    return print(context, event, atl_sync_action_name(event->action), error);
}

enum atl_status wiki_docs_print_step(struct atl_context *context,
                                     const struct atl_sync_event *event, struct atl_error *error)
{
    return print(context, event, atl_sync_action_verb(event->action), error);
}

void wiki_docs_show_progress(struct wiki_docs_progress *progress, int64_t done, int64_t total)
{
    atl_progress_total(progress->bar, total);
    atl_progress_add(progress->bar, done - progress->shown);
    progress->shown = done;
}
