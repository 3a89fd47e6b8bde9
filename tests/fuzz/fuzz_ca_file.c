/* CA files: PEM with anything around it. One is accepted with a certificate that can be read. */
#include "support/scratch.h"

#include "atlcli/http.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct atl_ca_file found = {0};
    struct atl_error error;
    atl_error_clear(&error);
    const char *path = scratch_file(data, size);
    enum atl_status status = atl_tls_check_ca_file(path, &found, &error);
    if (status == ATL_OK ? found.certificates == 0 || found.expired > found.certificates
                         : status != ATL_TLS || error.message[0] == '\0') {
        abort();
    }
    return 0;
}
