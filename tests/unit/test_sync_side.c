/* Whose version of a file stands, and hashes that are made piece by piece. */
#include "sync/side.h"
#include "unit.h"

static void every_combination_has_its_side(void **state)
{
    (void)state;
    const struct sync_hash old = sync_hash_of("old", 3);
    const struct sync_hash ours = sync_hash_of("ours", 4);
    const struct sync_hash theirs = sync_hash_of("theirs", 6);
    const struct sync_hash unknown = {0};
    const struct {
        const struct sync_hash *synced;
        const struct sync_hash *here;
        const struct sync_hash *there;
        enum sync_side side;
    } cases[] = {
        {&old, &old, &old, SYNC_NEITHER},      {&old, &old, &theirs, SYNC_THERE},
        {&old, &old, NULL, SYNC_THERE},        {&old, &ours, &old, SYNC_HERE},
        {&old, &ours, &theirs, SYNC_BOTH},     {&old, &ours, &ours, SYNC_NEITHER},
        {&old, &ours, NULL, SYNC_BOTH},        {&old, NULL, &old, SYNC_HERE},
        {&old, NULL, &theirs, SYNC_BOTH},      {&old, NULL, NULL, SYNC_NEITHER},
        {NULL, &ours, NULL, SYNC_HERE},        {NULL, NULL, &theirs, SYNC_THERE},
        {NULL, &ours, &theirs, SYNC_BOTH},     {NULL, &ours, &ours, SYNC_NEITHER},
        {&old, &unknown, &old, SYNC_HERE},     {&old, &old, &unknown, SYNC_THERE},
        {&old, &unknown, &unknown, SYNC_BOTH}, {&unknown, &old, &unknown, SYNC_BOTH},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum sync_side side = cases[i].side;
        assert_int_equal(
            sync_side_of(cases[i].synced, cases[i].here, cases[i].there, SYNC_FAVOUR_NONE), side);
        assert_int_equal(
            sync_side_of(cases[i].synced, cases[i].here, cases[i].there, SYNC_FAVOUR_OURS),
            side == SYNC_BOTH ? SYNC_HERE : side);
        assert_int_equal(
            sync_side_of(cases[i].synced, cases[i].here, cases[i].there, SYNC_FAVOUR_THEIRS),
            side == SYNC_BOTH ? SYNC_THERE : side);
    }
}

static void pieces_have_the_hash_of_the_whole(void **state)
{
    (void)state;
    const struct sync_hash whole = sync_hash_of("one two", 7);
    struct sync_hashing *hashing = sync_hashing_begin();
    sync_hashing_add(hashing, "broken off", 10);
    sync_hashing_restart(hashing);
    sync_hashing_add(hashing, "one", 3);
    sync_hashing_add(hashing, "", 0);
    sync_hashing_add(hashing, " two", 4);
    const struct sync_hash hash = sync_hashing_end(hashing);
    assert_true(sync_hash_equal(&hash, &whole));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_combination_has_its_side),
        cmocka_unit_test(pieces_have_the_hash_of_the_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
