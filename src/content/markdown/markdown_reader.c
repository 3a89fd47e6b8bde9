/* The Markdown reader's way in: sets up md4c and takes its calls. */
#include "atlcli/frontmatter.h"
#include "content/markdown/reader.h"

#include <stdlib.h>
#include <string.h>

static unsigned parser_flags(const struct markdown_reader *reader)
{
    if (!reader->github) {
        return MD_DIALECT_COMMONMARK;
    }
    /* Links in plain text are found later: GitHub's rules are other ones than md4c's. */
    return MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS |
           (reader->extended ? MD_FLAG_LATEXMATHSPANS : 0);
}

/* ---- md4c's calls ---- */

/* Inline HTML comes in pieces, one a line: it is over when something else comes. */
static void end_html(struct markdown_reader *reader)
{
    if (reader->html) {
        size_t length;
        const char *text = markdown_run_take(reader, &reader->run, &length);
        reader->html = false;
        markdown_inline_html(reader, text, length);
    }
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *context)
{
    struct markdown_reader *reader = context;
    if (!content_builder_failed(reader->builder)) {
        end_html(reader);
        markdown_enter_block(reader, type, detail);
    }
    return 0;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *context)
{
    struct markdown_reader *reader = context;
    if (!content_builder_failed(reader->builder)) {
        end_html(reader);
        markdown_leave_block(reader, type, detail);
    }
    return 0;
}

static int enter_span(MD_SPANTYPE type, void *detail, void *context)
{
    struct markdown_reader *reader = context;
    if (!content_builder_failed(reader->builder)) {
        end_html(reader);
        markdown_enter_span(reader, type, detail);
    }
    return 0;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *context)
{
    struct markdown_reader *reader = context;
    if (!content_builder_failed(reader->builder)) {
        end_html(reader);
        markdown_leave_span(reader, type, detail);
    }
    return 0;
}

/* Says where a failure is. Only text has a place, so parsing goes on to the next one. */
static int stop_here(struct markdown_reader *reader, const char *text)
{
    size_t column = 1;
    for (const char *at = reader->line_start; markdown_in_source(reader, text) && at < text; at++) {
        column += ((unsigned char)*at & 0xC0) != 0x80;
    }
    atl_error_prefix(&reader->builder->error, "line %u, column %zu", reader->line, column);
    reader->stopped = true;
    return -1;
}

static void take_text(struct markdown_reader *reader, MD_TEXTTYPE type, const char *text,
                      size_t length)
{
    if (type == MD_TEXT_HTML && !reader->verbatim && reader->images == 0) {
        markdown_begin_inlines(reader);
        markdown_run_add(reader, &reader->run, text, length);
        reader->html = true;
    } else {
        end_html(reader);
        markdown_inline_text(reader, type, text, length);
    }
}

/* The first directive that isn't behind the text, if there is one. */
static const struct markdown_directive *next_directive(struct markdown_reader *reader,
                                                       const char *text)
{
    struct markdown_directives *directives = &reader->directives;
    if (directives->next == directives->count || !markdown_in_source(reader, text)) {
        return NULL;
    }
    size_t offset = (size_t)(text - reader->text);
    /* What md4c reports nowhere, such as a title that isn't used, is passed by. */
    while (directives->next < directives->count &&
           directives->items[directives->next].end <= offset) {
        directives->next++;
    }
    return directives->next == directives->count ? NULL : &directives->items[directives->next];
}

/* Nothing of the block is read yet but the indentation of its first line. */
static bool is_at_block_start(const struct markdown_reader *reader)
{
    size_t spaces = 0;
    while (spaces < reader->run.length && reader->run.text[spaces] == ' ') {
        spaces++;
    }
    return spaces == reader->run.length && spaces < 4;
}

/* The text is the comment of a directive, and an HTML block of its own. */
static bool is_met(const struct markdown_reader *reader, const struct markdown_directive *directive,
                   const char *text, size_t length)
{
    return reader->verbatim && !reader->code_block && is_at_block_start(reader) &&
           text == reader->text + directive->comment &&
           text + length == reader->text + directive->comment_end;
}

/* The text lies, at least with its start, in the place of a directive that isn't carried out. */
static void take_rest(struct markdown_reader *reader, MD_TEXTTYPE type, const char *text,
                      size_t length)
{
    const char *end = reader->text + reader->skipped->end;
    if (!markdown_in_source(reader, text)) {
        return; /* a newline or indentation that the original hasn't */
    }
    if (text + length >= end) {
        reader->skipped = NULL;
        const char *rest = text < end ? end : text;
        if (rest < text + length) {
            take_text(reader, type, rest, (size_t)(text + length - rest));
        }
    }
}

/* Where md4c finds no block of its own, such as in code, the original text is put back. */
static void take_place(struct markdown_reader *reader, MD_TEXTTYPE type,
                       const struct markdown_directive *directive, const char *text, size_t length)
{
    const char *place = reader->text + directive->place;
    reader->directives.next++;
    if (is_met(reader, directive, text, length)) {
        reader->met = directive;
        return;
    }
    if (directive->set_off_end > 0) {
        markdown_run_drop_newline(&reader->run);
    }
    if (text < place) {
        take_text(reader, type, text, (size_t)(place - text));
    }
    if (directive->length > 0) {
        take_text(reader, type == MD_TEXT_HTML && !reader->verbatim ? MD_TEXT_NORMAL : type,
                  directive->text, directive->length + (reader->verbatim ? directive->blanks : 0));
    }
    reader->skipped = directive;
    reader->code_at = NULL;
    take_rest(reader, type, text, length);
}

/* HTML that goes on in a line that the original hasn't: its marks are text then. */
static bool is_set_off(const struct markdown_reader *reader,
                       const struct markdown_directive *directive, const char *text)
{
    return text >= reader->text + directive->set_off &&
           text < reader->text + directive->set_off_end;
}

static int add_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *context)
{
    struct markdown_reader *reader = context;
    markdown_reach(reader, text);
    if (content_builder_failed(reader->builder)) {
        return stop_here(reader, text);
    }
    if (reader->verbatim && reader->met == NULL && is_at_block_start(reader)) {
        reader->block_line = reader->line;
    }
    if (reader->met != NULL) {
        return 0; /* the newline behind it */
    }
    if (reader->skipped != NULL) {
        take_rest(reader, type, text, size);
        return 0;
    }
    const struct markdown_directive *directive = next_directive(reader, text);
    if (directive != NULL && is_set_off(reader, directive, text)) {
        return 0;
    }
    if (directive != NULL && text + size > reader->text + directive->place) {
        take_place(reader, type, directive, text, size);
    } else {
        take_text(reader, type, text, size);
    }
    return 0;
}

/* ---- */

void markdown_parse(struct markdown_reader *reader, const char *text, size_t length)
{
    const MD_PARSER parser = {
        .flags = parser_flags(reader),
        .enter_block = enter_block,
        .leave_block = leave_block,
        .enter_span = enter_span,
        .leave_span = leave_span,
        .text = add_text,
    };
    if (reader->github && !reader->caption) {
        markdown_find_directives(&reader->directives, reader->builder->arena, text, length,
                                 reader->extended);
        reader->has_www = memmem(text, length, "www.", 4) != NULL;
        reader->has_at_sign = length > 0 && memchr(text, '@', length) != NULL;
    }
    if (reader->directives.copy != NULL) {
        text = reader->directives.copy;
        length = reader->directives.copy_length;
    }
    reader->text = text;
    reader->at = text;
    reader->line_start = text;
    reader->end = text + length;
    int result = length > UINT32_MAX ? -1 : md_parse(text, (MD_SIZE)length, &parser, reader);
    if (result != 0) {
        content_builder_fail(reader->builder, ATL_FAILED,
                             "line %u: too large for the Markdown parser", reader->line);
    } else if (content_builder_failed(reader->builder) && !reader->stopped) {
        stop_here(reader, reader->at); /* no text came after the failure */
    }
    markdown_run_free(&reader->run);
    markdown_free_directives(&reader->directives);
    free(reader->containers.items);
    free(reader->tags.items);
}

/* Keeps the frontmatter with the document. Returns how much of the text it takes. */
static size_t read_frontmatter(struct markdown_reader *reader, const char *text, size_t length)
{
    struct atl_frontmatter found;
    struct atl_error error;
    if (atl_frontmatter_find(text, length, &found, &error) != ATL_OK) {
        content_builder_fail(reader->builder, ATL_FAILED, "%s", error.message);
        return 0;
    }
    if (found.yaml != NULL) {
        content_set_text(reader->builder->tree->document, found.yaml, found.yaml_length);
        for (const char *at = text; at < text + found.length; at++) {
            reader->line += *at == '\n';
        }
    }
    return found.length;
}

void markdown_read(struct content_builder *builder, const char *text, size_t length,
                   const struct atl_content_options *options)
{
    struct markdown_reader reader = {
        .builder = builder,
        .options = options,
        .github = !options->commonmark,
        .extended = !options->commonmark && !options->gfm,
        .line = 1,
        .counting = true,
    };
    size_t front = reader.extended ? read_frontmatter(&reader, text, length) : 0;
    builder->line = reader.line;
    builder->open->line = 1;
    if (!content_builder_failed(builder)) {
        markdown_parse(&reader, text + front, length - front);
    }
}
