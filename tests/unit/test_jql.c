/* What queries of Jira mean: fields, operators, functions, dates; and what is said against them. */
#include "atlcli/jql.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

static const char *const site_functions[] = {"ofTheSite"};
static const struct atl_jql_field site_fields[] = {
    {.names = "Team Colour", .custom_id = 10101},
    {.names = "Ordered",
     .custom_id = 10102,
     .unsortable = true,
     .operators = ATL_JQL_OPERATOR(ATL_QUERY_EQUALS)},
};
static const struct atl_jql_site site = {
    .fields = site_fields, .field_count = 2, .functions = site_functions, .function_count = 1};

/* "E 1+7 assignee" for an error about 7 bytes at column 1 with that suggestion, "W …" a warning. */
static char *describe(const struct atl_jql_problems *problems)
{
    struct atl_buffer text = {0};
    for (size_t i = 0; i < problems->count; i++) {
        const struct atl_jql_problem *problem = &problems->problems[i];
        atl_buffer_printf(&text, "%s%s %u+%zu%s%s", i == 0 ? "" : "; ",
                          problem->is_warning ? "W" : "E", problem->position.column,
                          problem->length, problem->suggestion == NULL ? "" : " ",
                          problem->suggestion == NULL ? "" : problem->suggestion);
        assert_true(strlen(problem->message) > 0);
    }
    return atl_buffer_take(&text);
}

struct example {
    const char *query;
    const char *problems;
    const char *with_site; /* NULL: the same */
};

static const struct example examples[] = {
    {"project = WEB AND status in (Done, \"In Progress\") ORDER BY created DESC", "", NULL},
    {"assignee = currentUser() AND sprint in openSprints()", "", NULL},
    {"assigne = me", "W 1+7 assignee", "E 1+7 assignee"},
    {"'fixVersions' = 1.0", "W 1+13 fixVersion", "E 1+13 fixVersion"},
    {"components = UI", "W 1+10 component", "E 1+10 component"},
    {"\"epik link\" = A-1", "W 1+11 \"Epic Link\"", "E 1+11 \"Epic Link\""},
    {"Approvers = me", "W 1+9 approvals", "E 1+9 approvals"},
    {"colour = red", "W 1+6", "E 1+6"},
    {"\"Team Colour\" = red", "W 1+13", ""},
    {"\"team color\" = red", "W 1+12", "E 1+12 \"Team Colour\""},
    {"cf[10101] = red AND cf[7] = 1", "", "E 21+5"},
    {"Ordered ~ a ORDER BY Ordered", "W 1+7; W 22+7", "E 9+1 =; E 22+7"},
    /* properties: which of them there are only a site knows */
    {"issue.property[a.key].path = x AND development[pullrequests].open > 0", "", NULL},
    {"summary[key] = x ORDER BY Issue.Property[a].b, issue.property[c].b", "W 1+7", ""},
    {"project = A ORDER BY issue.property[a].b, issue.property['a'].b", "E 43+14", NULL},
    /* operators */
    {"summary = x", "E 9+1 ~", NULL},
    {"summary != x", "E 9+2 !~", NULL},
    {"status ~ Done", "E 8+1 =", NULL},
    {"status > Done", "E 8+1", NULL},
    {"text !~ x", "E 6+2", NULL},
    {"description was x", "E 13+3", NULL},
    {"type was Bug", "E 6+3 =", NULL},
    {"status was not  in (a) and status changed", "", NULL},
    {"type changed", "E 6+7", NULL},
    {"labels = (a, b)", "E 8+1 in", NULL},
    {"labels != (a, b)", "E 8+2 not in", NULL},
    {"labels in a", "E 8+2 =", NULL},
    {"labels not   in a", "E 8+8 !=", NULL},
    {"labels is a", "E 8+2 =", NULL},
    {"labels is not (a)", "E 8+6 not in", NULL},
    {"labels in EMPTY", "E 8+2 is", NULL},
    {"priority > EMPTY", "E 10+1", NULL},
    {"assignee = EMPTY", "", NULL},
    /* functions */
    {"sprint = openSprints()", "E 8+1 in", NULL},
    {"sprint in openSprint()", "W 11+10 openSprints", "E 11+10 openSprints"},
    {"assignee in openSprints()", "E 13+11", NULL},
    {"assignee = currentUser(x)", "E 12+11", NULL},
    {"assignee in membersOf()", "E 13+9", NULL},
    {"created > startOfDay(-1d, 2)", "E 11+10", NULL},
    {"labels in somethingElse()", "W 11+13", "E 11+13"},
    {"labels in ofTheSite()", "W 11+9", ""},
    /* values */
    {"created >= -7d AND updated < \"2026-02-28 23:59\" AND due = \"2026/1/31\"", "", NULL},
    {"created > yesterday", "E 11+9", NULL},
    {"due in (2026-02-30, 2026-02-29, 2024-02-29)", "E 9+10; E 21+10", NULL},
    {"votes > many AND watchers = 3 AND workratio > -1.5", "E 9+4", NULL},
    {"status changed FROM Open TO Done BY currentUser() AFTER never DURING (-1w, \"2026/01/01\")",
     "E 57+5", NULL},
    /* order */
    {"project = A ORDER BY comment, key, KEY", "E 22+7; E 36+3", NULL},
    {"project = A ORDER BY prioritty", "W 22+9 priority", "E 22+9 priority"},
    {"ORDER BY key", "W 1+0", NULL},
    {"summary = x OR NOT (assigne = a AND (status ~ b))",
     "E 9+1 ~; W 21+7 assignee; E 45+1 =", "E 9+1 ~; E 21+7 assignee; E 45+1 ="},
};

static void check(const struct example *example, const struct atl_jql_site *with)
{
    struct atl_arena arena = {0};
    const struct atl_query *query;
    struct atl_error error;
    struct atl_jql_problems problems;
    const char *expected =
        with != NULL && example->with_site != NULL ? example->with_site : example->problems;
    if (atl_query_parse(&arena, ATL_QUERY_JQL, example->query, &query, NULL, &error) != ATL_OK) {
        fail_msg("%s: %s", example->query, error.message);
    }
    atl_jql_check(&arena, example->query, query, with, &problems);
    char *found = describe(&problems);
    if (strcmp(found, expected) != 0) {
        print_message("%s\n  expected: %s\n  found:    %s\n", example->query, expected, found);
    }
    assert_string_equal(found, expected);
    free(found);
    atl_arena_free(&arena);
}

static void problems_are_found_where_they_are(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        check(&examples[i], NULL);
        check(&examples[i], &site);
    }
}

static void a_flood_of_problems_is_cut(void **state)
{
    (void)state;
    struct atl_buffer text = {0};
    struct atl_arena arena = {0};
    const struct atl_query *query;
    struct atl_jql_problems problems;
    for (size_t i = 0; i < 1000; i++) {
        atl_buffer_add(&text, i == 0 ? "summary = a" : " OR summary = a");
    }
    assert_int_equal(atl_query_parse(&arena, ATL_QUERY_JQL, text.data, &query, NULL, NULL), ATL_OK);
    atl_jql_check(&arena, text.data, query, NULL, &problems);
    assert_int_equal(problems.count, 100);
    assert_int_equal(problems.errors, 100);
    atl_arena_free(&arena);
    atl_buffer_free(&text);
}

static void names_of_the_tables_are_their_own(void **state)
{
    (void)state;
    const struct atl_jql_field *field;
    const struct atl_jql_function *function;
    struct atl_arena arena = {0};
    for (size_t i = 0; (field = atl_jql_field_at(i)) != NULL; i++) {
        char **names;
        size_t count = atl_text_split(&arena, field->names, '|', &names);
        assert_true(count > 0);
        for (size_t j = 0; j < count; j++) {
            assert_ptr_equal(atl_jql_find_field(names[j]), field);
        }
        assert_int_not_equal(field->operators, 0);
    }
    for (size_t i = 0; (function = atl_jql_function_at(i)) != NULL; i++) {
        assert_ptr_equal(atl_jql_find_function(function->name), function);
        assert_true(function->most < 0 || function->most >= function->least);
    }
    atl_arena_free(&arena);
}

static void dates_are_told_from_other_words(void **state)
{
    (void)state;
    static const char *const dates[] = {"2026-01-31", "2026/1/3", "2026-01-31 8:15",
                                        "-7d",        "4w 2d",    "+1M",
                                        "1y",         "-90",      "1767225600000"};
    static const char *const others[] = {"",
                                         "today",
                                         "2026-13-01",
                                         "2026-00-10",
                                         "26-01-01",
                                         "7 days",
                                         "2026-1/31",
                                         "--7d",
                                         "d",
                                         "7d 3",
                                         "2026-01-31T08:15",
                                         "2026-01-31 24:00",
                                         "2026-01-31 08:60"};
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        assert_true(atl_jql_is_date(dates[i]));
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        assert_false(atl_jql_is_date(others[i]));
    }
}

static void queries_are_written_back(void **state)
{
    (void)state;
    static const struct {
        const char *query;
        const char *written;
    } cases[] = {
        {"", ""},
        {"a=b&&c!=d || e  not  in(f,'g h')", "a = b AND c != d OR e not in (f, \"g h\")"},
        {"(a = 1 or b = \"1\") and not (c is null)", "(a = 1 OR b = \"1\") AND NOT c is EMPTY"},
        {"cf[10001] ~ 'x y' order by \"Story Points\" desc, key",
         "cf[10001] ~ \"x y\" ORDER BY \"Story Points\" DESC, key"},
        {"created > startOfDay( -1d , \"a\\\"b\" )", "created > startOfDay(-1d, \"a\\\"b\")"},
        {"status CHANGED from Open to 'In Progress' during (-1w,now())",
         "status changed FROM Open TO \"In Progress\" DURING (-1w, now())"},
        {"order by key", "ORDER BY key"},
        {"issue.property [ 'a.key' ] .path.of=x and 'a field'[5]<2 or b['c d']'.e f' is null",
         "issue.property[a.key].path.of = x AND \"a field\"[\"5\"] < 2 OR b[\"c d\"]\".e f\" is "
         "EMPTY"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct atl_arena arena = {0};
        struct atl_buffer text = {0};
        const struct atl_query *query;
        assert_int_equal(atl_query_parse(&arena, ATL_QUERY_JQL, cases[i].query, &query, NULL, NULL),
                         ATL_OK);
        atl_query_append(&text, query);
        assert_string_equal(atl_buffer_text(&text), cases[i].written);
        atl_buffer_free(&text);
        atl_arena_free(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(problems_are_found_where_they_are),
        cmocka_unit_test(a_flood_of_problems_is_cut),
        cmocka_unit_test(names_of_the_tables_are_their_own),
        cmocka_unit_test(dates_are_told_from_other_words),
        cmocka_unit_test(queries_are_written_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
