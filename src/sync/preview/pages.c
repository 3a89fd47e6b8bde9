/* docs preview: what there is under which address. */
#include "sync/local.h"
#include "sync/page_file.h"
#include "sync/preview/preview.h"

#include "atlassian/media_type.h"
#include "atlcli/content.h"

#include <stdio.h>
#include <string.h>

enum {
    LONGEST_WAIT_MS = 25 * 1000, /* before a request for changes is answered with none */
    MOST_FILE = 256 * 1024 * 1024,
};

/* ---- the lists ---- */

void preview_site_free(struct preview_site *site)
{
    sync_map_free(&site->files);
    sync_map_free(&site->ids);
    sync_links_free(&site->links);
    atl_arena_free(&site->arena);
    site->links = (struct sync_links){0};
    site->files = (struct sync_map){0};
    site->ids = (struct sync_map){0};
}

/* Titles that aren't in the frontmatter would cost reading every page: then it's the file's name.
 */
const char *preview_title_of(struct preview_site *site, const struct sync_file *file)
{
    return file->title != NULL ? file->title
                               : sync_base_name(sync_place_of(&site->arena, file->path));
}

/* What isn't on the site yet has its path, which looks like no id. */
static const char *id_of(const struct sync_file *file)
{
    return file->id != NULL ? file->id : file->path;
}

/* "": it is in no workspace, and links with a space lead elsewhere. */
static const char *space_of(struct preview_site *site, const struct atl_sync_workspace *workspace)
{
    struct atl_sync_config config;
    return sync_config_read(workspace->internal, &site->arena, &config, NULL) == ATL_OK
               ? config.space
               : "";
}

/* An id that two files have is the first one's. */
static void take_id(struct preview_site *site, struct sync_file *file)
{
    if (file->id != NULL && sync_map_get(&site->ids, file->id) != NULL) {
        file->id = NULL;
    } else if (file->id != NULL) {
        sync_map_put(&site->ids, file->id, file);
    }
}

static void index_files(struct preview_site *site)
{
    site->links =
        (struct sync_links){.arena = &site->arena, .space = site->space, .attachments = true};
    for (size_t i = 0; i < site->scan.count; i++) {
        struct sync_file *file = &site->scan.files[i];
        sync_map_put(&site->files, file->path, file);
        if (!file->attachment) {
            take_id(site, file);
            const struct sync_target target = {
                .id = id_of(file), .title = preview_title_of(site, file), .path = file->path};
            sync_links_add_page(&site->links, &target);
        }
    }
}

static enum atl_status read_lists(const struct preview *preview, struct preview_site *site,
                                  struct atl_error *error)
{
    const struct sync_map nothing_known = {0};
    const struct sync_scan_options options = {.rows = &nothing_known, .attachments = true};
    struct atl_sync_workspace *workspace = NULL;
    *site = (struct preview_site){.root = preview->site.root, .read_version = preview->version};
    enum atl_status status = sync_workspace_plain(&site->arena, site->root, &workspace, error);
    if (status == ATL_OK) {
        site->space = space_of(site, workspace);
        status = sync_scan_files(workspace, &site->arena, &options, &site->scan, error);
    }
    atl_sync_close(workspace);
    return status;
}

/* Reads them anew if files have changed since: one request at a time does, the others wait. */
static enum atl_status refresh(struct preview *preview, struct atl_error *error)
{
    struct preview_site fresh;
    enum atl_status status = ATL_OK;
    while (status == ATL_OK && preview->reading) {
        status = atl_queue_wait(&preview->read, error);
    }
    if (status != ATL_OK || preview->site.read_version == preview->version) {
        return status;
    }
    preview->reading = true;
    status = read_lists(preview, &fresh, error);
    preview->reading = false;
    atl_queue_wake_all(&preview->read);
    if (status == ATL_OK) {
        preview_site_free(&preview->site);
        preview->site = fresh;
        index_files(&preview->site);
    } else {
        preview_site_free(&fresh);
    }
    return status;
}

/* ---- answers ---- */

static enum atl_status add_page(struct preview *preview, const struct sync_file *file,
                                struct atl_arena *arena, struct atl_buffer *html,
                                struct atl_error *error)
{
    struct preview_site *site = &preview->site;
    struct atl_buffer text = {0};
    struct sync_page_text page;
    struct atl_content_tree *tree;
    const struct atl_content_options options = {.source = file->path};
    enum atl_status status =
        atl_file_read(atl_path_join(arena, site->root, file->path), SYNC_MOST_TEXT, &text, error);
    if (status == ATL_OK) {
        status = sync_page_text_read(arena, atl_buffer_text(&text), text.length, &page, error);
    }
    if (status == ATL_OK) {
        status = atl_content_read(arena, ATL_CONTENT_MARKDOWN, page.body, page.body_length,
                                  &options, &tree, error);
    }
    if (status == ATL_OK) {
        sync_links_to_files(&site->links, id_of(file), tree, arena, NULL);
        status = atl_content_write(tree, ATL_CONTENT_HTML, &options, html, error);
    }
    atl_buffer_free(&text);
    return status;
}

static void answer_page(struct preview *preview, const struct sync_file *file,
                        struct preview_reply *reply)
{
    struct atl_arena arena = {0};
    struct atl_error failure;
    const char *title = preview_title_of(&preview->site, file);
    preview_begin_page(preview, &reply->body, title);
    atl_buffer_add(&reply->body, "<nav><a href=\"/\">Pages</a> / ");
    preview_add_escaped(&reply->body, title);
    atl_buffer_add(&reply->body, "</nav>\n<main>\n");
    size_t start = reply->body.length;
    if (add_page(preview, file, &arena, &reply->body, &failure) != ATL_OK) {
        atl_buffer_truncate(&reply->body, start);
        preview_add_problem(&reply->body, failure.message);
    }
    atl_buffer_add(&reply->body, "</main>\n");
    preview_end_page(reply, 200);
    atl_arena_free(&arena);
}

/* What a browser shows; anything that it would run is a download. */
static const char *safe_media_type(const char *path)
{
    const char *type = media_type_of(path);
    bool shown = atl_text_starts_with(type, "image/") || atl_text_starts_with(type, "audio/") ||
                 atl_text_starts_with(type, "video/") || strcmp(type, "application/pdf") == 0;
    return shown                             ? type
           : strcmp(type, "text/plain") == 0 ? "text/plain; charset=utf-8"
                                             : "application/octet-stream";
}

static void answer_problem(struct preview *preview, int status, const char *message,
                           struct preview_reply *reply)
{
    preview_begin_page(preview, &reply->body, "Not found");
    atl_buffer_add(&reply->body, "<nav><a href=\"/\">Pages</a></nav>\n");
    preview_add_problem(&reply->body, message);
    preview_end_page(reply, status);
}

static void answer_file(struct preview *preview, const struct sync_file *file,
                        struct preview_reply *reply)
{
    struct atl_arena arena = {0};
    struct atl_error failure;
    const char *path = atl_path_join(&arena, preview->site.root, file->path);
    if (atl_file_read(path, MOST_FILE, &reply->body, &failure) != ATL_OK) {
        answer_problem(preview, 404, failure.message, reply);
    } else {
        reply->status = 200;
        reply->media_type = safe_media_type(file->path);
    }
    atl_arena_free(&arena);
}

static void answer_text(struct preview_reply *reply, const char *media_type, const char *text)
{
    reply->status = 200;
    reply->media_type = media_type;
    atl_buffer_add(&reply->body, text);
}

/* Answers when files have changed since the version in the query, or after a while. */
static enum atl_status answer_changes(struct preview *preview,
                                      const struct preview_request *request,
                                      struct preview_reply *reply, struct atl_error *error)
{
    char version[32];
    struct atl_deadline deadline;
    snprintf(version, sizeof version, "%lld", (long long)preview->version);
    if (strcmp(version, request->query) == 0) {
        atl_deadline_begin(&deadline, LONGEST_WAIT_MS);
        enum atl_status status = atl_queue_wait(&preview->changed, error);
        if (!atl_deadline_end(&deadline) && status != ATL_OK) {
            return status;
        }
    }
    snprintf(version, sizeof version, "%lld", (long long)preview->version);
    answer_text(reply, "text/plain; charset=utf-8", version);
    return ATL_OK;
}

enum atl_status preview_answer(struct preview *preview, const struct preview_request *request,
                               struct preview_reply *reply, struct atl_error *error)
{
    const char *path = request->path + 1;
    struct atl_error failure;
    if (strcmp(path, "-/changes") == 0) {
        return answer_changes(preview, request, reply, error);
    }
    if (strcmp(path, "-/style.css") == 0) {
        answer_text(reply, "text/css; charset=utf-8", preview_style);
    } else if (strcmp(path, "-/script.js") == 0) {
        answer_text(reply, "text/javascript; charset=utf-8", preview_script);
    } else if (refresh(preview, &failure) != ATL_OK) {
        answer_problem(preview, 500, failure.message, reply);
    } else if (*path == '\0') {
        preview_answer_list(preview, reply);
    } else {
        const struct sync_file *file = sync_map_get(&preview->site.files, path);
        if (file == NULL) {
            answer_problem(preview, 404, "There is no such page or attachment.", reply);
        } else if (file->attachment) {
            answer_file(preview, file, reply);
        } else {
            answer_page(preview, file, reply);
        }
    }
    return ATL_OK;
}
