#include "cmd/connect.h"

#include "cli/console.h"

static void pass_warning(void *context, const char *message)
{
    struct atl_context *command = context;
    atl_warn(command->console, "%s", message);
}

struct atl_http_options atl_connect_options(struct atl_context *context)
{
    const struct atl_globals *globals = &context->globals;
    return (struct atl_http_options){
        .timeout_ms = globals->timeout_ms,
        .retries = globals->retries,
        .concurrency = globals->concurrency,
        .log = globals->verbose ? context->console->err : NULL,
        .warn = pass_warning,
        .warn_context = context,
        .refusal = context->refusal,
    };
}

struct atl_http *atl_connect(struct atl_context *context)
{
    struct atl_http_options options = atl_connect_options(context);
    return atl_http_open(context->account, &options);
}
