/* Which terminals are given hyperlinks: those that are known to show them, and none that hides what
 * is around it. */
#include "unit.h"

#include "cli/console.h"

#include <stdlib.h>

static const char *const variables[] = {
    "FORCE_HYPERLINK",
    "TERM",
    "TERM_PROGRAM",
    "VTE_VERSION",
    "TMUX",
    "STY",
    "WT_SESSION",
    "KONSOLE_VERSION",
    "KITTY_WINDOW_ID",
    "DOMTERM",
};

struct terminal {
    bool has_hyperlinks;
    const char *settings[7]; /* names and values */
};

static const struct terminal terminals[] = {
    {false, {"TERM", "xterm-256color"}},
    {false, {NULL}},
    {true, {"TERM", "xterm-kitty"}},
    {true, {"TERM", "xterm-256color", "TERM_PROGRAM", "vscode"}},
    {false, {"TERM", "xterm-256color", "TERM_PROGRAM", "Apple_Terminal"}},
    {true, {"TERM", "xterm-256color", "KONSOLE_VERSION", "230804"}},
    {false, {"TERM", "xterm-256color", "KONSOLE_VERSION", ""}},
    {true, {"TERM", "xterm-256color", "VTE_VERSION", "7200"}},
    {false, {"TERM", "xterm-256color", "VTE_VERSION", "4803"}},
    {false, {"TERM", "xterm-256color", "VTE_VERSION", "0.72"}},
    {false, {"TERM", "tmux-256color", "TMUX", "/tmp/tmux,1,0", "VTE_VERSION", "7200"}},
    {false, {"TERM", "screen", "WT_SESSION", "1"}},
    {false, {"TERM", "xterm-kitty", "STY", "1.pts"}},
    {false, {"TERM", "dumb", "WT_SESSION", "1"}},
    {true, {"TERM", "dumb", "FORCE_HYPERLINK", "1"}},
    {false, {"TERM", "xterm-kitty", "FORCE_HYPERLINK", "0"}},
    {true, {"TERM", "xterm-kitty", "FORCE_HYPERLINK", ""}},
};

static void known_terminals_get_hyperlinks(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof terminals / sizeof *terminals; i++) {
        for (size_t k = 0; k < sizeof variables / sizeof *variables; k++) {
            unsetenv(variables[k]);
        }
        for (const char *const *setting = terminals[i].settings; *setting != NULL; setting += 2) {
            setenv(setting[0], setting[1], 1);
        }
        if (atl_terminal_has_hyperlinks() != terminals[i].has_hyperlinks) {
            fail_msg("terminal %zu", i);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_terminals_get_hyperlinks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
