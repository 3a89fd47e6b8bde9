/* Links to the next page, as Confluence gives them. */
#ifndef ATLCLI_HTTP_PAGE_LINK_H
#define ATLCLI_HTTP_PAGE_LINK_H

#include "http/engine.h"

/*
 * Appends the path of the next page: the path of the listing itself (without its query) with the
 * query of the link. Context paths and link bases differ from server to server, the query is what
 * matters; parameters of the listing that the link has lost are put back. ATL_FAILED when the link
 * leads to another host, or has no query.
 */
enum atl_status atl_page_link_follow(const struct atl_http *http, const char *path,
                                     const char *link, struct atl_buffer *next,
                                     struct atl_error *error);

/* Appends "?name=value" or "&name=value", with the value encoded. */
void atl_path_add_parameter(struct atl_buffer *path, const char *name, const char *value);

#endif
