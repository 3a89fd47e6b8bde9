/*
 * Where links and images lead to: "https://…", "#anchor", "^file", "~user", "SPACE:Title#anchor" in
 * wiki markup, URLs and references in the tree.
 */
#ifndef CONTENT_WIKI_TARGET_H
#define CONTENT_WIKI_TARGET_H

#include "content/wiki/wiki_syntax.h"

/* Where a link of wiki markup leads to, as in the tree. In the arena. */
const char *wiki_link_target(struct atl_arena *arena, const char *text, size_t length);
/* The same for an image: what is no URL is an attachment. */
const char *wiki_image_source(struct atl_arena *arena, const char *text, size_t length);

/* Whether "[…]" around this text alone is a link, as it is to Jira. */
bool wiki_is_link(const char *text, size_t length);
/* Whether "!…!" around this text is an image. */
bool wiki_is_image(const char *text, size_t length);

/*
 * The same the other way round: what to write so that it is read back as `target`. *shown becomes
 * false when Jira can't follow it, as with pages of Confluence.
 */
const char *wiki_write_link_target(struct atl_arena *arena, const char *target, size_t length,
                                   bool *shown);
const char *wiki_write_image_source(struct atl_arena *arena, const char *source, size_t length,
                                    bool *shown);

/* Whether the "://" at `colon` comes after a scheme that makes a bare URL; *start is its beginning.
 */
bool wiki_begins_url(const char *text, size_t from, size_t colon, size_t end, size_t *start);
/* The length of the bare URL around the "://" at `colon`; *start is where it begins. 0: none. */
size_t wiki_bare_url(const char *text, size_t from, size_t colon, size_t end, size_t *start);

#endif
