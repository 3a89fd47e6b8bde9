/* Which handler answers which path. */
#ifndef SANDBOX_ROUTE_H
#define SANDBOX_ROUTE_H

#include "sandbox/options.h"
#include "sandbox/server/request.h"

/* Bits. */
enum route_deployment {
    ROUTE_CLOUD = 1,
    ROUTE_DATA_CENTER = 2,
    ROUTE_ANY = 3,
};

struct route {
    const char *method;
    const char *pattern;  /* "/rest/api/3/issue/{}" */
    unsigned deployments; /* of enum route_deployment */
    unsigned products;    /* of enum sandbox_product */
    enum reply_style style;
    bool anonymous; /* needs no credentials; wrong ones are refused all the same */
    void (*handle)(struct request *request, struct reply *reply);
};

size_t route_count(void);
const struct route *route_at(size_t index);
size_t route_index(const struct route *route);

/*
 * The route for the request, its path segments filled in. NULL when there is none; *other_method
 * then says whether the path is known with another method.
 */
const struct route *route_find(struct request *request, bool *other_method);

#endif
