/* Links from one page of a listing to the next, in both of Confluence's APIs. */
#ifndef SANDBOX_CONFLUENCE_LINKS_H
#define SANDBOX_CONFLUENCE_LINKS_H

#include "sandbox/server/request.h"

/* Where the site's Confluence is: ".../wiki" on Cloud. */
const char *confluence_base(const struct sandbox *sandbox, struct atl_arena *arena);

/*
 * The request's own path and query with some parameters replaced: names (NULL-terminated) are left
 * out, `added` ("start=25&limit=25") is put at the end. Without the context path and "/wiki" when
 * `relative`.
 */
const char *confluence_link(struct request *request, const char *const *left_out, const char *added,
                            bool relative);

/* What a cursor of this listing is bound to: the path and all filters. */
const char *confluence_listing_name(struct request *request);

#endif
