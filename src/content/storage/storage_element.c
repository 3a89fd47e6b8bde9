#include "content/storage/storage_element.h"

#include <string.h>

bool storage_word_is_block(enum storage_word word)
{
    return (word >= STORAGE_P && word <= STORAGE_TD) || word == STORAGE_AC_TASK_LIST ||
           word == STORAGE_AC_LAYOUT;
}

const struct storage_attribute *storage_attribute_find(const struct storage_element *element,
                                                       enum storage_word word)
{
    const struct storage_attribute *attribute = element->attributes;
    while (attribute != NULL && attribute->word != word) {
        attribute = attribute->next;
    }
    return attribute;
}

bool storage_attribute_is(const struct storage_attribute *attribute, const char *value)
{
    return attribute != NULL && attribute->length == strlen(value) &&
           memcmp(attribute->value, value, attribute->length) == 0;
}

bool storage_is_card(const struct storage_element *element)
{
    const struct storage_attribute *card =
        storage_attribute_find(element, STORAGE_DATA_CARD_APPEARANCE);
    return element->word == STORAGE_A &&
           (storage_attribute_is(card, "block") || storage_attribute_is(card, "embed"));
}

/* All of its classes are Confluence's own. */
static bool classes_are_noise(const struct storage_attribute *attribute)
{
    size_t at = 0;
    while (at < attribute->length) {
        size_t start = at;
        while (at < attribute->length && attribute->value[at] != ' ') {
            at++;
        }
        if (at > start && !storage_class_is_noise(attribute->value + start, at - start)) {
            return false;
        }
        at++;
    }
    return true;
}

static bool is_among(enum storage_word word, const enum storage_word *known)
{
    for (; known != NULL && *known != STORAGE_OTHER; known++) {
        if (*known == word) {
            return true;
        }
    }
    return false;
}

bool storage_attributes_known(const struct storage_element *element, const enum storage_word *known)
{
    const struct storage_attribute *attribute = element->attributes;
    for (; attribute != NULL; attribute = attribute->next) {
        bool noise = attribute->word == STORAGE_NOISE ||
                     (attribute->word == STORAGE_CLASS && classes_are_noise(attribute));
        if (!noise && !is_among(attribute->word, known)) {
            return false;
        }
    }
    return true;
}

struct storage_element *storage_child(const struct storage_element *element, enum storage_word word)
{
    struct storage_element *child = element->first;
    while (child != NULL && child->word != word) {
        child = child->next;
    }
    return child;
}
