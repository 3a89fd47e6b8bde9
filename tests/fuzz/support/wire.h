/*
 * In place of the network: requests that atlcli sends are answered by a site in the same process,
 * and on the way back the answers become what a fuzzer's input says. The linker puts atl_http_send
 * here
 * (--wrap, see tests.cmake), and time passes without being waited for.
 */
#ifndef TESTS_FUZZ_WIRE_H
#define TESTS_FUZZ_WIRE_H

#include "choices.h"

#include <stdbool.h>

/* What a site's address is for an account: nothing is ever connected to. */
#define WIRE_SITE "https://site.example.com"

/* A site as it was at the beginning, and how the answers are to be changed. */
void wire_begin(bool is_cloud, struct choices *given);
void wire_end(void);

#endif
