#include "sandbox/text/time_format.h"

#include "atlcli/clock.h"
#include "atlcli/text.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

enum {
    MINUTE_MS = 60 * 1000,
    HOUR_MS = 60 * MINUTE_MS,
    DAY_MS = 24 * HOUR_MS,
    MOST_UNITS = 100 * 1000 * 1000, /* minutes of two centuries */
};

/* Some 10,000 years: what lies further away is no date of ours, and arithmetic stays exact. */
static const int64_t most_ms = INT64_C(400000000000000);

static struct tm parts_of(int64_t ms)
{
    time_t seconds = (time_t)(ms / 1000);
    struct tm parts;
    gmtime_r(&seconds, &parts);
    return parts;
}

/* The digits of a number, with zeros before it; what follows them. */
static char *digits(char *to, int number, size_t width)
{
    for (size_t i = width; i-- > 0; number /= 10) {
        to[i] = (char)('0' + number % 10);
    }
    return to + width;
}

/* Every issue and page has several: printf would be a tenth of a long answer. */
static const char *format(struct atl_arena *arena, int64_t ms, const char *zone)
{
    int rest = (int)((ms % 1000 + 1000) % 1000);
    struct tm parts = parts_of(ms - rest);
    char *text = atl_arena_strdup(arena, "YYYY-MM-DDThh:mm:ss.SSS+0000");
    digits(text, parts.tm_year + 1900, 4);
    digits(text + 5, parts.tm_mon + 1, 2);
    digits(text + 8, parts.tm_mday, 2);
    digits(text + 11, parts.tm_hour, 2);
    digits(text + 14, parts.tm_min, 2);
    digits(text + 17, parts.tm_sec, 2);
    memcpy(digits(text + 20, rest, 3), zone, strlen(zone) + 1);
    return text;
}

const char *time_format_jira(struct atl_arena *arena, int64_t ms)
{
    return format(arena, ms, "+0000");
}

const char *time_format_confluence(struct atl_arena *arena, int64_t ms)
{
    return format(arena, ms, "Z");
}

const char *time_format_date(struct atl_arena *arena, int64_t ms)
{
    struct tm parts = parts_of(ms);
    return atl_arena_printf(arena, "%04d-%02d-%02d", parts.tm_year + 1900, parts.tm_mon + 1,
                            parts.tm_mday);
}

/* ---- calendar arithmetic ---- */

/* Midnight of a day; months count from 0 and may be 12: the next January. */
static int64_t make_time(int year, int month, int day)
{
    struct tm parts = {.tm_year = year - 1900, .tm_mon = month, .tm_mday = day};
    return (int64_t)timegm(&parts) * 1000;
}

/* `months` later on the same day, or on the last one of a shorter month. */
static int64_t add_months(int64_t ms, int64_t months)
{
    struct tm parts = parts_of(ms);
    int64_t total = (int64_t)(parts.tm_year + 1900) * 12 + parts.tm_mon + months;
    int year = (int)(total / 12);
    int month = (int)(total % 12);
    int64_t first = make_time(year, month, 1);
    int64_t next = make_time(year, month + 1, 1);
    int64_t moved = first + (int64_t)(parts.tm_mday - 1) * DAY_MS;
    return (moved < next ? moved : next - DAY_MS) + ms % DAY_MS;
}

static bool add_units(int64_t *ms, int64_t count, char unit)
{
    if (*ms > most_ms || *ms < -most_ms) {
        return false;
    }
    switch (unit) {
    case 'y':
        *ms = add_months(*ms, count * 12);
        return true;
    case 'M':
        *ms = add_months(*ms, count);
        return true;
    case 'w':
        *ms += count * 7 * DAY_MS;
        return true;
    case 'd':
        *ms += count * DAY_MS;
        return true;
    case 'h':
        *ms += count * HOUR_MS;
        return true;
    case 'm':
        *ms += count * MINUTE_MS;
        return true;
    default:
        return false;
    }
}

/* "-7d", "4w 2d", "+1y": a sign for all of it, then counts with units. */
static bool add_period(const char *text, int64_t *ms)
{
    int64_t sign = *text == '-' ? -1 : 1;
    text += *text == '-' || *text == '+';
    bool any = false;
    while (*text != '\0') {
        char *end;
        long count = *text >= '0' && *text <= '9' ? strtol(text, &end, 10) : -1;
        if (count < 0 || count > MOST_UNITS || !add_units(ms, sign * count, *end)) {
            return false;
        }
        any = true;
        text = end + 1;
        text += strspn(text, " ");
    }
    return any;
}

/* ---- dates in queries ---- */

static bool parse_date(const char *text, int64_t *ms)
{
    size_t length = strlen(text);
    char iso[32];
    if (length != strlen("2026-01-31") && length != strlen("2026-01-31 08:15")) {
        return false;
    }
    memcpy(iso, text, length + 1);
    for (size_t i = 0; i < length; i++) {
        iso[i] = iso[i] == '/' ? '-' : iso[i];
    }
    if (length > strlen("2026-01-31")) {
        if (iso[10] != ' ') {
            return false;
        }
        iso[10] = 'T';
        memcpy(iso + length, ":00Z", sizeof ":00Z");
    }
    return atl_clock_parse_iso8601(iso, ms);
}

bool time_parse_query(const char *text, int64_t now_ms, int64_t *ms)
{
    if (parse_date(text, ms)) {
        return true;
    }
    *ms = now_ms;
    return add_period(text, ms);
}

/* ---- functions ---- */

struct time_function {
    const char *name;
    char unit; /* of the period whose start or end it is; what a bare number counts */
    bool end;
};

static const struct time_function functions[] = {
    {"startOfDay", 'd', false},  {"endOfDay", 'd', true},      {"startOfWeek", 'w', false},
    {"endOfWeek", 'w', true},    {"startOfMonth", 'M', false}, {"endOfMonth", 'M', true},
    {"startOfYear", 'y', false}, {"endOfYear", 'y', true},
};

static int64_t start_of(int64_t ms, char unit)
{
    struct tm parts = parts_of(ms);
    int64_t day = ms / DAY_MS * DAY_MS;
    switch (unit) {
    case 'w':
        return day - (int64_t)((parts.tm_wday + 6) % 7) * DAY_MS;
    case 'M':
        return make_time(parts.tm_year + 1900, parts.tm_mon, 1);
    case 'y':
        return make_time(parts.tm_year + 1900, 0, 1);
    default:
        return day;
    }
}

/* The argument moves the result: "-1d", or "-1" in the function's own unit. */
static bool add_argument(const char *argument, char unit, int64_t *ms)
{
    int64_t count;
    if (argument == NULL) {
        return true;
    }
    if (atl_text_to_integer(argument + (*argument == '+'), -MOST_UNITS, MOST_UNITS, &count)) {
        return add_units(ms, count, unit);
    }
    return add_period(argument, ms);
}

bool time_call_function(const char *name, const char *argument, int64_t now_ms, bool *known,
                        int64_t *ms)
{
    *known = true;
    if (strcasecmp(name, "now") == 0) {
        *ms = now_ms;
        return argument == NULL || add_period(argument, ms);
    }
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        const struct time_function *function = &functions[i];
        if (strcasecmp(name, function->name) == 0) {
            *ms = start_of(now_ms, function->unit);
            bool valid = add_argument(argument, function->unit, ms);
            if (valid && function->end) {
                valid = add_units(ms, 1, function->unit);
                *ms -= 1;
            }
            return valid;
        }
    }
    *known = false;
    return false;
}
