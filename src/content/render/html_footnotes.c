/* HTML: footnotes, in a section at the end, with a way back. */
#include "content/render/html.h"

/* An id or address of a label. */
static void add_place(struct html_writer *writer, const char *attribute, const char *prefix,
                      const struct atl_node *node)
{
    atl_buffer_printf(writer->buffer, " %s=\"%s", attribute, prefix);
    html_escape(writer, node->text, node->length);
    html_add(writer, "\"");
}

void html_footnote_reference(struct html_writer *writer, const struct atl_node *node)
{
    html_add(writer, "<sup class=\"footnote-reference\"><a");
    add_place(writer, "href", "#footnote-", node);
    add_place(writer, "id", "footnote-reference-", node);
    html_add(writer, ">");
    html_escape(writer, node->text, node->length);
    html_add(writer, "</a></sup>");
}

void html_footnotes(struct html_writer *writer)
{
    if (writer->notes.count == 0) {
        return;
    }
    html_fresh_line(writer);
    html_add(writer, "<section class=\"footnotes\">\n<ol>\n");
    /* A footnote may hold others: then the list grows. */
    for (size_t i = 0; i < writer->notes.count; i++) {
        const struct atl_node *note = writer->notes.items[i];
        html_add(writer, "<li");
        add_place(writer, "id", "footnote-", note);
        html_add(writer, ">\n");
        html_blocks(writer, note);
        html_fresh_line(writer);
        html_add(writer, "<a");
        add_place(writer, "href", "#footnote-reference-", note);
        html_add(writer, ">↩</a>\n</li>\n");
    }
    html_add(writer, "</ol>\n</section>\n");
}
