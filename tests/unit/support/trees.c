#include "support/trees.h"

#include "content/builder.h"

#include <stdio.h>
#include <string.h>

enum {
    DEEPEST = 3, /* blocks in blocks */
};

struct maker {
    struct content_builder builder;
    struct atl_arena *arena;
    uint64_t state;
    unsigned features;
    unsigned depth;
    unsigned marks; /* bits of the kinds that are open */
    bool in_row;    /* of a table that GitHub's form can hold */
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* SplitMix64. */
static uint64_t next_number(struct maker *maker)
{
    uint64_t z = maker->state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static size_t below(struct maker *maker, size_t limit)
{
    return (size_t)(next_number(maker) % limit);
}

static bool one_in(struct maker *maker, size_t count)
{
    return below(maker, count) == 0;
}

static const char *pick(struct maker *maker, const char *const *items, size_t count)
{
    return items[below(maker, count)];
}

static unsigned bit_of(enum atl_node_kind mark)
{
    return 1U << (mark - ATL_NODE_EMPHASIS);
}

/* ---- texts ---- */

static const char *const words[] = {
    "word",      "snake_case_word", "two words", "A",    "42",   "x^2",
    "end.",      "(in brackets)",   "it's",      "über", "日本", "😀",
    "e\xCC\x81",
};

/* Each would be read as something else somewhere, or nearly so. */
static const char *const signs[] = {
    "*",
    "**",
    "***",
    "_",
    "__",
    "`",
    "``",
    "```",
    "~",
    "~~",
    "~~~",
    "[",
    "]",
    "](",
    "[a](b)",
    "![",
    "![a](b)",
    "[a]: b",
    "[^1]",
    "[^1]: b",
    "[x] ",
    "[ ] ",
    "[!NOTE]",
    "[TOC]",
    "<",
    "<b>",
    "</div>",
    "<!-- x -->",
    "<https://x.example>",
    "&",
    "&amp;",
    "&#32;",
    "&nbsp;",
    "https://x.example/y",
    "http://x.example",
    "www.x.example",
    "mail@x.example",
    ":smile:",
    ":no_emoji_of_this_name:",
    ":",
    "::",
    ":::",
    "::: info",
    "::: toc :::",
    "#",
    "# h",
    "####### h",
    "1.",
    "1. a",
    "12) b",
    "- a",
    "+ a",
    "* a",
    "-",
    "+",
    "> q",
    ">",
    "|",
    "| a | b |",
    "|---|---|",
    ":-:",
    "---",
    "===",
    "- - -",
    "$",
    "$$",
    "$x$",
    "$5 and $6",
    "\\",
    "\\*",
    "\\\\",
    "{=adf}",
    "{color:red}",
    "\"",
    "'",
    "!",
    "?",
    ",",
    "“q”",
    "—",
    "\xC2\xA0",
    "\xE2\x80\x8B",
    "]]>",
    "<![CDATA[",
    "{{",
    "}}",
    "h1. x",
    "bq. x",
    "{quote}",
    "#{x}",
    "%20",
    "@name",
    "~name",
    "^",
    "=",
    "  ",
    "\\n",
};

static bool has_spaces(const struct maker *maker)
{
    return (maker->features & TREE_SPACES) != 0;
}

/* Words and signs, with and without spaces between them. */
static void make_text(struct maker *maker, struct atl_buffer *buffer)
{
    size_t count = 1 + below(maker, 4);
    for (size_t i = 0; i < count; i++) {
        atl_buffer_add(buffer, i > 0 && one_in(maker, 2) ? " " : "");
        atl_buffer_add(buffer, one_in(maker, 2) ? pick(maker, words, COUNT(words))
                                                : pick(maker, signs, COUNT(signs)));
    }
}

/* One space for each row of them. */
static void squeeze(char *text)
{
    char *out = text;
    for (const char *at = text; *at != '\0'; at++) {
        if (*at != ' ' || at[1] != ' ') {
            *out++ = *at;
        }
    }
    *out = '\0';
}

/* Not only spaces, and none at the edges. */
static char *solid_text(struct maker *maker)
{
    struct atl_buffer buffer = {0};
    make_text(maker, &buffer);
    char *text = atl_text_trim(maker->arena, atl_buffer_text(&buffer));
    atl_buffer_free(&buffer);
    if (!has_spaces(maker)) {
        squeeze(text);
    }
    return *text == '\0' ? atl_arena_strdup(maker->arena, "x") : text;
}

static void add_solid_text(struct maker *maker)
{
    const char *text = solid_text(maker);
    content_text_copy(&maker->builder, text, strlen(text));
}

static void add_text(struct maker *maker)
{
    if (has_spaces(maker) && one_in(maker, 3)) {
        content_text_copy(&maker->builder, " ", 1);
    }
    add_solid_text(maker);
    if ((has_spaces(maker) || maker->marks == 0) && one_in(maker, 3)) {
        content_text_copy(&maker->builder, " ", 1);
        add_solid_text(maker);
    }
}

static bool is_edge(const struct maker *maker)
{
    const struct atl_node *open = maker->builder.open;
    return open->first == NULL && maker->builder.text_length == 0;
}

/* ---- inlines ---- */

static const char *const targets[] = {
    "https://x.example/a?b=c&d=e",
    "https://x.example/(a)",
    "https://x.example/a)b",
    "page:Title",
    "page://TEAM/A%20page#place",
    "#place",
    "attachment:file.pdf",
    "mailto:mail@x.example",
    "other/page.md",
    "https://x.example/a_b_c*d*",
    "https://x.example/&amp;",
    "space:TEAM",
    "https://x.example/`a|b",
    "blog://TEAM/2026/11/26/Title",
    "content:123",
    "https://x.example/$a$",
};

static const char *const values[] = {
    "true", "3", "a b", "a\"b", "<&>", "a\\b", "x=y", "café", ":::", "#ff5630", "a|b", "`",
};

static void set(struct maker *maker, struct atl_node *node, const char *name, const char *value)
{
    content_set_attribute(maker->arena, node, name, value);
}

static struct atl_node *leaf(struct maker *maker, enum atl_node_kind kind, const char *text)
{
    return content_leaf(&maker->builder, kind, text, text == NULL ? 0 : strlen(text));
}

static struct atl_node *open_with(struct maker *maker, enum atl_node_kind kind, const char *text)
{
    struct atl_node *node = content_open(&maker->builder, kind);
    content_set_text(node, text, strlen(text));
    return node;
}

static void add_image(struct maker *maker)
{
    static const char *const sources[] = {"attachment:picture.png", "https://x.example/p.png",
                                          "attachment://TEAM/A%20page/p%281%29.png"};
    struct atl_node *image = leaf(maker, ATL_NODE_IMAGE, pick(maker, sources, COUNT(sources)));
    if (one_in(maker, 2)) {
        set(maker, image, "alt", solid_text(maker));
    }
    if (one_in(maker, 3)) {
        set(maker, image, "title", pick(maker, values, COUNT(values)));
    }
    if (one_in(maker, 4)) {
        set(maker, image, "width", "300");
    }
}

/* They are links of their own. Storage format has no place for the name. */
static void add_mention(struct maker *maker)
{
    const bool markdown = (maker->features & TREE_MARKDOWN) != 0;
    if ((maker->marks & bit_of(ATL_NODE_LINK)) != 0) {
        return;
    }
    static const char *const ids[] = {"712020:ab-cd", "key:ff80", "name:robin", "5b10a2"};
    struct atl_node *node = leaf(maker, ATL_NODE_MENTION, pick(maker, ids, COUNT(ids)));
    if (markdown && node->text[0] < 'a' && one_in(maker, 2)) {
        set(maker, node, "text", "@Robin [Ashdown]");
    }
}

static void add_emoji(struct maker *maker)
{
    if (one_in(maker, 2)) {
        leaf(maker, ATL_NODE_EMOJI, ":smile:");
    } else {
        struct atl_node *node = leaf(maker, ATL_NODE_EMOJI, ":party_parrot:");
        set(maker, node, "id", "ab-12");
        set(maker, node, "text", "🦜");
    }
}

static void add_inline_macro(struct maker *maker)
{
    struct atl_node *macro;
    switch (below(maker, maker->in_row ? 3 : 4)) {
    case 0:
        set(maker, leaf(maker, ATL_NODE_MACRO, "anchor"), "", pick(maker, values, COUNT(values)));
        break;
    case 1:
        macro = leaf(maker, ATL_NODE_MACRO, "jira");
        set(maker, macro, "key", "WEB-12");
        if (one_in(maker, 2)) {
            set(maker, macro, "showSummary", "false");
        }
        break;
    case 2:
        set(maker, leaf(maker, ATL_NODE_MACRO, "mathinline"), "body",
            one_in(maker, 2) ? "x^2" : "a_1 * b_2");
        break;
    default:
        macro = leaf(maker, ATL_NODE_MACRO, "my-inline-macro");
        set(maker, macro, "name", pick(maker, values, COUNT(values)));
        break;
    }
}

static void add_status(struct maker *maker)
{
    struct atl_node *status = leaf(maker, ATL_NODE_STATUS, solid_text(maker));
    status->value = (uint8_t)below(maker, ATL_STATUS_GREEN + 1);
}

/* Two of them side by side aren't told apart everywhere. */
static bool follows(const struct maker *maker, enum atl_node_kind kind)
{
    const struct atl_node *last = maker->builder.open->last;
    return maker->builder.text_length == 0 && last != NULL && last->kind == (uint8_t)kind;
}

/* In a row, a backslash beside a pipe is more than GitHub's form can hold. */
static void add_code(struct maker *maker)
{
    char *text = solid_text(maker);
    for (char *at = text; maker->in_row && *at != '\0'; at++) {
        *at = *at == '\\' ? '/' : *at;
    }
    if (has_spaces(maker) || !follows(maker, ATL_NODE_CODE)) {
        leaf(maker, ATL_NODE_CODE, text);
    }
}

/* XML keeps line breaks where it keeps spaces. */
static void add_break(struct maker *maker)
{
    bool soft = one_in(maker, 2);
    bool after_break = follows(maker, ATL_NODE_SOFT_BREAK) || follows(maker, ATL_NODE_HARD_BREAK);
    if (!is_edge(maker) && (has_spaces(maker) || (maker->marks == 0 && !after_break))) {
        leaf(maker, soft ? ATL_NODE_SOFT_BREAK : ATL_NODE_HARD_BREAK, NULL);
    }
}

static void add_leaf(struct maker *maker)
{
    switch (below(maker, 12)) {
    case 0:
    case 1:
        add_code(maker);
        break;
    case 2:
    case 3:
        add_break(maker);
        break;
    case 4:
        add_mention(maker);
        break;
    case 5:
        add_emoji(maker);
        break;
    case 6:
        add_status(maker);
        break;
    case 7:
        leaf(maker, ATL_NODE_DATE, "2026-11-26");
        break;
    case 8:
        if (!is_edge(maker)) {
            add_image(maker);
        }
        break;
    case 9:
        add_inline_macro(maker);
        break;
    case 10:
        if ((maker->features & TREE_MARKDOWN) != 0) {
            leaf(maker, ATL_NODE_FOOTNOTE_REF, one_in(maker, 2) ? "1" : "note");
        }
        break;
    default:
        leaf(maker, ATL_NODE_PLACEHOLDER, solid_text(maker));
        break;
    }
}

static void add_inlines(struct maker *maker, unsigned depth);

static void add_mark(struct maker *maker, unsigned depth)
{
    static const enum atl_node_kind kinds[] = {
        ATL_NODE_EMPHASIS,    ATL_NODE_EMPHASIS,  ATL_NODE_STRONG, ATL_NODE_STRONG,
        ATL_NODE_STRIKE,      ATL_NODE_LINK,      ATL_NODE_LINK,   ATL_NODE_UNDERLINE,
        ATL_NODE_SUBSCRIPT,   ATL_NODE_COLOR,     ATL_NODE_COLOR,  ATL_NODE_BACKGROUND,
        ATL_NODE_SUPERSCRIPT, ATL_NODE_ANNOTATION};
    enum atl_node_kind kind = kinds[below(maker, COUNT(kinds))];
    unsigned bit = bit_of(kind);
    if ((maker->marks & bit) != 0) {
        return;
    }
    maker->marks |= bit;
    const char *text = NULL;
    if (kind == ATL_NODE_LINK) {
        text = pick(maker, targets, COUNT(targets));
    } else if (kind == ATL_NODE_COLOR || kind == ATL_NODE_BACKGROUND) {
        text = one_in(maker, 2) ? "#ff5630" : "#0065ff";
    } else if (kind == ATL_NODE_ANNOTATION) {
        text = "c0ffee-1";
    }
    struct atl_node *mark = content_open(&maker->builder, kind);
    content_set_text(mark, text, text == NULL ? 0 : strlen(text));
    if (kind == ATL_NODE_LINK && one_in(maker, 4)) {
        set(maker, mark, "title", solid_text(maker));
    }
    if (kind == ATL_NODE_LINK && one_in(maker, 4)) {
        content_text_copy(&maker->builder, text, strlen(text));
    } else {
        add_inlines(maker, depth + 1);
    }
    if (is_edge(maker)) {
        add_solid_text(maker);
    }
    content_close(&maker->builder);
    maker->marks &= ~bit;
}

static void add_inlines(struct maker *maker, unsigned depth)
{
    size_t count = 1 + below(maker, 4);
    for (size_t i = 0; i < count; i++) {
        size_t choice = below(maker, 10);
        if (choice < 5 || depth > 3) {
            add_text(maker);
        } else if (choice < 8) {
            add_mark(maker, depth);
        } else {
            add_leaf(maker);
        }
    }
}

/* Begins and ends with something that can be seen, unless spaces are asked for. */
static void add_line(struct maker *maker)
{
    bool edges = has_spaces(maker);
    if (!edges || !one_in(maker, 3)) {
        add_solid_text(maker);
    }
    add_inlines(maker, 0);
    if (!edges) {
        add_solid_text(maker);
    }
}

/* ---- blocks ---- */

static void add_blocks(struct maker *maker, size_t most);

static void add_paragraph(struct maker *maker, bool plain)
{
    struct atl_node *node = content_open(&maker->builder, ATL_NODE_PARAGRAPH);
    if (!plain && one_in(maker, 6)) {
        set(maker, node, one_in(maker, 2) ? "align" : "indent", "center");
        if (atl_node_attribute(node, "indent") != NULL) {
            node->attributes->value = "2";
        }
    }
    add_line(maker);
    content_close(&maker->builder);
}

static void add_heading(struct maker *maker)
{
    content_open(&maker->builder, ATL_NODE_HEADING)->number = 1 + (int32_t)below(maker, 6);
    add_line(maker);
    content_close(&maker->builder);
}

static void add_item(struct maker *maker, enum atl_node_kind kind)
{
    struct atl_node *item = content_open(&maker->builder, kind);
    bool done = kind == ATL_NODE_DECISION_ITEM || (kind == ATL_NODE_TASK_ITEM && one_in(maker, 2));
    item->flags = done ? ATL_NODE_DONE : 0;
    if (kind != ATL_NODE_LIST_ITEM || !one_in(maker, 6)) {
        add_paragraph(maker, true);
    }
    if (kind == ATL_NODE_LIST_ITEM && one_in(maker, 3)) {
        add_blocks(maker, 2);
    }
    content_close(&maker->builder);
}

static void add_list(struct maker *maker)
{
    static const enum atl_node_kind kinds[][2] = {
        {ATL_NODE_BULLET_LIST, ATL_NODE_LIST_ITEM},
        {ATL_NODE_ORDERED_LIST, ATL_NODE_LIST_ITEM},
        {ATL_NODE_TASK_LIST, ATL_NODE_TASK_ITEM},
        {ATL_NODE_DECISION_LIST, ATL_NODE_DECISION_ITEM},
    };
    size_t kind = below(maker, COUNT(kinds));
    struct atl_node *list = content_open(&maker->builder, kinds[kind][0]);
    list->flags = one_in(maker, 2) ? ATL_NODE_TIGHT : 0;
    list->number = kinds[kind][0] == ATL_NODE_ORDERED_LIST ? (one_in(maker, 3) ? 9 : 1) : 0;
    size_t count = 1 + below(maker, 3);
    for (size_t i = 0; i < count; i++) {
        add_item(maker, kinds[kind][1]);
    }
    content_close(&maker->builder);
}

static void add_cell(struct maker *maker, bool header, bool plain, const char *align)
{
    struct atl_node *cell = content_open(&maker->builder, ATL_NODE_TABLE_CELL);
    cell->flags = header ? ATL_NODE_HEADER : 0;
    if (align != NULL) {
        set(maker, cell, "align", align);
    }
    if (!plain && one_in(maker, 4)) {
        set(maker, cell, "background", "#deebff");
    }
    if (plain || one_in(maker, 2)) {
        add_paragraph(maker, true);
    } else {
        add_blocks(maker, 2);
    }
    content_close(&maker->builder);
}

static void add_table_of(struct maker *maker, bool plain)
{
    static const char *const aligns[] = {NULL, NULL, "left", "center", "right"};
    size_t columns = 1 + below(maker, 3);
    size_t rows = 1 + below(maker, 3);
    const char *align = plain ? pick(maker, aligns, COUNT(aligns)) : NULL;
    content_open(&maker->builder, ATL_NODE_TABLE);
    for (size_t row = 0; row < rows; row++) {
        content_open(&maker->builder, ATL_NODE_TABLE_ROW);
        for (size_t column = 0; column < columns; column++) {
            bool header = plain ? row == 0 : one_in(maker, 2);
            add_cell(maker, header, plain, align);
        }
        content_close(&maker->builder);
    }
    content_close(&maker->builder);
}

/* Markdown has those that aren't plain in storage format, with all that this can't hold. */
static void add_table(struct maker *maker)
{
    bool plain = !one_in(maker, 3);
    unsigned features = maker->features;
    maker->features = plain ? features : 0;
    maker->in_row = plain;
    add_table_of(maker, plain);
    maker->in_row = false;
    maker->features = features;
}

static void add_code_block(struct maker *maker)
{
    static const char *const codes[] = {
        "",        "a\n",     "a\n\nb\n",     "```\n",    "````\n~~~\n",
        "\n\na\n", "  a\n\n", "<b>&amp;\\\n", ":::\na\n", "]]>\n"};
    static const char *const languages[] = {"c",   "java", "plain text",
                                            "adf", "c++",  "confluence-storage"};
    struct atl_node *code = leaf(maker, ATL_NODE_CODE_BLOCK, pick(maker, codes, COUNT(codes)));
    if (one_in(maker, 2)) {
        set(maker, code, "language", pick(maker, languages, COUNT(languages)));
    }
    if (one_in(maker, 3)) {
        set(maker, code, "title", pick(maker, values, COUNT(values)));
    }
    if (one_in(maker, 4)) {
        set(maker, code, "numbers", "true");
        set(maker, code, "first", "10");
    }
    if (one_in(maker, 4)) {
        set(maker, code, "collapse", "true");
    }
}

static void add_panel(struct maker *maker)
{
    struct atl_node *panel = content_open(&maker->builder, ATL_NODE_PANEL);
    panel->value = (uint8_t)below(maker, ATL_PANEL_CUSTOM + 1);
    if (one_in(maker, 3)) {
        set(maker, panel, "title", solid_text(maker));
    }
    if (panel->value == ATL_PANEL_CUSTOM) {
        set(maker, panel, "color", "#deebff");
    }
    add_blocks(maker, 2);
    content_close(&maker->builder);
}

static void add_expand(struct maker *maker)
{
    struct atl_node *expand = content_open(&maker->builder, ATL_NODE_EXPAND);
    if (!one_in(maker, 4)) {
        set(maker, expand, "title", solid_text(maker));
    }
    add_blocks(maker, 2);
    content_close(&maker->builder);
}

static void add_layout(struct maker *maker)
{
    content_open(&maker->builder, ATL_NODE_LAYOUT);
    size_t sections = 1 + below(maker, 2);
    for (size_t i = 0; i < sections; i++) {
        set(maker, content_open(&maker->builder, ATL_NODE_LAYOUT_SECTION), "type", "two_equal");
        for (int cell = 0; cell < 2; cell++) {
            content_open(&maker->builder, ATL_NODE_LAYOUT_CELL);
            add_blocks(maker, 2);
            content_close(&maker->builder);
        }
        content_close(&maker->builder);
    }
    content_close(&maker->builder);
}

static void add_media(struct maker *maker)
{
    if (one_in(maker, 2)) {
        add_image(maker);
        return;
    }
    content_open(&maker->builder, ATL_NODE_MEDIA_GROUP);
    leaf(maker, ATL_NODE_IMAGE, "media:ab-12?collection=c");
    leaf(maker, ATL_NODE_IMAGE, "media:cd-34?collection=c");
    content_close(&maker->builder);
}

/* Markdown has the body of a macro that it has no spelling for in storage format. */
static void add_body(struct maker *maker, bool storage)
{
    unsigned features = maker->features;
    maker->features = storage ? 0 : features;
    add_blocks(maker, 2);
    maker->features = features;
}

static void add_macro(struct maker *maker)
{
    static const char *const plain[] = {"toc", "children", "attachments", "my-macro"};
    static const char *const rich[] = {"excerpt", "section", "column", "my-macro"};
    struct atl_node *macro;
    switch (below(maker, 4)) {
    case 0:
        macro = leaf(maker, ATL_NODE_MACRO, pick(maker, plain, COUNT(plain)));
        if (one_in(maker, 2)) {
            set(maker, macro, "depth", pick(maker, values, COUNT(values)));
        }
        break;
    case 1:
        macro = open_with(maker, ATL_NODE_MACRO, pick(maker, rich, COUNT(rich)));
        set(maker, macro, "name", pick(maker, values, COUNT(values)));
        add_body(maker, atl_node_text_is(macro, "my-macro"));
        content_close(&maker->builder);
        break;
    case 2:
        open_with(maker, ATL_NODE_MACRO, one_in(maker, 2) ? "noformat" : "my-plain-macro");
        leaf(maker, ATL_NODE_PLAIN_BODY,
             one_in(maker, 2) ? "a\n\n b ]]> ```\n" : solid_text(maker));
        content_close(&maker->builder);
        break;
    default:
        open_with(maker, ATL_NODE_MACRO, "mathblock");
        leaf(maker, ATL_NODE_PLAIN_BODY, one_in(maker, 2) ? "x^2" : "a\nb");
        content_close(&maker->builder);
        break;
    }
}

static void add_cards(struct maker *maker)
{
    if (one_in(maker, 2)) {
        leaf(maker, ATL_NODE_BLOCK_CARD, "https://x.example/a b\"c");
    } else {
        struct atl_node *card = leaf(maker, ATL_NODE_EMBED_CARD, "https://x.example/a");
        set(maker, card, "layout", "center");
        set(maker, card, "width", "80");
    }
}

static void add_markdown_block(struct maker *maker)
{
    struct atl_node *raw;
    if ((maker->features & TREE_MARKDOWN) == 0) {
        leaf(maker, ATL_NODE_RULE, NULL);
        return;
    }
    raw = leaf(maker, ATL_NODE_RAW, "{\"type\":\"unknown\",\"text\":\"```\\n\"}");
    raw->value = ATL_CONTENT_ADF;
}

static void add_deep_block(struct maker *maker)
{
    maker->depth++;
    switch (below(maker, 9)) {
    case 0:
        content_open(&maker->builder, ATL_NODE_QUOTE);
        add_blocks(maker, 2);
        content_close(&maker->builder);
        break;
    case 1:
    case 2:
        add_list(maker);
        break;
    case 3:
    case 4:
        add_table(maker);
        break;
    case 5:
        add_panel(maker);
        break;
    case 6:
        add_expand(maker);
        break;
    case 7:
        /* Two in a row are one where layouts are no more than their sections. */
        if (maker->depth == 1 && !follows(maker, ATL_NODE_LAYOUT)) {
            add_layout(maker);
        } else {
            add_list(maker);
        }
        break;
    default:
        add_macro(maker);
        break;
    }
    maker->depth--;
}

static void add_block(struct maker *maker)
{
    switch (below(maker, 12)) {
    case 0:
        add_heading(maker);
        break;
    case 1:
        add_code_block(maker);
        break;
    case 2:
        leaf(maker, ATL_NODE_RULE, NULL);
        break;
    case 3:
        add_media(maker);
        break;
    case 4:
        add_cards(maker);
        break;
    case 5:
        add_markdown_block(maker);
        break;
    case 6:
    case 7:
    case 8:
    case 9:
        if (maker->depth < DEEPEST) {
            add_deep_block(maker);
            break;
        }
        add_paragraph(maker, true);
        break;
    default:
        add_paragraph(maker, maker->depth > 0);
        break;
    }
}

static void add_blocks(struct maker *maker, size_t most)
{
    size_t count = 1 + below(maker, most);
    for (size_t i = 0; i < count; i++) {
        add_block(maker);
    }
}

static void add_footnotes(struct maker *maker)
{
    static const char *const labels[] = {"1", "note"};
    for (size_t i = 0; i < COUNT(labels); i++) {
        open_with(maker, ATL_NODE_FOOTNOTE, labels[i]);
        add_paragraph(maker, true);
        if (one_in(maker, 3)) {
            add_paragraph(maker, true);
        }
        content_close(&maker->builder);
    }
}

struct atl_content_tree *trees_make(struct atl_arena *arena, uint64_t seed, unsigned features)
{
    struct maker maker = {.arena = arena, .state = seed, .features = features};
    content_builder_start(&maker.builder, arena);
    if ((features & TREE_MARKDOWN) != 0 && one_in(&maker, 4)) {
        static const char frontmatter[] = "title: A\ntags: [b]\n";
        content_set_text(maker.builder.open, frontmatter, sizeof frontmatter - 1);
    }
    add_blocks(&maker, 3);
    if ((features & TREE_MARKDOWN) != 0) {
        add_footnotes(&maker);
    }
    struct atl_content_tree *tree;
    struct atl_error error;
    return content_builder_finish(&maker.builder, &tree, &error) == ATL_OK ? tree : NULL;
}
