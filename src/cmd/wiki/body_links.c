#include "cmd/wiki/body_links.h"

#include "atlcli/file.h"
#include "atlcli/text.h"

#include <ctype.h>
#include <string.h>

enum {
    MOST_FILE_BYTES = 16 * 1024 * 1024,
};

/* ---- paths ---- */

/* "mailto:", "https:", "page:"; "/path", "#anchor" and "?query" lead elsewhere as well. */
static bool is_relative_path(const char *target)
{
    size_t scheme = 0;
    if (*target == '\0' || strchr("/#?", *target) != NULL) {
        return false;
    }
    while (isalnum((unsigned char)target[scheme]) ||
           (target[scheme] != '\0' && strchr("+.-", target[scheme]) != NULL)) {
        scheme++;
    }
    return scheme == 0 || target[scheme] != ':';
}

/* The path without query and anchor, percent-decoded. */
static const char *path_of(struct atl_arena *arena, const char *target)
{
    return atl_text_url_decoded(arena, target, strcspn(target, "?#"), false);
}

static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

static bool is_markdown(const char *path)
{
    size_t length = strlen(path);
    return (length > 3 && atl_text_equal_ignoring_case(path + length - 3, ".md")) ||
           (length > 9 && atl_text_equal_ignoring_case(path + length - 9, ".markdown"));
}

/* ---- targets ---- */

/* The title that the file says its page has, else what the file is called. */
static const char *title_of(struct atl_arena *arena, const char *file, const char *path)
{
    const char *slash = file == NULL ? NULL : strrchr(file, '/');
    const char *beside =
        slash == NULL
            ? path
            : atl_path_join(arena, atl_arena_strndup(arena, file, (size_t)(slash - file)), path);
    struct atl_buffer text = {0};
    struct atl_frontmatter front = {0};
    const char *title = NULL;
    if (atl_file_read(beside, MOST_FILE_BYTES, &text, NULL) == ATL_OK &&
        atl_frontmatter_find(atl_buffer_text(&text), text.length, &front, NULL) == ATL_OK) {
        title = wiki_body_front_title(arena, &front);
    }
    atl_buffer_free(&text);
    const char *name = name_of(path);
    const char *dot = strrchr(name, '.');
    return title != NULL ? title : atl_arena_strndup(arena, name, (size_t)(dot - name));
}

static const char *map_path(void *context, struct atl_arena *arena, const struct atl_node *node,
                            const char *target)
{
    const char *file = context;
    struct atl_reference reference = {.kind = ATL_REFERENCE_ATTACHMENT};
    bool is_link = node->kind == ATL_NODE_LINK;
    if ((!is_link && node->kind != ATL_NODE_IMAGE) || !is_relative_path(target)) {
        return NULL;
    }
    const char *path = path_of(arena, target);
    const char *name = name_of(path);
    if (is_link && is_markdown(path)) {
        const char *anchor = strchr(target, '#');
        reference.kind = ATL_REFERENCE_PAGE;
        reference.title = title_of(arena, file, path);
        reference.anchor = anchor == NULL || anchor[1] == '\0' ? NULL : anchor + 1;
    } else if (is_link && strchr(name, '.') == NULL) {
        return NULL; /* may be anything */
    } else {
        reference.file = name;
    }
    return atl_text_is_empty(name) ? NULL : atl_reference_format(arena, &reference);
}

void wiki_body_map_paths(struct atl_content_tree *tree, const char *file)
{
    bool is_file = file != NULL && strcmp(file, "-") != 0;
    atl_content_resolve(tree, map_path, is_file ? (void *)(uintptr_t)file : NULL);
}
