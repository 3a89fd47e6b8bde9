/*
 * The words of MARKDOWN.md, shared by the Markdown reader and writer: what follows ":::", which
 * macros have a spelling and what their parameters are called in it, alerts, panels, status
 * colours, and fences of other formats.
 *
 * The reader, at "::: WORD key=value flag key="a value" :::", looks WORD up as a panel
 * (markdown_panel_of_word), as one of the structures it knows (layout, section, cell, decisions,
 * media, card), and then here (markdown_spelling_of_word): the macro's parameters are the keys, as
 * markdown_parameter_of_key names them. A flag is the value "true".
 *
 * Values are bare when they consist of ASCII letters, digits and ". _ - % *" alone. Otherwise they
 * stand in double quotes, in which \" is a quote, \\ a backslash and \n a line break.
 *
 * What else the two agree on:
 * - "::: section TYPE": a word without "=" that comes first is the section's type.
 * - "[@name](mention:name:NAME)": a label of "@" and the id without its prefix is no text of the
 *   mention's own, nor is an empty label; "?text=…" says it in those cases.
 * - Everything after a scheme of ours (mention:, emoji:, …) is percent-encoded but for unreserved
 *   characters, ":" and "/"; parameters follow as "?name=value&name=value".
 * - In fences of other formats (markdown_raw_word) exactly one newline at the end is not content.
 * - A code block in the language of such a fence is "``` language=WORD".
 * - In "::: decisions", items of "- [ ]" are undecided, all others are decided.
 */
#ifndef CONTENT_MARKDOWN_SPELLINGS_H
#define CONTENT_MARKDOWN_SPELLINGS_H

#include "atlcli/content.h"

enum markdown_body {
    MARKDOWN_BODY_NONE,
    MARKDOWN_BODY_BLOCKS,
    MARKDOWN_BODY_PLAIN, /* one fenced block: the macro's ATL_NODE_PLAIN_BODY */
};

/* A macro's parameter that goes by another name in Markdown; the unnamed one is "". */
struct markdown_key {
    const char *key;
    const char *parameter;
};

enum {
    MARKDOWN_RENAMED_KEYS = 2,
    MARKDOWN_LABEL_BYTES = 200, /* "[^label" of a footnote is shorter */
};

/* A macro that is written as a container. */
struct markdown_spelling {
    const char *word; /* after ":::" */
    const char *macro;
    enum markdown_body body;
    struct markdown_key renamed[MARKDOWN_RENAMED_KEYS];
};

/* NULL when there is none. */
const struct markdown_spelling *markdown_spelling_of_word(const char *word, size_t length);
const struct markdown_spelling *markdown_spelling_of_macro(const char *name, size_t length);

/* The parameter's name for a key; keys that aren't renamed are their own. */
const char *markdown_parameter_of_key(const struct markdown_spelling *spelling, const char *key);
/* The key for a parameter; NULL when its name can't be one: then the macro has no spelling. */
const char *markdown_key_of_parameter(const struct markdown_spelling *spelling,
                                      const char *parameter);
/* ASCII letters, digits, "_", "-" and ".", beginning with a letter. */
bool markdown_is_key(const char *key);
/* Whether a value needs no quotes: see above. */
bool markdown_is_bare_value(const char *value);

/* Containers of panels: "info", "note", …; "panel" for custom ones. */
const char *markdown_panel_word(enum atl_panel panel);
bool markdown_panel_of_word(const char *word, size_t length, enum atl_panel *panel);
/* GitHub's alerts, "NOTE" in "> [!NOTE]"; NULL for panels that are none. Case doesn't matter. */
const char *markdown_alert_word(enum atl_panel panel);
bool markdown_panel_of_alert(const char *word, size_t length, enum atl_panel *panel);

/* "blue" in "status:blue". */
const char *markdown_status_word(enum atl_status_color color);
bool markdown_status_of_word(const char *word, size_t length, enum atl_status_color *color);

/*
 * The info string of fenced blocks, and the mark after code spans ("{=confluence-storage}"), that
 * carry another format. HTML has none: it stands in Markdown as it is; NULL.
 */
const char *markdown_raw_word(enum atl_content_format format);
bool markdown_raw_of_word(const char *word, size_t length, enum atl_content_format *format);

/* Whether an address of "[text](address)" makes something else than a link of it (links.c). */
bool markdown_means_else(const char *address, size_t length);

/* The macros that are spelled otherwise. */
#define MARKDOWN_MATH_INLINE "mathinline" /* $…$: parameter "body" */
#define MARKDOWN_MATH_BLOCK  "mathblock"  /* $$: a plain body */
#define MARKDOWN_ANCHOR      "anchor"     /* <a id="…"></a>: the unnamed parameter */
#define MARKDOWN_JIRA        "jira"       /* [KEY](jira:KEY): "key", others after "?" */
#define MARKDOWN_TOC         "toc"        /* [TOC] without parameters */

#endif
