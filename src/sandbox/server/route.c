#include "sandbox/server/route.h"

#include "sandbox/sandbox.h"
#include "sandbox/server/handlers.h"

#include <string.h>

enum {
    BOTH = SANDBOX_JIRA | SANDBOX_CONFLUENCE,
};

/* The sandbox's surface. Issue: an id or a key. */
static const struct route routes[] = {
    /* Jira Cloud, platform REST v3 */
    {"GET", "/rest/api/3/serverInfo", ROUTE_CLOUD, SANDBOX_JIRA, REPLY_JIRA, true,
     jira_server_info},
    {"GET", "/rest/api/3/myself", ROUTE_CLOUD, SANDBOX_JIRA, REPLY_JIRA, false, jira_myself},
    {"GET", "/rest/api/3/mypermissions", ROUTE_CLOUD, SANDBOX_JIRA, REPLY_JIRA, false,
     jira_my_permissions},
    {"GET", "/rest/api/3/user/search", ROUTE_CLOUD, SANDBOX_JIRA, REPLY_JIRA, false,
     jira_user_search},
    {"GET", "/rest/api/3/field", ROUTE_CLOUD, SANDBOX_JIRA, REPLY_JIRA, false, jira_fields},
    {"GET", "/rest/api/3/search/jql", ROUTE_CLOUD, SANDBOX_JIRA, REPLY_JIRA, false,
     jira_search_by_token},
    {"POST", "/rest/api/3/search/jql", ROUTE_CLOUD, SANDBOX_JIRA, REPLY_JIRA, false,
     jira_search_by_token},
    {"POST", "/rest/api/3/search/approximate-count", ROUTE_CLOUD, SANDBOX_JIRA, REPLY_JIRA, false,
     jira_approximate_count},
    {"GET", "/rest/api/3/search", ROUTE_CLOUD, SANDBOX_JIRA, REPLY_JIRA, false,
     jira_search_removed},
    {"POST", "/rest/api/3/search", ROUTE_CLOUD, SANDBOX_JIRA, REPLY_JIRA, false,
     jira_search_removed},
    {"POST", "/rest/api/3/issue/bulkfetch", ROUTE_CLOUD, SANDBOX_JIRA, REPLY_JIRA, false,
     jira_bulk_fetch},
    {"GET", "/rest/api/3/issue/{}", ROUTE_CLOUD, SANDBOX_JIRA, REPLY_JIRA, false, jira_issue},
    {"GET", "/rest/api/3/project/search", ROUTE_CLOUD, SANDBOX_JIRA, REPLY_JIRA, false,
     jira_project_search},
    {"GET", "/rest/api/3/user/search", ROUTE_CLOUD, SANDBOX_JIRA, REPLY_JIRA, false,
     jira_user_search},

    /* Jira Data Center, REST 2. serverInfo is there on Cloud too: it tells the two apart. */
    {"GET", "/rest/api/2/serverInfo", ROUTE_ANY, SANDBOX_JIRA, REPLY_JIRA, true, jira_server_info},
    {"GET", "/rest/api/2/myself", ROUTE_DATA_CENTER, SANDBOX_JIRA, REPLY_JIRA, false, jira_myself},
    {"GET", "/rest/api/2/mypermissions", ROUTE_DATA_CENTER, SANDBOX_JIRA, REPLY_JIRA, false,
     jira_my_permissions},
    {"GET", "/rest/api/2/field", ROUTE_DATA_CENTER, SANDBOX_JIRA, REPLY_JIRA, false, jira_fields},
    {"GET", "/rest/api/2/search", ROUTE_DATA_CENTER, SANDBOX_JIRA, REPLY_JIRA, false,
     jira_search_by_offset},
    {"POST", "/rest/api/2/search", ROUTE_DATA_CENTER, SANDBOX_JIRA, REPLY_JIRA, false,
     jira_search_by_offset},
    {"GET", "/rest/api/2/issue/{}", ROUTE_DATA_CENTER, SANDBOX_JIRA, REPLY_JIRA, false, jira_issue},
    {"GET", "/rest/api/2/project", ROUTE_DATA_CENTER, SANDBOX_JIRA, REPLY_JIRA, false,
     jira_projects},
    {"GET", "/rest/api/2/user/search", ROUTE_DATA_CENTER, SANDBOX_JIRA, REPLY_JIRA, false,
     jira_user_search},

    /* Confluence Cloud, REST v2 */
    {"GET", "/wiki/api/v2/spaces", ROUTE_CLOUD, SANDBOX_CONFLUENCE, REPLY_CONFLUENCE_V2, false,
     confluence_spaces},
    {"GET", "/wiki/api/v2/spaces/{}", ROUTE_CLOUD, SANDBOX_CONFLUENCE, REPLY_CONFLUENCE_V2, false,
     confluence_space},
    {"GET", "/wiki/api/v2/spaces/{}/pages", ROUTE_CLOUD, SANDBOX_CONFLUENCE, REPLY_CONFLUENCE_V2,
     false, confluence_space_pages},
    {"GET", "/wiki/api/v2/pages", ROUTE_CLOUD, SANDBOX_CONFLUENCE, REPLY_CONFLUENCE_V2, false,
     confluence_pages},
    {"GET", "/wiki/api/v2/pages/{}", ROUTE_CLOUD, SANDBOX_CONFLUENCE, REPLY_CONFLUENCE_V2, false,
     confluence_page},

    /* Confluence Cloud, REST v1 */
    {"GET", "/wiki/rest/api/content/search", ROUTE_CLOUD, SANDBOX_CONFLUENCE, REPLY_CONFLUENCE,
     false, confluence_content_search},
    {"GET", "/wiki/rest/api/search", ROUTE_CLOUD, SANDBOX_CONFLUENCE, REPLY_CONFLUENCE, false,
     confluence_search},
    {"GET", "/wiki/rest/api/space", ROUTE_CLOUD, SANDBOX_CONFLUENCE, REPLY_CONFLUENCE, false,
     confluence_space_list},
    {"GET", "/wiki/rest/api/user/current", ROUTE_CLOUD, SANDBOX_CONFLUENCE, REPLY_CONFLUENCE, false,
     confluence_current_user},

    /* Confluence Data Center */
    {"GET", "/rest/api/content", ROUTE_DATA_CENTER, SANDBOX_CONFLUENCE, REPLY_CONFLUENCE, false,
     confluence_content_list},
    {"GET", "/rest/api/content/search", ROUTE_DATA_CENTER, SANDBOX_CONFLUENCE, REPLY_CONFLUENCE,
     false, confluence_content_search},
    {"GET", "/rest/api/content/{}", ROUTE_DATA_CENTER, SANDBOX_CONFLUENCE, REPLY_CONFLUENCE, false,
     confluence_content},
    {"GET", "/rest/api/search", ROUTE_DATA_CENTER, SANDBOX_CONFLUENCE, REPLY_CONFLUENCE, false,
     confluence_search},
    {"GET", "/rest/api/space", ROUTE_DATA_CENTER, SANDBOX_CONFLUENCE, REPLY_CONFLUENCE, false,
     confluence_space_list},
    {"GET", "/rest/api/user/current", ROUTE_DATA_CENTER, SANDBOX_CONFLUENCE, REPLY_CONFLUENCE,
     false, confluence_current_user},
    {"GET", "/rest/api/server-information", ROUTE_DATA_CENTER, SANDBOX_CONFLUENCE, REPLY_CONFLUENCE,
     true, confluence_server_information},

    /* Every self-hosted product says here what it is. */
    {"GET", "/rest/applinks/1.0/manifest", ROUTE_DATA_CENTER, BOTH, REPLY_JIRA, true,
     applinks_manifest},

    /* The sandbox's own. */
    {"GET", "/__sandbox/counters", ROUTE_ANY, BOTH, REPLY_JIRA, true, admin_counters},
    {"POST", "/__sandbox/counters/reset", ROUTE_ANY, BOTH, REPLY_JIRA, true, admin_counters_reset},
};

size_t route_count(void)
{
    return sizeof routes / sizeof *routes;
}

const struct route *route_at(size_t index)
{
    return &routes[index];
}

size_t route_index(const struct route *route)
{
    return (size_t)(route - routes);
}

/* Compares segment by segment; "{}" takes any segment but an empty one. */
static bool matches(struct request *request, const char *pattern)
{
    const char *path = request->local_path;
    size_t captured = 0;
    while (*pattern != '\0' && *path != '\0') {
        if (pattern[0] == '{') {
            size_t length = strcspn(path, "/");
            if (length == 0 || captured == REQUEST_MOST_SEGMENTS) {
                return false;
            }
            request->segments[captured++] = atl_arena_strndup(&request->arena, path, length);
            path += length;
            pattern += 2;
        } else if (*pattern == *path) {
            pattern++;
            path++;
        } else {
            return false;
        }
    }
    return *pattern == '\0' && *path == '\0';
}

static bool is_served(const struct route *route, const struct sandbox_options *options)
{
    unsigned deployment = options->deployment == SANDBOX_CLOUD ? ROUTE_CLOUD : ROUTE_DATA_CENTER;
    return (route->deployments & deployment) != 0 && (route->products & options->products) != 0;
}

const struct route *route_find(struct request *request, bool *other_method)
{
    *other_method = false;
    if (request->local_path == NULL) {
        return NULL;
    }
    const char *method = strcmp(request->method, "HEAD") == 0 ? "GET" : request->method;
    for (size_t i = 0; i < route_count(); i++) {
        const struct route *route = &routes[i];
        if (!is_served(route, &request->sandbox->options) || !matches(request, route->pattern)) {
            continue;
        }
        if (strcmp(route->method, method) == 0) {
            return route;
        }
        *other_method = true;
    }
    return NULL;
}
