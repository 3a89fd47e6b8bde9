#include "cmd/option_check.h"

#include "atlcli/text.h"
#include "cli/values.h"

static bool is_blank(const char *text)
{
    struct atl_arena arena = {0};
    bool blank = text != NULL && *atl_text_trim(&arena, text) == '\0';
    atl_arena_free(&arena);
    return blank;
}

static enum atl_status fail(const struct atl_context *context, const char *name,
                            struct atl_error *error)
{
    atl_fail(error, ATL_USAGE, "--%s needs a value; it is empty", name);
    atl_hint(error, atl_values_find(context->values, name)->option->required
                        ? "is a variable not set?"
                        : "is a variable not set? leave the option out to go without it");
    return ATL_USAGE;
}

enum atl_status option_check_filled(const struct atl_context *context, const char *const *texts,
                                    const char *const *lists, struct atl_error *error)
{
    for (size_t i = 0; texts[i] != NULL; i++) {
        if (is_blank(atl_option_text(context, texts[i]))) {
            return fail(context, texts[i], error);
        }
    }
    for (size_t i = 0; lists[i] != NULL; i++) {
        size_t count;
        const char *const *values = atl_option_list(context, lists[i], &count);
        bool blank = count == 0 && atl_option_given(context, lists[i]);
        for (size_t j = 0; j < count; j++) {
            blank = blank || is_blank(values[j]); /* of those that may be repeated */
        }
        if (blank) {
            return fail(context, lists[i], error);
        }
    }
    return ATL_OK;
}

enum atl_status option_check_standard_input(const struct atl_context *context, const char *text,
                                            struct atl_error *error)
{
    bool items =
        atl_option_flag(context, "stdin") || atl_text_equal(atl_option_text(context, "file"), "-");
    if (!items || !atl_text_equal(atl_option_text(context, "body-file"), "-")) {
        return ATL_OK;
    }
    return atl_fail(error, ATL_USAGE, "standard input is either the issues or the %s, not both",
                    text);
}
