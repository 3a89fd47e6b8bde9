/* The parts of the repair: what is read so far, text, attributes, tags. */
#ifndef CONTENT_STORAGE_REPAIR_PARTS_H
#define CONTENT_STORAGE_REPAIR_PARTS_H

#include "content/storage/storage_repair.h"
#include "content/storage/storage_repair_stack.h"

#include <string.h>

enum {
    STORAGE_REPAIR_KINDS = 12, /* at least as many as there are messages */
};

struct storage_repair {
    const char *start;
    const char *at;
    const char *end;
    const char *counted; /* up to where lines are */
    uint32_t line;
    struct atl_content_report *report;
    struct atl_report_entry *noted[STORAGE_REPAIR_KINDS]; /* the report's entries so far */
    const char *messages[STORAGE_REPAIR_KINDS];           /* by address: they are static */
    struct atl_buffer *out;
    struct storage_flaw *flaw;
    struct storage_open open;
    bool no_instruction; /* no "?>" ends one from here on */
};

/* ---- storage_repair_text.c ---- */

void storage_repair_note(struct storage_repair *repair, const char *message);
/* Always false. */
bool storage_repair_fail(struct storage_repair *repair, const char *at, const char *message);
bool storage_repair_looking_at(const struct storage_repair *repair, const char *mark);
const char *storage_repair_find(const struct storage_repair *repair, const char *mark);
/* Copies up to `end`; what markup needs to be escaped for is. */
void storage_repair_copy_text(struct storage_repair *repair, const char *end);
/* A '<' that is text. */
bool storage_repair_less_than(struct storage_repair *repair);
/* What begins with "<!": comments, CDATA, and what is refused. */
bool storage_repair_declaration(struct storage_repair *repair);
/* Leaves out all up to the mark but line breaks; false, with the message: it isn't there. */
bool storage_repair_drop(struct storage_repair *repair, const char *mark, const char *message);

/* ---- storage_repair_attributes.c ---- */

/* The attributes between two places of a tag; `html`: upper-case names are lower-case ones. */
bool storage_repair_attributes(struct storage_repair *repair, const char *at, const char *end,
                               bool html);

/* ---- characters ---- */

static inline bool storage_is_white(char byte)
{
    return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r';
}

static inline bool storage_is_name_start(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
}

static inline bool storage_is_name(char byte)
{
    return storage_is_name_start(byte) || (byte >= '0' && byte <= '9') || byte == '-' ||
           byte == '.' || byte == ':';
}

/* One prefix at most, and nothing that XML has no place for in names. */
bool storage_name_is_good(const char *name, size_t length);

#endif
