/* A file as the body of a request, while the file changes under it. */
#include "atlassian/file_form.h"
#include "unit.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SIZE = 100 * 1000 };

static struct atl_arena arena;
static struct file_form form;
static struct atl_http_request request;
static char path[64];
static int64_t told; /* bytes of the file that were told of as sent */

static void count(void *context, int64_t bytes)
{
    (void)context;
    told += bytes;
}

static int open_form(void **state)
{
    (void)state;
    char text[SIZE];
    memset(text, 'x', sizeof text);
    snprintf(path, sizeof path, "atlcli-form-XXXXXX");
    int descriptor = mkstemp(path);
    if (descriptor < 0 || write(descriptor, text, sizeof text) != SIZE) {
        return -1;
    }
    close(descriptor);
    told = 0;
    request = (struct atl_http_request){0};
    if (file_form_open(&form, &arena, path, "notes.txt", "file", NULL) != ATL_OK) {
        return -1;
    }
    form.on_bytes = count;
    file_form_send(&form, &request);
    return 0;
}

static int close_form(void **state)
{
    (void)state;
    file_form_close(&form);
    atl_arena_free(&arena);
    return unlink(path);
}

/* Reads the body until it ends or fails; its bytes are added to `body`. */
static bool read_body(struct atl_buffer *body)
{
    char piece[4096];
    size_t length = 0;
    do {
        if (!request.source(request.source_context, piece, sizeof piece, &length)) {
            return false;
        }
        atl_buffer_append(body, piece, length);
    } while (length > 0);
    return true;
}

static void is_whole(void **state)
{
    (void)state;
    struct atl_buffer body = {0};
    assert_true(read_body(&body));
    assert_int_equal(body.length, request.body_length);
    assert_int_equal(told, SIZE);
    assert_non_null(strstr(atl_buffer_text(&body), "filename=\"notes.txt\""));
    atl_buffer_free(&body);
}

/* The server is told a length first, which is kept to. */
static void leaves_out_what_comes_later(void **state)
{
    (void)state;
    struct atl_buffer body = {0};
    int descriptor = open(path, O_WRONLY | O_APPEND);
    assert_int_equal(write(descriptor, "more", 4), 4);
    close(descriptor);
    assert_true(read_body(&body));
    assert_int_equal(body.length, request.body_length);
    assert_null(strstr(atl_buffer_text(&body), "more"));
    atl_buffer_free(&body);
}

static void says_that_it_shrank(void **state)
{
    (void)state;
    struct atl_buffer body = {0};
    struct atl_error error = {0};
    assert_int_equal(truncate(path, SIZE / 2), 0);
    assert_false(read_body(&body));
    assert_int_equal(told, SIZE / 2);
    assert_int_equal(file_form_explain(&form, ATL_NETWORK, &error), ATL_FAILED);
    assert_non_null(strstr(error.message, path));
    assert_non_null(strstr(error.message, "it has become shorter meanwhile"));
    atl_buffer_free(&body);
}

static void takes_back_what_it_told(void **state)
{
    (void)state;
    struct atl_buffer body = {0};
    assert_true(read_body(&body));
    assert_true(request.rewind(request.source_context));
    assert_int_equal(told, 0);
    atl_buffer_truncate(&body, 0);
    assert_true(read_body(&body));
    assert_int_equal(body.length, request.body_length);
    assert_int_equal(told, SIZE);
    atl_buffer_free(&body);
}

/* What fails for another reason is told as it is. */
static void leaves_other_failures(void **state)
{
    (void)state;
    struct atl_error error = {0};
    atl_fail(&error, ATL_NETWORK, "no route");
    assert_int_equal(file_form_explain(&form, ATL_NETWORK, &error), ATL_NETWORK);
    assert_string_equal(error.message, "no route");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(is_whole, open_form, close_form),
        cmocka_unit_test_setup_teardown(leaves_out_what_comes_later, open_form, close_form),
        cmocka_unit_test_setup_teardown(says_that_it_shrank, open_form, close_form),
        cmocka_unit_test_setup_teardown(takes_back_what_it_told, open_form, close_form),
        cmocka_unit_test_setup_teardown(leaves_other_failures, open_form, close_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
