/* Which task was which: by its text, for a tree has no ids. */
#include "content/storage/storage_tasks.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_ALIKE = 32, /* tasks that are looked at for one whose text was changed */
};

int storage_task_by_number(const void *left, const void *right)
{
    int64_t first = *(const int64_t *)left;
    int64_t second = *(const int64_t *)right;
    return (first > second) - (first < second);
}

const char *storage_task_text(struct storage_reuse *reuse, const struct storage_source *source,
                              const struct storage_element *body)
{
    static const char start[] = "<span class=\"placeholder-inline-tasks\">";
    static const char end[] = "</span>";
    const char *text = body == NULL ? "" : source->text + body->content;
    size_t length = body == NULL ? 0 : body->content_end - body->content;
    if (length >= sizeof start + sizeof end - 2 && memcmp(text, start, sizeof start - 1) == 0 &&
        memcmp(text + length - (sizeof end - 1), end, sizeof end - 1) == 0) {
        text += sizeof start - 1;
        length -= sizeof start + sizeof end - 2;
    }
    return atl_arena_strndup(&reuse->arena, text, length);
}

/* What its text would be, written anew. */
static const char *former_text(struct storage_reuse *reuse, const struct storage_task *task)
{
    const struct storage_element *element = task->element;
    struct storage_source image;
    struct atl_arena arena = {0};
    const char *text = "";
    const char *list = atl_arena_printf(&arena, "<ac:task-list>%.*s</ac:task-list>",
                                        (int)(element->end - element->start),
                                        reuse->original.text + element->start);
    if (storage_reuse_image(reuse, &arena, list, strlen(list), &image)) {
        element = image.root;
        while (element != NULL && element->word != STORAGE_AC_TASK) {
            element = storage_element_following(element, image.root);
        }
        if (element != NULL) {
            text = storage_task_text(reuse, &image, storage_child(element, STORAGE_AC_TASK_BODY));
        }
    }
    atl_arena_free(&arena);
    return text;
}

/* Of one number there can be one task. */
static int by_task_number(const void *left, const void *right)
{
    const struct storage_task *first = *(const struct storage_task *const *)left;
    const struct storage_task *second = *(const struct storage_task *const *)right;
    return first->number != second->number ? (first->number > second->number ? 1 : -1)
                                           : (first > second) - (first < second);
}

static int by_text(const void *left, const void *right)
{
    const struct storage_task *first = *(const struct storage_task *const *)left;
    const struct storage_task *second = *(const struct storage_task *const *)right;
    int order = strcmp(first->text, second->text);
    return order != 0 ? order : (first > second) - (first < second);
}

/* The tasks whose ids can be given to others, by text; in the arena. */
static struct storage_task **find_free(struct storage_tasks *tasks, size_t *count)
{
    struct storage_reuse *reuse = tasks->reuse;
    struct storage_task **found =
        atl_arena_alloc(&reuse->arena, (tasks->former_count + 1) * sizeof(struct storage_task *));
    *count = 0;
    for (size_t i = 0; i < tasks->former_count; i++) {
        struct storage_task *task = &tasks->former[i];
        if (!task->used && task->number >= 0 &&
            bsearch(&task->number, tasks->taken, tasks->taken_count, sizeof *tasks->taken,
                    storage_task_by_number) == NULL) {
            found[(*count)++] = task;
        } else {
            task->used = true;
        }
    }
    qsort(found, *count, sizeof(struct storage_task *), by_task_number);
    size_t kept = 0;
    for (size_t i = 0; i < *count; i++) {
        if (kept > 0 && found[kept - 1]->number == found[i]->number) {
            found[i]->used = true;
        } else {
            found[i]->text = former_text(reuse, found[i]);
            found[kept++] = found[i];
        }
    }
    *count = kept;
    qsort(found, *count, sizeof(struct storage_task *), by_text);
    return found;
}

static void give(struct storage_task *task, struct storage_task *former, bool same_text)
{
    task->former = former;
    task->same_text = same_text;
    former->used = true;
}

/* Tasks of the same text; at first those that are done, or not, as before. */
static void match_texts(struct storage_tasks *tasks, struct storage_task **candidates, size_t count,
                        bool any_status)
{
    for (size_t i = 0; i < tasks->written_count; i++) {
        struct storage_task *task = &tasks->written[i];
        size_t low = 0;
        size_t high = task->former == NULL ? count : 0;
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            if (strcmp(candidates[middle]->text, task->text) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        for (;
             task->former == NULL && low < count && strcmp(candidates[low]->text, task->text) == 0;
             low++) {
            if (!candidates[low]->used &&
                (any_status || candidates[low]->complete == task->complete)) {
                give(task, candidates[low], true);
            }
        }
    }
}

/* At least half of the longer text is the beginning and the end of both. */
static bool are_alike(const char *left, const char *right)
{
    size_t left_length = strlen(left);
    size_t right_length = strlen(right);
    size_t shorter = left_length < right_length ? left_length : right_length;
    size_t longer = left_length + right_length - shorter;
    size_t start = 0;
    size_t end = 0;
    while (start < shorter && left[start] == right[start]) {
        start++;
    }
    while (end < shorter - start && left[left_length - 1 - end] == right[right_length - 1 - end]) {
        end++;
    }
    return (start + end) * 2 >= longer && start + end > 0;
}

/* A text in which some words were changed is still that task's, if it stands among the same. */
static void match_changed(struct storage_tasks *tasks)
{
    size_t at = 0;
    for (size_t i = 0; i < tasks->written_count; i++) {
        struct storage_task *task = &tasks->written[i];
        for (size_t j = at; task->former == NULL && j < tasks->former_count && j < at + MOST_ALIKE;
             j++) {
            struct storage_task *former = &tasks->former[j];
            if (!former->used && are_alike(former->text, task->text)) {
                give(task, former, false);
                at = j;
            }
        }
        if (task->former != NULL) {
            at = (size_t)(task->former - tasks->former) + 1;
        }
    }
}

void storage_tasks_match(struct storage_tasks *tasks)
{
    size_t count;
    struct storage_task **candidates = find_free(tasks, &count);
    match_texts(tasks, candidates, count, false);
    match_texts(tasks, candidates, count, true);
    match_changed(tasks);
}
