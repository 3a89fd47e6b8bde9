/* What the files about transitions share. */
#ifndef BULK_TRANSITION_H
#define BULK_TRANSITION_H

#include "bulk/internal.h"

/* The status to go to, or the name or id of a transition. */
const char *bulk_wanted_status(const struct atl_bulk_job *job);

/* Gives each waiting issue its transition; those that have none to it fail. */
enum atl_status bulk_choose_transitions(struct atl_bulk_job *job, struct atl_http *http,
                                        struct atl_error *error);

#endif
