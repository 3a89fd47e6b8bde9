/* Marks put around leaves: few of them, in the order that a reader would choose. */
#include "content/equal.h"
#include "unit.h"

#include <string.h>

enum {
    MOST = 64,
};

/* A paragraph of runs, each of a text and a word of letters for its marks. */
struct scratch {
    struct atl_arena arena;
    struct atl_node *parent;
    struct content_run runs[MOST];
    size_t count;
};

static struct atl_node *make_mark(struct atl_arena *arena, char letter)
{
    static const struct {
        char letter;
        enum atl_node_kind kind;
        const char *text;
    } letters[] = {
        {'b', ATL_NODE_STRONG, NULL},      {'i', ATL_NODE_EMPHASIS, NULL},
        {'u', ATL_NODE_UNDERLINE, NULL},   {'a', ATL_NODE_LINK, "https://a"},
        {'A', ATL_NODE_LINK, "https://b"}, {'r', ATL_NODE_COLOR, "#ff0000"},
        {'g', ATL_NODE_COLOR, "#00ff00"},
    };
    for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++) {
        if (letters[i].letter == letter) {
            struct atl_node *mark = content_node_new(arena, letters[i].kind);
            if (letters[i].text != NULL) {
                content_set_text(mark, letters[i].text, strlen(letters[i].text));
            }
            return mark;
        }
    }
    fail_msg("no mark is called %c", letter);
    return NULL;
}

static void add_run(struct scratch *scratch, const char *text, const char *marks)
{
    struct atl_arena *arena = &scratch->arena;
    size_t count = strlen(marks);
    const struct atl_node **nodes = atl_arena_alloc(arena, (count + 1) * sizeof *nodes);
    for (size_t i = 0; i < count; i++) {
        nodes[i] = make_mark(arena, marks[i]);
    }
    struct atl_node *leaf = content_node_new(arena, ATL_NODE_TEXT);
    content_set_text(leaf, text, strlen(text));
    assert_in_range(scratch->count, 0, MOST - 1);
    scratch->runs[scratch->count++] =
        (struct content_run){.leaf = leaf, .marks = nodes, .count = count};
}

static void spell(const struct atl_node *parent, struct atl_buffer *buffer)
{
    for (const struct atl_node *child = parent->first; child != NULL; child = child->next) {
        assert_ptr_equal(child->parent, parent);
        if (child->kind == ATL_NODE_TEXT) {
            atl_buffer_append(buffer, child->text, child->length);
            /* Two texts in a row would be a mistake. */
            assert_true(child->next == NULL || child->next->kind != ATL_NODE_TEXT);
            continue;
        }
        static const char *const names[ATL_NODE_KINDS] = {
            [ATL_NODE_STRONG] = "b", [ATL_NODE_EMPHASIS] = "i", [ATL_NODE_UNDERLINE] = "u",
            [ATL_NODE_LINK] = "a",   [ATL_NODE_COLOR] = "c",
        };
        atl_buffer_printf(buffer, "%s%.*s(", names[child->kind],
                          child->kind == ATL_NODE_COLOR ? 2 : 0,
                          child->text == NULL ? "" : child->text);
        spell(child, buffer);
        atl_buffer_add(buffer, ")");
    }
}

static void expect(struct scratch *scratch, const char *expected)
{
    scratch->parent = content_node_new(&scratch->arena, ATL_NODE_PARAGRAPH);
    content_nest_runs(&scratch->arena, scratch->parent, scratch->runs, scratch->count);
    struct atl_buffer buffer = {0};
    spell(scratch->parent, &buffer);
    assert_string_equal(atl_buffer_text(&buffer), expected);
    atl_buffer_free(&buffer);
    atl_arena_free(&scratch->arena);
}

static void no_leaves_give_nothing(void **state)
{
    (void)state;
    struct scratch scratch = {0};
    expect(&scratch, "");
}

static void the_mark_that_goes_on_longest_is_outermost(void **state)
{
    (void)state;
    struct scratch scratch = {0};
    add_run(&scratch, "1", "bi");
    add_run(&scratch, "2", "i");
    add_run(&scratch, "3", "iu");
    add_run(&scratch, "4", "");
    expect(&scratch, "i(b(1)2u(3))4");
}

static void equals_are_in_canonical_order(void **state)
{
    (void)state;
    struct scratch scratch = {0};
    add_run(&scratch, "x", "biura");
    expect(&scratch, "a(c#f(u(i(b(x)))))");
}

static void texts_of_the_same_marks_become_one(void **state)
{
    (void)state;
    struct scratch scratch = {0};
    add_run(&scratch, "1", "bi");
    add_run(&scratch, "2", "ib");
    add_run(&scratch, "3", "bib");
    add_run(&scratch, "4", "b");
    add_run(&scratch, "5", "b");
    expect(&scratch, "b(i(123)45)");
}

static void a_mark_of_another_address_is_another_mark(void **state)
{
    (void)state;
    struct scratch scratch = {0};
    add_run(&scratch, "1", "a");
    add_run(&scratch, "2", "A");
    add_run(&scratch, "3", "Ab");
    expect(&scratch, "a(1)a(2b(3))");
}

static void the_inner_of_two_colours_stays_inside(void **state)
{
    (void)state;
    struct scratch scratch = {0};
    add_run(&scratch, "1", "rg");
    add_run(&scratch, "2", "g");
    add_run(&scratch, "3", "gr");
    add_run(&scratch, "4", "rg");
    expect(&scratch, "c#f(c#0(1))c#0(2c#f(3))c#f(c#0(4))");
}

static void a_mark_that_ends_early_opens_again(void **state)
{
    (void)state;
    struct scratch scratch = {0};
    add_run(&scratch, "1", "b");
    add_run(&scratch, "2", "bi");
    add_run(&scratch, "3", "i");
    expect(&scratch, "b(1i(2))i(3)");
}

/* Every leaf keeps its marks, whatever they are: nested, flattened and compared. */
static void compare_leaf(void *context, const struct atl_node *leaf,
                         const struct atl_node *const *marks, size_t count)
{
    size_t *seen = context;
    uint64_t kinds = 0;
    for (size_t i = 0; i < count; i++) {
        kinds |= UINT64_C(1) << marks[i]->kind;
    }
    assert_int_equal(leaf->kind, ATL_NODE_HARD_BREAK);
    assert_int_equal(kinds, leaf->number == 0 ? 0 : (uint64_t)leaf->number << ATL_NODE_EMPHASIS);
    (*seen)++;
}

static void marks_of_random_leaves_survive(void **state)
{
    (void)state;
    enum { LEAVES = 5000, KINDS = ATL_NODE_UNDERLINE - ATL_NODE_EMPHASIS + 1 };
    struct atl_arena arena = {0};
    struct content_run *runs = atl_arena_alloc(&arena, LEAVES * sizeof *runs);
    uint32_t random = 12345;
    for (size_t i = 0; i < LEAVES; i++) {
        random = random * 1103515245U + 12345U;
        uint32_t set = (random >> 16) % (1U << KINDS);
        const struct atl_node **marks = atl_arena_alloc(&arena, KINDS * sizeof *marks);
        struct atl_node *leaf = content_node_new(&arena, ATL_NODE_HARD_BREAK);
        leaf->number = (int32_t)set;
        runs[i].leaf = leaf;
        runs[i].marks = marks;
        for (unsigned kind = 0; kind < KINDS; kind++) {
            if ((set & (1U << kind)) != 0) {
                marks[runs[i].count++] =
                    content_node_new(&arena, (enum atl_node_kind)(ATL_NODE_EMPHASIS + kind));
            }
        }
    }
    struct atl_node *parent = content_node_new(&arena, ATL_NODE_PARAGRAPH);
    content_nest_runs(&arena, parent, runs, LEAVES);
    size_t seen = 0;
    content_visit_runs(parent, compare_leaf, &seen);
    assert_int_equal(seen, LEAVES);
    atl_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_leaves_give_nothing),
        cmocka_unit_test(the_mark_that_goes_on_longest_is_outermost),
        cmocka_unit_test(equals_are_in_canonical_order),
        cmocka_unit_test(texts_of_the_same_marks_become_one),
        cmocka_unit_test(a_mark_of_another_address_is_another_mark),
        cmocka_unit_test(the_inner_of_two_colours_stays_inside),
        cmocka_unit_test(a_mark_that_ends_early_opens_again),
        cmocka_unit_test(marks_of_random_leaves_survive),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
