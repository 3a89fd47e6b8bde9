/*
 * ADF: any bytes are read or fail in an orderly way. What is read is written as valid ADF, and
 * reads back as the same unless something was reported.
 */
#include "content/adf/schema.h"

#include "atlcli/content.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Nothing that the schema forbids; what a newer one may have is carried along. */
static void check_valid(const struct atl_buffer *text)
{
    cJSON *root;
    if (atl_json_parse(text->data, text->length, "output", &root, NULL) != ATL_OK) {
        abort();
    }
    const cJSON *content = atl_json_member(root, "content");
    for (const cJSON *node = content->child; node != NULL; node = node->next) {
        if (adf_check_node(ADF_DOC, node == content->child, node) == ADF_WRONG) {
            abort();
        }
    }
    cJSON_Delete(root);
}

static void check_round_trip(struct atl_arena *arena, const struct atl_content_tree *tree)
{
    struct atl_buffer text = {0};
    struct atl_content_report report = {0};
    struct atl_content_options options = {.report = &report};
    struct atl_content_tree *again;
    if (atl_content_write(tree, ATL_CONTENT_ADF, &options, &text, NULL) != ATL_OK) {
        abort();
    }
    /* What is nested as deep as can be read may be deeper by a level once it is written. */
    if (atl_content_read(arena, ATL_CONTENT_ADF, text.data, text.length, NULL, &again, NULL) ==
        ATL_OK) {
        check_valid(&text);
        struct atl_buffer difference = {0};
        if (report.total == 0 && !atl_content_equal(tree, again, &difference)) {
            fprintf(stderr, "reads as something else: %s\n%s\n", atl_buffer_text(&difference),
                    atl_buffer_text(&text));
            abort();
        }
        atl_buffer_free(&difference);
    }
    atl_buffer_free(&text);
    atl_content_report_free(&report);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct atl_arena arena = {0};
    struct atl_content_tree *tree;
    struct atl_error error;
    if (atl_content_read(&arena, ATL_CONTENT_ADF, (const char *)data, size, NULL, &tree, &error) ==
        ATL_OK) {
        check_round_trip(&arena, tree);
    }
    atl_arena_free(&arena);
    return 0;
}
