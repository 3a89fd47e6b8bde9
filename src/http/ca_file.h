/* What is in a CA file, beyond what <atlcli/http.h> tells. */
#ifndef ATLCLI_HTTP_CA_FILE_H
#define ATLCLI_HTTP_CA_FILE_H

#include <stddef.h>

/* Hands each certificate of the file to `take`, in DER form. None for a file that can't be read. */
void atl_ca_file_each(const char *path,
                      void (*take)(const unsigned char *der, size_t length, void *context),
                      void *context);

#endif
