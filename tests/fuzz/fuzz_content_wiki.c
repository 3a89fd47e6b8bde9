/*
 * Wiki markup: any text is read or fails in an orderly way, and what is written of it, for
 * Confluence and as far as Jira shows it, is read as the same tree, unless the writer says that
 * something was lost.
 */
#include "atlcli/content.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static struct atl_content_tree *read_wiki(struct atl_arena *arena, const char *text, size_t length)
{
    struct atl_content_tree *tree;
    struct atl_error error;
    if (atl_content_read(arena, ATL_CONTENT_WIKI, text, length, NULL, &tree, &error) != ATL_OK) {
        return NULL;
    }
    return tree;
}

/*
 * Whether all of the tree could be written: links that would run a script can't, nor can what Jira
 * doesn't show.
 */
static bool write_wiki(const struct atl_content_tree *tree, enum atl_content_format format,
                       struct atl_buffer *buffer)
{
    struct atl_content_report report = {0};
    struct atl_content_options options = {.report = &report};
    struct atl_error error;
    if (atl_content_write(tree, format, &options, buffer, &error) != ATL_OK) {
        abort();
    }
    bool whole = report.total == 0;
    atl_content_report_free(&report);
    return whole;
}

static void check_equal(const struct atl_content_tree *tree, const struct atl_content_tree *again,
                        const struct atl_buffer *written)
{
    struct atl_buffer difference = {0};
    if (!atl_content_equal(tree, again, &difference)) {
        struct atl_buffer outline = {0};
        atl_content_outline(tree, &outline);
        atl_buffer_add(&outline, "---- read again:\n");
        atl_content_outline(again, &outline);
        fprintf(stderr, "%s\n---- written:\n%s\n---- outline:\n%s\n", atl_buffer_text(&difference),
                atl_buffer_text(written), atl_buffer_text(&outline));
        abort();
    }
    atl_buffer_free(&difference);
}

static void check_written(struct atl_arena *arena, const struct atl_content_tree *tree,
                          enum atl_content_format format)
{
    struct atl_buffer written = {0};
    bool whole = write_wiki(tree, format, &written);
    struct atl_content_tree *again = read_wiki(arena, atl_buffer_text(&written), written.length);
    if (again == NULL) {
        abort();
    }
    if (whole) {
        check_equal(tree, again, &written);
    }
    atl_buffer_free(&written);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct atl_arena arena = {0};
    const struct atl_content_tree *tree = read_wiki(&arena, (const char *)data, size);
    if (tree != NULL) {
        check_written(&arena, tree, ATL_CONTENT_WIKI);
        check_written(&arena, tree, ATL_CONTENT_JIRA_WIKI);
    }
    atl_arena_free(&arena);
    return 0;
}
