/* Links and images of a Markdown file whose targets are paths. */
#ifndef CMD_WIKI_BODY_LINKS_H
#define CMD_WIKI_BODY_LINKS_H

#include "atlcli/content.h"
#include "atlcli/frontmatter.h"

/*
 * Makes references of relative paths: an image and a file an attachment of the page by its name, a
 * .md file a page by its title. `file` is where the text comes from: NULL or "-" is no file, and
 * paths start in the working directory.
 */
void wiki_body_map_paths(struct atl_content_tree *tree, const char *file);

/* The title that a frontmatter gives, in the arena; NULL for none. */
const char *wiki_body_front_title(struct atl_arena *arena, const struct atl_frontmatter *front);

#endif
