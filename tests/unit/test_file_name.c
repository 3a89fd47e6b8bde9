/* Names of files that come from elsewhere, and files that appear when they are whole. */
#include "atlcli/file.h"
#include "unit.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void names_stay_in_their_directory(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *name;
    } cases[] = {
        {"notes.txt", "notes.txt"},
        {"a b (1).txt", "a b (1).txt"},
        {"../../etc/passwd", "passwd"},
        {"/etc/passwd", "passwd"},
        {"C:\\temp\\x.txt", "x.txt"},
        {"a/", "a_"},
        {"..", "_."},
        {".", "_"},
        {"/", "_"},
        {"\\", "_"},
        {"", "_"},
        {"  ", "_"},
        {" x ", "x"},
        {".profile", "_profile"},
        {"-rf", "_rf"},
        {"be\all\x1b[2J", "be_ll_[2J"},
        {"a\nb", "a b"},
        {"näme \xE2\x80\xAEgpj.exe", "näme _gpj.exe"},
        {"bro\xFFken", "bro_ken"},
        {"日本.png", "日本.png"},
    };
    struct atl_arena arena = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_string_equal(atl_file_name_safe(&arena, cases[i].text), cases[i].name);
    }
    atl_arena_free(&arena);
}

static void long_names_keep_their_ending(void **state)
{
    (void)state;
    struct atl_arena arena = {0};
    struct atl_buffer text = {0};
    for (int i = 0; i < 300; i++) {
        atl_buffer_add(&text, "ä");
    }
    atl_buffer_add(&text, ".tar.gz");
    char *name = atl_file_name_safe(&arena, text.data);
    assert_true(strlen(name) <= 200);
    assert_true(atl_text_ends_with(name, "ä.gz"));
    atl_buffer_truncate(&text, 0);
    for (int i = 0; i < 300; i++) {
        atl_buffer_add(&text, i == 0 ? "." : "x");
    }
    assert_int_equal(strlen(atl_file_name_safe(&arena, text.data)), 200);
    atl_buffer_free(&text);
    atl_arena_free(&arena);
}

/* ---- drafts ---- */

static char directory[] = "atlcli-draft-XXXXXX";

static const char *contents(const char *path)
{
    static char text[64];
    int descriptor = open(path, O_RDONLY);
    if (descriptor < 0) {
        return "(none)";
    }
    ssize_t count = read(descriptor, text, sizeof text - 1);
    close(descriptor);
    text[count < 0 ? 0 : count] = '\0';
    return text;
}

static enum atl_status draft(const char *path, const char *text, bool replace, bool finish)
{
    struct atl_arena arena = {0};
    struct atl_file_draft file;
    struct atl_error error;
    enum atl_status status = atl_file_draft_begin(&file, &arena, path, &error);
    if (status == ATL_OK) {
        assert_int_equal(write(file.descriptor, text, strlen(text)), strlen(text));
        status = finish ? atl_file_draft_finish(&file, replace, &error) : ATL_FAILED;
    }
    atl_file_draft_drop(&file);
    atl_arena_free(&arena);
    return status;
}

static void drafts_appear_when_they_are_finished(void **state)
{
    (void)state;
    struct atl_arena arena = {0};
    assert_non_null(mkdtemp(directory));
    char *path = atl_path_join(&arena, directory, "file");
    char *link = atl_path_join(&arena, directory, "link");
    assert_int_equal(draft(path, "lost", false, false), ATL_FAILED);
    assert_string_equal(contents(path), "(none)");
    assert_int_equal(draft(path, "one", false, true), ATL_OK);
    assert_int_equal(draft(path, "two", false, true), ATL_CONFLICT);
    assert_string_equal(contents(path), "one");
    assert_int_equal(draft(path, "three", true, true), ATL_OK);
    assert_string_equal(contents(path), "three");
    /* Not written through: a link may lead anywhere. */
    assert_int_equal(symlink("file", link), 0);
    assert_int_equal(draft(link, "four", false, true), ATL_CONFLICT);
    assert_int_equal(draft(link, "four", true, true), ATL_OK);
    assert_string_equal(contents(path), "three");
    assert_string_equal(contents(link), "four");
    assert_int_equal(draft("missing/file", "x", true, true), ATL_NOT_FOUND);
    struct stat about;
    mode_t mask = umask(0);
    umask(mask);
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0666 & ~mask);
    unlink(path);
    unlink(link);
    assert_int_equal(rmdir(directory), 0); /* nothing else was left */
    atl_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_stay_in_their_directory),
        cmocka_unit_test(long_names_keep_their_ending),
        cmocka_unit_test(drafts_appear_when_they_are_finished),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
