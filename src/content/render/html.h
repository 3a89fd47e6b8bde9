/*
 * Writing HTML: what the writer's files share.
 *
 * The layout of the output (where lines end, how addresses are encoded) is that of the CommonMark
 * specification's examples.
 */
#ifndef CONTENT_RENDER_HTML_H
#define CONTENT_RENDER_HTML_H

#include "content/footnotes.h"
#include "content/formats.h"

/* Columns of a layout. Without it, each would be as narrow as a column, and below the last. */
#define HTML_SIDE_BY_SIDE "display: flex; gap: 1em"

struct html_writer {
    struct atl_buffer *buffer;
    const struct atl_content_options *options;
    size_t start;                       /* of our part of the buffer */
    bool tight;                         /* paragraphs have no tags of their own */
    struct content_footnotes footnotes; /* written at the end */
    bool *referred;                     /* to each of them, so far */
};

/* ---- text (html_text.c) ---- */

/* As text of an element or value of an attribute. */
void html_escape(struct html_writer *writer, const char *text, size_t length);
void html_add(struct html_writer *writer, const char *markup);
/* Starts a new line unless at the start of one. */
void html_fresh_line(struct html_writer *writer);
/* ` name="value"`; nothing for a NULL value. */
void html_attribute(struct html_writer *writer, const char *name, const char *value);
/*
 * ` name="address"`, percent-encoded. An address that would run becomes "#", which is reported,
 * unless raw HTML is allowed.
 */
void html_address(struct html_writer *writer, const char *name, const char *text, size_t length,
                  uint32_t line);
/* What HTML has no words for, as data-… (html_data.c). */
void html_data(struct html_writer *writer, const struct atl_node *node);
/* ` style="property: value"`, for a value of letters, digits, '#', '.', '%' and '-' only. */
void html_style(struct html_writer *writer, const char *property, const char *value,
                const char *unit);
/* The width of a column among others; without one it takes what room there is. */
void html_column_width(struct html_writer *writer, const char *width, const char *unit);
/* HTML of the source: as it is where that is allowed, else shown as text. */
void html_raw(struct html_writer *writer, const struct atl_node *node);

/* ---- nodes ---- */

/* html.c */
void html_block(struct html_writer *writer, const struct atl_node *node);
void html_blocks(struct html_writer *writer, const struct atl_node *parent);
/* html_table.c */
void html_table(struct html_writer *writer, const struct atl_node *node);
/* html_inlines.c */
void html_inlines(struct html_writer *writer, const struct atl_node *parent);
void html_image(struct html_writer *writer, const struct atl_node *node);
/* html_macro.c */
void html_macro(struct html_writer *writer, const struct atl_node *node, bool block);
/* Footnotes are written at the end (html_footnotes.c). */
void html_footnote_reference(struct html_writer *writer, const struct atl_node *node);
void html_footnotes(struct html_writer *writer);

#endif
