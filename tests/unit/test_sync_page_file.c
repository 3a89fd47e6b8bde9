/* Files of pages: from storage format, and back. */
#include "sync/page_file.h"
#include "unit.h"

#include <string.h>

struct fixture {
    struct atl_arena arena;
    struct sync_links links;
};

/* Two pages, one below the other, with an attachment each. */
static void set_up(struct fixture *fixture)
{
    static const struct sync_target home = {.id = "1", .title = "Home (old)", .path = "Home.md"};
    static const struct sync_target child = {.id = "2", .title = "A b", .path = "Home/A b.md"};
    static const struct sync_target_file file = {
        .page = &home, .file = "x y.png", .path = "Home.attachments/x y.png"};
    *fixture = (struct fixture){0};
    fixture->links =
        (struct sync_links){.arena = &fixture->arena, .space = "ENG", .attachments = true};
    sync_links_add_page(&fixture->links, &home);
    sync_links_add_page(&fixture->links, &child);
    sync_links_add_file(&fixture->links, &file);
}

static void tear_down(struct fixture *fixture)
{
    sync_links_free(&fixture->links);
    atl_arena_free(&fixture->arena);
}

static const char *render(struct fixture *fixture, const char *id, const char *title,
                          const char *storage, const struct sync_page_text *like,
                          struct atl_list *found)
{
    struct atl_buffer text = {0};
    struct atl_error error;
    const struct sync_page_source source = {.id = id,
                                            .title = title,
                                            .storage = storage,
                                            .storage_length = strlen(storage),
                                            .like = like};
    assert_int_equal(
        sync_page_render(&fixture->arena, &source, &fixture->links, found, &text, &error), ATL_OK);
    const char *copy = atl_arena_strndup(&fixture->arena, text.data, text.length);
    atl_buffer_free(&text);
    return copy;
}

static const char *page_link(struct fixture *fixture, const char *title, const char *space)
{
    return atl_arena_printf(&fixture->arena,
                            "<ac:link><ri:page ri:content-title=\"%s\"%s%s%s /><ac:link-body>x"
                            "</ac:link-body></ac:link>",
                            title, space == NULL ? "" : " ri:space-key=\"",
                            space == NULL ? "" : space, space == NULL ? "" : "\"");
}

static void links_are_relative_and_come_back(void **state)
{
    (void)state;
    struct fixture fixture;
    struct atl_list found = {0};
    struct atl_buffer back = {0};
    struct sync_page_text parts;
    struct atl_error error;
    set_up(&fixture);
    const char *storage = atl_arena_printf(
        &fixture.arena,
        "<p>%s %s %s</p><p>%s</p><ac:image><ri:attachment ri:filename=\"x y.png\"><ri:page "
        "ri:content-title=\"Home (old)\" /></ri:attachment></ac:image>",
        page_link(&fixture, "Home (old)", NULL), page_link(&fixture, "Other", "OPS"),
        page_link(&fixture, "Nowhere", NULL), page_link(&fixture, "A b", NULL));
    const char *text = render(&fixture, "2", "A b", storage, NULL, &found);
    assert_string_equal(text, "---\natlcli:\n  id: \"2\"\n  title: A b\n---\n\n"
                              "[x](../Home.md) [x](page://OPS/Other) [x](page:Nowhere)\n\n"
                              "[x](A%20b.md)\n\n![](../Home.attachments/x%20y.png)\n");
    assert_int_equal(found.count, 4);
    assert_string_equal(found.items[0], "1");
    assert_string_equal(found.items[1], "title:nowhere");
    assert_string_equal(found.items[2], "2");
    assert_string_equal(found.items[3], "1");
    assert_int_equal(sync_page_text_read(&fixture.arena, text, strlen(text), &parts, &error),
                     ATL_OK);
    assert_string_equal(parts.id, "2");
    assert_string_equal(parts.title, "A b");
    assert_int_equal(sync_page_storage(&fixture.arena, &parts, "Home/A b.md", NULL, &fixture.links,
                                       NULL, &back, &error),
                     ATL_OK);
    assert_non_null(strstr(back.data, "ri:content-title=\"Home (old)\""));
    assert_non_null(strstr(back.data, "ri:filename=\"x y.png\""));
    assert_non_null(strstr(back.data, "ri:space-key=\"OPS\""));
    assert_null(strstr(back.data, ".md"));
    assert_null(strstr(back.data, "attachments/"));
    atl_buffer_free(&back);
    atl_list_free(&found);
    tear_down(&fixture);
}

/* Links are spelled as they were there, too. */
static void what_was_not_changed_is_what_there_is(void **state)
{
    (void)state;
    struct fixture fixture;
    struct atl_buffer over = {0};
    struct atl_buffer text = {0};
    struct sync_page_text parts;
    struct atl_error error;
    set_up(&fixture);
    const char *storage = atl_arena_printf(
        &fixture.arena, "<p local-id=\"1\">%s</p><p />\n<p>old %s</p><hr local-id=\"2\"/>",
        page_link(&fixture, "home (OLD)", "ENG"), page_link(&fixture, "A b", NULL));
    const struct sync_page_there there = {.id = "2",
                                          .path = "Home/A b.md",
                                          .links = &fixture.links,
                                          .storage = storage,
                                          .length = strlen(storage)};
    const char *before = render(&fixture, "2", "A b", storage, NULL, NULL);
    assert_int_equal(sync_page_text_read(&fixture.arena, before, strlen(before), &parts, &error),
                     ATL_OK);
    assert_int_equal(sync_page_storage_over(&fixture.arena, &parts, &there, &over, &error), ATL_OK);
    assert_string_equal(over.data, storage);
    const char *word = strstr(before, "old [");
    assert_non_null(word);
    atl_buffer_append(&text, before, (size_t)(word - before));
    atl_buffer_printf(&text, "new%s", word + strlen("old"));
    assert_int_equal(sync_page_text_read(&fixture.arena, text.data, text.length, &parts, &error),
                     ATL_OK);
    atl_buffer_truncate(&over, 0);
    assert_int_equal(sync_page_storage_over(&fixture.arena, &parts, &there, &over, &error), ATL_OK);
    const char *expected = atl_arena_printf(
        &fixture.arena, "<p local-id=\"1\">%s</p><p />\n<p>new %s</p><hr local-id=\"2\"/>",
        page_link(&fixture, "home (OLD)", "ENG"), page_link(&fixture, "A b", NULL));
    assert_string_equal(over.data, expected);
    atl_buffer_free(&over);
    atl_buffer_free(&text);
    tear_down(&fixture);
}

static void what_cannot_be_read_is_kept_verbatim(void **state)
{
    (void)state;
    struct fixture fixture;
    struct sync_page_text parts;
    struct atl_error error;
    struct atl_buffer back = {0};
    struct atl_buffer deep = {0};
    set_up(&fixture);
    for (int i = 0; i < 400; i++) {
        atl_buffer_add(&deep, "<blockquote>");
    }
    atl_buffer_add(&deep, "````");
    for (int i = 0; i < 400; i++) {
        atl_buffer_add(&deep, "</blockquote>");
    }
    const char *text = render(&fixture, "1", "Home (old)", deep.data, NULL, NULL);
    assert_non_null(strstr(text, "\n`````confluence-storage\n<blockquote>"));
    assert_int_equal(sync_page_text_read(&fixture.arena, text, strlen(text), &parts, &error),
                     ATL_OK);
    assert_int_equal(sync_page_storage(&fixture.arena, &parts, "Home.md", NULL, &fixture.links,
                                       NULL, &back, &error),
                     ATL_OK);
    assert_string_equal(back.data, deep.data);
    atl_buffer_free(&back);
    atl_buffer_free(&deep);
    tear_down(&fixture);
}

static void a_new_text_is_like_the_one_before(void **state)
{
    (void)state;
    struct fixture fixture;
    struct sync_page_text like;
    struct atl_error error;
    static const char before[] = "\xEF\xBB\xBF---\r\ntags: [a] # mine\r\natlcli:\r\n  id: \"1\"\r\n"
                                 "  title: Old\r\n---\r\n\r\nText";
    set_up(&fixture);
    assert_int_equal(sync_page_text_read(&fixture.arena, before, sizeof before - 1, &like, &error),
                     ATL_OK);
    assert_true(like.crlf && like.has_bom && like.lacks_last_break);
    assert_string_equal(render(&fixture, "1", "New: title", "<p>Text</p>", &like, NULL),
                        "\xEF\xBB\xBF---\r\ntags: [a] # mine\r\natlcli:\r\n  id: \"1\"\r\n"
                        "  title: \"New: title\"\r\n---\r\n\r\nText");
    assert_string_equal(render(&fixture, "1", "yes", "", NULL, NULL),
                        "---\natlcli:\n  id: \"1\"\n  title: \"yes\"\n---\n");
    tear_down(&fixture);
}

static void what_is_no_page_is_told(void **state)
{
    (void)state;
    struct atl_arena arena = {0};
    struct sync_page_text page;
    struct atl_error error;
    static const char latin[] = "one\ncaf\xE9\n";
    static const char yaml[] = "---\ntitle: \"x\n---\n";
    assert_int_equal(sync_page_text_read(&arena, latin, strlen(latin), &page, &error), ATL_FAILED);
    assert_string_equal(error.message, "line 2 isn't UTF-8");
    assert_int_equal(sync_page_text_read(&arena, yaml, strlen(yaml), &page, &error), ATL_FAILED);
    static const char number[] = "---\natlcli: {id: 123}\n---\n\n\n# A `b` *c*\n";
    assert_int_equal(sync_page_text_read(&arena, number, strlen(number), &page, &error), ATL_OK);
    assert_string_equal(page.id, "123");
    assert_string_equal(sync_page_title(&arena, &page, "x/y.md"), "A b c");
    assert_int_equal(sync_page_text_read(&arena, "", 0, &page, &error), ATL_OK);
    assert_string_equal(sync_page_title(&arena, &page, "x/y.md"), "y");
    atl_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(links_are_relative_and_come_back),
        cmocka_unit_test(what_was_not_changed_is_what_there_is),
        cmocka_unit_test(what_cannot_be_read_is_kept_verbatim),
        cmocka_unit_test(a_new_text_is_like_the_one_before),
        cmocka_unit_test(what_is_no_page_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
