/* ADF to the tree: tables and layouts. */
#include "content/adf/adf_reader.h"
#include "content/layout_types.h"

#include <math.h>
#include <string.h>

/* ---- tables ---- */

enum {
    SPAN = 1000, /* columns or rows of one cell, at most */
};

/* How many columns or rows a cell takes: one when it says nothing, or nothing that can be. */
static unsigned span_of(const cJSON *cell, const char *name)
{
    const cJSON *span = adf_number(cell, name);
    return span == NULL ? 1 : (unsigned)fmin(fmax(span->valuedouble, 1), SPAN);
}

/*
 * Cells of the first row say how wide the columns are; all others repeat it. Nothing is said when
 * no column has a width.
 */
static void read_widths(struct adf_reader *reader, struct atl_node *table, const cJSON *row)
{
    struct atl_buffer widths = {0};
    bool any = false;
    for (const cJSON *cell = row == NULL ? NULL : adf_first_child(row); cell != NULL;
         cell = cell->next) {
        const cJSON *list = atl_json_member(atl_json_member(cell, "attrs"), "colwidth");
        const cJSON *width = cJSON_IsArray(list) ? list->child : NULL;
        for (unsigned left = span_of(cell, "colspan"); left > 0; left--) {
            double pixels = width == NULL || width->valuedouble <= 0 ? 0 : width->valuedouble;
            any = any || pixels > 0;
            atl_buffer_printf(&widths, "%s%.10g", widths.length == 0 ? "" : ",", pixels);
            width = width == NULL ? NULL : width->next;
        }
    }
    if (any) {
        content_set_attribute(reader->builder->arena, table, "widths", atl_buffer_text(&widths));
    }
    atl_buffer_free(&widths);
}

static bool is_text_block(const struct atl_node *node)
{
    return node->kind == ATL_NODE_PARAGRAPH || node->kind == ATL_NODE_HEADING;
}

/* When all of a cell is aligned alike, the cell is. */
static void lift_alignment(struct adf_reader *reader, struct atl_node *cell)
{
    const char *align = cell->first == NULL ? NULL : atl_node_attribute(cell->first, "align");
    for (const struct atl_node *child = cell->first; child != NULL; child = child->next) {
        if (align == NULL || !is_text_block(child) ||
            !atl_text_equal(atl_node_attribute(child, "align"), align)) {
            return;
        }
    }
    if (align == NULL) {
        return;
    }
    content_set_attribute(reader->builder->arena, cell, "align", align);
    for (struct atl_node *child = cell->first; child != NULL; child = child->next) {
        struct atl_attribute **place = &child->attributes;
        while (strcmp((*place)->name, "align") != 0) {
            place = &(*place)->next;
        }
        *place = (*place)->next;
    }
    struct atl_node *only = cell->first == cell->last ? cell->first : NULL;
    if (only != NULL && only->kind == ATL_NODE_PARAGRAPH && only->first == NULL) {
        content_remove(NULL, only);
    }
}

static void copy_span(struct adf_reader *reader, struct atl_node *made, const cJSON *cell,
                      const char *name)
{
    unsigned span = span_of(cell, name);
    if (span > 1) {
        adf_set_number(reader, made, name, span);
    }
}

static void read_cell(struct adf_reader *reader, const cJSON *cell, const struct adf_place *place)
{
    struct atl_node *made = content_open(reader->builder, ATL_NODE_TABLE_CELL);
    made->flags = adf_type_of_node(cell) == ADF_TABLE_HEADER ? ATL_NODE_HEADER : 0;
    copy_span(reader, made, cell, "colspan");
    copy_span(reader, made, cell, "rowspan");
    if (!atl_text_is_empty(adf_text(cell, "background"))) {
        adf_copy_text(reader, made, "background", cell, "background");
    }
    adf_read_blocks(reader, cell, place);
    content_close(reader->builder);
    lift_alignment(reader, made);
}

void adf_read_table(struct adf_reader *reader, const cJSON *node, const struct adf_place *place)
{
    struct content_builder *builder = reader->builder;
    struct atl_node *table = content_open(builder, ATL_NODE_TABLE);
    const char *layout = adf_text(node, "layout");
    if (layout != NULL && strcmp(layout, "default") != 0) {
        content_set_attribute(builder->arena, table, "layout", layout);
    }
    adf_copy_number(reader, table, "width", node, "width");
    read_widths(reader, table, adf_first_child(node));
    if (atl_text_equal(adf_text(node, "displayMode"), "fixed")) {
        content_set_attribute(builder->arena, table, "display", "fixed");
    }
    if (cJSON_IsTrue(atl_json_member(atl_json_member(node, "attrs"), "isNumberColumnEnabled"))) {
        content_set_attribute(builder->arena, table, "numbered", "true");
    }
    struct adf_place at_row = {.up = place};
    for (const cJSON *row = adf_first_child(node); row != NULL; row = row->next) {
        struct adf_place at_cell = {.up = &at_row};
        content_open(builder, ATL_NODE_TABLE_ROW);
        for (const cJSON *cell = adf_first_child(row); cell != NULL; cell = cell->next) {
            read_cell(reader, cell, &at_cell);
            at_cell.index++;
        }
        content_close(builder);
        at_row.index++;
    }
    content_close(builder);
}

/* ---- layouts ---- */

/* The type of a section by the widths of its columns; NULL when none has these. */
static const char *layout_type(const cJSON *section)
{
    double widths[CONTENT_LAYOUT_COLUMNS];
    size_t columns = 0;
    for (const cJSON *child = adf_first_child(section); child != NULL; child = child->next) {
        if (columns == CONTENT_LAYOUT_COLUMNS) {
            return NULL;
        }
        widths[columns++] = adf_number(child, "width")->valuedouble;
    }
    const struct content_layout_type *type = content_layout_type_of(widths, columns);
    return type == NULL ? NULL : type->name;
}

/* The type of a section that has so many columns of no common widths. */
static const char *layout_type_by_count(size_t columns)
{
    static const char *const names[] = {"single",      "single",     "two_equal",
                                        "three_equal", "four_equal", "five_equal"};
    return names[columns < 5 ? columns : 5];
}

void adf_read_layout_section(struct adf_reader *reader, const cJSON *node,
                             const struct adf_place *place)
{
    struct content_builder *builder = reader->builder;
    struct atl_node *section = content_open(builder, ATL_NODE_LAYOUT_SECTION);
    const char *type = layout_type(node);
    size_t columns = (size_t)cJSON_GetArraySize(atl_json_member(node, "content"));
    content_set_attribute(builder->arena, section, "type",
                          type == NULL ? layout_type_by_count(columns) : type);
    const cJSON *breakout = adf_mark(node, ADF_MARK_BREAKOUT);
    adf_copy_text(reader, section, "breakout", breakout, "mode");
    adf_copy_number(reader, section, "breakoutWidth", breakout, "width");
    struct adf_place inner = {.up = place};
    for (const cJSON *column = adf_first_child(node); column != NULL; column = column->next) {
        struct atl_node *cell = content_open(builder, ATL_NODE_LAYOUT_CELL);
        if (type == NULL) {
            adf_copy_number(reader, cell, "width", column, "width");
        }
        adf_read_blocks(reader, column, &inner);
        content_close(builder);
        inner.index++;
    }
    content_close(builder);
}
