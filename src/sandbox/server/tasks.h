/*
 * Work that goes on after its request was answered. Nobody can see a task but by a request, so it
 * needs no thread: each request first brings the running tasks to where they would be by now, at so
 * many items a second (--task-rate).
 */
#ifndef SANDBOX_TASKS_H
#define SANDBOX_TASKS_H

#include "sandbox/sandbox.h"

#include "atlcli/json.h"

/* One item of a running task. */
struct task_step {
    struct sandbox *sandbox;
    struct atl_arena *arena;
    const cJSON *request; /* what the task was started with */
    int64_t item;
    const char *problem; /* to be set when it fails; in the arena */
};

/* What a task does: false, with step->problem, when the item fails; what it wrote is undone then.
 */
struct task_kind {
    const char *name;
    bool (*run)(struct task_step *step);
};

/* The kinds that there are, in task_kinds.c. */
extern const struct task_kind *const task_kinds[];
extern const size_t task_kind_count;

/*
 * A new task; `request` is JSON that its steps will need again. The number that clients know it by
 * is its id, as text.
 */
int64_t task_start(struct sandbox *sandbox, const char *kind, const char *request);

/* Adds an item, at the end. */
void task_add(struct sandbox *sandbox, int64_t task, int64_t item, const char *name);
/* Adds one that isn't there or isn't allowed: it is counted, not worked on. */
void task_add_invalid(struct sandbox *sandbox, int64_t task, const char *name);

/* Brings all running tasks to where they are by now. */
void tasks_advance(struct sandbox *sandbox);

struct task {
    int64_t id;
    const char *kind;
    const char *state; /* ENQUEUED, RUNNING, COMPLETE, FAILED, CANCELLED */
    int64_t created;   /* milliseconds */
    int64_t started;
    int64_t updated;
    int64_t finished; /* -1: not yet */
    int64_t total;    /* items to be worked on */
    int64_t done;
    int64_t invalid;
    const char *message;
    const char *result; /* JSON */
};

/* Texts are in the arena. False when there is none with this number. */
bool task_load(struct sandbox *sandbox, struct atl_arena *arena, const char *id, struct task *task);
int64_t task_percent(const struct task *task);

#endif
