/* What a seed file says of Confluence: spaces, pages and blog posts. */
#ifndef SANDBOX_FILE_PAGES_H
#define SANDBOX_FILE_PAGES_H

#include "sandbox/seed/file_reader.h"

void file_add_spaces(struct file *file, const struct place *document);
void file_add_pages(struct file *file, const struct place *document);

#endif
