/* Questions at a real terminal: a child whose terminal is a pty, the test at its keyboard. */
#include "cli_fixture.h"

#include "cli/prompt.h"

#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <termios.h>
#if __has_include(<valgrind/valgrind.h>)
#include <valgrind/valgrind.h>
#endif

struct typist {
    pid_t child;
    int terminal;
    int seat; /* the child stays until this is closed */
    size_t length;
    char screen[16384];
};

/* What the child reports on leaving: its status as exit code. */
static struct atl_context child_context(void)
{
    static struct atl_arena arena;
    static struct atl_console console;
    console = atl_console_open(STDOUT_FILENO, stderr);
    return (struct atl_context){.arena = &arena, .console = &console};
}

/* What the child says last. The end of a session throws away what nobody has read from its
 * terminal: it leaves when the typist has. */
static const char done[] = "<done>";

static void stay_seated(int seat)
{
    char nothing;
    printf("%s", done);
    fflush(NULL);
    while (read(seat, &nothing, 1) < 0 && errno == EINTR) {
    }
}

static struct typist sit_down(void (*body)(struct atl_context *context))
{
    struct typist typist = {0};
    int seat[2];
    assert_int_equal(pipe(seat), 0);
    typist.seat = seat[1];
    fflush(NULL);
    typist.child = forkpty(&typist.terminal, NULL, NULL, NULL);
    assert_true(typist.child >= 0);
    if (typist.child == 0) {
        close(seat[1]);
        setenv("TERM", "dumb", 1);
        signal(SIGINT, SIG_DFL); /* what runs in the background has it ignored */
        struct atl_context context = child_context();
        body(&context);
        stay_seated(seat[0]);
        atl_arena_free(context.arena);
        _exit(0);
    }
    close(seat[0]);
    return typist;
}

/* Reads the screen until the text is on it. False when the child has done without. */
static bool wait_for(struct typist *typist, const char *text)
{
    while (strstr(typist->screen, text) == NULL) {
        if (strstr(typist->screen, done) != NULL) {
            return false;
        }
        ssize_t count = read(typist->terminal, typist->screen + typist->length,
                             sizeof typist->screen - 1 - typist->length);
        if (count <= 0) {
            return false;
        }
        typist->length += (size_t)count;
        typist->screen[typist->length] = '\0';
    }
    return true;
}

static void await(struct typist *typist, const char *text)
{
    if (!wait_for(typist, text)) {
        fail_msg("'%s' never came; the screen shows '%s'", text, typist->screen);
    }
}

static void type(struct typist *typist, const char *keys)
{
    assert_int_equal(write(typist->terminal, keys, strlen(keys)), (ssize_t)strlen(keys));
}

static bool echoes(const struct typist *typist)
{
    struct termios mode;
    assert_int_equal(tcgetattr(typist->terminal, &mode), 0);
    return (mode.c_lflag & ECHO) != 0;
}

/* Waits for the end and returns its wait status. */
static int get_up(struct typist *typist)
{
    int status;
    wait_for(typist, done);
    close(typist->seat);
    assert_int_equal(waitpid(typist->child, &status, 0), typist->child);
    close(typist->terminal);
    return status;
}

static void report(enum atl_status status, const char *answer, const struct atl_error *error)
{
    printf("<%d:%s>", (int)status, status == ATL_OK ? answer : error->message);
    fflush(stdout);
}

/* ---- lines ---- */

static void ask_for_site(struct atl_context *context)
{
    struct atl_error error;
    const char *answer = NULL;
    enum atl_status status =
        atl_prompt_line(context, "Site", "https://a.example", "pass --site", &answer, &error);
    report(status, answer, &error);
}

static void answer_is_trimmed(void **state)
{
    (void)state;
    struct typist typist = sit_down(ask_for_site);
    await(&typist, "Site [https://a.example]: ");
    type(&typist, "  https://b.example \n");
    await(&typist, "<0:https://b.example>");
    assert_int_equal(get_up(&typist), 0);
}

static void empty_answer_is_the_default(void **state)
{
    (void)state;
    struct typist typist = sit_down(ask_for_site);
    await(&typist, "]: ");
    type(&typist, "\n");
    await(&typist, "<0:https://a.example>");
    assert_int_equal(get_up(&typist), 0);
}

static void ask_for_email(struct atl_context *context)
{
    struct atl_error error;
    const char *answer = NULL;
    enum atl_status status =
        atl_prompt_line(context, "E-mail", NULL, "pass --email", &answer, &error);
    report(status, answer, &error);
}

static void question_without_default_is_asked_until_answered(void **state)
{
    (void)state;
    struct typist typist = sit_down(ask_for_email);
    await(&typist, "E-mail: ");
    type(&typist, "\n");
    await(&typist, "E-mail: \r\nE-mail: ");
    type(&typist, "a@b.example\n");
    await(&typist, "<0:a@b.example>");
    assert_int_equal(get_up(&typist), 0);
}

static void end_of_input_ends_the_question(void **state)
{
    (void)state;
    struct typist typist = sit_down(ask_for_email);
    await(&typist, "E-mail: ");
    type(&typist, "\004");
    await(&typist, "<11:interrupted>");
    assert_int_equal(get_up(&typist), 0);
}

static void control_characters_are_refused(void **state)
{
    (void)state;
    struct typist typist = sit_down(ask_for_email);
    await(&typist, "E-mail: ");
    type(&typist, "a\033[Ab\n");
    await(&typist, "<2:the answer holds a control character>");
    assert_int_equal(get_up(&typist), 0);
}

/* ---- secrets ---- */

static void ask_for_token(struct atl_context *context)
{
    struct atl_error error;
    const char *answer = NULL;
    enum atl_status status =
        atl_prompt_secret(context, "Token", "pass --token-stdin", &answer, &error);
    /* Only its length: the test looks for it on the screen. */
    char length[32];
    snprintf(length, sizeof length, "%zu", answer != NULL ? strlen(answer) : 0);
    report(status, length, &error);
}

static void secret_is_not_echoed(void **state)
{
    (void)state;
    struct typist typist = sit_down(ask_for_token);
    await(&typist, "Token: ");
    assert_false(echoes(&typist));
    type(&typist, "s3cret\n");
    await(&typist, "<0:6>");
    assert_null(strstr(typist.screen, "s3cret"));
    assert_true(echoes(&typist));
    assert_int_equal(get_up(&typist), 0);
}

static void ctrl_c_gives_the_terminal_back(void **state)
{
    (void)state;
    struct typist typist = sit_down(ask_for_token);
    await(&typist, "Token: ");
    type(&typist, "half\003");
    await(&typist, "<11:interrupted>");
    assert_true(echoes(&typist));
    assert_null(strstr(typist.screen, "half"));
    assert_int_equal(get_up(&typist), 0);
}

static void termination_gives_the_terminal_back(void **state)
{
    (void)state;
    struct typist typist = sit_down(ask_for_token);
    await(&typist, "Token: ");
    assert_int_equal(kill(typist.child, SIGTERM), 0);
    await(&typist, "<11:interrupted>");
    assert_true(echoes(&typist));
    assert_int_equal(get_up(&typist), 0);
}

/* Under a shell of its own the child can be stopped: an orphaned process group can't. */
static void ask_in_a_job(struct atl_context *context)
{
    pid_t job = fork();
    if (job == 0) {
        setpgid(0, 0);
        signal(SIGTTOU, SIG_IGN);
        tcsetpgrp(STDIN_FILENO, getpid());
        signal(SIGTTOU, SIG_DFL);
        ask_for_token(context);
        _exit(0);
    }
    int status;
    signal(SIGTTOU, SIG_IGN);
    waitpid(job, &status, WUNTRACED);
    if (WIFSTOPPED(status)) {
        struct termios mode;
        tcgetattr(STDIN_FILENO, &mode);
        printf("<stopped, echo %s>", (mode.c_lflag & ECHO) != 0 ? "on" : "off");
        fflush(stdout);
        kill(job, SIGCONT);
        waitpid(job, &status, 0);
    }
}

static void ctrl_z_suspends_and_asks_again(void **state)
{
    (void)state;
#ifdef RUNNING_ON_VALGRIND
    if (RUNNING_ON_VALGRIND != 0) {
        skip(); /* it lets no process stop itself */
    }
#endif
    struct typist typist = sit_down(ask_in_a_job);
    await(&typist, "Token: ");
    type(&typist, "half\032");
    await(&typist, "<stopped, echo on>");
    await(&typist, "<stopped, echo on>Token: ");
    assert_false(echoes(&typist));
    type(&typist, "whole\n");
    await(&typist, "<0:5>");
    assert_true(echoes(&typist));
    assert_int_equal(get_up(&typist), 0);
}

static void ask_twice(struct atl_context *context)
{
    ask_for_token(context);
    for (;;) {
        pause(); /* SIGINT has its former effect: it ends the process */
    }
}

static void signals_have_their_former_effect_afterwards(void **state)
{
    (void)state;
    struct typist typist = sit_down(ask_twice);
    await(&typist, "Token: ");
    type(&typist, "x\n");
    await(&typist, "<0:1>");
    type(&typist, "\003");
    int status = get_up(&typist);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGINT);
}

/* ---- yes and no ---- */

static void ask_to_go_on(struct atl_context *context)
{
    struct atl_error error;
    bool answer = false;
    enum atl_status status =
        atl_prompt_yes(context, "Go on?", false, "pass --yes", &answer, &error);
    report(status, answer ? "yes" : "no", &error);
}

static void assert_answer(const char *keys, const char *expected)
{
    struct typist typist = sit_down(ask_to_go_on);
    await(&typist, "Go on? [y/N]: ");
    type(&typist, keys);
    await(&typist, expected);
    assert_int_equal(get_up(&typist), 0);
}

static void yes_and_no_are_understood(void **state)
{
    (void)state;
    assert_answer("y\n", "<0:yes>");
    assert_answer("YES\n", "<0:yes>");
    assert_answer("n\n", "<0:no>");
    assert_answer("\n", "<0:no>");
    assert_answer("maybe\ny\n", "<0:yes>");
}

static void end_of_input_is_a_no(void **state)
{
    (void)state;
    assert_answer("\004", "<0:no>");
    assert_answer("y\004\004", "<0:no>");
    assert_answer("\003", "<11:interrupted>");
}

/* ---- without a terminal ---- */

static void with_stdin(const char *text, size_t length, void (*body)(struct atl_context *context))
{
    int both[2];
    int former = dup(STDIN_FILENO);
    assert_int_equal(pipe(both), 0);
    pid_t writer = fork();
    if (writer == 0) {
        signal(SIGPIPE, SIG_DFL);
        close(both[0]);
        while (length > 0) {
            ssize_t count = write(both[1], text, length);
            text += count;
            length -= (size_t)count;
        }
        _exit(0);
    }
    close(both[1]);
    dup2(both[0], STDIN_FILENO);
    close(both[0]);
    struct atl_context context = child_context();
    body(&context);
    dup2(former, STDIN_FILENO);
    close(former);
    waitpid(writer, NULL, 0);
    atl_arena_free(context.arena);
}

static struct atl_error last_error;
static char last_secret[256];
static size_t last_length;

static void ask_everything(struct atl_context *context)
{
    const char *answer;
    bool yes;
    assert_false(atl_prompt_is_possible());
    assert_int_equal(atl_prompt_line(context, "Site", "x", "pass --site", &answer, &last_error),
                     ATL_USAGE);
    assert_string_equal(last_error.hints[0], "pass --site");
    assert_int_equal(
        atl_prompt_secret(context, "Token", "pass --token-stdin", &answer, &last_error), ATL_USAGE);
    assert_string_equal(last_error.hints[0], "pass --token-stdin");
    assert_int_equal(atl_prompt_yes(context, "Sure?", true, "pass --yes", &yes, &last_error),
                     ATL_USAGE);
    assert_string_equal(last_error.message,
                        "standard input is no terminal, so nothing can be asked");
}

static void nothing_is_asked_without_a_terminal(void **state)
{
    (void)state;
    with_stdin("y\n", 2, ask_everything);
}

static void read_token(struct atl_context *context)
{
    const char *secret;
    last_error.status = atl_read_secret(context, "token", &secret, &last_error);
    last_length = secret != NULL ? strlen(secret) : 0;
    snprintf(last_secret, sizeof last_secret, "%s", secret != NULL ? secret : "");
}

static void assert_token(const char *text, size_t length, const char *secret)
{
    with_stdin(text, length, read_token);
    assert_int_equal(last_error.status, ATL_OK);
    assert_string_equal(last_secret, secret);
}

static void secret_is_read_from_standard_input(void **state)
{
    (void)state;
    assert_token("s3cret", 6, "s3cret");
    assert_token("s3cret\n", 7, "s3cret");
    assert_token("s3cret\r\n", 8, "s3cret");
}

static void assert_no_token(const char *text, size_t length, const char *message)
{
    with_stdin(text, length, read_token);
    assert_int_equal(last_error.status, ATL_USAGE);
    assert_string_equal(last_error.message, message);
    assert_int_equal(last_length, 0);
}

static void what_is_no_secret_is_refused(void **state)
{
    (void)state;
    assert_no_token("", 0, "there is no token on standard input");
    assert_no_token("\n", 1, "there is no token on standard input");
    assert_no_token("a\nb", 3,
                    "the token from standard input holds a line break or a control character");
    assert_no_token("a\0b", 3, "the token on standard input holds a control character");
    char *long_text = atl_alloc(64 * 1024 + 1);
    memset(long_text, 'x', 64 * 1024 + 1);
    assert_no_token(long_text, 64 * 1024 + 1, "the token on standard input is longer than 64 KiB");
    with_stdin(long_text, 64 * 1024, read_token);
    assert_int_equal(last_error.status, ATL_OK);
    assert_int_equal(last_length, 64 * 1024);
    free(long_text);
}

/* ---- confirmation ---- */

static const struct atl_command dangerous = {
    .words = "drop",
    .summary = "Drop it",
    .options =
        (const struct atl_option[]){{.name = "yes", .alias = "confirm", .summary = "Do it"}, {0}},
    .run = fixture_run,
};

static enum atl_status confirm_with(struct atl_context *context, const char *word)
{
    const struct atl_command *const commands[] = {&dangerous, NULL};
    char drop[] = "drop";
    char option[32];
    snprintf(option, sizeof option, "%s", word);
    char *words[] = {drop, option};
    struct atl_invocation invocation;
    assert_int_equal(
        atl_parse(context->arena, commands, *word != '\0' ? 2 : 1, words, &invocation, &last_error),
        ATL_OK);
    context->command = invocation.command;
    context->values = invocation.values;
    return atl_prompt_confirm(context, "Drop it?", &last_error);
}

static void confirm_without_terminal(struct atl_context *context)
{
    assert_int_equal(confirm_with(context, "--yes"), ATL_OK);
    assert_int_equal(confirm_with(context, "--confirm"), ATL_OK);
    assert_int_equal(confirm_with(context, ""), ATL_USAGE);
    assert_string_equal(last_error.hints[0], "pass --yes if you are sure");
}

static void confirmation_without_a_terminal_needs_the_option(void **state)
{
    (void)state;
    with_stdin("y\n", 2, confirm_without_terminal);
}

static void confirm_at_terminal(struct atl_context *context)
{
    enum atl_status status = confirm_with(context, "");
    report(status, "done", &last_error);
}

static void confirmation_is_asked_for_at_a_terminal(void **state)
{
    (void)state;
    struct typist typist = sit_down(confirm_at_terminal);
    await(&typist, "Drop it? [y/N]: ");
    type(&typist, "\004");
    await(&typist, "<1:not confirmed, so nothing was changed>");
    assert_int_equal(get_up(&typist), 0);
    typist = sit_down(confirm_at_terminal);
    await(&typist, "Drop it? [y/N]: ");
    type(&typist, "n\n");
    await(&typist, "<1:not confirmed, so nothing was changed>");
    assert_int_equal(get_up(&typist), 0);
    typist = sit_down(confirm_at_terminal);
    await(&typist, "Drop it? [y/N]: ");
    type(&typist, "y\n");
    await(&typist, "<0:done>");
    assert_int_equal(get_up(&typist), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answer_is_trimmed),
        cmocka_unit_test(empty_answer_is_the_default),
        cmocka_unit_test(question_without_default_is_asked_until_answered),
        cmocka_unit_test(end_of_input_ends_the_question),
        cmocka_unit_test(control_characters_are_refused),
        cmocka_unit_test(secret_is_not_echoed),
        cmocka_unit_test(ctrl_c_gives_the_terminal_back),
        cmocka_unit_test(termination_gives_the_terminal_back),
        cmocka_unit_test(ctrl_z_suspends_and_asks_again),
        cmocka_unit_test(signals_have_their_former_effect_afterwards),
        cmocka_unit_test(yes_and_no_are_understood),
        cmocka_unit_test(end_of_input_is_a_no),
        cmocka_unit_test(nothing_is_asked_without_a_terminal),
        cmocka_unit_test(secret_is_read_from_standard_input),
        cmocka_unit_test(what_is_no_secret_is_refused),
        cmocka_unit_test(confirmation_without_a_terminal_needs_the_option),
        cmocka_unit_test(confirmation_is_asked_for_at_a_terminal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
