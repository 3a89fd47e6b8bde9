#include "base/shared_library.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

static void keep_reason(char reason[SHARED_LIBRARY_REASON_BYTES])
{
    const char *message = dlerror();
    snprintf(reason, SHARED_LIBRARY_REASON_BYTES, "%s",
             message == NULL ? "unknown reason" : message);
}

static void *open_first(const char *const *names, char reason[SHARED_LIBRARY_REASON_BYTES])
{
    for (size_t i = 0; names[i] != NULL; i++) {
        void *handle = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
        if (handle != NULL) {
            return handle;
        }
        if (i == 0) {
            keep_reason(reason);
        }
    }
    return NULL;
}

bool shared_library_open(const char *const *names, const struct shared_symbol *symbols,
                         size_t count, void *functions, char reason[SHARED_LIBRARY_REASON_BYTES])
{
    void *handle = open_first(names, reason);
    if (handle == NULL) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        void *address = dlsym(handle, symbols[i].name);
        if (address == NULL) {
            keep_reason(reason);
            return false;
        }
        memcpy((char *)functions + symbols[i].offset, &address, sizeof address);
    }
    return true;
}
