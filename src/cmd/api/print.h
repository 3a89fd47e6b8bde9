/* What `api` prints of an answer. */
#ifndef CMD_API_PRINT_H
#define CMD_API_PRINT_H

#include "atlcli/http.h"
#include "cli/context.h"

/*
 * Prints an answer:
 *   into a pipe or file  the body, byte for byte
 *   on a terminal        JSON indented, text made safe; other bytes are refused (ATL_USAGE)
 *   --json               status, headers and body as one document
 *   --jsonl              each item of a list, or the whole body, on a line
 * The answer to a HEAD request has no body: its status and headers are printed.
 */
enum atl_status api_print(struct atl_context *context, enum atl_method method,
                          const struct atl_http_response *response, struct atl_error *error);

#endif
