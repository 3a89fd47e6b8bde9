/* Writes JSON straight into a buffer: no tree in between, so that large answers cost little. */
#ifndef SANDBOX_EMIT_H
#define SANDBOX_EMIT_H

#include "atlcli/text.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Each adds one member, or, with a NULL key, one element of an array or the document itself. Commas
 * are put where they belong. A NULL text becomes null.
 */
void emit_object(struct atl_buffer *json, const char *key);
void emit_object_end(struct atl_buffer *json);
void emit_array(struct atl_buffer *json, const char *key);
void emit_array_end(struct atl_buffer *json);
void emit_text(struct atl_buffer *json, const char *key, const char *text);
void emit_format(struct atl_buffer *json, const char *key, const char *format, ...)
    ATL_PRINTF(3, 4);
void emit_integer(struct atl_buffer *json, const char *key, int64_t value);
/* A member whose key comes from outside, and so may need escapes. */
void emit_member(struct atl_buffer *json, const char *key, const char *text);
/* What is JSON already. */
void emit_json(struct atl_buffer *json, const char *key, const char *value);
/* Whole numbers without a fraction, others with as many digits as they need. */
void emit_real(struct atl_buffer *json, const char *key, double value);
void emit_bool(struct atl_buffer *json, const char *key, bool value);
void emit_null(struct atl_buffer *json, const char *key);

#endif
