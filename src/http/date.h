/* Dates as HTTP writes them. */
#ifndef ATLCLI_HTTP_DATE_H
#define ATLCLI_HTTP_DATE_H

#include <stdint.h>

/* The wall clock of an HTTP date (RFC 9110 section 5.6.7), below 0 for anything else. */
int64_t atl_http_date_parse(const char *text);

#endif
