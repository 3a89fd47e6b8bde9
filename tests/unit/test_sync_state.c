/* What a workspace knows of its pages. */
#include "sync/workspace/state.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char directory[] = "atlcli-state-XXXXXX";
static char path[64];

static struct sync_state *open_state(void)
{
    struct sync_state *state;
    struct atl_error error;
    assert_int_equal(sync_state_open(path, &state, &error), ATL_OK);
    return state;
}

static void rows_come_back_as_they_were_put(void **unused)
{
    (void)unused;
    struct atl_arena arena = {0};
    struct atl_error error;
    struct sync_state *state = open_state();
    const struct sync_page page = {.id = "12",
                                   .kind = SYNC_PAGE,
                                   .position = 7,
                                   .path = "A/ü.md",
                                   .title = "ü",
                                   .version = 3,
                                   .file_hash = sync_hash_of("text", 4),
                                   .flags = SYNC_STALE};
    const struct sync_attachment attachment = {.id = "att1",
                                               .page = "12",
                                               .file = "f",
                                               .path = "A/ü.attachments/f",
                                               .version = 1,
                                               .size = 9};
    static const char *const targets[] = {"13", "title:x", "13"};
    assert_int_equal(sync_state_begin(state, &error), ATL_OK);
    assert_int_equal(sync_state_put_page(state, &page, &error), ATL_OK);
    assert_int_equal(sync_state_put_attachment(state, &attachment, &error), ATL_OK);
    assert_int_equal(sync_state_put_links(state, "12", targets, 3, &error), ATL_OK);
    assert_int_equal(sync_state_add_file(state, "new.md", &error), ATL_OK);
    assert_int_equal(sync_state_commit(state, &error), ATL_OK);
    sync_state_close(state);

    state = open_state();
    struct sync_page *pages;
    struct sync_attachment *attachments;
    struct sync_link *links;
    const char **added;
    size_t count;
    assert_int_equal(sync_state_pages(state, &arena, &pages, &count, &error), ATL_OK);
    assert_int_equal(count, 1);
    assert_string_equal(pages[0].path, page.path);
    assert_null(pages[0].parent);
    assert_int_equal(pages[0].version, 3);
    assert_int_equal(pages[0].flags, SYNC_STALE);
    assert_true(sync_hash_equal(&pages[0].file_hash, &page.file_hash));
    assert_false(pages[0].remote_hash.known);
    assert_int_equal(sync_state_attachments(state, &arena, &attachments, &count, &error), ATL_OK);
    assert_int_equal(count, 1);
    assert_int_equal(attachments[0].size, 9);
    assert_int_equal(sync_state_links(state, &arena, &links, &count, &error), ATL_OK);
    assert_int_equal(count, 2);
    assert_int_equal(sync_state_added(state, &arena, &added, &count, &error), ATL_OK);
    assert_string_equal(added[0], "new.md");
    /* What belongs to a page goes with it. */
    assert_int_equal(sync_state_remove_page(state, "12", &error), ATL_OK);
    assert_int_equal(sync_state_attachments(state, &arena, &attachments, &count, &error), ATL_OK);
    assert_int_equal(count, 0);
    assert_int_equal(sync_state_links(state, &arena, &links, &count, &error), ATL_OK);
    assert_int_equal(count, 0);
    sync_state_close(state);
    atl_arena_free(&arena);
}

static void what_is_not_committed_never_was(void **unused)
{
    (void)unused;
    struct atl_arena arena = {0};
    struct atl_error error;
    struct sync_page *pages;
    size_t count;
    const struct sync_page page = {.id = "99", .path = "x.md", .title = "x"};
    struct sync_state *state = open_state();
    assert_int_equal(sync_state_begin(state, &error), ATL_OK);
    assert_int_equal(sync_state_put_page(state, &page, &error), ATL_OK);
    sync_state_close(state);
    state = open_state();
    assert_int_equal(sync_state_pages(state, &arena, &pages, &count, &error), ATL_OK);
    assert_int_equal(count, 0);
    sync_state_close(state);
    atl_arena_free(&arena);
}

static void a_broken_database_is_named(void **unused)
{
    (void)unused;
    struct sync_state *state;
    struct atl_error error;
    char broken[64];
    snprintf(broken, sizeof broken, "%s/broken", directory);
    FILE *file = fopen(broken, "w");
    for (int i = 0; i < 1000; i++) {
        fputs("no database ", file);
    }
    fclose(file);
    assert_int_equal(sync_state_open(broken, &state, &error), ATL_FAILED);
    assert_null(state);
    assert_non_null(strstr(error.message, broken));
    assert_int_equal(error.hint_count, 1);
    unlink(broken);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_come_back_as_they_were_put),
        cmocka_unit_test(what_is_not_committed_never_was),
        cmocka_unit_test(a_broken_database_is_named),
    };
    if (mkdtemp(directory) == NULL) {
        return 1;
    }
    snprintf(path, sizeof path, "%s/state.db", directory);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(path);
    rmdir(directory);
    return failed;
}
