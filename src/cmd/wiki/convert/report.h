/* What a conversion couldn't keep, as `wiki convert` says it. */
#ifndef CMD_CONVERT_REPORT_H
#define CMD_CONVERT_REPORT_H

#include "atlcli/content.h"
#include "atlcli/json.h"
#include "cli/console.h"

/* The entries as a table on standard error, also with --quiet: it was asked for. */
void convert_report_print(struct atl_console *console, const char *source,
                          const struct atl_content_report *report);

/* One warning that counts them; nothing when there are none. */
void convert_report_warn(struct atl_console *console, const char *source,
                         const struct atl_content_report *report);

/* A new array of {kind, line, count, message}. */
cJSON *convert_report_json(const struct atl_content_report *report);

#endif
