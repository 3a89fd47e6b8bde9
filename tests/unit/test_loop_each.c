/* atl_each: order, width, failure, cancellation. */
#include "atlcli/loop.h"
#include "unit.h"

enum { ITEMS = 200 };

struct batch {
    size_t inside;
    size_t most;
    size_t calls;
    size_t begun[ITEMS]; /* in which order */
    size_t results[ITEMS];
    size_t fails_at; /* ITEMS: none */
    enum atl_status ended[ITEMS];
    struct atl_queue *gate;
};

static enum atl_status square(void *context, size_t index, struct atl_error *error)
{
    struct batch *batch = context;
    batch->begun[batch->calls++] = index;
    batch->inside++;
    batch->most = batch->inside > batch->most ? batch->inside : batch->most;
    enum atl_status status = ATL_OK;
    /* Each takes another number of turns, so that they end out of order. */
    for (size_t i = 0; i < 1 + (index * 7) % 11 && status == ATL_OK; i++) {
        status = atl_yield(error);
    }
    if (status == ATL_OK && batch->gate != NULL) {
        status = atl_queue_wait(batch->gate, error);
    }
    batch->inside--;
    batch->ended[index] = status;
    if (status == ATL_OK && index == batch->fails_at) {
        return atl_fail(error, ATL_CONFLICT, "item %zu", index);
    }
    batch->results[index] = index * index;
    return status;
}

static enum atl_status run_with_width(void *argument, struct atl_error *error)
{
    size_t width = *(size_t *)argument;
    struct batch batch = {.fails_at = ITEMS};
    enum atl_status status = atl_each(ITEMS, width, square, &batch, error);
    size_t expected = width == 0 || width > ITEMS ? ITEMS : width;
    assert_int_equal(batch.calls, ITEMS);
    assert_int_equal(batch.most, expected);
    for (size_t i = 0; i < ITEMS; i++) {
        assert_int_equal(batch.begun[i], i);
        assert_int_equal(batch.results[i], i * i);
    }
    return status;
}

static void results_are_in_order_and_width_is_kept(void **state)
{
    (void)state;
    static size_t widths[] = {1, 2, 3, 16, ITEMS - 1, ITEMS, ITEMS + 1, 0};
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        assert_int_equal(atl_loop_run(run_with_width, &widths[i], false, NULL), ATL_OK);
    }
}

static enum atl_status run_nothing(void *argument, struct atl_error *error)
{
    (void)argument;
    return atl_each(0, 4, square, NULL, error);
}

static void nothing_to_do_is_done(void **state)
{
    (void)state;
    assert_int_equal(atl_loop_run(run_nothing, NULL, false, NULL), ATL_OK);
}

static enum atl_status fail_at_item_20(void *argument, struct atl_error *error)
{
    size_t width = *(size_t *)argument;
    struct batch batch = {.fails_at = 20};
    assert_int_equal(atl_each(ITEMS, width, square, &batch, error), ATL_CONFLICT);
    assert_string_equal(error->message, "item 20");
    assert_int_equal(batch.inside, 0);
    /* Those beside it may have begun, those behind have not. */
    assert_in_range(batch.calls, 21, 20 + 13 * width);
    for (size_t i = 0; i < batch.calls; i++) {
        assert_true(batch.ended[i] == ATL_OK || batch.ended[i] == ATL_CANCELLED);
    }
    return atl_check_cancelled(error);
}

static void the_first_failure_stops_the_rest(void **state)
{
    (void)state;
    static size_t widths[] = {1, 2, 8};
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        assert_int_equal(atl_loop_run(fail_at_item_20, &widths[i], false, NULL), ATL_OK);
    }
}

struct victim {
    struct batch batch;
    struct atl_queue gate;
    size_t width;
    enum atl_status status;
    struct atl_error error;
};

static enum atl_status wait_in_each(void *argument, struct atl_error *error)
{
    struct victim *victim = argument;
    victim->batch = (struct batch){.fails_at = ITEMS, .gate = &victim->gate};
    victim->status = atl_each(ITEMS, victim->width, square, &victim->batch, &victim->error);
    return atl_check_cancelled(error);
}

static enum atl_status cancel_each(void *argument, struct atl_error *error)
{
    struct victim victim = {.width = *(size_t *)argument};
    struct atl_group *group = atl_group_open(0, false);
    assert_int_equal(atl_group_spawn(group, wait_in_each, &victim), ATL_OK);
    for (int i = 0; i < 30; i++) {
        assert_int_equal(atl_yield(error), ATL_OK);
    }
    size_t begun = victim.batch.calls;
    assert_int_equal(begun, victim.width);
    atl_group_cancel(group);
    assert_int_equal(atl_group_wait(group, error), ATL_OK);
    assert_int_equal(victim.status, ATL_CANCELLED);
    assert_string_equal(victim.error.message, "cancelled");
    assert_int_equal(victim.batch.calls, begun);
    assert_int_equal(victim.batch.inside, 0);
    return ATL_OK;
}

static void cancelling_it_begins_no_more_items(void **state)
{
    (void)state;
    static size_t widths[] = {1, 5};
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        assert_int_equal(atl_loop_run(cancel_each, &widths[i], false, NULL), ATL_OK);
    }
}

static enum atl_status begin_when_too_late(void *argument, struct atl_error *error)
{
    (void)argument;
    struct batch batch = {.fails_at = ITEMS};
    struct atl_deadline deadline;
    atl_deadline_begin(&deadline, 0);
    assert_int_equal(atl_sleep(60000, error), ATL_CANCELLED);
    assert_int_equal(atl_each(ITEMS, 4, square, &batch, error), ATL_CANCELLED);
    assert_int_equal(atl_each(ITEMS, 1, square, &batch, error), ATL_CANCELLED);
    assert_int_equal(batch.calls, 0);
    assert_true(atl_deadline_end(&deadline));
    return ATL_OK;
}

static void a_cancelled_fiber_begins_no_items(void **state)
{
    (void)state;
    assert_int_equal(atl_loop_run(begin_when_too_late, NULL, false, NULL), ATL_OK);
}

struct table {
    size_t cells;
};

static enum atl_status fill_cell(void *context, size_t index, struct atl_error *error)
{
    struct table *table = context;
    table->cells++;
    (void)index;
    return atl_yield(error);
}

static enum atl_status fill_row(void *context, size_t index, struct atl_error *error)
{
    return atl_each(index, 3, fill_cell, context, error);
}

static enum atl_status fill_table(void *argument, struct atl_error *error)
{
    return atl_each(20, 4, fill_row, argument, error);
}

static void it_can_be_nested(void **state)
{
    (void)state;
    struct table table = {0};
    assert_int_equal(atl_loop_run(fill_table, &table, false, NULL), ATL_OK);
    assert_int_equal(table.cells, 19 * 20 / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(results_are_in_order_and_width_is_kept),
        cmocka_unit_test(nothing_to_do_is_done),
        cmocka_unit_test(the_first_failure_stops_the_rest),
        cmocka_unit_test(cancelling_it_begins_no_more_items),
        cmocka_unit_test(a_cancelled_fiber_begins_no_items),
        cmocka_unit_test(it_can_be_nested),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
