#include "content/markdown/words.h"

#include "atlcli/text.h"

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

/* Behind its opening quote. Without a closing one it goes on to the end. */
static const char *read_quoted(struct atl_arena *arena, struct markdown_words *words)
{
    struct atl_buffer value = {0};
    while (words->at < words->end && *words->at != '"') {
        char byte = *words->at++;
        if (byte == '\\' && words->at < words->end) {
            byte = *words->at++;
            byte = byte == 'n' ? '\n' : byte;
        }
        atl_buffer_add_char(&value, byte);
    }
    words->at += words->at < words->end;
    const char *copy = atl_arena_strndup(arena, atl_buffer_text(&value), value.length);
    atl_buffer_free(&value);
    return copy;
}

static const char *read_bare(struct atl_arena *arena, struct markdown_words *words)
{
    const char *start = words->at;
    while (words->at < words->end && !is_blank(*words->at)) {
        words->at++;
    }
    return atl_arena_strndup(arena, start, (size_t)(words->at - start));
}

bool markdown_next_word(struct atl_arena *arena, struct markdown_words *words,
                        struct markdown_word *word)
{
    while (words->at < words->end && is_blank(*words->at)) {
        words->at++;
    }
    const char *start = words->at;
    if (start == words->end) {
        return false;
    }
    while (words->at < words->end && !is_blank(*words->at) && *words->at != '=') {
        words->at++;
    }
    word->key = atl_arena_strndup(arena, start, (size_t)(words->at - start));
    word->value = NULL;
    if (words->at < words->end && *words->at == '=') {
        words->at++;
        bool quoted = words->at < words->end && *words->at == '"';
        words->at += quoted;
        word->value = quoted ? read_quoted(arena, words) : read_bare(arena, words);
    }
    return true;
}
