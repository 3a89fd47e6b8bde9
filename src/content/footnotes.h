/* The footnotes of a document and the numbers that formats without labels give them. */
#ifndef CONTENT_FOOTNOTES_H
#define CONTENT_FOOTNOTES_H

#include "atlcli/content.h"

struct content_footnote {
    const struct atl_node *node;
    size_t number;
};

struct content_footnotes {
    const struct atl_node **defined; /* in document order: the first has number 1 */
    struct content_footnote *by_label;
    size_t count;
};

/* Free with content_footnotes_free, however many were found. */
void content_footnotes_collect(struct content_footnotes *footnotes,
                               const struct atl_node *document);
void content_footnotes_free(struct content_footnotes *footnotes);

/* What a reference refers to, from 1; 0 when that isn't defined. Of two with one label the first.
 */
size_t content_footnote_number(const struct content_footnotes *footnotes,
                               const struct atl_node *reference);

#endif
