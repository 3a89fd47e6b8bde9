/* Tags and text, one after the other; storage_repair_stack.c keeps account of what is open. */
#include "content/storage/storage_repair.h"

#include "content/entity.h"
#include "content/storage/storage_repair_stack.h"

#include <stdio.h>
#include <string.h>

struct repair {
    const char *start;
    const char *at;
    const char *end;
    const char *counted; /* up to where lines are */
    uint32_t line;
    struct atl_content_report *report;
    struct atl_buffer *out;
    struct storage_flaw *flaw;
    struct storage_open open;
};

static void note(struct repair *repair, const char *message)
{
    while (repair->counted < repair->at) {
        repair->line += *repair->counted++ == '\n';
    }
    atl_content_report_add(repair->report, ATL_REPORT_REPAIRED, repair->line, "%s", message);
}

static bool fail(struct repair *repair, const char *at, const char *message)
{
    repair->flaw->found = true;
    repair->flaw->offset = (size_t)(at - repair->start);
    snprintf(repair->flaw->message, sizeof repair->flaw->message, "%s", message);
    return false;
}

static bool looking_at(const struct repair *repair, const char *mark)
{
    size_t length = strlen(mark);
    return (size_t)(repair->end - repair->at) >= length && memcmp(repair->at, mark, length) == 0;
}

static const char *find(const struct repair *repair, const char *mark)
{
    return memmem(repair->at, (size_t)(repair->end - repair->at), mark, strlen(mark));
}

/* ---- text ---- */

/* Bytes that can stand in XML as they are. */
static bool is_plain(const char *at, const char *end)
{
    unsigned char byte = (unsigned char)*at;
    if (byte < ' ') {
        return byte == '\n' || byte == '\t' || byte == '\r';
    }
    /* U+FFFE and U+FFFF are no characters. */
    return byte != 0xEF || end - at < 3 || (unsigned char)at[1] != 0xBF ||
           ((unsigned char)at[2] & 0xFE) != 0xBE;
}

static void replace_character(struct repair *repair)
{
    note(repair, "characters that XML can't hold: U+FFFD stands for them");
    repair->at += (unsigned char)*repair->at == 0xEF ? 3 : 1;
    atl_utf8_append(repair->out, 0xFFFD);
}

/* A reference to a character that XML has; others are text. */
static void copy_reference(struct repair *repair)
{
    char bytes[CONTENT_ENTITY_BYTES];
    size_t size = 0;
    size_t taken =
        content_entity_decode(repair->at, (size_t)(repair->end - repair->at), bytes, &size);
    if (taken == 0) {
        note(repair, "'&' that begins no character reference: read as text");
        atl_buffer_add(repair->out, "&amp;");
        repair->at++;
    } else if (repair->at[1] == '#') {
        /* Written anew: leading zeros, "&#X", numbers of no character. */
        bool plain = is_plain(bytes, bytes + size);
        bool markup = size == 1 && strchr("<&\"'", bytes[0]) != NULL;
        if (!plain) {
            note(repair, "characters that XML can't hold: U+FFFD stands for them");
            atl_utf8_append(repair->out, 0xFFFD);
        } else if (markup) {
            atl_buffer_printf(repair->out, "&#%d;", bytes[0]);
        } else {
            atl_buffer_append(repair->out, bytes, size);
        }
        repair->at += taken;
    } else {
        atl_buffer_append(repair->out, repair->at, taken);
        repair->at += taken;
    }
}

/* Copies up to `end`; what markup needs to be escaped for is. */
static void copy_text(struct repair *repair, const char *end)
{
    while (repair->at < end) {
        const char *from = repair->at;
        while (repair->at < end && *repair->at != '&' && *repair->at != '<' &&
               is_plain(repair->at, end)) {
            repair->at++;
        }
        /* "]]>" is reserved for the end of a CDATA section. */
        const char *mark = from;
        while ((mark = memmem(from, (size_t)(repair->at - from), "]]>", 3)) != NULL) {
            atl_buffer_append(repair->out, from, (size_t)(mark - from));
            atl_buffer_add(repair->out, "]]&gt;");
            from = mark + 3;
        }
        atl_buffer_append(repair->out, from, (size_t)(repair->at - from));
        if (repair->at == end) {
            return;
        }
        if (*repair->at == '&') {
            copy_reference(repair);
        } else if (*repair->at == '<') {
            atl_buffer_add(repair->out, "&lt;");
            repair->at++;
        } else {
            replace_character(repair);
        }
    }
}

static bool copy_less_than(struct repair *repair)
{
    note(repair, "'<' that begins no tag: read as text");
    atl_buffer_add(repair->out, "&lt;");
    repair->at++;
    return true;
}

/* ---- what isn't an element ---- */

/* Comments say nothing; their line breaks keep the lines where they are. */
static bool drop(struct repair *repair, const char *mark, const char *what)
{
    const char *stop = find(repair, mark);
    if (stop == NULL) {
        return fail(repair, repair->at, what);
    }
    stop += strlen(mark);
    for (; repair->at < stop; repair->at++) {
        if (*repair->at == '\n') {
            atl_buffer_add_char(repair->out, '\n');
        }
    }
    return true;
}

static bool copy_section(struct repair *repair)
{
    const char *stop = find(repair, "]]>");
    if (stop == NULL) {
        return fail(repair, repair->at, "this CDATA section doesn't end");
    }
    stop += 3;
    while (repair->at < stop) {
        const char *from = repair->at;
        while (repair->at < stop && is_plain(repair->at, stop)) {
            repair->at++;
        }
        atl_buffer_append(repair->out, from, (size_t)(repair->at - from));
        if (repair->at < stop) {
            replace_character(repair);
        }
    }
    return true;
}

static bool read_declaration(struct repair *repair)
{
    if (looking_at(repair, "<!--")) {
        return drop(repair, "-->", "this comment doesn't end");
    }
    if (looking_at(repair, "<![CDATA[")) {
        return copy_section(repair);
    }
    static const char *const refused[] = {"<!DOCTYPE", "<!ENTITY",   "<!ELEMENT",
                                          "<!ATTLIST", "<!NOTATION", "<!["};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        size_t length = strlen(refused[i]);
        if ((size_t)(repair->end - repair->at) >= length &&
            strncasecmp(repair->at, refused[i], length) == 0) {
            return fail(repair, repair->at,
                        "document types and entity declarations are not allowed");
        }
    }
    return copy_less_than(repair);
}

/* ---- tags ---- */

static bool is_white(char byte)
{
    return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r';
}

static bool is_name_start(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
}

static bool is_name(char byte)
{
    return is_name_start(byte) || (byte >= '0' && byte <= '9') || byte == '-' || byte == '.' ||
           byte == ':';
}

/* The end of the tag that begins here: its '>'. NULL: this is no tag. */
static const char *find_tag_end(const struct repair *repair, const char **failed_at)
{
    const char *at = repair->at + 1;
    bool value = false; /* a quote begins a value only after "=" */
    while (at < repair->end && *at != '>' && *at != '<') {
        if (value && (*at == '"' || *at == '\'')) {
            at = memchr(at + 1, *at, (size_t)(repair->end - at - 1));
            if (at == NULL) {
                *failed_at = repair->end;
                return NULL;
            }
            value = false;
        } else {
            value = *at == '=' || (value && is_white(*at));
        }
        at++;
    }
    *failed_at = at;
    return at < repair->end && *at == '>' ? at : NULL;
}

static const char *skip_white(const char *at, const char *end)
{
    while (at < end && is_white(*at)) {
        at++;
    }
    return at;
}

struct value {
    const char *text;
    const char *end;
    char quote;
};

/* The value after "=", quoted or not; returns where it ends. */
static const char *read_value(const char *at, const char *end, struct value *value)
{
    at = skip_white(at, end);
    if (at < end && (*at == '"' || *at == '\'')) {
        value->quote = *at;
        value->text = at + 1;
        const char *stop = memchr(at + 1, *at, (size_t)(end - at - 1));
        value->end = stop == NULL ? end : stop;
        return stop == NULL ? end : stop + 1;
    }
    value->quote = '\0';
    value->text = at;
    while (at < end && !is_white(*at)) {
        at++;
    }
    value->end = at;
    return at;
}

static void write_value(struct repair *repair, const struct value *value)
{
    const char *back = repair->at;
    char quote = value->quote == '\'' ? '\'' : '"';
    atl_buffer_add_char(repair->out, quote);
    const char *from = value->text;
    while (from < value->end) {
        /* A quote can only be in a value that isn't quoted. */
        const char *stop = memchr(from, quote, (size_t)(value->end - from));
        stop = stop == NULL ? value->end : stop;
        repair->at = from;
        copy_text(repair, stop);
        if (stop < value->end) {
            atl_buffer_add(repair->out, quote == '"' ? "&quot;" : "&apos;");
            stop++;
        }
        from = stop;
    }
    atl_buffer_add_char(repair->out, quote);
    repair->at = back;
}

static bool attribute_name_is_good(const char *name, size_t length)
{
    const char *colon = memchr(name, ':', length);
    if (!is_name_start(name[0])) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        if (!is_name(name[i])) {
            return false;
        }
    }
    return colon == NULL || (colon < name + length - 1 && is_name_start(colon[1]) &&
                             memchr(colon + 1, ':', (size_t)(name + length - colon - 1)) == NULL);
}

struct names {
    const char *start[STORAGE_ATTRIBUTES];
    size_t length[STORAGE_ATTRIBUTES];
    size_t count;
};

static bool is_repeated(const struct names *names, const char *name, size_t length)
{
    for (size_t i = 0; i < names->count; i++) {
        if (names->length[i] == length && strncasecmp(names->start[i], name, length) == 0) {
            return true;
        }
    }
    return false;
}

/* One attribute from `at`; returns where it ends, NULL for a failure. */
static const char *copy_attribute(struct repair *repair, const char *at, const char *end, bool html,
                                  struct names *names)
{
    const char *name = at;
    while (at < end && !is_white(*at) && *at != '=' && *at != '/') {
        at++;
    }
    size_t length = (size_t)(at - name);
    struct value value = {.text = name, .end = at};
    const char *equals = skip_white(at, end);
    bool valued = equals < end && *equals == '=';
    if (valued) {
        at = read_value(equals + 1, end, &value);
    }
    if (length == 0 || !attribute_name_is_good(name, length) || is_repeated(names, name, length)) {
        note(repair, "attributes that repeat, or whose name is none: left out");
        return at == name ? at + 1 : at;
    }
    if (names->count == STORAGE_ATTRIBUTES) {
        fail(repair, repair->at, "this element has more than 256 attributes");
        return NULL;
    }
    names->start[names->count] = name;
    names->length[names->count++] = length;
    if (!valued || value.quote == '\0') {
        note(repair, "attributes without quotes or without a value: quoted");
    }
    atl_buffer_add_char(repair->out, ' ');
    for (size_t i = 0; i < length; i++) {
        bool upper = html && name[i] >= 'A' && name[i] <= 'Z';
        atl_buffer_add_char(repair->out, (char)(upper ? name[i] + ('a' - 'A') : name[i]));
    }
    atl_buffer_add_char(repair->out, '=');
    write_value(repair, &value);
    return at;
}

static bool copy_attributes(struct repair *repair, const char *at, const char *end, bool html)
{
    struct names names;
    names.count = 0;
    while ((at = skip_white(at, end)) < end) {
        if (*at == '/') {
            at++;
            continue;
        }
        at = copy_attribute(repair, at, end, html, &names);
        if (at == NULL) {
            return false;
        }
    }
    return true;
}

/* Line breaks between attributes are one space; the lines are made up for after the tag. */
static void keep_lines(struct repair *repair, const char *from, const char *to, size_t written)
{
    size_t lines = 0;
    for (; from < to; from++) {
        lines += *from == '\n';
    }
    for (const char *next = repair->out->data + written;
         next < repair->out->data + repair->out->length; next++) {
        lines -= *next == '\n';
    }
    /* Inside the tag, so that no text changes. */
    for (; lines > 0; lines--) {
        atl_buffer_add_char(repair->out, '\n');
    }
}

static bool read_start_tag(struct repair *repair, const char *tag_end)
{
    const char *name = repair->at + 1;
    const char *at = name;
    while (at < tag_end && is_name(*at)) {
        at++;
    }
    bool empty = tag_end[-1] == '/' && tag_end - 1 >= at;
    struct storage_name tag = storage_name_of(name, (size_t)(at - name));
    if (tag.lowered) {
        note(repair, "upper-case names of elements: read as lower-case");
    }
    const char *closed = storage_open_make_room(&repair->open, &tag, repair->out);
    if (closed != NULL) {
        note(repair, "end tags that are missing: added");
    }
    size_t written = repair->out->length;
    atl_buffer_add_char(repair->out, '<');
    atl_buffer_append(repair->out, tag.text, tag.length);
    if (!copy_attributes(repair, at, empty ? tag_end - 1 : tag_end, tag.html)) {
        return false;
    }
    keep_lines(repair, repair->at, tag_end, written);
    if (tag.is_void || empty) {
        if (!empty) {
            note(repair, "elements that are always empty: closed");
        }
        atl_buffer_add(repair->out, "/>");
    } else {
        atl_buffer_add_char(repair->out, '>');
        if (!storage_open_push(&repair->open, &tag, (size_t)(repair->at - repair->start), written,
                               repair->out->length - written)) {
            return fail(repair, repair->at, "elements are nested more levels deep than 900");
        }
    }
    repair->at = tag_end + 1;
    return true;
}

static bool read_end_tag(struct repair *repair, const char *tag_end)
{
    const char *name = repair->at + 2;
    const char *at = name;
    while (at < tag_end && is_name(*at)) {
        at++;
    }
    struct storage_name tag = storage_name_of(name, (size_t)(at - name));
    size_t broken;
    switch (storage_open_close(&repair->open, &tag, repair->out, &broken)) {
    case STORAGE_CLOSED:
        break;
    case STORAGE_CLOSED_OTHERS:
        note(repair, "end tags that are missing: added");
        break;
    case STORAGE_NOT_OPEN:
        if (tag.confluence) {
            return fail(repair, repair->at, "this end tag has no start tag");
        }
        if (!tag.is_void) {
            note(repair, "end tags without a start tag: left out");
        }
        break;
    case STORAGE_UNCLOSED:
        return fail(repair, repair->start + broken, "this element has no end tag");
    }
    keep_lines(repair, repair->at, tag_end, repair->out->length);
    repair->at = tag_end + 1;
    return true;
}

static bool read_markup(struct repair *repair)
{
    if (looking_at(repair, "<!")) {
        return read_declaration(repair);
    }
    if (looking_at(repair, "<?") && find(repair, "?>") != NULL) {
        note(repair, "processing instructions: left out");
        return drop(repair, "?>", "");
    }
    bool end_tag = looking_at(repair, "</");
    const char *name = repair->at + (end_tag ? 2 : 1);
    if (name >= repair->end || !is_name_start(*name)) {
        return copy_less_than(repair);
    }
    const char *failed_at;
    const char *tag_end = find_tag_end(repair, &failed_at);
    const char *name_end = name;
    while (name_end < repair->end && is_name(*name_end)) {
        name_end++;
    }
    if (tag_end == NULL || !attribute_name_is_good(name, (size_t)(name_end - name)) ||
        (!is_white(*name_end) && *name_end != '>' && *name_end != '/')) {
        /* All that was looked at is text, so that nothing is looked at twice. */
        const char *stop = tag_end == NULL ? failed_at : tag_end;
        note(repair, "'<' that begins no tag: read as text");
        copy_text(repair, stop);
        return true;
    }
    return end_tag ? read_end_tag(repair, tag_end) : read_start_tag(repair, tag_end);
}

bool storage_repair(const char *text, size_t length, uint32_t first_line,
                    struct atl_content_report *report, struct atl_buffer *buffer,
                    struct storage_flaw *flaw)
{
    struct repair repair = {
        .start = text,
        .at = text,
        .end = text + length,
        .counted = text,
        .line = first_line == 0 ? 1 : first_line,
        .report = report,
        .out = buffer,
        .flaw = flaw,
    };
    bool good = true;
    atl_buffer_reserve(buffer, length + length / 8);
    while (good && repair.at < repair.end) {
        const char *next = memchr(repair.at, '<', (size_t)(repair.end - repair.at));
        copy_text(&repair, next == NULL ? repair.end : next);
        good = next == NULL || read_markup(&repair);
    }
    size_t broken;
    if (good && repair.open.count > 0) {
        good = storage_open_close_all(&repair.open, buffer, &broken)
                   ? (note(&repair, "end tags that are missing: added"), true)
                   : fail(&repair, text + broken, "this element has no end tag");
    }
    storage_open_free(&repair.open);
    return good;
}
