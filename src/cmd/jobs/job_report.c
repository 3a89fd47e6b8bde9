/* What became of each item of a job. */
#include "atlcli/text.h"
#include "cli/output.h"
#include "cmd/jobs/job.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    KEYS_PER_REASON = 10,
};

static const struct atl_column issue_columns[] = {
    {.key = "key", .heading = "KEY", .style = ATL_STYLE_NAME},
    {.key = "id", .heading = "ID"},
    {.key = "number", .heading = "ROW", .kind = ATL_CELL_INTEGER},
    {.key = "outcome", .heading = "OUTCOME"},
    {.key = "status", .heading = "HTTP", .kind = ATL_CELL_INTEGER},
    {.key = "reason", .heading = "REASON", .shrinks = true},
    {0},
};

static const struct atl_column page_columns[] = {
    {.key = "id", .heading = "ID", .style = ATL_STYLE_NAME},
    {.key = "page", .heading = "PAGE"},
    {.key = "outcome", .heading = "OUTCOME"},
    {.key = "status", .heading = "HTTP", .kind = ATL_CELL_INTEGER},
    {.key = "reason", .heading = "REASON", .shrinks = true},
    {0},
};

static const struct atl_listing issue_listing = {.name = "issues", .columns = issue_columns};
static const struct atl_listing page_listing = {.name = "pages", .columns = page_columns};

static bool is_about_pages(const struct atl_bulk_job *job)
{
    return strcmp(atl_bulk_noun(job, 0), page_listing.name) == 0;
}

static const char *outcome_of(const struct atl_bulk_item *item, bool dry_run)
{
    return dry_run && item->state == ATL_BULK_WAITING ? "planned"
                                                      : atl_bulk_state_name(item->state);
}

/* ---- for scripts: every item ---- */

/* An import says more: what was skipped, of which types the others are, where the keys go. */
static void add_members_of_import(struct atl_output *output, const cJSON *operation)
{
    static const char *const members[][2] = {
        {"skipped", "skipped"}, {"types", "types"}, {"result", "shownResult"}};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        const cJSON *member = atl_json_member(operation, members[i][1]);
        if (member != NULL) {
            atl_output_member(output, members[i][0], cJSON_Duplicate(member, true));
        }
    }
}

static void add_members(struct atl_output *output, const struct atl_bulk_job *job, bool dry_run)
{
    struct atl_bulk_counts counts = atl_bulk_count(job);
    atl_output_member(output, "job",
                      job->id == NULL ? cJSON_CreateNull() : cJSON_CreateString(job->id));
    atl_output_member(output, "title", cJSON_CreateString(job->title));
    atl_output_member(output, "dryRun", cJSON_CreateBool(dry_run));
    atl_output_member(output, "strategy",
                      cJSON_CreateString(job->strategy == NULL ? "" : job->strategy));
    atl_output_member(output, "requests", cJSON_CreateNumber((double)job->requests));
    atl_output_member(output, "total", cJSON_CreateNumber((double)job->count));
    atl_output_member(output, "done", cJSON_CreateNumber((double)counts.done));
    atl_output_member(output, "unchanged", cJSON_CreateNumber((double)counts.unchanged));
    atl_output_member(output, "failed", cJSON_CreateNumber((double)counts.failed));
    atl_output_member(output, dry_run ? "planned" : "left",
                      cJSON_CreateNumber((double)(counts.waiting + counts.unknown)));
    add_members_of_import(output, job->operation);
}

static enum atl_status list_issue(struct atl_context *context, const struct atl_bulk_item *item,
                                  bool dry_run, struct atl_error *error)
{
    const struct atl_cell cells[] = {
        atl_cell_text(item->key),
        atl_cell_text(item->id),
        item->number > 0 ? atl_cell_integer((int64_t)item->number) : atl_cell_none(),
        atl_cell_text(outcome_of(item, dry_run)),
        item->http_status > 0 ? atl_cell_integer(item->http_status) : atl_cell_none(),
        atl_cell_text(item->reason),
    };
    return atl_output_row(context->output, cells, error);
}

static enum atl_status list_page(struct atl_context *context, const struct atl_bulk_item *item,
                                 bool dry_run, struct atl_error *error)
{
    const struct atl_cell cells[] = {
        atl_cell_text(item->id),
        atl_cell_text(item->key),
        atl_cell_text(outcome_of(item, dry_run)),
        item->http_status > 0 ? atl_cell_integer(item->http_status) : atl_cell_none(),
        atl_cell_text(item->reason),
    };
    return atl_output_row(context->output, cells, error);
}

static enum atl_status list_items(struct atl_context *context, const struct atl_bulk_job *job,
                                  bool dry_run, struct atl_error *error)
{
    bool pages = is_about_pages(job);
    enum atl_status status =
        atl_output_begin(context->output, pages ? &page_listing : &issue_listing, error);
    for (size_t i = 0; status == ATL_OK && i < job->count; i++) {
        status = pages ? list_page(context, &job->items[i], dry_run, error)
                       : list_issue(context, &job->items[i], dry_run, error);
    }
    if (status == ATL_OK) {
        add_members(context->output, job, dry_run);
        status = atl_output_end(context->output, error);
    }
    return status;
}

/* ---- for people: what failed, or can't be found out, by reason ---- */

struct reason {
    enum atl_bulk_state state;
    const char *text;
    size_t count;
    struct atl_buffer items;
};

/* The same words about different items are one reason; pages go by their ids there. */
static const char *generalise(struct atl_arena *arena, const struct atl_bulk_job *job,
                              const struct atl_bulk_item *item)
{
    const char *text = item->reason == NULL ? "" : item->reason;
    const char *name = is_about_pages(job) ? item->id : item->key;
    const char *found = name == NULL ? NULL : strstr(text, name);
    return found == NULL ? text
                         : atl_arena_printf(arena, "%.*sthe %s%s", (int)(found - text), text,
                                            atl_bulk_noun(job, 1), found + strlen(name));
}

static void add_to_reason(struct reason *reason, const struct atl_bulk_item *item)
{
    if (reason->count < KEYS_PER_REASON) {
        atl_buffer_add(&reason->items, reason->count > 0 ? ", " : "");
        if (item->key != NULL) {
            atl_buffer_add(&reason->items, item->key);
        } else {
            atl_buffer_printf(&reason->items, "row %zu", item->number);
        }
    }
    reason->count++;
}

static size_t group(struct atl_context *context, const struct atl_bulk_job *job,
                    struct reason **reasons)
{
    size_t count = 0;
    size_t room = 0;
    for (size_t i = 0; i < job->count; i++) {
        const struct atl_bulk_item *item = &job->items[i];
        if (item->state != ATL_BULK_FAILED && !item->unclear) {
            continue;
        }
        const char *text = generalise(context->arena, job, item);
        size_t at = 0;
        while (at < count &&
               ((*reasons)[at].state != item->state || strcmp((*reasons)[at].text, text) != 0)) {
            at++;
        }
        if (at == room) {
            room = room == 0 ? 16 : 2 * room;
            *reasons = atl_realloc(*reasons, room, sizeof **reasons);
        }
        if (at == count) {
            (*reasons)[count++] = (struct reason){.state = item->state, .text = text};
        }
        add_to_reason(&(*reasons)[at], item);
    }
    return count;
}

static enum atl_status print_reasons(struct atl_context *context, const struct atl_bulk_job *job,
                                     struct atl_error *error)
{
    struct reason *reasons = NULL;
    enum atl_status status = ATL_OK;
    size_t count = group(context, job, &reasons);
    for (size_t i = 0; i < count; i++) {
        struct reason *reason = &reasons[i];
        if (status == ATL_OK) {
            status = atl_output_text(context->output, error, "%zu %s: %s\n    %s%s\n",
                                     reason->count, atl_bulk_state_name(reason->state),
                                     reason->text, atl_buffer_text(&reason->items),
                                     reason->count > KEYS_PER_REASON ? ", …" : "");
        }
        atl_buffer_free(&reason->items);
    }
    free(reasons);
    return status;
}

static enum atl_status print_created(struct atl_context *context, const struct atl_bulk_job *job,
                                     struct atl_error *error)
{
    struct atl_buffer keys = {0};
    size_t count = 0;
    for (size_t i = 0; i < job->count; i++) {
        const struct atl_bulk_item *item = &job->items[i];
        if (item->row != NULL && item->key != NULL) {
            atl_buffer_printf(&keys, "%s%s", count++ == 0 ? "" : " ", item->key);
        }
    }
    enum atl_status status =
        count == 0 ? ATL_OK
                   : atl_output_text(context->output, error, "%s\n", atl_buffer_text(&keys));
    atl_buffer_free(&keys);
    return status;
}

static enum atl_status print_summary(struct atl_context *context, const struct atl_bulk_job *job,
                                     bool dry_run, struct atl_error *error)
{
    struct atl_bulk_counts counts = atl_bulk_count(job);
    struct atl_buffer text = {0};
    size_t left = counts.waiting + counts.unknown;
    int64_t skipped = atl_json_integer(job->operation, "skipped", 0);
    bool creates = atl_text_equal(atl_json_text(job->operation, "kind", NULL), "create");
    if (dry_run) {
        atl_buffer_printf(&text, "%zu would be %s", left, creates ? "created" : "changed");
    } else {
        atl_buffer_printf(&text, "%zu done", counts.done);
    }
    if (counts.unchanged > 0) {
        atl_buffer_printf(&text, ", %zu as wanted already", counts.unchanged);
    }
    if (counts.failed > 0) {
        atl_buffer_printf(&text, ", %zu %s", counts.failed, dry_run ? "can't be" : "failed");
    }
    if (skipped > 0) {
        atl_buffer_printf(&text, ", %" PRId64 " skipped", skipped);
    }
    if (left > 0 && !dry_run) {
        atl_buffer_printf(&text, ", %zu left", left);
    }
    enum atl_status status =
        atl_output_text(context->output, error, "%s: %s%s%s%s\n", job->title, text.data,
                        job->id == NULL ? "" : " (job ", job->id == NULL ? "" : job->id,
                        job->id == NULL ? "" : ")");
    atl_buffer_free(&text);
    return status;
}

enum atl_status job_report_check(struct atl_context *context, const struct atl_bulk_job *job,
                                 struct atl_error *error)
{
    return atl_output_check(context->output, is_about_pages(job) ? page_columns : issue_columns,
                            error);
}

enum atl_status job_report(struct atl_context *context, const struct atl_bulk_job *job,
                           bool dry_run, struct atl_error *error)
{
    if (context->globals.form != ATL_OUTPUT_TABLE || context->globals.fields != NULL) {
        return list_items(context, job, dry_run, error);
    }
    enum atl_status status = print_reasons(context, job, error);
    if (status == ATL_OK && !dry_run) {
        status = print_created(context, job, error);
    }
    return status == ATL_OK ? print_summary(context, job, dry_run, error) : status;
}
