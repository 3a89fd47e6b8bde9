/* What goes to stderr: warnings, notes, errors with their hints. */
#include "cli/console.h"
#include "cli/progress.h"

#include <string.h>

/* What was said on stdout before comes first, also when both are the same terminal. */
static void make_way(struct atl_console *console)
{
    if (console->pending.length > 0) {
        atl_console_flush(console, NULL);
    }
    atl_progress_hide(console->drawn);
}

static void put(struct atl_console *console, const struct atl_buffer *text)
{
    if (console->amid_document) {
        atl_buffer_append(&console->held, text->data, text->length);
        return;
    }
    make_way(console);
    fputs(atl_buffer_text(text), console->err);
    fflush(console->err);
}

void atl_console_release(struct atl_console *console)
{
    console->amid_document = false;
    if (console->held.length > 0) {
        put(console, &console->held);
        atl_buffer_truncate(&console->held, 0);
    }
}

static void append_line(struct atl_buffer *text, const struct atl_console *console,
                        enum atl_style style, const char *label, const char *message)
{
    atl_style_append(text, console->err_has_colour, style, label);
    atl_text_append_safe(text, message, strlen(message), true);
    atl_buffer_add_char(text, '\n');
}

static void say(struct atl_console *console, enum atl_style style, const char *label,
                const char *format, va_list arguments)
{
    if (console->quiet) {
        return;
    }
    struct atl_buffer message = {0};
    struct atl_buffer line = {0};
    atl_buffer_vprintf(&message, format, arguments);
    append_line(&line, console, style, label, atl_buffer_text(&message));
    put(console, &line);
    atl_buffer_free(&message);
    atl_buffer_free(&line);
}

void atl_warn(struct atl_console *console, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say(console, ATL_STYLE_WARNING, "warning: ", format, arguments);
    va_end(arguments);
}

void atl_note(struct atl_console *console, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say(console, ATL_STYLE_PLAIN, "", format, arguments);
    va_end(arguments);
}

void atl_console_report(struct atl_console *console, const struct atl_error *error)
{
    struct atl_buffer text = {0};
    append_line(&text, console, ATL_STYLE_BAD, "error: ", error->message);
    for (size_t i = 0; i < error->hint_count; i++) {
        append_line(&text, console, ATL_STYLE_NAME, "hint: ", error->hints[i]);
    }
    put(console, &text);
    atl_buffer_free(&text);
}
