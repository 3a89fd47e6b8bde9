#include "sync/git_library.h"

#include "base/shared_library.h"

#define SYMBOL(name)                                                                               \
    {                                                                                              \
#name, offsetof(struct git_library, name)                                                  \
    }

static const struct shared_symbol symbols[] = {
    SYMBOL(git_libgit2_init),
    SYMBOL(git_libgit2_opts),
    SYMBOL(git_error_last),
    SYMBOL(git_merge_file_input_init),
    SYMBOL(git_merge_file_options_init),
    SYMBOL(git_merge_file),
    SYMBOL(git_merge_file_result_free),
    SYMBOL(git_diff_options_init),
    SYMBOL(git_diff_buffers),
    SYMBOL(git_repository_new),
    SYMBOL(git_repository_free),
    SYMBOL(git_ignore_add_rule),
    SYMBOL(git_ignore_path_is_ignored),
};

/*
 * The one this was compiled with, else another: every release has a name of its own, but what is
 * used here has been the same since 1.0.
 */
/* clang-format off */
static const char *const names[] = {
#ifdef __APPLE__
    ("libgit2." LIBGIT2_SOVERSION ".dylib"), "libgit2.dylib",
#else
    ("libgit2.so." LIBGIT2_SOVERSION),
    "libgit2.so.1.9", "libgit2.so.1.8", "libgit2.so.1.7", "libgit2.so.1.6", "libgit2.so.1.5",
    "libgit2.so.1.4", "libgit2.so.1.3", "libgit2.so.1.2", "libgit2.so.1.1",
#endif
    NULL};
/* clang-format on */

/* A mistake in somebody's ~/.gitconfig, or their own rules, are no business of a workspace's. */
static enum atl_status set_up(const struct git_library *library, struct atl_error *error)
{
    static const int levels[] = {GIT_CONFIG_LEVEL_PROGRAMDATA, GIT_CONFIG_LEVEL_SYSTEM,
                                 GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL};
    if (library->git_libgit2_init() < 0) {
        return git_library_fail(library, "libgit2 cannot be used", error);
    }
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        if (library->git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, levels[i], "") < 0) {
            return git_library_fail(library, "libgit2 cannot be set up", error);
        }
    }
    return ATL_OK;
}

enum atl_status git_library_load(const struct git_library **library, struct atl_error *error)
{
    static struct git_library loaded;
    static bool is_ready;
    char reason[SHARED_LIBRARY_REASON_BYTES];
    *library = &loaded;
    if (is_ready) {
        return ATL_OK;
    }
    if (!shared_library_open(names, symbols, sizeof symbols / sizeof *symbols, &loaded, reason)) {
        atl_fail(error, ATL_FAILED,
                 "merges, diffs and ignore rules need libgit2, which cannot be loaded: %s", reason);
        atl_hint(error, "install libgit2 (Debian: libgit2-" LIBGIT2_SOVERSION ")");
        return ATL_FAILED;
    }
    enum atl_status status = set_up(&loaded, error);
    is_ready = status == ATL_OK;
    return status;
}

enum atl_status git_library_fail(const struct git_library *library, const char *what,
                                 struct atl_error *error)
{
    const git_error *reason = library->git_error_last();
    return atl_fail(error, ATL_FAILED, "%s: %s", what,
                    reason == NULL || reason->message == NULL ? "unknown reason" : reason->message);
}
