#include "command.h"

#include "wire.h"

#include "atlcli/json.h"
#include "atlcli/text.h"
#include "cli/run.h"
#include "cmd/table.h"

#include <curl/curl.h>
#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_WORDS = 24 };

static char base[] = "/dev/shm/atlcli-fuzz.XXXXXX";
static int home;  /* the directory that it began in */
static bool told; /* print what happens: for whoever looks into an input */

static void require(bool holds, const char *what, const char *text)
{
    if (!holds) {
        fprintf(stderr, "%s:\n%s\n", what, text);
        abort();
    }
}

/* Whether a line begins like this: within one, the same may be what a server has sent. */
static bool has_line(const char *text, const char *start)
{
    size_t length = strlen(start);
    while (text != NULL && strncmp(text, start, length) != 0) {
        text = strchr(text, '\n');
        text = text == NULL ? NULL : text + 1;
    }
    return text != NULL;
}

/* ---- files ---- */

static int remove_one(const char *path, const struct stat *facts, int kind, struct FTW *place)
{
    (void)facts;
    (void)kind;
    return place->level == 0 ? 0 : remove(path);
}

static void write_file(const char *name, const char *text)
{
    FILE *file = fopen(name, "w");
    if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0) {
        abort();
    }
}

static void remove_files(void)
{
    nftw(base, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    rmdir(base);
}

void command_begin(void)
{
    static bool done;
    if (!done) {
        if (mkdtemp(base) == NULL && mkdtemp(strcpy(base, "/tmp/atlcli.XXXXXX")) == NULL) {
            abort();
        }
        home = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        atexit(remove_files);
        setenv("HOME", base, 1);
        setenv("ATLCLI_SITE", WIRE_SITE, 1);
        setenv("ATLCLI_API_TOKEN", "a token", 1);
        setenv("TZ", "UTC", 1);
        curl_global_init(CURL_GLOBAL_DEFAULT);
        told = getenv("ATLCLI_FUZZ_TELL") != NULL;
        done = true;
    }
    struct atl_buffer path = {0};
    atl_buffer_printf(&path, "%s/work", base);
    nftw(base, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    if (mkdir(atl_buffer_text(&path), 0700) != 0 || chdir(atl_buffer_text(&path)) != 0) {
        abort();
    }
    atl_buffer_truncate(&path, 0);
    atl_buffer_printf(&path, "%s/config", base);
    setenv("ATLCLI_CONFIG_DIR", atl_buffer_text(&path), 1);
    atl_buffer_free(&path);
    write_file("notes.md", "# Notes\n");
    write_file("plan.csv", "Summary,Labels\nOne,a\nTwo,b\n");
}

/* In a directory, nothing is but these. */
static void check_directory(const char *path, const char *const *names)
{
    DIR *directory = opendir(path);
    const struct dirent *entry;
    while (directory != NULL && (entry = readdir(directory)) != NULL) {
        size_t i = 0;
        while (names[i] != NULL && strcmp(entry->d_name, names[i]) != 0) {
            i++;
        }
        require(entry->d_name[0] == '.' || names[i] != NULL, "a file out of place", entry->d_name);
    }
    if (directory != NULL) {
        closedir(directory);
    }
}

/* Beside the places for them, nothing was written. */
void command_end(void)
{
    static const char *const places[] = {"work", "config", NULL};
    static const char *const kept[] = {"jobs", "timers", "credentials.json", NULL};
    struct atl_buffer config = {0};
    atl_buffer_printf(&config, "%s/config", base);
    check_directory(base, places);
    check_directory(atl_buffer_text(&config), kept);
    atl_buffer_free(&config);
    require(fchdir(home) == 0, "no way back", base);
}

/* ---- running ---- */

/* Cuts the text into words; adds those that say who asks, and in which form. */
static size_t split(char *text, bool is_cloud, unsigned form, char **words)
{
    static const char *const forms[] = {NULL, "--json", "--jsonl", "--csv"};
    size_t count = 0;
    for (char *word = strtok(text, " "); word != NULL; word = strtok(NULL, " ")) {
        for (char *at = word; *at != '\0'; at++) {
            *at = (char)(*at == '_' ? ' ' : *at);
        }
        words[count++] = word;
    }
    if (is_cloud) {
        setenv("ATLCLI_EMAIL", "you@example.com", 1);
    } else {
        unsetenv("ATLCLI_EMAIL");
    }
    if (forms[form] != NULL) {
        words[count++] = (char *)(uintptr_t)forms[form];
    }
    return count;
}

static char *read_all(FILE *file, size_t *length)
{
    struct atl_buffer text = {0};
    char piece[4096];
    size_t got;
    rewind(file);
    while ((got = fread(piece, 1, sizeof piece, file)) > 0) {
        atl_buffer_append(&text, piece, got);
    }
    *length = text.length;
    atl_buffer_text(&text);
    return atl_buffer_take(&text);
}

static bool is_safe(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        if ((byte < ' ' && byte != '\n') || byte == 0x7F) {
            return false;
        }
    }
    return true;
}

static void check_json(const char *text, size_t length)
{
    cJSON *tree = NULL;
    if (atl_json_is_too_deep(text, length)) {
        return;
    }
    atl_json_parse(text, length, "", &tree, NULL);
    require(tree != NULL, "no JSON", text);
    cJSON_Delete(tree);
}

static void check_output(unsigned form, bool is_raw, int code, const char *text, size_t length)
{
    if (form == 1 && code != 2) {
        check_json(text, length);
    } else if (form == 2) {
        for (const char *line = text, *end; (end = strchr(line, '\n')) != NULL; line = end + 1) {
            check_json(line, (size_t)(end - line));
        }
    } else if (form == 0 && !is_raw) {
        require(is_safe(text, length), "control characters", text);
    }
}

void command_run(const char *command, bool is_cloud, unsigned form)
{
    char *text = atl_strdup(command);
    char *words[MOST_WORDS];
    size_t count = split(text, is_cloud, form, words);
    char *said = NULL;
    size_t said_length = 0;
    FILE *out = tmpfile();
    FILE *err = open_memstream(&said, &said_length);
    if (out == NULL || err == NULL) {
        abort();
    }
    struct atl_console console = atl_console_open(fileno(out), err);
    int code = atl_run(atl_command_table(), &console, count, words);
    atl_console_close(&console);
    fclose(err);
    size_t length;
    char *printed = read_all(out, &length);
    fclose(out);
    if (told) {
        fprintf(stderr, "%s, %s, form %u: exit code %d\n%s%s\n", command,
                is_cloud ? "Cloud" : "Data Center", form, code, printed, said);
    }
    require((code >= 0 && code <= 7) || code == 130, "exit code", said);
    require(is_safe(said, said_length), "control characters in messages", said);
    require(!has_line(said, "error: internal error"), "internal error", said);
    /* What is printed as it came is not for a terminal to show: it is asked for in its own format.
     */
    bool is_raw = strncmp(command, "api", 3) == 0 || strstr(command, " -o -") != NULL ||
                  strstr(command, "--format") != NULL;
    if (form != 0 && is_raw) {
        form = 0;
    }
    check_output(form, is_raw, code, printed, length);
    free(printed);
    free(said);
    free(text);
}
