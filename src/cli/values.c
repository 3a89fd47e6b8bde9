#include "cli/values.h"

#include "atlcli/text.h"
#include "cli/context.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void atl_words_add(struct atl_arena *arena, struct atl_words *words, const char *word)
{
    if (words->count + 1 >= words->capacity) {
        size_t capacity = words->capacity == 0 ? 8 : words->capacity * 2;
        const char **items = atl_arena_alloc(arena, capacity * sizeof *items);
        if (words->count > 0) {
            memcpy(items, words->items, words->count * sizeof *items);
        }
        words->items = items;
        words->capacity = capacity;
    }
    words->items[words->count++] = word;
    words->items[words->count] = NULL;
}

void atl_values_prepare(struct atl_arena *arena, const struct atl_option *options,
                        struct atl_values *values)
{
    size_t count = 0;
    while (options != NULL && options[count].name != NULL) {
        count++;
    }
    values->option_count = count;
    values->options = atl_arena_alloc(arena, (count + 1) * sizeof *values->options);
    for (size_t i = 0; i < count; i++) {
        values->options[i].option = &options[i];
    }
}

struct atl_value *atl_values_find(const struct atl_values *values, const char *name)
{
    for (size_t i = 0; i < values->option_count; i++) {
        if (atl_text_equal(values->options[i].option->name, name)) {
            return &values->options[i];
        }
    }
    return NULL;
}

/* A command that asks for what it didn't declare would otherwise misbehave unnoticed. */
static _Noreturn void end_for_mistake(const struct atl_context *context, const char *what,
                                      const char *name)
{
    fprintf(stderr, "atlcli: internal error: '%s' declares no such %s: %s\n",
            context->command->words, what, name);
    abort();
}

static const struct atl_value *require(const struct atl_context *context, const char *name,
                                       unsigned kinds)
{
    const struct atl_value *value = atl_values_find(context->values, name);
    if (value == NULL || (kinds & (1U << value->option->kind)) == 0) {
        end_for_mistake(context, "option", name);
    }
    return value;
}

bool atl_option_given(const struct atl_context *context, const char *name)
{
    return require(context, name, ~0U)->given;
}

bool atl_option_flag(const struct atl_context *context, const char *name)
{
    return require(context, name, 1U << ATL_OPTION_FLAG)->flag;
}

const char *atl_option_text(const struct atl_context *context, const char *name)
{
    return require(context, name, 1U << ATL_OPTION_TEXT | 1U << ATL_OPTION_CHOICE)->text;
}

int64_t atl_option_integer(const struct atl_context *context, const char *name, int64_t fallback)
{
    const struct atl_value *value = require(context, name, 1U << ATL_OPTION_INTEGER);
    return value->given ? value->integer : fallback;
}

static const char *const *list_of(const struct atl_words *words, size_t *count)
{
    static const char *const nothing[] = {NULL};
    if (count != NULL) {
        *count = words->count;
    }
    return words->items != NULL ? words->items : nothing;
}

const char *const *atl_option_list(const struct atl_context *context, const char *name,
                                   size_t *count)
{
    return list_of(
        &require(context, name, 1U << ATL_OPTION_REPEATED | 1U << ATL_OPTION_LIST)->words, count);
}

static const struct atl_words *require_argument(const struct atl_context *context, const char *name,
                                                bool repeated)
{
    const struct atl_argument *declared = context->command->arguments;
    for (size_t i = 0; i < context->values->argument_count; i++) {
        bool takes_many =
            declared[i].arity == ATL_ONE_OR_MORE || declared[i].arity == ATL_ANY_NUMBER;
        if (takes_many == repeated && atl_text_equal(declared[i].name, name)) {
            return &context->values->arguments[i];
        }
    }
    end_for_mistake(context, "argument", name);
}

const char *atl_argument(const struct atl_context *context, const char *name)
{
    const struct atl_words *words = require_argument(context, name, false);
    return words->count > 0 ? words->items[0] : NULL;
}

const char *const *atl_argument_list(const struct atl_context *context, const char *name,
                                     size_t *count)
{
    return list_of(require_argument(context, name, true), count);
}
