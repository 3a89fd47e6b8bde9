/* Who has created something, as people name them. */
#ifndef CMD_WIKI_CREATOR_H
#define CMD_WIKI_CREATOR_H

#include "atlcli/http.h"
#include "cmd/query_builder.h"

/*
 * Adds the condition for --creator: "me"; an account id, or on Cloud an e-mail address, which the
 * Jira of the site is asked for (Confluence itself finds nobody by it); on Data Center a user name;
 * else the full name, which is searched in. ATL_NOT_FOUND: nobody has that e-mail address.
 */
enum atl_status wiki_creator_add(struct query_builder *builder, struct atl_http *http,
                                 struct atl_arena *arena, const char *name,
                                 struct atl_error *error);

/*
 * ATL_NOT_FOUND when there is nobody of that name, as far as the site tells: Data Center can't say
 * it of full names, nor can Cloud without Jira.
 */
enum atl_status wiki_creator_check(struct atl_http *http, struct atl_arena *arena, const char *name,
                                   struct atl_error *error);

#endif
