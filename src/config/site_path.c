#include "atlcli/text.h"
#include "config/site_internal.h"

#include <string.h>

/* First segments of page addresses in Jira and Confluence, Server and Data Center. */
static const char *const page_starts[] = {
    "browse", "secure", "display", "rest", "plugins", "servicedesk",
};

/* Words that start a page only when something follows: alone they may be a context path. */
static const char *const page_starts_with_more[] = {
    "projects", "issues", "spaces", "pages", "x", "label", "admin", "download",
};

static const char *const page_suffixes[] = {".jsp", ".jspa", ".action"};

static bool is_word_of(const char *const *words, size_t count, const char *segment, size_t length)
{
    for (size_t i = 0; i < count; i++) {
        if (strlen(words[i]) == length && strncmp(words[i], segment, length) == 0) {
            return true;
        }
    }
    return false;
}

static bool has_page_suffix(const char *segment, size_t length)
{
    for (size_t i = 0; i < sizeof page_suffixes / sizeof page_suffixes[0]; i++) {
        size_t suffix = strlen(page_suffixes[i]);
        if (length > suffix && strncmp(segment + length - suffix, page_suffixes[i], suffix) == 0) {
            return true;
        }
    }
    return false;
}

static bool starts_page(const char *segment, size_t length, bool more_follows)
{
    if (has_page_suffix(segment, length) ||
        is_word_of(page_starts, sizeof page_starts / sizeof page_starts[0], segment, length)) {
        return true;
    }
    return more_follows &&
           is_word_of(page_starts_with_more,
                      sizeof page_starts_with_more / sizeof page_starts_with_more[0], segment,
                      length);
}

static bool is_sound(const char *path)
{
    /* RFC 3986's pchar without '@', and the slash. */
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                  "-._~!$&'()*+,;=:%/";
    if (path[strspn(path, allowed)] != '\0') {
        return false;
    }
    for (path = strchr(path, '%'); path != NULL; path = strchr(path + 1, '%')) {
        int high = atl_hex_value(path[1]);
        int low = high < 0 ? -1 : atl_hex_value(path[2]);
        int byte = low < 0 ? 0 : high * 16 + low;
        if (byte < 0x20 || byte == 0x7F) {
            return false;
        }
    }
    return true;
}

const char *site_context_path(struct atl_arena *arena, const char *path, bool had_query)
{
    size_t room = strlen(path) + 1;
    char *context = atl_arena_alloc(arena, room);
    size_t used = 0;
    while (*path != '\0') {
        path += strspn(path, "/");
        size_t length = strcspn(path, "/");
        const char *rest = path + length;
        bool more_follows = had_query || rest[strspn(rest, "/")] != '\0';
        if (length == 0 || starts_page(path, length, more_follows)) {
            break;
        }
        context[used++] = '/';
        memcpy(context + used, path, length);
        used += length;
        path = rest;
    }
    context[used] = '\0';
    return is_sound(context) ? context : NULL;
}
