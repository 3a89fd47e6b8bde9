#include "cmd/jira/export/state.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    STATE_VERSION = 1,
};

/* ---- the plan ---- */

static void add_text(cJSON *object, const char *name, const char *text)
{
    if (text != NULL) {
        cJSON_AddStringToObject(object, name, text);
    }
}

void export_state_append_plan(const struct export_plan *plan, struct atl_buffer *line)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddNumberToObject(json, "exportState", STATE_VERSION);
    add_text(json, "site", plan->site);
    add_text(json, "jql", plan->jql);
    add_text(json, "fields", plan->fields);
    add_text(json, "format", export_formats[plan->format]);
    cJSON_AddNumberToObject(json, "parts", plan->parts);
    add_text(json, "attachments", plan->attachments);
    cJSON_AddItemToObject(json, "columns", export_columns_to_json(&plan->columns));
    char *text = atl_json_print(json, false);
    atl_buffer_add(line, text);
    atl_buffer_add_char(line, '\n');
    free(text);
    cJSON_Delete(json);
}

static bool read_plan(struct atl_arena *arena, const cJSON *json, struct export_plan *plan)
{
    const char *format = atl_json_text(json, "format", "");
    int found = -1;
    for (int i = 0; export_formats[i] != NULL; i++) {
        found = strcmp(format, export_formats[i]) == 0 ? i : found;
    }
    *plan = (struct export_plan){
        .site = atl_json_text(json, "site", NULL),
        .jql = atl_json_text(json, "jql", NULL),
        .fields = atl_json_text(json, "fields", NULL),
        .format = found < 0 ? EXPORT_CSV : (enum export_format)found,
        .parts = (unsigned)atl_json_integer(json, "parts", 0),
        .attachments = atl_json_text(json, "attachments", NULL),
    };
    return found >= 0 && plan->site != NULL && plan->jql != NULL &&
           (plan->parts & EXPORT_ATTACHMENTS) == (plan->attachments ? EXPORT_ATTACHMENTS : 0U) &&
           atl_json_integer(json, "exportState", 0) == STATE_VERSION &&
           export_columns_from_json(arena, atl_json_member(json, "columns"), &plan->columns);
}

/* A whole line without its newline; NULL at the end, and for one that isn't whole. */
static char *next_line(FILE *file, char **line, size_t *room, size_t *length)
{
    ssize_t count = getline(line, room, file);
    if (count <= 0 || (*line)[count - 1] != '\n') {
        return NULL;
    }
    *length = (size_t)count - 1;
    (*line)[*length] = '\0';
    return *line;
}

static enum atl_status open_state(const char *path, FILE **file, struct atl_error *error)
{
    *file = fopen(path, "re");
    if (*file == NULL) {
        return atl_fail(error, errno == ENOENT ? ATL_NOT_FOUND : ATL_FAILED, "cannot read %s: %s",
                        path, strerror(errno));
    }
    return ATL_OK;
}

enum atl_status export_state_read_plan(struct atl_arena *arena, const char *path,
                                       struct export_plan *plan, struct atl_error *error)
{
    FILE *file;
    char *line = NULL;
    size_t room = 0;
    size_t length = 0;
    cJSON *json = NULL;
    enum atl_status status = open_state(path, &file, error);
    if (status != ATL_OK) {
        return status;
    }
    bool understood = next_line(file, &line, &room, &length) != NULL &&
                      atl_json_parse(line, length, path, &json, NULL) == ATL_OK &&
                      read_plan(arena, atl_json_keep(arena, json), plan);
    fclose(file);
    free(line);
    if (!understood) {
        atl_fail(error, ATL_FAILED, "%s is no state of an export that can go on", path);
        atl_hint(error, "without --resume the export starts anew");
        return ATL_FAILED;
    }
    return ATL_OK;
}

/* ---- how far it has come ---- */

static bool read_record(const char *line, size_t length, off_t part_bytes,
                        struct export_progress *progress)
{
    cJSON *json = NULL;
    const cJSON *id;
    if (atl_json_parse(line, length, "state", &json, NULL) != ATL_OK) {
        return false;
    }
    off_t bytes = (off_t)atl_json_integer(json, "bytes", -1);
    bool counts = bytes >= progress->bytes && bytes <= part_bytes &&
                  cJSON_IsArray(atl_json_member(json, "issues"));
    if (counts) {
        progress->bytes = bytes;
        cJSON_ArrayForEach(id, atl_json_member(json, "issues"))
        {
            if (cJSON_IsString(id) && id_set_add(&progress->ids, id->valuestring)) {
                progress->issues++;
            }
        }
    }
    cJSON_Delete(json);
    return counts;
}

enum atl_status export_state_read_progress(const char *path, off_t part_bytes,
                                           struct export_progress *progress,
                                           struct atl_error *error)
{
    FILE *file;
    char *line = NULL;
    size_t room = 0;
    size_t length = 0;
    *progress = (struct export_progress){0};
    enum atl_status status = open_state(path, &file, error);
    if (status != ATL_OK) {
        return status;
    }
    if (next_line(file, &line, &room, &length) != NULL) {
        do {
            progress->state_bytes += (off_t)length + 1;
        } while (next_line(file, &line, &room, &length) != NULL &&
                 read_record(line, length, part_bytes, progress));
    }
    fclose(file);
    free(line);
    return ATL_OK;
}
