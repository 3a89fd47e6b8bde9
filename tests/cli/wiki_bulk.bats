#!/usr/bin/env bats
# wiki page label, move, archive and delete over many pages, on Cloud and on Data Center
# shellcheck disable=SC2154 # set by bats' run
bats_require_minimum_version 1.5.0

setup_file() {
    load session
    start_session cloud --issues 0 --pages 60
    start_session datacenter --issues 0 --pages 60 --context-path /confluence
}

teardown_file() {
    load session
    end_sessions
}

setup() {
    load session
}

on_both() {
    ATLCLI_PROFILE=cloud api=/wiki/rest/api "$@"
    ATLCLI_PROFILE=datacenter api=/rest/api "$@"
}

wiki() {
    export ATLCLI_PROFILE
    run --separate-stderr atlcli wiki "$@"
}

# ids CQL [N]: of the pages that match
ids() {
    atlcli wiki page list --cql "$1 AND type = page order by title" --limit "${2:-all}" --jsonl --fields id --quiet |
        jq -r .id
}

joined() {
    paste -sd,
}

# What was asked for, ids as N: "12 POST /rest/api/content/N/label"
summary() {
    requests "$ATLCLI_PROFILE" | sed -E 's/(%2C|,)[0-9]{5,}//g; s/[0-9]{5,}/N/g; s/\?.*//; s/ \/confluence/ /' |
        sort | uniq -c | sed 's/^ *//' | joined
}

labels() {
    local all
    all=$(ids 'space = ENG' | wc -l)
    wiki page label add Bulky second --cql 'space = ENG OR type = attachment' --dry-run --json
    same "$status" 0
    holds "$stderr" "Add labels bulky, second: "
    holds "$stderr" "one by one in parallel; about "
    same "$(jq -c '[.schemaVersion, .dryRun, .job, .done, .planned == .total]' <<<"$output")" '["1",true,null,0,true]'
    same "$(ids 'label = bulky' | wc -l)" 0
    forget_requests "$ATLCLI_PROFILE"
    wiki page label add Bulky second --cql 'space = ENG' --confirm --json
    same "$status" 0
    same "$(summary)" "1 GET $api/content/search,$all POST $api/content/N/label"
    same "$(jq -c '[.total, .done, .failed, .left, ([.pages[].outcome] | unique)]' <<<"$output")" "[$all,$all,0,0,[\"done\"]]"
    jq -e '.pages[0].page | test("^ENG:.")' <<<"$output"
    same "$(ids 'label = bulky AND label = second' | wc -l)" "$all"
    # Some have one of them, some have none.
    ids 'label = second' 3 | { wiki page label remove second --stdin --yes --csv
        same "$status $(grep -c ',done,' <<<"$output")" '0 3'; }
    wiki page label add bulky second --cql 'label = bulky' --yes
    same "$output" "$(grep -E '^Add labels bulky, second: 3 done, '$((all - 3))' as wanted already \(job [-0-9a-f]+\)$' <<<"$output")"
    ids 'label = bulky' 2 >"$BATS_TEST_TMPDIR/two"
    forget_requests "$ATLCLI_PROFILE"
    wiki page label remove bulky second --file "$BATS_TEST_TMPDIR/two" --yes --quiet
    same "$(summary)" "4 DELETE $api/content/N/label,1 GET $api/content/search"
    wiki page label remove bulky --cql 'space = ENG' --yes --json
    same "$(jq -c '[.done, .unchanged]' <<<"$output")" "[$((all - 2)),2]"
    same "$(ids 'label = bulky' | wc -l)" 0
}

@test "labels come to many pages, and go; pages alone, and each once" {
    on_both labels
}

# moves SPACE NAME REQUESTS: four pages of the space PROD to that one, whose home page is called so
moves() {
    local some target
    target=$(ids "space = $1 AND title ~ Home" 1)
    some=$(ids "space = PROD AND title !~ Home AND parent != $target" 4 | joined)
    forget_requests "$ATLCLI_PROFILE"
    wiki page move --pages "$some" --space "$1" --yes --jsonl
    same "$status $(jq -r .outcome <<<"$output" | sort | uniq -c | tr -s ' ')" "0  4 done"
    holds "$(summary)" "$3"
    wiki page children "$target" --jsonl --fields id
    same "$(jq -r .id <<<"$output" | grep -cFx -f <(tr , '\n' <<<"$some"))" 4
    # Where they are, by the title; the target itself stays out of it.
    wiki page move --pages "$some,$target" --parent "$1:$2" --yes --json
    same "$(jq -c '[.done, .unchanged, .title]' <<<"$output")" "[0,5,\"Move below $1:$2\"]"
    wiki page move --pages "$some" --after "$target" --yes
    same "$status" 2
    holds "$stderr" "--before and --after are for one page"
    wiki page move --pages "$some" --parent 99999999 --yes
    same "$status" 4
    holds "$stderr" "page 99999999: "
}

@test "pages are moved below another, on Cloud to another space, too" {
    ATLCLI_PROFILE=cloud api=/wiki/rest/api moves OPS "Operations Home" "4 PUT /wiki/rest/api/content/N/move/append/N"
    ATLCLI_PROFILE=datacenter api=/rest/api moves PROD "Product Home" "4 PUT /rest/api/content/N"
    ATLCLI_PROFILE=datacenter wiki page move --cql "space = PROD" --space OPS --yes
    same "$status" 5
    holds "$output" "failed: the REST API of Confluence Data Center can't move a page to another space"
}

deletes() {
    local some
    some=$(ids 'space = MKT' 5 | joined)
    forget_requests "$ATLCLI_PROFILE"
    wiki page delete --pages "$some,99999999" --yes --json
    same "$status" 5
    same "$(jq -c '[.total, .done, .failed, .error.code, (.pages[-1] | [.id, .page, .status])]' <<<"$output")" \
        '[6,5,1,"partial",[null,"99999999",404]]'
    wiki page delete --pages "$some" --yes
    same "$status" 0
    holds "$output" "Move to the trash: 0 done, 5 as wanted already"
    wiki page delete --pages "$some" --purge --yes
    same "$status" 0
    holds "$output" "Delete for good: 5 done"
    wiki page delete --pages "$some,MKT:No such title" --yes
    same "$status" 5
    holds "$output" "5 failed: the page doesn't exist, or you may not see it"
    holds "$output" "1 failed: there is no page 'No such title' in the space MKT"
    holds "$output" "    MKT:No such title"
    atlcli jobs list --jsonl | tail -1 | jq -e '.state == "finished" and .of == "pages" and .done == 5'
    run --separate-stderr atlcli jobs show "$(atlcli jobs list --jsonl | tail -1 | jq -r .id)" --json
    same "$(jq -c '[.title, (.pages | length), .pages[0].outcome]' <<<"$output")" '["Delete for good",5,"done"]'
}

@test "pages go to the trash, and for good; what isn't there fails alone, with exit code 5" {
    on_both deletes
}

resumes() {
    local some job journal=$BATS_TEST_TMPDIR/journal kind
    some=$(ids 'space = PROD AND title !~ "Home"' 3 | joined)
    for kind in "label add lost" "move --space PROD" "delete"; do
        # shellcheck disable=SC2086 # words
        wiki page $kind --pages "99999998,$some" --yes
        same "$status" 5
        job=$(atlcli jobs list --jsonl | tail -1 | jq -r .id)
        run --separate-stderr atlcli jobs resume "$job" --retry-failed --json
        same "$status" 5
        same "$(jq -c '[.total, .failed, .left, (.pages[] | select(.outcome == "failed") | [.page, .status])]' <<<"$output")" \
            '[4,1,0,["99999998",404]]'
        holds "$stderr" "what wasn't found when the job was planned takes a new job"
    done
    # A journal that somebody has changed: the last item has lost its id, and nothing was done yet.
    wiki page label add torn --pages "$(ids 'space = ENG' 2 | joined)" --yes --quiet
    job=$(atlcli jobs list --jsonl | tail -1 | jq -r .id)
    jq -c 'select(has("operation") or has("items")) | if .items then del(.items[1].id) else . end' \
        "$ATLCLI_CONFIG_DIR/jobs/$job.jsonl" >"$journal"
    printf '{"sent":[0,1],"at":1}\n{"wait' >>"$journal"
    cat "$journal" >"$ATLCLI_CONFIG_DIR/jobs/$job.jsonl"
    run --separate-stderr atlcli jobs resume "$job"
    same "$status" 5
    holds "$output" "1 failed: the journal doesn't say which page it is"
    holds "$output" "1 done, 1 failed"
    run --separate-stderr atlcli jobs resume "$job" --retry-failed
    same "$status" 5
}

@test "what wasn't found isn't tried again, nor what a journal has lost; the rest is" {
    on_both resumes
}

faults() {
    atlcli api "${2:-PUT}" /__sandbox/faults --input - >/dev/null <<<"$1"
}

# faults_of HOW: so the deletion of any page ends
faults_of() {
    local path=/rest/api/content
    [ "$ATLCLI_PROFILE" = datacenter ] || path=/wiki/api/v2/pages
    faults "{$1, \"faults-for\": \"DELETE $path\"}"
}

may_not_delete() {
    local some one
    export ATLCLI_PROFILE
    some=$(ids 'space = ENG AND title !~ "Home"' 3 | joined)
    one=${some%%,*}
    # Who may not delete a page is told that there is none.
    faults_of '"fail-every": 1, "fail-status": 404'
    wiki page delete --pages "$some" --yes --json
    same "$status" 5
    same "$(jq -c '[.done, .failed, ([.pages[].status] | unique)]' <<<"$output")" '[0,3,[404]]'
    holds "$output" "you may not delete the page: the server says it isn't there (404), but it is"
    wiki page delete "$one" --yes
    same "$status" 4
    holds "$stderr" "you may not delete the page"
    faults '' DELETE
    # Into the trash, and no further.
    wiki page delete --pages "$some" --yes --quiet
    same "$status" 0
    faults_of '"fail-every": 1, "fail-status": 404'
    wiki page delete "$one" --purge --yes
    same "$status" 4
    holds "$stderr" "the page is in the trash, and you may not delete it for good"
    faults '' DELETE
    # Deleted by an attempt whose answer was lost.
    some=$(ids 'space = ENG AND title !~ "Home"' 4 | joined)
    faults_of '"reset-every": 2, "reset-when": "after"'
    wiki page delete --pages "$some" --yes --json --concurrency 1
    same "$status $(jq -c '[.done, .failed]' <<<"$output")" '0 [4,0]'
    faults '' DELETE
    some=$(ids 'space = ENG AND title !~ "Home"' 4 | joined)
    faults_of '"reset-every": 2, "reset-when": "after"'
    wiki page delete --pages "$some" --purge --yes --json --concurrency 1
    same "$status $(jq -c '[.done, .failed]' <<<"$output")" '0 [4,0]'
    faults '' DELETE
    wiki page get "${some%%,*}" --json
    same "$status" 4
}

gone_meanwhile() {
    local job journal=$BATS_TEST_TMPDIR/journal
    export ATLCLI_PROFILE
    wiki page delete --purge --pages "$(ids 'space = ENG AND title !~ "Home"' 2 | joined)" --yes --quiet
    same "$status" 0
    # As if somebody else had deleted them since the job was planned.
    job=$(atlcli jobs list --jsonl | tail -1 | jq -r .id)
    jq -c 'select(has("operation") or has("items"))' "$ATLCLI_CONFIG_DIR/jobs/$job.jsonl" >"$journal"
    cat "$journal" >"$ATLCLI_CONFIG_DIR/jobs/$job.jsonl"
    run --separate-stderr atlcli jobs resume "$job" --json
    same "$status" 0
    same "$(jq -c '[.total, .done, .left]' <<<"$output")" '[2,2,0]'
}

@test "a page that is gone since the job was planned is deleted" {
    on_both gone_meanwhile
}

@test "a page that may not be deleted isn't said to be; one whose answer was lost is" {
    needs_breakage
    on_both may_not_delete
}

drafts() {
    local draft other
    export ATLCLI_PROFILE
    draft=$(atlcli wiki page create --space DOCS --title "A draft of $ATLCLI_PROFILE" --body x --draft --json | jq -r .id)
    other=$(ids 'space = DOCS' 1)
    wiki page delete --pages "$draft,$other" --yes --json
    same "$status" 5
    same "$(jq -c '[.done, (.pages[] | select(.outcome == "failed") | [.id, .reason])]' <<<"$output")" \
        "[1,[\"$draft\",\"a draft has no trash: it can only be deleted for good\"]]"
    wiki page get "$draft" --json
    same "$status" 0
    wiki page delete --pages "$draft" --yes
    same "$status" 5
    wiki page delete --pages "$draft" --purge --yes
    same "$status" 0
    holds "$output" "1 done"
    wiki page get "$draft" --json
    same "$status" 4
}

@test "drafts have no trash: they are deleted for good or not at all" {
    on_both drafts
}

@test "archiving takes a handful of requests; where one of them can't be, the others are" {
    local some all
    export ATLCLI_PROFILE=cloud api=/wiki/rest/api
    all=$(ids 'space = HR' 5)
    some=$(joined <<<"$all")
    forget_requests cloud
    wiki page archive --pages "$some" --yes
    same "$status" 0
    holds "$stderr" "Cloud's tasks, up to 300 pages each; about 4 requests"
    holds "$output" "Archive: 5 done"
    same "$(summary | sed 's/[0-9]* \(GET [^ ]*longtask\)/\1/')" \
        "1 GET /wiki/api/v2/pages,GET $api/longtask/N,1 POST $api/content/archive"
    wiki page archive --pages "$some" --yes
    holds "$output" "Archive: 0 done, 5 as wanted already"
    ATLCLI_PROFILE=datacenter wiki page archive --pages 1,2 --yes
    same "$status" 2
    holds "$stderr" "Data Center has no way to archive a page"
}

# A site that takes one page at a time, as editions below Premium do, and then one page that can't be.
@test "archiving: what is refused is asked for in halves" {
    needs_breakage
    local some
    export ATLCLI_PROFILE=cloud
    some=$(ids 'space in (DOCS, PROD)' 9 | joined)
    atlcli api PUT /__sandbox/faults --input - >/dev/null <<<'{"archive-singly": true}'
    forget_requests cloud
    wiki page archive --pages "$some" --yes --json
    atlcli api DELETE /__sandbox/faults >/dev/null
    same "$(jq -c '[.done, .failed]' <<<"$output")" '[9,0]'
    same "$(requests cloud | grep -c 'POST .*/archive')" 13
}

# Of three pages one is archived, and one deleted, before the job comes to them.
@test "archiving: what is wrong with one page isn't said of another" {
    needs_breakage
    local some job
    export ATLCLI_PROFILE=cloud
    mapfile -t some < <(ids 'space = OPS AND title !~ "Home"' 3)
    faults '{"fail-every": 1, "fail-status": 401, "faults-for": "POST /wiki/rest/api/content/archive"}'
    wiki page archive --pages "${some[0]},${some[1]},${some[2]}" --yes
    faults '' DELETE
    same "$status" 3
    job=$(atlcli jobs list --jsonl | tail -1 | jq -r .id)
    wiki page archive "${some[1]}" --yes --quiet
    wiki page delete "${some[2]}" --yes --quiet
    run --separate-stderr atlcli jobs resume "$job" --json
    same "$status" 5
    same "$(jq -c '[.pages[] | .outcome, .reason]' <<<"$output")" \
        '["done",null,"done",null,"failed","the page doesn'"'"'t exist any more, or you may not see it"]'
}

# Confluence works on one archival job at a time, whoever began it.
@test "archiving waits for the end of another job" {
    needs_breakage
    local some
    export ATLCLI_PROFILE=cloud
    mapfile -t some < <(ids 'space = OPS AND title !~ "Home"' 4)
    faults '{"long-task": 2000}'
    atlcli api POST /wiki/rest/api/content/archive --input - >/dev/null <<<"{\"pages\": [{\"id\": ${some[3]}}]}"
    faults '' DELETE
    wiki page archive --pages "${some[0]},${some[1]}" --yes --json
    same "$status $(jq -c '[.done, .failed]' <<<"$output")" '0 [2,0]'
    # One page by itself, too.
    faults '{"long-task": 1000}'
    atlcli api POST /wiki/rest/api/content/archive --input - >/dev/null \
        <<<"{\"pages\": [{\"id\": $(ids 'space = PROD AND title !~ "Home"' 1)}]}"
    faults '' DELETE
    wiki page archive "${some[2]}" --yes --json
    same "$status" 0
}

# The first of two requests is taken and its answer lost: the second waits for it.
@test "archiving: what was begun and isn't known is waited for" {
    local some
    start_session many --issues 0 --pages 400
    needs_breakage
    export ATLCLI_PROFILE=many
    some=$(ids 'title !~ "Home"' 302 | joined)
    faults '{"long-task": 1500, "reset-every": 1, "reset-when": "after", "faults-for": "POST /wiki/rest/api/content/archive"}'
    atlcli wiki page archive --pages "$some" --yes --json >"$BATS_TEST_TMPDIR/out" &
    until requests many | grep -q 'POST .*/archive'; do
        kill -0 $!
    done
    faults '' DELETE
    wait $!
    same "$(jq -c '[.done, .failed]' "$BATS_TEST_TMPDIR/out")" '[302,0]'
}

@test "archiving: Ctrl-C ends waiting for another job" {
    local some pid
    start_session busy --issues 0 --pages 40 --long-task 600000
    export ATLCLI_PROFILE=busy
    mapfile -t some < <(ids 'space = ENG AND title !~ "Home"' 3)
    atlcli api POST /wiki/rest/api/content/archive --input - >/dev/null <<<"{\"pages\": [{\"id\": ${some[0]}}]}"
    forget_requests busy
    env --default-signal=INT "$ATLCLI" wiki page archive --pages "${some[1]},${some[2]}" --yes >"$BATS_TEST_TMPDIR/out" 2>&1 &
    pid=$!
    until [ "$(requests busy | grep -c 'POST .*/archive')" -ge 2 ]; do
        kill -0 "$pid"
    done
    kill -INT "$pid"
    wait "$pid" || same "$?" 130
    grep -q '2 of 2 are left; go on with: atlcli jobs resume' "$BATS_TEST_TMPDIR/out"
}

names_none() {
    wiki page delete --cql 'space = ENG'
    same "$status" 2
    holds "$stderr" "this changes pages, and there is no terminal to ask"
    holds "$stderr" "pass --yes to do it, or --dry-run"
    wiki page delete --rate 5/s --yes
    same "$status" 2
    holds "$stderr" "PAGE is missing"
    wiki page delete 12345 --cql 'space = ENG' --yes
    same "$status" 2
    holds "$stderr" "pages are named in two ways"
    wiki page label add x --page 12345 --pages 1,2 --yes
    same "$status" 2
    wiki page label add --pages 1,2 --yes
    same "$status" 2
    holds "$stderr" "LABEL is missing"
    wiki page label add 'a b' --pages 1,2 --yes
    same "$status" 2
    wiki page delete --cql '' --yes
    same "$status" 2
    wiki page delete --pages '1,no page' --yes
    same "$status" 2
    holds "$stderr" "--pages: 'no page' is no page"
    wiki page delete --cql 'space = ENG' --shard 3/2 --yes
    same "$status" 2
    wiki page delete --cql 'spac = ENG' --yes
    same "$status" 1
    holds "$stderr" "^"
    wiki page delete --cql 'space = ENG AND title = "no such"' --yes
    same "$status" 0
    holds "$stderr" "No pages match: there is nothing to do."
}

@test "what is missing or wrong is said before anything is done" {
    on_both names_none
}

one_and_shards() {
    local whole part=0 one n
    one=$(ids 'space = ENG' 1)
    wiki page delete "$one" --dry-run
    same "$status" 0
    holds "$output" "Move to the trash: 1 would be changed"
    wiki page get "$one" --json
    same "$status" 0
    whole=$(ids 'space = ENG' | wc -l)
    for n in 1 2 3; do
        wiki page label add sharded --cql 'space = ENG' --shard $n/3 --yes --json
        part=$((part + $(jq .done <<<"$output")))
    done
    same "$part" "$whole"
}

@test "one page can be tried first; shards are parts of the whole" {
    on_both one_and_shards
}

# unasked WORD...: a usage error, and the site isn't asked for anything before
unasked() {
    forget_requests cloud
    run --separate-stderr atlcli "$@" --profile cloud
    same "$status" 2
    same "$(requests cloud)" ''
}

@test "what is wrong with a command line is said before anything is asked of the site" {
    unasked wiki page move --parent 'ENG:Home' --yes --dry-run
    holds "$stderr" "say which page"
    unasked wiki page move --parent 'ENG:Home' --yes --pages 1 --cql 'type = page'
    holds "$stderr" "pages are named in two ways"
    unasked wiki page move --space ENG --yes --pages 'ENG:Home,nonsense'
    holds "$stderr" "--pages: 'nonsense' is no page"
    unasked wiki page move 'ENG:Home' --parent nonsense
    holds "$stderr" "'nonsense' is no page"
    unasked jira bulk assign --to ada --issues nonsense --yes
    unasked jira bulk link --type blocks --to ATL-1 --yes
    holds "$stderr" "which issues?"
    unasked jira bulk move --project ATL --type Task --parent nonsense --issues ATL-1 --yes
}
