/* The tree to ADF: blocks where only inlines can be, and footnotes, of which ADF knows nothing. */
#include "content/adf/adf_writer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- blocks as lines ---- */

static bool is_block(const struct atl_node *node)
{
    return node->kind < ATL_NODE_EMPHASIS || node->kind == ATL_NODE_PLAIN_BODY;
}

static void put_code_lines(struct adf_writer *writer, struct adf_inlines *inlines,
                           const struct atl_node *node)
{
    const char *text = node->text;
    size_t left = node->length;
    while (left > 0) {
        const char *newline = memchr(text, '\n', left);
        size_t length = newline == NULL ? left : (size_t)(newline - text);
        adf_put_inline_code(writer, inlines, node, text, length);
        left -= length;
        text += length;
        if (left > 0) {
            left--;
            text++;
            inlines->break_pending = inlines->frame->count > 0;
        }
    }
}

void adf_put_flat(struct adf_writer *writer, struct adf_inlines *inlines,
                  const struct atl_node *node)
{
    bool block = is_block(node);
    if (block && inlines->frame->count > 0) {
        inlines->break_pending = true;
    }
    if (node->kind == ATL_NODE_CODE_BLOCK || node->kind == ATL_NODE_PLAIN_BODY) {
        put_code_lines(writer, inlines, node);
    } else if (node->kind == ATL_NODE_BLOCK_CARD || node->kind == ATL_NODE_EMBED_CARD) {
        if (node->length > 0 && adf_is_safe(writer, node, node->text, node->length)) {
            adf_put_card(writer, inlines, node);
        }
    } else if (block || node->kind == ATL_NODE_MACRO || node->kind == ATL_NODE_MEDIA_GROUP) {
        for (const struct atl_node *child = node->first; child != NULL; child = child->next) {
            if (is_block(child) || child->kind == ATL_NODE_MEDIA_GROUP) {
                adf_put_flat(writer, inlines, child);
            } else {
                adf_put_inline(writer, inlines, child);
            }
        }
    } else {
        adf_put_inline(writer, inlines, node);
    }
    if (block && inlines->frame->count > 0) {
        inlines->break_pending = true;
    }
}

/* ---- footnotes ---- */

void adf_put_footnote_ref(struct adf_writer *writer, struct adf_inlines *inlines,
                          const struct atl_node *node)
{
    char number[32];
    size_t index = content_footnote_number(&writer->footnotes, node);
    int length = snprintf(number, sizeof number, "%zu", index);
    adf_lost(writer, node, "footnotes: numbers and a list at the end");
    inlines->superscript = true;
    inlines->changed = true;
    if (index > 0) {
        adf_put_inline_text(writer, inlines, number, (size_t)length);
    } else {
        adf_put_inline_text(writer, inlines, node->text, node->length);
    }
    inlines->superscript = false;
    inlines->changed = true;
}

void adf_write_footnotes(struct adf_writer *writer, struct adf_frame *frame)
{
    const struct content_footnotes *footnotes = &writer->footnotes;
    if (footnotes->count == 0) {
        return;
    }
    adf_lost(writer, footnotes->defined[0], "footnotes: numbers and a list at the end");
    adf_put_bare(writer, frame, ADF_RULE);
    struct adf_frame list = {.type = ADF_ORDERED_LIST};
    adf_begin(writer, frame, ADF_ORDERED_LIST);
    adf_begin_content(writer);
    for (size_t i = 0; i < footnotes->count; i++) {
        struct adf_frame item = {.type = ADF_LIST_ITEM};
        adf_begin(writer, &list, ADF_LIST_ITEM);
        adf_begin_content(writer);
        adf_write_blocks(writer, &item, footnotes->defined[i]);
        adf_end_content(writer, &item);
    }
    adf_end_content(writer, &list);
}
