#include "content/storage/storage_library.h"

#include "base/shared_library.h"

static const struct shared_symbol symbols[] = {
    {"xmlNewParserCtxt", offsetof(struct storage_library, xmlNewParserCtxt)},
    {"xmlCtxtReadIO", offsetof(struct storage_library, xmlCtxtReadIO)},
    {"xmlStopParser", offsetof(struct storage_library, xmlStopParser)},
    {"xmlFreeParserCtxt", offsetof(struct storage_library, xmlFreeParserCtxt)},
};

/*
 * libxml2 2.14 changed its binary interface, and with it the name: only the one whose headers this
 * was compiled with will do.
 */
static const char *const names[] = {
#if LIBXML_VERSION >= 21400
    "libxml2.so.16",
    "libxml2.16.dylib",
#else
    "libxml2.so.2",
    "libxml2.2.dylib",
#endif
    NULL,
};

enum atl_status storage_library_load(const struct storage_library **library,
                                     struct atl_error *error)
{
    static struct storage_library loaded;
    static bool is_loaded;
    char reason[SHARED_LIBRARY_REASON_BYTES];
    *library = &loaded;
    if (is_loaded ||
        shared_library_open(names, symbols, sizeof symbols / sizeof *symbols, &loaded, reason)) {
        is_loaded = true;
        return ATL_OK;
    }
    atl_fail(error, ATL_FAILED, "storage format needs libxml2, which cannot be loaded: %s", reason);
    atl_hint(error, "install libxml2 (Debian: libxml2)");
    return ATL_FAILED;
}
