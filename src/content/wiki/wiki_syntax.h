/*
 * What reader and writer of wiki markup have to agree on: characters, text effects, emoticons, and
 * which macros are known. The notation is that of Jira Data Center's renderer; macros that only
 * Confluence has are written as its wiki markup had them.
 */
#ifndef CONTENT_WIKI_SYNTAX_H
#define CONTENT_WIKI_SYNTAX_H

#include "atlcli/content.h"

/* ---- characters ---- */

/* Spaces within a line. */
bool wiki_is_space(char character);
/* Characters that a backslash before them makes plain text. */
bool wiki_is_escapable(char character);
/*
 * Whether a letter or a digit ends at `at`, or begins there: text effects start and end only where
 * none does. Outside ASCII all counts as letters but punctuation, spaces and symbols.
 */
bool wiki_word_before(const char *text, size_t start, size_t at);
bool wiki_word_after(const char *text, size_t at, size_t end);

/* ---- text effects ---- */

struct wiki_effect {
    enum atl_node_kind kind;
    char sign;
    uint8_t size; /* how often the sign stands: twice for a citation */
};

enum {
    WIKI_EFFECTS = 7,
};

/* Citations are the last: they are read, as emphasis, and never written. */
extern const struct wiki_effect wiki_effects[WIKI_EFFECTS];

/* The effect whose sign begins at `at`; -1 for none. */
int wiki_effect_at(const char *text, size_t at, size_t end);
/* The same for a sign in braces, "{*}", which begins or ends it anywhere. */
int wiki_braced_effect_at(const char *text, size_t at, size_t end);

/* ---- emoticons ---- */

struct wiki_emoticon {
    const char *sign;
    const char *name; /* as in the tree, ":smile:" */
};

/* The emoticon at `at`, where a word may not end just before; NULL for none. */
const struct wiki_emoticon *wiki_emoticon_at(const char *text, size_t start, size_t at, size_t end);
/* The sign for an emoji, NULL when there is none. */
const char *wiki_emoticon_sign(const struct atl_node *emoji);

/* ---- macros ---- */

enum wiki_body {
    WIKI_BODY_NONE,
    WIKI_BODY_RICH,
    WIKI_BODY_PLAIN,
};

enum wiki_place {
    WIKI_PLACE_EITHER, /* a block when it stands alone or spans lines */
    WIKI_PLACE_BLOCK,
    WIKI_PLACE_INLINE,
};

struct wiki_macro {
    const char *name;
    enum wiki_body body;
    enum wiki_place place;
};

/* A macro that is known; NULL for others, which have a rich body. */
const struct wiki_macro *wiki_macro_find(const char *name, size_t length);

/* Whether a parameter of a macro, "" for the unnamed one, is a page by its title. */
bool wiki_parameter_is_page(const char *macro, const char *parameter);

/* The macro for a panel: "info", …; and the value of its "type" when the name doesn't say it all.
 */
const char *wiki_panel_macro(enum atl_panel panel, const char **type);
/* The panel for a macro and its "type", which may be NULL; -1 when it is none. */
int wiki_panel_of(const char *macro, const char *type);

#endif
