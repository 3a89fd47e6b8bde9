#include "content/storage/storage_library.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

struct symbol {
    const char *name;
    size_t offset;
};

static const struct symbol symbols[] = {
    {"xmlNewParserCtxt", offsetof(struct storage_library, xmlNewParserCtxt)},
    {"xmlCtxtReadIO", offsetof(struct storage_library, xmlCtxtReadIO)},
    {"xmlStopParser", offsetof(struct storage_library, xmlStopParser)},
    {"xmlFreeParserCtxt", offsetof(struct storage_library, xmlFreeParserCtxt)},
};

/*
 * libxml2 2.14 changed its binary interface, and with it the name: only the one whose headers this
 * was compiled with will do.
 */
static const char *const candidates[] = {
#if LIBXML_VERSION >= 21400
    "libxml2.so.16",
    "libxml2.16.dylib",
#else
    "libxml2.so.2",
    "libxml2.2.dylib",
#endif
};

static enum atl_status fail_to_load(const char *reason, struct atl_error *error)
{
    atl_fail(error, ATL_FAILED, "storage format needs libxml2, which cannot be loaded: %s",
             reason == NULL ? "unknown reason" : reason);
    atl_hint(error, "install libxml2 (Debian: libxml2)");
    return ATL_FAILED;
}

/* Never closed: what it has set up for the whole process can't be taken down safely. */
static void *open_library(char reason[256])
{
    for (size_t i = 0; i < sizeof candidates / sizeof *candidates; i++) {
        void *handle = dlopen(candidates[i], RTLD_NOW | RTLD_LOCAL);
        if (handle != NULL) {
            return handle;
        }
        const char *message = dlerror();
        if (i == 0 && message != NULL) {
            strncpy(reason, message, 255);
        }
    }
    return NULL;
}

enum atl_status storage_library_load(const struct storage_library **library,
                                     struct atl_error *error)
{
    static struct storage_library loaded;
    static bool is_loaded;
    *library = &loaded;
    if (is_loaded) {
        return ATL_OK;
    }
    char reason[256] = "";
    void *handle = open_library(reason);
    if (handle == NULL) {
        return fail_to_load(reason, error);
    }
    for (size_t i = 0; i < sizeof symbols / sizeof symbols[0]; i++) {
        void *address = dlsym(handle, symbols[i].name);
        if (address == NULL) {
            return fail_to_load(dlerror(), error);
        }
        memcpy((char *)&loaded + symbols[i].offset, &address, sizeof address);
    }
    is_loaded = true;
    return ATL_OK;
}
