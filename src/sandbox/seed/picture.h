/* Small pictures. */
#ifndef SANDBOX_PICTURE_H
#define SANDBOX_PICTURE_H

#include "atlcli/text.h"

/* Appends a PNG (RGB, 48 by 32) whose colours depend on the number. */
void picture_append_png(struct atl_buffer *bytes, uint32_t number);

#endif
