#include "cli/console.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    DEFAULT_WIDTH = 80,
    MOST_COLUMNS = 10000, /* beyond this the answer is no size of any screen */
};

bool atl_terminal_is_dumb(void)
{
    const char *name = getenv("TERM");
    return atl_text_is_empty(name) || atl_text_equal(name, "dumb");
}

/* https://no-color.org: present and not empty, whatever it says. */
static bool wants_colour(void)
{
    return atl_text_is_empty(getenv("NO_COLOR")) && !atl_terminal_is_dumb();
}

struct atl_console atl_console_open(int out, FILE *err)
{
    struct stat information;
    int err_descriptor = fileno(err);
    struct atl_console console = {
        .out = out,
        .err = err,
        .out_is_terminal = isatty(out) == 1,
        .err_is_terminal = err_descriptor >= 0 && isatty(err_descriptor) == 1,
        .out_is_file = fstat(out, &information) == 0 && S_ISREG(information.st_mode),
    };
    console.out_has_colour = console.out_is_terminal && wants_colour();
    console.err_has_colour = console.err_is_terminal && wants_colour();
    return console;
}

void atl_console_close(struct atl_console *console)
{
    atl_buffer_free(&console->pending);
    atl_buffer_free(&console->held);
}

unsigned atl_terminal_width(int descriptor)
{
    struct winsize size;
    if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
        return size.ws_col;
    }
    int64_t columns;
    const char *variable = getenv("COLUMNS");
    if (variable != NULL && atl_text_to_integer(variable, 1, MOST_COLUMNS, &columns)) {
        return (unsigned)columns;
    }
    return DEFAULT_WIDTH;
}

static const char *escape_of(enum atl_style style)
{
    switch (style) {
    case ATL_STYLE_BOLD:
        return "\033[1m";
    case ATL_STYLE_DIM:
        return "\033[2m";
    case ATL_STYLE_GOOD:
        return "\033[32m";
    case ATL_STYLE_WARNING:
        return "\033[33m";
    case ATL_STYLE_BAD:
        return "\033[31m";
    case ATL_STYLE_NAME:
        return "\033[36m";
    case ATL_STYLE_PLAIN:
        break;
    }
    return NULL;
}

void atl_style_append(struct atl_buffer *buffer, bool colour, enum atl_style style,
                      const char *text)
{
    const char *escape = colour ? escape_of(style) : NULL;
    if (escape == NULL || *text == '\0') {
        atl_buffer_add(buffer, text);
        return;
    }
    atl_buffer_printf(buffer, "%s%s\033[0m", escape, text);
}
