#!/usr/bin/env bats
# jira import, on Cloud and on Data Center
# shellcheck disable=SC2016,SC2154 # jq's own variables; set by bats' run
bats_require_minimum_version 1.5.0

setup_file() {
    load session
    start_session cloud --issues 200
    export CLOUD_URL=$SANDBOX_URL CLOUD_CA=$SANDBOX_CA
    start_session datacenter --issues 200
    export CENTER_URL=$SANDBOX_URL CENTER_CA=$SANDBOX_CA
}

teardown_file() {
    load session
    end_sessions
}

setup() {
    load session
    mkdir -p "$BATS_TEST_TMPDIR/work"
    cd "$BATS_TEST_TMPDIR/work" || return 1
}

# at PROFILE: the one that what follows is about
at() {
    export ATLCLI_PROFILE=$1 SANDBOX_URL=$CLOUD_URL SANDBOX_CA=$CLOUD_CA
    [ "$1" = cloud ] || export SANDBOX_URL=$CENTER_URL SANDBOX_CA=$CENTER_CA
}

# on_both FUNCTION: each in a directory of its own
on_both() {
    local profile
    for profile in cloud datacenter; do
        at "$profile"
        mkdir -p "../$profile"
        cd "../$profile" || return 1
        "$1"
    done
}

issues() {
    sandbox_counter contents.issues
}

# found JQL: what was imported, as the server has it
found() {
    atlcli jira search --jql "$1 ORDER BY key" --limit all --jsonl \
        --fields summary,issuetype,priority,labels,assignee,duedate,customfield_10016,customfield_10020,parent
}

# What new issues can be given, of an export in JSON lines.
creatable() {
    jq -cS '.fields | del(.status, .resolution, .project, .created, .updated, .resolutiondate, .issuelinks, .creator)
        | (.. | objects) |= del(.self, .avatarUrls, .iconUrl, .id, .fields)' "$1" | sort
}

rich='type,summary,priority,assignee,reporter,labels,due,timetracking,environment,description,Sprint,Story point estimate,Team,Platforms,Location,Reviewer,Launch date,Deployed at,Customer,Budget,Release notes,Keywords,Approvers,Website
Epic,"Trip, the ""long"" one",High,Robin Ashdown,Elif Yılmaz,"trip, far",2031-05-17,1w / 2d,**Old** one,"# Head

- one
- two, *three*

| a | b |
| --- | --- |
| `x` | y |",,,,,,,,,,,,,,
Story,Trip two,Low,,,trip,,,,"'"'"'=1+1 isn'"'"'t run",WEB Sprint 4,3,Blue,"iOS, Web",Germany > Berlin,Amara Okafor,2031-01-02,2031-01-02T03:04:05Z,Ümlaut & Söhne,-12.5,Some *notes*,"fast, slow","Amara Okafor, Daniel Weber",https://example.com/?a=b
Bug,Trip three,Medium,Amara Okafor,,trip,,3h,,,,0.5,,,,,,,,,,,,'

round_trip() {
    local format sprint
    sprint=$(atlcli jira sprint list --project WEB --state future,active --jsonl | jq -r .name | head -1)
    printf '%s\n' "${rich//WEB Sprint 4/$sprint}" >plan.csv
    atl jira import --file plan.csv --project WEB --yes
    expect 0
    atlcli jira export --jql 'project = WEB AND labels = trip' -o all.jsonl --quiet
    same "$(wc -l <all.jsonl)" 3
    creatable all.jsonl >before
    grep -q '"Germany"' before
    for format in csv json jsonl; do
        atlcli jira export --jql 'project = WEB AND labels = trip' -o "trip.$format" --quiet
        atl jira import --file "trip.$format" --project MOB --yes --json
        expect 0
        same "$(jq -c '[.done, .failed, .skipped, .types, .result]' <<<"$output")" \
            "[3,0,0,{\"Epic\":1,\"Story\":1,\"Bug\":1},\"trip.result.$format\"]"
        atlcli jira export --jql 'project = MOB AND labels = trip' -o back.jsonl --quiet
        creatable back.jsonl | diff before -
        atlcli jira bulk delete --jql 'project = MOB AND labels = trip' --yes --quiet >/dev/null
    done
    # The result is the file itself, but for the keys.
    same "$(head -1 trip.result.csv)" "$(head -1 trip.csv)"
    sed 's/^MOB-[0-9]*,/WEB,/' trip.result.csv | cmp - <(sed 's/^WEB-[0-9]*,/WEB,/' trip.csv)
    jq -e '.names and (.issues | length == 3 and all(.key[0:4] == "MOB-" and .fields.summary[0:4] == "Trip"))' \
        trip.result.json
    jq -c '.fields' trip.result.jsonl | cmp - <(jq -c '.fields' trip.jsonl)
}

@test "what is exported and imported into another project is the same: CSV, JSON and JSON lines" {
    on_both round_trip
}

across() {
    local other=datacenter
    [ "$ATLCLI_PROFILE" = cloud ] || other=cloud
    printf 'type,summary,description,assignee,labels\nTask,Across,"**Bold** and `code`",Robin Ashdown,across\n' >plan.csv
    atlcli jira import --profile "$other" --file plan.csv --project WEB --yes --quiet >/dev/null
    atlcli jira export --profile "$other" --jql 'labels = across' -o across.jsonl --quiet
    atl jira import --file across.jsonl --project MOB --yes --quiet
    expect 0
    atlcli jira export --jql 'project = MOB AND labels = across' -o back.csv --fields summary,assignee,description --quiet
    same "$(tail -1 back.csv)" 'Across,Robin Ashdown,**Bold** and `code`'
    # Bodies as servers have them.
    jq -cn '{fields: {summary: "As ADF", issuetype: {name: "Task"}, labels: ["bodies"], assignee: {displayName: "Robin Ashdown"},
        description: {type: "doc", version: 1, content: [{type: "paragraph", content: [{type: "text", text: "strong",
            marks: [{type: "strong"}]}]}]}}}' >adf.jsonl
    atl jira import --file adf.jsonl --project MOB --yes
    expect 0
    printf '{"summary":"As wiki","description":"h2. Head\\n\\n*strong*","labels":["bodies"]}\n' >wiki.jsonl
    atl jira import --file wiki.jsonl --project MOB --type task --markup wiki --yes
    expect 0
    atlcli jira export --jql 'labels = bodies' -o back.jsonl --quiet
    same "$(jq -r '.fields.description' back.jsonl)" $'**strong**\n## Head\n\n**strong**'
    atlcli jira bulk delete --jql 'labels in (across, bodies)' --yes --quiet >/dev/null
}

@test "from Cloud to Data Center and back; bodies in ADF and in wiki markup" {
    on_both across
}

asks_side_by_side() {
    printf 'summary,type,assignee\n' >plan.csv
    printf '%s,%s,%s\n' 1 Task "Liam Murphy" 2 Bug "Uma Patel" 3 Story "" 4 Epic "Uma Patel" >>plan.csv
    AT_ONCE=4 at_once jira import --file plan.csv --project MOB --dry-run
    printf '%s,Task,%s\n' 5 "Priya Raman" 6 "Rosa Delgado" 7 "Noor de Vries" 8 "Victor Petrov" 9 "Elif Yılmaz" >>plan.csv
    AT_ONCE=7 at_once jira import --file plan.csv --project MOB --dry-run
}

@test "all types are asked for at the same time, and all people" {
    on_both asks_side_by_side
}

dry_run() {
    local before
    before=$(issues)
    printf 'summary;type;key\nOne;Story;\nTwo;Bug;\nThree;bug;\nFour;Epic;MOB-1\n' >plan.csv
    forget_requests "$ATLCLI_PROFILE"
    atl jira import --file plan.csv --project mob --dry-run
    expect 0
    warns "To be created: 1 Story, 2 Bug"
    warns "Skipped: 1 row that has a key of MOB"
    warns "about 1 request"
    says "Import plan.csv into mob: 3 would be created, 1 skipped"
    run ! grep -E '^(POST|PUT)' <(requests "$ATLCLI_PROFILE" | grep -v /search)
    same "$(issues) $(echo *)" "$before plan.csv"
    # The fields of a type are asked for once.
    same "$(requests "$ATLCLI_PROFILE" | grep -c 'issuetypes/[0-9]')" 2
    atl jira import --file plan.csv --project MOB
    expect 2
    warns "pass --yes to do it, or --dry-run"
}

@test "a dry run says how many of which type, and sends nothing" {
    on_both dry_run
}

columns() {
    printf 'SUMMARY,Size,Owner,status,Resolved,comments,Fix Versions,created,Sumary2\nMapped,5,Robin Ashdown,Done,2020-01-01,hello,,,\n' >plan.csv
    atl jira import --file plan.csv --project MOB --type Task --map 'size = Story point estimate' --map Owner=assignee --yes
    expect 0
    same "$(grep -c 'Left out' <<<"$stderr")" 1
    warns "Left out, as new issues can't be given it: status, Resolved, comments"
    found 'project = MOB AND summary ~ Mapped' |
        jq -e '.customfield_10016 == 5 and .assignee != null'
    printf 'summary,Size,Prioriti,Nonsense\nx,5,High,1\ny,,,\n' >wrong.csv
    atl jira import --file wrong.csv --project MOB --type Task --yes
    fails 2 "wrong.csv, column 'Size': MOB, Task has no field 'Size'"
    warns "wrong.csv, column 'Prioriti': MOB, Task has no field 'Prioriti'"
    hints "did you mean 'Priority'?"
    hints 'or leave the column out with --map "Nonsense="'
    atl jira import --file wrong.csv --project MOB --type Task --map Sise=x --yes
    fails 2 "wrong.csv has no column 'Sise'"
    hints "did you mean 'Size'?"
    atl jira import --file wrong.csv --project MOB --type Task --map Size=Nothing --map Prioriti= --map Nonsense= --yes
    fails 2 "column 'Size': MOB, Task has no field 'Nothing'"
    # Told once, not of each row, too.
    atl jira import --file wrong.csv --project MOB --type Task --map Size=Nothing --map Prioriti= --map Nonsense= --dry-run --json
    expect 2
    same "$(jq .total <<<"$output")" 1
    atl jira import --file wrong.csv --project MOB --type Task --map Size=status --map Prioriti= --map Nonsense= --yes
    fails 2 "status"
    atl jira import --file wrong.csv --project MOB --type Task --map Size --yes
    fails 2 "--map wants COLUMN=FIELD"
    printf 'summary,Fix versions,fixversions\nx,1.1,2.0\n' >twice.csv
    atl jira import --file twice.csv --project MOB --type Task --dry-run
    expect 2
}

@test "columns go to fields by name, by --map, or nowhere" {
    on_both columns
}

checked() {
    local before jobs
    before=$(issues)
    jobs=$(atlcli jobs list --jsonl | wc -l)
    {
        echo summary,type,priority,assignee,Story point estimate,Team,due,parent,Sprint
        echo 'Fine,Task,High,me,1,Blue,2031-01-01,,'
        echo ',Task,High,,,,,,'
        echo 'x,Tusk,,,,,,,'
        echo 'x,Task,Enormous,nobody@nowhere.example,many,Bleu,soon,WEB-99999,No such sprint'
        echo 'x,Sub-task,,,,,,,'
        seq 6 60 | sed 's/.*/x,Task,&th,,,,,,/'
    } >plan.csv
    atl jira import --file plan.csv --project MOB --yes
    expect 2
    warns "plan.csv, line 3: Summary is required for MOB, Task"
    warns "plan.csv, line 4, column 'type': project MOB has no issue type 'Tusk'"
    warns "plan.csv, line 5, column 'priority': Priority has no value 'Enormous'"
    warns "hint: allowed: Highest"
    warns "column 'assignee'"
    warns "nobody matches 'nobody@nowhere.example'"
    warns "column 'Story point estimate': 'many' is no number"
    warns "column 'Team': Team has no value 'Bleu'"
    hints "did you mean 'Blue'?"
    warns "column 'due': 'soon' is no date"
    warns "column 'parent': there is no issue WEB-99999"
    warns "column 'Sprint': there is no sprint 'No such sprint'"
    warns "line 6: Parent is required for MOB, Sub-task"
    warns "plan.csv: 65 things can't be imported (see above, and 45 more); nothing was sent"
    same "$(issues) $(echo *)" "$before plan.csv"
    same "$(atlcli jobs list --jsonl | wc -l)" "$jobs"
    atl jira import --file plan.csv --project MOB --yes --json
    expect 2
    jq -e '.total == 65 and (.problems | length == 20) and .error.code == "usage"
        and .problems[0].line == 4 and (.problems | any(.column == "priority" and .value == "Enormous"))' <<<"$output"
}

@test "all rows are checked before anything is sent, and what is wrong is listed" {
    on_both checked
}

again() {
    local before
    before=$(issues)
    printf '\xef\xbb\xbfSummary;Description;Type\r\n"One; ""more""";;Task\r\n\r\nTwo;"Two\r\nlines";Bug\r\n' >plan.csv
    atl jira import --file plan.csv --project MOB --yes
    expect 0
    warns "plan.result.csv has the keys"
    same "$(sed 's/MOB-[0-9]*/K/' plan.result.csv | od -c)" \
        "$(printf '\xef\xbb\xbfkey;Summary;Description;Type\r\nK;"One; ""more""";;Task\r\nK;Two;"Two\r\nlines";Bug\r\n' | od -c)"
    same "$(issues)" $((before + 2))
    # Neither file doubles them.
    atl jira import --file plan.csv --project MOB --yes
    fails 7 "plan.result.csv is there already"
    hints "import plan.result.csv instead of plan.csv"
    atl jira import --file plan.result.csv --project MOB --yes
    expect 0
    warns "All rows have keys: there is nothing to do."
    printf ';Three;;Story\r\n' >>plan.result.csv
    atl jira import --file plan.result.csv --project MOB --yes --json
    expect 0
    same "$(jq -c '[.done, .skipped]' <<<"$output")" '[1,2]'
    same "$(grep -c '^\(.*\)\?MOB-' plan.result.csv) $(issues)" "3 $((before + 3))"
    # In its place, from standard input, and some that the server refuses.
    printf '{"summary":"Place","type":"Task"}\n' >place.jsonl
    atl jira import --file place.jsonl --project MOB --result place.jsonl --yes
    expect 0
    same "$(jq -r .key place.jsonl | cut -c1-4)" MOB-
    atl_given '[{"summary":"Given"},{"summary":"Also"}]' jira import --file - --project MOB --type Task \
        --result given.json --yes
    expect 0
    same "$(jq -c 'map(.key | test("^MOB-[0-9]+$"))' given.json)" '[true,true]'
    atl_given 'summary
On a disk that is full' jira import --file - --project MOB --type Task --yes --csv
    expect 0
    same "$(issues)" $((before + 7))
}

@test "rows with keys are skipped, so that nothing is created twice" {
    on_both again
}

# What the issues of the keys in stdin are called.
names() {
    local key
    while read -r key; do
        atlcli jira issue get "$key" --json | jq -r .fields.summary
    done | paste -sd,
}

families() {
    local before job child
    before=$(issues)
    # Children first; keys of another project, and one that is made up.
    printf '%s\n' key,summary,type,parent \
        'OLD-3,Fam leaf,Sub-task,old-2' \
        ',Fam alone,Task,' \
        'OLD-2,Fam trunk,Story,OLD-1' \
        "OLD-4,Fam $(printf '%0300d' 0),Story,OLD-1" \
        'OLD-5,Fam orphan,Sub-task,OLD-4' \
        'OLD-1,Fam root,Epic,' >plan.csv
    atl jira import --file plan.csv --project MOB --dry-run
    expect 0
    warns "about 3 requests"
    forget_requests "$ATLCLI_PROFILE"
    atl jira import --file plan.csv --project MOB --yes --csv
    expect 5
    holds "$output" "what it belongs to, row 5 of the file, wasn't created"
    same "$(requests "$ATLCLI_PROFILE" | grep -c '^POST .*/issue') $(issues)" "3 $((before + 4))"
    # Each has its own parent, here and in the result, in which failed rows have theirs as well.
    same "$(sed -n 's/^\(MOB-[0-9]*\),Fam leaf,Sub-task,\(MOB-[0-9]*\)$/\1 \2/p' plan.result.csv | wc -l)" 1
    same "$(sed -n 's/^.*Fam leaf,Sub-task,//p; s/^.*Fam trunk,Story,//p; s/^.*00,Story,//p' plan.result.csv | names)" \
        'Fam trunk,Fam root,Fam root'
    child=$(sed -n 's/,Fam leaf.*//p' plan.result.csv)
    same "$(atlcli jira issue get "$child" --json | jq -r .fields.parent.key | names)" 'Fam trunk'
    grep -q '^OLD-5,Fam orphan,Sub-task,OLD-4$' plan.result.csv
    # The result, mended, brings the others below those that are there; the job mustn't bring them again.
    job=$(newest_job | jq -r .id)
    sed -i 's/0\{300\}/short/' plan.result.csv
    atl jira import --file plan.result.csv --project MOB --yes --json
    expect 0
    same "$(jq -c '[.done, .skipped]' <<<"$output") $(issues)" "[2,4] $((before + 6))"
    same "$(sed -n 's/^.*Fam orphan,Sub-task,//p; s/^.*short,Story,//p' plan.result.csv | names)" 'Fam root,Fam short'
    atl jobs resume "$job" --retry-failed
    fails 7 "job $(newest_job | jq -r .id) has imported plan.result.csv since"
    hints "import plan.result.csv instead"
    atlcli jobs clear "$(newest_job | jq -r .id)" --yes --quiet >/dev/null
    atl jobs resume "$job" --retry-failed
    fails 7 "plan.result.csv has other keys than job $job"
    same "$(issues)" $((before + 6))
    # The same in several rows is said once, with how many they are.
    printf '%s\n' summary,type,priority A,Task,Enormous B,Task,Low C,Task,Enormous D,Task,Enormous >wrong.csv
    atl jira import --file wrong.csv --project MOB --yes
    fails 2 "wrong.csv, line 2 and 2 others, column 'priority': Priority has no value 'Enormous'"
    warns "wrong.csv: 3 things can't be imported (see above); nothing was sent"
    # As servers write them; what is below itself, or below two.
    printf '%s\n' '{"key":"NEW-2","fields":{"summary":"Fam json","issuetype":{"name":"Story"},"parent":{"id":"1","key":"NEW-1"}}}' \
        '{"key":"NEW-1","fields":{"summary":"Fam top","issuetype":{"name":"Epic"}}}' >plan.jsonl
    atl jira import --file plan.jsonl --project MOB --yes --quiet
    expect 0
    same "$(jq -r '.fields.parent // empty' plan.result.jsonl | names)" 'Fam top'
    printf '%s\n' key,summary,type,parent A-1,x,Story,A-2 A-2,x,Story,A-3 A-3,x,Story,A-1 A-4,x,Story,A-1 B-1,x,Epic, B-1,x,Epic, \
        B-2,x,Story,B-1 >wrong.csv
    atl jira import --file wrong.csv --project MOB --yes
    fails 2 "wrong.csv, line 2, column 'parent': A-1 would be below itself: A-1, below A-2, below A-3, below A-1"
    warns "line 8, column 'parent': line 6 and line 7 both have the key B-1"
    warns "wrong.csv: 2 things can't be imported"
    # A shard has what is below a row with it.
    { echo key,summary,type,parent && seq 8 | sed 's/.*/C-&,Shard&,Epic,\nD-&,Leaf&,Story,C-&/'; } >shard.csv
    for part in 1 2 1; do
        atl jira import --file shard.csv --project MOB --yes --shard "$part/2" --quiet
    done
    fails 7 "shard.result-1-of-2.csv is there already"
    same "$(issues)" $((before + 24))
    same "$(cat shard.result-?-of-2.csv | grep -c '^MOB-.*Story,MOB-')" 8
    # What goes round in circles is in one shard, too, with all that is below it.
    { echo key,summary,type,parent && seq 8 | sed 's/.*/E-&,East&,Story,F-&\nF-&,West&,Story,E-&\nG-&,Leaf&,Story,F-&/'; } >round.csv
    for part in 1 2; do
        atl jira import --file round.csv --project MOB --yes --shard "$part/2"
        expect 2
        printf '%s\n' "$stderr"
    done >round
    same "$(grep -c 'would be below itself' round) $(grep -c "another shard's" round)" "8 0"
}

@test "rows below other rows: parents are created first, and have their new keys in children and result" {
    on_both families
}

bad_input() {
    local before
    before=$(issues)
    printf 'summary,type\nFine,Task\nM\xfcller,Task\n' >latin.csv
    atl jira import --file latin.csv --project MOB --yes
    fails 2 "latin.csv, line 3: byte 0xfc is not UTF-8"
    : >empty.csv
    atl jira import --file empty.csv --project MOB --yes
    fails 2 "empty.csv is empty"
    echo summary >heading.csv
    atl jira import --file heading.csv --project MOB --type Task --yes
    fails 2 "heading.csv holds no rows"
    printf 'summary\nx\n' >plan.csv
    atl jira import --file plan.csv --project MOB --yes
    fails 2 "line 2: there is no issue type"
    atl jira import --file plan.csv --project MBO --type Task --yes
    fails 4 "MBO"
    atl jira import --file plan.csv --project MOB --type Tusk --yes
    fails 2 "project MOB has no issue type 'Tusk'"
    hints "did you mean 'Task'?"
    atl jira import --file nowhere.csv --project MOB --yes
    fails 4 nowhere.csv
    atl jira import --file plan.csv --project MOB --type Task --result no/such/place.csv --yes
    expect 4
    printf 'key,summary\nfoo bar,x\n' >key.csv
    atl jira import --file key.csv --project MOB --type Task --yes
    fails 2 "line 2, column 'key': 'foo bar' is no key"
    printf '{"summary":"x"}\n{"summary":\n' >cut.jsonl
    atl jira import --file cut.jsonl --project MOB --type Task --yes
    fails 2 "cut.jsonl, line 2"
    same "$(issues)" "$before"
    # The API documents know no requests that are too large; Data Center's are all compared with them.
    [ -z "${ATLCLI_CONTRACT:-}" ] || [ "$ATLCLI_PROFILE" = cloud ] || return 0
    needs_breakage
    { printf 'summary,description\nHuge,"' && head -c 10485760 /dev/zero | tr '\0' 'x' && printf '"\nSmall,x\n'; } >huge.csv
    atl jira import --file huge.csv --project MOB --type Task --yes --json
    expect 5
    jq -e '[.issues[].outcome] == ["failed", "done"]' <<<"$output"
    grep -q '^MOB-[0-9]*,Small,x$' huge.result.csv
}

@test "files that can't be read, and a cell of 10 MB" {
    on_both bad_input
}

keys_once() {
    same "$(sandbox_counter changesAppliedTwice) $(sandbox_counter itemsChangedTwice)" "0 0"
}

newest_job() {
    atlcli jobs list --jsonl | tail -1
}

killed() {
    local pid before job
    before=$(issues)
    atlcli jobs clear --all --yes --quiet >/dev/null
    sandbox POST counters/reset
    { echo summary,type,labels && seq 230 | sed 's/.*/Killed &,Task,killed/'; } >plan.csv
    "$ATLCLI" jira import --file plan.csv --project MOB --rate 75 --yes >/dev/null 2>&1 &
    pid=$!
    until [ "$(newest_job | jq -r 'select(.title == "Import plan.csv into MOB" and .total == 230) | .done > 0')" = true ]; do
        kill -0 "$pid"
    done
    kill -KILL "$pid"
    wait "$pid" || true
    job=$(newest_job | jq -r .id)
    # As long as it isn't finished, the file isn't imported again.
    atl jira import --file ./plan.csv --project MOB --yes
    fails 7 "job $job has items left"
    hints "atlcli jobs resume $job"
    atl jobs resume "$job" --json
    expect 0
    same "$(jq -c '[.total, .done, .left]' <<<"$output")" '[230,230,0]'
    same "$(issues)" $((before + 230))
    keys_once
    same "$(cut -d, -f1 plan.result.csv | grep -c ^MOB-) $(cut -d, -f1 plan.result.csv | sort -u | wc -l)" "230 231"
    # Each row has the key of its own issue.
    same "$(atlcli jira search --jql 'labels = killed' --limit all --csv --fields key,summary --quiet | sort | md5sum)" \
        "$(cut -d, -f1,2 plan.result.csv | sort | md5sum)"
}

@test "an import that is killed is finished by jobs resume: each row once, the result with all keys" {
    on_both killed
}

expired() {
    local job before
    before=$(issues)
    { echo summary && seq 120 | sed 's/.*/Expired &/'; } >plan.csv
    sandbox PUT faults '{"expire-after": 6}'
    atl jira import --file plan.csv --project MOB --type Task --rate 100 --yes
    sandbox DELETE faults
    expect 3
    warns "go on with: atlcli jobs resume"
    # The keys so far are there.
    same "$(grep -c ^MOB- plan.result.csv)" $(($(issues) - before))
    job=$(newest_job | jq -r .id)
    atl jira import --file plan.result.csv --project MOB --type Task --yes
    fails 7 "job $job has items left"
    # A result that can't be written loses nothing.
    rm plan.result.csv
    ln -s /dev/full plan.result.csv
    atl jobs resume "$job"
    fails 1 "plan.result.csv"
    hints "nothing is lost: the keys are in the job"
    same "$(issues)" $((before + 120))
    rm plan.result.csv
    atl jobs resume "$job"
    expect 0
    same "$(grep -c ^MOB- plan.result.csv) $(issues)" "120 $((before + 120))"
}

@test "a token that expires, a disk that is full: the keys stay in the job" {
    on_both expired
}

shards() {
    local before part
    before=$(issues)
    { echo summary && seq 30 | sed 's/.*/Part &/'; } >plan.csv
    for part in 1 2 1; do
        run --separate-stderr "$ATLCLI" jira import --file plan.csv --project MOB --type Task --shard "$part/2" --yes
    done
    fails 7 "plan.result-1-of-2.csv is there already"
    same "$(issues)" $((before + 30))
    # The keys of a shard don't move its rows into another.
    atl jira import --file plan.result-1-of-2.csv --project MOB --type Task --shard 1/2 --yes
    expect 0
    same "$(issues)" $((before + 30))
    same "$(cat plan.result-?-of-2.csv | grep -c ^MOB-)" 30
}

@test "shards create their rows, each with a result of its own" {
    on_both shards
}
