/* Text of storage format: character references, CDATA, white space. */
#include "content/storage/storage_reader.h"

#include "content/entity.h"

#include <string.h>

/* A part of the source that is plain text, or what a reference stands for. */
struct piece {
    const char *text;
    size_t length;
    char decoded[CONTENT_ENTITY_BYTES];
};

struct pieces {
    const char *at;
    const char *end;
    const char *section_end; /* of the CDATA section that `at` is in, NULL outside */
};

static bool starts(const struct pieces *pieces, const char *mark)
{
    size_t length = strlen(mark);
    return (size_t)(pieces->end - pieces->at) >= length && memcmp(pieces->at, mark, length) == 0;
}

static const char *find(const struct pieces *pieces, const char *mark)
{
    const char *found = memmem(pieces->at, (size_t)(pieces->end - pieces->at), mark, strlen(mark));
    return found == NULL ? pieces->end : found;
}

static void skip_past(struct pieces *pieces, const char *mark)
{
    const char *found = find(pieces, mark);
    pieces->at = found == pieces->end ? found : found + strlen(mark);
}

/* Comments and processing instructions say nothing; a CDATA section is text. */
static void read_markup(struct pieces *pieces)
{
    if (starts(pieces, "<![CDATA[")) {
        pieces->at += strlen("<![CDATA[");
        pieces->section_end = find(pieces, "]]>");
    } else {
        skip_past(pieces, starts(pieces, "<!--") ? "-->" : starts(pieces, "<?") ? "?>" : ">");
    }
}

static void read_reference(struct pieces *pieces, struct piece *piece)
{
    size_t available = (size_t)(pieces->end - pieces->at);
    size_t taken = content_entity_decode(pieces->at, available, piece->decoded, &piece->length);
    piece->text = piece->decoded;
    if (taken == 0) {
        piece->text = pieces->at;
        piece->length = 1;
        taken = 1;
    }
    pieces->at += taken;
}

/* The next part; false at the end. */
static bool next_piece(struct pieces *pieces, struct piece *piece)
{
    for (;;) {
        const char *end = pieces->section_end == NULL ? pieces->end : pieces->section_end;
        if (pieces->at < end && pieces->section_end != NULL) {
            piece->text = pieces->at;
            piece->length = (size_t)(end - pieces->at);
            pieces->at = end;
            return true;
        }
        if (pieces->section_end != NULL) {
            pieces->section_end = NULL;
            skip_past(pieces, "]]>");
            continue;
        }
        if (pieces->at == end) {
            return false;
        }
        if (*pieces->at == '&') {
            read_reference(pieces, piece);
            return true;
        }
        if (*pieces->at == '<') {
            read_markup(pieces);
            continue;
        }
        piece->text = pieces->at;
        while (pieces->at < end && *pieces->at != '&' && *pieces->at != '<') {
            pieces->at++;
        }
        piece->length = (size_t)(pieces->at - piece->text);
        return true;
    }
}

static struct pieces pieces_of(const struct storage_reader *reader, size_t from, size_t to)
{
    return (struct pieces){.at = reader->text + from, .end = reader->text + to};
}

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r';
}

/* ---- inline text ---- */

void storage_flush_space(struct storage_reader *reader)
{
    if (reader->space) {
        reader->space = false;
        reader->after_space = true;
        content_text_copy(reader->builder, " ", 1);
    }
}

/* Words with single spaces between them go in as one; longer white space is one space. */
static void add_words(struct storage_reader *reader, const char *text, size_t length, bool stays)
{
    size_t at = 0;
    while (at < length) {
        size_t start = at;
        while (at < length && is_space(text[at])) {
            at++;
        }
        if (at > start) {
            reader->space = reader->space || !reader->after_space;
        }
        size_t word = at;
        while (at < length && (!is_space(text[at]) ||
                               (text[at] == ' ' && at + 1 < length && !is_space(text[at + 1])))) {
            at++;
        }
        if (at == word) {
            return;
        }
        /* The space before the words may be part of the run. */
        if (reader->space && word == start + 1 && text[start] == ' ' && stays) {
            reader->space = false;
            word = start;
        }
        storage_flush_space(reader);
        (stays ? content_text : content_text_copy)(reader->builder, text + word, at - word);
        reader->after_space = false;
    }
}

/* In a fragment white space that is written as a reference is meant. */
static void add_exact_space(struct storage_reader *reader, const char *space)
{
    storage_flush_space(reader);
    content_text_copy(reader->builder, space, 1);
    reader->after_space = false;
}

void storage_read_text(struct storage_reader *reader, size_t from, size_t to)
{
    struct pieces pieces = pieces_of(reader, from, to);
    struct piece piece;
    if (reader->code > 0) {
        struct atl_buffer code = {0};
        storage_decode(reader, from, to, &code);
        for (char *line = code.data;
             code.length > 0 &&
             (line = memchr(line, '\n', (size_t)(code.data + code.length - line)));) {
            *line = ' ';
        }
        if (code.length > 0) {
            storage_flush_space(reader);
            struct atl_node *node = content_leaf(reader->builder, ATL_NODE_CODE, NULL, 0);
            content_set_text_copy(reader->builder, node, code.data, code.length);
            reader->after_space = false;
        }
        atl_buffer_free(&code);
        return;
    }
    while (next_piece(&pieces, &piece)) {
        if (reader->exact && piece.text == piece.decoded && piece.length == 1 &&
            is_space(piece.text[0])) {
            add_exact_space(reader, piece.text);
        } else {
            add_words(reader, piece.text, piece.length, piece.text != piece.decoded);
        }
    }
}

bool storage_is_blank(const struct storage_reader *reader, size_t from, size_t to)
{
    struct pieces pieces = pieces_of(reader, from, to);
    struct piece piece;
    while (next_piece(&pieces, &piece)) {
        for (size_t i = 0; i < piece.length; i++) {
            if (!is_space(piece.text[i])) {
                return false;
            }
        }
    }
    return true;
}

/* ---- text as it is ---- */

/* Line ends are a newline, as XML has them. */
static void add_lines(struct atl_buffer *buffer, const char *text, size_t length)
{
    const char *end = text + length;
    while (text < end) {
        const char *stop = memchr(text, '\r', (size_t)(end - text));
        stop = stop == NULL ? end : stop;
        atl_buffer_append(buffer, text, (size_t)(stop - text));
        text = stop;
        if (text < end) {
            atl_buffer_add_char(buffer, '\n');
            text += text + 1 < end && text[1] == '\n' ? 2 : 1;
        }
    }
}

void storage_decode(const struct storage_reader *reader, size_t from, size_t to,
                    struct atl_buffer *buffer)
{
    struct pieces pieces = pieces_of(reader, from, to);
    struct piece piece;
    while (next_piece(&pieces, &piece)) {
        if (piece.text == piece.decoded) {
            atl_buffer_append(buffer, piece.text, piece.length);
        } else {
            add_lines(buffer, piece.text, piece.length);
        }
    }
}

char *storage_element_text(const struct storage_reader *reader,
                           const struct storage_element *element, size_t *length)
{
    if (element->first != NULL) {
        return NULL;
    }
    struct atl_buffer buffer = {0};
    storage_decode(reader, element->content, element->content_end, &buffer);
    *length = buffer.length;
    char *text = atl_arena_strndup(reader->builder->arena, atl_buffer_text(&buffer), buffer.length);
    atl_buffer_free(&buffer);
    return text;
}
