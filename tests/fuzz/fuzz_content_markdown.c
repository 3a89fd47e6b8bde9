/*
 * Markdown: whatever is read is a well-formed tree and can be written as HTML and as Markdown. The
 * first byte says which rules of Markdown count.
 *
 * Of the seeds, all that is written as Markdown is also read as the same tree, unless something was
 * reported, and is written the same then. Made-up trees hold the writer to that; bytes made up
 * don't, since some text always turns up, of signs that nobody writes side by side, that comes back
 * otherwise, and a fuzzer would end there.
 */
#include "atlcli/content.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct atl_content_tree *read_markdown(struct atl_arena *arena, const char *text,
                                              size_t length,
                                              const struct atl_content_options *options)
{
    struct atl_content_tree *tree;
    struct atl_error error;
    enum atl_status status =
        atl_content_read(arena, ATL_CONTENT_MARKDOWN, text, length, options, &tree, &error);
    return status == ATL_OK ? tree : NULL;
}

static void write(const struct atl_content_tree *tree, enum atl_content_format format,
                  const struct atl_content_options *options, struct atl_buffer *buffer)
{
    struct atl_error error;
    if (atl_content_write(tree, format, options, buffer, &error) != ATL_OK) {
        abort();
    }
}

/* Every node knows its parent, and the last of its children. */
static void check_links(const struct atl_content_tree *tree)
{
    for (const struct atl_node *node = tree->document; node != NULL;
         node = atl_node_following(node, tree->document)) {
        const struct atl_node *last = NULL;
        for (const struct atl_node *child = node->first; child != NULL; child = child->next) {
            if (child->parent != node) {
                abort();
            }
            last = child;
        }
        if (node->last != last) {
            abort();
        }
    }
}

static void give_up(const char *what, const struct atl_content_tree *tree,
                    const struct atl_buffer *written, const char *detail)
{
    struct atl_buffer outline = {0};
    atl_content_outline(tree, &outline);
    fprintf(stderr, "%s: %s\n---- written:\n%s\n---- outline:\n%s\n", what, detail,
            atl_buffer_text(written), atl_buffer_text(&outline));
    abort();
}

static bool is_seed(void)
{
    return getenv("ATLCLI_FUZZ_SEEDS") != NULL;
}

static void check_stable(struct atl_arena *arena, const struct atl_content_tree *tree)
{
    struct atl_content_report lost = {0};
    const struct atl_content_options options = {.report = &lost};
    struct atl_buffer first = {0};
    struct atl_buffer second = {0};
    struct atl_buffer difference = {0};
    write(tree, ATL_CONTENT_MARKDOWN, &options, &first);
    const struct atl_content_tree *again =
        read_markdown(arena, atl_buffer_text(&first), first.length, NULL);
    if (again == NULL) {
        give_up("what was written can't be read", tree, &first, "");
    }
    if (lost.total == 0 && is_seed()) {
        if (!atl_content_equal(tree, again, &difference)) {
            give_up("reads as something else", tree, &first, atl_buffer_text(&difference));
        }
        write(again, ATL_CONTENT_MARKDOWN, &options, &second);
        if (strcmp(atl_buffer_text(&first), atl_buffer_text(&second)) != 0) {
            give_up("isn't stable", tree, &first, atl_buffer_text(&second));
        }
    }
    atl_buffer_free(&first);
    atl_buffer_free(&second);
    atl_buffer_free(&difference);
    atl_content_report_free(&lost);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    struct atl_content_report report = {0};
    struct atl_content_options options = {.report = &report,
                                          .commonmark = data[0] == '1',
                                          .gfm = data[0] == '2',
                                          .raw_html = data[0] == '3'};
    struct atl_arena arena = {0};
    struct atl_buffer html = {0};
    const struct atl_content_tree *tree =
        read_markdown(&arena, (const char *)data + 1, size - 1, &options);
    if (tree != NULL) {
        check_links(tree);
        write(tree, ATL_CONTENT_HTML, &options, &html);
        if (!options.commonmark && !options.gfm && !options.raw_html) {
            check_stable(&arena, tree);
        }
    }
    atl_buffer_free(&html);
    atl_arena_free(&arena);
    atl_content_report_free(&report);
    return 0;
}
