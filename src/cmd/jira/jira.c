#include "cli/command.h"

const struct atl_command atl_command_jira = {
    .words = "jira",
    .summary = "Work with Jira: find, read and change issues, see who you are",
};
