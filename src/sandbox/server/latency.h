/*
 * Answers that are held back: a request waits suspended, at no cost to others, until its time has
 * come. The main thread sleeps here; the server's thread adds requests.
 */
#ifndef SANDBOX_LATENCY_H
#define SANDBOX_LATENCY_H

#include "atlcli/error.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct latency_entry {
    int64_t due_ms; /* on the monotonic clock */
    void *item;
    void (*prepare)(void *argument); /* NULL: it is ready */
    void *argument;
};

struct latency {
    pthread_mutex_t mutex;
    struct latency_entry *heap; /* the earliest first */
    size_t count;
    size_t capacity;
    bool closed;
    atomic_bool stopping;
    int wake[2]; /* a pipe: a byte wakes the main thread */
    void (*release)(void *item);
};

enum atl_status latency_init(struct latency *latency, void (*release)(void *item),
                             struct atl_error *error);

/*
 * Schedules the release of an item; false, and nothing done, once closed. `prepare` is work that
 * can be done meanwhile: the thread of latency_run does it before the release. NULL: none.
 */
bool latency_hold(struct latency *latency, void *item, int64_t milliseconds,
                  void (*prepare)(void *argument), void *argument);

/* Releases items as they come due until latency_stop is called; then all that are left. */
void latency_run(struct latency *latency);

/* Makes latency_run return. May be called by a signal handler. */
void latency_stop(struct latency *latency);

void latency_free(struct latency *latency);

#endif
