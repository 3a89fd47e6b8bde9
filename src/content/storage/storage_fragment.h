/*
 * Pieces of storage format inside other formats: Markdown carries what it has no spelling for as
 * storage format, word for word.
 */
#ifndef CONTENT_STORAGE_FRAGMENT_H
#define CONTENT_STORAGE_FRAGMENT_H

#include "content/builder.h"

/*
 * The attribute of a macro in which its exact source is kept. It is no parameter: no parameter can
 * have its name, because XML has no such character, and comparing trees leaves it out. A pass that
 * changes a macro or what is in it takes it away from the macro and from those around it, or the
 * change isn't written.
 */
#define STORAGE_SOURCE_ATTRIBUTE "\x01storage"

/*
 * Reads storage format and adds it to builder->open: blocks where that holds blocks, inlines where
 * it holds inlines. Failures go into the builder; their lines count from builder->line. The text
 * must outlive the tree.
 */
void storage_read_fragment(struct content_builder *builder, const char *text, size_t length,
                           const struct atl_content_options *options);

/* Appends a node and what is in it; macros and raw nodes exactly as they were read. */
void storage_write_node(const struct atl_node *node, const struct atl_content_options *options,
                        struct atl_buffer *buffer);

#endif
