#include "scratch.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char path[] = "/dev/shm/atlcli-fuzz.XXXXXX";

static void remove_file(void)
{
    unlink(path);
}

const char *scratch_file(const uint8_t *data, size_t size)
{
    static int file = -1;
    if (file < 0) {
        file = mkstemp(path);
        if (file < 0) {
            file = mkstemp(strcpy(path, "/tmp/atlcli.XXXXXX"));
        }
        atexit(remove_file);
    }
    if (ftruncate(file, 0) != 0 || pwrite(file, data, size, 0) != (ssize_t)size) {
        abort();
    }
    return path;
}
