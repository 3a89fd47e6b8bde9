/* `api --paginate`: all pages of a list as one. */
#ifndef CMD_API_PAGES_H
#define CMD_API_PAGES_H

#include "atlcli/http.h"
#include "cli/context.h"

/*
 * Follows the answer's pages and prints their items as they come: as one array, with --json as one
 * document, with --jsonl one a line. An answer without pages is printed as it is. ATL_USAGE for a
 * request that may change something: it would be sent several times.
 */
enum atl_status api_pages_print(struct atl_context *context, struct atl_http *http,
                                const struct atl_http_request *request, struct atl_error *error);

#endif
