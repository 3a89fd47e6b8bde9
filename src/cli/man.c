#include "cli/man.h"

#include "cli/about.h"
#include "cli/parse.h"
#include "cli/usage.h"

#include <string.h>

/*
 * Appends text that roff takes literally: backslashes and dashes escaped, a dot or apostrophe at
 * the beginning of a line guarded, characters that have a name in roff given by it.
 */
static void add_text(struct atl_buffer *page, const char *text)
{
    bool at_line_start = page->length == 0 || page->data[page->length - 1] == '\n';
    for (; *text != '\0'; text++) {
        if (at_line_start && (*text == '.' || *text == '\'')) {
            atl_buffer_add(page, "\\&");
        }
        at_line_start = *text == '\n';
        if (*text == '\\') {
            atl_buffer_add(page, "\\e");
        } else if (*text == '-') {
            atl_buffer_add(page, "\\-");
        } else if (*text == '\'') {
            atl_buffer_add(page, "\\(aq");
        } else if (*text == '`') {
            atl_buffer_add(page, "\\(ga");
        } else if (*text == '^') {
            atl_buffer_add(page, "\\(ha");
        } else if (*text == '~') {
            atl_buffer_add(page, "\\(ti");
        } else {
            atl_buffer_add_char(page, *text);
        }
    }
}

static void add_line(struct atl_buffer *page, const char *text)
{
    add_text(page, text);
    atl_buffer_add_char(page, '\n');
}

static void add_section(struct atl_buffer *page, const char *name)
{
    atl_buffer_printf(page, ".SH %s\n", name);
}

/* A term in bold, and what it means. */
static void add_entry(struct atl_buffer *page, const char *term, const char *summary)
{
    atl_buffer_add(page, ".TP\n\\fB");
    add_text(page, term);
    atl_buffer_add(page, "\\fR\n");
    add_line(page, summary);
}

/* An empty line begins a paragraph, any other end of line is kept. */
static void add_paragraphs(struct atl_buffer *page, const char *text)
{
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        struct atl_buffer line = {0};
        atl_buffer_append(&line, text, length);
        add_line(page, atl_buffer_text(&line));
        atl_buffer_free(&line);
        text += length;
        if (strncmp(text, "\n\n", 2) == 0) {
            atl_buffer_add(page, ".PP\n");
        } else if (*text == '\n') {
            atl_buffer_add(page, ".br\n");
        }
        text += strspn(text, "\n");
    }
}

void atl_man_append_name(struct atl_buffer *text, const struct atl_command *command)
{
    atl_buffer_add(text, "atlcli");
    if (command != NULL) {
        atl_buffer_add_char(text, '-');
        for (const char *at = command->words; *at != '\0'; at++) {
            atl_buffer_add_char(text, *at == ' ' ? '-' : *at);
        }
    }
}

static void add_title(struct atl_buffer *page, const struct atl_command *command)
{
    struct atl_buffer name = {0};
    atl_man_append_name(&name, command);
    atl_buffer_add(page, ".TH \"");
    add_text(page, atl_buffer_text(&name));
    atl_buffer_printf(page, "\" 1 \"\" \"atlcli %s\" \"User commands\"\n", ATLCLI_VERSION);
    add_section(page, "NAME");
    add_text(page, atl_buffer_text(&name));
    atl_buffer_add(page, " \\- ");
    add_line(page, command != NULL ? command->summary : ATL_ABOUT);
    atl_buffer_free(&name);
}

static void add_synopsis(struct atl_buffer *page, const struct atl_command *command)
{
    struct atl_buffer usage = {0};
    atl_append_usage(&usage, command);
    add_section(page, "SYNOPSIS");
    atl_buffer_add(page, ".nf\n\\fBatlcli ");
    add_text(page, command->words);
    atl_buffer_add(page, "\\fR");
    add_line(page, atl_buffer_text(&usage) + strlen("atlcli ") + strlen(command->words));
    atl_buffer_add(page, ".fi\n");
    atl_buffer_free(&usage);
}

static void add_arguments(struct atl_buffer *page, const struct atl_argument *argument)
{
    if (argument == NULL || argument->name == NULL) {
        return;
    }
    add_section(page, "ARGUMENTS");
    for (; argument->name != NULL; argument++) {
        struct atl_buffer term = {0};
        struct atl_buffer summary = {0};
        atl_append_argument(&term, argument);
        atl_buffer_add(&summary, argument->summary);
        for (size_t i = 0; argument->choices != NULL && argument->choices[i] != NULL; i++) {
            atl_buffer_printf(&summary, "%s%s", i == 0 ? ": " : ", ", argument->choices[i]);
        }
        add_entry(page, atl_buffer_text(&term), atl_buffer_text(&summary));
        atl_buffer_free(&term);
        atl_buffer_free(&summary);
    }
}

static void add_options(struct atl_buffer *page, const char *section,
                        const struct atl_option *option)
{
    if (option == NULL || option->name == NULL) {
        return;
    }
    add_section(page, section);
    for (; option->name != NULL; option++) {
        if (!option->hidden) {
            struct atl_buffer term = {0};
            struct atl_buffer summary = {0};
            atl_append_option(&term, option, false);
            atl_buffer_add(&summary, option->summary);
            atl_append_option_notes(&summary, option);
            add_entry(page, atl_buffer_text(&term), atl_buffer_text(&summary));
            atl_buffer_free(&term);
            atl_buffer_free(&summary);
        }
    }
}

static void add_examples(struct atl_buffer *page, const struct atl_example *example)
{
    if (example == NULL || example->command == NULL) {
        return;
    }
    add_section(page, "EXAMPLES");
    for (; example->command != NULL; example++) {
        atl_buffer_add(page, ".TP\n");
        add_line(page, example->summary);
        atl_buffer_add(page, "\\fBatlcli ");
        add_text(page, example->command);
        atl_buffer_add(page, "\\fR\n");
    }
}

/* The commands below a group, each with its own line. */
static void add_commands(struct atl_buffer *page, const struct atl_command *const *commands,
                         const char *group)
{
    add_section(page, "COMMANDS");
    for (; *commands != NULL; commands++) {
        const struct atl_command *command = *commands;
        if (!command->hidden && command->run != NULL && atl_command_is_below(command, group)) {
            struct atl_buffer usage = {0};
            atl_append_usage(&usage, command);
            add_entry(page, atl_buffer_text(&usage), command->summary);
            atl_buffer_free(&usage);
        }
    }
}

static void add_about(struct atl_buffer *page, const char *section,
                      const struct atl_about_entry *entry)
{
    add_section(page, section);
    for (; entry->name != NULL; entry++) {
        add_entry(page, entry->name, entry->summary);
    }
}

static void add_see_also(struct atl_buffer *page, const struct atl_command *const *commands,
                         const struct atl_command *command)
{
    add_section(page, "SEE ALSO");
    atl_buffer_add(page, ".BR atlcli (1)");
    for (; *commands != NULL; commands++) {
        const struct atl_command *other = *commands;
        if (other->run == NULL && other != command && !other->hidden &&
            atl_command_is_below(command, other->words)) {
            struct atl_buffer name = {0};
            atl_man_append_name(&name, other);
            atl_buffer_add(page, ",\n.BR ");
            add_text(page, atl_buffer_text(&name));
            atl_buffer_add(page, " (1)");
            atl_buffer_free(&name);
        }
    }
    atl_buffer_add_char(page, '\n');
}

static void add_needs(struct atl_buffer *page, const struct atl_command *command)
{
    struct atl_buffer needs = {0};
    atl_append_needs(&needs, command);
    if (needs.length > 0) {
        atl_buffer_add(page, ".PP\n");
        add_line(page, atl_buffer_text(&needs));
    }
    atl_buffer_free(&needs);
}

void atl_man_append_overview(struct atl_buffer *text, const struct atl_command *const *commands)
{
    add_title(text, NULL);
    add_section(text, "SYNOPSIS");
    atl_buffer_add(text, "\\fBatlcli\\fR COMMAND [options]\n");
    add_commands(text, commands, "");
    add_options(text, "GLOBAL OPTIONS", atl_global_options);
    add_about(text, "EXIT STATUS", atl_about_exit_codes);
    add_about(text, "ENVIRONMENT", atl_about_environment);
    add_about(text, "FILES", atl_about_files);
    add_examples(text, atl_about_examples);
}

void atl_man_append_command(struct atl_buffer *text, const struct atl_command *const *commands,
                            const struct atl_command *command)
{
    add_title(text, command);
    add_synopsis(text, command);
    add_section(text, "DESCRIPTION");
    add_paragraphs(text, command->description != NULL ? command->description : command->summary);
    add_needs(text, command);
    if (command->run == NULL) {
        add_commands(text, commands, command->words);
    } else {
        add_arguments(text, command->arguments);
        add_options(text, "OPTIONS", command->options);
        atl_buffer_add(text, ".PP\nThe options that every command has are in\n.BR atlcli (1).\n");
    }
    add_examples(text, command->examples);
    add_see_also(text, commands, command);
}
