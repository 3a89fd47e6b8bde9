/*
 * Filters: searches that are saved under a name. To be used inside atl_loop_run; everything lives
 * in the arena.
 */
#ifndef ATLCLI_JIRA_FILTER_H
#define ATLCLI_JIRA_FILTER_H

#include "atlcli/jira.h"
#include "atlcli/jira_item.h"

#include <stdbool.h>

/* Which filters. What is NULL or false restricts nothing. */
struct atl_jira_filter_search {
    bool mine;
    bool favourite;
    const char *name; /* part of it */
    const struct atl_jira_user *owner;
    const char *project; /* shared with this one; Cloud only */
};

/*
 * All that match, by name: GET filter/search, filter/my or filter/favourite. The API of Data Center
 * has no list but that of the favourites: those that match of them.
 */
enum atl_status atl_jira_filters(struct atl_http *http, struct atl_arena *arena,
                                 const struct atl_jira_filter_search *search,
                                 struct atl_jira_items *filters, struct atl_error *error);

/*
 * One, by id, or by name: on Cloud of all that the account may see, one's own before others'; on
 * Data Center of the favourites.
 */
enum atl_status atl_jira_filter(struct atl_http *http, struct atl_arena *arena, const char *name,
                                struct atl_jira_item *filter, struct atl_error *error);

/* What it is to be. NULL leaves as it is. */
struct atl_jira_filter_change {
    const char *name;
    const char *jql;
    const char *description;
    const bool *favourite;
};

/* filter->id is NULL where none was made; it may be there without being the favourite it is to be.
 */
enum atl_status atl_jira_filter_create(struct atl_http *http, struct atl_arena *arena,
                                       const struct atl_jira_filter_change *change,
                                       struct atl_jira_item *filter, struct atl_error *error);

/*
 * `filter` is what the server said last, and what it says of name, query and description
 * afterwards. These are for who may edit it; whose favourite it is, for whoever sees it.
 */
enum atl_status atl_jira_filter_update(struct atl_http *http, struct atl_arena *arena,
                                       struct atl_jira_item *filter,
                                       const struct atl_jira_filter_change *change,
                                       struct atl_error *error);

enum atl_status atl_jira_filter_delete(struct atl_http *http, const char *id,
                                       struct atl_error *error);

/* ---- sharing ---- */

enum atl_jira_share_with {
    ATL_JIRA_SHARE_GLOBAL,        /* everybody, also without an account */
    ATL_JIRA_SHARE_AUTHENTICATED, /* everybody who is logged in */
    ATL_JIRA_SHARE_PROJECT,       /* who may see it; with a role, who has that in it */
    ATL_JIRA_SHARE_GROUP,
    ATL_JIRA_SHARE_USER,
};

struct atl_jira_share {
    enum atl_jira_share_with with;
    const char *project; /* key, id or name */
    const char *role;    /* id or name; NULL: none */
    const char *group;   /* name */
    const struct atl_jira_user *user;
};

/* Looks up what it names: *prepared is what the server is to be told. */
enum atl_status atl_jira_share_prepare(struct atl_http *http, struct atl_arena *arena,
                                       const struct atl_jira_share *share, const cJSON **prepared,
                                       struct atl_error *error);

/* Whether one of a filter's shares is the one that was prepared. */
bool atl_jira_share_is(const cJSON *share, const cJSON *prepared);

/*
 * Whether one, of a filter or prepared, is with everybody or everybody who is logged in. Such a one
 * takes the place of all others when it is added, and none can be added before it is taken back:
 * Cloud's document of SharePermissionInputBean.
 */
bool atl_jira_share_is_alone(const cJSON *share);

const char *atl_jira_share_id(struct atl_arena *arena, const cJSON *share);

/*
 * Adds one that was prepared; *shares are all that there are then, an array. Without an answer it
 * looks whether it is there. POST filter/{id}/permission.
 */
enum atl_status atl_jira_filter_share(struct atl_http *http, struct atl_arena *arena,
                                      const char *id, const cJSON *prepared, const cJSON **shares,
                                      struct atl_error *error);

/* GET filter/{id}/permission */
enum atl_status atl_jira_filter_shares(struct atl_http *http, struct atl_arena *arena,
                                       const char *id, const cJSON **shares,
                                       struct atl_error *error);

/* Takes one back; fine when it is gone already. DELETE filter/{id}/permission/{share} */
enum atl_status atl_jira_filter_unshare(struct atl_http *http, const char *id, const char *share,
                                        struct atl_error *error);

#endif
