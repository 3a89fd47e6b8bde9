/*
 * What holds for every tree: written and read again it is the same, and no writer fails. The trees
 * are made up from seeds, so a failure names one; ATLCLI_SEED=number looks at that alone, and
 * ATLCLI_SEED=first-last at those.
 */
#include "support/trees.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    TREES = 3000,
    FEWEST = 500,       /* that have to come back */
    MOST_FAILURES = 10, /* shown */
};

struct property {
    struct atl_arena arena;
    uint64_t seed;
    struct atl_content_tree *tree;
    unsigned failures;
    unsigned
        compared; /* trees that came back: from others something is lost on the way, and said */
    bool alone;   /* asked for: its outline is shown, too */
};

static void complain(struct property *property, const char *what, const char *why)
{
    if (property->failures++ >= MOST_FAILURES) {
        return;
    }
    struct atl_buffer text = {0};
    struct atl_error error;
    atl_content_write(property->tree, ATL_CONTENT_MARKDOWN, NULL, &text, &error);
    fprintf(stderr, "seed %llu: %s: %s\n--- as Markdown\n%s---\n",
            (unsigned long long)property->seed, what, why, atl_buffer_text(&text));
    atl_buffer_free(&text);
    if (property->alone) {
        atl_content_outline(property->tree, &text);
        fprintf(stderr, "%s---\n", atl_buffer_text(&text));
        atl_buffer_free(&text);
    }
}

/* Writes the tree and reads it again. NULL when something is lost on the way, and says so. */
static struct atl_content_tree *again(struct property *property, enum atl_content_format format,
                                      const struct atl_content_tree *tree)
{
    struct atl_content_report report = {0};
    const struct atl_content_options options = {.report = &report};
    struct atl_buffer text = {0};
    struct atl_error error;
    struct atl_content_tree *result = NULL;
    const char *name = atl_content_format_name(format);
    if (atl_content_write(tree, format, &options, &text, &error) != ATL_OK) {
        complain(property, name, error.message);
    } else if (report.total == 0) {
        const char *copy = atl_arena_strndup(&property->arena, atl_buffer_text(&text), text.length);
        if (atl_content_read(&property->arena, format, copy, text.length, &options, &result,
                             &error) != ATL_OK) {
            complain(property, name, error.message);
        } else if (report.total > 0) {
            complain(property, name, report.first->message);
        }
    }
    atl_content_report_free(&report);
    atl_buffer_free(&text);
    return result;
}

static void comes_back(struct property *property, enum atl_content_format format)
{
    const struct atl_content_tree *result = again(property, format, property->tree);
    struct atl_buffer difference = {0};
    property->compared += result != NULL;
    if (result != NULL && !atl_content_equal(property->tree, result, &difference)) {
        complain(property, atl_content_format_name(format), atl_buffer_text(&difference));
    }
    atl_buffer_free(&difference);
}

static void is_stable(struct property *property)
{
    struct atl_buffer texts[2] = {{0}, {0}};
    struct atl_error error;
    const struct atl_content_tree *tree = property->tree;
    for (size_t i = 0; i < 2 && tree != NULL; i++) {
        tree = again(property, ATL_CONTENT_MARKDOWN, tree);
        if (tree != NULL) {
            atl_content_write(tree, ATL_CONTENT_MARKDOWN, NULL, &texts[i], &error);
        }
    }
    if (tree != NULL && !atl_text_equal(atl_buffer_text(&texts[0]), atl_buffer_text(&texts[1]))) {
        complain(property, "not stable, but then", atl_buffer_text(&texts[1]));
    }
    atl_buffer_free(&texts[0]);
    atl_buffer_free(&texts[1]);
}

static void is_written(struct property *property, enum atl_content_format format)
{
    struct atl_buffer text = {0};
    struct atl_error error;
    if (atl_content_write(property->tree, format, NULL, &text, &error) != ATL_OK) {
        complain(property, atl_content_format_name(format), error.message);
    }
    atl_buffer_free(&text);
}

/* Fails as well when hardly any tree came back: then there is nothing that this could show. */
static void for_all_trees(unsigned features, unsigned fewest,
                          void (*check)(struct property *property))
{
    const char *wanted = getenv("ATLCLI_SEED");
    uint64_t first = 1;
    uint64_t last = TREES;
    if (wanted != NULL) {
        char *end;
        first = strtoull(wanted, &end, 10);
        last = *end == '-' ? strtoull(end + 1, NULL, 10) : first;
    }
    unsigned failures = 0;
    unsigned compared = 0;
    for (uint64_t seed = first; seed <= last; seed++) {
        struct property property = {.seed = seed, .failures = failures, .alone = first == last};
        property.tree = trees_make(&property.arena, seed, features);
        assert_non_null(property.tree);
        check(&property);
        failures = property.failures;
        compared += property.compared;
        atl_arena_free(&property.arena);
    }
    if (failures > 0) {
        fail_msg("%u failures", failures);
    }
    if (wanted == NULL && compared < fewest) {
        fail_msg("only %u trees were compared", compared);
    }
}

/* ---- the properties ---- */

static void check_markdown(struct property *property)
{
    comes_back(property, ATL_CONTENT_MARKDOWN);
    is_stable(property);
}

static void check_storage(struct property *property)
{
    comes_back(property, ATL_CONTENT_STORAGE);
}

static void check_adf(struct property *property)
{
    comes_back(property, ATL_CONTENT_ADF);
}

/* Of most emoji wiki markup has the character alone, in addresses it encodes some signs, and
 * a macro alone on its line may be a block. */
static bool has_other_form_in_wiki_markup(const struct atl_node *node)
{
    switch (node->kind) {
    case ATL_NODE_EMOJI:
        return true;
    case ATL_NODE_MACRO:
        return node->parent->first == node && node->next == NULL;
    case ATL_NODE_LINK:
    case ATL_NODE_BLOCK_CARD:
    case ATL_NODE_EMBED_CARD:
        return memchr(node->text, ' ', node->length) != NULL ||
               memchr(node->text, '|', node->length) != NULL;
    default:
        return false;
    }
}

static void check_wiki(struct property *property)
{
    const struct atl_node *document = property->tree->document;
    for (const struct atl_node *node = document; node != NULL;
         node = atl_node_following(node, document)) {
        if (has_other_form_in_wiki_markup(node)) {
            return;
        }
    }
    comes_back(property, ATL_CONTENT_WIKI);
    comes_back(property, ATL_CONTENT_JIRA_WIKI);
}

static void check_writers(struct property *property)
{
    for (int format = ATL_CONTENT_MARKDOWN; format <= ATL_CONTENT_TERMINAL; format++) {
        is_written(property, (enum atl_content_format)format);
    }
}

static void markdown_brings_every_tree_back(void **state)
{
    (void)state;
    for_all_trees(TREE_SPACES | TREE_MARKDOWN, FEWEST, check_markdown);
}

static void storage_brings_every_tree_back_that_it_can_hold(void **state)
{
    (void)state;
    for_all_trees(0, FEWEST, check_storage);
}

static void adf_brings_every_tree_back_that_it_can_hold(void **state)
{
    (void)state;
    for_all_trees(0, FEWEST, check_adf);
}

static void wiki_markup_brings_every_tree_back_that_it_can_hold(void **state)
{
    (void)state;
    for_all_trees(TREE_SPACES, FEWEST, check_wiki);
}

static void every_format_can_be_written(void **state)
{
    (void)state;
    for_all_trees(TREE_SPACES | TREE_MARKDOWN, 0, check_writers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(markdown_brings_every_tree_back),
        cmocka_unit_test(storage_brings_every_tree_back_that_it_can_hold),
        cmocka_unit_test(adf_brings_every_tree_back_that_it_can_hold),
        cmocka_unit_test(wiki_markup_brings_every_tree_back_that_it_can_hold),
        cmocka_unit_test(every_format_can_be_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
