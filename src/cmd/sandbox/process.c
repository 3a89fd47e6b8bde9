/*
 * The process of a sandbox. It has a lock of its own on a file for as long as it lives, taken
 * between fork and exec: such locks (POSIX record locks) belong to a process, stay over exec, and
 * the kernel tells whose they are.
 */
#include "atlcli/loop.h"
#include "cmd/sandbox/sandbox.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/syscall.h>
#endif

enum {
    LOCK_DESCRIPTOR = 3,
    READY_DESCRIPTOR = 4, /* SANDBOX_READY_DESCRIPTOR */
    FIRST_FREE_DESCRIPTOR = 16,
    PAUSE_MS = 10,
    PATIENCE_MS = 10000,
};

/* ---- looking ---- */

pid_t sandbox_process_find(const struct sandbox_place *place)
{
    int descriptor = open(place->process, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return SANDBOX_NOBODY;
    }
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    bool known = fcntl(descriptor, F_GETLK, &lock) == 0;
    close(descriptor);
    if (!known || lock.l_type == F_UNLCK) {
        return SANDBOX_NOBODY;
    }
    return lock.l_pid > 0 ? lock.l_pid : SANDBOX_UNSEEN;
}

/* ---- starting ---- */

/* What the new process is given. */
struct gift {
    int nothing; /* /dev/null */
    int messages;
    int lock;
    int ready;
};

static void close_all_above(int last)
{
    DIR *open_ones = opendir("/dev/fd");
    if (open_ones == NULL) {
        return;
    }
    const struct dirent *entry;
    while ((entry = readdir(open_ones)) != NULL) {
        int descriptor = (int)strtol(entry->d_name, NULL, 10);
        if (descriptor > last && descriptor != dirfd(open_ones)) {
            close(descriptor);
        }
    }
    closedir(open_ones);
}

/* Moves them out of the way first, so that none takes the place of another. */
static bool arrange_descriptors(const struct gift *gift)
{
    const int given[] = {gift->nothing, gift->messages, gift->messages, gift->lock, gift->ready};
    enum { COUNT = sizeof given / sizeof *given };
    int moved[COUNT];
    for (int i = 0; i < COUNT; i++) {
        moved[i] = fcntl(given[i], F_DUPFD, FIRST_FREE_DESCRIPTOR);
    }
    for (int i = 0; i < COUNT; i++) {
        if (moved[i] < 0 || dup2(moved[i], i) != i) {
            return false;
        }
    }
    close_all_above(READY_DESCRIPTOR);
    return true;
}

static void restore_signals(void)
{
    static const int changed[] = {SIGPIPE, SIGINT, SIGTERM};
    for (size_t i = 0; i < sizeof changed / sizeof *changed; i++) {
        signal(changed[i], SIG_DFL);
    }
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* In the new process. Closing any other descriptor of the lock's file would give the lock up. */
static void become_sandbox(const struct gift *gift, const char *program,
                           const struct atl_words *words)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    setsid();
    restore_signals();
    /* The user's own, of which the sandbox has no need. */
    unsetenv("ATLCLI_API_TOKEN");
    if (arrange_descriptors(gift) && fcntl(LOCK_DESCRIPTOR, F_SETLK, &lock) == 0) {
        execv(program, (char *const *)(uintptr_t)words->items);
    }
    fprintf(stderr, "error: cannot run %s: %s\n", program, strerror(errno));
    _exit(1);
}

static enum atl_status fail_to_start(const char *path, struct atl_error *error)
{
    return atl_fail(error, ATL_FAILED, "cannot write %s: %s", path, strerror(errno));
}

/* Files of an earlier run may still be open elsewhere (logs --follow), so these are new ones. */
static enum atl_status open_gift(const struct sandbox_place *place, struct gift *gift,
                                 struct atl_error *error)
{
    *gift = (struct gift){-1, -1, -1, -1};
    gift->nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (gift->nothing < 0) {
        return atl_fail(error, ATL_FAILED, "cannot open /dev/null: %s", strerror(errno));
    }
    unlink(place->requests);
    unlink(place->messages);
    gift->messages =
        open(place->messages, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600);
    if (gift->messages < 0) {
        return fail_to_start(place->messages, error);
    }
    gift->lock = open(place->process, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    return gift->lock < 0 ? fail_to_start(place->process, error) : ATL_OK;
}

static void close_gift(const struct gift *gift)
{
    const int descriptors[] = {gift->nothing, gift->messages, gift->lock, gift->ready};
    for (size_t i = 0; i < sizeof descriptors / sizeof *descriptors; i++) {
        if (descriptors[i] >= 0) {
            close(descriptors[i]);
        }
    }
}

static pid_t start(const struct gift *gift, const char *program, const struct atl_words *words)
{
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    /* Our handlers must not run in the new process. */
    sigprocmask(SIG_SETMASK, &all, &before);
    pid_t id = fork();
    if (id == 0) {
        become_sandbox(gift, program, words);
    }
    sigprocmask(SIG_SETMASK, &before, NULL);
    return id;
}

enum atl_status sandbox_process_start(const struct sandbox_place *place, const char *program,
                                      const struct atl_words *words,
                                      struct sandbox_process *process, struct atl_error *error)
{
    struct gift gift;
    int ready[2];
    enum atl_status status = open_gift(place, &gift, error);
    if (status == ATL_OK && pipe(ready) != 0) {
        status = atl_fail(error, ATL_FAILED, "cannot make a pipe: %s", strerror(errno));
    }
    if (status == ATL_OK) {
        fcntl(ready[0], F_SETFD, FD_CLOEXEC);
        gift.ready = ready[1];
        *process = (struct sandbox_process){start(&gift, program, words), ready[0]};
        if (process->id < 0) {
            status = atl_fail(error, ATL_FAILED, "cannot start a process: %s", strerror(errno));
            close(ready[0]);
        }
    }
    close_gift(&gift);
    return status;
}

/* ---- ending ---- */

/* A handle stays that process's, also when its number is given to another one; -1: none here. */
static int open_handle(pid_t process)
{
#ifdef SYS_pidfd_open
    return (int)syscall(SYS_pidfd_open, process, 0);
#else
    (void)process;
    return -1;
#endif
}

static void send_signal(int handle, pid_t process, int signal_number)
{
#ifdef SYS_pidfd_open
    if (handle >= 0) {
        syscall(SYS_pidfd_send_signal, handle, signal_number, NULL, 0);
        return;
    }
#endif
    (void)handle;
    kill(process, signal_number);
}

static enum atl_status await_unlocked(const struct sandbox_place *place, pid_t process,
                                      int64_t patience_ms, struct atl_error *error)
{
    for (int64_t waited = 0; sandbox_process_find(place) == process; waited += PAUSE_MS) {
        if (waited >= patience_ms) {
            return atl_fail(error, ATL_NETWORK, "timed out");
        }
        enum atl_status status = atl_sleep(PAUSE_MS, error);
        if (status != ATL_OK) {
            return status;
        }
    }
    return ATL_OK;
}

enum atl_status sandbox_process_stop(const struct sandbox_place *place, pid_t process,
                                     int64_t patience_ms, struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    int handle = open_handle(process);
    /* Looked at again: only now can the number be no one else's. */
    if (sandbox_process_find(place) == process) {
        /*
         * One that is suspended couldn't hear the other. Before it, not after: one that is ending
         * already may be held by a tool for a last look at it (LeakSanitizer does), which would
         * wait for ever for a stop that SIGCONT takes back.
         */
        send_signal(handle, process, SIGCONT);
        send_signal(handle, process, SIGTERM);
        status = handle >= 0 ? atl_wait_descriptor(handle, ATL_READABLE, patience_ms, error)
                             : await_unlocked(place, process, patience_ms, error);
    }
    if (handle >= 0) {
        close(handle);
    }
    return status;
}

void sandbox_process_end(pid_t process)
{
    kill(process, SIGTERM);
    atl_shield_begin();
    for (int waited = 0; waitpid(process, NULL, WNOHANG) == 0; waited += PAUSE_MS) {
        if (waited >= PATIENCE_MS) {
            kill(process, SIGKILL);
        }
        atl_sleep(PAUSE_MS, NULL);
    }
    atl_shield_end();
}
