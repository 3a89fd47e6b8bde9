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

static int compare_texts(const struct atl_node *left, const struct atl_node *right)
{
    size_t shorter = left->length < right->length ? left->length : right->length;
    int order = shorter == 0 ? 0 : memcmp(left->text, right->text, shorter);
    return order != 0 ? order : (left->length > right->length) - (left->length < right->length);
}

static int compare_labels(const void *left, const void *right)
{
    const struct adf_label *one = left;
    const struct adf_label *other = right;
    int order = compare_texts(one->footnote, other->footnote);
    return order != 0 ? order : (one->index > other->index) - (one->index < other->index);
}

void adf_collect_footnotes(struct adf_writer *writer, const struct atl_node *document)
{
    struct atl_list found = {0};
    for (struct atl_node *node = document->first; node != NULL;
         node = atl_node_following(node, document)) {
        if (node->kind == ATL_NODE_FOOTNOTE) {
            atl_list_add(&found, node);
        }
    }
    struct adf_footnotes *footnotes = &writer->footnotes;
    footnotes->count = found.count;
    footnotes->labels = atl_realloc(NULL, found.count + 1, sizeof *footnotes->labels);
    footnotes->defined = atl_realloc(NULL, found.count + 1, sizeof *footnotes->defined);
    for (size_t i = 0; i < found.count; i++) {
        footnotes->defined[i] = found.items[i];
        footnotes->labels[i] = (struct adf_label){.footnote = found.items[i], .index = i};
    }
    atl_list_free(&found);
    qsort(footnotes->labels, footnotes->count, sizeof *footnotes->labels, compare_labels);
}

/* Its number, from 1; 0 when it isn't defined. */
static size_t number_of(const struct adf_footnotes *footnotes, const struct atl_node *reference)
{
    size_t low = 0;
    size_t high = footnotes->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_texts(footnotes->labels[middle].footnote, reference) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool found =
        low < footnotes->count && compare_texts(footnotes->labels[low].footnote, reference) == 0;
    return found ? footnotes->labels[low].index + 1 : 0;
}

void adf_put_footnote_ref(struct adf_writer *writer, struct adf_inlines *inlines,
                          const struct atl_node *node)
{
    char number[32];
    size_t index = number_of(&writer->footnotes, node);
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
    const struct adf_footnotes *footnotes = &writer->footnotes;
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

void adf_free_footnotes(struct adf_writer *writer)
{
    free(writer->footnotes.labels);
    free(writer->footnotes.defined);
}
