/*
 * Journals of jobs, torn, damaged or written by somebody else: each is refused in an orderly way,
 * or becomes a job of which everything that is still to be done says what it is about. What needs
 * no server is done with it, for all items as if they had failed and were tried again. And it is
 * summed up, from its first and its last line.
 */
#include "support/scratch.h"

#include "bulk/internal.h"
#include "bulk/mark.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t *collect_named(struct atl_bulk_job *job, size_t *count)
{
    size_t *indices = atl_alloc((job->count + 1) * sizeof *indices);
    *count = 0;
    for (size_t i = 0; i < job->count; i++) {
        const struct atl_bulk_item *item = &job->items[i];
        bool is_open = item->state == ATL_BULK_WAITING || item->state == ATL_BULK_SENT;
        if (bulk_is_named(job, item)) {
            indices[(*count)++] = i;
        } else if (is_open) {
            abort();
        }
    }
    return indices;
}

/* What would be sent, and what would be read to find out about it. */
static void describe(struct atl_bulk_job *job, const struct bulk_items *items)
{
    const struct bulk_kind *kind = bulk_kind_of(job);
    if (kind->state_fields != NULL) {
        (void)kind->state_fields(job);
    }
    if (kind->task_body != NULL && (kind->has_task == NULL || kind->has_task(job))) {
        cJSON_Delete(kind->task_body(job, items));
    }
    for (size_t i = 0; i < items->count; i++) {
        struct atl_bulk_item *item = &job->items[items->indices[i]];
        if (kind->is_applied != NULL) {
            (void)kind->is_applied(job, item, job->operation);
        }
        if (kind->is_page_as_wanted != NULL) {
            const char *labels[] = {"one", NULL};
            const struct atl_confluence_content page = {.id = item->id, .labels = labels};
            (void)kind->is_page_as_wanted(job, &page);
        }
        if (item->row != NULL) {
            cJSON_Delete(bulk_marked_row(job, items->indices[i]));
        }
    }
    if (kind->count_requests != NULL) {
        (void)kind->count_requests(job, kind->at_once);
    }
    if (kind->requests_each != NULL) {
        (void)kind->requests_each(job);
    }
}

/* ---- summed up ---- */

static const char id[] = "20260131-081530-4f1c";
static char directory[] = "/dev/shm/atlcli-fuzz.XXXXXX";
static char jobs[sizeof directory + sizeof "/jobs"];
static char journal[sizeof jobs + sizeof id + sizeof "/.jsonl"];

static void remove_directory(void)
{
    unlink(journal);
    rmdir(jobs);
    rmdir(directory);
}

/* The file, as the journal of a job of its own configuration. */
static void keep_as_job(const char *path)
{
    if (jobs[0] != '\0') {
        return;
    }
    if ((mkdtemp(directory) == NULL && mkdtemp(strcpy(directory, "/tmp/atlcli.XXXXXX")) == NULL) ||
        setenv("ATLCLI_CONFIG_DIR", directory, 1) != 0) {
        abort();
    }
    snprintf(jobs, sizeof jobs, "%s/jobs", directory);
    snprintf(journal, sizeof journal, "%s/%s.jsonl", jobs, id);
    atexit(remove_directory);
    if (mkdir(jobs, 0700) != 0 || symlink(path, journal) != 0) {
        abort();
    }
}

static size_t sum(const struct atl_bulk_counts *counts)
{
    return counts->waiting + counts->unknown + counts->done + counts->unchanged + counts->failed;
}

static void check_summary(struct atl_arena *arena, const uint8_t *data, size_t size)
{
    struct atl_bulk_summary summary;
    struct atl_error error = {0};
    keep_as_job(scratch_file(data, size));
    enum atl_status status = atl_bulk_summarize(arena, id, &summary, &error);
    if (status == ATL_OK ? sum(&summary.counts) != summary.total : error.message[0] == '\0') {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct atl_arena arena = {0};
    struct atl_bulk_job *job;
    struct atl_error error;
    check_summary(&arena, data, size);
    if (bulk_journal_parse(&arena, (const char *)data, size, &job, &error) == ATL_OK) {
        struct atl_bulk_counts counts = atl_bulk_count(job);
        struct bulk_items items = {0};
        size_t *indices = collect_named(job, &items.count);
        items.indices = indices;
        if (sum(&counts) != job->count) {
            abort();
        }
        bulk_release(job, &items);
        describe(job, &items);
        free(indices);
    }
    atl_arena_free(&arena);
    return 0;
}
