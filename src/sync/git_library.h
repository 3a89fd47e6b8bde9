/*
 * libgit2, loaded when first needed: for merges, diffs and ignore rules. It would cost every start
 * tens of milliseconds, most of them for certificates of a network that is never asked here.
 */
#ifndef SYNC_GIT_LIBRARY_H
#define SYNC_GIT_LIBRARY_H

#include "atlcli/error.h"

#include <git2.h>
#include <git2/sys/repository.h>

/* The functions in use, under their own names and with their own types. */
struct git_library {
    __typeof__(git_libgit2_init) *git_libgit2_init;
    __typeof__(git_libgit2_opts) *git_libgit2_opts;
    __typeof__(git_error_last) *git_error_last;
    __typeof__(git_merge_file_input_init) *git_merge_file_input_init;
    __typeof__(git_merge_file_options_init) *git_merge_file_options_init;
    __typeof__(git_merge_file) *git_merge_file;
    __typeof__(git_merge_file_result_free) *git_merge_file_result_free;
    __typeof__(git_diff_options_init) *git_diff_options_init;
    __typeof__(git_diff_buffers) *git_diff_buffers;
    __typeof__(git_repository_new) *git_repository_new;
    __typeof__(git_repository_free) *git_repository_free;
    __typeof__(git_ignore_add_rule) *git_ignore_add_rule;
    __typeof__(git_ignore_path_is_ignored) *git_ignore_path_is_ignored;
};

/*
 * Loads it once; *library stays valid. It reads none of git's configuration files. ATL_FAILED, with
 * a hint, when it is missing.
 */
enum atl_status git_library_load(const struct git_library **library, struct atl_error *error);

/* Fills `error` with what a function that failed has to say. Returns ATL_FAILED. */
enum atl_status git_library_fail(const struct git_library *library, const char *what,
                                 struct atl_error *error);

#endif
