/* Lines: what stands before them, and their styles. */
#include "content/render/render.h"

#include <stdlib.h>
#include <string.h>

enum {
    LEAST_ROOM = 20,   /* for text, however deep it is nested */
    MOST_INDENT = 100, /* where lines have no bound */
};

void render_start(struct render *render, const struct render_theme *theme, struct atl_buffer *out)
{
    *render = (struct render){.theme = theme, .out = out};
}

void render_free(struct render *render)
{
    free(render->lines);
    free(render->prefixes);
    render_run_free(&render->run);
}

/* ---- prefixes ---- */

static unsigned most_indent(const struct render *render)
{
    if (render->columns == 0) {
        return MOST_INDENT;
    }
    return render->columns > LEAST_ROOM ? render->columns - LEAST_ROOM : 0;
}

void render_push(struct render *render, struct render_prefix *prefix)
{
    if (render->prefix_count == render->prefix_capacity) {
        render->prefix_capacity = render->prefix_capacity * 2 + 16;
        render->prefixes =
            atl_realloc(render->prefixes, render->prefix_capacity, sizeof *render->prefixes);
    }
    /* Each line has all prefixes, so their depth is bounded or output would outgrow its source. */
    if (render->indent + prefix->rest.width > most_indent(render)) {
        bool is_bar = prefix->first.text == prefix->rest.text;
        prefix->rest = (struct render_mark){.text = ""};
        prefix->first = is_bar ? prefix->rest : prefix->first;
    }
    render->prefixes[render->prefix_count++] = prefix;
    render->indent += prefix->rest.width;
}

void render_pop(struct render *render)
{
    render->prefix_count--;
    render->indent -= render->prefixes[render->prefix_count]->rest.width;
    if (render->blank_prefixes > render->prefix_count) {
        render->blank_prefixes = render->prefix_count;
    }
}

unsigned render_room(const struct render *render)
{
    if (render->columns == 0) {
        return 0;
    }
    return render->columns > render->indent ? render->columns - render->indent : 1;
}

/* ---- styles ---- */

static bool looks_the_same(struct render_style left, struct render_style right)
{
    return left.attributes == right.attributes && left.foreground == right.foreground &&
           left.background == right.background;
}

static bool is_plain(struct render_style style)
{
    return looks_the_same(style, (struct render_style){0});
}

/* From one look to another: a reset, then what the new one has. */
static void append_look(struct atl_buffer *out, struct render_style from, struct render_style to)
{
    static const char codes[] = {'1', '2', '3', '4', '9'};
    const char *separator = is_plain(from) ? "" : "0;";
    if (is_plain(to)) {
        atl_buffer_add(out, "\033[0m");
        return;
    }
    atl_buffer_add(out, "\033[");
    for (unsigned i = 0; i < sizeof codes; i++) {
        if ((to.attributes & (1U << i)) != 0) {
            atl_buffer_add(out, separator);
            atl_buffer_add_char(out, codes[i]);
            separator = ";";
        }
    }
    if (to.foreground != 0) {
        atl_buffer_printf(out, "%s38;5;%u", separator, to.foreground);
        separator = ";";
    }
    if (to.background != 0) {
        atl_buffer_printf(out, "%s48;5;%u", separator, to.background);
    }
    atl_buffer_add_char(out, 'm');
}

static void switch_style(struct render *render, struct render_style style)
{
    if (render->colour && !looks_the_same(render->current, style)) {
        append_look(render->out, render->current, style);
    }
    if (render->hyperlinks && render->current.link != style.link) {
        atl_buffer_add(render->out, "\033]8;;");
        if (style.link != 0) {
            atl_buffer_add(render->out, render->linked->links.data + style.link - 1);
        }
        atl_buffer_add(render->out, "\033\\");
    }
    render->current = style;
}

/* The levels of each channel in the 6 by 6 by 6 colours from 16 on. */
static unsigned nearest_level(unsigned value)
{
    return value < 48 ? 0 : value < 115 ? 1 : (value - 35) / 40;
}

uint8_t render_color(const char *text, size_t length)
{
    char digits[7] = "";
    if (length != 7 || text[0] != '#') {
        return 0;
    }
    memcpy(digits, text + 1, 6);
    if (strspn(digits, "0123456789abcdefABCDEF") != 6) {
        return 0;
    }
    unsigned long rgb = strtoul(digits, NULL, 16);
    unsigned red = nearest_level((unsigned)(rgb >> 16 & 0xFF));
    unsigned green = nearest_level((unsigned)(rgb >> 8 & 0xFF));
    unsigned blue = nearest_level((unsigned)(rgb & 0xFF));
    return (uint8_t)(16 + 36 * red + 6 * green + blue);
}

/* ---- lines ---- */

void render_blank(struct render *render)
{
    if (!render->blank_due || render->blank_prefixes > render->prefix_count) {
        render->blank_prefixes = render->prefix_count;
    }
    render->blank_due = true;
}

static void put_prefixes(struct render *render, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct render_prefix *prefix = render->prefixes[i];
        const struct render_mark *mark = prefix->used ? &prefix->rest : &prefix->first;
        unsigned width = atl_text_width(mark->text);
        prefix->used = true;
        render_put(render, mark->text, strlen(mark->text), width, mark->style);
        switch_style(render, (struct render_style){0});
        render_put_blanks(render, mark->width > width ? mark->width - width : 0);
    }
}

static void start(struct render *render)
{
    if (render->in_cell) {
        if (render->line_count == render->line_capacity) {
            render->line_capacity = render->line_capacity * 2 + 8;
            render->lines =
                atl_realloc(render->lines, render->line_capacity, sizeof *render->lines);
        }
        render->lines[render->line_count].start = render->out->length;
    }
    render->width = 0;
}

void render_line_start(struct render *render)
{
    if (render->blank_due) {
        render->blank_due = false;
        start(render);
        put_prefixes(render, render->blank_prefixes);
        render_line_end(render);
    }
    start(render);
    put_prefixes(render, render->prefix_count);
}

void render_put_blanks(struct render *render, size_t count)
{
    render->pending_blanks += count;
}

void render_put(struct render *render, const char *text, size_t length, unsigned width,
                struct render_style style)
{
    if (length == 0) {
        return;
    }
    if (render->pending_blanks > 0) {
        /* Those between words of a link belong to it; they come with the text. */
        switch_style(render, (struct render_style){0});
        atl_buffer_reserve(render->out, render->pending_blanks);
        render->width += (unsigned)render->pending_blanks;
        for (; render->pending_blanks > 0; render->pending_blanks--) {
            atl_buffer_add_char(render->out, ' ');
        }
    }
    switch_style(render, style);
    atl_buffer_append(render->out, text, length);
    render->width += width;
}

void render_line_end(struct render *render)
{
    switch_style(render, (struct render_style){0});
    render->pending_blanks = 0;
    if (render->in_cell) {
        render->lines[render->line_count].end = render->out->length;
        render->lines[render->line_count].width = render->width;
        render->line_count++;
    } else {
        atl_buffer_add_char(render->out, '\n');
    }
    render->line_total++;
}
