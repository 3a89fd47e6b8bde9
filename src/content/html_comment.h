/* Comments in HTML: for who edits the source, and for nobody else. */
#ifndef CONTENT_HTML_COMMENT_H
#define CONTENT_HTML_COMMENT_H

#include "atlcli/content.h"

/* What writers report that leave them out. */
#define CONTENT_COMMENTS_LEFT_OUT "HTML comments: left out"

/*
 * Whether a node is HTML that has comments. Then `rest` gets the HTML without them and without
 * white space around it.
 */
bool content_has_comments(const struct atl_node *node, struct atl_buffer *rest);

#endif
