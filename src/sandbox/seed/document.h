/*
 * Bodies: made once as a list of blocks, written in whichever form an API speaks: storage format
 * (Confluence), the Atlassian Document Format (Cloud), wiki markup (Jira Data Center), plain text
 * (for searching).
 */
#ifndef SANDBOX_DOCUMENT_H
#define SANDBOX_DOCUMENT_H

#include "sandbox/seed/plan.h"

enum document_block_kind {
    BLOCK_HEADING,
    BLOCK_PARAGRAPH,
    BLOCK_BULLETS,
    BLOCK_NUMBERED,
    BLOCK_CODE,
    BLOCK_TABLE, /* two columns, the first row is the heading */
    BLOCK_NOTE,
};

struct document_block {
    enum document_block_kind kind;
    const char *text;         /* of headings, paragraphs, code and notes */
    const char *const *items; /* of lists; of tables, row by row */
    size_t item_count;
};

struct document {
    struct document_block *blocks;
    size_t block_count;
};

/* The same document for the same issue or page, always. In the arena. */
struct document document_of_issue(const struct plan *plan, struct atl_arena *arena, uint32_t index);
struct document document_of_page(const struct plan *plan, struct atl_arena *arena, uint32_t index);

void document_append_storage(struct atl_buffer *text, const struct document *document);
void document_append_wiki(struct atl_buffer *text, const struct document *document);
void document_append_plain(struct atl_buffer *text, const struct document *document);
/* As a JSON object, a member of what is being written (see emit.h). */
void document_emit_adf(struct atl_buffer *json, const char *key, const struct document *document);

#endif
