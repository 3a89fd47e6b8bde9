/* Looking for a job that has something left to do, by what it is about. */
#include "bulk/internal.h"

#include "atlcli/file.h"
#include "atlcli/text.h"

#include <stdio.h>
#include <stdlib.h>

/* What the first line of a journal says; NULL when it says nothing. */
static cJSON *read_header(const char *path)
{
    cJSON *header = NULL;
    char *line = NULL;
    size_t room = 0;
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        return NULL;
    }
    ssize_t length = getline(&line, &room, file);
    if (length > 0 &&
        atl_json_parse(line, (size_t)length, "the journal", &header, NULL) != ATL_OK) {
        header = NULL;
    }
    free(line);
    fclose(file);
    return header;
}

static bool has_items_left(const char *id)
{
    struct atl_arena arena = {0};
    struct atl_bulk_job *job;
    bool running;
    bool has = false;
    if (atl_bulk_read(&arena, id, &job, &running, NULL) == ATL_OK) {
        struct atl_bulk_counts counts = atl_bulk_count(job);
        has = running || counts.waiting + counts.unknown > 0;
    }
    atl_arena_free(&arena);
    return has;
}

enum atl_status atl_bulk_find_unfinished(struct atl_arena *arena,
                                         bool (*is_wanted)(void *context, const char *site,
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
        cJSON *header = read_header(atl_arena_printf(arena, "%s/%s.jsonl", directory, ids[i - 1]));
        if (is_wanted(context, atl_json_text(header, "site", ""),
                      atl_json_get(header, "operation")) &&
            has_items_left(ids[i - 1])) {
            *id = ids[i - 1];
        }
        cJSON_Delete(header);
    }
    return status;
}
