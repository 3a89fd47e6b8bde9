/* A comment on an issue: for jobs that do nothing else, and for those that add one as well. */
#ifndef BULK_COMMENT_H
#define BULK_COMMENT_H

#include "bulk/internal.h"

/* Adds it to one issue. */
enum atl_status bulk_comment_add(struct bulk_run *run, size_t index, cJSON *body,
                                 struct atl_error *error);

/*
 * Looks whether issues that are sent have it, from this job: those are done. What is gone fails,
 * what can't be read is left open.
 */
enum atl_status bulk_comment_look_up(struct bulk_run *run, const struct bulk_items *items,
                                     const cJSON *body, struct atl_error *error);

#endif
