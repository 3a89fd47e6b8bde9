#include "sandbox/sandbox.h"

#include "atlcli/clock.h"

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
