#include "content/render/highlight.h"

#include <string.h>

enum {
    TAB = 4,
    MOST_KEYWORD = 16, /* letters of the longest one */
    COMMENT_COLOR = 245,
    STRING_COLOR = 108,
    NUMBER_COLOR = 173,
    KEYWORD_COLOR = 110,
};

/* Code on its way into a run. */
struct highlighter {
    struct render_run *run;
    const struct highlight_language *language;
    const char *code;
    size_t length;
    size_t line_start; /* of the line at hand, in the run */
    size_t measured;   /* up to here its width is known: */
    unsigned column;
};

/* ---- into the run ---- */

static void add_tab(struct highlighter *to, struct render_style style)
{
    const struct atl_buffer *text = &to->run->text;
    to->column += atl_text_width_of(text->data + to->measured, text->length - to->measured);
    unsigned blanks = TAB - to->column % TAB;
    render_run_append(to->run, "    ", blanks, style);
    to->column += blanks;
    to->measured = text->length;
}

static void end_line(struct highlighter *to, struct render_style style)
{
    render_run_append(to->run, "\n", 1, style);
    to->measured = to->run->text.length;
    to->column = 0;
}

/* Adds code[start, end) in one style. */
static void add(struct highlighter *to, size_t start, size_t end, struct render_style style)
{
    while (start < end) {
        size_t at = start;
        while (at < end && to->code[at] != '\t' && to->code[at] != '\n' && to->code[at] != '\r') {
            at++;
        }
        render_run_add(to->run, to->code + start, at - start, style);
        if (at < end && to->code[at] == '\t') {
            add_tab(to, style);
        } else if (at < end && to->code[at] == '\n') {
            end_line(to, style);
        }
        start = at + 1;
    }
}

/* ---- parts of code ---- */

static bool has_at(const struct highlighter *in, size_t at, const char *text)
{
    size_t size = strlen(text);
    return size <= in->length - at && memcmp(in->code + at, text, size) == 0;
}

/* The end of what goes on to the next `stop`, or to the end of the code. */
static size_t find_after(const struct highlighter *in, size_t at, const char *stop)
{
    const char *found = memmem(in->code + at, in->length - at, stop, strlen(stop));
    return found == NULL ? in->length : (size_t)(found - in->code) + strlen(stop);
}

static size_t end_of_line(const struct highlighter *in, size_t at)
{
    const char *newline = memchr(in->code + at, '\n', in->length - at);
    return newline == NULL ? in->length : (size_t)(newline - in->code);
}

static size_t end_of_comment(const struct highlighter *in, size_t at)
{
    const struct highlight_language *language = in->language;
    for (size_t i = 0; language->line_comments[i] != NULL; i++) {
        if (has_at(in, at, language->line_comments[i])) {
            return end_of_line(in, at);
        }
    }
    if (language->block_comment[0] != NULL && has_at(in, at, language->block_comment[0])) {
        return find_after(in, at + strlen(language->block_comment[0]), language->block_comment[1]);
    }
    return at;
}

/* A string that isn't closed on its line ends there, so that a mistake stays where it is. */
static size_t end_of_string(const struct highlighter *in, size_t at)
{
    char quote = in->code[at];
    const char *multiline = in->language->multiline_quotes;
    bool goes_on = multiline != NULL && strchr(multiline, quote) != NULL;
    for (at++; at < in->length; at++) {
        char here = in->code[at];
        if (here == quote) {
            return at + 1;
        }
        if (here == '\n' && !goes_on) {
            return at;
        }
        if (here == '\\' && at + 1 < in->length && in->code[at + 1] != '\n') {
            at++;
        }
    }
    return in->length;
}

static bool is_letter(char character)
{
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
           character == '_' || (unsigned char)character >= 0x80;
}

static bool is_digit(char character)
{
    return character >= '0' && character <= '9';
}

static size_t end_of_word(const struct highlighter *in, size_t at)
{
    while (at < in->length && (is_letter(in->code[at]) || is_digit(in->code[at]))) {
        at++;
    }
    return at;
}

static size_t end_of_number(const struct highlighter *in, size_t at)
{
    do {
        at = end_of_word(in, at + 1);
    } while (at + 1 < in->length && in->code[at] == '.' && is_digit(in->code[at + 1]));
    return at;
}

static bool is_keyword(const struct highlighter *in, size_t start, size_t end)
{
    char word[MOST_KEYWORD + 3];
    size_t length = end - start;
    if (length > MOST_KEYWORD) {
        return false;
    }
    word[0] = ' ';
    for (size_t i = 0; i < length; i++) {
        char letter = in->code[start + i];
        bool lowers = in->language->ignores_case && letter >= 'A' && letter <= 'Z';
        word[i + 1] = lowers ? (char)(letter - 'A' + 'a') : letter;
    }
    word[length + 1] = ' ';
    word[length + 2] = '\0';
    return strstr(in->language->keywords, word) != NULL;
}

/* The part that begins at `at`, with its colour. */
static size_t next_part(const struct highlighter *in, size_t at, uint8_t *color)
{
    char first = in->code[at];
    size_t end = end_of_comment(in, at);
    *color = 0;
    if (end > at) {
        *color = COMMENT_COLOR;
    } else if (first != '\0' && strchr(in->language->quotes, first) != NULL) {
        *color = STRING_COLOR;
        end = end_of_string(in, at);
    } else if (is_digit(first)) {
        *color = NUMBER_COLOR;
        end = end_of_number(in, at);
    } else if (is_letter(first)) {
        end = end_of_word(in, at);
        *color = is_keyword(in, at, end) ? KEYWORD_COLOR : 0;
    } else {
        end = at + 1;
    }
    return end;
}

void render_highlight(struct render_run *run, const char *language, const char *code, size_t length)
{
    struct highlighter to = {.run = run, .code = code, .length = length};
    to.language = language == NULL ? NULL : highlight_language_named(language);
    if (to.language == NULL) {
        add(&to, 0, length, (struct render_style){0});
        return;
    }
    size_t plain = 0; /* not added yet, from here on */
    size_t at = 0;
    while (at < length) {
        uint8_t color;
        size_t end = next_part(&to, at, &color);
        if (color != 0) {
            add(&to, plain, at, (struct render_style){0});
            add(&to, at, end, (struct render_style){.foreground = color});
            plain = end;
        }
        at = end;
    }
    add(&to, plain, length, (struct render_style){0});
}
