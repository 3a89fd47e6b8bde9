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

static struct latency_entry pop(struct latency *latency)
{
    struct latency_entry entry = latency->heap[0];
    latency->heap[0] = latency->heap[--latency->count];
    for (size_t at = 0;;) {
        size_t child = 2 * at + 1;
        if (child >= latency->count) {
            return entry;
        }
        if (child + 1 < latency->count &&
            latency->heap[child + 1].due_ms < latency->heap[child].due_ms) {
            child++;
        }
        if (latency->heap[at].due_ms <= latency->heap[child].due_ms) {
            return entry;
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

bool latency_hold(struct latency *latency, void *item, int64_t milliseconds,
                  void (*prepare)(void *argument), void *argument)
{
    int64_t due_ms = atl_clock_monotonic_ms() + milliseconds;
    pthread_mutex_lock(&latency->mutex);
    bool held = !latency->closed;
    bool is_first = held && (latency->count == 0 || due_ms < latency->heap[0].due_ms);
    if (held) {
        push(latency,
             (struct latency_entry){
                 .due_ms = due_ms, .item = item, .prepare = prepare, .argument = argument});
    }
    pthread_mutex_unlock(&latency->mutex);
    if (is_first || (held && prepare != NULL)) {
        wake(latency);
    }
    return held;
}

static void prepare(const struct latency_entry *entry)
{
    if (entry->prepare != NULL) {
        entry->prepare(entry->argument);
    }
}

/* ---- the thread that releases ---- */

/* Takes what is due; else `*wait_ms` is how long nothing will be, -1 for ever. */
static bool take_due(struct latency *latency, bool all, struct latency_entry *entry,
                     int64_t *wait_ms)
{
    bool due = false;
    pthread_mutex_lock(&latency->mutex);
    latency->closed = all;
    *wait_ms = -1;
    if (latency->count > 0) {
        *wait_ms = latency->heap[0].due_ms - atl_clock_monotonic_ms();
        due = *wait_ms <= 0 || all;
    }
    if (due) {
        *entry = pop(latency);
    }
    pthread_mutex_unlock(&latency->mutex);
    return due;
}

/* Takes the work of one that isn't due yet: few are held, the first of them in front. */
static bool take_work(struct latency *latency, struct latency_entry *work)
{
    bool found = false;
    pthread_mutex_lock(&latency->mutex);
    for (size_t i = 0; !found && i < latency->count; i++) {
        found = latency->heap[i].prepare != NULL;
        if (found) {
            *work = latency->heap[i];
            latency->heap[i].prepare = NULL;
        }
    }
    pthread_mutex_unlock(&latency->mutex);
    return found;
}

/* Releases what is due, and uses the time until the next one is; returns how long to sleep. */
static int release_due(struct latency *latency, bool all)
{
    struct latency_entry entry;
    int64_t wait_ms;
    for (;;) {
        if (take_due(latency, all, &entry, &wait_ms)) {
            prepare(&entry);
            latency->release(entry.item);
        } else if (take_work(latency, &entry)) {
            prepare(&entry);
        } else {
            return wait_ms > INT_MAX ? INT_MAX : (int)wait_ms;
        }
    }
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
