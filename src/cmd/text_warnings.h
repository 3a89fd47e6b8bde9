/* What a conversion on the way to or from the site couldn't keep. */
#ifndef CMD_TEXT_WARNINGS_H
#define CMD_TEXT_WARNINGS_H

#include "atlcli/content.h"
#include "cli/console.h"

/* A warning for each of the first few things, with their lines, and one that counts the rest. */
void text_warnings_print(struct atl_console *console, const struct atl_content_report *report);

#endif
