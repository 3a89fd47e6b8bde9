/* The request of `api`, from its arguments and options. */
#ifndef CMD_API_REQUEST_H
#define CMD_API_REQUEST_H

#include "atlcli/http.h"
#include "cli/context.h"

/*
 * Builds the request in the context's arena:
 *   PATH     below the site, with or without a leading slash, or a URL on the site's own host;
 *            characters that no URL may hold are encoded
 *   --field  parameters for GET, HEAD and DELETE, and beside --input; a JSON body otherwise
 *   --input  the body as it is
 *   --header further header lines
 * ATL_USAGE for what makes no request.
 */
enum atl_status api_request_build(struct atl_context *context, struct atl_http_request *request,
                                  struct atl_error *error);

#endif
