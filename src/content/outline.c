/* The tree as an outline: "paragraph" / "  text 'Hello'". */
#include "atlcli/content.h"
#include "atlcli/json.h"

#include <stdlib.h>

static void add_text(const struct atl_node *node, struct atl_buffer *buffer)
{
    char *text = atl_strndup(node->text, node->length);
    atl_buffer_add_char(buffer, ' ');
    atl_json_append_string(buffer, text);
    free(text);
}

static void add_node(const struct atl_node *node, unsigned depth, struct atl_buffer *buffer)
{
    atl_buffer_printf(buffer, "%*s%s", (int)(depth * 2), "", atl_node_kind_name(node->kind));
    if (node->number != 0) {
        atl_buffer_printf(buffer, " %d", (int)node->number);
    }
    if (node->value != 0) {
        atl_buffer_printf(buffer, " value=%u", (unsigned)node->value);
    }
    static const char *const flags[] = {"tight", "header", "done"};
    for (unsigned i = 0; i < sizeof flags / sizeof flags[0]; i++) {
        if ((node->flags & (1U << i)) != 0) {
            atl_buffer_printf(buffer, " %s", flags[i]);
        }
    }
    if (node->text != NULL) {
        add_text(node, buffer);
    }
    for (const struct atl_attribute *next = node->attributes; next != NULL; next = next->next) {
        atl_buffer_printf(buffer, " %s=", next->name);
        atl_json_append_string(buffer, next->value);
    }
    atl_buffer_add_char(buffer, '\n');
}

static void add_tree(const struct atl_node *node, unsigned depth, struct atl_buffer *buffer)
{
    add_node(node, depth, buffer);
    for (const struct atl_node *child = node->first; child != NULL; child = child->next) {
        add_tree(child, depth + 1, buffer);
    }
}

void atl_content_outline(const struct atl_content_tree *tree, struct atl_buffer *buffer)
{
    add_tree(tree->document, 0, buffer);
}
