/*
 * Which files of a workspace are left alone: the rules of its .gitignore and .atlcliignore files,
 * by libgit2.
 *
 * Each directory may have its own. A rule holds for what is below its directory; of the rules that
 * match, the last one counts, those of a deeper directory come after those above it, and
 * .atlcliignore comes after .gitignore. "!" takes a rule back, but nothing below a directory that
 * is ignored itself comes back. When the workspace lies in a git repository, the .gitignore files
 * from that one's top down to the workspace hold, too; a rule that ignores the workspace as a whole
 * does not. Whether git tracks a file makes no difference, and none of git's other files and
 * settings are read. ".atlcli" and ".git" are always ignored, wherever they are.
 *
 * Nothing is ever written, and without any rules libgit2 is not loaded.
 */
#ifndef SYNC_IGNORE_H
#define SYNC_IGNORE_H

#include "atlcli/error.h"
#include "atlcli/memory.h"

#include <stdbool.h>

struct sync_ignore;

/* `root` is the workspace. The result lives in the arena. */
enum atl_status sync_ignore_open(struct atl_arena *arena, const char *root,
                                 struct sync_ignore **ignore, struct atl_error *error);

/*
 * Whether a path below the workspace ("notes/draft.md", without "./", "..", or a slash at its end)
 * is ignored. It need not exist. The rules of a directory are read when the first path in it is
 * asked about, and once only.
 */
bool sync_ignores(struct sync_ignore *ignore, const char *relative_path, bool directory);

/*
 * Whether all rules could be read so far. When they couldn't, sync_ignores answers false for what
 * they might have said something about: ask here before anything is done with its answers.
 */
enum atl_status sync_ignore_check(const struct sync_ignore *ignore, struct atl_error *error);

#endif
