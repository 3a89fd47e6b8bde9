#include "atlcli/when.h"

#include "atlcli/clock.h"
#include "atlcli/text.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum {
    MINUTE_MS = 60 * 1000,
    LONGEST_TEXT = 64,
    LARGEST_STEP = 100000, /* of a unit: far beyond what is wanted, far below an overflow */
};

static const int64_t last_ms = INT64_C(253402300799999); /* the end of the year 9999 */

/* ---- calendar ---- */

static struct tm local(int64_t wall_ms)
{
    struct tm parts = {0};
    int64_t milliseconds = wall_ms % 1000;
    time_t seconds =
        (time_t)((wall_ms - (milliseconds < 0 ? milliseconds + 1000 : milliseconds)) / 1000);
    localtime_r(&seconds, &parts);
    return parts;
}

/* mktime finds out by itself whether it is summer time then. */
static int64_t moment(struct tm parts)
{
    parts.tm_isdst = -1;
    return (int64_t)mktime(&parts) * 1000;
}

int64_t atl_when_start_of_day(int64_t wall_ms, int days)
{
    struct tm parts = local(wall_ms);
    parts.tm_hour = 0;
    parts.tm_min = 0;
    parts.tm_sec = 0;
    parts.tm_mday += days;
    return moment(parts);
}

int64_t atl_when_at_time_of(int64_t wall_ms, int64_t clock_ms)
{
    struct tm parts = local(wall_ms);
    const struct tm clock = local(clock_ms);
    parts.tm_hour = clock.tm_hour;
    parts.tm_min = clock.tm_min;
    parts.tm_sec = clock.tm_sec;
    return moment(parts);
}

char *atl_when_format(struct atl_arena *arena, int64_t wall_ms, const char *format)
{
    char text[128];
    const struct tm parts = local(wall_ms);
    size_t length = strftime(text, sizeof text, format, &parts);
    return atl_arena_strndup(arena, text, length);
}

/* ---- reading ---- */

struct reading {
    const char *at;
    int64_t now_ms;
    struct tm parts; /* what has been read so far */
    bool has_time;
    bool is_from_now;
};

static void skip_spaces(struct reading *reading)
{
    while (*reading->at == ' ') {
        reading->at++;
    }
}

static bool read_number(struct reading *reading, int most_digits, int *number)
{
    int digits = 0;
    *number = 0;
    while (digits < most_digits && *reading->at >= '0' && *reading->at <= '9') {
        *number = *number * 10 + (*reading->at++ - '0');
        digits++;
    }
    return digits > 0;
}

/* "9:00", "09:30", "09:30:15" */
static bool read_time(struct reading *reading)
{
    int hour;
    int minute;
    int second = 0;
    if (!read_number(reading, 2, &hour) || *reading->at++ != ':' ||
        !read_number(reading, 2, &minute)) {
        return false;
    }
    if (*reading->at == ':') {
        reading->at++;
        if (!read_number(reading, 2, &second)) {
            return false;
        }
    }
    reading->parts.tm_hour = hour;
    reading->parts.tm_min = minute;
    reading->parts.tm_sec = second;
    reading->has_time = true;
    return hour < 24 && minute < 60 && second < 60 && *reading->at == '\0';
}

/* Nothing more, or a time of day. */
static bool read_rest(struct reading *reading)
{
    bool spaced = *reading->at == ' ';
    skip_spaces(reading);
    return *reading->at == '\0' || (spaced && read_time(reading));
}

static void set_midnight(struct reading *reading)
{
    reading->parts.tm_hour = 0;
    reading->parts.tm_min = 0;
    reading->parts.tm_sec = 0;
}

/* 1: a day's name was read; 0: it is none; -1: nonsense follows. */
static int read_day_name(struct reading *reading)
{
    static const struct {
        const char *name;
        int days;
    } days[] = {{"today", 0}, {"tomorrow", 1}, {"yesterday", -1}};
    size_t length = strcspn(reading->at, " ");
    char word[LONGEST_TEXT + 1] = "";
    memcpy(word, reading->at, length);
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        if (atl_text_equal_ignoring_case(word, days[i].name)) {
            reading->at += length;
            reading->parts.tm_mday += days[i].days;
            set_midnight(reading);
            return read_rest(reading) ? 1 : -1;
        }
    }
    return 0;
}

static bool starts_with_date(const char *text)
{
    return strspn(text, "0123456789") == 4 && (text[4] == '-' || text[4] == '/');
}

static bool is_in_calendar(int year, int month, int day)
{
    char iso[32];
    int64_t ignored;
    snprintf(iso, sizeof iso, "%04d-%02d-%02d", year, month, day);
    return atl_clock_parse_iso8601(iso, &ignored);
}

/* "2026-12-01", "2026/12/1" with a local time or none; what has an offset was read before. */
static bool read_date(struct reading *reading)
{
    const char separator = reading->at[4];
    int year;
    int month;
    int day;
    if (!read_number(reading, 4, &year) || *reading->at++ != separator ||
        !read_number(reading, 2, &month) || *reading->at++ != separator ||
        !read_number(reading, 2, &day) || !is_in_calendar(year, month, day)) {
        return false;
    }
    reading->parts =
        (struct tm){.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day, .tm_isdst = -1};
    if (*reading->at == 'T') {
        reading->at++;
        return read_time(reading);
    }
    return read_rest(reading);
}

/* ---- steps from now on ---- */

static bool add_step(struct reading *reading, int count, const char *unit, size_t length,
                     int64_t *shift_ms)
{
    if (length == 1 && *unit == 'm') {
        *shift_ms += count * INT64_C(60000);
        reading->has_time = true;
    } else if (length == 1 && *unit == 'h') {
        *shift_ms += count * INT64_C(3600000);
        reading->has_time = true;
    } else if (length == 1 && *unit == 'd') {
        reading->parts.tm_mday += count;
    } else if (length == 1 && *unit == 'w') {
        reading->parts.tm_mday += 7 * count;
    } else if ((length == 2 && strncmp(unit, "mo", 2) == 0) || (length == 1 && *unit == 'M')) {
        reading->parts.tm_mon += count;
    } else if (length == 1 && *unit == 'y') {
        reading->parts.tm_year += count;
    } else {
        return false;
    }
    return true;
}

/* "+1w 2d", "-2h": the sign holds for all of them. Then, after whole days, a time of day. */
static bool read_steps(struct reading *reading, int sign, int64_t *shift_ms)
{
    bool any = false;
    skip_spaces(reading);
    while (*reading->at != '\0') {
        const char *start = reading->at;
        int count;
        if (!read_number(reading, 6, &count) || count > LARGEST_STEP) {
            return false;
        }
        if (*reading->at == ':' && any && !reading->has_time) {
            reading->at = start;
            return read_time(reading);
        }
        size_t length = strspn(reading->at, "Mabcdefghijklmnopqrstuvwxyz");
        if (!add_step(reading, sign * count, reading->at, length, shift_ms)) {
            return false;
        }
        reading->at += length;
        any = true;
        skip_spaces(reading);
    }
    reading->is_from_now = true;
    return any;
}

/* Without a sign, steps lead where the moment is to be. */
static bool read_signed_steps(struct reading *reading, enum atl_when_side side, int64_t *shift_ms)
{
    int sign = side == ATL_WHEN_PAST ? -1 : 1;
    if (*reading->at == '+' || *reading->at == '-') {
        sign = *reading->at++ == '-' ? -1 : 1;
    }
    return read_steps(reading, sign, shift_ms);
}

static bool read_moment(struct reading *reading, enum atl_when_side side, int64_t *wall_ms)
{
    int64_t shift_ms = 0;
    bool is_good;
    if (atl_text_equal_ignoring_case(reading->at, "now")) {
        *wall_ms = reading->now_ms;
        reading->has_time = true;
        reading->is_from_now = true;
        return true;
    }
    /* With a time and an offset it is the same everywhere. */
    if (strlen(reading->at) > sizeof "2026-12-01T08:15" - 1 &&
        strpbrk(reading->at + sizeof "2026-12-01T08:15" - 1, "Z+-.") != NULL &&
        atl_clock_parse_iso8601(reading->at, wall_ms)) {
        reading->has_time = true;
        return true;
    }
    if (starts_with_date(reading->at)) {
        is_good = read_date(reading);
    } else if (*reading->at != '\0' && strchr("+-0123456789", *reading->at) != NULL) {
        bool is_time = reading->at[strspn(reading->at, "0123456789")] == ':';
        is_good = is_time ? read_time(reading) : read_signed_steps(reading, side, &shift_ms);
    } else {
        is_good = read_day_name(reading) == 1;
    }
    *wall_ms = is_good ? moment(reading->parts) + shift_ms : 0;
    return is_good;
}

static const char *const hints[] = {
    [ATL_WHEN_PAST] = "write a date (2026-12-01, 2026/12/01, '2026-12-01 09:30'), a day (today, "
                      "yesterday, 'yesterday 9:00') or how long ago it was (20m, 2h, 7d, '2w 3d')",
    [ATL_WHEN_FUTURE] = "write a date (2026-12-01, 2026/12/01, '2026-12-01 09:30'), a day (today, "
                        "tomorrow, 'yesterday 9:00') or a time from now on (+2w, '+1w 2d', -2h)",
};

enum atl_status atl_when_parse(const char *text, enum atl_when_side side, int64_t now_ms,
                               struct atl_when *when, struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct reading reading = {
        .at = atl_text_trim(&arena, text), .now_ms = now_ms, .parts = local(now_ms)};
    bool is_good = strlen(reading.at) <= LONGEST_TEXT &&
                   read_moment(&reading, side, &when->wall_ms) && when->wall_ms >= 0 &&
                   when->wall_ms <= last_ms;
    when->has_time = reading.has_time;
    when->is_from_now = reading.is_from_now;
    atl_arena_free(&arena);
    if (is_good) {
        return ATL_OK;
    }
    atl_fail(error, ATL_USAGE, "'%s' is no date", text);
    atl_hint(error, "%s", hints[side]);
    return ATL_USAGE;
}

/* Steps lead from the second that now is in. */
int64_t atl_when_minutes_ago(const struct atl_when *when, int64_t now_ms)
{
    int64_t ago_ms = now_ms - now_ms % 1000 - when->wall_ms;
    return ago_ms <= 0 ? 0 : (ago_ms + MINUTE_MS - 1) / MINUTE_MS;
}
