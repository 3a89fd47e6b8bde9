#include "atlcli/owner.h"

#include "atlcli/text.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Only root is believed what sudo says: anybody can set a variable. */
static bool is_caller_of_sudo(uid_t owner)
{
    int64_t caller;
    const char *given = getenv("SUDO_UID");
    return geteuid() == 0 && given != NULL && atl_text_to_integer(given, 1, UINT_MAX, &caller) &&
           (uid_t)caller == owner;
}

bool atl_is_own(const struct stat *about)
{
    return about->st_uid == geteuid() || about->st_uid == 0 || is_caller_of_sudo(about->st_uid);
}

static bool is_same_directory(const char *named, const char *directory)
{
    struct stat left;
    struct stat right;
    return stat(named, &left) == 0 && stat(directory, &right) == 0 && left.st_dev == right.st_dev &&
           left.st_ino == right.st_ino;
}

bool atl_is_named_safe(const char *directory)
{
    const char *at = getenv("ATLCLI_SAFE_DIRECTORY");
    bool safe = false;
    while (!safe && !atl_text_is_empty(at)) {
        size_t length = strcspn(at, ":");
        char *named = atl_strndup(at, length);
        safe = strcmp(named, "*") == 0 || (length > 0 && is_same_directory(named, directory));
        free(named);
        at += at[length] == ':' ? length + 1 : length;
    }
    return safe;
}
