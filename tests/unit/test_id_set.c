/* The set of ids that have been handed over. */
#include "atlassian/id_set.h"

#include "unit.h"

#include <stdio.h>

static bool add(struct id_set *set, unsigned long long number)
{
    char id[32];
    snprintf(id, sizeof id, "%llu", number);
    return id_set_add(set, id);
}

static void an_id_is_new_once(void **state)
{
    (void)state;
    struct id_set set = {0};
    assert_true(add(&set, 0));
    assert_false(add(&set, 0));
    assert_true(add(&set, 63));
    assert_true(add(&set, 64));
    assert_false(add(&set, 63));
    assert_false(add(&set, 64));
    assert_true(add(&set, 9223372036854775806));
    assert_false(add(&set, 9223372036854775806));
    id_set_free(&set);
}

static void an_id_can_be_asked_for(void **state)
{
    (void)state;
    struct id_set set = {0};
    assert_false(id_set_has(&set, "7"));
    add(&set, 7);
    add(&set, 9000);
    assert_true(id_set_has(&set, "7"));
    assert_true(id_set_has(&set, "9000"));
    assert_false(id_set_has(&set, "8"));
    assert_false(id_set_has(&set, "71"));
    assert_false(id_set_has(&set, "seven"));
    id_set_free(&set);
}

static void many_ids_are_told_apart_however_they_lie(void **state)
{
    (void)state;
    static const unsigned long long steps[] = {1, 2, 64, 100, 4096, 1000003};
    for (size_t s = 0; s < sizeof steps / sizeof *steps; s++) {
        struct id_set set = {0};
        for (unsigned long long i = 0; i < 20000; i++) {
            assert_true(add(&set, 10000 + i * steps[s]));
        }
        for (unsigned long long i = 0; i < 20000; i++) {
            assert_false(add(&set, 10000 + i * steps[s]));
        }
        id_set_free(&set);
    }
}

static void neighbours_take_little_room(void **state)
{
    (void)state;
    struct id_set set = {0};
    for (unsigned long long i = 0; i < 100000; i++) {
        add(&set, 10000 + i);
    }
    assert_true(set.capacity * sizeof *set.entries <= 64 * 1024);
    id_set_free(&set);
}

static void what_is_no_number_is_always_new(void **state)
{
    (void)state;
    struct id_set set = {0};
    static const char *const texts[] = {"", "abc", "-1", "1x", "99999999999999999999"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_true(id_set_add(&set, texts[i]));
        assert_true(id_set_add(&set, texts[i]));
    }
    id_set_free(&set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_id_is_new_once),
        cmocka_unit_test(an_id_can_be_asked_for),
        cmocka_unit_test(many_ids_are_told_apart_however_they_lie),
        cmocka_unit_test(neighbours_take_little_room),
        cmocka_unit_test(what_is_no_number_is_always_new),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
