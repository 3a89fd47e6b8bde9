/* jira export: any number of issues into a file that spreadsheets and scripts read.
 */
#include "cmd/jira/export/export.h"

#include "atlcli/query.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cmd/connect.h"
#include "cmd/jira/export/attachments.h"
#include "cmd/option_check.h"
#include "cmd/query_error.h"
#include "cmd/site_hint.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    MEMORY = 3 * 1024 * 1024, /* of answers that wait for their turn */
};

/* An export on its way. */
struct exporting {
    struct atl_context *context;
    struct atl_http *http;
    struct export_plan plan;
    struct export_file *file;
    struct atl_progress *progress;
    struct atl_jira_search_result result;
    struct export_downloads downloads;
    struct atl_buffer text; /* of one issue */
    int64_t count;          /* issues in the file */
    bool total_shown;
};

/* ---- what to export ---- */

static enum atl_status read_format(const struct atl_context *context, const char *path,
                                   enum export_format *format, struct atl_error *error)
{
    const char *given = atl_option_text(context, "format");
    const char *dot = strrchr(path, '.');
    const char *name = given != NULL ? given : dot == NULL ? "" : dot + 1;
    name = atl_text_equal_ignoring_case(name, "ndjson") ? "jsonl" : name;
    for (int i = 0; export_formats[i] != NULL; i++) {
        if (atl_text_equal_ignoring_case(name, export_formats[i])) {
            *format = (enum export_format)i;
            return ATL_OK;
        }
    }
    if (strcmp(path, "-") == 0 && context->globals.form != ATL_OUTPUT_TABLE) {
        *format = context->globals.form == ATL_OUTPUT_JSON    ? EXPORT_JSON
                  : context->globals.form == ATL_OUTPUT_JSONL ? EXPORT_JSONL
                                                              : EXPORT_CSV;
        return ATL_OK;
    }
    atl_fail(error, ATL_USAGE, "the name '%s' doesn't say in which format to export", path);
    atl_hint(error, "end it in .csv, .json or .jsonl, or pass --format");
    return ATL_USAGE;
}

static unsigned read_parts(const struct atl_context *context)
{
    return (atl_option_flag(context, "comments") ? EXPORT_COMMENTS : 0U) |
           (atl_option_flag(context, "history") ? EXPORT_HISTORY : 0U) |
           (atl_option_flag(context, "worklogs") ? EXPORT_WORKLOGS : 0U) |
           (atl_option_text(context, "attachments") != NULL ? EXPORT_ATTACHMENTS : 0U);
}

static const char *join_fields(const struct atl_context *context)
{
    struct atl_buffer joined = {0};
    if (context->globals.fields == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < context->globals.field_count; i++) {
        atl_buffer_printf(&joined, "%s%s", i > 0 ? "," : "", context->globals.fields[i]);
    }
    const char *text = atl_arena_strdup(context->arena, atl_buffer_text(&joined));
    atl_buffer_free(&joined);
    return text;
}

/* An order that stays as it is from one time to the next, unless the query has one. */
static const char *ordered(struct atl_arena *arena, const char *jql)
{
    const char *where;
    const char *order;
    if (atl_query_split(arena, ATL_QUERY_JQL, jql, &where, &order, NULL, NULL) != ATL_OK ||
        *order != '\0') {
        return jql;
    }
    return atl_arena_printf(arena, "%s%sORDER BY key", where, *where == '\0' ? "" : " ");
}

static enum atl_status make_plan(struct exporting *exporting, const char *path,
                                 struct atl_error *error)
{
    struct atl_context *context = exporting->context;
    struct export_plan *plan = &exporting->plan;
    const char *jql = atl_option_text(context, "jql");
    if (jql == NULL) {
        atl_fail(error, ATL_USAGE, "--jql is needed: which issues are to be exported?");
        if (atl_option_flag(context, "resume")) {
            atl_hint(error, "no export to %s was broken off, so there is none to go on with", path);
        }
        return ATL_USAGE;
    }
    *plan = (struct export_plan){.site = context->account->site,
                                 .jql = ordered(context->arena, jql),
                                 .fields = join_fields(context),
                                 .parts = read_parts(context),
                                 .attachments = atl_option_text(context, "attachments")};
    enum atl_status status = read_format(context, path, &plan->format, error);
    return status == ATL_OK ? export_columns_choose(context, exporting->http, &plan->columns,
                                                    &plan->parts, error)
                            : status;
}

/* ---- going on with one that was broken off ---- */

static enum atl_status fail_other(const char *option, const char *was, struct atl_error *error)
{
    atl_fail(error, ATL_USAGE, "%s isn't what the export that was broken off has: %s", option,
             was == NULL ? "none" : was);
    atl_hint(error, "leave it out to go on with that one, or leave out --resume to start anew");
    return ATL_USAGE;
}

/* What is said again must be the same; what isn't said is as it was. */
static enum atl_status check_same(struct exporting *exporting, const char *path,
                                  struct atl_error *error)
{
    struct atl_context *context = exporting->context;
    const struct export_plan *plan = &exporting->plan;
    const char *jql = atl_option_text(context, "jql");
    const char *fields = join_fields(context);
    const char *directory = atl_option_text(context, "attachments");
    unsigned parts = read_parts(context);
    enum export_format format = plan->format;
    if (jql != NULL && strcmp(ordered(context->arena, jql), plan->jql) != 0) {
        return fail_other("--jql", plan->jql, error);
    }
    if (fields != NULL && !atl_text_equal(fields, plan->fields)) {
        return fail_other("--fields", plan->fields, error);
    }
    if (directory != NULL && !atl_text_equal(directory, plan->attachments)) {
        return fail_other("--attachments", plan->attachments, error);
    }
    for (unsigned part = EXPORT_COMMENTS; part <= EXPORT_WORKLOGS; part <<= 1) {
        if (parts & part & ~plan->parts) {
            return fail_other(
                atl_arena_printf(context->arena, "--%s", export_part_name((enum export_part)part)),
                NULL, error);
        }
    }
    if (atl_option_text(context, "format") != NULL &&
        (read_format(context, path, &format, error) != ATL_OK || format != plan->format)) {
        return fail_other("--format", export_formats[plan->format], error);
    }
    enum atl_status status = atl_require_account(context, error);
    return status == ATL_OK && !atl_text_equal(plan->site, context->account->site)
               ? fail_other("the site", plan->site, error)
               : status;
}

static enum atl_status open_export(struct exporting *exporting, const char *path,
                                   struct atl_error *error)
{
    struct atl_context *context = exporting->context;
    bool broken_off = strcmp(path, "-") != 0 && export_file_is_broken_off(context, path);
    bool resume = broken_off && atl_option_flag(context, "resume");
    enum atl_status status;
    if (resume) {
        status = export_file_read_plan(context, path, &exporting->plan, error);
        if (status == ATL_OK) {
            status = check_same(exporting, path, error);
        }
    } else {
        status = make_plan(exporting, path, error);
    }
    if (status == ATL_OK) {
        status = atl_require_account(context, error); /* before the file is touched */
    }
    if (status == ATL_OK && broken_off && !resume) {
        atl_warn(context->console,
                 "an export to %s that was broken off is dropped; --resume goes on with such a one",
                 path);
    }
    return status == ATL_OK
               ? export_file_open(context, path, resume, &exporting->plan, &exporting->file, error)
               : status;
}

/* ---- issues ---- */

static bool is_there(void *argument, const char *id)
{
    return export_file_has(((const struct exporting *)argument)->file, id);
}

static enum atl_status write_issue(void *argument, const struct atl_jira_issue *issue,
                                   struct atl_error *error)
{
    struct exporting *exporting = argument;
    if (!exporting->total_shown && exporting->result.total >= 0) {
        atl_progress_total(exporting->progress,
                           exporting->result.total - export_file_count(exporting->file));
        exporting->total_shown = true;
    }
    atl_buffer_truncate(&exporting->text, 0);
    export_append_issue(&exporting->plan, issue, exporting->count, &exporting->text);
    enum atl_status status =
        export_file_append(exporting->file, issue->id, &exporting->text, error);
    exporting->count++;
    atl_progress_add(exporting->progress, 1);
    return status;
}

static enum atl_status download(void *argument, const struct atl_jira_issue *issues, size_t count,
                                struct atl_error *error)
{
    struct exporting *exporting = argument;
    return export_files_download(exporting->http, &exporting->plan, issues, count,
                                 &exporting->downloads, error);
}

/* Cloud doesn't say how many issues there are while it gives them; asked for when it is shown. */
static int64_t count_for_progress(const struct exporting *exporting)
{
    const struct atl_context *context = exporting->context;
    int64_t count;
    bool approximate;
    bool shown = context->console->err_is_terminal && !context->globals.no_progress &&
                 !context->globals.quiet && !context->globals.verbose;
    if (!shown || atl_jira_count(exporting->http, exporting->plan.jql, &count, &approximate,
                                 NULL) != ATL_OK) {
        return -1;
    }
    count -= export_file_count(exporting->file);
    return count > 0 ? count : 0;
}

static enum atl_status write_issues(struct exporting *exporting, struct atl_error *error)
{
    struct atl_context *context = exporting->context;
    const struct export_plan *plan = &exporting->plan;
    const struct atl_jira_search search = {
        .http = exporting->http,
        .jql = plan->jql,
        .fields = export_fields(plan, context->arena),
        .limit = INT64_MAX,
        .on_issue = write_issue,
        .context = exporting,
        .whole = (plan->parts & (EXPORT_COMMENTS | EXPORT_WORKLOGS)) != 0,
        .history = (plan->parts & EXPORT_HISTORY) != 0,
        .skip = export_file_count(exporting->file) > 0 ? is_there : NULL,
        .on_batch = plan->attachments != NULL ? download : NULL,
        .memory = MEMORY,
    };
    exporting->count = export_file_count(exporting->file);
    exporting->progress =
        atl_progress_open(context, "Exporting issues", count_for_progress(exporting));
    enum atl_status status = atl_jira_search(&search, &exporting->result, error);
    atl_progress_close(exporting->progress);
    return status;
}

/* ---- its beginning and its end ---- */

static enum atl_status write_beginning(struct exporting *exporting, struct atl_error *error)
{
    if (export_file_count(exporting->file) > 0) {
        return ATL_OK;
    }
    export_append_beginning(&exporting->plan, &exporting->text);
    return export_file_append(exporting->file, NULL, &exporting->text, error);
}

/* A file that lacks what the server refused isn't put in its place: --resume asks for that again.
 */
static enum atl_status check_refused(const struct exporting *exporting, struct atl_error *error)
{
    const struct atl_jira_search_result *result = &exporting->result;
    if (result->refused == 0) {
        return ATL_OK;
    }
    return atl_fail(error, ATL_PARTIAL,
                    "the server didn't give %" PRId64 " of %" PRId64 " issues: %s", result->refused,
                    exporting->count + result->gone + result->refused, result->reason);
}

static void add_downloads(cJSON *object, const struct export_downloads *downloads)
{
    int64_t there = downloads->fetched + downloads->present;
    cJSON_AddNumberToObject(object, "attachments", (double)there);
    cJSON_AddNumberToObject(object, "attachmentsFailed", (double)downloads->failed);
}

static enum atl_status check_downloads(const struct export_downloads *downloads,
                                       struct atl_error *error)
{
    if (downloads->failed == 0) {
        return ATL_OK;
    }
    atl_fail(error, ATL_PARTIAL, "%" PRId64 " attachment%s couldn't be downloaded; the first: %s",
             downloads->failed, downloads->failed == 1 ? "" : "s", downloads->first.message);
    atl_hint(error, "the issues themselves are all there");
    return ATL_PARTIAL;
}

static enum atl_status report(const struct exporting *exporting, const char *path,
                              struct atl_error *error)
{
    struct atl_context *context = exporting->context;
    if (exporting->result.gone > 0) {
        atl_warn(context->console,
                 "%" PRId64 " of the issues found could no longer be read: deleted, moved or "
                 "changed meanwhile",
                 exporting->result.gone);
    }
    if (strcmp(path, "-") == 0) {
        return check_downloads(&exporting->downloads, error);
    }
    context->globals.fields = NULL; /* they were for the file, not for what is said of it */
    context->globals.field_count = 0;
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "file", path);
    cJSON_AddStringToObject(object, "format", export_formats[exporting->plan.format]);
    cJSON_AddNumberToObject(object, "issues", (double)exporting->count);
    cJSON_AddNumberToObject(object, "gone", (double)exporting->result.gone);
    if (exporting->plan.attachments != NULL) {
        add_downloads(object, &exporting->downloads);
    }
    enum atl_status status =
        atl_output_message(context->output, object, error, "Exported %" PRId64 " issue%s to %s",
                           exporting->count, exporting->count == 1 ? "" : "s", path);
    cJSON_Delete(object);
    return status == ATL_OK ? check_downloads(&exporting->downloads, error) : status;
}

static enum atl_status finish(struct exporting *exporting, struct atl_error *error)
{
    enum atl_status status = check_refused(exporting, error);
    if (status != ATL_OK) {
        return status;
    }
    atl_buffer_truncate(&exporting->text, 0);
    export_append_end(&exporting->plan, exporting->count, &exporting->text);
    return export_file_finish(exporting->file, &exporting->text, error);
}

static enum atl_status export_issues(struct exporting *exporting, const char *path,
                                     struct atl_error *error)
{
    enum atl_status status = open_export(exporting, path, error);
    if (status != ATL_OK) {
        return status;
    }
    status = write_beginning(exporting, error);
    if (status == ATL_OK) {
        status = write_issues(exporting, error);
        if (status != ATL_OK) {
            query_error_explain(ATL_QUERY_JQL, exporting->plan.jql, error);
        }
    }
    if (status == ATL_OK) {
        status = finish(exporting, error);
    }
    if (export_file_close(exporting->file)) {
        atl_hint(error,
                 "%" PRId64 " issue%s of it are kept; to go on: atlcli jira export --resume "
                 "-o %s",
                 exporting->count, exporting->count == 1 ? "" : "s", path);
    }
    return status == ATL_OK ? report(exporting, path, error) : status;
}

/* ---- the command ---- */

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    static const char *const texts[] = {"jql", "output", "attachments", NULL};
    static const char *const lists[] = {NULL};
    enum atl_status status = option_check_filled(context, texts, lists, error);
    if (status != ATL_OK) {
        return status;
    }
    struct exporting exporting = {.context = context, .http = atl_connect(context)};
    status = export_issues(&exporting, atl_option_text(context, "output"), error);
    if (status != ATL_OK) {
        site_hint_add(exporting.http, ATL_PRODUCT_JIRA, error);
    }
    atl_buffer_free(&exporting.text);
    atl_http_close(exporting.http);
    return status;
}

static const char description[] =
    "Writes every issue that a query finds to a file, however many there are, in constant memory. "
    "The file appears under its name once it is complete; until then it is FILE.part. An export "
    "that is broken off, by Ctrl-C, by the network or by a crash, goes on with --resume where it "
    "stopped, with every issue in it once.\n"
    "\n"
    "CSV has a column for each field, the site's own called by their names; values that are lists "
    "are joined by commas. --fields picks the columns. JSON is one document with the fields as "
    "Jira gives them, JSONL the same with an issue a line. Rich text is Markdown in all of them.\n"
    "\n"
    "With --attachments the files go to DIR/KEY/, several at a time.";

/* clang-format off */
const struct atl_command atl_command_jira_export = {
    .words = "jira export",
    .summary = "Export issues to CSV, JSON or JSONL",
    .description = description,
    .options =
        (const struct atl_option[]){
            {.name = "jql", .kind = ATL_OPTION_TEXT, .value = "QUERY",
             .summary = "Which issues, and in which order (by key unless it says so)"},
            {.name = "output", .letter = 'o', .kind = ATL_OPTION_TEXT, .value = "FILE",
             .summary = "Where to: FILE.csv, FILE.json or FILE.jsonl; - is standard output",
             .completion = ATL_COMPLETE_FILE, .required = true},
            {.name = "format", .kind = ATL_OPTION_CHOICE, .value = "FORMAT",
             .summary = "Format to write, where the file's name doesn't say it",
             .choices = export_formats},
            {.name = "comments", .kind = ATL_OPTION_FLAG, .summary = "With all comments"},
            {.name = "history", .kind = ATL_OPTION_FLAG, .summary = "With all changes"},
            {.name = "worklogs", .kind = ATL_OPTION_FLAG, .summary = "With all worklogs"},
            {.name = "attachments", .kind = ATL_OPTION_TEXT, .value = "DIR",
             .summary = "Download the issues' files to this directory",
             .completion = ATL_COMPLETE_DIRECTORY},
            {.name = "resume", .kind = ATL_OPTION_FLAG,
             .summary = "Go on with an export to this file that was broken off"},
            {0}},
    .examples =
        (const struct atl_example[]){
            {"jira export --jql \"project = ATL\" -o atl.csv", "A project for a spreadsheet"},
            {"jira export --jql \"updated >= -7d\" --comments --history -o week.json",
             "A week's issues with all that was said and done"},
            {"jira export --resume -o atl.csv", "Go on after Ctrl-C or a lost connection"},
            {"jira export --jql \"project = ATL\" --fields key,summary,\"Story Points\" -o - --csv",
             "Chosen fields to a pipe"},
            {"jira export --jql \"project = ATL\" --attachments files -o atl.jsonl",
             "With all attachments, below files/"},
            {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run,
};
/* clang-format on */
