/*
 * All fields of a site, and the options that its custom fields offer. To be used inside
 * atl_loop_run; everything lives in the arena.
 */
#ifndef ATLCLI_JIRA_FIELD_LIST_H
#define ATLCLI_JIRA_FIELD_LIST_H

#include "atlcli/http.h"
#include "atlcli/jira_item.h"
#include "atlcli/memory.h"

/* System and custom ones: GET field. */
enum atl_status atl_jira_field_list(struct atl_http *http, struct atl_arena *arena,
                                    struct atl_jira_items *fields, struct atl_error *error);

/* One of the list by id, name or "cf[10001]". Errors as of atl_jira_items_choose. */
enum atl_status atl_jira_field_list_choose(struct atl_arena *arena,
                                           const struct atl_jira_items *fields, const char *name,
                                           const struct atl_jira_item **field,
                                           struct atl_error *error);

/*
 * Cloud: where a custom field applies, and what it offers there, page after page: GET
 * field/{id}/context and …/{context}/option. They are for administrators (ATL_FORBIDDEN).
 */
enum atl_status atl_jira_field_contexts(struct atl_http *http, struct atl_arena *arena,
                                        const char *field, struct atl_jira_items *contexts,
                                        struct atl_error *error);
enum atl_status atl_jira_field_options(struct atl_http *http, struct atl_arena *arena,
                                       const char *field, const char *context,
                                       struct atl_jira_items *options, struct atl_error *error);

#endif
