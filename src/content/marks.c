#include "content/marks.h"

struct walk {
    content_run_visitor *visit;
    void *context;
    const struct atl_node *marks[ATL_CONTENT_DEPTH];
    size_t count;
};

/* As deep as the marks are nested: bounded, since the tree is. */
static void visit_children(struct walk *walk, const struct atl_node *parent)
{
    for (const struct atl_node *child = parent->first; child != NULL; child = child->next) {
        if (!atl_node_is_mark(child)) {
            walk->visit(walk->context, child, walk->marks, walk->count);
        } else if (walk->count < ATL_CONTENT_DEPTH) {
            walk->marks[walk->count++] = child;
            visit_children(walk, child);
            walk->count--;
        }
    }
}

void content_visit_runs(const struct atl_node *block, content_run_visitor *visit, void *context)
{
    struct walk walk = {.visit = visit, .context = context};
    visit_children(&walk, block);
}

const char *content_mark_tag(const struct atl_node *node)
{
    switch ((enum atl_node_kind)node->kind) {
    case ATL_NODE_EMPHASIS:
        return "em";
    case ATL_NODE_STRONG:
        return "strong";
    case ATL_NODE_STRIKE:
        return "del";
    case ATL_NODE_UNDERLINE:
        return "u";
    case ATL_NODE_SUBSCRIPT:
        return "sub";
    case ATL_NODE_SUPERSCRIPT:
        return "sup";
    default:
        return NULL;
    }
}
