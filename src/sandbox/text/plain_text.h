/* Bodies as plain text: what a search looks at. */
#ifndef SANDBOX_PLAIN_TEXT_H
#define SANDBOX_PLAIN_TEXT_H

#include "atlcli/json.h"
#include "atlcli/text.h"

/* An ADF document: the texts of its nodes, a line per block. */
void plain_text_append_adf(struct atl_buffer *text, const cJSON *document);

/* Storage format: what stands between the tags, entities resolved, a line per block. */
void plain_text_append_storage(struct atl_buffer *text, const char *storage);

/* Wiki markup: without the characters that only mark. */
void plain_text_append_wiki(struct atl_buffer *text, const char *wiki);

#endif
