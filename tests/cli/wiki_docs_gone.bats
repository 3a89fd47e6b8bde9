#!/usr/bin/env bats
# wiki docs push, sync and plan: pages that were changed here and deleted on the server, with what is
# attached to them and what is below them, on Cloud and on Data Center
# shellcheck disable=SC2154 # set by bats' run
bats_require_minimum_version 1.5.0

load session
load assertions
load docs

setup_file() {
    start_session cloud --pages 20
    start_session datacenter --pages 20 --context-path /wiki
}

teardown_file() {
    end_sessions
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return
}

# docs EXIT COMMAND ARGUMENT...: runs a docs command on $ws, which must end so; $events holds "ACTION
# PATH" a line, ordered
docs() {
    does "$1" docs "$2" "$ws" --jsonl "${@:3}"
    events=$(jq -r '.action + " " + .path' <<<"$output" | sort)
}

# What is below $root: "DEPTH TITLE" a line
pages() {
    wiki page tree "$root" --jsonl | jq -r '(.depth | tostring) + " " + .title' | sort
}

# The names of what is attached to the page with this title, below $root.
files_of() {
    local id
    id=$(sed -n 's/^  id: "\(.*\)"/\1/p' "$(find "$ws" -name "$1.md" -not -path '*/.atlcli/*')")
    wiki page attachments "$id" --jsonl | jq -r .filename | sort | paste -sd ' '
}

# A page NAME with "NAME P" below it, "NAME C" below that, and "NAME D" below that, P and C with an
# attachment: ids in $root, $p, $c and $d, a workspace in $ws, P's place in $at.
tree() {
    name=$1
    root=$(create "$name" text)
    p=$(create "$name P" text "$root")
    c=$(create "$name C" text "$p")
    d=$(create "$name D" text "$c")
    echo one | tee p.txt >c.txt
    wiki page attach "$p" p.txt >/dev/null
    wiki page attach "$c" c.txt >/dev/null
    ws=$profile/$name
    at="$name/$name P"
    wiki docs init "$ws" --ancestor "$root" >/dev/null
    wiki docs pull "$ws" >/dev/null
}

in_step() {
    docs 0 sync --delete --yes
    same "$events" ""
    docs 0 status
    same "$events" ""
}

whole_tree() {
    local command
    for command in push sync; do
        tree "Whole $command"
        echo edited >>"$ws/$at.md"
        echo edited >>"$ws/$at/$name C/$name D.md"
        echo new >"$ws/$at.attachments/new.txt"
        for id in "$d" "$c" "$p"; do
            remove_page "$id"
        done
        docs 7 plan
        same "$(grep -v ^conflict <<<"$events")" ""
        made=$(printf '%s\n' "$at.attachments/new.txt" "$at.attachments/p.txt" "$at.md" \
            "$at/$name C.attachments/c.txt" "$at/$name C.md" "$at/$name C/$name D.md" | sort)
        docs 0 plan --on-conflict local
        # shellcheck disable=SC2001 # of each line
        same "$events" "$(sed 's/^/create /' <<<"$made")"
        docs 0 "$command" --on-conflict local
        # shellcheck disable=SC2001
        same "$events" "$(sed 's/^/created /' <<<"$made")"
        same "$(pages)" "$(printf '%s\n' "1 $name P" "2 $name C" "3 $name D")"
        same "$(files_of "$name P") $(files_of "$name C")" "new.txt p.txt c.txt"
        in_step
    done
}

@test "a tree that was deleted on the server is made anew where that is asked for" {
    for_each_profile whole_tree
}

# What was below the page that is gone has moved up on the server, as it does there.
page_alone() {
    tree Alone
    e=$(create "Alone E" text "$p")
    docs 0 pull
    echo edited | tee -a "$ws/$at.md" >>"$ws/$at/Alone C.md"
    printf '# Alone new\n' >"$ws/$at/new.md"
    mkdir -p "$ws/$at/Alone C.attachments"
    echo two >"$ws/$at/Alone C.attachments/c.txt"
    remove_page "$p"
    docs 0 push --create --on-conflict local
    same "$events" "$(printf '%s\n' "created $at.attachments/p.txt" "created $at.md" "created $at/new.md" \
        "moved $at/Alone C.md" "moved $at/Alone E.md" "updated $at/Alone C.attachments/c.txt" \
        "updated $at/Alone C.md")"
    same "$(pages)" "$(printf '%s\n' "1 Alone P" "2 Alone C" "2 Alone E" "2 Alone new" "3 Alone D")"
    same "$(files_of "Alone P") $(files_of "Alone C")" "p.txt c.txt"
    in_step
    # None of them is another page than it was.
    same "$(wiki page get "$c" --json | jq -r .title) $(wiki page get "$e" --json | jq -r .title)" "Alone C Alone E"
}

@test "what is below a page that is made anew goes below the new one" {
    for_each_profile page_alone
}

# Attachments alone were changed.
files_alone() {
    tree Files
    echo two >"$ws/$at.attachments/p.txt"
    echo new >"$ws/$at/Files C.attachments/new.txt"
    for id in "$d" "$c" "$p"; do
        remove_page "$id"
    done
    docs 7 push
    same "$events" "conflict $at.attachments/p.txt"$'\n'"conflict $at/Files C.attachments/new.txt"
    cp -r "$ws" "$ws again"
    docs 0 push --on-conflict local
    same "$events" "$(printf 'created %s\n' "$at.attachments/p.txt" "$at.md" "$at/Files C.attachments/c.txt" \
        "$at/Files C.attachments/new.txt" "$at/Files C.md")"
    same "$(files_of "Files P") $(files_of "Files C")" "p.txt c.txt new.txt"
    # The page D, which nobody has changed here, goes as it went there.
    docs 0 sync
    same "$events" "trashed $at/Files C/Files D.md"
    in_step
    ws="$ws again"
    docs 0 push --on-conflict remote
    same "$events" "trashed $at.md"$'\n'"trashed $at/Files C.md"
    same "$(cat "$ws"/.atlcli/trash/*/"$at.attachments/p.txt")" two
    same "$(cat "$ws"/.atlcli/trash/*/"$at/Files C.attachments/new.txt")" new
}

# A pull doesn't take them away either.
files_pulled() {
    tree Pulled
    echo two >"$ws/$at.attachments/p.txt"
    echo new >"$ws/$at/Pulled C.attachments/new.txt"
    for id in "$d" "$c" "$p"; do
        remove_page "$id"
    done
    docs 7 pull
    same "$events" "conflict $at.md"$'\n'"conflict $at/Pulled C.md"$'\n'"trashed $at/Pulled C/Pulled D.md"
    holds "$stderr" "$at.attachments/p.txt was edited here, and its page was deleted on the server"
    same "$(cat "$ws/$at.attachments/p.txt" "$ws/$at/Pulled C.attachments/new.txt")" $'two\nnew'
    cp -r "$ws" "$ws again"
    docs 0 sync --on-conflict local
    same "$events" "$(printf 'created %s\n' "$at.attachments/p.txt" "$at.md" "$at/Pulled C.attachments/c.txt" \
        "$at/Pulled C.attachments/new.txt" "$at/Pulled C.md")"
    same "$(pages)" "1 Pulled P"$'\n'"2 Pulled C"
    in_step
    ws="$ws again"
    docs 0 pull --on-conflict remote
    same "$(grep trashed <<<"$events")" "trashed $at.md"$'\n'"trashed $at/Pulled C.md"
    same "$(cat "$ws"/.atlcli/trash/*/"$at.attachments/p.txt")" two
}

@test "a pull keeps attachments that were changed here when their page is gone" {
    for_each_profile files_pulled
}

@test "attachments of a page that is gone have it made anew, or go with it" {
    for_each_profile files_alone
}

# The page that the workspace is of: a new one would be another workspace's.
scope() {
    tree Scope
    echo edited >>"$ws/Scope.md"
    for id in "$d" "$c" "$p" "$root"; do
        remove_page "$id"
    done
    docs 5 push --on-conflict local
    same "$events" "failed Scope.md"
    holds "$stderr" "Scope.md is the page that this workspace is of, and is gone"
}

@test "the page that a workspace is of isn't made anew" {
    for_each_profile scope
}

comes_back() {
    tree Back
    wiki page update "$c" --body "Changed there." >/dev/null
    rm -r "${ws:?}/$at" "$ws/$at.md" "$ws/$at.attachments"
    docs 5 plan --delete
    holds "$stderr" "$at/Back C.md was deleted here, and its page has changed on the server"
    docs 5 plan --delete --on-conflict remote
    same "$(grep md <<<"$events")" "$(printf '%s\n' "delete $at/Back C/Back D.md" "fail $at.md" "restore $at/Back C.md")"
    docs 5 push --delete --yes --on-conflict remote
    same "$(grep md <<<"$events")" "$(printf '%s\n' "deleted $at/Back C/Back D.md" "failed $at.md" "restored $at/Back C.md")"
    holds "$stderr" "$at.md was deleted here, and the page $at/Back C.md below it was not"
    holds "$(cat "$ws/$at/Back C.md")" "Changed there."
    same "$(pages)" "$(printf '%s\n' "1 Back P" "2 Back C")"
    docs 0 push
    holds "$(wiki page get "$c" --format markdown)" "Changed there."
}

# As if it had been killed when the page was made anew and what is below it wasn't moved yet, or before.
half_anew() {
    local method=PUT command
    for command in "" --create; do
        tree "Half $method"
        echo edited >>"$ws/$at.md"
        remove_page "$p"
        atlcli api PUT /__sandbox/faults --input - --profile "$profile" >/dev/null \
            <<<'{"fail-every": 1, "fail-status": 403, "faults-for": "'"$method"' /"}'
        docs 5 push --on-conflict local
        atlcli api DELETE /__sandbox/faults --profile "$profile"
        # The server has it below the page above; only here is it below the new one.
        docs 0 sync $command
        same "$(grep -v "attachment\|created" <<<"$events")" "moved $at/$name C.md"
        same "$(pages)" "$(printf '%s\n' "1 $name P" "2 $name C" "3 $name D")"
        in_step
        method=POST
    done
}

@test "a push that made a page anew and went no further is finished by the next" {
    needs_breakage
    for_each_profile half_anew
}

@test "a page that was deleted here and changed there comes back when the server's side decides" {
    for_each_profile comes_back
}

# ---- made anew by others ----

# The directory of a page that was renamed takes along what stays as it is here.
made_anew_below_a_renamed_page() {
    tree "Anew elsewhere"
    sed -i 's/^text$/text, edited/' "$ws/$at/$name C.md"
    printf 'of nobody\n' >"$ws/$at/Mine.md"
    before=$(<"$ws/$at/$name C.md")
    remove_page "$d"
    remove_page "$c"
    again=$(create "$name C" text "$p")
    other=$(create "$name Mine" text "$p")
    wiki page update "$p" --title "$name Q" >/dev/null
    wiki page update "$other" --title Mine-"$profile" >/dev/null
    mv "$ws/$at/Mine.md" "$ws/$at/Mine-$profile.md"
    docs 7 pull
    at="$name/$name Q"
    same "$(<"$ws/$at/$name C.md")" "$before"
    same "$(<"$ws/$at/Mine-$profile.md")" "of nobody"
    same "$(grep ^conflict <<<"$events")" "conflict $name/$name P/$name C.md"
    grep -q "^  id: \"$again\"\$" "$ws/$at/$name C ($again).md"
    grep -q "^  id: \"$other\"\$" "$ws/$at/Mine-$profile ($other).md"
}

@test "a page that others made anew below a renamed one isn't put into the file of what was there" {
    for_each_profile made_anew_below_a_renamed_page
}

# Another page's file, in the place of one that was deleted here.
another_in_its_place() {
    tree "In its place"
    rm "$ws/$at/$name C.md"
    mv "$ws/$at/$name C/$name D.md" "$ws/$at/$name C.md"
    before=$(<"$ws/$at/$name C.md")
    wiki page update "$c" --body "of the server" >/dev/null
    docs 5 push --delete --yes --on-conflict remote
    same "$(grep ^failed <<<"$events")" "failed $at/$name C.md"
    [[ $output == *"is the page $d, in the place of '$name C' ($c)"* ]]
    same "$(<"$ws/$at/$name C.md")" "$before"
}

@test "a page that comes back isn't put into another page's file" {
    for_each_profile another_in_its_place
}

# ---- titles ----

# Keys of the frontmatter are merged one by one, whatever stands next to them.
renamed_twice() {
    tree "Renamed twice"
    sed -i "s/^  title: .*/  title: $name here/; s/^text\$/text, edited here/" "$ws/$at/$name C.md"
    wiki page update "$c" --title "$name there" --body "text, edited there" >/dev/null
    docs 7 pull
    file=$(find "$ws" -name "$name there.md" -not -path '*/.atlcli/*')
    same "$(<"$file")" "---
atlcli:
  id: \"$c\"
<<<<<<< local
  title: $name here
=======
  title: $name there
>>>>>>> remote
---

<<<<<<< local
text, edited here
=======
text, edited there
>>>>>>> remote"
    sed -i '/^<<<<<<<\|^=======\|^>>>>>>>/d' "$file"
    sed -i "/^  title: $name there/d" "$file"
    docs 0 sync
    same "$(wiki page get "$c" --format markdown)" "text, edited here text, edited there"
    same "$(wiki page get "$c" --json | jq -r .title)" "$name here"
    in_step
}

@test "titles that both sides have changed are a conflict of their own" {
    for_each_profile renamed_twice
}

# The index of the search may not know yet that some are there again.
moved_back() {
    local elsewhere
    tree "Moved back"
    elsewhere=$(create "Elsewhere of $profile" text)
    wiki page move "$c" --parent "$elsewhere" --yes >/dev/null
    atlcli api PUT /__sandbox/faults --input - --profile "$profile" <<<'{"search-lag": 600000}' >/dev/null
    wiki page move "$c" --parent "$p" --yes >/dev/null
    docs 0 pull
    same "$events" ""
    [ -f "$ws/$at/$name C.md" ]
    [ -f "$ws/$at/$name C/$name D.md" ]
    atlcli api DELETE /__sandbox/faults --profile "$profile" >/dev/null
    in_step
}

@test "pages that a lagging search doesn't find below their page stay" {
    needs_breakage
    for_each_profile moved_back
}

root_gone() {
    tree "Root gone"
    for id in "$d" "$c" "$p" "$root"; do
        remove_page "$id"
    done
    run --separate-stderr wiki docs pull "$ws"
    same "$status" 4
    holds "$stderr" "the page 'Root gone' ($root) that this workspace holds is gone"
    [ -f "$ws/$at/$name C.md" ]
}

@test "a workspace whose page is gone stays as it is, and says so" {
    for_each_profile root_gone
}
