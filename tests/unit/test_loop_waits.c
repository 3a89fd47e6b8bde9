/* Sleeping, yielding, waiting for descriptors and in queues. */
#include "atlcli/clock.h"
#include "atlcli/loop.h"
#include "unit.h"

#include <ev.h>
#include <fcntl.h>
#include <unistd.h>

enum { HOUR_MS = 60 * 60 * 1000 };

static void run(atl_fiber_function function)
{
    struct atl_error error = {0};
    enum atl_status status = atl_loop_run(function, NULL, false, &error);
    if (status != ATL_OK) {
        fail_msg("%s", error.message);
    }
}

/* ---- sleep ---- */

static enum atl_status sleep_after_computing(void *argument, struct atl_error *error)
{
    (void)argument;
    int64_t began = atl_clock_monotonic_ms();
    while (atl_clock_monotonic_ms() < began + 20) {
        /* The loop's idea of the time grows old meanwhile. */
    }
    began = atl_clock_monotonic_ms();
    enum atl_status status = atl_sleep(15, error);
    assert_true(atl_clock_monotonic_ms() - began >= 15);
    return status;
}

static void a_sleep_lasts_at_least_its_time(void **state)
{
    (void)state;
    run(sleep_after_computing);
}

struct letters {
    char text[32];
    size_t count;
};

struct sleeper {
    struct letters *letters;
    int64_t milliseconds;
    char letter;
};

static enum atl_status sleep_and_write(void *argument, struct atl_error *error)
{
    struct sleeper *sleeper = argument;
    enum atl_status status = atl_sleep(sleeper->milliseconds, error);
    sleeper->letters->text[sleeper->letters->count++] = sleeper->letter;
    return status;
}

static enum atl_status sleep_in_parallel(void *argument, struct atl_error *error)
{
    (void)argument;
    struct letters letters = {0};
    struct sleeper long_one = {&letters, HOUR_MS, 'c'};
    /* The last begins last: however slow the machine is, it is due after the others. */
    struct sleeper sleepers[] = {{&letters, 0, 'a'}, {&letters, -5, 'a'}, {&letters, 10, 'b'}};
    struct atl_group *patient = atl_group_open(0, false);
    struct atl_group *group = atl_group_open(0, false);
    assert_int_equal(atl_group_spawn(patient, sleep_and_write, &long_one), ATL_OK);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(atl_group_spawn(group, sleep_and_write, &sleepers[i]), ATL_OK);
    }
    assert_int_equal(atl_group_wait(group, error), ATL_OK);
    atl_group_cancel(patient);
    assert_int_equal(atl_group_wait(patient, error), ATL_OK);
    assert_string_equal(letters.text, "aabc");
    return ATL_OK;
}

static void shorter_sleeps_end_first(void **state)
{
    (void)state;
    run(sleep_in_parallel);
}

/* ---- yield ---- */

static enum atl_status write_and_yield(void *argument, struct atl_error *error)
{
    struct sleeper *writer = argument;
    enum atl_status status = ATL_OK;
    for (int i = 0; i < 3 && status == ATL_OK; i++) {
        writer->letters->text[writer->letters->count++] = writer->letter;
        status = atl_yield(error);
    }
    return status;
}

static enum atl_status take_turns(void *argument, struct atl_error *error)
{
    (void)argument;
    struct letters letters = {0};
    struct sleeper writers[] = {{&letters, 0, 'a'}, {&letters, 0, 'b'}, {&letters, 0, 'c'}};
    struct atl_group *group = atl_group_open(0, false);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(atl_group_spawn(group, write_and_yield, &writers[i]), ATL_OK);
    }
    enum atl_status status = atl_group_wait(group, error);
    assert_string_equal(letters.text, "abcabcabc");
    return status;
}

static void fibers_that_yield_take_turns(void **state)
{
    (void)state;
    run(take_turns);
}

/* ---- descriptors ---- */

struct channel {
    int ends[2]; /* read, write */
    enum atl_status status;
    struct atl_error error;
    bool done;
};

static void open_channel(struct channel *channel)
{
    *channel = (struct channel){0};
    assert_int_equal(pipe(channel->ends), 0);
}

static void close_channel(struct channel *channel)
{
    close(channel->ends[0]);
    close(channel->ends[1]);
}

static enum atl_status read_when_ready(void *argument, struct atl_error *error)
{
    struct channel *channel = argument;
    char byte = 0;
    enum atl_status status = atl_wait_descriptor(channel->ends[0], EV_READ, -1, error);
    if (status == ATL_OK) {
        assert_int_equal(read(channel->ends[0], &byte, 1), 1);
        assert_int_equal(byte, 'x');
    }
    channel->done = true;
    return status;
}

static enum atl_status write_to_a_waiting_fiber(void *argument, struct atl_error *error)
{
    (void)argument;
    struct channel channel;
    open_channel(&channel);
    struct atl_group *group = atl_group_open(0, false);
    assert_int_equal(atl_group_spawn(group, read_when_ready, &channel), ATL_OK);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(atl_yield(error), ATL_OK);
        assert_false(channel.done);
    }
    assert_int_equal(atl_wait_descriptor(channel.ends[1], EV_WRITE, -1, error), ATL_OK);
    assert_int_equal(write(channel.ends[1], "x", 1), 1);
    enum atl_status status = atl_group_wait(group, error);
    assert_true(channel.done);
    close_channel(&channel);
    return status;
}

static void a_fiber_goes_on_when_its_descriptor_is_ready(void **state)
{
    (void)state;
    run(write_to_a_waiting_fiber);
}

static enum atl_status let_descriptors_time_out(void *argument, struct atl_error *error)
{
    (void)argument;
    struct channel channel;
    open_channel(&channel);
    static const int64_t timeouts[] = {0, 1, 20};
    for (size_t i = 0; i < 3; i++) {
        int64_t began = atl_clock_monotonic_ms();
        assert_int_equal(atl_wait_descriptor(channel.ends[0], EV_READ, timeouts[i], error),
                         ATL_NETWORK);
        assert_string_equal(error->message, "timed out");
        assert_true(atl_clock_monotonic_ms() - began >= timeouts[i]);
    }
    /* One that is ready doesn't time out, however short the time. */
    assert_int_equal(write(channel.ends[1], "x", 1), 1);
    assert_int_equal(atl_wait_descriptor(channel.ends[0], EV_READ, 0, error), ATL_OK);
    assert_int_equal(atl_wait_descriptor(channel.ends[0], EV_READ, HOUR_MS, error), ATL_OK);
    close_channel(&channel);
    return ATL_OK;
}

static void a_silent_descriptor_times_out(void **state)
{
    (void)state;
    run(let_descriptors_time_out);
}

static enum atl_status wait_for_what_is_not_open(void *argument, struct atl_error *error)
{
    (void)argument;
    struct channel channel;
    open_channel(&channel);
    close_channel(&channel);
    assert_int_equal(atl_wait_descriptor(-1, EV_READ, -1, error), ATL_FAILED);
    assert_string_equal(error->message, "can't wait for descriptor -1: it is not open");
    assert_int_equal(atl_wait_descriptor(channel.ends[0], EV_READ, -1, error), ATL_FAILED);
    return ATL_OK;
}

static void a_closed_descriptor_is_an_error(void **state)
{
    (void)state;
    run(wait_for_what_is_not_open);
}

static enum atl_status wait_for_end_of_pipe(void *argument, struct atl_error *error)
{
    (void)argument;
    struct channel channel;
    open_channel(&channel);
    close(channel.ends[1]);
    char byte;
    assert_int_equal(atl_wait_descriptor(channel.ends[0], EV_READ, -1, error), ATL_OK);
    assert_int_equal(read(channel.ends[0], &byte, 1), 0);
    close(channel.ends[0]);
    /* What is always ready: epoll takes no plain files. */
    int file = open("/dev/null", O_RDWR);
    assert_int_equal(atl_wait_descriptor(file, EV_READ | EV_WRITE, -1, error), ATL_OK);
    close(file);
    return ATL_OK;
}

static void an_ended_pipe_and_a_file_are_ready(void **state)
{
    (void)state;
    run(wait_for_end_of_pipe);
}

static enum atl_status read_by_two_fibers(void *argument, struct atl_error *error)
{
    (void)argument;
    struct channel channel;
    open_channel(&channel);
    struct atl_group *group = atl_group_open(0, false);
    assert_int_equal(atl_group_spawn(group, read_when_ready, &channel), ATL_OK);
    assert_int_equal(atl_group_spawn(group, read_when_ready, &channel), ATL_OK);
    assert_int_equal(atl_yield(error), ATL_OK);
    assert_int_equal(write(channel.ends[1], "xx", 2), 2);
    enum atl_status status = atl_group_wait(group, error);
    close_channel(&channel);
    return status;
}

static void two_fibers_can_wait_for_one_descriptor(void **state)
{
    (void)state;
    run(read_by_two_fibers);
}

/* ---- queues ---- */

struct line {
    struct atl_queue queue;
    int order[10];
    size_t count;
};

struct customer {
    struct line *line;
    int number;
    enum atl_status status;
    enum atl_status second;
};

static enum atl_status stand_in_line(void *argument, struct atl_error *error)
{
    struct customer *customer = argument;
    customer->status = atl_queue_wait(&customer->line->queue, error);
    if (customer->status == ATL_OK) {
        customer->line->order[customer->line->count++] = customer->number;
    }
    customer->second = atl_check_cancelled(NULL);
    return customer->status;
}

static struct atl_group *form_line(struct line *line, struct customer *customers, int count)
{
    struct atl_group *group = atl_group_open(0, false);
    for (int i = 0; i < count; i++) {
        customers[i] = (struct customer){.line = line, .number = i, .status = ATL_FAILED};
        assert_int_equal(atl_group_spawn(group, stand_in_line, &customers[i]), ATL_OK);
    }
    while (line->queue.last == NULL) {
        assert_int_equal(atl_yield(NULL), ATL_OK);
    }
    return group;
}

static enum atl_status serve_in_order(void *argument, struct atl_error *error)
{
    (void)argument;
    struct line line = {0};
    struct customer customers[6];
    struct atl_group *group = form_line(&line, customers, 6);
    atl_queue_wake_one(&line.queue);
    atl_queue_wake_one(&line.queue);
    assert_int_equal(atl_yield(error), ATL_OK);
    assert_int_equal(line.count, 2);
    atl_queue_wake_all(&line.queue);
    assert_null(line.queue.first);
    enum atl_status status = atl_group_wait(group, error);
    for (int i = 0; i < 6; i++) {
        assert_int_equal(line.order[i], i);
    }
    /* Nobody is there: nothing happens, and nothing is kept for later. */
    atl_queue_wake_one(&line.queue);
    atl_queue_wake_all(&line.queue);
    return status;
}

static void a_queue_serves_in_the_order_of_arrival(void **state)
{
    (void)state;
    run(serve_in_order);
}

static enum atl_status cancel_then_wake(void *argument, struct atl_error *error)
{
    (void)argument;
    struct line line = {0};
    struct customer first;
    struct customer others[2];
    struct atl_group *cancelled = form_line(&line, &first, 1);
    struct atl_group *group = atl_group_open(0, false);
    for (int i = 0; i < 2; i++) {
        others[i] = (struct customer){.line = &line, .number = i + 1};
        assert_int_equal(atl_group_spawn(group, stand_in_line, &others[i]), ATL_OK);
    }
    assert_int_equal(atl_yield(error), ATL_OK);
    /* The first in line is cancelled but has not had its turn: it is still in the queue. */
    atl_group_cancel(cancelled);
    atl_queue_wake_one(&line.queue);
    assert_int_equal(atl_group_wait(cancelled, error), ATL_OK);
    assert_int_equal(first.status, ATL_CANCELLED);
    assert_int_equal(line.count, 1);
    assert_int_equal(line.order[0], 1);
    atl_queue_wake_one(&line.queue);
    return atl_group_wait(group, error);
}

static void a_wake_goes_past_a_cancelled_fiber(void **state)
{
    (void)state;
    run(cancel_then_wake);
}

static enum atl_status wake_then_cancel(void *argument, struct atl_error *error)
{
    (void)argument;
    struct line line = {0};
    struct customer customer;
    struct atl_group *group = form_line(&line, &customer, 1);
    atl_queue_wake_one(&line.queue);
    atl_group_cancel(group);
    assert_int_equal(atl_group_wait(group, error), ATL_OK);
    assert_int_equal(customer.status, ATL_OK);
    assert_int_equal(line.count, 1);
    assert_int_equal(customer.second, ATL_CANCELLED);
    return ATL_OK;
}

static void a_wake_that_came_before_the_cancellation_counts(void **state)
{
    (void)state;
    run(wake_then_cancel);
}

static enum atl_status leave_from_the_middle(void *argument, struct atl_error *error)
{
    (void)argument;
    struct line line = {0};
    struct customer customers[3];
    struct atl_group *groups[3];
    for (int i = 0; i < 3; i++) {
        customers[i] = (struct customer){.line = &line, .number = i};
        groups[i] = atl_group_open(0, false);
        assert_int_equal(atl_group_spawn(groups[i], stand_in_line, &customers[i]), ATL_OK);
    }
    assert_int_equal(atl_yield(error), ATL_OK);
    atl_group_cancel(groups[1]);
    assert_int_equal(atl_group_wait(groups[1], error), ATL_OK);
    atl_queue_wake_all(&line.queue);
    assert_int_equal(atl_group_wait(groups[2], error), ATL_OK);
    assert_int_equal(atl_group_wait(groups[0], error), ATL_OK);
    assert_int_equal(customers[1].status, ATL_CANCELLED);
    assert_int_equal(line.count, 2);
    assert_int_equal(line.order[0], 0);
    assert_int_equal(line.order[1], 2);
    return ATL_OK;
}

static void a_cancelled_fiber_leaves_the_line(void **state)
{
    (void)state;
    run(leave_from_the_middle);
}

/* ---- nobody starves ---- */

struct players {
    struct atl_queue queues[2];
    bool stop;
    bool yields;
};

struct player {
    struct players *players;
    int side;
};

static enum atl_status hit_back(void *argument, struct atl_error *error)
{
    struct player *player = argument;
    struct players *players = player->players;
    enum atl_status status = ATL_OK;
    while (!players->stop && status == ATL_OK) {
        atl_queue_wake_one(&players->queues[1 - player->side]);
        status = players->yields ? atl_yield(error)
                                 : atl_queue_wait(&players->queues[player->side], error);
    }
    atl_queue_wake_one(&players->queues[1 - player->side]);
    return status;
}

static enum atl_status play_until_an_event(void *argument, struct atl_error *error)
{
    struct players players = {.yields = *(bool *)argument};
    struct player sides[] = {{&players, 0}, {&players, 1}};
    struct channel channel;
    open_channel(&channel);
    struct atl_group *group = atl_group_open(0, false);
    assert_int_equal(atl_group_spawn(group, hit_back, &sides[0]), ATL_OK);
    assert_int_equal(atl_group_spawn(group, hit_back, &sides[1]), ATL_OK);
    assert_int_equal(write(channel.ends[1], "x", 1), 1);
    assert_int_equal(atl_wait_descriptor(channel.ends[0], EV_READ, -1, error), ATL_OK);
    assert_int_equal(atl_sleep(1, error), ATL_OK);
    players.stop = true;
    enum atl_status status = atl_group_wait(group, error);
    close_channel(&channel);
    return status;
}

static void busy_fibers_do_not_keep_events_from_others(void **state)
{
    (void)state;
    bool yields = false;
    assert_int_equal(atl_loop_run(play_until_an_event, &yields, false, NULL), ATL_OK);
    yields = true;
    assert_int_equal(atl_loop_run(play_until_an_event, &yields, false, NULL), ATL_OK);
}

/* ---- callbacks of the loop ---- */

static void wake_before_wait(struct ev_loop *ev, ev_prepare *prepare, int events)
{
    (void)events;
    struct atl_queue *queue = prepare->data;
    ev_prepare_stop(ev, prepare);
    atl_queue_wake_one(queue);
}

/* Nothing else happens for an hour: a loop that waited before it looked would show it. */
static enum atl_status wait_for_prepare_watcher(void *argument, struct atl_error *error)
{
    (void)argument;
    struct atl_queue queue = {0};
    struct atl_deadline deadline;
    ev_prepare prepare;
    ev_prepare_init(&prepare, wake_before_wait);
    prepare.data = &queue;
    atl_deadline_begin(&deadline, HOUR_MS);
    for (int i = 0; i < 3; i++) {
        ev_prepare_start(atl_loop_ev(atl_loop_current()), &prepare);
        assert_int_equal(atl_queue_wait(&queue, error), ATL_OK);
    }
    assert_false(atl_deadline_end(&deadline));
    return ATL_OK;
}

static void a_fiber_woken_right_before_the_loop_waits_goes_on(void **state)
{
    (void)state;
    run(wait_for_prepare_watcher);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sleep_lasts_at_least_its_time),
        cmocka_unit_test(shorter_sleeps_end_first),
        cmocka_unit_test(fibers_that_yield_take_turns),
        cmocka_unit_test(a_fiber_goes_on_when_its_descriptor_is_ready),
        cmocka_unit_test(a_silent_descriptor_times_out),
        cmocka_unit_test(a_closed_descriptor_is_an_error),
        cmocka_unit_test(an_ended_pipe_and_a_file_are_ready),
        cmocka_unit_test(two_fibers_can_wait_for_one_descriptor),
        cmocka_unit_test(a_queue_serves_in_the_order_of_arrival),
        cmocka_unit_test(a_wake_goes_past_a_cancelled_fiber),
        cmocka_unit_test(a_wake_that_came_before_the_cancellation_counts),
        cmocka_unit_test(a_cancelled_fiber_leaves_the_line),
        cmocka_unit_test(a_fiber_woken_right_before_the_loop_waits_goes_on),
        cmocka_unit_test(busy_fibers_do_not_keep_events_from_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
