/* Text within HTML and its like. */
#ifndef SANDBOX_MARKUP_H
#define SANDBOX_MARKUP_H

#include "atlcli/text.h"

/* Appends text with &, <, > and " as entities, so that it stands for itself. */
void markup_append_escaped(struct atl_buffer *markup, const char *text, size_t length);

#endif
