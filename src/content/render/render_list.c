/* Lists: of items, tasks, decisions. */
#include "content/render/render.h"

#include <inttypes.h>
#include <stdio.h>

enum {
    MOST_NUMBER_BYTES = 32,
    GREEN = 77,
    BULLETS = 3,
    NESTED_TASK_INDENT = 2,
};

/* An item that is one paragraph, perhaps with lists below it, needs no empty line around it. */
static bool is_short(const struct atl_node *item)
{
    const struct atl_node *child = item->first;
    if (child != NULL && !atl_node_holds_blocks(child)) {
        child = child->next;
    }
    while (child != NULL &&
           (child->kind == ATL_NODE_BULLET_LIST || child->kind == ATL_NODE_ORDERED_LIST ||
            child->kind == ATL_NODE_TASK_LIST)) {
        child = child->next;
    }
    return child == NULL;
}

static bool is_tight(const struct atl_node *list)
{
    const struct atl_node *item = list->first;
    while (item != NULL && (item->kind == ATL_NODE_TASK_LIST || is_short(item))) {
        item = item->next;
    }
    return item == NULL;
}

/* ---- what stands before an item ---- */

struct marks {
    bool numbered;
    int64_t number;
    int digits; /* of the last one */
};

static struct marks marks_of(const struct atl_node *list)
{
    struct marks marks = {.numbered = list->kind == ATL_NODE_ORDERED_LIST, .number = list->number};
    int64_t last = list->number - 1;
    for (const struct atl_node *item = list->first; item != NULL; item = item->next) {
        last++;
    }
    marks.digits = snprintf(NULL, 0, "%" PRId64, last);
    return marks;
}

static const char *sign_of(const struct render *render, const struct atl_node *item)
{
    const struct render_theme *theme = render->theme;
    bool done = (item->flags & ATL_NODE_DONE) != 0;
    if (item->kind == ATL_NODE_TASK_ITEM) {
        return done ? theme->task_done : theme->task_open;
    }
    if (item->kind == ATL_NODE_DECISION_ITEM) {
        return done ? theme->decided : theme->undecided;
    }
    return NULL;
}

static struct render_mark mark_of(const struct render *render, const struct atl_node *item,
                                  struct marks *marks, char text[MOST_NUMBER_BYTES])
{
    const char *sign = sign_of(render, item);
    struct render_style style = {0};
    if (item->kind == ATL_NODE_TASK_ITEM && (item->flags & ATL_NODE_DONE) != 0) {
        style.foreground = GREEN;
    }
    if (marks->numbered) {
        snprintf(text, MOST_NUMBER_BYTES, "%*" PRId64 ".%s%s", marks->digits, marks->number++,
                 sign == NULL ? "" : " ", sign == NULL ? "" : sign);
        sign = text;
    } else if (sign == NULL) {
        sign = render->theme->bullets[render->list_depth % BULLETS];
    }
    return (struct render_mark){sign, atl_text_width(sign) + 1, style};
}

static void render_item(struct render *render, const struct atl_node *item, struct marks *marks,
                        bool tight)
{
    char number[MOST_NUMBER_BYTES];
    struct render_mark mark = mark_of(render, item, marks, number);
    struct render_prefix prefix = {.first = mark, .rest = {"", mark.width, {0}}};
    render_push(render, &prefix);
    render->tight = tight;
    render->list_depth++;
    render_blocks(render, item);
    render->list_depth--;
    render->tight = false;
    if (!prefix.used) { /* an empty item is one, too */
        render_line_start(render);
        render_line_end(render);
    }
    render_pop(render);
}

void render_list(struct render *render, const struct atl_node *list)
{
    bool tight = is_tight(list);
    struct marks marks = marks_of(list);
    size_t before = render->line_total;
    for (const struct atl_node *item = list->first; item != NULL; item = item->next) {
        if (render->line_total > before && !tight) {
            render_blank(render);
        }
        if (item->kind == ATL_NODE_TASK_LIST) { /* directly in the list, as ADF has it */
            struct render_prefix prefix = {.first = {"", NESTED_TASK_INDENT, {0}},
                                           .rest = {"", NESTED_TASK_INDENT, {0}}};
            render_push(render, &prefix);
            render_list(render, item);
            render_pop(render);
            continue;
        }
        render_item(render, item, &marks, tight);
    }
}
