/* What the parts of the reader of wiki markup share. */
#ifndef CONTENT_WIKI_READER_H
#define CONTENT_WIKI_READER_H

#include "content/builder.h"
#include "content/wiki/wiki_tags.h"

/*
 * A part of the text. Nothing is copied to read the inside of a cell or a macro: it is a span, too.
 * `tag` is the first tag that doesn't lie before it.
 */
struct wiki_span {
    uint32_t start;
    uint32_t end;
    uint32_t tag;
};

enum wiki_token_kind {
    WIKI_TOKEN_TEXT, /* nothing came of it */
    WIKI_TOKEN_OPEN, /* of an effect; `extra`: which */
    WIKI_TOKEN_CLOSE,
    WIKI_TOKEN_WAITING, /* begins an effect if something ends it */
    WIKI_TOKEN_LINK,    /* extra: the first tag in it */
    WIKI_TOKEN_IMAGE,
    WIKI_TOKEN_CODE, /* extra: where its text ends; it begins after the sign */
    WIKI_TOKEN_URL,
    WIKI_TOKEN_ESCAPE,
    WIKI_TOKEN_ENTITY,
    WIKI_TOKEN_BREAK,
    WIKI_TOKEN_NEWLINE,
    WIKI_TOKEN_EMOTICON,
    WIKI_TOKEN_DASH, /* extra: two or three hyphens */
    WIKI_TOKEN_TAG,  /* extra: which */
};

struct wiki_token {
    uint32_t start;
    uint32_t end;
    uint32_t extra;
    enum wiki_token_kind kind;
};

struct wiki_reader {
    struct content_builder *builder;
    struct atl_content_report *report;
    const char *text;
    struct wiki_tags tags;
    bool in_link;   /* where addresses are no links of their own */
    uint32_t color; /* the innermost colour that is open where reading has got to */
    uint32_t line;
    uint32_t counted; /* lines are counted up to here */
    struct wiki_token *tokens;
    uint32_t token_count;
    uint32_t token_capacity;
};

/* Whether to go on: false after a failure. */
bool wiki_reads_on(const struct wiki_reader *reader);
/* Tells the builder which line nodes come from now. */
void wiki_note_line(struct wiki_reader *reader, uint32_t at);
/* The first tag of the span that doesn't begin before `at`; `tag` doesn't come after it. */
uint32_t wiki_skip_tags(const struct wiki_reader *reader, uint32_t tag, uint32_t at);
/* The span without white space around it. */
struct wiki_span wiki_trim(const struct wiki_reader *reader, struct wiki_span span);

/* ---- blocks: wiki_reader.c, wiki_read_list.c, wiki_read_table.c, wiki_read_macro.c ---- */

/* A line, with the macros in it whole, even if they hold line breaks. */
struct wiki_line {
    struct wiki_span span; /* without the line break */
    uint32_t next;         /* where the next line begins … */
    uint32_t next_tag;     /* … and the first tag from there */
};

enum wiki_line_kind {
    WIKI_LINE_BLANK,
    WIKI_LINE_HEADING,
    WIKI_LINE_QUOTE,
    WIKI_LINE_RULE,
    WIKI_LINE_LIST,
    WIKI_LINE_TABLE,
    WIKI_LINE_TEXT,
};

void wiki_next_line(const struct wiki_reader *reader, struct wiki_span rest,
                    struct wiki_line *line);
enum wiki_line_kind wiki_line_kind(const struct wiki_reader *reader, struct wiki_span line);
/* How many list signs the line begins with; 0 unless white space comes after them. */
uint32_t wiki_list_signs(const struct wiki_reader *reader, struct wiki_span line);

/* Blocks of any kind. */
void wiki_read_blocks(struct wiki_reader *reader, struct wiki_span rest);
/* Text in which macros that are blocks may stand: paragraphs and those macros. */
void wiki_read_run(struct wiki_reader *reader, struct wiki_span span);
/* From the line at the start of `rest`; returns what is left. */
struct wiki_span wiki_read_list(struct wiki_reader *reader, struct wiki_span rest);
struct wiki_span wiki_read_table(struct wiki_reader *reader, struct wiki_span rest);
/* The macro whose tag this is, with its body. */
void wiki_read_macro(struct wiki_reader *reader, uint32_t tag);
/* Whether the macro is a block there, in the span that it is read in. */
bool wiki_is_block_macro(const struct wiki_reader *reader, uint32_t tag, struct wiki_span span);

/* ---- inlines: wiki_tokens.c, wiki_read_inline.c, wiki_read_link.c ---- */

/* Finds the tokens of a span and adds them at the end of reader->tokens; returns the first. */
uint32_t wiki_find_tokens(struct wiki_reader *reader, struct wiki_span span);
/* A paragraph, or the image or the card that is all there is in it. */
void wiki_read_paragraph(struct wiki_reader *reader, struct wiki_span span);
void wiki_read_inlines(struct wiki_reader *reader, struct wiki_span span);
/* "[text|target|more]" and "!source|options!", with the signs around them. */
void wiki_read_link(struct wiki_reader *reader, struct wiki_span span, bool block);
void wiki_read_image(struct wiki_reader *reader, struct wiki_span span, const char *link);
/* Where a link or an image that begins at `at` ends; 0 when none does. */
uint32_t wiki_link_end(const struct wiki_reader *reader, struct wiki_span span, uint32_t at);
uint32_t wiki_image_end(const struct wiki_reader *reader, struct wiki_span span, uint32_t at);
/* Escapes and entities of a text decoded, in the arena; *length changes. */
const char *wiki_decode(struct wiki_reader *reader, const char *text, size_t *length);
/* The whole span is one link around an image alone, or a card that is a block. */
bool wiki_is_block_link(struct wiki_reader *reader, struct wiki_span span);

#endif
