/* The group `sandbox`. */
#include "cli/command.h"

const struct atl_command atl_command_sandbox = {
    .words = "sandbox",
    .summary = "Run a Jira and a Confluence on this machine, to try things on",
    .description =
        "A sandbox is a small Jira and Confluence of its own with made-up issues and pages. It "
        "listens on this machine alone and takes what you do to it, so that a script can be "
        "rehearsed before it meets the real site.\n"
        "\n"
        "Several can run at once, each with a --name. What belongs to one is kept in "
        "~/.atlcli/sandbox/NAME, readable by you alone.",
    .examples =
        (const struct atl_example[]){{"sandbox start --save", "Start one, with a profile for it"},
                                     {"jira me --profile sandbox", "Use it"},
                                     {"sandbox stop", "Stop it"},
                                     {0}},
};
