/*
 * The elements of a storage document, between the XML parser and the tree. Where a piece of text or
 * markup is, is said by offsets into the source, so that nothing has to be copied: the text of an
 * element is what lies between its children.
 */
#ifndef CONTENT_STORAGE_ELEMENT_H
#define CONTENT_STORAGE_ELEMENT_H

#include "content/storage/storage_words.h"

#include "atlcli/memory.h"

#include <stdint.h>

struct storage_attribute {
    struct storage_attribute *next;
    const char *value; /* decoded; not NUL-terminated */
    uint32_t length;
    uint16_t word; /* enum storage_word */
};

enum storage_element_flag {
    STORAGE_HOLDS_BLOCK =
        1 << 0, /* has a block of HTML or a card in it, not counting those in macros */
};

struct storage_element {
    struct storage_element *parent;
    struct storage_element *first;
    struct storage_element *last;
    struct storage_element *next;
    struct storage_attribute *attributes;
    uint32_t start;       /* of the start tag */
    uint32_t content;     /* after the start tag */
    uint32_t content_end; /* before the end tag */
    uint32_t end;         /* after the end tag */
    uint32_t line;
    uint16_t word; /* enum storage_word */
    uint16_t flags;
    uint16_t namespaces; /* declared by it */
};

/* Word of an element that is a block wherever it stands, macros aside. */
bool storage_word_is_block(enum storage_word word);

/* The attribute, NULL when there is none. */
const struct storage_attribute *storage_attribute_find(const struct storage_element *element,
                                                       enum storage_word word);
bool storage_attribute_is(const struct storage_attribute *attribute, const char *value);

/* An <a> that stands for a smart link as a block. */
bool storage_is_card(const struct storage_element *element);

/* Whether all attributes are among `known` (ends with STORAGE_OTHER; may be NULL) or say nothing.
 */
bool storage_attributes_known(const struct storage_element *element,
                              const enum storage_word *known);

/* The first child of this word, NULL for none. */
struct storage_element *storage_child(const struct storage_element *element,
                                      enum storage_word word);

#endif
