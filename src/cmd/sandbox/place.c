/* Where the files of a sandbox are. */
#include "atlcli/config.h"
#include "atlcli/file.h"
#include "atlcli/text.h"
#include "cmd/sandbox/sandbox.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- one ---- */

/* What outlives this process is named by an absolute path. */
static const char *make_absolute(struct atl_arena *arena, const char *path)
{
    char *here = *path == '/' ? NULL : getcwd(NULL, 0);
    const char *absolute = here == NULL ? path : atl_path_join(arena, here, path);
    free(here);
    return absolute;
}

static enum atl_status find_parent(struct atl_context *context, const char **parent,
                                   struct atl_error *error)
{
    const char *configuration;
    enum atl_status status = atl_config_directory(context->arena, &configuration, error);
    if (status == ATL_OK) {
        *parent =
            atl_path_join(context->arena, make_absolute(context->arena, configuration), "sandbox");
    }
    return status;
}

static struct sandbox_place make_place(struct atl_arena *arena, const char *parent,
                                       const char *name)
{
    const char *directory = atl_path_join(arena, parent, name);
    return (struct sandbox_place){
        .name = name,
        .directory = directory,
        .lock = atl_path_join(arena, directory, "start.lock"),
        .process = atl_path_join(arena, directory, "process"),
        .state = atl_path_join(arena, directory, "state.json"),
        .token = atl_path_join(arena, directory, "token"),
        .messages = atl_path_join(arena, directory, "messages.log"),
        .requests = atl_path_join(arena, directory, "requests.jsonl"),
        .profiles = atl_path_join(arena, directory, "profiles.json"),
    };
}

enum atl_status sandbox_place_chosen(struct atl_context *context, struct sandbox_place *place,
                                     struct atl_error *error)
{
    const char *name = atl_option_text(context, "name");
    const char *parent;
    name = name == NULL ? "default" : name;
    /* The rules of profiles suit directories, too. */
    if (atl_profile_name_check(name, NULL) != ATL_OK) {
        atl_fail(error, ATL_USAGE, "--name: '%s' is no name for a sandbox", name);
        atl_hint(error, "use letters, digits, '.', '_' and '-'; start with a letter, a digit or "
                        "'_'");
        return ATL_USAGE;
    }
    enum atl_status status = find_parent(context, &parent, error);
    if (status == ATL_OK) {
        *place = make_place(context->arena, parent, name);
    }
    return status;
}

enum atl_status sandbox_place_prepare(const struct sandbox_place *place, struct atl_error *error)
{
    return atl_directory_ensure(place->directory, 0700, error);
}

const char *sandbox_name_option(struct atl_arena *arena, const struct sandbox_place *place)
{
    return atl_text_equal(place->name, "default")
               ? ""
               : atl_arena_printf(arena, " --name %s", place->name);
}

/* ---- all ---- */

/* Files beside the directories belong to sandboxes that were started without us. */
static bool is_directory(const struct dirent *entry)
{
    return (entry->d_type == DT_DIR || entry->d_type == DT_UNKNOWN) &&
           atl_profile_name_check(entry->d_name, NULL) == ATL_OK;
}

static enum atl_status list_names(struct atl_arena *arena, const char *parent,
                                  struct atl_words *names, struct atl_error *error)
{
    DIR *directory = opendir(parent);
    if (directory == NULL) {
        return errno == ENOENT
                   ? ATL_OK
                   : atl_fail(error, ATL_FAILED, "cannot read %s: %s", parent, strerror(errno));
    }
    const struct dirent *entry;
    while ((entry = readdir(directory)) != NULL) {
        if (is_directory(entry)) {
            atl_words_add(arena, names, atl_arena_strdup(arena, entry->d_name));
        }
    }
    closedir(directory);
    if (names->count > 0) {
        qsort(names->items, names->count, sizeof *names->items, atl_text_compare);
    }
    return ATL_OK;
}

enum atl_status sandbox_place_all(struct atl_context *context, struct sandbox_place **places,
                                  size_t *count, struct atl_error *error)
{
    const char *parent;
    struct atl_words names = {0};
    enum atl_status status = find_parent(context, &parent, error);
    if (status == ATL_OK) {
        status = list_names(context->arena, parent, &names, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    *count = names.count;
    *places = atl_arena_alloc(context->arena, (names.count + 1) * sizeof **places);
    for (size_t i = 0; i < names.count; i++) {
        (*places)[i] = make_place(context->arena, parent, names.items[i]);
    }
    return ATL_OK;
}
