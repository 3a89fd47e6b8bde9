/* The summaries become the descriptions that zsh shows beside candidates. */
#include "cli/completion.h"

/* clang-format off */
const char atl_completion_zsh[] =
    "#compdef atlcli\n"
    "# Completion of atlcli in zsh. In ~/.zshrc, after compinit:\n"
    "#     source <(atlcli completion zsh)\n"
    "_atlcli() {\n"
    "    local line name\n"
    "    local -a candidates paths\n"
    "    for line in \"${(@f)$(\"${(Q)words[1]}\" __complete -- \"${(@Q)words[2,CURRENT]}\" 2>/dev/null)}\"; do\n"
    "        case $line in\n"
    "        :file) paths=(_files) ;;\n"
    "        :directory) paths=(_files -/) ;;\n"
    "        ?*)\n"
    "            name=${${line%%$'\\t'*}//:/\\\\:}\n"
    "            [[ $line == *$'\\t'* ]] && name+=:${line#*$'\\t'}\n"
    "            candidates+=(\"$name\")\n"
    "            ;;\n"
    "        esac\n"
    "    done\n"
    "    if (( $#paths )); then\n"
    "        compset -P '--*='\n"
    "        \"${paths[@]}\"\n"
    "    fi\n"
    "    (( $#candidates )) && _describe atlcli candidates\n"
    "}\n"
    "if [[ $funcstack[1] == _atlcli ]]; then\n"
    "    _atlcli \"$@\"\n"
    "else\n"
    "    compdef _atlcli atlcli\n"
    "fi\n";
/* clang-format on */
