#include "content/safe_url.h"

#include <string.h>

enum {
    START_BYTES = 24, /* longer than what any rule looks at */
};

/*
 * The start of an address as a browser sees it (WHATWG URL, "basic URL parser"): C0 controls and
 * spaces before it are stripped, tabs and line breaks removed anywhere. Other controls can't stand
 * in a scheme, but removing them as well errs on the right side. Returns its length.
 */
static size_t read_start(const char *text, size_t length, char start[START_BYTES])
{
    size_t count = 0;
    for (size_t i = 0; i < length && count < START_BYTES; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte <= ' ' || byte == 0x7F) {
            continue;
        }
        start[count++] = (char)(byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte);
    }
    return count;
}

static bool starts_with(const char *start, size_t count, const char *prefix)
{
    size_t length = strlen(prefix);
    return count >= length && memcmp(start, prefix, length) == 0;
}

bool content_url_runs(const char *text, size_t length)
{
    static const char *const pictures[] = {"data:image/png", "data:image/gif", "data:image/jpeg",
                                           "data:image/webp"};
    char start[START_BYTES];
    size_t count = read_start(text, length, start);
    if (starts_with(start, count, "javascript:") || starts_with(start, count, "vbscript:")) {
        return true;
    }
    if (!starts_with(start, count, "data:")) {
        return false;
    }
    for (size_t i = 0; i < sizeof pictures / sizeof *pictures; i++) {
        size_t picture = strlen(pictures[i]);
        if (starts_with(start, count, pictures[i]) &&
            (count == picture || start[picture] == ';' || start[picture] == ',')) {
            return false;
        }
    }
    return true;
}
