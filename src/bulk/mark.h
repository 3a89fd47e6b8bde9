/* What new issues are marked with, to be found again. */
#ifndef BULK_MARK_H
#define BULK_MARK_H

#include "bulk/internal.h"

enum bulk_mark_kind {
    BULK_UNMARKED, /* by hand, by another program, or the server keeps no marks */
    BULK_MARKED,   /* by this job */
    BULK_MARKED_BY_OTHERS,
};

struct bulk_mark {
    enum bulk_mark_kind kind;
    size_t row; /* of this job: the item's index */
};

/* The row as it is sent, with its mark. The caller deletes it; it refers to the row. */
cJSON *bulk_marked_row(const struct atl_bulk_job *job, size_t index);

/* The mark of an issue. One that isn't there, or isn't to be seen, is no error. */
enum atl_status bulk_read_mark(const struct bulk_run *run, const char *id, struct bulk_mark *mark,
                               struct atl_error *error);

#endif
