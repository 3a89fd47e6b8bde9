/* Code in colours: comments, strings, numbers and keywords of common languages. */
#ifndef CONTENT_RENDER_HIGHLIGHT_H
#define CONTENT_RENDER_HIGHLIGHT_H

#include "content/render/render.h"

/*
 * Adds code to a run: safe, tabs as blanks, a newline where a line ends. In one style when the
 * language is NULL or none that is known.
 */
void render_highlight(struct render_run *run, const char *language, const char *code,
                      size_t length);

/* How to tell the parts of a language's code. */
struct highlight_language {
    const char *names;            /* "c cpp java", each once, between blanks */
    const char *line_comments[3]; /* NULL-terminated */
    const char *block_comment[2]; /* how it starts and ends; NULL: there are none */
    const char *quotes;           /* each begins a string and ends it */
    const char *multiline_quotes; /* those whose strings go on at the end of the line */
    const char *keywords;         /* between blanks */
    bool ignores_case;
};

/* NULL for a language that isn't known. */
const struct highlight_language *highlight_language_named(const char *name);

#endif
