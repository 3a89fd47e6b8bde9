#include "cli/prompt.h"

#include "atlcli/config.h"
#include "atlcli/text.h"
#include "cli/console.h"
#include "cli/progress.h"
#include "cli/terminal_line.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool atl_prompt_is_possible(void)
{
    return isatty(STDIN_FILENO) == 1;
}

static enum atl_status require_terminal(const char *instead, struct atl_error *error)
{
    if (atl_prompt_is_possible()) {
        return ATL_OK;
    }
    atl_fail(error, ATL_USAGE, "standard input is no terminal, so nothing can be asked");
    atl_hint(error, "%s", instead);
    return ATL_USAGE;
}

/* *answer is NULL for an empty line. */
static enum atl_status keep_answer(struct atl_arena *arena, const char *line, bool secret,
                                   const char **answer, struct atl_error *error)
{
    *answer = NULL;
    if (secret) {
        return atl_token_clean(arena, line, "the terminal", answer, error);
    }
    const char *trimmed = atl_text_trim(arena, line);
    for (const char *at = trimmed; *at != '\0'; at++) {
        if ((unsigned char)*at < 0x20 || *at == 0x7F) {
            return atl_fail(error, ATL_USAGE, "the answer holds a control character");
        }
    }
    *answer = *trimmed != '\0' ? trimmed : NULL;
    return ATL_OK;
}

/* Asks once. *ended is whether the input ended instead (Ctrl-D): ATL_CANCELLED. */
static enum atl_status ask(struct atl_context *context, const char *question, bool secret,
                           const char **answer, bool *ended, struct atl_error *error)
{
    char line[TERMINAL_LINE_BYTES];
    struct atl_buffer safe = {0};
    *ended = false;
    enum atl_status status = atl_require_account(context, error);
    if (status != ATL_OK) {
        return status;
    }
    atl_text_append_safe(&safe, question, strlen(question), false);
    atl_console_flush(context->console, NULL);
    atl_progress_hide(context->console->drawn);
    int screen = context->console->err_is_terminal ? fileno(context->console->err) : STDIN_FILENO;
    status = terminal_read_line(STDIN_FILENO, screen, atl_buffer_text(&safe), !secret, line,
                                sizeof line, ended, error);
    if (status == ATL_OK) {
        status = keep_answer(context->arena, line, secret, answer, error);
    }
    atl_wipe(line, sizeof line);
    atl_buffer_free(&safe);
    return status;
}

enum atl_status atl_prompt_line(struct atl_context *context, const char *question,
                                const char *fallback, const char *instead, const char **answer,
                                struct atl_error *error)
{
    enum atl_status status = require_terminal(instead, error);
    if (status != ATL_OK) {
        return status;
    }
    const char *shown = fallback != NULL
                            ? atl_arena_printf(context->arena, "%s [%s]: ", question, fallback)
                            : atl_arena_printf(context->arena, "%s: ", question);
    bool ended;
    *answer = NULL;
    while (status == ATL_OK && *answer == NULL) {
        status = ask(context, shown, false, answer, &ended, error);
        if (*answer == NULL) {
            *answer = fallback;
        }
    }
    return status;
}

enum atl_status atl_prompt_secret(struct atl_context *context, const char *question,
                                  const char *instead, const char **answer, struct atl_error *error)
{
    enum atl_status status = require_terminal(instead, error);
    const char *shown = atl_arena_printf(context->arena, "%s: ", question);
    bool ended;
    *answer = NULL;
    while (status == ATL_OK && *answer == NULL) {
        status = ask(context, shown, true, answer, &ended, error);
    }
    return status;
}

static bool is_one_of(const char *answer, const char *word, const char *letter)
{
    return atl_text_equal_ignoring_case(answer, word) ||
           atl_text_equal_ignoring_case(answer, letter);
}

enum atl_status atl_prompt_yes(struct atl_context *context, const char *question, bool fallback,
                               const char *instead, bool *answer, struct atl_error *error)
{
    enum atl_status status = require_terminal(instead, error);
    const char *shown =
        atl_arena_printf(context->arena, "%s [%s]: ", question, fallback ? "Y/n" : "y/N");
    while (status == ATL_OK) {
        const char *word;
        bool ended;
        status = ask(context, shown, false, &word, &ended, error);
        if (ended) {
            *answer = false;
            atl_error_clear(error);
            return ATL_OK;
        }
        if (status != ATL_OK) {
            break;
        }
        *answer = word == NULL ? fallback : is_one_of(word, "yes", "y");
        if (word == NULL || *answer || is_one_of(word, "no", "n")) {
            break;
        }
    }
    return status;
}

enum atl_status atl_prompt_confirm(struct atl_context *context, const char *question,
                                   struct atl_error *error)
{
    bool yes = atl_option_flag(context, "yes");
    if (yes) {
        return ATL_OK;
    }
    enum atl_status status =
        atl_prompt_yes(context, question, false, "pass --yes if you are sure", &yes, error);
    if (status == ATL_OK && !yes) {
        status = atl_fail(error, ATL_FAILED, "not confirmed, so nothing was changed");
    }
    return status;
}

/* ---- secrets on standard input ---- */

enum {
    LONGEST_SECRET = 64 * 1024,
};

/* Reads to the end, or one byte more than there may be. */
static ssize_t read_all(char *bytes, size_t size)
{
    size_t length = 0;
    while (length < size) {
        ssize_t count = read(STDIN_FILENO, bytes + length, size - length);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return count < 0 ? -1 : (ssize_t)length;
        }
        length += (size_t)count;
    }
    return (ssize_t)length;
}

enum atl_status atl_read_secret(struct atl_context *context, const char *what, const char **secret,
                                struct atl_error *error)
{
    *secret = NULL;
    if (atl_prompt_is_possible()) {
        const char *question = atl_arena_printf(context->arena, "Enter the %s", what);
        return atl_prompt_secret(context, question, "", secret, error);
    }
    char *bytes = atl_alloc(LONGEST_SECRET + 1);
    ssize_t length = read_all(bytes, LONGEST_SECRET + 1);
    enum atl_status status;
    if (length < 0) {
        status = atl_fail(error, ATL_FAILED, "cannot read the %s from standard input: %s", what,
                          strerror(errno));
    } else if (length > LONGEST_SECRET) {
        status = atl_fail(error, ATL_USAGE, "the %s on standard input is longer than %d KiB", what,
                          LONGEST_SECRET / 1024);
    } else if (memchr(bytes, '\0', (size_t)length) != NULL) {
        status =
            atl_fail(error, ATL_USAGE, "the %s on standard input holds a control character", what);
    } else {
        status = atl_token_clean(context->arena, bytes, "standard input", secret, error);
        if (status == ATL_OK && *secret == NULL) {
            status = atl_fail(error, ATL_USAGE, "there is no %s on standard input", what);
        }
    }
    atl_wipe(bytes, LONGEST_SECRET + 1);
    free(bytes);
    return status;
}
