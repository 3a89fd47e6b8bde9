/* Inlines as storage format. */
#include "content/storage/storage_writer.h"

#include "content/emoji.h"

struct tag {
    const char *start;
    const char *end;
};

static const struct tag marks[ATL_NODE_KINDS] = {
    [ATL_NODE_EMPHASIS] = {"<em>", "</em>"},
    [ATL_NODE_STRONG] = {"<strong>", "</strong>"},
    [ATL_NODE_STRIKE] = {"<del>", "</del>"},
    [ATL_NODE_UNDERLINE] = {"<u>", "</u>"},
    [ATL_NODE_SUBSCRIPT] = {"<sub>", "</sub>"},
    [ATL_NODE_SUPERSCRIPT] = {"<sup>", "</sup>"},
    [ATL_NODE_COLOR] = {"color: ", "</span>"},
    [ATL_NODE_BACKGROUND] = {"background-color: ", "</span>"},
    [ATL_NODE_ANNOTATION] = {NULL, "</ac:inline-comment-marker>"},
};

/* "#ff5630" as Confluence writes it: "rgb(255,86,48)". */
static void put_colour(struct storage_writer *writer, const struct atl_node *node)
{
    int parts[3];
    bool good = node->length == 7 && node->text[0] == '#';
    for (size_t i = 0; good && i < 3; i++) {
        int high = atl_hex_value(node->text[1 + 2 * i]);
        int low = atl_hex_value(node->text[2 + 2 * i]);
        good = high >= 0 && low >= 0;
        parts[i] = high * 16 + low;
    }
    if (good) {
        atl_buffer_printf(writer->buffer, "rgb(%d,%d,%d);", parts[0], parts[1], parts[2]);
        return;
    }
    /* A name, letters only: anything else could say more than a colour. */
    for (size_t i = 0; i < node->length; i++) {
        char letter = (char)(node->text[i] | 0x20);
        if (letter >= 'a' && letter <= 'z') {
            atl_buffer_append(writer->buffer, &node->text[i], 1);
        }
    }
    storage_put(writer, ";");
}

static void put_mark(struct storage_writer *writer, const struct atl_node *node)
{
    const struct tag *tag = &marks[node->kind];
    switch (node->kind) {
    case ATL_NODE_ANNOTATION:
        storage_put(writer, "<ac:inline-comment-marker");
        storage_put_attribute_text(writer, "ac:ref", node->text, node->length);
        storage_put(writer, ">");
        break;
    case ATL_NODE_COLOR:
    case ATL_NODE_BACKGROUND:
        storage_put(writer, "<span style=\"");
        storage_put(writer, tag->start);
        put_colour(writer, node);
        storage_put(writer, "\">");
        break;
    default:
        storage_put(writer, tag->start);
    }
    storage_put_children(writer, node);
    storage_put(writer, tag->end);
}

/* ---- small things ---- */

static void put_mention(struct storage_writer *writer, const struct atl_node *node)
{
    const struct atl_reference user = {
        .kind = ATL_REFERENCE_USER,
        .id = atl_arena_strndup(&writer->arena, node->text, node->length),
    };
    if (atl_node_attribute(node, "accessLevel") != NULL ||
        atl_node_attribute(node, "userType") != NULL) {
        storage_note_lost(writer, node, "kinds of accounts in mentions: left out");
    }
    /* Without a body: the site shows the user's name, and tells the user. */
    storage_put(writer, "<ac:link>");
    storage_put_reference(writer, &user);
    storage_put(writer, "</ac:link>");
}

/* Confluence's own set, older than emoji; their names are theirs. */
static bool is_old_name(const char *name, size_t length)
{
    static const char *const names[] = {
        "smile",       "sad",         "cheeky",   "laugh",       "wink",        "thumbs-up",
        "thumbs-down", "information", "tick",     "cross",       "warning",     "plus",
        "minus",       "question",    "light-on", "light-off",   "yellow-star", "red-star",
        "green-star",  "blue-star",   "heart",    "broken-heart"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strlen(names[i]) == length && memcmp(names[i], name, length) == 0) {
            return true;
        }
    }
    return false;
}

static void put_emoji(struct storage_writer *writer, const struct atl_node *node)
{
    const struct content_emoji *known = content_emoji_find(node->text, node->length);
    const char *id = atl_node_attribute(node, "id");
    const char *fallback = atl_node_attribute(node, "text");
    if (known != NULL) {
        id = id == NULL ? known->id : id;
        fallback = fallback == NULL ? known->text : fallback;
    }
    const char *name = node->text;
    size_t length = node->length;
    if (length > 2 && name[0] == ':' && name[length - 1] == ':') {
        name++;
        length -= 2;
    }
    bool old = is_old_name(name, length);
    storage_put(writer, "<ac:emoticon");
    storage_put_attribute_text(writer, "ac:name", old ? name : "blue-star",
                               old ? length : strlen("blue-star"));
    if (!old || id != NULL || fallback != NULL) {
        storage_put_attribute_text(writer, "ac:emoji-shortname", node->text, node->length);
        storage_put_attribute(writer, "ac:emoji-id", id);
        storage_put_attribute(writer, "ac:emoji-fallback", fallback);
    }
    storage_put(writer, " />");
}

static void put_placeholder(struct storage_writer *writer, const struct atl_node *node)
{
    storage_put(writer, "<ac:placeholder");
    storage_put_attribute(writer, "ac:type", atl_node_attribute(node, "type"));
    storage_put(writer, ">");
    storage_put_text(writer, node, node->text, node->length);
    storage_put(writer, "</ac:placeholder>");
}

/* ---- text ---- */

/* Whether a space at its end would show nothing. */
static bool is_last_of_line(const struct atl_node *node)
{
    while (node->next == NULL && atl_node_is_mark(node->parent)) {
        node = node->parent;
    }
    return node->next == NULL || node->next->kind == ATL_NODE_HARD_BREAK;
}

/* As text, but white space that would be taken off, or as one with that before it, is a
 * reference, and so is all but spaces. */
static void put_exact_text(struct storage_writer *writer, const struct atl_node *node,
                           const char *text, size_t length)
{
    size_t plain = 0;
    for (size_t i = 0; i < length; i++) {
        bool other = text[i] == '\t' || text[i] == '\n' || text[i] == '\r';
        bool space = text[i] == ' ';
        bool unseen = space && (writer->after_space || (i + 1 == length && is_last_of_line(node)));
        if (unseen || other) {
            storage_put_text(writer, node, text + plain, i - plain);
            atl_buffer_printf(writer->buffer, "&#%d;", text[i]);
            plain = i + 1;
        }
        writer->after_space = space && !unseen;
    }
    storage_put_text(writer, node, text + plain, length - plain);
}

/* Both a text and a break of the source, which is a space. */
static void put_text(struct storage_writer *writer, const struct atl_node *node)
{
    bool text = node->kind == ATL_NODE_TEXT;
    (writer->exact ? put_exact_text : storage_put_text)(writer, node, text ? node->text : " ",
                                                        text ? node->length : 1);
}

/* ---- all of them ---- */

bool storage_put_inline(struct storage_writer *writer, const struct atl_node *node)
{
    if (marks[node->kind].end != NULL) {
        put_mark(writer, node);
        return true;
    }
    if (node->kind == ATL_NODE_TEXT || node->kind == ATL_NODE_SOFT_BREAK) {
        put_text(writer, node);
        return true;
    }
    if (!atl_node_is_mark(node)) {
        writer->after_space = node->kind == ATL_NODE_HARD_BREAK;
    }
    switch (node->kind) {
    case ATL_NODE_CODE:
        storage_put(writer, "<code>");
        storage_put_text(writer, node, node->text, node->length);
        storage_put(writer, "</code>");
        return true;
    case ATL_NODE_HARD_BREAK:
        storage_put(writer, "<br />");
        return true;
    case ATL_NODE_LINK:
        storage_put_link(writer, node);
        return true;
    case ATL_NODE_MENTION:
        put_mention(writer, node);
        return true;
    case ATL_NODE_EMOJI:
        put_emoji(writer, node);
        return true;
    case ATL_NODE_STATUS:
        storage_put_status(writer, node);
        return true;
    case ATL_NODE_DATE:
        storage_put(writer, "<time");
        storage_put_attribute_text(writer, "datetime", node->text, node->length);
        storage_put(writer, " />");
        return true;
    case ATL_NODE_PLACEHOLDER:
        put_placeholder(writer, node);
        return true;
    case ATL_NODE_FOOTNOTE_REF:
        storage_put_footnote_reference(writer, node);
        return true;
    default:
        return false;
    }
}
