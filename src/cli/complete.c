#include "atlcli/config.h"
#include "cli/completion.h"
#include "cli/parse.h"

#include <string.h>

/* The words before the cursor, as far as they matter for what comes next. */
struct line {
    const struct atl_command *const *commands;
    const struct atl_command *command; /* the last one reached, or NULL */
    struct atl_buffer path;            /* its words */
    struct atl_buffer arguments;       /* those so far, with spaces between */
    size_t argument_count;
    bool only_arguments;
    const struct atl_option *pending; /* the option that the next word is the value of */
    struct atl_list given;            /* options that are there already */
};

struct output {
    struct atl_buffer *lines;
    const char *typed; /* what candidates begin with */
    const char *kept;  /* what stands before the candidate in the same word: "--profile=" */
};

static bool takes_value(const struct atl_option *option)
{
    return option->kind != ATL_OPTION_FLAG;
}

static const struct atl_option *own_options(const struct line *line)
{
    static const struct atl_option none = {0};
    return line->command != NULL && line->command->options != NULL ? line->command->options : &none;
}

static const struct atl_option *find_in(const struct atl_option *option, const char *name,
                                        size_t length, char letter)
{
    for (; option->name != NULL; option++) {
        if ((name != NULL && strlen(option->name) == length &&
             strncmp(option->name, name, length) == 0) ||
            (letter != '\0' && option->letter == letter)) {
            return option;
        }
    }
    return NULL;
}

static const struct atl_option *find_option(const struct line *line, const char *name,
                                            size_t length, char letter)
{
    const struct atl_option *own = find_in(own_options(line), name, length, letter);
    return own != NULL ? own : find_in(atl_global_options, name, length, letter);
}

/* ---- the words before ---- */

static void read_option(struct line *line, const char *word)
{
    size_t length = strlen(word);
    const struct atl_option *option;
    bool has_value = strchr(word, '=') != NULL;
    if (word[1] == '-') {
        option = find_option(line, word + 2, strcspn(word + 2, "="), '\0');
    } else {
        option = find_option(line, NULL, 0, word[length - 1]);
    }
    if (option != NULL) {
        atl_list_add(&line->given, (void *)(uintptr_t)option);
        line->pending = takes_value(option) && !has_value ? option : NULL;
    }
}

static void read_argument(struct line *line, const char *word)
{
    size_t length = line->path.length;
    atl_buffer_printf(&line->path, "%s%s", length > 0 ? " " : "", word);
    const struct atl_command *command =
        line->argument_count == 0 && !line->only_arguments
            ? atl_command_find(line->commands, atl_buffer_text(&line->path))
            : NULL;
    if (command != NULL) {
        line->command = command;
        return;
    }
    atl_buffer_truncate(&line->path, length);
    atl_buffer_printf(&line->arguments, "%s%s", line->argument_count > 0 ? " " : "", word);
    line->argument_count++;
}

static void read_word(struct line *line, const char *word)
{
    if (line->pending != NULL) {
        line->pending = NULL;
    } else if (line->only_arguments || word[0] != '-' || word[1] == '\0') {
        read_argument(line, word);
    } else if (strcmp(word, "--") == 0) {
        line->only_arguments = true;
    } else {
        read_option(line, word);
    }
}

/* ---- candidates ---- */

static void offer(const struct output *output, const char *candidate, const char *summary)
{
    if (atl_text_starts_with(candidate, output->typed)) {
        bool has_summary = !atl_text_is_empty(summary);
        atl_buffer_printf(output->lines, "%s%s%s%s\n", output->kept, candidate,
                          has_summary ? "\t" : "", has_summary ? summary : "");
    }
}

/* Shells put a name into the line as it is, and show what is beside it: neither may do anything. */
static void offer_profiles(const struct output *output)
{
    struct atl_arena arena = {0};
    struct atl_credentials *credentials;
    if (atl_credentials_load(&arena, &credentials, NULL) == ATL_OK) {
        const struct atl_profile *profile;
        for (size_t i = 0; (profile = atl_credentials_at(credentials, i)) != NULL; i++) {
            struct atl_buffer site = {0};
            const char *given = profile->site == NULL ? "" : profile->site;
            atl_text_append_safe(&site, given, strlen(given), false);
            if (atl_profile_name_check(profile->name, NULL) == ATL_OK) {
                offer(output, profile->name, atl_buffer_text(&site));
            }
            atl_buffer_free(&site);
        }
    }
    atl_arena_free(&arena);
}

static void offer_commands(const struct output *output, const struct atl_command *const *commands,
                           const char *group)
{
    size_t skip = *group == '\0' ? 0 : strlen(group) + 1;
    for (; *commands != NULL; commands++) {
        if (!(*commands)->hidden && atl_command_is_below(*commands, group) &&
            strchr((*commands)->words + skip, ' ') == NULL) {
            offer(output, (*commands)->words + skip, (*commands)->summary);
        }
    }
}

static void offer_values(const struct output *output, const struct line *line,
                         const char *const *choices, enum atl_completion completion)
{
    for (; choices != NULL && *choices != NULL; choices++) {
        offer(output, *choices, NULL);
    }
    switch (completion) {
    case ATL_COMPLETE_FILE:
        atl_buffer_add(output->lines, ":file\n");
        break;
    case ATL_COMPLETE_DIRECTORY:
        atl_buffer_add(output->lines, ":directory\n");
        break;
    case ATL_COMPLETE_PROFILE:
        offer_profiles(output);
        break;
    case ATL_COMPLETE_COMMAND:
        offer_commands(output, line->commands, atl_buffer_text(&line->arguments));
        break;
    case ATL_COMPLETE_NOTHING:
        break;
    }
}

/* The value of an option. In a list only what is behind the last comma is completed. */
static void complete_value(struct output *output, const struct line *line,
                           const struct atl_option *option)
{
    struct atl_buffer kept = {0};
    atl_buffer_add(&kept, output->kept);
    const char *comma = strrchr(output->typed, ',');
    if (option->kind == ATL_OPTION_LIST && comma != NULL) {
        atl_buffer_append(&kept, output->typed, (size_t)(comma + 1 - output->typed));
        output->typed = comma + 1;
    }
    output->kept = atl_buffer_text(&kept);
    if (option->unlimited != NULL) {
        offer(output, option->unlimited, NULL);
    }
    offer_values(output, line, option->choices, option->completion);
    atl_buffer_free(&kept);
}

static bool is_given(const struct line *line, const struct atl_option *option)
{
    for (size_t i = 0; i < line->given.count; i++) {
        if (line->given.items[i] == option) {
            return option->kind != ATL_OPTION_REPEATED && option->kind != ATL_OPTION_LIST;
        }
    }
    return false;
}

static void offer_name(const struct output *output, const char *dashes,
                       const struct atl_option *option)
{
    struct atl_buffer name = {0};
    atl_buffer_printf(&name, "%s%s", dashes, option->name);
    offer(output, atl_buffer_text(&name), option->summary);
    atl_buffer_free(&name);
}

static void offer_options(const struct output *output, const struct line *line,
                          const struct atl_option *option)
{
    for (; option->name != NULL; option++) {
        if (!option->hidden && !is_given(line, option)) {
            offer_name(output, "--", option);
        }
    }
}

/* Taking a flag back is rare, so it is offered only to those who begin to type it. */
static void offer_negations(const struct output *output, const struct atl_option *option)
{
    for (; option->name != NULL; option++) {
        if (!option->hidden && option->kind == ATL_OPTION_FLAG &&
            !atl_text_starts_with(option->name, "no-")) {
            offer_name(output, "--no-", option);
        }
    }
}

static void complete_argument(const struct output *output, const struct line *line)
{
    bool takes_arguments = line->command != NULL && line->command->run != NULL;
    if (line->argument_count == 0 && !line->only_arguments) {
        offer_commands(output, line->commands, atl_buffer_text(&line->path));
    }
    const struct atl_argument *argument = takes_arguments ? line->command->arguments : NULL;
    for (size_t i = 0; argument != NULL && argument->name != NULL; argument++, i++) {
        bool takes_the_rest =
            argument->arity == ATL_ONE_OR_MORE || argument->arity == ATL_ANY_NUMBER;
        if (i == line->argument_count || (takes_the_rest && i < line->argument_count)) {
            offer_values(output, line, argument->choices, argument->completion);
            return;
        }
    }
}

/* "--profile=wo": the value in the same word. */
static bool complete_attached(struct output *output, const struct line *line, const char *word)
{
    const char *equals = strchr(word, '=');
    if (strncmp(word, "--", 2) != 0 || equals == NULL) {
        return false;
    }
    const struct atl_option *option =
        find_option(line, word + 2, (size_t)(equals - word - 2), '\0');
    if (option != NULL && takes_value(option)) {
        struct atl_buffer kept = {0};
        atl_buffer_append(&kept, word, (size_t)(equals + 1 - word));
        output->kept = atl_buffer_text(&kept);
        output->typed = equals + 1;
        complete_value(output, line, option);
        atl_buffer_free(&kept);
    }
    return true;
}

void atl_complete(struct atl_buffer *lines, const struct atl_command *const *commands,
                  const char *const *words, size_t count)
{
    struct line line = {.commands = commands};
    for (size_t i = 0; i + 1 < count; i++) {
        read_word(&line, words[i]);
    }
    const char *word = count > 0 ? words[count - 1] : "";
    struct output output = {.lines = lines, .typed = word, .kept = ""};
    if (line.pending != NULL) {
        complete_value(&output, &line, line.pending);
    } else if (line.only_arguments || word[0] != '-') {
        complete_argument(&output, &line);
    } else if (!complete_attached(&output, &line, word)) {
        offer_options(&output, &line, own_options(&line));
        offer_options(&output, &line, atl_global_options);
        if (atl_text_starts_with(word, "--no-")) {
            offer_negations(&output, own_options(&line));
        }
    }
    atl_buffer_free(&line.path);
    atl_buffer_free(&line.arguments);
    atl_list_free(&line.given);
}
