/*
 * Inlines as a row of pieces. Marks are nested as the tree has them, except that what goes on from
 * one leaf to the next stays open, so that equal marks side by side become one, and that emphasis
 * never begins or ends with a space: spaces wait until it is known what comes after them.
 */
#include "content/markdown/writer.h"

#include <string.h>

struct chain {
    const struct atl_node *marks[ATL_CONTENT_DEPTH]; /* outermost first */
    size_t count;
};

struct layout {
    struct markdown_pieces *pieces;
    const struct atl_node *block;
    uint32_t open[ATL_CONTENT_DEPTH]; /* pieces of the marks that are open, outermost first */
    size_t open_count;
    const struct atl_node *chain_of; /* the parent that `chain` belongs to */
    struct chain chain;
    struct markdown_pieces *waits; /* spaces */
};

static void add_piece(struct markdown_pieces *pieces, struct markdown_piece piece)
{
    if (pieces->count == pieces->capacity) {
        pieces->capacity = pieces->capacity == 0 ? 32 : pieces->capacity * 2;
        pieces->items = atl_realloc(pieces->items, pieces->capacity, sizeof *pieces->items);
    }
    pieces->items[pieces->count++] = piece;
}

/* ---- marks ---- */

/* Marks of which one is as good as two. */
static bool is_simple(const struct atl_node *mark)
{
    return mark->kind != ATL_NODE_LINK && mark->kind != ATL_NODE_COLOR &&
           mark->kind != ATL_NODE_BACKGROUND && mark->kind != ATL_NODE_ANNOTATION;
}

static bool is_same_mark(const struct atl_node *left, const struct atl_node *right)
{
    if (left == right) {
        return true;
    }
    if (left->kind != right->kind || left->kind == ATL_NODE_LINK) {
        return false; /* links side by side stay two */
    }
    return is_simple(left) ||
           (left->length == right->length && memcmp(left->text, right->text, left->length) == 0);
}

/* Comparing trees doesn't see them on spaces: see atl_content_equal. */
static bool is_invisible_on_space(const struct atl_node *mark)
{
    return mark->kind == ATL_NODE_EMPHASIS || mark->kind == ATL_NODE_STRONG ||
           mark->kind == ATL_NODE_COLOR;
}

static void find_chain(const struct layout *layout, const struct atl_node *leaf,
                       struct chain *chain)
{
    const struct atl_node *inward[ATL_CONTENT_DEPTH];
    size_t depth = 0;
    for (const struct atl_node *up = leaf->parent; up != layout->block && up != NULL;
         up = up->parent) {
        if (depth < ATL_CONTENT_DEPTH) {
            inward[depth++] = up;
        }
    }
    uint64_t seen = 0;
    chain->count = 0;
    while (depth > 0) {
        const struct atl_node *mark = inward[--depth];
        uint64_t bit = UINT64_C(1) << (mark->kind % 64);
        if (!is_simple(mark) || (seen & bit) == 0) {
            chain->marks[chain->count++] = mark;
        }
        seen |= bit;
    }
}

/* Whether the chain has the mark; *from, where the search begins, moves to where it was. */
static bool has_mark(const struct chain *chain, const struct atl_node *mark, size_t *from)
{
    for (size_t i = 0; i < chain->count; i++) {
        size_t at = (*from + i) % chain->count;
        if (is_same_mark(chain->marks[at], mark)) {
            *from = at + 1;
            return true;
        }
    }
    return false;
}

static void close_down_to(struct layout *layout, size_t count)
{
    while (layout->open_count > count) {
        uint32_t opened = layout->open[--layout->open_count];
        layout->pieces->items[opened].other = (uint32_t)layout->pieces->count;
        add_piece(layout->pieces,
                  (struct markdown_piece){.kind = MARKDOWN_CLOSE,
                                          .node = layout->pieces->items[opened].node,
                                          .other = opened});
    }
}

static const struct atl_node *open_mark(const struct layout *layout, size_t index)
{
    return layout->pieces->items[layout->open[index]].node;
}

/* Opens those of the chain that aren't open yet. */
static void open_marks(struct layout *layout, const struct chain *chain, bool on_space)
{
    const size_t already = layout->open_count;
    struct chain open;
    open.count = already;
    for (size_t i = 0; i < already; i++) {
        open.marks[i] = open_mark(layout, i);
    }
    size_t from = 0;
    for (size_t i = 0; i < chain->count; i++) {
        const struct atl_node *mark = chain->marks[i];
        bool wanted = !on_space || !is_invisible_on_space(mark);
        if (wanted && !has_mark(&open, mark, &from) && layout->open_count < ATL_CONTENT_DEPTH) {
            layout->open[layout->open_count++] = (uint32_t)layout->pieces->count;
            add_piece(layout->pieces, (struct markdown_piece){.kind = MARKDOWN_OPEN, .node = mark});
        }
    }
}

/* ---- leaves ---- */

/* Waiting spaces: emphasis goes on over them only if what follows has it, too. */
static void add_waiting(struct layout *layout, const struct chain *next)
{
    for (size_t i = 0; i < layout->waits->count; i++) {
        const struct markdown_piece *space = &layout->waits->items[i];
        struct chain own;
        find_chain(layout, space->node, &own);
        size_t kept = 0;
        size_t from_own = 0;
        size_t from_next = 0;
        while (kept < layout->open_count) {
            const struct atl_node *mark = open_mark(layout, kept);
            if (is_invisible_on_space(mark) ? !has_mark(next, mark, &from_next)
                                            : !has_mark(&own, mark, &from_own)) {
                break;
            }
            kept++;
        }
        close_down_to(layout, kept);
        open_marks(layout, &own, true);
        add_piece(layout->pieces, *space);
    }
    layout->waits->count = 0;
}

static void add_leaf(struct layout *layout, const struct markdown_piece *piece)
{
    const struct atl_node *leaf = piece->node;
    if (layout->waits->count == 0 && leaf->parent == layout->chain_of) {
        add_piece(layout->pieces, *piece);
        return;
    }
    if (leaf->parent != layout->chain_of) {
        find_chain(layout, leaf, &layout->chain);
        layout->chain_of = leaf->parent;
    }
    add_waiting(layout, &layout->chain);
    size_t kept = 0;
    size_t from = 0;
    while (kept < layout->open_count && has_mark(&layout->chain, open_mark(layout, kept), &from)) {
        kept++;
    }
    close_down_to(layout, kept);
    open_marks(layout, &layout->chain, false);
    add_piece(layout->pieces, *piece);
}

static void add_space(struct layout *layout, const struct atl_node *leaf, uint32_t start,
                      uint32_t length)
{
    if (length > 0) {
        add_piece(layout->waits,
                  (struct markdown_piece){
                      .kind = MARKDOWN_SPACE, .node = leaf, .start = start, .length = length});
    }
}

static void add_text(struct layout *layout, const struct atl_node *leaf)
{
    uint32_t start = 0;
    uint32_t end = leaf->length;
    while (start < end && leaf->text[start] == ' ') {
        start++;
    }
    while (end > start && leaf->text[end - 1] == ' ') {
        end--;
    }
    add_space(layout, leaf, 0, start);
    if (end > start) {
        const struct markdown_piece piece = {
            .kind = MARKDOWN_LEAF, .node = leaf, .start = start, .length = end - start};
        add_leaf(layout, &piece);
        add_space(layout, leaf, end, leaf->length - end);
    }
}

/* Links mean something even when nothing is in them: then they are leaves. */
static bool is_inner(const struct atl_node *node)
{
    return atl_node_is_mark(node) && (node->kind != ATL_NODE_LINK || node->first != NULL);
}

/* The next inline that is no mark. */
static const struct atl_node *next_leaf(const struct atl_node *node, const struct atl_node *block)
{
    bool inside = node == block;
    while (true) {
        if (inside && node->first != NULL) {
            node = node->first;
        } else {
            while (node != block && node->next == NULL) {
                node = node->parent;
            }
            if (node == block) {
                return NULL;
            }
            node = node->next;
        }
        inside = is_inner(node);
        if (!inside) {
            return node;
        }
    }
}

void markdown_make_pieces(struct markdown_pieces *pieces, struct markdown_pieces *waits,
                          const struct atl_node *block)
{
    struct layout
        layout; /* large, and made for every paragraph: no more of it is set than need be */
    layout.pieces = pieces;
    layout.waits = waits;
    layout.block = block;
    layout.chain_of = block;
    layout.chain.count = 0;
    layout.open_count = 0;
    pieces->count = 0;
    waits->count = 0;
    const struct atl_node *leaf = block;
    while ((leaf = next_leaf(leaf, block)) != NULL) {
        if (leaf->kind == ATL_NODE_TEXT) {
            add_text(&layout, leaf);
        } else if (leaf->kind == ATL_NODE_SOFT_BREAK) {
            add_space(&layout, leaf, 0, 1);
        } else {
            const struct markdown_piece piece = {
                .kind = MARKDOWN_LEAF, .node = leaf, .length = leaf->length};
            add_leaf(&layout, &piece);
        }
    }
    layout.chain.count = 0; /* nothing follows */
    add_waiting(&layout, &layout.chain);
    close_down_to(&layout, 0);
}
