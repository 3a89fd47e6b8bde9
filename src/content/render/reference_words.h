/* What references and mentions are called: for texts that are read, not followed. */
#ifndef CONTENT_RENDER_REFERENCE_WORDS_H
#define CONTENT_RENDER_REFERENCE_WORDS_H

#include "atlcli/content.h"

/*
 * Appends "TEAM: Release plan#Goals" for page://TEAM/Release%20plan#Goals, "report.pdf" for
 * attachment:report.pdf, and so on. False, with nothing appended, for what is no reference of ours.
 */
bool render_reference_words(struct atl_buffer *words, const char *address, size_t length);

/* Appends "@Robin Ashdown"; the id, without what kind of id it is, where no name is known. */
void render_mention_words(struct atl_buffer *words, const struct atl_node *mention);

#endif
