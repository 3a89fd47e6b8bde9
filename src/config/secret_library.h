/*
 * libsecret and what it needs of GLib, loaded when first used: it costs milliseconds and megabytes
 * that only profiles with a user name have a use for, and atlcli runs on machines without it.
 * Private to config.
 */
#ifndef ATLCLI_CONFIG_SECRET_LIBRARY_H
#define ATLCLI_CONFIG_SECRET_LIBRARY_H

#ifdef ATLCLI_HAVE_LIBSECRET

#include "atlcli/error.h"

#include <libsecret/secret.h>

/* The functions in use, under their own names and with their own types. */
struct secret_library {
    __typeof__(g_main_context_new) *g_main_context_new;
    __typeof__(g_main_context_push_thread_default) *g_main_context_push_thread_default;
    __typeof__(g_main_context_pop_thread_default) *g_main_context_pop_thread_default;
    __typeof__(g_main_context_iteration) *g_main_context_iteration;
    __typeof__(g_main_context_unref) *g_main_context_unref;
    __typeof__(g_main_loop_new) *g_main_loop_new;
    __typeof__(g_main_loop_run) *g_main_loop_run;
    __typeof__(g_main_loop_quit) *g_main_loop_quit;
    __typeof__(g_main_loop_unref) *g_main_loop_unref;
    __typeof__(g_timeout_source_new_seconds) *g_timeout_source_new_seconds;
    __typeof__(g_source_set_callback) *g_source_set_callback;
    __typeof__(g_source_attach) *g_source_attach;
    __typeof__(g_source_destroy) *g_source_destroy;
    __typeof__(g_source_unref) *g_source_unref;
    __typeof__(g_error_free) *g_error_free;
    __typeof__(g_hash_table_new) *g_hash_table_new;
    __typeof__(g_hash_table_insert) *g_hash_table_insert;
    __typeof__(g_hash_table_unref) *g_hash_table_unref;
    __typeof__(g_str_hash) *g_str_hash;
    __typeof__(g_str_equal) *g_str_equal;
    __typeof__(g_list_free_full) *g_list_free_full;
    __typeof__(g_object_ref) *object_ref; /* GLib has a macro of its own name */
    __typeof__(g_object_unref) *g_object_unref;
    __typeof__(g_cancellable_new) *g_cancellable_new;
    __typeof__(g_cancellable_cancel) *g_cancellable_cancel;
    __typeof__(secret_service_get) *secret_service_get;
    __typeof__(secret_service_get_finish) *secret_service_get_finish;
    __typeof__(secret_service_disconnect) *secret_service_disconnect;
    __typeof__(secret_service_search) *secret_service_search;
    __typeof__(secret_service_search_finish) *secret_service_search_finish;
    __typeof__(secret_service_store) *secret_service_store;
    __typeof__(secret_service_store_finish) *secret_service_store_finish;
    __typeof__(secret_service_clear) *secret_service_clear;
    __typeof__(secret_service_clear_finish) *secret_service_clear_finish;
    __typeof__(secret_item_get_locked) *secret_item_get_locked;
    __typeof__(secret_item_get_secret) *secret_item_get_secret;
    __typeof__(secret_value_new) *secret_value_new;
    __typeof__(secret_value_get) *secret_value_get;
    __typeof__(secret_value_unref) *secret_value_unref;
};

/* Loads it once; *library stays valid. ATL_FAILED, with a hint, when it is missing or too old. */
enum atl_status secret_library_load(const struct secret_library **library, struct atl_error *error);

#endif
#endif
