/* What the files about comments share. */
#ifndef ATLASSIAN_CONFLUENCE_COMMENT_INTERNAL_H
#define ATLASSIAN_CONFLUENCE_COMMENT_INTERNAL_H

#include "atlcli/confluence_comment.h"

/* Reads the answer to a request about one. */
void confluence_comment_read(const struct atl_http *http, struct atl_arena *arena,
                             const cJSON *json, struct atl_confluence_comment *comment);

/* "/wiki/api/v2/footer-comments", and "/{id}" unless that is NULL; in the arena. */
const char *confluence_comment_path(struct atl_arena *arena, bool is_inline, const char *id);

/* Adds "body" as either API takes it. */
void confluence_comment_add_body(const struct atl_http *http, cJSON *object, const char *storage);

#endif
