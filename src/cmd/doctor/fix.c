/* --fix: mends on this machine what can be mended without losing anything. */
#include "atlcli/file.h"
#include "atlcli/text.h"
#include "cli/console.h"
#include "cli/output.h"
#include "cmd/doctor/doctor.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct mending {
    struct doctor *doctor;
    cJSON *deeds; /* what was done, a sentence each */
};

static void tell(struct mending *mending, const char *format, ...) ATL_PRINTF(2, 3);

static void tell(struct mending *mending, const char *format, ...)
{
    struct atl_buffer text = {0};
    va_list arguments;
    va_start(arguments, format);
    atl_buffer_vprintf(&text, format, arguments);
    va_end(arguments);
    cJSON_AddItemToArray(mending->deeds, cJSON_CreateString(atl_buffer_text(&text)));
    atl_buffer_free(&text);
}

/* ---- modes ---- */

static void close_to_others(struct mending *mending, const char *path, mode_t wanted)
{
    unsigned mode;
    struct stat info;
    if (!doctor_is_open_to_others(path, &mode) || (mode & S_ISVTX) != 0) {
        return; /* a directory that all may write to, such as /tmp, is not ours to close */
    }
    if (stat(path, &info) != 0 || info.st_uid != geteuid()) {
        atl_warn(mending->doctor->context->console, "%s belongs to another user: its mode is left",
                 path);
    } else if (chmod(path, wanted) != 0) {
        atl_warn(mending->doctor->context->console, "cannot change the mode of %s: %s", path,
                 strerror(errno));
    } else {
        tell(mending, "closed %s to others (mode %04o, was %04o)", path, (unsigned)wanted, mode);
    }
}

/* ---- the active profile ---- */

struct choice {
    const char *missing; /* NULL: nothing was wrong */
    const char *chosen;  /* NULL: none is active now */
    struct atl_arena *arena;
};

static enum atl_status choose(struct atl_credentials *credentials, void *context,
                              struct atl_error *error)
{
    struct choice *choice = context;
    const char *current = atl_credentials_current(credentials);
    if (current == NULL || atl_credentials_find(credentials, current) != NULL) {
        /* Another process has been quicker. */
        return atl_fail(error, ATL_CONFLICT, "nothing is wrong with the active profile");
    }
    choice->missing = atl_arena_strdup(choice->arena, current);
    if (atl_credentials_count(credentials) != 1) {
        return atl_credentials_clear_current(credentials, error);
    }
    choice->chosen = atl_arena_strdup(choice->arena, atl_credentials_at(credentials, 0)->name);
    return atl_credentials_set_current(credentials, choice->chosen, error);
}

static bool is_dangling(struct atl_arena *arena)
{
    struct atl_credentials *credentials;
    if (atl_credentials_load(arena, &credentials, NULL) != ATL_OK) {
        return false; /* the check of the file says why */
    }
    const char *current = atl_credentials_current(credentials);
    return current != NULL && atl_credentials_find(credentials, current) == NULL;
}

static void mend_active_profile(struct mending *mending)
{
    struct atl_arena *arena = mending->doctor->context->arena;
    struct choice choice = {.arena = arena};
    struct atl_error error;
    if (!is_dangling(arena)) {
        return;
    }
    enum atl_status status = atl_credentials_update(arena, choose, &choice, &error);
    if (status == ATL_CONFLICT) {
        return;
    }
    if (status != ATL_OK) {
        atl_warn(mending->doctor->context->console, "%s", error.message);
    } else if (choice.chosen != NULL) {
        tell(mending, "made '%s' the active profile ('%s' doesn't exist)", choice.chosen,
             choice.missing);
    } else {
        tell(mending, "no profile is active now ('%s' doesn't exist)", choice.missing);
    }
}

/* ---- */

static void print(struct mending *mending)
{
    struct doctor *doctor = mending->doctor;
    struct atl_output *output = doctor->context->output;
    struct atl_error *error = &doctor->output_error;
    const cJSON *deed;
    cJSON_ArrayForEach(deed, mending->deeds)
    {
        if (doctor->output_status == ATL_OK) {
            doctor->output_status =
                atl_output_text(output, error, "Fixed: %s\n", deed->valuestring);
        }
    }
    if (doctor->output_status == ATL_OK) {
        doctor->output_status = atl_output_text(
            output, error, "%s\n",
            cJSON_GetArraySize(mending->deeds) == 0 ? "Nothing that --fix could mend.\n" : "");
    }
    atl_output_member(output, "fixed", mending->deeds);
}

void doctor_fix(struct doctor *doctor)
{
    struct mending mending = {.doctor = doctor, .deeds = cJSON_CreateArray()};
    struct atl_arena *arena = doctor->context->arena;
    const char *directory;
    if (atl_config_directory(arena, &directory, NULL) == ATL_OK) {
        close_to_others(&mending, directory, S_IRWXU);
        close_to_others(&mending, atl_path_join(arena, directory, "credentials.json"),
                        S_IRUSR | S_IWUSR);
        mend_active_profile(&mending);
    }
    print(&mending);
}
