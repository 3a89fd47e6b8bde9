#include "cli/command.h"

const struct atl_command atl_command_wiki = {
    .words = "wiki",
    .summary = "Work with Confluence: pages, spaces, search, text in its formats",
};
