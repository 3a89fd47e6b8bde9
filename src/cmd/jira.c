#include "cli/command.h"

const struct atl_command atl_command_jira = {
    .words = "jira",
    .summary = "Work with Jira: search issues, see who you are",
};
