/*
 * Texts that are merged and compared, three divided by the byte 1. What one side alone changed is
 * merged to that side's text; a conflict is found again by its markers; a difference is empty for
 * equal texts alone. As files of pages, what is merged without a conflict can be read, and is the
 * page that it was.
 */
#include "atlcli/diff.h"
#include "sync/page_file.h"
#include "sync/page_merge.h"
#include "sync/text_merge.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds) {
        abort();
    }
}

static struct sync_text cut(const char **rest, size_t *left)
{
    const char *end = memchr(*rest, 1, *left);
    struct sync_text text = {*rest, end == NULL ? *left : (size_t)(end - *rest)};
    size_t taken = text.length + (end != NULL);
    *rest += taken;
    *left -= taken;
    return text;
}

static bool is_same(const struct sync_text *left, const struct sync_text *right)
{
    return left->length == right->length &&
           (left->length == 0 || memcmp(left->data, right->data, left->length) == 0);
}

static void check_merge(const struct sync_text *base, const struct sync_text *ours,
                        const struct sync_text *theirs, enum sync_favour favour)
{
    struct atl_buffer merged = {0};
    bool conflicts = false;
    struct atl_error error;
    if (sync_merge_text(base, ours, theirs, "mine", "server", favour, &merged, &conflicts,
                        &error) == ATL_OK) {
        const struct sync_text result = {merged.data, merged.length};
        bool unchanged = is_same(ours, theirs) || (base != NULL && is_same(base, theirs));
        require(!unchanged || (!conflicts && is_same(&result, ours)));
        require(!conflicts || favour == SYNC_FAVOUR_NONE);
        require(!conflicts || sync_conflict_line(&result, "mine", "server") > 0);
    }
    atl_buffer_free(&merged);
}

static void check_pages(const struct sync_text *base, const struct sync_text *ours,
                        const struct sync_text *theirs, enum sync_favour favour)
{
    struct atl_arena arena = {0};
    struct atl_buffer merged = {0};
    struct sync_page_text here;
    struct sync_page_text result;
    bool conflicts = false;
    if (sync_merge_page(&arena, base, ours, theirs, favour, &merged, &conflicts, NULL) == ATL_OK &&
        sync_page_text_read(&arena, ours->data, ours->length, &here, NULL) == ATL_OK &&
        here.yaml != NULL && here.id != NULL && !conflicts) {
        require(sync_page_text_read(&arena, atl_buffer_text(&merged), merged.length, &result,
                                    NULL) == ATL_OK);
        require(atl_text_equal(result.id, here.id));
    }
    require(!conflicts || favour == SYNC_FAVOUR_NONE);
    atl_buffer_free(&merged);
    atl_arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *rest = (const char *)data;
    struct sync_text base = cut(&rest, &size);
    struct sync_text ours = cut(&rest, &size);
    struct sync_text theirs = cut(&rest, &size);
    for (int favour = SYNC_FAVOUR_NONE; favour <= SYNC_FAVOUR_THEIRS; favour++) {
        check_merge(&base, &ours, &theirs, (enum sync_favour)favour);
        check_merge(NULL, &ours, &theirs, (enum sync_favour)favour);
        check_merge(&base, &ours, &base, (enum sync_favour)favour);
        check_pages(&base, &ours, &theirs, (enum sync_favour)favour);
        check_pages(NULL, &ours, &theirs, (enum sync_favour)favour);
    }
    struct atl_buffer diff = {0};
    struct atl_error error;
    if (atl_text_diff(ours.data, ours.length, "a", theirs.data, theirs.length, "b", 3, &diff,
                      &error) == ATL_OK) {
        require((diff.length == 0) == is_same(&ours, &theirs));
    }
    atl_buffer_free(&diff);
    return 0;
}
