#include "sandbox/server/route.h"

#include "sandbox/sandbox.h"

#include <string.h>

/* ---- all routes ---- */

size_t route_count(void)
{
    size_t count = 0;
    for (size_t i = 0; i < route_table_count; i++) {
        count += route_tables[i]->count;
    }
    return count;
}

const struct route *route_at(size_t index)
{
    for (size_t i = 0; i < route_table_count; i++) {
        if (index < route_tables[i]->count) {
            return &route_tables[i]->routes[index];
        }
        index -= route_tables[i]->count;
    }
    return NULL;
}

size_t route_index(const struct route *route)
{
    size_t before = 0;
    for (size_t i = 0; i < route_table_count; i++) {
        const struct route_table *table = route_tables[i];
        if (route >= table->routes && route < table->routes + table->count) {
            return before + (size_t)(route - table->routes);
        }
        before += table->count;
    }
    return before;
}

/* ---- what a route is ---- */

static const char *base_path(enum route_base base, bool is_cloud)
{
    switch (base) {
    case ROUTE_JIRA:
        return is_cloud ? "/rest/api/3" : "/rest/api/2";
    case ROUTE_JIRA_2:
        return "/rest/api/2";
    case ROUTE_JIRA_1:
        return "/rest/api/1.0";
    case ROUTE_AGILE:
        return "/rest/agile/1.0";
    case ROUTE_WEBHOOKS:
        return "/rest/webhooks/1.0";
    case ROUTE_CONFLUENCE_SITE:
        return is_cloud ? "/wiki" : "";
    case ROUTE_CONFLUENCE:
        return is_cloud ? "/wiki/rest/api" : "/rest/api";
    case ROUTE_CONFLUENCE_V2:
        return "/wiki/api/v2";
    default:
        return "";
    }
}

static unsigned products_of(enum route_base base)
{
    switch (base) {
    case ROUTE_JIRA:
    case ROUTE_JIRA_2:
    case ROUTE_JIRA_1:
    case ROUTE_AGILE:
    case ROUTE_WEBHOOKS:
        return SANDBOX_JIRA;
    case ROUTE_CONFLUENCE_SITE:
    case ROUTE_CONFLUENCE:
    case ROUTE_CONFLUENCE_V2:
        return SANDBOX_CONFLUENCE;
    default:
        return SANDBOX_JIRA | SANDBOX_CONFLUENCE;
    }
}

const char *route_name(const struct route *route, const struct sandbox_options *options,
                       struct atl_arena *arena)
{
    return atl_arena_printf(arena, "%s %s%s", route->method,
                            base_path(route->base, options->deployment == SANDBOX_CLOUD),
                            route->path);
}

bool route_is_served(const struct route *route, const struct sandbox_options *options)
{
    unsigned deployment = options->deployment == SANDBOX_CLOUD ? ROUTE_CLOUD : ROUTE_DATA_CENTER;
    return (route->flags & deployment) != 0 && (products_of(route->base) & options->products) != 0;
}

bool route_changes(const struct route *route)
{
    bool is_get = strcmp(route->method, "GET") == 0;
    return is_get ? (route->flags & ROUTE_CHANGES) != 0 : (route->flags & ROUTE_READS) == 0;
}

enum reply_style route_style(const struct route *route)
{
    switch (route->base) {
    case ROUTE_CONFLUENCE_SITE:
    case ROUTE_CONFLUENCE:
        return REPLY_CONFLUENCE;
    case ROUTE_CONFLUENCE_V2:
        return REPLY_CONFLUENCE_V2;
    default:
        return REPLY_JIRA;
    }
}

/* ---- finding one ---- */

/* What follows the base in a request's path; NULL when it isn't below it. */
static const char *below_base(const char *path, enum route_base base, bool is_cloud)
{
    static const char latest[] = "/rest/api/latest";
    const char *prefix = base_path(base, is_cloud);
    if (base == ROUTE_JIRA && atl_text_starts_with(path, latest)) {
        prefix = latest;
    }
    size_t length = strlen(prefix);
    bool below = strncmp(path, prefix, length) == 0 && (length == 0 || path[length] == '/');
    return below ? path + length : NULL;
}

/* The number of segments that stand for {}; -1 when the path isn't the pattern's. */
static int match(const char *path, const char *pattern)
{
    int holes = 0;
    while (*pattern != '\0') {
        if (pattern[0] == '{') {
            size_t length = strcspn(path, "/");
            if (length == 0) {
                return -1;
            }
            path += length;
            pattern += 2;
            holes++;
        } else if (*path++ != *pattern++) {
            return -1;
        }
    }
    return *path == '\0' ? holes : -1;
}

static void take_segments(struct request *request, const char *path, const char *pattern)
{
    size_t count = 0;
    while (*pattern != '\0') {
        if (pattern[0] == '{') {
            size_t length = strcspn(path, "/");
            request->segments[count++] = atl_arena_strndup(&request->arena, path, length);
            path += length;
            pattern += 2;
        } else {
            path++;
            pattern++;
        }
    }
}

const struct route *route_find(struct request *request, bool *other_method)
{
    const struct sandbox_options *options = &request->sandbox->options;
    const char *method = strcmp(request->method, "HEAD") == 0 ? "GET" : request->method;
    const char *paths[ROUTE_BASES] = {NULL};
    for (int base = 0; request->local_path != NULL && base < ROUTE_BASES; base++) {
        paths[base] = below_base(request->local_path, (enum route_base)base,
                                 options->deployment == SANDBOX_CLOUD);
    }
    const struct route *best = NULL;
    int best_holes = 0;
    *other_method = false;
    for (size_t i = 0; i < route_table_count; i++) {
        for (size_t at = 0; at < route_tables[i]->count; at++) {
            const struct route *route = &route_tables[i]->routes[at];
            const char *path = paths[route->base];
            int holes = path == NULL ? -1 : match(path, route->path);
            if (holes < 0 || !route_is_served(route, options)) {
                continue;
            }
            if (strcmp(route->method, method) != 0) {
                *other_method = true;
            } else if (best == NULL || holes < best_holes) {
                best = route;
                best_holes = holes;
            }
        }
    }
    if (best != NULL) {
        take_segments(request, paths[best->base], best->path);
    }
    return best;
}
