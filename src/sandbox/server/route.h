/*
 * Which handler answers which path. Each subject (issues, boards, pages …) has a table of its
 * routes at the end of the file that holds their handlers; route_tables.c lists the tables.
 */
#ifndef SANDBOX_ROUTE_H
#define SANDBOX_ROUTE_H

#include "sandbox/options.h"
#include "sandbox/server/request.h"

/* Where a route's path starts: below which path an API lives. */
enum route_base {
    ROUTE_ROOT,            /* the path stands for itself */
    ROUTE_JIRA,            /* /rest/api/3 on Cloud, /rest/api/2 on Data Center; /rest/api/latest */
    ROUTE_JIRA_2,          /* /rest/api/2, on Cloud as well */
    ROUTE_JIRA_1,          /* /rest/api/1.0, Jira Data Center only */
    ROUTE_AGILE,           /* /rest/agile/1.0 */
    ROUTE_WEBHOOKS,        /* /rest/webhooks/1.0, Jira Data Center only */
    ROUTE_CONFLUENCE_SITE, /* /wiki on Cloud, nothing on Data Center */
    ROUTE_CONFLUENCE,      /* /wiki/rest/api on Cloud, /rest/api on Data Center */
    ROUTE_CONFLUENCE_V2,   /* /wiki/api/v2, Cloud only */
};

enum {
    ROUTE_BASES = ROUTE_CONFLUENCE_V2 + 1,
};

/* Bits. */
enum route_flag {
    ROUTE_CLOUD = 1,
    ROUTE_DATA_CENTER = 2,
    ROUTE_ANY = ROUTE_CLOUD | ROUTE_DATA_CENTER,
    ROUTE_READS = 4,     /* changes nothing, although it's no GET */
    ROUTE_ANONYMOUS = 8, /* needs no credentials; wrong ones are refused all the same */
    ROUTE_CHANGES = 16,  /* changes something, although it's a GET */
    ROUTE_UPLOAD = 32,   /* takes files: its requests may be large */
    ROUTE_DENIES_BY_401 =
        64, /* says so on Data Center, not by 403, where a permission is missing */
};

/*
 * A handler fills the reply, which starts as an empty 200. Handlers of routes that change something
 * run in a transaction: it is kept when the status is below 400, else undone.
 */
typedef void (*route_handler)(struct request *request, struct reply *reply);

struct route {
    const char *method;
    enum route_base base;
    const char *path; /* "/issue/{}/comment/{}", to follow the base */
    unsigned flags;   /* of enum route_flag */
    route_handler handle;
};

struct route_table {
    const struct route *routes;
    size_t count;
};

/* const struct route_table jira_comment_routes = ROUTES(routes); */
#define ROUTES(array)                                                                              \
    {                                                                                              \
        array, sizeof(array) / sizeof *(array)                                                     \
    }

extern const struct route_table *const route_tables[];
extern const size_t route_table_count;

/* All routes of all tables, whether they are served or not. */
size_t route_count(void);
const struct route *route_at(size_t index);
size_t route_index(const struct route *route);

/* "GET /rest/api/3/issue/{}", in the arena. */
const char *route_name(const struct route *route, const struct sandbox_options *options,
                       struct atl_arena *arena);
bool route_is_served(const struct route *route, const struct sandbox_options *options);
/* True when a request may change something. */
bool route_changes(const struct route *route);
/* How errors are worded below the route's base. */
enum reply_style route_style(const struct route *route);

/*
 * The route for the request, its path segments filled in; of several the one with the fewest {}.
 * NULL when there is none; *other_method then says whether the path is known with another method.
 */
const struct route *route_find(struct request *request, bool *other_method);

#endif
