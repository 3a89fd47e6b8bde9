/* Inlines: each leaf in its form, within the marks that are around it. */
#include "content/wiki/wiki_inlines.h"

#include "content/emoji.h"
#include "content/equal.h"
#include "content/html_comment.h"
#include "content/safe_url.h"
#include "content/wiki/wiki_target.h"

#include <string.h>

/* ---- leaves ---- */

static void write_code(struct wiki_inlines *inlines, const struct atl_node *code,
                       const struct wiki_look *look)
{
    struct atl_buffer piece = {0};
    struct wiki_surroundings around = {.code = true,
                                       .cell = inlines->writer->in_table,
                                       .link = look->link != NULL,
                                       .careful = inlines->writer->careful};
    size_t length = code->length;
    bool last = length > 1 && wiki_is_space(code->text[length - 1]);
    bool first = length > 0 && wiki_is_space(code->text[0]);
    wiki_change_look(inlines, look, "{", 1);
    struct atl_buffer *buffer = inlines->buffer;
    bool word = buffer->length > 0 && wiki_word_before(buffer->data, 0, buffer->length);
    atl_buffer_add(&piece, word ? "{{{}" : "{{");
    if (first) {
        atl_buffer_printf(&piece, "&#%d;", code->text[0]);
    }
    wiki_escape(&piece, code->text + first, length - first - last, &around);
    if (last) {
        atl_buffer_printf(&piece, "&#%d;", code->text[length - 1]);
    }
    atl_buffer_add(&piece, "}}");
    if (length > 0) {
        wiki_add_piece(inlines, look, piece.data, piece.length, false);
        inlines->guard_code = true;
    }
    atl_buffer_free(&piece);
}

static void write_emoji(struct wiki_inlines *inlines, const struct atl_node *emoji,
                        const struct wiki_look *look)
{
    const char *sign = wiki_emoticon_sign(emoji);
    const struct content_emoji *known = content_emoji_find(emoji->text, emoji->length);
    const char *text = atl_node_attribute(emoji, "text");
    if (sign != NULL) {
        wiki_add_piece(inlines, look, sign, strlen(sign), true);
        inlines->guard = sign[strlen(sign) - 1] != ')';
        return;
    }
    text = text == NULL && known != NULL ? known->text : text;
    if (text == NULL || text[0] == ':') {
        wiki_report_lost(inlines->writer, emoji,
                         "emoji that have no sign: their names are written");
        wiki_add_text(inlines, emoji->text, emoji->length, look, false);
    } else {
        wiki_add_text(inlines, text, strlen(text), look, false);
    }
}

static void write_mention(struct wiki_inlines *inlines, const struct atl_node *mention,
                          const struct wiki_look *look)
{
    struct atl_arena *arena = &inlines->writer->arena;
    struct atl_reference reference = {.kind = ATL_REFERENCE_USER};
    struct wiki_look here = *look;
    bool shown;
    reference.id = atl_arena_strndup(arena, mention->text, mention->length);
    const char *user = atl_reference_format(arena, &reference);
    const char *target = wiki_write_link_target(arena, user, strlen(user), &shown);
    const char *piece = atl_arena_printf(arena, "[%s]", target);
    if (!shown) {
        wiki_report_lost(inlines->writer, mention,
                         "mentions by a key of Confluence: Jira doesn't know them");
    }
    if (atl_node_attribute(mention, "accessLevel") != NULL ||
        atl_node_attribute(mention, "userType") != NULL) {
        wiki_report_lost(inlines->writer, mention, "kinds of accounts in mentions are left out");
    }
    if (look->link != NULL) {
        wiki_report_lost(inlines->writer, mention, "links around mentions: these are links");
    }
    here.link = NULL;
    wiki_add_piece(inlines, &here, piece, strlen(piece), false);
}

static bool can_be_block(const struct atl_node *leaf)
{
    const struct wiki_macro *known =
        leaf->kind == ATL_NODE_MACRO ? wiki_macro_find(leaf->text, leaf->length) : NULL;
    return leaf->kind == ATL_NODE_MACRO && (known == NULL || known->place != WIKI_PLACE_INLINE);
}

/* Whether an image stands in the text of a link, and isn't all there is to it. */
static bool is_in_link_text(const struct atl_node *leaf, const struct atl_node *link)
{
    bool alone = link != NULL && link->first == leaf && leaf->next == NULL;
    return link != NULL && !alone && leaf->kind == ATL_NODE_IMAGE;
}

/* What the writers of blocks write, as a piece of a line. */
static void write_markup(struct wiki_inlines *inlines, const struct atl_node *leaf,
                         const struct wiki_look *look)
{
    struct wiki_writer *writer = inlines->writer;
    struct atl_buffer piece = {0};
    struct wiki_look here = *look;
    bool in_text = is_in_link_text(leaf, look->link);
    bool stays = in_text && leaf->attributes == NULL;
    const struct atl_node *link = stays ? NULL : look->link;
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
    if (in_text && !stays) {
        wiki_report_lost(writer, leaf,
                         "images with options in the text of links: their pipes would end it, so "
                         "that they get links of their own");
    }
    if (leaf->kind == ATL_NODE_MACRO && link != NULL) {
        wiki_report_lost(writer, leaf, "links around macros: these end them");
    }
    here.link = link == NULL ? look->link : NULL;
    if (piece.length > 0) {
        inlines->before_macro = can_be_block(leaf);
        wiki_add_piece(inlines, &here, piece.data, piece.length, piece.data[0] == '!');
        inlines->guard = piece.data[piece.length - 1] == '!';
        inlines->after_macro = inlines->before_macro;
        inlines->before_macro = false;
    }
    atl_buffer_free(&piece);
}

static void write_raw(struct wiki_inlines *inlines, const struct atl_node *raw,
                      const struct wiki_look *look)
{
    if (raw->value == ATL_CONTENT_WIKI) {
        wiki_add_piece(inlines, look, raw->text, raw->length, false);
        return;
    }
    struct atl_buffer rest = {0};
    struct atl_node shown = *raw;
    if (content_has_comments(raw, &rest)) {
        wiki_report_lost(inlines->writer, raw, CONTENT_COMMENTS_LEFT_OUT);
        shown.text = atl_buffer_text(&rest);
        shown.length = (uint32_t)rest.length;
    }
    if (shown.length > 0) {
        wiki_report_lost(inlines->writer, raw,
                         "what only another format knows: its source is shown");
        write_code(inlines, &shown, look);
    }
    atl_buffer_free(&rest);
}

static void write_footnote_ref(struct wiki_inlines *inlines, const struct atl_node *ref,
                               const struct wiki_look *look)
{
    struct wiki_look raised = *look;
    raised.effects |= 1u << 5; /* superscript */
    wiki_report_lost(inlines->writer, ref, "footnotes: they become a list at the end");
    wiki_add_text(inlines, ref->text, ref->length, &raised, false);
}

static void write_leaf(struct wiki_inlines *inlines, const struct atl_node *leaf,
                       const struct wiki_look *look, bool ends)
{
    switch (leaf->kind) {
    case ATL_NODE_TEXT:
        wiki_add_text(inlines, leaf->text, leaf->length, look, ends);
        break;
    case ATL_NODE_SOFT_BREAK:
        wiki_add_text(inlines, " ", 1, look, false);
        break;
    case ATL_NODE_HARD_BREAK:
        wiki_add_break(inlines, look);
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
        wiki_add_text(inlines, leaf->text, leaf->length, look, ends);
        break;
    case ATL_NODE_PLACEHOLDER:
        wiki_report_lost(inlines->writer, leaf, "placeholders: they are written as text");
        wiki_add_text(inlines, leaf->text, leaf->length, look, ends);
        break;
    case ATL_NODE_FOOTNOTE_REF:
        write_footnote_ref(inlines, leaf, look);
        break;
    case ATL_NODE_RAW:
        write_raw(inlines, leaf, look);
        break;
    case ATL_NODE_STATUS:
        if (inlines->writer->jira) {
            wiki_add_status_of_jira(inlines, leaf, look);
        } else {
            write_markup(inlines, leaf, look);
        }
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

static const char *target_shown_alone(struct wiki_inlines *inlines, const struct atl_node *link)
{
    const struct atl_node *only = link->first;
    bool attributes =
        atl_node_attribute(link, "title") != NULL || atl_node_attribute(link, "card") != NULL;
    bool shown = true;
    if ((only != NULL && (only->next != NULL || only->kind != ATL_NODE_TEXT)) || attributes) {
        return NULL;
    }
    const char *target = wiki_shown_target(inlines, link, &shown);
    size_t length = strlen(target);
    size_t skip = target[0] == '#' || target[0] == '^' ? 1 : 0;
    skip = strncmp(target, "mailto:", strlen("mailto:")) == 0 ? strlen("mailto:") : skip;
    bool same = only == NULL || (only->length == length - skip &&
                                 memcmp(only->text, target + skip, only->length) == 0);
    return same && target[0] != '~' && wiki_is_link(target, length) ? target : NULL;
}

static bool is_refused(struct wiki_inlines *inlines, const struct atl_node *link)
{
    if (content_url_runs(link->text, link->length)) {
        atl_content_report_add(inlines->writer->report, ATL_REPORT_NEUTRALISED, link->line,
                               "a link that would run a script: only its text is written");
        return true;
    }
    return link->length == 0;
}

/* False when the link has been written as a whole. */
static bool enter_link(struct wiki_inlines *inlines, const struct atl_node *link,
                       struct wiki_look *look)
{
    if (look->link != NULL || is_refused(inlines, link)) {
        return true;
    }
    const char *alone = target_shown_alone(inlines, link);
    if (alone != NULL) {
        const char *piece = atl_arena_printf(&inlines->writer->arena, "[%s]", alone);
        wiki_add_piece(inlines, look, piece, strlen(piece), false);
        return false;
    }
    look->link = link;
    return link->first != NULL;
}

/* Recursion is as deep as marks are nested, which the tree bounds. */
static void write_children(struct wiki_inlines *inlines, const struct atl_node *parent,
                           const struct wiki_look *look, bool ends)
{
    for (const struct atl_node *child = parent->first; child != NULL; child = child->next) {
        struct wiki_look inner = *look;
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
    static const struct wiki_look nothing = {0};
    struct wiki_inlines inlines = {.writer = writer,
                                   .buffer = writer->buffer,
                                   .line = line,
                                   .start = writer->buffer->length,
                                   .line_start = true};
    if (line == WIKI_ON_BEGUN) {
        inlines.line_start = false;
        inlines.after_break = true; /* spaces at the start would be lost here, too */
    }
    write_children(&inlines, block, &nothing, !writer->in_line);
    wiki_change_look(&inlines, NULL, "", 0);
    while (writer->buffer->length > inlines.start &&
           wiki_is_space(writer->buffer->data[writer->buffer->length - 1])) {
        atl_buffer_truncate(writer->buffer, writer->buffer->length - 1);
    }
    atl_buffer_free(&inlines.spaces);
}
