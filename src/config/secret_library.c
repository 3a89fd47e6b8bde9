#include "config/secret_library.h"

#ifdef ATLCLI_HAVE_LIBSECRET

#include "base/shared_library.h"

/* clang-format off */
static const struct shared_symbol symbols[] = {
    {"g_main_context_new", offsetof(struct secret_library, g_main_context_new)},
    {"g_main_context_push_thread_default", offsetof(struct secret_library, g_main_context_push_thread_default)},
    {"g_main_context_pop_thread_default", offsetof(struct secret_library, g_main_context_pop_thread_default)},
    {"g_main_context_iteration", offsetof(struct secret_library, g_main_context_iteration)},
    {"g_main_context_unref", offsetof(struct secret_library, g_main_context_unref)},
    {"g_main_loop_new", offsetof(struct secret_library, g_main_loop_new)},
    {"g_main_loop_run", offsetof(struct secret_library, g_main_loop_run)},
    {"g_main_loop_quit", offsetof(struct secret_library, g_main_loop_quit)},
    {"g_main_loop_unref", offsetof(struct secret_library, g_main_loop_unref)},
    {"g_timeout_source_new_seconds", offsetof(struct secret_library, g_timeout_source_new_seconds)},
    {"g_source_set_callback", offsetof(struct secret_library, g_source_set_callback)},
    {"g_source_attach", offsetof(struct secret_library, g_source_attach)},
    {"g_source_destroy", offsetof(struct secret_library, g_source_destroy)},
    {"g_source_unref", offsetof(struct secret_library, g_source_unref)},
    {"g_error_free", offsetof(struct secret_library, g_error_free)},
    {"g_hash_table_new", offsetof(struct secret_library, g_hash_table_new)},
    {"g_hash_table_insert", offsetof(struct secret_library, g_hash_table_insert)},
    {"g_hash_table_unref", offsetof(struct secret_library, g_hash_table_unref)},
    {"g_str_hash", offsetof(struct secret_library, g_str_hash)},
    {"g_str_equal", offsetof(struct secret_library, g_str_equal)},
    {"g_list_free_full", offsetof(struct secret_library, g_list_free_full)},
    {"g_object_ref", offsetof(struct secret_library, object_ref)},
    {"g_object_unref", offsetof(struct secret_library, g_object_unref)},
    {"g_cancellable_new", offsetof(struct secret_library, g_cancellable_new)},
    {"g_cancellable_cancel", offsetof(struct secret_library, g_cancellable_cancel)},
    {"secret_service_get", offsetof(struct secret_library, secret_service_get)},
    {"secret_service_get_finish", offsetof(struct secret_library, secret_service_get_finish)},
    {"secret_service_disconnect", offsetof(struct secret_library, secret_service_disconnect)},
    {"secret_service_search", offsetof(struct secret_library, secret_service_search)},
    {"secret_service_search_finish", offsetof(struct secret_library, secret_service_search_finish)},
    {"secret_service_store", offsetof(struct secret_library, secret_service_store)},
    {"secret_service_store_finish", offsetof(struct secret_library, secret_service_store_finish)},
    {"secret_service_clear", offsetof(struct secret_library, secret_service_clear)},
    {"secret_service_clear_finish", offsetof(struct secret_library, secret_service_clear_finish)},
    {"secret_item_get_locked", offsetof(struct secret_library, secret_item_get_locked)},
    {"secret_item_get_secret", offsetof(struct secret_library, secret_item_get_secret)},
    {"secret_value_new", offsetof(struct secret_library, secret_value_new)},
    {"secret_value_get", offsetof(struct secret_library, secret_value_get)},
    {"secret_value_unref", offsetof(struct secret_library, secret_value_unref)},
};
/* clang-format on */

/* GLib's symbols are found through libsecret's handle. */
static const char *const names[] = {"libsecret-1.so.0", NULL};

enum atl_status secret_library_load(const struct secret_library **library, struct atl_error *error)
{
    static struct secret_library loaded;
    static bool is_loaded;
    char reason[SHARED_LIBRARY_REASON_BYTES];
    *library = &loaded;
    if (is_loaded ||
        shared_library_open(names, symbols, sizeof symbols / sizeof *symbols, &loaded, reason)) {
        is_loaded = true;
        return ATL_OK;
    }
    atl_fail(error, ATL_FAILED, "the Secret Service client library cannot be loaded: %s", reason);
    atl_hint(error,
             "install libsecret (Debian: libsecret-1-0), or keep the token elsewhere: log in "
             "without --username, or set ATLCLI_API_TOKEN");
    return ATL_FAILED;
}

#else
/* ISO C wants a declaration in every file. */
typedef int secret_library_is_not_used;
#endif
