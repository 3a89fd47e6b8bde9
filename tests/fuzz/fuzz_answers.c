/*
 * Answers of the API to each command: almost as they should be, or not at all. The input says which
 * command runs, and what becomes of each answer on its way from a site that is part of the process
 * (support/wire.h). Whatever comes, the command ends with one of its exit codes, its JSON is JSON,
 * no control character reaches a terminal, and no file is written but where it was told to.
 */
#include "support/wire.h"

#include "atlcli/file.h"
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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Words are separated by blanks; a '_' within one stands for a blank. */
static const char *const commands[] = {
    "jira me",
    "auth status",
    "jira search --project WEB",
    "jira search --jql project=WEB --limit all --fields key,sprint,parent,fixVersions,updated",
    "jira search --jql type=Epic",
    "jira search --sprint current --text export",
    "jira my",
    "jira issue get WEB-1",
    "jira issue get WEB-4 --fields all",
    "jira issue get WEB-4",
    "jira issue create --project WEB --type Story --summary New --assignee me --label a",
    "jira issue create --project WEB --type Bug --summary New --field Sprint=active --body text",
    "jira issue create --project WEB --type Story --summary New --field Story_point_estimate=3",
    "jira issue update WEB-1 --summary Other --priority High --add-label x --due +3d",
    "jira issue update WEB-1 --assignee Robin_Ashdown --field Team=Blue",
    "jira issue delete WEB-1 --yes",
    "jira issue clone WEB-2",
    "jira issue history WEB-4",
    "jira issue transition WEB-6 --to In_Progress",
    "jira issue transition WEB-6 --to Nowhere",
    "jira issue transitions WEB-6",
    "jira issue assign WEB-1 Robin",
    "jira issue comment WEB-1 Some_**words**",
    "jira issue comments WEB-4",
    "jira issue link WEB-1 blocks WEB-2",
    "jira issue unlink WEB-1 WEB-3",
    "jira issue watch WEB-1",
    "jira issue unwatch WEB-1",
    "jira issue watchers WEB-1",
    "jira issue attach WEB-1 notes.md",
    "jira issue attachments WEB-1",
    "jira issue attachment download WEB-1",
    "jira export --jql project=WEB -o - --format jsonl",
    "jira export --jql project=WEB --comments --history -o all.json",
    "jira export --jql project=MOB --attachments files -o all.csv",
    "jira import --file plan.csv --project WEB --type Task --yes",
    "jira jql check assignee=me_AND_status=Done",
    "jira component list --project WEB",
    "jira component get Checkout --project WEB",
    "jira component create Billing --project WEB --lead me",
    "jira component update Checkout --project WEB --name Other",
    "jira component delete Checkout --project WEB --yes",
    "jira version list --project WEB",
    "jira version get 2.0 --project WEB",
    "jira version create 3.0 --project WEB --release-date +1w",
    "jira version release 2.0 --project WEB --move-unfixed-to 2.1 --yes",
    "jira version delete 2.1 --project WEB --yes",
    "jira filter list",
    "jira filter get 10006",
    "jira filter run 10000",
    "jira filter create Mine --jql project=WEB",
    "jira filter update 10006 --name Other",
    "jira filter share 10006 --project WEB",
    "jira filter delete 10006 --yes",
    "jira field list",
    "jira field search sprint",
    "jira field get Sprint",
    "jira field options Priority --project WEB --type Bug",
    "jira project list",
    "jira project get WEB",
    "jira project types WEB",
    "jira project statuses WEB",
    "jira project members WEB",
    "jira bulk transition --to Done --issues WEB-1,WEB-6 --yes",
    "jira bulk transition --to Done --jql project=WEB --dry-run",
    "jira bulk edit --assignee me --priority low --add-label odd --issues WEB-1,WEB-2 --yes",
    "jira bulk assign --to me --issues WEB-1,WEB-2 --yes",
    "jira bulk comment --body Some_words --issues WEB-1,WEB-2 --yes",
    "jira bulk label add green --jql project=WEB --yes",
    "jira bulk move --project MOB --type Task --issues WEB-3 --yes",
    "jira bulk link --type blocks --to WEB-1 --issues WEB-2,WEB-3 --yes",
    "jira bulk delete --issues WEB-1,WEB-2 --yes",
    "jira bulk create --file plan.csv --project WEB --type Task --yes",
    "jira board list",
    "jira board get 1",
    "jira board issues 1",
    "jira board backlog 1",
    "jira sprint list --board 1",
    "jira sprint get current --board 1",
    "jira sprint create New --board 1 --start today --end +1w",
    "jira sprint start 8",
    "jira sprint close 7 --move-to next --yes",
    "jira sprint delete 8 --yes",
    "jira sprint add 8 WEB-1 WEB-2",
    "jira sprint remove WEB-6",
    "jira sprint report 7",
    "jira epic list",
    "jira epic get MOB-4",
    "jira epic create --project WEB --summary New",
    "jira epic issues MOB-4",
    "jira epic add MOB-4 MOB-2",
    "jira epic progress MOB-4",
    "jira subtask list WEB-4",
    "jira subtask create WEB-4 --summary Part",
    "jira worklog list WEB-1",
    "jira worklog add WEB-1 1h30m --comment Found",
    "jira worklog report --project WEB --by person,day",
    "wiki page list",
    "wiki page list --space ENG --limit all",
    "wiki page get 200001",
    "wiki page get 200005 --format markdown",
    "wiki page get ENG:Release_checklist --format text",
    "wiki page create --space ENG --title New --body Some_**words**",
    "wiki page update 200005 --body Other --title Other",
    "wiki page delete 200006 --yes",
    "wiki page history 200001",
    "wiki page diff 200001",
    "wiki page diff 200001 --from 1 --to 3",
    "wiki page restore 200001 --page-version 2",
    "wiki page move 200006 --parent 200005",
    "wiki page copy 200005 --title Copy",
    "wiki page copy 200001 --recursive --prefix C_",
    "wiki page children 200001",
    "wiki page tree 200001",
    "wiki page tree --space ENG",
    "wiki page sort 200001",
    "wiki page archive 200006 --yes",
    "wiki page attach 200001 notes.md",
    "wiki page attachments 200001",
    "wiki page comments 200001",
    "wiki page comment add 200001 Some_words",
    "wiki page label list 200001",
    "wiki page label add 200001 green",
    "wiki page label remove 200001 roadmap",
    "wiki space list",
    "wiki space get ENG",
    "wiki space create --key NEW --name New",
    "wiki search release",
    "wiki search --space ENG --type page,attachment --limit all",
    "wiki my",
    "wiki recent",
    "wiki docs init tree --ancestor 200001",
    "wiki docs init space --space ENG",
    "api GET /rest/api/latest/field",
    "api GET /rest/api/2/search --paginate --jsonl",
    "api GET /wiki/api/v2/pages --paginate",
};

enum { COMMANDS = sizeof commands / sizeof *commands, MOST_WORDS = 24 };

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

static void set_up(void)
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

/* Beside the places for them, nothing was written. */
static void check_files(void)
{
    DIR *directory = opendir(base);
    const struct dirent *entry;
    while ((entry = readdir(directory)) != NULL) {
        require(entry->d_name[0] == '.' || strcmp(entry->d_name, "work") == 0 ||
                    strcmp(entry->d_name, "config") == 0,
                "a file out of place", entry->d_name);
    }
    closedir(directory);
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

static void run(const char *command, bool is_cloud, unsigned form)
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
    require(strstr(said, "internal error") == NULL, "internal error", said);
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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct choices choices = {data, size};
    if (size < 2) {
        return 0;
    }
    set_up();
    const char *command = commands[choose_byte(&choices) % COMMANDS];
    unsigned how = choose_byte(&choices);
    wire_begin((how & 4) != 0, &choices);
    run(command, (how & 4) != 0, how & 3);
    wire_end();
    check_files();
    return fchdir(home); /* libFuzzer's own files are named from there */
}
