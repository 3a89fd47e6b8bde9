/* What `wiki convert` is going to do: checked as a whole before anything is read or written. */
#ifndef CMD_CONVERT_PLAN_H
#define CMD_CONVERT_PLAN_H

#include "atlcli/content.h"
#include "cli/context.h"

struct convert_item {
    const char *input;  /* a path; "-": standard input */
    const char *output; /* a path; NULL: standard output, or the JSON document */
    enum atl_content_format from;
};

struct convert_plan {
    struct convert_item *items;
    size_t count;
    enum atl_content_format to;
    const char *directory; /* --out-dir; made when the first file is written */
    bool listed;           /* what has been converted is listed on standard output */
};

/* In the context's arena. ATL_USAGE for what can't be meant. */
enum atl_status convert_plan_make(struct atl_context *context, struct convert_plan *plan,
                                  struct atl_error *error);

/* "standard input", or the path. */
const char *convert_input_name(const struct convert_item *item);

#endif
