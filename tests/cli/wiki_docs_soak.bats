#!/usr/bin/env bats
# wiki docs sync --watch for as long as one likes: edits here, in a second workspace and on the server itself,
# while the site fails in every way and is killed now and then. In the end nothing is lost, nothing is there
# twice, all sides are the same, and what the process takes hasn't grown.
#
#   ATLCLI_SOAK_TURNS     so many turns (40), or …
#   ATLCLI_SOAK_MINUTES   … as many as there are in so many minutes
#   ATLCLI_SOAK_REPORT    a directory for samples and counts
#   ATLCLI_SEED           of what is done (1)
# shellcheck disable=SC2034,SC2154 # what `edits` uses; set by bats' run
bats_require_minimum_version 1.5.0

load session
load edits

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    seed=${ATLCLI_SEED:-1}
}

teardown() {
    if [ -z "${BATS_TEST_COMPLETED:-}" ] && [ -n "${ATLCLI_SOAK_REPORT:-}" ]; then
        cp -a here there fresh site.db events notes trashed "$ATLCLI_SOAK_REPORT/" 2>/dev/null || true
    fi
    [ -z "${watcher:-}" ] || kill -KILL "$watcher" 2>/dev/null || true
    stop_sandboxes
}

# Of failures that take long to be noticed, none takes longer.
docs() {
    atlcli wiki docs "$@" --profile "$profile" --timeout 5
}

# ---- the site ----

start_site() {
    start_session "$profile" --db "$PWD/site.db" --state-dir "$PWD/site" --log /dev/null --issues 5 --pages 20 \
        --attachments 0 "$@"
}

admin() {
    curl -sS --cacert "$SANDBOX_CA" -X "$1" ${3:+-H 'Content-Type: application/json' -d "$3"} \
        "$SANDBOX_URL/__sandbox/$2"
}

# What it counted is gone when it is killed.
count_requests() {
    local now
    now=$(admin GET counters | jq -r '"\(.requests) \(.failuresInjected)"')
    requests=$((requests + ${now% *}))
    failures=$((failures + ${now#* }))
}

kill_site() {
    local port=${SANDBOX_URL##*:}
    count_requests
    kill_sandbox
    here
    start_sandbox --tls --port "${port%%/*}" --db "$PWD/site.db" --state-dir "$PWD/site" --log /dev/null "${kind[@]}"
    kills=$((kills + 1))
}

weathers=('{}' '{}' '{}' '{"rate-limit": 8, "rate-burst": 4}' '{"fail-every": 5}'
    '{"fail-every": 4, "fail-status": 429, "retry-after": 1}' '{"fail-every": 7, "fail-status": 500}'
    '{"reset-every": 9}' '{"reset-every": 9, "reset-when": "after"}'
    '{"body-every": 11, "body-fault": "truncated"}' '{"body-every": 11, "body-fault": "malformed"}'
    '{"body-every": 11, "body-fault": "html"}' '{"body-every": 11, "body-fault": "empty"}'
    '{"body-every": 17, "body-fault": "stalled"}' '{"latency": 60, "jitter": 200}'
    '{"fail-every": 13, "reset-every": 17, "body-every": 19, "body-fault": "empty", "latency": 20}' kill kill)

change_weather() {
    number ${#weathers[@]}
    weather=${weathers[number]}
    [ "$weather" != kill ] || { weather='{}' && kill_site; }
    admin DELETE faults
    admin PUT faults "$weather" >/dev/null
}

# ---- the watcher ----

# Begins with a merge, so that the library for that is loaded from the start.
watch() {
    new_word
    printf '\n%s\n' "$word" >>here/Both.md
    new_word
    amend "$root" "$word"
    "$ATLCLI" wiki docs sync here --watch --interval 2 --create --delete --yes --jsonl --timeout 5 --profile "$profile" \
        >>events 2>>notes 3>&- &
    watcher=$!
    until grep -qs '"synced"' events; do
        kill -0 "$watcher"
        sleep 0.05
    done
    grep -q '"merged"' events
}

# sample: a line of numbers, as tests/reliability/growth reads them
sample() {
    local process=/proc/$watcher
    kill -0 "$watcher" || { tail -n 20 notes && return 1; }
    awk -v seconds="$SECONDS" -v descriptors="$(find "$process/fd" -mindepth 1 | wc -l)" \
        -v database="$(stat -c %s here/.atlcli/state.db)" \
        -v wal="$(stat -c %s here/.atlcli/state.db-wal 2>/dev/null || echo 0)" \
        -v temporary="$(find here -name '.atlcli-*' -o -path '*/.atlcli/*.??????' -not -name 'state.db-*' | wc -l)" '
        FILENAME ~ /status$/ && $1 == "VmRSS:" { resident = $2 }
        FILENAME ~ /status$/ && $1 == "Threads:" { threads = $2 }
        FILENAME ~ /status$/ && $1 == "RssAnon:" { own = $2 }
        # The page below each stack, that nobody may touch.
        FILENAME ~ /maps$/ && $2 == "---p" && $5 == 0 { stacks++ }
        FILENAME ~ /stat$/ { sub(/^.*\) /, ""); ticks = $12 + $13 }
        END { print seconds, resident, own, descriptors, stacks + 0, threads, database, wal, temporary, ticks * 10 }
        ' "$process/status" "$process/maps" "$process/stat" >>samples
}

# ---- what is done ----

# As an editor that nobody writes over would: between two passes.
here() {
    local lock
    ws=here
    exec {lock}<here/.atlcli/lock
    if flock -w 2 "$lock"; then
        some
    else
        bounded add
    fi
    exec {lock}<&-
}

there() {
    ws=there
    some
    run --separate-stderr docs sync there --create --delete --yes --jsonl
    settle_files there
    [ -z "$twice" ] || decide_there
}

# Where a choice between places is left, no change of others may be new to the command that makes it, as it would
# win over that as well: the watcher waits, and one that merges comes first.
decide_there() {
    local lock
    exec {lock}<here/.atlcli/lock
    if flock -w 5 "$lock"; then
        run --separate-stderr docs sync there --create --delete --yes --jsonl
        settle_files there
        [ -z "$twice" ] || ! was_whole || docs sync there --on-conflict local --create --delete --yes >/dev/null 2>&1 || true
    fi
    exec {lock}<&-
}

some() {
    local left
    number 3
    for ((left = number; left >= 0; left--)); do
        number ${#deeds[@]}
        bounded "${deeds[number]}"
    done
}

# As many pages and attachments as there were: what takes more for more of them is no leak.
bounded() {
    list "$ws"
    case $1 in
    attach) [ "$(find "$ws" -path '*.attachments/*' -not -path '*/.atlcli/*' | wc -l)" -lt 16 ] || set -- detach ;;
    add) [ "${#files[@]}" -lt 40 ] || set -- insert ;;
    delete) [ "${#files[@]}" -gt 20 ] || set -- change ;;
    esac
    "$1"
    did[$ws]=$((${did[$ws]:-0} + 1))
}

# What the watcher has told of and nobody has settled; a line that it is still writing comes the next time.
settle_here() {
    local lock new
    new=$(tail -n "+$((read + 1))" events && echo end)
    new=${new%"${new##*$'\n'}"}
    new=${new%$'\n'}
    [ -z "$new" ] || read=$((read + $(wc -l <<<"$new")))
    pending+=$(grep -E '"action":"(conflict|failed)"' <<<"$new" | sed '1s/^/\n/')
    [[ $pending == *action* ]] || return 0
    output=$pending
    exec {lock}<here/.atlcli/lock
    if flock -w 2 "$lock"; then
        settle_files here
        exec {lock}<&-
        if [ -n "$twice" ]; then
            run --separate-stderr docs sync here --create --delete --yes --jsonl
            was_whole && [[ $stderr != *"another atlcli"* ]] || return 0
            settle_files here
            [ -z "$twice" ] || docs sync here --on-conflict local --create --delete --yes >/dev/null 2>&1 || return 0
        fi
        pending=
    else
        exec {lock}<&-
    fi
}

# ---- on the server itself, by whoever uses a browser ----

# A page that the other workspace knows, in $id; false: none any more.
page_there() {
    pick there || return
    id=$(id_of "there/$file")
    [ -n "$id" ] && site page get "$id" --format storage >/dev/null 2>&1
}

site() {
    atlcli wiki "$@" --profile "$profile" --timeout 5
}

# amend ID WORD: puts it at the beginning of what the server has of a page; again, until it can be seen there
amend() {
    local path=/wiki/api/v2/pages/$1 shown='?body-format=storage' page
    local body='{representation: "storage", value: "<p>\($word)</p>\(.body.storage.value)"}'
    local change="{id, status: \"current\", body: $body"
    if [ "$profile" = datacenter ]; then
        path=/rest/api/content/$1 shown='?expand=body.storage,version'
        change="{id, type, body: {storage: $body}"
    fi
    for _ in {1..30}; do
        page=$(site_api GET "$path$shown") || continue
        [[ $page != *"<p>$2</p>"* ]] || return 0
        jq -c --arg word "$2" "$change, title, version: {number: (.version.number + 1)}}" <<<"$page" |
            site_api PUT "$path" --input - >/dev/null || true
    done
    # Nobody knows: it may be gone.
    unset "expected[$2]"
}

site_api() {
    atlcli api "$@" --profile "$profile" --timeout 5 2>/dev/null
}

write_there() {
    page_there || return 0
    new_word
    amend "$id" "$word"
}

rename_there() {
    page_there || return 0
    words=$((words + 1))
    site page update "$id" --title "Named $words" >/dev/null 2>&1 || true
}

move_there() {
    page_there || return 0
    local moved=$id
    page_there || return 0
    site page update "$moved" --parent "$id" >/dev/null 2>&1 || true
}

add_there() {
    list there
    [ "${#files[@]}" -lt 40 ] && page_there || return 0
    new_word
    for _ in {1..30}; do
        if site page create --space OPS --parent "$id" --title "Page $word" --body "$word" >/dev/null 2>&1; then
            return
        fi
    done
    unset "expected[$word]"
}

delete_there() {
    list there
    [ "${#files[@]}" -gt 20 ] && page_there || return 0
    gone[$id]=1
    site page delete "$id" --yes >/dev/null 2>&1 || true
}

attach_there() {
    [ "$(find there/Both.attachments -type f 2>/dev/null | wc -l)" -lt 8 ] || return 0
    new_word
    echo "$word" >"$word.txt"
    for _ in {1..30}; do
        ! site page attach "$root" "$word.txt" >/dev/null 2>&1 || return 0
    done
    unset "expected[$word]"
}

direct=(write_there write_there write_there rename_there move_there add_there delete_there attach_there)

on_the_server() {
    number ${#direct[@]}
    "${direct[number]}"
    did[server]=$((${did[server]:-0} + 1))
}

# ---- the whole ----

turn() {
    number 4
    case $number in
    0) there ;;
    1) on_the_server ;;
    *) here ;;
    esac
    settle_here
    sample
}

is_time() {
    if [ -n "${ATLCLI_SOAK_MINUTES:-}" ]; then
        [ "$SECONDS" -lt $((ATLCLI_SOAK_MINUTES * 60)) ]
    else
        [ "$turns" -lt "${ATLCLI_SOAK_TURNS:-40}" ]
    fi
}

# What is nowhere on the server: words that nobody deleted, or only with a page that somebody did.
nothing_is_lost() {
    local path="/wiki/api/v2/pages?status=trashed&body-format=storage&limit=250" id title texts
    [ "$profile" = cloud ] || path="/rest/api/content?status=trashed&spaceKey=OPS&expand=body.storage&limit=200"
    site_api GET "$path" --paginate | jq -c '.. | objects | select(.status == "trashed")' >trashed
    while read -r id title; do
        [ -n "${gone[$id]:-}${gone[$title]:-}" ] || { echo "deleted by nobody: $id" && return 1; }
    done < <(jq -r '"\(.id) \(.title)"' trashed)
    texts=" $(texts "$ws" | sort -u | tr '\n' ' ')"
    for word in "${!expected[@]}"; do
        [[ $texts != *" $word "* ]] || continue
        grep -qw "$word" trashed || grep -rqw "$word" here/.atlcli/trash there/.atlcli/trash --include='*.txt' ||
            { echo "lost: $word" && return 1; }
        echo "$word" >>in-trash
    done
}

settle_all() {
    admin DELETE faults
    for _ in 1 2 3; do
        sync here
        sync there
    done
    same "$output" ""
    same "$(pages there)" "$(pages here)"
    docs init fresh --ancestor "$root" >/dev/null
    docs pull fresh >/dev/null
    same "$(pages fresh)" "$(pages here)"
    same "$(texts here | sort | uniq -d)" ""
    ws=fresh
    nothing_is_lost
}

end_watcher() {
    kill "$watcher"
    wait "$watcher"
    watcher=
}

report() {
    [ -n "${ATLCLI_SOAK_REPORT:-}" ] || return 0
    cp samples events notes "$ATLCLI_SOAK_REPORT/"
    printf '%s\n' "seconds $SECONDS" "turns $turns" "here ${did[here]:-0}" "there ${did[there]:-0}" \
        "server ${did[server]:-0}" "requests $requests" "failures $failures" "weathers $changes" "kills $kills" \
        "merged $(grep -c '"action":"merged"' events)" \
        "conflicts $(grep -c '"action":"conflict"' events)" "words ${#expected[@]}" "trash $(wc -l <in-trash)" >"$ATLCLI_SOAK_REPORT/counts"
}

soak() {
    local word words=0 ws file files id root number turns changes=0 kills=0 requests=0 failures=0 read=0 pending=
    local -A expected=() gone=() did=()
    local twice weather kind=("${@:2}")
    profile=$1
    start_site "${kind[@]}"
    root=$(site page create --space OPS --title Both --body root --json | jq -r .id)
    docs init here --ancestor "$root" >/dev/null
    docs init there --ancestor "$root" >/dev/null
    docs pull here >/dev/null
    ws=here
    for turns in {1..25}; do
        add
    done
    sync here
    sync there
    : >in-trash
    watch
    SECONDS=0
    for ((turns = 0; ; turns++)); do
        is_time || break
        [ $((turns % 6)) -ne 0 ] || { change_weather && changes=$((changes + 1)); }
        turn
    done
    admin DELETE faults
    count_requests
    end_watcher
    settle_all
    report
    "$PROJECT_SOURCE/tests/reliability/growth" samples
}

@test "edits from all sides meet while the site fails, and nothing grows, on Cloud" {
    soak cloud --deployment cloud
}

@test "edits from all sides meet while the site fails, and nothing grows, on Data Center" {
    soak datacenter --deployment datacenter --context-path /wiki
}
