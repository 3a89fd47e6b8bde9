#include "atlcli/memory.h"
#include "unit.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void arena_memory_is_zeroed_aligned_and_distinct(void **state)
{
    (void)state;
    struct atl_arena arena = {0};
    unsigned char *previous = NULL;
    for (size_t size = 1; size < 3000; size += 7) {
        unsigned char *memory = atl_arena_alloc(&arena, size);
        assert_int_equal((uintptr_t)memory % sizeof(void *), 0);
        for (size_t i = 0; i < size; i++) {
            assert_int_equal(memory[i], 0);
        }
        memset(memory, 0xFF, size);
        assert_ptr_not_equal(memory, previous);
        previous = memory;
    }
    atl_arena_free(&arena);
    assert_null(arena.blocks);
}

static void arena_holds_things_larger_than_a_block(void **state)
{
    (void)state;
    struct atl_arena arena = {0};
    size_t size = 5 * 1024 * 1024;
    char *memory = atl_arena_alloc(&arena, size);
    memory[size - 1] = 'x';
    assert_string_equal(atl_arena_strdup(&arena, "after"), "after");
    assert_null(atl_arena_strdup(&arena, NULL));
    assert_string_equal(atl_arena_strndup(&arena, "abcdef", 3), "abc");
    assert_string_equal(atl_arena_printf(&arena, "%s-%d", "KEY", 12), "KEY-12");
    atl_arena_free(&arena);
}

/* Across the ends of blocks, with what came before left as it is. */
static void formatted_texts_stay_apart(void **state)
{
    enum {
        COUNT = 3000,
    };
    (void)state;
    static char *texts[COUNT];
    struct atl_arena arena = {0};
    char expected[64];
    for (int i = 0; i < COUNT; i++) {
        texts[i] = atl_arena_printf(&arena, "%0*d", i % 61 + 1, i);
    }
    for (int i = 0; i < COUNT; i++) {
        snprintf(expected, sizeof expected, "%0*d", i % 61 + 1, i);
        assert_string_equal(texts[i], expected);
    }
    atl_arena_free(&arena);
}

static char order[16];

static void note(void *object)
{
    size_t length = strlen(order);
    order[length] = *(char *)object;
    order[length + 1] = '\0';
}

static void deferred_releases_run_newest_first_before_memory_goes(void **state)
{
    (void)state;
    struct atl_arena arena = {0};
    order[0] = '\0';
    for (char letter = 'a'; letter <= 'e'; letter++) {
        char *object = atl_arena_alloc(&arena, 1);
        *object = letter;
        atl_arena_defer(&arena, note, object);
        atl_arena_alloc(&arena, 900); /* so that the releases lie in several blocks */
    }
    atl_arena_free(&arena);
    assert_string_equal(order, "edcba");
    atl_arena_free(&arena);
    assert_string_equal(order, "edcba");
}

static void wiping_leaves_nothing(void **state)
{
    (void)state;
    char secret[] = "secret";
    atl_wipe(secret, sizeof secret);
    for (size_t i = 0; i < sizeof secret; i++) {
        assert_int_equal(secret[i], 0);
    }
}

static void an_overflowing_size_ends_the_process_with_a_message(void **state)
{
    (void)state;
    int pipes[2];
    assert_int_equal(pipe(pipes), 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(pipes[1], STDERR_FILENO);
        /* The child of a test must not write its parent's buffered output again. */
        signal(SIGABRT, SIG_DFL);
        volatile size_t count = SIZE_MAX / 2;
        (void)!atl_realloc(NULL, count, 16);
        _exit(0);
    }
    close(pipes[1]);
    char message[64] = "";
    assert_true(read(pipes[0], message, sizeof message - 1) > 0);
    close(pipes[0]);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_string_equal(message, "error: out of memory\n");
    assert_false(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_memory_is_zeroed_aligned_and_distinct),
        cmocka_unit_test(arena_holds_things_larger_than_a_block),
        cmocka_unit_test(formatted_texts_stay_apart),
        cmocka_unit_test(deferred_releases_run_newest_first_before_memory_goes),
        cmocka_unit_test(wiping_leaves_nothing),
        cmocka_unit_test(an_overflowing_size_ends_the_process_with_a_message),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
