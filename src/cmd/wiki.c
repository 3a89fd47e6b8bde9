#include "cli/command.h"

const struct atl_command atl_command_wiki = {
    .words = "wiki",
    .summary = "Work with Confluence: list pages, convert text",
};

const struct atl_command atl_command_wiki_page = {
    .words = "wiki page",
    .summary = "Pages of Confluence",
};
