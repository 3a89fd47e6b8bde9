/* Whether two trees say the same: blocks node by node, inlines by what each leaf looks like. */
#include "content/equal.h"

#include "content/emoji.h"

#include <stdlib.h>
#include <string.h>

struct comparison {
    struct atl_buffer *difference; /* NULL: nobody asks */
};

static bool differ(struct comparison *comparison, const struct atl_node *place, const char *what)
{
    if (comparison->difference != NULL) {
        for (const struct atl_node *up = place; up != NULL; up = up->parent) {
            atl_buffer_printf(comparison->difference, "%s%s", up == place ? "in " : " of ",
                              atl_node_kind_name(up->kind));
        }
        atl_buffer_printf(comparison->difference, ": %s", what);
    }
    return false;
}

/* ---- one node ---- */

static bool equal_text(const struct atl_node *left, const struct atl_node *right)
{
    return left->length == right->length &&
           (left->length == 0 || memcmp(left->text, right->text, left->length) == 0);
}

/*
 * What a reader keeps for itself, such as the exact source of a macro, says nothing of its own; nor
 * does what is so anyway.
 */
static bool counts(const struct atl_node *node, const struct atl_attribute *attribute)
{
    if (attribute->name[0] == CONTENT_PRIVATE_ATTRIBUTE) {
        return false;
    }
    switch ((enum atl_node_kind)node->kind) {
    case ATL_NODE_EMOJI: /* the character of one whose name is known */
        return !content_emoji_repeats(node, attribute);
    case ATL_NODE_MENTION: /* the site knows the name */
        return strcmp(attribute->name, "text") != 0;
    case ATL_NODE_TABLE_CELL:
        return strcmp(attribute->name, "align") != 0 || strcmp(attribute->value, "left") != 0;
    default:
        return true;
    }
}

static size_t occurrences(const struct atl_node *node, const struct atl_attribute *wanted)
{
    size_t count = 0;
    for (const struct atl_attribute *next = node->attributes; next != NULL; next = next->next) {
        count += strcmp(next->name, wanted->name) == 0 && strcmp(next->value, wanted->value) == 0;
    }
    return count;
}

static bool holds_attributes(const struct atl_node *holder, const struct atl_node *of)
{
    for (const struct atl_attribute *next = of->attributes; next != NULL; next = next->next) {
        if (counts(of, next) && occurrences(holder, next) != occurrences(of, next)) {
            return false;
        }
    }
    return true;
}

static bool equal_attributes(const struct atl_node *left, const struct atl_node *right)
{
    return holds_attributes(left, right) && holds_attributes(right, left);
}

/* All but the children. NULL: equal; else what isn't. */
static const char *unlike(const struct atl_node *left, const struct atl_node *right)
{
    const unsigned insignificant = ATL_NODE_TIGHT;
    if (left->kind != right->kind) {
        return "kinds differ";
    }
    if ((left->flags & ~insignificant) != (right->flags & ~insignificant)) {
        return "flags differ";
    }
    if (left->value != right->value || left->number != right->number) {
        return "values differ";
    }
    if (!equal_text(left, right)) {
        return "texts differ";
    }
    return equal_attributes(left, right) ? NULL : "attributes differ";
}

/* ---- inlines ---- */

/* A leaf with the marks around it. */
struct run {
    const struct atl_node *leaf;
    const struct atl_node **marks;
    size_t mark_count;
};

struct runs {
    struct atl_arena arena;
    struct run *items;
    size_t count;
    size_t capacity;
    size_t at;     /* where the comparison is … */
    size_t offset; /* … within that leaf's text */
};

/* Of colours within colours the innermost is seen. */
static bool is_covered(const struct atl_node *mark, const struct atl_node *const *inner,
                       size_t count)
{
    bool covered = false;
    if (mark->kind == ATL_NODE_COLOR || mark->kind == ATL_NODE_BACKGROUND) {
        for (size_t i = 0; i < count && !covered; i++) {
            covered = inner[i]->kind == mark->kind;
        }
    }
    return covered;
}

static void add_run(void *context, const struct atl_node *leaf, const struct atl_node *const *marks,
                    size_t count)
{
    struct runs *runs = context;
    if (runs->count == runs->capacity) {
        runs->capacity = runs->capacity == 0 ? 16 : runs->capacity * 2;
        runs->items = atl_realloc(runs->items, runs->capacity, sizeof *runs->items);
    }
    struct run *run = &runs->items[runs->count++];
    run->leaf = leaf;
    run->mark_count = 0;
    run->marks = atl_arena_alloc(&runs->arena, (count + 1) * sizeof(struct atl_node *));
    for (size_t i = 0; i < count; i++) {
        if (!is_covered(marks[i], marks + i + 1, count - i - 1)) {
            run->marks[run->mark_count++] = marks[i];
        }
    }
}

static bool has_mark(const struct run *run, const struct atl_node *mark)
{
    for (size_t i = 0; i < run->mark_count; i++) {
        if (unlike(run->marks[i], mark) == NULL) {
            return true;
        }
    }
    return false;
}

static bool is_invisible_on_space(const struct atl_node *mark)
{
    return mark->kind == ATL_NODE_EMPHASIS || mark->kind == ATL_NODE_STRONG ||
           mark->kind == ATL_NODE_COLOR;
}

static bool holds_marks(const struct run *holder, const struct run *of, bool on_space)
{
    for (size_t i = 0; i < of->mark_count; i++) {
        bool matters = !on_space || !is_invisible_on_space(of->marks[i]);
        if (matters && !has_mark(holder, of->marks[i])) {
            return false;
        }
    }
    return true;
}

static bool equal_marks(const struct run *left, const struct run *right, bool on_space)
{
    return holds_marks(left, right, on_space) && holds_marks(right, left, on_space);
}

/* HTML of a line says the same in one node and in several. */
static bool is_html(const struct run *run)
{
    return run->leaf->kind == ATL_NODE_RAW && run->leaf->value == ATL_CONTENT_HTML;
}

/* What is left of the text at the cursor; a soft break reads as a space. NULL: no text. */
static const char *remaining(const struct runs *runs, size_t *length)
{
    const struct run *run = &runs->items[runs->at];
    if (run->leaf->kind == ATL_NODE_SOFT_BREAK) {
        *length = 1;
        return " ";
    }
    *length = run->leaf->length - runs->offset;
    return run->leaf->kind == ATL_NODE_TEXT || is_html(run) ? run->leaf->text + runs->offset : NULL;
}

static void advance(struct runs *runs, size_t length, size_t available)
{
    runs->offset += length;
    if (length == available) {
        runs->at++;
        runs->offset = 0;
    }
}

static bool is_space(char character)
{
    return character == ' ' || character == '\t';
}

static bool is_blank(const char *text, size_t length)
{
    size_t spaces = 0;
    while (spaces < length && is_space(text[spaces])) {
        spaces++;
    }
    return spaces == length;
}

/* Text of `length` bytes is the same; only its white space may be marked otherwise. */
static bool equal_span(const struct run *left, const struct run *right, const char *text,
                       size_t length)
{
    return equal_marks(left, right, is_blank(text, length));
}

static size_t smaller(size_t left, size_t right)
{
    return left < right ? left : right;
}

/* Spaces and what isn't one are compared apart, for their marks count differently. */
static size_t span_of(const char *text, size_t length)
{
    size_t span = 1;
    while (span < length && is_space(text[span]) == is_space(text[0])) {
        span++;
    }
    return span;
}

static bool equal_step(struct comparison *comparison, const struct atl_node *place,
                       struct runs *left, struct runs *right)
{
    const struct run *left_run = &left->items[left->at];
    const struct run *right_run = &right->items[right->at];
    size_t left_length;
    size_t right_length;
    const char *left_text = remaining(left, &left_length);
    const char *right_text = remaining(right, &right_length);
    if (left_text != NULL && right_text != NULL && is_html(left_run) == is_html(right_run)) {
        size_t length = span_of(left_text, smaller(left_length, right_length));
        if (memcmp(left_text, right_text, length) != 0) {
            return differ(comparison, place, "texts differ");
        }
        if (!equal_span(left_run, right_run, left_text, length)) {
            return differ(comparison, place, "marks differ");
        }
        advance(left, length, left_length);
        advance(right, length, right_length);
        return true;
    }
    const char *what = unlike(left_run->leaf, right_run->leaf);
    bool marked = left_run->leaf->kind != ATL_NODE_HARD_BREAK; /* nobody sees marks on a break */
    if (what == NULL && marked && !equal_marks(left_run, right_run, false)) {
        what = "marks differ";
    }
    if (what != NULL) {
        return differ(comparison, left_run->leaf, what);
    }
    left->at++;
    right->at++;
    return true;
}

static bool equal_inlines(struct comparison *comparison, const struct atl_node *left,
                          const struct atl_node *right)
{
    struct runs left_runs = {0};
    struct runs right_runs = {0};
    content_visit_runs(left, add_run, &left_runs);
    content_visit_runs(right, add_run, &right_runs);
    bool equal = true;
    while (equal && left_runs.at < left_runs.count && right_runs.at < right_runs.count) {
        equal = equal_step(comparison, left, &left_runs, &right_runs);
    }
    if (equal && (left_runs.at < left_runs.count || right_runs.at < right_runs.count)) {
        equal = differ(comparison, left, "one ends before the other");
    }
    free(left_runs.items);
    free(right_runs.items);
    atl_arena_free(&left_runs.arena);
    atl_arena_free(&right_runs.arena);
    return equal;
}

/* ---- blocks ---- */

static void note_leaf(void *context, const struct atl_node *leaf,
                      const struct atl_node *const *marks, size_t count)
{
    (void)marks;
    (void)count;
    bool blank = leaf->kind == ATL_NODE_SOFT_BREAK || leaf->kind == ATL_NODE_HARD_BREAK ||
                 (leaf->kind == ATL_NODE_TEXT && is_blank(leaf->text, leaf->length));
    if (!blank) {
        *(bool *)context = true;
    }
}

bool content_is_empty_paragraph(const struct atl_node *node)
{
    if (node->kind != ATL_NODE_PARAGRAPH) {
        return false;
    }
    bool filled = false;
    content_visit_runs(node, note_leaf, &filled);
    return !filled;
}

static const struct atl_node *skip_empty(const struct atl_node *node)
{
    while (node != NULL && content_is_empty_paragraph(node)) {
        node = node->next;
    }
    return node;
}

static bool equal_nodes(struct comparison *comparison, const struct atl_node *left,
                        const struct atl_node *right)
{
    const char *what = unlike(left, right);
    if (what != NULL) {
        return differ(comparison, left, what);
    }
    if (atl_node_holds_inlines(left)) {
        return equal_inlines(comparison, left, right);
    }
    const struct atl_node *left_child = skip_empty(left->first);
    const struct atl_node *right_child = skip_empty(right->first);
    while (left_child != NULL && right_child != NULL) {
        if (!equal_nodes(comparison, left_child, right_child)) {
            return false;
        }
        left_child = skip_empty(left_child->next);
        right_child = skip_empty(right_child->next);
    }
    return left_child == right_child || differ(comparison, left, "one has more in it");
}

bool atl_content_equal(const struct atl_content_tree *left, const struct atl_content_tree *right,
                       struct atl_buffer *difference)
{
    struct comparison comparison = {.difference = difference};
    return equal_nodes(&comparison, left->document, right->document);
}
