/*
 * Watches the memory of a program for secrets: preloaded (LD_PRELOAD), it looks into each block of
 * the heap that is given back, and at the end into all that the process can write, for texts that
 * should have been overwritten. What it finds goes to the file WATCH_REPORT, with the way it came
 * to be there.
 *
 * WATCH_SECRETS is a file with the texts, one a line, the highest bit of each byte set: so the
 * watcher itself has none of them in memory.
 */
#include <dlfcn.h>
#include <execinfo.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    MOST_SECRETS = 16,
    LONGEST_SECRET = 256,
    FLIP = 0x80,
};

static struct {
    unsigned char bytes[MOST_SECRETS][LONGEST_SECRET]; /* flipped */
    size_t lengths[MOST_SECRETS];
    size_t count;
    int report;
    bool ready;
} watch = {.report = -1};

static void (*real_free)(void *);

static void say(const char *text)
{
    ssize_t written = write(watch.report, text, strlen(text));
    (void)written;
}

static bool is_at(const unsigned char *at, size_t secret)
{
    const unsigned char *wanted = watch.bytes[secret];
    size_t i = 0;
    while (i < watch.lengths[secret] && (at[i] ^ FLIP) == wanted[i]) {
        i++;
    }
    return i == watch.lengths[secret];
}

/* Which of them is in there; -1 for none. */
static int find(const unsigned char *block, size_t size)
{
    for (size_t secret = 0; secret < watch.count; secret++) {
        size_t length = watch.lengths[secret];
        unsigned char first = watch.bytes[secret][0] ^ FLIP;
        const unsigned char *at = block;
        while (length <= size && (size_t)(at - block) <= size - length &&
               (at = memchr(at, first, size - length + 1 - (size_t)(at - block))) != NULL) {
            if (is_at(at, secret)) {
                return (int)secret;
            }
            at++;
        }
    }
    return -1;
}

static void report(const char *where, int secret)
{
    char line[128];
    void *callers[16];
    snprintf(line, sizeof line, "%s: secret %d\n", where, secret);
    say(line);
    backtrace_symbols_fd(callers, backtrace(callers, 16), watch.report);
}

static void look(void *block)
{
    static __thread bool looking; /* a backtrace gives back memory, too */
    if (watch.ready && block != NULL && !looking) {
        looking = true;
        int secret = find(block, malloc_usable_size(block));
        if (secret >= 0) {
            report("given back", secret);
        }
        looking = false;
    }
}

/* glibc's own names for parameters are not for others to use. */
/* NOLINTBEGIN(readability-inconsistent-declaration-parameter-name) */

void free(void *block)
{
    look(block);
    if (real_free == NULL) {
        *(void **)&real_free = dlsym(RTLD_NEXT, "free");
    }
    real_free(block);
}

/* Always another block, as it might be, so that the old one is looked at. */
void *realloc(void *block, size_t size)
{
    void *other = malloc(size == 0 ? 1 : size);
    if (other != NULL && block != NULL) {
        size_t had = malloc_usable_size(block);
        memcpy(other, block, had < size ? had : size);
        free(block);
    }
    return other;
}

/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */

static void read_secrets(const char *path)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    unsigned char byte;
    size_t length = 0;
    while (file >= 0 && watch.count < MOST_SECRETS && read(file, &byte, 1) == 1) {
        if (byte != '\n' && length < LONGEST_SECRET) {
            watch.bytes[watch.count][length++] = byte;
        } else if (length > 0) {
            watch.lengths[watch.count++] = length;
            length = 0;
        }
    }
    if (file >= 0) {
        close(file);
    }
}

__attribute__((constructor)) static void begin(void)
{
    const char *secrets = getenv("WATCH_SECRETS");
    const char *path = getenv("WATCH_REPORT");
    void *callers[1];
    if (secrets == NULL || path == NULL) {
        return;
    }
    read_secrets(secrets);
    watch.report = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    backtrace(callers, 1); /* loads what it needs */
    watch.ready = watch.report >= 0;
    say("watching\n");
}

/* All that can be written: heap, stacks, data, other mappings. */
__attribute__((destructor)) static void end(void)
{
    if (!watch.ready) {
        return;
    }
    watch.ready = false;
    FILE *maps = fopen("/proc/self/maps", "re");
    char line[512];
    while (maps != NULL && fgets(line, sizeof line, maps) != NULL) {
        uintptr_t from;
        uintptr_t to;
        char mode[8];
        if (sscanf(line, "%lx-%lx %7s", &from, &to, mode) != 3 || mode[0] != 'r' ||
            mode[1] != 'w') {
            continue;
        }
        int secret = find((const unsigned char *)from, to - from);
        if (secret >= 0) {
            char text[600];
            snprintf(text, sizeof text, "at the end: secret %d in %s", secret, line);
            say(text);
        }
    }
    if (maps != NULL) {
        fclose(maps);
    }
    say("watched\n");
}
