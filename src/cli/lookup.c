/* The table, looked at by words. */
#include "atlcli/memory.h"
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
    {"add", "create"},  {"copy", "clone"},  {"cp", "clone"},      {"edit", "update"},
    {"find", "search"}, {"list", "search"}, {"ls", "list"},       {"modify", "update"},
    {"mv", "move"},     {"new", "create"},  {"remove", "delete"}, {"rm", "delete"},
    {"set", "update"},  {"show", "get"},    {"view", "get"},
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

static bool ends_word(char character)
{
    return character == ' ' || character == '\0';
}

/* How many of their first words are the same. */
static size_t shared_words(const char *left, const char *right)
{
    size_t words = 0;
    size_t i = 0;
    for (; left[i] == right[i] && left[i] != '\0'; i++) {
        words += left[i] == ' ';
    }
    return words + (ends_word(left[i]) && ends_word(right[i]));
}

/* What was meant by a word that no command of the group is called. */
struct guess {
    const char *group;
    const char *word;
    const char *above; /* the group that it is in; "": the top */
    struct atl_suggestion near;
    const struct atl_command *synonym;   /* in the group, or in the one above */
    const struct atl_command *elsewhere; /* called so in another group, the nearest one */
};

static void consider(struct guess *guess, const struct atl_command *command)
{
    const char *last = atl_command_last_word(command);
    bool is_near = is_child(command, guess->group);
    if (is_near) {
        atl_suggestion_offer(&guess->near, last);
    }
    if ((is_near || is_child(command, guess->above)) && is_synonym(guess->word, last) &&
        (guess->synonym == NULL || (is_near && !is_child(guess->synonym, guess->group)))) {
        guess->synonym = command;
    }
    if (!is_near && atl_text_equal(last, guess->word) &&
        (guess->elsewhere == NULL || shared_words(command->words, guess->group) >
                                         shared_words(guess->elsewhere->words, guess->group))) {
        guess->elsewhere = command;
    }
}

/* In a group a neighbour of nearly that name is meant rather than one elsewhere of that name. */
static void hint_guess(const struct guess *guess, struct atl_error *error)
{
    const struct atl_command *command = guess->synonym != NULL ? guess->synonym : guess->elsewhere;
    bool is_top = *guess->group == '\0';
    if (guess->near.best != NULL && (command == NULL || (guess->synonym == NULL && !is_top))) {
        atl_hint(error, "did you mean 'atlcli %s%s%s'?", guess->group, is_top ? "" : " ",
                 guess->near.best);
    } else if (command != NULL) {
        atl_hint(error, "did you mean 'atlcli %s'?", command->words);
    }
}

enum atl_status atl_command_fail_unknown(const struct atl_command *const *commands,
                                         const char *group, const char *word,
                                         struct atl_error *error)
{
    struct atl_arena arena = {0};
    const char *space = *group != '\0' ? " " : "";
    const char *last = strrchr(group, ' ');
    struct guess guess = {
        .group = group,
        .word = word,
        .above = last == NULL ? "" : atl_arena_strndup(&arena, group, (size_t)(last - group)),
        .near.given = word};
    for (; *commands != NULL; commands++) {
        if (!(*commands)->hidden) {
            consider(&guess, *commands);
        }
    }
    atl_fail(error, ATL_USAGE, "unknown command '%s%s%s'", group, space, word);
    hint_guess(&guess, error);
    atl_hint(error, "'atlcli %s%s--help' lists the commands", group, space);
    atl_arena_free(&arena);
    return ATL_USAGE;
}
