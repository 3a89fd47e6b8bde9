/* A file of which somebody else wrote what is in it. */
#ifndef TESTS_FUZZ_SCRATCH_H
#define TESTS_FUZZ_SCRATCH_H

#include <stddef.h>
#include <stdint.h>

/* Its path, with these bytes in it; the same one each time, removed at the end. */
const char *scratch_file(const uint8_t *data, size_t size);

#endif
