/* The elements that are open while storage format is being repaired, and which close which. */
#ifndef CONTENT_STORAGE_REPAIR_STACK_H
#define CONTENT_STORAGE_REPAIR_STACK_H

#include "content/storage/storage_words.h"

#include "atlcli/text.h"

/* The name of an element. */
struct storage_name {
    const char *text;
    size_t length;
    char lower[12];         /* HTML's names, which `text` then points to … */
    enum storage_word word; /* … and their word */
    bool html;              /* an element of HTML that is known */
    bool is_void;           /* that is always empty */
    bool lowered;           /* that was written in upper case */
    bool confluence;        /* ac: or ri: */
    uint32_t hash;
};

enum {
    STORAGE_OPEN_BUCKETS = 1024,
};

struct storage_open_element;

/* Starts zeroed. */
struct storage_open {
    struct storage_open_element *items;
    size_t count;
    size_t capacity;
    uint32_t names[STORAGE_OPEN_BUCKETS]; /* how many are open, by hash */
};

struct storage_name storage_name_of(const char *text, size_t length);

/*
 * Closes what ends where this element begins: a <li> before another. Returns a name when that
 * closed anything, NULL otherwise.
 */
const char *storage_open_make_room(struct storage_open *open, const struct storage_name *name,
                                   struct atl_buffer *out);

/* An element whose start tag is at `offset` of the source and has been written. False: too deep. */
bool storage_open_push(struct storage_open *open, const struct storage_name *name, size_t offset,
                       size_t written, size_t written_length);

enum storage_closing {
    STORAGE_CLOSED,
    STORAGE_CLOSED_OTHERS, /* and those in it that were open */
    STORAGE_NOT_OPEN,
    STORAGE_UNCLOSED, /* one of Confluence's own is open in it: *broken is its offset */
};

/* Writes the end tag, and those of what is still open in the element. */
enum storage_closing storage_open_close(struct storage_open *open, const struct storage_name *name,
                                        struct atl_buffer *out, size_t *broken);
/* Closes everything; false: one of Confluence's own is open, at *broken. */
bool storage_open_close_all(struct storage_open *open, struct atl_buffer *out, size_t *broken);
void storage_open_free(struct storage_open *open);

#endif
