#include "http/host.h"

#include "atlcli/clock.h"
#include "atlcli/loop.h"

#include <stdlib.h>

struct atl_host_waiter {
    struct atl_host_waiter *previous;
    struct atl_host_waiter *next;
    struct atl_queue queue;
    bool admitted;
};

static void add_last(struct atl_host *host, struct atl_host_waiter *waiter)
{
    waiter->previous = host->last_waiter;
    if (host->last_waiter == NULL) {
        host->first_waiter = waiter;
    } else {
        host->last_waiter->next = waiter;
    }
    host->last_waiter = waiter;
}

static void add_first(struct atl_host *host, struct atl_host_waiter *waiter)
{
    waiter->next = host->first_waiter;
    if (host->first_waiter == NULL) {
        host->last_waiter = waiter;
    } else {
        host->first_waiter->previous = waiter;
    }
    host->first_waiter = waiter;
}

static void take_out(struct atl_host *host, struct atl_host_waiter *waiter)
{
    if (waiter->previous == NULL) {
        host->first_waiter = waiter->next;
    } else {
        waiter->previous->next = waiter->next;
    }
    if (waiter->next == NULL) {
        host->last_waiter = waiter->previous;
    } else {
        waiter->next->previous = waiter->previous;
    }
}

static bool has_room(const struct atl_host *host)
{
    return host->paused_until_ms == 0 && (host->asked || host->in_flight == 0) &&
           (double)host->in_flight + 1 <= host->limit;
}

static void admit_waiters(struct atl_host *host)
{
    while (host->first_waiter != NULL && has_room(host)) {
        struct atl_host_waiter *waiter = host->first_waiter;
        take_out(host, waiter);
        waiter->admitted = true;
        host->in_flight++;
        atl_queue_wake_one(&waiter->queue);
    }
    host->limited = host->limited || (host->asked && host->first_waiter != NULL);
}

static void end_pause(struct ev_loop *loop, ev_timer *timer, int events)
{
    (void)events;
    struct atl_host *host = timer->data;
    int64_t rest = host->paused_until_ms - atl_clock_monotonic_ms();
    if (rest > 0) {
        ev_timer_set(timer, (double)rest / 1000.0, 0.0);
        ev_timer_start(loop, timer);
        return;
    }
    host->paused_until_ms = 0;
    admit_waiters(host);
}

void atl_host_pause(struct atl_host *host, int64_t milliseconds)
{
    int64_t until = atl_clock_monotonic_ms() + milliseconds;
    if (milliseconds <= 0 || until <= host->paused_until_ms) {
        return;
    }
    host->pause_is_told = host->pause_is_told && host->paused_until_ms != 0;
    host->paused_until_ms = until;
    ev_timer_stop(host->loop, &host->resume);
    ev_now_update(host->loop);
    ev_timer_set(&host->resume, (double)milliseconds / 1000.0, 0.0);
    ev_timer_start(host->loop, &host->resume);
}

int64_t atl_host_untold_pause_ms(const struct atl_host *host)
{
    return host->paused_until_ms == 0 || host->pause_is_told
               ? 0
               : host->paused_until_ms - atl_clock_monotonic_ms();
}

struct atl_host *atl_host_find(struct atl_http *http, const struct atl_origin *origin)
{
    for (struct atl_host *host = http->hosts; host != NULL; host = host->next) {
        if (atl_origin_equal(&host->origin, origin)) {
            return host;
        }
    }
    struct atl_host *host = atl_alloc(sizeof *host);
    host->origin = (struct atl_origin){.text = atl_strdup(origin->text), .secure = origin->secure};
    host->loop = atl_loop_ev(atl_loop_current());
    host->asked = !origin->secure;
    host->shares = origin->secure;
    host->most = http->options.concurrency;
    host->limit =
        host->most < ATL_HOST_FIRST_LIMIT ? (double)host->most : (double)ATL_HOST_FIRST_LIMIT;
    ev_init(&host->resume, end_pause);
    host->resume.data = host;
    host->next = http->hosts;
    http->hosts = host;
    return host;
}

void atl_hosts_free(struct atl_http *http)
{
    while (http->hosts != NULL) {
        struct atl_host *host = http->hosts;
        http->hosts = host->next;
        ev_timer_stop(host->loop, &host->resume);
        atl_origin_free(&host->origin);
        free(host);
    }
}

enum atl_status atl_host_enter(struct atl_host *host, bool returns, uint64_t *round,
                               struct atl_error *error)
{
    if (host->first_waiter == NULL && has_room(host)) {
        enum atl_status status = atl_check_cancelled(error);
        if (status != ATL_OK) {
            return status;
        }
        host->in_flight++;
        *round = host->round;
        return ATL_OK;
    }
    host->limited = host->limited || host->asked;
    struct atl_host_waiter waiter = {0};
    if (returns) {
        add_first(host, &waiter);
    } else {
        add_last(host, &waiter);
    }
    while (!waiter.admitted) {
        enum atl_status status = atl_queue_wait(&waiter.queue, error);
        if (status != ATL_OK) {
            if (waiter.admitted) {
                host->in_flight--;
                admit_waiters(host);
            } else {
                take_out(host, &waiter);
            }
            return status;
        }
    }
    *round = host->round;
    return ATL_OK;
}

void atl_host_connected(struct atl_host *host, bool shares)
{
    host->shares = shares;
    if (!host->asked) {
        host->asked = true;
        admit_waiters(host);
    }
}

static void grow(struct atl_host *host)
{
    /* Only if more were wanted. */
    if (!host->limited || host->limit >= (double)host->most) {
        return;
    }
    host->limit += host->round == 0 ? 1.0 : 2.0 / host->limit;
    if (host->limit > (double)host->most) {
        host->limit = (double)host->most;
    }
    if (host->first_waiter == NULL) {
        host->limited = false;
    }
}

void atl_host_leave(struct atl_host *host, uint64_t round, enum atl_load load)
{
    host->in_flight--;
    host->asked = true; /* or could not be reached, which is no reason for the others to queue */
    if (load == ATL_LOAD_GOOD) {
        grow(host);
    } else if (load == ATL_LOAD_TOO_MUCH && round == host->round) {
        host->round++;
        host->limit = host->limit / 2 < 1 ? 1 : host->limit / 2;
    }
    admit_waiters(host);
}
