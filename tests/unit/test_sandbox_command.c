/* What the commands of `sandbox` do besides talking to one: words, state, processes, profiles. */
#include "child.h"
#include "config_scratch.h"

#include "atlcli/loop.h"
#include "cli/parse.h"
#include "cmd/sandbox/sandbox.h"
#include "cmd/table.h"

#include <fcntl.h>

/* ---- a command line of atlcli ---- */

static struct atl_context context;
static struct atl_error error;

static enum atl_status parse(const char *line)
{
    static struct atl_invocation invocation;
    char *words[32];
    size_t count = 0;
    char *copy = atl_arena_strdup(&arena, line);
    for (char *word = strtok(copy, " "); word != NULL; word = strtok(NULL, " ")) {
        words[count++] = word;
    }
    enum atl_status status =
        atl_parse(&arena, atl_command_table(), count, words, &invocation, &error);
    context = (struct atl_context){.arena = &arena,
                                   .command = invocation.command,
                                   .values = invocation.values,
                                   .globals = invocation.globals,
                                   .commands = atl_command_table()};
    return status;
}

static struct sandbox_place place_of(const char *line)
{
    struct sandbox_place place;
    assert_int_equal(parse(line), ATL_OK);
    assert_int_equal(sandbox_place_chosen(&context, &place, &error), ATL_OK);
    return place;
}

/* ---- words ---- */

static enum atl_status build(const char *line, struct sandbox_start *start)
{
    *start = (struct sandbox_start){.context = &context, .place = place_of(line)};
    return sandbox_words_build(start, &error);
}

static bool has_word(const struct sandbox_start *start, const char *word)
{
    for (size_t i = 0; i < start->words.count; i++) {
        if (strcmp(start->words.items[i], word) == 0) {
            return true;
        }
    }
    return false;
}

static void passes_options_on_under_their_own_names(void **state)
{
    (void)state;
    struct sandbox_start start;
    assert_int_equal(build("sandbox start --deployment datacenter --issues 5 --seed 0 --latency 20 "
                           "-- --fail-every 7 --user-email a@b.c",
                           &start),
                     ATL_OK);
    assert_string_equal(start.words.items[0], "atlcli-sandbox");
    assert_true(has_word(&start, "--deployment=datacenter"));
    assert_true(has_word(&start, "--issues=5"));
    assert_true(has_word(&start, "--seed=0"));
    assert_true(has_word(&start, "--latency=20"));
    assert_true(has_word(&start, "--fail-every"));
    assert_true(has_word(&start, "7"));
    assert_true(has_word(&start, "--tls"));
    assert_true(has_word(&start, "--ready-fd=" SANDBOX_READY_DESCRIPTOR));
    assert_true(has_word(&start, atl_arena_printf(&arena, "--log=%s", start.place.requests)));
    assert_null(start.words.items[start.words.count]);
    assert_int_equal(build("sandbox start --no-tls --no-request-log", &start), ATL_OK);
    assert_false(has_word(&start, "--tls"));
    assert_false(has_word(&start, atl_arena_printf(&arena, "--log=%s", start.place.requests)));
}

/* Read from elsewhere later on, and by `sandbox status`. */
static void makes_file_names_absolute(void **state)
{
    (void)state;
    char here[4096];
    struct sandbox_start start;
    assert_non_null(getcwd(here, sizeof here));
    assert_int_equal(build("sandbox start --db a/b.db --seed-file /tmp/site.json", &start), ATL_OK);
    assert_string_equal(start.database, atl_arena_printf(&arena, "%s/a/b.db", here));
    assert_true(has_word(&start, atl_arena_printf(&arena, "--db=%s/a/b.db", here)));
    assert_true(has_word(&start, "--seed-file=/tmp/site.json"));
    assert_true(*start.place.directory == '/');
}

static void refuses_words_that_are_for_itself(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "sandbox start -- --token hush",
        "sandbox start -- --token=hush",
        "sandbox start -- --readonly-token hush",
        "sandbox start -- --forbidden-token=hush",
        "sandbox start -- --tls",
        "sandbox start -- --state-dir /tmp",
        "sandbox start -- --issues 5 -- --seed",
        "sandbox start --db=",
        "sandbox start something",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct sandbox_start start;
        if (build(lines[i], &start) != ATL_USAGE || strstr(error.message, "hush") != NULL) {
            fail_msg("%s: %s", lines[i], error.message);
        }
    }
    struct sandbox_start start;
    assert_int_equal(build("sandbox start -- --readonly-token-file /tmp/x", &start), ATL_OK);
}

static void refuses_names_that_lead_elsewhere(void **state)
{
    (void)state;
    static const char *const names[] = {"..", ".hidden", "a/b", "-x", "a:b"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct sandbox_place place;
        assert_int_equal(parse(atl_arena_printf(&arena, "sandbox stop --name=%s", names[i])),
                         ATL_OK);
        assert_int_equal(sandbox_place_chosen(&context, &place, &error), ATL_USAGE);
        assert_non_null(strstr(error.message, names[i]));
    }
}

/* ---- a process with the lock ---- */

static const char *locked_file;

static void hold_the_lock(void)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    int descriptor = open(locked_file, O_RDWR | O_CREAT, 0600);
    if (descriptor < 0 || fcntl(descriptor, F_SETLK, &lock) != 0) {
        _exit(71);
    }
    say('l');
    pause();
}

static void hold_nothing(void)
{
    say('n');
    pause();
}

static struct child start_holder(const struct sandbox_place *place)
{
    assert_int_equal(sandbox_place_prepare(place, &error), ATL_OK);
    locked_file = place->process;
    struct child holder = start_child(hold_the_lock);
    assert_int_equal(hear(&holder), 'l');
    return holder;
}

static void finish(struct child *child)
{
    char errors[256];
    kill(child->process, SIGKILL);
    end_child(child, errors, sizeof errors);
}

struct ending {
    const struct sandbox_place *place;
    pid_t process;
};

static enum atl_status stop(void *argument, struct atl_error *failure)
{
    const struct ending *ending = argument;
    return sandbox_process_stop(ending->place, ending->process, 60000, failure);
}

static void finds_the_process_that_has_the_lock(void **state)
{
    (void)state;
    struct sandbox_place place = place_of("sandbox status");
    assert_int_equal(sandbox_process_find(&place), SANDBOX_NOBODY);
    struct child holder = start_holder(&place);
    assert_int_equal(sandbox_process_find(&place), holder.process);
    finish(&holder);
    assert_int_equal(sandbox_process_find(&place), SANDBOX_NOBODY);
}

static void stops_the_process_that_has_the_lock(void **state)
{
    (void)state;
    char errors[256];
    struct sandbox_place place = place_of("sandbox stop");
    struct child holder = start_holder(&place);
    struct ending ending = {&place, holder.process};
    assert_int_equal(atl_loop_run(stop, &ending, true, &error), ATL_OK);
    assert_int_equal(WTERMSIG(end_child(&holder, errors, sizeof errors)), SIGTERM);
}

static void leaves_any_other_process_alone(void **state)
{
    (void)state;
    struct sandbox_place place = place_of("sandbox stop");
    struct child bystander = start_child(hold_nothing);
    assert_int_equal(hear(&bystander), 'n');
    struct ending ending = {&place, bystander.process};
    assert_int_equal(atl_loop_run(stop, &ending, true, &error), ATL_OK);
    struct child holder = start_holder(&place);
    assert_int_equal(atl_loop_run(stop, &ending, true, &error), ATL_OK);
    assert_int_equal(waitpid(bystander.process, NULL, WNOHANG), 0);
    assert_int_equal(waitpid(holder.process, NULL, WNOHANG), 0);
    finish(&holder);
    finish(&bystander);
}

/* ---- state ---- */

static const struct sandbox_state remembered = {
    .site = "https://localhost:4711/jira",
    .deployment = "datacenter",
    .email = "you@example.com",
    .ca_file = "/a \"quoted\" place/ca.pem",
    .started_ms = 1790000000123,
};

static void remembers_what_runs(void **state)
{
    (void)state;
    struct sandbox_place place = place_of("sandbox status --name two");
    struct sandbox_state written = remembered;
    struct sandbox_state found;
    atl_words_add(&arena, &written.words, "atlcli-sandbox");
    atl_words_add(&arena, &written.words, "--context-path=/j\303\251");
    sandbox_state_find(&context, &place, &found);
    assert_int_equal(found.phase, SANDBOX_STOPPED);
    struct child holder = start_holder(&place);
    sandbox_state_find(&context, &place, &found);
    assert_int_equal(found.phase, SANDBOX_STARTING);
    assert_int_equal(sandbox_state_write(&place, &written, &error), ATL_OK);
    assert_int_equal(mode_of(place.state), 0600);
    sandbox_state_find(&context, &place, &found);
    assert_int_equal(found.phase, SANDBOX_RUNNING);
    assert_int_equal(found.process, holder.process);
    assert_string_equal(found.site, written.site);
    assert_string_equal(found.deployment, written.deployment);
    assert_string_equal(found.ca_file, written.ca_file);
    assert_null(found.database);
    assert_int_equal(found.started_ms, written.started_ms);
    assert_int_equal(found.words.count, 2);
    assert_string_equal(found.words.items[1], written.words.items[1]);
    finish(&holder);
    sandbox_state_find(&context, &place, &found);
    assert_int_equal(found.phase, SANDBOX_ENDED);
    sandbox_state_remove(&place);
    sandbox_state_find(&context, &place, &found);
    assert_int_equal(found.phase, SANDBOX_STOPPED);
}

static void a_damaged_state_is_none(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "", "{", "[]", "null", "{\"site\":7}", "{\"words\":[\"a\"]}"};
    struct sandbox_place place = place_of("sandbox status");
    assert_int_equal(sandbox_place_prepare(&place, &error), ATL_OK);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct sandbox_state found;
        assert_int_equal(
            atl_file_write_atomic(place.state, texts[i], strlen(texts[i]), 0600, &error), ATL_OK);
        sandbox_state_find(&context, &place, &found);
        assert_int_equal(found.phase, SANDBOX_STOPPED);
    }
}

static void says_what_to_do_about_one_that_does_not_run(void **state)
{
    (void)state;
    struct sandbox_place place = place_of("sandbox status --name two");
    struct sandbox_state found = {.phase = SANDBOX_STOPPED};
    assert_int_equal(sandbox_state_fail(&place, &found, &error), ATL_NOT_FOUND);
    assert_string_equal(error.hints[0], "start it: atlcli sandbox start --name two");
    found.phase = SANDBOX_STARTING;
    assert_int_equal(sandbox_state_fail(&place, &found, &error), ATL_NOT_FOUND);
    assert_string_equal(error.message, "sandbox 'two' is still starting");
}

/* ---- profiles ---- */

static void a_profile_is_named_after_its_sandbox(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"sandbox start", "sandbox"},
        {"sandbox start --name dc", "sandbox-dc"},
        {"sandbox start --name dc --profile mine", "mine"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sandbox_start start = {.context = &context, .place = place_of(cases[i][0])};
        assert_string_equal(sandbox_profile_name(&start), cases[i][1]);
    }
}

static void saves_over_its_own_profile_alone(void **state)
{
    (void)state;
    struct sandbox_start start = {.context = &context,
                                  .place = place_of("sandbox start --save"),
                                  .profile = "sandbox",
                                  .token = "t",
                                  .state = remembered};
    assert_int_equal(sandbox_place_prepare(&start.place, &error), ATL_OK);
    assert_int_equal(sandbox_profile_save(&start, &error), ATL_OK);
    assert_true(start.profile_is_active);
    const struct atl_profile *profile = atl_credentials_find(load(), "sandbox");
    assert_int_equal(profile->auth_type, ATL_AUTH_BEARER);
    assert_string_equal(profile->tls_ca_file, remembered.ca_file);
    /* It has another port after the next start. */
    start.state.site = "https://localhost:4712/jira";
    assert_int_equal(sandbox_profile_check(&start, NULL, &error), ATL_OK);
    assert_int_equal(sandbox_profile_save(&start, &error), ATL_OK);
    /* Somebody gave it another site. */
    write_file("{\"profiles\": {\"sandbox\": {\"baseUrl\": \"https://localhost:4711/jira\"}}}");
    assert_int_equal(sandbox_profile_check(&start, NULL, &error), ATL_CONFLICT);
    assert_int_equal(sandbox_profile_save(&start, &error), ATL_CONFLICT);
    /* Or it has no usable one. */
    write_file("{\"profiles\": {\"sandbox\": {\"baseUrl\": \":::\"}}}");
    assert_int_equal(sandbox_profile_check(&start, NULL, &error), ATL_CONFLICT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(passes_options_on_under_their_own_names),
        cmocka_unit_test(makes_file_names_absolute),
        cmocka_unit_test(refuses_words_that_are_for_itself),
        cmocka_unit_test(refuses_names_that_lead_elsewhere),
        cmocka_unit_test_setup_teardown(finds_the_process_that_has_the_lock, open_scratch,
                                        close_scratch),
        cmocka_unit_test_setup_teardown(stops_the_process_that_has_the_lock, open_scratch,
                                        close_scratch),
        cmocka_unit_test_setup_teardown(leaves_any_other_process_alone, open_scratch,
                                        close_scratch),
        cmocka_unit_test_setup_teardown(remembers_what_runs, open_scratch, close_scratch),
        cmocka_unit_test_setup_teardown(a_damaged_state_is_none, open_scratch, close_scratch),
        cmocka_unit_test_setup_teardown(says_what_to_do_about_one_that_does_not_run, open_scratch,
                                        close_scratch),
        cmocka_unit_test_setup_teardown(a_profile_is_named_after_its_sandbox, open_scratch,
                                        close_scratch),
        cmocka_unit_test_setup_teardown(saves_over_its_own_profile_alone, open_scratch,
                                        close_scratch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
