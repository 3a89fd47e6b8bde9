/* JQL: any bytes parse or fail in an orderly way, and any value quoted reads back as itself. */
#include "fuzz_query.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    check_query(ATL_QUERY_JQL, atl_jql_quote, data, size);
    return 0;
}
