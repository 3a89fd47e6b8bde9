#include "cmd/wiki/selection.h"

#include "atlcli/content.h"

#include <string.h>

enum {
    MOST_CONTEXTS = 5,
    AROUND = 24, /* bytes of what is around it, at least */
};

/* What a reader sees of the inlines, with a line break wherever something else begins or ends. */
static void append_said(struct atl_buffer *said, const struct atl_node *node)
{
    switch (node->kind) {
    case ATL_NODE_TEXT:
    case ATL_NODE_CODE:
        atl_buffer_append(said, node->text, node->length);
        break;
    case ATL_NODE_SOFT_BREAK:
        atl_buffer_add_char(said, ' ');
        break;
    default:
        if (!atl_node_is_mark(node)) {
            atl_buffer_add_char(said, '\n');
        }
    }
}

static bool is_within_character(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* "… the words around it …", on one line. */
static const char *context_of(struct atl_arena *arena, const char *said, const char *at,
                              size_t length)
{
    const char *start = at;
    const char *end = at + length;
    while (start > said && start[-1] != '\n' &&
           (at - start < AROUND || is_within_character(*start))) {
        start--;
    }
    while (*end != '\0' && *end != '\n' &&
           (end - at < (ptrdiff_t)length + AROUND || is_within_character(*end))) {
        end++;
    }
    return atl_arena_strndup(arena, start, (size_t)(end - start));
}

static void count(struct atl_arena *arena, const char *said, const char *selection,
                  struct wiki_places *places)
{
    size_t length = strlen(selection);
    places->contexts = atl_arena_alloc(arena, (MOST_CONTEXTS + 1) * sizeof *places->contexts);
    for (const char *at = said; (at = strstr(at, selection)) != NULL; at += length) {
        if (places->count < MOST_CONTEXTS) {
            places->contexts[places->count] = context_of(arena, said, at, length);
        }
        places->count++;
    }
}

enum atl_status wiki_selection_find(struct atl_arena *arena, const char *storage,
                                    const char *selection, struct wiki_places *places,
                                    struct atl_error *error)
{
    struct atl_arena scratch = {0};
    struct atl_content_tree *tree;
    const struct atl_content_options options = {.source = "the page"};
    enum atl_status status = atl_content_read(&scratch, ATL_CONTENT_STORAGE, storage,
                                              strlen(storage), &options, &tree, error);
    *places = (struct wiki_places){0};
    if (status == ATL_OK) {
        struct atl_buffer said = {0};
        const struct atl_node *node = tree->document;
        while ((node = atl_node_following(node, tree->document)) != NULL) {
            append_said(&said, node);
        }
        count(arena, atl_buffer_text(&said), selection, places);
        atl_buffer_free(&said);
    }
    atl_arena_free(&scratch);
    return status;
}
