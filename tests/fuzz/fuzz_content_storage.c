/*
 * Storage format from anywhere: what could be read is written, and read again to the same unless
 * something was reported, such as a link that would run a script. Written over itself after a round
 * through Markdown it is what it was, byte for byte; and with something changed on that way it says
 * what it would say written anew.
 */
#include "content/storage/storage_chunks.h"

#include "atlcli/content_reuse.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void give_up(const char *what, const struct atl_buffer *written, const char *detail)
{
    fprintf(stderr, "%s: %s\n%s\n", what, detail, atl_buffer_text(written));
    abort();
}

static struct atl_content_tree *read_as(struct atl_arena *arena, enum atl_content_format format,
                                        const char *text, size_t length)
{
    struct atl_content_tree *tree;
    atl_content_read(arena, format, text, length, NULL, &tree, NULL);
    return tree;
}

/* The tree after a round through Markdown; NULL: something was lost on it, or it comes back as more
 * than can be read. */
static struct atl_content_tree *round_of(struct atl_arena *arena,
                                         const struct atl_content_tree *tree)
{
    struct atl_buffer text = {0};
    struct atl_content_report lost = {0};
    const struct atl_content_options options = {.report = &lost};
    struct atl_content_tree *again = NULL;
    atl_content_write(tree, ATL_CONTENT_MARKDOWN, &options, &text, NULL);
    if (lost.total == 0) {
        const char *kept = atl_arena_strndup(arena, atl_buffer_text(&text), text.length);
        again = read_as(arena, ATL_CONTENT_MARKDOWN, kept, text.length);
    }
    atl_buffer_free(&text);
    atl_content_report_free(&lost);
    return again;
}

/* Has some text say something else, and its task done. */
static void edit_text(const struct atl_content_tree *tree, unsigned which)
{
    for (struct atl_node *node = tree->document; node != NULL;
         node = atl_node_following(node, tree->document)) {
        if (node->kind == ATL_NODE_TASK_ITEM && which % 2 == 0) {
            node->flags ^= ATL_NODE_DONE;
        }
        if (node->kind == ATL_NODE_TEXT && which-- == 0) {
            node->text = "changed";
            node->length = (uint32_t)strlen("changed");
            return;
        }
    }
}

/* Changes a text, takes a block away, or puts the first one last. */
static void edit(const struct atl_content_tree *tree, unsigned how)
{
    struct atl_node *document = tree->document;
    struct atl_node *first = document->first;
    if (how % 2 == 0 || first == NULL || first->next == NULL) {
        edit_text(tree, how / 2 % 16);
        return;
    }
    if (how % 4 == 1) {
        document->first = first->next;
        document->last->next = first;
        document->last = first;
        first->next = NULL;
        return;
    }
    struct atl_node *before = first;
    for (unsigned i = how / 4 % 8; i > 0 && before->next->next != NULL; i--) {
        before = before->next;
    }
    before->next = before->next->next;
    document->last = before->next == NULL ? before : document->last;
}

static bool begins_with_bom(const char *data, size_t size)
{
    return size >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0;
}

static void check_written_over(struct atl_arena *arena, const char *data, size_t size,
                               const struct atl_content_tree *tree)
{
    const struct atl_content_original original = {.storage = data, .length = size};
    struct atl_buffer over = {0};
    struct atl_buffer anew = {0};
    struct atl_buffer difference = {0};
    struct atl_content_tree *again = round_of(arena, tree);
    /* Some text always turns up that comes back from Markdown as another: nothing is to be said. */
    if (again == NULL || !atl_content_equal(tree, again, NULL)) {
        return;
    }
    atl_content_write_over(again, NULL, &original, &over, NULL);
    const struct atl_content_tree *same =
        read_as(arena, ATL_CONTENT_STORAGE, atl_buffer_text(&over), over.length);
    if (same == NULL || !atl_content_equal(tree, same, &difference)) {
        give_up("written over itself it says something else", &over, atl_buffer_text(&difference));
    }
    /* What has to be repaired is written anew. */
    struct storage_source source;
    size_t start = begins_with_bom(data, size) ? 3 : 0;
    bool can_be_kept = storage_source_read(arena, data + start, size - start, &source) &&
                       !begins_with_bom(data + start, size - start);
    if (can_be_kept && (over.length != size || memcmp(atl_buffer_text(&over), data, size) != 0)) {
        give_up("written over itself it is another", &over, data);
    }
    edit(again, size == 0 ? 0 : (unsigned char)data[size / 2]);
    atl_buffer_truncate(&over, 0);
    atl_content_write_over(again, NULL, &original, &over, NULL);
    atl_content_write(again, ATL_CONTENT_STORAGE, NULL, &anew, NULL);
    const struct atl_content_tree *left =
        read_as(arena, ATL_CONTENT_STORAGE, atl_buffer_text(&over), over.length);
    const struct atl_content_tree *right =
        read_as(arena, ATL_CONTENT_STORAGE, atl_buffer_text(&anew), anew.length);
    if (right != NULL && (left == NULL || !atl_content_equal(left, right, &difference))) {
        give_up("written over another it says something else", &over, atl_buffer_text(&difference));
    }
    atl_buffer_free(&over);
    atl_buffer_free(&anew);
    atl_buffer_free(&difference);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct atl_arena arena = {0};
    struct atl_content_report repaired = {0};
    struct atl_content_report lost = {0};
    const struct atl_content_options reading = {.report = &repaired};
    const struct atl_content_options writing = {.report = &lost};
    struct atl_content_tree *tree;
    struct atl_content_tree *again;
    struct atl_buffer written = {0};
    struct atl_buffer difference = {0};
    struct atl_error error;
    if (atl_content_read(&arena, ATL_CONTENT_STORAGE, (const char *)data, size, &reading, &tree,
                         &error) != ATL_OK) {
        if (tree != NULL || error.message[0] == '\0') {
            abort();
        }
    } else {
        atl_content_write(tree, ATL_CONTENT_STORAGE, &writing, &written, &error);
        if (atl_content_read(&arena, ATL_CONTENT_STORAGE, atl_buffer_text(&written), written.length,
                             NULL, &again, &error) != ATL_OK) {
            give_up("what was written can't be read", &written, error.message);
        }
        if (lost.total == 0 && !atl_content_equal(tree, again, &difference)) {
            give_up("reads as something else", &written, atl_buffer_text(&difference));
        }
        if (lost.total == 0) {
            check_written_over(&arena, (const char *)data, size, tree);
        }
    }
    atl_buffer_free(&written);
    atl_buffer_free(&difference);
    atl_content_report_free(&repaired);
    atl_content_report_free(&lost);
    atl_arena_free(&arena);
    return 0;
}
