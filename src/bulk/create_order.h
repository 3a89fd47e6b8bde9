/* New issues below others of the same job. */
#ifndef BULK_CREATE_ORDER_H
#define BULK_CREATE_ORDER_H

#include "bulk/internal.h"

/* Whether all that a waiting row belongs to is there. It fails when that never will be. */
bool bulk_create_may_send(struct bulk_run *run, size_t index);

/* The row's fields with the keys of what it belongs to. The caller deletes them. */
cJSON *bulk_create_fields(const struct atl_bulk_job *job, size_t index);

/* How many requests of `at_once` rows the waiting ones take, one level after the other. */
size_t bulk_create_requests(const struct atl_bulk_job *job, size_t at_once);

#endif
