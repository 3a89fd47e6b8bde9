/* Making comments, for both of Confluence's APIs. */
#ifndef SANDBOX_COMMENT_EDIT_H
#define SANDBOX_COMMENT_EDIT_H

#include "sandbox/confluence/content.h"

/* A comment on a page, blog post or attachment; `parent` is the comment that it replies to, or -1.
 * Returns its id. */
int64_t comment_create(struct sandbox *sandbox, const struct content *container, int64_t parent,
                       bool is_inline, const char *storage);

/*
 * Ties an inline comment to occurrence number `index` of a text in the body of what it is about,
 * which gets a mark there, but no new version. False when there is no such occurrence.
 */
bool comment_tie(struct sandbox *sandbox, int64_t comment, const struct content *container,
                 const char *selection, size_t index);

/* Resolves an inline comment, or opens it again: by me, now. Nothing changes when it is so. */
void comment_resolve(struct sandbox *sandbox, int64_t comment, bool resolved);

#endif
