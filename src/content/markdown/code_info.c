/* The info string of a fenced code block. */
#include "content/markdown/reader.h"
#include "content/markdown/spellings.h"
#include "content/markdown/words.h"

#include <ctype.h>
#include <string.h>

static bool is_one_of(const char *word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(word, words[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_code_attribute(const struct markdown_word *word, bool first)
{
    static const char *const flags[] = {"numbers", "collapse"};
    static const char *const valued[] = {"title",    "first",         "theme",
                                         "breakout", "breakoutWidth", "language"};
    if (is_one_of(word->key, flags, sizeof flags / sizeof *flags)) {
        return word->value != NULL || !first;
    }
    return word->value != NULL && is_one_of(word->key, valued, sizeof valued / sizeof *valued);
}

/* Whether all words say something that the tree has a place for. */
static bool read_words(struct markdown_reader *reader, struct atl_node *code, const char *info,
                       size_t length)
{
    struct atl_arena *arena = reader->builder->arena;
    struct markdown_words words = {.at = info, .end = info + length};
    struct markdown_word word;
    bool first = true;
    bool understood = true;
    while (markdown_next_word(arena, &words, &word)) {
        if (is_code_attribute(&word, first) && atl_node_attribute(code, word.key) == NULL) {
            content_set_attribute(arena, code, word.key, word.value == NULL ? "true" : word.value);
        } else if (first && word.value == NULL) {
            content_set_attribute(arena, code, "language", word.key);
        } else {
            understood = false;
        }
        first = false;
    }
    return understood;
}

/* White space around it can only be a reference, and says nothing. */
static void trim(struct atl_buffer *info)
{
    size_t start = 0;
    while (start < info->length && isspace((unsigned char)info->data[start])) {
        start++;
    }
    size_t end = info->length;
    while (end > start && isspace((unsigned char)info->data[end - 1])) {
        end--;
    }
    if (start > 0) {
        memmove(info->data, info->data + start, end - start);
    }
    atl_buffer_truncate(info, end - start);
}

void markdown_code_info(struct markdown_reader *reader, struct atl_node *code,
                        const MD_BLOCK_CODE_DETAIL *detail)
{
    struct atl_buffer info = {0};
    if (!markdown_attribute(&detail->info, &info)) {
        return;
    }
    trim(&info);
    enum atl_content_format format;
    if (!reader->extended) {
        markdown_attribute_set(reader, &detail->lang, code, "language");
        if (detail->lang.size != detail->info.size) {
            content_set_attribute(reader->builder->arena, code, "info", atl_buffer_text(&info));
        }
    } else if (markdown_raw_of_word(info.data, info.length, &format)) {
        code->kind = ATL_NODE_RAW;
        code->value = (uint8_t)format;
    } else if (!read_words(reader, code, info.data, info.length)) {
        content_set_attribute(reader->builder->arena, code, "info", atl_buffer_text(&info));
    }
    atl_buffer_free(&info);
}
