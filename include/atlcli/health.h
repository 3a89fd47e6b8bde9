/*
 * Is a site well? What doctor asks of Jira and Confluence. To be used inside atl_loop_run.
 */
#ifndef ATLCLI_HEALTH_H
#define ATLCLI_HEALTH_H

#include "atlcli/error.h"
#include "atlcli/http.h"
#include "atlcli/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum atl_presence {
    ATL_PRESENT,         /* it answered */
    ATL_PRESENCE_HIDDEN, /* something wants a log-in before it says what it is (401, 403) */
    ATL_ABSENT,          /* something answered, but not this product */
    ATL_UNWELL,          /* 429 or 5xx: whoever it is, it can't work now */
};

/* What a product said to a request without credentials. Texts live in the arena of the call. */
struct atl_health {
    enum atl_presence presence;
    int http_status;
    const char *version;   /* of a self-hosted product that tells; else NULL */
    const char *url;       /* where the answer came from, after redirects */
    bool is_page;          /* the answer was HTML */
    int64_t latency_ms;    /* of the answer, on a connection that is there already */
    bool has_clock;        /* the answer was dated (Date): */
    int64_t clock_skew_ms; /* the server's clock less this machine's, to about a second */
};

/* GET serverInfo. The errors are those of atl_http_send. */
enum atl_status atl_health_of_jira(struct atl_http *http, struct atl_arena *arena,
                                   struct atl_health *health, struct atl_error *error);

/* GET user/current; for a self-hosted one after GET server-information, which tells the version. */
enum atl_status atl_health_of_confluence(struct atl_http *http, struct atl_arena *arena,
                                         struct atl_health *health, struct atl_error *error);

/* Whether the account has a permission of Jira, in at least one project or globally. */
struct atl_jira_permission {
    const char *key; /* "BROWSE_PROJECTS", see "Get my permissions" */
    bool granted;    /* filled */
};

/* GET mypermissions. A key that the server doesn't know counts as not granted. */
enum atl_status atl_jira_check_permissions(struct atl_http *http, struct atl_arena *arena,
                                           struct atl_jira_permission *permissions, size_t count,
                                           struct atl_error *error);

/* Whether the account sees at least one space of Confluence. */
enum atl_status atl_confluence_sees_spaces(struct atl_http *http, struct atl_arena *arena,
                                           bool *sees, struct atl_error *error);

#endif
