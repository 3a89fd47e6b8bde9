/* Moments in another time zone than the one here. */
#include "atlcli/when.h"

#include "atlcli/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static bool is_utc(const char *zone)
{
    static const char *const names[] = {"UTC", "Etc/UTC", "GMT", "Etc/GMT", "Z"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (atl_text_equal(zone, names[i])) {
            return true;
        }
    }
    return false;
}

/* What the C library doesn't know is UTC to it, without a word. A path is no name of a zone. */
static bool is_known(const char *zone)
{
    static const char *const directories[] = {"/usr/share/zoneinfo", "/usr/lib/zoneinfo",
                                              "/usr/share/lib/zoneinfo", "/etc/zoneinfo"};
    const char *chosen = getenv("TZDIR");
    char path[512];
    if (*zone == '\0' || *zone == '/' || *zone == '.' || strstr(zone, "..") != NULL) {
        return false;
    }
    if (chosen != NULL) {
        snprintf(path, sizeof path, "%s/%s", chosen, zone);
        return access(path, R_OK) == 0;
    }
    for (size_t i = 0; i < sizeof directories / sizeof *directories; i++) {
        snprintf(path, sizeof path, "%s/%s", directories[i], zone);
        if (access(path, R_OK) == 0) {
            return true;
        }
    }
    return false;
}

static void enter_zone(const char *zone)
{
    if (zone == NULL) {
        unsetenv("TZ");
    } else {
        setenv("TZ", zone, 1);
    }
    tzset();
}

char *atl_when_format_in(struct atl_arena *arena, int64_t wall_ms, const char *zone,
                         const char *format)
{
    if (zone == NULL || (!is_utc(zone) && !is_known(zone))) {
        return NULL;
    }
    const char *here = getenv("TZ");
    here = here == NULL ? NULL : atl_arena_strdup(arena, here);
    enter_zone(is_utc(zone) ? "UTC0" : zone);
    char *text = atl_when_format(arena, wall_ms, format);
    enter_zone(here);
    return text;
}
