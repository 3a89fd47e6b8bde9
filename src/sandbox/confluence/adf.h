/* Storage format as an Atlassian document (ADF). */
#ifndef SANDBOX_CONFLUENCE_ADF_H
#define SANDBOX_CONFLUENCE_ADF_H

#include "atlcli/text.h"

/*
 * Appends a document. Headings, paragraphs, lists, tables, quotes, code, panels and rules become
 * what they are, with links and marks; of anything else the text is kept.
 */
void adf_append_storage(struct atl_buffer *json, const char *storage);

#endif
