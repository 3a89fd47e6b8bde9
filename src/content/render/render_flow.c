/* Runs of styled text, and how they become lines. */
#include "content/render/render.h"

#include <stdlib.h>
#include <string.h>

/* ---- runs ---- */

struct render_run *render_run_start(struct render *render)
{
    struct render_run *run = &render->run;
    atl_buffer_truncate(&run->text, 0);
    atl_buffer_truncate(&run->links, 0);
    run->span_count = 0;
    return run;
}

void render_run_free(struct render_run *run)
{
    atl_buffer_free(&run->text);
    atl_buffer_free(&run->links);
    free(run->spans);
}

static bool is_same(struct render_style left, struct render_style right)
{
    return left.attributes == right.attributes && left.foreground == right.foreground &&
           left.background == right.background && left.link == right.link;
}

static void add_span(struct render_run *run, struct render_style style)
{
    if (run->span_count > 0 && is_same(run->spans[run->span_count - 1].style, style)) {
        return;
    }
    if (run->span_count == run->span_capacity) {
        run->span_capacity = run->span_capacity * 2 + 16;
        run->spans = atl_realloc(run->spans, run->span_capacity, sizeof *run->spans);
    }
    run->spans[run->span_count++] = (struct render_span){run->text.length, style};
}

void render_run_add(struct render_run *run, const char *text, size_t length,
                    struct render_style style)
{
    if (length > 0) {
        add_span(run, style);
        atl_text_append_safe(&run->text, text, length, false);
    }
}

void render_run_say(struct render_run *run, const char *text, struct render_style style)
{
    render_run_add(run, text, strlen(text), style);
}

void render_run_append(struct render_run *run, const char *text, size_t length,
                       struct render_style style)
{
    if (length > 0) {
        add_span(run, style);
        atl_buffer_append(&run->text, text, length);
    }
}

/* ---- lines ---- */

/* A run on its way onto the screen. The line at hand is text[start, end). */
struct flow {
    struct render *render;
    const struct render_run *run;
    enum render_align align;
    unsigned room; /* 0: any */
    bool breaks_words;
    size_t start;
    size_t end;
    unsigned width;
    size_t span; /* the one that `start` is in, or one before it */
};

static void put_line(struct flow *flow)
{
    const struct render_run *run = flow->run;
    render_line_start(flow->render);
    if (flow->align != RENDER_LEFT && flow->room > flow->width) {
        unsigned free_room = flow->room - flow->width;
        render_put_blanks(flow->render, flow->align == RENDER_CENTER ? free_room / 2 : free_room);
    }
    size_t at = flow->start;
    while (at < flow->end) {
        while (flow->span + 1 < run->span_count && run->spans[flow->span + 1].start <= at) {
            flow->span++;
        }
        bool is_last = flow->span + 1 == run->span_count;
        size_t stop = is_last ? flow->end : run->spans[flow->span + 1].start;
        stop = stop < flow->end ? stop : flow->end;
        render_put(flow->render, run->text.data + at, stop - at, 0, run->spans[flow->span].style);
        at = stop;
    }
    flow->render->width += flow->width;
    render_line_end(flow->render);
}

static void next_line(struct flow *flow, size_t start)
{
    put_line(flow);
    flow->start = start;
    flow->end = start;
    flow->width = 0;
}

/* A word that no line can hold: as much on each line as fits. */
static void break_word(struct flow *flow, size_t start, size_t end)
{
    const char *text = flow->run->text.data;
    while (start < end) {
        size_t size = atl_text_character(text + start, end - start);
        unsigned width = atl_text_width_of(text + start, size);
        if (flow->end > flow->start && flow->width + width > flow->room) {
            next_line(flow, start);
        }
        start += size;
        flow->end = start;
        flow->width += width;
    }
}

/* Adds the word at text[start, end), `gap` blanks after what is there. */
static void add_word(struct flow *flow, size_t start, size_t end, unsigned gap)
{
    unsigned width = atl_text_width_of(flow->run->text.data + start, end - start);
    bool is_first = flow->end == flow->start;
    if (!is_first && flow->room > 0 && flow->width + gap + width > flow->room) {
        next_line(flow, start);
        gap = 0;
    }
    if (flow->end == flow->start) {
        flow->start = start;
        gap = 0;
    }
    if (flow->breaks_words && flow->room > 0 && width > flow->room) {
        break_word(flow, start, end);
        return;
    }
    flow->end = end;
    flow->width += gap + width;
}

/* U+2E80 and what is above it but below the emoji: scripts that are written without spaces. */
static bool is_ideographic(const char *text)
{
    unsigned char first = (unsigned char)*text;
    return (first >= 0xE3 && first <= 0xEA) || (first == 0xE2 && (unsigned char)text[1] >= 0xBA) ||
           first == 0xEF;
}

/* The end of the word at `at`: a blank, a newline, or between two ideographs. */
static size_t end_of_word(const char *text, size_t at, size_t end)
{
    static const char stops[] = " \n";
    bool ideographic = false;
    size_t first = at;
    while (at < end && text[at] != stops[0] && text[at] != stops[1]) {
        unsigned char byte = (unsigned char)text[at];
        if (byte < 0x80) {
            ideographic = false;
            at++;
            continue;
        }
        bool is_one = is_ideographic(text + at);
        if (at > first && ideographic && is_one) {
            return at;
        }
        ideographic = is_one;
        at += atl_text_character(text + at, end - at);
    }
    return at;
}

static void wrap(struct flow *flow)
{
    const char *text = flow->run->text.data;
    size_t length = flow->run->text.length;
    size_t at = 0;
    while (at < length) {
        unsigned gap = 0;
        for (; at < length && text[at] == ' '; at++) {
            gap++;
        }
        if (at < length && text[at] == '\n') {
            next_line(flow, ++at);
        } else if (at < length) {
            size_t end = end_of_word(text, at, length);
            add_word(flow, at, end, gap);
            at = end;
        }
    }
    if (flow->end > flow->start) {
        put_line(flow);
    }
}

static void keep_lines(struct flow *flow)
{
    const char *text = flow->run->text.data;
    size_t length = flow->run->text.length;
    size_t at = 0;
    while (at < length) {
        const char *newline = memchr(text + at, '\n', length - at);
        size_t end = newline == NULL ? length : (size_t)(newline - text);
        unsigned width = atl_text_width_of(text + at, end - at);
        flow->start = at;
        flow->end = at;
        flow->width = 0;
        if (flow->breaks_words && flow->room > 0 && width > flow->room) {
            break_word(flow, at, end);
        } else {
            flow->end = end;
            flow->width = width;
        }
        put_line(flow);
        at = end + 1;
    }
}

void render_flow(struct render *render, const struct render_run *run, enum render_break breaks,
                 enum render_align align)
{
    if (run->text.length == 0) {
        return;
    }
    struct flow flow = {
        .render = render,
        .run = run,
        .align = align,
        .room = render_room(render),
        .breaks_words = render->in_cell,
    };
    render->linked = run;
    if (breaks == RENDER_WRAP) {
        wrap(&flow);
    } else {
        keep_lines(&flow);
    }
}
