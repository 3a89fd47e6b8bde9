#include "content/storage/storage_frame.h"

#include <string.h>

/* What is in it can be changed without its frame. A task is known by its text, not by its place. */
static bool is_part(const struct storage_element *element)
{
    switch ((enum storage_word)element->word) {
    case STORAGE_P:
    case STORAGE_H1:
    case STORAGE_H2:
    case STORAGE_H3:
    case STORAGE_H4:
    case STORAGE_H5:
    case STORAGE_H6:
    case STORAGE_LI:
    case STORAGE_BLOCKQUOTE:
    case STORAGE_TH:
    case STORAGE_TD:
    case STORAGE_AC_LAYOUT_CELL:
    case STORAGE_AC_RICH_TEXT_BODY:
    case STORAGE_AC_PLAIN_TEXT_BODY:
    case STORAGE_AC_ADF_CONTENT:
        return true;
    default:
        return false;
    }
}

bool storage_part_holds_blocks(const struct storage_element *part)
{
    return part->word > STORAGE_H6 && part->word != STORAGE_AC_PLAIN_TEXT_BODY;
}

/* The first part of a block from `element` on; NULL: there is none. */
static const struct storage_element *part_from(const struct storage_element *element,
                                               const struct storage_element *block)
{
    while (element != NULL && !is_part(element)) {
        element = element->word == STORAGE_AC_TASK_LIST ? storage_element_behind(element, block)
                                                        : storage_element_following(element, block);
    }
    return element;
}

const struct storage_element *storage_part_first(const struct storage_element *block)
{
    return part_from(block, block);
}

const struct storage_element *storage_part_next(const struct storage_element *part,
                                                const struct storage_element *block)
{
    return part_from(storage_element_behind(part, block), block);
}

static bool are_equal(const struct storage_source *left, size_t left_start, size_t left_end,
                      const struct storage_source *right, size_t right_start, size_t right_end)
{
    size_t length = left_end - left_start;
    return length == right_end - right_start &&
           memcmp(left->text + left_start, right->text + right_start, length) == 0;
}

bool storage_is_same_within(const struct storage_source *left,
                            const struct storage_element *of_left,
                            const struct storage_source *right,
                            const struct storage_element *of_right)
{
    return are_equal(left, of_left->content, of_left->content_end, right, of_right->content,
                     of_right->content_end);
}

bool storage_has_same_frame(const struct storage_element *block,
                            const struct storage_source *source,
                            const struct storage_element *image,
                            const struct storage_source *written, const struct storage_element *now)
{
    const struct storage_element *part = part_from(block, block);
    const struct storage_element *before = part_from(image, image);
    const struct storage_element *after = part_from(now, now);
    size_t at = image->start;
    size_t here = now->start;
    if (part == NULL) {
        return false;
    }
    while (part != NULL && before != NULL && after != NULL) {
        bool is_empty = part->content == part->end; /* it has no end tag */
        if (part->word != after->word ||
            !are_equal(source, at, before->content, written, here, after->content) ||
            (is_empty && !storage_is_same_within(source, before, written, after))) {
            return false;
        }
        at = before->content_end;
        here = after->content_end;
        part = storage_part_next(part, block);
        before = storage_part_next(before, image);
        after = storage_part_next(after, now);
    }
    return part == NULL && before == NULL && after == NULL &&
           are_equal(source, at, image->end, written, here, now->end);
}
