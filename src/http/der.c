#include "http/der.h"

#include <string.h>

enum {
    CONTEXT_0 = 0xA0, /* the version of a certificate */
    CONTEXT_3 = 0xA3, /* its extensions */
    LONG_LENGTH = 0x80,
    LONG_TAG = 0x1F, /* tags of several bytes, which nothing here has */
};

bool atl_der_next(struct atl_der *in, unsigned *tag, struct atl_der *value)
{
    const unsigned char *at = in->at;
    size_t left = in->length;
    *in = (struct atl_der){0};
    if (left < 2 || (at[0] & LONG_TAG) == LONG_TAG) {
        return false;
    }
    size_t length = at[1];
    size_t head = 2;
    if (length >= LONG_LENGTH) {
        size_t digits = length - LONG_LENGTH;
        if (digits == 0 || digits > sizeof(unsigned) || digits > left - head) {
            return false;
        }
        for (length = 0; digits > 0; digits--) {
            length = length << 8 | at[head++];
        }
    }
    if (length > left - head) {
        return false;
    }
    *tag = at[0];
    *value = (struct atl_der){at + head, length};
    *in = (struct atl_der){at + head + length, left - head - length};
    return true;
}

bool atl_der_take(struct atl_der *in, unsigned tag, struct atl_der *value)
{
    struct atl_der rest = *in;
    struct atl_der content;
    unsigned found;
    if (!atl_der_next(&rest, &found, &content) || found != tag) {
        return false;
    }
    *value = content;
    *in = rest;
    return true;
}

/* Enters a certificate, past the version: what is left begins with the serial number. */
static bool enter(struct atl_der certificate, struct atl_der *fields)
{
    struct atl_der whole;
    struct atl_der version;
    if (!atl_der_take(&certificate, ATL_DER_SEQUENCE, &whole) ||
        !atl_der_take(&whole, ATL_DER_SEQUENCE, fields)) {
        return false;
    }
    atl_der_take(fields, CONTEXT_0, &version);
    return true;
}

static bool skip(struct atl_der *fields, int count)
{
    unsigned tag;
    struct atl_der value;
    while (count > 0 && atl_der_next(fields, &tag, &value)) {
        count--;
    }
    return count == 0;
}

bool atl_der_names(struct atl_der certificate, struct atl_der *issuer, struct atl_der *subject)
{
    struct atl_der fields;
    return enter(certificate, &fields) && skip(&fields, 2) && /* serial number, signature */
           atl_der_take(&fields, ATL_DER_SEQUENCE, issuer) && skip(&fields, 1) && /* validity */
           atl_der_take(&fields, ATL_DER_SEQUENCE, subject);
}

static bool is_extension(struct atl_der *extension, unsigned char number)
{
    const unsigned char wanted[] = {0x55, 0x1D, number};
    struct atl_der oid;
    return atl_der_take(extension, ATL_DER_OID, &oid) && oid.length == sizeof wanted &&
           memcmp(oid.at, wanted, sizeof wanted) == 0;
}

bool atl_der_extension(struct atl_der certificate, unsigned char number, struct atl_der *value)
{
    struct atl_der fields;
    struct atl_der wrapped = {0};
    struct atl_der list = {0};
    struct atl_der extension;
    struct atl_der critical;
    unsigned tag = 0;
    if (!enter(certificate, &fields)) {
        return false;
    }
    while (tag != CONTEXT_3 && atl_der_next(&fields, &tag, &wrapped)) {
    }
    if (tag != CONTEXT_3 || !atl_der_take(&wrapped, ATL_DER_SEQUENCE, &list)) {
        return false;
    }
    while (atl_der_take(&list, ATL_DER_SEQUENCE, &extension)) {
        if (is_extension(&extension, number)) {
            atl_der_take(&extension, ATL_DER_BOOLEAN, &critical);
            return atl_der_take(&extension, ATL_DER_OCTETS, value);
        }
    }
    return false;
}
