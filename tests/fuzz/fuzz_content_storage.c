/*
 * Storage format from anywhere: what could be read is written, and read again to the same unless
 * something was reported, such as a link that would run a script.
 */
#include "atlcli/content.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void give_up(const char *what, const struct atl_buffer *written, const char *detail)
{
    fprintf(stderr, "%s: %s\n%s\n", what, detail, atl_buffer_text(written));
    abort();
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
    }
    atl_buffer_free(&written);
    atl_buffer_free(&difference);
    atl_content_report_free(&repaired);
    atl_content_report_free(&lost);
    atl_arena_free(&arena);
    return 0;
}
