/* Dates, points in time and durations, as fields take them. */
#include "atlassian/jira/field_internal.h"

#include "atlcli/clock.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum {
    DATE_LENGTH = 10, /* "2026-01-31" */
    MOST_DAYS = 36500,
};

static const char date_example[] = "2026-01-31, today, tomorrow, +3d or -2w";

/* ---- dates ---- */

static bool is_iso_date(const char *text)
{
    int64_t ms;
    return strlen(text) == DATE_LENGTH && atl_clock_parse_iso8601(text, &ms);
}

/* "+3d" and "-2w" are so many days from today. */
static bool read_relative(struct atl_arena *arena, const char *text, int64_t *days)
{
    size_t length = strlen(text);
    char unit = length > 2 ? text[length - 1] : '\0';
    if ((*text != '+' && *text != '-') || (unit != 'd' && unit != 'w')) {
        return false;
    }
    const char *digits = atl_arena_strndup(arena, text + 1, length - 2);
    if (!atl_text_to_integer(digits, 0, MOST_DAYS, days)) {
        return false;
    }
    *days *= (unit == 'w' ? 7 : 1) * (*text == '-' ? -1 : 1);
    return true;
}

static bool read_days(struct atl_arena *arena, const char *text, int64_t *days)
{
    static const struct {
        const char *word;
        int64_t days;
    } words[] = {{"today", 0}, {"tomorrow", 1}, {"yesterday", -1}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (atl_text_equal_ignoring_case(text, words[i].word)) {
            *days = words[i].days;
            return true;
        }
    }
    return read_relative(arena, text, days);
}

/* Noon, so that no change of clocks leads to another day. */
static void write_day_from_today(int64_t days, char *date, size_t size)
{
    time_t now = (time_t)atl_clock_wall_seconds();
    struct tm day;
    localtime_r(&now, &day);
    day.tm_mday += (int)days;
    day.tm_hour = 12;
    day.tm_isdst = -1;
    mktime(&day);
    strftime(date, size, "%Y-%m-%d", &day);
}

enum atl_status field_write_date(const struct field_text *text, cJSON **value,
                                 struct atl_error *error)
{
    char date[32];
    int64_t days;
    if (is_iso_date(text->text)) {
        snprintf(date, sizeof date, "%s", text->text);
    } else if (read_days(text->writing->arena, text->text, &days)) {
        write_day_from_today(days, date, sizeof date);
    } else {
        return field_text_refuse(text, error, "date", date_example);
    }
    *value = cJSON_CreateString(date);
    return ATL_OK;
}

/* ---- points in time ---- */

/* "2026-01-31 08:15", as tables show times: local. */
static bool read_local(const char *text, int64_t *ms)
{
    int year;
    int month;
    int day;
    int hour = 0;
    int minute = 0;
    int second = 0;
    char separator = ' ';
    int end = 0;
    char date[DATE_LENGTH + 1];
    snprintf(date, sizeof date, "%s", text);
    if (!is_iso_date(date) || sscanf(date, "%4d-%2d-%2d", &year, &month, &day) != 3) {
        return false;
    }
    const char *rest = text + DATE_LENGTH;
    if (*rest != '\0' &&
        sscanf(rest, "%c%2d:%2d%n:%2d%n", &separator, &hour, &minute, &end, &second, &end) < 3) {
        return false;
    }
    if (rest[end] != '\0' || (separator != ' ' && separator != 'T') || hour < 0 || hour > 23 ||
        minute < 0 || minute > 59 || second < 0 || second > 59) {
        return false;
    }
    struct tm local = {.tm_year = year - 1900,
                       .tm_mon = month - 1,
                       .tm_mday = day,
                       .tm_hour = hour,
                       .tm_min = minute,
                       .tm_sec = second,
                       .tm_isdst = -1};
    *ms = (int64_t)mktime(&local) * 1000;
    return true;
}

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
    int64_t ms;
    struct atl_arena *arena = text->writing->arena;
    if (!read_local(text->text, &ms) && !read_without_seconds(arena, text->text, &ms) &&
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
