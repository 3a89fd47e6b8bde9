/*
 * The console: stdout and stderr, whether they are terminals, and what goes to stderr: warnings,
 * notes, errors. Output, progress and prompts share it, so that none writes into another.
 *
 * All text is UTF-8, whatever the locale says: that is what Atlassian sends, and what terminals and
 * pipelines of today expect.
 */
#ifndef CLI_CONSOLE_H
#define CLI_CONSOLE_H

#include "atlcli/error.h"
#include "atlcli/text.h"

#include <stdbool.h>
#include <stdio.h>

struct atl_progress;

struct atl_console {
    int out; /* descriptor of stdout; written to with the functions below only */
    FILE *err;
    bool out_is_terminal;
    bool err_is_terminal;
    bool out_is_file;           /* a regular file: nobody waits for each line */
    bool out_has_colour;        /* a terminal, unless it is dumb or NO_COLOR is set and not empty */
    bool err_has_colour;        /* likewise */
    bool quiet;                 /* --quiet: no warnings, no notes */
    bool hurried;               /* interrupted: a reader that takes nothing isn't waited for */
    bool reader_left;           /* a write to stdout failed with EPIPE: its reader has had enough */
    int write_error;            /* errno of any other failed write to stdout; 0 so far */
    bool amid_document;         /* a JSON document is begun: a line of its own isn't to be had */
    struct atl_buffer held;     /* what goes to stderr once the document is complete */
    struct atl_buffer pending;  /* not yet written */
    size_t written;             /* bytes at its beginning that are */
    struct atl_progress *drawn; /* the progress that is on the screen now */
};

/* A console over a descriptor and a stream; each may be a terminal, a pipe or a file. */
struct atl_console atl_console_open(int out, FILE *err);
/* Frees its memory; flush before. */
void atl_console_close(struct atl_console *console);

/* Columns of a terminal: as it says, else COLUMNS, else 80. Ask anew each time: terminals are
 * resized. */
unsigned atl_terminal_width(int descriptor);

/* Whether the terminal knows no escape sequences: TERM is "dumb" or not set. */
bool atl_terminal_is_dumb(void);

/*
 * Whether the terminal is one of those known to show OSC 8 hyperlinks. Others may ignore them, so
 * that nobody would see where a link leads. FORCE_HYPERLINK, 0 or anything else, decides if set.
 */
bool atl_terminal_has_hyperlinks(void);

/* ---- writing to stdout ---- */

/*
 * Writes bytes; a drawn progress bar makes way first. A reader that is slow suspends the fiber, not
 * the thread, so that requests under way don't starve meanwhile. ATL_CANCELLED when the reader has
 * gone (console->reader_left: `atlcli … | head` ends quietly, with exit code 0), ATL_FAILED with
 * "cannot write output: …" otherwise.
 */
enum atl_status atl_console_write(struct atl_console *console, const void *bytes, size_t length,
                                  struct atl_error *error);
/* Hands to the system what is pending, with the same errors. A full buffer does so by itself. */
enum atl_status atl_console_flush(struct atl_console *console, struct atl_error *error);

/* ---- stderr ---- */

/*
 * "warning: …" and plain notes; nothing with --quiet. Control characters are replaced. They wait
 * while a JSON document is being written: on a terminal, or with 2>&1, they would stand in it.
 */
void atl_warn(struct atl_console *console, const char *format, ...) ATL_PRINTF(2, 3);
void atl_note(struct atl_console *console, const char *format, ...) ATL_PRINTF(2, 3);

/* "error: …" and its "hint: …" lines. They wait likewise. */
void atl_console_report(struct atl_console *console, const struct atl_error *error);

/* The document is complete, or as complete as it gets: says what had to wait. */
void atl_console_release(struct atl_console *console);

/* ---- styles ---- */

enum atl_style {
    ATL_STYLE_PLAIN,
    ATL_STYLE_BOLD,
    ATL_STYLE_DIM,
    ATL_STYLE_GOOD,    /* green: done, valid */
    ATL_STYLE_WARNING, /* yellow: in progress, needs a look */
    ATL_STYLE_BAD,     /* red: failed */
    ATL_STYLE_NAME,    /* cyan: keys, names */
};

/* Appends `text`, styled when `colour`. The text is taken as it is: make it safe first. */
void atl_style_append(struct atl_buffer *buffer, bool colour, enum atl_style style,
                      const char *text);

#endif
