/* Whether a body that the server has is the one that it was sent. */
#include "atlcli/confluence_page.h"

#include <string.h>

/* Attributes that the server adds, or makes anew. */
static const char *const its_own[] = {"ac:macro-id", "ac:local-id", "ac:schema-version", "local-id",
                                      "ri:version-at-save"};

static bool is_space(char character)
{
    return character == ' ' || character == '\n' || character == '\t' || character == '\r';
}

/* Where an attribute of the server's own ends, which starts at `at`; `at` for any other. */
static const char *after_own_attribute(const char *at)
{
    for (size_t i = 0; i < sizeof its_own / sizeof *its_own; i++) {
        size_t length = strlen(its_own[i]);
        if (strncmp(at, its_own[i], length) == 0 && at[length] == '=' &&
            (at[length + 1] == '"' || at[length + 1] == '\'')) {
            const char *end = strchr(at + length + 2, at[length + 1]);
            return end == NULL ? at : end + 1;
        }
    }
    return at;
}

/* The next character that counts; inside of tags neither space nor the server's attributes do. */
static char next(const char **at, bool *in_tag)
{
    for (;;) {
        const char *here = *at;
        if (*in_tag && is_space(*here)) {
            while (is_space(*here)) {
                here++;
            }
            here = after_own_attribute(here);
        } else if (!*in_tag && is_space(*here)) {
            here++;
        }
        if (here == *at) {
            break;
        }
        *at = here;
    }
    char character = **at;
    *in_tag = character == '<' || (*in_tag && character != '>');
    *at += character == '\0' ? 0 : 1;
    return character;
}

bool atl_confluence_same_storage(const char *left, const char *right)
{
    bool in_left_tag = false;
    bool in_right_tag = false;
    if (left == NULL || right == NULL) {
        return left == right;
    }
    for (;;) {
        char character = next(&left, &in_left_tag);
        if (character != next(&right, &in_right_tag)) {
            return false;
        }
        if (character == '\0') {
            return true;
        }
    }
}
