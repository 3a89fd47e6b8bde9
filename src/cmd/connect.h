/* From a command's account to the engine that sends its requests. */
#ifndef CMD_CONNECT_H
#define CMD_CONNECT_H

#include "atlcli/http.h"
#include "cli/context.h"

/*
 * What the global options say about requests (--timeout, --retries, --concurrency, --verbose), with
 * the engine's warnings going to the console. `context` must outlive the engine.
 */
struct atl_http_options atl_connect_options(struct atl_context *context);

/*
 * An engine for context->account (of commands with ATL_NEEDS_PROFILE, _JIRA or _CONFLUENCE). Sends
 * nothing by itself. Close it with atl_http_close before the command returns.
 */
struct atl_http *atl_connect(struct atl_context *context);

#endif
