/* Dates as queries write them. */
#include "atlcli/jql.h"

#include <string.h>

static int read_digits(const char **at, size_t least, size_t most)
{
    size_t count = strspn(*at, "0123456789");
    int value = 0;
    if (count < least || count > most) {
        return -1;
    }
    for (size_t i = 0; i < count; i++) {
        value = value * 10 + (*at)[i] - '0';
    }
    *at += count;
    return value;
}

static int days_of(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && is_leap ? 1 : 0);
}

/* 2026-01-31, 2026/1/31, with or without 08:15 behind it. */
static bool is_calendar_date(const char *text)
{
    const char *at = text;
    int year = read_digits(&at, 4, 4);
    char separator = *at;
    if (year < 0 || (separator != '-' && separator != '/')) {
        return false;
    }
    at++;
    int month = read_digits(&at, 1, 2);
    if (month < 1 || month > 12 || *at++ != separator) {
        return false;
    }
    int day = read_digits(&at, 1, 2);
    if (day < 1 || day > days_of(year, month)) {
        return false;
    }
    if (*at == '\0') {
        return true;
    }
    size_t space = strspn(at, " ");
    at += space;
    int hour = read_digits(&at, 1, 2);
    if (space == 0 || hour < 0 || hour > 23 || *at++ != ':') {
        return false;
    }
    int minute = read_digits(&at, 2, 2);
    return minute >= 0 && minute < 60 && *at == '\0';
}

/* -7d, "4w 2d", "+1M", and a bare number, which is milliseconds (or minutes, with a sign). */
static bool is_period(const char *text)
{
    const char *at = text + strspn(text, "+-");
    size_t parts = 0;
    if (at - text > 1) {
        return false;
    }
    while (*at != '\0') {
        size_t digits = strspn(at, "0123456789");
        at += digits;
        if (digits == 0) {
            return false;
        }
        if (*at == '\0') {
            return parts == 0;
        }
        if (strchr("yMwdhm", *at) == NULL) {
            return false;
        }
        at++;
        at += strspn(at, " ");
        parts++;
    }
    return parts > 0;
}

bool atl_jql_is_date(const char *text)
{
    while (*text == ' ') {
        text++;
    }
    return is_calendar_date(text) || is_period(text);
}
