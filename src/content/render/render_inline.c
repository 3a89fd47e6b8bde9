/* From inlines to a run of styled text. */
#include "content/emoji.h"
#include "content/equal.h"
#include "content/render/reference_words.h"
#include "content/render/render.h"

#include <string.h>

enum {
    RED = 203,
    GREEN = 77,
    YELLOW = 220,
    BLUE = 75,
    PURPLE = 141,
    GREY = 245,
    BLACK = 16,
    CODE_COLOR = 180,
};

/* ---- marks ---- */

static void add_marked(struct render *render, const struct atl_node *node, struct render_run *run,
                       struct render_style style, uint8_t attribute)
{
    style.attributes |= attribute;
    render_inlines(render, node, run, style);
}

/* What is struck out must not read as if it weren't. */
static void add_strike(struct render *render, const struct atl_node *node, struct render_run *run,
                       struct render_style style)
{
    if (render->colour) {
        add_marked(render, node, run, style, RENDER_STRIKE);
        return;
    }
    render_run_say(run, "~", style);
    render_inlines(render, node, run, style);
    render_run_say(run, "~", style);
}

/* Characters that Unicode has raised and lowered. */
static const struct {
    char plain;
    const char *raised;
    const char *lowered;
} small_characters[] = {
    {'0', "⁰", "₀"}, {'1', "¹", "₁"}, {'2', "²", "₂"}, {'3', "³", "₃"},
    {'4', "⁴", "₄"}, {'5', "⁵", "₅"}, {'6', "⁶", "₆"}, {'7', "⁷", "₇"},
    {'8', "⁸", "₈"}, {'9', "⁹", "₉"}, {'+', "⁺", "₊"}, {'-', "⁻", "₋"},
    {'=', "⁼", "₌"}, {'(', "⁽", "₍"}, {')', "⁾", "₎"}, {'n', "ⁿ", "ₙ"},
};

enum { SMALL_CHARACTERS = sizeof small_characters / sizeof *small_characters };

static const char *small_character(char plain, bool raised)
{
    for (size_t i = 0; i < SMALL_CHARACTERS; i++) {
        if (small_characters[i].plain == plain) {
            return raised ? small_characters[i].raised : small_characters[i].lowered;
        }
    }
    return NULL;
}

/* Only one short text is worth it. */
static bool has_small_characters(const struct atl_node *text)
{
    if (text == NULL || text->next != NULL || text->kind != ATL_NODE_TEXT || text->length > 16) {
        return false;
    }
    for (size_t i = 0; i < text->length; i++) {
        if (small_character(text->text[i], true) == NULL) {
            return false;
        }
    }
    return true;
}

static void add_small(struct render *render, const struct atl_node *node, struct render_run *run,
                      struct render_style style)
{
    bool raised = node->kind == ATL_NODE_SUPERSCRIPT;
    if (!has_small_characters(node->first)) {
        render_run_say(run, raised ? "^" : "_", style);
        render_inlines(render, node, run, style);
        return;
    }
    for (size_t i = 0; i < node->first->length; i++) {
        render_run_say(run, small_character(node->first->text[i], raised), style);
    }
}

static void add_link(struct render *render, const struct atl_node *link, struct render_run *run,
                     struct render_style style)
{
    size_t label_start = run->text.length;
    style.foreground = style.foreground != 0 ? style.foreground : BLUE;
    render_inlines(render, link, run,
                   render_link_style(render, run, link->text, link->length, style));
    render_add_link(render, run, link->text, link->length, label_start);
}

/* ---- small things ---- */

static void add_mention(const struct atl_node *mention, struct render_run *run,
                        struct render_style style)
{
    struct atl_buffer words = {0};
    render_mention_words(&words, mention);
    style.foreground = BLUE;
    render_run_add(run, words.data, words.length, style);
    atl_buffer_free(&words);
}

/* A badge stays in one piece: its blanks don't break. */
static void add_status(const struct render *render, const struct atl_node *status,
                       struct render_run *run, struct render_style style)
{
    static const uint8_t colors[] = {
        [ATL_STATUS_NEUTRAL] = GREY, [ATL_STATUS_PURPLE] = PURPLE, [ATL_STATUS_BLUE] = BLUE,
        [ATL_STATUS_RED] = RED,      [ATL_STATUS_YELLOW] = YELLOW, [ATL_STATUS_GREEN] = GREEN,
    };
    static const char unbreakable[] = "\u00A0";
    style.attributes = RENDER_BOLD;
    style.foreground = BLACK;
    style.background = colors[status->value];
    render_run_say(run, render->colour ? unbreakable : "[", style);
    size_t at = 0;
    while (at < status->length) {
        const char *blank = memchr(status->text + at, ' ', status->length - at);
        size_t end = blank == NULL ? status->length : (size_t)(blank - status->text);
        render_run_add(run, status->text + at, end - at, style);
        render_run_say(run, blank == NULL ? "" : unbreakable, style);
        at = end + 1;
    }
    render_run_say(run, render->colour ? unbreakable : "]", style);
}

static void add_emoji(const struct atl_node *emoji, struct render_run *run,
                      struct render_style style)
{
    const char *character = atl_node_attribute(emoji, "text");
    const struct content_emoji *known = content_emoji_find(emoji->text, emoji->length);
    character = character == NULL && known != NULL ? known->text : character;
    if (character != NULL && *character != '\0') {
        render_run_say(run, character, style);
    } else {
        render_run_add(run, emoji->text, emoji->length, style);
    }
}

static void add_image(struct render *render, const struct atl_node *image, struct render_run *run,
                      struct render_style style)
{
    const char *name = atl_node_attribute(image, "alt");
    const char *link = atl_node_attribute(image, "link");
    const char *address = link != NULL ? link : image->text;
    size_t length = link != NULL ? strlen(link) : image->length;
    name = name == NULL || *name == '\0' ? atl_node_attribute(image, "title") : name;
    render_run_say(run, render->theme->image_start, style);
    size_t start = run->text.length;
    struct render_style linked = render_link_style(render, run, address, length, style);
    bool all_said = false;
    if (name != NULL && *name != '\0') {
        render_run_say(run, name, linked);
    } else {
        all_said = render_add_file_name(run, image->text, image->length, linked) && link == NULL;
    }
    bool is_named = run->text.length > start;
    render_run_say(run, is_named ? render->theme->image_end : "", style);
    if (is_named && !all_said) {
        render_add_link(render, run, address, length, start);
    }
}

/* ---- what has no form of its own ---- */

void render_macro_label(const struct atl_node *macro, struct render_run *run,
                        struct render_style style)
{
    const struct atl_attribute *attribute = macro->attributes;
    style.attributes |= RENDER_DIM;
    render_run_say(run, "[", style);
    render_run_add(run, macro->text, macro->length, style);
    for (; attribute != NULL; attribute = attribute->next) {
        if (attribute->name[0] == CONTENT_PRIVATE_ATTRIBUTE) {
            continue;
        }
        render_run_say(run, " ", style);
        render_run_say(run, attribute->name, style);
        render_run_say(run, *attribute->name == '\0' ? "" : "=", style);
        render_add_address(run, attribute->value, strlen(attribute->value), style);
    }
    render_run_say(run, "]", style);
}

static void add_macro(struct render *render, const struct atl_node *macro, struct render_run *run,
                      struct render_style style)
{
    if (atl_node_text_is(macro, "anchor")) {
        return; /* a place, nothing to see */
    }
    if (atl_node_text_is(macro, "jira") && atl_node_attribute(macro, "key") != NULL) {
        style.foreground = BLUE;
        render_run_say(run, atl_node_attribute(macro, "key"), style);
        return;
    }
    const char *formula = atl_node_attribute(macro, "body");
    if (atl_node_text_is(macro, "mathinline") && formula != NULL) {
        render_run_say(run, formula, style);
        return;
    }
    if (macro->first == NULL) {
        render_macro_label(macro, run, style);
    }
    for (const struct atl_node *child = macro->first; child != NULL; child = child->next) {
        render_inline(render, child, run, style);
    }
}

static void add_leaf(struct render *render, const struct atl_node *node, struct render_run *run,
                     struct render_style style)
{
    struct render_style dim = style;
    dim.attributes |= RENDER_DIM;
    switch ((enum atl_node_kind)node->kind) {
    case ATL_NODE_CODE:
    case ATL_NODE_RAW:
    case ATL_NODE_PLAIN_BODY:
        style.foreground = CODE_COLOR;
        render_run_add(run, node->text, node->length, style);
        break;
    case ATL_NODE_SOFT_BREAK:
        render_run_say(run, " ", style);
        break;
    case ATL_NODE_HARD_BREAK:
        render_run_append(run, "\n", 1, style);
        break;
    case ATL_NODE_PLACEHOLDER:
        render_run_say(run, "<", dim);
        render_run_add(run, node->text, node->length, dim);
        render_run_say(run, ">", dim);
        break;
    case ATL_NODE_FOOTNOTE_REF:
        render_run_say(run, "[", dim);
        render_run_add(run, node->text, node->length, dim);
        render_run_say(run, "]", dim);
        break;
    case ATL_NODE_MENTION:
        add_mention(node, run, style);
        break;
    case ATL_NODE_EMOJI:
        add_emoji(node, run, style);
        break;
    case ATL_NODE_STATUS:
        add_status(render, node, run, style);
        break;
    case ATL_NODE_IMAGE:
        add_image(render, node, run, style);
        break;
    case ATL_NODE_MACRO:
        add_macro(render, node, run, style);
        break;
    default: /* texts, dates */
        render_run_add(run, node->text, node->length, style);
        break;
    }
}

void render_inline(struct render *render, const struct atl_node *node, struct render_run *run,
                   struct render_style style)
{
    switch ((enum atl_node_kind)node->kind) {
    case ATL_NODE_EMPHASIS:
        add_marked(render, node, run, style, RENDER_ITALIC);
        break;
    case ATL_NODE_STRONG:
        add_marked(render, node, run, style, RENDER_BOLD);
        break;
    case ATL_NODE_UNDERLINE:
        add_marked(render, node, run, style, RENDER_UNDERLINE);
        break;
    case ATL_NODE_STRIKE:
        add_strike(render, node, run, style);
        break;
    case ATL_NODE_SUBSCRIPT:
    case ATL_NODE_SUPERSCRIPT:
        add_small(render, node, run, style);
        break;
    case ATL_NODE_COLOR:
        style.foreground = render_color(node->text, node->length);
        render_inlines(render, node, run, style);
        break;
    case ATL_NODE_BACKGROUND:
        /* The page's backgrounds are pale, whatever the terminal's text is. */
        style.background = render_color(node->text, node->length);
        style.foreground = style.background != 0 ? BLACK : style.foreground;
        render_inlines(render, node, run, style);
        break;
    case ATL_NODE_LINK:
        add_link(render, node, run, style);
        break;
    case ATL_NODE_ANNOTATION:
        render_inlines(render, node, run, style);
        break;
    default:
        if (node->first != NULL && node->kind != ATL_NODE_IMAGE && node->kind != ATL_NODE_MACRO) {
            render_inlines(render, node, run, style);
        } else {
            add_leaf(render, node, run, style);
        }
        break;
    }
}

void render_inlines(struct render *render, const struct atl_node *parent, struct render_run *run,
                    struct render_style style)
{
    for (const struct atl_node *child = parent->first; child != NULL; child = child->next) {
        render_inline(render, child, run, style);
    }
}
