/* Tables and layouts as storage format. */
#include "content/layout_types.h"
#include "content/storage/storage_writer.h"

#include <stdlib.h>

/* ---- tables ---- */

/* "120" pixels or "33.3%" of the table; false for anything else. */
static bool is_width(const char *text, size_t length)
{
    size_t digits = 0;
    size_t dots = 0;
    for (size_t i = 0; i < length; i++) {
        bool percent = text[i] == '%' && i + 1 == length && i > 0;
        digits += text[i] >= '0' && text[i] <= '9';
        dots += text[i] == '.';
        if (!percent && text[i] != '.' && (text[i] < '0' || text[i] > '9')) {
            return false;
        }
    }
    return digits > 0 && dots < 2;
}

static void put_width(struct storage_writer *writer, const char *text, size_t length)
{
    if (!is_width(text, length)) {
        storage_put(writer, "<col />");
        return;
    }
    storage_put(writer, "<col style=\"width: ");
    atl_buffer_append(writer->buffer, text, length);
    if (text[length - 1] != '%') {
        storage_put(writer, memchr(text, '.', length) == NULL ? ".0px" : "px");
    }
    storage_put(writer, ";\" />");
}

static void put_columns(struct storage_writer *writer, const char *widths)
{
    if (widths == NULL || widths[0] == '\0') {
        return;
    }
    storage_put(writer, "<colgroup>");
    for (;;) {
        size_t length = strcspn(widths, ",");
        put_width(writer, widths, length);
        if (widths[length] == '\0') {
            break;
        }
        widths += length + 1;
    }
    storage_put(writer, "</colgroup>");
}

/* Editors align paragraphs; what else is in a cell is aligned with the cell. */
static bool holds_only_plain_paragraphs(const struct atl_node *cell)
{
    for (const struct atl_node *child = cell->first; child != NULL; child = child->next) {
        if (child->kind != ATL_NODE_PARAGRAPH || child->first == NULL ||
            atl_node_attribute(child, "align") != NULL) {
            return false;
        }
    }
    return cell->first != NULL;
}

static void put_cell(struct storage_writer *writer, const struct atl_node *cell)
{
    bool header = (cell->flags & ATL_NODE_HEADER) != 0;
    const char *align = atl_node_attribute(cell, "align");
    bool paragraphs = holds_only_plain_paragraphs(cell);
    storage_put(writer, header ? "<th" : "<td");
    if (cell->attributes != NULL) {
        storage_put_attribute(writer, "colspan", atl_node_attribute(cell, "colspan"));
        storage_put_attribute(writer, "rowspan", atl_node_attribute(cell, "rowspan"));
        storage_put_attribute(writer, "data-highlight-colour",
                              atl_node_attribute(cell, "background"));
    }
    if (align != NULL && !paragraphs &&
        (strcmp(align, "center") == 0 || strcmp(align, "right") == 0)) {
        storage_put(writer, align[0] == 'c' ? " style=\"text-align: center;\""
                                            : " style=\"text-align: right;\"");
    }
    storage_put(writer, ">");
    const char *outer = writer->align;
    writer->align = paragraphs ? align : NULL;
    storage_put(writer, cell->first == NULL ? "<p />" : "");
    storage_put_children(writer, cell);
    writer->align = outer;
    storage_put(writer, header ? "</th>" : "</td>");
}

void storage_put_table(struct storage_writer *writer, const struct atl_node *table)
{
    storage_put(writer, "<table");
    storage_put_attribute(writer, "data-table-width", atl_node_attribute(table, "width"));
    storage_put_attribute(writer, "data-layout", atl_node_attribute(table, "layout"));
    storage_put_attribute(writer, "data-table-display-mode", atl_node_attribute(table, "display"));
    storage_put_attribute(writer, "data-number-column", atl_node_attribute(table, "numbered"));
    storage_put(writer, ">");
    put_columns(writer, atl_node_attribute(table, "widths"));
    storage_put(writer, "<tbody>");
    for (const struct atl_node *row = table->first; row != NULL; row = row->next) {
        storage_put(writer, "<tr>");
        for (const struct atl_node *cell = row->first; cell != NULL; cell = cell->next) {
            put_cell(writer, cell);
        }
        storage_put(writer, "</tr>");
    }
    storage_put(writer, "</tbody></table>");
}

/* ---- layouts ---- */

static double width_of(const struct atl_node *cell, double fallback)
{
    const char *width = atl_node_attribute(cell, "width");
    return width == NULL ? fallback : strtod(width, NULL);
}

/* How far the section's columns are from those of a type, in percent; negative: not as many. */
static double distance(const struct atl_node *section, size_t type)
{
    double sum = 0;
    size_t count = 0;
    for (const struct atl_node *cell = section->first; cell != NULL; cell = cell->next) {
        if (count == content_layout_types[type].columns) {
            return -1;
        }
        double wanted = content_layout_types[type].widths[count++];
        double difference = width_of(cell, wanted) - wanted;
        sum += difference < 0 ? -difference : difference;
    }
    return count == content_layout_types[type].columns ? sum : -1;
}

/* The type that says how wide the columns are: the section's own, or the nearest there is. */
static const char *type_of(struct storage_writer *writer, const struct atl_node *section)
{
    const char *given = atl_node_attribute(section, "type");
    const char *nearest = given == NULL ? "single" : given;
    double least = -1;
    for (size_t i = 0; i < CONTENT_LAYOUT_TYPES; i++) {
        double here = distance(section, i);
        bool wanted = given == NULL ? here >= 0 && (least < 0 || here < least)
                                    : strcmp(given, content_layout_types[i].name) == 0;
        if (wanted) {
            nearest = content_layout_types[i].name;
            least = here;
        }
    }
    if (least > 2 || (least < 0 && given == NULL)) {
        storage_note_lost(writer, section, "widths of a layout's columns: the nearest there are");
    }
    return nearest;
}

void storage_put_layout(struct storage_writer *writer, const struct atl_node *layout)
{
    storage_put(writer, "<ac:layout>");
    for (const struct atl_node *section = layout->first; section != NULL; section = section->next) {
        storage_put(writer, "<ac:layout-section");
        storage_put_attribute(writer, "ac:type", type_of(writer, section));
        storage_put_attribute(writer, "ac:breakout-mode", atl_node_attribute(section, "breakout"));
        storage_put_attribute(writer, "ac:breakout-width",
                              atl_node_attribute(section, "breakoutWidth"));
        storage_put(writer, ">");
        for (const struct atl_node *cell = section->first; cell != NULL; cell = cell->next) {
            storage_put(writer, "<ac:layout-cell>");
            storage_put_children(writer, cell);
            storage_put(writer, "</ac:layout-cell>");
        }
        storage_put(writer, "</ac:layout-section>");
    }
    storage_put(writer, "</ac:layout>");
}
