#include "content/marks.h"

#include <stdlib.h>
#include <string.h>

enum {
    NOWHERE = -1,
};

/* One mark around one leaf. */
struct place {
    const struct atl_node *mark;
    int next;      /* index of the same mark around the next leaf, or NOWHERE */
    uint32_t span; /* leaves from here on that it is around */
    uint32_t from; /* index in the run's own list */
    uint32_t rank; /* among marks of its kind around this leaf: they stay in their order */
    bool open;
};

/* Where a leaf's marks are among all places. */
struct range {
    size_t start;
    size_t count;
};

struct nest {
    struct atl_arena *arena;
    const struct content_run *runs;
    size_t count;
    struct range *ranges;
    struct place *places;
    size_t place_count;
    size_t place_capacity;
    struct atl_node *open; /* the innermost node that is open … */
    size_t *stack;         /* … and for each open mark its index around the current leaf */
    size_t depth;
    size_t stack_capacity;
};

static bool same_attributes(const struct atl_attribute *left, const struct atl_attribute *right)
{
    while (left != NULL && right != NULL && strcmp(left->name, right->name) == 0 &&
           strcmp(left->value, right->value) == 0) {
        left = left->next;
        right = right->next;
    }
    return left == NULL && right == NULL;
}

/* Each smart link is one of its own, also beside another to the same address. */
static bool same_mark(const struct atl_node *left, const struct atl_node *right)
{
    return left == right ||
           (left->kind == right->kind && left->length == right->length &&
            atl_node_attribute(left, "card") == NULL &&
            (left->length == 0 || memcmp(left->text, right->text, left->length) == 0) &&
            same_attributes(left->attributes, right->attributes));
}

/* ---- looking ahead ---- */

static void add_place(struct nest *nest, const struct atl_node *mark, size_t from)
{
    if (nest->place_count == nest->place_capacity) {
        nest->place_capacity *= 2;
        nest->places = atl_realloc(nest->places, nest->place_capacity, sizeof *nest->places);
    }
    nest->places[nest->place_count++] =
        (struct place){.mark = mark, .next = NOWHERE, .span = 1, .from = (uint32_t)from};
}

static int find_place(const struct nest *nest, const struct range *range,
                      const struct atl_node *mark, size_t likely)
{
    const struct place *places = nest->places + range->start;
    if (likely < range->count && same_mark(places[likely].mark, mark)) {
        return (int)likely;
    }
    for (size_t i = 0; i < range->count; i++) {
        if (same_mark(places[i].mark, mark)) {
            return (int)i;
        }
    }
    return NOWHERE;
}

/* How many marks two runs share from the outside. */
static size_t shared_marks(const struct content_run *left, const struct content_run *right)
{
    size_t shared = 0;
    while (shared < left->count && shared < right->count &&
           left->marks[shared] == right->marks[shared]) {
        shared++;
    }
    return shared;
}

static void rank_places(struct place *places, size_t count)
{
    uint32_t ranks[ATL_NODE_KINDS] = {0};
    for (size_t i = 0; i < count; i++) {
        places[i].rank = ranks[places[i].mark->kind]++;
    }
}

/*
 * Lists each leaf's marks without repeats. Marks shared with the leaf before are taken over as they
 * were, so that many leaves below many marks don't cost the square of them.
 */
static void list_places(struct nest *nest)
{
    for (size_t i = 0; i < nest->count; i++) {
        const struct content_run *run = &nest->runs[i];
        struct range *range = &nest->ranges[i];
        *range = (struct range){.start = nest->place_count};
        size_t shared = i == 0 ? 0 : shared_marks(&nest->runs[i - 1], run);
        size_t before = i == 0 ? 0 : nest->ranges[i - 1].start;
        for (; before < range->start && nest->places[before].from < shared; before++) {
            add_place(nest, nest->places[before].mark, nest->places[before].from);
            range->count++;
        }
        for (size_t mark = shared; mark < run->count; mark++) {
            if (find_place(nest, range, run->marks[mark], mark) == NOWHERE) {
                add_place(nest, run->marks[mark], mark);
                range->count++;
            }
        }
        rank_places(nest->places + range->start, range->count);
    }
}

static void measure_spans(struct nest *nest)
{
    for (size_t i = nest->count; i-- > 1;) {
        const struct range *range = &nest->ranges[i - 1];
        for (size_t mark = 0; mark < range->count; mark++) {
            struct place *place = &nest->places[range->start + mark];
            place->next = find_place(nest, &nest->ranges[i], place->mark, mark);
            if (place->next != NOWHERE) {
                place->span += nest->places[nest->ranges[i].start + (size_t)place->next].span;
            }
        }
    }
}

/* ---- opening and closing ---- */

static const uint8_t canonical_order[ATL_NODE_KINDS] = {
    [ATL_NODE_LINK] = 0,        [ATL_NODE_ANNOTATION] = 1, [ATL_NODE_COLOR] = 2,
    [ATL_NODE_BACKGROUND] = 3,  [ATL_NODE_UNDERLINE] = 4,  [ATL_NODE_SUBSCRIPT] = 5,
    [ATL_NODE_SUPERSCRIPT] = 6, [ATL_NODE_STRIKE] = 7,     [ATL_NODE_EMPHASIS] = 8,
    [ATL_NODE_STRONG] = 9,
};

static bool goes_outside(const struct place *left, const struct place *right)
{
    if (left->span != right->span) {
        return left->span > right->span;
    }
    return canonical_order[left->mark->kind] < canonical_order[right->mark->kind];
}

static void open_mark(struct nest *nest, const struct range *range, struct place *place)
{
    struct atl_node *mark = content_node_new(nest->arena, place->mark->kind);
    mark->text = place->mark->text;
    mark->length = place->mark->length;
    mark->attributes = place->mark->attributes;
    mark->line = place->mark->line;
    content_append(nest->open, mark);
    nest->open = mark;
    place->open = true;
    if (nest->depth == nest->stack_capacity) {
        nest->stack_capacity = nest->stack_capacity == 0 ? 16 : nest->stack_capacity * 2;
        nest->stack = atl_realloc(nest->stack, nest->stack_capacity, sizeof *nest->stack);
    }
    nest->stack[nest->depth++] = (size_t)(place - (nest->places + range->start));
}

static void close_down_to(struct nest *nest, size_t depth)
{
    for (; nest->depth > depth; nest->depth--) {
        nest->open = nest->open->parent;
    }
}

/*
 * Keeps open what goes on from the leaf before, closes the rest. Of two marks of one kind, such as
 * colours, the inner one counts: the outer one has to be open first.
 */
static void keep_open(struct nest *nest, size_t leaf)
{
    if (leaf == 0) {
        return;
    }
    struct place *places = nest->places + nest->ranges[leaf].start;
    const struct place *before = nest->places + nest->ranges[leaf - 1].start;
    uint32_t ranks[ATL_NODE_KINDS] = {0};
    size_t kept = 0;
    while (kept < nest->depth && before[nest->stack[kept]].next != NOWHERE) {
        size_t index = (size_t)before[nest->stack[kept]].next;
        if (places[index].rank != ranks[places[index].mark->kind]) {
            break;
        }
        ranks[places[index].mark->kind]++;
        places[index].open = true;
        nest->stack[kept++] = index;
    }
    close_down_to(nest, kept);
}

/* The mark to open next. */
static struct place *find_outermost(struct place *places, size_t count)
{
    struct place *outermost = NULL;
    uint64_t later = 0; /* kinds of which one that isn't open belongs outside */
    for (size_t i = 0; i < count; i++) {
        uint64_t kind = UINT64_C(1) << places[i].mark->kind;
        if (places[i].open || (later & kind) != 0) {
            continue;
        }
        later |= kind;
        if (outermost == NULL || goes_outside(&places[i], outermost)) {
            outermost = &places[i];
        }
    }
    return outermost;
}

static void open_missing(struct nest *nest, const struct range *range)
{
    for (size_t missing = range->count - nest->depth; missing > 0; missing--) {
        open_mark(nest, range, find_outermost(nest->places + range->start, range->count));
    }
}

_Static_assert(ATL_NODE_KINDS <= 64, "a set of kinds fits into 64 bits");

/* ---- leaves ---- */

/* Whether the next leaf has exactly the marks of this one. */
static bool goes_on_alike(const struct nest *nest, size_t leaf)
{
    const struct range *range = &nest->ranges[leaf];
    if (leaf + 1 == nest->count || nest->ranges[leaf + 1].count != range->count) {
        return false;
    }
    const struct place *next = nest->places + nest->ranges[leaf + 1].start;
    for (size_t i = 0; i < range->count; i++) {
        const struct place *place = &nest->places[range->start + i];
        if (place->next == NOWHERE || next[place->next].rank != place->rank) {
            return false;
        }
    }
    return true;
}

static struct atl_node *own_leaf(struct nest *nest, const struct atl_node *leaf)
{
    struct atl_node *own = atl_arena_alloc(nest->arena, sizeof *own);
    *own = *leaf;
    own->next = NULL;
    own->parent = NULL;
    return own;
}

/* Appends the leaf; texts after it with the same marks are joined to it. Returns the next leaf. */
static size_t append_leaf(struct nest *nest, size_t at)
{
    const struct atl_node *leaf = nest->runs[at].leaf;
    /* Leaves that stand in no tree were made for this call. */
    struct atl_node *own = leaf->parent == NULL ? (struct atl_node *)leaf : own_leaf(nest, leaf);
    content_append(nest->open, own);
    size_t end = at + 1;
    if (leaf->kind != ATL_NODE_TEXT) {
        return end;
    }
    size_t length = leaf->length;
    while (goes_on_alike(nest, end - 1) && nest->runs[end].leaf->kind == ATL_NODE_TEXT) {
        length += nest->runs[end++].leaf->length;
    }
    if (end > at + 1) {
        char *text = atl_arena_alloc(nest->arena, length + 1);
        size_t filled = 0;
        for (size_t i = at; i < end; i++) {
            memcpy(text + filled, nest->runs[i].leaf->text, nest->runs[i].leaf->length);
            filled += nest->runs[i].leaf->length;
        }
        content_set_text(own, text, length);
    }
    return end;
}

void content_nest_runs(struct atl_arena *arena, struct atl_node *parent,
                       const struct content_run *runs, size_t count)
{
    struct nest nest = {.arena = arena, .runs = runs, .count = count, .open = parent};
    nest.place_capacity = count + 16;
    nest.places = atl_realloc(NULL, nest.place_capacity, sizeof *nest.places);
    nest.ranges = atl_realloc(NULL, count + 1, sizeof *nest.ranges);
    list_places(&nest);
    measure_spans(&nest);
    size_t at = 0;
    while (at < count) {
        keep_open(&nest, at);
        open_missing(&nest, &nest.ranges[at]);
        size_t end = append_leaf(&nest, at);
        /* Joined texts are passed over; what is open is found around the last of them. */
        for (at++; at < end; at++) {
            keep_open(&nest, at);
        }
    }
    free(nest.ranges);
    free(nest.places);
    free(nest.stack);
}
