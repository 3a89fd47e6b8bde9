#include "cli/help.h"

#include "cli/about.h"
#include "cli/console.h"
#include "cli/output.h"
#include "cli/parse.h"
#include "cli/usage.h"

#include <string.h>

enum {
    MARGIN = 2,
    GAP = 2,
    WIDEST_TERM = 28,   /* a longer one has its summary on the next line */
    LEAST_SUMMARY = 20, /* narrower than this, summaries go below their terms too */
    WIDEST_HELP = 100,  /* longer lines are hard to read */
    PIPE_HELP = 80,
};

struct help {
    struct atl_buffer *text;
    unsigned columns;
    bool colour;
};

static void add_heading(struct help *help, const char *heading)
{
    atl_buffer_add_char(help->text, '\n');
    atl_style_append(help->text, help->colour, ATL_STYLE_BOLD, heading);
    atl_buffer_add_char(help->text, '\n');
}

static void add_paragraph(struct help *help, const char *paragraph)
{
    atl_text_append_wrapped(help->text, paragraph, 0, help->columns);
    atl_buffer_add_char(help->text, '\n');
}

/* ---- lists of terms with their summaries ---- */

struct entry {
    char *term;
    char *summary;
};

struct entries {
    struct atl_arena arena;
    struct atl_list list; /* of struct entry */
    unsigned width;       /* of the widest term that shares a line with its summary */
};

/* Takes both buffers. */
static void add_entry(struct entries *entries, struct atl_buffer *term, struct atl_buffer *summary)
{
    struct entry *entry = atl_arena_alloc(&entries->arena, sizeof *entry);
    entry->term = atl_arena_strdup(&entries->arena, atl_buffer_text(term));
    entry->summary = atl_arena_strdup(&entries->arena, atl_buffer_text(summary));
    unsigned width = atl_text_width(entry->term);
    if (width <= WIDEST_TERM && width > entries->width) {
        entries->width = width;
    }
    atl_list_add(&entries->list, entry);
    atl_buffer_free(term);
    atl_buffer_free(summary);
}

static void print_entry(struct help *help, const struct entry *entry, unsigned indent)
{
    unsigned width = atl_text_width(entry->term);
    atl_buffer_printf(help->text, "%*s%s", MARGIN, "", entry->term);
    if (*entry->summary != '\0') {
        if (MARGIN + width + GAP <= indent) {
            atl_buffer_printf(help->text, "%*s", (int)(indent - MARGIN - width), "");
        } else {
            atl_buffer_printf(help->text, "\n%*s", (int)indent, "");
        }
        atl_text_append_wrapped(help->text, entry->summary, indent, help->columns);
    }
    atl_buffer_add_char(help->text, '\n');
}

/* Prints the list under a heading, unless it is empty, and frees it. */
static void print_entries(struct help *help, const char *heading, struct entries *entries)
{
    unsigned indent = MARGIN + entries->width + GAP;
    if (indent + LEAST_SUMMARY > help->columns) {
        indent = MARGIN * 3;
    }
    if (entries->list.count > 0) {
        add_heading(help, heading);
    }
    for (size_t i = 0; i < entries->list.count; i++) {
        print_entry(help, entries->list.items[i], indent);
    }
    atl_list_free(&entries->list);
    atl_arena_free(&entries->arena);
}

/* ---- the parts ---- */

static void print_usage(struct help *help, const struct atl_command *command)
{
    struct atl_buffer usage = {0};
    if (command == NULL) {
        atl_buffer_add(&usage, "atlcli COMMAND");
    } else {
        atl_append_usage(&usage, command);
    }
    atl_buffer_add_char(help->text, '\n');
    atl_style_append(help->text, help->colour, ATL_STYLE_BOLD, "Usage:");
    atl_buffer_add_char(help->text, ' ');
    atl_text_append_wrapped(help->text, atl_buffer_text(&usage), sizeof "Usage:", help->columns);
    atl_buffer_add_char(help->text, '\n');
    atl_buffer_free(&usage);
}

/* Commands directly below the group; a group stands for those below it. */
static void print_commands(struct help *help, const struct atl_command *const *commands,
                           const char *group)
{
    struct entries entries = {0};
    size_t skip = *group == '\0' ? 0 : strlen(group) + 1;
    for (; *commands != NULL; commands++) {
        const struct atl_command *command = *commands;
        if (!command->hidden && atl_command_is_below(command, group) &&
            strchr(command->words + skip, ' ') == NULL) {
            struct atl_buffer term = {0};
            struct atl_buffer summary = {0};
            atl_buffer_add(&term, command->words + skip);
            atl_buffer_add(&summary, command->summary);
            add_entry(&entries, &term, &summary);
        }
    }
    print_entries(help, "Commands:", &entries);
}

static void print_arguments(struct help *help, const struct atl_argument *argument)
{
    struct entries entries = {0};
    for (; argument != NULL && argument->name != NULL; argument++) {
        struct atl_buffer term = {0};
        struct atl_buffer summary = {0};
        atl_append_argument(&term, argument);
        atl_buffer_add(&summary, argument->summary);
        for (size_t i = 0; argument->choices != NULL && argument->choices[i] != NULL; i++) {
            atl_buffer_printf(&summary, "%s%s", i == 0 ? ": " : ", ", argument->choices[i]);
        }
        add_entry(&entries, &term, &summary);
    }
    print_entries(help, "Arguments:", &entries);
}

static void print_options(struct help *help, const char *heading, const struct atl_option *option)
{
    struct entries entries = {0};
    for (; option != NULL && option->name != NULL; option++) {
        if (!option->hidden) {
            struct atl_buffer term = {0};
            struct atl_buffer summary = {0};
            atl_append_option(&term, option, true);
            atl_buffer_add(&summary, option->summary);
            atl_append_option_notes(&summary, option);
            add_entry(&entries, &term, &summary);
        }
    }
    print_entries(help, heading, &entries);
}

static void print_global_options_in_short(struct help *help)
{
    struct atl_buffer names = {0};
    for (const struct atl_option *option = atl_global_options; option->name != NULL; option++) {
        atl_buffer_printf(&names, "--%s%s%s%s", option->name, option->value != NULL ? " " : "",
                          option->value != NULL ? option->value : "",
                          option[1].name != NULL ? ", " : "");
    }
    add_heading(help, "Global options, explained by 'atlcli --help':");
    atl_buffer_printf(help->text, "%*s", MARGIN, "");
    atl_text_append_wrapped(help->text, atl_buffer_text(&names), MARGIN, help->columns);
    atl_buffer_add_char(help->text, '\n');
    atl_buffer_free(&names);
}

static void print_examples(struct help *help, const struct atl_example *example)
{
    if (example != NULL && example->command != NULL) {
        add_heading(help, "Examples:");
    }
    for (; example != NULL && example->command != NULL; example++) {
        atl_buffer_printf(help->text, "%*s%s:\n%*satlcli %s\n", MARGIN, "", example->summary,
                          MARGIN * 2, "", example->command);
    }
}

static void print_needs(struct help *help, const struct atl_command *command)
{
    struct atl_buffer needs = {0};
    atl_append_needs(&needs, command);
    if (needs.length > 0) {
        atl_buffer_add_char(help->text, '\n');
        add_paragraph(help, atl_buffer_text(&needs));
    }
    atl_buffer_free(&needs);
}

static void print_one(struct help *help, const struct atl_command *const *commands,
                      const struct atl_command *command)
{
    atl_buffer_add(help->text, command->summary);
    atl_buffer_add_char(help->text, '\n');
    print_usage(help, command);
    if (command->description != NULL) {
        atl_buffer_add_char(help->text, '\n');
        add_paragraph(help, command->description);
    }
    print_needs(help, command);
    if (command->run == NULL) {
        print_commands(help, commands, command->words);
    } else {
        print_arguments(help, command->arguments);
        print_options(help, "Options:", command->options);
        print_commands(help, commands, command->words);
        print_global_options_in_short(help);
    }
    print_examples(help, command->examples);
    if (command->run == NULL) {
        struct atl_buffer more = {0};
        atl_buffer_printf(&more, "\n'atlcli %s COMMAND --help' explains a command.",
                          command->words);
        add_paragraph(help, atl_buffer_text(&more));
        atl_buffer_free(&more);
    }
}

void atl_help_append(struct atl_buffer *text, const struct atl_command *const *commands,
                     const struct atl_command *command, unsigned columns, bool colour)
{
    struct help help = {text, columns, colour};
    if (command != NULL) {
        print_one(&help, commands, command);
        return;
    }
    add_paragraph(&help, ATL_ABOUT);
    print_usage(&help, NULL);
    print_commands(&help, commands, "");
    print_options(&help, "Global options:", atl_global_options);
    print_examples(&help, atl_about_examples);
    add_paragraph(&help, "\n'atlcli COMMAND --help' explains a command.");
}

enum atl_status atl_help_print(struct atl_context *context, const struct atl_command *command,
                               struct atl_error *error)
{
    unsigned columns = PIPE_HELP;
    if (context->console->out_is_terminal) {
        columns = atl_terminal_width(context->console->out);
        columns = columns < WIDEST_HELP ? columns : WIDEST_HELP;
    }
    struct atl_buffer text = {0};
    atl_help_append(&text, context->commands, command, columns, context->console->out_has_colour);
    enum atl_status status =
        atl_output_bytes(context->output, atl_buffer_text(&text), text.length, error);
    atl_buffer_free(&text);
    return status;
}
