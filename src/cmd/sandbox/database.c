/* A database is one sandbox's: each keeps in memory what it has read. */
#include "atlcli/text.h"
#include "cmd/sandbox/sandbox.h"

#include <sys/stat.h>

/* However the path is written; by the path alone while there is no such file. */
static bool is_same_file(const char *left, const char *right)
{
    struct stat one;
    struct stat other;
    if (atl_text_equal(left, right)) {
        return true;
    }
    return left != NULL && right != NULL && stat(left, &one) == 0 && stat(right, &other) == 0 &&
           one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

enum atl_status sandbox_database_check(const struct sandbox_start *start, struct atl_error *error)
{
    struct sandbox_place *places;
    size_t count = 0;
    if (start->database == NULL) {
        return ATL_OK;
    }
    enum atl_status status = sandbox_place_all(start->context, &places, &count, error);
    for (size_t i = 0; status == ATL_OK && i < count; i++) {
        struct sandbox_state state;
        sandbox_state_find(start->context, &places[i], &state);
        if (state.process != SANDBOX_NOBODY && is_same_file(state.database, start->database)) {
            status = atl_fail(error, ATL_CONFLICT, "%s is in use by sandbox '%s'", start->database,
                              places[i].name);
            atl_hint(error, "stop that one first: atlcli sandbox stop%s",
                     sandbox_name_option(start->context->arena, &places[i]));
        }
    }
    return status;
}
