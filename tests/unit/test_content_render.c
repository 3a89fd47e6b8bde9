/* Text and terminal: what cases of the corpus can't show. */
#include "unit.h"

#include "atlcli/content.h"

#include <string.h>

/* Reads Markdown and writes it; the buffer is the caller's. */
static void render(const char *markdown, size_t length, enum atl_content_format format,
                   struct atl_content_options options, struct atl_buffer *out)
{
    struct atl_arena arena = {0};
    struct atl_content_tree *tree;
    struct atl_error error;
    if (atl_content_read(&arena, ATL_CONTENT_MARKDOWN, markdown, length, NULL, &tree, &error) !=
            ATL_OK ||
        atl_content_write(tree, format, &options, out, &error) != ATL_OK) {
        fail_msg("%s", error.message);
    }
    atl_arena_free(&arena);
}

static unsigned widest_line(const struct atl_buffer *text)
{
    unsigned widest = 0;
    for (const char *at = atl_buffer_text(text); *at != '\0';) {
        size_t length = strcspn(at, "\n");
        unsigned width = atl_text_width_of(at, length);
        widest = width > widest ? width : widest;
        at += length + (at[length] == '\n');
    }
    return widest;
}

static void controls_of_the_source_never_reach_the_output(void **state)
{
    (void)state;
    static const char hostile[] = "a \033]0;owned\007 b\n\n[x](<https://e.x/\033\\a\007>)\n\n"
                                  "    code \033[31m\n";
    struct atl_buffer out = {0};
    render(hostile, sizeof hostile - 1, ATL_CONTENT_TERMINAL, (struct atl_content_options){0},
           &out);
    assert_null(strchr(atl_buffer_text(&out), '\033'));
    assert_null(strchr(atl_buffer_text(&out), '\007'));
    atl_buffer_truncate(&out, 0);
    render(hostile, sizeof hostile - 1, ATL_CONTENT_TERMINAL,
           (struct atl_content_options){.hyperlinks = true}, &out);
    assert_null(strchr(atl_buffer_text(&out), '\007'));
    assert_null(strstr(atl_buffer_text(&out), "\033]0"));
    atl_buffer_free(&out);
}

static void wide_and_long_tables_fit(void **state)
{
    (void)state;
    struct atl_buffer source = {0};
    struct atl_buffer out = {0};
    atl_buffer_add(&source, "| a | b |\n| - | - |\n");
    for (unsigned i = 0; i < 10000; i++) {
        atl_buffer_add(&source, "| some words in a cell | and more of them in another one |\n");
    }
    render(source.data, source.length, ATL_CONTENT_TERMINAL,
           (struct atl_content_options){.columns = 40}, &out);
    assert_true(widest_line(&out) <= 40);
    atl_buffer_truncate(&source, 0);
    atl_buffer_truncate(&out, 0);
    for (unsigned row = 0; row < 3; row++) {
        for (unsigned i = 0; i < 100; i++) {
            atl_buffer_add(&source, row == 1 ? "|-" : "|x");
        }
        atl_buffer_add(&source, "|\n");
    }
    render(source.data, source.length, ATL_CONTENT_TERMINAL,
           (struct atl_content_options){.columns = 40}, &out);
    assert_true(widest_line(&out) <= 40);
    atl_buffer_free(&source);
    atl_buffer_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(controls_of_the_source_never_reach_the_output),
        cmocka_unit_test(wide_and_long_tables_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
