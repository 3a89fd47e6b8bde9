/* Work that Confluence does by itself, watched until it is done. */
#ifndef CMD_WIKI_PAGE_TASK_H
#define CMD_WIKI_PAGE_TASK_H

#include "cmd/wiki/page/page.h"

/*
 * Waits for a long task, with its progress on the terminal under this label. When the wait ends
 * early, the error says that the task goes on, and how to look at it. *json is its last answer.
 */
enum atl_status wiki_page_task_wait(struct wiki_page_command *command, const char *label,
                                    const char *task, const cJSON **json, struct atl_error *error);

#endif
