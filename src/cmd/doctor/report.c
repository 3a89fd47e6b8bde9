/* How findings are shown: a line each for people, rows for programs. */
#include "cli/output.h"
#include "cmd/doctor/doctor.h"

static const struct {
    const char *name; /* in JSON and CSV */
    const char *label;
} subjects[] = {
    [DOCTOR_CONFIGURATION] = {"configuration", "Configuration"},
    [DOCTOR_CREDENTIALS] = {"credentials", "Credentials"},
    [DOCTOR_PROFILE] = {"profile", "Profile"},
    [DOCTOR_TOKEN] = {"token", "Token"},
    [DOCTOR_PROXY] = {"proxy", "Proxy"},
    [DOCTOR_DNS] = {"dns", "DNS"},
    [DOCTOR_TCP] = {"tcp", "TCP"},
    [DOCTOR_TLS] = {"tls", "TLS"},
    [DOCTOR_JIRA] = {"jira", "Jira"},
    [DOCTOR_CONFLUENCE] = {"confluence", "Confluence"},
    [DOCTOR_AUTHENTICATION] = {"authentication", "Authentication"},
    [DOCTOR_PERMISSIONS] = {"permissions", "Permissions"},
    [DOCTOR_CLOCK] = {"clock", "Clock"},
};

static const struct {
    const char *word;
    const char *sign;
    enum atl_style style;
} verdicts[] = {
    [DOCTOR_OK] = {"ok", "✓", ATL_STYLE_GOOD},
    [DOCTOR_WARNING] = {"warning", "!", ATL_STYLE_WARNING},
    [DOCTOR_FAILED] = {"failed", "✗", ATL_STYLE_BAD},
    [DOCTOR_SKIPPED] = {"skipped", "-", ATL_STYLE_DIM},
};

static const struct atl_column columns[] = {
    {.key = "name", .heading = "CHECK"},
    {.key = "status", .heading = "STATUS"},
    {.key = "detail", .heading = "DETAIL", .shrinks = true},
    {.key = "hint", .heading = "HINT", .shrinks = true},
    {0},
};
static const struct atl_listing listing = {.name = "checks", .columns = columns};

/* Lines are for people who didn't ask for certain columns. */
static bool is_in_lines(const struct doctor *doctor)
{
    return atl_output_form(doctor->context->output) == ATL_OUTPUT_TABLE &&
           doctor->context->globals.fields == NULL;
}

enum atl_status doctor_begin(struct doctor *doctor, struct atl_error *error)
{
    return is_in_lines(doctor) ? ATL_OK
                               : atl_output_begin(doctor->context->output, &listing, error);
}

/* ---- one check ---- */

static enum atl_status print_line(struct doctor *doctor, enum doctor_subject subject,
                                  enum doctor_verdict verdict, const struct atl_error *finding,
                                  struct atl_error *error)
{
    struct atl_output *output = doctor->context->output;
    enum atl_status status =
        atl_output_styled(output, verdicts[verdict].style, verdicts[verdict].sign, error);
    if (status == ATL_OK) {
        status = atl_output_text(output, error, " %-15s %s\n", subjects[subject].label,
                                 finding->message);
    }
    for (size_t i = 0; status == ATL_OK && i < finding->hint_count; i++) {
        status = atl_output_styled(output, ATL_STYLE_NAME, "  hint: ", error);
        if (status == ATL_OK) {
            status = atl_output_text(output, error, "%s\n", finding->hints[i]);
        }
    }
    /* Now, not when the network has answered. */
    return status == ATL_OK ? atl_console_flush(doctor->context->console, error) : status;
}

static enum atl_status print_row(struct doctor *doctor, enum doctor_subject subject,
                                 enum doctor_verdict verdict, const struct atl_error *finding,
                                 struct atl_error *error)
{
    struct atl_buffer hints = {0};
    for (size_t i = 0; i < finding->hint_count; i++) {
        atl_buffer_printf(&hints, "%s%s", i == 0 ? "" : "; ", finding->hints[i]);
    }
    struct atl_cell cells[] = {
        atl_cell_text(subjects[subject].name),
        atl_cell_text(verdicts[verdict].word),
        atl_cell_text(finding->message),
        hints.length > 0 ? atl_cell_text(atl_buffer_text(&hints)) : atl_cell_none(),
    };
    enum atl_status status = atl_output_row(doctor->context->output, cells, error);
    atl_buffer_free(&hints);
    return status;
}

static void count(struct doctor *doctor, enum doctor_verdict verdict,
                  const struct atl_error *finding)
{
    doctor->checks++;
    doctor->warnings += verdict == DOCTOR_WARNING ? 1 : 0;
    if (verdict == DOCTOR_FAILED) {
        doctor->failures++;
        if (doctor->first_failure == ATL_OK) {
            doctor->first_failure = finding->status == ATL_OK ? ATL_FAILED : finding->status;
        }
    }
}

void doctor_report(struct doctor *doctor, enum doctor_subject subject, enum doctor_verdict verdict,
                   const struct atl_error *finding)
{
    count(doctor, verdict, finding);
    if (doctor->output_status == ATL_OK) {
        struct atl_error *error = &doctor->output_error;
        doctor->output_status = is_in_lines(doctor)
                                    ? print_line(doctor, subject, verdict, finding, error)
                                    : print_row(doctor, subject, verdict, finding, error);
    }
}

void doctor_say(struct doctor *doctor, enum doctor_subject subject, enum doctor_verdict verdict,
                const char *format, ...)
{
    struct atl_error finding;
    struct atl_buffer text = {0};
    va_list arguments;
    va_start(arguments, format);
    atl_buffer_vprintf(&text, format, arguments);
    va_end(arguments);
    atl_fail(&finding, ATL_OK, "%s", atl_buffer_text(&text));
    atl_buffer_free(&text);
    doctor_report(doctor, subject, verdict, &finding);
}

void doctor_skip(struct doctor *doctor, enum doctor_subject first, enum doctor_subject last,
                 const char *why)
{
    for (int subject = (int)first; subject <= (int)last; subject++) {
        doctor_say(doctor, (enum doctor_subject)subject, DOCTOR_SKIPPED, "%s", why);
    }
}

/* ---- the end ---- */

static enum atl_status print_summary(struct doctor *doctor, struct atl_error *error)
{
    struct atl_output *output = doctor->context->output;
    if (!is_in_lines(doctor)) {
        atl_output_member(output, "ok", cJSON_CreateBool(doctor->failures == 0));
        return atl_output_end(output, error);
    }
    if (doctor->failures > 0) {
        return ATL_OK; /* the error says it */
    }
    if (doctor->warnings > 0) {
        return atl_output_text(output, error, "\nNothing failed; %zu %s a look.\n",
                               doctor->warnings,
                               doctor->warnings == 1 ? "check wants" : "checks want");
    }
    return atl_output_text(output, error, "\nAll is well.\n");
}

enum atl_status doctor_end(struct doctor *doctor, struct atl_error *error)
{
    if (doctor->output_status != ATL_OK) {
        *error = doctor->output_error;
        return doctor->output_status;
    }
    enum atl_status status = print_summary(doctor, error);
    if (status == ATL_OK && doctor->failures > 0) {
        status = atl_fail(error, doctor->first_failure, "%zu of %zu checks failed",
                          doctor->failures, doctor->checks);
    }
    return status;
}
