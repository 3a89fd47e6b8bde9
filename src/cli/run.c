#include "cli/run.h"

#include "atlcli/config.h"
#include "atlcli/loop.h"
#include "cli/context.h"
#include "cli/help.h"
#include "cli/output.h"
#include "cli/parse.h"

/* ---- what the command needs ---- */

/* ATL_NEEDS_JIRA implies a profile, and a profile the loop. */
static unsigned needs_of(const struct atl_command *command)
{
    unsigned needs = command->needs;
    if ((needs & (ATL_NEEDS_JIRA | ATL_NEEDS_CONFLUENCE)) != 0) {
        needs |= ATL_NEEDS_PROFILE;
    }
    return (needs & ATL_NEEDS_PROFILE) != 0 ? needs | ATL_NEEDS_LOOP : needs;
}

static void warn_about(struct atl_console *console, const struct atl_account *account,
                       const struct atl_credentials *credentials)
{
    if (credentials != NULL && atl_credentials_is_exposed(credentials)) {
        atl_warn(console, "others can read %s; 'chmod 600' keeps them out",
                 atl_credentials_path(credentials));
    }
    if (atl_site_is_exposed(account->site)) {
        atl_warn(console, "%s is plain http: the token travels unencrypted", account->site);
    }
}

enum atl_status atl_find_account(struct atl_context *context, const char *profile,
                                 struct atl_error *error)
{
    struct atl_account *account = atl_arena_alloc(context->arena, sizeof *account);
    enum atl_status status =
        atl_account_load(context->arena, profile, false, account, &context->credentials, error);
    if (status == ATL_OK) {
        status = atl_account_require(account, error);
    }
    if (status == ATL_OK) {
        context->account = account;
        warn_about(context->console, account, context->credentials);
    }
    return status;
}

enum atl_status atl_require_account(const struct atl_context *context, struct atl_error *error)
{
    if (context->refusal == NULL) {
        return ATL_OK;
    }
    *error = *context->refusal;
    return error->status;
}

static enum atl_status run_in_fiber(void *argument, struct atl_error *error)
{
    struct atl_context *context = argument;
    return context->command->run(context, error);
}

/*
 * What is wrong with the command line is said first, and doesn't depend on who is logged in. What
 * has been said around the refusal since is about requests, and there were none.
 */
static enum atl_status run_refused(struct atl_context *context, struct atl_error *error)
{
    static const struct atl_account nobody = {.site = "", .token = ""};
    struct atl_error refusal = *error;
    context->account = &nobody;
    context->refusal = &refusal;
    atl_error_clear(error);
    enum atl_status status = atl_loop_run(run_in_fiber, context, true, error);
    if (status != ATL_OK && status != refusal.status) {
        return status;
    }
    *error = refusal;
    return refusal.status;
}

static enum atl_status run_command(struct atl_context *context, struct atl_error *error)
{
    const struct atl_column *fields = context->command->fields;
    if (fields != NULL && atl_output_check(context->output, fields, error) != ATL_OK) {
        return ATL_USAGE;
    }
    unsigned needs = needs_of(context->command);
    if ((needs & ATL_NEEDS_PROFILE) != 0) {
        enum atl_status status = atl_find_account(context, context->globals.profile, error);
        if (status != ATL_OK) {
            return status == ATL_UNAUTHENTICATED ? run_refused(context, error) : status;
        }
    }
    return (needs & ATL_NEEDS_LOOP) != 0 ? atl_loop_run(run_in_fiber, context, true, error)
                                         : context->command->run(context, error);
}

/* ---- what every command line may ask for ---- */

static enum atl_status answer(struct atl_context *context, const struct atl_invocation *invocation,
                              struct atl_error *error)
{
    static const char version[] = "atlcli " ATLCLI_VERSION "\n";
    if (invocation->version) {
        return atl_output_bytes(context->output, version, sizeof version - 1, error);
    }
    if (invocation->help || context->command == NULL || context->command->run == NULL) {
        return atl_help_print(context, context->command, error);
    }
    return run_command(context, error);
}

/* ---- the end ---- */

/* A reader that has seen enough is no failure, and there is nobody left to tell. */
static int conclude(struct atl_console *console, struct atl_output *output, enum atl_status status,
                    struct atl_error *failure)
{
    struct atl_error late;
    atl_error_clear(&late);
    console->hurried = status == ATL_CANCELLED;
    if (status != ATL_OK && failure->message[0] == '\0') {
        atl_fail(failure, status, "failed");
    }
    failure->status = status;
    enum atl_status finished = atl_output_finish(output, status, failure, &late);
    if (console->reader_left && (status == ATL_OK || status == ATL_CANCELLED)) {
        return 0;
    }
    if (status != ATL_OK) {
        atl_console_report(console, failure);
        return atl_status_exit_code(status);
    }
    if (finished != ATL_OK) {
        atl_console_report(console, &late);
    }
    return atl_status_exit_code(finished);
}

int atl_run(const struct atl_command *const *commands, struct atl_console *console, size_t count,
            char *const *words)
{
    struct atl_arena arena = {0};
    struct atl_invocation invocation;
    struct atl_error error;
    atl_error_clear(&error);
    enum atl_status status = atl_parse(&arena, commands, count, words, &invocation, &error);
    struct atl_context context = {
        .arena = &arena,
        .command = invocation.command,
        .values = invocation.values,
        .globals = invocation.globals,
        .console = console,
        .commands = commands,
    };
    console->quiet = invocation.globals.quiet;
    context.output = atl_output_open(console, &context.globals);
    if (status == ATL_OK) {
        status = answer(&context, &invocation, &error);
    }
    int code = conclude(console, context.output, status, &error);
    atl_output_close(context.output);
    atl_arena_free(&arena);
    return code;
}
