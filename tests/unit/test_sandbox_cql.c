#include "sandbox/query/cql.h"
#include "sandbox/seed/names.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum {
    PAGES = 400,
};

static const int64_t today_ms = INT64_C(1769817600000); /* 2026-01-31 */
static const int64_t now_ms = INT64_C(1769862600000);   /* 2026-01-31T13:10:00Z */

static struct data data;

static int set_up(void **state)
{
    (void)state;
    struct sandbox_options options = {
        .user_email = "you@example.com", .seed = 3, .pages = PAGES, .today_ms = today_ms};
    data_seed(&data, &options);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    data_free(&data);
    return 0;
}

static enum atl_status run(struct atl_arena *arena, const char *cql, uint32_t **found,
                           size_t *count, struct atl_error *error)
{
    const struct atl_query *query;
    struct cql_plan plan;
    enum atl_status status = atl_query_parse(arena, ATL_QUERY_CQL, cql, &query, NULL, error);
    if (status == ATL_OK) {
        status = cql_compile(&data, arena, query, now_ms, &plan, error);
    }
    *found = NULL;
    if (status == ATL_OK) {
        *found = cql_run(&plan, &data, count);
    }
    return status;
}

typedef bool (*expectation)(const struct page *page, uint32_t index);

static bool is_anything(const struct page *page, uint32_t index)
{
    (void)page;
    (void)index;
    return true;
}

static bool is_nothing(const struct page *page, uint32_t index)
{
    (void)page;
    (void)index;
    return false;
}

static bool in_engineering(const struct page *page, uint32_t index)
{
    (void)index;
    return page->space == 0;
}

static bool not_in_engineering(const struct page *page, uint32_t index)
{
    return !in_engineering(page, index);
}

static bool is_home(const struct page *page, uint32_t index)
{
    (void)index;
    return page->number == 0;
}

static bool is_engineering_home(const struct page *page, uint32_t index)
{
    return is_home(page, index) && in_engineering(page, index);
}

static bool is_runbook(const struct page *page, uint32_t index)
{
    (void)index;
    for (size_t i = 0; i < names_page_labels.count; i++) {
        if (strcmp(names_page_labels.items[i], "runbook") == 0) {
            return (page->labels >> i & 1) != 0;
        }
    }
    return false;
}

static bool is_no_runbook(const struct page *page, uint32_t index)
{
    return !is_runbook(page, index);
}

static bool is_created_by_me(const struct page *page, uint32_t index)
{
    (void)index;
    return page->creator == 0;
}

static bool is_contributed_to_by_me(const struct page *page, uint32_t index)
{
    (void)index;
    return page->creator == 0 || page->modifier == 0;
}

static bool is_changed_this_year(const struct page *page, uint32_t index)
{
    (void)index;
    return page->modified >= 1767225600; /* 2026-01-01 */
}

static bool is_changed_in_last_four_weeks(const struct page *page, uint32_t index)
{
    (void)index;
    /* The index knows minutes only. */
    return (int64_t)(page->modified / 60 * 60) * 1000 >= now_ms - INT64_C(28) * 86400000;
}

static bool is_third(const struct page *page, uint32_t index)
{
    (void)page;
    return index == 2;
}

static bool is_child_of_first(const struct page *page, uint32_t index)
{
    (void)index;
    return page->parent == 0;
}

static bool is_below_first(const struct page *page, uint32_t index)
{
    return in_engineering(page, index) && page->number > 0;
}

struct match_case {
    const char *cql;
    expectation expected;
};

static const struct match_case match_cases[] = {
    {"", is_anything},
    {"type = page", is_anything},
    {"type in (page, blogpost)", is_anything},
    {"type = blogpost", is_nothing},
    {"type != page", is_nothing},
    {"space = ENG", in_engineering},
    {"space = eng", in_engineering},
    {"space.key = ENG", in_engineering},
    {"space in (ENG, NOPE)", in_engineering},
    {"space != ENG", not_in_engineering},
    {"space not in (ENG)", not_in_engineering},
    {"not space = ENG", not_in_engineering},
    {"space = NOPE", is_nothing},
    {"title ~ home", is_home},
    {"title ~ \"hom*\"", is_home},
    {"title = \"Engineering Home\"", is_engineering_home},
    {"title in (\"Engineering Home\", \"Nothing\")", is_engineering_home},
    {"title ~ home and space = ENG", is_engineering_home},
    {"label = runbook", is_runbook},
    {"label in (runbook, unused)", is_runbook},
    {"label != runbook", is_no_runbook},
    {"creator = currentUser()", is_created_by_me},
    {"creator = robin.ashdown", is_created_by_me},
    {"contributor = currentUser()", is_contributed_to_by_me},
    {"lastmodified >= \"2026-01-01\"", is_changed_this_year},
    {"lastmodified >= \"2026/01/01\"", is_changed_this_year},
    {"lastmodified >= startOfYear()", is_changed_this_year},
    {"lastmodified >= now(\"-4w\")", is_changed_in_last_four_weeks},
    {"id = 200003", is_third},
    {"content in (200003, 999)", is_third},
    {"parent = 200001", is_child_of_first},
    {"ancestor = 200001", is_below_first},
    {"(space = ENG or space = PROD) and space = ENG", in_engineering},
    {"text ~ \"engineering home\" and title = \"Engineering Home\"", is_engineering_home},
};

static void queries_find_what_they_say(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(match_cases); i++) {
        struct atl_arena arena = {0};
        struct atl_error error;
        uint32_t *found;
        size_t count = 0;
        if (run(&arena, match_cases[i].cql, &found, &count, &error) != ATL_OK) {
            fail_msg("%s: %s", match_cases[i].cql, error.message);
        }
        bool *is_found = atl_alloc(PAGES * sizeof *is_found);
        for (size_t item = 0; item < count; item++) {
            is_found[found[item]] = true;
        }
        for (uint32_t index = 0; index < PAGES; index++) {
            if (is_found[index] != match_cases[i].expected(&data.pages[index], index)) {
                fail_msg("%s: page %u is %s", match_cases[i].cql, (unsigned)index,
                         is_found[index] ? "found" : "missing");
            }
        }
        free(is_found);
        free(found);
        atl_arena_free(&arena);
    }
}

static void a_date_without_hours_means_the_whole_day(void **state)
{
    (void)state;
    struct atl_arena arena = {0};
    uint32_t *found;
    size_t count = 0;
    uint32_t day = data.pages[100].modified / 86400 * 86400;
    struct tm parts;
    time_t seconds = (time_t)day;
    char date[32];
    gmtime_r(&seconds, &parts);
    strftime(date, sizeof date, "%Y-%m-%d", &parts);
    const char *cql = atl_arena_printf(&arena, "lastmodified = \"%s\"", date);
    assert_int_equal(run(&arena, cql, &found, &count, NULL), ATL_OK);
    size_t expected = 0;
    for (uint32_t i = 0; i < PAGES; i++) {
        expected += data.pages[i].modified >= day && data.pages[i].modified < day + 86400;
    }
    assert_true(expected > 0);
    assert_int_equal(count, expected);
    free(found);
    atl_arena_free(&arena);
}

static void results_come_in_order(void **state)
{
    (void)state;
    struct atl_arena arena = {0};
    uint32_t *found;
    size_t count = 0;
    assert_int_equal(run(&arena, "type = page", &found, &count, NULL), ATL_OK);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(found[i], i);
    }
    free(found);
    assert_int_equal(run(&arena, "order by space, lastmodified desc", &found, &count, NULL),
                     ATL_OK);
    for (size_t i = 1; i < count; i++) {
        const struct page *left = &data.pages[found[i - 1]];
        const struct page *right = &data.pages[found[i]];
        int comparison = strcmp(data.spaces[left->space].key, data.spaces[right->space].key);
        assert_true(comparison < 0 || (comparison == 0 && left->modified >= right->modified));
    }
    free(found);
    assert_int_equal(run(&arena, "order by title", &found, &count, NULL), ATL_OK);
    struct atl_buffer last = {0};
    for (size_t i = 0; i < count; i++) {
        struct atl_buffer title = {0};
        data_append_title(&data, found[i], &title);
        assert_true(strcmp(atl_buffer_text(&last), title.data) <= 0);
        atl_buffer_free(&last);
        last = title;
    }
    atl_buffer_free(&last);
    free(found);
    atl_arena_free(&arena);
}

static void what_is_not_understood_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *cql;
        const char *message;
    } cases[] = {
        {"colour = red", "No field exists with name: 'colour'"},
        {"space ~ ENG", "The operator '~' is not supported by the 'space' field."},
        {"text = x", "The operator '=' is not supported by the 'text' field."},
        {"space > ENG", "The operator '>' is not supported by the 'space' field."},
        {"type in page", "The operator 'in' is not supported by the 'type' field."},
        {"type = potato", "The value 'potato' is not valid for the field 'type'."},
        {"lastmodified > soon", "The value 'soon' is not valid for the field 'lastmodified'."},
        {"id = abc", "The value 'abc' is not valid for the field 'id'."},
        {"order by label", "Not able to sort using field 'label'."},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct atl_arena arena = {0};
        struct atl_error error;
        uint32_t *found;
        size_t count = 0;
        assert_int_equal(run(&arena, cases[i].cql, &found, &count, &error), ATL_USAGE);
        assert_string_equal(error.message, cases[i].message);
        atl_arena_free(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(queries_find_what_they_say),
        cmocka_unit_test(a_date_without_hours_means_the_whole_day),
        cmocka_unit_test(results_come_in_order),
        cmocka_unit_test(what_is_not_understood_is_named),
    };
    return cmocka_run_group_tests_name("sandbox cql", tests, set_up, tear_down);
}
