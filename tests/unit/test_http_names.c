/* Names in certificates: what they stand for, and which an issuer may put there. */
#include "http/server_name.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool matches(const char *pattern, const char *host)
{
    return atl_server_name_matches(pattern, strlen(pattern), host);
}

static void name_stands_for_itself(void **state)
{
    (void)state;
    assert_true(matches("jira.example.com", "jira.example.com"));
    assert_true(matches("JIRA.example.com", "jira.EXAMPLE.com"));
    assert_true(matches("jira.example.com.", "jira.example.com"));
    assert_true(matches("jira.example.com", "jira.example.com."));
    assert_true(matches("localhost", "localhost"));
    static const char *const others[] = {
        "",  ".",   "jira.example.co",       "jira.example.com.evil.org",
        "*", "com", "evil-jira.example.com", "example.com"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        assert_false(matches("jira.example.com", others[i]));
        assert_false(matches(others[i], "jira.example.com"));
    }
}

static void wildcard_is_one_whole_label_of_three_or_more(void **state)
{
    (void)state;
    assert_true(matches("*.example.com", "jira.example.com"));
    assert_true(matches("*.EXAMPLE.com", "jira.example.COM."));
    assert_true(matches("*.a.example.com", "b.a.example.com"));
    static const char *const patterns[] = {"*",
                                           "*.",
                                           "*.com",
                                           "**.example.com",
                                           "*.*.com",
                                           "*a.example.com",
                                           "a*.example.com",
                                           "a.*.com",
                                           "*..com",
                                           "*.example.com*",
                                           "*.a.example.com"};
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        assert_false(matches(patterns[i], "ab.example.com"));
        assert_false(matches(patterns[i], "ab.com"));
        assert_false(matches(patterns[i], "com"));
    }
    assert_false(matches("*.example.com", "example.com"));
    assert_false(matches("*.example.com", ".example.com"));
    assert_false(matches("*.example.com", "a.b.example.com"));
}

static void zero_byte_ends_no_name(void **state)
{
    (void)state;
    static const char name[] = "jira.example.com\0.evil.org";
    assert_false(atl_server_name_matches(name, sizeof name - 1, "jira.example.com"));
    assert_false(atl_server_name_matches(name, 17, "jira.example.com"));
}

/* ---- certificates made of nothing but extensions ---- */

struct bytes {
    unsigned char at[512];
    size_t length;
};

static struct bytes wrap(unsigned tag, const void *content, size_t length)
{
    struct bytes result = {
        .at = {(unsigned char)tag, 0x82, (unsigned char)(length >> 8), (unsigned char)length},
        .length = length + 4};
    assert_true(length < sizeof result.at - 4);
    memcpy(result.at + 4, content, length);
    return result;
}

static void append(struct bytes *to, struct bytes more)
{
    assert_true(to->length + more.length < sizeof to->at);
    memcpy(to->at + to->length, more.at, more.length);
    to->length += more.length;
}

/* The extension 2.5.29.number, with a sequence in it, in what else is a certificate. */
static struct bytes certificate(unsigned char number, struct bytes content)
{
    const unsigned char oid[] = {0x55, 0x1D, number};
    static const unsigned char yes[] = {0xFF};
    struct bytes extension = wrap(ATL_DER_OID, oid, sizeof oid);
    struct bytes value = wrap(ATL_DER_SEQUENCE, content.at, content.length);
    append(&extension, wrap(ATL_DER_BOOLEAN, yes, sizeof yes));
    append(&extension, wrap(ATL_DER_OCTETS, value.at, value.length));
    extension = wrap(ATL_DER_SEQUENCE, extension.at, extension.length);
    extension = wrap(ATL_DER_SEQUENCE, extension.at, extension.length);
    struct bytes fields = wrap(ATL_DER_SEQUENCE, "", 0);
    append(&fields, wrap(0xA3, extension.at, extension.length));
    fields = wrap(ATL_DER_SEQUENCE, fields.at, fields.length);
    return wrap(ATL_DER_SEQUENCE, fields.at, fields.length);
}

static struct atl_der der(const struct bytes *bytes)
{
    return (struct atl_der){bytes->at, bytes->length};
}

static struct bytes dns(const char *name)
{
    return wrap(0x82, name, strlen(name));
}

static void only_addresses_are_addresses(void **state)
{
    (void)state;
    size_t count;
    struct bytes names = dns("*.0.0.1");
    append(&names, dns("127.0.0.1"));
    struct bytes given = certificate(17, names);
    assert_false(atl_server_name_is_in(der(&given), "127.0.0.1", &count));
    assert_int_equal(count, 2);
    append(&names, wrap(0x87, "\x7F\0\0\1", 4));
    given = certificate(17, names);
    assert_true(atl_server_name_is_in(der(&given), "127.0.0.1", &count));
    assert_false(atl_server_name_is_in(der(&given), "127.0.0.2", &count));
    assert_false(atl_server_name_is_in(der(&given), "::7f00:1", &count));
    assert_int_equal(count, 3);
    given = certificate(17, wrap(0x87, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1", 16));
    assert_true(atl_server_name_is_in(der(&given), "::1", &count));
    given = certificate(18, dns("localhost"));
    assert_false(atl_server_name_is_in(der(&given), "localhost", &count));
    assert_int_equal(count, 0);
}

static bool allowed(unsigned which, struct bytes base, struct bytes name)
{
    struct bytes subtree = wrap(ATL_DER_SEQUENCE, base.at, base.length);
    struct bytes issuer = certificate(30, wrap(which, subtree.at, subtree.length));
    struct bytes server = certificate(17, name);
    return atl_server_names_allowed(der(&issuer), der(&server));
}

static void constraints_are_for_a_name_and_all_below_it(void **state)
{
    (void)state;
    static const struct {
        const char *base;
        const char *name;
        bool below;
    } cases[] = {
        {"example.com", "example.com", true},     {"example.com", "a.b.EXAMPLE.com", true},
        {"example.com", "notexample.com", false}, {"example.com", "example.com.evil.org", false},
        {".example.com", "a.example.com", true},  {"", "anything.org", true},
        {"a.example.com", "example.com", false},  {"example.com", "*.example.com", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(allowed(0xA0, dns(cases[i].base), dns(cases[i].name)), cases[i].below);
        assert_int_equal(allowed(0xA1, dns(cases[i].base), dns(cases[i].name)), !cases[i].below);
    }
}

static void constraints_on_addresses_have_a_mask(void **state)
{
    (void)state;
    struct bytes ten = wrap(0x87, "\x0A\0\0\0\xFF\0\0\0", 8);
    assert_true(allowed(0xA0, ten, wrap(0x87, "\x0A\1\2\3", 4)));
    assert_false(allowed(0xA0, ten, wrap(0x87, "\x0B\1\2\3", 4)));
    assert_false(allowed(0xA1, ten, wrap(0x87, "\x0A\1\2\3", 4)));
    assert_false(allowed(0xA0, ten, wrap(0x87, "\x0A\1\2\3\x0A\1\2\3\x0A\1\2\3\x0A\1\2\3", 16)));
    /* Each kind of name by itself. */
    assert_true(allowed(0xA0, ten, dns("example.com")));
    assert_true(allowed(0xA0, dns("example.com"), wrap(0x87, "\x0A\1\2\3", 4)));
}

static void damaged_constraints_allow_nothing(void **state)
{
    (void)state;
    struct bytes server = certificate(17, dns("example.com"));
    struct bytes issuer = certificate(30, wrap(0xA0, "\x30\x7F", 2));
    assert_false(atl_server_names_allowed(der(&issuer), der(&server)));
    issuer = certificate(30, wrap(0xA1, "\x30\x00", 2));
    assert_false(atl_server_names_allowed(der(&issuer), der(&server)));
    /* Cut short anywhere, it is read without a look past its end. */
    struct bytes subtree = wrap(ATL_DER_SEQUENCE, dns("example.com").at, dns("example.com").length);
    issuer = certificate(30, wrap(0xA0, subtree.at, subtree.length));
    for (size_t length = 0; length <= issuer.length; length++) {
        unsigned char *copy = malloc(length + 1);
        size_t count;
        memcpy(copy, issuer.at, length);
        atl_server_names_allowed((struct atl_der){copy, length}, der(&server));
        atl_server_name_is_in((struct atl_der){copy, length}, "example.com", &count);
        free(copy);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(name_stands_for_itself),
        cmocka_unit_test(wildcard_is_one_whole_label_of_three_or_more),
        cmocka_unit_test(zero_byte_ends_no_name),
        cmocka_unit_test(only_addresses_are_addresses),
        cmocka_unit_test(constraints_are_for_a_name_and_all_below_it),
        cmocka_unit_test(constraints_on_addresses_have_a_mask),
        cmocka_unit_test(damaged_constraints_allow_nothing),
    };
    return cmocka_run_group_tests_name("http names", tests, NULL, NULL);
}
