/*
 * Command lines: words separated by NUL, parsed and completed against the real table. Any words
 * parse, or are refused with a message; what was parsed can be read by the names that were
 * declared.
 */
#include "cli/completion.h"
#include "cli/context.h"
#include "cli/parse.h"
#include "cmd/table.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST_WORDS = 256 };

static void require(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void check_text(const struct atl_option *option, const char *text, bool given)
{
    require(given == (text != NULL));
    bool found = text == NULL || option->choices == NULL;
    for (size_t i = 0; !found && option->choices[i] != NULL; i++) {
        found = strcmp(option->choices[i], text) == 0;
    }
    require(found);
}

static void check_option(const struct atl_context *context, const struct atl_option *option)
{
    size_t count;
    bool given = atl_option_given(context, option->name);
    switch (option->kind) {
    case ATL_OPTION_FLAG:
        require(given || !atl_option_flag(context, option->name));
        break;
    case ATL_OPTION_TEXT:
    case ATL_OPTION_CHOICE:
        check_text(option, atl_option_text(context, option->name), given);
        break;
    case ATL_OPTION_INTEGER: {
        int64_t value = atl_option_integer(context, option->name, option->minimum);
        bool bounded = option->minimum != 0 || option->maximum != 0;
        require(!bounded || value == ATL_OPTION_UNLIMITED ||
                (value >= option->minimum && value <= option->maximum));
        break;
    }
    case ATL_OPTION_REPEATED:
    case ATL_OPTION_LIST:
        require(atl_option_list(context, option->name, &count)[count] == NULL);
        require(given || count == 0);
        break;
    }
}

static void check_argument(const struct atl_context *context, const struct atl_argument *argument)
{
    size_t count;
    if (argument->arity == ATL_ONE_OR_MORE || argument->arity == ATL_ANY_NUMBER) {
        require(atl_argument_list(context, argument->name, &count)[count] == NULL);
        require(argument->arity == ATL_ANY_NUMBER || count > 0);
    } else {
        const char *text = atl_argument(context, argument->name);
        require(argument->arity == ATL_OPTIONAL || (text != NULL && *text != '\0'));
    }
}

static void check_invocation(struct atl_arena *arena, const struct atl_invocation *invocation)
{
    struct atl_context context = {.arena = arena,
                                  .command = invocation->command,
                                  .values = invocation->values,
                                  .globals = invocation->globals};
    if (invocation->values == NULL || invocation->help || invocation->version) {
        return;
    }
    const struct atl_option *option = invocation->command->options;
    for (; option != NULL && option->name != NULL; option++) {
        check_option(&context, option);
    }
    const struct atl_argument *argument = invocation->command->arguments;
    for (; argument != NULL && argument->name != NULL; argument++) {
        check_argument(&context, argument);
    }
}

static void parse(size_t count, char *const *words)
{
    struct atl_arena arena = {0};
    struct atl_invocation invocation;
    struct atl_error error;
    atl_error_clear(&error);
    enum atl_status status =
        atl_parse(&arena, atl_command_table(), count, words, &invocation, &error);
    if (status == ATL_OK) {
        check_invocation(&arena, &invocation);
    } else {
        require(status == ATL_USAGE && error.status == ATL_USAGE && error.message[0] != '\0');
    }
    atl_arena_free(&arena);
}

static void complete(size_t count, char *const *words)
{
    const char *typed[MOST_WORDS];
    struct atl_buffer lines = {0};
    for (size_t i = 0; i < count; i++) {
        typed[i] = words[i];
    }
    atl_complete(&lines, atl_command_table(), typed, count);
    require(lines.length == 0 || lines.data[lines.length - 1] == '\n');
    atl_buffer_free(&lines);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    setenv("ATLCLI_CONFIG_DIR", "/dev/null/none", 1);
    char *text = atl_alloc(size + 1);
    char *words[MOST_WORDS];
    size_t count = 0;
    if (size > 0) {
        memcpy(text, data, size);
    }
    for (size_t at = 0; at < size && count < MOST_WORDS; at += strlen(text + at) + 1) {
        words[count++] = text + at;
    }
    parse(count, words);
    complete(count, words);
    free(text);
    return 0;
}
