#include "sandbox/sandbox.h"

#include "atlcli/clock.h"

#include <inttypes.h>

void sandbox_start_calendar(struct sandbox *sandbox)
{
    enum {
        DAY_MS = 24 * 60 * 60 * 1000,
    };
    int64_t midnight_ms = atl_clock_wall_ms() / DAY_MS * DAY_MS;
    int64_t today_ms = sandbox->options.today_ms;
    sandbox->shift_ms = today_ms < 0 ? 0 : today_ms - midnight_ms;
}

int64_t sandbox_now_ms(const struct sandbox *sandbox)
{
    return atl_clock_wall_ms() + sandbox->shift_ms;
}

/* In such names of POSIX's kind what is ahead of UTC is below it. */
const char *sandbox_zone_name(const struct sandbox *sandbox, struct atl_arena *arena)
{
    int64_t hours = sandbox->options.zone_hours;
    return hours == 0 ? "Etc/UTC" : atl_arena_printf(arena, "Etc/GMT%+" PRId64, -hours);
}

int64_t sandbox_zone_ms(const struct sandbox *sandbox)
{
    return sandbox->options.zone_hours * 60 * 60 * 1000;
}
