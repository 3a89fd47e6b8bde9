/* atlcli completion, and what its scripts call */
#include "cli/completion.h"

#include "cli/output.h"

#include <string.h>

static enum atl_status print_script(struct atl_context *context, struct atl_error *error)
{
    static const struct {
        const char *shell;
        const char *script;
    } scripts[] = {
        {"bash", atl_completion_bash}, {"zsh", atl_completion_zsh}, {"fish", atl_completion_fish}};
    const char *shell = atl_argument(context, "SHELL");
    size_t i = 0;
    while (strcmp(scripts[i].shell, shell) != 0) {
        i++;
    }
    return atl_output_bytes(context->output, scripts[i].script, strlen(scripts[i].script), error);
}

const struct atl_command atl_command_completion = {
    .words = "completion",
    .summary = "Print a script that completes atlcli's words in your shell",
    .description = "Completes commands, options, and values such as the names of profiles.\n\n"
                   "In ~/.bashrc: eval \"$(atlcli completion bash)\"\n"
                   "In ~/.zshrc, after compinit: source <(atlcli completion zsh)\n"
                   "In ~/.config/fish/config.fish: atlcli completion fish | source",
    .arguments = (const struct atl_argument[]){{.name = "SHELL",
                                                .summary = "Your shell",
                                                .choices = (const char *const[]){"bash", "zsh",
                                                                                 "fish", NULL}},
                                               {0}},
    .examples =
        (const struct atl_example[]){
            {"completion bash > ~/.local/share/bash-completion/completions/atlcli",
             "Install it for Bash"},
            {"completion fish > ~/.config/fish/completions/atlcli.fish", "Install it for fish"},
            {0}},
    .run = print_script,
};

static enum atl_status complete(struct atl_context *context, struct atl_error *error)
{
    size_t count;
    const char *const *words = atl_argument_list(context, "WORD", &count);
    struct atl_buffer lines = {0};
    atl_complete(&lines, context->commands, words, count);
    enum atl_status status =
        atl_output_bytes(context->output, atl_buffer_text(&lines), lines.length, error);
    atl_buffer_free(&lines);
    return status;
}

const struct atl_command atl_command_complete = {
    .words = "__complete",
    .summary = "Print completions of a word, for the completion scripts",
    .arguments =
        (const struct atl_argument[]){
            {.name = "WORD",
             .summary = "What is before the cursor, without the program's name",
             .arity = ATL_ANY_NUMBER,
             .completion = ATL_COMPLETE_FILE},
            {0}},
    .hidden = true,
    .run = complete,
};
