/* Confluence's storage format: XHTML with macros. */
#include "sandbox/seed/document.h"
#include "sandbox/text/markup.h"

#include <string.h>

static void append_element(struct atl_buffer *text, const char *element, const char *plain)
{
    atl_buffer_printf(text, "<%s>", element);
    markup_append_escaped(text, plain, strlen(plain));
    atl_buffer_printf(text, "</%s>", element);
}

static void append_list(struct atl_buffer *text, const char *element,
                        const struct document_block *block)
{
    atl_buffer_printf(text, "<%s>", element);
    for (size_t i = 0; i < block->item_count; i++) {
        atl_buffer_add(text, "<li>");
        append_element(text, "p", block->items[i]);
        atl_buffer_add(text, "</li>");
    }
    atl_buffer_printf(text, "</%s>", element);
}

static void append_table(struct atl_buffer *text, const struct document_block *block)
{
    atl_buffer_add(text, "<table><tbody>");
    for (size_t i = 0; i < block->item_count; i++) {
        const char *cell = i < 2 ? "th" : "td";
        atl_buffer_add(text, i % 2 == 0 ? "<tr>" : "");
        atl_buffer_printf(text, "<%s>", cell);
        append_element(text, "p", block->items[i]);
        atl_buffer_printf(text, "</%s>", cell);
        atl_buffer_add(text, i % 2 == 1 ? "</tr>" : "");
    }
    atl_buffer_add(text, "</tbody></table>");
}

/* No text of ours holds "]]>", which would end the section. */
static void append_code(struct atl_buffer *text, const char *code)
{
    atl_buffer_printf(text,
                      "<ac:structured-macro ac:name=\"code\"><ac:plain-text-body><![CDATA[%s]]>"
                      "</ac:plain-text-body></ac:structured-macro>",
                      code);
}

static void append_note(struct atl_buffer *text, const char *note)
{
    atl_buffer_add(text, "<ac:structured-macro ac:name=\"info\"><ac:rich-text-body>");
    append_element(text, "p", note);
    atl_buffer_add(text, "</ac:rich-text-body></ac:structured-macro>");
}

void document_append_storage(struct atl_buffer *text, const struct document *document)
{
    for (size_t i = 0; i < document->block_count; i++) {
        const struct document_block *block = &document->blocks[i];
        switch (block->kind) {
        case BLOCK_HEADING:
            append_element(text, "h2", block->text);
            break;
        case BLOCK_PARAGRAPH:
            append_element(text, "p", block->text);
            break;
        case BLOCK_BULLETS:
            append_list(text, "ul", block);
            break;
        case BLOCK_NUMBERED:
            append_list(text, "ol", block);
            break;
        case BLOCK_CODE:
            append_code(text, block->text);
            break;
        case BLOCK_TABLE:
            append_table(text, block);
            break;
        case BLOCK_NOTE:
            append_note(text, block->text);
            break;
        }
    }
}
