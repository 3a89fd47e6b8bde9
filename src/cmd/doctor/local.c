/* What is on this machine: the configuration's directory and file, the profile, the token. */
#include "atlcli/file.h"
#include "atlcli/text.h"
#include "cmd/doctor/doctor.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

bool doctor_is_open_to_others(const char *path, unsigned *mode)
{
    struct stat info;
    if (stat(path, &info) != 0) {
        return false;
    }
    *mode = (unsigned)info.st_mode & 07777U;
    return (info.st_mode & (S_IRWXG | S_IRWXO)) != 0;
}

/* ---- directory and file ---- */

static bool variables_name_site(const struct doctor *doctor)
{
    struct atl_environment environment = atl_environment_read();
    return doctor->context->globals.profile == NULL && environment.profile == NULL &&
           environment.site != NULL;
}

static void report_open(struct doctor *doctor, enum doctor_subject subject, const char *path,
                        unsigned mode, const char *closed)
{
    struct atl_error finding;
    atl_fail(&finding, ATL_OK, "%s is open to others (mode %04o)", path, mode);
    if ((mode & S_ISVTX) != 0) {
        atl_hint(&finding, "give atlcli a directory of its own: ATLCLI_CONFIG_DIR");
    } else {
        atl_hint(&finding, "close it with: chmod %s %s, or: atlcli doctor --fix", closed, path);
    }
    doctor_report(doctor, subject, DOCTOR_WARNING, &finding);
}

static void check_directory(struct doctor *doctor)
{
    struct atl_error finding;
    struct stat info;
    unsigned mode;
    if (atl_config_directory(doctor->context->arena, &doctor->directory, &finding) != ATL_OK) {
        doctor_report(doctor, DOCTOR_CONFIGURATION,
                      variables_name_site(doctor) ? DOCTOR_WARNING : DOCTOR_FAILED, &finding);
        return;
    }
    const char *path = doctor->directory;
    int reason = stat(path, &info) == 0 ? 0 : errno;
    if (reason == ENOENT) {
        doctor_say(doctor, DOCTOR_CONFIGURATION, DOCTOR_OK, "%s (not there yet)", path);
    } else if (reason != 0) {
        atl_fail(&finding, ATL_FAILED, "cannot look at %s: %s", path, strerror(reason));
        doctor_report(doctor, DOCTOR_CONFIGURATION, DOCTOR_FAILED, &finding);
    } else if (!S_ISDIR(info.st_mode)) {
        atl_fail(&finding, ATL_FAILED, "%s is not a directory", path);
        doctor_report(doctor, DOCTOR_CONFIGURATION, DOCTOR_FAILED, &finding);
    } else if (doctor_is_open_to_others(path, &mode)) {
        report_open(doctor, DOCTOR_CONFIGURATION, path, mode, "700");
    } else {
        doctor_say(doctor, DOCTOR_CONFIGURATION, DOCTOR_OK, "%s", path);
    }
}

static void check_file(struct doctor *doctor)
{
    struct atl_error finding;
    unsigned mode;
    struct stat info;
    if (doctor->directory == NULL) {
        doctor_say(doctor, DOCTOR_CREDENTIALS, DOCTOR_SKIPPED, "there is no place for the file");
        return;
    }
    if (atl_credentials_load(doctor->context->arena, &doctor->credentials, &finding) != ATL_OK) {
        doctor->credentials = NULL;
        doctor_report(doctor, DOCTOR_CREDENTIALS, DOCTOR_FAILED, &finding);
        return;
    }
    const char *path = atl_credentials_path(doctor->credentials);
    size_t count = atl_credentials_count(doctor->credentials);
    if (stat(path, &info) != 0) {
        doctor_say(doctor, DOCTOR_CREDENTIALS, DOCTOR_OK, "no file yet");
    } else if (doctor_is_open_to_others(path, &mode)) {
        report_open(doctor, DOCTOR_CREDENTIALS, path, mode, "600");
    } else {
        doctor_say(doctor, DOCTOR_CREDENTIALS, DOCTOR_OK, "%zu profile%s", count,
                   count == 1 ? "" : "s");
    }
}

/* ---- the profile ---- */

static const char *name_source(enum atl_source source, const char *variable)
{
    switch (source) {
    case ATL_SOURCE_ENVIRONMENT:
        return variable;
    case ATL_SOURCE_OPTION:
        return "--profile";
    case ATL_SOURCE_KEYCHAIN:
        return "the keychain";
    case ATL_SOURCE_FILE:
    case ATL_SOURCE_NONE:
        break;
    }
    return "the credentials file";
}

/* "work (active), https://… (the credentials file), you@example.com (ATLCLI_EMAIL)" */
static void describe_account(const struct atl_account *account, struct atl_buffer *text)
{
    if (account->profile == NULL) {
        atl_buffer_add(text, "none needed");
    } else {
        atl_buffer_printf(text, "%s (%s)", account->profile,
                          account->profile_source == ATL_SOURCE_FILE
                              ? "the active one"
                              : name_source(account->profile_source, "ATLCLI_PROFILE"));
    }
    if (account->site != NULL) {
        atl_buffer_printf(text, ", %s (%s)", account->site,
                          name_source(account->site_source, "ATLCLI_SITE"));
    }
    if (account->email != NULL) {
        atl_buffer_printf(text, ", %s (%s)", account->email,
                          name_source(account->email_source, "ATLCLI_EMAIL"));
    }
}

/* The active profile, when the file has none of that name. */
static const char *find_dangling(const struct doctor *doctor)
{
    const char *current =
        doctor->credentials == NULL ? NULL : atl_credentials_current(doctor->credentials);
    bool dangles = current != NULL && atl_credentials_find(doctor->credentials, current) == NULL;
    return dangles ? current : NULL;
}

static void report_profile(struct doctor *doctor)
{
    const struct atl_account *account = &doctor->account;
    const char *dangling = find_dangling(doctor);
    struct atl_buffer text = {0};
    struct atl_error finding;
    describe_account(account, &text);
    atl_fail(&finding, ATL_OK, "%s", atl_buffer_text(&text));
    atl_buffer_free(&text);
    if (account->profile_is_for_other_site) {
        atl_hint(&finding,
                 "ATLCLI_SITE is another site than the profile's, whose stored token, user name "
                 "and TLS settings are not used for it");
    }
    if (dangling != NULL) {
        atl_hint(&finding,
                 "the active profile '%s' doesn't exist: atlcli auth switch NAME, or: atlcli "
                 "doctor --fix",
                 dangling);
    }
    doctor_report(doctor, DOCTOR_PROFILE, finding.hint_count > 0 ? DOCTOR_WARNING : DOCTOR_OK,
                  &finding);
}

/* What is there but for the token. */
static enum atl_status require_but_token(const struct atl_account *account, struct atl_error *error)
{
    struct atl_account with_token = *account;
    with_token.token = with_token.token == NULL ? "" : with_token.token;
    return atl_account_require(&with_token, error);
}

static bool check_profile(struct doctor *doctor)
{
    struct atl_error finding;
    const struct atl_environment environment = atl_environment_read();
    if (doctor->credentials == NULL && !variables_name_site(doctor)) {
        doctor_skip(doctor, DOCTOR_PROFILE, DOCTOR_TOKEN, "no profile can be read");
        return false;
    }
    if (atl_account_resolve(doctor->context->arena, doctor->credentials, &environment,
                            doctor->context->globals.profile, true, &doctor->account,
                            &finding) != ATL_OK) {
        if (find_dangling(doctor) != NULL) {
            atl_hint(&finding, "or let it be mended: atlcli doctor --fix");
        }
        doctor_report(doctor, DOCTOR_PROFILE, DOCTOR_FAILED, &finding);
        doctor_say(doctor, DOCTOR_TOKEN, DOCTOR_SKIPPED, "no profile");
        return false;
    }
    doctor->has_site = doctor->account.site != NULL;
    if (require_but_token(&doctor->account, &finding) == ATL_OK) {
        report_profile(doctor);
    } else {
        doctor_report(doctor, DOCTOR_PROFILE, DOCTOR_FAILED, &finding);
    }
    return true;
}

/* ---- the token ---- */

static void describe_token(const struct atl_account *account, struct atl_buffer *text)
{
    const char *keychain = atl_keychain_name();
    if (account->token_source == ATL_SOURCE_KEYCHAIN && keychain != NULL) {
        atl_buffer_printf(text, "from the keychain (%s)", keychain);
    } else {
        atl_buffer_printf(text, "from %s", name_source(account->token_source, "ATLCLI_API_TOKEN"));
    }
    if (account->has_keychain_token && account->token_source != ATL_SOURCE_KEYCHAIN) {
        atl_buffer_add(text, "; the one in the keychain is not used");
    }
    if (account->has_file_token && account->token_source != ATL_SOURCE_FILE) {
        atl_buffer_add(text, "; the one in the credentials file is not used");
    }
    if (account->keychain_problem != NULL) {
        atl_buffer_printf(text, "; the keychain gives none: %s", account->keychain_problem);
    }
}

static void check_token(struct doctor *doctor)
{
    const struct atl_account *account = &doctor->account;
    struct atl_error finding;
    if (account->token == NULL) {
        if (account->site == NULL) {
            doctor_say(doctor, DOCTOR_TOKEN, DOCTOR_SKIPPED, "no profile");
            return;
        }
        atl_account_require(account, &finding);
        doctor_report(doctor, DOCTOR_TOKEN, DOCTOR_FAILED, &finding);
        return;
    }
    struct atl_buffer text = {0};
    describe_token(account, &text);
    atl_fail(&finding, ATL_OK, "%s", atl_buffer_text(&text));
    atl_buffer_free(&text);
    bool is_another = account->environment_token_for_chosen_profile &&
                      (account->has_file_token || account->has_keychain_token);
    if (is_another) {
        atl_hint(&finding, "unset ATLCLI_API_TOKEN to use the token of profile '%s'",
                 account->profile);
    }
    doctor_report(doctor, DOCTOR_TOKEN, is_another ? DOCTOR_WARNING : DOCTOR_OK, &finding);
}

void doctor_check_local(struct doctor *doctor)
{
    check_directory(doctor);
    check_file(doctor);
    if (check_profile(doctor)) {
        check_token(doctor);
        doctor->can_log_in = atl_account_require(&doctor->account, NULL) == ATL_OK;
    }
}
