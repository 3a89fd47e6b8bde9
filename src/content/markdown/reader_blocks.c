/* Blocks as md4c reports them. */
#include "content/markdown/reader.h"

static struct atl_node *open_block(struct markdown_reader *reader, enum atl_node_kind kind)
{
    struct atl_node *node = content_open(reader->builder, kind);
    node->line = 0; /* until its first text is reached */
    return node;
}

static bool is_item(const struct atl_node *node)
{
    return node->kind == ATL_NODE_LIST_ITEM || node->kind == ATL_NODE_TASK_ITEM;
}

void markdown_begin_inlines(struct markdown_reader *reader)
{
    const struct atl_node *open = reader->builder->open;
    if (is_item(open) || open->kind == ATL_NODE_TABLE_CELL) {
        open_block(reader, ATL_NODE_PARAGRAPH)->line = reader->line;
    }
}

void markdown_end_inlines(struct markdown_reader *reader)
{
    content_trim_text(reader->builder, reader->trailing);
    reader->trailing = 0;
    content_close(reader->builder);
}

/* Closes a paragraph that markdown_begin_inlines opened. */
static void end_inlines(struct markdown_reader *reader)
{
    if (reader->builder->open->kind == ATL_NODE_PARAGRAPH) {
        markdown_end_inlines(reader);
    }
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
}

/* A list of nothing but tasks is a task list. */
static void close_list(struct markdown_reader *reader)
{
    struct atl_node *list = reader->builder->open;
    bool tasks = list->kind == ATL_NODE_BULLET_LIST && list->first != NULL;
    for (const struct atl_node *item = list->first; item != NULL && tasks; item = item->next) {
        tasks = item->kind == ATL_NODE_TASK_ITEM;
    }
    if (tasks) {
        list->kind = ATL_NODE_TASK_LIST;
    }
    content_close(reader->builder);
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
    end_inlines(reader);
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
    struct atl_node *code = open_block(reader, ATL_NODE_CODE_BLOCK);
    markdown_attribute_set(reader, &detail->lang, code, "language");
}

static void close_verbatim(struct markdown_reader *reader)
{
    markdown_run_finish(reader, &reader->run, reader->builder->open);
    content_close(reader->builder);
}

static void close_html(struct markdown_reader *reader)
{
    struct markdown_run *run = &reader->run;
    while (run->length > 0 && run->text[run->length - 1] == '\n') {
        run->length--;
    }
    struct atl_node *raw = reader->builder->open;
    raw->value = ATL_CONTENT_HTML;
    close_verbatim(reader);
}

/* ---- */

void markdown_enter_block(struct markdown_reader *reader, MD_BLOCKTYPE type, void *detail)
{
    end_inlines(reader);
    switch (type) {
    case MD_BLOCK_DOC:
    case MD_BLOCK_THEAD:
    case MD_BLOCK_TBODY:
        break;
    case MD_BLOCK_QUOTE:
        open_block(reader, ATL_NODE_QUOTE);
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
        open_block(reader, ATL_NODE_RULE);
        break;
    case MD_BLOCK_H:
        open_block(reader, ATL_NODE_HEADING)->number =
            (int32_t)((MD_BLOCK_H_DETAIL *)detail)->level;
        break;
    case MD_BLOCK_CODE:
        open_code(reader, detail);
        break;
    case MD_BLOCK_HTML:
        open_block(reader, ATL_NODE_RAW);
        break;
    case MD_BLOCK_P:
        open_block(reader, ATL_NODE_PARAGRAPH);
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

void markdown_leave_block(struct markdown_reader *reader, MD_BLOCKTYPE type, void *detail)
{
    (void)detail;
    switch (type) {
    case MD_BLOCK_DOC:
    case MD_BLOCK_THEAD:
    case MD_BLOCK_TBODY:
        break;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        close_list(reader);
        break;
    case MD_BLOCK_CODE:
        close_verbatim(reader);
        break;
    case MD_BLOCK_HTML:
        close_html(reader);
        break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        close_cell(reader);
        break;
    case MD_BLOCK_LI:
        end_inlines(reader);
        content_close(reader->builder);
        break;
    case MD_BLOCK_H:
    case MD_BLOCK_P:
        markdown_end_inlines(reader);
        break;
    case MD_BLOCK_QUOTE:
    case MD_BLOCK_HR:
    case MD_BLOCK_TABLE:
    case MD_BLOCK_TR:
        content_close(reader->builder);
        break;
    }
}
