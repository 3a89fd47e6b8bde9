/* From the options of `sandbox start` to those of atlcli-sandbox. */
#include "atlcli/file.h"
#include "cmd/sandbox/sandbox.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>

/* Options that have the same name there. */
static const char *const texts[] = {"deployment", "product", "context-path", "today"};
static const char *const files[] = {"seed-file", "db"};
static const char *const numbers[] = {"port", "issues",  "pages", "attachments",
                                      "seed", "latency", "jitter"};

/* Those that aren't taken after "--", and what to do instead. */
static const struct {
    const char *name;
    const char *instead;
} refused[] = {
    {"token", "--token-file or --token-stdin before the '--' keep it out of the process list"},
    {"token-file", "give it before the '--'"},
    {"readonly-token", "--readonly-token-file keeps it out of the process list"},
    {"forbidden-token", "--forbidden-token-file keeps it out of the process list"},
    {"tls", "it is on unless --no-tls is given, before the '--'"},
    {"state-dir", "its certificates are kept with the sandbox"},
    {"log", "its requests are logged anyway: atlcli sandbox logs --requests"},
    {"port-file", "'atlcli sandbox status --json' tells the address"},
    {"ready-fd", "'atlcli sandbox start' waits until it is ready"},
    {"help", "run: atlcli-sandbox --help"},
    {"version", "run: atlcli-sandbox --version"},
};

static void add(struct sandbox_start *start, const char *word)
{
    atl_words_add(start->context->arena, &start->words, word);
}

static void add_option(struct sandbox_start *start, const char *name, const char *value)
{
    add(start, atl_arena_printf(start->context->arena, "--%s=%s", name, value));
}

/* ---- our own options ---- */

/* The sandbox stays where it was started, but what is remembered of it is read elsewhere. */
static const char *absolute_path(struct atl_arena *arena, const char *path)
{
    char here[4096];
    return *path == '/' || getcwd(here, sizeof here) == NULL ? path
                                                             : atl_path_join(arena, here, path);
}

static enum atl_status add_own(struct sandbox_start *start, struct atl_error *error)
{
    struct atl_context *context = start->context;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *value = atl_option_text(context, texts[i]);
        if (value != NULL) {
            add_option(start, texts[i], value);
        }
    }
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        const char *value = atl_option_text(context, files[i]);
        if (value != NULL && *value == '\0') {
            return atl_fail(error, ATL_USAGE, "--%s is empty", files[i]);
        }
        if (value != NULL) {
            const char *path = absolute_path(context->arena, value);
            add_option(start, files[i], path);
            start->database = strcmp(files[i], "db") == 0 ? path : start->database;
        }
    }
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        if (atl_option_given(context, numbers[i])) {
            add_option(start, numbers[i],
                       atl_arena_printf(context->arena, "%" PRId64,
                                        atl_option_integer(context, numbers[i], 0)));
        }
    }
    if (!atl_option_flag(context, "no-tls")) {
        add(start, "--tls");
    }
    return ATL_OK;
}

/* ---- those after "--" ---- */

static enum atl_status check_further(const char *word, struct atl_error *error)
{
    if (strcmp(word, "--") == 0) {
        return atl_fail(error, ATL_USAGE, "there is a second '--'");
    }
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        size_t length = strlen(refused[i].name);
        if (strncmp(word, "--", 2) == 0 && strncmp(word + 2, refused[i].name, length) == 0 &&
            (word[2 + length] == '\0' || word[2 + length] == '=')) {
            atl_fail(error, ATL_USAGE, "--%s doesn't go after '--'", refused[i].name);
            atl_hint(error, "%s", refused[i].instead);
            return ATL_USAGE;
        }
    }
    return ATL_OK;
}

static enum atl_status add_further(struct sandbox_start *start, struct atl_error *error)
{
    size_t count;
    const char *const *words = atl_argument_list(start->context, "OPTION", &count);
    if (count > 0 && words[0][0] != '-') {
        atl_fail(error, ATL_USAGE, "unexpected argument '%s'", words[0]);
        atl_hint(error, "another sandbox beside the default one: --name %s", words[0]);
        return ATL_USAGE;
    }
    for (size_t i = 0; i < count; i++) {
        enum atl_status status = check_further(words[i], error);
        if (status != ATL_OK) {
            return status;
        }
        add(start, words[i]);
    }
    return ATL_OK;
}

/* ---- all of them ---- */

enum atl_status sandbox_words_build(struct sandbox_start *start, struct atl_error *error)
{
    add(start, "atlcli-sandbox");
    enum atl_status status = add_own(start, error);
    if (status == ATL_OK) {
        status = add_further(start, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    add_option(start, "state-dir", start->place.directory);
    add_option(start, "token-file", start->place.token);
    add_option(start, "ready-fd", SANDBOX_READY_DESCRIPTOR);
    if (!atl_option_flag(start->context, "no-request-log")) {
        add_option(start, "log", start->place.requests);
    }
    return ATL_OK;
}
