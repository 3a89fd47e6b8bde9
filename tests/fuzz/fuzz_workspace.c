/*
 * Workspaces of docs that somebody else made: another config.json, other rows in state.db, other
 * places in the list of pages, other texts, bytes changed in each; with what is left of the input,
 * answers of the site as in fuzz_answers.c. Whatever comes, what support/command.h says holds,
 * above all that nothing outside of the workspace is written.
 */
#include "support/command.h"
#include "support/mutate.h"
#include "support/wire.h"

#include "sandbox/server/cursor.h"

#include "atlcli/file.h"
#include "atlcli/json.h"
#include "atlcli/text.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const commands[] = {
    "wiki docs status ws",
    "wiki docs plan ws --create --delete",
    "wiki docs diff ws",
    "wiki docs check ws",
    "wiki docs pull ws",
    "wiki docs pull ws --on-conflict remote",
    "wiki docs push ws --create --delete",
    "wiki docs sync ws --create --delete",
    "wiki docs sync ws --on-conflict local",
};

/* As SQL has them. */
static const char *const columns[] = {
    "page SET path =",       "page SET title =",      "page SET parent =",
    "page SET id =",         "page SET kind =",       "page SET flags =",
    "page SET version =",    "page SET position =",   "page SET remote_hash =",
    "page SET file_hash =",  "attachment SET path =", "attachment SET file =",
    "attachment SET page =", "attachment SET hash =", "link SET target =",
    "added SET path =",
};

static const char *const values[] = {
    "NULL",
    "''",
    "0",
    "-1",
    "9223372036854775807",
    "x'00'",
    "'a'",
    "'.'",
    "'..'",
    "'../escaped'",
    "'../escaped.md'",
    "'a/../../escaped.md'",
    "'//a//b'",
    "'.atlcli/config.json'",
    "'.git/config.md'",
    "'Engineering Home.md'",
    "'Engineering Home/'",
    "'200001'",
    "'200005'",
    "'../200001'",
    "'a' || char(10) || '---'",
    "zeroblob(3000)",
    "'title:x'",
    "3",
    "7",
};

/* Sets a column, of all rows or of one page; and says that a file is to become a page. */
static void change_state(struct choices *choices)
{
    static const char added[] = "INSERT OR IGNORE INTO added VALUES ('../escaped.md'), ('new.md')";
    const char *column = columns[choose_below(choices, sizeof columns / sizeof *columns)];
    const char *value = values[choose_below(choices, sizeof values / sizeof *values)];
    unsigned which = choose_byte(choices) % 8;
    sqlite3 *database;
    struct atl_buffer sql = {0};
    atl_buffer_printf(&sql, "UPDATE OR REPLACE %s %s", column, value);
    if (which > 0 && atl_text_starts_with(column, "page")) {
        atl_buffer_printf(&sql, " WHERE id = '20000%u'", which);
    }
    if (sqlite3_open("ws/.atlcli/state.db", &database) == SQLITE_OK) {
        sqlite3_exec(database, atl_buffer_text(&sql), NULL, NULL, NULL);
        sqlite3_exec(database, added, NULL, NULL, NULL);
    }
    sqlite3_close(database);
    atl_buffer_free(&sql);
}

static void write_file(const char *path, const void *bytes, size_t length)
{
    FILE *file = fopen(path, "w");
    if (file != NULL) {
        fwrite(bytes, 1, length, file);
        fclose(file);
    }
}

static void change_config(struct choices *choices)
{
    static const char path[] = "ws/.atlcli/config.json";
    struct atl_buffer text = {0};
    cJSON *tree;
    if (atl_file_read(path, 65536, &text, NULL) == ATL_OK &&
        atl_json_parse(atl_buffer_text(&text), text.length, path, &tree, NULL) == ATL_OK) {
        tree = mutate_json(choices, tree);
        char *printed = cJSON_Print(tree);
        write_file(path, printed, strlen(printed));
        free(printed);
        cJSON_Delete(tree);
    }
    atl_buffer_free(&text);
}

/* Some bytes of a file become others; or it holds nothing else. */
static void change_bytes(struct choices *choices, const char *path)
{
    struct atl_buffer text = {0};
    size_t length;
    bool whole = (choose_byte(choices) & 1) != 0;
    size_t at = choose_below(choices, 65536);
    const uint8_t *bytes = choose_bytes(choices, choose_byte(choices), &length);
    if (!whole && atl_file_read(path, 1 << 20, &text, NULL) == ATL_OK && text.length > length) {
        memcpy(text.data + at % (text.length - length), bytes, length);
        write_file(path, text.data, text.length);
    } else {
        write_file(path, bytes, length);
    }
    atl_buffer_free(&text);
}

/* Places in the list of pages, as an answer may have named them when there were more, and others.
 */
static void change_list(struct choices *choices)
{
    static const char listing[] = "/wiki/api/v2/spaces/65537/pages?status=current&sort=id&";
    struct atl_arena arena = {0};
    struct atl_buffer places = {0};
    for (size_t count = choose_below(choices, 6); count > 0; count--) {
        size_t offset = choose_byte(choices);
        size_t length = 0;
        const uint8_t *bytes = choose_bytes(choices, offset < 64 ? offset : 0, &length);
        atl_buffer_append(&places, bytes, length);
        if (length == 0) {
            atl_buffer_add(&places, cursor_make(&arena, listing, offset % 64));
        }
        atl_buffer_add_char(&places, '\n');
    }
    write_file("ws/.atlcli/list", atl_buffer_text(&places), places.length);
    atl_buffer_free(&places);
    atl_arena_free(&arena);
}

static void change(struct choices *choices, bool listed)
{
    static const char *const files[] = {
        "ws/Engineering Home.md",
        "ws/new.md",
        "ws/.gitignore",
        "ws/.atlcliignore",
        "ws/.atlcli/state.db",
        "ws/.atlcli/config.json",
        "ws/.atlcli/base/200001.md",
        "ws/.atlcli/sent/200001.md",
        "ws/Engineering Home/new page.md",
        "ws/.atlcli/list",
    };
    switch (choose_byte(choices) % 4) {
    case 0:
        change_config(choices);
        break;
    case 1:
        change_bytes(choices, files[choose_below(choices, sizeof files / sizeof *files)]);
        break;
    case 2:
        listed ? change_list(choices) : change_state(choices);
        break;
    default:
        change_state(choices);
        break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct choices choices = {data, size};
    struct choices answers = {data, 0}; /* as they are, at first */
    if (size < 3) {
        return 0;
    }
    const char *command = commands[choose_byte(&choices) % (sizeof commands / sizeof *commands)];
    unsigned how = choose_byte(&choices);
    bool is_cloud = (how & 4) != 0;
    command_begin();
    wire_begin(is_cloud, &answers);
    bool listed = (how & 32) != 0;
    command_run(listed ? "wiki docs init ws --space ENG" : "wiki docs init ws --ancestor 200001",
                is_cloud, COMMAND_TABLE);
    for (unsigned changes = 1 + (how >> 3) % 4; changes > 0; changes--) {
        change(&choices, listed);
    }
    answers = choices;
    command_run(command, is_cloud, how % COMMAND_FORMS);
    wire_end();
    command_end();
    return 0;
}
