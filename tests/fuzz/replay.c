/*
 * A main program for the fuzzers' entry points without libFuzzer: runs each file of the corpus
 * directory given, and an empty input, so that every ordinary test run covers the seeds and
 * whatever once crashed.
 */
#include <atlcli/error.h>
#include <atlcli/file.h>
#include <atlcli/memory.h>
#include <atlcli/text.h>

#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LARGEST_INPUT = 16 * 1024 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The input goes in as a block of exactly its size, so that a sanitizer sees a read past its end.
 */
static int replay_file(const char *path)
{
    struct atl_buffer contents = {0};
    if (atl_file_read(path, LARGEST_INPUT, &contents, NULL) != ATL_OK) {
        fprintf(stderr, "%s: cannot be read\n", path);
        return 1;
    }
    uint8_t *exact = atl_alloc(contents.length + (contents.length == 0));
    if (contents.length > 0)
        memcpy(exact, contents.data, contents.length);
    LLVMFuzzerTestOneInput(exact, contents.length);
    free(exact);
    atl_buffer_free(&contents);
    return 0;
}

static int replay_directory(const char *path)
{
    DIR *directory = opendir(path);
    if (directory == NULL) {
        perror(path);
        return 1;
    }
    unsigned count = 0;
    int failed = 0;
    const struct dirent *entry;
    while ((entry = readdir(directory)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        struct atl_buffer file = {0};
        atl_buffer_printf(&file, "%s/%s", path, entry->d_name);
        failed |= replay_file(file.data);
        atl_buffer_free(&file);
        count++;
    }
    closedir(directory);
    if (count == 0) {
        fprintf(stderr, "%s: no seeds\n", path);
        return 1;
    }
    printf("1..1\n%s 1 - replays %u inputs\n", failed ? "not ok" : "ok", count);
    return failed;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: %s CORPUS-DIRECTORY\n", argv[0]);
        return 2;
    }
    setenv("ATLCLI_FUZZ_SEEDS", "1", 1); /* of which more is asked than of bytes made up */
    LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
    return replay_directory(argv[1]);
}
