/* The callbacks through which libcurl gets a body from the caller's source. */
#ifndef ATLCLI_HTTP_UPLOAD_H
#define ATLCLI_HTTP_UPLOAD_H

#include "http/transfer.h"

/* Sets them on the transfer's handle, once for each handle. */
void atl_upload_attach(struct atl_transfer *transfer);

/*
 * Begins the source anew, before a repeated attempt. ATL_OK also for a request without a source;
 * ATL_FAILED when the source can't.
 */
enum atl_status atl_upload_rewind(const struct atl_http_request *request, struct atl_error *error);

#endif
