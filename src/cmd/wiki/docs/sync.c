/* wiki docs sync: a workspace and its pages kept in step both ways. */
#include "atlcli/sync_both.h"
#include "cli/console.h"
#include "cli/output.h"
#include "cmd/site_hint.h"
#include "cmd/wiki/docs/changes.h"
#include "cmd/wiki/docs/docs.h"
#include "cmd/wiki/docs/events.h"

#include <inttypes.h>

enum {
    USUAL_INTERVAL = 30, /* seconds */
    LONGEST_INTERVAL = 24 * 60 * 60,
    SECOND_MS = 1000,
};

static const struct atl_column columns[] = {
    {.key = "direction", .heading = "DIRECTION"},
    {.key = "action", .heading = "ACTION"},
    {.key = "path", .heading = "FILE", .style = ATL_STYLE_NAME, .shrinks = true},
    {.key = "from", .heading = "FROM", .shrinks = true, .extra = true},
    {.key = "id", .heading = "ID", .extra = true},
    {.key = "title", .heading = "TITLE", .extra = true},
    {.key = "kind", .heading = "KIND", .extra = true},
    {.key = "reason", .heading = "REASON", .extra = true},
    {0},
};

static const struct atl_listing listing = {.name = "changes", .columns = columns};

struct syncing {
    struct atl_context *context;
    struct wiki_docs_progress progress; /* without a bar while it keeps on */
    bool watches;
    bool as_lines; /* a table whose end nobody knows: line by line, for people */
};

/* ---- what happens ---- */

/* Whoever reads along sees it now. */
static enum atl_status show(struct syncing *syncing, const struct atl_cell *cells,
                            struct atl_error *error)
{
    struct atl_context *context = syncing->context;
    enum atl_status status;
    if (syncing->as_lines) {
        status = atl_output_text(context->output, error, "%-4s  %-9s  %s\n", cells[0].text,
                                 cells[1].text, cells[2].text);
    } else {
        status = atl_output_row(context->output, cells, error);
    }
    return status == ATL_OK && syncing->watches ? atl_console_flush(context->console, error)
                                                : status;
}

static enum atl_status show_event(void *argument, enum atl_sync_direction direction,
                                  const struct atl_sync_event *event, struct atl_error *error)
{
    struct syncing *syncing = argument;
    const struct atl_cell cells[] = {
        atl_cell_text(atl_sync_direction_name(direction)),
        atl_cell_styled(atl_cell_text(atl_sync_action_name(event->action)),
                        wiki_docs_style(event->action)),
        atl_cell_text(event->path),
        atl_cell_text(event->from),
        atl_cell_text(event->id),
        atl_cell_text(event->title),
        atl_cell_text(event->attachment ? "attachment" : "page"),
        atl_cell_text(event->reason == NULL ? NULL : event->reason->message),
    };
    wiki_docs_explain(syncing->context, event);
    return show(syncing, cells, error);
}

/* Something about the whole, for those who read lines of JSON: "synced", "waiting". */
static enum atl_status show_state(struct syncing *syncing, const char *action, const char *reason,
                                  struct atl_error *error)
{
    struct atl_cell cells[sizeof columns / sizeof *columns - 1];
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        cells[i] = atl_cell_none();
    }
    cells[1] = atl_cell_text(action);
    cells[sizeof cells / sizeof *cells - 1] = atl_cell_text(reason);
    return atl_output_form(syncing->context->output) == ATL_OUTPUT_JSONL
               ? show(syncing, cells, error)
               : ATL_OK;
}

static void show_progress(void *argument, int64_t done, int64_t total)
{
    struct syncing *syncing = argument;
    if (syncing->progress.bar != NULL) {
        wiki_docs_show_progress(&syncing->progress, done, total);
    }
}

static enum atl_status confirm_deletions(void *argument, int64_t count, struct atl_error *error)
{
    struct syncing *syncing = argument;
    atl_progress_hide(syncing->progress.bar);
    return wiki_docs_confirm_deletions(syncing->context, count, error);
}

static void note(struct atl_context *context, const struct atl_sync_both_totals *totals)
{
    if (totals->pulled + totals->pushed + totals->conflicts + totals->failed == 0) {
        atl_note(context->console, "In step: %" PRId64 " page%s", totals->pages,
                 totals->pages == 1 ? "" : "s");
    } else {
        atl_note(context->console, "%" PRId64 " page%s, %" PRId64 " pulled, %" PRId64 " pushed",
                 totals->pages, totals->pages == 1 ? "" : "s", totals->pulled, totals->pushed);
    }
    const struct atl_sync_totals left = {.withheld = totals->withheld};
    wiki_docs_tell_withheld(context, &left);
}

/* ---- once ---- */

/* What failed before what is in conflict, as in a pull. */
static enum atl_status judge(const struct atl_sync_both_totals *totals, struct atl_error *error)
{
    if (totals->failed > 0) {
        atl_fail(error, ATL_PARTIAL, "%" PRId64 " couldn't be brought in step%s", totals->failed,
                 totals->conflicts > 0 ? ", and there are conflicts" : "");
        atl_hint(error, "what is said above says why; the rest is in step, and syncing again goes "
                        "on with these");
        return ATL_PARTIAL;
    }
    if (totals->conflicts > 0) {
        atl_fail(error, ATL_CONFLICT, "%" PRId64 " conflict%s, named above; the rest is in step",
                 totals->conflicts, totals->conflicts == 1 ? "" : "s");
        return ATL_CONFLICT;
    }
    return ATL_OK;
}

static void add_members(struct atl_output *output, const struct atl_sync_both_totals *totals)
{
    atl_output_member(output, "pages", cJSON_CreateNumber((double)totals->pages));
    atl_output_member(output, "attachments", cJSON_CreateNumber((double)totals->attachments));
    atl_output_member(output, "pulled", cJSON_CreateNumber((double)totals->pulled));
    atl_output_member(output, "pushed", cJSON_CreateNumber((double)totals->pushed));
    atl_output_member(output, "conflicts", cJSON_CreateNumber((double)totals->conflicts));
    atl_output_member(output, "failed", cJSON_CreateNumber((double)totals->failed));
    atl_output_member(output, "withheld", cJSON_CreateNumber((double)totals->withheld));
}

static enum atl_status sync_once(struct syncing *syncing, struct atl_sync_workspace *workspace,
                                 struct atl_http *http, const struct atl_sync_both_options *options,
                                 struct atl_error *error)
{
    struct atl_context *context = syncing->context;
    struct atl_sync_both_totals totals;
    syncing->progress.bar = atl_progress_open(context, "Syncing pages", -1);
    enum atl_status status = atl_sync_both(workspace, http, options, &totals, error);
    atl_progress_close(syncing->progress.bar);
    if (status == ATL_OK) {
        add_members(context->output, &totals);
        note(context, &totals);
        status = atl_output_end(context->output, error);
    }
    return status == ATL_OK ? judge(&totals, error) : status;
}

/* ---- and on ---- */

static enum atl_status on_pass(void *argument, const struct atl_sync_both_totals *totals,
                               struct atl_error *error)
{
    struct syncing *syncing = argument;
    note(syncing->context, totals);
    return show_state(syncing, "synced", NULL, error);
}

static enum atl_status on_trouble(void *argument, const struct atl_error *trouble,
                                  int64_t again_in_ms, struct atl_error *error)
{
    struct syncing *syncing = argument;
    atl_warn(syncing->context->console, "%s; trying again in %" PRId64 " s", trouble->message,
             (again_in_ms + SECOND_MS - 1) / SECOND_MS);
    return show_state(syncing, "waiting", trouble->message, error);
}

static void on_ending(void *argument)
{
    const struct syncing *syncing = argument;
    atl_note(syncing->context->console,
             "Ending when what is on its way to the server is there; Ctrl-C again ends at once");
}

static enum atl_status keep_on(struct syncing *syncing, struct atl_sync_workspace *workspace,
                               struct atl_http *http, const struct atl_sync_both_options *options,
                               struct atl_error *error)
{
    struct atl_context *context = syncing->context;
    const struct atl_sync_keep_on_options keeping = {
        .workspace = workspace,
        .http = http,
        .sync = *options,
        .interval_ms = atl_option_integer(context, "interval", USUAL_INTERVAL) * SECOND_MS,
        .looks = atl_option_flag(context, "poll"),
        .on_pass = on_pass,
        .on_trouble = on_trouble,
        .on_ending = on_ending,
        .context = syncing,
    };
    atl_note(context->console, "Watching %s. Ctrl-C ends it.", atl_sync_root(workspace));
    enum atl_status status = atl_sync_keep_on(&keeping, error);
    if (status != ATL_CANCELLED || context->console->reader_left) {
        return status;
    }
    /* Ctrl-C is how it ends, when its output had a reader. */
    return syncing->as_lines ? ATL_OK : atl_output_end(context->output, error);
}

/* ---- the command ---- */

static enum atl_status check_options(const struct atl_context *context, struct atl_error *error)
{
    static const char *const names[] = {"interval", "poll"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (atl_option_given(context, names[i]) && !atl_option_flag(context, "watch")) {
            return atl_fail(error, ATL_USAGE, "--%s is for --watch", names[i]);
        }
    }
    if (atl_option_flag(context, "watch") && atl_option_flag(context, "delete") &&
        !atl_option_flag(context, "yes")) {
        return atl_fail(error, ATL_USAGE,
                        "--watch with --delete needs --yes: nobody is asked while it goes on");
    }
    return ATL_OK;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    struct atl_sync_workspace *workspace = NULL;
    struct atl_http *http = NULL;
    struct syncing syncing = {.context = context, .watches = atl_option_flag(context, "watch")};
    syncing.as_lines = syncing.watches && atl_output_form(context->output) == ATL_OUTPUT_TABLE;
    const struct atl_sync_both_options options = {
        .on_conflict = wiki_docs_side(context),
        .create = atl_option_flag(context, "create"),
        .delete_pages = atl_option_flag(context, "delete"),
        .message = atl_option_text(context, "message"),
        .on_event = show_event,
        .context = &syncing,
        .on_progress = show_progress,
        .on_delete = confirm_deletions,
    };
    enum atl_status status = check_options(context, error);
    if (status == ATL_OK && !syncing.as_lines) {
        status = atl_output_begin(context->output, &listing, error);
    }
    if (status == ATL_OK) {
        status = wiki_docs_open(context, !syncing.watches, &workspace, error);
    }
    if (status == ATL_OK) {
        status = wiki_docs_connect(context, workspace, &http, error);
    }
    if (http != NULL) {
        status = syncing.watches ? keep_on(&syncing, workspace, http, &options, error)
                                 : sync_once(&syncing, workspace, http, &options, error);
        if (status != ATL_OK) {
            site_hint_add(http, ATL_PRODUCT_CONFLUENCE, error);
        }
        atl_http_close(http);
    }
    atl_sync_close(workspace);
    return status;
}

/* clang-format off */
const struct atl_command atl_command_wiki_docs_sync = {
    .words = "wiki docs sync",
    .summary = "Keep a workspace and its pages in step, both ways",
    .description =
        "Pulls what has changed on the server, then pushes what was changed here, as 'docs pull' and "
        "'docs push' do. What changed on both sides is merged; lines that both have changed stand "
        "in the file between lines of markers, its page stays as it is, and the exit code is 7. "
        "Files that are no pages yet, and pages whose file was deleted, are left alone unless "
        "--create and --delete say otherwise.\n\n"
        "--on-conflict local or remote settles conflicts by itself: that side's lines stand, its "
        "place of what was moved on both sides, and its deletion or edit of what was edited on one "
        "side and deleted on the other. What else the other side changed is kept. A text of "
        "here that gave way stays in .atlcli/trash.\n\n"
        "With --watch it goes on until Ctrl-C: as soon as files change, and when a search of the "
        "space, every --interval seconds, finds something new. Pages that were moved or deleted on "
        "the server are noticed every tenth time. While the network or the site is down it waits and "
        "tries again. What is on its way to the server when it is to end is finished first.",
    .arguments = (const struct atl_argument[]){WIKI_DOCS_DIRECTORY, {0}},
    .options =
        (const struct atl_option[]){
            {.name = "watch", .letter = 'w', .kind = ATL_OPTION_FLAG,
             .summary = "Go on, whenever something changes here or there"},
            {.name = "interval", .kind = ATL_OPTION_INTEGER, .value = "SECONDS",
             .summary = "With --watch: time between two looks at the server",
             .shown_default = "30", .minimum = 1, .maximum = LONGEST_INTERVAL},
            {.name = "poll", .kind = ATL_OPTION_FLAG,
             .summary = "With --watch: look at the files again and again, for file systems on a "
                        "network, which tell of no changes"},
            {.name = "on-conflict", .kind = ATL_OPTION_CHOICE, .value = "SIDE",
             .choices = wiki_docs_sides, .shown_default = "merge",
             .summary = "What becomes of conflicts"},
            {.name = "create", .kind = ATL_OPTION_FLAG,
             .summary = "Make pages of files that nobody has added, too"},
            {.name = "delete", .kind = ATL_OPTION_FLAG,
             .summary =
                 "Move pages and attachments to the trash on the server that were deleted here"},
            WIKI_DOCS_YES,
            {.name = "message", .letter = 'm', .kind = ATL_OPTION_TEXT, .value = "TEXT",
             .summary = "Message of the new versions"},
            {0}},
    .examples = (const struct atl_example[]){
        {"wiki docs sync", "The workspace that the working directory is in"},
        {"wiki docs sync docs --watch --create", "Keep on, and make pages of new files"},
        {"wiki docs sync --watch --jsonl", "Events, one a line, for a program"},
        {"wiki docs sync --on-conflict remote", "Where both changed the same lines, take theirs"},
        {0}},
    .needs = ATL_NEEDS_LOOP | ATL_NEEDS_WORKSPACE,
    .run = run,
};
/* clang-format on */
