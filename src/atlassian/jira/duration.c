#include "atlcli/jira_duration.h"

#include "atlcli/text.h"

#include <inttypes.h>
#include <math.h>
#include <stddef.h>
#include <string.h>

enum {
    MINUTE = 60,
    HOUR = 60 * MINUTE,
    MOST_DIGITS = 7, /* before the point, and behind it */
};

static const double longest = 100.0 * 366 * 24 * HOUR;

struct atl_jira_working_time atl_jira_usual_working_time(void)
{
    return (struct atl_jira_working_time){.hours_per_day = 8, .days_per_week = 5};
}

/* ---- units ---- */

enum unit { MINUTES, HOURS, DAYS, WEEKS, UNITS };

static const struct {
    const char *word;
    enum unit unit;
} words[] = {
    {"m", MINUTES},       {"min", MINUTES}, {"mins", MINUTES}, {"minute", MINUTES},
    {"minutes", MINUTES}, {"h", HOURS},     {"hr", HOURS},     {"hrs", HOURS},
    {"hour", HOURS},      {"hours", HOURS}, {"d", DAYS},       {"day", DAYS},
    {"days", DAYS},       {"w", WEEKS},     {"week", WEEKS},   {"weeks", WEEKS},
};

static double length_of(enum unit unit, const struct atl_jira_working_time *working)
{
    switch (unit) {
    case MINUTES:
        return MINUTE;
    case HOURS:
        return HOUR;
    case DAYS:
        return working->hours_per_day * HOUR;
    default:
        return working->days_per_week * working->hours_per_day * HOUR;
    }
}

static bool is_letter(char character)
{
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

/* Reads a unit's word and moves on; UNITS when it is none. */
static enum unit read_unit(const char **text)
{
    char word[sizeof "minutes"] = "";
    size_t length = 0;
    while (is_letter((*text)[length])) {
        length++;
    }
    if (length == 0 || length >= sizeof word) {
        return UNITS;
    }
    memcpy(word, *text, length);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (atl_text_equal_ignoring_case(word, words[i].word)) {
            *text += length;
            return words[i].unit;
        }
    }
    return UNITS;
}

/* ---- reading ---- */

static size_t read_digits(const char **text, double *value)
{
    size_t digits = 0;
    while ((*text)[digits] >= '0' && (*text)[digits] <= '9' && digits <= MOST_DIGITS) {
        *value = *value * 10 + ((*text)[digits] - '0');
        digits++;
    }
    *text += digits;
    return digits;
}

/* "3", "1.5", "1,5", ".5": not by strtod, which goes by the locale and takes 0x10 and 1e5. */
static bool read_number(const char **text, double *value)
{
    double fraction = 0;
    *value = 0;
    size_t whole = read_digits(text, value);
    size_t behind = 0;
    if (**text == '.' || (**text == ',' && whole > 0)) {
        (*text)++;
        behind = read_digits(text, &fraction);
        if (behind == 0) {
            return false;
        }
        *value += fraction / pow(10, (double)behind);
    }
    return whole + behind > 0 && whole <= MOST_DIGITS && behind <= MOST_DIGITS;
}

static void skip_spaces(const char **text)
{
    while (**text == ' ') {
        (*text)++;
    }
}

/* Seconds; below 0 when it is no duration. */
static double read_parts(const char *text, const struct atl_jira_working_time *working)
{
    bool seen[UNITS] = {false};
    double sum = 0;
    bool any = false;
    skip_spaces(&text);
    while (*text != '\0') {
        double number;
        if (!read_number(&text, &number)) {
            return -1;
        }
        skip_spaces(&text);
        enum unit unit = read_unit(&text);
        if (unit == UNITS || seen[unit]) {
            return -1;
        }
        seen[unit] = true;
        any = true;
        sum += number * length_of(unit, working);
        skip_spaces(&text);
    }
    return any ? sum : -1;
}

bool atl_jira_duration_has_days(const char *text)
{
    return strpbrk(text, "dDwW") != NULL;
}

enum atl_status atl_jira_duration_parse(const char *text,
                                        const struct atl_jira_working_time *working,
                                        int64_t *seconds, struct atl_error *error)
{
    double sum = read_parts(text, working);
    if (sum >= 0 && sum <= longest) {
        *seconds = (int64_t)llround(sum);
        return ATL_OK;
    }
    atl_fail(error, ATL_USAGE, sum < 0 ? "'%s' is no duration" : "'%s' is too long", text);
    atl_hint(error, "write weeks, days, hours and minutes, each with its unit: 1h 30m, 1.5h, 90m, "
                    "'1w 2d 3h 30m'");
    return ATL_USAGE;
}

/* ---- writing ---- */

static void add_part(struct atl_buffer *text, int64_t *seconds, double length, char unit)
{
    int64_t whole = (int64_t)llround(length);
    if (whole > 0 && *seconds >= whole) {
        atl_buffer_printf(text, "%s%" PRId64 "%c", text->length > 0 ? " " : "", *seconds / whole,
                          unit);
        *seconds %= whole;
    }
}

const char *atl_jira_duration_format(struct atl_arena *arena, int64_t seconds,
                                     const struct atl_jira_working_time *working)
{
    struct atl_buffer text = {0};
    if (working != NULL) {
        add_part(&text, &seconds, length_of(WEEKS, working), 'w');
        add_part(&text, &seconds, length_of(DAYS, working), 'd');
    }
    add_part(&text, &seconds, HOUR, 'h');
    add_part(&text, &seconds, MINUTE, 'm');
    const char *copy = text.length == 0 ? "0m" : atl_arena_strdup(arena, text.data);
    atl_buffer_free(&text);
    return copy;
}
