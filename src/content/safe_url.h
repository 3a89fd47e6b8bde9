/* Addresses that must not become links. */
#ifndef CONTENT_SAFE_URL_H
#define CONTENT_SAFE_URL_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Whether a browser that follows this address would run it: javascript:, vbscript:, and data: other
 * than pictures that hold no script. Browsers ignore control characters, white space at the start,
 * and case; so does this.
 */
bool content_url_runs(const char *text, size_t length);

#endif
