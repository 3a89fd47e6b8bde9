/* The table, looked at by words. */
#include "atlcli/suggest.h"
#include "atlcli/text.h"
#include "cli/parse.h"

#include <string.h>

const struct atl_command *atl_command_find(const struct atl_command *const *commands,
                                           const char *words)
{
    for (; *commands != NULL; commands++) {
        if (atl_text_equal((*commands)->words, words)) {
            return *commands;
        }
    }
    return NULL;
}

bool atl_command_is_below(const struct atl_command *command, const char *group)
{
    size_t length = strlen(group);
    return length == 0 ||
           (strncmp(command->words, group, length) == 0 && command->words[length] == ' ');
}

const char *atl_command_last_word(const struct atl_command *command)
{
    const char *space = strrchr(command->words, ' ');
    return space != NULL ? space + 1 : command->words;
}

/* True when the command is directly below the group, not below one of its groups. */
static bool is_child(const struct atl_command *command, const char *group)
{
    if (!atl_command_is_below(command, group)) {
        return false;
    }
    const char *rest = command->words + strlen(group) + (*group != '\0' ? 1 : 0);
    return strchr(rest, ' ') == NULL;
}

enum atl_status atl_command_fail_unknown(const struct atl_command *const *commands,
                                         const char *group, const char *word,
                                         struct atl_error *error)
{
    const char *space = *group != '\0' ? " " : "";
    struct atl_suggestion suggestion = {.given = word};
    const struct atl_command *elsewhere = NULL;
    for (; *commands != NULL; commands++) {
        const char *last = atl_command_last_word(*commands);
        if ((*commands)->hidden) {
            continue;
        }
        if (is_child(*commands, group)) {
            atl_suggestion_offer(&suggestion, last);
        } else if (elsewhere == NULL && atl_text_equal(last, word)) {
            elsewhere = *commands;
        }
    }
    atl_fail(error, ATL_USAGE, "unknown command '%s%s%s'", group, space, word);
    if (elsewhere != NULL) {
        atl_hint(error, "did you mean 'atlcli %s'?", elsewhere->words);
    } else if (suggestion.best != NULL) {
        atl_hint(error, "did you mean 'atlcli %s%s%s'?", group, space, suggestion.best);
    }
    atl_hint(error, "'atlcli %s%s--help' lists the commands", group, space);
    return ATL_USAGE;
}
