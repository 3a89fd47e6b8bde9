#include "atlcli/query.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- the tree as text ---- */

static void print_operand(struct atl_buffer *text, const struct atl_query_operand *operand)
{
    switch (operand->kind) {
    case ATL_QUERY_VALUE:
        atl_buffer_printf(text, operand->quoted ? "\"%s\"" : "%s", operand->text);
        return;
    case ATL_QUERY_EMPTY:
        atl_buffer_add(text, "EMPTY");
        return;
    case ATL_QUERY_FUNCTION:
        atl_buffer_add(text, operand->text);
        break;
    case ATL_QUERY_LIST:
        break;
    }
    atl_buffer_add_char(text, '(');
    for (size_t i = 0; i < operand->item_count; i++) {
        atl_buffer_add(text, i > 0 ? ", " : "");
        print_operand(text, &operand->items[i]);
    }
    atl_buffer_add_char(text, ')');
}

static void print_clause(struct atl_buffer *text, const struct atl_query_clause *clause)
{
    static const char *const predicates[] = {"from", "to", "by", "before", "after", "on", "during"};
    atl_buffer_printf(text, "%s %s", clause->field.name,
                      atl_query_operator_text(clause->comparison));
    if (clause->comparison != ATL_QUERY_CHANGED) {
        atl_buffer_add_char(text, ' ');
        print_operand(text, &clause->operand);
    }
    for (size_t i = 0; i < clause->predicate_count; i++) {
        atl_buffer_printf(text, " %s ", predicates[clause->predicates[i].kind]);
        print_operand(text, &clause->predicates[i].operand);
    }
}

static void print_node(struct atl_buffer *text, const struct atl_query_node *node)
{
    static const char *const names[] = {"and", "or", "not"};
    if (node->kind == ATL_QUERY_CLAUSE) {
        print_clause(text, &node->clause);
        return;
    }
    atl_buffer_printf(text, "%s[", names[node->kind]);
    for (size_t i = 0; i < node->child_count; i++) {
        atl_buffer_add(text, i > 0 ? "; " : "");
        print_node(text, node->children[i]);
    }
    atl_buffer_add_char(text, ']');
}

static void print_query(struct atl_buffer *text, const struct atl_query *query)
{
    static const char *const directions[] = {"", " asc", " desc"};
    if (query->where != NULL) {
        print_node(text, query->where);
    }
    for (size_t i = 0; i < query->sort_count; i++) {
        atl_buffer_printf(text, "%s%s%s", i > 0 ? ", " : " by ", query->sorts[i].field.name,
                          directions[query->sorts[i].direction]);
    }
}

/* ---- what parses ---- */

struct valid_case {
    enum atl_query_dialect dialect;
    const char *text;
    const char *tree;
};

static const struct valid_case valid_cases[] = {
    {ATL_QUERY_JQL, "", ""},
    {ATL_QUERY_JQL, "  \n\t ", ""},
    {ATL_QUERY_JQL, "project = ATL", "project = ATL"},
    {ATL_QUERY_JQL, "PROJECT=atl", "PROJECT = atl"},
    {ATL_QUERY_JQL, "a != b", "a != b"},
    {ATL_QUERY_JQL, "a ~ b", "a ~ b"},
    {ATL_QUERY_JQL, "a !~ b", "a !~ b"},
    {ATL_QUERY_JQL, "a<1", "a < 1"},
    {ATL_QUERY_JQL, "a<=1", "a <= 1"},
    {ATL_QUERY_JQL, "a>1", "a > 1"},
    {ATL_QUERY_JQL, "a>=-1", "a >= -1"},
    {ATL_QUERY_JQL, "a in (b, 'c d', \"e\")", "a in (b, \"c d\", \"e\")"},
    {ATL_QUERY_JQL, "a NOT IN (b)", "a not in (b)"},
    {ATL_QUERY_JQL, "a in ((b, c), d)", "a in ((b, c), d)"},
    {ATL_QUERY_JQL, "a is empty", "a is EMPTY"},
    {ATL_QUERY_JQL, "a IS NOT Null", "a is not EMPTY"},
    {ATL_QUERY_JQL, "a = EMPTY", "a = EMPTY"},
    {ATL_QUERY_JQL, "a = 'empty'", "a = \"empty\""},
    {ATL_QUERY_JQL, "assignee = currentUser()", "assignee = currentUser()"},
    {ATL_QUERY_JQL, "sprint in openSprints()", "sprint in openSprints()"},
    {ATL_QUERY_JQL, "a > startOfDay(-7d)", "a > startOfDay(-7d)"},
    {ATL_QUERY_JQL, "a > startOfDay(\"-1\", x)", "a > startOfDay(\"-1\", x)"},
    {ATL_QUERY_JQL, "a in membersOf(\"team a\") or b in (f(), g(1))",
     "or[a in membersOf(\"team a\"); b in (f(), g(1))]"},
    {ATL_QUERY_JQL, "created >= -7d", "created >= -7d"},
    {ATL_QUERY_JQL, "created >= 2026-01-31", "created >= 2026-01-31"},
    {ATL_QUERY_JQL, "created >= \"2026/01/31 08:15\"", "created >= \"2026/01/31 08:15\""},
    {ATL_QUERY_JQL, "key = ATL-12", "key = ATL-12"},
    {ATL_QUERY_JQL, "fixVersion = 1.0.2", "fixVersion = 1.0.2"},
    {ATL_QUERY_JQL, "cf[10001] = x", "cf[10001] = x"},
    {ATL_QUERY_JQL, "CF [ 7 ] = x", "cf[7] = x"},
    {ATL_QUERY_JQL, "\"Story Points\" > 3", "Story Points > 3"},
    {ATL_QUERY_JQL, "10001 = x", "10001 = x"},
    {ATL_QUERY_JQL, "a = b and c = d or e = f", "or[and[a = b; c = d]; e = f]"},
    {ATL_QUERY_JQL, "a = b or c = d and e = f", "or[a = b; and[c = d; e = f]]"},
    {ATL_QUERY_JQL, "a=b && c=d || e=f", "or[and[a = b; c = d]; e = f]"},
    {ATL_QUERY_JQL, "a=b & c=d | e=f", "or[and[a = b; c = d]; e = f]"},
    {ATL_QUERY_JQL, "a = b and (c = d or e = f)", "and[a = b; or[c = d; e = f]]"},
    {ATL_QUERY_JQL, "((a = b))", "a = b"},
    {ATL_QUERY_JQL, "not a = b and c = d", "and[not[a = b]; c = d]"},
    {ATL_QUERY_JQL, "not (a = b and c = d)", "not[and[a = b; c = d]]"},
    {ATL_QUERY_JQL, "!a = b", "not[a = b]"},
    {ATL_QUERY_JQL, "not not a = b", "not[not[a = b]]"},
    {ATL_QUERY_JQL, "a was b", "a was b"},
    {ATL_QUERY_JQL, "a was not b", "a was not b"},
    {ATL_QUERY_JQL, "a was in (b, c)", "a was in (b, c)"},
    {ATL_QUERY_JQL, "a was not in (b, c)", "a was not in (b, c)"},
    {ATL_QUERY_JQL, "a was b by c before \"2026-01-01\"", "a was b by c before \"2026-01-01\""},
    {ATL_QUERY_JQL, "a changed", "a changed"},
    {ATL_QUERY_JQL, "a changed from b to c after -7d and d = e",
     "and[a changed from b to c after -7d; d = e]"},
    {ATL_QUERY_JQL, "a changed during (x, y) by currentUser() on 2026-01-01",
     "a changed during (x, y) by currentUser() on 2026-01-01"},
    {ATL_QUERY_JQL, "order by key", " by key"},
    {ATL_QUERY_JQL, "a = b ORDER BY c DESC, d ASC, \"e f\", cf[1]",
     "a = b by c desc, d asc, e f, cf[1]"},
    {ATL_QUERY_JQL, "a = \"b\\\"c\\\\d\\n\\t\\u00e9\"", "a = \"b\"c\\d\n\té\""},
    {ATL_QUERY_JQL, "a = '\\ud83d\\ude00'", "a = \"😀\""},
    {ATL_QUERY_JQL, "a = '\\ud83d'", "a = \"\xEF\xBF\xBD\""},
    {ATL_QUERY_JQL, "a = '\\u0000'", "a = \"\xEF\xBF\xBD\""},
    {ATL_QUERY_JQL, "a = b\\ c", "a = b c"},
    {ATL_QUERY_JQL, "a = \\and", "ERROR"},
    {ATL_QUERY_JQL, "a = \\u0061nd", "a = and"},
    {ATL_QUERY_JQL, "a = 'line one\nline two'", "a = \"line one\nline two\""},
    {ATL_QUERY_JQL, "résumé = naïve", "résumé = naïve"},
    {ATL_QUERY_CQL, "type = page", "type = page"},
    {ATL_QUERY_CQL, "space.key in (A, \"~bob\") and text ~ \"release plan\"",
     "and[space.key in (A, \"~bob\"); text ~ \"release plan\"]"},
    {ATL_QUERY_CQL, "lastmodified >= \"2026-01-01\" order by created desc",
     "lastmodified >= \"2026-01-01\" by created desc"},
    {ATL_QUERY_CQL, "created > now(\"-4w\")", "created > now(\"-4w\")"},
    {ATL_QUERY_CQL, "label not in (a, b) and not creator = currentUser()",
     "and[label not in (a, b); not[creator = currentUser()]]"},
    {ATL_QUERY_CQL, "label = empty", "label = empty"},
    {ATL_QUERY_CQL, "title = index", "title = index"},
};

static void queries_parse_into_the_expected_tree(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(valid_cases); i++) {
        const struct valid_case *expected = &valid_cases[i];
        struct atl_arena arena = {0};
        struct atl_error error = {0};
        const struct atl_query *query;
        struct atl_buffer tree = {0};
        if (atl_query_parse(&arena, expected->dialect, expected->text, &query, NULL, &error) ==
            ATL_OK) {
            print_query(&tree, query);
        } else {
            atl_buffer_add(&tree, "ERROR");
        }
        if (strcmp(atl_buffer_text(&tree), expected->tree) != 0) {
            fail_msg("%s\n  gave %s (%s)\n  not  %s", expected->text, atl_buffer_text(&tree),
                     error.message, expected->tree);
        }
        atl_buffer_free(&tree);
        atl_arena_free(&arena);
    }
}

/* ---- what doesn't ---- */

struct invalid_case {
    const char *text;
    const char *message;
    unsigned line;
    unsigned column;
};

#define JQL "Error in the JQL Query: "
#define OPERATORS                                                                                  \
    "The valid operators are '=', '!=', '<', '>', '<=', '>=', '~', '!~', 'IN', 'NOT IN', 'IS' "    \
    "and 'IS NOT'."
#define ESCAPES "The valid escape sequences are \\', \\\", \\t, \\n, \\r, \\\\, '\\ ' and \\uXXXX."
#define OPERAND "Error in JQL Query: Expecting either a value, list or function"
#define NUMBERS "Numbers must be between -9,223,372,036,854,775,808 and 9,223,372,036,854,775,807."

static const struct invalid_case invalid_cases[] = {
    {"project x", JQL "Expecting operator but got 'x'. " OPERATORS " (line 1, character 9)", 1, 9},
    {"project", JQL "Expecting operator before the end of the query. " OPERATORS, 1, 8},
    {"a & b", JQL "Expecting operator but got '&'. " OPERATORS " (line 1, character 3)", 1, 3},
    {"a =a and j not is empty", JQL "Expecting 'IN' but got 'is'. (line 1, character 16)", 1, 16},
    {"a =a and j is ! empty", JQL "Expecting 'NOT' but got '!'. (line 1, character 15)", 1, 15},
    {"a=", OPERAND " before the end of the query.", 1, 3},
    {"a was", OPERAND " before the end of the query.", 1, 6},
    {"a=!",
     OPERAND " but got '!'. You must surround '!' in quotation marks to use it as a value. "
             "(line 1, character 3)",
     1, 3},
    {"project = IN",
     OPERAND " but got 'IN'. You must surround 'IN' in quotation marks to use it as a value. "
             "(line 1, character 11)",
     1, 11},
    {"a=(a,(,bad))",
     OPERAND " but got ','. You must surround ',' in quotation marks to use it as a value. "
             "(line 1, character 7)",
     1, 7},
    {"a in ()",
     OPERAND " but got ')'. You must surround ')' in quotation marks to use it as a value. "
             "(line 1, character 7)",
     1, 7},
    {"a=b c=d", JQL "Expecting either 'OR' or 'AND' but got 'c'. (line 1, character 5)", 1, 5},
    {"a=b !c=d", JQL "Expecting either 'OR' or 'AND' but got '!'. (line 1, character 5)", 1, 5},
    {"a = b)", JQL "Expecting either 'OR' or 'AND' but got ')'. (line 1, character 6)", 1, 6},
    {"a = b and", JQL "Expecting a field name at the end of the query.", 1, 10},
    {"a = b\n and )",
     JQL "Expecting a field name but got ')'. You must surround ')' in quotation marks to use it "
         "as a field name. (line 2, character 6)",
     2, 6},
    {", a = b",
     JQL "Expecting a field name but got ','. You must surround ',' in quotation marks to use it "
         "as a field name. (line 1, character 1)",
     1, 1},
    {"[brenden] = a",
     JQL "Expecting a field name but got '['. Did you mean 'cf['? (line 1, character 1)", 1, 1},
    {"'' = c", JQL "A field name cannot be empty. (line 1, character 1)", 1, 1},
    {"a = ''()", JQL "A function name cannot be empty. (line 1, character 5)", 1, 5},
    {"(a=b and c = d", JQL "Expecting ')' before the end of the query.", 1, 15},
    {"b in ((12, (288)", JQL "Expecting ')' before the end of the query.", 1, 17},
    {"abc IN ((foo) abc = a", JQL "Expecting ')' but got 'abc'. (line 1, character 15)", 1, 15},
    {"cf", JQL "Expecting '[' before the end of the query.", 1, 3},
    {"a = b and not (cf = 6)", JQL "Expecting '[' but got '='. (line 1, character 19)", 1, 19},
    {"cf[", JQL "Expecting a custom field id (a positive number) before the end of the query.", 1,
     4},
    {"cf[] = 1",
     JQL "Expecting a custom field id (a positive number) but got ']'. (line 1, character 4)", 1,
     4},
    {"cf[29829k] = ",
     JQL "Expecting a custom field id (a positive number) but got '29829k'. (line 1, character 4)",
     1, 4},
    {"cf[-29829] = x",
     JQL "Expecting a custom field id (a positive number) but got '-29829'. (line 1, character 4)",
     1, 4},
    {"cf[29829 = world", JQL "Expecting ']' but got '='. (line 1, character 10)", 1, 10},
    {"a = func(", JQL "Expecting ')' before the end of the query.", 1, 10},
    {"a = func(, and", JQL "Expecting ')' but got ','. (line 1, character 10)", 1, 10},
    {"b=func(bad", JQL "Expecting ')' before the end of the query.", 1, 11},
    {"bas=func(bad,)", JQL "Function argument must be specified. (line 1, character 14)", 1, 14},
    {"bas=func(bad,", JQL "Expecting a function argument at the end of the query.", 1, 14},
    {"k = func(!",
     JQL "Expecting a function argument but got '!'. You must surround '!' in quotation marks to "
         "use it as an argument. (line 1, character 10)",
     1, 10},
    {"k = func(abc, jk!)", JQL "Expecting ')' or ',' but got '!'. (line 1, character 17)", 1, 17},
    {"a =b order", JQL "Expecting 'by' before the end of the query.", 1, 11},
    {"a =b order summary", JQL "Expecting 'by' but got 'summary'. (line 1, character 12)", 1, 12},
    {"a =b order by", JQL "Expecting a field name at the end of the query.", 1, 14},
    {"a =b order by asc",
     JQL "Expecting a field name but got 'asc'. You must surround 'asc' in quotation marks to use "
         "it as a field name. (line 1, character 15)",
     1, 15},
    {"a =b order by ajsks blah",
     JQL "Expecting either 'ASC' or 'DESC' but got 'blah'. (line 1, character 21)", 1, 21},
    {"order by a desc d", JQL "Expecting ',' but got 'd'. (line 1, character 17)", 1, 17},
    {"summary ~ abort",
     JQL "'abort' is a reserved JQL word. You must surround it in quotation marks to use it in a "
         "query. (line 1, character 11)",
     1, 11},
    {"Limit = 3",
     JQL "'Limit' is a reserved JQL word. You must surround it in quotation marks to use it in a "
         "query. (line 1, character 1)",
     1, 1},
    {"comment ~ 'test",
     JQL "The quoted string 'test' has not been completed. (line 1, character 11)", 1, 11},
    {"priority=\"test\nword",
     JQL "The quoted string 'test word' has not been completed. (line 1, character 10)", 1, 10},
    {"comment ~ '", JQL "The quoted string has not been completed. (line 1, character 11)", 1, 11},
    {"comme\\unt ~ x",
     JQL "'\\un' is an illegal JQL escape sequence. " ESCAPES " (line 1, character 6)", 1, 6},
    {"status =\n\n \\c",
     JQL "'\\c' is an illegal JQL escape sequence. " ESCAPES " (line 3, character 2)", 3, 2},
    {"status =\n\\",
     JQL "The escape sequence has not been completed. " ESCAPES " (line 2, character 1)", 2, 1},
    {"mine{www = qwwr",
     JQL "The character '{' is a reserved JQL character. You must enclose it in a string or use "
         "the escape '\\u007b' instead. (line 1, character 5)",
     1, 5},
    {"assignee = a@b",
     JQL "The character '@' is a reserved JQL character. You must enclose it in a string or use "
         "the escape '\\u0040' instead. (line 1, character 13)",
     1, 13},
    {"a = b x\x7Fy",
     JQL "The character 'U+007F' on line 1 at position 8 must be escaped. Use the escape "
         "'\\u007f' instead. (line 1, character 8)",
     1, 8},
    {"aaaaa=-3482094382084092840932809482",
     JQL "'-3482094382084092840932809482' is not a valid number. " NUMBERS " (line 1, character 7)",
     1, 7},
    {"résumé ü", JQL "Expecting operator but got 'ü'. " OPERATORS " (line 1, character 8)", 1, 8},
    /* A malformed token is reported before what the grammar has to say. */
    {"a b 'c", JQL "The quoted string 'c' has not been completed. (line 1, character 5)", 1, 5},
};

static void errors_are_worded_and_placed_as_jira_does(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(invalid_cases); i++) {
        const struct invalid_case *expected = &invalid_cases[i];
        struct atl_arena arena = {0};
        struct atl_error error = {0};
        struct atl_query_position position = {0};
        const struct atl_query *query;
        if (atl_query_parse(&arena, ATL_QUERY_JQL, expected->text, &query, &position, &error) !=
                ATL_USAGE ||
            query != NULL || strcmp(error.message, expected->message) != 0 ||
            position.line != expected->line || position.column != expected->column) {
            fail_msg("%s\n  gave %s at %u:%u\n  not  %s at %u:%u", expected->text, error.message,
                     position.line, position.column, expected->message, expected->line,
                     expected->column);
        }
        atl_arena_free(&arena);
    }
}

static void cql_errors_name_cql_and_its_operators(void **state)
{
    (void)state;
    struct atl_arena arena = {0};
    struct atl_error error;
    const struct atl_query *query;
    assert_int_equal(atl_query_parse(&arena, ATL_QUERY_CQL, "label is empty", &query, NULL, &error),
                     ATL_USAGE);
    assert_string_equal(error.message,
                        "Error in the CQL Query: Expecting operator but got 'is'. The valid "
                        "operators are '=', '!=', '<', '>', '<=', '>=', '~', '!~', 'IN' and 'NOT "
                        "IN'. (line 1, character 7)");
    assert_int_equal(atl_query_parse(&arena, ATL_QUERY_CQL, "a = b & c = d", &query, NULL, &error),
                     ATL_USAGE);
    atl_arena_free(&arena);
}

static void nesting_is_bounded(void **state)
{
    (void)state;
    static const char *const openings[] = {"(", "not ", "a in ("};
    for (size_t i = 0; i < COUNT(openings); i++) {
        struct atl_buffer text = {0};
        for (size_t depth = 0; depth < in_quantity(100000); depth++) {
            atl_buffer_add(&text, i == 2 && depth > 0 ? "(" : openings[i]);
        }
        struct atl_arena arena = {0};
        struct atl_error error;
        const struct atl_query *query;
        assert_int_equal(atl_query_parse(&arena, ATL_QUERY_JQL, text.data, &query, NULL, &error),
                         ATL_USAGE);
        assert_non_null(strstr(error.message, "The query is nested too deeply."));
        atl_arena_free(&arena);
        atl_buffer_free(&text);
    }
}

static void long_chains_are_no_nesting(void **state)
{
    (void)state;
    struct atl_buffer text = {0};
    atl_buffer_add(&text, "key = A-0");
    for (size_t i = 1; i < in_quantity(20000); i++) {
        atl_buffer_printf(&text, " or key = A-%zu", i);
    }
    struct atl_arena arena = {0};
    const struct atl_query *query;
    assert_int_equal(atl_query_parse(&arena, ATL_QUERY_JQL, text.data, &query, NULL, NULL), ATL_OK);
    assert_int_equal(query->where->kind, ATL_QUERY_OR);
    assert_int_equal(query->where->child_count, in_quantity(20000));
    atl_arena_free(&arena);
    atl_buffer_free(&text);
}

static void long_tokens_are_shortened_in_errors(void **state)
{
    (void)state;
    struct atl_buffer text = {0};
    atl_buffer_add(&text, "a ");
    for (int i = 0; i < 5000; i++) {
        atl_buffer_add(&text, "é");
    }
    struct atl_arena arena = {0};
    struct atl_error error;
    const struct atl_query *query;
    assert_int_equal(atl_query_parse(&arena, ATL_QUERY_JQL, text.data, &query, NULL, &error),
                     ATL_USAGE);
    assert_non_null(strstr(error.message, "é…'."));
    assert_non_null(strstr(error.message, "(line 1, character 3)"));
    atl_arena_free(&arena);
    atl_buffer_free(&text);
}

static void custom_fields_keep_their_number(void **state)
{
    (void)state;
    struct atl_arena arena = {0};
    const struct atl_query *query;
    assert_int_equal(atl_query_parse(&arena, ATL_QUERY_JQL, "cf[10001] = x order by cf[2], y",
                                     &query, NULL, NULL),
                     ATL_OK);
    assert_int_equal(query->where->clause.field.custom_id, 10001);
    assert_int_equal(query->sorts[0].field.custom_id, 2);
    assert_int_equal(query->sorts[1].field.custom_id, -1);
    atl_arena_free(&arena);
}

/* ---- quoting ---- */

struct quoting_case {
    const char *value;
    const char *jql;
    const char *cql;
};

static const struct quoting_case quoting_cases[] = {
    {"Done", "Done", "Done"},
    {"ATL-12", "ATL-12", "ATL-12"},
    {"in_review", "in_review", "in_review"},
    {"In Progress", "\"In Progress\"", "\"In Progress\""},
    {"", "\"\"", "\"\""},
    {"and", "\"and\"", "\"and\""},
    {"EMPTY", "\"EMPTY\"", "\"EMPTY\""},
    {"Limit", "\"Limit\"", "Limit"},
    {"-7d", "\"-7d\"", "\"-7d\""},
    {"12", "\"12\"", "\"12\""},
    {"you@example.com", "\"you@example.com\"", "\"you@example.com\""},
    {"say \"hi\"", "\"say \\\"hi\\\"\"", "\"say \\\"hi\\\"\""},
    {"it's", "\"it's\"", "\"it's\""},
    {"C:\\temp", "\"C:\\\\temp\"", "\"C:\\\\temp\""},
    {"a\nb\tc\rd", "\"a\\nb\\tc\\rd\"", "\"a\\nb\\tc\\rd\""},
    {"x\" OR project = SECRET OR \"", "\"x\\\" OR project = SECRET OR \\\"\"",
     "\"x\\\" OR project = SECRET OR \\\"\""},
    {"\x1b[31m", "\"\\u001b[31m\"", "\"\\u001b[31m\""},
    {"naïve 😀", "\"naïve 😀\"", "\"naïve 😀\""},
    {"bad\xFF", "\"bad\xEF\xBF\xBD\"", "\"bad\xEF\xBF\xBD\""},
};

static void values_become_literals(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(quoting_cases); i++) {
        struct atl_buffer jql = {0};
        struct atl_buffer cql = {0};
        atl_jql_quote(&jql, quoting_cases[i].value);
        atl_cql_quote(&cql, quoting_cases[i].value);
        assert_string_equal(jql.data, quoting_cases[i].jql);
        assert_string_equal(cql.data, quoting_cases[i].cql);
        atl_buffer_free(&jql);
        atl_buffer_free(&cql);
    }
}

static void assert_round_trip(enum atl_query_dialect dialect, const char *value)
{
    struct atl_buffer text = {0};
    struct atl_arena arena = {0};
    const struct atl_query *query;
    atl_buffer_add(&text, "name = ");
    (dialect == ATL_QUERY_JQL ? atl_jql_quote : atl_cql_quote)(&text, value);
    assert_int_equal(atl_query_parse(&arena, dialect, text.data, &query, NULL, NULL), ATL_OK);
    assert_int_equal(query->where->kind, ATL_QUERY_CLAUSE);
    assert_int_equal(query->where->clause.operand.kind, ATL_QUERY_VALUE);
    assert_string_equal(query->where->clause.operand.text, value);
    atl_arena_free(&arena);
    atl_buffer_free(&text);
}

static void literals_read_back_as_the_value(void **state)
{
    (void)state;
    for (size_t i = 0; i + 1 < COUNT(quoting_cases); i++) { /* the last one is malformed UTF-8 */
        assert_round_trip(ATL_QUERY_JQL, quoting_cases[i].value);
        assert_round_trip(ATL_QUERY_CQL, quoting_cases[i].value);
    }
    uint32_t step = (uint32_t)(10 / in_quantity(10));
    for (uint32_t code_point = 1; code_point < 0x11000; code_point += code_point < 256 ? 1 : step) {
        if (code_point >= 0xD800 && code_point <= 0xDFFF) {
            continue;
        }
        struct atl_buffer value = {0};
        atl_utf8_append(&value, code_point);
        assert_round_trip(ATL_QUERY_JQL, value.data);
        assert_round_trip(ATL_QUERY_CQL, value.data);
        atl_buffer_free(&value);
    }
}

/* ---- the caret ---- */

static void assert_caret(const char *text, unsigned indent, unsigned columns, const char *expected)
{
    struct atl_arena arena = {0};
    struct atl_query_position position = {0};
    const struct atl_query *query;
    assert_int_equal(atl_query_parse(&arena, ATL_QUERY_JQL, text, &query, &position, NULL),
                     ATL_USAGE);
    struct atl_buffer shown = {0};
    atl_query_append_caret(&shown, text, position, indent, columns);
    assert_string_equal(shown.data, expected);
    atl_buffer_free(&shown);
    atl_arena_free(&arena);
}

static void the_caret_stands_below_the_error(void **state)
{
    (void)state;
    assert_caret("project x", 0, 0, "project x\n        ^\n");
    assert_caret("project x", 2, 80, "  project x\n          ^\n");
    assert_caret("a = b and", 0, 0, "a = b and\n         ^\n");
    assert_caret("a = b\nand c d\nand e = f", 0, 0, "and c d\n      ^\n");
    assert_caret("a\t= b\tc", 0, 0, "a = b c\n      ^\n");
}

static void the_caret_measures_wide_characters(void **state)
{
    (void)state;
    assert_caret("状態 x", 0, 0, "状態 x\n     ^\n");
    assert_caret("e\xCC\x81 x", 0, 0, "e\xCC\x81 x\n  ^\n");
}

static void a_long_line_is_shortened_around_the_caret(void **state)
{
    (void)state;
    assert_caret("aaaa = bbbb and cccc = dddd and eeee ffff and gggg = hhhh and iiii = jjjj", 0, 32,
                 "…ccc = dddd and eeee ffff and g…\n                     ^\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(queries_parse_into_the_expected_tree),
        cmocka_unit_test(errors_are_worded_and_placed_as_jira_does),
        cmocka_unit_test(cql_errors_name_cql_and_its_operators),
        cmocka_unit_test(nesting_is_bounded),
        cmocka_unit_test(long_chains_are_no_nesting),
        cmocka_unit_test(long_tokens_are_shortened_in_errors),
        cmocka_unit_test(custom_fields_keep_their_number),
        cmocka_unit_test(values_become_literals),
        cmocka_unit_test(literals_read_back_as_the_value),
        cmocka_unit_test(the_caret_stands_below_the_error),
        cmocka_unit_test(the_caret_measures_wide_characters),
        cmocka_unit_test(a_long_line_is_shortened_around_the_caret),
    };
    return cmocka_run_group_tests_name("query", tests, NULL, NULL);
}
