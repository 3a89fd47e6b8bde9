#!/usr/bin/env bats
# wiki docs sync: both ways at once, on Cloud and on Data Center
# shellcheck disable=SC2154 # set by bats' run
bats_require_minimum_version 1.5.0

load session
load assertions
load docs

setup_file() {
    start_session cloud
    start_session datacenter --context-path /wiki
}

teardown_file() {
    end_sessions
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return
}

# events: what sync has printed, "DIRECTION ACTION PATH" a line, ordered
events() {
    jq -r '[.direction, .action, .path] | join(" ")' <<<"$output" | LC_ALL=C sort
}

once() {
    tree Once
    forget_requests "$profile"
    does 0 docs sync "$ws"
    same "$output" ""
    warns "In step: 5 pages"
    [ "$(requests "$profile" | wc -l)" -le 6 ]
    # Changed there, here, and on both sides; new here; deleted here.
    set_body "$b" "There."
    sed -i 's/^c$/Here./' "$ws/Once/Once C.md"
    set_body "$a" $'First line.\n\nSecond line.\n\nThird line, there.'
    sed -i 's/^First line/First line, here/' "$ws/Once/Once A.md"
    echo new >"$ws/Once/Once New.md"
    rm "$ws/Once/Once D.md"
    does 0 docs sync "$ws" --jsonl
    same "$(events)" "$(printf '%s\n' 'pull merged Once/Once A.md' 'pull updated Once/Once B.md' \
        'push updated Once/Once A.md' 'push updated Once/Once C.md')"
    warns "1 deleted here stays on the server"
    holds "$(body_of "$a")" "First line, here."
    holds "$(body_of "$a")" "Third line, there."
    holds "$(body_of "$c")" "Here."
    does 0 docs sync "$ws" --jsonl --create --delete --yes
    same "$(events)" $'push created Once/Once New.md\npush deleted Once/Once D.md'
    # In the same lines: the page stays, the others go on, and it is told once.
    set_body "$a" $'First line, there.\n\nSecond line.'
    sed -i 's/^First line.*/First line, mine./' "$ws/Once/Once A.md"
    sed -i 's/^Here/Once more/' "$ws/Once/Once C.md"
    does 7 docs sync "$ws" --jsonl
    same "$(events)" $'pull conflict Once/Once A.md\npush updated Once/Once C.md'
    same "$(grep -c '^error: .*Once A.md' <<<"$stderr")" 1
    sed -i '/^<<<<<<< /d; /^=======$/,/^>>>>>>> /d' "$ws/Once/Once A.md"
    does 0 docs sync "$ws"
    holds "$(body_of "$a")" "First line, mine."
}

@test "both ways at once" {
    for_each_profile once
}

# What stands against each other in all ways there are.
oppose() {
    set_body "$a" $'First line, there.\n\nSecond line.\n\nThird line, there.'
    sed -i 's/^First line.*/First line, here./' "$ws/$name/$name A.md"
    echo Mine. >>"$ws/$name/$name B.md"
    remove_page "$b"
    mkdir -p "$ws/$name/$name A"
    mv "$ws/$name/$name C.md" "$ws/$name/$name A/"
    "$ATLCLI" wiki page move "$c" --parent "$d" --profile "$profile" >/dev/null
}

for_local() {
    tree Local
    oppose
    does 0 docs sync "$ws" --on-conflict local --jsonl
    same "$(body_of "$a" | grep line)" $'First line, here.\nSecond line.\nThird line, there.'
    # What was deleted there is a new page, and what was moved twice is where it is here.
    [ "$(sed -n 's/^  id: //p' "$ws/Local/Local B.md" | tr -d '"')" != "$b" ]
    attempt page get "OPS:Local B" --format markdown
    says Mine.
    attempt page children "$a" --jsonl
    same "$(jq -r .title <<<"$output")" "Local C"
    does 0 docs sync "$ws" --jsonl
    same "$output" ""
}

@test "conflicts end with what is here" {
    for_each_profile for_local
}

for_remote() {
    tree Remote
    oppose
    does 0 docs sync "$ws" --on-conflict remote --jsonl
    same "$(body_of "$a" | grep line)" $'First line, there.\nSecond line.\nThird line, there.'
    grep -qx 'First line, here.' "$ws"/.atlcli/trash/*/Remote/"Remote A.md"
    [ ! -e "$ws/.atlcli/conflicts/$a.md" ]
    grep -qx 'Mine.' "$ws"/.atlcli/trash/*/Remote/"Remote B.md"
    [ ! -e "$ws/Remote/Remote B.md" ]
    [ -e "$ws/Remote/Remote D/Remote C.md" ]
    does 0 docs sync "$ws" --jsonl
    same "$output" ""
}

@test "conflicts end with what is on the server" {
    for_each_profile for_remote
}

# A is moved below B here, B below A there, and below B there is C.
circle() {
    tree Circle
    "$ATLCLI" wiki page move "$c" --parent "$b" --profile "$profile" >/dev/null
    does 0 docs sync "$ws" --jsonl
    mkdir -p "$ws/Circle/Circle B"
    mv "$ws/Circle/Circle A.md" "$ws/Circle/Circle B/"
    "$ATLCLI" wiki page move "$b" --parent "$a" --profile "$profile" >/dev/null
    does 0 docs sync "$ws" --jsonl
    same "$(cd "$ws/Circle" && find . -name '*.md' | sort)" "$(printf './Circle %s.md\n' A 'A/Circle B' \
        'A/Circle B/Circle C' D)"
    does 0 docs sync "$ws" --jsonl
    same "$output" ""
}

@test "moves of both sides that would put pages below each other: the server's stand" {
    for_each_profile circle
}

@test "options that don't go together" {
    profile=cloud
    attempt docs sync --interval 5
    fails 2 "--interval is for --watch"
    attempt docs sync --on-conflict theirs
    fails 2 "merge, local"
    attempt docs sync "$BATS_TEST_TMPDIR"
    fails 4 "is in no docs workspace"
}
