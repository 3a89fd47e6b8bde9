/* Blocks as md4c reports them. */
#include "content/macro_place.h"
#include "content/markdown/reader.h"
#include "content/markdown/spellings.h"

#include <string.h>

static struct atl_node *open_block(struct markdown_reader *reader, enum atl_node_kind kind)
{
    struct atl_node *node = content_open(reader->builder, kind);
    node->line = 0; /* until its first text is reached */
    return node;
}

/* ---- headings and paragraphs ---- */

void markdown_begin_inlines(struct markdown_reader *reader)
{
    if (!reader->inlines) {
        open_block(reader, ATL_NODE_PARAGRAPH)->line = reader->line;
        reader->inlines = true;
    }
}

/* An image, a block formula or a table of contents alone in its paragraph stands for it; in a cell,
 * which holds a line, images do. */
static bool stands_alone(const struct markdown_reader *reader, const struct atl_node *node)
{
    return node->kind == ATL_NODE_IMAGE || (node->kind == ATL_NODE_MACRO && !reader->in_cell &&
                                            atl_node_text_is(node, MARKDOWN_MATH_BLOCK));
}

/* The bracket that text starts with has a backslash before it: then it is no more than text. */
static bool is_escaped(const struct markdown_reader *reader, const struct atl_node *text)
{
    return text->text > reader->text && markdown_in_source(reader, text->text) &&
           text->text[-1] == '\\';
}

/* "[TOC]", and "[[_TOC_]]", whose inner signs are emphasis. */
static bool is_contents(const struct markdown_reader *reader, const struct atl_node *paragraph)
{
    const struct atl_node *first = paragraph->first;
    if (first->kind != ATL_NODE_TEXT || is_escaped(reader, first)) {
        return false;
    }
    if (first->next == NULL) {
        return atl_node_text_is(first, "[TOC]") || atl_node_text_is(first, "[toc]");
    }
    const struct atl_node *inner = first->next;
    const struct atl_node *last = inner->next;
    return last != NULL && last->next == NULL && inner->kind == ATL_NODE_EMPHASIS &&
           atl_node_text_is(first, "[[") && last->kind == ATL_NODE_TEXT &&
           atl_node_text_is(last, "]]") && inner->first != NULL && inner->first->next == NULL &&
           atl_node_text_is(inner->first, "TOC");
}

static void finish_paragraph(const struct markdown_reader *reader, struct atl_node *paragraph)
{
    struct atl_node *only = paragraph->first;
    if (only == NULL) {
        return;
    }
    if (!reader->in_cell && is_contents(reader, paragraph)) {
        paragraph->kind = ATL_NODE_MACRO;
        paragraph->first = NULL;
        paragraph->last = NULL;
        content_set_text(paragraph, MARKDOWN_TOC, strlen(MARKDOWN_TOC));
    } else if (only->next == NULL && stands_alone(reader, only)) {
        content_hoist(paragraph);
    }
}

void markdown_end_inlines(struct markdown_reader *reader)
{
    if (!reader->inlines) {
        return;
    }
    content_trim_text(reader->builder, reader->trailing);
    markdown_close_tags(reader, 0);
    /* md4c has been seen to leave a strike open that begins in text and ends in a link's title. */
    while (
        (atl_node_is_mark(reader->builder->open) || reader->builder->open->kind == ATL_NODE_CODE) &&
        !content_builder_failed(reader->builder)) {
        content_close(reader->builder);
    }
    reader->spans = 0;
    reader->trailing = 0;
    reader->inlines = false;
    struct atl_node *block = reader->builder->open;
    content_close(reader->builder);
    if (reader->apart) {
        markdown_join_texts(reader, block);
        reader->apart = false;
    }
    if (reader->extended && block->kind == ATL_NODE_PARAGRAPH &&
        !content_builder_failed(reader->builder)) {
        finish_paragraph(reader, block);
    }
}

/* ---- quotes ---- */

/* GitHub's alerts: "[!NOTE]" on the first line of a quote. */
static void finish_quote(struct markdown_reader *reader, struct atl_node *quote)
{
    struct atl_node *paragraph = quote->first;
    struct atl_node *word = paragraph == NULL ? NULL : paragraph->first;
    enum atl_panel panel;
    if (!reader->github || word == NULL || paragraph->kind != ATL_NODE_PARAGRAPH ||
        word->kind != ATL_NODE_TEXT || word->length < 4 || memcmp(word->text, "[!", 2) != 0 ||
        word->text[word->length - 1] != ']' || is_escaped(reader, word) ||
        !markdown_panel_of_alert(word->text + 2, word->length - 3, &panel)) {
        return;
    }
    struct atl_node *line_end = word->next;
    if (line_end != NULL) {
        if (line_end->kind != ATL_NODE_SOFT_BREAK && line_end->kind != ATL_NODE_HARD_BREAK) {
            return;
        }
        content_remove(word, line_end);
    }
    content_remove(NULL, word);
    if (paragraph->first == NULL) {
        content_remove(NULL, paragraph);
    } else if (reader->extended) {
        finish_paragraph(reader, paragraph);
    }
    quote->kind = ATL_NODE_PANEL;
    quote->value = (uint8_t)panel;
}

/* ---- lists ---- */

static void open_list(struct markdown_reader *reader, enum atl_node_kind kind, bool tight)
{
    struct atl_node *list = open_block(reader, kind);
    list->flags |= tight ? ATL_NODE_TIGHT : 0;
}

static void open_item(struct markdown_reader *reader, const MD_BLOCK_LI_DETAIL *detail)
{
    struct atl_node *item =
        open_block(reader, detail->is_task ? ATL_NODE_TASK_ITEM : ATL_NODE_LIST_ITEM);
    if (detail->is_task && detail->task_mark != ' ') {
        item->flags |= ATL_NODE_DONE;
    }
    markdown_open_frame(reader);
}

/* Makes the list, which has nothing left in it, the footnote behind it. */
static void become_footnote(struct atl_node *list)
{
    struct atl_node *footnote = list->next;
    content_remove(list, footnote);
    list->kind = ATL_NODE_FOOTNOTE;
    list->flags = 0;
    list->number = 0;
    list->line = footnote->line;
    content_set_text(list, footnote->text, footnote->length);
    content_move_children(footnote, list);
}

/* Footnotes came as items of a list: they stand behind it, or in its place. */
static void release_footnotes(struct atl_node *list)
{
    struct atl_node *before = NULL;
    struct atl_node *item = list->first;
    while (item != NULL) {
        struct atl_node *next = item->next;
        if (item->kind == ATL_NODE_FOOTNOTE) {
            content_remove(before, item);
            content_append(list->parent, item);
        } else {
            before = item;
        }
        item = next;
    }
    if (list->first == NULL) {
        become_footnote(list);
    }
}

/* Task lists at the end of a task go behind it, as all formats have them. */
static void lift_nested_tasks(struct atl_node *item)
{
    struct atl_node *before = NULL;
    for (struct atl_node *child = item->first; child != NULL; child = child->next) {
        if (child->kind != ATL_NODE_TASK_LIST) {
            before = child;
        }
    }
    struct atl_node *after = item;
    struct atl_node *nested = before == NULL ? item->first : before->next;
    while (nested != NULL) {
        struct atl_node *next = nested->next;
        content_remove(before, nested);
        content_insert(item->parent, after, nested);
        after = nested;
        nested = next;
    }
}

/* A list of nothing but tasks is a task list. */
static void close_list(struct markdown_reader *reader)
{
    struct atl_node *list = reader->builder->open;
    content_close(reader->builder);
    if (content_builder_failed(reader->builder)) {
        return;
    }
    bool tasks = list->kind == ATL_NODE_BULLET_LIST && list->first != NULL;
    bool footnotes = false;
    for (const struct atl_node *item = list->first; item != NULL; item = item->next) {
        tasks = tasks && item->kind == ATL_NODE_TASK_ITEM;
        footnotes = footnotes || item->kind == ATL_NODE_FOOTNOTE;
    }
    if (tasks) {
        list->kind = ATL_NODE_TASK_LIST;
        for (struct atl_node *item = list->first; item != NULL; item = item->next) {
            if (item->kind == ATL_NODE_TASK_ITEM) {
                lift_nested_tasks(item);
            }
        }
    }
    if (footnotes) {
        release_footnotes(list);
    }
}

/* ---- tables ---- */

static void open_cell(struct markdown_reader *reader, bool header, const MD_BLOCK_TD_DETAIL *detail)
{
    static const char *const alignments[] = {
        [MD_ALIGN_LEFT] = "left", [MD_ALIGN_CENTER] = "center", [MD_ALIGN_RIGHT] = "right"};
    struct atl_node *cell = open_block(reader, ATL_NODE_TABLE_CELL);
    cell->flags |= header ? ATL_NODE_HEADER : 0;
    if (detail->align != MD_ALIGN_DEFAULT) {
        content_set_attribute(reader->builder->arena, cell, "align", alignments[detail->align]);
    }
    reader->in_cell = true;
}

/*
 * A row of one cell is filled up to the table's columns, up to 128 of them: a small file would make
 * a huge tree. No honest table has more empty cells than half its bytes.
 */
static void close_cell(struct markdown_reader *reader)
{
    const size_t always_allowed = 100000;
    markdown_end_inlines(reader);
    if (reader->builder->open->first == NULL &&
        ++reader->empty_cells > always_allowed + (size_t)(reader->end - reader->text) / 2) {
        content_builder_fail(reader->builder, ATL_FAILED, "too many rows with missing cells");
    }
    content_close(reader->builder);
    reader->in_cell = false;
}

/* ---- code and HTML ---- */

static void open_code(struct markdown_reader *reader, const MD_BLOCK_CODE_DETAIL *detail)
{
    reader->code_before = reader->builder->open->last;
    struct atl_node *code = open_block(reader, ATL_NODE_CODE_BLOCK);
    reader->verbatim = true;
    reader->code_block = true;
    reader->code_at = NULL;
    if (detail->fence_char != 0) {
        markdown_code_info(reader, code, detail);
    }
}

/* In another format the last newline belongs to the fence. */
static void close_code(struct markdown_reader *reader)
{
    struct atl_node *code = reader->builder->open;
    markdown_flush_indent(reader);
    reader->verbatim = false;
    reader->code_block = false;
    markdown_run_finish(reader, &reader->run, code);
    content_close(reader->builder);
    if (code->kind == ATL_NODE_RAW && !content_builder_failed(reader->builder)) {
        content_remove(reader->code_before, code);
        reader->builder->line = code->line == 0 ? reader->line : code->line;
        markdown_add_raw(reader, code->value, code->text, code->length - (code->length > 0));
    }
}

static void close_html(struct markdown_reader *reader)
{
    const struct markdown_directive *directive = reader->met;
    size_t length;
    const char *text = markdown_run_take(reader, &reader->run, &length);
    while (length > 0 && text[length - 1] == '\n') {
        length--;
    }
    reader->verbatim = false;
    reader->met = NULL;
    uint32_t line = reader->builder->line;
    reader->builder->line = reader->block_line;
    if (directive != NULL) {
        markdown_directive(reader, directive);
    } else {
        markdown_html_block(reader, text, length);
    }
    reader->builder->line = line;
}

/* ---- */

void markdown_enter_block(struct markdown_reader *reader, MD_BLOCKTYPE type, void *detail)
{
    markdown_end_inlines(reader);
    switch (type) {
    case MD_BLOCK_DOC:
        markdown_open_frame(reader);
        break;
    case MD_BLOCK_THEAD:
    case MD_BLOCK_TBODY:
        break;
    case MD_BLOCK_QUOTE:
        open_block(reader, ATL_NODE_QUOTE);
        markdown_open_frame(reader);
        break;
    case MD_BLOCK_UL:
        open_list(reader, ATL_NODE_BULLET_LIST, ((MD_BLOCK_UL_DETAIL *)detail)->is_tight != 0);
        break;
    case MD_BLOCK_OL: {
        const MD_BLOCK_OL_DETAIL *ordered = detail;
        open_list(reader, ATL_NODE_ORDERED_LIST, ordered->is_tight != 0);
        reader->builder->open->number = (int32_t)ordered->start;
        break;
    }
    case MD_BLOCK_LI:
        open_item(reader, detail);
        break;
    case MD_BLOCK_HR:
        content_leaf(reader->builder, ATL_NODE_RULE, NULL, 0);
        break;
    case MD_BLOCK_H:
        open_block(reader, ATL_NODE_HEADING)->number =
            (int32_t)((MD_BLOCK_H_DETAIL *)detail)->level;
        reader->inlines = true;
        break;
    case MD_BLOCK_CODE:
        open_code(reader, detail);
        break;
    case MD_BLOCK_HTML:
        reader->verbatim = true;
        break;
    case MD_BLOCK_P:
        open_block(reader, ATL_NODE_PARAGRAPH);
        reader->inlines = true;
        break;
    case MD_BLOCK_TABLE:
        open_block(reader, ATL_NODE_TABLE);
        break;
    case MD_BLOCK_TR:
        open_block(reader, ATL_NODE_TABLE_ROW);
        break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        open_cell(reader, type == MD_BLOCK_TH, detail);
        break;
    }
}

static void close_quote(struct markdown_reader *reader)
{
    markdown_close_frame(reader);
    struct atl_node *quote = reader->builder->open;
    content_close(reader->builder);
    if (!content_builder_failed(reader->builder)) {
        finish_quote(reader, quote);
    }
}

void markdown_leave_block(struct markdown_reader *reader, MD_BLOCKTYPE type, void *detail)
{
    (void)detail;
    switch (type) {
    case MD_BLOCK_DOC:
        markdown_close_frame(reader);
        markdown_finish_footnotes(reader);
        break;
    case MD_BLOCK_THEAD:
    case MD_BLOCK_TBODY:
    case MD_BLOCK_HR:
        break;
    case MD_BLOCK_QUOTE:
        close_quote(reader);
        break;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        close_list(reader);
        break;
    case MD_BLOCK_CODE:
        close_code(reader);
        break;
    case MD_BLOCK_HTML:
        close_html(reader);
        break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        close_cell(reader);
        break;
    case MD_BLOCK_LI:
        markdown_end_inlines(reader);
        markdown_close_frame(reader);
        content_close(reader->builder);
        break;
    case MD_BLOCK_H:
    case MD_BLOCK_P:
        markdown_end_inlines(reader);
        break;
    case MD_BLOCK_TABLE:
    case MD_BLOCK_TR:
        content_close(reader->builder);
        break;
    }
}
