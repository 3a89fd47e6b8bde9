/* Starting a sandbox: from its first files to its first sign of life. */
#include "atlcli/clock.h"
#include "atlcli/config.h"
#include "atlcli/file.h"
#include "atlcli/json.h"
#include "atlcli/loop.h"
#include "cmd/sandbox/sandbox.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    MOST_MESSAGE_BYTES = 1024 * 1024,
    MOST_READY_BYTES = 64 * 1024,
};

/* ---- why it didn't start ---- */

static enum atl_status status_of(int how)
{
    switch (WIFEXITED(how) ? WEXITSTATUS(how) : 1) {
    case 2:
        return ATL_USAGE;
    case 4:
        return ATL_NOT_FOUND;
    case 7:
        return ATL_CONFLICT;
    default:
        return ATL_FAILED;
    }
}

static const char *describe_end(struct atl_arena *arena, int how)
{
    return WIFSIGNALED(how)
               ? atl_arena_printf(arena, "it was ended by a signal (%s)", strsignal(WTERMSIG(how)))
               : atl_arena_printf(arena, "it ended with status %d", WEXITSTATUS(how));
}

/* The text after "prefix: " when the line begins so. */
static const char *after(const char *line, const char *prefix)
{
    return atl_text_starts_with(line, prefix) ? line + strlen(prefix) : NULL;
}

/* What it says goes into our own error: "error: …" and "hint: …", a line each. */
static enum atl_status fail_as_it_says(struct sandbox_start *start, int how,
                                       struct atl_error *error)
{
    struct atl_arena *arena = start->context->arena;
    struct atl_buffer messages = {0};
    char **lines;
    atl_file_read(start->place.messages, MOST_MESSAGE_BYTES, &messages, NULL);
    size_t count = atl_text_split(arena, atl_buffer_text(&messages), '\n', &lines);
    atl_buffer_free(&messages);
    const char *reason = NULL;
    for (size_t i = 0; i < count; i++) {
        const char *text = after(lines[i], "error: ");
        reason = text != NULL ? text : reason;
    }
    atl_fail(error, status_of(how), "the sandbox doesn't start: %s",
             reason != NULL ? reason : describe_end(arena, how));
    for (size_t i = 0; i < count; i++) {
        const char *text = after(lines[i], "hint: ");
        if (text != NULL) {
            atl_hint(error, "%s", text);
        } else if (reason == NULL) {
            atl_hint(error, "it said: %s", lines[i]);
        }
    }
    return status_of(how);
}

static enum atl_status fail_ended(struct sandbox_start *start, struct sandbox_process *process,
                                  struct atl_error *error)
{
    int how = 0;
    while (waitpid(process->id, &how, 0) < 0 && errno == EINTR) {
    }
    process->id = 0;
    return fail_as_it_says(start, how, error);
}

/* ---- waiting ---- */

/* Its line comes when it listens, the end of file when it has ended. */
static enum atl_status await_line(struct sandbox_start *start, struct sandbox_process *process,
                                  struct atl_buffer *line, struct atl_error *error)
{
    while (line->length == 0 || line->data[line->length - 1] != '\n') {
        char piece[1024];
        enum atl_status status = atl_wait_descriptor(process->ready, ATL_READABLE, -1, error);
        if (status != ATL_OK) {
            return status;
        }
        ssize_t count = read(process->ready, piece, sizeof piece);
        if (count == 0 || line->length > MOST_READY_BYTES) {
            return fail_ended(start, process, error);
        }
        if (count < 0 && errno != EINTR) {
            return atl_fail(error, ATL_FAILED, "cannot read from the sandbox: %s", strerror(errno));
        }
        atl_buffer_append(line, piece, count > 0 ? (size_t)count : 0);
    }
    return ATL_OK;
}

static enum atl_status await_ready(struct sandbox_start *start, struct sandbox_process *process,
                                   struct atl_error *error)
{
    struct sandbox_state *state = &start->state;
    struct atl_buffer line = {0};
    cJSON *json = NULL;
    enum atl_status status = await_line(start, process, &line, error);
    if (status == ATL_OK) {
        status = atl_json_parse(line.data, line.length, "the sandbox's answer", &json, error);
    }
    atl_buffer_free(&line);
    atl_json_keep(start->context->arena, json);
    *state = (struct sandbox_state){
        .phase = SANDBOX_RUNNING,
        .process = process->id,
        .site = atl_json_text(json, "site", NULL),
        .deployment = atl_json_text(json, "deployment", "cloud"),
        .email = atl_json_text(json, "email", NULL),
        .ca_file = atl_json_text(json, "caFile", NULL),
        .database = start->database,
        .started_ms = atl_clock_wall_ms(),
        .words = start->words,
    };
    if (status == ATL_OK && state->site != NULL) {
        /* As profiles have it. */
        return atl_site_normalise(start->context->arena, state->site, &state->site, error);
    }
    if (status == ATL_OK) {
        status = atl_fail(error, ATL_FAILED, "the sandbox doesn't say where it listens");
        atl_hint(error, "%s may be of another version than this atlcli", start->program);
    }
    return status;
}

/* ---- all of it ---- */

static enum atl_status prepare(struct sandbox_start *start, struct sandbox_process *process,
                               struct atl_error *error)
{
    const struct sandbox_place *place = &start->place;
    enum atl_status status =
        atl_file_write_atomic(place->token, start->token, strlen(start->token), 0600, error);
    return status == ATL_OK
               ? sandbox_process_start(place, start->program, &start->words, process, error)
               : status;
}

static enum atl_status finish(struct sandbox_start *start, struct atl_error *error)
{
    enum atl_status status = sandbox_state_write(&start->place, &start->state, error);
    return status == ATL_OK && start->profile != NULL ? sandbox_profile_save(start, error) : status;
}

static void leave_nothing(const struct sandbox_place *place)
{
    sandbox_state_remove(place);
    unlink(place->messages);
    unlink(place->requests);
}

static enum atl_status launch(void *argument, struct atl_error *error)
{
    struct sandbox_start *start = argument;
    struct sandbox_process process = {0, -1};
    enum atl_status status = prepare(start, &process, error);
    if (status == ATL_OK) {
        status = await_ready(start, &process, error);
        close(process.ready);
        if (status == ATL_OK) {
            status = finish(start, error);
        }
        if (status != ATL_OK && process.id > 0) {
            sandbox_process_end(process.id);
        }
    }
    if (status != ATL_OK) {
        leave_nothing(&start->place);
    }
    return status;
}

enum atl_status sandbox_launch(struct sandbox_start *start, struct atl_error *error)
{
    return atl_loop_run(launch, start, true, error);
}
