#include "cmd/jira_bulk.h"

#include "atlcli/text.h"
#include "cli/console.h"
#include "cli/progress.h"
#include "cli/prompt.h"
#include "cmd/input.h"
#include "cmd/jira_import_result.h"
#include "cmd/jira_key.h"
#include "cmd/option_check.h"
#include "cmd/query_error.h"

#include <string.h>

enum {
    MOST_INPUT_BYTES = 64 * 1024 * 1024,
    MOST_SHARDS = 10000,
    KEYS_SHOWN = 5,
};

const struct atl_command atl_command_jira_bulk = {
    .words = "jira bulk",
    .summary = "Change many issues at once",
    .examples =
        (const struct atl_example[]){
            {"jira bulk transition --to Done --jql \"fixVersion = 2.1\" --dry-run",
             "What would change, and how"},
            {"jira bulk create --file plan.csv --project WEB --type Task",
             "Issues from a spreadsheet"},
            {0}},
};

/* ---- options ---- */

enum atl_status jira_bulk_read_shard(const struct atl_context *context, int64_t *shard,
                                     int64_t *shards, struct atl_error *error)
{
    const char *text = atl_option_text(context, "shard");
    char **parts;
    *shard = 0;
    *shards = 0;
    if (text == NULL) {
        return ATL_OK;
    }
    if (atl_text_split(context->arena, text, '/', &parts) == 2 &&
        atl_text_to_integer(parts[1], 1, MOST_SHARDS, shards) &&
        atl_text_to_integer(parts[0], 1, *shards, shard)) {
        return ATL_OK;
    }
    return atl_fail(error, ATL_USAGE, "--shard wants I/N, such as 1/4 or 4/4, not '%s'", text);
}

/* "5" and "5/s"; 0 without the option. */
static enum atl_status read_rate(const struct atl_context *context, int64_t *rate,
                                 struct atl_error *error)
{
    const char *text = atl_option_text(context, "rate");
    *rate = 0;
    if (text == NULL) {
        return ATL_OK;
    }
    size_t length = strlen(text);
    if (atl_text_ends_with(text, "/s")) {
        length -= 2;
    }
    if (atl_text_to_integer(atl_arena_strndup(context->arena, text, length), 1, 100000, rate)) {
        return ATL_OK;
    }
    return atl_fail(error, ATL_USAGE, "--rate wants a number a second, such as 5/s, not '%s'",
                    text);
}

enum atl_status jira_bulk_check(struct atl_context *context, struct atl_error *error)
{
    int64_t number;
    int64_t other;
    enum atl_status status = jira_bulk_read_shard(context, &number, &other, error);
    if (status == ATL_OK) {
        status = read_rate(context, &number, error);
    }
    if (status == ATL_OK && !atl_option_flag(context, "yes") &&
        !atl_option_flag(context, "dry-run") && !atl_prompt_is_possible()) {
        status = atl_fail(error, ATL_USAGE, "this changes issues, and there is no terminal to ask");
        atl_hint(error, "pass --yes to do it, or --dry-run to see what it would do");
    }
    return status;
}

/* ---- which issues ---- */

static enum atl_status parse_keys(struct atl_context *context, char **words, size_t count,
                                  const char *what, struct atl_bulk_selection *selection,
                                  struct atl_error *error)
{
    const char **keys = atl_arena_alloc(context->arena, (count + 1) * sizeof *keys);
    for (size_t i = 0; i < count; i++) {
        enum atl_status status = jira_key_parse(context->arena, words[i], &keys[i], error);
        if (status != ATL_OK) {
            atl_error_prefix(error, "%s", what);
            return status;
        }
    }
    selection->keys = keys;
    selection->key_count = count;
    return count > 0 ? ATL_OK : atl_fail(error, ATL_USAGE, "%s: there are no issue keys", what);
}

static enum atl_status read_lines(struct atl_context *context, const char *path,
                                  struct atl_bulk_selection *selection, struct atl_error *error)
{
    struct atl_buffer text = {0};
    char **lines;
    enum atl_status status = input_read(path, MOST_INPUT_BYTES, &text, error);
    if (status == ATL_OK) {
        const char *start = atl_buffer_text(&text);
        start += atl_text_starts_with(start, "\xEF\xBB\xBF") ? 3 : 0;
        size_t count = atl_text_split(context->arena, start, '\n', &lines);
        status = parse_keys(context, lines, count, strcmp(path, "-") == 0 ? "standard input" : path,
                            selection, error);
    }
    atl_buffer_free(&text);
    return status;
}

static enum atl_status read_selection(struct atl_context *context,
                                      struct atl_bulk_selection *selection, struct atl_error *error)
{
    static const char *const texts[] = {"jql", "file", NULL};
    static const char *const lists[] = {"issues", NULL};
    size_t count;
    const char *const *words = atl_option_list(context, "issues", &count);
    const char *path = atl_option_text(context, "file");
    int ways = (atl_option_given(context, "jql") ? 1 : 0) + (count > 0 ? 1 : 0) +
               (atl_option_flag(context, "stdin") ? 1 : 0) + (path != NULL ? 1 : 0);
    enum atl_status status = option_check_filled(context, texts, lists, error);
    if (status == ATL_OK) {
        status = jira_bulk_read_shard(context, &selection->shard, &selection->shards, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    if (ways != 1) {
        atl_fail(error, ATL_USAGE, ways == 0 ? "which issues?" : "issues are named in two ways");
        atl_hint(error, "pass one of --jql QUERY, --issues KEY,KEY, --stdin, --file FILE");
        return ATL_USAGE;
    }
    selection->jql = atl_option_text(context, "jql");
    if (selection->jql != NULL) {
        return ATL_OK;
    }
    if (count > 0) {
        char **copy = atl_arena_alloc(context->arena, (count + 1) * sizeof *copy);
        for (size_t i = 0; i < count; i++) {
            copy[i] = atl_arena_strdup(context->arena, words[i]);
        }
        return parse_keys(context, copy, count, "--issues", selection, error);
    }
    return read_lines(context, path == NULL ? "-" : path, selection, error);
}

enum atl_status jira_bulk_select(struct atl_context *context, struct atl_http *http,
                                 struct atl_bulk_job *job, struct atl_error *error)
{
    struct atl_bulk_selection selection = {0};
    enum atl_status status = read_selection(context, &selection, error);
    if (status == ATL_OK) {
        status = atl_bulk_select(job, http, &selection, error);
    }
    if (status != ATL_OK && selection.jql != NULL) {
        query_error_explain(ATL_QUERY_JQL, selection.jql, error);
    }
    return status;
}

/* ---- the plan ---- */

static const char *sample_keys(struct atl_context *context, const struct atl_bulk_job *job)
{
    struct atl_buffer text = {0};
    size_t shown = 0;
    size_t waiting = 0;
    for (size_t i = 0; i < job->count; i++) {
        const struct atl_bulk_item *item = &job->items[i];
        bool waits = item->state == ATL_BULK_WAITING;
        waiting += waits;
        if (waits && item->key != NULL && shown < KEYS_SHOWN) {
            atl_buffer_printf(&text, "%s%s", shown++ == 0 ? ": " : ", ", item->key);
        }
    }
    if (shown > 0 && waiting > shown) {
        atl_buffer_printf(&text, " and %zu more", waiting - shown);
    }
    const char *kept = atl_arena_strdup(context->arena, atl_buffer_text(&text));
    atl_buffer_free(&text);
    return kept;
}

static void show_plan(struct atl_context *context, const struct atl_bulk_job *job)
{
    struct atl_bulk_counts counts = atl_bulk_count(job);
    struct atl_buffer more = {0};
    if (job->count == 0) {
        atl_note(context->console, "%s there is nothing to do.",
                 atl_json_integer(job->operation, "skipped", 0) > 0 ? "All rows have keys:"
                                                                    : "No issues match:");
        return;
    }
    if (counts.unchanged > 0) {
        atl_buffer_printf(&more, ", %zu as wanted already", counts.unchanged);
    }
    if (counts.failed > 0) {
        atl_buffer_printf(&more, ", %zu that can't be", counts.failed);
    }
    atl_note(context->console, "%s: %zu of %zu%s%s", job->title, counts.waiting, job->count,
             atl_buffer_text(&more), sample_keys(context, job));
    if (counts.waiting > 0) {
        atl_note(context->console, "%s; about %zu request%s", job->strategy, job->requests,
                 job->requests == 1 ? "" : "s");
    }
    atl_buffer_free(&more);
}

/* ---- running ---- */

struct watching {
    struct atl_progress *progress;
};

static void on_outcome(void *context, const struct atl_bulk_job *job, size_t index)
{
    (void)job;
    (void)index;
    atl_progress_add(((struct watching *)context)->progress, 1);
}

/* However the job ended, what it has created is in the result; its own error goes first. */
static enum atl_status keep_result(struct atl_context *context, const struct atl_bulk_job *job,
                                   enum atl_status status, struct atl_error *error)
{
    struct atl_error why = {0};
    enum atl_status kept = import_result_write(context, job, &why);
    if (kept == ATL_OK) {
        return status;
    }
    if (status != ATL_OK) {
        atl_console_report(context->console, &why);
        return status;
    }
    *error = why;
    return kept;
}

enum atl_status jira_bulk_run(struct atl_context *context, struct atl_http *http,
                              struct atl_bulk_job *job, bool retry_failed, struct atl_error *error)
{
    struct atl_bulk_counts counts = atl_bulk_count(job);
    struct watching watching = {0};
    struct atl_bulk_options options = {
        .max_failures = atl_option_integer(context, "max-failures", 0),
        .retry_failed = retry_failed,
        .on_outcome = on_outcome,
        .context = &watching,
    };
    enum atl_status status = read_rate(context, &options.rate, error);
    if (status != ATL_OK) {
        return status;
    }
    watching.progress = atl_progress_open(
        context, job->title,
        (int64_t)(counts.waiting + counts.unknown + (retry_failed ? counts.failed : 0)));
    status = atl_bulk_run(job, http, &options, error);
    atl_progress_close(watching.progress);
    struct atl_error ignored;
    enum atl_status reported =
        jira_bulk_report(context, job, false, status == ATL_OK ? error : &ignored);
    status = status == ATL_OK ? reported : status;
    return keep_result(context, job, status, error);
}

static enum atl_status finish_early(struct atl_context *context, const struct atl_bulk_job *job,
                                    bool dry_run, struct atl_error *error)
{
    struct atl_bulk_counts counts = atl_bulk_count(job);
    enum atl_status status = jira_bulk_report(context, job, dry_run, error);
    if (status == ATL_OK && counts.failed > 0 && !dry_run) {
        status = atl_fail(error, ATL_PARTIAL, "%zu of %zu failed", counts.failed, job->count);
    }
    return status;
}

enum atl_status jira_bulk_execute(struct atl_context *context, struct atl_http *http,
                                  struct atl_bulk_job *job, struct atl_error *error)
{
    bool dry_run = atl_option_flag(context, "dry-run");
    enum atl_status status = atl_bulk_plan(job, http, error);
    if (status != ATL_OK) {
        return status;
    }
    struct atl_bulk_counts counts = atl_bulk_count(job);
    show_plan(context, job);
    if (dry_run || counts.waiting == 0) {
        return finish_early(context, job, dry_run, error);
    }
    status = atl_prompt_confirm(
        context, atl_arena_printf(context->arena, "%s: %zu now?", job->title, counts.waiting),
        error);
    if (status == ATL_OK) {
        status = atl_bulk_begin(job, http, error);
    }
    return status == ATL_OK ? jira_bulk_run(context, http, job, false, error) : status;
}
