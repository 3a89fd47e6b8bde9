/* All that points elsewhere, shown to a callback that may give it another target. */
#include "atlcli/content.h"

#include <string.h>

struct resolving {
    struct atl_arena *arena;
    atl_content_resolver *resolve;
    void *context;
};

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
    }
}

/* A link around an image, and parameters of macros that are references. */
static void resolve_attributes(const struct resolving *resolving, struct atl_node *node)
{
    for (struct atl_attribute *next = node->attributes; next != NULL; next = next->next) {
        struct atl_reference reference;
        atl_reference_parse(resolving->arena, next->value, strlen(next->value), &reference);
        bool points = node->kind == ATL_NODE_MACRO ? reference.kind != ATL_REFERENCE_URL
                                                   : strcmp(next->name, "link") == 0;
        if (points) {
            const char *found =
                resolving->resolve(resolving->context, resolving->arena, node, next->value);
            next->value = found == NULL ? next->value : found;
        }
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
