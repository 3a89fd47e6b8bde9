#include "cmd/text_warnings.h"

#include <inttypes.h>

enum {
    MOST_WARNINGS = 5,
};

void text_warnings_print(struct atl_console *console, const struct atl_content_report *report)
{
    size_t said = 0;
    size_t counted = 0;
    const struct atl_report_entry *entry = report->first;
    for (; entry != NULL && said < MOST_WARNINGS; entry = entry->next) {
        if (entry->line > 0) {
            atl_warn(console, "line %" PRIu32 " of the text: %s", entry->line, entry->message);
        } else {
            atl_warn(console, "in the text: %s", entry->message);
        }
        counted += entry->count;
        said++;
    }
    if (entry != NULL) {
        atl_warn(console, "in the text: %zu further things couldn't be kept as they are",
                 report->total - counted);
    }
}
