/* REST v2: likes. Nothing can be liked by the API, so nothing is. */
#include "sandbox/confluence/v2/v2.h"
#include "sandbox/server/emit.h"
#include "sandbox/server/route.h"

static void get_count(struct request *request, struct reply *reply)
{
    struct content content;
    if (v2_find(request, &content)) {
        emit_object(&reply->body, NULL);
        emit_integer(&reply->body, "count", 0);
        emit_object_end(&reply->body);
    }
}

static void get_people(struct request *request, struct reply *reply)
{
    struct content content;
    if (v2_find(request, &content)) {
        emit_object(&reply->body, NULL);
        emit_array(&reply->body, "results");
        list_end_single(request);
    }
}

static const struct route routes[] = {
    {"GET", ROUTE_CONFLUENCE_V2, "/pages/{}/likes/count", ROUTE_CLOUD, get_count},
    {"GET", ROUTE_CONFLUENCE_V2, "/pages/{}/likes/users", ROUTE_CLOUD, get_people},
    {"GET", ROUTE_CONFLUENCE_V2, "/blogposts/{}/likes/count", ROUTE_CLOUD, get_count},
    {"GET", ROUTE_CONFLUENCE_V2, "/blogposts/{}/likes/users", ROUTE_CLOUD, get_people},
    {"GET", ROUTE_CONFLUENCE_V2, "/footer-comments/{}/likes/count", ROUTE_CLOUD, get_count},
    {"GET", ROUTE_CONFLUENCE_V2, "/footer-comments/{}/likes/users", ROUTE_CLOUD, get_people},
    {"GET", ROUTE_CONFLUENCE_V2, "/inline-comments/{}/likes/count", ROUTE_CLOUD, get_count},
    {"GET", ROUTE_CONFLUENCE_V2, "/inline-comments/{}/likes/users", ROUTE_CLOUD, get_people},
};

const struct route_table confluence_like_routes = ROUTES(routes);
