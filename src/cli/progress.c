#include "atlcli/clock.h"
#include "cli/console.h"
#include "cli/progress_internal.h"

#include <stdlib.h>
#include <string.h>

static void append_duration(struct atl_buffer *text, int64_t seconds)
{
    if (seconds >= 3600) {
        atl_buffer_printf(text, "%d:%02d:%02d", (int)(seconds / 3600), (int)(seconds / 60 % 60),
                          (int)(seconds % 60));
    } else {
        atl_buffer_printf(text, "%d:%02d", (int)(seconds / 60), (int)(seconds % 60));
    }
}

/* Items a second since the start; 0 while there is nothing to go by. */
static double rate_of(const struct atl_progress *progress, int64_t now_ms)
{
    int64_t elapsed = now_ms - progress->started_ms;
    return elapsed > 0 ? (double)progress->done * 1000.0 / (double)elapsed : 0.0;
}

static void append_figures(const struct atl_progress *progress, int64_t now_ms,
                           struct atl_buffer *text)
{
    double rate = rate_of(progress, now_ms);
    atl_buffer_printf(text, "%lld", (long long)progress->done);
    if (progress->total >= 0) {
        atl_buffer_printf(text, "/%lld", (long long)progress->total);
    }
    if (progress->done > 0 && rate > 0.0) {
        atl_buffer_printf(text, rate >= 10.0 ? "  %.0f/s" : "  %.1f/s", rate);
        int64_t left = progress->total - progress->done;
        double seconds = (double)left / rate;
        if (left > 0 && seconds < 360000.0) {
            atl_buffer_add(text, "  ");
            append_duration(text, (int64_t)(seconds + 0.5));
            atl_buffer_add(text, " left");
        }
    }
}

static void append_bar(const struct atl_progress *progress, unsigned width, struct atl_buffer *line)
{
    int64_t done = progress->done < progress->total ? progress->done : progress->total;
    double share = progress->total > 0 ? (double)done / (double)progress->total : 1.0;
    unsigned filled = (unsigned)(share * (double)width);
    atl_buffer_add(line, "  [");
    for (unsigned i = 0; i < width; i++) {
        atl_buffer_add_char(line, i < filled ? '#' : '-');
    }
    atl_buffer_printf(line, "] %3d%%", (int)(share * 100.0));
}

void progress_render(const struct atl_progress *progress, int64_t now_ms, unsigned columns,
                     struct atl_buffer *line)
{
    enum { LEAST_BAR = 10, MOST_BAR = 40, AROUND_BAR = 11 };
    struct atl_buffer figures = {0};
    struct atl_buffer whole = {0};
    append_figures(progress, now_ms, &figures);
    /* It may name what others have named. */
    atl_text_append_safe(&whole, progress->label, strlen(progress->label), false);
    unsigned taken =
        atl_text_width(atl_buffer_text(&whole)) + (unsigned)figures.length + AROUND_BAR;
    if (progress->total >= 0 && taken + LEAST_BAR <= columns) {
        unsigned room = columns - taken;
        append_bar(progress, room < MOST_BAR ? room : MOST_BAR, &whole);
    }
    atl_buffer_printf(&whole, "  %s", atl_buffer_text(&figures));
    atl_text_append_cut(line, atl_buffer_text(&whole), columns);
    atl_buffer_free(&whole);
    atl_buffer_free(&figures);
}

static void draw(struct atl_progress *progress, int64_t now_ms)
{
    struct atl_buffer line = {0};
    unsigned columns = atl_terminal_width(fileno(progress->console->err));
    atl_buffer_add(&line, "\r");
    /* The last column stays free: filling it makes some terminals begin a new line. */
    progress_render(progress, now_ms, columns - 1, &line);
    atl_buffer_add(&line, "\033[K");
    fputs(atl_buffer_text(&line), progress->console->err);
    fflush(progress->console->err);
    atl_buffer_free(&line);
    progress->console->drawn = progress;
    progress->next_draw_ms = now_ms + PROGRESS_REDRAW_MS;
}

void progress_start(struct atl_progress *progress, struct atl_console *console, const char *label,
                    int64_t total, int64_t now_ms)
{
    *progress = (struct atl_progress){
        .console = console,
        .label = label,
        .total = total,
        .started_ms = now_ms,
        .next_draw_ms = now_ms + PROGRESS_FIRST_DRAW_MS,
        .enabled = console->err_is_terminal && !console->quiet && !atl_terminal_is_dumb(),
    };
}

void progress_add(struct atl_progress *progress, int64_t count, int64_t now_ms)
{
    progress->done += count;
    const struct atl_console *console = progress->console;
    /* On the document's own screen it would be drawn over the line that is half written. */
    bool in_the_way = console->amid_document && console->out_is_terminal;
    if (progress->enabled && !in_the_way && now_ms >= progress->next_draw_ms) {
        draw(progress, now_ms);
    }
}

struct atl_progress *atl_progress_open(struct atl_context *context, const char *label,
                                       int64_t total)
{
    struct atl_progress *progress = atl_alloc(sizeof *progress);
    progress_start(progress, context->console, label, total, atl_clock_monotonic_ms());
    /* The log of --verbose goes to the same screen, line by line. */
    progress->enabled =
        progress->enabled && !context->globals.no_progress && !context->globals.verbose;
    return progress;
}

void atl_progress_total(struct atl_progress *progress, int64_t total)
{
    progress->total = total;
}

void atl_progress_add(struct atl_progress *progress, int64_t count)
{
    progress_add(progress, count, progress->enabled ? atl_clock_monotonic_ms() : 0);
}

void atl_progress_hide(struct atl_progress *progress)
{
    if (progress == NULL || progress->console->drawn != progress) {
        return;
    }
    fputs("\r\033[K", progress->console->err);
    fflush(progress->console->err);
    progress->console->drawn = NULL;
}

void atl_progress_close(struct atl_progress *progress)
{
    atl_progress_hide(progress);
    free(progress);
}
