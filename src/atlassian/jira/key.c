/* Keys of issues. */
#include "atlcli/jira.h"

#include "atlcli/text.h"

#include <string.h>

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
static const char project_characters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
static const char digits[] = "0123456789";

/* A project's key starts with a letter; an issue's ends in its number. */
static bool is_key(const char *text)
{
    size_t project = strspn(text, project_characters);
    const char *number = text + project + 1;
    return strspn(text, letters) > 0 && text[project] == '-' && *number >= '1' && *number <= '9' &&
           number[strspn(number, digits)] == '\0';
}

/* Where the key begins in an address; the text itself when it is none, NULL when it holds none. */
static const char *find_in_address(const char *text)
{
    static const char *const places[] = {"selectedIssue=", "/browse/", "/issues/"};
    if (strstr(text, "://") == NULL) {
        return text;
    }
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const char *place = strstr(text, places[i]);
        if (place != NULL) {
            return place + strlen(places[i]);
        }
    }
    return NULL;
}

const char *atl_jira_key_parse(struct atl_arena *arena, const char *text)
{
    const char *trimmed = atl_text_trim(arena, text);
    const char *begin = find_in_address(trimmed);
    if (begin == NULL) {
        return NULL;
    }
    size_t length = begin == trimmed ? strlen(begin) : strcspn(begin, "/?#&");
    char *key = atl_arena_strndup(arena, begin, length);
    for (char *letter = key; *letter != '\0'; letter++) {
        if (*letter >= 'a' && *letter <= 'z') {
            *letter = (char)(*letter - 'a' + 'A');
        }
    }
    return is_key(key) ? key : NULL;
}
