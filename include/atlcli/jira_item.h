/*
 * Things that a Jira site keeps under an id and a name: projects, components, versions, filters,
 * fields. Lists of them, and the one that somebody means.
 */
#ifndef ATLCLI_JIRA_ITEM_H
#define ATLCLI_JIRA_ITEM_H

#include "atlcli/error.h"
#include "atlcli/json.h"

#include <stddef.h>

/* Texts belong to the arena of the call. NULL for what the server doesn't say. */
struct atl_jira_item {
    const char *id;
    const char *key;   /* of projects */
    const char *name;  /* as people see it */
    const cJSON *json; /* all of it, as the server sent it */
};

struct atl_jira_items {
    struct atl_jira_item *items;
    size_t count;
    const char *kind; /* in errors: "component" */
    const char *of;   /* whose they are: "project WEB"; NULL: the site's */
};

/*
 * The item of that id, key or name, letters in either case. ATL_NOT_FOUND when there is none, with
 * the one that was probably meant, or with the names there are; ATL_USAGE when several have the
 * name: the hints list them.
 */
enum atl_status atl_jira_items_choose(const struct atl_jira_items *items, const char *name,
                                      const struct atl_jira_item **found, struct atl_error *error);

#endif
