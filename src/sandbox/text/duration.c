#include "sandbox/text/duration.h"

#include "atlcli/text.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum {
    MINUTE = 60,
    HOUR = 60 * MINUTE,
    DAY = 8 * HOUR,
    WEEK = 5 * DAY,
};

static const struct unit {
    char letter;
    int64_t seconds;
} units[] = {{'w', WEEK}, {'d', DAY}, {'h', HOUR}, {'m', MINUTE}};

const char *duration_format(struct atl_arena *arena, int64_t seconds)
{
    struct atl_buffer text = {0};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        int64_t count = seconds / units[i].seconds;
        seconds %= units[i].seconds;
        if (count > 0) {
            atl_buffer_printf(&text, "%s%lld%c", text.length > 0 ? " " : "", (long long)count,
                              units[i].letter);
        }
    }
    const char *copy = text.length == 0 ? "0m" : atl_arena_strdup(arena, text.data);
    atl_buffer_free(&text);
    return copy;
}

static int64_t unit_of(char letter)
{
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (units[i].letter == (letter | 0x20)) {
            return units[i].seconds;
        }
    }
    return letter == '\0' || letter == ' ' ? MINUTE : 0;
}

bool duration_parse(const char *text, int64_t *seconds)
{
    double sum = 0;
    bool any = false;
    while (*text == ' ') {
        text++;
    }
    while (*text >= '0' && *text <= '9') {
        char *end;
        double count = strtod(text, &end);
        int64_t unit = unit_of(*end);
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
