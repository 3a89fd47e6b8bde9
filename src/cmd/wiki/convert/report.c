#include "cmd/wiki/convert/report.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char *kind_name(enum atl_report_kind kind)
{
    static const char *const names[] = {
        [ATL_REPORT_LOST] = "lost",
        [ATL_REPORT_REPAIRED] = "repaired",
        [ATL_REPORT_NEUTRALISED] = "neutralised",
    };
    return names[kind];
}

static void append_heading(struct atl_buffer *text, const struct atl_console *console,
                           const char *source)
{
    struct atl_buffer name = {0};
    atl_text_append_safe(&name, source, strlen(source), false);
    atl_style_append(text, console->err_has_colour, ATL_STYLE_NAME, atl_buffer_text(&name));
    atl_buffer_free(&name);
    atl_buffer_add_char(text, '\n');
    atl_style_append(text, console->err_has_colour, ATL_STYLE_BOLD,
                     "KIND            LINE    COUNT  WHAT");
    atl_buffer_add_char(text, '\n');
}

static void append_entry(struct atl_buffer *text, const struct atl_report_entry *entry)
{
    char line[16] = "";
    if (entry->line != 0) {
        snprintf(line, sizeof line, "%" PRIu32, entry->line);
    }
    atl_buffer_printf(text, "%-11s  %7s  %7" PRIu32 "  ", kind_name(entry->kind), line,
                      entry->count);
    atl_text_append_safe(text, entry->message, strlen(entry->message), false);
    atl_buffer_add_char(text, '\n');
}

/* Those beyond ATL_REPORT_ENTRIES kinds of things are counted only. */
static size_t count_unlisted(const struct atl_content_report *report)
{
    size_t listed = 0;
    for (const struct atl_report_entry *entry = report->first; entry != NULL; entry = entry->next) {
        listed += entry->count;
    }
    return report->total - listed;
}

void convert_report_print(struct atl_console *console, const char *source,
                          const struct atl_content_report *report)
{
    if (report->total == 0) {
        atl_note(console, "%s: nothing was lost", source);
        return;
    }
    struct atl_buffer text = {0};
    append_heading(&text, console, source);
    for (const struct atl_report_entry *entry = report->first; entry != NULL; entry = entry->next) {
        append_entry(&text, entry);
    }
    size_t unlisted = count_unlisted(report);
    if (unlisted > 0) {
        atl_buffer_printf(&text, "… and %zu more\n", unlisted);
    }
    /* What was printed before comes first, when both are the same terminal. */
    atl_console_flush(console, NULL);
    fputs(atl_buffer_text(&text), console->err);
    fflush(console->err);
    atl_buffer_free(&text);
}

void convert_report_warn(struct atl_console *console, const char *source,
                         const struct atl_content_report *report)
{
    if (report->total > 0) {
        atl_warn(console, "%s: %zu %s couldn't be kept as %s; --report lists %s", source,
                 report->total, report->total == 1 ? "thing" : "things",
                 report->total == 1 ? "it was" : "they were", report->total == 1 ? "it" : "them");
    }
}

cJSON *convert_report_json(const struct atl_content_report *report)
{
    cJSON *entries = cJSON_CreateArray();
    for (const struct atl_report_entry *entry = report->first; entry != NULL; entry = entry->next) {
        cJSON *object = cJSON_CreateObject();
        cJSON_AddStringToObject(object, "kind", kind_name(entry->kind));
        if (entry->line != 0) {
            cJSON_AddNumberToObject(object, "line", entry->line);
        } else {
            cJSON_AddNullToObject(object, "line");
        }
        cJSON_AddNumberToObject(object, "count", entry->count);
        cJSON_AddStringToObject(object, "message", entry->message);
        cJSON_AddItemToArray(entries, object);
    }
    size_t unlisted = count_unlisted(report);
    if (unlisted > 0) {
        cJSON *object = cJSON_CreateObject();
        cJSON_AddStringToObject(object, "kind", "more");
        cJSON_AddNullToObject(object, "line");
        cJSON_AddNumberToObject(object, "count", (double)unlisted);
        cJSON_AddStringToObject(object, "message", "further things, only counted");
        cJSON_AddItemToArray(entries, object);
    }
    return entries;
}
