#include "sync/links.h"

#include "sync/names.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

/* ---- what there is ---- */

static const char *file_key(struct atl_arena *arena, const char *id, const char *file)
{
    return atl_arena_printf(arena, "%s/%s", id, file);
}

void sync_links_add_page(struct sync_links *links, const struct sync_target *page)
{
    struct sync_target *kept = atl_arena_alloc(links->arena, sizeof *kept);
    *kept = *page;
    if (page->id != NULL) {
        sync_map_put(&links->by_id, kept->id, kept);
    }
    sync_map_put(&links->by_title, sync_name_fold(links->arena, kept->title), kept);
    sync_map_put(&links->by_path, kept->path, kept);
}

void sync_links_add_file(struct sync_links *links, const struct sync_target_file *file)
{
    struct sync_target_file *kept = atl_arena_alloc(links->arena, sizeof *kept);
    *kept = *file;
    if (file->page->id != NULL) {
        sync_map_put(&links->files, file_key(links->arena, file->page->id, file->file), kept);
    }
    sync_map_put(&links->files_by_path, kept->path, kept);
}

void sync_links_free(struct sync_links *links)
{
    sync_map_free(&links->by_id);
    sync_map_free(&links->by_title);
    sync_map_free(&links->by_path);
    sync_map_free(&links->files);
    sync_map_free(&links->files_by_path);
}

const char *sync_attachment_path(struct atl_arena *arena, const char *page_path, const char *file)
{
    size_t length = strlen(page_path);
    length -= atl_text_ends_with(page_path, ".md") ? strlen(".md") : 0;
    return atl_arena_printf(arena, "%.*s.attachments/%s", (int)length, page_path,
                            sync_name_of_attachment(arena, file));
}

const char *sync_link_to_title(struct atl_arena *arena, const char *title)
{
    return atl_arena_printf(arena, "title:%s", sync_name_fold(arena, title));
}

bool sync_link_is_to_title(const char *target)
{
    return strncmp(target, "title:", strlen("title:")) == 0;
}

/* ---- paths ---- */

/* RFC 3986's unreserved characters, slashes and UTF-8 stay as they are. */
static void append_encoded(struct atl_buffer *url, const char *path)
{
    for (; *path != '\0'; path++) {
        unsigned char c = (unsigned char)*path;
        if (isalnum(c) || c >= 0x80 || strchr("-._~/", c) != NULL) {
            atl_buffer_add_char(url, (char)c);
        } else {
            atl_buffer_printf(url, "%%%02X", (unsigned)c);
        }
    }
}

const char *sync_link_url(struct atl_arena *arena, const char *path)
{
    struct atl_buffer url = {0};
    append_encoded(&url, path);
    const char *copy = atl_arena_strdup(arena, atl_buffer_text(&url));
    atl_buffer_free(&url);
    return copy;
}

/* `to` as seen from the directory that the file `from` is in, as a URL; in the arena. */
static const char *relative_url(struct atl_arena *arena, const char *from, const char *to,
                                const char *anchor)
{
    struct atl_buffer url = {0};
    size_t shared = 0; /* of the directories both are in, with the last slash */
    for (size_t i = 0; from[i] != '\0' && from[i] == to[i]; i++) {
        shared = from[i] == '/' ? i + 1 : shared;
    }
    for (const char *at = strchr(from + shared, '/'); at != NULL; at = strchr(at + 1, '/')) {
        atl_buffer_add(&url, "../");
    }
    append_encoded(&url, to + shared);
    if (anchor != NULL) {
        atl_buffer_add_char(&url, '#');
        append_encoded(&url, anchor);
    }
    const char *result = atl_arena_strdup(arena, url.data);
    atl_buffer_free(&url);
    return result;
}

/* The path from the root of what `relative` names, seen from the file `from`; NULL: outside. */
static const char *absolute_path(struct atl_arena *arena, const char *from, const char *relative)
{
    struct atl_buffer path = {0};
    const char *slash = strrchr(from, '/');
    bool inside = true;
    atl_buffer_append(&path, from, slash == NULL ? 0 : (size_t)(slash - from) + 1);
    while (inside && *relative != '\0') {
        size_t length = strcspn(relative, "/");
        if (length == 2 && strncmp(relative, "..", 2) == 0) {
            inside = path.length > 0;
            size_t kept = path.length > 0 ? path.length - 1 : 0;
            while (kept > 0 && path.data[kept - 1] != '/') {
                kept--;
            }
            atl_buffer_truncate(&path, kept);
        } else if (length > 0 && !(length == 1 && relative[0] == '.')) {
            atl_buffer_append(&path, relative, length);
            atl_buffer_add(&path, relative[length] == '/' ? "/" : "");
        }
        relative += length + (relative[length] == '/');
    }
    const char *result = inside ? atl_arena_strdup(arena, atl_buffer_text(&path)) : NULL;
    atl_buffer_free(&path);
    return result;
}

bool sync_link_is_path(const char *url)
{
    size_t scheme =
        strspn(url, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-");
    return url[0] != '\0' && url[0] != '/' && url[0] != '#' && url[0] != '?' && url[scheme] != ':';
}

const char *sync_link_path(struct atl_arena *arena, const char *from, const char *target,
                           const char **anchor)
{
    size_t length = strcspn(target, "#");
    *anchor = target[length] == '#' ? atl_text_url_decoded(arena, target + length + 1,
                                                           strlen(target + length + 1), false)
                                    : NULL;
    return absolute_path(arena, from, atl_text_url_decoded(arena, target, length, false));
}

/* ---- references -> paths ---- */

struct resolving {
    const struct sync_links *links;
    const struct sync_target *self; /* towards files alone */
    const char *path;               /* of the file */
    const char *former;             /* where it was; NULL: there. Towards references alone */
    struct atl_arena *arena;        /* for what is found */
    struct atl_list *found;
};

static void note(const struct resolving *resolving, const char *target)
{
    if (resolving->found != NULL) {
        atl_list_add(resolving->found, (void *)(uintptr_t)target);
    }
}

/* The page that a reference names; NULL: none that is here. */
static const struct sync_target *named_page(const struct resolving *resolving,
                                            const struct atl_reference *reference)
{
    const struct sync_links *links = resolving->links;
    if (reference->space != NULL && !atl_text_equal_ignoring_case(reference->space, links->space)) {
        return NULL;
    }
    char *folded = sync_name_fold(resolving->arena, reference->title);
    const struct sync_target *page = sync_map_get(&links->by_title, folded);
    bool is_there = page != NULL && page->id != NULL;
    note(resolving, is_there ? page->id : sync_link_to_title(resolving->arena, reference->title));
    return page;
}

static const char *file_of_attachment(const struct resolving *resolving, struct atl_arena *arena,
                                      const struct atl_reference *reference)
{
    const struct sync_links *links = resolving->links;
    const struct sync_target *page = resolving->self;
    if (!links->attachments || reference->file == NULL) {
        return NULL;
    }
    if (reference->title != NULL) {
        page = named_page(resolving, reference);
    } else {
        note(resolving, page->id);
    }
    if (page == NULL) {
        return NULL;
    }
    const struct sync_target_file *file =
        sync_map_get(&links->files, file_key(arena, page->id, reference->file));
    if (file != NULL) {
        return relative_url(arena, resolving->path, file->path, NULL);
    }
    /* One that the list of attachments doesn't have yet is going to lie there, unless its name has
     * to be another one there: that couldn't be told from the path. */
    return strcmp(sync_name_of_attachment(arena, reference->file), reference->file) == 0
               ? relative_url(arena, resolving->path,
                              sync_attachment_path(arena, page->path, reference->file), NULL)
               : NULL;
}

static const char *to_file(void *context, struct atl_arena *arena, const struct atl_node *node,
                           const char *target)
{
    const struct resolving *resolving = context;
    struct atl_reference reference;
    if (node->kind != ATL_NODE_LINK && node->kind != ATL_NODE_IMAGE) {
        return NULL; /* macros name pages by title alone */
    }
    atl_reference_parse(arena, target, strlen(target), &reference);
    if (reference.kind == ATL_REFERENCE_ATTACHMENT) {
        return file_of_attachment(resolving, arena, &reference);
    }
    if (reference.kind != ATL_REFERENCE_PAGE || reference.title == NULL) {
        return NULL;
    }
    const struct sync_target *page = named_page(resolving, &reference);
    return page == NULL ? NULL : relative_url(arena, resolving->path, page->path, reference.anchor);
}

void sync_links_to_files(const struct sync_links *links, const char *id,
                         struct atl_content_tree *tree, struct atl_arena *arena,
                         struct atl_list *found)
{
    const struct sync_target *self = sync_map_get(&links->by_id, id);
    struct resolving resolving = {.links = links, .self = self, .arena = arena, .found = found};
    if (self != NULL) {
        resolving.path = self->path;
        atl_content_resolve(tree, to_file, &resolving);
    }
}

/* ---- paths -> references ---- */

/* A path beside a page where its attachment would lie: of one that isn't known, or not there. */
static bool find_unknown_file(const struct sync_links *links, struct atl_arena *arena,
                              const char *path, struct sync_target_file *file)
{
    static const char ending[] = ".attachments/";
    const char *slash = strrchr(path, '/');
    size_t length = slash == NULL ? 0 : (size_t)(slash - path) + 1;
    if (!links->attachments || length <= strlen(ending) || slash[1] == '\0' ||
        memcmp(path + length - strlen(ending), ending, strlen(ending)) != 0) {
        return false;
    }
    const char *page = atl_arena_printf(arena, "%.*s.md", (int)(length - strlen(ending)), path);
    *file =
        (struct sync_target_file){.page = sync_map_get(&links->by_path, page), .file = slash + 1};
    return file->page != NULL;
}

/* The page or attachment that a target leads to from a path; false: neither. */
static bool find_target(const struct resolving *resolving, struct atl_arena *arena,
                        const char *from, const char *target, struct atl_reference *reference)
{
    const struct sync_links *links = resolving->links;
    struct sync_target_file unknown;
    const char *anchor;
    const char *path = sync_link_path(arena, from, target, &anchor);
    if (path == NULL) {
        return false;
    }
    const struct sync_target *page = sync_map_get(&links->by_path, path);
    if (page != NULL) {
        *reference = (struct atl_reference){
            .kind = ATL_REFERENCE_PAGE, .title = page->title, .anchor = anchor};
        return true;
    }
    const struct sync_target_file *file = sync_map_get(&links->files_by_path, path);
    if (file == NULL && find_unknown_file(links, arena, path, &unknown)) {
        file = &unknown;
    }
    if (file == NULL) {
        return false;
    }
    bool own = strcmp(file->page->path, resolving->path) == 0;
    *reference = (struct atl_reference){.kind = ATL_REFERENCE_ATTACHMENT,
                                        .file = file->file,
                                        .title = own ? NULL : file->page->title};
    return true;
}

static const char *to_reference(void *context, struct atl_arena *arena, const struct atl_node *node,
                                const char *target)
{
    const struct resolving *resolving = context;
    struct atl_reference reference;
    if ((node->kind != ATL_NODE_LINK && node->kind != ATL_NODE_IMAGE) ||
        !sync_link_is_path(target)) {
        return NULL;
    }
    bool found = find_target(resolving, arena, resolving->path, target, &reference) ||
                 (resolving->former != NULL &&
                  find_target(resolving, arena, resolving->former, target, &reference));
    return found ? atl_reference_format(arena, &reference) : NULL;
}

void sync_links_to_references(const struct sync_links *links, const char *path, const char *former,
                              struct atl_content_tree *tree)
{
    struct resolving resolving = {.links = links, .path = path, .former = former};
    atl_content_resolve(tree, to_reference, &resolving);
}
