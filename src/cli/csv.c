/*
 * CSV: fields are quoted as in RFC 4180; lines end in LF, as everything else that goes through a
 * pipeline. Cells that a spreadsheet would run as a formula get an apostrophe in front (OWASP, "CSV
 * Injection"); numbers such as -5 and +3.2 are none.
 */
#include "cli/output_internal.h"

#include <string.h>

/* The full-width forms count too: spreadsheets set to East Asian languages accept them. */
static bool begins_formula(const char *text)
{
    static const char *const beginnings[] = {"=",  "+",  "-",  "@",  "\t", "\r",
                                             "\n", "＝", "＋", "－", "＠"};
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++) {
        if (atl_text_starts_with(text, beginnings[i])) {
            return true;
        }
    }
    return false;
}

static bool is_number(const char *text)
{
    text += *text == '-' || *text == '+' ? 1 : 0;
    size_t whole = strspn(text, "0123456789");
    text += whole;
    if (whole > 0 && *text == '.') {
        text++;
        whole = strspn(text, "0123456789");
        text += whole;
    }
    return whole > 0 && *text == '\0';
}

static void append_field(struct atl_buffer *line, const char *text)
{
    const char *apostrophe = begins_formula(text) && !is_number(text) ? "'" : "";
    if (text[strcspn(text, ",\"\r\n")] == '\0') {
        atl_buffer_printf(line, "%s%s", apostrophe, text);
        return;
    }
    atl_buffer_printf(line, "\"%s", apostrophe);
    for (; *text != '\0'; text++) {
        if (*text == '"') {
            atl_buffer_add_char(line, '"');
        }
        atl_buffer_add_char(line, *text);
    }
    atl_buffer_add_char(line, '"');
}

enum atl_status csv_heading(struct atl_output *output, const struct atl_column *const *columns,
                            size_t count, struct atl_error *error)
{
    struct atl_buffer line = {0};
    struct atl_buffer text = {0};
    for (size_t i = 0; i < count; i++) {
        atl_buffer_truncate(&text, 0);
        atl_text_append_safe(&text, columns[i]->key, strlen(columns[i]->key), false);
        atl_buffer_add(&line, i > 0 ? "," : "");
        append_field(&line, atl_buffer_text(&text));
    }
    atl_buffer_add_char(&line, '\n');
    enum atl_status status = output_emit_line(output, &line, error);
    atl_buffer_free(&text);
    atl_buffer_free(&line);
    return status;
}

enum atl_status csv_row(struct atl_output *output, const struct atl_cell *cells, size_t count,
                        struct atl_error *error)
{
    struct atl_buffer line = {0};
    struct atl_buffer text = {0};
    for (size_t i = 0; i < count; i++) {
        atl_buffer_truncate(&text, 0);
        cell_append_plain(&cells[i], &text);
        atl_buffer_add(&line, i > 0 ? "," : "");
        append_field(&line, atl_buffer_text(&text));
    }
    /* A line of one empty field would be an empty line, which readers skip. */
    atl_buffer_add(&line, line.length == 0 ? "\"\"\n" : "\n");
    enum atl_status status = output_emit_line(output, &line, error);
    atl_buffer_free(&text);
    atl_buffer_free(&line);
    return status;
}
