/*
 * Inlines. The tree's marks may nest in any way; here those that go on from one leaf to the next
 * stay open, and what isn't to be around the next one is closed. Spaces wait until it is known what
 * comes after them, for effects can't begin or end with one; so do line breaks.
 */
#include "content/wiki/wiki_inlines.h"

#include "content/wiki/wiki_target.h"

#include <string.h>

/* ---- what is open ---- */

static bool same_color(const struct atl_node *left, const struct atl_node *right)
{
    return left == right || (left != NULL && right != NULL && left->length == right->length &&
                             memcmp(left->text, right->text, left->length) == 0);
}

static bool is_wanted(const struct wiki_open *open, const struct wiki_look *look)
{
    switch (open->kind) {
    case WIKI_OPEN_LINK:
        return open->node == look->link;
    case WIKI_OPEN_COLOR:
        return same_color(open->node, look->color);
    default:
        return (look->effects & (1u << open->effect)) != 0;
    }
}

/* What the outermost `count` make together. */
static struct wiki_look look_of(const struct wiki_inlines *inlines, size_t count)
{
    struct wiki_look look = {0};
    for (size_t i = 0; i < count; i++) {
        const struct wiki_open *open = &inlines->open[i];
        if (open->kind == WIKI_OPEN_LINK) {
            look.link = open->node;
        } else if (open->kind == WIKI_OPEN_COLOR) {
            look.color = open->node;
        } else {
            look.effects |= 1u << open->effect;
        }
    }
    return look;
}

static unsigned open_effects(const struct wiki_inlines *inlines)
{
    return look_of(inlines, inlines->open_count).effects;
}

static const struct atl_node *open_link(const struct wiki_inlines *inlines)
{
    return look_of(inlines, inlines->open_count).link;
}

static const struct atl_node *open_color(const struct wiki_inlines *inlines)
{
    return look_of(inlines, inlines->open_count).color;
}

/* Effects whose edges are seen on spaces as well. */
static bool shows_on_space(const struct wiki_open *open)
{
    enum atl_node_kind kind =
        open->kind == WIKI_OPEN_EFFECT ? wiki_effects[open->effect].kind : ATL_NODE_LINK;
    return open->kind != WIKI_OPEN_COLOR && kind != ATL_NODE_STRONG && kind != ATL_NODE_EMPHASIS;
}

/* ---- spaces and line breaks ---- */

static void leave_place(struct wiki_inlines *inlines)
{
    inlines->line_start = false;
    inlines->after_break = false;
    inlines->guard = false;
    inlines->guard_code = false;
    inlines->after_macro = false;
}

void wiki_go_on(struct wiki_inlines *inlines)
{
    leave_place(inlines);
    inlines->filled = true;
}

static void add_reference(struct atl_buffer *buffer, char space)
{
    atl_buffer_printf(buffer, "&#%d;", space);
}

/* Writes the spaces that wait; at the edge of a line they need another form to stay. */
static void flush_spaces(struct wiki_inlines *inlines, bool line_end)
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
        atl_buffer_truncate(&inlines->spaces, 0);
        wiki_go_on(inlines);
    }
    inlines->spaces_matter = false;
}

static void flush_breaks(struct wiki_inlines *inlines, const struct wiki_look *look)
{
    bool newline = inlines->breaks == 1 && inlines->line != WIKI_ON_SINGLE &&
                   !inlines->writer->in_line && inlines->filled && !inlines->before_macro &&
                   !inlines->after_macro && open_effects(inlines) == 0 &&
                   open_link(inlines) == NULL && look != NULL &&
                   same_color(open_color(inlines), look->color);
    if (inlines->breaks == 0) {
        return;
    }
    wiki_go_on(inlines);
    inlines->line_start = newline;
    inlines->after_break = !newline;
    if (newline) {
        atl_buffer_add_char(inlines->buffer, '\n');
    }
    for (; inlines->breaks > 0 && !newline; inlines->breaks--) {
        atl_buffer_add(inlines->buffer, "\\\\ ");
    }
    inlines->breaks = 0;
}

/* ---- opening and closing ---- */

static void add_effect(struct atl_buffer *buffer, int effect, bool braced)
{
    const char sign[] = {'{', wiki_effects[effect].sign, '}'};
    atl_buffer_append(buffer, braced ? sign : sign + 1, braced ? sizeof sign : 1);
}

const char *wiki_shown_target(struct wiki_inlines *inlines, const struct atl_node *link,
                              bool *shown)
{
    if (inlines->targeted != link) {
        inlines->targeted = link;
        inlines->target = wiki_write_link_target(&inlines->writer->arena, link->text, link->length,
                                                 &inlines->target_shown);
    }
    *shown = inlines->target_shown;
    return inlines->target;
}

static void close_link(struct wiki_inlines *inlines, const struct atl_node *link)
{
    bool shown;
    const char *title = atl_node_attribute(link, "title");
    atl_buffer_add_char(inlines->buffer, '|');
    atl_buffer_add(inlines->buffer, wiki_shown_target(inlines, link, &shown));
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

/* `next`: a letter comes after it, so that it has to be in braces; so it has after "(", where it
 * could be an emoticon. */
static void close_one(struct wiki_inlines *inlines, bool next)
{
    const struct wiki_open *open = &inlines->open[--inlines->open_count];
    const struct atl_buffer *buffer = inlines->buffer;
    inlines->guard = false;
    inlines->guard_code = false;
    inlines->after_macro = false;
    bool braced = next || inlines->writer->careful ||
                  (buffer->length > 0 && buffer->data[buffer->length - 1] == '(');
    switch (open->kind) {
    case WIKI_OPEN_LINK:
        close_link(inlines, open->node);
        break;
    case WIKI_OPEN_COLOR:
        atl_buffer_add(inlines->buffer, "{color}");
        break;
    default:
        add_effect(inlines->buffer, open->effect, braced);
    }
}

/* "(" before and ")" after the sign, or a letter and that, would be an emoticon. */
static bool makes_emoticon(const struct wiki_inlines *inlines, const char *next, size_t length)
{
    const struct atl_buffer *buffer = inlines->buffer;
    return buffer->length > 0 && buffer->data[buffer->length - 1] == '(' && length > 0 &&
           (next[0] == ')' || (length > 1 && next[1] == ')'));
}

static void open_one(struct wiki_inlines *inlines, struct wiki_open open, const char *next,
                     size_t length)
{
    struct atl_buffer *buffer = inlines->buffer;
    inlines->open[inlines->open_count++] = open;
    if (open.kind == WIKI_OPEN_LINK) {
        atl_buffer_add_char(buffer, '[');
    } else if (open.kind == WIKI_OPEN_COLOR) {
        atl_buffer_add(buffer, "{color:");
        wiki_escape_value(buffer, open.node->text, open.node->length);
        atl_buffer_add_char(buffer, '}');
    } else {
        bool word = buffer->length > 0 && wiki_word_before(buffer->data, 0, buffer->length);
        bool braced = word || inlines->writer->careful || makes_emoticon(inlines, next, length) ||
                      (inlines->line_start && length > 0 && strchr("*#-", next[0]) != NULL);
        add_effect(buffer, open.effect, braced);
    }
    leave_place(inlines);
}

static void open_missing(struct wiki_inlines *inlines, const struct wiki_look *look,
                         const char *next, size_t length)
{
    unsigned effects = open_effects(inlines);
    if (look->link != NULL && open_link(inlines) == NULL) {
        open_one(inlines, (struct wiki_open){.kind = WIKI_OPEN_LINK, .node = look->link}, next,
                 length);
    }
    if (look->color != NULL && open_color(inlines) == NULL) {
        open_one(inlines, (struct wiki_open){.kind = WIKI_OPEN_COLOR, .node = look->color}, next,
                 length);
    }
    for (int i = 0; i < WIKI_EFFECTS; i++) {
        if ((look->effects & ~effects & (1u << i)) != 0) {
            open_one(inlines, (struct wiki_open){.kind = WIKI_OPEN_EFFECT, .effect = i}, next,
                     length);
        }
    }
}

/* A colour that goes on after a link or an effect within it ends closes them all: so few are kept
 * that only what is wanted is left. Returns how many. */
static size_t count_kept(const struct wiki_inlines *inlines, const struct wiki_look *look)
{
    size_t kept = 0;
    while (kept < inlines->open_count && is_wanted(&inlines->open[kept], look)) {
        kept++;
    }
    return kept;
}

static bool opens_more(const struct wiki_inlines *inlines, const struct wiki_look *look)
{
    return (look->link != NULL && open_link(inlines) != look->link) ||
           (look->color != NULL && !same_color(open_color(inlines), look->color)) ||
           (look->effects & ~open_effects(inlines)) != 0;
}

void wiki_change_look(struct wiki_inlines *inlines, const struct wiki_look *look, const char *next,
                      size_t length)
{
    static const struct wiki_look nothing = {0};
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

static bool matters_on_space(const struct wiki_look *look)
{
    static const unsigned invisible = 1u << 0 | 1u << 1; /* emphasis, strong */
    return look->link != NULL || (look->effects & ~invisible) != 0;
}

/* A letter at the start takes another form after signs that no letter may follow. */
static size_t guard_word(struct wiki_inlines *inlines, const char *text, size_t length)
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
    return size;
}

static void add_core(struct wiki_inlines *inlines, const char *text, size_t length, bool ends)
{
    size_t guarded = guard_word(inlines, text, length);
    struct wiki_surroundings around = {.line_start =
                                           inlines->line_start && inlines->line != WIKI_ON_SINGLE,
                                       .ends = ends,
                                       .cell = inlines->writer->in_table,
                                       .link = open_link(inlines) != NULL,
                                       .careful = inlines->writer->careful,
                                       .effects = open_effects(inlines)};
    wiki_escape(inlines->buffer, text + guarded, length - guarded, &around);
    wiki_go_on(inlines);
}

/* Whether a link or an effect that is seen on spaces is yet to be opened, or opened again. */
static bool shows_later(const struct wiki_inlines *inlines, const struct wiki_look *look,
                        size_t kept)
{
    const struct wiki_look there = look_of(inlines, kept);
    const struct wiki_look missing = {.link = there.link == look->link ? NULL : look->link,
                                      .effects = look->effects & ~there.effects};
    return matters_on_space(&missing);
}

/* Before spaces: closes what would be seen on them and isn't around them. */
static void close_before_spaces(struct wiki_inlines *inlines, const struct wiki_look *look)
{
    size_t kept = count_kept(inlines, look);
    bool seen = false;
    for (size_t i = kept; i < inlines->open_count; i++) {
        seen = seen || shows_on_space(&inlines->open[i]);
    }
    if (seen) {
        const struct wiki_look rest = look_of(inlines, kept);
        wiki_change_look(inlines, &rest, " ", 1);
    }
}

void wiki_add_text(struct wiki_inlines *inlines, const char *text, size_t length,
                   const struct wiki_look *look, bool ends)
{
    size_t leading = count_spaces(text, length);
    bool matters = matters_on_space(look);
    size_t kept = count_kept(inlines, look);
    if (leading > 0 && matters && shows_later(inlines, look, kept)) {
        wiki_change_look(inlines, look, " ", 1);
        add_reference(inlines->buffer, text[0]);
        wiki_go_on(inlines);
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
    wiki_change_look(inlines, look, text, length);
    add_core(inlines, text, length - trailing, ends && trailing == 0);
    atl_buffer_append(&inlines->spaces, text + length - trailing, trailing);
    inlines->spaces_matter = trailing > 0 && matters;
}

static bool ends_in_word(const struct wiki_inlines *inlines)
{
    const struct atl_buffer *buffer = inlines->buffer;
    return buffer->length > 0 && wiki_word_before(buffer->data, 0, buffer->length);
}

/* A sign right after a letter is none, and the last one of another sign has no other form: effects
 * begin anew between them, or there is a space. */
static void part_from_sign(struct wiki_inlines *inlines, const struct wiki_look *look,
                           const char *sign, size_t length)
{
    static const struct wiki_look nothing = {0};
    wiki_change_look(inlines, &nothing, sign, length);
    wiki_change_look(inlines, look, sign, length);
    if (ends_in_word(inlines)) {
        atl_buffer_add_char(inlines->buffer, ' ');
    }
}

void wiki_add_piece(struct wiki_inlines *inlines, const struct wiki_look *look, const char *piece,
                    size_t length, bool sign)
{
    wiki_change_look(inlines, look, piece, length);
    if (sign && inlines->guard && ends_in_word(inlines)) {
        part_from_sign(inlines, look, piece, length);
    } else if (sign) {
        wiki_end_word(inlines->buffer);
    }
    atl_buffer_append(inlines->buffer, piece, length);
    wiki_go_on(inlines);
}

void wiki_add_break(struct wiki_inlines *inlines, const struct wiki_look *look)
{
    if (inlines->spaces.length > 0) {
        flush_breaks(inlines, look); /* that came before them */
        flush_spaces(inlines, true);
    }
    bool differs = count_kept(inlines, look) < inlines->open_count || opens_more(inlines, look);
    if (differs || inlines->breaks == 0) {
        wiki_change_look(inlines, look, "\\", 1);
    }
    inlines->breaks++;
}
