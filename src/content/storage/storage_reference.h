/* What storage format's reader and writer agree on about links. */
#ifndef CONTENT_STORAGE_REFERENCE_H
#define CONTENT_STORAGE_REFERENCE_H

#include "atlcli/content.h"

/*
 * What a site shows for a link without a body, as far as the reference tells: the page's title, the
 * file's name. `target` is the reference's text, for those that tell nothing.
 */
const char *storage_reference_text(const struct atl_reference *reference, const char *target);

/* Whether a macro's parameter is text whatever it looks like: what a formula says. */
bool storage_is_text(const char *macro, size_t length, const char *parameter);

#endif
