/* How far words are apart, and which one was meant. */
#include "unit.h"

#include "atlcli/suggest.h"
#include "atlcli/text.h"

#include <string.h>

static void measures_distance_in_typing_mistakes(void **state)
{
    (void)state;
    static const struct {
        const char *left;
        const char *right;
        unsigned distance;
    } cases[] = {
        {"", "", 0},
        {"a", "", 1},
        {"", "abc", 3},
        {"login", "login", 0},
        {"login", "LOGIN", 0},
        {"login", "lgoin", 1},
        {"login", "logn", 1},
        {"login", "loggin", 1},
        {"login", "lokin", 1},
        {"login", "nigol", 4},
        {"ca", "abc", 3},
        {"status", "stauts", 1},
        {"abcd", "badc", 2},
        {"a", "b", 1},
        {"ab", "ba", 1},
        {"Größe", "GRÖẞE", 0},
        {"Größe", "grÖsse", 0},
        {"Größe", "gröe", 2},
        {"é", "É", 0},
        {"é", "e", 1},
        {"öä", "äö", 1},
        {"статус", "СТАТУС", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(atl_word_distance(cases[i].left, cases[i].right), cases[i].distance);
        assert_int_equal(atl_word_distance(cases[i].right, cases[i].left), cases[i].distance);
    }
}

static void takes_very_long_words_for_strangers(void **state)
{
    (void)state;
    char longest[64] = "";
    char longer[65] = "";
    memset(longest, 'a', sizeof longest - 1);
    memset(longer, 'a', sizeof longer - 1);
    assert_int_equal(atl_word_distance(longest, longest), 0);
    assert_true(atl_word_distance(longer, longest) > 100);
}

static const char *suggest(const char *given, const char *const *candidates)
{
    struct atl_suggestion suggestion = {.given = given};
    for (; *candidates != NULL; candidates++) {
        atl_suggestion_offer(&suggestion, *candidates);
    }
    return suggestion.best;
}

static void suggests_the_nearest_word(void **state)
{
    (void)state;
    static const char *const words[] = {"list",      "login",  "logout", "status",
                                        "switch",    "delete", "rename", "init",
                                        "Übersicht", "Статус", NULL};
    static const struct {
        const char *given;
        const char *best;
    } cases[] = {
        {"lgoin", "login"},   {"logot", "logout"},        {"stat", "status"},   {"sw", "switch"},
        {"ls", NULL},         {"DELETE", "delete"},       {"renmae", "rename"}, {"innit", "init"},
        {"ÜBE", "Übersicht"}, {"übersihct", "Übersicht"}, {"статсу", "Статус"}, {"x", NULL},
        {"q", NULL},          {"configure", NULL},        {"", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *best = suggest(cases[i].given, words);
        if (!atl_text_equal(best, cases[i].best)) {
            fail_msg("'%s' gives '%s'", cases[i].given, best);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(measures_distance_in_typing_mistakes),
        cmocka_unit_test(takes_very_long_words_for_strangers),
        cmocka_unit_test(suggests_the_nearest_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
