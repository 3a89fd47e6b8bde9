#include "atlcli/clock.h"

#include <stdio.h>

static int64_t read_clock_ms(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t atl_clock_monotonic_ms(void)
{
    return read_clock_ms(CLOCK_MONOTONIC);
}

int64_t atl_clock_wall_ms(void)
{
    return read_clock_ms(CLOCK_REALTIME);
}

int64_t atl_clock_wall_seconds(void)
{
    return atl_clock_wall_ms() / 1000;
}

/* Reads exactly `digits` decimal digits and moves on; -1 when they aren't there. */
static int read_digits(const char **text, int digits)
{
    int value = 0;
    for (int i = 0; i < digits; i++) {
        char digit = (*text)[i];
        if (digit < '0' || digit > '9') {
            return -1;
        }
        value = value * 10 + (digit - '0');
    }
    *text += digits;
    return value;
}

static bool skip(const char **text, char character)
{
    if (**text != character) {
        return false;
    }
    (*text)++;
    return true;
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

static bool read_date(const char **text, int64_t *days)
{
    int year = read_digits(text, 4);
    bool ok = year >= 0 && skip(text, '-');
    int month = ok ? read_digits(text, 2) : -1;
    ok = month >= 1 && month <= 12 && skip(text, '-');
    int day = ok ? read_digits(text, 2) : -1;
    if (day < 1 || day > days_in_month(year, month)) {
        return false;
    }
    struct tm date = {.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day};
    /* No part of POSIX, but of every C library this is built with. */
    *days = (int64_t)timegm(&date) / 86400;
    return true;
}

/* "08:15", "08:15:30" or "08:15:30.123" */
static bool read_time(const char **text, int64_t *milliseconds)
{
    int hour = read_digits(text, 2);
    bool ok = hour >= 0 && hour < 24 && skip(text, ':');
    int minute = ok ? read_digits(text, 2) : -1;
    if (minute < 0 || minute > 59) {
        return false;
    }
    int second = skip(text, ':') ? read_digits(text, 2) : 0;
    if (second < 0 || second > 60) {
        return false;
    }
    int64_t fraction = 0;
    if (skip(text, '.')) {
        int64_t unit = 100;
        if (**text < '0' || **text > '9') {
            return false;
        }
        for (; **text >= '0' && **text <= '9'; (*text)++, unit /= 10) {
            fraction += (**text - '0') * unit;
        }
    }
    *milliseconds = ((hour * 60 + minute) * 60 + second) * INT64_C(1000) + fraction;
    return true;
}

/* "", "Z", "+0200" or "+02:00" */
static bool read_offset(const char **text, int64_t *milliseconds)
{
    *milliseconds = 0;
    if (**text == '\0' || skip(text, 'Z')) {
        return true;
    }
    int sign = **text == '-' ? -1 : 1;
    if (!skip(text, '+') && !skip(text, '-')) {
        return false;
    }
    int hours = read_digits(text, 2);
    skip(text, ':');
    int minutes = hours >= 0 ? read_digits(text, 2) : -1;
    if (hours > 23 || minutes < 0 || minutes > 59) {
        return false;
    }
    *milliseconds = sign * (hours * 60 + minutes) * INT64_C(60000);
    return true;
}

bool atl_clock_parse_iso8601(const char *text, int64_t *wall_ms)
{
    int64_t days;
    int64_t time = 0;
    int64_t offset = 0;
    if (text == NULL || !read_date(&text, &days)) {
        return false;
    }
    if (skip(&text, 'T') && !(read_time(&text, &time) && read_offset(&text, &offset))) {
        return false;
    }
    if (*text != '\0') {
        return false;
    }
    *wall_ms = days * INT64_C(86400000) + time - offset;
    return true;
}

/* Writes a number of so many digits, and what comes behind it. */
static char *put_digits(char *at, int number, int digits, char behind)
{
    for (int i = digits - 1; i >= 0; i--) {
        at[i] = (char)('0' + number % 10);
        number /= 10;
    }
    at[digits] = behind;
    return at + digits + 1;
}

/* Of years of four digits: by hand, as each issue of a search has such times. */
static char *format_moment(struct atl_arena *arena, const struct tm *parts, int milliseconds)
{
    char text[32];
    char *at = put_digits(text, parts->tm_year + 1900, 4, '-');
    at = put_digits(at, parts->tm_mon + 1, 2, '-');
    at = put_digits(at, parts->tm_mday, 2, 'T');
    at = put_digits(at, parts->tm_hour, 2, ':');
    at = put_digits(at, parts->tm_min, 2, ':');
    at = put_digits(at, parts->tm_sec, 2, '.');
    at = put_digits(at, milliseconds, 3, 'Z');
    return atl_arena_strndup(arena, text, (size_t)(at - text));
}

char *atl_clock_format_iso8601(struct atl_arena *arena, int64_t wall_ms)
{
    int64_t milliseconds = wall_ms % 1000;
    if (milliseconds < 0) {
        milliseconds += 1000;
    }
    time_t seconds = (time_t)((wall_ms - milliseconds) / 1000);
    struct tm parts;
    if (gmtime_r(&seconds, &parts) == NULL) {
        return atl_arena_strdup(arena, "");
    }
    if (parts.tm_year >= -1900 && parts.tm_year < 10000 - 1900) {
        return format_moment(arena, &parts, (int)milliseconds);
    }
    return atl_arena_printf(arena, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", parts.tm_year + 1900,
                            parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min,
                            parts.tm_sec, (int)milliseconds);
}
