/*
 * Inlines. The tree's marks may nest in any way; here those that go on from one leaf to the next
 * stay open, and what isn't to be around the next one is closed. Spaces wait until it is known what
 * comes after them, for effects can't begin or end with one; so do line breaks.
 */
#include "content/wiki/wiki_writer.h"

#include "content/emoji.h"
#include "content/equal.h"
#include "content/safe_url.h"
#include "content/wiki/wiki_target.h"

#include <stdlib.h>
#include <string.h>

/* What is around a leaf. */
struct look {
    const struct atl_node *link;
    const struct atl_node *color;
    unsigned effects; /* bits by number */
};

enum open_kind {
    OPEN_LINK,
    OPEN_COLOR,
    OPEN_EFFECT,
};

struct open {
    enum open_kind kind;
    const struct atl_node *node; /* link, colour */
    int effect;
};

enum {
    OPEN_MOST = WIKI_EFFECTS + 2,
};

struct inlines {
    struct wiki_writer *writer;
    struct atl_buffer *buffer;
    enum wiki_inlines_on line;
    size_t start;                /* of the inlines in the buffer */
    struct open open[OPEN_MOST]; /* outermost first */
    size_t open_count;
    struct atl_buffer spaces; /* that wait … */
    bool spaces_matter;       /* … and are seen, as in struck text */
    size_t breaks;            /* that wait */
    bool line_start;
    bool after_break; /* spaces here would be lost */
    bool guard;       /* a letter next would undo the sign before … */
    bool guard_code;  /* … which ends monospaced text */
};

/* ---- what is open ---- */

static bool same_color(const struct atl_node *left, const struct atl_node *right)
{
    return left == right || (left != NULL && right != NULL && left->length == right->length &&
                             memcmp(left->text, right->text, left->length) == 0);
}

static bool is_wanted(const struct open *open, const struct look *look)
{
    switch (open->kind) {
    case OPEN_LINK:
        return open->node == look->link;
    case OPEN_COLOR:
        return same_color(open->node, look->color);
    default:
        return (look->effects & (1u << open->effect)) != 0;
    }
}

static unsigned open_effects(const struct inlines *inlines)
{
    unsigned effects = 0;
    for (size_t i = 0; i < inlines->open_count; i++) {
        effects |= inlines->open[i].kind == OPEN_EFFECT ? 1u << inlines->open[i].effect : 0;
    }
    return effects;
}

static const struct atl_node *open_node(const struct inlines *inlines, enum open_kind kind)
{
    for (size_t i = 0; i < inlines->open_count; i++) {
        if (inlines->open[i].kind == kind) {
            return inlines->open[i].node;
        }
    }
    return NULL;
}

/* Effects whose edges are seen on spaces as well. */
static bool shows_on_space(const struct open *open)
{
    enum atl_node_kind kind =
        open->kind == OPEN_EFFECT ? wiki_effects[open->effect].kind : ATL_NODE_LINK;
    return open->kind != OPEN_COLOR && kind != ATL_NODE_STRONG && kind != ATL_NODE_EMPHASIS;
}

/* ---- spaces and line breaks ---- */

static void add_reference(struct atl_buffer *buffer, char space)
{
    atl_buffer_printf(buffer, "&#%d;", space);
}

/* Writes the spaces that wait; at the edge of a line they need another form to stay. */
static void flush_spaces(struct inlines *inlines, bool line_end)
{
    size_t length = inlines->spaces.length;
    const char *spaces = inlines->spaces.data;
    bool first = inlines->line_start || inlines->after_break;
    for (size_t i = 0; i < length; i++) {
        if ((first && i == 0) || (line_end && i + 1 == length)) {
            add_reference(inlines->buffer, spaces[i]);
        } else {
            atl_buffer_add_char(inlines->buffer, spaces[i]);
        }
    }
    if (length > 0) {
        inlines->guard = false;
        inlines->guard_code = false;
        atl_buffer_truncate(&inlines->spaces, 0);
        inlines->line_start = false;
        inlines->after_break = false;
    }
    inlines->spaces_matter = false;
}

static void flush_breaks(struct inlines *inlines, const struct look *look)
{
    bool newline = inlines->breaks == 1 && inlines->line != WIKI_ON_SINGLE &&
                   inlines->buffer->length > inlines->start && open_effects(inlines) == 0 &&
                   open_node(inlines, OPEN_LINK) == NULL && look != NULL &&
                   same_color(open_node(inlines, OPEN_COLOR), look->color);
    if (newline) {
        atl_buffer_add_char(inlines->buffer, '\n');
        inlines->line_start = true;
    } else if (inlines->breaks > 0) {
        for (; inlines->breaks > 0; inlines->breaks--) {
            atl_buffer_add(inlines->buffer, "\\\\ ");
        }
        inlines->after_break = true;
        inlines->line_start = false;
    } else {
        return;
    }
    inlines->guard = false;
    inlines->guard_code = false;
    inlines->breaks = 0;
}

/* ---- opening and closing ---- */

static void close_link(struct inlines *inlines, const struct atl_node *link)
{
    bool shown;
    const char *title = atl_node_attribute(link, "title");
    atl_buffer_add_char(inlines->buffer, '|');
    atl_buffer_add(inlines->buffer, wiki_write_link_target(&inlines->writer->arena, link->text,
                                                           link->length, &shown));
    if (!shown) {
        wiki_report_lost(inlines->writer, link,
                         "links to places in Confluence: Jira doesn't follow them");
    }
    if (atl_node_attribute(link, "card") != NULL) {
        atl_buffer_add(inlines->buffer, "|smart-link");
    } else if (title != NULL && title[0] != '\0') {
        atl_buffer_add_char(inlines->buffer, '|');
        wiki_escape_value(inlines->buffer, title, strlen(title));
    }
    atl_buffer_add_char(inlines->buffer, ']');
}

/* `next`: a letter comes after it, so that it has to be in braces. */
static void close_one(struct inlines *inlines, bool next)
{
    const struct open *open = &inlines->open[--inlines->open_count];
    switch (open->kind) {
    case OPEN_LINK:
        close_link(inlines, open->node);
        break;
    case OPEN_COLOR:
        atl_buffer_add(inlines->buffer, "{color}");
        break;
    default:
        atl_buffer_printf(inlines->buffer, next ? "{%c}" : "%c", wiki_effects[open->effect].sign);
    }
}

/* "(" before and ")" after the sign, or a letter and that, would be an emoticon. */
static bool makes_emoticon(const struct inlines *inlines, const char *next, size_t length)
{
    const struct atl_buffer *buffer = inlines->buffer;
    return buffer->length > 0 && buffer->data[buffer->length - 1] == '(' && length > 0 &&
           (next[0] == ')' || (length > 1 && next[1] == ')'));
}

static void open_one(struct inlines *inlines, struct open open, const char *next, size_t length)
{
    struct atl_buffer *buffer = inlines->buffer;
    inlines->open[inlines->open_count++] = open;
    if (open.kind == OPEN_LINK) {
        atl_buffer_add_char(buffer, '[');
    } else if (open.kind == OPEN_COLOR) {
        atl_buffer_add(buffer, "{color:");
        wiki_escape_value(buffer, open.node->text, open.node->length);
        atl_buffer_add_char(buffer, '}');
    } else {
        bool word = buffer->length > 0 && wiki_word_before(buffer->data, 0, buffer->length);
        bool braced = word || makes_emoticon(inlines, next, length);
        atl_buffer_printf(buffer, braced ? "{%c}" : "%c", wiki_effects[open.effect].sign);
    }
    inlines->line_start = false;
    inlines->after_break = false;
    inlines->guard = false;
    inlines->guard_code = false;
}

static void open_missing(struct inlines *inlines, const struct look *look, const char *next,
                         size_t length)
{
    unsigned effects = open_effects(inlines);
    if (look->link != NULL && open_node(inlines, OPEN_LINK) == NULL) {
        open_one(inlines, (struct open){.kind = OPEN_LINK, .node = look->link}, next, length);
    }
    if (look->color != NULL && open_node(inlines, OPEN_COLOR) == NULL) {
        open_one(inlines, (struct open){.kind = OPEN_COLOR, .node = look->color}, next, length);
    }
    for (int i = 0; i < WIKI_EFFECTS; i++) {
        if ((look->effects & ~effects & (1u << i)) != 0) {
            open_one(inlines, (struct open){.kind = OPEN_EFFECT, .effect = i}, next, length);
        }
    }
}

/* A colour that goes on after a link or an effect within it ends closes them all: so few are kept
 * that only what is wanted is left. Returns how many. */
static size_t count_kept(const struct inlines *inlines, const struct look *look)
{
    size_t kept = 0;
    while (kept < inlines->open_count && is_wanted(&inlines->open[kept], look)) {
        kept++;
    }
    return kept;
}

static bool opens_more(const struct inlines *inlines, const struct look *look)
{
    return (look->link != NULL && open_node(inlines, OPEN_LINK) != look->link) ||
           (look->color != NULL && !same_color(open_node(inlines, OPEN_COLOR), look->color)) ||
           (look->effects & ~open_effects(inlines)) != 0;
}

/* Brings about what is to be around the next piece, which begins with `next`. NULL: the end. */
static void change_look(struct inlines *inlines, const struct look *look, const char *next,
                        size_t length)
{
    static const struct look nothing = {0};
    flush_breaks(inlines, look);
    look = look == NULL ? &nothing : look;
    size_t kept = count_kept(inlines, look);
    bool matter = false;
    for (size_t i = kept; i < inlines->open_count; i++) {
        matter = matter || shows_on_space(&inlines->open[i]);
    }
    if (matter && inlines->spaces_matter) {
        flush_spaces(inlines, true);
    }
    bool letter_next = inlines->spaces.length == 0 && wiki_word_after(next, 0, length);
    while (inlines->open_count > kept) {
        bool last = inlines->open_count == kept + 1;
        close_one(inlines, last && letter_next && !opens_more(inlines, look));
    }
    flush_spaces(inlines, length == 0);
    open_missing(inlines, look, next, length);
}

/* ---- text ---- */

static size_t count_spaces(const char *text, size_t length)
{
    size_t count = 0;
    while (count < length && wiki_is_space(text[count])) {
        count++;
    }
    return count;
}

static bool matters_on_space(const struct look *look)
{
    static const unsigned invisible = 1u << 0 | 1u << 1; /* emphasis, strong */
    return look->link != NULL || (look->effects & ~invisible) != 0;
}

/* A letter at the start takes another form after signs that no letter may follow. */
static size_t guard_word(struct inlines *inlines, const char *text, size_t length)
{
    size_t size = 0;
    if (wiki_word_after(text, 0, length) && inlines->guard_code) {
        atl_buffer_truncate(inlines->buffer, inlines->buffer->length - strlen("}}"));
        atl_buffer_add(inlines->buffer, "{}}}");
    } else if (wiki_word_after(text, 0, length) && inlines->guard) {
        uint32_t code_point = 0;
        size = atl_utf8_decode(text, length, &code_point);
        atl_buffer_printf(inlines->buffer, "&#%u;", (unsigned)code_point);
    }
    inlines->guard = false;
    inlines->guard_code = false;
    return size;
}

static void add_core(struct inlines *inlines, const char *text, size_t length, bool ends)
{
    size_t guarded = guard_word(inlines, text, length);
    struct wiki_surroundings around = {.line_start =
                                           inlines->line_start && inlines->line != WIKI_ON_SINGLE,
                                       .ends = ends,
                                       .cell = inlines->writer->in_table,
                                       .link = open_node(inlines, OPEN_LINK) != NULL,
                                       .effects = open_effects(inlines)};
    wiki_escape(inlines->buffer, text + guarded, length - guarded, &around);
    inlines->line_start = false;
    inlines->after_break = false;
}

/* Whether a link or an effect that is seen on spaces is yet to be opened, or opened again. */
static bool shows_later(const struct inlines *inlines, const struct look *look, size_t kept)
{
    unsigned effects = 0;
    const struct atl_node *link = NULL;
    for (size_t i = 0; i < kept; i++) {
        effects |= inlines->open[i].kind == OPEN_EFFECT ? 1u << inlines->open[i].effect : 0;
        link = inlines->open[i].kind == OPEN_LINK ? inlines->open[i].node : link;
    }
    const struct look missing = {.link = link == look->link ? NULL : look->link,
                                 .effects = look->effects & ~effects};
    return matters_on_space(&missing);
}

/* Before spaces: closes what would be seen on them and isn't around them. */
static void close_before_spaces(struct inlines *inlines, const struct look *look)
{
    size_t kept = count_kept(inlines, look);
    bool seen = false;
    for (size_t i = kept; i < inlines->open_count; i++) {
        seen = seen || shows_on_space(&inlines->open[i]);
    }
    if (seen) {
        struct look rest = {.effects = look->effects & open_effects(inlines),
                            .link = open_node(inlines, OPEN_LINK),
                            .color = open_node(inlines, OPEN_COLOR)};
        rest.link = rest.link == look->link ? rest.link : NULL;
        rest.color = same_color(rest.color, look->color) ? rest.color : NULL;
        change_look(inlines, &rest, " ", 1);
    }
}

static void write_text(struct inlines *inlines, const char *text, size_t length,
                       const struct look *look, bool ends)
{
    size_t leading = count_spaces(text, length);
    bool matters = matters_on_space(look);
    size_t kept = count_kept(inlines, look);
    if (leading > 0 && matters && shows_later(inlines, look, kept)) {
        change_look(inlines, look, " ", 1);
        add_reference(inlines->buffer, text[0]);
        inlines->line_start = false;
        inlines->after_break = false;
        atl_buffer_append(&inlines->spaces, text + 1, leading - 1);
    } else {
        if (leading > 0) {
            close_before_spaces(inlines, look);
        }
        atl_buffer_append(&inlines->spaces, text, leading);
    }
    inlines->spaces_matter = leading > 0 ? matters : inlines->spaces_matter;
    text += leading;
    length -= leading;
    if (length == 0) {
        return;
    }
    size_t trailing = 0;
    while (wiki_is_space(text[length - 1 - trailing])) {
        trailing++;
    }
    change_look(inlines, look, text, length);
    add_core(inlines, text, length - trailing, ends && trailing == 0);
    atl_buffer_append(&inlines->spaces, text + length - trailing, trailing);
    inlines->spaces_matter = trailing > 0 && matters;
}

/* ---- other leaves ---- */

/* Markup that stands for itself. `sign`: no word may end just before it. */
static void add_piece(struct inlines *inlines, const struct look *look, const char *piece,
                      size_t length, bool sign)
{
    change_look(inlines, look, piece, length);
    if (sign) {
        wiki_end_word(inlines->buffer);
    }
    atl_buffer_append(inlines->buffer, piece, length);
    inlines->line_start = false;
    inlines->after_break = false;
    inlines->guard = false;
    inlines->guard_code = false;
}

static void write_code(struct inlines *inlines, const struct atl_node *code,
                       const struct look *look)
{
    struct atl_buffer piece = {0};
    struct wiki_surroundings around = {
        .code = true, .cell = inlines->writer->in_table, .link = look->link != NULL};
    size_t length = code->length;
    bool last = length > 1 && wiki_is_space(code->text[length - 1]);
    bool first = length > 0 && wiki_is_space(code->text[0]);
    change_look(inlines, look, "{", 1);
    struct atl_buffer *buffer = inlines->buffer;
    bool word = buffer->length > 0 && wiki_word_before(buffer->data, 0, buffer->length);
    atl_buffer_add(&piece, word ? "{{{}" : "{{");
    if (first) {
        add_reference(&piece, code->text[0]);
    }
    wiki_escape(&piece, code->text + first, length - first - last, &around);
    if (last) {
        add_reference(&piece, code->text[length - 1]);
    }
    atl_buffer_add(&piece, "}}");
    if (length > 0) {
        add_piece(inlines, look, piece.data, piece.length, false);
        inlines->guard_code = true;
    }
    atl_buffer_free(&piece);
}

static void write_emoji(struct inlines *inlines, const struct atl_node *emoji,
                        const struct look *look)
{
    const char *sign = wiki_emoticon_sign(emoji);
    const struct content_emoji *known = content_emoji_find(emoji->text, emoji->length);
    const char *text = atl_node_attribute(emoji, "text");
    if (sign != NULL) {
        add_piece(inlines, look, sign, strlen(sign), true);
        inlines->guard = sign[strlen(sign) - 1] != ')';
        return;
    }
    text = text == NULL && known != NULL ? known->text : text;
    if (text == NULL || text[0] == ':') {
        wiki_report_lost(inlines->writer, emoji,
                         "emoji that have no sign: their names are written");
        write_text(inlines, emoji->text, emoji->length, look, false);
    } else {
        write_text(inlines, text, strlen(text), look, false);
    }
}

static void write_mention(struct inlines *inlines, const struct atl_node *mention,
                          const struct look *look)
{
    struct atl_arena *arena = &inlines->writer->arena;
    struct atl_reference reference = {.kind = ATL_REFERENCE_USER};
    struct look here = *look;
    bool shown;
    reference.id = atl_arena_strndup(arena, mention->text, mention->length);
    const char *user = atl_reference_format(arena, &reference);
    const char *target = wiki_write_link_target(arena, user, strlen(user), &shown);
    const char *piece = atl_arena_printf(arena, "[%s]", target);
    if (!shown) {
        wiki_report_lost(inlines->writer, mention,
                         "mentions by a key of Confluence: Jira doesn't know them");
    }
    here.link = NULL;
    add_piece(inlines, &here, piece, strlen(piece), false);
}

/* What the writers of blocks write, as a piece of a line. */
static void write_markup(struct inlines *inlines, const struct atl_node *leaf,
                         const struct look *look)
{
    struct wiki_writer *writer = inlines->writer;
    struct atl_buffer piece = {0};
    struct look here = *look;
    const struct atl_node *link = look->link;
    writer->buffer = &piece;
    if (leaf->kind == ATL_NODE_IMAGE) {
        wiki_write_image(writer, leaf, link == NULL ? NULL : link->text,
                         link == NULL ? 0 : link->length);
    } else if (leaf->kind == ATL_NODE_MACRO) {
        wiki_write_macro(writer, leaf, false);
    } else {
        wiki_write_status(writer, leaf);
    }
    writer->buffer = inlines->buffer;
    if (leaf->kind == ATL_NODE_STATUS && link != NULL) {
        wiki_report_lost(writer, leaf, "links around a status: its parameters would end them");
    }
    here.link = NULL;
    if (piece.length > 0) {
        add_piece(inlines, &here, piece.data, piece.length, piece.data[0] == '!');
        inlines->guard = piece.data[piece.length - 1] == '!';
    }
    atl_buffer_free(&piece);
}

static void write_raw(struct inlines *inlines, const struct atl_node *raw, const struct look *look)
{
    if (raw->value == ATL_CONTENT_WIKI) {
        add_piece(inlines, look, raw->text, raw->length, false);
        return;
    }
    wiki_report_lost(inlines->writer, raw, "what only another format knows: its source is shown");
    write_code(inlines, raw, look);
}

static void write_footnote_ref(struct inlines *inlines, const struct atl_node *ref,
                               const struct look *look)
{
    struct look raised = *look;
    raised.effects |= 1u << 5; /* superscript */
    wiki_report_lost(inlines->writer, ref, "footnotes: they become a list at the end");
    write_text(inlines, ref->text, ref->length, &raised, false);
}

static void add_break(struct inlines *inlines, const struct look *look)
{
    if (inlines->spaces.length > 0) {
        flush_spaces(inlines, true);
    }
    bool differs = count_kept(inlines, look) < inlines->open_count || opens_more(inlines, look);
    if (differs || inlines->breaks == 0) {
        change_look(inlines, look, "\\", 1);
    }
    inlines->breaks++;
}

static void write_leaf(struct inlines *inlines, const struct atl_node *leaf,
                       const struct look *look, bool ends)
{
    switch (leaf->kind) {
    case ATL_NODE_TEXT:
        write_text(inlines, leaf->text, leaf->length, look, ends);
        break;
    case ATL_NODE_SOFT_BREAK:
        write_text(inlines, " ", 1, look, false);
        break;
    case ATL_NODE_HARD_BREAK:
        add_break(inlines, look);
        break;
    case ATL_NODE_CODE:
        write_code(inlines, leaf, look);
        break;
    case ATL_NODE_MENTION:
        write_mention(inlines, leaf, look);
        break;
    case ATL_NODE_EMOJI:
        write_emoji(inlines, leaf, look);
        break;
    case ATL_NODE_DATE:
        wiki_report_lost(inlines->writer, leaf, "dates: they are written as text");
        write_text(inlines, leaf->text, leaf->length, look, ends);
        break;
    case ATL_NODE_PLACEHOLDER:
        wiki_report_lost(inlines->writer, leaf, "placeholders: they are written as text");
        write_text(inlines, leaf->text, leaf->length, look, ends);
        break;
    case ATL_NODE_FOOTNOTE_REF:
        write_footnote_ref(inlines, leaf, look);
        break;
    case ATL_NODE_RAW:
        write_raw(inlines, leaf, look);
        break;
    default:
        write_markup(inlines, leaf, look);
    }
}

/* ---- marks ---- */

static unsigned effect_of(const struct atl_node *mark)
{
    for (int i = 0; i < WIKI_EFFECTS; i++) {
        if (wiki_effects[i].kind == mark->kind) {
            return 1u << i;
        }
    }
    return 0;
}

static const char *target_shown_alone(struct inlines *inlines, const struct atl_node *link)
{
    const struct atl_node *only = link->first;
    bool attributes =
        atl_node_attribute(link, "title") != NULL || atl_node_attribute(link, "card") != NULL;
    bool shown = true;
    if ((only != NULL && (only->next != NULL || only->kind != ATL_NODE_TEXT)) || attributes) {
        return NULL;
    }
    const char *target =
        wiki_write_link_target(&inlines->writer->arena, link->text, link->length, &shown);
    size_t length = strlen(target);
    size_t skip = target[0] == '#' || target[0] == '^' ? 1 : 0;
    skip = strncmp(target, "mailto:", strlen("mailto:")) == 0 ? strlen("mailto:") : skip;
    bool same = only == NULL || (only->length == length - skip &&
                                 memcmp(only->text, target + skip, only->length) == 0);
    return same && target[0] != '~' && wiki_is_link(target, length) ? target : NULL;
}

static bool is_refused(struct inlines *inlines, const struct atl_node *link)
{
    if (content_url_runs(link->text, link->length)) {
        atl_content_report_add(inlines->writer->report, ATL_REPORT_NEUTRALISED, link->line,
                               "a link that would run a script: only its text is written");
        return true;
    }
    return link->length == 0;
}

/* False when the link has been written as a whole. */
static bool enter_link(struct inlines *inlines, const struct atl_node *link, struct look *look)
{
    if (look->link != NULL || is_refused(inlines, link)) {
        return true;
    }
    const char *alone = target_shown_alone(inlines, link);
    if (alone != NULL) {
        const char *piece = atl_arena_printf(&inlines->writer->arena, "[%s]", alone);
        add_piece(inlines, look, piece, strlen(piece), false);
        return false;
    }
    look->link = link;
    return link->first != NULL;
}

/* Recursion is as deep as marks are nested, which the tree bounds. */
static void write_children(struct inlines *inlines, const struct atl_node *parent,
                           const struct look *look, bool ends)
{
    for (const struct atl_node *child = parent->first; child != NULL; child = child->next) {
        struct look inner = *look;
        bool last = ends && child->next == NULL;
        if (!atl_node_is_mark(child)) {
            write_leaf(inlines, child, look, last);
            continue;
        }
        if (child->kind == ATL_NODE_LINK && !enter_link(inlines, child, &inner)) {
            continue;
        }
        if (child->kind == ATL_NODE_COLOR) {
            inner.color = child;
        } else if (child->kind == ATL_NODE_BACKGROUND) {
            wiki_report_lost(inlines->writer, child, "background colours of text are left out");
        } else if (child->kind == ATL_NODE_ANNOTATION) {
            wiki_report_lost(inlines->writer, child, "inline comments: their places are left out");
        }
        inner.effects |= effect_of(child);
        write_children(inlines, child, &inner, false);
    }
}

bool wiki_has_inlines(const struct atl_node *block)
{
    return block->first != NULL && !content_is_empty_paragraph(block);
}

void wiki_write_inlines(struct wiki_writer *writer, const struct atl_node *block,
                        enum wiki_inlines_on line)
{
    static const struct look nothing = {0};
    struct inlines inlines = {.writer = writer,
                              .buffer = writer->buffer,
                              .line = line,
                              .start = writer->buffer->length,
                              .line_start = true};
    if (line == WIKI_ON_BEGUN) {
        inlines.line_start = false;
        inlines.after_break = true; /* spaces at the start would be lost here, too */
    }
    write_children(&inlines, block, &nothing, true);
    change_look(&inlines, NULL, "", 0);
    while (writer->buffer->length > inlines.start &&
           wiki_is_space(writer->buffer->data[writer->buffer->length - 1])) {
        atl_buffer_truncate(writer->buffer, writer->buffer->length - 1);
    }
    atl_buffer_free(&inlines.spaces);
}
