/* HTML: tables. */
#include "content/render/html.h"

#include <stdio.h>
#include <string.h>

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

/* "120,80": widths of columns. */
static void add_columns(struct html_writer *writer, const char *widths)
{
    html_add(writer, "<colgroup>\n");
    while (*widths != '\0') {
        char width[16];
        size_t length = strcspn(widths, ",");
        snprintf(width, sizeof width, "%.*s", (int)length, widths);
        html_add(writer, "<col");
        html_style(writer, "width", width, "px");
        html_add(writer, " />\n");
        widths += length + (widths[length] == ',');
    }
    html_add(writer, "</colgroup>\n");
}

void html_table(struct html_writer *writer, const struct atl_node *node)
{
    const struct atl_node *row = node->first;
    html_fresh_line(writer);
    const char *widths = atl_node_attribute(node, "widths");
    bool numbered = atl_node_attribute(node, "numbered") != NULL;
    html_add(writer, numbered ? "<table class=\"numbered\"" : "<table");
    html_style(writer, "width", atl_node_attribute(node, "width"), "px");
    html_data(writer, node);
    html_add(writer, ">\n");
    if (widths != NULL) {
        add_columns(writer, widths);
    }
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
