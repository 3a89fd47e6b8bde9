/* "Did you mean …?" lives in base: modules below this one suggest, too. */
#ifndef CLI_SUGGEST_H
#define CLI_SUGGEST_H

#include "atlcli/suggest.h"

#endif
