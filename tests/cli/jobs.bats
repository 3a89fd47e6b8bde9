#!/usr/bin/env bats
# Jobs: killed at any moment and resumed, every issue or page is changed exactly once. ATLCLI_KILL_ROUNDS says
# how often that is tried on each kind of site.
# shellcheck disable=SC2030,SC2031,SC2154 # each test is a process of its own; bats sets the rest
bats_require_minimum_version 1.5.0

load session
load killing

setup_file() {
    local pages=$((240 + 15 * ${ATLCLI_KILL_ROUNDS:-0}))
    start_session cloud --issues 1200 --pages "$pages" --attachments 0 --latency 5
    export CLOUD_URL=$SANDBOX_URL CLOUD_CA=$SANDBOX_CA
    start_session datacenter --issues 1200 --pages "$pages" --attachments 0 --latency 5
    export CENTER_URL=$SANDBOX_URL CENTER_CA=$SANDBOX_CA
}

teardown_file() {
    end_sessions
}

setup() {
    at cloud
    sandbox POST counters/reset
    at datacenter
    sandbox POST counters/reset
    atlcli jobs clear --all --yes --quiet >/dev/null
}

teardown() {
    at cloud
    sandbox DELETE faults
    at datacenter
    sandbox DELETE faults
}

# at PROFILE: the one that the functions below are about
at() {
    export ATLCLI_PROFILE=$1 SANDBOX_URL=$CLOUD_URL SANDBOX_CA=$CLOUD_CA
    [ "$1" = cloud ] || export SANDBOX_URL=$CENTER_URL SANDBOX_CA=$CENTER_CA
}

count() {
    "$ATLCLI" jira search --jql "$1" --limit all --jsonl --fields key 2>/dev/null | wc -l
}

newest_job() {
    "$ATLCLI" jobs list --jsonl | tail -1
}

# interrupt_sending JOB ARGUMENT...: kills it once something is about to be sent, by a job after that one, if it
# still runs then
interrupt_sending() {
    local pid journals=(none)
    "$ATLCLI" "${@:2}" >/dev/null 2>&1 3>&- &
    pid=$!
    until [ "${journals[-1]##*/}" != "$1.jsonl" ] && grep -qs '"sent"' "${journals[-1]}"; do
        kill -0 "$pid" 2>/dev/null || break
        journals=("$ATLCLI_CONFIG_DIR"/jobs/*.jsonl)
    done
    kill_off "$pid" "$killing" || true
}

# once ARGUMENT...: killed up to three times, and resumed to its end. With SENDING=yes the first time is when
# it begins to send.
once() {
    local before job killing
    killing=$(name_of atlcli "$@")
    before=$(newest_job | jq -r .id)
    if [ -n "${SENDING:-}" ]; then
        interrupt_sending "$before" "$@"
    else
        interrupt "$ATLCLI" "$@"
    fi
    job=$(newest_job | jq -r .id)
    if [ "$job" = "$before" ] || [ -z "$job" ]; then
        # Nothing had begun.
        run --separate-stderr "$ATLCLI" "$@"
    else
        for _ in 1 2; do
            interrupt "$ATLCLI" jobs resume "$job"
        done
        run --separate-stderr "$ATLCLI" jobs resume "$job"
    fi
    same "$status" 0 || show
    same "$(newest_job | jq -c '[.state, .left, .failed]')" '["finished",0,0]'
}

changed_once() {
    same "$(sandbox_counter changesAppliedTwice) $(sandbox_counter itemsChangedTwice)" "0 0" || {
        sandbox_counter appliedTwice
        return 1
    }
}

# One in fifty requests fails in each of these ways.
all_faults() {
    sandbox PUT faults "{\"fail-every\": 47, \"fail-status\": 503, \"reset-every\": 53,
        \"reset-when\": \"$1\", \"body-every\": 59, \"body-fault\": \"$2\"}"
}

endings=(before after)
bodies=(truncated malformed empty)

# rounds PROFILE FUNCTION [LEAST]: the function gets the round's number; FAULTY=yes: with all faults
rounds() {
    local round count
    count=$(kill_rounds)
    at "$1"
    [ "$count" -ge "${3:-0}" ] || count=$3
    for ((round = 0; round < count; round++)); do
        "$2" "$round"
        changed_once
        recovered
    done
}

# The round begins: whatever is counted from here on is its own.
begin() {
    sandbox POST counters/reset
    [ -z "${FAULTY:-}" ] || all_faults "${endings[$1 % 2]}" "${bodies[$1 % 3]}"
}

keys() {
    "$ATLCLI" jira search --jql "$1" --limit 40 --jsonl --fields key 2>/dev/null | jq -r .key | paste -sd,
}

steps=("In Progress" "In Review")

transition_round() {
    local to=${steps[$1 % 2]}
    KEYS=${KEYS:-$(keys "type in (Story, Task) AND status in ('To Do', 'In Progress', 'In Review')
        ORDER BY key ${ORDER:-ASC}")}
    begin "$1"
    once jira bulk transition --to "$to" --issues "$KEYS" --yes
    sandbox DELETE faults
    same "$(count "key in ($KEYS) AND status = \"$to\"")" 40
}

# commented TEXT: how many comments each of $KEYS has with it, each number once
commented() {
    local path=/rest/api/3/search/jql
    [ "$ATLCLI_PROFILE" = cloud ] || path=/rest/api/2/search
    "$ATLCLI" api GET "$path?jql=key+in+($KEYS)&fields=comment&maxResults=100" |
        jq -c --arg text "$1" '[.issues[].fields.comment.comments | map(select(.body | tostring | contains($text))) |
            length] | unique'
}

# Tasks have no screens, and stories one on their way to In Review.
commented_round() {
    local to=${steps[$1 % 2]} text="Moved in round $1 of $BATS_TEST_NUMBER."
    KEYS=${KEYS:-$(keys "type in (Story, Task) AND status in ('To Do', 'In Review')
        ORDER BY key ${ORDER:-ASC}")}
    begin "$1"
    once jira bulk transition --to "$to" --comment "$text" --issues "$KEYS" --yes
    sandbox DELETE faults
    same "$(count "key in ($KEYS) AND status = \"$to\"")" 40
    same "$(commented "$text")" "[1]"
}

comment_round() {
    KEYS=${KEYS:-$(keys 'created > -20y ORDER BY key')}
    begin "$1"
    once jira bulk comment --body "Round $1 of *$ATLCLI_PROFILE*" --issues "$KEYS" --yes
    sandbox DELETE faults
    same "$(sandbox_counter changesApplied)" 40
}

create_round() {
    local before
    before=$(sandbox_counter contents.issues)
    seq 120 | sed "s/^/Round $1 row /; 1i summary" >"$BATS_TEST_TMPDIR/plan.csv"
    printf 'Twice\nTwice\n' >>"$BATS_TEST_TMPDIR/plan.csv"
    begin "$1"
    once jira bulk create --file "$BATS_TEST_TMPDIR/plan.csv" --project WEB --type Task --yes
    sandbox DELETE faults
    same "$(sandbox_counter contents.issues)" $((before + 122))
    same "$("$ATLCLI" jobs show "$(newest_job | jq -r .id)" --jsonl | jq -r .key | sort -u | wc -l)" 122
}

edit_round() {
    KEYS=${KEYS:-$(keys 'created > -20y ORDER BY key DESC')}
    begin "$1"
    once jira bulk edit --add-label "round-$1" --issues "$KEYS" --yes
    sandbox DELETE faults
    same "$(count "key in ($KEYS) AND labels = \"round-$1\"")" 40
}

# Those that were made for that.
delete_round() {
    local before keys
    before=$(sandbox_counter contents.issues)
    seq 30 | sed "s/^/Round $1 in vain /; 1i summary" >"$BATS_TEST_TMPDIR/vain.csv"
    atl jira bulk create --file "$BATS_TEST_TMPDIR/vain.csv" --project WEB --type Task --yes
    keys=$("$ATLCLI" jobs show "$(newest_job | jq -r .id)" --jsonl | jq -r .key | paste -sd,)
    begin "$1"
    once jira bulk delete --issues "$keys" --yes
    sandbox DELETE faults
    same "$(sandbox_counter contents.issues)" "$before"
}

# Five stories with four sub-tasks each, which have their own story, there and in the result.
family_round() {
    local before story key file=$BATS_TEST_TMPDIR/family
    rm -f "$file.csv" "$file.result.csv"
    before=$(sandbox_counter contents.issues)
    echo key,summary,type,parent >"$file.csv"
    for story in {1..5}; do
        echo "P-$story,Family $story,Story," >>"$file.csv"
        seq 4 | sed "s/.*/C-$story&,Child $story &,Sub-task,P-$story/" >>"$file.csv"
    done
    begin "$1"
    once jira import --file "$file.csv" --project WEB --yes
    sandbox DELETE faults
    same "$(sandbox_counter contents.issues)" $((before + 25))
    for story in {1..5}; do
        key=$(sed -n "s/,Family $story,.*//p" "$file.result.csv")
        same "$(grep -c ",Child $story .,Sub-task,$key\$" "$file.result.csv") $(count "parent = $key")" "4 4"
    done
}

@test "a transition killed at any moment and resumed changes every issue once" {
    rounds cloud transition_round
    rounds datacenter transition_round
}

@test "so it does on a site where requests fail in every way" {
    export FAULTY=yes milliseconds=2000 ORDER=DESC
    rounds cloud transition_round
    rounds datacenter transition_round
}

@test "so does a transition with a comment, which each issue has once" {
    export SENDING=yes
    rounds cloud commented_round
    rounds datacenter commented_round
    unset KEYS SENDING
    export FAULTY=yes milliseconds=2000 ORDER=DESC
    rounds cloud commented_round
    rounds datacenter commented_round
}

@test "so does an edit" {
    rounds cloud edit_round
    export FAULTY=yes milliseconds=1000
    rounds datacenter edit_round
}

@test "issues are deleted, and no others" {
    rounds datacenter delete_round
    export FAULTY=yes milliseconds=1000
    rounds cloud delete_round
}

@test "comments are added once" {
    rounds cloud comment_round
    export FAULTY=yes milliseconds=1000
    rounds datacenter comment_round
}

@test "issues are created once, those with the same fields as well" {
    rounds datacenter create_round
    export FAULTY=yes milliseconds=2000
    rounds cloud create_round
}

@test "an import creates each row once, those of a family below their own" {
    rounds cloud family_round
    export FAULTY=yes milliseconds=2000
    rounds datacenter family_round
}

# What is done to pages goes round; `left` are those that are still there, and what has been archived of
# them is deleted next.
page_round() {
    local kind=${kinds[$1 % ${#kinds[@]}]} some=("${left[@]:0:80}") ids
    [[ $kind != archive && $kind != delete ]] || some=("${left[@]:0:10}")
    ids=$(paste -sd, < <(printf '%s\n' "${some[@]}"))
    begin "$1"
    case $kind in
    label) once wiki page label add "round-$1" --pages "$ids" --yes ;;
    unlabel) once wiki page label remove "round-$(($1 - 1))" --pages "$ids" --yes ;;
    move) once wiki page move --parent "${parents[$1 / ${#kinds[@]} % 2]}" --pages "$ids" --yes ;;
    archive) once wiki page archive --pages "$ids" --yes ;;
    delete)
        once wiki page delete --pages "$ids" --yes
        left=("${left[@]:10}")
        ;;
    esac
    sandbox DELETE faults
    same "$(newest_job | jq -c '[.of, .total, .done + .unchanged]')" "[\"pages\",${#some[@]},${#some[@]}]"
    # What the sandbox archives by the hundred it refuses to archive again.
    [ "$kind" = archive ] || same "$(sandbox_counter changesApplied)" "$(newest_job | jq .done)"
}

# page_rounds PROFILE KIND...: each of them is had once at least
page_rounds() {
    local kinds=("${@:2}") left parents
    at "$1"
    # Those of one space, for titles may be the same in others; the first is its home page.
    mapfile -t left < <("$ATLCLI" wiki page list --space ENG --limit all --jsonl --fields id 2>/dev/null |
        jq -r .id | tail -n +2)
    mapfile -t parents < <(for title in "Here $BATS_TEST_NUMBER" "There $BATS_TEST_NUMBER"; do
        "$ATLCLI" wiki page create --space ENG --title "$title" --json | jq -r .id
    done)
    rounds "$1" page_round "${#kinds[@]}"
}

@test "pages are labelled, moved, archived and deleted once" {
    export SENDING=yes
    page_rounds datacenter move label unlabel delete
    page_rounds cloud archive delete label unlabel move
}

@test "so they are where requests fail in every way" {
    export FAULTY=yes milliseconds=1000
    page_rounds datacenter move label unlabel delete
    page_rounds cloud archive delete label unlabel move
}

# Two jobs create the same; of the second the answer is lost, and the first one's issues could be its.
alike() {
    local first second journal keys key
    at "$1"
    printf 'summary\nAlike\nAlike\n' >"$BATS_TEST_TMPDIR/alike.csv"
    atl jira bulk create --file "$BATS_TEST_TMPDIR/alike.csv" --project WEB --type Task --yes
    first=$ATLCLI_CONFIG_DIR/jobs/$(newest_job | jq -r .id).jsonl
    atl jira bulk create --file "$BATS_TEST_TMPDIR/alike.csv" --project WEB --type Task --yes
    second=$(newest_job | jq -r .id)
    journal=$ATLCLI_CONFIG_DIR/jobs/$second.jsonl
    keys=$("$ATLCLI" jobs show "$second" --jsonl | jq -r .key)
    jq -c --slurpfile first "$first" 'if .operation then .operation.since = $first[0].operation.since else . end |
        select(has("done") or has("ended") | not)' "$journal" >"$BATS_TEST_TMPDIR/lost"
    cat "$BATS_TEST_TMPDIR/lost" >"$journal"
    atl jobs resume "$second"
    expect 0
    same "$("$ATLCLI" jobs show "$second" --jsonl | jq -r .key)" "$keys"
    # Without marks, as older versions left them, they are found by what they are like.
    for key in $keys; do
        atl api DELETE "/rest/api/$2/issue/$key/properties/atlcli.job"
        expect 0
    done
    cat "$BATS_TEST_TMPDIR/lost" >"$journal"
    atl jobs resume "$second"
    expect 0
    same "$("$ATLCLI" jobs show "$second" --jsonl | jq -r .key | sort)" "$(sort <<<"$keys")"
    changed_once
}

@test "issues that another job has created alike aren't taken for its own" {
    alike cloud 3
    alike datacenter 2
}

@test "a task whose progress isn't told: the issues tell what became of it" {
    at cloud
    sandbox PUT faults '{"fail-every": 1, "fail-status": 403, "faults-for": "GET /rest/api/3/bulk/queue"}'
    atl jira bulk label add untold --issues "$(keys 'created > -20y ORDER BY key' | cut -d, -f1-3)" --yes
    sandbox DELETE faults
    expect 0
    same "$(newest_job | jq -c '[.done, .left]')" '[3,0]'
    same "$(count 'labels = untold')" 3
}

# As if it had been killed after sending, before any answer.
lose_answers() {
    local journal=$ATLCLI_CONFIG_DIR/jobs/$1.jsonl
    jq -c 'select(has("done") or has("ended") or has("counts") or has("task") | not)' "$journal" >"$BATS_TEST_TMPDIR/lost"
    cat "$BATS_TEST_TMPDIR/lost" >"$journal"
}

# The transition 21 leads to In Progress from where the one stands, and to In Review from there.
lost_transitions() {
    local some job
    at "$1"
    some=$(keys 'project = OPS AND type = Task AND status = "To Do" ORDER BY key' | cut -d, -f1,2)
    some+=,$(keys 'project = SUP AND type = Story AND status = "In Progress" ORDER BY key' | cut -d, -f1,2)
    atl jira bulk transition --to 21 --issues "$some" --yes
    expect 0
    job=$(newest_job | jq -r .id)
    lose_answers "$job"
    sandbox POST counters/reset
    atl jobs resume "$job"
    expect 0
    same "$(newest_job | jq -c '[.done, .left]')" "[4,0]"
    same "$(sandbox_counter changesApplied)" 0
}

@test "a transition whose answer was lost isn't made once more from where it led to" {
    lost_transitions cloud
    lost_transitions datacenter
}

# lost_comments PROFILE LEFT: with what the journal kept of it
lost_comments() {
    local KEYS job
    at "$1"
    KEYS=$(keys 'type = Story AND status = "To Do" ORDER BY key' | cut -d, -f1-3)
    atl jira bulk transition --to 'In Progress' --comment "Lost at $2." --issues "$KEYS" --yes
    expect 0
    job=$(newest_job | jq -r .id)
    lose_answers "$job"
    [ "$2" = moved ] || sed -i '/"moved"/d' "$ATLCLI_CONFIG_DIR/jobs/$job.jsonl"
    sandbox POST counters/reset
    atl jobs resume "$job"
    expect 0
    same "$(newest_job | jq -c '[.done, .left]')" "[3,0]"
    same "$(sandbox_counter changesApplied) $(commented "Lost at $2.")" "0 [1]"
    # Where the comments went missing they are added, and nothing else.
    lose_comments "$2"
    lose_answers "$job"
    [ "$2" = moved ] || sed -i '/"moved"/d' "$ATLCLI_CONFIG_DIR/jobs/$job.jsonl"
    atl jobs resume "$job"
    expect 0
    same "$(sandbox_counter changesApplied) $(commented "Lost at $2.")" "3 [1]"
}

# As if the job had been killed between a transition and its comment.
lose_comments() {
    local key id
    for key in ${KEYS//,/ }; do
        id=$("$ATLCLI" jira issue comments "$key" --newest-first --limit 1 --json | jq -r '.comments[0].id')
        "$ATLCLI" jira issue comment delete "$key" "$id" --yes --quiet
    done
    sandbox POST counters/reset
}

@test "comments that a transition lacks are added alone, and those that it has aren't" {
    lost_comments cloud moved
    lost_comments cloud sent
    lost_comments datacenter moved
    lost_comments datacenter sent
}

# unclear NOUN COUNT ARGUMENT...: the job is done, but its answers were lost, and the look at what became of it
# fails: what it did isn't done again.
unclear() {
    local job
    atl "${@:3}" --yes
    expect 0
    job=$(newest_job | jq -r .id)
    lose_answers "$job"
    sandbox POST counters/reset
    sandbox PUT faults '{"fail-every": 1, "fail-status": 500, "faults-for": "GET /"}'
    atl jobs resume "$job" --retries 0
    expect 5
    warns "what became of $2 of $2 couldn't be found out"
    warns "$2 of $2 are left; go on with: atlcli jobs resume $job"
    [[ $output == *"$2 unknown: "*"(500)"* ]] || show
    atl jobs resume "$job" --retries 0 --json
    expect 5
    same "$(jq -c "[.left, .failed, ([.$1[] | .outcome, .status] | unique)]" <<<"$output")" "[$2,0,[500,\"unknown\"]]"
    sandbox DELETE faults
    atl jobs resume "$job"
    expect 0
    same "$(newest_job | jq -c '[.done, .left]')" "[$2,0]"
    same "$(sandbox_counter changesApplied)" 0
}

unclear_jobs() {
    local pages
    at "$1"
    unclear issues 3 jira bulk comment --body Unclear --issues "$(keys 'created > -20y ORDER BY key' | cut -d, -f1-3)"
    unclear issues 1 jira bulk edit --add-label unclear --issues "$(keys 'created > -20y ORDER BY key' | cut -d, -f1)"
    pages=$("$ATLCLI" wiki page list --space OPS --limit 3 --jsonl --fields id 2>/dev/null | jq -r .id | paste -sd,)
    unclear pages 3 wiki page label add unclear --pages "$pages"
    unclear pages 3 wiki page delete --pages "$pages"
}

@test "what can't be looked up isn't done twice, and said" {
    unclear_jobs cloud
    unclear_jobs datacenter
}

@test "Ctrl-C leaves a job that can be resumed; two processes don't work on one" {
    local pid job keys
    at datacenter
    keys=$(keys 'created > -20y ORDER BY key')
    env --default-signal=INT "$ATLCLI" jira bulk comment --body Slowly --issues "$keys" --rate 2 --yes >"$BATS_TEST_TMPDIR/out" 2>&1 &
    pid=$!
    until [ "$("$ATLCLI" jobs list --jsonl | jq -r 'select(.done > 0) | .state')" = running ]; do
        kill -0 "$pid"
    done
    job=$(newest_job | jq -r .id)
    atl jobs resume "$job"
    expect 7
    warns "another process is working on job $job"
    atl jobs clear "$job" --yes
    expect 7
    kill -INT "$pid"
    wait "$pid" || same "$?" 130
    grep -q "go on with: atlcli jobs resume $job" "$BATS_TEST_TMPDIR/out"
    # What was being written when the power went.
    printf '{"done":' >>"$ATLCLI_CONFIG_DIR/jobs/$job.jsonl"
    atl jobs resume "$job" --json
    expect 0
    same "$(jq -c '[.total, .done]' <<<"$output")" '[40,40]'
    same "$(sandbox_counter changesApplied)" 40
    changed_once
}
