/* HTML: tables. */
#include "content/render/html.h"

static bool is_header_row(const struct atl_node *row)
{
    for (const struct atl_node *cell = row->first; cell != NULL; cell = cell->next) {
        if ((cell->flags & ATL_NODE_HEADER) == 0) {
            return false;
        }
    }
    return row->first != NULL;
}

static void add_cell(struct html_writer *writer, const struct atl_node *cell)
{
    const char *tag = (cell->flags & ATL_NODE_HEADER) != 0 ? "th" : "td";
    atl_buffer_printf(writer->buffer, "<%s", tag);
    html_attribute(writer, "align", atl_node_attribute(cell, "align"));
    html_attribute(writer, "colspan", atl_node_attribute(cell, "colspan"));
    html_attribute(writer, "rowspan", atl_node_attribute(cell, "rowspan"));
    html_style(writer, "background-color", atl_node_attribute(cell, "background"), "");
    html_add(writer, ">");
    bool tight = writer->tight;
    writer->tight = cell->first != NULL && cell->first->next == NULL;
    html_blocks(writer, cell);
    writer->tight = tight;
    atl_buffer_printf(writer->buffer, "</%s>\n", tag);
}

static void add_row(struct html_writer *writer, const struct atl_node *row)
{
    html_add(writer, "<tr>\n");
    for (const struct atl_node *cell = row->first; cell != NULL; cell = cell->next) {
        add_cell(writer, cell);
    }
    html_add(writer, "</tr>\n");
}

void html_table(struct html_writer *writer, const struct atl_node *node)
{
    const struct atl_node *row = node->first;
    html_fresh_line(writer);
    html_add(writer, "<table>\n");
    if (row != NULL && is_header_row(row)) {
        html_add(writer, "<thead>\n");
        for (; row != NULL && is_header_row(row); row = row->next) {
            add_row(writer, row);
        }
        html_add(writer, "</thead>\n");
    }
    if (row != NULL) {
        html_add(writer, "<tbody>\n");
        for (; row != NULL; row = row->next) {
            add_row(writer, row);
        }
        html_add(writer, "</tbody>\n");
    }
    html_add(writer, "</table>\n");
}
