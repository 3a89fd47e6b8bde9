/*
 * The keychain of Linux desktops: the Secret Service D-Bus API, through libsecret.
 *
 * libsecret's blocking calls have no time limit, so its asynchronous ones are used, each on a main
 * loop that ends when the call or its time does. Items have no schema, only attributes, as those
 * that secret-tool stores: whatever stored one, the other finds and replaces it.
 */
#include "config/secret_library.h"

#if defined(ATLCLI_HAVE_LIBSECRET) && !defined(__APPLE__)

#include "atlcli/text.h"
#include "config/keychain_internal.h"
#include "config/secret.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    ANSWER_SECONDS = 10,  /* for a service that need not ask anyone */
    PROMPT_SECONDS = 120, /* for someone to type the password of the keyring */
};

/* One call of ours: a main loop of its own, the service, and the attributes of the item. */
struct session {
    const struct secret_library *library;
    GMainContext *context;
    GMainLoop *loop;
    GCancellable *cancellable;
    GAsyncResult *result; /* of the step that ended last */
    bool timed_out;
    SecretService *service;
    GHashTable *attributes;
    struct atl_error *error;
};

/* A prompt needs a desktop to appear on. */
static bool can_prompt(void)
{
    return !atl_text_is_empty(getenv("DISPLAY")) || !atl_text_is_empty(getenv("WAYLAND_DISPLAY"));
}

static void keep_result(GObject *source, GAsyncResult *result, gpointer context)
{
    (void)source;
    struct session *session = context;
    session->result = session->library->object_ref(result);
    session->library->g_main_loop_quit(session->loop);
}

static gboolean give_up(gpointer context)
{
    struct session *session = context;
    session->timed_out = true;
    session->library->g_cancellable_cancel(session->cancellable);
    return G_SOURCE_REMOVE;
}

/* Runs the loop until the step just begun has ended, by itself or cancelled for lack of time. */
static void await(struct session *session)
{
    const struct secret_library *library = session->library;
    GSource *timer =
        library->g_timeout_source_new_seconds(can_prompt() ? PROMPT_SECONDS : ANSWER_SECONDS);
    library->g_source_set_callback(timer, give_up, session, NULL);
    library->g_source_attach(timer, session->context);
    library->g_main_loop_run(session->loop);
    library->g_source_destroy(timer);
    library->g_source_unref(timer);
}

static void drop_result(struct session *session)
{
    if (session->result != NULL) {
        session->library->g_object_unref(session->result);
        session->result = NULL;
    }
}

static void hint_other_places(struct atl_error *error)
{
    atl_hint(error, "is the keyring running and unlocked? Otherwise log in without --username, or "
                    "set ATLCLI_API_TOKEN");
}

static enum atl_status fail_with(struct session *session, GError *problem)
{
    if (session->timed_out) {
        atl_fail(session->error, ATL_FAILED, "the Secret Service did not answer in time");
    } else {
        atl_fail(session->error, ATL_FAILED, "the Secret Service cannot be used: %s",
                 problem == NULL ? "no reason given" : problem->message);
    }
    if (problem != NULL) {
        session->library->g_error_free(problem);
    }
    hint_other_places(session->error);
    return ATL_FAILED;
}

static enum atl_status connect_to_service(struct session *session)
{
    const struct secret_library *library = session->library;
    library->secret_service_get(SECRET_SERVICE_NONE, session->cancellable, keep_result, session);
    await(session);
    GError *problem = NULL;
    session->service = library->secret_service_get_finish(session->result, &problem);
    drop_result(session);
    return session->service == NULL ? fail_with(session, problem) : ATL_OK;
}

static GHashTable *make_attributes(const struct secret_library *library, const char *username)
{
    /* The keys and values are only borrowed; GLib's interface has no place for const. */
    GHashTable *table = library->g_hash_table_new(library->g_str_hash, library->g_str_equal);
    library->g_hash_table_insert(table, (gpointer) "service", (gpointer)keychain_service);
    library->g_hash_table_insert(table, (gpointer) "account", (gpointer)username);
    return table;
}

static enum atl_status open_session(struct session *session, const char *username,
                                    struct atl_error *error)
{
    *session = (struct session){.error = error};
    enum atl_status status = secret_library_load(&session->library, error);
    if (status != ATL_OK) {
        return status;
    }
    const struct secret_library *library = session->library;
    session->context = library->g_main_context_new();
    library->g_main_context_push_thread_default(session->context);
    session->loop = library->g_main_loop_new(session->context, FALSE);
    session->cancellable = library->g_cancellable_new();
    session->attributes = make_attributes(library, username);
    return connect_to_service(session);
}

static void close_session(struct session *session)
{
    const struct secret_library *library = session->library;
    if (session->context == NULL) {
        return;
    }
    if (session->service != NULL) {
        library->g_object_unref(session->service);
        /* The shared one hangs on this session's main context, which goes now. */
        library->secret_service_disconnect();
    }
    library->g_hash_table_unref(session->attributes);
    library->g_object_unref(session->cancellable);
    /* GLib frees what belonged to signals from the context in which they were subscribed to. */
    while (library->g_main_context_iteration(session->context, FALSE)) {
    }
    library->g_main_loop_unref(session->loop);
    library->g_main_context_pop_thread_default(session->context);
    library->g_main_context_unref(session->context);
}

/* The item, or NULL with ATL_OK when there is none. The caller unrefs it. */
static enum atl_status search(struct session *session, SecretSearchFlags flags, SecretItem **item)
{
    const struct secret_library *library = session->library;
    *item = NULL;
    library->secret_service_search(session->service, NULL, session->attributes,
                                   flags | SECRET_SEARCH_LOAD_SECRETS, session->cancellable,
                                   keep_result, session);
    await(session);
    GError *problem = NULL;
    GList *items =
        library->secret_service_search_finish(session->service, session->result, &problem);
    drop_result(session);
    if (problem != NULL) {
        return fail_with(session, problem);
    }
    if (items != NULL) {
        *item = library->object_ref(items->data);
        library->g_list_free_full(items, library->g_object_unref);
    }
    return ATL_OK;
}

/* Asks the user to unlock only when they can be asked, and only for an item that is there. */
static enum atl_status find_unlocked(struct session *session, const char *username,
                                     SecretItem **item)
{
    const struct secret_library *library = session->library;
    enum atl_status status = search(session, SECRET_SEARCH_NONE, item);
    if (status == ATL_OK && *item != NULL && library->secret_item_get_locked(*item) &&
        can_prompt()) {
        library->g_object_unref(*item);
        status = search(session, SECRET_SEARCH_UNLOCK, item);
    }
    if (status != ATL_OK) {
        return status;
    }
    if (*item == NULL) {
        return atl_fail(session->error, ATL_NOT_FOUND,
                        "the keychain has no item of service %s and account '%s'", keychain_service,
                        username);
    }
    if (library->secret_item_get_locked(*item)) {
        library->g_object_unref(*item);
        atl_fail(session->error, ATL_FAILED, "the keychain is locked");
        hint_other_places(session->error);
        return ATL_FAILED;
    }
    return ATL_OK;
}

static enum atl_status read_secret(struct session *session, SecretItem *item,
                                   struct atl_arena *arena, const char **token)
{
    const struct secret_library *library = session->library;
    SecretValue *value = library->secret_item_get_secret(item);
    if (value == NULL) {
        return fail_with(session, NULL);
    }
    /* libsecret ends it with a NUL behind the length, so a text without one inside is whole. */
    gsize length = 0;
    const char *text = library->secret_value_get(value, &length);
    enum atl_status status = ATL_OK;
    if (memchr(text, '\0', length) == NULL) {
        *token = secret_keep(arena, text);
    } else {
        status = atl_fail(session->error, ATL_FAILED, "the item in the keychain is not a text");
    }
    library->secret_value_unref(value);
    return status;
}

static enum atl_status get(const char *username, struct atl_arena *arena, const char **token,
                           struct atl_error *error)
{
    struct session session;
    SecretItem *item;
    enum atl_status status = open_session(&session, username, error);
    if (status == ATL_OK) {
        status = find_unlocked(&session, username, &item);
    }
    if (status == ATL_OK) {
        status = read_secret(&session, item, arena, token);
        session.library->g_object_unref(item);
    }
    close_session(&session);
    return status;
}

static enum atl_status set(const char *username, const char *token, struct atl_error *error)
{
    struct session session;
    enum atl_status status = open_session(&session, username, error);
    if (status == ATL_OK) {
        const struct secret_library *library = session.library;
        SecretValue *value = library->secret_value_new(token, -1, "text/plain");
        library->secret_service_store(session.service, NULL, session.attributes,
                                      SECRET_COLLECTION_DEFAULT, "Token for atlcli", value,
                                      session.cancellable, keep_result, &session);
        await(&session);
        GError *problem = NULL;
        if (!library->secret_service_store_finish(session.service, session.result, &problem)) {
            status = fail_with(&session, problem);
        }
        drop_result(&session);
        library->secret_value_unref(value);
    }
    close_session(&session);
    return status;
}

static enum atl_status remove_item(const char *username, struct atl_error *error)
{
    struct session session;
    SecretItem *item;
    enum atl_status status = open_session(&session, username, error);
    if (status == ATL_OK) {
        status = find_unlocked(&session, username, &item);
    }
    if (status == ATL_OK) {
        const struct secret_library *library = session.library;
        library->g_object_unref(item);
        library->secret_service_clear(session.service, NULL, session.attributes,
                                      session.cancellable, keep_result, &session);
        await(&session);
        GError *problem = NULL;
        if (!library->secret_service_clear_finish(session.service, session.result, &problem)) {
            status = fail_with(&session, problem);
        }
        drop_result(&session);
    }
    close_session(&session);
    return status;
}

/*
 * Only a bus that is known to be there: without an address GLib would start one of its own, on
 * which nobody has stored anything.
 */
static bool is_available(void)
{
    const char *address = getenv("DBUS_SESSION_BUS_ADDRESS");
    if (!atl_text_is_empty(address)) {
        return !atl_text_starts_with(address, "autolaunch:");
    }
    const char *runtime = getenv("XDG_RUNTIME_DIR");
    if (atl_text_is_empty(runtime)) {
        return false;
    }
    struct atl_buffer path = {0};
    atl_buffer_printf(&path, "%s/bus", runtime);
    struct stat info;
    bool exists = stat(atl_buffer_text(&path), &info) == 0 && S_ISSOCK(info.st_mode);
    atl_buffer_free(&path);
    return exists;
}

const struct keychain *keychain_of_this_build(void)
{
    static const struct keychain secret_service = {
        .name = "Secret Service",
        .is_available = is_available,
        .get = get,
        .set = set,
        .remove = remove_item,
    };
    return &secret_service;
}

#else
/* ISO C wants a declaration in every file. */
typedef int secret_service_is_not_used;
#endif
