/* The pieces as text, with the ids of tasks: those they had, or numbers above all others. */
#include "content/storage/storage_tasks.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_NUMBER_DIGITS = 15,
};

/* 0: it isn't a number, or none that new ones could come to. */
static int64_t number_of(const char *id)
{
    int64_t number = 0;
    size_t length = strlen(id);
    if (length > MOST_NUMBER_DIGITS || strspn(id, "0123456789") != length) {
        return 0;
    }
    for (; *id != '\0'; id++) {
        number = number * 10 + (*id - '0');
    }
    return number;
}

static bool is_complete(const struct storage_source *source, const struct storage_element *task)
{
    const struct storage_element *status = storage_child(task, STORAGE_AC_TASK_STATUS);
    return status != NULL && status->content_end - status->content == strlen("complete") &&
           memcmp(source->text + status->content, "complete", strlen("complete")) == 0;
}

static struct storage_task task_of(struct storage_reuse *reuse, const struct storage_source *source,
                                   const struct storage_element *element)
{
    struct storage_task task = {
        .element = element,
        .id = storage_child(element, STORAGE_AC_TASK_ID),
        .body = storage_child(element, STORAGE_AC_TASK_BODY),
        .complete = is_complete(source, element),
    };
    if (task.id != NULL && task.id->first == NULL && task.id->content < task.id->content_end) {
        task.id_text = atl_arena_strndup(&reuse->arena, source->text + task.id->content,
                                         task.id->content_end - task.id->content);
    }
    return task;
}

/* The tasks of a text, in the arena. */
static struct storage_task *read_tasks(struct storage_reuse *reuse,
                                       const struct storage_source *source, size_t *count)
{
    struct storage_task *tasks = NULL;
    *count = 0;
    for (int pass = 0; pass < 2; pass++) {
        size_t found = 0;
        const struct storage_element *element = source->root;
        while ((element = storage_element_following(element, source->root)) != NULL) {
            if (element->word == STORAGE_AC_TASK && pass == 1) {
                tasks[found] = task_of(reuse, source, element);
            }
            found += element->word == STORAGE_AC_TASK;
        }
        tasks = pass == 0 ? atl_arena_alloc(&reuse->arena, (found + 1) * sizeof *tasks) : tasks;
        *count = found;
    }
    return tasks;
}

/* ---- which there are ---- */

static int by_start(const void *left, const void *right)
{
    const struct storage_piece *first = left;
    const struct storage_piece *second = right;
    return (first->start > second->start) - (first->start < second->start);
}

/* Those pieces that are of one text, by where they start, in the arena. */
static struct storage_piece *pieces_of(struct storage_reuse *reuse, bool original, size_t *count)
{
    struct storage_piece *pieces =
        atl_arena_alloc(&reuse->arena, (reuse->count + 1) * sizeof *pieces);
    *count = 0;
    for (size_t i = 0; i < reuse->count; i++) {
        if (reuse->pieces[i].original == original) {
            pieces[(*count)++] = reuse->pieces[i];
        }
    }
    qsort(pieces, *count, sizeof *pieces, by_start);
    return pieces;
}

/* Tasks come in order, as the pieces do; *at is where the search goes on. */
static bool is_in_pieces(const struct storage_task *task, const struct storage_piece *pieces,
                         size_t count, size_t *at)
{
    while (*at < count && pieces[*at].end <= task->element->start) {
        (*at)++;
    }
    return *at < count && pieces[*at].start <= task->element->start;
}

static void note_number(struct storage_tasks *tasks, const struct storage_task *task)
{
    int64_t number = task->id_text == NULL ? 0 : number_of(task->id_text);
    tasks->highest = number > tasks->highest ? number : tasks->highest;
}

static void take_id(struct storage_tasks *tasks, const struct storage_task *task)
{
    if (task->id_text != NULL) {
        tasks->taken[tasks->taken_count++] = task->id_text;
    }
}

static bool is_place(const struct storage_task_places *places, const struct storage_element *id)
{
    size_t low = 0;
    size_t high = id == NULL ? 0 : places->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (places->at[middle] < id->start) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return id != NULL && low < places->count && places->at[low] == id->start;
}

/* What is written as it is, in a verbatim block, keeps its id. */
static void collect(struct storage_tasks *tasks)
{
    struct storage_reuse *reuse = tasks->reuse;
    size_t count;
    size_t at = 0;
    struct storage_task *all = read_tasks(reuse, &reuse->written, &count);
    size_t piece_count;
    struct storage_piece *pieces = pieces_of(reuse, false, &piece_count);
    tasks->former = read_tasks(reuse, &reuse->original, &tasks->former_count);
    tasks->written = atl_arena_alloc(&reuse->arena, (count + 1) * sizeof *tasks->written);
    tasks->taken =
        atl_arena_alloc(&reuse->arena, (count + tasks->former_count + 1) * sizeof *tasks->taken);
    for (size_t i = 0; i < count; i++) {
        if (!is_in_pieces(&all[i], pieces, piece_count, &at)) {
            continue;
        }
        if (is_place(&reuse->places, all[i].id)) {
            all[i].text = storage_task_text(reuse, &reuse->written, all[i].body);
            tasks->written[tasks->written_count++] = all[i];
        } else {
            take_id(tasks, &all[i]);
            note_number(tasks, &all[i]);
        }
    }
    at = 0;
    pieces = pieces_of(reuse, true, &piece_count);
    for (size_t i = 0; i < tasks->former_count; i++) {
        struct storage_task *task = &tasks->former[i];
        task->used = is_in_pieces(task, pieces, piece_count, &at);
        if (task->used) {
            take_id(tasks, task);
        }
        note_number(tasks, task);
    }
    qsort(tasks->taken, tasks->taken_count, sizeof *tasks->taken, storage_task_by_id);
}

/* ---- writing ---- */

static void put(struct atl_buffer *buffer, const struct storage_source *source, size_t start,
                size_t end)
{
    atl_buffer_append(buffer, source->text + start, end - start);
}

static void put_id(struct storage_tasks *tasks, const struct storage_task *task,
                   struct atl_buffer *buffer)
{
    const struct storage_source *original = &tasks->reuse->original;
    const struct storage_task *former = task->former;
    if (former == NULL) {
        atl_buffer_printf(buffer, "<ac:task-id>%" PRId64 "</ac:task-id>", ++tasks->highest);
        return;
    }
    const struct storage_element *uuid = storage_child(former->element, STORAGE_AC_TASK_UUID);
    put(buffer, original, former->id->start, former->id->end);
    if (uuid != NULL) {
        put(buffer, original, uuid->start, uuid->end);
    }
}

/* With the lists in it a body would say more than the text that is the same. */
static bool can_keep_body(const struct storage_task *task)
{
    const struct storage_element *body = task->same_text ? task->former->body : NULL;
    const struct storage_element *element = body;
    while (element != NULL && (element = storage_element_following(element, body)) != NULL) {
        if (element->word == STORAGE_AC_TASK_LIST) {
            return false;
        }
    }
    return body != NULL && task->body != NULL;
}

static void put_written(struct storage_tasks *tasks, const struct storage_piece *piece,
                        size_t *next, struct atl_buffer *buffer)
{
    const struct storage_source *written = &tasks->reuse->written;
    size_t at = piece->start;
    for (; *next < tasks->written_count && tasks->written[*next].id->start < piece->end;
         (*next)++) {
        const struct storage_task *task = &tasks->written[*next];
        put(buffer, written, at, task->id->start);
        put_id(tasks, task, buffer);
        at = task->id->end;
        if (can_keep_body(task)) {
            const struct storage_element *body = task->former->body;
            put(buffer, written, at, task->body->content);
            put(buffer, &tasks->reuse->original, body->content, body->content_end);
            at = task->body->content_end;
        }
    }
    put(buffer, written, at, piece->end);
}

void storage_reuse_put(struct storage_reuse *reuse, struct atl_buffer *buffer)
{
    struct storage_tasks tasks = {.reuse = reuse};
    size_t next = 0;
    if (reuse->places.count > 0) {
        collect(&tasks);
    }
    if (tasks.written_count > 0) {
        storage_tasks_match(&tasks);
    }
    for (size_t i = 0; i < reuse->count; i++) {
        const struct storage_piece *piece = &reuse->pieces[i];
        if (piece->original) {
            put(buffer, &reuse->original, piece->start, piece->end);
        } else {
            put_written(&tasks, piece, &next, buffer);
        }
    }
}
