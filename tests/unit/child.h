/* Runs a piece of a test in a child process: for what ends a process, or would change this one. */
#ifndef TESTS_CHILD_H
#define TESTS_CHILD_H

#include "unit.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

struct child {
    pid_t process;
    int words;  /* what it says on `say_to_parent` */
    int errors; /* its stderr */
};

static int say_to_parent = -1;

/* Says one letter to the parent: so far it has come. */
static inline void say(char letter)
{
    if (write(say_to_parent, &letter, 1) != 1) {
        _exit(70);
    }
}

static inline struct child start_child(void (*body)(void))
{
    int words[2];
    int errors[2];
    assert_int_equal(pipe(words), 0);
    assert_int_equal(pipe(errors), 0);
    fflush(NULL);
    pid_t process = fork();
    assert_true(process >= 0);
    if (process == 0) {
        /* An expected abort leaves no core file behind. */
        setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
        dup2(errors[1], STDERR_FILENO);
        close(words[0]);
        close(errors[0]);
        close(errors[1]);
        say_to_parent = words[1];
        body();
        _exit(0);
    }
    close(words[1]);
    close(errors[1]);
    return (struct child){.process = process, .words = words[0], .errors = errors[0]};
}

/* Waits for the next letter; 0 when the child has ended. */
static inline char hear(const struct child *child)
{
    char letter = 0;
    return read(child->words, &letter, 1) == 1 ? letter : '\0';
}

/* Waits for the child's end, stores what it wrote to stderr, returns its wait status. */
static inline int end_child(struct child *child, char *text, size_t size)
{
    size_t length = 0;
    char piece[256];
    ssize_t got;
    while ((got = read(child->errors, piece, sizeof piece)) > 0) {
        size_t count = (size_t)got < size - 1 - length ? (size_t)got : size - 1 - length;
        memcpy(text + length, piece, count);
        length += count;
    }
    text[length] = '\0';
    close(child->errors);
    close(child->words);
    int status = 0;
    assert_int_equal(waitpid(child->process, &status, 0), child->process);
    return status;
}

#endif
