/* Getting lists of items, for the calls about projects, components, versions, filters, fields. */
#ifndef ATLASSIAN_JIRA_ITEMS_H
#define ATLASSIAN_JIRA_ITEMS_H

#include "atlassian/jira/internal.h"

#include "atlcli/jira_item.h"

/* Percent-encoded for a path, in the arena. */
const char *jira_encode(struct atl_arena *arena, const char *text);

struct atl_jira_item jira_item_read(const cJSON *json);

/*
 * GET a path (below rest/api/N) whose answer is an array, or with `paged` pages by startAt, all of
 * which are read. Sets the items, not their kind.
 */
enum atl_status jira_items_get(struct atl_http *http, struct atl_arena *arena, const char *path,
                               bool paged, struct atl_jira_items *items, struct atl_error *error);

/*
 * The same for a path below a project ("versions"), which may be named by key, id or name. Sets
 * `of`. ATL_NOT_FOUND for an unknown project, with a suggestion.
 */
enum atl_status jira_items_of_project(struct atl_http *http, struct atl_arena *arena,
                                      const char *project, const char *rest, bool paged,
                                      struct atl_jira_items *items, struct atl_error *error);

/* The id, digits, of a project that is named by key, id or name: GET project/{key}. */
enum atl_status jira_project_id(struct atl_http *http, struct atl_arena *arena, const char *name,
                                const char **id, struct atl_error *error);

/* Whether a text can only be an id: digits alone. */
bool jira_is_id(const char *text);

/* "this one isn't there" where only the id is known: 404s in the server's words say less. */
enum atl_status jira_fail_unknown(const char *kind, const char *name, struct atl_error *error);

/* An item by its id alone: GET path. */
enum atl_status jira_item_get(struct atl_http *http, struct atl_arena *arena, const char *kind,
                              const char *path, const char *id, struct atl_jira_item *item,
                              struct atl_error *error);

/*
 * Changes an item by PUT: *item, as it was, becomes what the server made of it. Where its answer
 * says nothing of that, it is asked; it stays as it was when that fails, too, as the change is
 * made.
 */
enum atl_status jira_item_put(struct atl_http *http, struct atl_arena *arena, const char *path,
                              cJSON *body, struct atl_jira_item *item, struct atl_error *error);

/* Sends a body (deleted) and keeps the answer. */
enum atl_status jira_send(struct atl_http *http, struct atl_arena *arena, enum atl_method method,
                          const char *path, cJSON *body, const cJSON **answer,
                          struct atl_error *error);

#endif
