/* Tables of storage format. */
#include "content/storage/storage_reader.h"

#include <string.h>

static const enum storage_word cell_attributes[] = {
    STORAGE_COLSPAN, STORAGE_ROWSPAN, STORAGE_DATA_HIGHLIGHT_COLOUR,
    STORAGE_CLASS,   STORAGE_STYLE,   STORAGE_OTHER};

/* ---- whether the tree can hold it ---- */

static bool is_section(const struct storage_element *element)
{
    return element->word >= STORAGE_THEAD && element->word <= STORAGE_TFOOT;
}

/* "highlight-grey" repeats what data-highlight-colour says. */
static bool cell_class_is_known(const struct storage_element *cell)
{
    const struct storage_attribute *class = storage_attribute_find(cell, STORAGE_CLASS);
    size_t at = 0;
    while (class != NULL && at < class->length) {
        const char *name = class->value + at;
        const char *space = memchr(name, ' ', class->length - at);
        size_t length = space == NULL ? class->length - at : (size_t)(space - name);
        bool highlight = length > 10 && memcmp(name, "highlight-", 10) == 0;
        if (length > 0 && !highlight && !storage_class_is_noise(name, length)) {
            return false;
        }
        at += length + 1;
    }
    return true;
}

static bool cell_style_is_known(struct storage_reader *reader, const struct storage_element *cell)
{
    const struct storage_attribute *style = storage_attribute_find(cell, STORAGE_STYLE);
    struct storage_declaration next;
    for (size_t at = 0; storage_style_next(style, &at, &next);) {
        const char *align;
        bool known = storage_declares(&next, "text-align")
                         ? storage_read_alignment(&next, &align)
                         : storage_declares(&next, "background-color") &&
                               storage_read_colour(reader, next.value, next.value_length) != NULL;
        if (!known) {
            return false;
        }
    }
    return true;
}

static bool span_is_known(const struct storage_element *cell, enum storage_word word)
{
    const struct storage_attribute *span = storage_attribute_find(cell, word);
    if (span == NULL) {
        return true;
    }
    for (uint32_t i = 0; i < span->length; i++) {
        if (span->value[i] < '0' || span->value[i] > '9') {
            return false;
        }
    }
    return span->length > 0 && span->length < 5 && span->value[0] != '0';
}

static bool row_is_known(struct storage_reader *reader, const struct storage_element *row)
{
    static const enum storage_word cells[] = {STORAGE_TD, STORAGE_TH, STORAGE_OTHER};
    if (!storage_attributes_known(row, NULL) || !storage_only_elements(reader, row, cells)) {
        return false;
    }
    for (const struct storage_element *cell = row->first; cell != NULL; cell = cell->next) {
        if (!storage_attributes_known(cell, cell_attributes) || !cell_class_is_known(cell) ||
            !cell_style_is_known(reader, cell) || !span_is_known(cell, STORAGE_COLSPAN) ||
            !span_is_known(cell, STORAGE_ROWSPAN)) {
            return false;
        }
    }
    return true;
}

static bool section_is_known(struct storage_reader *reader, const struct storage_element *section)
{
    static const enum storage_word rows[] = {STORAGE_TR, STORAGE_OTHER};
    if (!storage_attributes_known(section, NULL) || !storage_only_elements(reader, section, rows)) {
        return false;
    }
    for (const struct storage_element *row = section->first; row != NULL; row = row->next) {
        if (!row_is_known(reader, row)) {
            return false;
        }
    }
    return true;
}

/* The width that a column's style or attribute says; NULL: none, or none that is understood. */
static const char *column_width(struct storage_reader *reader, const struct storage_element *column)
{
    const struct storage_attribute *style = storage_attribute_find(column, STORAGE_STYLE);
    struct storage_declaration next;
    for (size_t at = 0; storage_style_next(style, &at, &next);) {
        if (storage_declares(&next, "width")) {
            return storage_read_length(reader, next.value, next.value_length);
        }
    }
    return NULL;
}

/* Columns either all say how wide they are, or none does. */
static bool columns_are_known(struct storage_reader *reader, const struct storage_element *columns)
{
    static const enum storage_word known[] = {STORAGE_COL, STORAGE_OTHER};
    static const enum storage_word attributes[] = {STORAGE_STYLE, STORAGE_OTHER};
    size_t widths = 0;
    size_t count = 0;
    if (!storage_attributes_known(columns, NULL) ||
        !storage_only_elements(reader, columns, known)) {
        return false;
    }
    for (const struct storage_element *column = columns->first; column != NULL;
         column = column->next) {
        if (!storage_attributes_known(column, attributes)) {
            return false;
        }
        widths += column_width(reader, column) != NULL;
        count++;
    }
    return widths == 0 || widths == count;
}

/* A width in the style ("width: 100.0%;") only repeats that tables are as wide as the page. */
static bool table_style_is_known(const struct storage_element *table)
{
    const struct storage_attribute *style = storage_attribute_find(table, STORAGE_STYLE);
    struct storage_declaration next;
    for (size_t at = 0; storage_style_next(style, &at, &next);) {
        if (!storage_declares(&next, "width") ||
            (!storage_value_is(&next, "100%") && !storage_value_is(&next, "100.0%"))) {
            return false;
        }
    }
    return true;
}

static bool table_is_known(struct storage_reader *reader, const struct storage_element *table)
{
    static const enum storage_word parts[] = {STORAGE_COLGROUP, STORAGE_THEAD, STORAGE_TBODY,
                                              STORAGE_TFOOT,    STORAGE_TR,    STORAGE_OTHER};
    static const enum storage_word noise_class[] = {STORAGE_DATA_LAYOUT,
                                                    STORAGE_DATA_TABLE_WIDTH,
                                                    STORAGE_DATA_TABLE_DISPLAY_MODE,
                                                    STORAGE_DATA_NUMBER_COLUMN,
                                                    STORAGE_STYLE,
                                                    STORAGE_OTHER};
    bool rows = false;
    if (!storage_attributes_known(table, noise_class) || !table_style_is_known(table) ||
        !storage_only_elements(reader, table, parts)) {
        return false;
    }
    for (const struct storage_element *part = table->first; part != NULL; part = part->next) {
        bool known = part->word == STORAGE_COLGROUP ? columns_are_known(reader, part)
                     : part->word == STORAGE_TR     ? row_is_known(reader, part)
                                                    : section_is_known(reader, part);
        if (!known) {
            return false;
        }
        rows = rows || part->word == STORAGE_TR ||
               (part->word != STORAGE_COLGROUP && part->first != NULL);
    }
    return rows;
}

/* ---- reading it ---- */

static void read_widths(struct storage_reader *reader, struct atl_node *table,
                        const struct storage_element *columns)
{
    struct atl_buffer widths = {0};
    for (const struct storage_element *column = columns->first; column != NULL;
         column = column->next) {
        const char *width = column_width(reader, column);
        if (width != NULL) {
            atl_buffer_add(&widths, widths.length == 0 ? "" : ",");
            atl_buffer_add(&widths, width);
        }
    }
    if (widths.length > 0) {
        storage_set(reader, table, "widths", widths.data, widths.length);
    }
    atl_buffer_free(&widths);
}

/* The cell's own alignment, else the one that all its paragraphs share. */
static void read_alignment(struct storage_reader *reader, struct atl_node *node)
{
    const char *shared = NULL;
    for (struct atl_node *child = node->first; child != NULL; child = child->next) {
        const char *align =
            child->kind == ATL_NODE_PARAGRAPH ? atl_node_attribute(child, "align") : NULL;
        if (align == NULL || (shared != NULL && strcmp(align, shared) != 0)) {
            return;
        }
        shared = align;
    }
    if (shared == NULL) {
        return;
    }
    storage_set(reader, node, "align", shared, strlen(shared));
    for (struct atl_node *child = node->first; child != NULL; child = child->next) {
        struct atl_attribute **next = &child->attributes;
        while (strcmp((*next)->name, "align") != 0) {
            next = &(*next)->next;
        }
        *next = (*next)->next;
    }
}

/* "#rrggbb", or a name as it is. */
static void set_background(struct storage_reader *reader, struct atl_node *node, const char *value,
                           size_t length)
{
    const char *digits =
        length > 0 && value[0] == '#' ? storage_read_colour(reader, value, length) : NULL;
    storage_set(reader, node, "background", digits == NULL ? value : digits,
                digits == NULL ? length : strlen(digits));
}

static void read_background(struct storage_reader *reader, const struct storage_element *cell,
                            struct atl_node *node)
{
    const struct storage_attribute *colour =
        storage_attribute_find(cell, STORAGE_DATA_HIGHLIGHT_COLOUR);
    const struct storage_attribute *class = storage_attribute_find(cell, STORAGE_CLASS);
    if (colour != NULL) {
        set_background(reader, node, colour->value, colour->length);
        return;
    }
    const char *highlight =
        class == NULL ? NULL : memmem(class->value, class->length, "highlight-", 10);
    if (highlight != NULL) {
        size_t rest = (size_t)(class->value + class->length - highlight) - 10;
        const char *space = memchr(highlight + 10, ' ', rest);
        set_background(reader, node, highlight + 10,
                       space == NULL ? rest : (size_t)(space - highlight) - 10);
    }
}

static void read_cell_style(struct storage_reader *reader, const struct storage_element *cell,
                            struct atl_node *node)
{
    const struct storage_attribute *style = storage_attribute_find(cell, STORAGE_STYLE);
    struct storage_declaration next;
    for (size_t at = 0; storage_style_next(style, &at, &next);) {
        const char *align = NULL;
        if (storage_declares(&next, "text-align")) {
            storage_read_alignment(&next, &align);
            if (atl_node_attribute(node, "align") == NULL && align != NULL) {
                storage_set(reader, node, "align", align, strlen(align));
            }
        } else if (atl_node_attribute(node, "background") == NULL) {
            const char *colour = storage_read_colour(reader, next.value, next.value_length);
            storage_set(reader, node, "background", colour, strlen(colour));
        }
    }
}

static void read_span(struct storage_reader *reader, const struct storage_element *cell,
                      struct atl_node *node, const char *name, enum storage_word word)
{
    const struct storage_attribute *span = storage_attribute_find(cell, word);
    if (span != NULL && !storage_attribute_is(span, "1")) {
        storage_set(reader, node, name, span->value, span->length);
    }
}

static void read_row(struct storage_reader *reader, const struct storage_element *row)
{
    struct content_builder *builder = reader->builder;
    builder->line = row->line;
    content_open(builder, ATL_NODE_TABLE_ROW);
    for (const struct storage_element *cell = row->first; cell != NULL; cell = cell->next) {
        builder->line = cell->line;
        struct atl_node *node = content_open(builder, ATL_NODE_TABLE_CELL);
        if (cell->word == STORAGE_TH) {
            node->flags |= ATL_NODE_HEADER;
        }
        read_span(reader, cell, node, "colspan", STORAGE_COLSPAN);
        read_span(reader, cell, node, "rowspan", STORAGE_ROWSPAN);
        read_background(reader, cell, node);
        read_cell_style(reader, cell, node);
        storage_read_flow(reader, cell);
        content_close(builder);
        if (atl_node_attribute(node, "align") == NULL && !content_builder_failed(builder)) {
            read_alignment(reader, node);
        }
    }
    content_close(builder);
}

void storage_read_table(struct storage_reader *reader, const struct storage_element *element)
{
    if (!table_is_known(reader, element)) {
        storage_read_raw(reader, element);
        return;
    }
    struct atl_node *table = content_open(reader->builder, ATL_NODE_TABLE);
    storage_set_from(reader, table, "layout", element, STORAGE_DATA_LAYOUT);
    storage_set_from(reader, table, "width", element, STORAGE_DATA_TABLE_WIDTH);
    storage_set_from(reader, table, "display", element, STORAGE_DATA_TABLE_DISPLAY_MODE);
    const struct storage_attribute *numbered =
        storage_attribute_find(element, STORAGE_DATA_NUMBER_COLUMN);
    if (storage_attribute_is(numbered, "true")) {
        storage_set(reader, table, "numbered", "true", 4);
    }
    for (const struct storage_element *part = element->first; part != NULL; part = part->next) {
        if (part->word == STORAGE_COLGROUP && atl_node_attribute(table, "widths") == NULL) {
            read_widths(reader, table, part);
        } else if (part->word == STORAGE_TR) {
            read_row(reader, part);
        } else if (is_section(part)) {
            for (const struct storage_element *row = part->first; row != NULL; row = row->next) {
                read_row(reader, row);
            }
        }
    }
    content_close(reader->builder);
}
