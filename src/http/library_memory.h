/*
 * Memory for libcurl and what it hands its functions on to (nghttp2): requests are built in it,
 * with the credentials, and copied from place to place, so all of it is overwritten before it is
 * given back.
 */
#ifndef ATLCLI_HTTP_LIBRARY_MEMORY_H
#define ATLCLI_HTTP_LIBRARY_MEMORY_H

#include <curl/curl.h>

/* curl_global_init with that. */
CURLcode atl_library_memory_init(void);

#endif
