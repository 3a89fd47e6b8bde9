/*
 * How fast documents are read and written, in this process, by CPU time.
 *
 *     bench_content document BYTES             prints a mixed Markdown document of about that size
 *     bench_content convert FROM TO FILE       one JSON line: MB/s, of the quickest round
 *     bench_content hostile FROM TO BYTES      JSON lines: what a hostile document of that size
 *                                              costs, and how much more than one half as long
 */
#include "atlcli/content.h"
#include "atlcli/file.h"

#include <malloc.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    ROUNDS = 15,
    FEWEST_ROUNDS = 3,
    MOST_ROUNDS = 50, /* of what seems to grow, … */
    LONGEST_MS = 10000,
    ATTEMPTS = 4,    /* … and in how many processes, each with pages of its own */
    GROWS = 3,       /* exit code of one that isn't the last attempt */
    ENOUGH_MS = 500, /* of rounds, when there have been FEWEST_ROUNDS */
    MOST_BYTES = 1024 * 1024 * 1024,
};

#define SUSPICIOUS_GROWTH 2.2 /* of twice the document */
#define NOT_YET           1e9 /* ms: longer than any round */

/*
 * Memory stays in the process once it has it. How long a system takes for a page that is new
 * differs ten times from one machine to the next, and on a virtual one from minute to minute: it
 * would hide what is measured. The first round pays for it.
 */
static void keep_memory(void)
{
    mallopt(M_MMAP_MAX, 0);
    mallopt(M_TRIM_THRESHOLD, -1);
}

static double cpu_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* ---- the mixed document ---- */

/* A small generator with a fixed seed: the document is the same on every machine. */
static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525U + 1013904223U;
    return *state >> 8;
}

static void add_words(struct atl_buffer *text, uint32_t *state, unsigned count)
{
    static const char *const words[] = {
        "the",     "release", "of",       "a",      "service",    "depends",   "on",
        "several", "teams",   "and",      "should", "be",         "planned",   "early",
        "because", "review",  "takes",    "time",   "deployment", "is",        "automatic",
        "once",    "tests",   "have",     "passed", "Grüße",      "naïve",     "résumé",
        "which",   "means",   "customer", "data",   "stays",      "where",     "it",
        "was",     "created", "until",    "owner",  "decides",    "otherwise", "東京",
    };
    for (unsigned i = 0; i < count; i++) {
        const char *word = words[next_random(state) % (sizeof words / sizeof *words)];
        atl_buffer_add(text, i > 0 ? " " : "");
        switch (next_random(state) % 40) {
        case 0:
            atl_buffer_printf(text, "**%s %s**", word, word);
            break;
        case 1:
            atl_buffer_printf(text, "*%s*", word);
            break;
        case 2:
            atl_buffer_printf(text, "`%s()`", word);
            break;
        case 3:
            atl_buffer_printf(text, "[%s](https://example.com/%u)", word,
                              next_random(state) % 9999);
            break;
        case 4:
            atl_buffer_printf(text, "[%s](page:Page%%20%u)", word, next_random(state) % 999);
            break;
        default:
            atl_buffer_add(text, word);
            break;
        }
        atl_buffer_add(text, next_random(state) % 12 == 0 ? "," : "");
    }
}

static void add_paragraph(struct atl_buffer *text, uint32_t *state)
{
    unsigned lines = 2 + next_random(state) % 6;
    for (unsigned i = 0; i < lines; i++) {
        add_words(text, state, 12 + next_random(state) % 6);
        atl_buffer_add_char(text, '\n');
    }
}

static void add_list(struct atl_buffer *text, uint32_t *state, const char *mark)
{
    for (unsigned i = 0; i < 6; i++) {
        atl_buffer_printf(text, "%*s%s ", (int)(i % 3 * strlen("    ")), "", mark);
        add_words(text, state, 8);
        atl_buffer_add_char(text, '\n');
    }
}

static void add_table(struct atl_buffer *text, uint32_t *state)
{
    atl_buffer_add(text, "| Name | State | Owner | Notes |\n| --- | --- | :-: | --- |\n");
    for (unsigned i = 0; i < 8; i++) {
        atl_buffer_add(text, "| ");
        add_words(text, state, 2);
        atl_buffer_printf(text, " | [Done](status:green) | [@Robin](mention:5b10a%u) | ",
                          next_random(state) % 999);
        add_words(text, state, 6);
        atl_buffer_add(text, " |\n");
    }
}

static void add_code(struct atl_buffer *text, uint32_t *state)
{
    atl_buffer_add(text, "```java\n");
    for (unsigned i = 0; i < 10; i++) {
        atl_buffer_printf(text, "    if (value < %u && !list.isEmpty()) { return \"<%u>\"; }\n",
                          next_random(state) % 999, next_random(state) % 999);
    }
    atl_buffer_add(text, "```\n");
}

static void add_quoted(struct atl_buffer *text, uint32_t *state, const char *first)
{
    atl_buffer_add(text, first);
    for (unsigned i = 0; i < 3; i++) {
        atl_buffer_add(text, "> ");
        add_words(text, state, 12);
        atl_buffer_add_char(text, '\n');
    }
}

static void add_section(struct atl_buffer *text, uint32_t *state, unsigned number)
{
    atl_buffer_printf(text, "%s Section %u: ", number % 8 == 0 ? "#" : "##", number);
    add_words(text, state, 4);
    atl_buffer_add(text, "\n\n");
    for (unsigned i = 0; i < 4; i++) {
        add_paragraph(text, state);
        atl_buffer_add_char(text, '\n');
    }
    switch (number % 8) {
    case 0:
    case 4:
        add_list(text, state, number % 16 < 8 ? "-" : "1.");
        break;
    case 1:
        add_table(text, state);
        break;
    case 2:
        add_code(text, state);
        break;
    case 3:
        add_quoted(text, state, number % 16 < 8 ? "> [!WARNING]\n" : "");
        break;
    case 5:
        add_list(text, state, "- [x]");
        break;
    case 6:
        atl_buffer_printf(text, "![A picture](attachment:picture-%u.png)\n", number);
        break;
    default:
        atl_buffer_add(text, "<details>\n<summary>More</summary>\n\n");
        add_paragraph(text, state);
        atl_buffer_add(text, "\n</details>\n");
        break;
    }
    atl_buffer_add_char(text, '\n');
}

static int print_document(size_t bytes)
{
    struct atl_buffer text = {0};
    uint32_t state = 20261126;
    for (unsigned number = 0; text.length < bytes; number++) {
        add_section(&text, &state, number);
    }
    bool ok = fwrite(text.data, 1, text.length, stdout) == text.length;
    atl_buffer_free(&text);
    return ok ? 0 : 1;
}

/* ---- measuring ---- */

struct job {
    enum atl_content_format from;
    enum atl_content_format to;
};

/* CPU time of one conversion, in ms. A document that is refused has been read as far as it was. */
static double time_once(struct job job, const char *text, size_t length, enum atl_status *status,
                        struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_buffer out = {0};
    struct atl_content_tree *tree;
    struct atl_content_report report = {0};
    const struct atl_content_options options = {.report = &report};
    double start = cpu_ms();
    *status = atl_content_read(&arena, job.from, text, length, &options, &tree, error);
    if (*status == ATL_OK) {
        atl_buffer_reserve(&out, length + length / 2); /* as wiki convert does */
        *status = atl_content_write(tree, job.to, &options, &out, error);
    }
    atl_arena_free(&arena);
    atl_buffer_free(&out);
    atl_content_report_free(&report);
    return cpu_ms() - start;
}

/* The quickest round counts: what disturbs only ever adds, on a busy machine up to as much again.
 */
static int measure(struct job job, const char *path)
{
    struct atl_buffer text = {0};
    struct atl_error error;
    double quickest = NOT_YET;
    enum atl_status status = atl_file_read(path, MOST_BYTES, &text, &error);
    for (unsigned i = 0; status == ATL_OK && i < ROUNDS; i++) {
        quickest = fmin(quickest, time_once(job, text.data, text.length, &status, &error));
    }
    if (status == ATL_OK) {
        printf("{\"bytes\":%zu,\"cpu_ms\":%.1f,\"mb_s\":%.1f}\n", text.length, quickest,
               (double)text.length / 1e6 / (quickest / 1e3));
    } else {
        fprintf(stderr, "bench_content: %s\n", error.message);
    }
    atl_buffer_free(&text);
    return status == ATL_OK ? 0 : 1;
}

/* ---- hostile documents ---- */

/* `start` as often as `nested` says (0: until it is full), then `filler`, then `end` as often. */
struct hostile {
    const char *name;
    const char *start;
    const char *end;
    size_t nested;
};

static const struct hostile of_any_format[] = {
    {"*", "*", "", 0},
    {"[", "[", "", 0},
    {"]", "]", "", 0},
    {"`", "`", "", 0},
    {"<", "<", "", 0},
    {">", ">", "", 0},
    {"&", "&", "", 0},
    {"|", "|", "", 0},
    {"{", "{", "", 0},
    {"}", "}", "", 0},
    {"_", "_", "", 0},
    {"\\", "\\", "", 0},
    {"-", "-", "", 0},
    {"a", "a", "", 0},
    {"#", "#", "", 0},
    {"!", "!", "", 0},
    {"~", "~", "", 0},
    {":", ":", "", 0},
    {"$", "$", "", 0},
    {"newline", "\n", "", 0},
    {"a newline", "a\n", "", 0},
    {"*a ", "*a ", "", 0},
    {"**a_b ", "**a_b ", "", 0},
    {"[a](", "[a](", "", 0},
    {"![[", "![[", "", 0},
    {"[^a]", "[^a]", "", 0},
    {"]:smile:", "]:smile:", "", 0},
    {"<?a", "<?a", "", 0},
    {"{{a}} ", "{{a}} ", "", 0},
    {"<a>", "<a>", "", 0},
    {"<!--", "<!--", "", 0},
    {"<![CDATA[", "<![CDATA[", "", 0},
    {"&amp;", "&amp;", "", 0},
    {"- a", "- a\n", "", 0},
    {"> a", "> a\n", "", 0},
    {"|a|", "|a|\n", "", 0},
    {"{code}", "{code}", "", 0},
    {"{a:b=c|", "{a:b=c|", "", 0},
    {"::: a", "::: a\n", "", 0},
    {"`` ` ", "`` ` ", "", 0},
    {"a@b.c ", "a@b.c ", "", 0},
    {"http://a ", "http://a ", "", 0},
    {"!a!", "!a!", "", 0},
    {"[a|b] ", "[a|b] ", "", 0},
    {"10,000 quotes", ">", "", 10000},
    {"10,000 lists", "- ", "", 10000},
    {"10,000 elements", "<div>", "</div>", 10000},
    {"10,000 arrays", "[", "]", 10000},
    {"200 quotes, lazy lines", "> ", "", 200},
    {NULL, NULL, NULL, 0},
};

static void fill(struct atl_buffer *text, const struct hostile *hostile, size_t bytes)
{
    atl_buffer_truncate(text, 0);
    atl_buffer_reserve(text, bytes + hostile->nested * (strlen(hostile->start) + 8));
    for (size_t i = 0; i < hostile->nested; i++) {
        atl_buffer_add(text, hostile->start);
    }
    while (text->length < bytes) {
        atl_buffer_add(text, hostile->nested == 0 ? hostile->start : "a word\n");
    }
    for (size_t i = 0; i < hostile->nested; i++) {
        atl_buffer_add(text, hostile->end);
    }
}

/* A document of some size, one of half the size, and the quickest round of each. */
struct growth {
    struct atl_buffer text[2];
    double cpu_ms[2];
    enum atl_status status;
};

static void time_both(struct job job, struct growth *growth)
{
    struct atl_error error;
    for (unsigned i = 0; i < 2; i++) {
        growth->cpu_ms[i] =
            fmin(growth->cpu_ms[i], time_once(job, growth->text[i].data, growth->text[i].length,
                                              &growth->status, &error));
    }
}

/* In turns, so that what disturbs for a while disturbs both; longer where it seems to grow. */
static void measure_growth(struct job job, struct growth *growth)
{
    double spent = 0;
    growth->cpu_ms[0] = growth->cpu_ms[1] = NOT_YET;
    for (unsigned i = 0; i < MOST_ROUNDS && spent < LONGEST_MS; i++) {
        bool grows = growth->cpu_ms[1] > growth->cpu_ms[0] * SUSPICIOUS_GROWTH;
        if (!grows && i >= FEWEST_ROUNDS && (spent > ENOUGH_MS || i >= ROUNDS)) {
            break;
        }
        time_both(job, growth);
        spent += growth->cpu_ms[0] + growth->cpu_ms[1];
    }
}

static int measure_case(struct job job, const struct hostile *hostile, size_t bytes, bool last)
{
    struct growth growth = {0};
    struct atl_buffer name = {0};
    fill(&growth.text[0], hostile, bytes / 2);
    fill(&growth.text[1], hostile, bytes);
    measure_growth(job, &growth);
    double ratio = growth.cpu_ms[1] / growth.cpu_ms[0];
    bool told = last || ratio <= SUSPICIOUS_GROWTH;
    atl_buffer_add(&name, hostile->name);
    for (size_t i = 0; i < name.length; i++) {
        name.data[i] = name.data[i] == '\\' || name.data[i] == '"' ? '/' : name.data[i];
    }
    if (told) {
        printf("{\"case\":\"%s\",\"refused\":%s,\"cpu_ms\":%.1f,\"ratio\":%.2f}\n", name.data,
               growth.status == ATL_OK ? "false" : "true", growth.cpu_ms[1], ratio);
    }
    atl_buffer_free(&name);
    atl_buffer_free(&growth.text[0]);
    atl_buffer_free(&growth.text[1]);
    return told ? 0 : GROWS;
}

static int measure_in_child(struct job job, const struct hostile *hostile, size_t bytes, bool last)
{
    int status;
    pid_t child = fork();
    if (child == 0) {
        exit(measure_case(job, hostile, bytes, last));
    }
    bool ended = child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status);
    return ended ? WEXITSTATUS(status) : -1;
}

/*
 * Each case in a process of its own: the holes that another left in the memory would count, too.
 * Whether the larger document's memory is in large pages and the smaller one's not is luck that a
 * process keeps: what seems to grow has to do so in each of several.
 */
static int measure_hostile(struct job job, size_t bytes)
{
    for (const struct hostile *hostile = of_any_format; hostile->name != NULL; hostile++) {
        int result = GROWS;
        for (unsigned i = 1; i <= ATTEMPTS && result == GROWS; i++) {
            result = measure_in_child(job, hostile, bytes, i == ATTEMPTS);
        }
        if (result != 0) {
            fprintf(stderr, "bench_content: '%s' didn't come to its end\n", hostile->name);
            return 1;
        }
    }
    return 0;
}

/* ---- the command line ---- */

static bool find_format(const char *name, enum atl_content_format *format)
{
    for (int i = ATL_CONTENT_MARKDOWN; i <= ATL_CONTENT_TERMINAL; i++) {
        if (atl_text_equal(atl_content_format_name((enum atl_content_format)i), name)) {
            *format = (enum atl_content_format)i;
            return true;
        }
    }
    return false;
}

int main(int argc, char **argv)
{
    int64_t bytes;
    struct job job;
    keep_memory();
    bool sized = argc > 2 && atl_text_to_integer(argv[argc - 1], 1, MOST_BYTES, &bytes);
    bool has_job = argc == 5 && find_format(argv[2], &job.from) && find_format(argv[3], &job.to);
    if (argc == 3 && sized && strcmp(argv[1], "document") == 0) {
        return print_document((size_t)bytes);
    }
    if (has_job && strcmp(argv[1], "convert") == 0) {
        return measure(job, argv[4]);
    }
    if (has_job && sized && strcmp(argv[1], "hostile") == 0) {
        return measure_hostile(job, (size_t)bytes);
    }
    fprintf(stderr, "usage: bench_content document BYTES | convert FROM TO FILE | "
                    "hostile FROM TO BYTES\n");
    return 2;
}
