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

/* What other tools call a command, and what it is called here. */
static const char *const synonyms[][2] = {
    {"add", "create"},  {"copy", "clone"},    {"cp", "clone"},      {"edit", "update"},
    {"find", "search"}, {"ls", "list"},       {"modify", "update"}, {"mv", "move"},
    {"new", "create"},  {"remove", "delete"}, {"rm", "delete"},     {"set", "update"},
    {"show", "get"},    {"view", "get"},
};

static bool is_synonym(const char *word, const char *name)
{
    for (size_t i = 0; i < sizeof synonyms / sizeof *synonyms; i++) {
        if (atl_text_equal(synonyms[i][0], word) && atl_text_equal(synonyms[i][1], name)) {
            return true;
        }
    }
    return false;
}

enum atl_status atl_command_fail_unknown(const struct atl_command *const *commands,
                                         const char *group, const char *word,
                                         struct atl_error *error)
{
    const char *space = *group != '\0' ? " " : "";
    struct atl_suggestion suggestion = {.given = word};
    const struct atl_command *elsewhere = NULL;
    const struct atl_command *synonym = NULL;
    for (; *commands != NULL; commands++) {
        const char *last = atl_command_last_word(*commands);
        if ((*commands)->hidden) {
            continue;
        }
        if (is_child(*commands, group)) {
            atl_suggestion_offer(&suggestion, last);
            synonym = synonym == NULL && is_synonym(word, last) ? *commands : synonym;
        } else if (elsewhere == NULL && atl_text_equal(last, word)) {
            elsewhere = *commands;
        }
    }
    atl_fail(error, ATL_USAGE, "unknown command '%s%s%s'", group, space, word);
    elsewhere = synonym != NULL ? synonym : elsewhere;
    if (elsewhere != NULL) {
        atl_hint(error, "did you mean 'atlcli %s'?", elsewhere->words);
    } else if (suggestion.best != NULL) {
        atl_hint(error, "did you mean 'atlcli %s%s%s'?", group, space, suggestion.best);
    }
    atl_hint(error, "'atlcli %s%s--help' lists the commands", group, space);
    return ATL_USAGE;
}
