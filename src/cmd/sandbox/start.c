/* sandbox start. */
#include "atlcli/config.h"
#include "atlcli/file.h"
#include "cli/console.h"
#include "cli/prompt.h"
#include "cmd/sandbox/sandbox.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_TOKEN_BYTES = 64 * 1024,
    MOST_ITEMS = 10 * 1000 * 1000,
    MOST_LATENCY_MS = 10 * 60 * 1000,
};

/* What a sandbox takes that was told nothing else. No secret: it answers on loopback alone. */
static const char usual_token[] = "sandbox-token";

/* ---- the token ---- */

static void free_buffer(void *buffer)
{
    atl_buffer_free(buffer);
}

/* The first line, as atlcli-sandbox has it. */
static enum atl_status read_token_file(struct atl_context *context, const char *path,
                                       const char **token, struct atl_error *error)
{
    struct atl_buffer *contents = atl_arena_alloc(context->arena, sizeof *contents);
    contents->secret = true;
    atl_arena_defer(context->arena, free_buffer, contents);
    enum atl_status status = atl_file_read(path, MOST_TOKEN_BYTES, contents, error);
    if (status != ATL_OK) {
        atl_error_prefix(error, "--token-file");
        return status;
    }
    if (contents->data != NULL) {
        contents->data[strcspn(contents->data, "\r\n")] = '\0';
    }
    *token = atl_buffer_text(contents);
    return ATL_OK;
}

static enum atl_status choose_token(struct sandbox_start *start, struct atl_error *error)
{
    struct atl_context *context = start->context;
    const char *file = atl_option_text(context, "token-file");
    bool from_stdin = atl_option_flag(context, "token-stdin");
    const char *given = usual_token;
    enum atl_status status = ATL_OK;
    if (file != NULL && from_stdin) {
        return atl_fail(error, ATL_USAGE, "--token-file and --token-stdin exclude each other");
    }
    if (from_stdin) {
        status = atl_read_secret(context, "token", &given, error);
    } else if (file != NULL) {
        status = read_token_file(context, file, &given, error);
    }
    if (status == ATL_OK) {
        const char *origin = from_stdin ? "the token on standard input" : "the token in the file";
        status = atl_token_clean(context->arena, given, origin, &start->token, error);
    }
    if (status == ATL_OK && start->token == NULL) {
        status = atl_fail(error, ATL_USAGE, "the token is empty");
    }
    start->has_usual_token = status == ATL_OK && strcmp(start->token, usual_token) == 0;
    return status;
}

/* ---- the profile ---- */

static enum atl_status choose_profile(struct sandbox_start *start, struct atl_error *error)
{
    struct atl_context *context = start->context;
    start->activate = atl_option_flag(context, "activate");
    if (!atl_option_flag(context, "save") && !start->activate) {
        return context->globals.profile == NULL
                   ? ATL_OK
                   : atl_fail(error, ATL_USAGE,
                              "--profile names the profile to save; it needs --save");
    }
    start->profile = sandbox_profile_name(start);
    return atl_profile_name_check(start->profile, error);
}

/* ---- one that runs already ---- */

static bool has_same_words(const struct sandbox_start *start)
{
    const struct atl_words *words = &start->state.words;
    bool same = words->count == start->words.count;
    for (size_t i = 0; same && i < words->count; i++) {
        same = strcmp(words->items[i], start->words.items[i]) == 0;
    }
    return same;
}

static bool has_same_token(const struct sandbox_start *start)
{
    struct atl_buffer token = {.secret = true};
    bool same = atl_file_read(start->place.token, MOST_TOKEN_BYTES, &token, NULL) == ATL_OK &&
                strcmp(atl_buffer_text(&token), start->token) == 0;
    atl_buffer_free(&token);
    return same;
}

/* Who asks for the same gets it; who asks for another one must not be given this. */
static enum atl_status join(struct sandbox_start *start, struct atl_error *error)
{
    const struct sandbox_place *place = &start->place;
    const char *option = sandbox_name_option(start->context->arena, place);
    if (start->state.phase == SANDBOX_STARTING) {
        atl_fail(error, ATL_CONFLICT, "sandbox '%s' was left behind while it was starting",
                 place->name);
        atl_hint(error, "stop it: atlcli sandbox stop%s", option);
        return ATL_CONFLICT;
    }
    if (!has_same_words(start) || !has_same_token(start)) {
        atl_fail(error, ATL_CONFLICT, "sandbox '%s' runs already at %s, with other options",
                 place->name, start->state.site);
        atl_hint(error, "stop it first: atlcli sandbox stop%s", option);
        atl_hint(error, "or start another one beside it: atlcli sandbox start --name NAME");
        return ATL_CONFLICT;
    }
    start->was_running = true;
    return start->profile == NULL ? ATL_OK : sandbox_profile_save(start, error);
}

/* ---- all of it ---- */

static enum atl_status start_locked(struct sandbox_start *start, struct atl_error *error)
{
    sandbox_state_find(start->context, &start->place, &start->state);
    if (start->state.process != SANDBOX_NOBODY) {
        return join(start, error);
    }
    /* Now rather than when it runs. */
    enum atl_status status =
        start->profile == NULL ? ATL_OK : sandbox_profile_check(start, NULL, error);
    if (status == ATL_OK) {
        status = sandbox_database_check(start, error);
    }
    if (status == ATL_OK) {
        sandbox_state_remove(&start->place);
        status = sandbox_launch(start, error);
    }
    return status;
}

static void note_environment(const struct sandbox_start *start)
{
    struct atl_environment environment = atl_environment_read();
    if (start->profile != NULL && environment.api_token != NULL &&
        !atl_text_equal(environment.api_token, start->token)) {
        atl_note(start->context->console, "ATLCLI_API_TOKEN is set to another token, which "
                                          "commands use until it is unset");
    }
}

static enum atl_status prepare(struct sandbox_start *start, struct atl_error *error)
{
    struct atl_context *context = start->context;
    enum atl_status status = sandbox_report_check(context, error);
    if (status == ATL_OK) {
        status = sandbox_place_chosen(context, &start->place, error);
    }
    if (status == ATL_OK) {
        status = choose_profile(start, error);
    }
    if (status == ATL_OK) {
        status = sandbox_words_build(start, error);
    }
    if (status == ATL_OK) {
        status = sandbox_program_find(context->arena, &start->program, error);
    }
    if (status == ATL_OK) {
        status = choose_token(start, error);
    }
    return status == ATL_OK ? sandbox_place_prepare(&start->place, error) : status;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    struct sandbox_start *start = atl_arena_alloc(context->arena, sizeof *start);
    struct atl_file_lock lock;
    start->context = context;
    enum atl_status status = prepare(start, error);
    if (status == ATL_OK) {
        /* Outside of the loop: Ctrl-C ends the wait for another start, and us. */
        status = atl_file_lock(&lock, start->place.lock, 0600, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    status = start_locked(start, error);
    atl_file_unlock(&lock);
    if (status == ATL_OK) {
        status = sandbox_report(start, error);
        note_environment(start);
    }
    return status;
}

/* clang-format off */
const struct atl_command atl_command_sandbox_start = {
    .words = "sandbox start",
    .summary = "Start a sandbox in the background",
    .description =
        "Returns when the sandbox answers, and prints what a profile for it needs. It serves "
        "https with a certificate authority of its own, to this machine alone, until 'sandbox "
        "stop'. Its data are gone then, unless --db keeps them.\n\n"
        "--save saves a profile for it: 'sandbox', or 'sandbox-NAME' for one that has a --name; "
        "--profile gives it another name. A profile of that name for another site is left as it "
        "is (exit code 7).\n\n"
        "What stands after '--' goes to atlcli-sandbox as it is; 'atlcli-sandbox --help' lists "
        "its options, such as those that make it fail.\n\n"
        "When it runs already with these very options, that is said, and is no error; with "
        "others the exit code is 7.",
    .arguments =
        (const struct atl_argument[]){
            {.name = "OPTION", .summary = "After '--': further options of atlcli-sandbox",
             .arity = ATL_ANY_NUMBER},
            {0}},
    .options =
        (const struct atl_option[]){
            SANDBOX_NAME_OPTION,
            {.name = "save", .summary = "Save a profile for it"},
            {.name = "activate", .summary = "Save a profile for it and make it the active one"},
            {.name = "deployment", .kind = ATL_OPTION_CHOICE, .value = "WHICH",
             .summary = "What kind of site it plays", .shown_default = "cloud",
             .choices = (const char *const[]){"cloud", "datacenter", NULL}},
            {.name = "product", .kind = ATL_OPTION_CHOICE, .value = "WHICH",
             .summary = "What it is a site of", .shown_default = "both",
             .choices = (const char *const[]){"jira", "confluence", "both", NULL}},
            {.name = "context-path", .kind = ATL_OPTION_TEXT, .value = "PATH",
             .summary = "Serve below PATH, such as /jira (datacenter)"},
            {.name = "port", .kind = ATL_OPTION_INTEGER, .value = "N", .minimum = 0,
             .maximum = UINT16_MAX, .summary = "Listen on this port",
             .shown_default = "a free one"},
            {.name = "no-tls", .summary = "Serve plain http"},
            {.name = "issues", .kind = ATL_OPTION_INTEGER, .value = "N", .maximum = MOST_ITEMS,
             .summary = "How many issues there are at first", .shown_default = "50"},
            {.name = "pages", .kind = ATL_OPTION_INTEGER, .value = "N", .maximum = MOST_ITEMS,
             .summary = "How many pages", .shown_default = "50"},
            {.name = "attachments", .kind = ATL_OPTION_INTEGER, .value = "N",
             .maximum = MOST_ITEMS, .summary = "How many attachments", .shown_default = "10"},
            {.name = "seed", .kind = ATL_OPTION_INTEGER, .value = "N", .maximum = INT64_MAX,
             .summary = "Another seed, other data; the same seed, the same data",
             .shown_default = "1"},
            {.name = "seed-file", .kind = ATL_OPTION_TEXT, .value = "FILE",
             .summary = "What is in it, in JSON; and of the above only what is given",
             .completion = ATL_COMPLETE_FILE},
            {.name = "today", .kind = ATL_OPTION_TEXT, .value = "DATE",
             .summary = "The day that its dates lead up to", .shown_default = "this one"},
            {.name = "db", .kind = ATL_OPTION_TEXT, .value = "FILE",
             .summary = "Keep its data in FILE, for the next start",
             .completion = ATL_COMPLETE_FILE},
            {.name = "latency", .kind = ATL_OPTION_INTEGER, .value = "MS",
             .maximum = MOST_LATENCY_MS, .summary = "Answer each request after MS milliseconds"},
            {.name = "jitter", .kind = ATL_OPTION_INTEGER, .value = "MS",
             .maximum = MOST_LATENCY_MS, .summary = "And up to MS more"},
            {.name = "token-file", .kind = ATL_OPTION_TEXT, .value = "FILE",
             .summary = "The token it takes, on FILE's first line",
             .shown_default = "sandbox-token", .completion = ATL_COMPLETE_FILE},
            {.name = "token-stdin", .summary = "The same from standard input"},
            {.name = "no-request-log", .summary = "Don't log requests (see 'sandbox logs')"},
            {0}},
    .examples =
        (const struct atl_example[]){
            {"sandbox start --save", "A Cloud site, and the profile 'sandbox' for it"},
            {"sandbox start --issues 10000 --pages 500 --latency 50",
             "With much in it, as slow as a real one"},
            {"sandbox start --name dc --deployment datacenter --activate",
             "A self-hosted one beside it, used from now on"},
            {"sandbox start --db sandbox.db", "What is done to it is there at the next start"},
            {"sandbox start -- --fail-every 7 --fail-status 503", "Every seventh request fails"},
            {"sandbox start --json", "The address and the rest for a script"},
            {0}},
    .run = run,
};
/* clang-format on */
