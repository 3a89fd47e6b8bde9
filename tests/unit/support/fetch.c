#include "support/fetch.h"

#include "atlcli/loop.h"
#include "http/engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct fetch fetch_from(const char *site)
{
    return (struct fetch){
        .account = {.profile = "work",
                    .site = site,
                    .email = "you@example.com",
                    .token = "s3cret-t0ken",
                    .auth_type = ATL_AUTH_BASIC},
        .options = {.timeout_ms = 60 * 1000},
    };
}

static void note_warning(void *context, const char *message)
{
    struct fetch *fetch = context;
    struct atl_buffer text = {0};
    atl_buffer_printf(&text, "%s%s\n", fetch->warnings == NULL ? "" : fetch->warnings, message);
    free(fetch->warnings);
    fetch->warnings = atl_buffer_take(&text);
}

static enum atl_status send_one(void *context, size_t index, struct atl_error *error)
{
    (void)error;
    struct fetch *fetch = context;
    struct outcome *outcome = &fetch->outcomes[index];
    outcome->status = atl_http_send(fetch->http, &fetch->requests[index], &fetch->arena,
                                    &outcome->response, &outcome->error);
    return ATL_OK;
}

static enum atl_status run(void *argument, struct atl_error *error)
{
    struct fetch *fetch = argument;
    enum atl_status status = ATL_OK;
    fetch->http = atl_http_open(&fetch->account, &fetch->options);
    if (!fetch->with_backoff) {
        fetch->http->backoff_first_ms = 1;
    }
    if (fetch->before != NULL) {
        fetch->before(fetch->http, fetch->context);
    }
    if (fetch->instead != NULL) {
        fetch->instead(fetch, fetch->context);
    } else {
        status = atl_each(fetch->count == 0 ? 1 : fetch->count,
                          fetch->width == 0 ? 1 : fetch->width, send_one, fetch, error);
    }
    fetch->statistics = atl_http_statistics(fetch->http);
    fetch->tls = atl_http_tls(fetch->http, &fetch->arena);
    if (fetch->outcomes[0].response.status != 0) {
        for (size_t i = 0; i < MOST_FETCHES; i++) {
            if (fetch->outcomes[i].status == ATL_OK && fetch->outcomes[i].response.status != 0) {
                struct atl_error found;
                atl_error_clear(&found);
                found.status = atl_http_check(fetch->http, &fetch->requests[i],
                                              &fetch->outcomes[i].response, &found);
                fetch->outcomes[i].error = found;
            }
        }
    }
    atl_http_close(fetch->http);
    return status;
}

void fetch(struct fetch *fetch)
{
    size_t length;
    struct atl_error error;
    fetch->options.log = open_memstream(&fetch->log, &length);
    fetch->options.warn = note_warning;
    fetch->options.warn_context = fetch;
    if (atl_loop_run(run, fetch, false, &error) != ATL_OK) {
        fprintf(stderr, "the loop failed: %s\n", error.message);
        abort();
    }
    fclose(fetch->options.log);
}

enum atl_status fetch_path(struct fetch *given, const char *path)
{
    given->requests[0].path = path;
    fetch(given);
    return given->outcomes[0].status;
}

enum atl_status fetch_check(struct fetch *fetch, size_t index)
{
    return fetch->outcomes[index].error.status;
}

void fetch_end(struct fetch *fetch)
{
    free(fetch->log);
    free(fetch->warnings);
    atl_arena_free(&fetch->arena);
}
