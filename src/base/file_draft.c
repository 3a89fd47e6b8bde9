/* Files that appear when they are whole. */
#include "atlcli/file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum atl_status fail(const char *path, int reason, struct atl_error *error)
{
    return atl_fail(error, reason == ENOENT ? ATL_NOT_FOUND : ATL_FAILED, "cannot write %s: %s",
                    path, strerror(reason));
}

enum atl_status atl_file_draft_begin(struct atl_file_draft *draft, struct atl_arena *arena,
                                     const char *path, struct atl_error *error)
{
    const char *slash = strrchr(path, '/');
    size_t directory = slash == NULL ? 0 : (size_t)(slash - path) + 1;
    *draft = (struct atl_file_draft){.path = atl_arena_strdup(arena, path)};
    /* Without the name itself: with what mkstemp adds it could be too long. */
    draft->temporary = atl_arena_printf(arena, "%.*s.atlcli-XXXXXX", (int)directory, path);
    draft->descriptor = mkstemp(draft->temporary);
    return draft->descriptor < 0 ? fail(path, errno, error) : ATL_OK;
}

static mode_t usual_mode(void)
{
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

/* A link fails where a file is already, a rename doesn't. Not every file system has links. */
static int place(const struct atl_file_draft *draft, bool replace)
{
    struct stat about;
    if (!replace) {
        if (link(draft->temporary, draft->path) == 0) {
            unlink(draft->temporary);
            return 0;
        }
        if (errno == EEXIST || lstat(draft->path, &about) == 0) {
            return EEXIST;
        }
    }
    return rename(draft->temporary, draft->path) == 0 ? 0 : errno;
}

enum atl_status atl_file_draft_finish(struct atl_file_draft *draft, bool replace,
                                      struct atl_error *error)
{
    int reason = fchmod(draft->descriptor, usual_mode()) == 0 ? 0 : errno;
    if (close(draft->descriptor) != 0 && reason == 0) {
        reason = errno;
    }
    draft->descriptor = -1;
    if (reason == 0) {
        reason = place(draft, replace);
    }
    if (reason != 0) {
        unlink(draft->temporary);
    }
    if (reason == EEXIST) {
        return atl_fail(error, ATL_CONFLICT, "%s is there already", draft->path);
    }
    return reason == 0 ? ATL_OK : fail(draft->path, reason, error);
}

void atl_file_draft_drop(struct atl_file_draft *draft)
{
    if (draft->descriptor >= 0) {
        close(draft->descriptor);
        unlink(draft->temporary);
        draft->descriptor = -1;
    }
}
