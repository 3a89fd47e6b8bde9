/*
 * Addresses in plain text that are links by themselves, by GitHub's rules: "www.", "http://",
 * "https://", "ftp://" and e-mail addresses.
 */
#include "content/markdown/reader.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

enum {
    LONGEST_DOMAIN = 253, /* DNS's own limit; for linear time, too */
    LONGEST_LOCAL = 128,
};

static bool is_alphanumeric(char byte)
{
    return isalnum((unsigned char)byte) != 0;
}

/* Dots in a domain, with letters, digits, '-' and '_' between; not the last two parts with '_'. */
static const char *domain_end(const char *text, const char *end, size_t *dots)
{
    unsigned underscores = 0; /* in the last part, and in the one before it */
    unsigned before = 0;
    const char *at = text;
    *dots = 0;
    for (; at < end && at - text < LONGEST_DOMAIN; at++) {
        if (*at == '_') {
            underscores++;
        } else if (*at == '.') {
            before = underscores;
            underscores = 0;
            ++*dots;
        } else if (!is_alphanumeric(*at) && *at != '-' && (unsigned char)*at < 0x80) {
            break;
        }
    }
    bool whole = at > text && at - text < LONGEST_DOMAIN && underscores == 0 && before == 0;
    return whole ? at : NULL;
}

/* "&name" before the ';' that the link would end in: where it starts; NULL when it isn't one. */
static const char *reference_start(const char *text, const char *semicolon)
{
    const char *at = semicolon;
    while (at > text && is_alphanumeric(at[-1])) {
        at--;
    }
    return at > text && at < semicolon && at[-1] == '&' ? at - 1 : NULL;
}

/* The link's end: no white space, no '<', and not the sentence's own punctuation. */
static const char *link_end(const char *text, const char *end)
{
    const char *at = text;
    size_t opened = 0;
    size_t closed = 0;
    while (at < end && !isspace((unsigned char)*at) && *at != '<') {
        opened += *at == '(';
        closed += *at == ')';
        at++;
    }
    for (;;) {
        char last = at > text ? at[-1] : '\0';
        const char *reference = last == ';' ? reference_start(text, at - 1) : NULL;
        if (reference != NULL) {
            at = reference;
        } else if (last == ')' && closed > opened) {
            closed--;
            at--;
        } else if (last != '\0' && strchr("?!.,:*_~'\"", last) != NULL) {
            at--;
        } else if (last == ';') {
            at--;
        } else {
            return at;
        }
    }
}

static void add_link(struct markdown_reader *reader, const char *scheme, const char *text,
                     size_t length)
{
    struct atl_node *link = content_open(reader->builder, ATL_NODE_LINK);
    if (scheme[0] == '\0') {
        content_set_text(link, text, length);
    } else {
        char *address =
            atl_arena_printf(reader->builder->arena, "%s%.*s", scheme, (int)length, text);
        content_set_text(link, address, strlen(address));
    }
    content_text(reader->builder, text, length);
    content_close(reader->builder);
}

/* What stands before the text, in the source. A line's start counts as white space. */
static char byte_before(const struct markdown_reader *reader, const char *text)
{
    return text > reader->text && markdown_in_source(reader, text) ? text[-1] : '\n';
}

size_t markdown_www_at(struct markdown_reader *reader, const char *text, const char *end)
{
    char before = byte_before(reader, text);
    size_t dots;
    if (!isspace((unsigned char)before) && strchr("*_~(", before) == NULL) {
        return 0;
    }
    const char *domain = domain_end(text, end, &dots);
    if (domain == NULL || dots < 1 || domain == text + 4) {
        return 0;
    }
    const char *close = link_end(text, end);
    add_link(reader, "http://", text, (size_t)(close - text));
    return (size_t)(close - text);
}

size_t markdown_scheme_before(const struct markdown_reader *reader, const char *text,
                              const char *colon, const char *end)
{
    static const char *const schemes[] = {"https", "http", "ftp"};
    if (end - colon < 4 || memcmp(colon, "://", 3) != 0) {
        return 0;
    }
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        size_t length = strlen(schemes[i]);
        if ((size_t)(colon - text) >= length &&
            strncasecmp(colon - length, schemes[i], length) == 0 &&
            !is_alphanumeric(byte_before(reader, colon - length))) {
            return length;
        }
    }
    return 0;
}

size_t markdown_url_at(struct markdown_reader *reader, const char *text, const char *colon,
                       const char *end)
{
    size_t dots;
    if (domain_end(colon + 3, end, &dots) == NULL ||
        (!is_alphanumeric(colon[3]) && (unsigned char)colon[3] < 0x80)) {
        return 0;
    }
    const char *close = link_end(text, end);
    if (close <= colon + 3) {
        return 0;
    }
    add_link(reader, "", text, (size_t)(close - text));
    return (size_t)(close - text);
}

size_t markdown_local_before(const char *text, const char *sign)
{
    const char *at = sign;
    while (at > text && sign - at < LONGEST_LOCAL &&
           (is_alphanumeric(at[-1]) || strchr("._+-", at[-1]) != NULL)) {
        at--;
    }
    return (size_t)(sign - at);
}

size_t markdown_email_at(struct markdown_reader *reader, const char *text, const char *sign,
                         const char *end)
{
    const char *at = sign + 1;
    size_t dots = 0;
    while (at < end && at - sign < LONGEST_DOMAIN &&
           (is_alphanumeric(*at) || *at == '-' || *at == '_' ||
            (*at == '.' && at + 1 < end && is_alphanumeric(at[1])))) {
        dots += *at == '.';
        at++;
    }
    if (dots == 0 || at[-1] == '-' || at[-1] == '_') {
        return 0;
    }
    add_link(reader, "mailto:", text, (size_t)(at - text));
    return (size_t)(at - text);
}
