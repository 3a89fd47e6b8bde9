#include "atlcli/text.h"
#include "config/site_internal.h"

#include <arpa/inet.h>
#include <idn2.h>
#include <netinet/in.h>
#include <string.h>

enum {
    LONGEST_LABEL = 63, /* RFC 1035 section 2.3.4 */
    LONGEST_NAME = 253,
};

static bool is_ascii(const char *text)
{
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text > 0x7F) {
            return false;
        }
    }
    return true;
}

static void lower_case(char *text)
{
    for (; *text != '\0'; text++) {
        if (*text >= 'A' && *text <= 'Z') {
            *text = (char)(*text - 'A' + 'a');
        }
    }
}

/* The underscore is no letter of RFC 952, but in use within companies. */
static bool is_name(const char *host)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-_";
    size_t total = strlen(host);
    if (total == 0 || total > LONGEST_NAME) {
        return false;
    }
    for (;;) {
        size_t label = strspn(host, letters);
        if (label == 0 || label > LONGEST_LABEL) {
            return false;
        }
        if (host[label] != '.') {
            return host[label] == '\0';
        }
        host += label + 1;
    }
}

/* RFC 5952; libcurl shortens addresses too, but leaves letters and some spellings as they are. */
static const char *normalise_ipv6(struct atl_arena *arena, const char *host)
{
    char *address = atl_arena_strndup(arena, host + 1, strcspn(host + 1, "]"));
    struct in6_addr parsed;
    char text[INET6_ADDRSTRLEN];
    if (inet_pton(AF_INET6, address, &parsed) != 1 ||
        inet_ntop(AF_INET6, &parsed, text, sizeof text) == NULL) {
        return NULL;
    }
    return atl_arena_printf(arena, "[%s]", text);
}

const char *site_host_normalise(struct atl_arena *arena, const char *host)
{
    char *name = atl_arena_strdup(arena, host);
    if (host[0] == '[') {
        return normalise_ipv6(arena, host);
    }
    if (!is_ascii(host)) {
        uint8_t *ascii = NULL;
        if (idn2_lookup_u8((const uint8_t *)host, &ascii, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) !=
            IDN2_OK) {
            return NULL;
        }
        name = atl_arena_strdup(arena, (const char *)ascii);
        idn2_free(ascii);
    }
    lower_case(name);
    size_t length = strlen(name);
    if (length > 1 && name[length - 1] == '.') {
        name[length - 1] = '\0';
    }
    return is_name(name) ? name : NULL;
}

/* True for "<something>.domain". */
static bool is_below(const char *host, size_t length, const char *domain)
{
    size_t suffix = strlen(domain);
    return length > suffix + 1 && host[length - suffix - 1] == '.' &&
           strncmp(host + length - suffix, domain, suffix) == 0;
}

static bool is_exactly(const char *host, size_t length, const char *name)
{
    return length == strlen(name) && strncmp(host, name, length) == 0;
}

bool site_host_is_gateway(const char *host, size_t length)
{
    return is_exactly(host, length, "api.atlassian.com");
}

bool site_host_is_cloud(const char *host, size_t length)
{
    /* The last one is Atlassian Government Cloud. */
    static const char *const domains[] = {"atlassian.net", "jira.com", "atlassian-us-gov-mod.net"};
    for (size_t i = 0; i < sizeof domains / sizeof domains[0]; i++) {
        if (is_below(host, length, domains[i])) {
            return true;
        }
    }
    return site_host_is_gateway(host, length);
}

static bool is_loopback_v6(const char *address)
{
    struct in6_addr parsed;
    if (inet_pton(AF_INET6, address, &parsed) != 1) {
        return false;
    }
    return IN6_IS_ADDR_LOOPBACK(&parsed) ||
           (IN6_IS_ADDR_V4MAPPED(&parsed) && parsed.s6_addr[12] == 127);
}

static bool is_loopback_v4(const char *address)
{
    struct in_addr parsed;
    return inet_pton(AF_INET, address, &parsed) == 1 && ntohl(parsed.s_addr) >> 24 == 127;
}

bool site_host_is_loopback(const char *host, size_t length)
{
    char address[INET6_ADDRSTRLEN];
    if (length > 2 && host[0] == '[' && length - 2 < sizeof address) {
        memcpy(address, host + 1, length - 2);
        address[length - 2] = '\0';
        return is_loopback_v6(address);
    }
    if (length < sizeof address) {
        memcpy(address, host, length);
        address[length] = '\0';
        if (is_loopback_v4(address)) {
            return true;
        }
    }
    return is_exactly(host, length, "localhost") || is_below(host, length, "localhost");
}
