/* atlcli man and atlcli help */
#include "cli/man.h"

#include "atlcli/file.h"
#include "cli/help.h"
#include "cli/output.h"
#include "cli/parse.h"

#include <string.h>

/* ---- which command is meant ---- */

/* "auth login", "auth-login" and "atlcli-auth-login" are the same: words with a space between. */
static void append_words(struct atl_buffer *text, const char *const *words)
{
    for (; *words != NULL; words++) {
        atl_buffer_printf(text, "%s%s", text->length > 0 ? " " : "", *words);
    }
    for (size_t i = 0; i < text->length; i++) {
        text->data[i] = text->data[i] == '-' ? ' ' : text->data[i];
    }
}

static bool has_words(const struct atl_command *command, const char *words)
{
    const char *own[] = {command->words, NULL};
    struct atl_buffer text = {0};
    append_words(&text, own);
    bool same = !command->hidden && atl_text_equal(atl_buffer_text(&text), words);
    atl_buffer_free(&text);
    return same;
}

/* Names the first word that leads nowhere. */
static enum atl_status fail_unknown(struct atl_context *context, const char *words,
                                    struct atl_error *error)
{
    char **parts;
    const char *group = "";
    atl_text_split(context->arena, words, ' ', &parts);
    for (; *parts != NULL; parts++) {
        const char *longer =
            *group == '\0' ? *parts : atl_arena_printf(context->arena, "%s %s", group, *parts);
        const struct atl_command *command = atl_command_find(context->commands, longer);
        if (command == NULL || command->hidden) {
            return atl_command_fail_unknown(context->commands, group, *parts, error);
        }
        group = longer;
    }
    return atl_fail(error, ATL_USAGE, "unknown command '%s'", words);
}

/* *command is NULL for no words, or "atlcli" alone. */
static enum atl_status find_command(struct atl_context *context, const struct atl_command **command,
                                    struct atl_error *error)
{
    struct atl_buffer text = {0};
    append_words(&text, atl_argument_list(context, "COMMAND", NULL));
    const char *words = atl_arena_strdup(context->arena, atl_buffer_text(&text));
    atl_buffer_free(&text);
    if (atl_text_equal(words, "atlcli")) {
        words = "";
    } else if (atl_text_starts_with(words, "atlcli ")) {
        words += strlen("atlcli ");
    }
    *command = NULL;
    for (size_t i = 0; *words != '\0' && context->commands[i] != NULL; i++) {
        if (has_words(context->commands[i], words)) {
            *command = context->commands[i];
        }
    }
    return *words == '\0' || *command != NULL ? ATL_OK : fail_unknown(context, words, error);
}

/* ---- man ---- */

static void append_page(const struct atl_context *context, const struct atl_command *command,
                        struct atl_buffer *page)
{
    if (command == NULL) {
        atl_man_append_overview(page, context->commands);
    } else {
        atl_man_append_command(page, context->commands, command);
    }
}

static enum atl_status write_page(struct atl_context *context, const char *directory,
                                  const struct atl_command *command, struct atl_error *error)
{
    struct atl_buffer name = {0};
    struct atl_buffer page = {0};
    atl_man_append_name(&name, command);
    atl_buffer_add(&name, ".1");
    append_page(context, command, &page);
    const char *path = atl_path_join(context->arena, directory, atl_buffer_text(&name));
    enum atl_status status =
        atl_file_write_atomic(path, atl_buffer_text(&page), page.length, 0644, error);
    atl_buffer_free(&name);
    atl_buffer_free(&page);
    return status;
}

static enum atl_status write_pages(struct atl_context *context, const char *directory,
                                   struct atl_error *error)
{
    enum atl_status status = atl_directory_ensure(directory, 0755, error);
    status = status == ATL_OK ? write_page(context, directory, NULL, error) : status;
    int count = 1;
    for (size_t i = 0; status == ATL_OK && context->commands[i] != NULL; i++) {
        if (!context->commands[i]->hidden) {
            status = write_page(context, directory, context->commands[i], error);
            count++;
        }
    }
    if (status != ATL_OK) {
        return status;
    }
    cJSON *written = cJSON_CreateObject();
    cJSON_AddStringToObject(written, "directory", directory);
    cJSON_AddNumberToObject(written, "pages", count);
    status = atl_output_message(context->output, written, error, "Wrote %d pages to %s", count,
                                directory);
    cJSON_Delete(written);
    return status;
}

static enum atl_status run_man(struct atl_context *context, struct atl_error *error)
{
    const struct atl_command *command;
    const char *directory = atl_option_text(context, "output-dir");
    enum atl_status status = find_command(context, &command, error);
    if (status != ATL_OK) {
        return status;
    }
    if (directory != NULL) {
        return *directory != '\0' ? write_pages(context, directory, error)
                                  : atl_fail(error, ATL_USAGE, "--output-dir names no directory");
    }
    struct atl_buffer page = {0};
    append_page(context, command, &page);
    status = atl_output_bytes(context->output, atl_buffer_text(&page), page.length, error);
    atl_buffer_free(&page);
    return status;
}

const struct atl_command atl_command_man = {
    .words = "man",
    .summary = "Print the manual as man pages",
    .description = "Prints atlcli(1), or the page of a command, in the form that man(1) renders.",
    .arguments = (const struct atl_argument[]){{.name = "COMMAND",
                                                .summary = "Words of a command",
                                                .arity = ATL_ANY_NUMBER,
                                                .completion = ATL_COMPLETE_COMMAND},
                                               {0}},
    .options =
        (const struct atl_option[]){{.name = "output-dir",
                                     .alias = "out-dir",
                                     .kind = ATL_OPTION_TEXT,
                                     .value = "DIR",
                                     .summary = "Write every page to a file in this directory",
                                     .completion = ATL_COMPLETE_DIRECTORY},
                                    {0}},
    .examples =
        (const struct atl_example[]){
            {"man | man -l -", "Read the manual"},
            {"man auth login | man -l -", "Read the page of one command"},
            {"man --output-dir ~/.local/share/man/man1", "Install all pages"},
            {0}},
    .fields = (const struct atl_column[]){{.key = "directory"}, {.key = "pages"}, {0}},
    .run = run_man,
};

/* ---- help ---- */

static enum atl_status run_help(struct atl_context *context, struct atl_error *error)
{
    const struct atl_command *command;
    enum atl_status status = find_command(context, &command, error);
    if (status != ATL_OK) {
        return status;
    }
    return atl_help_print(context, command, error);
}

const struct atl_command atl_command_help = {
    .words = "help",
    .summary = "Explain a command",
    .arguments = (const struct atl_argument[]){{.name = "COMMAND",
                                                .summary = "Words of a command",
                                                .arity = ATL_ANY_NUMBER,
                                                .completion = ATL_COMPLETE_COMMAND},
                                               {0}},
    .examples = (const struct atl_example[]){{"help auth login", "Explain 'auth login'"}, {0}},
    .run = run_help,
};
