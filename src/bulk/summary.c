/*
 * How far a job is, without reading all of its journal. Each time something is written to it, what
 * is written ends with a line of counts, {"counts": [waiting, unknown, done, unchanged, failed]}:
 * the first line and the last one say all. Journals that end in another way, as those that were
 * torn and those of older versions do, are read as a whole.
 */
#include "bulk/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    MOST_TAIL = 512, /* a line of counts is far shorter */
    MOST_HEAD = 1024 * 1024,
};

/* ---- keeping count, while the journal is written ---- */

void bulk_summary_begin(struct atl_bulk_job *job)
{
    struct atl_bulk_journal *journal = job->journal;
    journal->noted = atl_alloc(job->count + 1);
    for (size_t i = 0; i < job->count; i++) {
        journal->noted[i] = (unsigned char)job->items[i].state;
        journal->counts[job->items[i].state]++;
    }
}

void bulk_summary_note(struct atl_bulk_journal *journal, size_t index, enum atl_bulk_state state)
{
    if (journal != NULL && journal->noted != NULL) {
        journal->counts[journal->noted[index]]--;
        journal->counts[state]++;
        journal->noted[index] = (unsigned char)state;
    }
}

void bulk_summary_add(struct atl_bulk_journal *journal)
{
    if (journal->noted != NULL && journal->pending.length > 0) {
        const size_t *counts = journal->counts;
        atl_buffer_printf(&journal->pending, "{\"counts\":[%zu,%zu,%zu,%zu,%zu]}\n",
                          counts[ATL_BULK_WAITING], counts[ATL_BULK_SENT], counts[ATL_BULK_DONE],
                          counts[ATL_BULK_UNCHANGED], counts[ATL_BULK_FAILED]);
    }
}

/* ---- reading ---- */

/* The first line, parsed; NULL when it is none. */
static cJSON *read_head(FILE *file)
{
    cJSON *head = NULL;
    char *line = NULL;
    size_t room = 0;
    size_t length = 0;
    int byte;
    while (length < MOST_HEAD && (byte = getc(file)) != EOF && byte != '\n') {
        if (length == room) {
            room = room == 0 ? 1024 : 2 * room;
            line = atl_realloc(line, room, 1);
        }
        line[length++] = (char)byte;
    }
    if (length > 0 && atl_json_parse(line, length, "the journal", &head, NULL) != ATL_OK) {
        head = NULL;
    }
    free(line);
    return head;
}

/* The last line, parsed; NULL when it isn't whole. */
static cJSON *read_tail(FILE *file)
{
    char text[MOST_TAIL + 1];
    cJSON *tail = NULL;
    off_t size = lseek(fileno(file), 0, SEEK_END);
    off_t start = size > MOST_TAIL ? size - MOST_TAIL : 0;
    ssize_t length = size < 0 ? -1 : pread(fileno(file), text, MOST_TAIL, start);
    if (length < 2 || start + length != size || text[length - 1] != '\n') {
        return NULL;
    }
    text[length - 1] = '\0';
    const char *before = memrchr(text, '\n', (size_t)length - 1);
    const char *line = before == NULL ? text : before + 1;
    return atl_json_parse(line, strlen(line), "the journal", &tail, NULL) == ATL_OK ? tail : NULL;
}

static bool read_counts(const cJSON *tail, struct atl_bulk_counts *counts)
{
    size_t *const places[] = {&counts->waiting, &counts->unknown, &counts->done, &counts->unchanged,
                              &counts->failed};
    const cJSON *list = atl_json_member(tail, "counts");
    if (cJSON_GetArraySize(list) != (int)(sizeof places / sizeof *places)) {
        return false;
    }
    for (int i = 0; i < cJSON_GetArraySize(list); i++) {
        const cJSON *count = cJSON_GetArrayItem(list, i);
        if (!cJSON_IsNumber(count) ||
            !(count->valuedouble >= 0 && count->valuedouble <= INT32_MAX)) {
            return false;
        }
        *places[i] = (size_t)count->valuedouble;
    }
    return true;
}

static enum atl_status summarize_all(struct atl_arena *arena, const char *id,
                                     struct atl_bulk_summary *summary, struct atl_error *error)
{
    struct atl_bulk_job *job;
    enum atl_status status = atl_bulk_read(arena, id, &job, &summary->running, error);
    if (status == ATL_OK) {
        summary->id = job->id;
        summary->title = job->title;
        summary->profile = job->profile;
        summary->site = job->site;
        summary->created_ms = job->created_ms;
        summary->total = job->count;
        summary->nouns = atl_bulk_noun(job, 0);
        summary->counts = atl_bulk_count(job);
    }
    return status;
}

/* False when head and tail don't say all. */
static bool summarize(struct atl_arena *arena, FILE *file, const char *id,
                      struct atl_bulk_summary *summary)
{
    cJSON *head = read_head(file);
    cJSON *tail = read_tail(file);
    struct atl_bulk_counts *counts = &summary->counts;
    const struct bulk_kind *kind = bulk_kind_of_operation(atl_json_member(head, "operation"));
    bool all = bulk_journal_is_head(head) && kind != NULL && read_counts(tail, counts);
    summary->running = bulk_journal_is_locked(fileno(file));
    if (all) {
        summary->id = atl_arena_strdup(arena, atl_json_text(head, "id", id));
        summary->title = atl_arena_strdup(arena, atl_json_text(head, "title", ""));
        summary->profile = atl_arena_strdup(arena, atl_json_text(head, "profile", NULL));
        summary->site = atl_arena_strdup(arena, atl_json_text(head, "site", ""));
        summary->created_ms = atl_json_integer(head, "created", 0);
        summary->total = (size_t)atl_json_integer(head, "count", 0);
        summary->nouns = kind->subject->nouns;
        all = summary->total ==
              counts->waiting + counts->unknown + counts->done + counts->unchanged + counts->failed;
    }
    cJSON_Delete(head);
    cJSON_Delete(tail);
    return all;
}

enum atl_status atl_bulk_summarize(struct atl_arena *arena, const char *id,
                                   struct atl_bulk_summary *summary, struct atl_error *error)
{
    const char *directory;
    *summary = (struct atl_bulk_summary){0};
    enum atl_status status = bulk_directory(arena, &directory, error);
    if (status != ATL_OK) {
        return status;
    }
    const char *path = atl_arena_printf(arena, "%s/%s.jsonl", directory, id);
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        return atl_fail(error, errno == ENOENT ? ATL_NOT_FOUND : ATL_FAILED, "cannot read %s: %s",
                        path, strerror(errno));
    }
    bool all = summarize(arena, file, id, summary);
    fclose(file);
    return all ? ATL_OK : summarize_all(arena, id, summary, error);
}

/* ---- looking for one ---- */

static cJSON *head_of(const char *path)
{
    FILE *file = fopen(path, "re");
    cJSON *head = file == NULL ? NULL : read_head(file);
    if (file != NULL) {
        fclose(file);
    }
    return head;
}

static bool is_unfinished(const char *id)
{
    struct atl_arena arena = {0};
    struct atl_bulk_summary summary;
    bool is = atl_bulk_summarize(&arena, id, &summary, NULL) == ATL_OK &&
              (summary.running || summary.counts.waiting + summary.counts.unknown > 0);
    atl_arena_free(&arena);
    return is;
}

enum atl_status atl_bulk_find(struct atl_arena *arena, enum atl_bulk_which which,
                              bool (*is_wanted)(void *context, const char *id, const char *site,
                                                const cJSON *operation),
                              void *context, const char **id, struct atl_error *error)
{
    const char *const *ids;
    const char *directory;
    size_t count = 0;
    *id = NULL;
    enum atl_status status = bulk_directory(arena, &directory, error);
    if (status == ATL_OK) {
        status = atl_bulk_list(arena, &ids, &count, error);
    }
    for (size_t i = count; status == ATL_OK && *id == NULL && i > 0; i--) {
        cJSON *head = head_of(atl_arena_printf(arena, "%s/%s.jsonl", directory, ids[i - 1]));
        if (head != NULL &&
            is_wanted(context, ids[i - 1], atl_json_text(head, "site", ""),
                      atl_json_get(head, "operation")) &&
            (which == ATL_BULK_ANY || is_unfinished(ids[i - 1]))) {
            *id = ids[i - 1];
        }
        cJSON_Delete(head);
    }
    return status;
}
