/*
 * libxml2, loaded when first needed: most commands never see storage format, and the library would
 * cost each of them milliseconds and the tens of megabytes of ICU.
 */
#ifndef CONTENT_STORAGE_LIBRARY_H
#define CONTENT_STORAGE_LIBRARY_H

#include "atlcli/error.h"

#include <libxml/parser.h>

/* The functions in use, under their own names and with their own types. */
struct storage_library {
    __typeof__(xmlNewParserCtxt) *xmlNewParserCtxt;
    __typeof__(xmlCtxtReadIO) *xmlCtxtReadIO;
    __typeof__(xmlStopParser) *xmlStopParser;
    __typeof__(xmlFreeParserCtxt) *xmlFreeParserCtxt;
};

/* Loads it once; *library stays valid. ATL_FAILED, with a hint, when it is missing. */
enum atl_status storage_library_load(const struct storage_library **library,
                                     struct atl_error *error);

#endif
