/* Errors in the servers' wording. */
#ifndef QUERY_FAIL_H
#define QUERY_FAIL_H

#include "query/dialect.h"

/* "Error in the JQL Query: <sentence> (line 1, character 9)" */
enum atl_status query_fail_at(const struct query_dialect *dialect,
                              struct atl_query_position position, struct atl_error *error,
                              const char *format, ...) ATL_PRINTF(4, 5);

/* "Error in the JQL Query: <sentence>", for errors at the end of the text. */
enum atl_status query_fail_at_end(const struct query_dialect *dialect, struct atl_error *error,
                                  const char *format, ...) ATL_PRINTF(3, 4);

/* A token's text as errors show it: at most so many bytes of it, on one line. */
enum {
    QUERY_FAIL_TEXT_BYTES = 200,
};
const char *query_fail_text(struct atl_arena *arena, const char *text);

#endif
