/*
 * Lines that md4c doesn't know: those that start with ":::", and definitions of footnotes.
 *
 * Before md4c reads the text, such lines are replaced in a copy of it by something that md4c takes
 * for what it should be: an HTML comment, which stands on its own wherever blocks can, and for a
 * footnote's definition an item of a list whose first block is such a comment. Where md4c then
 * reports the comment's place the directive is carried out, or, in code and the like, its original
 * text put back. So md4c alone decides what is code, where quotes and lists end, and so on.
 */
#ifndef CONTENT_MARKDOWN_DIRECTIVES_H
#define CONTENT_MARKDOWN_DIRECTIVES_H

#include "atlcli/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Places are offsets in the copy. */
struct markdown_directive {
    uint32_t place; /* what stands for the directive … */
    uint32_t end;
    uint32_t comment; /* … and in it the comment */
    uint32_t comment_end;
    uint32_t length;       /* of the original … */
    uint32_t blanks;       /* … and of what is left out behind it */
    uint32_t label_length; /* of a footnote's label, which starts behind "[^"; else 0 */
    uint32_t set_off;      /* where an empty line is that is put before its own … */
    uint32_t set_off_end;  /* … and where that ends; 0: there is none */
    bool noted;            /* see markdown_note_footnote */
    const char *text;
};

struct markdown_directives {
    struct markdown_directive *items; /* by place */
    size_t count;
    size_t capacity;
    size_t next;      /* the first that hasn't been reached */
    uint32_t *labels; /* of footnotes: a hash table of indices + 1 */
    size_t label_slots;
    const char *copy; /* the text for md4c; NULL: the original will do */
    size_t copy_length;
};

/* Finds the directives of a text. The copy is the arena's; the lists are freed by the call below.
 */
void markdown_find_directives(struct markdown_directives *directives, struct atl_arena *arena,
                              const char *text, size_t length, bool containers);
void markdown_free_directives(struct markdown_directives *directives);

/* Fills the table of footnotes' labels, once the directives are known (footnote_labels.c). */
void markdown_index_labels(struct markdown_directives *directives);
/* Whether a footnote of this label is defined. Case doesn't matter. */
bool markdown_is_footnote(const struct markdown_directives *directives, const char *label,
                          size_t length);
/* Notes that this one has become a footnote indeed; asks for it. The label has to be defined. */
void markdown_note_footnote(const struct markdown_directives *directives, const char *label,
                            size_t length);
bool markdown_is_noted(const struct markdown_directives *directives, const char *label,
                       size_t length);

#endif
