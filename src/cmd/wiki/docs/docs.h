/* What the commands of docs workspaces share. */
#ifndef CMD_WIKI_DOCS_H
#define CMD_WIKI_DOCS_H

#include "atlcli/http.h"
#include "atlcli/sync.h"
#include "cli/context.h"

/* The argument DIR: the workspace, or anything in it; else the working directory. */
#define WIKI_DOCS_DIRECTORY                                                                        \
    {                                                                                              \
        .name = "DIR", .summary = "Workspace, or a directory in it (default: the working one)",    \
        .arity = ATL_OPTIONAL, .completion = ATL_COMPLETE_DIRECTORY                                \
    }

/* Opens the workspace that the argument DIR names; `writes` locks it. To be closed. */
enum atl_status wiki_docs_open(struct atl_context *context, bool writes,
                               struct atl_sync_workspace **workspace, struct atl_error *error);

/*
 * An engine for the workspace's site: with --profile, ATLCLI_PROFILE or ATLCLI_SITE what they say,
 * else with the profile that the workspace was made with. ATL_USAGE when that is another site's.
 */
enum atl_status wiki_docs_connect(struct atl_context *context,
                                  const struct atl_sync_workspace *workspace,
                                  struct atl_http **http, struct atl_error *error);

#endif
