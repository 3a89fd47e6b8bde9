/*
 * Text on its way to Markdown: what the files share that say which of its bytes need a backslash.
 */
#ifndef CONTENT_MARKDOWN_WRITER_SPAN_H
#define CONTENT_MARKDOWN_WRITER_SPAN_H

#include "content/markdown/writer.h"

/* A piece of text, and what stands after it. */
struct markdown_span {
    const char *text;
    size_t length;
    char after;
};

static inline bool markdown_is_alphanumeric(char character)
{
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
           (character >= '0' && character <= '9');
}

static inline bool markdown_is_space(char character)
{
    return character == ' ' || character == '\t' || character == '\n';
}

static inline char markdown_at(const struct markdown_span *span, size_t index)
{
    return index < span->length ? span->text[index] : span->after;
}

static inline size_t markdown_run_length(const struct markdown_span *span, size_t index)
{
    size_t end = index + 1;
    while (end < span->length && span->text[end] == span->text[index]) {
        end++;
    }
    return end - index;
}

/* Writes what the start of a line asks for and returns how many bytes that took. */
size_t markdown_write_line_start(struct markdown_writer *writer, const struct markdown_span *span);

#endif
