#include "cli/option_value.h"

#include "atlcli/suggest.h"
#include "atlcli/text.h"

#include <string.h>

static const char *find_choice(const char *const *choices, const char *text)
{
    for (; *choices != NULL; choices++) {
        if (atl_text_equal_ignoring_case(*choices, text)) {
            return *choices;
        }
    }
    return NULL;
}

/* `what` is the option or argument: "option '--type'". */
static enum atl_status fail_choice(const char *what, const char *const *choices, const char *text,
                                   struct atl_error *error)
{
    struct atl_suggestion suggestion = {.given = text};
    struct atl_buffer list = {0};
    for (; *choices != NULL; choices++) {
        atl_suggestion_offer(&suggestion, *choices);
        const char *separator = list.length == 0 ? "" : choices[1] != NULL ? ", " : " or ";
        atl_buffer_printf(&list, "%s%s", separator, *choices);
    }
    atl_fail(error, ATL_USAGE, "%s takes %s, not '%s'", what, atl_buffer_text(&list), text);
    if (suggestion.best != NULL) {
        atl_hint(error, "did you mean '%s'?", suggestion.best);
    }
    atl_buffer_free(&list);
    return ATL_USAGE;
}

static bool has_range(const struct atl_option *option)
{
    return option->minimum != 0 || option->maximum != 0;
}

static enum atl_status fail_integer(const struct atl_option *option, const char *text,
                                    struct atl_error *error)
{
    struct atl_buffer range = {0};
    if (has_range(option) && option->maximum == INT64_MAX) {
        atl_buffer_printf(&range, " of at least %lld", (long long)option->minimum);
    } else if (has_range(option)) {
        atl_buffer_printf(&range, " from %lld to %lld", (long long)option->minimum,
                          (long long)option->maximum);
    }
    if (option->unlimited != NULL) {
        atl_buffer_printf(&range, " or '%s'", option->unlimited);
    }
    atl_fail(error, ATL_USAGE, "option '--%s' takes a whole number%s, not '%s'", option->name,
             atl_buffer_text(&range), text);
    atl_buffer_free(&range);
    return ATL_USAGE;
}

static enum atl_status take_integer(struct atl_value *value, const char *text,
                                    struct atl_error *error)
{
    const struct atl_option *option = value->option;
    if (option->unlimited != NULL && atl_text_equal_ignoring_case(option->unlimited, text)) {
        value->integer = ATL_OPTION_UNLIMITED;
        return ATL_OK;
    }
    int64_t minimum = has_range(option) ? option->minimum : INT64_MIN;
    int64_t maximum = has_range(option) ? option->maximum : INT64_MAX;
    if (!atl_text_to_integer(text, minimum, maximum, &value->integer)) {
        return fail_integer(option, text, error);
    }
    return ATL_OK;
}

static enum atl_status take_choice(struct atl_arena *arena, struct atl_value *value,
                                   const char *text, struct atl_error *error)
{
    value->text = find_choice(value->option->choices, text);
    if (value->text != NULL) {
        return ATL_OK;
    }
    return fail_choice(atl_arena_printf(arena, "option '--%s'", value->option->name),
                       value->option->choices, text, error);
}

static enum atl_status take_list(struct atl_arena *arena, struct atl_value *value, const char *text,
                                 struct atl_error *error)
{
    const char *const *choices = value->option->choices;
    char **parts;
    size_t count = atl_text_split(arena, text, ',', &parts);
    for (size_t i = 0; i < count; i++) {
        const char *part = choices != NULL ? find_choice(choices, parts[i]) : parts[i];
        if (part == NULL) {
            return fail_choice(atl_arena_printf(arena, "option '--%s'", value->option->name),
                               choices, parts[i], error);
        }
        atl_words_add(arena, &value->words, part);
    }
    return ATL_OK;
}

/* ---- bytes ---- */

/* Names of files may be of any bytes; all else is text that a site is to find or to keep. */
static bool is_path(enum atl_completion completion)
{
    return completion == ATL_COMPLETE_FILE || completion == ATL_COMPLETE_DIRECTORY;
}

/* `what` is the option or argument: "option '--type'". */
static enum atl_status check_bytes(const char *what, const char *text, struct atl_error *error)
{
    const char *malformed = atl_utf8_malformed(text, strlen(text));
    return malformed == NULL ? ATL_OK
                             : atl_fail(error, ATL_USAGE, "%s: byte 0x%02x is not UTF-8", what,
                                        (unsigned)(unsigned char)*malformed);
}

/* ---- secrets ---- */

static void wipe_text(void *text)
{
    atl_wipe(text, strlen(text));
}

/*
 * Moves a secret out of the process's words, where the process list would show it for as long as
 * the process lives.
 */
static const char *take_secret(struct atl_arena *arena, const char *word)
{
    char *secret = atl_arena_strdup(arena, word);
    atl_arena_defer(arena, wipe_text, secret);
    wipe_text((char *)(uintptr_t)word);
    return secret;
}

/* ---- options ---- */

enum atl_status atl_value_take(struct atl_arena *arena, struct atl_value *value, const char *text,
                               struct atl_error *error)
{
    if (!is_path(value->option->completion) && !value->option->secret) {
        const char *what = atl_arena_printf(arena, "option '--%s'", value->option->name);
        enum atl_status status = check_bytes(what, text, error);
        if (status != ATL_OK) {
            return status;
        }
    }
    value->given = true;
    switch (value->option->kind) {
    case ATL_OPTION_INTEGER:
        return take_integer(value, text, error);
    case ATL_OPTION_CHOICE:
        return take_choice(arena, value, text, error);
    case ATL_OPTION_LIST:
        return take_list(arena, value, text, error);
    case ATL_OPTION_REPEATED:
        atl_words_add(arena, &value->words, text);
        return ATL_OK;
    case ATL_OPTION_TEXT:
    case ATL_OPTION_FLAG:
        break;
    }
    value->text = value->option->secret ? take_secret(arena, text) : text;
    return ATL_OK;
}

/* ---- arguments ---- */

static bool takes_many(const struct atl_argument *argument)
{
    return argument->arity == ATL_ONE_OR_MORE || argument->arity == ATL_ANY_NUMBER;
}

static bool is_required(const struct atl_argument *argument)
{
    return argument->arity == ATL_REQUIRED || argument->arity == ATL_ONE_OR_MORE;
}

/* Where an option stands for the first argument, any of the words may be the path. */
static bool takes_path(const struct atl_argument *declared)
{
    for (; declared->name != NULL; declared++) {
        if (is_path(declared->completion)) {
            return true;
        }
    }
    return false;
}

static enum atl_status place(struct atl_arena *arena, const struct atl_argument *argument,
                             struct atl_words *words, const char *text, struct atl_error *error)
{
    if (is_required(argument) && *text == '\0') {
        return atl_fail(error, ATL_USAGE, "argument %s is empty", argument->name);
    }
    const char *word = argument->choices != NULL ? find_choice(argument->choices, text) : text;
    if (word == NULL) {
        return fail_choice(atl_arena_printf(arena, "argument %s", argument->name),
                           argument->choices, text, error);
    }
    atl_words_add(arena, words, word);
    return ATL_OK;
}

/* Where a secret could have been given, the word too many may be one. */
static bool may_be_secret(const struct atl_values *values)
{
    for (size_t i = 0; i < values->option_count; i++) {
        if (values->options[i].option->secret) {
            return true;
        }
    }
    return false;
}

enum atl_status atl_values_place_arguments(struct atl_arena *arena, struct atl_values *values,
                                           const struct atl_words *words, struct atl_error *error)
{
    const struct atl_argument *declared = values->command->arguments;
    size_t count = 0;
    while (declared != NULL && declared[count].name != NULL) {
        count++;
    }
    values->argument_count = count;
    values->arguments = atl_arena_alloc(arena, (count + 1) * sizeof *values->arguments);
    enum atl_status status = ATL_OK;
    bool any_bytes = count > 0 && takes_path(declared);
    size_t at = 0;
    for (size_t i = 0; i < count && status == ATL_OK; i++) {
        size_t most = takes_many(&declared[i]) ? words->count : at + 1;
        if (at >= words->count && is_required(&declared[i])) {
            return atl_fail(error, ATL_USAGE, "missing argument %s", declared[i].name);
        }
        for (; at < words->count && at < most && status == ATL_OK; at++) {
            const char *what = atl_arena_printf(arena, "argument %s", declared[i].name);
            status = any_bytes ? ATL_OK : check_bytes(what, words->items[at], error);
            if (status == ATL_OK) {
                status = place(arena, &declared[i], &values->arguments[i], words->items[at], error);
            }
        }
    }
    if (status == ATL_OK && at < words->count) {
        status = may_be_secret(values)
                     ? atl_fail(error, ATL_USAGE, "there is an argument too many")
                     : atl_fail(error, ATL_USAGE, "unexpected argument '%s'", words->items[at]);
    }
    return status;
}

enum atl_status atl_values_check_required(const struct atl_values *values, struct atl_error *error)
{
    for (size_t i = 0; i < values->option_count; i++) {
        const struct atl_option *option = values->options[i].option;
        if (option->required && !values->options[i].given) {
            return atl_fail(error, ATL_USAGE, "option '--%s' is missing", option->name);
        }
    }
    return ATL_OK;
}
