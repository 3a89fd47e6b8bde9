#include "cli/about.h"

const struct atl_example atl_about_examples[] = {
    {"auth init", "Set up access to a site, step by step"},
    {"auth status", "See who you are, and where"},
    {"help auth login", "Read about a command"},
    {0}};

const struct atl_about_entry atl_about_exit_codes[] = {
    {"0", "Done"},
    {"1", "Failed"},
    {"2", "The command line or other input makes no sense"},
    {"3", "Not authenticated, or not allowed"},
    {"4", "Not found"},
    {"5", "Part of a batch failed"},
    {"6", "Network or TLS"},
    {"7", "Conflict"},
    {"130", "Interrupted"},
    {0}};

const struct atl_about_entry atl_about_environment[] = {
    {"ATLCLI_PROFILE", "The profile to use, unless --profile names one"},
    {"ATLCLI_SITE", "The site's URL, instead of the active profile's"},
    {"ATLCLI_EMAIL", "The account's e-mail address, instead of the active profile's"},
    {"ATLCLI_API_TOKEN", "The API token or personal access token, before any that is stored"},
    {"ATLCLI_CONFIG_DIR", "The directory of credentials.json, instead of ~/.atlcli"},
    {"ATLCLI_SAFE_DIRECTORY",
     "Workspaces, or a directory of credentials.json, that belong to somebody else and are "
     "trusted: paths with a colon between them, or * for all"},
    {"NO_COLOR", "When set and not empty, nothing is coloured"},
    {0}};

const struct atl_about_entry atl_about_files[] = {
    {"~/.atlcli/credentials.json", "The profiles, with their tokens; readable by its owner alone"},
    {0}};
