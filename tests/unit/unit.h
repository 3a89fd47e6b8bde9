/* What every unit test includes: cmocka wants these headers before its own, in this order. */
#ifndef TESTS_UNIT_H
#define TESTS_UNIT_H

/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include <stdlib.h>

/* A quantity in which something is merely repeated: a tenth of it under Valgrind (tests.cmake),
   which is there to see each path, and takes half a minute for what is here to be much. */
static inline size_t in_quantity(size_t times)
{
    return getenv("ATLCLI_WATCHED") != NULL ? times / 10 : times;
}

#endif
