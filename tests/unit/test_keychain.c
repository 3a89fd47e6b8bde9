/*
 * The keychain's interface without a keychain. With arguments it is the program through which
 * tests/cli/keychain.bats talks to a real one:
 *     test_keychain name | get USER | set USER TOKEN | delete USER
 *     test_keychain silent USER      get, from a bus that never answers, in XDG_RUNTIME_DIR
 */
#include "atlcli/config.h"
#include "config/keychain_internal.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static struct atl_arena arena;

/* ---- the program for keychain.bats ---- */

static int report(enum atl_status status, const struct atl_error *error)
{
    if (status != ATL_OK) {
        fprintf(stderr, "error: %s\n", error->message);
        for (size_t i = 0; i < error->hint_count; i++) {
            fprintf(stderr, "hint: %s\n", error->hints[i]);
        }
    }
    return atl_status_exit_code(status);
}

/* Listens where the session bus would; connections are made by the kernel and stay unanswered. */
static int open_silent_bus(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s/bus", getenv("XDG_RUNTIME_DIR"));
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 ||
        listen(listener, 8) != 0) {
        perror(address.sun_path);
        exit(98);
    }
    return listener;
}

static int run(int count, char **arguments)
{
    struct atl_error error;
    const char *operation = arguments[1];
    const char *username = count > 2 ? arguments[2] : "";
    int code = 2;
    int bus = strcmp(operation, "silent") == 0 ? open_silent_bus() : -1;
    if (strcmp(operation, "name") == 0) {
        printf("%s\n", atl_keychain_name() == NULL ? "none" : atl_keychain_name());
        code = 0;
    } else if (strcmp(operation, "get") == 0 || bus >= 0) {
        const char *token = NULL;
        code = report(atl_keychain_get(username, &arena, &token, &error), &error);
        printf("%s", token == NULL ? "" : token);
    } else if (strcmp(operation, "set") == 0 && count > 3) {
        code = report(atl_keychain_set(username, arguments[3], &error), &error);
    } else if (strcmp(operation, "delete") == 0) {
        code = report(atl_keychain_delete(username, &error), &error);
    }
    close(bus);
    atl_arena_free(&arena);
    return code;
}

/* ---- without a keychain ---- */

static int without_bus(void **state)
{
    (void)state;
    unsetenv("DBUS_SESSION_BUS_ADDRESS");
    unsetenv("XDG_RUNTIME_DIR");
    return 0;
}

static int free_arena(void **state)
{
    (void)state;
    keychain_replace(NULL);
    atl_arena_free(&arena);
    return 0;
}

#ifndef __APPLE__

static void a_session_without_bus_has_no_keychain(void **state)
{
    (void)state;
    assert_null(atl_keychain_name());
    struct atl_error error;
    const char *token = "unset";
    assert_int_equal(atl_keychain_get("me", &arena, &token, &error), ATL_FAILED);
    assert_null(token);
    assert_string_equal(error.message, "there is no keychain in this session");
    assert_int_equal(error.hint_count, 1);
    assert_int_equal(atl_keychain_set("me", "s3cret", &error), ATL_FAILED);
    assert_null(strstr(error.message, "s3cret"));
    assert_int_equal(atl_keychain_delete("me", &error), ATL_FAILED);
}

static void a_bus_that_would_have_to_be_started_is_not(void **state)
{
    (void)state;
    setenv("DBUS_SESSION_BUS_ADDRESS", "autolaunch:", 1);
    assert_null(atl_keychain_name());
    unsetenv("DBUS_SESSION_BUS_ADDRESS");
    setenv("XDG_RUNTIME_DIR", "/nonexistent", 1);
    assert_null(atl_keychain_name());
    /* A file of that name is no bus. */
    setenv("XDG_RUNTIME_DIR", ".", 1);
    FILE *file = fopen("bus", "w");
    assert_non_null(file);
    fclose(file);
    assert_null(atl_keychain_name());
    remove("bus");
}

#endif

/* ---- the dispatch ---- */

static char stored[32];

static bool always_available(void)
{
    return true;
}

static enum atl_status get_stored(const char *username, struct atl_arena *in, const char **token,
                                  struct atl_error *error)
{
    if (stored[0] == '\0') {
        return atl_fail(error, ATL_NOT_FOUND, "nothing for '%s'", username);
    }
    *token = atl_arena_strdup(in, stored);
    return ATL_OK;
}

static enum atl_status store(const char *username, const char *token, struct atl_error *error)
{
    (void)error;
    snprintf(stored, sizeof stored, "%s:%s", username, token);
    return ATL_OK;
}

static enum atl_status forget(const char *username, struct atl_error *error)
{
    (void)username;
    (void)error;
    stored[0] = '\0';
    return ATL_OK;
}

static void what_is_stored_comes_back_until_it_is_deleted(void **state)
{
    (void)state;
    static const struct keychain fake = {
        .name = "fake",
        .is_available = always_available,
        .get = get_stored,
        .set = store,
        .remove = forget,
    };
    keychain_replace(&fake);
    struct atl_error error;
    const char *token;
    assert_string_equal(atl_keychain_name(), "fake");
    assert_int_equal(atl_keychain_get("me", &arena, &token, &error), ATL_NOT_FOUND);
    assert_null(token);
    assert_int_equal(atl_keychain_set("me", "T", &error), ATL_OK);
    assert_int_equal(atl_keychain_get("me", &arena, &token, &error), ATL_OK);
    assert_string_equal(token, "me:T");
    assert_int_equal(atl_keychain_delete("me", &error), ATL_OK);
    assert_int_equal(atl_keychain_get("me", &arena, &token, &error), ATL_NOT_FOUND);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, without_bus, free_arena)

int main(int count, char **arguments)
{
    if (count > 1) {
        return run(count, arguments);
    }
    const struct CMUnitTest tests[] = {
#ifndef __APPLE__
        TEST(a_session_without_bus_has_no_keychain),
        TEST(a_bus_that_would_have_to_be_started_is_not),
#endif
        TEST(what_is_stored_comes_back_until_it_is_deleted),
    };
    return cmocka_run_group_tests_name("keychain", tests, NULL, NULL);
}
