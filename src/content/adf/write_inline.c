/* The tree to ADF: inlines. Marks stand beside each text there, and beside texts only. */
#include "atlcli/clock.h"
#include "content/adf/adf_writer.h"
#include "content/emoji.h"
#include "content/html_comment.h"

#include <string.h>

/* ---- text ---- */

void adf_begin_inlines(struct adf_writer *writer, struct adf_inlines *inlines,
                       struct adf_frame *frame)
{
    inlines->frame = frame;
    inlines->mark_count = 0;
    inlines->strong = false;
    inlines->superscript = false;
    inlines->changed = true;
    inlines->open = false;
    inlines->code = false;
    inlines->break_pending = false;
    adf_begin_content(writer);
}

void adf_end_text(struct adf_writer *writer, struct adf_inlines *inlines)
{
    if (!inlines->open) {
        return;
    }
    atl_buffer_add_char(writer->buffer, '"');
    if (writer->marks.length > 0) {
        atl_buffer_add(writer->buffer, ",\"marks\":[");
        atl_buffer_append(writer->buffer, writer->marks.data, writer->marks.length);
        atl_buffer_add_char(writer->buffer, ']');
    }
    adf_end(writer);
    inlines->open = false;
}

void adf_end_inlines(struct adf_writer *writer, struct adf_inlines *inlines)
{
    adf_end_text(writer, inlines);
    adf_end_content(writer, inlines->frame);
}

static void put_pending_break(struct adf_writer *writer, struct adf_inlines *inlines)
{
    if (inlines->break_pending) {
        inlines->break_pending = false;
        adf_put_break(writer, inlines);
    }
}

static void put_run(struct adf_writer *writer, struct adf_inlines *inlines, const char *text,
                    size_t length, bool code)
{
    if (length == 0) {
        return;
    }
    put_pending_break(writer, inlines);
    if (!inlines->open || inlines->changed || inlines->code != code) {
        adf_spell_marks(writer, inlines, code);
        bool same = inlines->open && writer->scratch.length == writer->marks.length &&
                    (writer->marks.length == 0 ||
                     memcmp(writer->scratch.data, writer->marks.data, writer->marks.length) == 0);
        if (!same) {
            adf_end_text(writer, inlines);
            struct atl_buffer swapped = writer->marks;
            writer->marks = writer->scratch;
            writer->scratch = swapped;
            adf_begin(writer, inlines->frame, ADF_TEXT);
            atl_buffer_add(writer->buffer, ",\"text\":\"");
            inlines->open = true;
        }
        inlines->changed = false;
        inlines->code = code;
    }
    adf_put_text(writer->buffer, text, length);
}

void adf_put_inline_text(struct adf_writer *writer, struct adf_inlines *inlines, const char *text,
                         size_t length)
{
    put_run(writer, inlines, text, length, false);
}

void adf_put_inline_code(struct adf_writer *writer, struct adf_inlines *inlines,
                         const struct atl_node *node, const char *text, size_t length)
{
    (void)node;
    adf_end_text(writer, inlines); /* two codes side by side stay two */
    put_run(writer, inlines, text, length, true);
}

void adf_put_break(struct adf_writer *writer, struct adf_inlines *inlines)
{
    adf_end_text(writer, inlines);
    adf_put_bare(writer, inlines->frame, ADF_HARD_BREAK);
}

/* ---- leaves ---- */

/* Before a leaf that isn't text: nothing can mark it. */
static void begin_leaf(struct adf_writer *writer, struct adf_inlines *inlines,
                       const struct atl_node *node, enum adf_type type)
{
    put_pending_break(writer, inlines);
    adf_end_text(writer, inlines);
    if (inlines->mark_count > 0) {
        adf_lost(writer, node, "%s around %s", atl_node_kind_name(inlines->marks[0]->kind),
                 atl_node_kind_name(node->kind));
    }
    adf_begin(writer, inlines->frame, type);
    adf_begin_attributes(writer);
}

static void end_leaf(struct adf_writer *writer)
{
    adf_end_attributes(writer);
    adf_end(writer);
}

static void put_mention(struct adf_writer *writer, struct adf_inlines *inlines,
                        const struct atl_node *node)
{
    static const char *const types[] = {"DEFAULT", "SPECIAL", "APP"};
    begin_leaf(writer, inlines, node, ADF_MENTION);
    adf_put_member_text(writer, "id", node->text, node->length);
    adf_put_member(writer, "text", atl_node_attribute(node, "text"));
    adf_put_member(writer, "accessLevel", atl_node_attribute(node, "accessLevel"));
    const char *type = atl_node_attribute(node, "userType");
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (atl_text_equal(type, types[i])) {
            adf_put_member(writer, "userType", type);
        }
    }
    end_leaf(writer);
    bool named = node->length > 5 && memcmp(node->text, "name:", 5) == 0;
    if (named || (node->length > 4 && memcmp(node->text, "key:", 4) == 0)) {
        adf_lost(writer, node, "mention by user name or key: ADF has account ids only");
    }
}

static void put_status(struct adf_writer *writer, struct adf_inlines *inlines,
                       const struct atl_node *node)
{
    static const char *const colors[] = {
        [ATL_STATUS_NEUTRAL] = "neutral", [ATL_STATUS_PURPLE] = "purple",
        [ATL_STATUS_BLUE] = "blue",       [ATL_STATUS_RED] = "red",
        [ATL_STATUS_YELLOW] = "yellow",   [ATL_STATUS_GREEN] = "green",
    };
    if (node->length == 0) {
        adf_lost(writer, node, "status without a text");
        return;
    }
    begin_leaf(writer, inlines, node, ADF_STATUS);
    adf_put_member_text(writer, "text", node->text, node->length);
    adf_put_member(writer, "color", colors[node->value <= ATL_STATUS_GREEN ? node->value : 0]);
    adf_put_member(writer, "style", atl_node_attribute(node, "style"));
    end_leaf(writer);
}

static void put_date(struct adf_writer *writer, struct adf_inlines *inlines,
                     const struct atl_node *node)
{
    char date[16] = "";
    int64_t timestamp;
    if (node->length < sizeof date) {
        memcpy(date, node->text, node->length);
    }
    if (!atl_clock_parse_iso8601(date, &timestamp)) {
        adf_put_inline_text(writer, inlines, node->text, node->length);
        adf_lost(writer, node, "date that isn't one: its text is kept");
        return;
    }
    begin_leaf(writer, inlines, node, ADF_DATE);
    atl_buffer_printf(writer->buffer, "\"timestamp\":\"%lld\"", (long long)timestamp);
    end_leaf(writer);
}

/* All three, as the editor writes them: what only shows the text of nodes knows no short names. */
static void put_emoji(struct adf_writer *writer, struct adf_inlines *inlines,
                      const struct atl_node *node)
{
    const struct content_emoji *known = content_emoji_find(node->text, node->length);
    const char *id = atl_node_attribute(node, "id");
    const char *text = atl_node_attribute(node, "text");
    begin_leaf(writer, inlines, node, ADF_EMOJI);
    adf_put_member_text(writer, "shortName", node->text, node->length);
    adf_put_member(writer, "id", id == NULL && known != NULL ? known->id : id);
    adf_put_member(writer, "text", text == NULL && known != NULL ? known->text : text);
    end_leaf(writer);
}

static void put_placeholder(struct adf_writer *writer, struct adf_inlines *inlines,
                            const struct atl_node *node)
{
    begin_leaf(writer, inlines, node, ADF_PLACEHOLDER);
    adf_put_member_text(writer, "text", node->text, node->length);
    end_leaf(writer);
    if (atl_node_attribute(node, "type") != NULL) {
        adf_lost(writer, node, "what a placeholder is for");
    }
}

/* A card takes the place of the text, which may be the address only. */
void adf_put_card(struct adf_writer *writer, struct adf_inlines *inlines,
                  const struct atl_node *node)
{
    begin_leaf(writer, inlines, node, ADF_INLINE_CARD);
    adf_put_member_text(writer, "url", node->text, node->length);
    end_leaf(writer);
}

static bool shows_own_address(const struct atl_node *link)
{
    const struct atl_node *text = link->first;
    return text == NULL ||
           (text == link->last && text->kind == ATL_NODE_TEXT && text->length == link->length &&
            memcmp(text->text, link->text, link->length) == 0);
}

static bool is_card(struct adf_writer *writer, const struct atl_node *node)
{
    return node->kind == ATL_NODE_LINK && atl_node_attribute(node, "card") != NULL &&
           node->length > 0 && adf_is_safe(writer, node, node->text, node->length);
}

static void put_inline_macro(struct adf_writer *writer, struct adf_inlines *inlines,
                             const struct atl_node *node)
{
    const struct atl_node *body = node->first;
    bool rich = body != NULL && body->kind != ATL_NODE_PLAIN_BODY;
    if (node->length == 0 || !adf_may_follow(inlines->frame, ADF_INLINE_EXTENSION)) {
        adf_lost(writer, node, "macro %.*s: not possible here", adf_short_length(node), node->text);
        adf_put_flat(writer, inlines, node);
        return;
    }
    begin_leaf(writer, inlines, node, ADF_INLINE_EXTENSION);
    adf_put_extension(writer, node);
    end_leaf(writer);
    if (rich) {
        adf_lost(writer, node, "body of macro %.*s: it follows as text", adf_short_length(node),
                 node->text);
        adf_put_flat(writer, inlines, node);
    }
}

static void put_inline_raw(struct adf_writer *writer, struct adf_inlines *inlines,
                           const struct atl_node *node)
{
    const struct atl_node *macro = adf_macro_of_raw(writer, node);
    if (macro != NULL) {
        put_inline_macro(writer, inlines, macro);
        return;
    }
    put_pending_break(writer, inlines);
    if (node->value == ATL_CONTENT_ADF) {
        adf_end_text(writer, inlines);
        if (adf_put_raw(writer, inlines->frame, node)) {
            return;
        }
    }
    if (node->value == ATL_CONTENT_HTML) {
        struct atl_buffer rest = {0};
        bool commented = content_has_comments(node, &rest);
        adf_lost(writer, node,
                 commented && rest.length == 0 ? CONTENT_COMMENTS_LEFT_OUT
                                               : "HTML within text: left out");
        atl_buffer_free(&rest);
        return;
    }
    adf_lost(writer, node, "source in another format (%s): shown as code",
             atl_content_format_name(node->value));
    adf_put_inline_code(writer, inlines, node, node->text, node->length);
}

static void put_mark(struct adf_writer *writer, struct adf_inlines *inlines,
                     const struct atl_node *node)
{
    if (is_card(writer, node)) {
        if (!shows_own_address(node)) {
            adf_lost(writer, node, "text of a smart link: the site shows the title");
        }
        adf_put_card(writer, inlines, node);
        return;
    }
    if (inlines->mark_count == ATL_CONTENT_DEPTH) {
        return;
    }
    inlines->marks[inlines->mark_count++] = node;
    inlines->changed = true;
    adf_put_inlines(writer, inlines, node);
    inlines->mark_count--;
    inlines->changed = true;
}

void adf_put_inlines(struct adf_writer *writer, struct adf_inlines *inlines,
                     const struct atl_node *parent)
{
    for (const struct atl_node *child = parent->first; child != NULL; child = child->next) {
        adf_put_inline(writer, inlines, child);
    }
}

void adf_put_inline(struct adf_writer *writer, struct adf_inlines *inlines,
                    const struct atl_node *node)
{
    switch (node->kind) {
    case ATL_NODE_TEXT:
        adf_put_inline_text(writer, inlines, node->text, node->length);
        break;
    case ATL_NODE_SOFT_BREAK:
        adf_put_inline_text(writer, inlines, " ", 1);
        break;
    case ATL_NODE_CODE:
        adf_put_inline_code(writer, inlines, node, node->text, node->length);
        break;
    case ATL_NODE_HARD_BREAK:
        put_pending_break(writer, inlines);
        adf_put_break(writer, inlines);
        break;
    case ATL_NODE_MENTION:
        put_mention(writer, inlines, node);
        break;
    case ATL_NODE_EMOJI:
        put_emoji(writer, inlines, node);
        break;
    case ATL_NODE_STATUS:
        put_status(writer, inlines, node);
        break;
    case ATL_NODE_DATE:
        put_date(writer, inlines, node);
        break;
    case ATL_NODE_PLACEHOLDER:
        put_placeholder(writer, inlines, node);
        break;
    case ATL_NODE_FOOTNOTE_REF:
        adf_put_footnote_ref(writer, inlines, node);
        break;
    case ATL_NODE_IMAGE:
        put_pending_break(writer, inlines);
        adf_put_media_inline(writer, inlines, node);
        break;
    case ATL_NODE_MACRO:
        put_inline_macro(writer, inlines, node);
        break;
    case ATL_NODE_RAW:
        put_inline_raw(writer, inlines, node);
        break;
    default:
        if (atl_node_is_mark(node)) {
            put_mark(writer, inlines, node);
        } else {
            adf_put_flat(writer, inlines, node);
        }
    }
}
