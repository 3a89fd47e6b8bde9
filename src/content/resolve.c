/* All that points elsewhere, shown to a callback that may give it another target. */
#include "content/equal.h"

#include <string.h>

struct resolving {
    struct atl_arena *arena;
    atl_content_resolver *resolve;
    void *context;
};

/* What a reader has kept of the source of a changed node, and of those around it, is no longer so.
 */
static void forget_source(struct atl_node *node)
{
    for (; node != NULL; node = node->parent) {
        struct atl_attribute **next = &node->attributes;
        while (*next != NULL) {
            if ((*next)->name[0] == CONTENT_PRIVATE_ATTRIBUTE) {
                *next = (*next)->next;
            } else {
                next = &(*next)->next;
            }
        }
    }
}

static void resolve_text(const struct resolving *resolving, struct atl_node *node)
{
    if (node->length == 0) {
        return;
    }
    const char *target = atl_arena_strndup(resolving->arena, node->text, node->length);
    const char *found = resolving->resolve(resolving->context, resolving->arena, node, target);
    if (found != NULL) {
        node->text = found;
        node->length = (uint32_t)strlen(found);
        forget_source(node);
    }
}

/* A link around an image, and parameters of macros that are references. */
static void resolve_attributes(const struct resolving *resolving, struct atl_node *node)
{
    bool changed = false;
    for (struct atl_attribute *next = node->attributes; next != NULL; next = next->next) {
        struct atl_reference reference;
        atl_reference_parse(resolving->arena, next->value, strlen(next->value), &reference);
        bool points = next->name[0] == CONTENT_PRIVATE_ATTRIBUTE ? false
                      : node->kind == ATL_NODE_MACRO ? reference.kind != ATL_REFERENCE_URL
                                                     : strcmp(next->name, "link") == 0;
        if (points) {
            const char *found =
                resolving->resolve(resolving->context, resolving->arena, node, next->value);
            if (found != NULL) {
                next->value = found;
                changed = true;
            }
        }
    }
    if (changed) {
        forget_source(node);
    }
}

void atl_content_resolve(struct atl_content_tree *tree, atl_content_resolver *resolve,
                         void *context)
{
    const struct resolving resolving = {tree->arena, resolve, context};
    struct atl_node *node = tree->document;
    while ((node = atl_node_following(node, tree->document)) != NULL) {
        switch (node->kind) {
        case ATL_NODE_LINK:
        case ATL_NODE_BLOCK_CARD:
        case ATL_NODE_EMBED_CARD:
        case ATL_NODE_MENTION:
            resolve_text(&resolving, node);
            break;
        case ATL_NODE_IMAGE:
            resolve_text(&resolving, node);
            resolve_attributes(&resolving, node);
            break;
        case ATL_NODE_MACRO:
            resolve_attributes(&resolving, node);
            break;
        default:
            break;
        }
    }
}
