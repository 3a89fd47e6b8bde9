/* Lists: "* item", "** nested", "*# numbered within bullets", "* [x] task". */
#include "content/wiki/wiki_reader.h"

#include <string.h>

struct lists {
    char signs[ATL_CONTENT_DEPTH]; /* of the lists that are open, outermost first */
    uint32_t count;
};

static bool is_numbered(char sign)
{
    return sign == '#';
}

/* A list whose items are all tasks is a task list. */
static void finish_list(struct atl_node *list)
{
    bool tasks = list->kind == ATL_NODE_BULLET_LIST && list->first != NULL;
    for (const struct atl_node *item = list->first; item != NULL && tasks; item = item->next) {
        tasks = item->kind == ATL_NODE_TASK_ITEM;
    }
    if (tasks) {
        list->kind = ATL_NODE_TASK_LIST;
    }
}

static void close_list(struct wiki_reader *reader, struct lists *lists)
{
    content_close(reader->builder);
    struct atl_node *list = reader->builder->open;
    content_close(reader->builder);
    if (wiki_reads_on(reader)) {
        finish_list(list);
    }
    lists->count--;
}

static void open_list(struct wiki_reader *reader, struct lists *lists, char sign)
{
    struct atl_node *list = content_open(reader->builder, is_numbered(sign) ? ATL_NODE_ORDERED_LIST
                                                                            : ATL_NODE_BULLET_LIST);
    list->number = is_numbered(sign) ? 1 : 0;
    list->flags |= ATL_NODE_TIGHT;
    content_open(reader->builder, ATL_NODE_LIST_ITEM);
    lists->signs[lists->count++] = sign;
}

/* Opens an item as deep as the signs say. */
static void open_item(struct wiki_reader *reader, struct lists *lists, const char *signs,
                      uint32_t depth)
{
    while (lists->count > depth) {
        close_list(reader, lists);
    }
    if (lists->count == depth) {
        if (is_numbered(lists->signs[depth - 1]) == is_numbered(signs[depth - 1])) {
            content_close(reader->builder);
            content_open(reader->builder, ATL_NODE_LIST_ITEM);
            return;
        }
        close_list(reader, lists);
    }
    while (lists->count < depth && wiki_reads_on(reader)) {
        open_list(reader, lists, signs[lists->count]);
    }
}

/* "[ ] " or "[x] " at the start makes the open item a task. */
static struct wiki_span read_check_box(struct wiki_reader *reader, struct wiki_span span)
{
    const char *text = reader->text + span.start;
    uint32_t length = span.end - span.start;
    bool box = length >= 3 && text[0] == '[' && text[2] == ']' && strchr(" xX", text[1]) != NULL &&
               (length == 3 || wiki_is_space(text[3]));
    if (!box || !wiki_reads_on(reader)) {
        return span;
    }
    reader->builder->open->kind = ATL_NODE_TASK_ITEM;
    reader->builder->open->flags |= text[1] == ' ' ? 0 : ATL_NODE_DONE;
    span.start += 3;
    return wiki_trim(reader, span);
}

/* Lines of text after an item's first go on with it. Returns the end. */
static struct wiki_span continue_item(struct wiki_reader *reader, struct wiki_span rest,
                                      struct wiki_span *item)
{
    struct wiki_line line;
    while (rest.start < rest.end) {
        wiki_next_line(reader, rest, &line);
        if (wiki_line_kind(reader, line.span) != WIKI_LINE_TEXT ||
            wiki_list_signs(reader, line.span) > 0) {
            break;
        }
        item->end = line.span.end;
        rest.start = line.next;
        rest.tag = line.next_tag;
    }
    return rest;
}

struct wiki_span wiki_read_list(struct wiki_reader *reader, struct wiki_span rest)
{
    struct lists lists = {.count = 0};
    struct wiki_line line;
    while (rest.start < rest.end && wiki_reads_on(reader)) {
        wiki_next_line(reader, rest, &line);
        uint32_t depth = wiki_list_signs(reader, line.span);
        if (depth == 0 || wiki_line_kind(reader, line.span) == WIKI_LINE_RULE) {
            break;
        }
        if (depth >= ATL_CONTENT_DEPTH) {
            content_builder_fail(reader->builder, ATL_FAILED,
                                 "line %u: nested more than %d levels deep", reader->builder->line,
                                 ATL_CONTENT_DEPTH);
            break;
        }
        struct wiki_span item = wiki_trim(reader, line.span);
        wiki_note_line(reader, item.start);
        open_item(reader, &lists, reader->text + item.start, depth);
        item.start += depth;
        rest.start = line.next;
        rest.tag = line.next_tag;
        rest = continue_item(reader, rest, &item);
        wiki_read_run(reader, read_check_box(reader, wiki_trim(reader, item)));
    }
    while (lists.count > 0) {
        close_list(reader, &lists);
    }
    return rest;
}
