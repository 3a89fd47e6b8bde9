#include "http/server_name.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

enum {
    SUBJECT_ALTERNATIVE_NAME = 17, /* 2.5.29.17 */
    NAME_CONSTRAINTS = 30,
    DNS_NAME = 0x82, /* GeneralName, RFC 5280 section 4.2.1.6 */
    IP_ADDRESS = 0x87,
    PERMITTED = 0xA0,
    EXCLUDED = 0xA1,
};

static bool equal(const char *left, const char *right, size_t length)
{
    return strncasecmp(left, right, length) == 0;
}

/* A trailing dot says that a name is complete, nothing else. */
static size_t name_length(const char *name, size_t length)
{
    return length > 0 && name[length - 1] == '.' ? length - 1 : length;
}

bool atl_server_name_matches(const char *pattern, size_t length, const char *host)
{
    size_t host_length = name_length(host, strlen(host));
    length = name_length(pattern, length);
    if (length == 0 || memchr(pattern, '\0', length) != NULL) {
        return false;
    }
    if (memchr(pattern, '*', length) == NULL) {
        return length == host_length && equal(pattern, host, length);
    }
    const char *rest = pattern + 1; /* ".example.com" */
    size_t rest_length = length - 1;
    const char *label_end = memchr(host, '.', host_length);
    return pattern[0] == '*' && rest_length > 1 && rest[0] == '.' &&
           memchr(rest, '*', rest_length) == NULL &&
           memchr(rest + 1, '.', rest_length - 1) != NULL && label_end != NULL &&
           label_end > host && (size_t)(host + host_length - label_end) == rest_length &&
           equal(label_end, rest, rest_length);
}

/* The address in network order, as certificates have it; 0 for a host that is none. */
static size_t parse_address(const char *host, unsigned char *bytes)
{
    if (inet_pton(AF_INET, host, bytes) == 1) {
        return 4;
    }
    return inet_pton(AF_INET6, host, bytes) == 1 ? 16 : 0;
}

static bool open_names(struct atl_der certificate, struct atl_der *names)
{
    struct atl_der value;
    return atl_der_extension(certificate, SUBJECT_ALTERNATIVE_NAME, &value) &&
           atl_der_take(&value, ATL_DER_SEQUENCE, names);
}

bool atl_server_name_is_in(struct atl_der certificate, const char *host, size_t *count)
{
    unsigned char address[16];
    size_t address_length = parse_address(host, address);
    struct atl_der names = {0};
    struct atl_der name;
    unsigned tag;
    bool found = false;
    *count = 0;
    open_names(certificate, &names);
    while (atl_der_next(&names, &tag, &name)) {
        *count += tag == DNS_NAME || tag == IP_ADDRESS ? 1 : 0;
        if (tag == DNS_NAME && address_length == 0) {
            found = found || atl_server_name_matches((const char *)name.at, name.length, host);
        } else if (tag == IP_ADDRESS && address_length > 0) {
            found = found || (name.length == address_length &&
                              memcmp(name.at, address, address_length) == 0);
        }
    }
    return found;
}

/* ---- constraints ---- */

/* "example.com" is for itself and all below it; as some write it, with a dot before it. */
static bool is_below(struct atl_der name, struct atl_der base)
{
    const char *text = (const char *)name.at;
    const char *end = (const char *)base.at;
    size_t length = name_length(text, name.length);
    size_t end_length = base.length;
    if (end_length > 0 && end[0] == '.') {
        end++;
        end_length--;
    }
    if (end_length == 0) {
        return true;
    }
    return length >= end_length && equal(text + length - end_length, end, end_length) &&
           (length == end_length || text[length - end_length - 1] == '.');
}

/* The base is an address and a mask of the same length. */
static bool is_in_network(struct atl_der address, struct atl_der base)
{
    if (base.length != 2 * address.length) {
        return false;
    }
    for (size_t i = 0; i < address.length; i++) {
        if ((address.at[i] & base.at[address.length + i]) !=
            (base.at[i] & base.at[address.length + i])) {
            return false;
        }
    }
    return true;
}

/* What the subtrees say about one name. */
struct hits {
    bool of_kind; /* some are about names of this kind */
    bool covers;
};

static bool look_up(struct atl_der subtrees, unsigned kind, struct atl_der name, struct hits *hits)
{
    struct atl_der subtree;
    struct atl_der base;
    unsigned tag;
    *hits = (struct hits){0};
    while (subtrees.length > 0) {
        if (!atl_der_take(&subtrees, ATL_DER_SEQUENCE, &subtree) ||
            !atl_der_next(&subtree, &tag, &base)) {
            return false;
        }
        if (tag == kind) {
            hits->of_kind = true;
            hits->covers = hits->covers ||
                           (kind == DNS_NAME ? is_below(name, base) : is_in_network(name, base));
        }
    }
    return true;
}

bool atl_server_names_allowed(struct atl_der issuer, struct atl_der certificate)
{
    struct atl_der value;
    struct atl_der constraints;
    struct atl_der permitted = {0};
    struct atl_der excluded = {0};
    struct atl_der names = {0};
    struct atl_der name;
    unsigned kind;
    if (!atl_der_extension(issuer, NAME_CONSTRAINTS, &value)) {
        return true;
    }
    if (!atl_der_take(&value, ATL_DER_SEQUENCE, &constraints)) {
        return false;
    }
    atl_der_take(&constraints, PERMITTED, &permitted);
    atl_der_take(&constraints, EXCLUDED, &excluded);
    open_names(certificate, &names);
    while (atl_der_next(&names, &kind, &name)) {
        struct hits in;
        struct hits out;
        if (kind != DNS_NAME && kind != IP_ADDRESS) {
            continue;
        }
        if (!look_up(permitted, kind, name, &in) || !look_up(excluded, kind, name, &out) ||
            out.covers || (in.of_kind && !in.covers)) {
            return false;
        }
    }
    return true;
}
