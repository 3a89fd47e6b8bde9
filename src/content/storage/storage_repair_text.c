/* Text, comments and CDATA of malformed storage format. */
#include "content/storage/storage_repair_parts.h"

#include "content/entity.h"

#include <stdio.h>
#include <strings.h>

static const char no_character[] = "characters that XML can't hold: U+FFFD stands for them";

/* There may be millions of them: only the first of a kind takes the long way. */
void storage_repair_note(struct storage_repair *repair, const char *message)
{
    size_t kind = 0;
    while (kind < STORAGE_REPAIR_KINDS && repair->messages[kind] != NULL &&
           repair->messages[kind] != message) {
        kind++;
    }
    if (repair->report == NULL || kind == STORAGE_REPAIR_KINDS) {
        return;
    }
    if (repair->messages[kind] != NULL && repair->noted[kind] != NULL) {
        repair->noted[kind]->count++;
        repair->report->total++;
        return;
    }
    while (repair->counted < repair->at) {
        repair->line += *repair->counted++ == '\n';
    }
    struct atl_report_entry *before = repair->report->last;
    atl_content_report_add(repair->report, ATL_REPORT_REPAIRED, repair->line, "%s", message);
    repair->messages[kind] = message;
    repair->noted[kind] = repair->report->last != before ? repair->report->last : NULL;
}

bool storage_repair_fail(struct storage_repair *repair, const char *at, const char *message)
{
    repair->flaw->found = true;
    repair->flaw->offset = (size_t)(at - repair->start);
    snprintf(repair->flaw->message, sizeof repair->flaw->message, "%s", message);
    return false;
}

bool storage_repair_looking_at(const struct storage_repair *repair, const char *mark)
{
    size_t length = strlen(mark);
    return (size_t)(repair->end - repair->at) >= length && memcmp(repair->at, mark, length) == 0;
}

const char *storage_repair_find(const struct storage_repair *repair, const char *mark)
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

static void replace_character(struct storage_repair *repair)
{
    storage_repair_note(repair, no_character);
    repair->at += (unsigned char)*repair->at == 0xEF ? 3 : 1;
    atl_utf8_append(repair->out, 0xFFFD);
}

/* A reference to a character that XML has; others are text. */
static void copy_reference(struct storage_repair *repair)
{
    char bytes[CONTENT_ENTITY_BYTES];
    size_t size = 0;
    size_t taken =
        content_entity_decode(repair->at, (size_t)(repair->end - repair->at), bytes, &size);
    if (taken == 0) {
        storage_repair_note(repair, "'&' that begins no character reference: read as text");
        atl_buffer_add(repair->out, "&amp;");
        repair->at++;
    } else if (repair->at[1] == '#') {
        /* Written anew: leading zeros, "&#X", numbers of no character. */
        bool plain = is_plain(bytes, bytes + size);
        bool markup = size == 1 && strchr("<&\"'", bytes[0]) != NULL;
        if (!plain) {
            storage_repair_note(repair, no_character);
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
void storage_repair_copy_text(struct storage_repair *repair, const char *end)
{
    while (repair->at < end) {
        const char *from = repair->at;
        while (repair->at < end && *repair->at != '&' && *repair->at != '<' &&
               is_plain(repair->at, end)) {
            repair->at++;
        }
        /* "]]>" is reserved for the end of a CDATA section. */
        const char *mark;
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

bool storage_repair_less_than(struct storage_repair *repair)
{
    storage_repair_note(repair, "'<' that begins no tag: read as text");
    atl_buffer_add(repair->out, "&lt;");
    repair->at++;
    return true;
}

/* ---- what isn't an element ---- */

/* Comments say nothing; their line breaks keep the lines where they are. */
bool storage_repair_drop(struct storage_repair *repair, const char *mark, const char *what)
{
    const char *stop = storage_repair_find(repair, mark);
    if (stop == NULL) {
        return storage_repair_fail(repair, repair->at, what);
    }
    stop += strlen(mark);
    for (; repair->at < stop; repair->at++) {
        if (*repair->at == '\n') {
            atl_buffer_add_char(repair->out, '\n');
        }
    }
    return true;
}

static bool copy_section(struct storage_repair *repair)
{
    const char *stop = storage_repair_find(repair, "]]>");
    if (stop == NULL) {
        return storage_repair_fail(repair, repair->at, "this CDATA section doesn't end");
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

bool storage_repair_declaration(struct storage_repair *repair)
{
    if (storage_repair_looking_at(repair, "<!--")) {
        return storage_repair_drop(repair, "-->", "this comment doesn't end");
    }
    if (storage_repair_looking_at(repair, "<![CDATA[")) {
        return copy_section(repair);
    }
    static const char *const refused[] = {"<!DOCTYPE", "<!ENTITY",   "<!ELEMENT",
                                          "<!ATTLIST", "<!NOTATION", "<!["};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        size_t length = strlen(refused[i]);
        if ((size_t)(repair->end - repair->at) >= length &&
            strncasecmp(repair->at, refused[i], length) == 0) {
            return storage_repair_fail(repair, repair->at,
                                       "document types and entity declarations are not allowed");
        }
    }
    return storage_repair_less_than(repair);
}
