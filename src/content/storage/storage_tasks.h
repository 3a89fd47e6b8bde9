/* Which of the tasks that are written are those of the original. */
#ifndef CONTENT_STORAGE_TASKS_H
#define CONTENT_STORAGE_TASKS_H

#include "content/storage/storage_likeness.h"
#include "content/storage/storage_reuse.h"

/* A task of the original, or one that is written. */
struct storage_task {
    const struct storage_element *element;
    const struct storage_element *id;
    const struct storage_element *body;   /* NULL: none */
    const char *id_text;                  /* what its id is, mostly a number; NULL: none */
    const char *text;                     /* what its body would be, written anew */
    struct storage_vocabulary vocabulary; /* of that; read where it is needed */
    bool complete;
    bool used;                   /* the original's: its id is there already */
    struct storage_task *former; /* the written one's: whose id it gets; NULL: none yet */
    bool same_text;              /* as that */
};

struct storage_tasks {
    struct storage_reuse *reuse;
    struct storage_task *written; /* those that need an id */
    size_t written_count;
    struct storage_task *former; /* of the original */
    size_t former_count;
    const char **taken; /* ids that stay, in order: storage_task_by_id */
    size_t taken_count;
    int64_t highest;
};

/* A body without the <span> that says no more than that it is one; in the reuse's arena. */
const char *storage_task_text(struct storage_reuse *reuse, const struct storage_source *source,
                              const struct storage_element *body);

/* For qsort and bsearch of ids. */
int storage_task_by_id(const void *left, const void *right);

/*
 * Gives each written task its former one, if there is one: by its text, in their order and then
 * wherever it was, and last by most of its text, if it stands among the same.
 */
void storage_tasks_match(struct storage_tasks *tasks);

#endif
