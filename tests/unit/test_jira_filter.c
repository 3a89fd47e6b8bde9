/* The JQL that options make. */
#include "cmd/jira/filter/filter.h"

#include "atlcli/query.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *const none[] = {NULL};

/* A list of up to three for an initialiser. */
#define LIST(...) ((const char *const[]){__VA_ARGS__, NULL})

struct example {
    struct jira_filter filter; /* lists left out are empty */
    const char *jql;
};

static struct jira_filter complete(struct jira_filter filter)
{
    const char *const **lists[] = {&filter.statuses,     &filter.projects,   &filter.types,
                                   &filter.labels,       &filter.priorities, &filter.components,
                                   &filter.fix_versions, &filter.order_by};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        *lists[i] = *lists[i] == NULL ? none : *lists[i];
    }
    return filter;
}

static void check(const struct example *examples, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct atl_arena arena = {0};
        struct atl_error error;
        const char *jql = NULL;
        const struct atl_query *query;
        struct jira_filter filter = complete(examples[i].filter);
        assert_int_equal(jira_filter_to_jql(&filter, &arena, &jql, &error), ATL_OK);
        assert_string_equal(jql, examples[i].jql);
        assert_int_equal(atl_query_parse(&arena, ATL_QUERY_JQL, jql, &query, NULL, &error), ATL_OK);
        atl_arena_free(&arena);
    }
}

static void options_become_conditions(void **state)
{
    (void)state;
    static const char *const both[] = {"Bug", "Task", NULL};
    const struct example examples[] = {
        {{0}, "assignee = currentUser() AND resolution is EMPTY ORDER BY updated DESC"},
        {{.order_by = LIST("key")},
         "assignee = currentUser() AND resolution is EMPTY ORDER BY key ASC"},
        {{.assignee = "me"}, "assignee = currentUser()"},
        {{.assignee = "ME"}, "assignee = currentUser()"},
        {{.assignee = "none"}, "assignee is EMPTY"},
        {{.assignee = "557058:f58131cb"}, "assignee = \"557058:f58131cb\""},
        {{.statuses = LIST("Done")}, "status = Done"},
        {{.statuses = LIST("Won't \"do\"", "C:\\")},
         "status in (\"Won't \\\"do\\\"\", \"C:\\\\\")"},
        {{.reporter = "me"}, "reporter = currentUser()"},
        {{.reporter = "none"}, "reporter is EMPTY"},
        {{.priorities = LIST("High"), .components = LIST("Log in"), .fix_versions = LIST("2.1")},
         "priority = High AND component = \"Log in\" AND fixVersion = \"2.1\""},
        {{.parent = "WEB-1"}, "parent = WEB-1"},
        {{.created_since = "7d"}, "created >= -7d"},
        {{.updated_since = "-2w 1d"}, "updated >= -15d"},
        {{.updated_since = "1h 5m"}, "updated >= -65m"},
        /* Midnight and half past nine in the time zone here, whatever the account's is. */
        {{.updated_since = "2026-01-31"}, "updated >= 1769770800000"},
        {{.created_since = "2026/1/31 9:30", .updated_since = "2026-01-31T09:30:00Z"},
         "created >= 1769805000000 AND updated >= 1769851800000"},
        {{.statuses = LIST("In Progress", "Done")}, "status in (\"In Progress\", Done)"},
        {{.projects = LIST("ATL", "WEB"), .types = both},
         "project in (ATL, WEB) AND issuetype in (Bug, Task)"},
        {{.labels = LIST("a-b")}, "labels = a-b"},
        {{.sprint = "current"}, "sprint in openSprints()"},
        {{.sprint = "none"}, "sprint is EMPTY"},
        {{.sprint = "42"}, "sprint = 42"},
        {{.sprint = "Sprint 42"}, "sprint = \"Sprint 42\""},
        {{.assignee = "me", .statuses = LIST("Open"), .sprint = "7"},
         "assignee = currentUser() AND status = Open AND sprint = 7"},
    };
    check(examples, sizeof examples / sizeof *examples);
}

static void conditions_join_a_query(void **state)
{
    (void)state;
    const struct example examples[] = {
        /* Alone, it goes through as it is. */
        {{.jql = "  project=ATL   order  by key"}, "  project=ATL   order  by key"},
        {{.jql = "project = A OR project = B", .assignee = "me"},
         "(project = A OR project = B) AND assignee = currentUser()"},
        {{.jql = "project = A ORDER BY created", .assignee = "me"},
         "(project = A) AND assignee = currentUser() ORDER BY created"},
        {{.jql = "project = A order\n by created DESC", .assignee = "none"},
         "(project = A) AND assignee is EMPTY order\n by created DESC"},
        {{.jql = "order by key", .assignee = "me"}, "assignee = currentUser() order by key"},
        {{.jql = "project = A order by key", .order_by = LIST("-updated")},
         "project = A ORDER BY updated DESC"},
        /* What looks like the end of the conditions, and isn't. */
        {{.jql = "summary ~ \"order by key\"", .assignee = "me"},
         "(summary ~ \"order by key\") AND assignee = currentUser()"},
        {{.jql = "summary ~ 'it\\'s order by' order by key", .assignee = "me"},
         "(summary ~ 'it\\'s order by') AND assignee = currentUser() order by key"},
        {{.jql = "summary ~ \"(\" AND (status = Done)", .assignee = "me"},
         "(summary ~ \"(\" AND (status = Done)) AND assignee = currentUser()"},
        {{.jql = "labels = reorder", .assignee = "me"},
         "(labels = reorder) AND assignee = currentUser()"},
    };
    check(examples, sizeof examples / sizeof *examples);
}

static void values_cannot_break_out(void **state)
{
    (void)state;
    const struct example examples[] = {
        {{.statuses = LIST("Done\" OR project = \"X")}, "status = \"Done\\\" OR project = \\\"X\""},
        {{.projects = LIST("a\\")}, "project = \"a\\\\\""},
        {{.labels = LIST("order")}, "labels = \"order\""},
        {{.labels = LIST("EMPTY")}, "labels = \"EMPTY\""},
        {{.types = LIST("Fehler ü")}, "issuetype = \"Fehler ü\""},
        {{.sprint = "1 OR 1"}, "sprint = \"1 OR 1\""},
        {{.sprint = "12345678901234567890"}, "sprint = \"12345678901234567890\""},
        {{.assignee = "currentUser()"}, "assignee = \"currentUser()\""},
    };
    check(examples, sizeof examples / sizeof *examples);
}

static void words_are_searched_for_as_written(void **state)
{
    (void)state;
    const struct example examples[] = {
        {{.text = "crash"}, "text ~ crash"},
        {{.text = "log in"}, "text ~ \"log in\""},
        {{.text = "\"log in\" page"}, "text ~ \"\\\"log in\\\" page\""},
        {{.text = "broken\" quote"}, "text ~ \"broken quote\""},
        {{.text = " payment  (EU) "}, "text ~ \"payment EU\""},
        {{.text = "a+b -c ATL-1"}, "text ~ \"a+b c ATL-1\""},
        {{.text = "crash*"}, "text ~ \"crash*\""},
        {{.text = "*crash ?"}, "text ~ crash"},
        {{.text = "C:\\temp"}, "text ~ \"C temp\""},
        {{.text = "\"-x\""}, "text ~ \"\\\"-x\\\"\""},
    };
    check(examples, sizeof examples / sizeof *examples);
}

static void the_order_is_what_is_asked_for(void **state)
{
    (void)state;
    const struct example examples[] = {
        {{.projects = LIST("A"), .order_by = LIST("-updated", "key")},
         "project = A ORDER BY updated DESC, key ASC"},
        {{.projects = LIST("A"), .order_by = LIST("priority desc", "key ASC")},
         "project = A ORDER BY priority DESC, key ASC"},
        {{.projects = LIST("A"), .order_by = LIST("-Story Points")},
         "project = A ORDER BY \"Story Points\" DESC"},
        {{.projects = LIST("A"), .order_by = LIST("\"Story Points\" desc")},
         "project = A ORDER BY \"Story Points\" DESC"},
        {{.projects = LIST("A"), .order_by = LIST("cf[10016]")},
         "project = A ORDER BY cf[10016] ASC"},
        {{.projects = LIST("A"), .order_by = LIST("x; y")}, "project = A ORDER BY \"x; y\" ASC"},
    };
    check(examples, sizeof examples / sizeof *examples);
}

static void what_cannot_be_joined_is_pointed_at(void **state)
{
    (void)state;
    static const struct {
        const char *jql;
        const char *message;
        const char *caret;
    } examples[] = {
        {"project = A) OR (project = B",
         "--jql: Error in the JQL Query: This parenthesis closes none. (line 1, character 12)",
         "           ^"},
        {"(project = A",
         "--jql: Error in the JQL Query: This parenthesis is not closed. (line 1, character 1)",
         "^"},
        {"summary ~ \"x",
         "--jql: Error in the JQL Query: The quoted string has not been completed. (line 1, "
         "character 11)",
         "          ^"},
    };
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        struct atl_arena arena = {0};
        struct atl_error error;
        const char *jql = NULL;
        struct jira_filter filter =
            complete((struct jira_filter){.jql = examples[i].jql, .assignee = "me"});
        assert_int_equal(jira_filter_to_jql(&filter, &arena, &jql, &error), ATL_USAGE);
        assert_string_equal(error.message, examples[i].message);
        assert_string_equal(error.hints[0], examples[i].jql);
        assert_string_equal(error.hints[1], examples[i].caret);
        atl_arena_free(&arena);
    }
}

static void text_without_a_word_is_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {"+ - && || !", "\"\"", "(*)"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct atl_arena arena = {0};
        struct atl_error error;
        const char *jql = NULL;
        struct jira_filter filter =
            complete((struct jira_filter){.assignee = "me", .text = texts[i]});
        assert_int_equal(jira_filter_to_jql(&filter, &arena, &jql, &error), ATL_USAGE);
        assert_non_null(strstr(error.message, "holds no word to search for"));
        atl_arena_free(&arena);
    }
}

static void an_order_without_a_field_is_refused(void **state)
{
    (void)state;
    struct atl_arena arena = {0};
    struct atl_error error;
    const char *jql = NULL;
    struct jira_filter filter = complete((struct jira_filter){.order_by = LIST("-")});
    assert_int_equal(jira_filter_to_jql(&filter, &arena, &jql, &error), ATL_USAGE);
    assert_string_equal(error.message, "--order-by: '-' names no field");
    atl_arena_free(&arena);
}

/* Thirteen hours before UTC's clocks, with no change of them. */
static int in_a_zone_of_its_own(void **state)
{
    (void)state;
    setenv("TZ", "XXX-13", 1);
    tzset();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_become_conditions),
        cmocka_unit_test(conditions_join_a_query),
        cmocka_unit_test(values_cannot_break_out),
        cmocka_unit_test(words_are_searched_for_as_written),
        cmocka_unit_test(the_order_is_what_is_asked_for),
        cmocka_unit_test(what_cannot_be_joined_is_pointed_at),
        cmocka_unit_test(text_without_a_word_is_refused),
        cmocka_unit_test(an_order_without_a_field_is_refused),
    };
    return cmocka_run_group_tests(tests, in_a_zone_of_its_own, NULL);
}
