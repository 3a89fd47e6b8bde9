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
