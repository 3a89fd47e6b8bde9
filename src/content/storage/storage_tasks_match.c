/* Which task was which: by its text, for a tree has no ids. */
#include "content/storage/storage_align.h"
#include "content/storage/storage_tasks.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_ASIDE = 32, /* tasks of the same text that are looked at for one that was done as well */
};

/* Those whose ids can be given to others. */
struct candidates {
    struct storage_task **tasks; /* as they come */
    struct storage_task **by_text;
    size_t count;
    size_t
        *unused[2]; /* of those with the same text: the place in by_text to go on at, by status */
};

int storage_task_by_id(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
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

/* ---- candidates ---- */

static int by_id(const void *left, const void *right)
{
    const struct storage_task *first = *(const struct storage_task *const *)left;
    const struct storage_task *second = *(const struct storage_task *const *)right;
    int order = strcmp(first->id_text, second->id_text);
    return order != 0 ? order : (first > second) - (first < second);
}

static int by_text(const void *left, const void *right)
{
    const struct storage_task *first = *(const struct storage_task *const *)left;
    const struct storage_task *second = *(const struct storage_task *const *)right;
    int order = strcmp(first->text, second->text);
    return order != 0 ? order : (first > second) - (first < second);
}

static int by_place(const void *left, const void *right)
{
    const struct storage_task *first = *(const struct storage_task *const *)left;
    const struct storage_task *second = *(const struct storage_task *const *)right;
    return (first > second) - (first < second);
}

/* Of one id there can be one task. */
static void find_candidates(struct storage_tasks *tasks, struct candidates *candidates)
{
    struct storage_reuse *reuse = tasks->reuse;
    size_t size = (tasks->former_count + 1) * sizeof(struct storage_task *);
    struct storage_task **found = atl_arena_alloc(&reuse->arena, size);
    size_t count = 0;
    for (size_t i = 0; i < tasks->former_count; i++) {
        struct storage_task *task = &tasks->former[i];
        bool is_free = !task->used && task->id_text != NULL &&
                       bsearch(&task->id_text, tasks->taken, tasks->taken_count,
                               sizeof *tasks->taken, storage_task_by_id) == NULL;
        task->used = true;
        if (is_free) {
            found[count++] = task;
        }
    }
    qsort(found, count, sizeof(struct storage_task *), by_id);
    for (size_t i = 0; i < count; i++) {
        size_t kept = candidates->count;
        if (kept == 0 || strcmp(found[kept - 1]->id_text, found[i]->id_text) != 0) {
            found[candidates->count++] = found[i];
        }
    }
    qsort(found, candidates->count, sizeof(struct storage_task *), by_place);
    for (size_t i = 0; i < candidates->count; i++) {
        found[i]->used = false;
        found[i]->text = former_text(reuse, found[i]);
    }
    candidates->tasks = found;
    candidates->by_text = atl_arena_alloc(&reuse->arena, size);
    memcpy(candidates->by_text, found, candidates->count * sizeof(struct storage_task *));
    qsort(candidates->by_text, candidates->count, sizeof(struct storage_task *), by_text);
    for (int i = 0; i < 2; i++) {
        candidates->unused[i] =
            atl_arena_alloc(&reuse->arena, (candidates->count + 1) * sizeof(size_t));
    }
    for (size_t i = 0; i < candidates->count; i++) {
        candidates->unused[false][i] = i;
        candidates->unused[true][i] = i;
    }
}

/* The place in by_text of the first one with this text; -1: there is none. */
static int32_t find_text(const struct candidates *candidates, const char *text)
{
    size_t low = 0;
    size_t high = candidates->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(candidates->by_text[middle]->text, text) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < candidates->count && strcmp(candidates->by_text[low]->text, text) == 0
               ? (int32_t)low
               : -1;
}

static void give(struct storage_task *task, struct storage_task *former, bool same_text)
{
    task->former = former;
    task->same_text = same_text;
    former->used = true;
}

/* ---- the same text ---- */

/* The candidate that the next aligned task from `i` on goes with. */
static size_t end_of_range(const struct storage_tasks *tasks, const struct candidates *candidates,
                           const int32_t *partners, size_t i)
{
    while (i < tasks->written_count && partners[i] < 0) {
        i++;
    }
    return i < tasks->written_count ? (size_t)partners[i] : candidates->count;
}

/* Of those with the same text that could be it as well, one that is done, or not, as it is. */
static void prefer_status(struct storage_tasks *tasks, const struct candidates *candidates,
                          int32_t *partners)
{
    size_t at = 0;
    for (size_t i = 0; i < tasks->written_count; i++) {
        const struct storage_task *task = &tasks->written[i];
        if (partners[i] < 0) {
            continue;
        }
        struct storage_task *former = candidates->tasks[partners[i]];
        size_t end = former->complete == task->complete
                         ? 0
                         : end_of_range(tasks, candidates, partners, i + 1);
        for (size_t j = at; j < end && j < at + MOST_ASIDE; j++) {
            struct storage_task *other = candidates->tasks[j];
            if (other->complete == task->complete && strcmp(other->text, task->text) == 0) {
                partners[i] = (int32_t)j;
                break;
            }
        }
        at = (size_t)partners[i] + 1;
    }
}

/* In the order in which they come. */
static void align_texts(struct storage_tasks *tasks, const struct candidates *candidates)
{
    struct atl_arena *arena = &tasks->reuse->arena;
    int32_t *partners = atl_arena_alloc(arena, (tasks->written_count + 1) * sizeof *partners);
    int32_t *old = atl_arena_alloc(arena, (candidates->count + 1) * sizeof *old);
    int32_t *new = atl_arena_alloc(arena, (tasks->written_count + 1) * sizeof *new);
    for (size_t i = 0; i < candidates->count; i++) {
        old[i] = find_text(candidates, candidates->tasks[i]->text);
    }
    for (size_t i = 0; i < tasks->written_count; i++) {
        new[i] = find_text(candidates, tasks->written[i].text);
    }
    storage_align(old, candidates->count, new, tasks->written_count, partners);
    prefer_status(tasks, candidates, partners);
    for (size_t i = 0; i < tasks->written_count; i++) {
        if (partners[i] >= 0) {
            give(&tasks->written[i], candidates->tasks[partners[i]], true);
        }
    }
}

/* The next one with this text and status that isn't used. */
static struct storage_task *next_unused(const struct candidates *candidates, int32_t text,
                                        bool complete)
{
    size_t *at = &candidates->unused[complete][text];
    const char *wanted = candidates->by_text[text]->text;
    for (; *at < candidates->count && strcmp(candidates->by_text[*at]->text, wanted) == 0;
         (*at)++) {
        struct storage_task *task = candidates->by_text[*at];
        if (!task->used && task->complete == complete) {
            return task;
        }
    }
    return NULL;
}

/* Wherever they were; at first those that are done, or not, as before. */
static void match_texts(struct storage_tasks *tasks, const struct candidates *candidates,
                        bool same_status)
{
    for (size_t i = 0; i < tasks->written_count; i++) {
        struct storage_task *task = &tasks->written[i];
        int32_t text = task->former == NULL ? find_text(candidates, task->text) : -1;
        struct storage_task *former =
            text < 0 ? NULL : next_unused(candidates, text, same_status == task->complete);
        if (former != NULL) {
            give(task, former, true);
        }
    }
}

/* ---- most of the text ---- */

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

/* Tasks that have no other yet. */
struct rest {
    struct storage_task **old;
    struct storage_task **new;
    const struct storage_task **after; /* what stood where the one before each new one stands … */
    const struct storage_task **before; /* … and the one behind it */
    size_t old_count;
    size_t new_count;
};

static int score_of(const void *context, size_t old, size_t new)
{
    const struct rest *rest = context;
    const struct storage_task *left = rest->old[old];
    const struct storage_task *right = rest->new[new];
    const struct storage_task *after = rest->after[new];
    const struct storage_task *before = rest->before[new];
    bool stands_alone = after == NULL && before == NULL;
    bool stands_so =
        (after != NULL && left > after) || (before != NULL && left < before) || stands_alone;
    if (!stands_so) {
        return -1;
    }
    int alike = storage_alike(&left->vocabulary, &right->vocabulary);
    return alike * 2 >= STORAGE_ALIKE_ALL || are_alike(left->text, right->text) ? alike + 1 : -1;
}

static void add_to_rest(struct atl_arena *arena, struct storage_task **list, size_t *count,
                        struct storage_task *task)
{
    storage_vocabulary_read(arena, task->text, strlen(task->text), &task->vocabulary);
    list[(*count)++] = task;
}

static void collect_rest(struct storage_tasks *tasks, const struct candidates *candidates,
                         struct rest *rest)
{
    struct atl_arena *arena = &tasks->reuse->arena;
    size_t size = (tasks->written_count + 1) * sizeof(struct storage_task *);
    const struct storage_task *after = NULL;
    rest->old = atl_arena_alloc(arena, (candidates->count + 1) * sizeof(struct storage_task *));
    rest->new = atl_arena_alloc(arena, size);
    rest->after = atl_arena_alloc(arena, size);
    rest->before = atl_arena_alloc(arena, size);
    for (size_t i = 0; i < candidates->count; i++) {
        if (!candidates->tasks[i]->used) {
            add_to_rest(arena, rest->old, &rest->old_count, candidates->tasks[i]);
        }
    }
    for (size_t i = 0; i < tasks->written_count; i++) {
        if (tasks->written[i].former != NULL) {
            after = tasks->written[i].former;
        } else {
            rest->after[rest->new_count] = after;
            add_to_rest(arena, rest->new, &rest->new_count, &tasks->written[i]);
        }
    }
    size_t left = rest->new_count;
    const struct storage_task *before = NULL;
    for (size_t i = tasks->written_count; i-- > 0;) {
        if (tasks->written[i].former != NULL) {
            before = tasks->written[i].former;
        } else {
            rest->before[--left] = before;
        }
    }
}

/* A text in which some words were changed is still that task's, if it stands among the same. */
static void match_changed(struct storage_tasks *tasks, const struct candidates *candidates)
{
    struct rest rest = {0};
    collect_rest(tasks, candidates, &rest);
    int32_t *partners =
        atl_arena_alloc(&tasks->reuse->arena, (rest.new_count + 1) * sizeof *partners);
    storage_pair(rest.old_count, rest.new_count, score_of, &rest, partners);
    for (size_t i = 0; i < rest.new_count; i++) {
        if (partners[i] >= 0) {
            give(rest.new[i], rest.old[partners[i]], false);
        }
    }
}

void storage_tasks_match(struct storage_tasks *tasks)
{
    struct candidates candidates = {0};
    find_candidates(tasks, &candidates);
    align_texts(tasks, &candidates);
    match_texts(tasks, &candidates, true);
    match_texts(tasks, &candidates, false);
    match_changed(tasks, &candidates);
}
