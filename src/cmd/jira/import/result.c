#include "cmd/jira/import/result.h"

#include "atlcli/file.h"
#include "atlcli/text.h"
#include "cli/console.h"
#include "cmd/jira/bulk/bulk.h"
#include "cmd/jira/rows.h"

#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    MOST_RESULT_BYTES = 1024 * 1024 * 1024,
};

/* ---- where ---- */

/* The same text for the same file, wherever it is named from. */
static const char *absolute(struct atl_arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *directory =
        slash == NULL ? "." : atl_arena_strndup(arena, path, (size_t)(slash - path) + 1);
    char *resolved = realpath(directory, NULL);
    if (resolved == NULL) {
        return path;
    }
    const char *whole = atl_path_join(arena, resolved, slash == NULL ? path : slash + 1);
    free(resolved);
    return whole;
}

/* plan.csv: plan.result.csv, which is its own result; of a shard plan.result-1-of-4.csv. */
static const char *beside(struct atl_arena *arena, const char *path, int64_t shard, int64_t shards)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;
    const char *dot = strrchr(name, '.');
    size_t length = dot == NULL || dot == name ? strlen(path) : (size_t)(dot - path);
    const char *stem = atl_arena_strndup(arena, path, length);
    const char *suffix =
        shards == 0 ? ".result"
                    : atl_arena_printf(arena, ".result-%" PRId64 "-of-%" PRId64, shard, shards);
    return atl_text_ends_with(stem, suffix)
               ? path
               : atl_arena_printf(arena, "%s%s%s", stem, suffix, path + length);
}

static enum atl_status choose(struct atl_context *context, const char *path, const char **result,
                              struct atl_error *error)
{
    int64_t shard;
    int64_t shards;
    enum atl_status status = job_read_shard(context, &shard, &shards, error);
    *result = atl_option_text(context, "result");
    if (status == ATL_OK && *result == NULL && strcmp(path, "-") != 0) {
        *result = beside(context->arena, path, shard, shards);
    }
    return status;
}

/* ---- whether it may be begun ---- */

struct same {
    const char *site;
    const char *file; /* NULL: standard input */
    const char *result;
    const char *shard;
};

static bool is_same(void *context, const char *id, const char *site, const cJSON *operation)
{
    (void)id;
    const struct same *same = context;
    const char *file = atl_json_text(operation, "file", NULL);
    const char *result = atl_json_text(operation, "result", NULL);
    const char *shard = atl_json_text(operation, "shard", NULL);
    if (strcmp(site, same->site) != 0 ||
        (shard != NULL && same->shard != NULL && strcmp(shard, same->shard) != 0)) {
        return false;
    }
    return (same->file != NULL &&
            (atl_text_equal(file, same->file) || atl_text_equal(result, same->file))) ||
           (same->result != NULL && atl_text_equal(result, same->result));
}

static enum atl_status check_unfinished(struct atl_context *context, const char *path,
                                        const cJSON *operation, struct atl_error *error)
{
    const char *id;
    struct same same = {.site = context->account->site,
                        .file = atl_json_text(operation, "file", NULL),
                        .result = atl_json_text(operation, "result", NULL),
                        .shard = atl_json_text(operation, "shard", NULL)};
    enum atl_status status =
        atl_bulk_find(context->arena, ATL_BULK_UNFINISHED, is_same, &same, &id, error);
    if (status == ATL_OK && id != NULL) {
        status = atl_fail(error, ATL_CONFLICT,
                          "an import of %s isn't finished: job %s has items left", path, id);
        atl_hint(error, "finish it: atlcli jobs resume %s", id);
        atl_hint(error, "give it up: atlcli jobs clear %s; what it has created stays", id);
    }
    return status;
}

static enum atl_status check_place(struct atl_context *context, const char *path,
                                   const char *result, const cJSON *operation,
                                   struct atl_error *error)
{
    struct stat about;
    struct atl_file_draft draft;
    bool exists = stat(result, &about) == 0;
    bool same = atl_text_equal(atl_json_text(operation, "file", NULL),
                               atl_json_text(operation, "result", NULL));
    if (exists && S_ISREG(about.st_mode) && !same) {
        atl_fail(error, ATL_CONFLICT, "%s is there already, with the keys of an earlier import",
                 result);
        atl_hint(error, "import %s instead of %s: rows with a key aren't created again", result,
                 path);
        atl_hint(error, "to create all of them once more, name another file with --result");
        return ATL_CONFLICT;
    }
    if (exists && !S_ISREG(about.st_mode) && !S_ISDIR(about.st_mode)) {
        return ATL_OK;
    }
    if (exists && S_ISDIR(about.st_mode)) {
        return atl_fail(error, ATL_USAGE, "--result %s is a directory", result);
    }
    enum atl_status status = atl_file_draft_begin(&draft, context->arena, result, error);
    if (status == ATL_OK) {
        atl_file_draft_drop(&draft);
    } else {
        atl_hint(error, "nothing was sent; --result says where the keys are to be written");
    }
    return status;
}

enum atl_status import_result_begin(struct atl_context *context, struct atl_bulk_job *job,
                                    const struct import_source *source, struct atl_error *error)
{
    static const char *const formats[] = {
        [ATL_ROWS_CSV] = "csv", [ATL_ROWS_JSON] = "json", [ATL_ROWS_JSONL] = "jsonl"};
    struct atl_arena *arena = context->arena;
    cJSON *operation = job->operation;
    const char *result;
    bool is_file = strcmp(source->path, "-") != 0;
    enum atl_status status = choose(context, source->path, &result, error);
    if (status != ATL_OK) {
        return status;
    }
    atl_json_set_text(operation, "file", is_file ? absolute(arena, source->path) : NULL);
    atl_json_set_text(operation, "result", result == NULL ? NULL : absolute(arena, result));
    atl_json_set_text(operation, "shard", atl_option_text(context, "shard"));
    status = atl_require_account(context, error);
    if (status == ATL_OK) {
        status = check_unfinished(context, source->path, operation, error);
    }
    if (status != ATL_OK || result == NULL) {
        return status;
    }
    cJSON_AddStringToObject(operation, "shownResult", result);
    cJSON_AddStringToObject(operation, "format", formats[source->format]);
    cJSON_AddStringToObject(operation, "keyColumn", source->key_column);
    job->source = source->text;
    return check_place(context, source->path, result, operation, error);
}

/* ---- writing ---- */

bool import_result_read(struct atl_arena *arena, const struct atl_bulk_job *job,
                        struct atl_rows *rows)
{
    const char *result = atl_json_text(job->operation, "result", "");
    struct atl_buffer text = {0};
    struct stat about;
    bool read = stat(result, &about) == 0 && S_ISREG(about.st_mode) &&
                atl_file_read(result, MOST_RESULT_BYTES, &text, NULL) == ATL_OK &&
                atl_rows_read(arena, atl_buffer_text(&text), text.length, import_result_format(job),
                              result, rows, NULL) == ATL_OK;
    atl_buffer_free(&text);
    return read;
}

static mode_t mode_of(const char *path)
{
    struct stat about;
    if (stat(path, &about) == 0) {
        return about.st_mode & 0777;
    }
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

static enum atl_status write_result(const struct atl_bulk_job *job, const char *result,
                                    size_t *filled, struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_buffer text = {0};
    struct atl_rows before;
    /* A result that is there may know more keys, of a later import. */
    bool is_there = import_result_read(&arena, job, &before);
    enum atl_status status =
        import_result_fill(&arena, job, is_there ? &before : NULL, &text, filled, error);
    if (status == ATL_OK) {
        status = atl_file_write_atomic(result, atl_buffer_text(&text), text.length, mode_of(result),
                                       error);
    }
    atl_buffer_free(&text);
    atl_arena_free(&arena);
    return status;
}

enum atl_status import_result_write(struct atl_context *context, const struct atl_bulk_job *job,
                                    struct atl_error *error)
{
    const char *result = atl_json_text(job->operation, "result", NULL);
    const char *shown = atl_json_text(job->operation, "shownResult", result);
    size_t filled;
    if (result == NULL || job->source == NULL) {
        return ATL_OK;
    }
    enum atl_status status = write_result(job, result, &filled, error);
    if (status != ATL_OK) {
        atl_hint(error, "nothing is lost: the keys are in the job; atlcli jobs show %s --csv",
                 job->id);
        atl_hint(error, "write the result once there is room: atlcli jobs resume %s", job->id);
        return status;
    }
    struct atl_bulk_counts counts = atl_bulk_count(job);
    atl_note(context->console, "%s has the keys%s", shown,
             counts.failed > 0 ? "; importing that file tries those again that have none" : "");
    return ATL_OK;
}
