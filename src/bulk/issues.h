/* What the files about issues share. */
#ifndef BULK_ISSUES_H
#define BULK_ISSUES_H

#include "bulk/internal.h"

/* bulk_issues.select */
enum atl_status bulk_select_issues(struct atl_bulk_job *job, struct atl_http *http,
                                   const struct atl_bulk_selection *selection,
                                   struct atl_error *error);

#endif
