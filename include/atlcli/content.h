/*
 * Content: the text of pages, comments and descriptions in the forms that Jira, Confluence and
 * people write it in, and one document tree between them.
 *
 *     struct atl_arena arena = {0};
 *     struct atl_content_tree *tree;
 *     status = atl_content_read(&arena, ATL_CONTENT_MARKDOWN, text, length, &options, &tree,
 * &error); if (status == ATL_OK) { status = atl_content_write(tree, ATL_CONTENT_STORAGE, &options,
 * &buffer, &error);
 *     }
 *     atl_arena_free(&arena);
 *
 * Nothing is dropped silently. What a target can't hold is said in options.report; what only one
 * format knows, and Markdown has no spelling for, is carried verbatim (ATL_NODE_RAW). HTML keeps
 * what it has no words for as data-… attributes. Text and terminal leave looks out without saying
 * so: src/content/render/render.h says what looks are. Frontmatter is no part of a page: what is to
 * be read never shows it, other formats but Markdown report it.
 * src/content/MARKDOWN.md lists every spelling.
 *
 * Time and memory are linear in the input. Nesting deeper than ATL_CONTENT_DEPTH is an error, so
 * that walks may recurse.
 */
#ifndef ATLCLI_CONTENT_H
#define ATLCLI_CONTENT_H

#include "atlcli/error.h"
#include "atlcli/memory.h"
#include "atlcli/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ATL_CONTENT_DEPTH = 256, /* levels of nodes below the document */
};

enum atl_content_format {
    ATL_CONTENT_MARKDOWN,
    ATL_CONTENT_STORAGE,   /* Confluence's storage format */
    ATL_CONTENT_ADF,       /* Atlassian Document Format, version 1 */
    ATL_CONTENT_WIKI,      /* wiki markup with all the macros of Confluence's */
    ATL_CONTENT_JIRA_WIKI, /* the same as far as Jira Data Center shows it; both are read alike */
    ATL_CONTENT_HTML,      /* written only */
    ATL_CONTENT_TEXT,      /* written only */
    ATL_CONTENT_TERMINAL   /* written only */
};

/* "markdown", "storage", "adf", …: the word for a format. Static text. */
const char *atl_content_format_name(enum atl_content_format format);

/* ---- the tree ---- */

/*
 * Nodes by kind. "text" says what node->text holds; names in quotes are attributes. Attributes that
 * aren't listed don't occur, except on macros, where they are the macro's parameters.
 *
 * Identifiers that Confluence assigns on its own (local ids, macro ids, schema versions of macros
 * the tree knows) are no content and not in the tree.
 */
enum atl_node_kind {
    ATL_NODE_DOCUMENT, /* blocks; text: the YAML frontmatter without its fences, NULL for none */

    /* Blocks that hold blocks. */
    ATL_NODE_QUOTE,
    ATL_NODE_BULLET_LIST,   /* items, task items too when lists are mixed; ATL_NODE_TIGHT */
    ATL_NODE_ORDERED_LIST,  /* the same; number: of the first item */
    ATL_NODE_TASK_LIST,     /* task items and, nested, task lists */
    ATL_NODE_DECISION_LIST, /* decision items */
    ATL_NODE_LIST_ITEM,
    ATL_NODE_TASK_ITEM,     /* ATL_NODE_DONE */
    ATL_NODE_DECISION_ITEM, /* ATL_NODE_DONE: decided, as all are in practice */
    ATL_NODE_TABLE,         /* rows; "layout", "width", "widths" (of columns, "120,80": pixels;
                               or "33.3%,66.7%"), "display" ("fixed"), "numbered" ("true") */
    ATL_NODE_TABLE_ROW,     /* cells */
    ATL_NODE_TABLE_CELL,    /* ATL_NODE_HEADER; "colspan", "rowspan" when above 1; "align" (left,
                               center, right); "background" ("#rrggbb", or a name) */
    ATL_NODE_PANEL,         /* value: an atl_panel; "title"; custom ones: "color", "icon", "iconId",
                               "iconText" and, of the panel macro, "borderStyle", "borderColor",
                               "borderWidth", "titleBGColor", "titleColor" */
    ATL_NODE_EXPAND,        /* "title"; "breakout", "breakoutWidth" as of a section */
    ATL_NODE_LAYOUT,        /* sections */
    ATL_NODE_LAYOUT_SECTION, /* cells; "type" (single, two_equal, three_with_sidebars, …),
                                "breakout" (wide, full-width), "breakoutWidth" */
    ATL_NODE_LAYOUT_CELL,    /* "width" (percent, "66.66") */
    ATL_NODE_FOOTNOTE,       /* text: its label. Where it is defined; blocks are what it says */

    /* Blocks that hold inlines. */
    ATL_NODE_PARAGRAPH, /* "align" (center, right), "indent" (1 to 6) */
    ATL_NODE_HEADING,   /* number: 1 to 6; "align", "indent" */

    /* Blocks without children. */
    ATL_NODE_CODE_BLOCK, /* text: the code, ending in a newline unless empty; "language", "info"
                            (the whole info string in Markdown, when it isn't only language and what
                            follows here), "title", "numbers" ("true"), "first" (line number),
                            "collapse" ("true"), "theme", "breakout", "breakoutWidth" */
    ATL_NODE_RULE,
    ATL_NODE_BLOCK_CARD, /* text: URL of a smart link; "data" or "datasource" (JSON) */
    ATL_NODE_EMBED_CARD, /* text: URL; "layout", "width", "originalWidth", "originalHeight" */

    /* Inlines that hold inlines: marks. */
    ATL_NODE_EMPHASIS,
    ATL_NODE_STRONG,
    ATL_NODE_STRIKE,
    ATL_NODE_UNDERLINE,
    ATL_NODE_SUBSCRIPT,
    ATL_NODE_SUPERSCRIPT,
    ATL_NODE_COLOR,      /* text: "#rrggbb" */
    ATL_NODE_BACKGROUND, /* text: "#rrggbb" */
    ATL_NODE_ANNOTATION, /* text: id of the inline comment */
    ATL_NODE_LINK,       /* text: where to, a URL or a reference (below); "title";
                            "card" ("inline": shown as a smart link) */

    /* Inlines without children. */
    ATL_NODE_TEXT,       /* text; never empty, never two in a row. No newlines in it */
    ATL_NODE_CODE,       /* text */
    ATL_NODE_SOFT_BREAK, /* a line break of the source, shown as a space */
    ATL_NODE_HARD_BREAK,
    ATL_NODE_MENTION, /* text: account id, or "key:…" / "name:…" of Data Center; "text" (with
                         its "@"), "accessLevel", "userType" */
    ATL_NODE_EMOJI,   /* text: short name with its colons (":smile:"); "id", "text" (fallback) */
    ATL_NODE_STATUS,  /* text: what it says; value: an atl_status_color; "style" ("bold", "subtle")
                       */
    ATL_NODE_DATE,    /* text: "2026-11-26" */
    ATL_NODE_PLACEHOLDER,  /* text: what to put here; "type" (of Confluence's templates) */
    ATL_NODE_FOOTNOTE_REF, /* text: the label */

    /* Blocks where blocks stand, inlines where inlines stand. */
    ATL_NODE_IMAGE,       /* text: source, a URL or a reference; "alt", "title", "width", "height"
                             (pixels, or "50%"), "align" or "layout", "border" ("true", or "size color"),
                             "thumbnail", "link" (around the image); as blocks they may have inlines:
                             the caption. "file" (ADF: type "file", not shown as an image) */
    ATL_NODE_MEDIA_GROUP, /* block only; images */
    ATL_NODE_MACRO,       /* text: its name; attributes: its parameters in order (the unnamed one is
                             ""); children: its rich text body, or one ATL_NODE_PLAIN_BODY */
    ATL_NODE_PLAIN_BODY,  /* in a macro only; text: the body, not parsed further */
    ATL_NODE_RAW,         /* text: source in another format, exactly; value: an atl_content_format
                             (storage, ADF as compact JSON, wiki, HTML) */

    ATL_NODE_KINDS
};

enum atl_node_flag {
    ATL_NODE_TIGHT = 1 << 0,  /* lists: written without empty lines; no difference in meaning */
    ATL_NODE_HEADER = 1 << 1, /* table cells */
    ATL_NODE_DONE = 1 << 2,   /* task and decision items */
};

/* ADF's words. How others spell them: MARKDOWN.md. */
enum atl_panel {
    ATL_PANEL_INFO, /* storage info, alert NOTE */
    ATL_PANEL_NOTE, /* alert IMPORTANT */
    ATL_PANEL_TIP,
    ATL_PANEL_SUCCESS, /* storage tip, alert TIP */
    ATL_PANEL_WARNING, /* storage note, alert WARNING */
    ATL_PANEL_ERROR,   /* storage warning, alert CAUTION */
    ATL_PANEL_CUSTOM,  /* storage panel */
};

enum atl_status_color {
    ATL_STATUS_NEUTRAL, /* storage Grey, and none */
    ATL_STATUS_PURPLE,
    ATL_STATUS_BLUE,
    ATL_STATUS_RED,
    ATL_STATUS_YELLOW,
    ATL_STATUS_GREEN,
};

/*
 * Name and value of one attribute. Both are NUL-terminated. A name that starts with U+0001 is a
 * reader's note for its own writer, no content: others skip it, and trees are equal without it.
 */
struct atl_attribute {
    const char *name;
    const char *value;
    struct atl_attribute *next;
};

/* A node. Everything it points to lives in the arena of the tree, or in the text that was read. */
struct atl_node {
    struct atl_node *parent; /* NULL for the document */
    struct atl_node *first;  /* child */
    struct atl_node *last;
    struct atl_node *next; /* sibling */
    struct atl_attribute *attributes;
    const char *text; /* `length` bytes of UTF-8, not NUL-terminated; NULL where there is none */
    uint32_t length;
    uint32_t line; /* of the source, from 1; 0: not known */
    uint8_t kind;  /* enum atl_node_kind */
    uint8_t flags; /* enum atl_node_flag */
    uint8_t value; /* the enum that the kind says */
    int32_t number;
};

struct atl_content_tree {
    struct atl_arena *arena;
    struct atl_node *document;
};

/* The value of an attribute, NULL when there is none. */
const char *atl_node_attribute(const struct atl_node *node, const char *name);
/* The node's text is exactly this. */
bool atl_node_text_is(const struct atl_node *node, const char *text);
/* Kinds whose children are blocks; whose children are inlines; marks. */
bool atl_node_holds_blocks(const struct atl_node *node);
bool atl_node_holds_inlines(const struct atl_node *node);
bool atl_node_is_mark(const struct atl_node *node);
/* The next node in document order below `root`, NULL at the end. Children come after their parent.
 */
struct atl_node *atl_node_following(const struct atl_node *node, const struct atl_node *root);
/* "bullet list", "table cell", …: for people. Static text. */
const char *atl_node_kind_name(enum atl_node_kind kind);

/*
 * Whether two trees say the same. What makes no difference to a reader doesn't count: the order of
 * marks around a text; a colour around another; emphasis, strength and colour of white space; marks
 * of line breaks; empty paragraphs; tightness; the order of attributes; soft breaks against spaces;
 * source lines; names in mentions, which sites show by the account; cells aligned to the left, as
 * all are; what readers keep for themselves (attributes whose name starts with U+0001). When they
 * differ, `difference` (may be NULL) gets one line that names the place.
 */
bool atl_content_equal(const struct atl_content_tree *left, const struct atl_content_tree *right,
                       struct atl_buffer *difference);

/* Appends an outline of the tree, one node a line, indented: for tests and for bug reports. */
void atl_content_outline(const struct atl_content_tree *tree, struct atl_buffer *buffer);

/* ---- references ---- */

/*
 * Links and images that aren't URLs. In the tree they are written as
 *
 *     page:Title   page://SPACE/Title   page:Title#anchor   page:#anchor     (a page by title)
 *     blog://SPACE/2026/11/26/Title     (a blog post; the space may be empty)
 *     attachment:file.pdf   attachment://SPACE/Title/file.pdf   attachment:///Title/file.pdf
 *     media:ID?collection=NAME          (ADF: a file by the media service's id)
 *     space:KEY     user:ACCOUNT-ID     user:key:…   user:name:…
 *     content:ID                        (ri:content-entity)
 *     shortcut:KEY/PARAMETER            (ri:shortcut)
 *
 * with every part percent-encoded but RFC 3986's unreserved characters and UTF-8.
 * "page:#anchor" is written "#anchor".
 */
enum atl_reference_kind {
    ATL_REFERENCE_URL, /* not ours: a URL, a path, anything else */
    ATL_REFERENCE_PAGE,
    ATL_REFERENCE_BLOG,
    ATL_REFERENCE_ATTACHMENT,
    ATL_REFERENCE_MEDIA,
    ATL_REFERENCE_SPACE,
    ATL_REFERENCE_USER,
    ATL_REFERENCE_CONTENT,
    ATL_REFERENCE_SHORTCUT,
};

/* Parts that a kind doesn't have, or that aren't given, are NULL. */
struct atl_reference {
    enum atl_reference_kind kind;
    const char *space;
    const char *title;    /* page, blog; of the page an attachment is on */
    const char *date;     /* blog: "2026/11/26" */
    const char *file;     /* attachment */
    const char *id;       /* media, user (with its prefix), content, shortcut's key */
    const char *argument; /* media's collection, shortcut's parameter */
    const char *anchor;   /* page, blog */
};

/* Takes a reference apart, decoded, in the arena. What is none of ours has kind ATL_REFERENCE_URL.
 */
void atl_reference_parse(struct atl_arena *arena, const char *text, size_t length,
                         struct atl_reference *reference);
/* Writes it, encoded, in the arena. Not for ATL_REFERENCE_URL. */
char *atl_reference_format(struct atl_arena *arena, const struct atl_reference *reference);

/*
 * Goes through all links, images, cards, mentions and the references in macros' parameters and lets
 * `resolve` give each a new target: sync maps a relative .md path to a page and back. It returns
 * the new target, in the tree's arena, or NULL to leave it.
 */
typedef const char *atl_content_resolver(void *context, struct atl_arena *arena,
                                         const struct atl_node *node, const char *target);
void atl_content_resolve(struct atl_content_tree *tree, atl_content_resolver *resolve,
                         void *context);

/* ---- the report ---- */

enum atl_report_kind {
    ATL_REPORT_LOST,        /* the target can't hold it; it is left out or simplified */
    ATL_REPORT_REPAIRED,    /* the source was malformed and has been read as a browser would */
    ATL_REPORT_NEUTRALISED, /* would have run where it is shown: a script, a javascript: link */
};

struct atl_report_entry {
    enum atl_report_kind kind;
    uint32_t line;  /* of the first one, in the source; 0: not known */
    uint32_t count; /* the same thing more than once is one entry */
    const char *message;
    struct atl_report_entry *next;
};

/* Start with a zeroed struct. atl_content_report_free releases the entries. */
struct atl_content_report {
    struct atl_arena arena;
    struct atl_report_entry *first;
    struct atl_report_entry *last;
    size_t entries; /* at most ATL_REPORT_ENTRIES are kept; beyond that they only count */
    size_t total;
};

enum {
    ATL_REPORT_ENTRIES = 200,
};

/*
 * Adds an entry: what it is and what becomes of it, without a full stop ("merged table cells:
 * their text is repeated in none"). A NULL report is allowed. Same kind and message: one entry.
 */
void atl_content_report_add(struct atl_content_report *report, enum atl_report_kind kind,
                            uint32_t line, const char *format, ...) ATL_PRINTF(4, 5);
void atl_content_report_free(struct atl_content_report *report);

/* ---- reading and writing ---- */

/* Zeroed is fine. */
struct atl_content_options {
    struct atl_content_report *report; /* may be NULL */
    const char *source; /* names the input in errors ("page.md"); NULL: the format's name */
    bool commonmark;    /* Markdown: CommonMark 0.31 and nothing else */
    bool gfm;           /* Markdown: CommonMark and GitHub's extensions, none of ours */
    bool raw_html;      /* HTML: pass raw HTML and javascript: links on; for trusted text only */
    unsigned columns;   /* terminal: width; text: where to wrap, 0 for never. Terminal's 0 is 80 */
    bool colour;        /* terminal: SGR attributes */
    bool hyperlinks;    /* terminal: OSC 8 */
};

/*
 * Reads `length` bytes. The text must outlive the tree. The tree is in the arena.
 *
 * Errors (ATL_FAILED) say line and column: nested too deeply, not UTF-8, malformed beyond repair,
 * longer than UINT32_MAX. ATL_USAGE: the format can't be read. NULs are read as U+FFFD, a BOM is
 * skipped.
 */
enum atl_status atl_content_read(struct atl_arena *arena, enum atl_content_format format,
                                 const char *text, size_t length,
                                 const struct atl_content_options *options,
                                 struct atl_content_tree **tree, struct atl_error *error);

/* Appends the document to `buffer`. The tree stays as it is. */
enum atl_status atl_content_write(const struct atl_content_tree *tree,
                                  enum atl_content_format format,
                                  const struct atl_content_options *options,
                                  struct atl_buffer *buffer, struct atl_error *error);

#endif
