/* ADF as text: JSON written straight into the buffer. */
#include "content/adf/adf_writer.h"
#include "content/safe_url.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- JSON ---- */

/* Bytes that may need escaping: controls, quotes, and what begins a separator or an override. */
static const bool special[256] = {
    [0x00] = true, [0x01] = true, [0x02] = true, [0x03] = true, [0x04] = true, [0x05] = true,
    [0x06] = true, [0x07] = true, [0x08] = true, [0x09] = true, [0x0A] = true, [0x0B] = true,
    [0x0C] = true, [0x0D] = true, [0x0E] = true, [0x0F] = true, [0x10] = true, [0x11] = true,
    [0x12] = true, [0x13] = true, [0x14] = true, [0x15] = true, [0x16] = true, [0x17] = true,
    [0x18] = true, [0x19] = true, [0x1A] = true, [0x1B] = true, [0x1C] = true, [0x1D] = true,
    [0x1E] = true, [0x1F] = true, ['"'] = true,  ['\\'] = true, [0x7F] = true, [0xC2] = true,
    [0xE2] = true,
};

/* Controls, line separators and bidirectional overrides: a terminal or editor would act on them. */
static bool is_escaped(uint32_t code_point)
{
    return code_point < 0x20 || (code_point >= 0x7F && code_point <= 0x9F) ||
           (code_point >= 0x2028 && code_point <= 0x202E) ||
           (code_point >= 0x2066 && code_point <= 0x2069);
}

static size_t put_special(struct atl_buffer *buffer, const char *text, size_t length)
{
    uint32_t code_point;
    size_t size = atl_utf8_decode(text, length, &code_point);
    if (code_point == '"' || code_point == '\\') {
        char escaped[2] = {'\\', (char)code_point};
        atl_buffer_append(buffer, escaped, sizeof escaped);
    } else if (code_point == '\n') {
        atl_buffer_append(buffer, "\\n", 2);
    } else if (code_point == '\t') {
        atl_buffer_append(buffer, "\\t", 2);
    } else if (is_escaped(code_point)) {
        atl_buffer_printf(buffer, "\\u%04x", (unsigned)code_point);
    } else {
        atl_buffer_append(buffer, text, size);
    }
    return size;
}

void adf_put_text(struct atl_buffer *buffer, const char *text, size_t length)
{
    size_t at = 0;
    while (at < length) {
        size_t end = at;
        while (end < length && !special[(unsigned char)text[end]]) {
            end++;
        }
        atl_buffer_append(buffer, text + at, end - at);
        at = end;
        if (at < length) {
            at += put_special(buffer, text + at, length - at);
        }
    }
}

static void put_name(struct adf_writer *writer, const char *name)
{
    struct atl_buffer *buffer = writer->buffer;
    if (buffer->data[buffer->length - 1] != '{') {
        atl_buffer_add_char(buffer, ',');
    }
    atl_buffer_add_char(buffer, '"');
    atl_buffer_add(buffer, name);
    atl_buffer_append(buffer, "\":", 2);
}

void adf_put_member_text(struct adf_writer *writer, const char *name, const char *text,
                         size_t length)
{
    put_name(writer, name);
    atl_buffer_add_char(writer->buffer, '"');
    adf_put_text(writer->buffer, text, length);
    atl_buffer_add_char(writer->buffer, '"');
}

void adf_put_member(struct adf_writer *writer, const char *name, const char *text)
{
    if (text != NULL) {
        adf_put_member_text(writer, name, text, strlen(text));
    }
}

void adf_put_number(struct adf_writer *writer, const char *name, double number)
{
    put_name(writer, name);
    atl_buffer_printf(writer->buffer, "%.10g", number);
}

void adf_put_id(struct adf_writer *writer)
{
    put_name(writer, "localId");
    atl_buffer_printf(writer->buffer, "\"%u\"", ++writer->ids);
}

bool adf_parse_number(const char *text, double *number)
{
    if (text == NULL || strspn(text, "0123456789") == 0) {
        return false;
    }
    *number = strtod(text, NULL);
    return isfinite(*number) && *number <= ADF_NUMBER_MAXIMUM;
}

/* ---- nodes ---- */

void adf_begin(struct adf_writer *writer, struct adf_frame *frame, enum adf_type type)
{
    struct atl_buffer *buffer = writer->buffer;
    if (buffer->data[buffer->length - 1] != '[') {
        atl_buffer_add_char(buffer, ',');
    }
    atl_buffer_append(buffer, "{\"type\":\"", 9);
    atl_buffer_add(buffer, adf_name(type));
    atl_buffer_add_char(buffer, '"');
    frame->count++;
}

static void take_back(struct atl_buffer *buffer, const char *opening, const char *closing)
{
    size_t length = strlen(opening);
    if (buffer->length >= length &&
        memcmp(buffer->data + buffer->length - length, opening, length) == 0) {
        atl_buffer_truncate(buffer, buffer->length - length);
    } else {
        atl_buffer_add(buffer, closing);
    }
}

void adf_begin_attributes(struct adf_writer *writer)
{
    atl_buffer_add(writer->buffer, ",\"attrs\":{");
}

void adf_end_attributes(struct adf_writer *writer)
{
    take_back(writer->buffer, ",\"attrs\":{", "}");
}

void adf_begin_content(struct adf_writer *writer)
{
    atl_buffer_add(writer->buffer, ",\"content\":[");
}

void adf_end_content(struct adf_writer *writer, const struct adf_frame *frame)
{
    struct adf_frame filled = *frame;
    if (frame->count == 0 && adf_content_minimum(frame->type) > 0) {
        adf_put_bare(writer, &filled, ADF_PARAGRAPH);
    }
    /* A row and the document have their content even when it is empty. */
    if (frame->type == ADF_TABLE_ROW || frame->type == ADF_DOC) {
        atl_buffer_add_char(writer->buffer, ']');
    } else {
        take_back(writer->buffer, ",\"content\":[", "]");
    }
    adf_end(writer);
}

void adf_end(struct adf_writer *writer)
{
    atl_buffer_add_char(writer->buffer, '}');
}

void adf_put_bare(struct adf_writer *writer, struct adf_frame *frame, enum adf_type type)
{
    adf_begin(writer, frame, type);
    adf_end(writer);
}

bool adf_may_follow(const struct adf_frame *frame, enum adf_type type)
{
    return (adf_content(frame->type, frame->count == 0) & ADF_SET(type)) != 0;
}

bool adf_make_room(struct adf_writer *writer, struct adf_frame *frame, enum adf_type type)
{
    if (adf_may_follow(frame, type)) {
        return true;
    }
    if ((adf_content(frame->type, false) & ADF_SET(type)) == 0 ||
        !adf_may_follow(frame, ADF_PARAGRAPH)) {
        return false;
    }
    adf_put_bare(writer, frame, ADF_PARAGRAPH);
    return true;
}

/* ---- reports ---- */

void adf_lost(struct adf_writer *writer, const struct atl_node *node, const char *format, ...)
{
    if (writer->report == NULL) {
        return;
    }
    struct atl_buffer message = {0};
    va_list arguments;
    va_start(arguments, format);
    atl_buffer_vprintf(&message, format, arguments);
    va_end(arguments);
    atl_content_report_add(writer->report, ATL_REPORT_LOST, node->line, "%s",
                           atl_buffer_text(&message));
    atl_buffer_free(&message);
}

int adf_short_length(const struct atl_node *node)
{
    return node->length > 60 ? 60 : (int)node->length;
}

bool adf_is_safe(struct adf_writer *writer, const struct atl_node *node, const char *text,
                 size_t length)
{
    if (!content_url_runs(text, length)) {
        return true;
    }
    atl_content_report_add(writer->report, ATL_REPORT_NEUTRALISED, node->line,
                           "an address that would run: the text is kept, the link isn't");
    return false;
}

void adf_check_reference(struct adf_writer *writer, const struct atl_node *node, const char *text,
                         size_t length)
{
    static const char *const kinds[] = {
        [ATL_REFERENCE_PAGE] = "a page by its title",
        [ATL_REFERENCE_BLOG] = "a blog post by its title",
        [ATL_REFERENCE_ATTACHMENT] = "an attachment by its name",
        [ATL_REFERENCE_SPACE] = "a space by its key",
        [ATL_REFERENCE_USER] = "a person by id",
        [ATL_REFERENCE_CONTENT] = "content by its id",
        [ATL_REFERENCE_SHORTCUT] = "a shortcut",
    };
    if (writer->report == NULL || memchr(text, ':', length) == NULL) {
        return;
    }
    struct atl_arena arena = {0};
    struct atl_reference reference;
    atl_reference_parse(&arena, text, length, &reference);
    if (reference.kind != ATL_REFERENCE_URL && reference.kind != ATL_REFERENCE_MEDIA) {
        adf_lost(writer, node, "reference to %s: ADF has addresses only", kinds[reference.kind]);
    }
    atl_arena_free(&arena);
}
