/* Attributes of malformed tags. */
#include "content/storage/storage_repair_parts.h"

#include <strings.h>

static const char *skip_white(const char *at, const char *end)
{
    while (at < end && storage_is_white(*at)) {
        at++;
    }
    return at;
}

struct value {
    const char *text;
    const char *end;
    char quote;
};

/* The value after "=", quoted or not; returns where it ends. */
static const char *read_value(const char *at, const char *end, struct value *value)
{
    at = skip_white(at, end);
    if (at < end && (*at == '"' || *at == '\'')) {
        value->quote = *at;
        value->text = at + 1;
        const char *stop = memchr(at + 1, *at, (size_t)(end - at - 1));
        value->end = stop == NULL ? end : stop;
        return stop == NULL ? end : stop + 1;
    }
    value->quote = '\0';
    value->text = at;
    while (at < end && !storage_is_white(*at)) {
        at++;
    }
    value->end = at;
    return at;
}

static void write_value(struct storage_repair *repair, const struct value *value)
{
    const char *back = repair->at;
    char quote = value->quote == '\'' ? '\'' : '"';
    atl_buffer_add_char(repair->out, quote);
    const char *from = value->text;
    while (from < value->end) {
        /* A quote can only be in a value that isn't quoted. */
        const char *stop = memchr(from, quote, (size_t)(value->end - from));
        stop = stop == NULL ? value->end : stop;
        repair->at = from;
        storage_repair_copy_text(repair, stop);
        if (stop < value->end) {
            atl_buffer_add(repair->out, quote == '"' ? "&quot;" : "&apos;");
            stop++;
        }
        from = stop;
    }
    atl_buffer_add_char(repair->out, quote);
    repair->at = back;
}

bool storage_name_is_good(const char *name, size_t length)
{
    const char *colon = memchr(name, ':', length);
    if (!storage_is_name_start(name[0])) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        if (!storage_is_name(name[i])) {
            return false;
        }
    }
    return colon == NULL || (colon < name + length - 1 && storage_is_name_start(colon[1]) &&
                             memchr(colon + 1, ':', (size_t)(name + length - colon - 1)) == NULL);
}

struct names {
    const char *start[STORAGE_ATTRIBUTES];
    size_t length[STORAGE_ATTRIBUTES];
    size_t count;
};

static bool is_repeated(const struct names *names, const char *name, size_t length)
{
    for (size_t i = 0; i < names->count; i++) {
        if (names->length[i] == length && strncasecmp(names->start[i], name, length) == 0) {
            return true;
        }
    }
    return false;
}

/* One attribute from `at`; returns where it ends, NULL for a failure. */
static const char *copy_attribute(struct storage_repair *repair, const char *at, const char *end,
                                  bool html, struct names *names)
{
    const char *name = at;
    while (at < end && !storage_is_white(*at) && *at != '=' && *at != '/') {
        at++;
    }
    size_t length = (size_t)(at - name);
    struct value value = {.text = name, .end = at};
    const char *equals = skip_white(at, end);
    bool valued = equals < end && *equals == '=';
    if (valued) {
        at = read_value(equals + 1, end, &value);
    }
    if (length == 0 || !storage_name_is_good(name, length) || is_repeated(names, name, length)) {
        storage_repair_note(repair, "attributes that repeat, or whose name is none: left out");
        return at == name ? at + 1 : at;
    }
    if (names->count == STORAGE_ATTRIBUTES) {
        storage_repair_fail(repair, repair->at, "this element has more than 256 attributes");
        return NULL;
    }
    names->start[names->count] = name;
    names->length[names->count++] = length;
    if (!valued || value.quote == '\0') {
        storage_repair_note(repair, "attributes without quotes or without a value: quoted");
    }
    atl_buffer_add_char(repair->out, ' ');
    for (size_t i = 0; i < length; i++) {
        bool upper = html && name[i] >= 'A' && name[i] <= 'Z';
        atl_buffer_add_char(repair->out, (char)(upper ? name[i] + ('a' - 'A') : name[i]));
    }
    atl_buffer_add_char(repair->out, '=');
    write_value(repair, &value);
    return at;
}

bool storage_repair_attributes(struct storage_repair *repair, const char *at, const char *end,
                               bool html)
{
    struct names names;
    names.count = 0;
    while ((at = skip_white(at, end)) < end) {
        if (*at == '/') {
            at++;
            continue;
        }
        at = copy_attribute(repair, at, end, html, &names);
        if (at == NULL) {
            return false;
        }
    }
    return true;
}
