#include "cli/console.h"

#include <stdlib.h>

/* A variable that a terminal sets for the programs in it, and a value, or NULL for any. */
struct mark {
    const char *variable;
    const char *value;
};

static const struct mark marks[] = {
    {"WT_SESSION", NULL}, /* Windows Terminal */
    {"KONSOLE_VERSION", NULL},
    {"DOMTERM", NULL},
    {"KITTY_WINDOW_ID", NULL},
    {"TERM_PROGRAM", "iTerm.app"},
    {"TERM_PROGRAM", "WezTerm"},
    {"TERM_PROGRAM", "vscode"},
    {"TERM_PROGRAM", "ghostty"},
    {"TERM_PROGRAM", "Hyper"},
    {"TERM_PROGRAM", "Tabby"},
    {"TERM", "xterm-kitty"},
    {"TERM", "xterm-ghostty"},
    {"TERM", "alacritty"},
    {"TERM", "foot"},
    {"TERM", "foot-extra"},
    {"TERM", "wezterm"},
};

/* Terminals of GNOME and its kin: from version 0.50 on, written "5000". */
static bool is_vte(void)
{
    int64_t version;
    const char *variable = getenv("VTE_VERSION");
    return variable != NULL && atl_text_to_integer(variable, 5000, INT64_MAX, &version);
}

/* These stand between, and hand on what they were told of the terminal around them. */
static bool is_multiplexed(void)
{
    const char *name = getenv("TERM");
    return getenv("TMUX") != NULL || getenv("STY") != NULL ||
           (name != NULL && atl_text_starts_with(name, "screen"));
}

bool atl_terminal_has_hyperlinks(void)
{
    const char *forced = getenv("FORCE_HYPERLINK");
    if (!atl_text_is_empty(forced)) {
        return !atl_text_equal(forced, "0");
    }
    if (atl_terminal_is_dumb() || is_multiplexed()) {
        return false;
    }
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        const char *value = getenv(marks[i].variable);
        if (!atl_text_is_empty(value) &&
            (marks[i].value == NULL || atl_text_equal(value, marks[i].value))) {
            return true;
        }
    }
    return is_vte();
}
