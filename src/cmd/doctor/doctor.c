/* atlcli doctor: is everything well, from the configuration to the permissions on the site? */
#include "cmd/doctor/doctor.h"

#include "atlcli/loop.h"
#include "cmd/connect.h"

enum {
    RETRIES_WHEN_REFUSED = 4,
};

static enum atl_status examine_site(void *argument, struct atl_error *error)
{
    struct doctor *doctor = argument;
    struct atl_http_options options = atl_connect_options(doctor->context);
    if (options.retries < 0) {
        /* The first failure is what is looked for, not a way around it; that there were too many
         * requests just now is none. */
        options.retries = 0;
        options.more_when_refused = RETRIES_WHEN_REFUSED;
    }
    doctor->http = atl_http_open(&doctor->account, &options);
    enum atl_status status = doctor_check_network(doctor, error);
    if (status == ATL_OK && doctor->answers) {
        status = doctor_check_services(doctor, error);
    } else if (status == ATL_OK && doctor->is_reached) {
        doctor_report(doctor, DOCTOR_JIRA, DOCTOR_FAILED, &doctor->jira_error);
        doctor_skip(doctor, DOCTOR_CONFLUENCE, DOCTOR_PERMISSIONS, "the site doesn't answer");
    } else if (status == ATL_OK) {
        doctor_skip(doctor, DOCTOR_JIRA, DOCTOR_PERMISSIONS, "the site can't be reached");
    }
    if (status == ATL_OK) {
        doctor_check_clock(doctor);
    }
    atl_http_close(doctor->http);
    return status;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    struct doctor *doctor = atl_arena_alloc(context->arena, sizeof *doctor);
    doctor->context = context;
    enum atl_status status = doctor_begin(doctor, error);
    if (status != ATL_OK) {
        return status;
    }
    if (atl_option_flag(context, "fix")) {
        doctor_fix(doctor);
    }
    doctor_check_local(doctor);
    if (doctor->has_site) {
        status = atl_loop_run(examine_site, doctor, true, error);
    } else {
        doctor_check_proxy(doctor);
        doctor_skip(doctor, DOCTOR_DNS, DOCTOR_CLOCK, "no site to go to");
    }
    return status == ATL_OK ? doctor_end(doctor, error) : status;
}

const struct atl_command atl_command_doctor = {
    .words = "doctor",
    .summary = "Find out what is wrong, and what to do about it",
    .description =
        "Checks the configuration on this machine, the way to the site, and what the account may "
        "do there. Each check is reported with ✓ (well), ! (worth a look), ✗ (failed) or - (not "
        "done, since something before it failed, or not there, as Confluence on a server that is "
        "Jira's).\n\n"
        "The exit code is 0 when nothing failed, otherwise that of the first failure: 3 for "
        "authentication, 6 for network and TLS. Tokens are sent to the site alone and never "
        "shown.\n\n"
        "With --fix, files and directories that others could read are closed to them, and an "
        "active profile that doesn't exist is replaced by the only one there is, or unset.",
    .options = (const struct atl_option[]){{.name = "fix",
                                            .kind = ATL_OPTION_FLAG,
                                            .summary = "Mend on this machine what can be mended"},
                                           {0}},
    .examples = (const struct atl_example[]){{"doctor", "Check the active profile and its site"},
                                             {"doctor --profile work --fix",
                                              "Mend what can be mended, then check 'work'"},
                                             {"doctor --json", "The same for programs"},
                                             {0}},
    .run = run,
};
