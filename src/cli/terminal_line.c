#include "cli/terminal_line.h"

#include "atlcli/memory.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/select.h>
#include <termios.h>
#include <unistd.h>

static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};
enum { SIGNALS = sizeof signals / sizeof *signals };

/* Signals are the process's own, so this can't be anywhere else. */
static volatile sig_atomic_t caught;

static void note_signal(int number)
{
    caught = number;
}

struct terminal {
    int keyboard;
    bool echo;
    bool changed;
    struct termios former;
    struct sigaction former_actions[SIGNALS];
    sigset_t former_mask;
};

/*
 * The signals stay blocked but while pselect() waits for a key, so that none comes unnoticed just
 * before the waiting begins. What is ignored stays ignored.
 */
static void catch_signals(struct terminal *terminal)
{
    struct sigaction action = {.sa_handler = note_signal};
    sigset_t blocked;
    sigemptyset(&action.sa_mask);
    sigemptyset(&blocked);
    for (size_t i = 0; i < SIGNALS; i++) {
        sigaddset(&blocked, signals[i]);
    }
    sigprocmask(SIG_BLOCK, &blocked, &terminal->former_mask);
    caught = 0;
    for (size_t i = 0; i < SIGNALS; i++) {
        sigaction(signals[i], NULL, &terminal->former_actions[i]);
        if (terminal->former_actions[i].sa_handler != SIG_IGN) {
            sigaction(signals[i], &action, NULL);
        }
    }
}

static void release_signals(const struct terminal *terminal)
{
    for (size_t i = 0; i < SIGNALS; i++) {
        sigaction(signals[i], &terminal->former_actions[i], NULL);
    }
    sigprocmask(SIG_SETMASK, &terminal->former_mask, NULL);
}

static enum atl_status open_terminal(struct terminal *terminal, struct atl_error *error)
{
    if (tcgetattr(terminal->keyboard, &terminal->former) != 0) {
        return atl_fail(error, ATL_FAILED, "cannot read the terminal's mode: %s", strerror(errno));
    }
    catch_signals(terminal);
    if (!terminal->echo) {
        struct termios silent = terminal->former;
        silent.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
        /* A secret that would be shown is better not asked for. */
        if (tcsetattr(terminal->keyboard, TCSAFLUSH, &silent) != 0) {
            int number = errno;
            release_signals(terminal);
            return atl_fail(error, ATL_FAILED, "cannot turn the terminal's echo off: %s",
                            strerror(number));
        }
        terminal->changed = true;
    }
    return ATL_OK;
}

static void close_terminal(struct terminal *terminal)
{
    if (terminal->changed) {
        while (tcsetattr(terminal->keyboard, TCSADRAIN, &terminal->former) != 0 && errno == EINTR) {
        }
        terminal->changed = false;
    }
    release_signals(terminal);
}

/* A terminal that can't be written to has nobody in front of it: reading will say so. */
static void show(int screen, const char *text)
{
    size_t length = strlen(text);
    while (length > 0) {
        ssize_t count = write(screen, text, length);
        if (count < 0 && errno != EINTR) {
            return;
        }
        text += count > 0 ? count : 0;
        length -= count > 0 ? (size_t)count : 0;
    }
}

enum ending {
    AT_NEWLINE,
    AT_END_OF_INPUT,
    AT_SIGNAL,
    AT_LIMIT,
};

/* False when a signal came first. */
static bool await_key(const struct terminal *terminal)
{
    while (caught == 0) {
        fd_set keyboards;
        FD_ZERO(&keyboards);
        FD_SET(terminal->keyboard, &keyboards);
        if (pselect(terminal->keyboard + 1, &keyboards, NULL, NULL, NULL, &terminal->former_mask) >=
                0 ||
            errno != EINTR) {
            return true;
        }
    }
    return false;
}

/* Byte by byte: what comes after the line is for whoever reads next. */
static enum ending read_bytes(const struct terminal *terminal, char *line, size_t size)
{
    size_t length = 0;
    while (length + 1 < size) {
        char byte;
        if (!await_key(terminal)) {
            return AT_SIGNAL;
        }
        if (read(terminal->keyboard, &byte, 1) <= 0) {
            return AT_END_OF_INPUT;
        }
        if (byte == '\n' || byte == '\r') {
            line[length] = '\0';
            return AT_NEWLINE;
        }
        line[length++] = byte;
    }
    return AT_LIMIT;
}

/* Stops this process as Ctrl-Z would have, and returns when it goes on. */
static void suspend(void)
{
    kill(getpid(), SIGTSTP);
}

enum atl_status terminal_read_line(int keyboard, int screen, const char *question, bool echo,
                                   char *line, size_t size, bool *ended, struct atl_error *error)
{
    for (;;) {
        struct terminal terminal = {.keyboard = keyboard, .echo = echo};
        enum atl_status status = open_terminal(&terminal, error);
        if (status != ATL_OK) {
            return status;
        }
        show(screen, question);
        enum ending ending = read_bytes(&terminal, line, size);
        int number = caught;
        *ended = ending == AT_END_OF_INPUT && number == 0;
        if (!echo || ending != AT_NEWLINE) {
            show(screen, "\n");
        }
        close_terminal(&terminal);
        if (ending == AT_NEWLINE) {
            return ATL_OK;
        }
        atl_wipe(line, size);
        if (ending == AT_LIMIT) {
            return atl_fail(error, ATL_USAGE, "the answer is too long");
        }
        if (ending == AT_END_OF_INPUT || number != SIGTSTP) {
            return atl_fail(error, ATL_CANCELLED, "interrupted");
        }
        suspend();
    }
}
