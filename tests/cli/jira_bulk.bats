#!/usr/bin/env bats
# jira bulk, on Cloud and on Data Center
# shellcheck disable=SC2154 # set by bats' run
bats_require_minimum_version 1.5.0

setup_file() {
    load session
    start_session cloud --issues 1500
    export CLOUD_URL=$SANDBOX_URL CLOUD_CA=$SANDBOX_CA
    start_session datacenter --issues 1500
    export CENTER_URL=$SANDBOX_URL CENTER_CA=$SANDBOX_CA
}

teardown_file() {
    load session
    end_sessions
}

setup() {
    load session
}

# on_both FUNCTION: on each kind of site, which begin with the same issues
on_both() {
    export ATLCLI_PROFILE=cloud SANDBOX_URL=$CLOUD_URL SANDBOX_CA=$CLOUD_CA
    "$1"
    export ATLCLI_PROFILE=datacenter SANDBOX_URL=$CENTER_URL SANDBOX_CA=$CENTER_CA
    "$1"
}

api_version() {
    [ "$ATLCLI_PROFILE" = cloud ] && echo 3 || echo 2
}

# keys JQL N: so many keys, with commas
keys() {
    atlcli jira search --jql "$1" --limit "$2" --jsonl --fields key | jq -r .key | paste -sd,
}

# matching JQL: how many
matching() {
    atlcli jira search --jql "$1" --limit all --jsonl --fields key | wc -l
}

dry_run() {
    local found
    found=$(matching 'type != Bug AND status = "To Do"')
    atl jira bulk transition --to 'in progress' --jql 'type != Bug AND status in ("To Do", "In Progress")' \
        --dry-run --json
    expect 0
    same "$(jq -c '[.schemaVersion, .dryRun, .job, .failed, (.planned + .unchanged == .total)]' <<<"$output")" \
        '["1",true,null,0,true]'
    same "$(jq .planned <<<"$output")" "$found"
    same "$(jq '[.issues[] | select(.outcome == "planned")] | length' <<<"$output")" "$found"
    warns "Transition to in progress: $found of"
    same "$(matching 'type != Bug AND status = "To Do"')" "$found"
    same "$(atlcli jobs list --jsonl)" ""
    atl jira bulk transition --to Done --jql 'summary ~ "nosuchword"' --yes
    expect 0
    warns "No issues match: there is nothing to do."
}

@test "a dry run shows the plan and changes nothing" {
    on_both dry_run
}

asks() {
    atl jira bulk transition --to Done --jql 'status = "To Do"'
    expect 2
    warns "pass --yes to do it, or --dry-run"
    atl jira bulk transition --to Done --yes
    expect 2
    warns "which issues?"
    atl jira bulk transition --to Done --yes --jql 'statu = 1'
    expect 1
    warns "^"
    atl jira bulk transition --to Done --yes --jql 'status = Done' --shard 3/2
    expect 2
    atl jira bulk transition --to Done --yes --issues 'WEB-1,no key'
    expect 2
    for source in --stdin '--file -'; do
        # shellcheck disable=SC2086 # words
        atl jira bulk comment $source --body-file -
        fails 2 "either the issues or the comment"
        # shellcheck disable=SC2086
        atl jira bulk edit $source --body-file -
        fails 2 "either the issues or the description"
    done
}

@test "what is missing or wrong is said before anything is done" {
    on_both asks
}

transitions() {
    local some
    some=$(keys 'type = Story AND status = "To Do" ORDER BY key' 12)
    forget_requests "$ATLCLI_PROFILE"
    atl jira bulk transition --to 'In Progress' --issues "${some,,}" --confirm --json
    expect 0
    same "$(jq -c '[.total, .done, .unchanged, .failed, .left, ([.issues[].outcome] | unique)]' <<<"$output")" \
        '[12,12,0,0,0,["done"]]'
    same "$(matching "key in ($some) AND status = \"In Progress\"")" 12
    atl jira bulk transition --to 'In Progress' --issues "$some" --yes
    expect 0
    says "Transition to In Progress: 0 done, 12 as wanted already"
    tr ',' '\n' <<<"$some" >"$BATS_TEST_TMPDIR/keys"
    atl jira bulk transition --to 'In Review' --file "$BATS_TEST_TMPDIR/keys" --yes --csv
    expect 0
    same "$(grep -c ',done,' <<<"$output")" 12
    run --separate-stderr bash -c 'tr "," "\n" <<<"$1" | "$ATLCLI" jira bulk transition --to "In Progress" \
        --stdin --yes --jsonl' bash "$some"
    same "$status $(jq -r .outcome <<<"$output" | sort | uniq -c | tr -s ' ')" "0  12 done"
}

@test "transitions: keys in a list, a file and on standard input; those that are there already" {
    on_both transitions
}

failures() {
    local some
    some=$(keys 'type = Bug AND status = "To Do" ORDER BY key' 2)
    atl jira bulk transition --to 'In Progress' --issues "$some,WEB-99999,NOPE-1" --yes
    expect 5
    says "2 failed: "
    says "    WEB-99999, NOPE-1"
    says "Transition to In Progress: 2 done, 2 failed"
    warns "error: 2 of 4 failed"
    atl jira bulk transition --to Done --issues "$some,WEB-99999" --yes --json
    expect 5
    same "$(jq -c '[.failed, .done, .error.code, ([.issues[].status] | sort)]' <<<"$output")" \
        '[3,0,"partial",[null,null,404]]'
    jq -e '.issues[0].reason | test("no transition from here leads to .Done.; possible from here")' <<<"$output"
    atl jobs list --json
    jq -e '.jobs[-1] | .state == "finished" and .failed == 2 and .done == 2' <<<"$output"
    atl jobs resume "$(jq -r '.jobs[-1].id' <<<"$output")" --retry-failed
    expect 5
    atlcli jobs clear --quiet >/dev/null
    same "$(atlcli jobs list --jsonl)" ""
}

@test "what can't be done fails alone, with its reason, and the exit code is 5" {
    on_both failures
}

resolution() {
    local some
    some=$(keys 'type = Bug AND status = "In Review" ORDER BY key' 4)
    atl jira bulk transition --to Done --issues "$some" --yes --jsonl
    expect 5
    same "$(jq -r .reason <<<"$output" | grep -c "Resolution is required")" 4
    atl jira bulk transition --to Done --issues "$some" --yes --field Nonsense=1
    expect 2
    warns "the transition 'Fixed' has no field 'Nonsense' that can be set"
    atl jira bulk transition --to Done --issues "$some" --yes --field Resolution=Doen
    expect 2
    warns "did you mean 'Done'?"
    atl jira bulk transition --to Done --issues "$some" --yes --field resolution=done --comment '*Done* at last'
    expect 0
    [ "$ATLCLI_PROFILE" != cloud ] || warns "as Cloud's bulk transitions take no fields and no comments"
    same "$(matching "key in ($some) AND status = Done AND resolution = Done")" 4
    atl api GET "/rest/api/$(api_version)/issue/${some%%,*}/comment"
    says "at last"
}

unknown_keys() {
    local some job kind
    some=$(keys 'project = WEB AND type = Task ORDER BY key' 3)
    for kind in "transition --to Done" "edit --field priority=High" "comment --body Again" "delete"; do
        # shellcheck disable=SC2086 # words
        atl jira bulk $kind --issues "NONE-9,$some" --yes
        expect 5
        job=$(atlcli jobs list --jsonl | tail -1 | jq -r .id)
        atl jobs resume "$job" --retry-failed --json
        expect 5
        same "$(jq -c '[.total, .left, (.issues[] | select(.outcome == "failed") | [.key, .status])]' <<<"$output")" \
            '[4,0,["NONE-9",404]]'
        warns "what wasn't found when the job was planned takes a new job"
    done
}

@test "keys that were never found aren't tried again" {
    on_both unknown_keys
}

@test "a transition that asks for a field gets it, and may carry a comment" {
    on_both resolution
}

shards() {
    local part
    for part in 1 2 3; do
        atlcli jira bulk transition --to Done --jql 'type = Story' --shard "$part/3" --dry-run --jsonl --quiet |
            jq -r .key
    done | sort >"$BATS_TEST_TMPDIR/parts"
    atlcli jira search --jql 'type = Story' --limit all --jsonl --fields key | jq -r .key | sort |
        cmp - "$BATS_TEST_TMPDIR/parts"
}

@test "the shards together are the whole, and no issue is in two" {
    on_both shards
}

@test "without the permission for bulk changes Cloud does it issue by issue" {
    local some
    export ATLCLI_PROFILE=cloud SANDBOX_URL=$CLOUD_URL SANDBOX_CA=$CLOUD_CA
    some=$(keys 'type = Story AND status = "To Do" ORDER BY key' 6)
    sandbox PUT faults '{"bulk-forbidden": true}'
    atl jira bulk transition --to 'In Progress' --jql "key in ($some)" --yes --json
    sandbox DELETE faults
    expect 0
    same "$(jq -c '[.done, .failed]' <<<"$output")" '[6,0]'
}

expired() {
    local some job
    some=$(keys 'type = Story AND status = "In Progress" ORDER BY key' 6)
    sandbox PUT faults '{"expire-after": 6}'
    atl jira bulk transition --to 'In Review' --comment Review --issues "$some" --yes
    sandbox DELETE faults
    expect 3
    warns "go on with: atlcli jobs resume"
    job=$(atlcli jobs list --jsonl | tail -1 | jq -r .id)
    same "$(atlcli jobs list --jsonl | tail -1 | jq -r .state)" interrupted
    run ! grep -r "$SANDBOX_TOKEN" "$ATLCLI_CONFIG_DIR/jobs"
    same "$(stat -c %a "$ATLCLI_CONFIG_DIR/jobs" "$ATLCLI_CONFIG_DIR/jobs/$job.jsonl" | paste -sd ' ')" "700 600"
    atl jobs clear --all
    expect 2
    atl jobs resume "${job: -4}" --dry-run --json
    expect 0
    same "$(jq '.done < .total' <<<"$output")" true
    atl jobs resume "${job: -4}" --yes --json
    expect 0
    same "$(jq -c '[.total, .done, .left]' <<<"$output")" '[6,6,0]'
    same "$(matching "key in ($some) AND status = \"In Review\"")" 6
    atl jobs show "$job" --jsonl
    same "$(jq -r .outcome <<<"$output" | uniq -c | tr -s ' ')" " 6 done"
}

@test "a token that expires half-way stops the job, which is resumed with another" {
    on_both expired
}

@test "jobs are cleared by name once each, also those that can't be read" {
    local some job
    export ATLCLI_PROFILE=datacenter SANDBOX_URL=$CENTER_URL SANDBOX_CA=$CENTER_CA
    some=$(keys 'type = Story ORDER BY key' 2)
    atl jira bulk comment --body Cleared --issues "$some" --yes
    expect 0
    job=$(atlcli jobs list --jsonl | tail -1 | jq -r .id)
    printf 'no journal\n' >"$ATLCLI_CONFIG_DIR/jobs/20260101-000000-dead.jsonl"
    atl jobs clear "$job" "${job: -4}" --json
    expect 0
    same "$(jq -c '[.removed, .jobs]' <<<"$output")" "[1,[\"$job\"]]"
    atl jobs clear dead
    expect 2 # it is asked about
    atl jobs clear dead --yes
    expect 0
    [ ! -e "$ATLCLI_CONFIG_DIR/jobs/20260101-000000-dead.jsonl" ]
}

# The token of the active profile, another site's, isn't used for it: neither is its name.
@test "a job on the site of a variable isn't put down to the active profile" {
    local job
    export ATLCLI_PROFILE=cloud SANDBOX_URL=$CENTER_URL SANDBOX_CA=$CENTER_CA
    sandbox PUT faults '{"expire-after": 4}'
    ATLCLI_SITE=$CENTER_URL ATLCLI_API_TOKEN=$SANDBOX_TOKEN SSL_CERT_FILE=$CENTER_CA \
        atl jira bulk comment --body Elsewhere --jql 'type = Story' --yes
    sandbox DELETE faults
    expect 3
    run ! grep -q "profile 'cloud'" <<<"$stderr"
    job=$(atlcli jobs list --jsonl | tail -1 | jq -r .id)
    atl jobs resume "$job" --yes
    expect 2
    warns "job $job is for $CENTER_URL, and the account for $CLOUD_URL"
    warns "set ATLCLI_SITE=$CENTER_URL"
    atl jobs resume "$job" --yes --json --profile datacenter
    expect 0
    same "$(jq .left <<<"$output")" 0
}

# Between the plan and its end issues go away and get other keys.
gone_meanwhile() {
    local some job left
    some=$(keys 'type = Story AND project = MOB AND status = "To Do" ORDER BY key DESC' 6)
    sandbox PUT faults '{"expire-after": 5}'
    atl jira bulk comment --body Meanwhile --issues "$some" --rate 50 --yes
    sandbox DELETE faults
    expect 3
    job=$(atlcli jobs list --jsonl | tail -1 | jq -r .id)
    mapfile -t left < <(atlcli jobs show "$job" --jsonl |
        jq -r 'select(.outcome == "waiting" or .outcome == "unknown") | .key')
    same "$((${#left[@]} >= 2))" 1
    atlcli jira issue delete "${left[0]}" --yes --quiet >/dev/null
    [ "$ATLCLI_PROFILE" != cloud ] ||
        atlcli jira bulk move --project WEB --type Story --issues "${left[1]}" --yes --quiet >/dev/null
    atl jobs resume "$job" --json
    expect 5
    same "$(jq -c '[.total, .failed, .left]' <<<"$output")" '[6,1,0]'
    same "$(jq -r '.issues[] | select(.outcome == "failed") | .key' <<<"$output")" "${left[0]}"
    holds "$(jq -r '.issues[] | select(.outcome == "failed") | .reason' <<<"$output")" "does not exist"
    # What was moved is still itself.
    same "$(matching "comment ~ Meanwhile")" 5
}

@test "an issue that is deleted half-way fails alone, one that is moved is changed where it is" {
    on_both gone_meanwhile
}

# Between the plan and its end a project is hidden from the account; then it is shown again.
hidden_meanwhile() {
    local some job left
    some=$(keys 'type = Story AND project = SUP ORDER BY key' 5),$(keys 'type = Story AND project = DATA ORDER BY key' 2)
    sandbox PUT faults '{"expire-after": 4}'
    atl jira bulk comment --body Hidden --issues "$some" --rate 50 --yes
    sandbox DELETE faults
    expect 3
    job=$(atlcli jobs list --jsonl | tail -1 | jq -r .id)
    left=$(atlcli jobs show "$job" --jsonl |
        jq -r 'select(.outcome != "done") | .key | select(startswith("DATA"))' | wc -l)
    same "$((left >= 1))" 1
    sandbox PUT faults '{"hidden-project": ["DATA"]}'
    atl jobs resume "$job" --json
    expect 5
    same "$(jq -c '[.failed, .left]' <<<"$output")" "[$left,0]"
    holds "$(jq -r '.issues[] | select(.outcome == "failed") | .reason' <<<"$output")" "permission to see it"
    sandbox DELETE faults
    atl jobs resume "$job" --retry-failed --yes --json
    expect 0
    same "$(jq -c '[.total, .done]' <<<"$output")" '[7,7]'
    same "$(matching "comment ~ Hidden")" 7
}

@test "issues that can't be seen any more half-way fail alone, and can be tried again" {
    on_both hidden_meanwhile
}

edits() {
    local some
    some=$(keys 'type = Story ORDER BY key' 8)
    forget_requests "$ATLCLI_PROFILE"
    atl jira bulk edit --field priority=Highest --field 'labels=red,blue' --issues "$some" --yes \
        --no-notify --json
    expect 0
    same "$(jq -c '[.title, .done, .failed]' <<<"$output")" '["Set priority, labels",8,0]'
    same "$(matching "key in ($some) AND priority = Highest AND labels = red AND labels = blue")" 8
    atl jira bulk edit --field priority=Hihgest --issues "$some" --yes
    expect 2
    warns "has no value 'Hihgest'"
    atl jira bulk edit --field frobnicate=1 --issues "$some" --yes
    expect 2
    atl jira bulk label add green yellow --issues "$some" --yes
    expect 0
    says "Add the labels green, yellow: 8 done"
    atl jira bulk label remove red green --issues "$some" --yes
    expect 0
    same "$(matching "key in ($some) AND labels = blue AND labels = yellow AND labels not in (red, green)")" 8
    atl jira bulk edit --assignee me --priority low --add-label odd --due 2026-02-01 --issues "$some" --dry-run
    expect 0
    warns "Set assignee, priority, due; change labels: 8 of 8"
    [ "$ATLCLI_PROFILE" != cloud ] || warns "one by one in parallel, as Cloud's bulk edit doesn't take Due date"
    # Those that are named are those that are changed.
    atl jira bulk label add odd --issues "NOPE-1,${some%%,*}" --dry-run
    warns "Add the label odd: 1 of 2: ${some%%,*}; 1 that can't be"
    atl jira bulk edit --priority low --component "" --issues "$some" --yes
    expect 2
    atl jira bulk edit --add-label 'two words' --issues "$some" --yes
    expect 2
    atl jira bulk edit --issues "$some" --yes
    expect 2
    warns "say what is to change"
    atl jira bulk edit --assignee me --priority low --add-label odd,even --issues "$some" --yes --no-notify
    expect 0
    same "$(matching "key in ($some) AND priority = Low AND labels = odd AND labels = blue AND assignee = currentUser()")" 8
}

# edit_to VALUE JQL: --field VALUE, after which the JQL matches those that were edited
edit_to() {
    atl jira bulk edit --field "$1" --issues "$some" --yes --json
    expect 0
    same "$(jq -c '[.done, .failed]' <<<"$output")" '[3,0]'
    same "$(matching "key in ($some) AND $2")" 3
}

edits_of_each_kind() {
    local some
    some=$(keys 'project = WEB AND type = Story ORDER BY key' 3)
    forget_requests "$ATLCLI_PROFILE"
    edit_to 'summary=One for all' 'summary ~ "One for all"'
    edit_to 'description=A **bold** zebra' 'description ~ zebra'
    edit_to description= 'description is EMPTY'
    edit_to 'Customer=Acme' 'Customer ~ Acme'
    edit_to Customer= 'Customer is EMPTY'
    edit_to Budget=12.5 'Budget = 12.5'
    edit_to Team=blue 'Team = Blue'
    edit_to Team= 'Team is EMPTY'
    edit_to Platforms=web,ios 'Platforms = Web AND Platforms = iOS AND Platforms != Android'
    edit_to Platforms= 'Platforms is EMPTY'
    edit_to Reviewer=me 'Reviewer = currentUser()'
    edit_to Reviewer= 'Reviewer is EMPTY'
    edit_to 'components=Checkout,search box' 'component = Checkout AND component = "Search box"'
    edit_to components= 'component is EMPTY'
    edit_to fixVersions=1.1,2.0 'fixVersion = 1.1 AND fixVersion = 2.0'
    edit_to fixVersions= 'fixVersion is EMPTY'
    edit_to versions=2.0 'affectedVersion = 2.0'
    edit_to type=task 'type = Task'
}

@test "fields of each kind are set and cleared, on Cloud by its tasks" {
    on_both edits_of_each_kind
    same "$(requests cloud | grep -c '^POST /rest/api/3/bulk/issues/fields')" 18
    same "$(requests cloud | grep -c '^PUT ')" 0
}

@test "edits set fields by name, labels come and go" {
    on_both edits
    # Four tasks on Cloud; eight requests each on Data Center.
    same "$(requests cloud | grep -c '^POST /rest/api/3/bulk/issues/fields')" 4
    same "$(requests datacenter | grep -c '^PUT /rest/api/2/issue/.*notifyUsers=false')" 16
}

assigns() {
    local some
    some=$(keys 'type = Task ORDER BY key' 5)
    atl jira bulk assign --to me --issues "$some" --yes --jsonl
    expect 0
    same "$(matching "key in ($some) AND assignee = currentUser()")" 5
    atl jira bulk assign --to none --issues "$some" --yes
    expect 0
    says "Unassign: 5 done"
    same "$(matching "key in ($some) AND assignee is EMPTY")" 5
    atl jira bulk assign --to nobody@nowhere.example --issues "$some" --yes
    expect 4
}

@test "assignees: a person, and nobody" {
    on_both assigns
}

comments() {
    local some
    some=$(keys 'type = Task ORDER BY key' 5)
    atl_given '**Bold** news' jira bulk comment --body-file - --issues "$some" --yes
    expect 0
    says "Add a comment: 5 done"
    same "$(matching "key in ($some) AND comment ~ news")" 5
    atl jira bulk comment --issues "$some" --yes
    expect 2
}

links() {
    local some first
    some=$(keys 'type = Task ORDER BY key' 4)
    first=${some%%,*}
    atl jira bulk link --type 'is blocked by' --to "$first" --issues "${some#*,}" --yes
    expect 0
    atl api GET "/rest/api/$(api_version)/issue/$first?fields=issuelinks"
    same "$(jq '[.fields.issuelinks[] | select(.type.name == "Blocks" and .outwardIssue != null)] | length' \
        <<<"$output")" 3
    atl jira bulk link --type frob --to "$first" --issues "${some#*,}" --yes
    expect 2
    warns "it has: "
}

@test "comments and links" {
    on_both comments
    on_both links
}

deletes() {
    local some
    some=$(keys 'type = Task ORDER BY key' 4)
    atl jira bulk delete --issues "$some" --yes --json
    expect 0
    same "$(jq .done <<<"$output")" 4
    atl jira bulk delete --issues "$some" --yes --json
    expect 5
    same "$(jq -c '[.issues[].status] | unique' <<<"$output")" '[404]'
}

@test "deletions" {
    on_both deletes
}

@test "moves are Cloud's alone" {
    local some
    export ATLCLI_PROFILE=cloud
    some=$(keys 'project = WEB AND type = Story ORDER BY key' 3)
    atl jira bulk move --project ops --type task --issues "$some" --yes
    expect 0
    says "Move to ops, task: 3 done"
    same "$(matching "key in ($some) AND project = OPS AND type = Task")" 3
    atl jira bulk move --project OPS --type Novel --issues "$some" --yes
    expect 2
    warns "it has: "
    atl jira bulk move --profile datacenter --project OPS --type Task --issues "$some" --yes
    expect 2
    warns "Data Center can't move issues"
}

creates() {
    local keys
    printf '\xef\xbb\xbfSummary,Issue Type,Priority,Labels,Description\r\n"First, of ""two""",Task,High,"a,b",**Bold**\r\n\r\nSecond,bug,,,\r\n' \
        >"$BATS_TEST_TMPDIR/plan.csv"
    atl jira bulk create --file "$BATS_TEST_TMPDIR/plan.csv" --project WEB --yes --json
    expect 0
    same "$(jq -c '[.done, [.issues[].number]]' <<<"$output")" '[2,[2,4]]'
    keys=$(jq -r '.issues[].key' <<<"$output" | paste -sd,)
    same "$(matching "key in ($keys) AND reporter = currentUser()")" 2
    same "$(matching "key in ($keys) AND type = Task AND priority = High AND labels = a AND labels = b")" 1
    atl jira search --jql "key in ($keys) ORDER BY key" --fields summary --jsonl
    same "$(head -1 <<<"$output")" '{"summary":"First, of \"two\""}'
    # Rows that are wrong fail alone.
    printf '%s\n' '{"summary":"Third","priority":"Enormous"}' '{"summary":"Fourth"}' '{"priority":"High"}' \
        >"$BATS_TEST_TMPDIR/plan.jsonl"
    atl jira bulk create --file "$BATS_TEST_TMPDIR/plan.jsonl" --project WEB --type Task --yes --json
    expect 5
    jq -e '[.issues[].outcome] == ["failed", "done", "failed"]
        and (.issues[0].reason | test("has no value .Enormous."))
        and (.issues[2].reason | test("Summary is required"))' <<<"$output"
    printf 'summary,Colour of the sky\nx,blue\n' >"$BATS_TEST_TMPDIR/plan.csv"
    atl jira bulk create --file "$BATS_TEST_TMPDIR/plan.csv" --project WEB --type Task --yes
    expect 2
    warns "Colour of the sky"
    printf 'summary\nM\xfcller\n' >"$BATS_TEST_TMPDIR/plan.csv"
    atl jira bulk create --file "$BATS_TEST_TMPDIR/plan.csv" --project WEB --type Task --yes
    expect 2
    warns "plan.csv, line 2: byte 0xfc is not UTF-8"
}

@test "new issues from CSV and JSON lines, each row checked before anything is sent" {
    on_both creates
}

asks_side_by_side() {
    printf 'summary,type\nOne,Task\nTwo,Bug\n' >"$BATS_TEST_TMPDIR/plan.csv"
    AT_ONCE=3 at_once jira bulk create --file "$BATS_TEST_TMPDIR/plan.csv" --project WEB --dry-run
    printf 'summary,type,assignee\n' >"$BATS_TEST_TMPDIR/plan.csv"
    printf '%s,Task,%s\n' 1 "Liam Murphy" 2 "Uma Patel" 3 "Priya Raman" 4 "Uma Patel" 5 "Rosa Delgado" \
        6 "Noor de Vries" >>"$BATS_TEST_TMPDIR/plan.csv"
    AT_ONCE=5 at_once jira bulk create --file "$BATS_TEST_TMPDIR/plan.csv" --project WEB --dry-run
    AT_ONCE=2 at_once jira bulk comment --body Hello --issues "$(keys 'created > -20y ORDER BY key' 1)" --dry-run
}

@test "what doesn't depend on each other is asked at the same time before anything is sent" {
    on_both asks_side_by_side
}
