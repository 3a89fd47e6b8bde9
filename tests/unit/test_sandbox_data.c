/* The sandbox's data, and the small parts that stand on nothing else. */
#include "sandbox/seed/document.h"
#include "sandbox/server/cursor.h"
#include "sandbox/text/text_match.h"
#include "sandbox/text/time_format.h"
#include "unit.h"

#include "atlcli/clock.h"
#include "atlcli/json.h"

#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const int64_t today_ms = INT64_C(1769817600000); /* 2026-01-31, a Saturday */

static struct data make_data(int64_t seed, int64_t issues, int64_t pages)
{
    struct sandbox_options options = {.user_email = "you@example.com",
                                      .seed = seed,
                                      .issues = issues,
                                      .pages = pages,
                                      .today_ms = today_ms};
    struct data data;
    data_seed(&data, &options);
    return data;
}

/* ---- data ---- */

static void the_same_seed_makes_the_same_data(void **state)
{
    (void)state;
    struct data one = make_data(5, 500, 200);
    struct data two = make_data(5, 500, 200);
    struct data other = make_data(6, 500, 200);
    assert_memory_equal(one.issues, two.issues, 500 * sizeof *one.issues);
    assert_memory_equal(one.pages, two.pages, 200 * sizeof *one.pages);
    assert_memory_not_equal(one.issues, other.issues, 500 * sizeof *one.issues);
    assert_string_equal(one.people[3].account_id, two.people[3].account_id);
    assert_string_not_equal(one.people[3].account_id, other.people[3].account_id);
    data_free(&one);
    data_free(&two);
    data_free(&other);
}

static void issues_are_plausible(void **state)
{
    (void)state;
    struct data data = make_data(1, 5000, 0);
    uint32_t today = (uint32_t)(today_ms / 1000);
    for (uint32_t i = 0; i < 5000; i++) {
        const struct issue *issue = &data.issues[i];
        assert_true(i == 0 || issue->created >= data.issues[i - 1].created);
        assert_true(issue->created <= issue->updated && issue->updated <= today);
        assert_int_equal(data.projects[issue->project].issues[issue->number - 1], i);
        assert_true(issue->type != TYPE_SUBTASK || issue->parent != DATA_NO_PARENT);
        if (issue->parent != DATA_NO_PARENT) {
            assert_true(issue->parent < i);
            assert_int_equal(data.issues[issue->parent].project, issue->project);
        }
        assert_true(issue->sprint == DATA_NO_SPRINT ||
                    data.sprints[issue->sprint].project == issue->project);
    }
    data_free(&data);
}

static void issues_are_found_by_key_and_id(void **state)
{
    (void)state;
    struct data data = make_data(1, 100, 0);
    struct atl_arena arena = {0};
    for (uint32_t i = 0; i < 100; i++) {
        uint32_t index;
        assert_true(data_find_issue(&data, data_issue_key(&data, &arena, i), &index));
        assert_int_equal(index, i);
        assert_true(data_find_issue(&data, atl_arena_printf(&arena, "%u", i + 10001U), &index));
        assert_int_equal(index, i);
    }
    static const char *const unknown[] = {"",      "WEB",   "WEB-",   "WEB-0", "WEB-101", "NOPE-1",
                                          "10000", "10101", "WEB-1x", "-1",    "WEBX-1"};
    for (size_t i = 0; i < COUNT(unknown); i++) {
        uint32_t index;
        assert_false(data_find_issue(&data, unknown[i], &index));
    }
    atl_arena_free(&arena);
    data_free(&data);
}

static int compare_texts(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

static void titles_are_unique_within_a_space(void **state)
{
    (void)state;
    enum {
        PAGES = 9000,
    };
    struct data data = make_data(1, 0, PAGES);
    char **titles = atl_alloc(PAGES * sizeof *titles);
    for (uint32_t i = 0; i < PAGES; i++) {
        struct atl_buffer title = {0};
        atl_buffer_printf(&title, "%u/", (unsigned)data.pages[i].space);
        data_append_title(&data, i, &title);
        titles[i] = atl_buffer_take(&title);
    }
    qsort(titles, PAGES, sizeof *titles, compare_texts);
    for (size_t i = 1; i < PAGES; i++) {
        assert_string_not_equal(titles[i - 1], titles[i]);
    }
    for (size_t i = 0; i < PAGES; i++) {
        free(titles[i]);
    }
    free(titles);
    data_free(&data);
}

static void pages_form_one_tree_per_space(void **state)
{
    (void)state;
    struct data data = make_data(1, 0, 1000);
    for (uint32_t i = 0; i < 1000; i++) {
        const struct page *page = &data.pages[i];
        assert_true((page->parent == DATA_NO_PARENT) == (page->number == 0));
        if (page->parent != DATA_NO_PARENT) {
            assert_true(page->parent < i);
            assert_int_equal(data.pages[page->parent].space, page->space);
        }
        assert_true(page->version >= 1 && page->created <= page->modified);
    }
    data_free(&data);
}

static void there_may_be_nothing_at_all(void **state)
{
    (void)state;
    struct data data = make_data(1, 0, 0);
    uint32_t index;
    assert_false(data_find_issue(&data, "WEB-1", &index));
    assert_false(data_find_issue(&data, "10001", &index));
    assert_false(data_find_page(&data, "200001", &index));
    assert_int_equal(data.space_count, 1);
    assert_int_equal(data.spaces[0].page_count, 0);
    data_free(&data);
}

/* ---- documents ---- */

static void documents_are_the_same_in_all_forms(void **state)
{
    (void)state;
    struct data data = make_data(1, 0, 200);
    for (uint32_t i = 0; i < 200; i++) {
        struct atl_arena arena = {0};
        struct document document = document_of_page(&data, &arena, i);
        struct atl_buffer adf = {0};
        struct atl_buffer storage = {0};
        struct atl_buffer wiki = {0};
        document_emit_adf(&adf, NULL, &document);
        document_append_storage(&storage, &document);
        document_append_wiki(&wiki, &document);
        cJSON *tree;
        assert_int_equal(atl_json_parse(adf.data, adf.length, "ADF", &tree, NULL), ATL_OK);
        assert_string_equal(atl_json_text(tree, "type", ""), "doc");
        assert_int_equal(atl_json_count(tree, "content"), document.block_count);
        assert_string_equal(atl_json_text(tree, "content.0.content.0.text", ""),
                            document.blocks[0].text);
        assert_true(atl_text_starts_with(storage.data, "<p>"));
        assert_null(strstr(storage.data, "<not>")); /* a sentence has it: as an entity */
        assert_true(atl_text_starts_with(wiki.data, document.blocks[0].text));
        cJSON_Delete(tree);
        atl_buffer_free(&adf);
        atl_buffer_free(&storage);
        atl_buffer_free(&wiki);
        atl_arena_free(&arena);
    }
    data_free(&data);
}

/* ---- dates ---- */

static void dates_of_queries_are_read(void **state)
{
    (void)state;
    static const char *const now = "2026-01-31T13:10:00Z";
    static const struct {
        const char *text;
        const char *expected; /* NULL: no date */
    } cases[] = {
        {"2026-01-05", "2026-01-05T00:00:00.000Z"},
        {"2026/01/05", "2026-01-05T00:00:00.000Z"},
        {"2026-01-05 08:15", "2026-01-05T08:15:00.000Z"},
        {"2026/01/05 08:15", "2026-01-05T08:15:00.000Z"},
        {"-1d", "2026-01-30T13:10:00.000Z"},
        {"1d", "2026-02-01T13:10:00.000Z"},
        {"+1d", "2026-02-01T13:10:00.000Z"},
        {"-2w", "2026-01-17T13:10:00.000Z"},
        {"-4w 2d", "2026-01-01T13:10:00.000Z"},
        {"-90m", "2026-01-31T11:40:00.000Z"},
        {"-5h", "2026-01-31T08:10:00.000Z"},
        {"1M", "2026-02-28T13:10:00.000Z"},
        {"-2M", "2025-11-30T13:10:00.000Z"},
        {"-1y", "2025-01-31T13:10:00.000Z"},
        {"2026-02-30", NULL},
        {"2026-1-5", NULL},
        {"2026-01-05T08:15", NULL},
        {"-7", NULL},
        {"-7x", NULL},
        {"d", NULL},
        {"-", NULL},
        {"", NULL},
        {"yesterday", NULL},
        {"-99999999999d", NULL},
    };
    int64_t now_ms;
    assert_true(atl_clock_parse_iso8601(now, &now_ms));
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct atl_arena arena = {0};
        int64_t ms;
        bool valid = time_parse_query(cases[i].text, now_ms, &ms);
        const char *found = valid ? atl_clock_format_iso8601(&arena, ms) : "no date";
        const char *expected = cases[i].expected == NULL ? "no date" : cases[i].expected;
        if (strcmp(found, expected) != 0) {
            fail_msg("%s gave %s, not %s", cases[i].text, found, expected);
        }
        atl_arena_free(&arena);
    }
}

static void time_does_not_overflow(void **state)
{
    (void)state;
    struct atl_buffer text = {0};
    for (int i = 0; i < 5000; i++) {
        atl_buffer_add(&text, "9999y");
    }
    int64_t ms;
    assert_false(time_parse_query(text.data, today_ms, &ms));
    atl_buffer_free(&text);
}

static void time_functions_are_called(void **state)
{
    (void)state;
    static const struct {
        const char *function;
        const char *argument;
        const char *expected;
    } cases[] = {
        {"now", NULL, "2026-01-31T13:10:00.000Z"},
        {"NOW", "-1h", "2026-01-31T12:10:00.000Z"},
        {"startOfDay", NULL, "2026-01-31T00:00:00.000Z"},
        {"startOfDay", "-7d", "2026-01-24T00:00:00.000Z"},
        {"startOfDay", "-1", "2026-01-30T00:00:00.000Z"},
        {"startOfDay", "+1", "2026-02-01T00:00:00.000Z"},
        {"endOfDay", NULL, "2026-01-31T23:59:59.999Z"},
        {"startOfWeek", NULL, "2026-01-26T00:00:00.000Z"},
        {"endOfWeek", NULL, "2026-02-01T23:59:59.999Z"},
        {"startOfWeek", "-1", "2026-01-19T00:00:00.000Z"},
        {"startOfMonth", NULL, "2026-01-01T00:00:00.000Z"},
        {"startOfMonth", "14d", "2026-01-15T00:00:00.000Z"},
        {"endOfMonth", NULL, "2026-01-31T23:59:59.999Z"},
        {"endOfMonth", "1", "2026-02-28T23:59:59.999Z"},
        {"endOfMonth", "-1", "2025-12-31T23:59:59.999Z"},
        {"startOfYear", "-1y", "2025-01-01T00:00:00.000Z"},
        {"endOfYear", NULL, "2026-12-31T23:59:59.999Z"},
    };
    int64_t now_ms;
    assert_true(atl_clock_parse_iso8601("2026-01-31T13:10:00Z", &now_ms));
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct atl_arena arena = {0};
        bool known;
        int64_t ms;
        assert_true(time_call_function(cases[i].function, cases[i].argument, now_ms, &known, &ms));
        if (strcmp(atl_clock_format_iso8601(&arena, ms), cases[i].expected) != 0) {
            fail_msg("%s(%s) gave %s, not %s", cases[i].function,
                     cases[i].argument == NULL ? "" : cases[i].argument,
                     atl_clock_format_iso8601(&arena, ms), cases[i].expected);
        }
        atl_arena_free(&arena);
    }
    bool known;
    int64_t ms;
    assert_false(time_call_function("startOfCentury", NULL, now_ms, &known, &ms));
    assert_false(known);
    assert_false(time_call_function("startOfDay", "soon", now_ms, &known, &ms));
    assert_true(known);
}

/* ---- words ---- */

static void words_phrases_and_prefixes_match(void **state)
{
    (void)state;
    static const char *const text = "The Login-page shows yesterday's data, again: é 42.";
    static const struct {
        const char *pattern;
        bool expected;
    } cases[] = {
        {"login", true},
        {"LOGIN", true},
        {"logi", false},
        {"logi*", true},
        {"ogin", false},
        {"page login", true},
        {"login missing", false},
        {"\"login page\"", true},
        {"\"page login\"", false},
        {"\"shows yest*\"", true},
        {"login-page", true},
        {"page-login", false},
        {"42", true},
        {"4", false},
        {"é", true},
        {"again:", true},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct atl_arena arena = {0};
        struct text_pattern pattern;
        assert_true(text_pattern_parse(&arena, cases[i].pattern, &pattern));
        if (text_pattern_matches(&pattern, text) != cases[i].expected) {
            fail_msg("%s", cases[i].pattern);
        }
        atl_arena_free(&arena);
    }
    struct atl_arena arena = {0};
    struct text_pattern pattern;
    assert_false(text_pattern_parse(&arena, "", &pattern));
    assert_false(text_pattern_parse(&arena, " ?* \"\" - \"", &pattern));
    atl_arena_free(&arena);
}

/* ---- cursors ---- */

static void cursors_are_good_for_their_listing_only(void **state)
{
    (void)state;
    struct atl_arena arena = {0};
    size_t offset;
    for (size_t wanted = 0; wanted < 2000000; wanted += 99991) {
        const char *cursor = cursor_make(&arena, "/pages?limit=5", wanted);
        assert_true(cursor_read(cursor, "/pages?limit=5", &offset));
        assert_int_equal(offset, wanted);
        assert_false(cursor_read(cursor, "/pages?limit=6", &offset));
    }
    char *cursor = atl_arena_strdup(&arena, cursor_make(&arena, "x", 50));
    for (char *digit = cursor; *digit != '\0'; digit++) {
        char kept = *digit;
        *digit = kept == '0' ? '1' : '0';
        assert_false(cursor_read(cursor, "x", &offset));
        *digit = kept;
    }
    assert_false(cursor_read("", "x", &offset));
    assert_false(cursor_read("50", "x", &offset));
    atl_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_seed_makes_the_same_data),
        cmocka_unit_test(issues_are_plausible),
        cmocka_unit_test(issues_are_found_by_key_and_id),
        cmocka_unit_test(titles_are_unique_within_a_space),
        cmocka_unit_test(pages_form_one_tree_per_space),
        cmocka_unit_test(there_may_be_nothing_at_all),
        cmocka_unit_test(documents_are_the_same_in_all_forms),
        cmocka_unit_test(dates_of_queries_are_read),
        cmocka_unit_test(time_does_not_overflow),
        cmocka_unit_test(time_functions_are_called),
        cmocka_unit_test(words_phrases_and_prefixes_match),
        cmocka_unit_test(cursors_are_good_for_their_listing_only),
    };
    return cmocka_run_group_tests_name("sandbox data", tests, NULL, NULL);
}
