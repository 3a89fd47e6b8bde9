/*
 * Command lines, run in the fuzzer's own process over support/wire.h, and what holds for each: it
 * ends with one of its exit codes, its JSON is JSON, no control character reaches a terminal, and
 * no file is written but where it was told to.
 */
#ifndef TESTS_FUZZ_COMMAND_H
#define TESTS_FUZZ_COMMAND_H

#include <stdbool.h>

/* How the results are printed. */
enum { COMMAND_TABLE, COMMAND_JSON, COMMAND_JSONL, COMMAND_CSV, COMMAND_FORMS };

/*
 * Makes an empty directory and goes there; no configuration, and a site that answers. It holds
 * notes.md and plan.csv, for commands that read a file.
 */
void command_begin(void);
/* Goes back, once nothing is out of place. */
void command_end(void);

/*
 * Runs a command, whose words are separated by blanks; a '_' within one stands for a blank. With
 * ATLCLI_FUZZ_TELL set it prints what it said, for whoever looks into an input.
 */
void command_run(const char *command, bool is_cloud, unsigned form);

#endif
