#include "cmd/attachment_names.h"

#include "atlcli/file.h"

#include <string.h>

static bool is_taken(char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (atl_text_equal_ignoring_case(names[i], name)) {
            return true;
        }
    }
    return false;
}

static char *with_id(struct atl_arena *arena, const char *name, const char *id)
{
    const char *dot = strrchr(name, '.');
    size_t stem = dot == NULL || dot == name ? strlen(name) : (size_t)(dot - name);
    return atl_arena_printf(arena, "%.*s (%s)%s", (int)stem, name, id, name + stem);
}

char **attachment_names(struct atl_arena *arena, const struct attachment_label *attachments,
                        size_t count)
{
    char **names = atl_arena_alloc(arena, (count + 1) * sizeof *names);
    for (size_t i = 0; i < count; i++) {
        char *safe = atl_file_name_safe(arena, attachments[i].name);
        const char *id = atl_file_name_safe(arena, attachments[i].id);
        names[i] = safe;
        if (is_taken(names, i, names[i])) {
            names[i] = with_id(arena, safe, id);
        }
        if (is_taken(names, i, names[i])) {
            names[i] = atl_arena_printf(arena, "%s-%s", id, safe);
        }
    }
    return names;
}

char **attachment_names_of_issue(struct atl_arena *arena,
                                 const struct atl_jira_attachments *attachments)
{
    struct attachment_label *labels =
        atl_arena_alloc(arena, (attachments->count + 1) * sizeof *labels);
    for (size_t i = 0; i < attachments->count; i++) {
        labels[i] = (struct attachment_label){attachments->items[i].id, attachments->items[i].name};
    }
    return attachment_names(arena, labels, attachments->count);
}
