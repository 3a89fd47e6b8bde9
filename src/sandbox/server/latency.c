#include "sandbox/server/latency.h"

#include "atlcli/clock.h"
#include "atlcli/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum atl_status latency_init(struct latency *latency, void (*release)(void *item),
                             struct atl_error *error)
{
    *latency = (struct latency){.release = release, .wake = {-1, -1}};
    pthread_mutex_init(&latency->mutex, NULL);
    if (pipe(latency->wake) != 0) {
        return atl_fail(error, ATL_FAILED, "can't make a pipe: %s", strerror(errno));
    }
    for (size_t i = 0; i < 2; i++) {
        fcntl(latency->wake[i], F_SETFD, FD_CLOEXEC);
        fcntl(latency->wake[i], F_SETFL, O_NONBLOCK);
    }
    return ATL_OK;
}

/* ---- the heap ---- */

static void swap(struct latency_entry *left, struct latency_entry *right)
{
    struct latency_entry other = *left;
    *left = *right;
    *right = other;
}

static void push(struct latency *latency, struct latency_entry entry)
{
    if (latency->count == latency->capacity) {
        latency->capacity = latency->capacity == 0 ? 64 : latency->capacity * 2;
        latency->heap = atl_realloc(latency->heap, latency->capacity, sizeof *latency->heap);
    }
    size_t at = latency->count++;
    latency->heap[at] = entry;
    while (at > 0 && latency->heap[at].due_ms < latency->heap[(at - 1) / 2].due_ms) {
        swap(&latency->heap[at], &latency->heap[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
}

static void *pop(struct latency *latency)
{
    void *item = latency->heap[0].item;
    latency->heap[0] = latency->heap[--latency->count];
    for (size_t at = 0;;) {
        size_t child = 2 * at + 1;
        if (child >= latency->count) {
            return item;
        }
        if (child + 1 < latency->count &&
            latency->heap[child + 1].due_ms < latency->heap[child].due_ms) {
            child++;
        }
        if (latency->heap[at].due_ms <= latency->heap[child].due_ms) {
            return item;
        }
        swap(&latency->heap[at], &latency->heap[child]);
        at = child;
    }
}

/* ---- between the threads ---- */

static void wake(struct latency *latency)
{
    /* A full pipe wakes as well as one more byte would. */
    ssize_t written = write(latency->wake[1], "", 1);
    (void)written;
}

bool latency_hold(struct latency *latency, void *item, int64_t milliseconds)
{
    int64_t due_ms = atl_clock_monotonic_ms() + milliseconds;
    pthread_mutex_lock(&latency->mutex);
    bool held = !latency->closed;
    bool is_first = held && (latency->count == 0 || due_ms < latency->heap[0].due_ms);
    if (held) {
        push(latency, (struct latency_entry){.due_ms = due_ms, .item = item});
    }
    pthread_mutex_unlock(&latency->mutex);
    if (is_first) {
        wake(latency);
    }
    return held;
}

/* Releases what is due; returns how long to sleep, -1 for ever. */
static int release_due(struct latency *latency, bool all)
{
    int64_t wait_ms = -1;
    pthread_mutex_lock(&latency->mutex);
    latency->closed = all;
    while (latency->count > 0) {
        wait_ms = latency->heap[0].due_ms - atl_clock_monotonic_ms();
        if (wait_ms > 0 && !all) {
            break;
        }
        latency->release(pop(latency));
        wait_ms = -1;
    }
    pthread_mutex_unlock(&latency->mutex);
    return wait_ms > INT_MAX ? INT_MAX : (int)wait_ms;
}

void latency_run(struct latency *latency)
{
    while (!latency->stopping) {
        struct pollfd descriptor = {.fd = latency->wake[0], .events = POLLIN};
        if (poll(&descriptor, 1, release_due(latency, false)) > 0) {
            char bytes[256];
            ssize_t count = read(latency->wake[0], bytes, sizeof bytes);
            (void)count; /* what they are doesn't matter */
        }
    }
    release_due(latency, true);
}

void latency_stop(struct latency *latency)
{
    latency->stopping = true;
    wake(latency);
}

void latency_free(struct latency *latency)
{
    for (size_t i = 0; i < 2; i++) {
        if (latency->wake[i] >= 0) {
            close(latency->wake[i]);
        }
    }
    free(latency->heap);
    pthread_mutex_destroy(&latency->mutex);
}
