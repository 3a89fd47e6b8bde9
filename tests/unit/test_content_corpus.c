/*
 * Each case of tests/data/content is a test called after it: see support/corpus.h for what is in
 * one. Only some cases, by globs: test_content_corpus 'table-*' 'mark-*', or ATLCLI_CORPUS=glob.
 *
 * test_content_corpus --write-adf DIRECTORY tests nothing: it writes each readable section as ADF,
 * a file each, for tests/contract/adf.bats to validate.
 */
#include "atlcli/json.h"
#include "support/corpus.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    CASES_AT_LEAST = 400, /* in the whole corpus: that none are lost */
};

/* All of one case: its memory, and what has been found wrong so far. */
struct run {
    const struct corpus_case *item;
    struct atl_arena arena;
    struct atl_content_tree *tree; /* of the first readable section */
    struct atl_buffer problems;
};

static void complain(struct run *run, const char *format, ...) ATL_PRINTF(2, 3);

static void complain(struct run *run, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    atl_buffer_add(&run->problems, "\n  ");
    atl_buffer_vprintf(&run->problems, format, arguments);
    va_end(arguments);
}

static const char *name_of(const struct corpus_section *section)
{
    return atl_content_format_name(section->format);
}

/* ---- comparing texts ---- */

static int line_length(const char *text)
{
    const char *end = strchr(text, '\n');
    size_t length = end == NULL ? strlen(text) : (size_t)(end - text);
    return length > 2000 ? 2000 : (int)length;
}

/* Says in which line two texts differ first. */
static void complain_difference(struct run *run, const char *what, const char *expected,
                                const char *actual)
{
    size_t line = 1;
    while (line_length(expected) == line_length(actual) &&
           strncmp(expected, actual, (size_t)line_length(expected)) == 0 &&
           expected[line_length(expected)] != '\0' && actual[line_length(actual)] != '\0') {
        expected += line_length(expected) + 1;
        actual += line_length(actual) + 1;
        line++;
    }
    complain(run, "%s, line %zu:\n    expected |%.*s|\n    actual   |%.*s|", what, line,
             line_length(expected), expected, line_length(actual), actual);
}

static void trim_newlines(struct atl_buffer *buffer)
{
    while (buffer->length > 0 && buffer->data[buffer->length - 1] == '\n') {
        atl_buffer_truncate(buffer, buffer->length - 1);
    }
}

static void compare_json(struct run *run, const char *what, const struct corpus_section *section,
                         const struct atl_buffer *actual)
{
    struct atl_error error;
    cJSON *expected_json;
    cJSON *actual_json;
    if (atl_json_parse(section->text, section->length, "the section", &expected_json, &error) !=
        ATL_OK) {
        complain(run, "%s: %s", what, error.message);
    } else if (atl_json_parse(atl_buffer_text(actual), actual->length, "what is written",
                              &actual_json, &error) != ATL_OK) {
        complain(run, "%s: %s", what, error.message);
    } else if (!cJSON_Compare(expected_json, actual_json, true)) {
        char *expected_text = atl_json_print(expected_json, true);
        char *actual_text = atl_json_print(actual_json, true);
        complain_difference(run, what, expected_text, actual_text);
        complain(run, "whole: %s", atl_buffer_text(actual));
        free(expected_text);
        free(actual_text);
        cJSON_Delete(actual_json);
    } else {
        cJSON_Delete(actual_json);
    }
    cJSON_Delete(expected_json);
}

static void compare_reports(struct run *run, const char *what, const char *expected,
                            const struct atl_content_report *report)
{
    static const char *const kinds[] = {
        [ATL_REPORT_LOST] = "lost",
        [ATL_REPORT_REPAIRED] = "repaired",
        [ATL_REPORT_NEUTRALISED] = "neutralised",
    };
    struct atl_buffer actual = {0};
    for (const struct atl_report_entry *entry = report->first; entry != NULL; entry = entry->next) {
        atl_buffer_printf(&actual, "%s: %s\n", kinds[entry->kind], entry->message);
    }
    trim_newlines(&actual);
    expected = expected == NULL ? "" : expected;
    if (!atl_text_equal(expected, atl_buffer_text(&actual))) {
        complain_difference(run, what, expected, atl_buffer_text(&actual));
    }
    atl_buffer_free(&actual);
}

/* ---- reading and writing ---- */

/* NULL, and a complaint, when it can't be read. The text is copied: trees outlive buffers here. */
static struct atl_content_tree *read_text(struct run *run, const char *what,
                                          enum atl_content_format format, const char *text,
                                          size_t length, struct atl_content_report *report)
{
    struct atl_content_options options = {.report = report};
    struct atl_content_tree *tree;
    struct atl_error error;
    const char *copy = atl_arena_strndup(&run->arena, text, length);
    if (atl_content_read(&run->arena, format, copy, length, &options, &tree, &error) != ATL_OK) {
        complain(run, "%s: reading %s: %s", what, atl_content_format_name(format), error.message);
        return NULL;
    }
    return tree;
}

static bool write_text(struct run *run, const char *what, enum atl_content_format format,
                       const struct atl_content_tree *tree, struct atl_content_report *report,
                       struct atl_buffer *buffer)
{
    struct atl_content_options options = {.report = report};
    if (format == ATL_CONTENT_TERMINAL) {
        options.columns = 60;
        options.colour = true;
        options.hyperlinks = true;
    }
    struct atl_error error;
    if (atl_content_write(tree, format, &options, buffer, &error) != ATL_OK) {
        complain(run, "%s: writing %s: %s", what, atl_content_format_name(format), error.message);
        return false;
    }
    return true;
}

static void compare_trees(struct run *run, const char *what,
                          const struct atl_content_tree *expected,
                          const struct atl_content_tree *actual)
{
    struct atl_buffer difference = {0};
    if (!atl_content_equal(expected, actual, &difference)) {
        complain(run, "%s: %s", what, atl_buffer_text(&difference));
    }
    atl_buffer_free(&difference);
}

/* ---- what a case says ---- */

static void check_read(struct run *run, const struct corpus_section *section)
{
    struct atl_content_report report = {0};
    char *what = atl_arena_printf(&run->arena, "reading %s", name_of(section));
    struct atl_content_tree *tree =
        read_text(run, what, section->format, section->text, section->length, &report);
    bool first = run->tree == NULL;
    if (tree != NULL && first) {
        run->tree = tree;
    } else if (tree != NULL) {
        compare_trees(run, what, run->tree, tree);
    }
    char *report_of = atl_arena_printf(&run->arena, "report of %s", what);
    compare_reports(run, report_of, first ? run->item->read_report : NULL, &report);
    atl_content_report_free(&report);
}

static void check_write(struct run *run, const struct corpus_section *section)
{
    struct atl_buffer actual = {0};
    char *what = atl_arena_printf(&run->arena, "writing %s", name_of(section));
    if (write_text(run, what, section->format, run->tree, NULL, &actual)) {
        trim_newlines(&actual);
        if (section->format == ATL_CONTENT_ADF) {
            compare_json(run, what, section, &actual);
        } else if (!atl_text_equal(section->text, atl_buffer_text(&actual))) {
            complain_difference(run, what, section->text, atl_buffer_text(&actual));
            complain(run, "whole:\n%s", atl_buffer_text(&actual));
        }
    }
    atl_buffer_free(&actual);
}

static bool is_written(const struct corpus_case *item, enum atl_content_format format)
{
    for (size_t i = 0; i < item->count; i++) {
        if (item->sections[i].format == format && item->sections[i].write) {
            return true;
        }
    }
    return item->write_reports[format] != NULL;
}

/* Writing a format that the case mentions reports what the case says, or nothing. */
static void check_write_reports(struct run *run)
{
    for (int i = 0; i < CORPUS_FORMATS; i++) {
        enum atl_content_format format = (enum atl_content_format)i;
        struct atl_content_report report = {0};
        struct atl_buffer ignored = {0};
        char *what =
            atl_arena_printf(&run->arena, "report of writing %s", atl_content_format_name(format));
        if (is_written(run->item, format) &&
            write_text(run, what, format, run->tree, &report, &ignored)) {
            compare_reports(run, what, run->item->write_reports[format], &report);
        }
        atl_buffer_free(&ignored);
        atl_content_report_free(&report);
    }
}

/* ---- what holds for every case ---- */

/* The tree of what `tree` is when written in `format`; NULL, and a complaint, on failure. */
static struct atl_content_tree *pass_through(struct run *run, const char *what,
                                             enum atl_content_format format,
                                             const struct atl_content_tree *tree)
{
    struct atl_buffer text = {0};
    struct atl_content_tree *result = NULL;
    if (write_text(run, what, format, tree, NULL, &text)) {
        result = read_text(run, what, format, atl_buffer_text(&text), text.length, NULL);
    }
    atl_buffer_free(&text);
    return result;
}

/* FORMAT -> Markdown -> FORMAT is the same tree as what the section says. */
static void check_round_trip(struct run *run, const struct corpus_section *section)
{
    char *what =
        atl_arena_printf(&run->arena, "%s -> markdown -> %s", name_of(section), name_of(section));
    const struct atl_content_tree *start =
        read_text(run, what, section->format, section->text, section->length, NULL);
    const struct atl_content_tree *tree = start;
    if (tree != NULL) {
        tree = pass_through(run, what, ATL_CONTENT_MARKDOWN, tree);
    }
    if (tree != NULL) {
        compare_trees(run, atl_arena_printf(&run->arena, "%s -> markdown", name_of(section)), start,
                      tree);
        tree = pass_through(run, what, section->format, tree);
        start = pass_through(run, what, section->format, start); /* what the format can't hold */
    }
    if (tree != NULL && start != NULL) {
        compare_trees(run, what, start, tree);
    }
}

/* Markdown -> FORMAT -> Markdown, once more, is the same text. */
static void check_stable(struct run *run, enum atl_content_format format)
{
    char *what = atl_arena_printf(&run->arena, "markdown -> %s -> markdown, twice",
                                  atl_content_format_name(format));
    struct atl_buffer texts[2] = {{0}, {0}};
    const struct atl_content_tree *tree = run->tree;
    for (size_t i = 0; i < 2 && tree != NULL; i++) {
        tree = pass_through(run, what, ATL_CONTENT_MARKDOWN, tree);
        if (tree != NULL && format != ATL_CONTENT_MARKDOWN) {
            tree = pass_through(run, what, format, tree);
        }
        if (tree != NULL && !write_text(run, what, ATL_CONTENT_MARKDOWN, tree, NULL, &texts[i])) {
            tree = NULL;
        }
    }
    if (tree != NULL && !atl_text_equal(atl_buffer_text(&texts[0]), atl_buffer_text(&texts[1]))) {
        complain_difference(run, what, atl_buffer_text(&texts[0]), atl_buffer_text(&texts[1]));
    }
    atl_buffer_free(&texts[0]);
    atl_buffer_free(&texts[1]);
}

static void check_case(struct run *run)
{
    const struct corpus_case *item = run->item;
    for (size_t i = 0; i < item->count; i++) {
        if (item->sections[i].read) {
            check_read(run, &item->sections[i]);
        }
    }
    if (run->tree == NULL) {
        return;
    }
    for (size_t i = 0; i < item->count; i++) {
        const struct corpus_section *section = &item->sections[i];
        if (section->write) {
            check_write(run, section);
        }
        if (section->read &&
            (section->format == ATL_CONTENT_STORAGE || section->format == ATL_CONTENT_ADF)) {
            check_round_trip(run, section);
        }
    }
    check_write_reports(run);
    for (int i = ATL_CONTENT_MARKDOWN; i <= ATL_CONTENT_JIRA_WIKI; i++) {
        check_stable(run, (enum atl_content_format)i);
    }
}

/* ---- the corpus as ADF ---- */

static bool write_file(const char *path, const struct atl_buffer *text)
{
    FILE *file = fopen(path, "w");
    bool written =
        file != NULL && fwrite(atl_buffer_text(text), 1, text->length, file) == text->length;
    return file != NULL && fclose(file) == 0 && written;
}

static void write_case_as_adf(struct run *run, const char *directory)
{
    for (size_t i = 0; i < run->item->count; i++) {
        const struct corpus_section *section = &run->item->sections[i];
        struct atl_buffer adf = {0};
        if (!section->read) {
            continue;
        }
        const struct atl_content_tree *tree =
            read_text(run, run->item->name, section->format, section->text, section->length, NULL);
        char *path = atl_arena_printf(&run->arena, "%s/%s.%s.%zu.json", directory, run->item->name,
                                      name_of(section), i);
        if (tree != NULL && write_text(run, path, ATL_CONTENT_ADF, tree, NULL, &adf) &&
            !write_file(path, &adf)) {
            complain(run, "can't write %s", path);
        }
        atl_buffer_free(&adf);
    }
}

/* The exit code: whether all of them could be read and written. */
static int write_corpus_as_adf(const struct atl_list *cases, const char *directory)
{
    int failures = 0;
    for (size_t i = 0; i < cases->count; i++) {
        struct run run = {.item = cases->items[i]};
        write_case_as_adf(&run, directory);
        if (run.problems.length > 0) {
            fprintf(stderr, "%s:%s\n", run.item->name, run.problems.data);
            failures = 1;
        }
        atl_buffer_free(&run.problems);
        atl_arena_free(&run.arena);
    }
    return failures;
}

/* ---- the tests ---- */

static void case_holds(void **state)
{
    struct run run = {.item = *state};
    if (run.item->problem != NULL) {
        fail_msg("%s.txt %s", run.item->name, run.item->problem);
    }
    check_case(&run);
    bool failed = run.problems.length > 0;
    if (failed) {
        fprintf(stderr, "%s:%s\n", run.item->name, atl_buffer_text(&run.problems));
    }
    atl_buffer_free(&run.problems);
    atl_arena_free(&run.arena);
    assert_false(failed);
}

static void the_corpus_is_whole(void **state)
{
    const struct atl_list *cases = *state;
    assert_true(cases->count >= CASES_AT_LEAST);
}

int main(int argc, char **argv)
{
    struct atl_arena arena = {0};
    struct atl_list cases = {0};
    const char *source = getenv("PROJECT_SOURCE");
    const char *pattern = getenv("ATLCLI_CORPUS");
    char *directory =
        atl_arena_printf(&arena, "%s/tests/data/content", source == NULL ? "." : source);
    if (argc == 3 && strcmp(argv[1], "--write-adf") == 0) {
        corpus_read_cases(&arena, directory, NULL, &cases);
        int code = write_corpus_as_adf(&cases, argv[2]);
        atl_list_free(&cases);
        atl_arena_free(&arena);
        return code;
    }
    for (int i = argc > 1 ? 1 : 0; i < argc; i++) {
        corpus_read_cases(&arena, directory, argc > 1 ? argv[i] : pattern, &cases);
    }
    struct CMUnitTest *tests = atl_arena_alloc(&arena, (cases.count + 1) * sizeof *tests);
    for (size_t i = 0; i < cases.count; i++) {
        const struct corpus_case *item = cases.items[i];
        tests[i] = (struct CMUnitTest){
            .name = item->name, .test_func = case_holds, .initial_state = cases.items[i]};
    }
    bool whole = argc == 1 && pattern == NULL;
    tests[cases.count] = (struct CMUnitTest){
        .name = "the_corpus_is_whole", .test_func = the_corpus_is_whole, .initial_state = &cases};
    int failures =
        _cmocka_run_group_tests("corpus", tests, cases.count + (whole ? 1 : 0), NULL, NULL);
    atl_list_free(&cases);
    atl_arena_free(&arena);
    return failures;
}
