/* Dates, points in time and durations, as fields take them. */
#include "atlassian/jira/field_internal.h"

#include "atlcli/clock.h"
#include "atlcli/when.h"

#include <string.h>

enum {
    DATE_LENGTH = 10, /* "2026-01-31" */
};

static const char date_example[] = "2026-01-31, today, tomorrow, +3d or -2w";

/* ---- dates ---- */

static bool is_iso_date(const char *text)
{
    int64_t ms;
    return strlen(text) == DATE_LENGTH && atl_clock_parse_iso8601(text, &ms);
}

enum atl_status field_write_date(const struct field_text *text, cJSON **value,
                                 struct atl_error *error)
{
    struct atl_when when;
    const char *date = text->text; /* which may be before 1970, unlike what is written otherwise */
    if (!is_iso_date(date)) {
        if (atl_when_parse(date, ATL_WHEN_FUTURE, atl_clock_wall_ms(), &when, NULL) != ATL_OK ||
            when.has_time) {
            return field_text_refuse(text, error, "date", date_example);
        }
        date = atl_when_format(text->writing->arena, when.wall_ms, "%Y-%m-%d");
    }
    *value = cJSON_CreateString(date);
    return ATL_OK;
}

/* ---- points in time ---- */

/* "2026-01-31T08:15Z" has no seconds, which ISO 8601 allows and the parser wants. */
static bool read_without_seconds(struct atl_arena *arena, const char *text, int64_t *ms)
{
    static const char form[] = "2026-01-31T08:15";
    size_t length = strlen(form);
    if (strlen(text) <= length || text[10] != 'T' || text[13] != ':' || text[length] == ':') {
        return false;
    }
    return atl_clock_parse_iso8601(
        atl_arena_printf(arena, "%.*s:00%s", (int)length, text, text + length), ms);
}

/* Jira wants the offset without a colon, and milliseconds. */
enum atl_status field_write_datetime(const struct field_text *text, cJSON **value,
                                     struct atl_error *error)
{
    struct atl_arena *arena = text->writing->arena;
    struct atl_when when;
    int64_t ms;
    if (atl_when_parse(text->text, ATL_WHEN_FUTURE, atl_clock_wall_ms(), &when, NULL) == ATL_OK) {
        ms = when.wall_ms;
    } else if (!read_without_seconds(arena, text->text, &ms) &&
               !atl_clock_parse_iso8601(text->text, &ms)) {
        return field_text_refuse(text, error, "date and time",
                                 "2026-01-31T08:15:00Z, or \"2026-01-31 08:15\" in local time");
    }
    char *iso = atl_clock_format_iso8601(arena, ms);
    char *zone = strrchr(iso, 'Z');
    *value = cJSON_CreateString(
        zone == NULL ? iso : atl_arena_printf(arena, "%.*s+0000", (int)(zone - iso), iso));
    return ATL_OK;
}

/* ---- durations ---- */

/* "1w 2d 3h 30m", "1.5h": each unit once, the larger before the smaller. */
static bool is_duration(const char *text)
{
    const char *units = "wdhm";
    bool any = false;
    while (*text != '\0') {
        size_t digits = strspn(text, "0123456789");
        size_t number = digits;
        if (text[digits] == '.') {
            number += 1 + strspn(text + digits + 1, "0123456789");
        }
        const char *unit = number > 0 && text[number] != '\0' ? strchr(units, text[number]) : NULL;
        if (digits == 0 || text[number - 1] == '.' || unit == NULL) {
            return false;
        }
        units = unit + 1;
        text += number + 1;
        text += strspn(text, " ");
        any = true;
    }
    return any;
}

enum atl_status field_write_time_tracking(const struct field_text *text, cJSON **value,
                                          struct atl_error *error)
{
    static const char *const members[] = {"originalEstimate", "remainingEstimate"};
    char **parts;
    size_t count = atl_text_split(text->writing->arena, text->text, '/', &parts);
    bool right = count == 1 || count == 2;
    for (size_t i = 0; right && i < count; i++) {
        right = is_duration(parts[i]);
    }
    if (!right) {
        return field_text_refuse(text, error, "duration",
                                 "1w 2d 3h 30m, or 1w / 2d with what remains");
    }
    *value = cJSON_CreateObject();
    for (size_t i = 0; i < count; i++) {
        cJSON_AddStringToObject(*value, members[i], parts[i]);
    }
    return ATL_OK;
}
