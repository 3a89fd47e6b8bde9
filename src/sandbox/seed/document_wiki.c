/* Wiki markup, as Jira Data Center keeps rich text. */
#include "sandbox/seed/document.h"

static void append_list(struct atl_buffer *text, char mark, const struct document_block *block)
{
    for (size_t i = 0; i < block->item_count; i++) {
        atl_buffer_printf(text, "%c %s\n", mark, block->items[i]);
    }
}

static void append_table(struct atl_buffer *text, const struct document_block *block)
{
    for (size_t i = 0; i + 1 < block->item_count; i += 2) {
        const char *bar = i == 0 ? "||" : "|";
        atl_buffer_printf(text, "%s%s%s%s%s\n", bar, block->items[i], bar, block->items[i + 1],
                          bar);
    }
}

void document_append_wiki(struct atl_buffer *text, const struct document *document)
{
    for (size_t i = 0; i < document->block_count; i++) {
        const struct document_block *block = &document->blocks[i];
        atl_buffer_add(text, i > 0 ? "\n" : "");
        switch (block->kind) {
        case BLOCK_HEADING:
            atl_buffer_printf(text, "h2. %s\n", block->text);
            break;
        case BLOCK_PARAGRAPH:
            atl_buffer_printf(text, "%s\n", block->text);
            break;
        case BLOCK_BULLETS:
            append_list(text, '*', block);
            break;
        case BLOCK_NUMBERED:
            append_list(text, '#', block);
            break;
        case BLOCK_CODE:
            atl_buffer_printf(text, "{code}\n%s\n{code}\n", block->text);
            break;
        case BLOCK_TABLE:
            append_table(text, block);
            break;
        case BLOCK_NOTE:
            atl_buffer_printf(text, "{info}%s{info}\n", block->text);
            break;
        }
    }
}
