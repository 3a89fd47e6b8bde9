/* Whether this machine's clock agrees with the server's. */
#include "cmd/doctor/doctor.h"

#include <inttypes.h>

void doctor_check_clock(struct doctor *doctor)
{
    enum {
        MOST_SECONDS = 60,
    };
    const struct atl_health *health = &doctor->jira;
    if (doctor->jira_status != ATL_OK || !health->has_clock) {
        doctor_say(doctor, DOCTOR_CLOCK, DOCTOR_SKIPPED, "%s",
                   doctor->jira_status != ATL_OK ? "no answer to compare with"
                                                 : "the server doesn't say what time it is");
        return;
    }
    int64_t skew_ms = health->clock_skew_ms;
    int64_t seconds = ((skew_ms < 0 ? -skew_ms : skew_ms) + 500) / 1000;
    if (seconds <= MOST_SECONDS) {
        doctor_say(doctor, DOCTOR_CLOCK, DOCTOR_OK, "%" PRId64 " s from the server's", seconds);
        return;
    }
    struct atl_error finding;
    atl_fail(&finding, ATL_OK, "this machine's clock is %" PRId64 " s %s the server's", seconds,
             skew_ms > 0 ? "behind" : "ahead of");
    atl_hint(&finding, "set it, or let it be set over the network (NTP): certificates and dates in "
                       "searches depend on it");
    doctor_report(doctor, DOCTOR_CLOCK, DOCTOR_WARNING, &finding);
}
