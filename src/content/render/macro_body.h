/* Macros that are nothing but their body to a reader: what they add only a site can show. */
#ifndef CONTENT_RENDER_MACRO_BODY_H
#define CONTENT_RENDER_MACRO_BODY_H

#include "atlcli/content.h"

bool render_macro_is_body(const struct atl_node *macro);

#endif
