/* The bytes of a file that is attached. */
#ifndef SANDBOX_FILE_BYTES_H
#define SANDBOX_FILE_BYTES_H

#include "sandbox/seed/file_reader.h"

struct file_bytes {
    const char *name;
    const char *media_type;
    struct atl_buffer bytes; /* the caller frees it */
};

/* Reads the members name, text or base64, and mediaType. */
void file_read_bytes(struct file *file, const struct place *place, struct file_bytes *bytes);

#endif
