#include "sync/ignore/rules.h"

#include <string.h>

/* One rule, without "!" and the slash at its start. */
struct rule {
    const char *pattern;
    size_t length;
    bool negative;
    bool anchored; /* for the directory of its file alone, not for those below */
};

static size_t without_trailing_space(const char *line, size_t length)
{
    while (length > 0 && (line[length - 1] == ' ' || line[length - 1] == '\t') &&
           !(length > 1 && line[length - 2] == '\\')) {
        length--;
    }
    return length;
}

/* False for empty lines and comments. */
static bool parse(const char *line, size_t length, struct rule *rule)
{
    length -= length > 0 && line[length - 1] == '\r' ? 1 : 0;
    length = without_trailing_space(line, length);
    *rule = (struct rule){.pattern = line, .length = length};
    if (length > 0 && line[0] == '!') {
        rule->negative = true;
        rule->pattern++;
        rule->length--;
    }
    if (rule->length == 0 || line[0] == '#') {
        return false;
    }
    /* A slash at the end means directories; any other binds the rule to its place. */
    rule->anchored = memchr(rule->pattern, '/', rule->length - 1) != NULL;
    if (rule->pattern[0] == '/') {
        rule->pattern++;
        rule->length--;
    }
    /* No name is empty, so "//" and what begins so match nothing; libgit2 doesn't live through it.
     */
    size_t first = rule->length > 1 && rule->pattern[0] == '\\' ? 1 : 0;
    return rule->length > 0 && rule->pattern[first] != '/';
}

/* A directory's name as a pattern that matches it alone. */
static void append_literally(struct atl_buffer *rules, const char *directory)
{
    for (const char *at = directory; *at != '\0'; at++) {
        if (strchr("*?[]\\", *at) != NULL) {
            atl_buffer_add_char(rules, '\\');
        }
        /* What ends a line, or a rule, can't stand in one. */
        atl_buffer_add_char(rules, strchr("\n\r\v\f", *at) != NULL ? '?' : *at);
    }
}

static void append_pattern(struct atl_buffer *rules, const char *directory, const struct rule *rule)
{
    atl_buffer_add_char(rules, '/');
    if (*directory != '\0') {
        append_literally(rules, directory);
        atl_buffer_add_char(rules, '/');
    }
    atl_buffer_add(rules, rule->anchored ? "" : "**/");
    bool escaped = false;
    for (size_t i = 0; i < rule->length; i++) {
        char byte = rule->pattern[i];
        if (!escaped && byte == '\\' && i + 1 < rule->length && rule->pattern[i + 1] == '/') {
            continue; /* a slash is one in either way */
        }
        /* For libgit2 a rule ends there, and of one that begins so it never finds the end. */
        atl_buffer_add_char(rules, !escaped && (byte == '\v' || byte == '\f') ? '?' : byte);
        escaped = !escaped && byte == '\\';
    }
    atl_buffer_add_char(rules, '\n');
}

static void append_rule(struct atl_buffer *rules, const char *directory, const struct rule *rule)
{
    if (rule->negative) {
        /*
         * libgit2 drops a "!" rule without wildcards that takes back none of the same list. Here is
         * one for it to take back: what matches it matches the next one as well, which counts.
         */
        append_pattern(rules, directory, rule);
        atl_buffer_add_char(rules, '!');
    }
    append_pattern(rules, directory, rule);
}

void ignore_rules_append(struct atl_buffer *rules, const char *directory, const char *text,
                         size_t length)
{
    static const char byte_order_mark[] = "\xEF\xBB\xBF";
    const char *end = text + length;
    if (length >= 3 && memcmp(text, byte_order_mark, 3) == 0) {
        text += 3;
    }
    while (text < end) {
        const char *newline = memchr(text, '\n', (size_t)(end - text));
        const char *stop = newline == NULL ? end : newline;
        struct rule rule;
        /* As a line of C: a NUL would end the whole list. */
        if (memchr(text, '\0', (size_t)(stop - text)) == NULL &&
            parse(text, (size_t)(stop - text), &rule)) {
            append_rule(rules, directory, &rule);
        }
        text = stop + 1;
    }
}

void ignore_rules_append_kept(struct atl_buffer *rules, const char *directory)
{
    const struct rule rule = {
        .pattern = directory, .length = strlen(directory), .negative = true, .anchored = true};
    struct atl_buffer literal = {0};
    append_literally(&literal, directory);
    struct rule escaped = rule;
    escaped.pattern = atl_buffer_text(&literal);
    escaped.length = literal.length;
    append_rule(rules, "", &escaped);
    atl_buffer_free(&literal);
}
