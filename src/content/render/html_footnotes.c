/* HTML: footnotes, in a section at the end, with a way back to where the first mention is. */
#include "content/render/html.h"

void html_footnote_reference(struct html_writer *writer, const struct atl_node *node)
{
    size_t number = content_footnote_number(&writer->footnotes, node);
    html_add(writer, "<sup class=\"footnote-reference\">");
    if (number == 0) {
        html_escape(writer, node->text, node->length);
    } else {
        atl_buffer_printf(writer->buffer, "<a href=\"#footnote-%zu\"", number);
        if (!writer->referred[number - 1]) {
            atl_buffer_printf(writer->buffer, " id=\"footnote-reference-%zu\"", number);
            writer->referred[number - 1] = true;
        }
        atl_buffer_printf(writer->buffer, ">%zu</a>", number);
    }
    html_add(writer, "</sup>");
}

void html_footnotes(struct html_writer *writer)
{
    const struct content_footnotes *footnotes = &writer->footnotes;
    if (footnotes->count == 0) {
        return;
    }
    html_fresh_line(writer);
    html_add(writer, "<section class=\"footnotes\">\n<ol>\n");
    for (size_t i = 0; i < footnotes->count; i++) {
        atl_buffer_printf(writer->buffer, "<li id=\"footnote-%zu\">\n", i + 1);
        html_blocks(writer, footnotes->defined[i]);
        html_fresh_line(writer);
        if (writer->referred[i]) {
            atl_buffer_printf(writer->buffer, "<a href=\"#footnote-reference-%zu\">↩</a>\n", i + 1);
        }
        html_add(writer, "</li>\n");
    }
    html_add(writer, "</ol>\n</section>\n");
}
