#include "content/render/macro_body.h"

bool render_macro_is_body(const struct atl_node *macro)
{
    static const char *const names[] = {"excerpt", "section",  "column",    "div",
                                        "span",    "noformat", "mathblock", "details"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (atl_node_text_is(macro, names[i])) {
            return macro->first != NULL;
        }
    }
    return false;
}
