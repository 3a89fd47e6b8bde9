#include "content/wiki/wiki_target.h"

#include <string.h>
#include <strings.h>

static bool is_alphanumeric(char character)
{
    return (character >= '0' && character <= '9') || (character >= 'A' && character <= 'Z') ||
           (character >= 'a' && character <= 'z');
}

static bool starts_with(const char *text, size_t length, const char *prefix)
{
    size_t size = strlen(prefix);
    return length > size && memcmp(text, prefix, size) == 0;
}

static bool has_scheme(const char *text, size_t length)
{
    size_t colon = 0;
    while (colon < length && (is_alphanumeric(text[colon]) || strchr("+-.", text[colon]) != NULL)) {
        colon++;
    }
    return colon > 1 && length - colon > 3 && memcmp(text + colon, "://", 3) == 0;
}

static bool is_reference(struct atl_arena *arena, const char *text, size_t length)
{
    struct atl_reference reference;
    atl_reference_parse(arena, text, length, &reference);
    return reference.kind != ATL_REFERENCE_URL;
}

static bool has_space(const char *text, size_t length)
{
    return memchr(text, ' ', length) != NULL || memchr(text, '\t', length) != NULL;
}

/* ---- reading ---- */

static bool ends_target(char character, bool image)
{
    switch (character) {
    case '|':
    case '[':
    case ']':
    case '{':
    case '}':
    case '\\':
    case 0x7F:
        return true;
    case '!':
        return image;
    default:
        return (unsigned char)character <= 0x20;
    }
}

/* What would end the link or begin something else is percent-encoded. */
static const char *encode(struct atl_arena *arena, const char *text, size_t length, bool image)
{
    static const char digits[] = "0123456789ABCDEF";
    size_t signs = 0;
    for (size_t i = 0; i < length; i++) {
        signs += ends_target(text[i], image);
    }
    if (signs == 0) {
        return atl_arena_strndup(arena, text, length);
    }
    char *encoded = atl_arena_alloc(arena, length + 2 * signs + 1);
    char *out = encoded;
    for (size_t i = 0; i < length; i++) {
        if (ends_target(text[i], image)) {
            *out++ = '%';
            *out++ = digits[(unsigned char)text[i] >> 4];
            *out++ = digits[(unsigned char)text[i] & 0xF];
        } else {
            *out++ = text[i];
        }
    }
    return encoded;
}

/* A part as a string of its own; NULL when it is empty. */
static const char *part(struct atl_arena *arena, const char *text, size_t length)
{
    return length == 0 ? NULL : atl_arena_strndup(arena, text, length);
}

/* "SPACE:" or "~user:" at the start; the length with its colon, 0 for none. */
static size_t space_prefix(const char *text, size_t length)
{
    size_t at = length > 0 && text[0] == '~' ? 1 : 0;
    bool personal = at == 1;
    while (at < length && (personal ? is_alphanumeric(text[at]) || strchr("._-", text[at]) != NULL
                                    : (text[at] >= 'A' && text[at] <= 'Z') ||
                                          (at > 0 && text[at] >= '0' && text[at] <= '9'))) {
        at++;
    }
    return at > (personal ? 1u : 0u) && at < length && text[at] == ':' ? at + 1 : 0;
}

/* "/2026/11/26/" at the start, without the slashes around it; 0 for none. */
static size_t blog_date(const char *text, size_t length)
{
    static const char shape[] = "/0000/00/00/";
    if (length <= strlen(shape)) {
        return 0;
    }
    for (size_t i = 0; shape[i] != '\0'; i++) {
        bool digit = text[i] >= '0' && text[i] <= '9';
        if (shape[i] == '/' ? text[i] != '/' : !digit) {
            return 0;
        }
    }
    return strlen("0000/00/00");
}

/* "Title#anchor", "Title^file", "/2026/11/26/Title", each with or without a space before it. */
static const char *read_place(struct atl_arena *arena, const char *text, size_t length)
{
    struct atl_reference reference = {.kind = ATL_REFERENCE_PAGE};
    size_t prefix = space_prefix(text, length);
    if (prefix > 0) {
        reference.space = part(arena, text, prefix - 1);
        text += prefix;
        length -= prefix;
    }
    if (length == 0) {
        reference.kind = ATL_REFERENCE_SPACE;
        return atl_reference_format(arena, &reference);
    }
    size_t date = blog_date(text, length);
    if (date > 0) {
        reference.kind = ATL_REFERENCE_BLOG;
        reference.date = part(arena, text + 1, date);
        text += date + 2;
        length -= date + 2;
    }
    const char *hash = memchr(text, '#', length);
    const char *caret = memchr(text, '^', length);
    const char *end = text + length;
    if (caret != NULL && date == 0) {
        reference.kind = ATL_REFERENCE_ATTACHMENT;
        reference.file = part(arena, caret + 1, (size_t)(end - caret - 1));
        end = caret;
    } else if (hash != NULL) {
        reference.anchor = part(arena, hash + 1, (size_t)(end - hash - 1));
        end = hash;
    }
    reference.title = part(arena, text, (size_t)(end - text));
    return atl_reference_format(arena, &reference);
}

static const char *read_user(struct atl_arena *arena, const char *text, size_t length)
{
    static const char account[] = "accountid:";
    static const char key[] = "key:";
    struct atl_reference reference = {.kind = ATL_REFERENCE_USER};
    if (starts_with(text, length, account)) {
        reference.id = atl_arena_strndup(arena, text + strlen(account), length - strlen(account));
    } else if (starts_with(text, length, key)) {
        reference.id = atl_arena_strndup(arena, text, length);
    } else {
        reference.id = atl_arena_printf(arena, "name:%.*s", (int)length, text);
    }
    return atl_reference_format(arena, &reference);
}

static const char *read_sigil(struct atl_arena *arena, const char *text, size_t length)
{
    struct atl_reference reference = {.kind = ATL_REFERENCE_PAGE};
    const char *rest = atl_arena_strndup(arena, text + 1, length - 1);
    switch (text[0]) {
    case '#': /* may be percent-encoded, as anchors with unusual characters are */
        atl_reference_parse(arena, text, length, &reference);
        break;
    case '^':
        reference.kind = ATL_REFERENCE_ATTACHMENT;
        reference.file = rest;
        break;
    case '$':
        reference.kind = ATL_REFERENCE_CONTENT;
        reference.id = rest;
        break;
    default:
        return read_user(arena, text + 1, length - 1);
    }
    return atl_reference_format(arena, &reference);
}

static bool is_shortcut(const char *text, size_t length)
{
    const char *at = memchr(text, '@', length);
    size_t key = at == NULL ? 0 : length - (size_t)(at - text) - 1;
    bool upper = key > 0;
    for (size_t i = 0; i < key; i++) {
        upper = upper && at[1 + i] >= 'A' && at[1 + i] <= 'Z';
    }
    return upper && at > text;
}

const char *wiki_link_target(struct atl_arena *arena, const char *text, size_t length)
{
    size_t prefix = space_prefix(text, length);
    bool user = starts_with(text, length, "~accountid:") || starts_with(text, length, "~key:");
    if (user || (length > 1 && strchr("#^$~", text[0]) != NULL && prefix == 0)) {
        return read_sigil(arena, text, length);
    }
    if (prefix > 0) {
        return read_place(arena, text, length);
    }
    if (has_scheme(text, length) || is_reference(arena, text, length)) {
        return encode(arena, text, length, false);
    }
    if (is_shortcut(text, length) && !starts_with(text, length, "mailto:")) {
        const char *at = memchr(text, '@', length);
        struct atl_reference reference = {.kind = ATL_REFERENCE_SHORTCUT};
        reference.argument = part(arena, text, (size_t)(at - text));
        reference.id = part(arena, at + 1, length - (size_t)(at - text) - 1);
        return atl_reference_format(arena, &reference);
    }
    if (has_space(text, length) || blog_date(text, length) > 0 ||
        (memchr(text, '^', length) != NULL && memchr(text, '/', length) == NULL)) {
        return read_place(arena, text, length);
    }
    return encode(arena, text, length, false);
}

const char *wiki_image_source(struct atl_arena *arena, const char *text, size_t length)
{
    if (text[0] == '^' || (memchr(text, '^', length) != NULL && !has_scheme(text, length))) {
        return text[0] == '^' ? read_sigil(arena, text, length) : read_place(arena, text, length);
    }
    if (has_scheme(text, length) || memchr(text, '/', length) != NULL ||
        starts_with(text, length, "data:") || is_reference(arena, text, length)) {
        return encode(arena, text, length, true);
    }
    struct atl_reference reference = {.kind = ATL_REFERENCE_ATTACHMENT};
    reference.file = atl_arena_strndup(arena, text, length);
    return atl_reference_format(arena, &reference);
}

bool wiki_is_link(const char *text, size_t length)
{
    static const char *const schemes[] = {
        "mailto:", "tel:",     "page:",     "blog:", "attachment:", "space:",
        "user:",   "content:", "shortcut:", "file:", "media:"};
    if (length > 1 && strchr("#^~", text[0]) != NULL) {
        return !has_space(text + 1, 1);
    }
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
        if (starts_with(text, length, schemes[i])) {
            return !has_space(text, length);
        }
    }
    return has_scheme(text, length) && !has_space(text, length);
}

bool wiki_is_image(const char *text, size_t length)
{
    if (length == 0 || wiki_is_space(text[0]) || wiki_is_space(text[length - 1])) {
        return false;
    }
    if (has_scheme(text, length) || starts_with(text, length, "media:") ||
        starts_with(text, length, "attachment:")) {
        return !has_space(text, length);
    }
    if (memchr(text, '/', length) != NULL) {
        return !has_space(text, length);
    }
    size_t extension = 0;
    while (extension < length && is_alphanumeric(text[length - 1 - extension])) {
        extension++;
    }
    return (text[0] == '^' && length > 1) ||
           (extension > 0 && extension <= 5 && length > extension + 1 &&
            text[length - 1 - extension] == '.');
}

/* ---- writing ---- */

static bool is_plain(const char *text)
{
    for (const char *at = text; *at != '\0'; at++) {
        if ((unsigned char)*at < 0x20 || *at == 0x7F || strchr("|[]{}!\\", *at) != NULL) {
            return false;
        }
    }
    size_t length = strlen(text);
    return length > 0 && text[0] != ' ' && text[length - 1] != ' ';
}

static const char *or_empty(const char *text)
{
    return text == NULL ? "" : text;
}

/* As Confluence's wiki markup writes a place; NULL for what has no such form. */
static const char *place(struct atl_arena *arena, const struct atl_reference *reference)
{
    const char *space = or_empty(reference->space);
    const char *colon = reference->space == NULL ? "" : ":";
    const char *hash = reference->anchor == NULL ? "" : "#";
    switch (reference->kind) {
    case ATL_REFERENCE_PAGE:
        return atl_arena_printf(arena, "%s%s%s%s%s", space, colon, or_empty(reference->title), hash,
                                or_empty(reference->anchor));
    case ATL_REFERENCE_BLOG:
        return atl_arena_printf(arena, "%s%s/%s/%s%s%s", space, colon, or_empty(reference->date),
                                or_empty(reference->title), hash, or_empty(reference->anchor));
    case ATL_REFERENCE_ATTACHMENT:
        return atl_arena_printf(arena, "%s%s%s^%s", space, colon, or_empty(reference->title),
                                or_empty(reference->file));
    case ATL_REFERENCE_SPACE:
        return atl_arena_printf(arena, "%s:", space);
    case ATL_REFERENCE_CONTENT:
        return atl_arena_printf(arena, "$%s", or_empty(reference->id));
    case ATL_REFERENCE_SHORTCUT:
        return atl_arena_printf(arena, "%s@%s", or_empty(reference->argument),
                                or_empty(reference->id));
    case ATL_REFERENCE_USER:
        if (atl_text_starts_with(reference->id, "name:")) {
            return atl_arena_printf(arena, "~%s", reference->id + strlen("name:"));
        }
        return atl_arena_printf(arena, "~%s%s",
                                atl_text_starts_with(reference->id, "key:") ? "" : "accountid:",
                                or_empty(reference->id));
    default:
        return NULL;
    }
}

/* Whether Jira, too, knows what it leads to. */
static bool jira_follows(const struct atl_reference *reference)
{
    switch (reference->kind) {
    case ATL_REFERENCE_PAGE:
        return reference->space == NULL && reference->title == NULL;
    case ATL_REFERENCE_ATTACHMENT:
        return reference->space == NULL && reference->title == NULL;
    case ATL_REFERENCE_USER:
        return !atl_text_starts_with(reference->id, "key:");
    default:
        return reference->kind == ATL_REFERENCE_URL;
    }
}

/* The first form that is read back as `target`, which it is compared with as its reader has it. */
static const char *write_target(struct atl_arena *arena, const char *target, size_t length,
                                bool image, bool *shown)
{
    struct atl_reference reference;
    atl_reference_parse(arena, target, length, &reference);
    *shown = jira_follows(&reference);
    const char *(*read)(struct atl_arena *, const char *, size_t) =
        image ? wiki_image_source : wiki_link_target;
    const char *written = place(arena, &reference);
    if (written != NULL && image && written[0] == '^' &&
        wiki_is_image(written + 1, strlen(written) - 1)) {
        written++;
    }
    if (written != NULL && is_plain(written) &&
        (!image || wiki_is_image(written, strlen(written)))) {
        const char *again = read(arena, written, strlen(written));
        if (strlen(again) == length && memcmp(again, target, length) == 0) {
            return written;
        }
    }
    return encode(arena, target, length, image);
}

const char *wiki_write_link_target(struct atl_arena *arena, const char *target, size_t length,
                                   bool *shown)
{
    return write_target(arena, target, length, false, shown);
}

const char *wiki_write_image_source(struct atl_arena *arena, const char *source, size_t length,
                                    bool *shown)
{
    return write_target(arena, source, length, true, shown);
}

/* ---- bare URLs ---- */

static bool ends_url(char character)
{
    return (unsigned char)character <= 0x20 || character == 0x7F ||
           strchr("\"<>[]{}|^\\`!", character) != NULL;
}

bool wiki_begins_url(const char *text, size_t from, size_t colon, size_t end, size_t *start)
{
    static const char *const schemes[] = {"http", "https", "ftp", "ftps", "ssh", "git", "file"};
    if (end - colon < 3 || memcmp(text + colon, "://", 3) != 0) {
        return false;
    }
    size_t begin = colon;
    while (begin > from && colon - begin < 6 && is_alphanumeric(text[begin - 1])) {
        begin--;
    }
    bool known = false;
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
        known = known || (strlen(schemes[i]) == colon - begin &&
                          strncasecmp(schemes[i], text + begin, colon - begin) == 0);
    }
    *start = begin;
    return known;
}

size_t wiki_bare_url(const char *text, size_t from, size_t colon, size_t end, size_t *start)
{
    if (!wiki_begins_url(text, from, colon, end, start)) {
        return 0;
    }
    size_t stop = colon + 3;
    bool parenthesis = false;
    while (stop < end && !ends_url(text[stop])) {
        parenthesis = parenthesis || text[stop] == '(';
        stop++;
    }
    while (stop > colon + 3 && (strchr(".,;:?'*_", text[stop - 1]) != NULL ||
                                (text[stop - 1] == ')' && !parenthesis))) {
        stop--;
    }
    return stop > colon + 3 ? stop - *start : 0;
}
