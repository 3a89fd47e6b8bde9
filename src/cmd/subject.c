#include "cmd/subject.h"

#include "cli/usage.h"
#include "cli/values.h"

static bool takes_many(const struct atl_argument *argument)
{
    return argument->arity == ATL_ONE_OR_MORE || argument->arity == ATL_ANY_NUMBER;
}

/* All that was given, in order. */
static struct atl_words collect(struct atl_context *context)
{
    struct atl_words words = {0};
    for (const struct atl_argument *at = context->command->arguments; at->name != NULL; at++) {
        if (takes_many(at)) {
            const char *const *items = atl_argument_list(context, at->name, NULL);
            for (; *items != NULL; items++) {
                atl_words_add(context->arena, &words, *items);
            }
        } else if (atl_argument(context, at->name) != NULL) {
            atl_words_add(context->arena, &words, atl_argument(context, at->name));
        }
    }
    return words;
}

static size_t most_words(const struct atl_command *command)
{
    size_t count = 0;
    for (const struct atl_argument *at = command->arguments; at->name != NULL; at++) {
        count = takes_many(at) || count == SIZE_MAX ? SIZE_MAX : count + 1;
    }
    return count == SIZE_MAX ? count : count - 1;
}

static enum atl_status fail_usage(const struct atl_context *context, struct atl_error *error,
                                  const char *what, const char *word)
{
    atl_fail(error, ATL_USAGE, what, word);
    atl_hint_usage(error, context->command);
    return ATL_USAGE;
}

static const char *const no_words[] = {NULL};

struct subject subject_none(struct atl_context *context)
{
    struct atl_words words = collect(context);
    return (struct subject){.words = words.count > 0 ? words.items : no_words,
                            .word_count = words.count};
}

enum atl_status subject_read(struct atl_context *context, const char *option, const char *missing,
                             size_t least, struct subject *subject, struct atl_error *error)
{
    struct atl_words words = collect(context);
    const char *given = atl_option_text(context, option);
    if (words.count == 0 && given == NULL) {
        return fail_usage(context, error, "%s", missing);
    }
    size_t used = given == NULL ? 1 : 0;
    *subject = (struct subject){.text = given != NULL ? given : words.items[0],
                                .words = words.count > used ? words.items + used : no_words,
                                .word_count = words.count - used};
    if (subject->word_count < least) {
        return fail_usage(context, error, "%s is missing",
                          context->command->arguments[1 + subject->word_count].name);
    }
    if (subject->word_count > most_words(context->command)) {
        return fail_usage(context, error, "'%s' is one word too many",
                          subject->words[subject->word_count - 1]);
    }
    return ATL_OK;
}
