/*
 * The reader of seed files: whatever a document says, it is added whole or refused with a place,
 * and the database never has to refuse it.
 */
#include "sandbox/seed/seed_file.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Made once; what each document adds is undone. */
static struct store *prepared_store(const struct sandbox_options *options)
{
    static struct store store;
    struct atl_error error;
    struct sandbox_options copy = *options;
    if (store.handle == NULL && seed_open(&store, &copy, &error) != ATL_OK) {
        abort();
    }
    return &store;
}

static void add(const cJSON *document, enum sandbox_deployment deployment)
{
    struct sandbox_options options = {.deployment = deployment,
                                      .user_email = "you@example.com",
                                      .seed = 1,
                                      .issues = 5,
                                      .pages = 5,
                                      .today_ms = INT64_C(1769817600000)};
    struct store *store = prepared_store(&options);
    struct seed_added added;
    struct atl_error error;
    atl_error_clear(&error);
    store_begin(store);
    enum atl_status status = seed_file_add(store, &options, document, &added, &error);
    if (status == ATL_FAILED || (status == ATL_USAGE && strchr(error.message, ':') == NULL)) {
        abort();
    }
    store_rollback(store);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cJSON *document;
    if (atl_json_parse((const char *)data, size, "the input", &document, NULL) == ATL_OK) {
        add(document, SANDBOX_CLOUD);
        add(document, SANDBOX_DATA_CENTER);
        cJSON_Delete(document);
    }
    return 0;
}
