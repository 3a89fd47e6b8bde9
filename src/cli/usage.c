#include "cli/usage.h"

void atl_append_argument(struct atl_buffer *text, const struct atl_argument *argument)
{
    bool optional = argument->arity == ATL_OPTIONAL || argument->arity == ATL_ANY_NUMBER;
    bool repeated = argument->arity == ATL_ONE_OR_MORE || argument->arity == ATL_ANY_NUMBER;
    atl_buffer_printf(text, "%s%s%s%s", optional ? "[" : "", argument->name, repeated ? "..." : "",
                      optional ? "]" : "");
}

static bool has_other_options(const struct atl_command *command)
{
    const struct atl_option *option = command->options;
    for (; option != NULL && option->name != NULL; option++) {
        if (!option->required && !option->hidden) {
            return true;
        }
    }
    return false;
}

void atl_append_usage(struct atl_buffer *text, const struct atl_command *command)
{
    atl_buffer_printf(text, "atlcli %s", command->words);
    if (command->run == NULL) {
        atl_buffer_add(text, " COMMAND");
        return;
    }
    const struct atl_argument *argument = command->arguments;
    for (; argument != NULL && argument->name != NULL; argument++) {
        atl_buffer_add_char(text, ' ');
        atl_append_argument(text, argument);
    }
    const struct atl_option *option = command->options;
    for (; option != NULL && option->name != NULL; option++) {
        if (option->required) {
            atl_buffer_printf(text, " --%s %s", option->name, option->value);
        }
    }
    atl_buffer_add(text, has_other_options(command) ? " [options]" : "");
}

void atl_append_option(struct atl_buffer *text, const struct atl_option *option, bool aligned)
{
    if (option->letter != '\0') {
        atl_buffer_printf(text, "-%c, ", option->letter);
    } else if (aligned) {
        atl_buffer_add(text, "    ");
    }
    atl_buffer_printf(text, "--%s", option->name);
    if (option->value != NULL) {
        atl_buffer_printf(text, " %s", option->value);
    }
}

static void append_choices(struct atl_buffer *text, const char *const *choices)
{
    for (size_t i = 0; choices[i] != NULL; i++) {
        atl_buffer_printf(text, "%s%s", i > 0 ? ", " : "", choices[i]);
    }
}

void atl_append_option_notes(struct atl_buffer *text, const struct atl_option *option)
{
    size_t start = text->length;
    if (option->choices != NULL) {
        atl_buffer_add(text, ": ");
        append_choices(text, option->choices);
    }
    struct atl_buffer notes = {0};
    if (option->kind == ATL_OPTION_REPEATED) {
        atl_buffer_add(&notes, "may be repeated");
    }
    if (option->unlimited != NULL) {
        atl_buffer_printf(&notes, "%sor '%s'", notes.length > 0 ? "; " : "", option->unlimited);
    }
    if (option->shown_default != NULL) {
        atl_buffer_printf(&notes, "%sdefault: %s", notes.length > 0 ? "; " : "",
                          option->shown_default);
    }
    if (option->alias != NULL) {
        atl_buffer_printf(&notes, "%salso --%s", notes.length > 0 ? "; " : "", option->alias);
    }
    if (notes.length > 0) {
        atl_buffer_printf(text, "%s(%s)", start > 0 ? " " : "", atl_buffer_text(&notes));
    }
    atl_buffer_free(&notes);
}

void atl_append_needs(struct atl_buffer *text, const struct atl_command *command)
{
    if ((command->needs & ATL_NEEDS_WORKSPACE) != 0) {
        atl_buffer_add(text, "Needs a docs workspace: 'atlcli wiki docs init' makes one.");
    } else if ((command->needs & ATL_NEEDS_JIRA) != 0) {
        atl_buffer_add(text, "Needs a profile of a site with Jira: 'atlcli auth init' makes one.");
    } else if ((command->needs & ATL_NEEDS_CONFLUENCE) != 0) {
        atl_buffer_add(text,
                       "Needs a profile of a site with Confluence: 'atlcli auth init' makes one.");
    } else if ((command->needs & ATL_NEEDS_PROFILE) != 0) {
        atl_buffer_add(text, "Needs a profile: 'atlcli auth init' makes one.");
    }
}

void atl_hint_usage(struct atl_error *error, const struct atl_command *command)
{
    struct atl_buffer usage = {0};
    atl_append_usage(&usage, command);
    atl_hint(error, "usage: %s", atl_buffer_text(&usage));
    atl_hint(error, "'atlcli %s --help' says more", command->words);
    atl_buffer_free(&usage);
}
