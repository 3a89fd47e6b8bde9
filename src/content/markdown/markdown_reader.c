/* The Markdown reader's way in: sets up md4c and takes its calls. */
#include "content/markdown/reader.h"

#include <string.h>

static unsigned parser_flags(const struct atl_content_options *options)
{
    if (options->commonmark) {
        return MD_DIALECT_COMMONMARK;
    }
    if (options->gfm) {
        return MD_DIALECT_GITHUB;
    }
    return MD_DIALECT_GITHUB | MD_FLAG_LATEXMATHSPANS;
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *context)
{
    markdown_enter_block(context, type, detail);
    return 0;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *context)
{
    markdown_leave_block(context, type, detail);
    return 0;
}

static int enter_span(MD_SPANTYPE type, void *detail, void *context)
{
    markdown_enter_span(context, type, detail);
    return 0;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *context)
{
    markdown_leave_span(context, type, detail);
    return 0;
}

/* Says where a failure is. Only text has a place, so parsing goes on to the next one. */
static int stop_at(const struct markdown_reader *reader)
{
    const char *start = memrchr(reader->text, '\n', (size_t)(reader->at - reader->text));
    size_t column = 1;
    for (const char *at = start == NULL ? reader->text : start + 1; at < reader->at; at++) {
        column += ((unsigned char)*at & 0xC0) != 0x80;
    }
    atl_error_prefix(&reader->builder->error, "line %u, column %zu", reader->line, column);
    return -1;
}

static int add_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *context)
{
    struct markdown_reader *reader = context;
    markdown_reach(reader, text);
    if (content_builder_failed(reader->builder)) {
        return stop_at(reader);
    }
    markdown_inline_text(reader, type, text, size);
    return 0;
}

void markdown_read(struct content_builder *builder, const char *text, size_t length,
                   const struct atl_content_options *options)
{
    struct markdown_reader reader = {
        .builder = builder,
        .options = options,
        .extended = !options->commonmark && !options->gfm,
        .text = text,
        .end = text + length,
        .at = text,
        .line = 1,
    };
    builder->line = 1;
    builder->open->line = 1;
    const MD_PARSER parser = {
        .flags = parser_flags(options),
        .enter_block = enter_block,
        .leave_block = leave_block,
        .enter_span = enter_span,
        .leave_span = leave_span,
        .text = add_text,
    };
    if (md_parse(text, (MD_SIZE)length, &parser, &reader) != 0) {
        content_builder_fail(builder, ATL_FAILED, "line %u: too large for the Markdown parser",
                             reader.line);
    }
    markdown_run_free(&reader.run);
}
