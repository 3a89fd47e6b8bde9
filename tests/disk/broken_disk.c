/*
 * A disk that doesn't take what was written: preloaded (LD_PRELOAD), it has syncfs() fail with the
 * number BROKEN_DISK, an errno.
 */
#include <errno.h>
#include <stdlib.h>

int syncfs(int descriptor); /* of unistd.h */

int syncfs(int descriptor)
{
    (void)descriptor;
    const char *number = getenv("BROKEN_DISK");
    errno = number == NULL ? 0 : atoi(number);
    return errno == 0 ? 0 : -1;
}
