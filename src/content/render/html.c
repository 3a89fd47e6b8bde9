/* HTML: blocks. */
#include "content/render/html.h"

#include <string.h>

void html_blocks(struct html_writer *writer, const struct atl_node *parent)
{
    for (const struct atl_node *node = parent->first; node != NULL; node = node->next) {
        html_block(writer, node);
    }
}

/* Blocks in an element of their own, with the tightness of whatever is around put aside. */
static void enclosed(struct html_writer *writer, const struct atl_node *node, const char *end)
{
    bool tight = writer->tight;
    writer->tight = false;
    html_blocks(writer, node);
    writer->tight = tight;
    html_fresh_line(writer);
    html_add(writer, end);
    html_add(writer, "\n");
}

/* ---- text blocks ---- */

static void add_alignment(struct html_writer *writer, const struct atl_node *node)
{
    html_style(writer, "text-align", atl_node_attribute(node, "align"), "");
}

static void add_paragraph(struct html_writer *writer, const struct atl_node *node)
{
    if (writer->tight) {
        html_inlines(writer, node);
        return;
    }
    html_fresh_line(writer);
    html_add(writer, "<p");
    add_alignment(writer, node);
    html_add(writer, ">");
    html_inlines(writer, node);
    html_add(writer, "</p>\n");
}

static void add_heading(struct html_writer *writer, const struct atl_node *node)
{
    html_fresh_line(writer);
    atl_buffer_printf(writer->buffer, "<h%d", (int)node->number);
    add_alignment(writer, node);
    html_add(writer, ">");
    html_inlines(writer, node);
    atl_buffer_printf(writer->buffer, "</h%d>\n", (int)node->number);
}

static void add_code_block(struct html_writer *writer, const struct atl_node *node)
{
    const char *language = atl_node_attribute(node, "language");
    html_fresh_line(writer);
    html_add(writer, "<pre><code");
    if (language != NULL) {
        html_add(writer, " class=\"language-");
        html_escape(writer, language, strlen(language));
        html_add(writer, "\"");
    }
    html_add(writer, ">");
    html_escape(writer, node->text, node->length);
    html_add(writer, "</code></pre>\n");
}

/* ---- lists ---- */

static void add_item(struct html_writer *writer, const struct atl_node *node)
{
    html_fresh_line(writer);
    html_add(writer, "<li>");
    if (node->kind == ATL_NODE_TASK_ITEM) {
        html_add(writer, (node->flags & ATL_NODE_DONE) != 0
                             ? "<input checked=\"\" disabled=\"\" type=\"checkbox\"> "
                             : "<input disabled=\"\" type=\"checkbox\"> ");
    }
    html_blocks(writer, node);
    html_add(writer, "</li>\n");
}

static void add_list(struct html_writer *writer, const struct atl_node *node)
{
    bool ordered = node->kind == ATL_NODE_ORDERED_LIST;
    bool tight = writer->tight;
    html_fresh_line(writer);
    if (ordered && node->number != 1) {
        atl_buffer_printf(writer->buffer, "<ol start=\"%d\">\n", (int)node->number);
    } else {
        html_add(writer, ordered ? "<ol>\n" : "<ul>\n");
    }
    writer->tight = (node->flags & ATL_NODE_TIGHT) != 0;
    for (const struct atl_node *item = node->first; item != NULL; item = item->next) {
        add_item(writer, item);
    }
    writer->tight = tight;
    html_add(writer, ordered ? "</ol>\n" : "</ul>\n");
}

/* ---- */

static void add_raw(struct html_writer *writer, const struct atl_node *node)
{
    html_fresh_line(writer);
    html_raw(writer, node);
    html_fresh_line(writer);
}

void html_block(struct html_writer *writer, const struct atl_node *node)
{
    switch ((enum atl_node_kind)node->kind) {
    case ATL_NODE_QUOTE:
        html_fresh_line(writer);
        html_add(writer, "<blockquote>\n");
        enclosed(writer, node, "</blockquote>");
        break;
    case ATL_NODE_BULLET_LIST:
    case ATL_NODE_ORDERED_LIST:
    case ATL_NODE_TASK_LIST:
        add_list(writer, node);
        break;
    case ATL_NODE_TABLE:
        html_table(writer, node);
        break;
    case ATL_NODE_PARAGRAPH:
        add_paragraph(writer, node);
        break;
    case ATL_NODE_HEADING:
        add_heading(writer, node);
        break;
    case ATL_NODE_CODE_BLOCK:
        add_code_block(writer, node);
        break;
    case ATL_NODE_RULE:
        html_fresh_line(writer);
        html_add(writer, "<hr />\n");
        break;
    case ATL_NODE_RAW:
        add_raw(writer, node);
        break;
    default:
        break;
    }
}

enum atl_status html_write(const struct atl_content_tree *tree,
                           const struct atl_content_options *options, struct atl_buffer *buffer,
                           struct atl_error *error)
{
    (void)error;
    struct html_writer writer = {.buffer = buffer, .options = options, .start = buffer->length};
    html_blocks(&writer, tree->document);
    return ATL_OK;
}
