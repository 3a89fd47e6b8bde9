/* HTML: inlines. */
#include "content/render/html.h"

#include <string.h>

static void add_link(struct html_writer *writer, const struct atl_node *node)
{
    html_add(writer, "<a");
    html_address(writer, "href", node->text, node->length, node->line);
    html_attribute(writer, "title", atl_node_attribute(node, "title"));
    html_add(writer, ">");
    html_inlines(writer, node);
    html_add(writer, "</a>");
}

void html_image(struct html_writer *writer, const struct atl_node *node)
{
    const char *alternative = atl_node_attribute(node, "alt");
    html_add(writer, "<img");
    html_address(writer, "src", node->text, node->length, node->line);
    html_attribute(writer, "alt", alternative == NULL ? "" : alternative);
    html_attribute(writer, "title", atl_node_attribute(node, "title"));
    html_add(writer, " />");
}

static void add_marked(struct html_writer *writer, const struct atl_node *node, const char *tag)
{
    atl_buffer_printf(writer->buffer, "<%s>", tag);
    html_inlines(writer, node);
    atl_buffer_printf(writer->buffer, "</%s>", tag);
}

static void add_inline(struct html_writer *writer, const struct atl_node *node)
{
    switch ((enum atl_node_kind)node->kind) {
    case ATL_NODE_TEXT:
        html_escape(writer, node->text, node->length);
        break;
    case ATL_NODE_EMPHASIS:
        add_marked(writer, node, "em");
        break;
    case ATL_NODE_STRONG:
        add_marked(writer, node, "strong");
        break;
    case ATL_NODE_STRIKE:
        add_marked(writer, node, "del");
        break;
    case ATL_NODE_LINK:
        add_link(writer, node);
        break;
    case ATL_NODE_CODE:
        html_add(writer, "<code>");
        html_escape(writer, node->text, node->length);
        html_add(writer, "</code>");
        break;
    case ATL_NODE_SOFT_BREAK:
        html_add(writer, "\n");
        break;
    case ATL_NODE_HARD_BREAK:
        html_add(writer, "<br />\n");
        break;
    case ATL_NODE_IMAGE:
        html_image(writer, node);
        break;
    case ATL_NODE_RAW:
        html_raw(writer, node);
        break;
    default:
        break;
    }
}

void html_inlines(struct html_writer *writer, const struct atl_node *parent)
{
    for (const struct atl_node *node = parent->first; node != NULL; node = node->next) {
        add_inline(writer, node);
    }
}
