/* What the tests of the command line share: a small table, and consoles whose output can be read.
 */
#ifndef TESTS_CLI_FIXTURE_H
#define TESTS_CLI_FIXTURE_H

#include "unit.h"

#include "atlcli/memory.h"
#include "atlcli/text.h"
#include "cli/command.h"
#include "cli/console.h"
#include "cli/context.h"
#include "cli/output.h"
#include "cli/parse.h"

#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

/* ---- a table ---- */

static enum atl_status fixture_run(struct atl_context *context, struct atl_error *error)
{
    (void)context;
    (void)error;
    return ATL_OK;
}

static const struct atl_command fixture_box = {.words = "box", .summary = "Work with boxes"};

static const struct atl_command fixture_box_fill = {
    .words = "box fill",
    .summary = "Fill a box",
    .description = "Puts things into a box.\n\nA box that is full stays as it is.",
    .arguments = (const struct atl_argument[]){{.name = "BOX", .summary = "Which box"},
                                               {.name = "THING",
                                                .summary = "What to put in",
                                                .arity = ATL_ANY_NUMBER,
                                                .completion = ATL_COMPLETE_FILE},
                                               {0}},
    .options =
        (const struct atl_option[]){
            {.name = "gently", .letter = 'g', .summary = "Take care"},
            {.name = "loud", .letter = 'l', .summary = "Make noise"},
            {.name = "no-lid", .summary = "Leave it open"},
            {.name = "yes", .alias = "confirm", .letter = 'y', .summary = "Don't ask"},
            {.name = "note",
             .letter = 'n',
             .kind = ATL_OPTION_TEXT,
             .value = "TEXT",
             .summary = "What to write on it"},
            {.name = "key",
             .kind = ATL_OPTION_TEXT,
             .value = "KEY",
             .summary = "What locks it",
             .secret = true},
            {.name = "size",
             .letter = 's',
             .kind = ATL_OPTION_INTEGER,
             .value = "N",
             .minimum = 1,
             .maximum = 10,
             .unlimited = "all",
             .summary = "How much goes in",
             .shown_default = "5"},
            {.name = "offset", .kind = ATL_OPTION_INTEGER, .value = "N", .summary = "Where"},
            {.name = "least",
             .kind = ATL_OPTION_INTEGER,
             .value = "N",
             .minimum = 3,
             .maximum = INT64_MAX,
             .summary = "At least"},
            {.name = "colour",
             .kind = ATL_OPTION_CHOICE,
             .value = "COLOUR",
             .choices = (const char *const[]){"red", "green", "blue", NULL},
             .summary = "Its colour"},
            {.name = "tag",
             .letter = 't',
             .kind = ATL_OPTION_REPEATED,
             .value = "K=V",
             .summary = "A tag"},
            {.name = "sides",
             .kind = ATL_OPTION_LIST,
             .value = "LIST",
             .choices = (const char *const[]){"left", "right", NULL},
             .summary = "Which sides"},
            {.name = "owner",
             .kind = ATL_OPTION_TEXT,
             .value = "NAME",
             .completion = ATL_COMPLETE_PROFILE,
             .summary = "Whose it is"},
            {.name = "secretly", .summary = "Not for help", .hidden = true},
            {0}},
    .examples = (const struct atl_example[]){{"box fill b1 apple pear", "Put fruit in"}, {0}},
    .run = fixture_run,
};

static const struct atl_command fixture_box_move = {
    .words = "box move",
    .summary = "Move a box",
    .arguments =
        (const struct atl_argument[]){{.name = "BOX", .summary = "Which box"},
                                      {.name = "PLACE",
                                       .summary = "Where to",
                                       .arity = ATL_OPTIONAL,
                                       .choices = (const char *const[]){"attic", "cellar", NULL}},
                                      {0}},
    .options = (const struct atl_option[]){{.name = "by",
                                            .kind = ATL_OPTION_TEXT,
                                            .value = "WHOM",
                                            .summary = "Who does it",
                                            .required = true},
                                           {0}},
    .run = fixture_run,
};

static const struct atl_command fixture_box_label_add = {
    .words = "box label add",
    .summary = "Put a label on a box",
    .arguments =
        (const struct atl_argument[]){
            {.name = "LABEL", .summary = "Labels", .arity = ATL_ONE_OR_MORE}, {0}},
    .run = fixture_run,
};

static const struct atl_command fixture_box_label = {.words = "box label",
                                                     .summary = "Work with labels"};

static const struct atl_command fixture_hidden = {
    .words = "__inner", .summary = "For scripts", .hidden = true, .run = fixture_run};

static const struct atl_command fixture_count = {
    .words = "count", .summary = "Count boxes", .run = fixture_run};

static const struct atl_command *const fixture_commands[] = {
    &fixture_box,           &fixture_box_fill, &fixture_box_move, &fixture_box_label,
    &fixture_box_label_add, &fixture_hidden,   &fixture_count,    NULL};

/* ---- a parsed command line ---- */

struct parsed {
    struct atl_arena arena;
    struct atl_invocation invocation;
    struct atl_context context;
    struct atl_error error;
    enum atl_status status;
};

/* `line` is split at blanks; '' stands for an empty word, a "_" within a word for a blank. */
static inline struct parsed *parse_line(const char *line)
{
    struct parsed *parsed = atl_alloc(sizeof *parsed);
    char *words[64];
    size_t count = 0;
    char *copy = atl_arena_strdup(&parsed->arena, line);
    for (char *word = strtok(copy, " "); word != NULL; word = strtok(NULL, " ")) {
        words[count++] = strcmp(word, "''") == 0 ? word + 2 : word;
        for (char *at = words[count - 1]; *at != '\0'; at++) {
            *at = *at == '_' && at != words[count - 1] && at[-1] != '_' ? ' ' : *at;
        }
    }
    parsed->status = atl_parse(&parsed->arena, fixture_commands, count, words, &parsed->invocation,
                               &parsed->error);
    parsed->context = (struct atl_context){.arena = &parsed->arena,
                                           .command = parsed->invocation.command,
                                           .values = parsed->invocation.values,
                                           .globals = parsed->invocation.globals,
                                           .commands = fixture_commands};
    return parsed;
}

static inline void free_parsed(struct parsed *parsed)
{
    atl_arena_free(&parsed->arena);
    free(parsed);
}

/* ---- consoles ---- */

enum screen_kind {
    SCREEN_FILE,
    SCREEN_PIPE,
    SCREEN_TERMINAL,
};

/* stdout and stderr of one console, whose output is read back with read_screen. */
struct screen {
    enum screen_kind kind;
    int near[2]; /* where the console writes: out, err */
    int far[2];  /* where it is read; the same for a file */
    FILE *err;
    struct atl_console console;
    char text[2][65536];
};

static inline void open_stream(struct screen *screen, int which, unsigned short columns)
{
    int both[2];
    if (screen->kind == SCREEN_FILE) {
        FILE *file = tmpfile();
        assert_non_null(file);
        both[0] = both[1] = dup(fileno(file));
        fclose(file);
    } else if (screen->kind == SCREEN_PIPE) {
        assert_int_equal(pipe(both), 0);
    } else {
        struct winsize size = {.ws_row = 24, .ws_col = columns};
        struct termios mode;
        assert_int_equal(openpty(&both[0], &both[1], NULL, NULL, &size), 0);
        assert_int_equal(tcgetattr(both[1], &mode), 0);
        mode.c_oflag &= ~(tcflag_t)OPOST; /* "\n" is to be read as it was written */
        assert_int_equal(tcsetattr(both[1], TCSANOW, &mode), 0);
    }
    screen->far[which] = both[0];
    screen->near[which] = both[1];
}

static inline struct screen *open_screen(enum screen_kind kind, unsigned short columns)
{
    struct screen *screen = atl_alloc(sizeof *screen);
    screen->kind = kind;
    open_stream(screen, 0, columns);
    open_stream(screen, 1, columns);
    screen->err = fdopen(dup(screen->near[1]), "w");
    assert_non_null(screen->err);
    screen->console = atl_console_open(screen->near[0], screen->err);
    return screen;
}

/*
 * What has been written since the last time. On a terminal bytes take their time from one end to
 * the other, so a mark of our own is sent after them and waited for.
 */
static inline const char *read_stream(struct screen *screen, int which)
{
    static const char mark = '\001';
    char *text = screen->text[which];
    ssize_t length = 0;
    int waiting = 0;
    if (screen->kind == SCREEN_FILE) {
        length = pread(screen->far[which], text, sizeof screen->text[which] - 1, 0);
    } else if (screen->kind == SCREEN_TERMINAL) {
        assert_int_equal(write(screen->near[which], &mark, 1), 1);
        while (length == 0 || text[length - 1] != mark) {
            ssize_t count = read(screen->far[which], text + length,
                                 sizeof screen->text[which] - 1 - (size_t)length);
            assert_true(count > 0);
            length += count;
        }
        length--;
    } else {
        while (ioctl(screen->far[which], FIONREAD, &waiting) == 0 && waiting > 0) {
            ssize_t count = read(screen->far[which], text + length,
                                 sizeof screen->text[which] - 1 - (size_t)length);
            assert_true(count > 0);
            length += count;
        }
    }
    assert_true(length >= 0);
    text[length] = '\0';
    return text;
}

static inline const char *read_out(struct screen *screen)
{
    assert_int_equal(atl_console_flush(&screen->console, NULL), ATL_OK);
    return read_stream(screen, 0);
}

static inline const char *read_err(struct screen *screen)
{
    return read_stream(screen, 1);
}

static inline void close_screen(struct screen *screen)
{
    atl_console_close(&screen->console);
    fclose(screen->err);
    for (int which = 0; which < 2; which++) {
        close(screen->near[which]);
        if (screen->far[which] != screen->near[which]) {
            close(screen->far[which]);
        }
    }
    free(screen);
}

#endif
