/* JSON text for people, without passing through a tree: numbers keep every digit. */
#ifndef CMD_JSON_INDENT_H
#define CMD_JSON_INDENT_H

#include "atlcli/text.h"

/* Appends valid JSON text, indented by two spaces, one member or item a line. */
void json_indent(struct atl_buffer *indented, const char *text);

#endif
