/* Every command that atlcli has, held to what help, parser and completion take for granted. */
#include "cli_fixture.h"

#include "cmd/table.h"

#include <ctype.h>

static void complain(const struct atl_command *command, const char *what, const char *which)
{
    fail_msg("'%s': %s: %s", command->words, what, which);
}

static void check_summary(const struct atl_command *command, const char *summary)
{
    if (atl_text_is_empty(summary)) {
        complain(command, "a summary is missing", "");
    }
    if (atl_text_ends_with(summary, ".") || strchr(summary, '\n') != NULL) {
        complain(command, "a summary is a few words without a full stop", summary);
    }
}

static void every_command_has_a_summary(void **state)
{
    (void)state;
    for (const struct atl_command *const *at = atl_command_table(); *at != NULL; at++) {
        check_summary(*at, (*at)->summary);
        if (islower((unsigned char)(*at)->summary[0])) {
            complain(*at, "a summary begins with a capital", (*at)->summary);
        }
    }
}

static void every_group_is_declared_before_its_commands(void **state)
{
    (void)state;
    const struct atl_command *const *commands = atl_command_table();
    for (size_t i = 0; commands[i] != NULL; i++) {
        char group[128];
        snprintf(group, sizeof group, "%s", commands[i]->words);
        char *space = strrchr(group, ' ');
        if (space == NULL) {
            continue;
        }
        *space = '\0';
        const struct atl_command *found = atl_command_find(commands, group);
        if (found == NULL) { /* a command may have others below it: comment, comment update */
            complain(commands[i], "no such group", group);
        }
        bool before = false;
        for (size_t k = 0; k < i; k++) {
            before = before || commands[k] == found;
        }
        if (!before) {
            complain(commands[i], "its group comes after it", group);
        }
    }
}

static void no_words_stand_for_two_commands(void **state)
{
    (void)state;
    const struct atl_command *const *commands = atl_command_table();
    for (size_t i = 0; commands[i] != NULL; i++) {
        assert_ptr_equal(atl_command_find(commands, commands[i]->words), commands[i]);
    }
}

static void check_names(const struct atl_command *command, const struct atl_option *option,
                        const struct atl_option *other)
{
    for (; other->name != NULL; other++) {
        if (other == option) {
            continue;
        }
        if (strcmp(option->name, other->name) == 0 || atl_text_equal(option->alias, other->name)) {
            complain(command, "an option of this name is there already", option->name);
        }
        if (option->letter != '\0' && option->letter == other->letter) {
            complain(command, "its letter is taken", option->name);
        }
    }
}

static void check_option(const struct atl_command *command, const struct atl_option *option)
{
    bool flag = option->kind == ATL_OPTION_FLAG;
    check_summary(command, option->summary);
    if (flag != (option->value == NULL)) {
        complain(command, "a value has a name, a flag has none", option->name);
    }
    if ((option->kind == ATL_OPTION_CHOICE) && option->choices == NULL) {
        complain(command, "there is nothing to choose from", option->name);
    }
    if (option->kind != ATL_OPTION_INTEGER &&
        (option->minimum != 0 || option->maximum != 0 || option->unlimited != NULL)) {
        complain(command, "only integers have a range", option->name);
    }
    if (option->minimum > option->maximum) {
        complain(command, "its range is empty", option->name);
    }
    check_names(command, option, command->options);
    check_names(command, option, atl_global_options);
}

static void every_option_is_well_formed(void **state)
{
    (void)state;
    for (const struct atl_command *const *at = atl_command_table(); *at != NULL; at++) {
        const struct atl_option *option = (*at)->options;
        for (; option != NULL && option->name != NULL; option++) {
            check_option(*at, option);
        }
    }
}

static void every_argument_is_well_formed(void **state)
{
    (void)state;
    for (const struct atl_command *const *at = atl_command_table(); *at != NULL; at++) {
        const struct atl_argument *argument = (*at)->arguments;
        bool optional_before = false;
        for (; argument != NULL && argument->name != NULL; argument++) {
            bool optional = argument->arity == ATL_OPTIONAL || argument->arity == ATL_ANY_NUMBER;
            bool many = argument->arity == ATL_ONE_OR_MORE || argument->arity == ATL_ANY_NUMBER;
            check_summary(*at, argument->summary);
            if (islower((unsigned char)argument->name[0])) {
                complain(*at, "an argument's name is in capitals", argument->name);
            }
            if (many && argument[1].name != NULL) {
                complain(*at, "only the last argument can be repeated", argument->name);
            }
            if (optional_before && !optional) {
                complain(*at, "a required argument comes after an optional one", argument->name);
            }
            optional_before = optional;
        }
    }
}

/* ---- examples ---- */

/* Splits as a shell would, as far as examples go: blanks, both quotation marks; until a pipe,
 * redirection, "&" or ";". */
static size_t split(char *line, char **words)
{
    size_t count = 0;
    char *out = line;
    while (*line != '\0' && strchr("|<>&;", *line) == NULL) {
        char quote = '\0';
        words[count++] = out;
        while (*line != '\0' && (quote != '\0' || strchr(" |<>&;", *line) == NULL)) {
            if (quote == '\0' ? *line == '\'' || *line == '"' : *line == quote) {
                quote = quote == '\0' ? *line : '\0';
                line++;
            } else {
                *out++ = *line++;
            }
        }
        line += strspn(line, " ");
        *out++ = '\0';
    }
    return count;
}

static void every_example_parses(void **state)
{
    (void)state;
    for (const struct atl_command *const *at = atl_command_table(); *at != NULL; at++) {
        const struct atl_example *example = (*at)->examples;
        for (; example != NULL && example->command != NULL; example++) {
            struct atl_arena arena = {0};
            struct atl_invocation invocation;
            struct atl_error error;
            char *words[64];
            char *line = atl_arena_printf(&arena, "%s  ", example->command);
            size_t count = split(line, words);
            check_summary(*at, example->summary);
            if (atl_parse(&arena, atl_command_table(), count, words, &invocation, &error) !=
                ATL_OK) {
                complain(*at, example->command, error.message);
            }
            if (invocation.command != *at && (*at)->run != NULL) {
                complain(*at, "the example is one of another command", example->command);
            }
            atl_arena_free(&arena);
        }
    }
}

static void every_command_shows_an_example(void **state)
{
    (void)state;
    for (const struct atl_command *const *at = atl_command_table(); *at != NULL; at++) {
        if ((*at)->run != NULL && !(*at)->hidden &&
            ((*at)->examples == NULL || (*at)->examples[0].command == NULL)) {
            complain(*at, "has no example", "");
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_command_has_a_summary),
        cmocka_unit_test(every_group_is_declared_before_its_commands),
        cmocka_unit_test(no_words_stand_for_two_commands),
        cmocka_unit_test(every_option_is_well_formed),
        cmocka_unit_test(every_argument_is_well_formed),
        cmocka_unit_test(every_command_shows_an_example),
        cmocka_unit_test(every_example_parses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
