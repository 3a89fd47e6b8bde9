/*
 * Jira: typed calls. What differs between Cloud (REST v3, "The Jira Cloud platform REST API") and
 * Data Center (REST 2) is dealt with below this header. To be used inside atl_loop_run; errors are
 * those of atl_http_json.
 */
#ifndef ATLCLI_JIRA_H
#define ATLCLI_JIRA_H

#include "atlcli/error.h"
#include "atlcli/http.h"
#include "atlcli/json.h"
#include "atlcli/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- people ---- */

/* A person. Texts live in the arena of the call; NULL when the server doesn't say. */
struct atl_jira_user {
    const char *account_id; /* Cloud */
    const char *name;       /* Data Center: the user name */
    const char *display_name;
    const char *email; /* NULL also when the person's privacy settings hide it */
    const char *time_zone;
    bool active;
};

/* Who the account is: GET myself. */
enum atl_status atl_jira_myself(struct atl_http *http, struct atl_arena *arena,
                                struct atl_jira_user *user, struct atl_error *error);

/*
 * What JQL takes for a person who is named by e-mail, display name or account id; in the arena.
 * On Cloud that is the account id: whatever doesn't look like one is looked up (GET user/search).
 * An exact e-mail or display name goes before other matches. ATL_NOT_FOUND when nobody matches,
 * ATL_USAGE when several do (the hints list them). On Data Center JQL knows people by user name,
 * e-mail and full name itself, so the name is returned as it is.
 */
enum atl_status atl_jira_find_user(struct atl_http *http, struct atl_arena *arena, const char *name,
                                   const char **id, struct atl_error *error);

/*
 * The person of that name: "me", an e-mail address, a display name, an account id (Cloud) or a user
 * name (Data Center). An exact match goes before others, people who are active before those who
 * aren't. ATL_NOT_FOUND when nobody matches, ATL_USAGE when several do (the hints list them).
 */
enum atl_status atl_jira_find_person(struct atl_http *http, struct atl_arena *arena,
                                     const char *name, struct atl_jira_user *user,
                                     struct atl_error *error);

/*
 * The person as a field's value: {"accountId": …} on Cloud, {"name": …} on Data Center; for NULL
 * null, which is nobody. The caller deletes it.
 */
cJSON *atl_jira_person_reference(const struct atl_http *http, const struct atl_jira_user *user);

/* ---- keys ---- */

/*
 * The key of an issue from what people paste: " atl-1 " is "ATL-1", and so is the address of its
 * page (https://…/browse/ATL-1, …?selectedIssue=ATL-1). In the arena; NULL when it is none.
 */
const char *atl_jira_key_parse(struct atl_arena *arena, const char *text);

/* ---- fields ---- */

/*
 * The id of a field that is called by its name, as people see it, or by its id; in the arena (GET
 * field). ATL_USAGE when there is none, or when several fields have the name (the hints list them).
 */
enum atl_status atl_jira_find_field(struct atl_http *http, struct atl_arena *arena,
                                    const char *name, const char **id, struct atl_error *error);

/* ---- search ---- */

/* An issue of a search. Valid during the call that hands it over. */
struct atl_jira_issue {
    const char *id;
    const char *key;      /* NULL when the server left it out */
    const cJSON *fields;  /* by field id; NULL when none came */
    const cJSON *history; /* its changes, an array in no particular order; NULL unless asked for */
};

/*
 * Gets the issues one after the other, in JQL's order, each once. May wait (the network goes on
 * meanwhile, within bounds). Another status than ATL_OK ends the search and is its result.
 */
typedef enum atl_status (*atl_jira_issue_function)(void *context,
                                                   const struct atl_jira_issue *issue,
                                                   struct atl_error *error);

/*
 * Gets issues that came together, before they are handed over one by one. May wait: for what is
 * better done for many at once.
 */
typedef enum atl_status (*atl_jira_batch_function)(void *context,
                                                   const struct atl_jira_issue *issues,
                                                   size_t count, struct atl_error *error);

struct atl_jira_search {
    struct atl_http *http;
    const char *jql; /* as it is sent; Cloud refuses one without a restriction */
    const char *const
        *fields;   /* ids of the fields wanted, NULL-terminated; id and key always come */
    int64_t limit; /* most issues wanted, at least 1; INT64_MAX: all */
    atl_jira_issue_function on_issue;
    void *context;
    /* What follows is for those who want everything, and may be left out. */
    bool whole;   /* comments and worklogs of which an issue holds only some are fetched as well */
    bool history; /* so are the issues' changes: POST changelog/bulkfetch on Cloud */
    bool (*skip)(void *context, const char *id); /* true: isn't wanted, and best not even fetched */
    atl_jira_batch_function on_batch;
    size_t memory; /* bytes of answers that may wait for their turn; 0: 2 MiB */
};

/* What a search came to. Filled as it goes on: `total` is there before the first issue. */
struct atl_jira_search_result {
    int64_t total;   /* issues that match; -1 when the server doesn't say (Cloud) */
    int64_t found;   /* issues handed over */
    bool more;       /* the limit was reached and more issues match */
    int64_t gone;    /* found first, but deleted, moved out of sight or shifted before being read */
    int64_t refused; /* those the server failed to give, also when asked again; */
    char reason[ATL_ERROR_HINT_BYTES]; /* …and why, in its words */
};

/*
 * Searches in the way that takes fewest requests:
 *   Cloud, up to a page (100)   POST search/jql with the fields
 *   Cloud, more                 the ids alone by POST search/jql, 5,000 a page, then the fields by
 *                               POST issue/bulkfetch, 100 each, in parallel
 *   Data Center                 POST search: the first page tells the total, the others follow by
 *                               startAt, in parallel
 * Memory doesn't depend on the number of issues. Issues that change places while pages are read
 * are handed over once; `gone` counts those that slipped away.
 */
enum atl_status atl_jira_search(const struct atl_jira_search *search,
                                struct atl_jira_search_result *result, struct atl_error *error);

/*
 * How many issues match: POST search/approximate-count on Cloud (*approximate is true then), a
 * search for no issues on Data Center.
 */
enum atl_status atl_jira_count(struct atl_http *http, const char *jql, int64_t *count,
                               bool *approximate, struct atl_error *error);

#endif
