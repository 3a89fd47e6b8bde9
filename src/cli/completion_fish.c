/* A candidate with its summary is a line as fish wants it. */
#include "cli/completion.h"

/* clang-format off */
const char atl_completion_fish[] =
    "# Completion of atlcli in fish. In ~/.config/fish/config.fish:\n"
    "#     atlcli completion fish | source\n"
    "function __atlcli_complete\n"
    "    set -l words (commandline -opc)\n"
    "    set -l current (commandline -ct)\n"
    "    set -l program $words[1]\n"
    "    set -e words[1]\n"
    "    for line in ($program __complete -- $words \"$current\" 2>/dev/null)\n"
    "        switch $line\n"
    "            case :file\n"
    "                __fish_complete_path \"$current\"\n"
    "            case :directory\n"
    "                __fish_complete_directories \"$current\" ''\n"
    "            case '*'\n"
    "                echo $line\n"
    "        end\n"
    "    end\n"
    "end\n"
    "complete -c atlcli -f -a '(__atlcli_complete)'\n";
/* clang-format on */
