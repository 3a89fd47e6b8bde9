/* docs check: places within pages. */
#include "atlcli/content.h"
#include "sync/check/check.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

const char *check_fold_anchor(struct atl_arena *arena, const char *text, size_t length)
{
    char *folded = atl_arena_alloc(arena, length + 1);
    size_t kept = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        if (isalnum(c) || c >= 0x80) {
            folded[kept++] = (char)tolower(c);
        }
    }
    return folded;
}

static void add_anchor(struct check *check, struct check_page *page, const char *text,
                       size_t length)
{
    const char *folded = check_fold_anchor(check->arena, text, length);
    atl_list_add(&page->anchors, (void *)(uintptr_t)folded);
}

static void add_heading(struct check *check, struct check_page *page,
                        const struct atl_node *heading)
{
    struct atl_buffer words = {0};
    const struct atl_node *node = heading;
    while ((node = atl_node_following(node, heading)) != NULL) {
        if (node->kind == ATL_NODE_TEXT || node->kind == ATL_NODE_CODE ||
            node->kind == ATL_NODE_STATUS) {
            atl_buffer_append(&words, node->text, node->length);
        }
    }
    add_anchor(check, page, atl_buffer_text(&words), words.length);
    atl_buffer_free(&words);
}

static void add_macro(struct check *check, struct check_page *page, const struct atl_node *macro)
{
    const char *name = atl_node_attribute(macro, "");
    if (atl_node_text_is(macro, "anchor") && name != NULL) {
        add_anchor(check, page, name, strlen(name));
    } else if (!atl_node_text_is(macro, "toc")) {
        page->anchors_unknown = true;
    }
}

void check_collect_anchors(struct check *check, struct check_page *page,
                           const struct atl_content_tree *tree)
{
    const struct atl_node *node = tree->document;
    while ((node = atl_node_following(node, tree->document)) != NULL) {
        if (node->kind == ATL_NODE_HEADING) {
            add_heading(check, page, node);
        } else if (node->kind == ATL_NODE_MACRO) {
            add_macro(check, page, node);
        } else if (node->kind == ATL_NODE_RAW) {
            page->anchors_unknown = true;
        }
    }
}

static bool is_anchor(const struct check_page *page, const char *folded)
{
    for (size_t i = 0; i < page->anchors.count; i++) {
        if (strcmp(page->anchors.items[i], folded) == 0) {
            return true;
        }
    }
    return false;
}

/* The second heading of a name gets a number behind it: "#setup-1", "#Setup.1". */
static size_t without_number(const char *anchor, size_t length)
{
    size_t end = length;
    while (end > 0 && isdigit((unsigned char)anchor[end - 1])) {
        end--;
    }
    return end < length && end > 1 && (anchor[end - 1] == '-' || anchor[end - 1] == '.') ? end - 1
                                                                                         : length;
}

bool check_has_anchor(const struct check *check, const struct check_page *page, const char *anchor)
{
    size_t length = strlen(anchor);
    const char *folded = check_fold_anchor(check->arena, anchor, length);
    const char *title = check_fold_anchor(check->arena, page->title, strlen(page->title));
    if (page->anchors_unknown || *folded == '\0' || strcmp(folded, "top") == 0 ||
        is_anchor(page, folded)) {
        return true;
    }
    if (atl_text_starts_with(folded, title) && is_anchor(page, folded + strlen(title))) {
        return true;
    }
    return is_anchor(page, check_fold_anchor(check->arena, anchor, without_number(anchor, length)));
}
