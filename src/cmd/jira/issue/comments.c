/* jira issue comments: what has been said. */
#include "atlcli/clock.h"
#include "atlcli/jira_comment.h"
#include "cli/console.h"
#include "cli/output.h"
#include "cmd/jira/act.h"
#include "cmd/jira/key.h"
#include "cmd/jira/text.h"

#include <inttypes.h>
#include <time.h>

static const struct atl_column columns[] = {
    {.key = "id", .heading = "ID", .style = ATL_STYLE_NAME},
    {.key = "author", .heading = "AUTHOR", .path = "author.displayName"},
    {.key = "created", .heading = "CREATED", .kind = ATL_CELL_TIME},
    {.key = "updated", .heading = "UPDATED", .kind = ATL_CELL_TIME, .extra = true},
    {.key = "visibility", .heading = "VISIBLE TO", .path = "visibility.value"},
    {.key = "markdown", .heading = "TEXT", .shrinks = true},
    {0},
};

static const struct atl_listing listing = {
    .name = "comments", .columns = columns, .when_empty = "No comments."};

struct printing {
    struct atl_context *context;
    bool as_text; /* laid out for reading instead of a row each */
    int64_t total;
    int64_t printed;
};

/* ---- for reading ---- */

/* "2026-01-31 08:15", local; what is no date stays as it is. */
static const char *show_time(struct atl_arena *arena, const char *text)
{
    int64_t wall_ms;
    char shown[32];
    struct tm local;
    if (!atl_clock_parse_iso8601(text, &wall_ms)) {
        return text;
    }
    time_t seconds = (time_t)(wall_ms / 1000);
    if (localtime_r(&seconds, &local) == NULL ||
        strftime(shown, sizeof shown, "%Y-%m-%d %H:%M", &local) == 0) {
        return text;
    }
    return atl_arena_strdup(arena, shown);
}

static const char *describe(struct atl_arena *arena, const cJSON *comment)
{
    const char *created = atl_json_text(comment, "created", "");
    const char *updated = atl_json_text(comment, "updated", created);
    const char *visible = atl_json_text(comment, "visibility.value", NULL);
    return atl_arena_printf(arena, "  %s%s  %s%s%s%s\n\n", show_time(arena, created),
                            atl_text_equal(created, updated) ? "" : " (edited)",
                            atl_json_text(comment, "id", ""), visible == NULL ? "" : "  (only ",
                            visible == NULL ? "" : visible, visible == NULL ? "" : ")");
}

static enum atl_status print_text(struct printing *printing, const cJSON *comment,
                                  const char *markdown, struct atl_error *error)
{
    struct atl_context *context = printing->context;
    struct atl_arena arena = {0};
    enum atl_status status =
        printing->printed > 0 ? atl_output_text(context->output, error, "\n") : ATL_OK;
    if (status == ATL_OK) {
        status =
            atl_output_styled(context->output, ATL_STYLE_BOLD,
                              atl_json_text(comment, "author.displayName", "Anonymous"), error);
    }
    if (status == ATL_OK) {
        status =
            atl_output_styled(context->output, ATL_STYLE_DIM, describe(&arena, comment), error);
    }
    if (status == ATL_OK) {
        status = jira_text_print(context, markdown, error);
    }
    atl_arena_free(&arena);
    return status;
}

/* ---- rows ---- */

static enum atl_status print_row(struct printing *printing, const cJSON *comment,
                                 const char *markdown, struct atl_error *error)
{
    cJSON *object = cJSON_Duplicate(comment, true);
    atl_json_set_text(object, "markdown", markdown);
    enum atl_status status = atl_output_object(printing->context->output, object, error);
    cJSON_Delete(object);
    return status;
}

static enum atl_status print_comment(void *argument, const cJSON *comment, struct atl_error *error)
{
    struct printing *printing = argument;
    struct atl_arena arena = {0};
    const char *markdown;
    enum atl_status status =
        jira_text_to_markdown(&arena, atl_json_member(comment, "body"), &markdown, error);
    if (status != ATL_OK) {
        atl_error_prefix(error, "comment %s", atl_json_text(comment, "id", "?"));
    } else if (printing->as_text) {
        status = print_text(printing, comment, markdown, error);
    } else {
        status = print_row(printing, comment, markdown, error);
    }
    printing->printed++;
    atl_arena_free(&arena);
    return status;
}

static void note_total(void *argument, int64_t total)
{
    struct printing *printing = argument;
    printing->total = total;
}

/* ---- the command ---- */

static enum atl_status end(const struct printing *printing, struct atl_error *error)
{
    struct atl_context *context = printing->context;
    if (printing->total > printing->printed) {
        atl_note(context->console, "%" PRId64 " of %" PRId64 " comments shown", printing->printed,
                 printing->total);
    }
    if (printing->as_text) {
        if (printing->printed == 0) {
            atl_note(context->console, "%s", listing.when_empty);
        }
        return ATL_OK;
    }
    atl_output_member(context->output, "total", cJSON_CreateNumber((double)printing->total));
    return atl_output_end(context->output, error);
}

static enum atl_status list(struct jira_act *act, struct atl_error *error)
{
    struct atl_context *context = act->context;
    struct printing printing = {
        .context = context,
        .as_text = context->globals.form == ATL_OUTPUT_TABLE && context->globals.fields == NULL,
    };
    const struct atl_jira_comment_list wanted = {
        .http = act->http,
        .key = act->key,
        .newest_first = atl_option_flag(context, "newest-first"),
        .limit = atl_option_integer(context, "limit", ATL_OPTION_UNLIMITED),
        .on_total = note_total,
        .on_comment = print_comment,
        .context = &printing,
    };
    enum atl_status status =
        printing.as_text ? ATL_OK : atl_output_begin(context->output, &listing, error);
    if (status == ATL_OK) {
        status = atl_jira_comments(&wanted, error);
    }
    return status == ATL_OK ? end(&printing, error) : status;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    return jira_act_run(context, 0, list, error);
}

const struct atl_command atl_command_jira_issue_comments = {
    .words = "jira issue comments",
    .summary = "Show the comments of an issue",
    .description =
        "Shows all comments, the oldest first: laid out on a terminal, as Markdown into a pipe. "
        "--fields makes it a table, of id, author, created, updated, visibility and markdown.\n\n"
        "JSON has each comment as the server gives it, and its text as \"markdown\".",
    .arguments = (const struct atl_argument[]){JIRA_KEY_ARGUMENT, {0}},
    .options =
        (const struct atl_option[]){
            {.name = "newest-first", .kind = ATL_OPTION_FLAG, .summary = "Begin with the latest"},
            {.name = "limit",
             .kind = ATL_OPTION_INTEGER,
             .value = "N",
             .summary = "Show at most so many",
             .shown_default = "all",
             .minimum = 1,
             .maximum = 10000000,
             .unlimited = "all"},
            JIRA_KEY_OPTION,
            {0}},
    .examples =
        (const struct atl_example[]){
            {"jira issue comments ATL-1", "Read what has been said"},
            {"jira issue comments ATL-1 --newest-first --limit 3", "The three latest"},
            {"jira issue comments ATL-1 --jsonl --fields id,author,markdown",
             "For a script, one object a line"},
            {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run,
};
