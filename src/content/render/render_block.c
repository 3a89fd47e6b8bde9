/* Blocks, one below the other. */
#include "content/render/highlight.h"
#include "content/render/macro_body.h"
#include "content/render/render.h"

#include <stdio.h>
#include <string.h>

enum {
    INDENT = 2,
    CODE_INDENT = 4,
    BAR_INDENT = 4,
    MOST_RULE = 72,
    LEAST_RULE = 3,
};

/* ---- paragraphs and headings ---- */

static enum render_align align_of(const struct atl_node *node)
{
    const char *align = atl_node_attribute(node, "align");
    if (align == NULL) {
        return RENDER_LEFT;
    }
    return strcmp(align, "center") == 0  ? RENDER_CENTER
           : strcmp(align, "right") == 0 ? RENDER_RIGHT
                                         : RENDER_LEFT;
}

static unsigned indent_of(const struct atl_node *node)
{
    int64_t levels;
    const char *indent = atl_node_attribute(node, "indent");
    return indent != NULL && atl_text_to_integer(indent, 1, 6, &levels) ? (unsigned)levels * INDENT
                                                                        : 0;
}

static struct render_prefix blanks(unsigned width)
{
    return (struct render_prefix){.first = {"", width, {0}}, .rest = {"", width, {0}}};
}

static void render_paragraph(struct render *render, const struct atl_node *node)
{
    struct render_prefix prefix = blanks(indent_of(node));
    struct render_run *run = render_run_start(render);
    render_inlines(render, node, run, render->base);
    render_push(render, &prefix);
    render_flow(render, run, RENDER_WRAP, align_of(node));
    render_pop(render);
}

static void render_rule_of(struct render *render, const char *sign, unsigned width,
                           struct render_style style)
{
    unsigned step = atl_text_width(sign);
    render_line_start(render);
    for (unsigned i = 0; i + step <= width; i += step) {
        render_put(render, sign, strlen(sign), step, style);
    }
    render_line_end(render);
}

/* Where there is no bold, the two upper levels are underlined. */
static void render_heading(struct render *render, const struct atl_node *node)
{
    struct render_style style = render->base;
    struct render_run *run = render_run_start(render);
    style.attributes |= RENDER_BOLD;
    style.attributes |= node->number == 1 ? RENDER_UNDERLINE : 0;
    render_inlines(render, node, run, style);
    render_flow(render, run, RENDER_WRAP, align_of(node));
    if (!render->colour && !render->in_cell && node->number <= 2 && run->text.length > 0) {
        unsigned room = render_room(render);
        room = room == 0 ? MOST_RULE : room;
        unsigned width = atl_text_width_of(run->text.data, run->text.length);
        render_rule_of(render, node->number == 1 ? "=" : "-", width < room ? width : room,
                       (struct render_style){0});
    }
}

static void render_thematic_break(struct render *render)
{
    unsigned room = render_room(render);
    unsigned width = room == 0 || room > MOST_RULE ? MOST_RULE : room;
    render_rule_of(render, render->theme->rule, room == 0 && render->in_cell ? LEAST_RULE : width,
                   (struct render_style){.attributes = RENDER_DIM});
}

/* ---- code ---- */

/* Line numbers, in a column of their own. */
static struct render_run number_lines(const struct render_run *code, int64_t first)
{
    struct render_run numbered = {0};
    size_t lines = 1;
    const char *end = code->text.data + code->text.length;
    for (const char *at = code->text.data; (at = memchr(at, '\n', (size_t)(end - at))) != NULL;) {
        lines += ++at < end;
    }
    char digits[32];
    int width = snprintf(digits, sizeof digits, "%lld", (long long)first + (long long)lines - 1);
    size_t at = 0;
    size_t span = 0;
    for (size_t line = 0; line < lines; line++) {
        const char *newline = memchr(code->text.data + at, '\n', code->text.length - at);
        size_t stop = newline == NULL ? code->text.length : (size_t)(newline - code->text.data) + 1;
        snprintf(digits, sizeof digits, "%*lld  ", width, (long long)first + (long long)line);
        render_run_append(&numbered, digits, strlen(digits),
                          (struct render_style){.attributes = RENDER_DIM});
        while (at < stop) {
            while (span + 1 < code->span_count && code->spans[span + 1].start <= at) {
                span++;
            }
            size_t next = span + 1 < code->span_count ? code->spans[span + 1].start : stop;
            next = next < stop ? next : stop;
            render_run_append(&numbered, code->text.data + at, next - at, code->spans[span].style);
            at = next;
        }
    }
    return numbered;
}

static void render_code(struct render *render, const struct atl_node *node)
{
    struct render_prefix prefix = blanks(CODE_INDENT);
    const char *title = atl_node_attribute(node, "title");
    const char *numbers = atl_node_attribute(node, "numbers");
    const char *given = atl_node_attribute(node, "first");
    struct render_run *run = render_run_start(render);
    if (title != NULL && *title != '\0') {
        render_run_say(run, title, (struct render_style){.attributes = RENDER_BOLD});
        render_flow(render, run, RENDER_WRAP, RENDER_LEFT);
        run = render_run_start(render);
    }
    const char *language = atl_node_attribute(node, "language");
    render_highlight(run, render->colour ? language : NULL, node->text, node->length);
    render_push(render, &prefix);
    if ((atl_text_equal(numbers, "true") || given != NULL) && run->text.length > 0) {
        int64_t first = 1;
        if (given == NULL || !atl_text_to_integer(given, 0, INT32_MAX, &first)) {
            first = 1;
        }
        struct render_run numbered = number_lines(run, first);
        render_flow(render, &numbered, RENDER_EXACT, RENDER_LEFT);
        render_run_free(&numbered);
    } else {
        render_flow(render, run, RENDER_EXACT, RENDER_LEFT);
    }
    render_pop(render);
}

/* Another format's source, and bodies of macros, as they are. */
static void render_source(struct render *render, const struct atl_node *node)
{
    struct render_prefix prefix = blanks(CODE_INDENT);
    struct render_run *run = render_run_start(render);
    render_highlight(run, NULL, node->text, node->length);
    render_push(render, &prefix);
    render_flow(render, run, RENDER_EXACT, RENDER_LEFT);
    render_pop(render);
}

/* ---- blocks in blocks ---- */

static void render_within(struct render *render, const struct atl_node *node,
                          struct render_prefix *prefix)
{
    render_push(render, prefix);
    render_blocks(render, node);
    render_pop(render);
}

/* A bar beside a block, or its indentation where there are no bars. */
static struct render_mark mark_beside(const char *bar)
{
    return (struct render_mark){bar, *bar == '\0' ? BAR_INDENT : atl_text_width(bar) + 1, {0}};
}

static void render_quote(struct render *render, const struct atl_node *node)
{
    struct render_mark mark = mark_beside(render->theme->quote);
    mark.style.attributes = RENDER_DIM;
    struct render_prefix prefix = {.first = mark, .rest = mark};
    render_within(render, node, &prefix);
}

static uint8_t color_of_panel(const struct atl_node *panel)
{
    static const uint8_t colors[] = {
        [ATL_PANEL_INFO] = 75,    [ATL_PANEL_NOTE] = 141,    [ATL_PANEL_TIP] = 80,
        [ATL_PANEL_SUCCESS] = 77, [ATL_PANEL_WARNING] = 220, [ATL_PANEL_ERROR] = 203,
        [ATL_PANEL_CUSTOM] = 245,
    };
    const char *color = atl_node_attribute(panel, "color");
    uint8_t own = color == NULL ? 0 : render_color(color, strlen(color));
    return own != 0 ? own : colors[panel->value];
}

/* "Warning: what the title says". */
static void render_panel(struct render *render, const struct atl_node *panel)
{
    static const char *const names[] = {
        [ATL_PANEL_INFO] = "Info",       [ATL_PANEL_NOTE] = "Note",
        [ATL_PANEL_TIP] = "Tip",         [ATL_PANEL_SUCCESS] = "Success",
        [ATL_PANEL_WARNING] = "Warning", [ATL_PANEL_ERROR] = "Error",
        [ATL_PANEL_CUSTOM] = "",
    };
    struct render_style style = {.foreground = color_of_panel(panel)};
    struct render_mark mark = mark_beside(render->theme->panel);
    mark.style = style;
    struct render_prefix prefix = {.first = mark, .rest = mark};
    const char *title = atl_node_attribute(panel, "title");
    bool has_title = title != NULL && *title != '\0';
    struct render_run *run = render_run_start(render);
    style.attributes = RENDER_BOLD;
    render_run_say(run, names[panel->value], style);
    render_run_say(run, run->text.length > 0 && has_title ? ": " : "", style);
    render_run_say(run, has_title ? title : "", style);
    render_push(render, &prefix);
    render_flow(render, run, RENDER_WRAP, RENDER_LEFT);
    render_blocks(render, panel);
    render_pop(render);
}

static void render_expand(struct render *render, const struct atl_node *node)
{
    struct render_prefix prefix = blanks(INDENT);
    const char *title = atl_node_attribute(node, "title");
    struct render_style style = {.attributes = RENDER_BOLD};
    struct render_run *run = render_run_start(render);
    render_run_say(run, render->theme->expand, style);
    render_run_say(run, title == NULL ? "" : title, style);
    render_flow(render, run, RENDER_WRAP, RENDER_LEFT);
    render_within(render, node, &prefix);
}

static void render_footnote(struct render *render, const struct atl_node *node)
{
    struct atl_buffer label = {0};
    atl_buffer_add_char(&label, '[');
    atl_text_append_safe(&label, node->text, node->length, false);
    atl_buffer_add_char(&label, ']');
    const char *text = atl_buffer_text(&label);
    struct render_prefix prefix = {
        .first = {text, atl_text_width(text) + 1, {.attributes = RENDER_DIM}},
        .rest = {"", CODE_INDENT, {0}},
    };
    render_within(render, node, &prefix);
    atl_buffer_free(&label);
}

/* ---- what has one line ---- */

static void render_card(struct render *render, const struct atl_node *card)
{
    if (atl_node_attribute(card, "data") != NULL ||
        atl_node_attribute(card, "datasource") != NULL) {
        atl_content_report_add(render->report, ATL_REPORT_LOST, card->line,
                               "what smart links show or list: their addresses are left");
    }
    struct render_run *run = render_run_start(render);
    struct render_style style =
        render_link_style(render, run, card->text, card->length, render->base);
    render_run_add(run, card->text, card->length, style);
    render_flow(render, run, RENDER_WRAP, RENDER_LEFT);
}

static void render_image(struct render *render, const struct atl_node *image)
{
    struct render_run *run = render_run_start(render);
    struct render_style style = {.attributes = RENDER_ITALIC};
    render_inline(render, image, run, render->base);
    render_flow(render, run, RENDER_WRAP, align_of(image));
    run = render_run_start(render);
    render_inlines(render, image, run, style); /* the caption */
    render_flow(render, run, RENDER_WRAP, align_of(image));
}

static void render_media_group(struct render *render, const struct atl_node *group)
{
    for (const struct atl_node *image = group->first; image != NULL; image = image->next) {
        render_image(render, image);
    }
}

static void render_macro(struct render *render, const struct atl_node *macro)
{
    if (render_macro_is_body(macro)) {
        render_blocks(render, macro);
        return;
    }
    struct render_prefix prefix = blanks(INDENT);
    struct render_run *run = render_run_start(render);
    if (macro->first == NULL) {
        render_inline(render, macro, run, render->base);
    } else {
        render_macro_label(macro, run, render->base);
    }
    render_flow(render, run, RENDER_WRAP, RENDER_LEFT);
    render_within(render, macro, &prefix);
}

static void render_block(struct render *render, const struct atl_node *node)
{
    switch ((enum atl_node_kind)node->kind) {
    case ATL_NODE_PARAGRAPH:
        render_paragraph(render, node);
        break;
    case ATL_NODE_HEADING:
        render_heading(render, node);
        break;
    case ATL_NODE_QUOTE:
        render_quote(render, node);
        break;
    case ATL_NODE_BULLET_LIST:
    case ATL_NODE_ORDERED_LIST:
    case ATL_NODE_TASK_LIST:
    case ATL_NODE_DECISION_LIST:
        render_list(render, node);
        break;
    case ATL_NODE_TABLE:
        render_table(render, node);
        break;
    case ATL_NODE_PANEL:
        render_panel(render, node);
        break;
    case ATL_NODE_EXPAND:
        render_expand(render, node);
        break;
    case ATL_NODE_FOOTNOTE:
        render_footnote(render, node);
        break;
    case ATL_NODE_CODE_BLOCK:
        render_code(render, node);
        break;
    case ATL_NODE_RAW:
    case ATL_NODE_PLAIN_BODY:
        render_source(render, node);
        break;
    case ATL_NODE_RULE:
        render_thematic_break(render);
        break;
    case ATL_NODE_BLOCK_CARD:
    case ATL_NODE_EMBED_CARD:
        render_card(render, node);
        break;
    case ATL_NODE_IMAGE:
        render_image(render, node);
        break;
    case ATL_NODE_MEDIA_GROUP:
        render_media_group(render, node);
        break;
    case ATL_NODE_MACRO:
        render_macro(render, node);
        break;
    default: /* layouts and what is in them */
        render_blocks(render, node);
        break;
    }
}

/* ---- all of them ---- */

static bool is_block(const struct atl_node *node)
{
    return atl_node_holds_blocks(node) || node->kind <= ATL_NODE_EMBED_CARD ||
           node->kind >= ATL_NODE_IMAGE;
}

/* Inlines where blocks stand, as in a macro's body: one paragraph. Returns the node after them. */
static const struct atl_node *render_loose_inlines(struct render *render,
                                                   const struct atl_node *node)
{
    struct render_run *run = render_run_start(render);
    for (; node != NULL && !is_block(node); node = node->next) {
        render_inline(render, node, run, render->base);
    }
    render_flow(render, run, RENDER_WRAP, RENDER_LEFT);
    return node;
}

void render_blocks(struct render *render, const struct atl_node *parent)
{
    size_t before = render->line_total;
    bool tight = render->tight;
    render->tight = false;
    const struct atl_node *node = parent->first;
    while (node != NULL) {
        if (render->line_total > before && !tight) {
            render_blank(render);
        }
        if (is_block(node)) {
            render_block(render, node);
            node = node->next;
        } else {
            node = render_loose_inlines(render, node);
        }
    }
    render->blank_due = false; /* nothing came after it in here */
}

void render_document(const struct atl_content_tree *tree, struct render *render)
{
    render_blocks(render, tree->document);
}
