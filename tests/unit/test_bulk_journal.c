/* Jobs out of their journals: what is done, what is unknown, what is left; shards. */
#include "bulk/internal.h"

#include "atlcli/file.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

#define HEADER                                                                                     \
    "{\"atlcli\":\"job\",\"version\":1,\"id\":\"20260131-081530-4f1c\",\"created\":1769847330000," \
    "\"title\":\"Transition to Done\",\"profile\":\"work\",\"site\":\"https://x.example\","        \
    "\"strategy\":\"one by one\",\"requests\":4,\"count\":4,\"operation\":{\"kind\":"              \
    "\"transition\",\"to\":\"Done\",\"targets\":[\"10003\"]}}\n"
#define ITEMS                                                                                      \
    "{\"items\":[{\"id\":\"1\",\"key\":\"A-1\"},{\"id\":\"2\",\"key\":\"A-2\"},{\"id\":\"3\","     \
    "\"key\":\"A-3\",\"state\":\"unchanged\"}]}\n{\"items\":[{\"key\":\"A-4\",\"state\":"          \
    "\"failed\",\"reason\":\"gone\",\"status\":404}]}\n"

static struct atl_arena arena;

static int clean_up(void **state)
{
    (void)state;
    atl_arena_free(&arena);
    return 0;
}

static struct atl_bulk_job *parse(const char *text)
{
    struct atl_bulk_job *job;
    struct atl_error error = {0};
    if (bulk_journal_parse(&arena, text, strlen(text), &job, &error) != ATL_OK) {
        fail_msg("%s", error.message);
    }
    return job;
}

static void assert_states(const char *events, const char *expected)
{
    struct atl_buffer text = {0};
    struct atl_buffer states = {0};
    atl_buffer_printf(&text, "%s%s%s", HEADER, ITEMS, events);
    const struct atl_bulk_job *job = parse(text.data);
    for (size_t i = 0; i < job->count; i++) {
        atl_buffer_printf(&states, "%s%s", i == 0 ? "" : " ",
                          atl_bulk_state_name(job->items[i].state));
    }
    assert_string_equal(states.data, expected);
    atl_buffer_free(&states);
    atl_buffer_free(&text);
}

static void a_plan_is_read_as_it_was_made(void **state)
{
    (void)state;
    const struct atl_bulk_job *job = parse(HEADER ITEMS);
    assert_string_equal(job->id, "20260131-081530-4f1c");
    assert_string_equal(job->title, "Transition to Done");
    assert_string_equal(job->profile, "work");
    assert_int_equal(job->count, 4);
    assert_string_equal(job->items[1].key, "A-2");
    assert_int_equal(job->items[3].http_status, 404);
    assert_string_equal(job->items[3].reason, "gone");
    assert_ptr_equal(bulk_kind_of(job), &bulk_transition);
    assert_false(job->ended);
    assert_states("", "waiting waiting unchanged failed");
}

static void ids_are_in_the_order_of_their_jobs(void **state)
{
    (void)state;
    int64_t now = 1769847330000; /* the start of a second */
    const char *before = bulk_make_id(&arena, now);
    for (int64_t ms = 1; ms <= 1000; ms++) {
        const char *id = bulk_make_id(&arena, now + ms);
        assert_int_equal(strlen(id), strlen("20260131-081530-4f1c"));
        assert_true(strcmp(before, id) < 0);
        before = id;
    }
}

static void what_was_sent_is_unknown_until_its_outcome(void **state)
{
    (void)state;
    assert_states("{\"sent\":[0,1],\"at\":5}\n", "unknown unknown unchanged failed");
    assert_states("{\"sent\":[0,1],\"at\":5}\n{\"done\":1}\n{\"failed\":0,\"status\":400,"
                  "\"reason\":\"no\"}\n",
                  "failed done unchanged failed");
    assert_states("{\"sent\":[0,1],\"at\":5}\n{\"done\":1}\n{\"waiting\":[0]}\n",
                  "waiting done unchanged failed");
    assert_states("{\"waiting\":[3]}\n{\"sent\":[3],\"at\":5}\n{\"done\":3}\n",
                  "waiting waiting unchanged done");
}

static void torn_and_foreign_lines_are_passed_over(void **state)
{
    (void)state;
    assert_states("{\"sent\":[0,1],\"at\":5}\n{\"done\":0}\n{\"do",
                  "done unknown unchanged failed");
    assert_states("{\"sent\":[0,1],\"at\":5}\n{\"do\n{\"done\":0}\n",
                  "done unknown unchanged failed");
    assert_states("{\"sent\":[0,99,-1,\"x\"]}\n{\"done\":77}\n[]\n7\n{\"new\":{}}\n",
                  "unknown waiting unchanged failed");
}

static void a_task_is_found_by_its_batch(void **state)
{
    (void)state;
    const struct atl_bulk_job *job =
        parse(HEADER ITEMS "{\"sent\":[0],\"at\":5,\"batch\":1}\n{\"batch\":1,\"task\":\"10641\"}\n"
                           "{\"sent\":[1],\"at\":6,\"batch\":2}\n");
    assert_string_equal(bulk_journal_find_task(job, 1)->id, "10641");
    assert_null(bulk_journal_find_task(job, 2));
    assert_int_equal(job->items[0].batch, 1);
    assert_int_equal(job->items[1].batch, 2);
    assert_int_equal(job->journal->last_batch, 2);
    assert_int_equal(job->journal->last_sent_ms, 6);
}

static void assert_refused(const char *text, const char *expected)
{
    struct atl_bulk_job *job;
    struct atl_error error = {0};
    assert_int_not_equal(bulk_journal_parse(&arena, text, strlen(text), &job, &error), ATL_OK);
    assert_non_null(strstr(error.message, expected));
}

static void what_is_no_whole_plan_is_refused(void **state)
{
    (void)state;
    assert_refused("", "incomplete");
    assert_refused("hello\n", "no journal");
    assert_refused("{}\n", "no journal");
    assert_refused(HEADER, "incomplete");
    assert_refused("{\"atlcli\":\"job\",\"version\":2,\"operation\":{}}\n", "newer");
    assert_refused("{\"atlcli\":\"job\",\"version\":1,\"operation\":{\"kind\":\"x\"}}\n",
                   "unknown");
}

/* An item that says of nothing what it is can't be sent, whatever a journal says of it. */
static void what_has_no_id_has_failed(void **state)
{
    (void)state;
    assert_states("{\"waiting\":[3]}\n", "waiting waiting unchanged failed");
    assert_states("{\"sent\":[0,3],\"at\":5}\n", "unknown waiting unchanged failed");
    struct atl_buffer text = {0};
    atl_buffer_printf(&text, "%s{\"items\":[{\"key\":\"A-1\"},{\"id\":\"\"},{},{\"id\":\"4\"}]}\n",
                      HEADER);
    const struct atl_bulk_job *job = parse(text.data);
    struct atl_bulk_counts counts = atl_bulk_count(job);
    assert_int_equal(counts.failed, 3);
    assert_int_equal(atl_bulk_count_retryable(job), 0);
    assert_int_equal(counts.waiting, 1);
    assert_string_equal(job->items[0].reason, "the journal doesn't say which issue it is");
    atl_buffer_free(&text);
}

/* ---- what lists of jobs say ---- */

static const char *write_journal(const char *name, const char *text)
{
    const char *directory;
    assert_int_equal(bulk_directory(&arena, &directory, NULL), ATL_OK);
    assert_int_equal(atl_directory_ensure(directory, 0700, NULL), ATL_OK);
    const char *path = atl_arena_printf(&arena, "%s/%s.jsonl", directory, name);
    assert_int_equal(atl_file_write_atomic(path, text, strlen(text), 0600, NULL), ATL_OK);
    return name;
}

static void assert_summary(const char *text, const char *expected)
{
    struct atl_bulk_summary job;
    struct atl_error error = {0};
    const char *id = write_journal("20260131-081530-4f1c", text);
    if (atl_bulk_summarize(&arena, id, &job, &error) != ATL_OK) {
        fail_msg("%s", error.message);
    }
    assert_string_equal(
        atl_arena_printf(&arena, "%s, %s, %s, %lld: %zu = %zu %zu %zu %zu %zu", job.title,
                         job.profile, job.site, (long long)job.created_ms, job.total,
                         job.counts.waiting, job.counts.unknown, job.counts.done,
                         job.counts.unchanged, job.counts.failed),
        atl_arena_printf(&arena,
                         "Transition to Done, work, https://x.example, 1769847330000: 4 = %s",
                         expected));
    assert_string_equal(job.id, id);
    assert_false(job.running);
}

/* The lines between aren't read: here they are no plan. */
static void head_and_tail_sum_a_job_up(void **state)
{
    (void)state;
    assert_summary(HEADER "not a plan at all\n{\"counts\":[0,1,2,0,1]}\n", "0 1 2 0 1");
    /* Whatever doesn't end in counts that fit is read as a whole. */
    assert_summary(HEADER ITEMS "{\"done\":0}\n", "1 0 1 1 1");
    assert_summary(HEADER ITEMS "{\"counts\":[2,0,0,1,1]}\n{\"sent\":[0]}\n{\"coun", "1 1 0 1 1");
    assert_summary(HEADER ITEMS "{\"counts\":[9,9,9,9,9]}\n", "2 0 0 1 1");
    assert_summary(HEADER ITEMS "{\"counts\":[1,1,\"x\",1,1]}\n", "2 0 0 1 1");
    assert_summary(HEADER ITEMS "{\"counts\":[4,0,0,0,1e300]}\n", "2 0 0 1 1");
    assert_summary(HEADER ITEMS "{\"counts\":[5,-1,0,0,0]}\n", "2 0 0 1 1");
    struct atl_bulk_summary job;
    write_journal("20260131-081530-4f1c", "{\"counts\":[0,0,0,0,0]}\n");
    assert_int_not_equal(atl_bulk_summarize(&arena, "20260131-081530-4f1c", &job, NULL), ATL_OK);
    assert_int_equal(atl_bulk_summarize(&arena, "20260131-081530-0000", &job, NULL), ATL_NOT_FOUND);
}

/* Counts are those that the whole journal gives, at each write. */
static void counts_are_those_of_the_lines(void **state)
{
    (void)state;
    const size_t both[] = {0, 1};
    write_journal("20260131-081530-4f1c", HEADER ITEMS "{\"sent\":[0],\"at\":5}\n{\"do");
    for (int step = 0; step < 4; step++) {
        struct atl_bulk_job *job;
        assert_int_equal(atl_bulk_open(&arena, "4f1c", &job, NULL), ATL_OK);
        if (step == 1) {
            assert_int_equal(bulk_journal_sent(job, &(struct bulk_items){both, 2}, 0, NULL),
                             ATL_OK);
        } else if (step == 2) {
            bulk_set_outcome(job, 0, ATL_BULK_FAILED, 400, "no");
            bulk_set_outcome(job, 1, ATL_BULK_DONE, 0, NULL);
        } else if (step == 3) {
            bulk_release(job, &(struct bulk_items){both, 1});
        }
        atl_bulk_job_close(job);
        struct atl_bulk_summary summary;
        struct atl_bulk_job *whole;
        bool running;
        assert_int_equal(atl_bulk_summarize(&arena, "20260131-081530-4f1c", &summary, NULL),
                         ATL_OK);
        assert_int_equal(atl_bulk_read(&arena, "4f1c", &whole, &running, NULL), ATL_OK);
        struct atl_bulk_counts counts = atl_bulk_count(whole);
        assert_memory_equal(&counts, &summary.counts, sizeof counts);
        atl_bulk_job_close(whole);
    }
}

static void a_created_row_gets_its_key(void **state)
{
    (void)state;
    const struct atl_bulk_job *job =
        parse("{\"atlcli\":\"job\",\"version\":1,\"id\":\"x\",\"count\":1,\"operation\":{\"kind\":"
              "\"create\"}}\n{\"items\":[{\"row\":{\"fields\":{\"summary\":\"a\"}},\"number\":7}]}"
              "\n{\"sent\":[0],\"at\":5}\n{\"done\":0,\"id\":\"10\",\"key\":\"A-9\"}\n"
              "{\"ended\":true}\n");
    assert_string_equal(job->items[0].key, "A-9");
    assert_int_equal(job->items[0].number, 7);
    assert_true(job->ended);
}

/* ---- shards ---- */

static void every_key_is_in_one_shard(void **state)
{
    (void)state;
    for (int64_t shards = 1; shards <= 7; shards++) {
        int counts[8] = {0};
        for (int number = 1; number <= 700; number++) {
            char key[16];
            int found = 0;
            snprintf(key, sizeof key, "WEB-%d", number);
            for (int64_t shard = 1; shard <= shards; shard++) {
                if (atl_bulk_in_shard(key, shard, shards)) {
                    found++;
                    counts[shard]++;
                }
            }
            assert_int_equal(found, 1);
        }
        for (int64_t shard = 1; shard <= shards; shard++) {
            assert_in_range(counts[shard], 700 / shards / 2, 2 * 700 / shards);
        }
    }
    assert_true(atl_bulk_in_shard("WEB-1", 0, 0));
}

/* ---- whether it was applied ---- */

static bool covers(const char *have, const char *want)
{
    cJSON *left = cJSON_Parse(have);
    cJSON *right = cJSON_Parse(want);
    bool is = bulk_covers(left, right);
    cJSON_Delete(left);
    cJSON_Delete(right);
    return is;
}

static void a_value_is_as_wanted_whatever_else_the_server_says_of_it(void **state)
{
    (void)state;
    assert_true(covers("{\"id\":\"1\",\"name\":\"High\"}", "{\"id\":\"1\"}"));
    assert_false(covers("{\"id\":\"2\",\"name\":\"High\"}", "{\"id\":\"1\"}"));
    assert_true(covers("[\"a\",\"b\"]", "[\"b\",\"a\"]"));
    assert_false(covers("[\"a\",\"b\",\"c\"]", "[\"a\",\"b\"]"));
    assert_true(covers("5", "5.0"));
    assert_true(covers("null", "null"));
    assert_true(covers("[]", "null"));
    assert_false(covers("\"x\"", "null"));
    assert_false(covers("null", "{\"id\":\"1\"}"));
    assert_false(covers("\"5\"", "5"));
}

static void a_transition_is_applied_where_the_status_is_its_target(void **state)
{
    (void)state;
    const struct atl_bulk_job *job = parse(HEADER ITEMS);
    cJSON *issue = cJSON_Parse("{\"fields\":{\"status\":{\"id\":\"10003\",\"name\":\"Closed\"}}}");
    assert_true(bulk_transition.is_applied(job, &job->items[0], issue));
    cJSON_Delete(issue);
    issue = cJSON_Parse("{\"fields\":{\"status\":{\"id\":\"1\",\"name\":\"done\"}}}");
    assert_true(bulk_transition.is_applied(job, &job->items[0], issue));
    cJSON_Delete(issue);
    issue = cJSON_Parse("{\"fields\":{\"status\":{\"id\":\"1\",\"name\":\"To Do\"}}}");
    assert_false(bulk_transition.is_applied(job, &job->items[0], issue));
    cJSON_Delete(issue);
}

static void what_has_moved_needs_its_comment_alone(void **state)
{
    (void)state;
    const struct atl_bulk_job *job =
        parse(HEADER ITEMS "{\"sent\":[0,1]}\n{\"moved\":1}\n{\"moved\":9}\n{\"waiting\":[0,1]}\n");
    assert_false(job->items[0].moved);
    assert_true(job->items[1].moved);
    assert_int_equal(job->items[1].state, ATL_BULK_WAITING);
}

static void a_transition_is_applied_where_it_leads_from_the_issues_own_place(void **state)
{
    (void)state;
    const struct atl_bulk_job *job = parse(
        "{\"atlcli\":\"job\",\"version\":1,\"id\":\"x\",\"count\":3,\"operation\":{\"kind\":"
        "\"transition\",\"to\":\"21\"}}\n{\"items\":[{\"id\":\"1\",\"key\":\"A-1\",\"target\":"
        "\"3\"},{\"id\":\"2\",\"key\":\"B-2\",\"target\":\"4\"},{\"id\":\"3\",\"key\":\"C-3\"}]}"
        "\n");
    cJSON *issue = cJSON_Parse("{\"fields\":{\"status\":{\"id\":\"3\",\"name\":\"Open\"}}}");
    assert_true(bulk_transition.is_applied(job, &job->items[0], issue));
    assert_false(bulk_transition.is_applied(job, &job->items[1], issue));
    assert_false(bulk_transition.is_applied(job, &job->items[2], issue));
    cJSON_Delete(issue);
}

static void a_link_is_applied_from_its_own_end_or_from_either(void **state)
{
    (void)state;
    const struct atl_bulk_job *job = atl_bulk_job_new(
        &arena,
        cJSON_Parse("{\"kind\":\"link\",\"type\":\"T\",\"issue\":\"A-1\",\"inward\":false}"), "x");
    static const struct {
        const char *inward;
        const char *end;
        bool applied;
    } cases[] = {{"is blocked by", "outwardIssue", true},
                 {"is blocked by", "inwardIssue", false},
                 {"blocks", "outwardIssue", true},
                 {"blocks", "inwardIssue", true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cJSON *issue =
            cJSON_Parse(atl_arena_printf(&arena,
                                         "{\"fields\":{\"issuelinks\":[{\"type\":{\"name\":\"T\","
                                         "\"outward\":\"blocks\",\"inward\":"
                                         "\"%s\"},\"%s\":{\"key\":\"A-1\"}}]}}",
                                         cases[i].inward, cases[i].end));
        assert_int_equal(bulk_link.is_applied(job, NULL, issue), cases[i].applied);
        cJSON_Delete(issue);
    }
}

static void labels_are_applied_when_they_came_and_went(void **state)
{
    (void)state;
    const struct atl_bulk_job *job =
        atl_bulk_job_new(&arena,
                         cJSON_Parse("{\"kind\":\"edit\",\"update\":{\"labels\":[{\"add\":\"red\"},"
                                     "{\"remove\":\"blue\"}]}}"),
                         "x");
    static const struct {
        const char *issue;
        bool applied;
    } cases[] = {{"{\"fields\":{\"labels\":[\"red\",\"x\"]}}", true},
                 {"{\"fields\":{\"labels\":[\"red\",\"blue\"]}}", false},
                 {"{\"fields\":{\"labels\":[]}}", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cJSON *issue = cJSON_Parse(cases[i].issue);
        assert_int_equal(bulk_edit.is_applied(job, NULL, issue), cases[i].applied);
        cJSON_Delete(issue);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_plan_is_read_as_it_was_made, clean_up),
        cmocka_unit_test_teardown(ids_are_in_the_order_of_their_jobs, clean_up),
        cmocka_unit_test_teardown(what_was_sent_is_unknown_until_its_outcome, clean_up),
        cmocka_unit_test_teardown(torn_and_foreign_lines_are_passed_over, clean_up),
        cmocka_unit_test_teardown(a_task_is_found_by_its_batch, clean_up),
        cmocka_unit_test_teardown(what_is_no_whole_plan_is_refused, clean_up),
        cmocka_unit_test_teardown(what_has_no_id_has_failed, clean_up),
        cmocka_unit_test_teardown(head_and_tail_sum_a_job_up, clean_up),
        cmocka_unit_test_teardown(counts_are_those_of_the_lines, clean_up),
        cmocka_unit_test_teardown(a_created_row_gets_its_key, clean_up),
        cmocka_unit_test(every_key_is_in_one_shard),
        cmocka_unit_test(a_value_is_as_wanted_whatever_else_the_server_says_of_it),
        cmocka_unit_test_teardown(a_transition_is_applied_where_the_status_is_its_target, clean_up),
        cmocka_unit_test_teardown(what_has_moved_needs_its_comment_alone, clean_up),
        cmocka_unit_test_teardown(a_transition_is_applied_where_it_leads_from_the_issues_own_place,
                                  clean_up),
        cmocka_unit_test_teardown(a_link_is_applied_from_its_own_end_or_from_either, clean_up),
        cmocka_unit_test_teardown(labels_are_applied_when_they_came_and_went, clean_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
