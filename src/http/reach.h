/* Notes how far an attempt came, for atl_http_reach. */
#ifndef ATLCLI_HTTP_REACH_H
#define ATLCLI_HTTP_REACH_H

#include "http/transfer.h"

/* Once for each handle. */
void atl_reach_attach(const struct atl_transfer *transfer);

/* Before the attempt. */
void atl_reach_begin(const struct atl_transfer *transfer);

/*
 * After the attempt. One that was answered on a connection that was there already tells nothing;
 * one to another site, as after a redirect, nothing about this one.
 */
void atl_reach_note(const struct atl_transfer *transfer);

#endif
