/*
 * The examples of the CommonMark and the GFM specification: Markdown to HTML, byte for byte. The
 * specifications aren't part of the project; tests/run says in the environment where they are.
 */
#include "unit.h"

#include <atlcli/content.h>
#include <atlcli/file.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    LARGEST_SPECIFICATION = 4 * 1024 * 1024,
};

/* A specification, and how far its examples are read. */
struct specification {
    struct atl_buffer text;
    const char *at;
    const char *heading; /* the last one, up to its line's end */
};

struct example {
    unsigned number;
    char kind[32]; /* the word after "example": the extension it is about */
    struct atl_buffer markdown;
    struct atl_buffer html;
};

/* Which examples a test runs, and how. */
struct trial {
    const char *variable;
    struct atl_content_options options;
    bool extensions_only;
    unsigned least; /* examples: fewer means they weren't found */
};

static const char fence[] = "````````````````````````````````";

/* The next line without its newline; false at the end. */
static bool next_line(struct specification *specification, const char **line, size_t *length)
{
    if (*specification->at == '\0') {
        return false;
    }
    *line = specification->at;
    *length = strcspn(specification->at, "\n");
    specification->at += *length + (specification->at[*length] == '\n');
    return true;
}

/* The specifications write a tab as an arrow. */
static void append_line(struct atl_buffer *buffer, const char *line, size_t length)
{
    const char arrow[] = "\u2192";
    const char *end = line + length;
    while (line < end) {
        const char *tab = memmem(line, (size_t)(end - line), arrow, sizeof arrow - 1);
        const char *stop = tab == NULL ? end : tab;
        atl_buffer_append(buffer, line, (size_t)(stop - line));
        if (tab != NULL) {
            atl_buffer_add_char(buffer, '\t');
            stop += sizeof arrow - 1;
        }
        line = stop;
    }
    atl_buffer_add_char(buffer, '\n');
}

static void read_until(struct specification *specification, const char *stop,
                       struct atl_buffer *buffer)
{
    const char *line;
    size_t length;
    while (next_line(specification, &line, &length)) {
        if (length == strlen(stop) && memcmp(line, stop, length) == 0) {
            return;
        }
        append_line(buffer, line, length);
    }
    fail_msg("an example isn't closed");
}

static bool next_example(struct specification *specification, struct example *example)
{
    const char opener[] = "```````````````````````````````` example";
    const char *line;
    size_t length;
    while (next_line(specification, &line, &length)) {
        if (length < sizeof opener - 1 || memcmp(line, opener, sizeof opener - 1) != 0) {
            continue;
        }
        size_t rest = length - (sizeof opener - 1);
        const char *kind = line + (sizeof opener - 1);
        kind += rest > 0;
        rest -= rest > 0;
        snprintf(example->kind, sizeof example->kind, "%.*s", (int)rest, kind);
        example->number++;
        atl_buffer_truncate(&example->markdown, 0);
        atl_buffer_truncate(&example->html, 0);
        read_until(specification, ".", &example->markdown);
        read_until(specification, fence, &example->html);
        return true;
    }
    return false;
}

static void convert(const struct atl_buffer *markdown, const struct atl_content_options *options,
                    struct atl_buffer *html)
{
    struct atl_arena arena = {0};
    struct atl_content_tree *tree;
    struct atl_error error;
    if (atl_content_read(&arena, ATL_CONTENT_MARKDOWN, atl_buffer_text(markdown), markdown->length,
                         options, &tree, &error) != ATL_OK ||
        atl_content_write(tree, ATL_CONTENT_HTML, options, html, &error) != ATL_OK) {
        fail_msg("%s", error.message);
    }
    atl_arena_free(&arena);
}

/* Whether the example comes out as it should; prints it when not. */
static bool holds(const struct example *example, const struct atl_content_options *options)
{
    struct atl_buffer html = {0};
    convert(&example->markdown, options, &html);
    bool same = html.length == example->html.length &&
                memcmp(atl_buffer_text(&html), atl_buffer_text(&example->html), html.length) == 0;
    if (!same) {
        print_message("example %u %s\n%s--- expected\n%s--- got\n%s\n", example->number,
                      example->kind, atl_buffer_text(&example->markdown),
                      atl_buffer_text(&example->html), atl_buffer_text(&html));
    }
    atl_buffer_free(&html);
    return same;
}

static void try_examples(const struct trial *trial)
{
    const char *path = getenv(trial->variable);
    if (path == NULL) {
        const char *server = getenv("CI");
        if (server != NULL && strcmp(server, "true") == 0) {
            fail_msg("%s doesn't say where the specification is", trial->variable);
        }
        print_message("SKIP: %s doesn't say where the specification is\n", trial->variable);
        skip();
    }
    struct specification specification = {0};
    struct atl_error error;
    if (atl_file_read(path, LARGEST_SPECIFICATION, &specification.text, &error) != ATL_OK) {
        fail_msg("%s", error.message);
    }
    specification.at = atl_buffer_text(&specification.text);
    struct example example = {0};
    unsigned tried = 0;
    unsigned failed = 0;
    while (next_example(&specification, &example)) {
        if (!trial->extensions_only || example.kind[0] != '\0') {
            tried++;
            failed += !holds(&example, &trial->options);
        }
    }
    print_message("%u of %u examples hold\n", tried - failed, tried);
    atl_buffer_free(&example.markdown);
    atl_buffer_free(&example.html);
    atl_buffer_free(&specification.text);
    assert_int_equal(failed, 0);
    assert_true(tried >= trial->least);
}

static void every_example_of_commonmark_holds(void **state)
{
    (void)state;
    try_examples(&(struct trial){.variable = "ATLCLI_COMMONMARK_SPEC",
                                 .options = {.commonmark = true, .raw_html = true},
                                 .least = 652});
}

static void every_example_of_githubs_extensions_holds(void **state)
{
    (void)state;
    try_examples(&(struct trial){.variable = "ATLCLI_GFM_SPEC",
                                 .options = {.gfm = true, .raw_html = true},
                                 .extensions_only = true,
                                 .least = 20});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_example_of_commonmark_holds),
        cmocka_unit_test(every_example_of_githubs_extensions_holds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
