/* atlcli: from the process's words to its exit code. */
#include "cli/run.h"
#include "cmd/table.h"

#include "atlcli/memory.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

/*
 * A standard stream that was closed gets a descriptor on which reading and writing fail. Otherwise
 * the next file to be opened would take its place, and have output written into it.
 */
static void occupy_standard_streams(void)
{
    for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; descriptor++) {
        if (fcntl(descriptor, F_GETFD) < 0) {
            /* The lowest free descriptor is this one. */
            int opened = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY);
            if (opened != descriptor) {
                _exit(1);
            }
        }
    }
}

/* A token may be in the memory: it is to be in no core dump. */
static void forbid_core_dumps(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_CORE, &limit) == 0) {
        limit.rlim_cur = 0;
        setrlimit(RLIMIT_CORE, &limit);
    }
}

int main(int argc, char **argv)
{
    atl_memory_keep();
    forbid_core_dumps();
    occupy_standard_streams();
    /* A closed pipe is an error of write(), which is handled where it happens. */
    signal(SIGPIPE, SIG_IGN);
    struct atl_console console = atl_console_open(STDOUT_FILENO, stderr);
    size_t count = argc > 0 ? (size_t)argc - 1 : 0;
    int code = atl_run(atl_command_table(), &console, count, count > 0 ? argv + 1 : argv);
    atl_console_close(&console);
    return code;
}
