/*
 * The formats' readers and writers, as content.c calls them. A reader gets UTF-8 without NULs and
 * without a BOM, at most UINT32_MAX bytes; it and the options stay until the tree is gone.
 */
#ifndef CONTENT_FORMATS_H
#define CONTENT_FORMATS_H

#include "content/builder.h"

/* Adds to builder->open; failures go into the builder (content_builder_fail). */
typedef void content_reader(struct content_builder *builder, const char *text, size_t length,
                            const struct atl_content_options *options);
content_reader markdown_read;
content_reader storage_read;
content_reader adf_read;
content_reader wiki_read;

typedef enum atl_status content_writer(const struct atl_content_tree *tree,
                                       const struct atl_content_options *options,
                                       struct atl_buffer *buffer, struct atl_error *error);
content_writer markdown_write;
content_writer storage_write;
content_writer adf_write;
content_writer wiki_write;
content_writer jira_wiki_write;
content_writer html_write;
content_writer text_write;
content_writer terminal_write;

#endif
