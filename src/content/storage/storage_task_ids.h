/*
 * The ids of tasks, by which Confluence knows them: who is to do them, since when, and what became
 * of them. A tree has none.
 */
#ifndef CONTENT_STORAGE_TASK_IDS_H
#define CONTENT_STORAGE_TASK_IDS_H

#include "atlcli/content.h"

/* ---- numbers: 1, 2, … without those that tasks of verbatim blocks have ---- */

/* Start with a zeroed struct. */
struct storage_task_numbers {
    int64_t *taken; /* in order */
    size_t count;
    size_t at;
    int64_t last;
};

void storage_task_numbers_collect(struct storage_task_numbers *numbers,
                                  const struct atl_node *document);
int64_t storage_task_number_next(struct storage_task_numbers *numbers);
void storage_task_numbers_free(struct storage_task_numbers *numbers);

/* The highest number that a task has in a text that may not even be well-formed; 0: none has. */
int64_t storage_task_number_highest(const char *text, size_t length);

/* ---- places: where tasks were written without an id ---- */

/* Offsets of empty <ac:task-id> elements, in order. Start with a zeroed struct. */
struct storage_task_places {
    size_t *at;
    size_t count;
    size_t capacity;
};

void storage_task_place_add(struct storage_task_places *places, size_t offset);
void storage_task_places_free(struct storage_task_places *places);

/* Appends a text with numbers above `highest` in these places. */
void storage_task_places_fill(const struct storage_task_places *places,
                              const struct atl_buffer *text, int64_t highest,
                              struct atl_buffer *buffer);

/* Like storage_write, but that the tasks' ids are left empty and their places noted. */
void storage_write_without_ids(const struct atl_content_tree *tree,
                               const struct atl_content_options *options, struct atl_buffer *buffer,
                               struct storage_task_places *places);

#endif
