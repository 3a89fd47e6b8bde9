#include "cmd/jira/export/attachments.h"

#include "atlcli/file.h"
#include "atlcli/loop.h"
#include "cmd/attachment_names.h"

#include <sys/stat.h>

enum {
    WIDTH = 8, /* files at once: sites give each about as fast as they can */
};

void export_files_read(struct atl_arena *arena, const struct export_plan *plan,
                       const struct atl_jira_issue *issue, struct export_files *files)
{
    atl_jira_attachments_read(arena, atl_json_member(issue->fields, "attachment"),
                              &files->attachments);
    char *directory =
        atl_path_join(arena, plan->attachments,
                      atl_file_name_safe(arena, issue->key == NULL ? issue->id : issue->key));
    files->paths = attachment_names_of_issue(arena, &files->attachments);
    for (size_t i = 0; i < files->attachments.count; i++) {
        files->paths[i] = atl_path_join(arena, directory, files->paths[i]);
    }
}

/* ---- downloading ---- */

struct wanted {
    const struct atl_jira_attachment *attachment;
    const char *path;
    const char *key;
};

struct downloading {
    struct atl_http *http;
    struct export_downloads *counts;
    struct wanted *wanted;
    size_t count;
};

/* An export that goes on has most of them already. */
static bool is_there(const struct wanted *wanted)
{
    struct stat info;
    return lstat(wanted->path, &info) == 0 && S_ISREG(info.st_mode) &&
           wanted->attachment->size == info.st_size;
}

static enum atl_status fetch(struct atl_http *http, const struct wanted *wanted,
                             struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_file_draft draft;
    enum atl_status status = atl_file_draft_begin(&draft, &arena, wanted->path, error);
    if (status == ATL_OK) {
        status = atl_jira_attachment_download(http, wanted->attachment, draft.descriptor, NULL,
                                              NULL, error);
        if (status == ATL_OK) {
            status = atl_file_draft_finish(&draft, true, error);
        }
        atl_file_draft_drop(&draft);
    }
    atl_arena_free(&arena);
    return status;
}

static enum atl_status fetch_one(void *context, size_t index, struct atl_error *error)
{
    struct downloading *downloading = context;
    struct export_downloads *counts = downloading->counts;
    const struct wanted *wanted = &downloading->wanted[index];
    if (is_there(wanted)) {
        counts->present++;
        return ATL_OK;
    }
    enum atl_status status = fetch(downloading->http, wanted, error);
    if (status == ATL_OK) {
        counts->fetched++;
        return ATL_OK;
    }
    atl_error_prefix(error, "%s, '%s'", wanted->key, wanted->attachment->name);
    if (status == ATL_FORBIDDEN || error->http_status == 404 || error->http_status == 410) {
        if (counts->failed++ == 0) {
            counts->first = *error;
        }
        return ATL_OK;
    }
    return status;
}

enum atl_status export_files_download(struct atl_http *http, const struct export_plan *plan,
                                      const struct atl_jira_issue *issues, size_t count,
                                      struct export_downloads *downloads, struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct downloading downloading = {.http = http, .counts = downloads};
    enum atl_status status = ATL_OK;
    size_t most = 0;
    for (size_t i = 0; i < count; i++) {
        most += atl_json_count(issues[i].fields, "attachment");
    }
    downloading.wanted = atl_arena_alloc(&arena, (most + 1) * sizeof *downloading.wanted);
    for (size_t i = 0; status == ATL_OK && i < count; i++) {
        struct export_files files;
        export_files_read(&arena, plan, &issues[i], &files);
        if (files.attachments.count > 0) {
            char *name =
                atl_file_name_safe(&arena, issues[i].key == NULL ? issues[i].id : issues[i].key);
            status =
                atl_directory_ensure(atl_path_join(&arena, plan->attachments, name), 0777, error);
        }
        for (size_t j = 0; j < files.attachments.count; j++) {
            downloading.wanted[downloading.count++] =
                (struct wanted){.attachment = &files.attachments.items[j],
                                .path = files.paths[j],
                                .key = issues[i].key};
        }
    }
    if (status == ATL_OK && downloading.count > 0) {
        size_t width = atl_http_width(http);
        status = atl_each(downloading.count, width < WIDTH ? width : WIDTH, fetch_one, &downloading,
                          error);
    }
    atl_arena_free(&arena);
    return status;
}
