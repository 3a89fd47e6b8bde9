#include "http/connections.h"

#include "atlcli/loop.h"
#include "atlcli/memory.h"

#include <ev.h>
#include <stdlib.h>

enum {
    HOSTS = 3, /* that are asked side by side, more or less */
};

struct socket_watch {
    ev_io io; /* first: libev hands it back */
    struct socket_watch *next_idle;
};

struct atl_connections {
    CURLM *multi;
    struct ev_loop *loop;
    ev_timer timer;
    ev_prepare before_wait;
    ev_idle no_wait;
    bool due; /* libcurl wants to be called before the loop waits */
    size_t used;
    struct socket_watch *idle;
    struct atl_connections *next;
};

/* A handle that is being performed. Lives on the stack of the fiber that waits. */
struct performance {
    struct atl_queue done;
    bool finished;
    CURLcode code;
};

/* Wakes the fibers whose transfers have ended. */
static bool collect(struct atl_connections *connections)
{
    bool any = false;
    CURLMsg *message;
    int left;
    while ((message = curl_multi_info_read(connections->multi, &left)) != NULL) {
        if (message->msg != CURLMSG_DONE) {
            continue;
        }
        CURL *easy = message->easy_handle;
        struct performance *performance = NULL;
        CURLcode code = message->data.result;
        curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)&performance);
        curl_multi_remove_handle(connections->multi, easy);
        performance->code = code;
        performance->finished = true;
        atl_queue_wake_one(&performance->done);
        any = true;
    }
    return any;
}

static bool act(struct atl_connections *connections, curl_socket_t socket, int events)
{
    int running;
    curl_multi_socket_action(connections->multi, socket, events, &running);
    return collect(connections);
}

static void socket_ready(struct ev_loop *loop, ev_io *io, int events)
{
    (void)loop;
    int mask = ((events & EV_READ) != 0 ? CURL_CSELECT_IN : 0) |
               ((events & EV_WRITE) != 0 ? CURL_CSELECT_OUT : 0);
    act(io->data, io->fd, mask);
}

static void timer_expired(struct ev_loop *loop, ev_timer *timer, int events)
{
    (void)loop;
    (void)events;
    act(timer->data, CURL_SOCKET_TIMEOUT, 0);
}

/*
 * Requests that fibers have handed over since the last wait are begun together, right before the
 * loop waits again: one call for all of them, and no timer that expires at once.
 */
static void before_wait(struct ev_loop *loop, ev_prepare *prepare, int events)
{
    (void)events;
    struct atl_connections *connections = prepare->data;
    if (connections->due) {
        connections->due = false;
        if (act(connections, CURL_SOCKET_TIMEOUT, 0)) {
            ev_idle_start(loop, &connections->no_wait); /* fibers are ready to run */
        }
    }
}

static void stop_idle(struct ev_loop *loop, ev_idle *idle, int events)
{
    (void)events;
    ev_idle_stop(loop, idle);
}

static int set_timer(CURLM *multi, long timeout_ms, void *context)
{
    (void)multi;
    struct atl_connections *connections = context;
    ev_timer_stop(connections->loop, &connections->timer);
    connections->due = timeout_ms == 0;
    if (timeout_ms > 0) {
        ev_timer_set(&connections->timer, (double)timeout_ms / 1000.0, 0.0);
        ev_timer_start(connections->loop, &connections->timer);
    }
    return 0;
}

static struct socket_watch *take_watch(struct atl_connections *connections)
{
    struct socket_watch *watch = connections->idle;
    if (watch == NULL) {
        watch = atl_alloc(sizeof *watch);
    } else {
        connections->idle = watch->next_idle;
    }
    ev_init(&watch->io, socket_ready);
    watch->io.data = connections;
    return watch;
}

static int watch_socket(CURL *easy, curl_socket_t socket, int what, void *context,
                        void *socket_context)
{
    (void)easy;
    struct atl_connections *connections = context;
    struct socket_watch *watch = socket_context;
    if (what == CURL_POLL_REMOVE) {
        if (watch != NULL) {
            ev_io_stop(connections->loop, &watch->io);
            watch->next_idle = connections->idle;
            connections->idle = watch;
        }
        return 0;
    }
    int events =
        ((what & CURL_POLL_IN) != 0 ? EV_READ : 0) | ((what & CURL_POLL_OUT) != 0 ? EV_WRITE : 0);
    if (watch == NULL) {
        watch = take_watch(connections);
        curl_multi_assign(connections->multi, socket, watch);
    } else {
        ev_io_stop(connections->loop, &watch->io);
    }
    ev_io_set(&watch->io, socket, events);
    ev_io_start(connections->loop, &watch->io);
    return 0;
}

struct atl_connections *atl_connections_open(size_t most, struct atl_error *error)
{
    CURLM *multi = curl_multi_init();
    if (multi == NULL) {
        atl_fail(error, ATL_FAILED, "libcurl can't start");
        return NULL;
    }
    struct atl_connections *connections = atl_alloc(sizeof *connections);
    connections->multi = multi;
    connections->loop = atl_loop_ev(atl_loop_current());
    ev_init(&connections->timer, timer_expired);
    connections->timer.data = connections;
    ev_idle_init(&connections->no_wait, stop_idle);
    ev_prepare_init(&connections->before_wait, before_wait);
    connections->before_wait.data = connections;
    ev_prepare_start(connections->loop, &connections->before_wait);
    /* It is always there and wakes nobody by itself. */
    ev_unref(connections->loop);
    curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, watch_socket);
    curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, connections);
    curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, set_timer);
    curl_multi_setopt(multi, CURLMOPT_TIMERDATA, connections);
    curl_multi_setopt(multi, CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
    curl_multi_setopt(multi, CURLMOPT_MAX_HOST_CONNECTIONS, (long)most);
    /* As many for each host: a site sends downloads on to a second one, and both stay connected. */
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, (long)(HOSTS * most));
    return connections;
}

void atl_connections_close(struct atl_connections *connections)
{
    if (connections == NULL) {
        return;
    }
    curl_multi_cleanup(connections->multi);
    ev_timer_stop(connections->loop, &connections->timer);
    ev_idle_stop(connections->loop, &connections->no_wait);
    ev_ref(connections->loop);
    ev_prepare_stop(connections->loop, &connections->before_wait);
    while (connections->idle != NULL) {
        struct socket_watch *watch = connections->idle;
        connections->idle = watch->next_idle;
        free(watch);
    }
    free(connections);
}

size_t atl_connections_used(const struct atl_connections *connections)
{
    return connections->used;
}

struct atl_connections **atl_connections_next(struct atl_connections *connections)
{
    return &connections->next;
}

enum atl_status atl_connections_perform(struct atl_connections *connections, CURL *easy,
                                        CURLcode *code, struct atl_error *error)
{
    struct performance performance = {0};
    curl_easy_setopt(easy, CURLOPT_PRIVATE, (char *)&performance);
    if (curl_multi_add_handle(connections->multi, easy) != CURLM_OK) {
        return atl_fail(error, ATL_FAILED, "libcurl can't take another request");
    }
    connections->used++;
    enum atl_status status = ATL_OK;
    while (!performance.finished && status == ATL_OK) {
        status = atl_queue_wait(&performance.done, error);
    }
    if (!performance.finished) {
        curl_multi_remove_handle(connections->multi, easy);
    }
    connections->used--;
    *code = performance.code;
    return status;
}
