#include "sandbox/text/duration.h"

#include "atlcli/text.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum {
    MINUTE = 60,
    HOUR = 60 * MINUTE,
    USUAL_HOURS = 8,
    USUAL_DAYS = 5,
};

static const char letters[] = "wdhm";

int64_t working_day_seconds(const struct working_time *working)
{
    double hours = working->hours_per_day > 0 ? working->hours_per_day : USUAL_HOURS;
    return (int64_t)llround(hours * HOUR);
}

int64_t working_week_seconds(const struct working_time *working)
{
    double days = working->days_per_week > 0 ? working->days_per_week : USUAL_DAYS;
    return (int64_t)llround(days * (double)working_day_seconds(working));
}

static int64_t length_of(char letter, const struct working_time *working)
{
    switch (letter) {
    case 'w':
        return working_week_seconds(working);
    case 'd':
        return working_day_seconds(working);
    case 'h':
        return HOUR;
    default:
        return MINUTE;
    }
}

const char *duration_format(struct atl_arena *arena, int64_t seconds,
                            const struct working_time *working)
{
    struct atl_buffer text = {0};
    for (const char *letter = letters; *letter != '\0'; letter++) {
        int64_t length = length_of(*letter, working);
        int64_t count = seconds / length;
        seconds %= length;
        if (count > 0) {
            atl_buffer_printf(&text, "%s%lld%c", text.length > 0 ? " " : "", (long long)count,
                              *letter);
        }
    }
    const char *copy = text.length == 0 ? "0m" : atl_arena_strdup(arena, text.data);
    atl_buffer_free(&text);
    return copy;
}

static int64_t unit_of(char letter, const struct working_time *working)
{
    char small = (char)(letter | 0x20);
    if (letter == '\0' || letter == ' ') {
        return MINUTE;
    }
    return strchr(letters, small) != NULL ? length_of(small, working) : 0;
}

bool duration_parse(const char *text, const struct working_time *working, int64_t *seconds)
{
    double sum = 0;
    bool any = false;
    while (*text == ' ') {
        text++;
    }
    while (*text >= '0' && *text <= '9') {
        char *end;
        double count = strtod(text, &end);
        int64_t unit = unit_of(*end, working);
        bool is_decimal = end == text + strspn(text, "0123456789."); /* not 0x10 or 1e5 */
        if (unit == 0 || !is_decimal || count > 1e9) {
            return false;
        }
        sum += count * (double)unit;
        text = end + (*end != '\0');
        while (*text == ' ') {
            text++;
        }
        any = true;
    }
    *seconds = (int64_t)llround(sum);
    return any && *text == '\0' && sum < 1e15;
}
