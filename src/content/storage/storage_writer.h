/* The parts of the storage writer, from nodes to text. */
#ifndef CONTENT_STORAGE_WRITER_H
#define CONTENT_STORAGE_WRITER_H

#include "content/footnotes.h"
#include "content/storage/storage_task_ids.h"

#include <string.h>

struct storage_writer {
    struct atl_buffer *buffer;
    const struct atl_content_options *options;
    struct atl_arena arena; /* for references taken apart */
    struct storage_task_numbers numbers;
    struct storage_task_places *places; /* tasks get their ids later; NULL: numbers, now */
    struct content_footnotes footnotes;
    const char *align; /* of the table cell around, for its paragraphs; NULL for none */
    bool exact;        /* a fragment: spaces that show nothing and files that are known by their id
                          alone are to be read again, too */
    bool after_space;  /* asked for with `exact` alone: a space here would show nothing */
};

static inline void storage_put(struct storage_writer *writer, const char *text)
{
    atl_buffer_append(writer->buffer, text, strlen(text));
}

/* ---- escaped (storage_escape.c) ---- */

void storage_put_text(struct storage_writer *writer, const struct atl_node *node, const char *text,
                      size_t length);
/* ` name="value"`, nothing for a NULL value. */
void storage_put_attribute(struct storage_writer *writer, const char *name, const char *value);
void storage_put_attribute_text(struct storage_writer *writer, const char *name, const char *value,
                                size_t length);
/* A CDATA section, or as many as it takes. */
void storage_put_section(struct storage_writer *writer, const char *text, size_t length);

/* Says what becomes of a node that storage format can't hold. */
void storage_note_lost(struct storage_writer *writer, const struct atl_node *node,
                       const char *message);

/* ---- nodes ---- */

void storage_put_node(struct storage_writer *writer, const struct atl_node *node);
void storage_put_children(struct storage_writer *writer, const struct atl_node *node);
/* False: the node is none of theirs. */
bool storage_put_block(struct storage_writer *writer, const struct atl_node *node);
bool storage_put_inline(struct storage_writer *writer, const struct atl_node *node);
/* The one paragraph in a node without its <p>, or all of its blocks. */
void storage_put_line_or_blocks(struct storage_writer *writer, const struct atl_node *node);

void storage_put_table(struct storage_writer *writer, const struct atl_node *table);
void storage_put_layout(struct storage_writer *writer, const struct atl_node *layout);

void storage_put_panel(struct storage_writer *writer, const struct atl_node *panel);
void storage_put_expand(struct storage_writer *writer, const struct atl_node *expand);
void storage_put_code_block(struct storage_writer *writer, const struct atl_node *code);
void storage_put_status(struct storage_writer *writer, const struct atl_node *status);
void storage_put_macro(struct storage_writer *writer, const struct atl_node *macro);
void storage_put_anchor_macro(struct storage_writer *writer, const char *name, size_t length);
void storage_put_raw(struct storage_writer *writer, const struct atl_node *raw);

void storage_put_link(struct storage_writer *writer, const struct atl_node *link);
void storage_put_card(struct storage_writer *writer, const struct atl_node *card);
void storage_put_image(struct storage_writer *writer, const struct atl_node *image);
/* The ri: element of a reference; false: storage format has none. */
bool storage_put_reference(struct storage_writer *writer, const struct atl_reference *reference);
/* Something around which a link goes; false: it must be none, and has been reported. */
bool storage_open_link(struct storage_writer *writer, const struct atl_node *node,
                       const char *target, size_t length);
void storage_close_link(struct storage_writer *writer, const char *target, size_t length);

void storage_put_footnote_reference(struct storage_writer *writer, const struct atl_node *node);
void storage_put_footnotes(struct storage_writer *writer);

#endif
