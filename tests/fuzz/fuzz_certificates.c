/* Certificates of a server, as it shows them: its own and an issuer's, one after the other. */
#include "http/chain.h"

#include <wolfssl/options.h>

#include <stdint.h>
#include <wolfssl/ssl.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool started;
    if (!started) {
        wolfSSL_Init();
        started = true;
    }
    struct atl_der rest = {data, size};
    struct atl_der value;
    struct atl_flaw flaw;
    unsigned tag;
    struct atl_chain chain = {0};
    while (chain.count < ATL_CHAIN_LONGEST && rest.length > 0) {
        const unsigned char *begin = rest.at;
        size_t length = atl_der_next(&rest, &tag, &value) && rest.length > 0
                            ? (size_t)(rest.at - begin)
                            : (size_t)(data + size - begin);
        chain.certificates[chain.count++] = (struct atl_der){begin, length};
        rest = (struct atl_der){begin + length, (size_t)(data + size - begin) - length};
    }
    atl_chain_find_flaw(&chain, "a.example.com", &flaw);
    /* The last one as what the user trusts. */
    if (chain.count > 1) {
        chain.anchors = &chain.certificates[--chain.count];
        chain.anchor_count = 1;
        atl_chain_find_flaw(&chain, "10.0.0.1", &flaw);
    }
    return 0;
}
