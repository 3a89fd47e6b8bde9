#include "content/macro_place.h"

#include <string.h>

static const char *const inlines[] = {"anchor", "mathinline", "page-info", "profile", "status"};

static const char *const blocks[] = {
    "attachments",
    "blog-posts",
    "chart",
    "children",
    "code",
    "contentbylabel",
    "create-from-template",
    "detailssummary",
    "excerpt-include",
    "expand",
    "gallery",
    "html",
    "include",
    "info",
    "livesearch",
    "noformat",
    "note",
    "pagetree",
    "panel",
    "recently-updated",
    "roadmap",
    "tasks-report-macro",
    "tip",
    "toc",
    "toc-zone",
    "warning",
    "widget",
};

static bool is_among(const char *name, size_t length, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strlen(names[i]) == length && memcmp(names[i], name, length) == 0) {
            return true;
        }
    }
    return false;
}

enum content_place content_macro_place(const char *name, size_t length, bool has_key)
{
    static const char *const jira[] = {"jira"};
    if (length == 0) {
        return CONTENT_AS_FOUND;
    }
    if (is_among(name, length, jira, 1)) {
        return has_key ? CONTENT_AS_INLINE : CONTENT_AS_BLOCK;
    }
    if (is_among(name, length, inlines, sizeof inlines / sizeof *inlines)) {
        return CONTENT_AS_INLINE;
    }
    return is_among(name, length, blocks, sizeof blocks / sizeof *blocks) ? CONTENT_AS_BLOCK
                                                                          : CONTENT_AS_FOUND;
}

bool content_is_block_macro(const struct atl_node *node)
{
    return node->kind == ATL_NODE_MACRO &&
           content_macro_place(node->text, node->length, atl_node_attribute(node, "key") != NULL) ==
               CONTENT_AS_BLOCK;
}

void content_hoist(struct atl_node *paragraph)
{
    struct atl_node only = *paragraph->first;
    only.parent = paragraph->parent;
    only.next = paragraph->next;
    only.line = paragraph->line;
    *paragraph = only;
    for (struct atl_node *child = paragraph->first; child != NULL; child = child->next) {
        child->parent = paragraph;
    }
}
