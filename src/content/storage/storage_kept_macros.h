/* What is written anew because it was changed, with the macros in it that weren't. */
#ifndef CONTENT_STORAGE_KEPT_MACROS_H
#define CONTENT_STORAGE_KEPT_MACROS_H

#include "content/storage/storage_reuse.h"

/* A part of a text. */
struct storage_stretch {
    const struct storage_source *source;
    const struct storage_element *around; /* or what it is itself */
    uint32_t start;
    uint32_t end;
};

/*
 * Adds what is written now, but macros that say the same as in the original with their ids.
 * `image`: what the original's would be, written anew.
 */
void storage_put_keeping_macros(struct storage_reuse *reuse, const struct storage_stretch *original,
                                const struct storage_stretch *image,
                                const struct storage_stretch *now);

#endif
