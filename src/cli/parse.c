#include "cli/parse.h"

#include "atlcli/suggest.h"
#include "atlcli/text.h"
#include "cli/option_value.h"
#include "cli/usage.h"
#include "cli/values.h"

#include <string.h>

struct parser {
    struct atl_arena *arena;
    const struct atl_command *const *commands;
    char *const *words;
    size_t count;
    size_t at;
    bool only_arguments; /* "--" has been seen */

    struct atl_buffer path; /* the command's words so far */
    const struct atl_command *command;
    struct atl_values globals;
    struct atl_values *values;
    struct atl_words arguments;
};

/* ---- options ---- */

/* An option as it stands on the command line. */
struct spelling {
    struct atl_value *value; /* NULL: there is no such option */
    bool negated;
};

/* "no-progress" for "progress", and the other way round. */
static bool is_negation(const char *name, const char *option)
{
    return (strncmp(name, "no-", 3) == 0 && strcmp(name + 3, option) == 0) ||
           (strncmp(option, "no-", 3) == 0 && strcmp(option + 3, name) == 0);
}

static struct spelling look_up(const struct atl_values *values, const char *name)
{
    struct spelling negation = {NULL, false};
    for (size_t i = 0; i < values->option_count; i++) {
        const struct atl_option *option = values->options[i].option;
        if (strcmp(option->name, name) == 0 || atl_text_equal(option->alias, name)) {
            return (struct spelling){&values->options[i], false};
        }
        if (option->kind == ATL_OPTION_FLAG && is_negation(name, option->name)) {
            negation = (struct spelling){&values->options[i], true};
        }
    }
    return negation;
}

static struct spelling look_up_everywhere(const struct parser *parser, const char *name)
{
    struct spelling own = {NULL, false};
    if (parser->values != NULL) {
        own = look_up(parser->values, name);
    }
    return own.value != NULL ? own : look_up(&parser->globals, name);
}

static struct atl_value *look_up_letter(const struct parser *parser, char letter)
{
    const struct atl_values *both[] = {parser->values, &parser->globals};
    for (size_t k = 0; k < 2; k++) {
        for (size_t i = 0; both[k] != NULL && i < both[k]->option_count; i++) {
            if (both[k]->options[i].option->letter == letter) {
                return &both[k]->options[i];
            }
        }
    }
    return NULL;
}

static enum atl_status fail_unknown_option(const struct parser *parser, const char *name,
                                           struct atl_error *error)
{
    struct atl_suggestion suggestion = {.given = name};
    const struct atl_values *both[] = {parser->values, &parser->globals};
    for (size_t k = 0; k < 2; k++) {
        for (size_t i = 0; both[k] != NULL && i < both[k]->option_count; i++) {
            if (!both[k]->options[i].option->hidden) {
                atl_suggestion_offer(&suggestion, both[k]->options[i].option->name);
            }
        }
    }
    bool has_command = parser->command != NULL && parser->command->run != NULL;
    atl_fail(error, ATL_USAGE, "unknown option '--%s'", name);
    if (strncmp(name, "no-", 3) == 0 && look_up_everywhere(parser, name + 3).value != NULL) {
        atl_hint(error, "did you mean '--%s'?", name + 3);
    } else if (suggestion.best != NULL) {
        atl_hint(error, "did you mean '--%s'?", suggestion.best);
    } else if (!has_command) {
        atl_hint(error, "the options of a command come after its words");
    }
    return ATL_USAGE;
}

/* The word after an option, as its value. Two dashes begin another option. */
static const char *take_next_word(struct parser *parser)
{
    if (parser->at >= parser->count || strncmp(parser->words[parser->at], "--", 2) == 0) {
        return NULL;
    }
    return parser->words[parser->at++];
}

static enum atl_status take_value(struct parser *parser, struct atl_value *value,
                                  const char *attached, struct atl_error *error)
{
    const char *text = attached != NULL ? attached : take_next_word(parser);
    if (text == NULL) {
        atl_fail(error, ATL_USAGE, "option '--%s' needs a value", value->option->name);
        if (parser->at < parser->count && !value->option->secret) {
            atl_hint(error, "if '%s' is the value, write --%s=%s", parser->words[parser->at],
                     value->option->name, parser->words[parser->at]);
        }
        return ATL_USAGE;
    }
    return atl_value_take(parser->arena, value, text, error);
}

static enum atl_status parse_long(struct parser *parser, const char *word, struct atl_error *error)
{
    size_t length = strcspn(word, "=");
    const char *name = atl_arena_strndup(parser->arena, word, length);
    const char *attached = word[length] == '=' ? word + length + 1 : NULL;
    struct spelling spelling = look_up_everywhere(parser, name);
    if (spelling.value == NULL) {
        return fail_unknown_option(parser, name, error);
    }
    if (spelling.value->option->kind != ATL_OPTION_FLAG) {
        return take_value(parser, spelling.value, attached, error);
    }
    if (attached != NULL) {
        return atl_fail(error, ATL_USAGE, "option '--%s' takes no value", name);
    }
    spelling.value->given = true;
    spelling.value->flag = !spelling.negated;
    return ATL_OK;
}

static enum atl_status parse_letters(struct parser *parser, const char *letters,
                                     struct atl_error *error)
{
    const char *whole = letters;
    for (; *letters != '\0'; letters++) {
        struct atl_value *value = look_up_letter(parser, *letters);
        if (value == NULL) {
            atl_fail(error, ATL_USAGE, "unknown option '-%c'", *letters);
            if (look_up_everywhere(parser, whole).value != NULL) {
                atl_hint(error, "did you mean '--%s'?", whole);
            } else {
                atl_hint(error, "an argument that begins with '-' goes after '--'");
            }
            return ATL_USAGE;
        }
        if (value->option->kind != ATL_OPTION_FLAG) {
            const char *attached = letters[1] == '=' ? letters + 2 : letters + 1;
            return take_value(parser, value, letters[1] != '\0' ? attached : NULL, error);
        }
        value->given = true;
        value->flag = true;
    }
    return ATL_OK;
}

/* ---- words ---- */

/* Goes from "jira issue" to "jira issue get", if there is such a command. */
static bool descend(struct parser *parser, const char *word)
{
    size_t length = parser->path.length;
    if (strchr(word, ' ') != NULL || *word == '\0') {
        return false;
    }
    atl_buffer_printf(&parser->path, "%s%s", length > 0 ? " " : "", word);
    const struct atl_command *command =
        atl_command_find(parser->commands, atl_buffer_text(&parser->path));
    if (command == NULL) {
        atl_buffer_truncate(&parser->path, length);
        return false;
    }
    parser->command = command;
    parser->values = NULL;
    if (command->run != NULL) {
        parser->values = atl_arena_alloc(parser->arena, sizeof *parser->values);
        atl_values_prepare(parser->arena, command->options, parser->values);
        parser->values->command = command;
    }
    return true;
}

static enum atl_status parse_word(struct parser *parser, const char *word, struct atl_error *error)
{
    if (parser->only_arguments || parser->arguments.count > 0 || !descend(parser, word)) {
        if (parser->values == NULL) {
            return atl_command_fail_unknown(parser->commands, atl_buffer_text(&parser->path), word,
                                            error);
        }
        atl_words_add(parser->arena, &parser->arguments, word);
    }
    return ATL_OK;
}

static enum atl_status parse_all(struct parser *parser, struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    while (status == ATL_OK && parser->at < parser->count) {
        const char *word = parser->words[parser->at++];
        if (parser->only_arguments || word[0] != '-' || word[1] == '\0') {
            status = parse_word(parser, word, error);
        } else if (word[1] != '-') {
            status = parse_letters(parser, word + 1, error);
        } else if (word[2] != '\0') {
            status = parse_long(parser, word + 2, error);
        } else {
            parser->only_arguments = true;
        }
    }
    return status;
}

/* A mistake may come before --json; whoever reads JSON wants to read about it all the same. */
static bool asks_for_json(const struct parser *parser)
{
    for (size_t i = 0; i < parser->count && strcmp(parser->words[i], "--") != 0; i++) {
        if (strcmp(parser->words[i], "--json") == 0) {
            return true;
        }
    }
    return false;
}

static enum atl_status check(struct parser *parser, struct atl_invocation *invocation,
                             struct atl_error *error)
{
    invocation->help = atl_values_find(&parser->globals, "help")->flag;
    invocation->version = atl_values_find(&parser->globals, "version")->flag;
    enum atl_status status = atl_globals_read(&parser->globals, &invocation->globals, error);
    if (status != ATL_OK || parser->values == NULL || invocation->help || invocation->version) {
        return status;
    }
    status = atl_values_place_arguments(parser->arena, parser->values, &parser->arguments, error);
    return status == ATL_OK ? atl_values_check_required(parser->values, error) : status;
}

enum atl_status atl_parse(struct atl_arena *arena, const struct atl_command *const *commands,
                          size_t count, char *const *words, struct atl_invocation *invocation,
                          struct atl_error *error)
{
    struct parser parser = {.arena = arena, .commands = commands, .words = words, .count = count};
    atl_values_prepare(arena, atl_global_options, &parser.globals);
    *invocation = (struct atl_invocation){.globals.retries = -1};
    enum atl_status status = parse_all(&parser, error);
    if (status == ATL_OK) {
        status = check(&parser, invocation, error);
    }
    invocation->command = parser.command;
    invocation->values = parser.values;
    if (status != ATL_OK) {
        invocation->globals.form = asks_for_json(&parser) ? ATL_OUTPUT_JSON : ATL_OUTPUT_TABLE;
        if (parser.values != NULL) {
            atl_hint_usage(error, parser.command);
        }
    }
    atl_buffer_free(&parser.path);
    return status;
}
