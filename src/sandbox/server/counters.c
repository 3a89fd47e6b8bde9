#include "sandbox/server/counters.h"

#include "sandbox/sandbox.h"
#include "sandbox/server/emit.h"
#include "sandbox/server/route.h"

#include <stdlib.h>
#include <string.h>

void counters_begin(struct counters *counters)
{
    counters->requests++;
    counters->in_flight++;
    if (counters->in_flight > counters->most_in_flight) {
        counters->most_in_flight = counters->in_flight;
    }
}

void counters_end(struct counters *counters)
{
    counters->in_flight--;
}

void counters_answered(struct counters *counters, const struct route *route, unsigned status)
{
    if (route != NULL) {
        if (counters->by_route == NULL) {
            counters->by_route = atl_alloc(route_count() * sizeof *counters->by_route);
        }
        counters->by_route[route_index(route)]++;
    }
    if (status > 0 && status < COUNTERS_STATUSES) {
        counters->by_status[status]++;
    }
}

void counters_bodies(struct counters *counters, size_t received, size_t sent)
{
    counters->bytes_received += received;
    counters->bytes_sent += sent;
}

void counters_unknown_path(struct counters *counters, const char *method, const char *path)
{
    counters->unknown++;
    struct atl_buffer name = {0};
    atl_buffer_printf(&name, "%s %s", method, path);
    for (size_t i = 0; i < counters->unknown_path_count; i++) {
        if (strcmp(counters->unknown_paths[i].name, name.data) == 0) {
            counters->unknown_paths[i].count++;
            atl_buffer_free(&name);
            return;
        }
    }
    if (counters->unknown_path_count < COUNTERS_MOST_UNKNOWN) {
        counters->unknown_paths[counters->unknown_path_count++] =
            (struct counters_unknown){.name = atl_buffer_take(&name), .count = 1};
    }
    atl_buffer_free(&name);
}

void counters_applied(struct counters *counters, const struct request *request)
{
    if (request->reply.status >= 400 || request->reply.unchanged ||
        !route_changes(request->route)) {
        return;
    }
    const char *query = request->raw_query;
    char *name = atl_arena_printf(request->reply.arena, "%s %s%s%s", request->method,
                                  request->raw_path, query[0] == '\0' ? "" : "?", query);
    changes_apply(&counters->changes, name, request->body.data, request->body.length);
}

void counters_change(struct counters *counters, const char *what, const char *detail)
{
    changes_apply(&counters->items, what, detail, detail == NULL ? 0 : strlen(detail));
}

void counters_connected(struct counters *counters)
{
    counters->connections++;
    counters->open_connections++;
}

void counters_disconnected(struct counters *counters)
{
    counters->open_connections--;
}

void counters_reset(struct counters *counters)
{
    uint64_t in_flight = counters->in_flight;
    uint64_t open_connections = counters->open_connections;
    counters_free(counters);
    *counters = (struct counters){.in_flight = in_flight,
                                  .most_in_flight = in_flight,
                                  .connections = open_connections,
                                  .open_connections = open_connections};
}

void counters_free(struct counters *counters)
{
    for (size_t i = 0; i < counters->unknown_path_count; i++) {
        free(counters->unknown_paths[i].name);
    }
    counters->unknown_path_count = 0;
    free(counters->by_route);
    counters->by_route = NULL;
    changes_free(&counters->changes);
    changes_free(&counters->items);
}

/* ---- GET /__sandbox/counters ---- */

static void emit_routes(struct atl_buffer *json, const struct sandbox *sandbox,
                        struct atl_arena *arena)
{
    const struct counters *counters = &sandbox->counters;
    emit_object(json, "routes");
    for (size_t i = 0; counters->by_route != NULL && i < route_count(); i++) {
        if (counters->by_route[i] > 0) {
            emit_integer(json, route_name(route_at(i), &sandbox->options, arena),
                         (int64_t)counters->by_route[i]);
        }
    }
    emit_object_end(json);
}

static void emit_statuses(struct atl_buffer *json, const struct counters *counters)
{
    emit_object(json, "statuses");
    for (size_t status = 0; status < COUNTERS_STATUSES; status++) {
        if (counters->by_status[status] > 0) {
            char name[16];
            snprintf(name, sizeof name, "%zu", status);
            emit_integer(json, name, (int64_t)counters->by_status[status]);
        }
    }
    emit_object_end(json);
}

static void emit_unknown(struct atl_buffer *json, const struct counters *counters)
{
    emit_object(json, "unknown");
    emit_integer(json, "count", (int64_t)counters->unknown);
    emit_array(json, "paths");
    for (size_t i = 0; i < counters->unknown_path_count; i++) {
        emit_object(json, NULL);
        emit_text(json, "path", counters->unknown_paths[i].name);
        emit_integer(json, "count", (int64_t)counters->unknown_paths[i].count);
        emit_object_end(json);
    }
    emit_array_end(json);
    emit_object_end(json);
}

static void emit_faults(struct atl_buffer *json, const struct counters *counters)
{
    uint64_t all = 0;
    emit_object(json, "faults");
    for (size_t i = FAULT_NONE + 1; i < FAULT_COUNT; i++) {
        all += counters->faults[i];
        if (counters->faults[i] > 0) {
            emit_integer(json, fault_name((enum fault)i), (int64_t)counters->faults[i]);
        }
    }
    emit_object_end(json);
    emit_integer(json, "failuresInjected", (int64_t)all);
}

static void emit_changes(struct atl_buffer *json, const struct counters *counters)
{
    const struct changes *kinds[] = {&counters->changes, &counters->items};
    emit_integer(json, "changesApplied", (int64_t)counters->changes.applied);
    emit_integer(json, "changesAppliedTwice", (int64_t)counters->changes.repeated);
    emit_integer(json, "itemsChanged", (int64_t)counters->items.applied);
    emit_integer(json, "itemsChangedTwice", (int64_t)counters->items.repeated);
    emit_array(json, "appliedTwice");
    for (size_t kind = 0; kind < sizeof kinds / sizeof *kinds; kind++) {
        for (size_t i = 0; i < kinds[kind]->named_count; i++) {
            emit_text(json, NULL, kinds[kind]->named[i]);
        }
    }
    emit_array_end(json);
}

static void emit_contents(struct atl_buffer *json, struct store *store)
{
    static const char issues[] = "SELECT count(*) FROM issue";
    static const char pages[] =
        "SELECT count(*) FROM content WHERE type = 'page' AND status = 'current'";
    static const char attachments[] =
        "SELECT (SELECT count(*) FROM attachment) + (SELECT count(*) FROM content"
        " WHERE type = 'attachment' AND status = 'current')";
    emit_object(json, "contents");
    emit_integer(json, "issues", store_integer(store, 0, issues, NO_VALUES));
    emit_integer(json, "pages", store_integer(store, 0, pages, NO_VALUES));
    emit_integer(json, "attachments", store_integer(store, 0, attachments, NO_VALUES));
    emit_object_end(json);
}

static void admin_counters(struct request *request, struct reply *reply)
{
    const struct counters *counters = &request->sandbox->counters;
    struct atl_buffer *json = &reply->body;
    emit_object(json, NULL);
    emit_integer(json, "requests", (int64_t)counters->requests);
    emit_integer(json, "inFlight", (int64_t)counters->in_flight);
    emit_integer(json, "mostInFlight", (int64_t)counters->most_in_flight);
    emit_integer(json, "bytesReceived", (int64_t)counters->bytes_received);
    emit_integer(json, "bytesSent", (int64_t)counters->bytes_sent);
    emit_integer(json, "connections", (int64_t)counters->connections);
    emit_integer(json, "openConnections", (int64_t)counters->open_connections);
    emit_changes(json, counters);
    emit_faults(json, counters);
    emit_integer(json, "mediaRequests", (int64_t)counters->media_requests);
    emit_integer(json, "mediaRequestsWithCredentials",
                 (int64_t)counters->media_requests_with_credentials);
    emit_routes(json, request->sandbox, &request->arena);
    emit_statuses(json, counters);
    emit_unknown(json, counters);
    emit_contents(json, &request->sandbox->store);
    emit_object_end(json);
}

static void admin_counters_reset(struct request *request, struct reply *reply)
{
    counters_reset(&request->sandbox->counters);
    reply->status = 204;
}

static const struct route routes[] = {
    {"GET", ROUTE_ROOT, "/__sandbox/counters", ROUTE_ANY | ROUTE_ANONYMOUS, admin_counters},
    {"POST", ROUTE_ROOT, "/__sandbox/counters/reset", ROUTE_ANY | ROUTE_ANONYMOUS,
     admin_counters_reset},
};

const struct route_table admin_routes = ROUTES(routes);
