/*
 * Runs a command many times and prints medians as one JSON line: wall time, CPU time and peak
 * memory, each measured around a fresh process.
 *
 *     bench_spawn RUNS COMMAND [ARGUMENT…]
 *
 * The command's output goes to /dev/null. A run that doesn't exit with 0 stops the measurement:
 * the time a failure takes says nothing.
 */
#include <fcntl.h>
#include <spawn.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

struct sample {
    double wall_ms;
    double cpu_ms;
    double peak_kib;
};

static double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static double to_ms(struct timeval time)
{
    return (double)time.tv_sec * 1e3 + (double)time.tv_usec / 1e3;
}

static int run_once(char **command, struct sample *sample)
{
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    double start = now_ms();
    pid_t child;
    int failed = posix_spawnp(&child, command[0], &actions, NULL, command, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) {
        fprintf(stderr, "bench_spawn: cannot start %s: %s\n", command[0], strerror(failed));
        return 1;
    }
    int status;
    struct rusage usage;
    if (wait4(child, &status, 0, &usage) != child) {
        perror("bench_spawn: wait4");
        return 1;
    }
    sample->wall_ms = now_ms() - start;
    sample->cpu_ms = to_ms(usage.ru_utime) + to_ms(usage.ru_stime);
    sample->peak_kib = (double)usage.ru_maxrss;
#ifdef __APPLE__
    sample->peak_kib /= 1024; /* counted in bytes there */
#endif
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        fprintf(stderr, "bench_spawn: %s failed (wait status %d)\n", command[0], status);
        return 1;
    }
    return 0;
}

static int compare(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;
    return (a > b) - (a < b);
}

/* The median of one member of all samples, found by its offset. */
static double median(const struct sample *samples, size_t count, size_t offset)
{
    double *values = malloc(count * sizeof *values);
    if (values == NULL) {
        abort();
    }
    for (size_t i = 0; i < count; i++) {
        memcpy(&values[i], (const char *)&samples[i] + offset, sizeof *values);
    }
    qsort(values, count, sizeof *values, compare);
    double middle = values[count / 2];
    free(values);
    return middle;
}

int main(int argc, char **argv)
{
    long runs = argc < 3 ? 0 : strtol(argv[1], NULL, 10);
    if (runs < 1 || runs > 100000) {
        fprintf(stderr, "usage: bench_spawn RUNS COMMAND [ARGUMENT...]\n");
        return 2;
    }
    size_t count = (size_t)runs;
    struct sample *samples = calloc(count, sizeof *samples);
    if (samples == NULL) {
        abort();
    }
    int failed = 0;
    for (size_t i = 0; i < count && !failed; i++) {
        failed = run_once(argv + 2, &samples[i]);
    }
    if (!failed) {
        printf("{\"runs\":%zu,\"wall_ms\":%.3f,\"cpu_ms\":%.3f,\"peak_kib\":%.0f}\n", count,
               median(samples, count, offsetof(struct sample, wall_ms)),
               median(samples, count, offsetof(struct sample, cpu_ms)),
               median(samples, count, offsetof(struct sample, peak_kib)));
    }
    free(samples);
    return failed;
}
