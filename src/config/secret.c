#include "config/secret.h"

#include "atlcli/config.h"
#include "atlcli/text.h"

#include <string.h>

void secret_wipe_text(char *text)
{
    if (text != NULL) {
        atl_wipe(text, strlen(text));
    }
}

static void wipe_deferred(void *text)
{
    secret_wipe_text(text);
}

const char *secret_keep(struct atl_arena *arena, const char *text)
{
    char *copy = atl_arena_strdup(arena, text);
    if (copy != NULL) {
        atl_arena_defer(arena, wipe_deferred, copy);
    }
    return copy;
}

static void wipe_tree(cJSON *node)
{
    for (; node != NULL; node = node->next) {
        secret_wipe_text(node->valuestring);
        wipe_tree(node->child);
    }
}

void secret_delete_tree(void *tree)
{
    wipe_tree(tree);
    cJSON_Delete(tree);
}

bool has_control_character(const char *text)
{
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text < 0x20 || *text == 0x7F) {
            return true;
        }
    }
    return false;
}

enum atl_status atl_token_clean(struct atl_arena *arena, const char *token, const char *origin,
                                const char **clean, struct atl_error *error)
{
    static const char space[] = " \t\r\n";
    *clean = NULL;
    if (token == NULL) {
        return ATL_OK;
    }
    token += strspn(token, space);
    size_t length = strlen(token);
    while (length > 0 && strchr(space, token[length - 1]) != NULL) {
        length--;
    }
    if (length == 0) {
        return ATL_OK;
    }
    char *copy = atl_arena_strndup(arena, token, length);
    atl_arena_defer(arena, wipe_deferred, copy);
    if (has_control_character(copy)) {
        atl_fail(error, ATL_USAGE, "the token from %s holds a line break or a control character",
                 origin);
        atl_hint(error, "a token is one line: copy it again, without anything before or after it");
        return ATL_USAGE;
    }
    *clean = copy;
    return ATL_OK;
}
