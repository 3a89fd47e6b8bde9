/* Inlines: marks as signs where those can stand and as tags elsewhere, breaks, spaces. */
#include "content/markdown/html_tag.h"
#include "content/markdown/spellings.h"
#include "content/markdown/writer.h"
#include "content/marks.h"

#include <string.h>

/* ---- what stands beside a sign ---- */

/* How CommonMark sees a character beside "*": its rules for flanking. */
enum side {
    SIDE_SPACE,
    SIDE_PUNCTUATION,
    SIDE_WORD, /* or not known to be anything else */
    SIDE_SIGN, /* of another mark that begins or ends in the same place */
};

static bool is_known_punctuation(uint32_t code_point)
{
    if (code_point < 0x80) {
        return (code_point >= '!' && code_point <= '/') ||
               (code_point >= ':' && code_point <= '@') ||
               (code_point >= '[' && code_point <= '`') || (code_point >= '{' && code_point <= '~');
    }
    return (code_point >= 0x2010 && code_point <= 0x2027) || /* dashes, quotes */
           (code_point >= 0x2030 && code_point <= 0x203E) || code_point == 0xAB ||
           code_point == 0xBB || code_point == 0xBF || code_point == 0xA1;
}

static enum side side_of(uint32_t code_point)
{
    if (code_point == ' ' || code_point == '\t' || code_point == '\n') {
        return SIDE_SPACE;
    }
    bool reference =
        code_point == 0xA0 || (code_point < ' ' && markdown_is_referred_to((char)code_point));
    return reference || is_known_punctuation(code_point) ? SIDE_PUNCTUATION : SIDE_WORD;
}

static enum side side_of_first(const char *text, size_t length)
{
    uint32_t code_point = '\n';
    atl_utf8_decode(text, length, &code_point);
    return side_of(code_point);
}

static enum side side_of_last(const char *text, size_t length)
{
    size_t start = length;
    while (start > 0 && length - start < 4) {
        start--;
        if (((unsigned char)text[start] & 0xC0) != 0x80) {
            break;
        }
    }
    return side_of_first(text + start, length - start);
}

static bool is_starred(const struct atl_node *mark)
{
    return mark->kind == ATL_NODE_EMPHASIS || mark->kind == ATL_NODE_STRONG;
}

static enum side side_of_text(const struct markdown_piece *piece, bool first)
{
    const char *text = piece->node->text + piece->start;
    return first ? side_of_first(text, piece->length) : side_of_last(text, piece->length);
}

/* What a piece shows at its beginning or end, seen from next to it. */
static enum side side_of_piece(const struct markdown_writer *writer, size_t index, bool first)
{
    if (index >= writer->pieces.count) {
        return SIDE_SPACE;
    }
    const struct markdown_piece *piece = &writer->pieces.items[index];
    if (piece->kind == MARKDOWN_SPACE) {
        return SIDE_SPACE;
    }
    if (piece->kind != MARKDOWN_LEAF) {
        return SIDE_PUNCTUATION;
    }
    if (piece->node->kind == ATL_NODE_TEXT) {
        return side_of_text(piece, first);
    }
    bool line_end = piece->node->kind == ATL_NODE_HARD_BREAK && !first && !writer->one_line;
    return line_end ? SIDE_SPACE : SIDE_PUNCTUATION;
}

static enum side side_before(const struct markdown_writer *writer, size_t index)
{
    size_t end = writer->out->length;
    while (index > 0) {
        const struct markdown_piece *piece = &writer->pieces.items[index - 1];
        if (piece->kind == MARKDOWN_CLOSE && is_starred(piece->node) && !piece->tag) {
            return SIDE_SIGN;
        }
        if (piece->kind != MARKDOWN_OPEN || !is_starred(piece->node) || piece->tag) {
            break;
        }
        end -= piece->node->kind == ATL_NODE_STRONG ? 2 : 1;
        index--;
    }
    if (end == writer->block_start || (index == 0 && writer->at_line_start)) {
        return SIDE_SPACE;
    }
    return side_of_last(writer->out->data + writer->block_start, end - writer->block_start);
}

static enum side side_inside(const struct markdown_writer *writer, size_t index,
                             enum markdown_piece_kind same, bool first)
{
    const struct markdown_piece *piece = &writer->pieces.items[index];
    if (piece->kind == (uint8_t)same && is_starred(piece->node)) {
        return SIDE_SIGN;
    }
    return side_of_piece(writer, index, first);
}

static enum side side_after(const struct markdown_writer *writer, size_t index)
{
    const struct markdown_pieces *pieces = &writer->pieces;
    while (index < pieces->count && pieces->items[index].kind == MARKDOWN_CLOSE &&
           is_starred(pieces->items[index].node) && !pieces->items[index].tag) {
        index++;
    }
    return side_of_piece(writer, index, true);
}

/*
 * Whether signs on one side are read as they are meant. Between a space and what isn't one they
 * are. Between two characters of punctuation they may begin and end emphasis, which is clear only
 * when there is no other around.
 */
static bool is_clear(const struct markdown_writer *writer, enum side outside, enum side inside)
{
    if (inside == SIDE_SPACE || outside == SIDE_WORD || outside == SIDE_SIGN) {
        return false;
    }
    if (outside == SIDE_SPACE || inside == SIDE_WORD) {
        return true;
    }
    return inside == SIDE_PUNCTUATION && writer->open_stars == 0;
}

/* "\~~~" isn't seen as a tilde and the sign behind it. */
static bool touches_tilde(const struct markdown_writer *writer, size_t index)
{
    const struct markdown_piece *open = &writer->pieces.items[index];
    const struct markdown_piece *last = &writer->pieces.items[open->other - 1];
    bool before = writer->out->length > writer->block_start &&
                  writer->out->data[writer->out->length - 1] == '~';
    return before || (last->kind == MARKDOWN_LEAF && last->node->kind == ATL_NODE_TEXT &&
                      last->node->text[last->start + last->length - 1] == '~');
}

static bool can_be_signs(const struct markdown_writer *writer, size_t index)
{
    const struct markdown_piece *open = &writer->pieces.items[index];
    if (open->node->kind == ATL_NODE_STRIKE && touches_tilde(writer, index)) {
        return false;
    }
    return is_clear(writer, side_before(writer, index),
                    side_inside(writer, index + 1, MARKDOWN_OPEN, true)) &&
           is_clear(writer, side_after(writer, open->other + 1),
                    side_inside(writer, open->other - 1, MARKDOWN_CLOSE, false));
}

/* ---- marks ---- */

static const char *tag_of(const struct atl_node *mark)
{
    const char *tag = content_mark_tag(mark);
    return tag == NULL ? "span" : tag;
}

static const char *signs_of(const struct atl_node *mark)
{
    switch (mark->kind) {
    case ATL_NODE_EMPHASIS:
        return "*";
    case ATL_NODE_STRONG:
        return "**";
    case ATL_NODE_STRIKE:
        return "~~";
    default:
        return NULL;
    }
}

static void open_tag(struct markdown_writer *writer, const struct atl_node *mark)
{
    struct atl_buffer *out = writer->out;
    atl_buffer_add_char(out, '<');
    atl_buffer_add(out, tag_of(mark));
    if (mark->kind == ATL_NODE_ANNOTATION) {
        markdown_add_html_attribute(out, "data-comment", mark->text, mark->length);
    } else if (mark->kind == ATL_NODE_COLOR || mark->kind == ATL_NODE_BACKGROUND) {
        struct atl_buffer style = {0};
        atl_buffer_add(&style, mark->kind == ATL_NODE_COLOR ? "color: " : "background-color: ");
        atl_buffer_append(&style, mark->text, mark->length);
        markdown_add_html_attribute(out, "style", style.data, style.length);
        atl_buffer_free(&style);
    }
    atl_buffer_add_char(out, '>');
}

/* The title "card" says that a link is a smart one. */
static const char *title_of_link(const struct atl_node *link)
{
    const char *title = atl_node_attribute(link, "title");
    bool card = atl_node_attribute(link, "card") != NULL;
    return card ? "card" : atl_text_equal(title, "card") ? NULL : title;
}

static void check_title(const struct markdown_writer *writer, const struct atl_node *link)
{
    const char *title = atl_node_attribute(link, "title");
    if (title != NULL && !atl_text_equal(title_of_link(link), title)) {
        atl_content_report_add(writer->options->report, ATL_REPORT_LOST, link->line,
                               "the title of a smart link, or the title \"card\": left out");
    }
}

/* Links don't nest: of one inside another nothing is written but what it says. */
static void open_link(struct markdown_writer *writer, struct markdown_piece *open)
{
    open->tag = writer->links > 0;
    writer->pieces.items[open->other].tag = open->tag;
    if (open->tag) {
        atl_content_report_add(writer->options->report, ATL_REPORT_LOST, open->node->line,
                               "a link inside a link: only its text is kept");
        return;
    }
    writer->links++;
    check_title(writer, open->node);
    markdown_open_link(writer, open->node->text, open->node->length, title_of_link(open->node));
}

static void close_link(struct markdown_writer *writer, const struct markdown_piece *piece)
{
    if (!piece->tag) {
        writer->links--;
        markdown_close_link(writer, piece->node->text, piece->node->length,
                            title_of_link(piece->node));
    }
}

static void write_open(struct markdown_writer *writer, size_t index)
{
    struct markdown_piece *open = &writer->pieces.items[index];
    if (open->node->kind == ATL_NODE_LINK) {
        open_link(writer, open);
    } else {
        open->tag = signs_of(open->node) == NULL || !can_be_signs(writer, index);
        writer->pieces.items[open->other].tag = open->tag;
        writer->open_stars += !open->tag && is_starred(open->node);
        if (open->tag) {
            open_tag(writer, open->node);
        } else {
            atl_buffer_add(writer->out, signs_of(open->node));
        }
    }
    writer->at_line_start = false;
}

static void write_close(struct markdown_writer *writer, const struct markdown_piece *piece)
{
    if (piece->node->kind == ATL_NODE_LINK) {
        close_link(writer, piece);
    } else if (piece->tag) {
        atl_buffer_printf(writer->out, "</%s>", tag_of(piece->node));
    } else {
        atl_buffer_add(writer->out, signs_of(piece->node));
        writer->open_stars -= is_starred(piece->node);
    }
    writer->at_line_start = false;
}

/* ---- breaks and spaces ---- */

static void start_line(struct markdown_writer *writer)
{
    markdown_end_line(writer);
    markdown_begin_line(writer);
    writer->at_line_start = true;
}

static void write_hard_break(struct markdown_writer *writer, size_t index)
{
    if (writer->one_line || index + 1 == writer->pieces.count) {
        atl_buffer_add(writer->out, "<br>");
        writer->at_line_start = false;
        return;
    }
    atl_buffer_add_char(writer->out, '\\');
    start_line(writer);
}

static bool is_space(const struct markdown_writer *writer, size_t index)
{
    return index < writer->pieces.count && writer->pieces.items[index].kind == MARKDOWN_SPACE;
}

static bool is_behind_bracket(const struct markdown_writer *writer, size_t index)
{
    const struct markdown_piece *before = &writer->pieces.items[index - 1];
    return before->kind == MARKDOWN_LEAF && before->node->kind == ATL_NODE_TEXT &&
           before->node->text[before->start + before->length - 1] == '>';
}

/* A line of the source may end here: not at an edge, not beside another space or a hard break,
 * nor behind what may be the end of a tag. */
static bool is_line_end(const struct markdown_writer *writer, size_t index)
{
    const struct markdown_piece *piece = &writer->pieces.items[index];
    bool edge = index == 0 || index + 1 == writer->pieces.count;
    return piece->node->kind == ATL_NODE_SOFT_BREAK && !edge && !writer->one_line &&
           !is_space(writer, index - 1) && !is_space(writer, index + 1) &&
           !is_behind_bracket(writer, index) && markdown_first_byte(writer, index + 1) != '\\';
}

/* And the line that ends isn't empty, nor a tag alone, which would begin a block of HTML. */
static bool can_break(const struct markdown_writer *writer, size_t index)
{
    return is_line_end(writer, index) && !writer->at_line_start &&
           writer->out->data[writer->out->length - 1] != '>';
}

/* Spaces at the edge of a line need a reference to be seen. */
static void write_space(struct markdown_writer *writer, size_t index)
{
    const struct markdown_piece *piece = &writer->pieces.items[index];
    if (can_break(writer, index)) {
        start_line(writer);
        return;
    }
    bool first = writer->out->length == writer->block_start || writer->at_line_start;
    bool last = index + 1 == writer->pieces.count;
    size_t spaces = piece->node->kind == ATL_NODE_SOFT_BREAK ? 1 : piece->length;
    for (size_t i = 0; i < spaces; i++) {
        bool edge = (first && i == 0) || (last && i + 1 == spaces);
        atl_buffer_add(writer->out, edge ? "&#32;" : " ");
    }
    writer->at_line_start = false;
}

/* ---- all of a block ---- */

static char first_byte_of_mark(const struct markdown_piece *piece)
{
    const struct atl_node *mark = piece->node;
    if (mark->kind == ATL_NODE_LINK) {
        bool tag = markdown_means_else(mark->text, mark->length);
        return tag                             ? '<'
               : piece->kind == MARKDOWN_CLOSE ? ']'
               : markdown_is_autolink(mark)    ? '<'
                                               : '[';
    }
    bool tag = signs_of(mark) == NULL || (piece->kind == MARKDOWN_CLOSE && piece->tag);
    return tag ? '<' : *signs_of(mark);
}

static char first_byte_of_leaf(const struct markdown_writer *writer, size_t index)
{
    const struct markdown_piece *piece = &writer->pieces.items[index];
    switch (piece->node->kind) {
    case ATL_NODE_TEXT: {
        const char *text = piece->node->text + piece->start;
        bool reference = markdown_is_referred_to(*text) ||
                         (piece->length > 1 && text[0] == '\xC2' && text[1] == '\xA0');
        return reference ? '&' : *text;
    }
    case ATL_NODE_HARD_BREAK:
        return writer->one_line || index + 1 == writer->pieces.count ? '<' : '\\';
    default:
        return markdown_first_byte_of_leaf(writer, piece->node);
    }
}

char markdown_first_byte(const struct markdown_writer *writer, size_t index)
{
    if (index >= writer->pieces.count) {
        return '\n';
    }
    const struct markdown_piece *piece = &writer->pieces.items[index];
    if (piece->kind == MARKDOWN_SPACE) {
        bool soft = piece->node->kind == ATL_NODE_SOFT_BREAK;
        bool reference = index + 1 == writer->pieces.count && (soft || piece->length == 1);
        return reference ? '&' : is_line_end(writer, index) ? '\n' : ' ';
    }
    return piece->kind == MARKDOWN_LEAF ? first_byte_of_leaf(writer, index)
                                        : first_byte_of_mark(piece);
}

/* "<https://…>": returns the index of the last piece, or that of the first when it isn't one. */
static size_t write_autolink(struct markdown_writer *writer, size_t index)
{
    const struct markdown_piece *open = &writer->pieces.items[index];
    if (open->node->kind != ATL_NODE_LINK || writer->links > 0 || open->other != index + 2 ||
        open[1].node != open->node->first || open[1].length != open->node->first->length ||
        !markdown_is_autolink(open->node)) {
        return index;
    }
    atl_buffer_add_char(writer->out, '<');
    atl_buffer_append(writer->out, open[1].node->text, open[1].length);
    atl_buffer_add_char(writer->out, '>');
    writer->at_line_start = false;
    return index + 2;
}

/* HTML that would begin a block here has something before it that shows nothing. */
static void keep_inline(struct markdown_writer *writer, size_t index)
{
    const struct atl_node *leaf = writer->pieces.items[index].node;
    bool html = leaf->kind == ATL_NODE_RAW && markdown_raw_word(leaf->value) == NULL;
    bool last = index + 1 == writer->pieces.count;
    if (html && writer->at_line_start &&
        (last || markdown_html_begins_block(leaf->text, leaf->length))) {
        atl_buffer_add(writer->out, "<b></b>");
    }
}

/* Returns the index of the last piece that is written. */
static size_t write_leaf(struct markdown_writer *writer, size_t index)
{
    const struct markdown_piece *piece = &writer->pieces.items[index];
    if (piece->node->kind == ATL_NODE_TEXT) {
        return markdown_write_texts(writer, index);
    }
    if (piece->node->kind == ATL_NODE_HARD_BREAK) {
        write_hard_break(writer, index);
    } else {
        keep_inline(writer, index);
        markdown_write_leaf(writer, piece->node, markdown_first_byte(writer, index + 1));
        writer->at_line_start = false;
    }
    return index;
}

/* "# a #": signs at a heading's end don't count unless escaped. */
static void mend_heading_end(struct markdown_writer *writer)
{
    size_t end = writer->out->length;
    size_t start = end;
    while (start > writer->block_start && writer->out->data[start - 1] == '#') {
        start--;
    }
    bool apart = start == writer->block_start || writer->out->data[start - 1] == ' ';
    if (start < end && apart) {
        atl_buffer_add_char(writer->out, '#');
        writer->out->data[start] = '\\';
    }
}

void markdown_write_inlines(struct markdown_writer *writer, const struct atl_node *block)
{
    markdown_make_pieces(&writer->pieces, &writer->waits, block);
    writer->block = block;
    writer->block_start = writer->out->length;
    /* A caption is read as a paragraph is. */
    writer->at_line_start = !writer->one_line || block->kind == ATL_NODE_IMAGE;
    writer->signs_known = false;
    writer->links = 0;
    writer->open_stars = 0;
    for (size_t i = 0; i < writer->pieces.count; i++) {
        writer->piece = i;
        switch (writer->pieces.items[i].kind) {
        case MARKDOWN_OPEN: {
            size_t last = write_autolink(writer, i);
            if (last == i) {
                write_open(writer, i);
            }
            i = last;
            break;
        }
        case MARKDOWN_CLOSE:
            write_close(writer, &writer->pieces.items[i]);
            break;
        case MARKDOWN_SPACE:
            write_space(writer, i);
            break;
        default:
            i = write_leaf(writer, i);
            break;
        }
    }
    if (block->kind == ATL_NODE_HEADING) {
        mend_heading_end(writer);
    }
    writer->behind_line = false;
}
