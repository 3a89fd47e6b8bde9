/* Batches fetched side by side and delivered in order. */
#include "atlassian/ordered.h"

#include "atlcli/loop.h"
#include "unit.h"

#include <string.h>

enum { MOST_BATCHES = 500 };

/* What happens to each batch; its number is its place in the plan. */
struct script {
    struct ordered_work work;
    size_t count;
    size_t planned;
    size_t delivered[MOST_BATCHES];
    size_t delivered_count;
    size_t in_flight;
    size_t most_in_flight;
    size_t most_later; /* in flight, once the first 64 batches are through */
    size_t undelivered;
    size_t most_undelivered;
    size_t batch_bytes;
    size_t turns[MOST_BATCHES]; /* how often a fetch yields before it is done */
    size_t fail_fetch;          /* numbers from 1; 0: none */
    size_t fail_plan;
    size_t fail_deliver;
    bool cancel; /* cancels the work while batches are in flight */
    enum atl_status status;
    struct atl_error error;
    size_t numbers[MOST_BATCHES];
};

static enum atl_status plan(void *context, struct ordered_batch *batch, struct atl_error *error)
{
    struct script *script = context;
    if (script->planned + 1 == script->fail_plan) {
        return atl_fail(error, ATL_NETWORK, "no plan");
    }
    if (script->planned < script->count) {
        script->numbers[script->planned] = script->planned;
        batch->job = &script->numbers[script->planned++];
        script->undelivered++;
        if (script->undelivered > script->most_undelivered) {
            script->most_undelivered = script->undelivered;
        }
    }
    return ATL_OK;
}

static enum atl_status fetch(void *context, struct ordered_batch *batch, struct atl_error *error)
{
    struct script *script = context;
    size_t number = *(const size_t *)batch->job;
    enum atl_status status = ATL_OK;
    script->in_flight++;
    if (number >= 64 && script->in_flight > script->most_later) {
        script->most_later = script->in_flight;
    }
    if (script->in_flight > script->most_in_flight) {
        script->most_in_flight = script->in_flight;
    }
    for (size_t i = 0; status == ATL_OK && i < script->turns[number]; i++) {
        status = atl_yield(error);
    }
    if (status == ATL_OK && script->cancel) {
        struct atl_queue never = {0};
        status = atl_queue_wait(&never, error);
    }
    script->in_flight--;
    batch->bytes = script->batch_bytes;
    if (status == ATL_OK && number + 1 == script->fail_fetch) {
        return atl_fail(error, ATL_NETWORK, "no answer");
    }
    return status;
}

static enum atl_status deliver(void *context, struct ordered_batch *batch, struct atl_error *error)
{
    struct script *script = context;
    size_t number = *(const size_t *)batch->job;
    if (number + 1 == script->fail_deliver) {
        return atl_fail(error, ATL_FAILED, "no reader");
    }
    script->delivered[script->delivered_count++] = number;
    script->undelivered--;
    return atl_yield(error);
}

static enum atl_status run_work(void *argument, struct atl_error *error)
{
    struct script *script = argument;
    return ordered_run(&script->work, error);
}

static enum atl_status cancel_when_in_flight(struct script *script, struct atl_error *error)
{
    struct atl_group *group = atl_group_open(0, false);
    enum atl_status status = atl_group_spawn(group, run_work, script);
    for (int i = 0; status == ATL_OK && i < 20; i++) {
        status = atl_yield(error);
    }
    assert_true(script->in_flight > 0);
    atl_group_cancel(group);
    (void)atl_group_wait(group, error);
    return ATL_OK;
}

static enum atl_status run(void *argument, struct atl_error *error)
{
    struct script *script = argument;
    script->work.context = script;
    script->work.plan = plan;
    script->work.fetch = fetch;
    script->work.deliver = deliver;
    if (script->cancel) {
        return cancel_when_in_flight(script, error);
    }
    script->status = ordered_run(&script->work, &script->error);
    return ATL_OK;
}

static void play(struct script *script)
{
    struct atl_error error;
    assert_int_equal(atl_loop_run(run, script, false, &error), ATL_OK);
    for (size_t i = 0; i < script->delivered_count; i++) {
        assert_int_equal(script->delivered[i], i);
    }
    assert_int_equal(script->in_flight, 0);
}

static void batches_arrive_in_any_order_and_leave_in_order(void **state)
{
    (void)state;
    /* The first is last; the last is first; a scramble. */
    for (size_t order = 0; order < 3; order++) {
        struct script script = {.work.width = 8, .count = 200};
        for (size_t i = 0; i < script.count; i++) {
            script.turns[i] = order == 0   ? (i % 8 == 0 ? 20 : 0)
                              : order == 1 ? 16 - i % 16
                                           : i * 7919 % 23;
        }
        play(&script);
        assert_int_equal(script.status, ATL_OK);
        assert_int_equal(script.delivered_count, 200);
    }
}

static void no_more_are_in_flight_than_the_width(void **state)
{
    (void)state;
    static const size_t widths[] = {1, 2, 7, 32};
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        struct script script = {.work.width = widths[i], .count = 300};
        for (size_t j = 0; j < script.count; j++) {
            script.turns[j] = j % 5;
        }
        play(&script);
        assert_int_equal(script.delivered_count, 300);
        assert_int_equal(script.most_in_flight, widths[i]);
        assert_true(script.most_undelivered <= 2 * widths[i]);
    }
}

static void a_late_first_batch_holds_the_others_back(void **state)
{
    (void)state;
    struct script script = {.work.width = 4, .count = 400, .turns = {[0] = 500}};
    play(&script);
    assert_int_equal(script.delivered_count, 400);
    assert_true(script.most_undelivered <= 8);
}

static void large_batches_narrow_the_window(void **state)
{
    (void)state;
    struct script script = {.work.width = 32, .count = 200, .batch_bytes = ORDERED_MOST_BYTES / 4};
    /* All are slow, so that only the bytes hold anything back once their size is known. */
    for (size_t i = 0; i < script.count; i++) {
        script.turns[i] = i < 32 ? 5 + i : 5;
    }
    play(&script);
    assert_int_equal(script.delivered_count, 200);
    assert_int_equal(script.most_in_flight, 32);
    assert_true(script.most_later <= 4);
    script = (struct script){
        .work.width = 32, .count = 3, .batch_bytes = (size_t)ORDERED_MOST_BYTES * 10};
    play(&script);
    assert_int_equal(script.delivered_count, 3);
}

static void nothing_planned_is_nothing_done(void **state)
{
    (void)state;
    struct script script = {.work.width = 4};
    play(&script);
    assert_int_equal(script.status, ATL_OK);
    assert_int_equal(script.delivered_count, 0);
}

static void a_batch_that_fails_ends_the_work_in_its_turn(void **state)
{
    (void)state;
    struct script script = {.work.width = 8, .count = 100, .fail_fetch = 31};
    for (size_t i = 0; i < 30; i++) {
        script.turns[i] = 10; /* those before it come later */
    }
    play(&script);
    assert_int_equal(script.status, ATL_NETWORK);
    assert_string_equal(script.error.message, "no answer");
    assert_int_equal(script.delivered_count, 30);
    assert_true(script.planned < 100);
}

static void a_plan_that_fails_comes_after_what_was_planned(void **state)
{
    (void)state;
    struct script script = {.work.width = 8, .count = 100, .fail_plan = 21};
    for (size_t i = 0; i < 20; i++) {
        script.turns[i] = 10;
    }
    play(&script);
    assert_int_equal(script.status, ATL_NETWORK);
    assert_string_equal(script.error.message, "no plan");
    assert_int_equal(script.delivered_count, 20);
}

static void a_delivery_that_fails_ends_the_work_at_once(void **state)
{
    (void)state;
    struct script script = {.work.width = 8, .count = 100, .fail_deliver = 11};
    play(&script);
    assert_int_equal(script.status, ATL_FAILED);
    assert_string_equal(script.error.message, "no reader");
    assert_int_equal(script.delivered_count, 10);
    assert_true(script.planned < 100);
}

static void cancelling_ends_every_fetch(void **state)
{
    (void)state;
    struct script script = {.work.width = 8, .count = 100, .cancel = true};
    play(&script);
    assert_int_equal(script.delivered_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(batches_arrive_in_any_order_and_leave_in_order),
        cmocka_unit_test(no_more_are_in_flight_than_the_width),
        cmocka_unit_test(a_late_first_batch_holds_the_others_back),
        cmocka_unit_test(large_batches_narrow_the_window),
        cmocka_unit_test(nothing_planned_is_nothing_done),
        cmocka_unit_test(a_batch_that_fails_ends_the_work_in_its_turn),
        cmocka_unit_test(a_plan_that_fails_comes_after_what_was_planned),
        cmocka_unit_test(a_delivery_that_fails_ends_the_work_at_once),
        cmocka_unit_test(cancelling_ends_every_fetch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
