/* GET /__sandbox/routes: what this sandbox serves, "METHOD /path/{}" each. */
#include "sandbox/sandbox.h"
#include "sandbox/server/emit.h"
#include "sandbox/server/route.h"

static void admin_route_list(struct request *request, struct reply *reply)
{
    const struct sandbox_options *options = &request->sandbox->options;
    emit_array(&reply->body, NULL);
    for (size_t i = 0; i < route_count(); i++) {
        const struct route *route = route_at(i);
        if (route_is_served(route, options)) {
            emit_text(&reply->body, NULL, route_name(route, options, &request->arena));
        }
    }
    emit_array_end(&reply->body);
}

static const struct route routes[] = {
    {"GET", ROUTE_ROOT, "/__sandbox/routes", ROUTE_ANY | ROUTE_ANONYMOUS, admin_route_list},
};

const struct route_table route_list_routes = ROUTES(routes);
