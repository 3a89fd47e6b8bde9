#include "atlcli/content.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static struct atl_report_entry *find(const struct atl_content_report *report,
                                     enum atl_report_kind kind, const char *message)
{
    struct atl_report_entry *entry = report->first;
    while (entry != NULL && (entry->kind != kind || strcmp(entry->message, message) != 0)) {
        entry = entry->next;
    }
    return entry;
}

static void count_again(struct atl_report_entry *entry, uint32_t line)
{
    entry->count++;
    if (entry->line == 0 || (line != 0 && line < entry->line)) {
        entry->line = line;
    }
}

static void add(struct atl_content_report *report, enum atl_report_kind kind, uint32_t line,
                const char *message)
{
    if (report->entries == ATL_REPORT_ENTRIES) {
        return;
    }
    struct atl_report_entry *entry = atl_arena_alloc(&report->arena, sizeof *entry);
    entry->kind = kind;
    entry->line = line;
    entry->count = 1;
    entry->message = atl_arena_strdup(&report->arena, message);
    if (report->last == NULL) {
        report->first = entry;
    } else {
        report->last->next = entry;
    }
    report->last = entry;
    report->entries++;
}

void atl_content_report_add(struct atl_content_report *report, enum atl_report_kind kind,
                            uint32_t line, const char *format, ...)
{
    if (report == NULL) {
        return;
    }
    /* The same is said of many places: what is fixed text has been made safe the first time. */
    struct atl_report_entry *same = strchr(format, '%') == NULL ? find(report, kind, format) : NULL;
    if (same != NULL) {
        report->total++;
        count_again(same, line);
        return;
    }
    /* Through the error's formatting: of bounded length, and safe to show. */
    struct atl_error error;
    va_list arguments;
    va_start(arguments, format);
    char message[ATL_ERROR_MESSAGE_BYTES];
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    atl_fail(&error, ATL_FAILED, "%s", message);
    report->total++;
    same = find(report, kind, error.message);
    if (same == NULL) {
        add(report, kind, line, error.message);
    } else {
        count_again(same, line);
    }
}

void atl_content_report_free(struct atl_content_report *report)
{
    atl_arena_free(&report->arena);
    *report = (struct atl_content_report){0};
}
