#include "http/login.h"

#include "atlcli/text.h"

#include <string.h>
#include <strings.h>

/* What all fields of an answer say together. */
struct said {
    bool worked;
    bool failed;
    bool denied;
    bool named;
    bool nameless;
};

static bool is(const char *word, size_t length, const char *expected)
{
    return strlen(expected) == length && memcmp(word, expected, length) == 0;
}

static void read_reason(struct said *said, const char *word, size_t length)
{
    if (is(word, length, "OK")) {
        said->worked = true;
    } else if (is(word, length, "AUTHENTICATION_DENIED")) {
        said->denied = true;
    } else if (!is(word, length, "OUT")) { /* the end of a session before, which says nothing */
        said->failed = true;
    }
}

/* What Java's URLEncoder writes; anything else is no name. */
static bool is_encoded(const char *word, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)word[i];
        bool is_plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
                        (byte >= 'a' && byte <= 'z') || (byte != '\0' && strchr("-_.*+", byte));
        bool is_escape = byte == '%' && length - i > 2 && atl_hex_value(word[i + 1]) >= 0 &&
                         atl_hex_value(word[i + 2]) >= 0;
        if (!is_plain && !is_escape) {
            return false;
        }
        i += is_escape ? 2 : 0;
    }
    return length > 0;
}

static void read_name(struct said *said, const char *word, size_t length)
{
    struct atl_arena arena = {0};
    const char *name = atl_text_url_decoded(&arena, word, length, true);
    bool is_name = is_encoded(word, length) && !atl_text_is_empty(name) &&
                   !atl_text_equal_ignoring_case(name, "anonymous");
    said->named |= is_name;
    said->nameless |= !is_name;
    atl_arena_free(&arena);
}

/* A proxy may have joined several fields by commas; an empty one has one word, the empty one. */
static void read_words(struct said *said, const char *value,
                       void (*read)(struct said *said, const char *word, size_t length))
{
    for (const char *word = value;; word++) {
        word += strspn(word, " \t");
        size_t whole = strcspn(word, ",");
        size_t length = whole;
        while (length > 0 && (word[length - 1] == ' ' || word[length - 1] == '\t')) {
            length--;
        }
        read(said, word, length);
        word += whole;
        if (*word == '\0') {
            return;
        }
    }
}

enum atl_login atl_login_read(const struct atl_http_response *response)
{
    struct said said = {0};
    const char *name = NULL;
    const char *value;
    while (atl_http_header_next(response, &name, &value)) {
        if (strcasecmp(name, "X-Seraph-LoginReason") == 0) {
            read_words(&said, value, read_reason);
        } else if (strcasecmp(name, "X-AUSERNAME") == 0) {
            read_words(&said, value, read_name);
        } else if (strcasecmp(name, "X-Authentication-Denied-Reason") == 0) {
            said.denied = true;
        }
    }
    if (said.denied) {
        return ATL_LOGIN_DENIED;
    }
    if (said.failed) {
        return ATL_LOGIN_REFUSED;
    }
    bool accepted = said.worked || (said.named && !said.nameless);
    return accepted ? ATL_LOGIN_ACCEPTED : ATL_LOGIN_UNSAID;
}
