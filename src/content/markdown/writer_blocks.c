/* Blocks one after the other: paragraphs, headings, quotes, rules, footnotes. */
#include "content/markdown/writer.h"

#include <string.h>

/* ---- what is written at all ---- */

static bool is_blank_leaf(const struct atl_node *node)
{
    if (node->kind == ATL_NODE_TEXT) {
        uint32_t spaces = 0;
        while (spaces < node->length && node->text[spaces] == ' ') {
            spaces++;
        }
        return spaces == node->length;
    }
    return node->kind == ATL_NODE_SOFT_BREAK || node->kind == ATL_NODE_HARD_BREAK;
}

/* As content_is_empty_paragraph, but done when the first thing that can be seen is found. */
static bool is_empty_paragraph(const struct atl_node *paragraph)
{
    const struct atl_node *node = paragraph;
    while ((node = atl_node_following(node, paragraph)) != NULL) {
        bool link = node->kind == ATL_NODE_LINK && node->first == NULL;
        if (link || (!is_blank_leaf(node) && !atl_node_is_mark(node))) {
            return false;
        }
    }
    return true;
}

bool markdown_is_list(const struct atl_node *node)
{
    return node->kind == ATL_NODE_BULLET_LIST || node->kind == ATL_NODE_ORDERED_LIST ||
           node->kind == ATL_NODE_TASK_LIST;
}

bool markdown_is_written(const struct atl_node *block)
{
    if (block->kind == ATL_NODE_PARAGRAPH) {
        return !is_empty_paragraph(block);
    }
    return !markdown_is_list(block) || block->first != NULL;
}

const struct atl_node *markdown_next_written(const struct atl_node *block)
{
    while (block != NULL && !markdown_is_written(block)) {
        block = block->next;
    }
    return block;
}

/* ---- blocks ---- */

static void write_paragraph(struct markdown_writer *writer, const struct atl_node *paragraph)
{
    markdown_begin_line(writer);
    markdown_write_inlines(writer, paragraph);
    markdown_end_line(writer);
}

static void write_heading(struct markdown_writer *writer, const struct atl_node *heading)
{
    static const char signs[] = "######";
    int level = heading->number < 1 ? 1 : heading->number > 6 ? 6 : heading->number;
    markdown_begin_line(writer);
    atl_buffer_append(writer->out, signs, (size_t)level);
    if (heading->first != NULL) {
        atl_buffer_add_char(writer->out, ' ');
        writer->one_line = true;
        markdown_write_inlines(writer, heading);
        writer->one_line = false;
    }
    markdown_end_line(writer);
}

static void write_quote(struct markdown_writer *writer, const struct atl_node *quote)
{
    markdown_begin_line(writer);
    atl_buffer_add(writer->out, "> ");
    size_t before = markdown_push_prefix(writer, "> ", 2);
    markdown_write_blocks(writer, quote, (struct markdown_place){0});
    if (writer->line_open) {
        markdown_empty_line(writer);
    }
    markdown_pop_prefix(writer, before);
}

static void write_footnote(struct markdown_writer *writer, const struct atl_node *footnote)
{
    markdown_begin_line(writer);
    atl_buffer_add(writer->out, "[^");
    atl_buffer_append(writer->out, footnote->text, footnote->length);
    atl_buffer_add(writer->out, "]: ");
    size_t before = markdown_push_prefix(writer, "    ", 4);
    markdown_write_blocks(writer, footnote, (struct markdown_place){0});
    if (writer->line_open) {
        markdown_empty_line(writer);
    }
    markdown_pop_prefix(writer, before);
}

static void write_rule(struct markdown_writer *writer, struct markdown_place place)
{
    /* "- ---" is one rule, not an item with one. */
    bool stars = place.item_marker == '-' || place.document_top;
    markdown_line(writer, stars ? "***" : "---");
}

/* ---- alignment ---- */

static bool is_aligned(const struct atl_node *block)
{
    return (block->kind == ATL_NODE_PARAGRAPH || block->kind == ATL_NODE_HEADING) &&
           (atl_node_attribute(block, "align") != NULL ||
            atl_node_attribute(block, "indent") != NULL);
}

static bool is_aligned_as(const struct atl_node *block, const struct atl_node *other)
{
    return is_aligned(block) &&
           atl_text_equal(atl_node_attribute(block, "align"), atl_node_attribute(other, "align")) &&
           atl_text_equal(atl_node_attribute(block, "indent"), atl_node_attribute(other, "indent"));
}

static void begin_division(struct markdown_writer *writer, const struct atl_node *block)
{
    const char *align = atl_node_attribute(block, "align");
    const char *indent = atl_node_attribute(block, "indent");
    markdown_begin_line(writer);
    atl_buffer_add(writer->out, "<div");
    if (align != NULL) {
        markdown_add_html_attribute(writer->out, "align", align, strlen(align));
    }
    if (indent != NULL) {
        markdown_add_html_attribute(writer->out, "data-indent", indent, strlen(indent));
    }
    atl_buffer_add(writer->out, ">");
    markdown_end_line(writer);
}

/* Paragraphs and headings of the same alignment, in one division. Returns the last of them. */
static const struct atl_node *write_aligned(struct markdown_writer *writer,
                                            const struct atl_node *first)
{
    const struct atl_node *last = first;
    begin_division(writer, first);
    const struct atl_node *block = first;
    while (block != NULL && is_aligned_as(block, first)) {
        last = block;
        markdown_empty_line(writer);
        if (block->kind == ATL_NODE_HEADING) {
            write_heading(writer, block);
        } else {
            write_paragraph(writer, block);
        }
        block = markdown_next_written(block->next);
    }
    markdown_empty_line(writer);
    markdown_line(writer, "</div>");
    return last;
}

/* ---- one block, and all ---- */

static char write_block(struct markdown_writer *writer, const struct atl_node *block,
                        struct markdown_place place)
{
    switch ((enum atl_node_kind)block->kind) {
    case ATL_NODE_PARAGRAPH:
        write_paragraph(writer, block);
        break;
    case ATL_NODE_HEADING:
        write_heading(writer, block);
        break;
    case ATL_NODE_QUOTE:
        write_quote(writer, block);
        break;
    case ATL_NODE_FOOTNOTE:
        write_footnote(writer, block);
        break;
    case ATL_NODE_RULE:
        write_rule(writer, place);
        break;
    case ATL_NODE_CODE_BLOCK:
        markdown_write_code_block(writer, block);
        break;
    case ATL_NODE_BULLET_LIST:
    case ATL_NODE_ORDERED_LIST:
    case ATL_NODE_TASK_LIST:
        return markdown_write_list(writer, block, place);
    case ATL_NODE_TABLE:
        markdown_write_table(writer, block);
        break;
    case ATL_NODE_MACRO:
        markdown_write_macro(writer, block);
        break;
    default:
        markdown_write_container(writer, block);
        break;
    }
    return '\0';
}

void markdown_write_blocks(struct markdown_writer *writer, const struct atl_node *parent,
                           struct markdown_place place)
{
    const struct atl_node *block = markdown_next_written(parent->first);
    while (block != NULL) {
        if (is_aligned(block)) {
            block = write_aligned(writer, block);
            place.list_before = '\0';
        } else {
            place.list_before = write_block(writer, block, place);
        }
        place.item_marker = '\0';
        place.document_top = false;
        block = markdown_next_written(block->next);
        if (block != NULL && !place.tight) {
            markdown_empty_line(writer);
        }
    }
}
